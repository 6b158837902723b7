// The order of what waits for a person. Two kinds of rows stand in one list, so it is made here and not by the database. Pure.
import { Refused, refusal } from '../kernel/errors.ts'
import type { AttentionRow } from './api.ts'

const by: Readonly<Record<string, (row: AttentionRow) => string>> = {
  what: row => `${row.setId ?? ''} ${row.label ?? ''}`,
  reason: row => row.reason,
  partner: row => row.partner.name,
  about: row => row.label ?? '',
  direction: row => row.direction,
  at: row => row.at,
}

/** `-at` is the newest first, and the usual. Throws Refused for a column that is not in the list. */
export function inOrder(rows: readonly AttentionRow[], sort = '-at'): AttentionRow[] {
  const name = sort.replace(/^-/, '')
  const text = Object.hasOwn(by, name) ? by[name] : undefined
  if (!text) {
    const remedy = `Sort by one of: ${Object.keys(by).join(', ')}.`
    throw new Refused([refusal('sort-unknown', `This list cannot be sorted by "${name}".`, { where: '/sort', remedy })])
  }
  const way = sort.startsWith('-') ? -1 : 1
  const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
  // The newer first among equals, then by id: no row is on two pages.
  return rows.toSorted((a, b) => way * compare(text(a), text(b)) || compare(b.at, a.at) || compare(a.id, b.id))
}
