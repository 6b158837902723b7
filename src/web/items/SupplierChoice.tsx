// Choosing a supplier or an item out of many: typing asks the server.
import { Loader, Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { itemsApi } from '../../items/api.ts'
import { partnersApi } from '../../partners/api.ts'
import { m } from '../i18n/index.ts'
import { useEndpoint } from '../query.ts'

type ChoiceProps = Omit<SelectProps, 'data' | 'searchable' | 'value' | 'onChange'> & {
  value: string
  onChange: (id: string, label: string) => void
  /** The name of what is chosen already. */
  chosenLabel?: string | undefined
}

const choicesMax = 50
const typingMs = 200

/** A supplier by name or vendor number; the value is the supplier's organization. */
export function SupplierChoice({ value, onChange, ...rest }: ChoiceProps) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, typingMs)
  const query = { search: search || undefined, limit: choicesMax }
  const found = useEndpoint(partnersApi.list, { query }, { watch: ['relationship'] })
  const data = found.data?.rows.map(row => ({ value: row.partnerId, label: `${row.name} (${row.vendorNumber})` })) ?? []
  return <Choice {...rest} {...{ value, onChange, typed, setTyped, data, busy: found.isFetching }} />
}

/** An item by number or description. */
export function ItemChoice({ value, onChange, ...rest }: ChoiceProps) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, typingMs)
  const query = { search: search || undefined, limit: choicesMax }
  const found = useEndpoint(itemsApi.list, { query }, { watch: ['item'] })
  const data = found.data?.rows.map(row => ({ value: row.id, label: `${row.number} ${row.description}` })) ?? []
  return <Choice {...rest} {...{ value, onChange, typed, setTyped, data, busy: found.isFetching }} />
}

interface Found {
  typed: string
  setTyped: (text: string) => void
  data: { value: string; label: string }[]
  busy: boolean
}

function Choice({ value, onChange, typed, setTyped, data, busy, chosenLabel, ...rest }: ChoiceProps & Found) {
  const before = chosenLabel === undefined ? undefined : { value, label: chosenLabel }
  const [chosen, setChosen] = useState<{ value: string; label: string } | undefined>(before)
  // What was chosen stays in the list, else the input would go blank while another text is searched.
  const all = chosen && !data.some(each => each.value === chosen.value) ? [chosen, ...data] : data
  return (
    <Select
      placeholder={m.items_choose()}
      nothingFoundMessage={m.items_choose_none()}
      rightSection={busy ? <Loader size={14} /> : undefined}
      {...rest}
      searchable
      data={all}
      // The server has searched already.
      filter={({ options }) => options}
      value={value || null}
      searchValue={typed}
      onSearchChange={text => setTyped(text === chosen?.label ? '' : text)}
      onChange={(id, option) => {
        setChosen(option ?? undefined)
        onChange(id ?? '', option?.label ?? '')
      }}
    />
  )
}
