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

/**
 * `sortAtFirst` is the order of a list whose URL says nothing, e.g. `-placedAt`. A second list of a page keeps its part of
 * the URL apart `under` a name of its own: `suppliers.sort=coverage`.
 */
export function useListState(sortAtFirst?: string, under?: string): ListState {
  const [search, set] = useSearchParams()
  return useMemo(() => listStateOf(search, set, { sortAtFirst, under }), [search, set, sortAtFirst, under])
}

export function listStateOf(
  search: Search,
  set: (change: Search) => void,
  { sortAtFirst, under }: { sortAtFirst?: string | undefined; under?: string | undefined },
): ListState {
  const name = (id: string) => (under === undefined ? id : `${under}.${id}`)
  const change: ListState['set'] = part =>
    set(Object.fromEntries(Object.entries(part).map(([id, value]) => [name(id), value])))
  const sortText = search[name('sort')] ?? sortAtFirst
  return {
    search,
    value: id => search[name(id)],
    values: id => listOf(search[name(id)]),
    set: change,
    sort: readSort(sortText),
    sortText,
    setSort: sort => change({ sort: writeSort(sort) }),
    query: { search: search[name('search')], sort: sortText },
  }
}
