// Stops clocks: an answer came, at the instant at which it was received; or nothing is asked any more.
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { later } from '../kernel/work.ts'
import type { ClockKind } from './api.ts'
import { apply, type ClockEvent, open } from './clock.ts'
import { minutesCounted } from './clock-calendar.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { settleDisputes } from './disputed.ts'
import { endedPauses } from './pause.ts'
import { clocks } from './tables.ts'
import { weighWork } from './weigh.ts'
import { isOwn } from './whose.ts'

export type Ending = ClockEvent & { type: 'clock.answered' | 'clock.cancelled' }

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

/** An excused breach is not chased, but its answer is still to come. */
export const isAwaited = or(inArray(clocks.at, [...open]), and(eq(clocks.at, 'excused'), isNull(clocks.stoppedAt)))

/** Those of them that still wait for an answer, excused or not, locked in an order in which nobody waits in a ring. */
export const lockOpen = (tx: Tx, which: SQL | undefined): Promise<ClockRecord[]> =>
  tx.select().from(clocks).where(and(which, isAwaited)).orderBy(clocks.id).for('update')

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
  const changes: object[] = []
  for (const { row, ending, state } of ended) {
    const pauses = endedPauses(row.pauses, ending.at)
    changes.push({
      id: row.id,
      ...changesOf(state),
      pauses: row.at === 'paused' ? pauses : null,
      note: ending.type === 'clock.cancelled' ? ending.why : null,
      countedMinutes: await minutesCounted(tx, { ...row, pauses }, ending.at),
    })
  }
  await tx.execute(sql`
    update clocks c
       set at = x.at, due_at = x."dueAt", stopped_at = x."stoppedAt", breached_at = x."breachedAt",
           acknowledged_at = x."acknowledgedAt", acknowledged_by = x."acknowledgedBy",
           disputed_at = x."disputedAt", attribution = x.attribution, excuse = x.excuse,
           counted_minutes = x."countedMinutes", note = coalesce(x.note, c.note), pauses = coalesce(x.pauses, c.pauses), next_level = null, next_at = null
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as x(
        id uuid, at text, "dueAt" timestamptz, "stoppedAt" timestamptz, "breachedAt" timestamptz,
        "acknowledgedAt" timestamptz, "acknowledgedBy" text, "disputedAt" timestamptz, attribution text, excuse jsonb,
        "countedMinutes" double precision, note text, pauses jsonb)
     where c.id = x.id and ${anyOf(
       sql`c.id`,
       running.map(({ id }) => id),
     )}`)
  await settleDisputes(
    tx,
    ended.filter(({ row, state }) => row.disputedAt && !('disputedAt' in state)).map(({ row }) => row.id),
  )
  for (const { row, state } of ended)
    if (state.at === 'met-late' && !isOwn(row)) await later(tx, weighWork(row, tx.now))
  for (const { row, ending, state } of ended)
    await announce(tx, {
      // What is excused stays excused: the fact is that the answer came.
      type: state.at === 'excused' ? 'clock.answered' : `clock.${state.at}`,
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: ending.at,
      data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
    })
}
