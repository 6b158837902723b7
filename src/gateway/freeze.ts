// Freezes what leaves: rows for the bytes and for the sets in them, and the work of delivering them.
import type { Tx } from '../kernel/db.ts'
import { hashOf } from '../kernel/ids.ts'
import { insertMany } from '../kernel/insert-many.ts'
import { later } from '../kernel/work.ts'
import type { Envelope } from '../x12/index.ts'
import type { Relationship } from './contract.ts'
import { documents, interchanges } from './tables.ts'

type InterchangeInsert = typeof interchanges.$inferInsert
export type DocumentInsert = typeof documents.$inferInsert

export const deliverWork = 'interchange.deliver'

/** Pushed by webhook or written to a folder; what is neither waits to be collected. */
export const isPushed = ({ transport, webhookUrl }: Pick<Relationship, 'transport' | 'webhookUrl'>): boolean =>
  transport === 'folder' || (transport === 'https' && webhookUrl !== null)

/** The row of an interchange whose bytes will never change again. */
export function frozen(
  tx: Tx,
  relationship: Relationship,
  { id, bytes, envelope, relatedId }: { id: string; bytes: Uint8Array; envelope: Envelope; relatedId?: string },
): InterchangeInsert {
  const pushed = isPushed(relationship)
  return {
    id,
    buyerId: relationship.buyerId,
    supplierId: relationship.supplierId,
    direction: 'out',
    transport: relationship.transport,
    status: 'written',
    senderQualifier: envelope.senderQualifier,
    senderId: envelope.senderId,
    receiverQualifier: envelope.receiverQualifier,
    receiverId: envelope.receiverId,
    control: envelope.interchangeControl,
    usage: envelope.usage,
    sha256: hashOf(bytes),
    bytes: Buffer.from(bytes),
    at: tx.now,
    relatedId: relatedId ?? null,
    delivery: pushed ? 'queued' : 'collectable',
    deliverySince: tx.now,
    ...(pushed ? {} : { offeredAt: tx.now }),
  }
}

/** Stores them and leaves the work of delivering behind. */
export async function freeze(
  tx: Tx,
  relationship: Relationship,
  rows: readonly InterchangeInsert[],
  sets: readonly DocumentInsert[],
): Promise<void> {
  await insertMany(tx, interchanges, rows)
  await insertMany(tx, documents, sets)
  if (!isPushed(relationship)) return
  for (const { id } of rows) await laterDelivery(tx, relationship, id)
}

export const laterDelivery = (tx: Tx, { buyerId }: Pick<Relationship, 'buyerId'>, interchangeId: string) =>
  later(tx, { kind: deliverWork, lane: 'send', orgId: buyerId, key: interchangeId, data: { interchangeId } })
