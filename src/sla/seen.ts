// Somebody of the supplier has seen that an answer is waited for: the buyer reads so, and their own side is reminded no more.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { open } from './clock.ts'
import { announceClock, lockClock, nextOf } from './pause.ts'
import { clocks } from './tables.ts'
import { isOwn } from './whose.ts'

/** The first to say so stays named. Refusals: seen-own, seen-not-now. Throws Unknown. */
export async function saySeen(tx: Tx, clockId: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  if (isOwn(row))
    return refusal('seen-own', 'This clock is your customer’s own: it is the customer who owes the answer.', {
      remedy: 'Wait for the decision, or take the proposal back by answering otherwise.',
    })
  if (!open.includes(row.at))
    return refusal('seen-not-now', 'Nothing is waited for any more.', {
      remedy: 'Load the page again to see how it stands.',
    })
  if (row.seenAt) return undefined
  const seenAt = tx.now
  const next = await nextOf(tx, clockId, { ...row, seenAt })
  await tx
    .update(clocks)
    .set({ seenAt, seenBy: tx.caller.name, nextLevel: next?.level ?? null, nextAt: next ? new Date(next.at) : null })
    .where(eq(clocks.id, clockId))
  await announceClock(tx, row, 'clock.seen', {})
  return undefined
}
