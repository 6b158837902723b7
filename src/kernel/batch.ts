// Many of a kind in a few statements, for what falls due by the thousand in the same second.
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from './db.ts'
import { work as workTable } from './tables.ts'
import type { Work } from './work.ts'

/**
 * Claims more of the same: due work of the same kind and organization that nobody has, the longest due first.
 * Only what has never failed, so that one bad row cannot hold up its neighbours twice.
 */
export async function takeAlong(tx: Tx, { id, kind, orgId }: Work, max: number): Promise<Work[]> {
  return await tx
    .select()
    .from(workTable)
    .where(
      and(
        eq(workTable.kind, kind),
        eq(workTable.orgId, orgId),
        ne(workTable.id, id),
        eq(workTable.attempts, 0),
        isNull(workTable.doneAt),
        isNull(workTable.failedAt),
        sql`${workTable.dueAt} <= kernel.now()`,
        sql`(${workTable.leaseUntil} is null or ${workTable.leaseUntil} < kernel.now())`,
      ),
    )
    .orderBy(workTable.dueAt)
    .limit(max)
    .for('update', { skipLocked: true })
}

/** What became of work that was taken along; commits together with what was done. */
export async function settleAlong(
  tx: Tx,
  { done, postponed }: { done: readonly Work[]; postponed: ReadonlyMap<Work, Date> },
): Promise<void> {
  tx.outbox.done.push(...done.map(({ id }) => id))
  if (postponed.size === 0) return
  const later = [...postponed].map(([{ id }, dueAt]) => ({ id, due_at: dueAt }))
  await tx.execute(sql`
    update work set due_at = v.due_at, queued_at = null
      from json_to_recordset(${JSON.stringify(later)}::json) as v(id uuid, due_at timestamptz)
     where work.id = v.id`)
}
