// Items that a call-off may be of: the first ones, then what the letters typed find on the server.
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { type Choices, ordersApi } from '../../orders/api.ts'
import { useEndpoint } from '../query.ts'

export type Item = Choices['items'][number]

export interface Items {
  known: (id: string) => Item | undefined
  found: readonly Item[]
  /** The server has not answered yet to what was typed. */
  asking: boolean
  search: (text: string) => void
}

/** Items offered: the first ones, then what the letters typed find; what was seen once stays known. */
export function useItems(first: Choices): Items {
  const [text, setText] = useState('')
  const [typed] = useDebouncedValue(text, 200)
  const { data, isPlaceholderData } = useEndpoint(
    ordersApi.choices,
    { query: { search: typed } },
    { enabled: typed !== '', watch: ['item'] },
  )
  const [seen] = useState(() => new Map<string, Item>())
  for (const item of [...first.items, ...(data?.items ?? [])]) seen.set(item.id, item)
  const asking = text !== '' && (typed !== text || data === undefined || isPlaceholderData)
  return {
    known: id => seen.get(id),
    found:
      text === '' ? first.items : asking ? [...seen.values()].filter(item => fits(item, text)) : (data?.items ?? []),
    asking,
    search: setText,
  }
}

/** What is offered until the server has answered: never an item that the letters rule out. */
function fits({ number, description }: Item, text: string): boolean {
  const letters = text.trim().toLowerCase()
  return [number, description].some(each => each.toLowerCase().includes(letters))
}
