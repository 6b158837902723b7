// Runs work that failed once more, at once: the cause is mended, or somebody wants to see whether it is.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { work } from '../kernel/tables.ts'
import { again } from '../kernel/work.ts'

/** Refusals: settled-elsewhere, not-failed. Throws Unknown. */
export async function runAgain(tx: Tx, workId: string, elsewhere: ReadonlySet<string>): Promise<Refusal | undefined> {
  const [found] = await tx
    .select()
    .from(work)
    .where(and(eq(work.id, workId), eq(work.orgId, tx.caller.orgId)))
    .for('update')
  const { orgId, kind, key, attempts, doneAt, failedAt, leaseUntil } = known(found)
  // Whoever holds it is at work on it just now.
  const isHeld = leaseUntil !== null && leaseUntil > tx.now
  if (doneAt || isHeld || (!failedAt && attempts === 0))
    return refusal('not-failed', 'It is not failing any more: it was done, or is being done just now.')
  if (failedAt && elsewhere.has(kind))
    return refusal('settled-elsewhere', 'It waits for a person on a page of its own.', {
      remedy: 'Settle it where it waits: among the messages that need attention, or among the mails.',
    })
  await again(tx, orgId, kind, key)
  await announce(tx, {
    type: 'work.run-again',
    subject: { kind: 'work', id: workId },
    parties: [orgId],
    at: tx.now,
    data: { kind },
  })
  return undefined
}
