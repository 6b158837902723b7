// A list's filters and order, kept in the URL: copy the address and another reader sees the same list.
import { useMemo } from 'react'
import { useSearchParams } from '../../go.tsx'
import { listOf, type Search } from '../../search.ts'

export interface Sort {
  column: string
  down: boolean
}

/** `-needBy` is by need-by, latest first. */
export function readSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined
  return text.startsWith('-') ? { column: text.slice(1), down: true } : { column: text, down: false }
}

export function writeSort(sort: Sort | undefined): string | undefined {
  return sort && `${sort.down ? '-' : ''}${sort.column}`
}

/** A click on a header: up, then down, then as the list came. */
export function nextSort(sort: Sort | undefined, column: string): Sort | undefined {
  if (sort?.column !== column) return { column, down: false }
  return sort.down ? undefined : { column, down: true }
}

export interface ListState {
  /** All of the URL's search part. */
  search: Search
  value: (id: string) => string | undefined
  values: (id: string) => string[]
  set: (change: Search) => void
  sort: Sort | undefined
  /** As the server takes it: `-needBy`. */
  sortText: string | undefined
  setSort: (sort: Sort | undefined) => void
  /** What every list endpoint is asked: `{ search, sort }`. */
  query: { search: string | undefined; sort: string | undefined }
}

/** `sortAtFirst` is the order of a list whose URL says nothing, e.g. `-placedAt`. */
export function useListState(sortAtFirst?: string): ListState {
  const [search, set] = useSearchParams()
  return useMemo(() => {
    const sortText = search.sort ?? sortAtFirst
    return {
      search,
      value: id => search[id],
      values: id => listOf(search[id]),
      set,
      sort: readSort(sortText),
      sortText,
      setSort: sort => set({ sort: writeSort(sort) }),
      query: { search: search.search, sort: sortText },
    }
  }, [search, set, sortAtFirst])
}
