// A clock is stopped for a reason, by the buyer or by the supplier, and goes on: due moves by the working time between.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { later } from '../kernel/work.ts'
import type { ClockPause, PauseBody } from './api.ts'
import { apply, type ClockEvent, refuse } from './clock.ts'
import { countedOn } from './clock-calendar.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { firedLevels } from './fired.ts'
import { ladderOfClock } from './governing.ts'
import { nextStep } from './ladder.ts'
import { comesNext, layOut } from './lay-out.ts'
import { goesOnWords, pausedWords } from './pause-words.ts'
import { pauseOf, refuseLate, refusePause, refuseResume, sideOfPause } from './pausing.ts'
import { say } from './say.ts'
import { stepOf } from './start.ts'
import { clocks } from './tables.ts'
import { refuseOwn, sideOf } from './whose.ts'

/**
 * From now on, never for what is past; the buyer is told where the supplier does it.
 * Refusals: clock-own, clock-not-now, clock-late, those of `refusePause`. Throws Unknown.
 */
export async function pause(tx: Tx, clockId: string, { reason, note }: PauseBody): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const state = stateOf(row)
  const event: ClockEvent = { type: 'clock.paused', at: tx.now, why: note }
  const side = sideOf(tx.caller.orgId, row)
  const late = side === 'supplier' ? refuseLate(row, tx.now) : undefined
  const refused = refuseOwn(row) ?? late ?? refuse(state, event) ?? refusePause(row, side, reason)
  if (refused) return refused
  const begun: ClockPause = { from: tx.now.toISOString(), to: null, reason, note, by: tx.caller.name, side }
  await tx
    .update(clocks)
    .set({ ...changesOf(apply(state, event)), pauses: [...row.pauses, begun], nextLevel: null, nextAt: null })
    .where(eq(clocks.id, clockId))
  await announceClock(tx, row, 'clock.paused', { reason, note, side })
  if (side === 'supplier')
    await say(tx, row, { key: `paused:${clockId}:${row.pauses.length}`, to: 'buyer', ...pausedWords(row, begun) })
  return undefined
}

/**
 * The supplier is told where the buyer lets go on what the supplier had paused.
 * Refusals: clock-not-now, pause-not-yours, and where a due instant can no longer be worked out. Throws Unknown.
 */
export async function resume(tx: Tx, clockId: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const paused = pauseOf(row)
  if (row.at !== 'paused' || !paused) return refusal('clock-not-now', 'This clock is not paused.')
  const side = sideOf(tx.caller.orgId, row)
  const refused = refuseResume(paused, side)
  if (refused) return refused
  const resumed = { by: tx.caller.name, side }
  const pauses = endedPauses(row.pauses, tx.now, { resumed })
  const calendar = await countedOn(tx, row)
  const ladder = await ladderOfClock(tx, row)
  const laidOut = layOut({ ...row, pauses }, calendar, ladder)
  if (isRefusal(laidOut)) return laidOut
  const { dueAt, explanation, steps, soonAt } = laidOut
  const state = apply(stateOf(row), { type: 'clock.resumed', at: tx.now, dueAt })
  const fired = await firedLevels(tx, [clockId])
  const { next, nextLevel, nextAt } = comesNext(state.at, steps, fired.get(clockId) ?? [], tx.now)
  await tx
    .update(clocks)
    .set({ ...changesOf(state), pauses, explanation, steps, soonAt, nextLevel, nextAt })
    .where(eq(clocks.id, clockId))
  if (next) await later(tx, stepOf({ ...row, pauses }, next))
  await announceClock(tx, row, 'clock.resumed', { dueAt: dueAt.toISOString(), side })
  if (side === 'buyer' && sideOfPause(paused) === 'supplier') {
    const words = goesOnWords({ ...row, dueAt }, paused, tx.caller.name)
    await say(tx, row, { key: `goes-on:${clockId}:${pauses.length}`, to: 'disputers', ...words })
  }
  return undefined
}

/** The pause under way, if there is one, ends now; by somebody, or by the answer. */
export const endedPauses = (
  pauses: readonly ClockPause[],
  at: Date,
  ended: Pick<ClockPause, 'resumed'> = {},
): ClockPause[] => pauses.map(each => (each.to === null ? { ...each, to: at.toISOString(), ...ended } : each))

/** Locked until the transaction ends. Throws Unknown. */
export async function lockClock(tx: Tx, clockId: string): Promise<ClockRecord> {
  const [row] = await tx.select().from(clocks).where(eq(clocks.id, clockId)).for('update')
  return known(row)
}

/** What comes next of a clock that goes on as it is now. */
export async function nextOf(tx: Tx, clockId: string, clock: Parameters<typeof nextStep>[0]) {
  const fired = await firedLevels(tx, [clockId])
  return nextStep(clock, fired.get(clockId) ?? [], tx.now)?.step
}

/** Something became of a clock just now. */
export const announceClock = (tx: Tx, row: ClockRecord, type: string, more: Record<string, unknown>) =>
  announce(tx, {
    type,
    subject: { kind: 'clock', id: row.id },
    parties: [row.buyerId, row.supplierId],
    at: tx.now,
    data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId, ...more },
  })
