// Many rows of one table, given as one parameter: one statement, and one plan, however many there are.
import { getTableColumns, getTableName, is, SQL, sql } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'

const casing = new CasingCache('snake_case')

/** What a row leaves out gets its default, as with drizzle's own insert. */
export async function insertMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  if (rows.length > 0) await tx.execute(insertion(table, rows))
}

/** Writes these columns of rows that are there, each by its id; all rows say the same columns. */
export async function updateMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly (Partial<T['$inferInsert']> & { id: string })[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = columnsOf(table, rows)
  const sets = columns.flatMap(([key, column]) =>
    key === 'id' ? [] : [`"${casing.getColumnCasing(column)}" = x."${key}"`],
  )
  const given = JSON.stringify(rows)
  await tx.execute(sql`${sql.raw(`update "${getTableName(table)}" t set ${sets.join(', ')}`)}
    from jsonb_to_recordset(${given}::jsonb) ${sql.raw(`as x(${shapesOf(columns)})`)} where t.id = x.id`)
}

type Columns = [key: string, column: PgColumn][]

function columnsOf(table: PgTable, rows: readonly object[]): Columns {
  const named = new Set(rows.flatMap(row => Object.keys(row)))
  return Object.entries(getTableColumns(table)).filter(([key]) => named.has(key))
}

const shapesOf = (columns: Columns): string =>
  columns.map(([key, column]) => `"${key}" ${column.getSQLType()}`).join(', ')

function insertion(table: PgTable, rows: readonly Record<string, unknown>[]): SQL {
  const columns = columnsOf(table, rows)
  const names = columns.map(([, column]) => `"${casing.getColumnCasing(column)}"`).join(', ')
  const shapes = shapesOf(columns)
  const values = columns.map(([key, column]) => orDefault(key, column))
  const given = JSON.stringify(
    rows.map(row => Object.fromEntries(columns.map(([key, column]) => [key, written(row[key], column)]))),
  )
  return sql`${sql.raw(`insert into "${getTableName(table)}" (${names})`)} select ${sql.join(values, sql`, `)}
    from jsonb_to_recordset(${given}::jsonb) ${sql.raw(`as x(${shapes})`)}`
}

function orDefault(key: string, { default: unless }: PgColumn): SQL {
  const value = sql.raw(`x."${key}"`)
  return is(unless, SQL) ? sql`coalesce(${value}, ${unless})` : value
}

/** As Postgres reads it from JSON: bytes in its hex format. */
function written(value: unknown, { default: unless }: PgColumn): unknown {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value ?? (is(unless, SQL) ? undefined : unless)
}
