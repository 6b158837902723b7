// Above what says by itself how it stands: of the list's filters those that say what it is about.
import { useRef } from 'react'
import type { ClockRow } from '../../sla/api.ts'
import { FilterBar } from '../ui/list/FilterBar.tsx'
import type { ListState } from '../ui/list/list-state.ts'
import type { ListFilter } from '../ui/list/types.ts'
import { narrowing } from './board-address.ts'

export function BoardNarrowing({ list, filters }: { list: ListState; filters: readonly ListFilter<ClockRow>[] }) {
  const search = useRef<HTMLInputElement>(null)
  const about = filters.filter(({ id }) => narrowing.some(each => each === id))
  return <FilterBar filters={about} list={list} searchRef={search} />
}
