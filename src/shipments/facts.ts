// What the room announces of ship notices, and what each fact tells those who react: clocks, pages.
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import type { shipNotices } from './tables.ts'

export const shipNoticeFacts = ['shipNotice.published', 'shipNotice.cancelled'] as const
export type ShipNoticeFact = (typeof shipNoticeFacts)[number]

export type ShipNoticeRecord = typeof shipNotices.$inferSelect

export interface ShipNoticeFactData extends Record<string, unknown> {
  number: string
  buyerId: string
  supplierId: string
  /** Of which orders it speaks. */
  orderIds: string[]
}

export async function announceNotice(
  tx: Tx,
  type: ShipNoticeFact,
  notice: ShipNoticeRecord,
  orderIds: readonly string[],
  { at, ...more }: { at: Date } & Record<string, unknown>,
): Promise<void> {
  const { id, number, buyerId, supplierId } = notice
  const data: ShipNoticeFactData = { number, buyerId, supplierId, orderIds: [...new Set(orderIds)], ...more }
  await announce(tx, { type, subject: { kind: 'ship-notice', id }, parties: [buyerId, supplierId], at, data })
}
