// Rows by the thousand in few statements: each statement carries its rows as one JSON parameter.
import { getTableColumns, sql } from 'drizzle-orm'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '../kernel/db.ts'

/** A line with a year of weeks is some 3 kB: so many make a statement that Postgres takes in its stride. */
const ROWS_A_STATEMENT = 500

/**
 * One parameter for each cell cost more than all the rest of publishing. The rows must name every column; what is jsonb in
 * them is never made a text of its own.
 */
export async function insertMany<T extends PgTable>(tx: Tx, table: T, rows: readonly T['$inferInsert'][]) {
  const { name } = getTableConfig(table)
  const columns = Object.keys(getTableColumns(table))
  const into = sql.raw(`insert into ${name} (${columns.map(snakeCase).join(', ')})`)
  const from = sql.raw(`select ${columns.map(snakeCase).join(', ')} from jsonb_populate_recordset(null::${name}, `)
  for (let i = 0; i < rows.length; i += ROWS_A_STATEMENT) {
    const some = rows.slice(i, i + ROWS_A_STATEMENT).map(row => named(row, columns))
    await tx.execute(sql`${into} ${from} ${JSON.stringify(some)}::jsonb)`)
  }
}

const named = (row: Record<string, unknown>, columns: readonly string[]) =>
  Object.fromEntries(columns.map(column => [snakeCase(column), row[column] ?? null]))

/** As drizzle's `casing: 'snake_case'` names a column. */
const snakeCase = (key: string): string => key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
