// What the room announces about orders, and what each fact tells those who react: clocks, mails, pages.

import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { awaitsSupplier, type LineAt, type OrderKind } from './order-line.ts'
import type { orders } from './tables.ts'

export const orderFacts = [
  'order.issued',
  /** In the portal, where nobody of the supplier can see it yet. */
  'order.waiting',
  'order.delivered',
  'order.viewed',
  'order.answered',
  'order.decided',
  'order.cancelled',
] as const
export type OrderFact = (typeof orderFacts)[number]

/** Every fact of an order says at least this much. */
export interface OrderFactData extends Record<string, unknown> {
  number: string
  kind: OrderKind
  version: number
  /** Whether an answer is wanted at all: silence may be the agreed answer to an 862. */
  answerWanted: boolean
  /** Whether a line still waits for the supplier. An answer clock stops when none does. */
  awaiting: boolean
  /** Whether a proposal waits for the buyer. Its decision clock stops when none does. */
  toDecide: boolean
  buyerId: string
  supplierId: string
}

export type OrderRecord = typeof orders.$inferSelect

/** Announces what happened to an order, with its state after it. */
export async function announceOrder(
  tx: Tx,
  type: OrderFact,
  order: OrderRecord,
  lines: readonly LineAt[],
  more: { at: Date } & Record<string, unknown>,
): Promise<void> {
  const { at, ...rest } = more
  const data: OrderFactData = {
    number: order.number,
    kind: order.kind,
    version: order.version,
    answerWanted: order.answerWanted,
    awaiting: lines.some(awaitsSupplier),
    toDecide: lines.includes('proposed'),
    buyerId: order.buyerId,
    supplierId: order.supplierId,
    ...rest,
  }
  await announce(tx, {
    type,
    subject: { kind: 'order', id: order.id },
    parties: [order.buyerId, order.supplierId],
    at,
    data,
  })
}
