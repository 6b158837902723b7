// A buyer's own word, beside the ladder: who owes the answer is reminded now, and it stands with the steps.
import { and, desc, eq, like } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { formatInstant, MINUTE_MS } from '../kernel/time.ts'
import { later } from '../kernel/work.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Audience } from './ladder.ts'
import { announceClock, lockClock } from './pause.ts'
import { escalations } from './tables.ts'
import { tellOf } from './telling.ts'
import { isNotice, isOwn } from './whose.ts'

/** Between two reminders of one clock: nobody is pressed by the minute. */
const apartMs = 60 * MINUTE_MS

/** Refusals: remind-own, remind-not-now, reminded-lately. Throws Unknown. */
export async function remind(tx: Tx, clockId: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  const refused = refuseNow(row)
  if (refused) return refused
  const [last] = await tx
    .select({ level: escalations.level, at: escalations.firedAt })
    .from(escalations)
    .where(and(eq(escalations.clockId, clockId), like(escalations.level, 'reminded-%')))
    .orderBy(desc(escalations.firedAt))
    .limit(1)
  const againAt = last && new Date(last.at.getTime() + apartMs)
  if (againAt && againAt > tx.now)
    return refusal('reminded-lately', `They were reminded already, ${formatInstant(last.at, row.zone)}.`, {
      remedy: `Remind them again from ${formatInstant(againAt, row.zone)}, or call them.`,
    })
  const level = `reminded-${Number(last?.level.split('-')[1] ?? 0) + 1}` as const
  // Whose system did not acknowledge has nobody who answers there: its contact is written to.
  const audience: Audience = row.kind === 'acknowledgment' ? 'contact' : 'answerers'
  const why = `${tx.caller.name} asks for the ${isNotice(row) ? 'ship notice' : 'answer'}.`
  const { buyerId, supplierId } = row
  await tx
    .insert(escalations)
    .values({ ...{ id: newId(), buyerId, supplierId, clockId, level }, dueAt: tx.now, firedAt: tx.now, audience, why })
  await later(tx, tellOf(row, level, audience))
  await announceClock(tx, row, 'clock.reminded', { level, to: audience })
  return undefined
}

function refuseNow(row: ClockRecord): Refusal | undefined {
  if (isOwn(row))
    return refusal('remind-own', 'This clock is your own: the supplier waits for you.', {
      remedy: 'Decide on the proposal.',
    })
  if (['running', 'pending', 'breached'].includes(row.at)) return undefined
  return refusal('remind-not-now', 'Nothing is waited for just now: this clock is paused, or over.', {
    remedy: 'Load the page again to see how it stands.',
  })
}
