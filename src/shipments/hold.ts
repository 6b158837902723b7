// Orders held while something of them is shipped or taken back: two notices at once never ship the same piece twice.
import { and, asc, eq, inArray } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { Left, OnTheWay } from '../orders/index.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { type Shipped, totalOf } from './ship-notice.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

export type OrderRecord = typeof orders.$inferSelect
export type LineRecord = typeof orderLines.$inferSelect

export interface HeldOrder {
  order: OrderRecord
  lines: LineRecord[]
}

/** Locked until the transaction ends, always in one sequence so that nobody waits in a ring. By id; what is not there is left out. */
export async function holdOrders(tx: Tx, orderIds: readonly string[]): Promise<Map<string, HeldOrder>> {
  const ids = [...new Set(orderIds)]
  const locked = await tx.select().from(orders).where(inArray(orders.id, ids)).orderBy(asc(orders.id)).for('update')
  const lines = await tx
    .select()
    .from(orderLines)
    .where(anyOf(orderLines.orderId, ids))
    .orderBy(asc(orderLines.lineNumber))
  return new Map(locked.map(order => [order.id, { order, lines: lines.filter(({ orderId }) => orderId === order.id) }]))
}

/** `number`: of the notice that says so. */
type SaidShipped = Shipped & { number: string }

/** What published notices say of the lines of these orders, by line. */
export async function shippedOf(tx: Tx, orderIds: readonly string[]): Promise<Map<string, SaidShipped[]>> {
  const rows =
    orderIds.length === 0
      ? []
      : await tx
          .select({
            ...{ lineId: shipNoticeItems.lineId, quantity: shipNoticeItems.quantity },
            ...{ at: shipNotices.receivedAt, number: shipNotices.number },
          })
          .from(shipNoticeItems)
          .innerJoin(shipNotices, eq(shipNotices.id, shipNoticeItems.noticeId))
          .where(and(anyOf(shipNoticeItems.orderId, [...new Set(orderIds)]), eq(shipNotices.state, 'published')))
  const byLine = new Map<string, SaidShipped[]>()
  for (const { lineId, ...shipped } of rows) {
    const others = byLine.get(lineId)
    if (others) others.push(shipped)
    else byLine.set(lineId, [shipped])
  }
  return byLine
}

/** What of each line has left, for whoever takes lines back or agrees on less; while the order is held nothing more leaves. */
export const onTheWay: OnTheWay = async (tx, orderIds) => {
  const shipped = await shippedOf(tx, orderIds)
  return new Map([...shipped].map(([lineId, rows]) => [lineId, leftBy(rows)]))
}

const leftBy = (rows: readonly SaidShipped[]): Left => ({
  quantity: totalOf(rows),
  notices: [...new Set(rows.toSorted((a, b) => +a.at - +b.at).map(({ number }) => number))],
})
