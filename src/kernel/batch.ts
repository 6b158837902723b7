// Many of a kind in a few statements, for what falls due by the thousand in the same second.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from './db.ts'
import type { AnnouncedFact, Fact } from './events.ts'
import { newId } from './ids.ts'
import { events, work as workTable } from './tables.ts'
import type { NewWork, Work } from './work.ts'

/** `announce` for many: one statement, then the reactions to each in order. */
export async function announceAll(tx: Tx, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  const { caller } = tx
  const actor = { name: caller.name, channel: caller.channel, personId: caller.personId }
  const announced: AnnouncedFact[] = facts.map(fact => ({ ...fact, id: newId(), actor }))
  await tx.insert(events).values(
    announced.map(({ id, parties, type, subject, at, data }) => ({
      id,
      orgId: parties.length === 1 ? parties[0] : caller.orgId,
      counterpartId: parties.length === 1 ? null : (parties.find(party => party !== caller.orgId) ?? null),
      type,
      subjectKind: subject.kind,
      subjectId: subject.id,
      at,
      actorId: caller.personId,
      actorName: caller.name,
      channel: caller.channel,
      data,
    })),
  )
  for (const fact of announced) for (const react of tx.reactions[fact.type] ?? []) await react(tx, fact)
}

/** `later` for many. */
export async function laterAll(tx: Tx, works: readonly NewWork[]): Promise<void> {
  if (works.length === 0) return
  await tx
    .insert(workTable)
    .values(
      works.map(({ kind, lane, orgId, key, data = {}, dueAt }) => ({
        id: newId(),
        kind,
        lane,
        orgId,
        key,
        data,
        dueAt: dueAt ?? sql`kernel.now()`,
      })),
    )
    .onConflictDoNothing()
}

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
  if (done.length > 0) {
    const ids = done.map(({ id }) => id)
    await tx.update(workTable).set({ doneAt: sql`kernel.now()` }).where(inArray(workTable.id, ids))
  }
  for (const [{ id }, dueAt] of postponed)
    await tx.update(workTable).set({ dueAt, queuedAt: null }).where(eq(workTable.id, id))
}
