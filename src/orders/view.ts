// The supplier has opened the order: noted once.
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { announceOrder } from './facts.ts'
import { orderLines, orders } from './tables.ts'

/** Notes that a person of the supplier has looked at the order. The buyer's own looking is no fact. */
export async function view(tx: Tx, orderId: string): Promise<void> {
  const [found] = await tx.select().from(orders).where(eq(orders.id, orderId))
  const order = known(found)
  if (tx.caller.orgId !== order.supplierId || order.viewedAt) return
  const { rowCount } = await tx
    .update(orders)
    .set({ viewedAt: tx.now })
    .where(and(eq(orders.id, orderId), isNull(orders.viewedAt)))
  if (rowCount !== 1) return
  const lines = await tx.select({ at: orderLines.at }).from(orderLines).where(eq(orderLines.orderId, orderId))
  const states = lines.map(({ at }) => at)
  await announceOrder(tx, 'order.viewed', order, states, { at: tx.now })
}
