// Above a list: search, choices, how many rows, export.
import { Button, Group, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Search, X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { m } from '../../i18n/index.ts'
import { ChoiceFilter } from './ChoiceFilter.tsx'
import type { ListState } from './list-state.ts'
import type { ListFilter } from './types.ts'
import { ViewsButton } from './ViewsButton.tsx'

interface FilterBarProps<T> {
  filters: readonly ListFilter<T>[]
  list: ListState
  searchRef: RefObject<HTMLInputElement | null>
  /** Of the list that its page is about. */
  views?: boolean
  children?: ReactNode
}

export function FilterBar<T>({ filters, list, searchRef, views = true, children }: FilterBarProps<T>) {
  const used = filters.some(filter => list.value(filter.id))
  return (
    <Group gap="xs" mb="xs" align="center" className="no-print">
      {filters.map(filter => (
        <OneFilter key={filter.id} filter={filter} list={list} searchRef={searchRef} />
      ))}
      {used ? <ClearFilters filters={filters} list={list} /> : null}
      <Group gap="xs" ml="auto">
        {children}
        {views && filters.length > 0 ? <ViewsButton list={list} /> : null}
      </Group>
    </Group>
  )
}

export function ClearFilters<T>({ filters, list }: { filters: readonly ListFilter<T>[]; list: ListState }) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<X size={14} aria-hidden />}
      onClick={() => list.set(Object.fromEntries(filters.map(filter => [filter.id, undefined])))}
    >
      {m.ui_list_clear()}
    </Button>
  )
}

function OneFilter<T>({
  filter,
  list,
  searchRef,
}: { filter: ListFilter<T> } & Pick<FilterBarProps<T>, 'list' | 'searchRef'>) {
  const value = list.value(filter.id)
  switch (filter.kind) {
    case 'search':
      return (
        <SearchBox
          label={filter.label ?? m.ui_list_search()}
          value={value ?? ''}
          inputRef={searchRef}
          onChange={text => list.set({ [filter.id]: text || undefined })}
        />
      )
    case 'choice':
      return (
        <ChoiceFilter
          label={filter.label}
          choices={filter.choices}
          values={value ? [value] : []}
          onChange={([next]) => list.set({ [filter.id]: next })}
          many={false}
        />
      )
    case 'choices':
      return (
        <ChoiceFilter
          label={filter.label}
          choices={filter.choices}
          values={list.values(filter.id)}
          onChange={next => list.set({ [filter.id]: next.join(',') || undefined })}
          many
        />
      )
    case 'switch':
      return (
        <Switch
          size="sm"
          mx="xs"
          label={filter.label}
          checked={value === 'yes'}
          onChange={event => list.set({ [filter.id]: event.currentTarget.checked ? 'yes' : undefined })}
        />
      )
  }
}

interface SearchBoxProps {
  label: string
  value: string
  inputRef: RefObject<HTMLInputElement | null>
  onChange: (text: string) => void
}

/** Types freely, tells the URL a moment later; follows the URL when it changes by itself ("back", "clear filters"). */
function SearchBox({ label, value, inputRef, onChange }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  const tell = useDebouncedCallback((next: string) => {
    told.current = next
    onChange(next)
  }, 250)
  useEffect(() => {
    if (value !== told.current) {
      told.current = value
      setText(value)
    }
  }, [value])
  return (
    <TextInput
      ref={inputRef}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={15} aria-hidden />}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
      size="xs"
      // What may be searched for is read whole.
      w={`calc(${label.length} * 0.4rem + 3rem)`}
      miw={210}
      maw="100%"
    />
  )
}
