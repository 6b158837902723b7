// A reader opens notices: in the portal, or by the link in the mail. Said once of each, however often it is opened.
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announceEach } from './announce-each.ts'
import { notices } from './tables.ts'

/** @param ids undefined: all that this person was told */
export async function markRead(tx: Tx, ids: readonly string[] | undefined): Promise<void> {
  const chosen = ids ? inArray(notices.id, [...ids]) : undefined
  const opened = await tx
    .update(notices)
    .set({ readAt: tx.now })
    .where(and(toMe(tx), isNull(notices.readAt), chosen))
    .returning()
  await announceEach(tx, 'notice.opened', opened)
}

/** Only what this person was told; a machine was told nothing. */
export const toMe = (tx: Tx): SQL | undefined =>
  tx.caller.personId === null ? sql`false` : eq(notices.personId, tx.caller.personId)
