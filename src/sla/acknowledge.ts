// Somebody takes a late answer on: repeats stop.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { formatInstant } from '../kernel/time.ts'
import { apply, type ClockEvent, refuse } from './clock.ts'
import { changesOf, stateOf } from './clock-row.ts'
import { nextStep } from './ladder.ts'
import { clocks, escalations } from './tables.ts'

/** Refusals: clock-taken-on, clock-not-now. Throws Unknown. */
export async function acknowledge(tx: Tx, clockId: string): Promise<Refusal | undefined> {
  const [found] = await tx.select().from(clocks).where(eq(clocks.id, clockId)).for('update')
  const row = known(found)
  if (row.acknowledgedAt && row.at === 'breached')
    return refusal(
      'clock-taken-on',
      `${row.acknowledgedBy} has taken this on already, ${formatInstant(row.acknowledgedAt, row.zone)}.`,
    )
  const state = stateOf(row)
  const event: ClockEvent = { type: 'clock.acknowledged', at: tx.now, by: tx.caller.name }
  const refused = refuse(state, event)
  if (refused) return refused
  const fired = await tx.select({ level: escalations.level }).from(escalations).where(eq(escalations.clockId, clockId))
  const levels = fired.map(({ level }) => level)
  const next = nextStep({ at: 'breached', steps: row.steps, acknowledgedAt: tx.now }, levels, tx.now)?.step
  await tx
    .update(clocks)
    .set({
      ...changesOf(apply(state, event)),
      nextLevel: next?.level ?? null,
      nextAt: next ? new Date(next.at) : null,
    })
    .where(eq(clocks.id, clockId))
  await announce(tx, {
    type: 'clock.acknowledged',
    subject: { kind: 'clock', id: clockId },
    parties: [row.buyerId, row.supplierId],
    at: tx.now,
    data: { kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
  })
  return undefined
}
