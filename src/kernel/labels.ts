// Labels that an organization sorts things of its own by: free text, one of a spelling.
import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'

const plain = (typed: string): string => typed.trim().replace(/\s+/g, ' ')

/**
 * The id of a label of the caller's, by what was typed; null for none. A new one is made, and of two that differ in
 * capitals only the last typed is kept, for both mean the same. `table` has `id`, `org_id` and `label`.
 */
export async function labelId(tx: Tx, table: PgTable, typed: string | null): Promise<string | null> {
  const label = plain(typed ?? '')
  if (label === '') return null
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into ${table} (id, org_id, label) values (${newId()}, ${tx.caller.orgId}, ${label})
    on conflict (org_id, lower(label)) do update set label = excluded.label returning id`)
  return rows[0]?.id ?? null
}

/** The id of a label that is there; undefined where there is none like it. */
export async function knownLabelId(tx: Tx, table: PgTable, typed: string): Promise<string | undefined> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from ${table} where org_id = ${tx.caller.orgId} and lower(label) = lower(${plain(typed)})`)
  return rows[0]?.id
}

/** The caller's labels in use, by name. `used`: whether the row of `table` is. */
export async function labelsInUse(tx: Tx, table: PgTable, used: SQL): Promise<{ rows: { label: string }[] }> {
  const { rows } = await tx.execute<{ label: string }>(sql`
    select label from ${table} where org_id = ${tx.caller.orgId} and ${used} order by lower(label)`)
  return { rows }
}
