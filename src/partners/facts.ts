// What is announced of relationships; both parties may know.
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'

export type PartnerFact =
  | 'partner.added'
  | 'partner.proposed'
  | 'partner.agreed'
  | 'partner.declined'
  | 'partner.profile-changed'
  | 'partner.suspended'
  | 'partner.resumed'
  | 'partner.key-created'
  | 'partner.key-revoked'
  | 'partner.webhook-secret-renewed'

export const announcePartner = (
  tx: Tx,
  type: PartnerFact,
  { id, buyerId, supplierId }: { id: string; buyerId: string; supplierId: string },
  data: Record<string, unknown> = {},
): Promise<void> =>
  announce(tx, {
    type,
    subject: { kind: 'relationship', id },
    parties: [buyerId, supplierId],
    at: tx.now,
    data: { buyerId, supplierId, ...data },
  })
