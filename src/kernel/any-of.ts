// A condition on many ids at once.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'

/** One array, not a list: the same statement however many there are, so that its plan can be kept. */
export const anyOf = (column: SQLWrapper, ids: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...ids])}::uuid[])`
