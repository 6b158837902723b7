// Somebody of the buyer has called about an answer: kept in the history of its clock, for the buyer alone to read.
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { open } from './clock.ts'
import { lockClock } from './pause.ts'
import { isOwn } from './whose.ts'

/** Refusals: call-own, call-not-now. Throws Unknown. */
export async function noteCall(tx: Tx, clockId: string, note: string): Promise<Refusal | undefined> {
  const row = await lockClock(tx, clockId)
  if (isOwn(row))
    return refusal('call-own', 'This clock is your own: the supplier waits for you.', {
      remedy: 'Decide on the proposal.',
    })
  if (!open.includes(row.at))
    return refusal('call-not-now', 'Nothing is waited for any more.', {
      remedy: 'Load the page again to see how it stands.',
    })
  await announce(tx, {
    type: 'clock.called',
    subject: { kind: 'clock', id: clockId },
    parties: [row.buyerId],
    at: tx.now,
    data: { note: note.trim() },
  })
  return undefined
}
