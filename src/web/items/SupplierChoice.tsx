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
  /** Of what is chosen already, as the list calls it. */
  chosenLabel?: string | undefined
}

const choicesMax = 50
const typingMs = 200

export const supplierLabel = (name: string, vendorNumber: string): string => `${name} (${vendorNumber})`

/** A supplier by name or vendor number; the value is the supplier's organization. */
export function SupplierChoice(props: ChoiceProps) {
  const typing = useTyping(props)
  const query = { search: typing.search || undefined, limit: choicesMax }
  const found = useEndpoint(partnersApi.list, { query }, { watch: ['relationship'] })
  const data =
    found.data?.rows.map(row => ({ value: row.partnerId, label: supplierLabel(row.name, row.vendorNumber) })) ?? []
  return <Choice {...props} {...{ typing, data, busy: found.isFetching }} />
}

/** An item by number or description. */
export function ItemChoice(props: ChoiceProps) {
  const typing = useTyping(props)
  const query = { search: typing.search || undefined, limit: choicesMax }
  const found = useEndpoint(itemsApi.list, { query }, { watch: ['item'] })
  const data = found.data?.rows.map(row => ({ value: row.id, label: `${row.number} ${row.description}` })) ?? []
  return <Choice {...props} {...{ typing, data, busy: found.isFetching }} />
}

interface Chosen {
  value: string
  label: string
}

/** What stands in the input, and what the server is asked for: nothing where it is only what was chosen. */
function useTyping({ value, chosenLabel }: Pick<ChoiceProps, 'value' | 'chosenLabel'>) {
  const [chosen, setChosen] = useState<Chosen | undefined>(
    chosenLabel === undefined ? undefined : { value, label: chosenLabel },
  )
  const [typed, setTyped] = useState(chosenLabel ?? '')
  const [search] = useDebouncedValue(typed === chosen?.label ? '' : typed, typingMs)
  return { chosen, setChosen, typed, setTyped, search }
}

interface Found {
  typing: ReturnType<typeof useTyping>
  data: Chosen[]
  busy: boolean
}

function Choice({ value, onChange, chosenLabel: _, typing, data, busy, ...rest }: ChoiceProps & Found) {
  const { chosen, setChosen, typed, setTyped } = typing
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
      onSearchChange={setTyped}
      onChange={(id, option) => {
        setChosen(option ?? undefined)
        onChange(id ?? '', option?.label ?? '')
      }}
    />
  )
}
