// What the gateway does when others announce: nothing by itself; rooms queue their documents through `queueDocument`.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { Reactions } from '../kernel/events.ts'
import { documents } from './tables.ts'

export const gatewayReactions: Reactions = {}

/** The partner's 997 is late. Shown with the document; a late one still counts when it comes. */
export async function markOverdue(tx: Tx, documentId: string): Promise<void> {
  await tx
    .update(documents)
    .set({ acknowledgment: 'overdue' })
    .where(and(eq(documents.id, documentId), eq(documents.acknowledgment, 'awaiting')))
}
