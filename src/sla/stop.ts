// Stops clocks: an answer came, at the instant at which it was received; or nothing is asked any more.
import { and, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
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
import { readClock } from './read-clock.ts'
import { clocks } from './tables.ts'
import { weighWork } from './weigh.ts'
import { isOwn } from './whose.ts'

export type Ending = ClockEvent & { type: 'clock.answered' | 'clock.cancelled' }

/** `at`: when the bytes arrived or the button was pressed. Met in time is met, however late it was read. */
export async function stopClocks(tx: Tx, subjectId: string, kinds: readonly ClockKind[], at: Date): Promise<void> {
  const rows = await lockAnswerable(tx, ofSubject(subjectId, kinds))
  await endClocks(tx, rows.filter(answerableAt(at)), () => ({ type: 'clock.answered', at }))
}

export const cancelClocks = async (
  tx: Tx,
  subjectId: string,
  kinds: readonly ClockKind[],
  why: string,
): Promise<void> => cancelLocked(tx, await lockOpen(tx, ofSubject(subjectId, kinds)), why)

/**
 * Of locked clocks nothing is asked any more. Which of them are late by now the database's clock says while they are
 * locked, so that the step that would say so comes either before or never.
 */
export async function cancelLocked(
  tx: Tx,
  rows: readonly ClockRecord[],
  why: string | ((row: ClockRecord) => string),
): Promise<void> {
  if (rows.length === 0) return
  const at = await readClock(tx)
  const whyOf = typeof why === 'string' ? () => why : why
  await endClocks(tx, rows, row => ({ type: 'clock.cancelled', at, why: whyOf(row) }))
}

const ofSubject = (subjectId: string, kinds: readonly ClockKind[]): SQL | undefined =>
  and(eq(clocks.subjectId, subjectId), inArray(clocks.kind, [...kinds]))

/** An excused breach is not chased, but its answer is still to come. */
export const isAwaited = or(inArray(clocks.at, [...open]), and(eq(clocks.at, 'excused'), isNull(clocks.stoppedAt)))

/** Which clocks of its subject a document may stop: an 856 those of ship notices, any other the others. */
export const mayStop = (setId: unknown): SQL =>
  setId === '856' ? eq(clocks.kind, 'ship-notice') : ne(clocks.kind, 'ship-notice')

/** Always in the same order, so that nobody waits in a ring. */
const locked = (tx: Tx, which: SQL | undefined): Promise<ClockRecord[]> =>
  tx.select().from(clocks).where(which).orderBy(clocks.id).for('update')

/** Those of them that still wait for an answer, excused or not, locked. */
export const lockOpen = (tx: Tx, which: SQL | undefined) => locked(tx, and(which, isAwaited))

/** And those of which nothing is asked any more, but which were late by then: an answer that came in time may still be read. */
export const lockAnswerable = (tx: Tx, which: SQL | undefined) =>
  locked(tx, and(which, or(isAwaited, isNotNull(clocks.cancelledWhy))))

/** Of what is asked no more only an answer that had come in time counts. */
export const answerableAt =
  (at: Date) =>
  ({ cancelledWhy, dueAt }: ClockRecord): boolean =>
    cancelledWhy === null || at <= dueAt

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
      note: state.at === 'cancelled' ? state.why : null,
      countedMinutes: await minutesCounted(tx, { ...row, pauses }, ending.at),
    })
  }
  await tx.execute(sql`
    update clocks c
       set at = x.at, due_at = x."dueAt", stopped_at = x."stoppedAt", breached_at = x."breachedAt",
           acknowledged_at = x."acknowledgedAt", acknowledged_by = x."acknowledgedBy",
           disputed_at = x."disputedAt", attribution = x.attribution, excuse = x.excuse,
           cancelled_why = x."cancelledWhy", counted_minutes = x."countedMinutes", note = coalesce(x.note, c.note), pauses = coalesce(x.pauses, c.pauses), next_level = null, next_at = null
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as x(
        id uuid, at text, "dueAt" timestamptz, "stoppedAt" timestamptz, "breachedAt" timestamptz,
        "acknowledgedAt" timestamptz, "acknowledgedBy" text, "disputedAt" timestamptz, attribution text, excuse jsonb,
        "cancelledWhy" text, "countedMinutes" double precision, note text, pauses jsonb)
     where c.id = x.id and ${anyOf(
       sql`c.id`,
       running.map(({ id }) => id),
     )}`)
  await settleDisputes(
    tx,
    ended.filter(({ row, state }) => row.disputedAt && !('disputedAt' in state)).map(({ row }) => row.id),
  )
  for (const { row, state } of ended)
    if ((state.at === 'met-late' || state.at === 'cancelled-late') && !isOwn(row))
      await later(tx, weighWork(row, tx.now))
  for (const { row, ending, state } of ended)
    await announce(tx, {
      // What is excused stays excused: the fact is that the answer came, or is asked no more.
      type: state.at === 'excused' ? ending.type : `clock.${state.at}`,
      subject: { kind: 'clock', id: row.id },
      parties: [row.buyerId, row.supplierId],
      at: ending.at,
      data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
    })
}
