// The buyer excuses a breach: it does not count against the supplier, is chased no more, and still takes its answer.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { Refusal } from '../kernel/errors.ts'
import { later } from '../kernel/work.ts'
import type { ExcuseBody } from './breach.ts'
import { apply, type ClockEvent, type ClockState, refuse } from './clock.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { closeDispute } from './disputed.ts'
import { firedLevels } from './fired.ts'
import { nextStep } from './ladder.ts'
import { announceClock, lockClock } from './pause.ts'
import { stepOf } from './start.ts'
import { clocks } from './tables.ts'
import { refuseOwn } from './whose.ts'

/** Decides a dispute of it, too. Refusals: clock-own, clock-not-now. Throws Unknown. */
export async function excuse(tx: Tx, clockId: string, body: ExcuseBody): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  return await excuseLocked(tx, row, body)
}

export async function excuseLocked(tx: Tx, row: ClockRecord, body: ExcuseBody): Promise<Refusal | undefined> {
  const { attribution, reason, note } = body
  const state = stateOf(row)
  const event: ClockEvent = {
    type: 'clock.excused',
    at: tx.now,
    excuse: { at: tx.now, by: tx.caller.name, attribution, reason, note },
  }
  const refused = refuseOwn(row) ?? refuse(state, event)
  if (refused) return refused
  if (row.disputedAt) await closeDispute(tx, row, { outcome: 'excused', attribution, reason, note })
  await tx
    .update(clocks)
    .set({ ...changesOf(apply(state, event)), nextLevel: null, nextAt: null })
    .where(eq(clocks.id, row.id))
  await announceClock(tx, row, 'clock.excused', { attribution, reason, note })
  return undefined
}

/** The breach counts again, and where the answer is still awaited it is chased again. Refusal: clock-not-now. Throws Unknown. */
export async function takeBackExcuse(tx: Tx, clockId: string, note: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const state = stateOf(row)
  const event: ClockEvent = { type: 'clock.excuse-taken-back', at: tx.now }
  const refused = refuse(state, event)
  if (refused) return refused
  await putBack(tx, row, apply(state, event))
  await announceClock(tx, row, 'clock.excuse-taken-back', { note })
  return undefined
}

/** Saves a state in which a breach counts, with the step that comes next under a key of its own: the last one's work is done. */
export async function putBack(tx: Tx, row: ClockRecord, state: ClockState): Promise<void> {
  const fired = await firedLevels(tx, [row.id])
  const { changes, work } = putBackTo(row, state, fired.get(row.id) ?? [], tx.now)
  const { id, ...columns } = changes
  await tx.update(clocks).set(columns).where(eq(clocks.id, id))
  if (work) await later(tx, work)
}

/** What of the row changes by that, and the work that looks at the step that comes next. Pure. */
export function putBackTo(row: ClockRecord, state: ClockState, fired: readonly string[], now: Date) {
  const changed = { ...changesOf(state), putBack: row.putBack + 1 }
  const next = nextStep({ ...changed, steps: row.steps, seenAt: row.seenAt }, fired, now)?.step
  const changes = { id: row.id, ...changed, nextLevel: next?.level ?? null, nextAt: next ? new Date(next.at) : null }
  return { row, changes, work: next && stepOf({ ...row, ...changed }, next) }
}
