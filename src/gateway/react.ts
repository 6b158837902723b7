// What the gateway does when others announce. Documents it does not know of: rooms queue theirs through `queueDocument`.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { Reactions } from '../kernel/events.ts'
import { relationshipById } from '../partners/index.ts'
import { offerByNewWay } from './offer.ts'
import { documents } from './tables.ts'

const ways = ['transport', 'folder', 'webhookUrl']

export const gatewayReactions: Reactions = {
  'partner.profile-changed': [
    async (tx, { subject, data }) => {
      const changed = data.changed as readonly string[]
      if (!ways.some(way => changed.includes(way))) return
      await offerByNewWay(tx, await relationshipById(tx, subject.id))
    },
  ],
}

/** The partner's 997 is late. Shown with the document; a late one still counts when it comes. */
export async function markOverdue(tx: Tx, documentId: string): Promise<void> {
  await tx
    .update(documents)
    .set({ acknowledgment: 'overdue' })
    .where(and(eq(documents.id, documentId), eq(documents.acknowledgment, 'awaiting')))
}
