// What is announced of relationships; both parties may know, save of the buyer's groups.
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
  | 'partner.ship-from-changed'

/** Into which group its buyer put a supplier is the buyer's own knowledge. */
export const announceGroup = (tx: Tx, { id, buyerId }: { id: string; buyerId: string }): Promise<void> =>
  announce(tx, {
    type: 'partner.group-changed',
    subject: { kind: 'relationship', id },
    parties: [buyerId],
    at: tx.now,
    data: {},
  })

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
