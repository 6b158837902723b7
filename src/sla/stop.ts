// Stops clocks: an answer came, at the instant at which it was received; or nothing is asked any more.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import type { ClockKind } from './api.ts'
import { apply, type ClockEvent, open } from './clock.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { endedPauses } from './pause.ts'
import { clocks } from './tables.ts'

type Ending = ClockEvent & { type: 'clock.answered' | 'clock.cancelled' }

/** `at`: when the bytes arrived or the button was pressed. Met in time is met, however late it was read. */
export const stopClocks = async (tx: Tx, subjectId: string, kinds: readonly ClockKind[], at: Date): Promise<void> =>
  endClocks(tx, await lockOpen(tx, ofSubject(subjectId, kinds)), () => ({ type: 'clock.answered', at }))

export const cancelClocks = async (
  tx: Tx,
  subjectId: string,
  kinds: readonly ClockKind[],
  at: Date,
  why: string,
): Promise<void> =>
  endClocks(tx, await lockOpen(tx, ofSubject(subjectId, kinds)), () => ({ type: 'clock.cancelled', at, why }))

const ofSubject = (subjectId: string, kinds: readonly ClockKind[]): SQL | undefined =>
  and(eq(clocks.subjectId, subjectId), inArray(clocks.kind, [...kinds]))

/** Those of them that still wait for an answer, locked in an order in which nobody waits in a ring. */
export const lockOpen = (tx: Tx, which: SQL | undefined): Promise<ClockRecord[]> =>
  tx
    .select()
    .from(clocks)
    .where(and(which, inArray(clocks.at, [...open])))
    .orderBy(clocks.id)
    .for('update')

/** Ends locked clocks, all in one statement. The work that waits for the next step stays: it finds the clock stopped. */
export async function endClocks(
  tx: Tx,
  running: readonly ClockRecord[],
  endingOf: (row: ClockRecord) => Ending,
): Promise<void> {
  if (running.length === 0) return
  const ended = running.map(row => {
    const ending = endingOf(row)
    return { row, ending, state: apply(stateOf(row), ending) }
  })
  const changes = ended.map(({ row, ending, state }) => ({
    id: row.id,
    ...changesOf(state),
    pauses: row.at === 'paused' ? endedPauses(row.pauses, ending.at) : null,
    note: ending.type === 'clock.cancelled' ? ending.why : null,
  }))
  await tx.execute(sql`
    update clocks c
       set at = x.at, due_at = x."dueAt", stopped_at = x."stoppedAt", breached_at = x."breachedAt",
           acknowledged_at = x."acknowledgedAt", acknowledged_by = x."acknowledgedBy",
           note = coalesce(x.note, c.note), pauses = coalesce(x.pauses, c.pauses), next_level = null, next_at = null
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as x(
        id uuid, at text, "dueAt" timestamptz, "stoppedAt" timestamptz, "breachedAt" timestamptz,
        "acknowledgedAt" timestamptz, "acknowledgedBy" text, note text, pauses jsonb)
     where c.id = x.id and ${anyOf(
       sql`c.id`,
       running.map(({ id }) => id),
     )}`)
  for (const { row, ending, state } of ended)
    await announce(tx, {
      type: `clock.${state.at}`,
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: ending.at,
      data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
    })
}
