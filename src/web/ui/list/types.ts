// What a page says about its list: columns, filters, what may be done with many rows at once.
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface ListColumn<T> {
  /** Also the column's name in `?sort=`. */
  id: string
  label: string
  cell: (row: T) => ReactNode
  /** What to sort by. With `sorted="server"` on the list, any value here only says that the server can. */
  sortBy?: (row: T) => string | number | null | undefined
  align?: 'left' | 'right'
  /** CSS width; the rest of the room is shared by columns without one. */
  width?: string
  /** Never broken over lines: numbers and dates. */
  nowrap?: boolean
  /** Only in the CSV export: on the page it stands within another column. */
  exportOnly?: boolean
  /** Its place on a phone's card. Default `line`: a label and the value. */
  card?: 'title' | 'corner' | 'line' | 'hide'
  /** Plain text for the CSV export; the column is left out of it when missing. */
  text?: (row: T) => string
  /** Its name there, where it is another: with the unit of its numbers. */
  textLabel?: string
}

export interface Choice {
  value: string
  label: string
}

/**
 * A filter, kept in the URL under `id`. With `match` rows are filtered here; without, the page passes the value to the
 * server in its query.
 */
export type ListFilter<T> =
  | { kind: 'search'; id: string; label?: string; match?: (row: T, value: string) => boolean }
  | {
      kind: 'choice'
      id: string
      label: string
      choices: readonly Choice[]
      match?: (row: T, value: string) => boolean
    }
  | {
      kind: 'choices'
      id: string
      label: string
      choices: readonly Choice[]
      match?: (row: T, values: string[]) => boolean
    }
  | { kind: 'switch'; id: string; label: string; match?: (row: T) => boolean }

export interface BulkAction<T> {
  id: string
  label: string
  icon?: LucideIcon
  danger?: boolean
  /** Why it cannot be done with these rows, in words; undefined when it can. */
  refuse?: (rows: readonly T[]) => string | undefined
  /**
   * `matching` is true when the reader chose all rows that match on the server, beyond those loaded. `clear` unpicks all
   * but the keys given: what was refused stays picked.
   */
  run: (rows: readonly T[], picked: { matching: boolean; clear: (keep?: readonly string[]) => void }) => void
}

/** The part of a query's result that a list shows: loading, failing, ready. */
export interface ListSource {
  isPending: boolean
  error: unknown
  refetch: () => unknown
  isPlaceholderData?: boolean
}
