// Somebody takes a late answer on: repeats stop.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { formatInstant } from '../kernel/time.ts'
import { apply, type ClockEvent, refuse } from './clock.ts'
import { changesOf, stateOf } from './clock-row.ts'
import { announceClock, lockClock, nextOf } from './pause.ts'
import { clocks } from './tables.ts'

/** Refusals: clock-taken-on, clock-not-now. Throws Unknown. */
export async function acknowledge(tx: Tx, clockId: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  if (row.acknowledgedAt && row.at === 'breached')
    return refusal(
      'clock-taken-on',
      `${row.acknowledgedBy} has taken this on already, ${formatInstant(row.acknowledgedAt, row.zone)}.`,
    )
  const state = stateOf(row)
  const event: ClockEvent = { type: 'clock.acknowledged', at: tx.now, by: tx.caller.name }
  const refused = refuse(state, event)
  if (refused) return refused
  const next = await nextOf(tx, clockId, { ...row, acknowledgedAt: tx.now })
  await tx
    .update(clocks)
    .set({
      ...changesOf(apply(state, event)),
      nextLevel: next?.level ?? null,
      nextAt: next ? new Date(next.at) : null,
    })
    .where(eq(clocks.id, clockId))
  await announceClock(tx, row, 'clock.acknowledged', {})
  return undefined
}
