// What every list query does alike: a stable order from an allow-list, a page, a search that takes its text literally.
import { asc, desc, ilike, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { Refused, refusal } from './errors.ts'
import { LIST_LIMIT_MAX } from './wire.ts'

export interface Asked {
  search?: string
  sort?: string
  limit?: number
  offset?: number
}

const LIMIT_USUAL = 50

/**
 * `-number` is by number, last first. `tie` makes the order stable, so that no row is on two pages.
 * Throws Refused for a column that is not in the list.
 */
export function orderOf(
  sort: string | undefined,
  allowed: Readonly<Record<string, PgColumn | SQL>>,
  usual: string,
  tie: PgColumn,
): SQL[] {
  const text = sort ?? usual
  const name = text.replace(/^-/, '')
  const column = Object.hasOwn(allowed, name) ? allowed[name] : undefined
  if (!column) {
    const remedy = `Sort by one of: ${Object.keys(allowed).join(', ')}.`
    throw new Refused([refusal('sort-unknown', `This list cannot be sorted by "${name}".`, { where: '/sort', remedy })])
  }
  return [text.startsWith('-') ? desc(column) : asc(column), asc(tie)]
}

export const pageOf = ({ limit, offset }: Asked): { limit: number; offset: number } => ({
  limit: Math.min(limit ?? LIMIT_USUAL, LIST_LIMIT_MAX),
  offset: offset ?? 0,
})

/** The text anywhere in any of the columns; `%` and `_` mean themselves. */
export function matching(search: string | undefined, ...columns: (PgColumn | SQLWrapper)[]): SQL | undefined {
  const text = search?.trim()
  if (!text) return undefined
  const pattern = `%${text.replaceAll(/[\\%_]/g, sign => `\\${sign}`)}%`
  return or(...columns.map(column => ilike(column as PgColumn, pattern)))
}
