// What a policy may ask of the order behind a clock: how much it hurries, and of which group its items are.
import { eq, type SQL, sql } from 'drizzle-orm'
import { items } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { orderLines, orders } from '../orders/tables.ts'
import type { Applies } from './policy.ts'
import { clocks } from './tables.ts'

export type OfOrder = Pick<Applies, 'priority' | 'itemGroupId'>

/** Of what is asked of no order. */
export const ofNoOrder: OfOrder = { priority: null, itemGroupId: null }

/** Of the order that is asked now. */
export async function ofOrder(tx: Tx, { kind, id }: { kind: string; id: string }): Promise<OfOrder> {
  if (kind !== 'order') return ofNoOrder
  const { priority, itemGroupId } = orders
  const [order] = await tx.select({ priority, itemGroupId }).from(orders).where(eq(orders.id, id))
  return order ?? ofNoOrder
}

/** An order that was issued before its items were sorted counts for the past as they are sorted by now. */
const groupByNow = sql`(select case when count(*) = count(i.group_id) and count(distinct i.group_id) = 1 then min(i.group_id::text) end
  from ${orderLines} l left join ${items} i on i.id = l.item_id where l.order_id = o.id)`

/** The same of a clock of the past, as one word: of its buyer's own transaction, which reads every item. */
const keyOfClock = sql<string>`coalesce((select o.priority || ' ' || coalesce(o.item_group_id::text, ${groupByNow}, '')
  from ${orders} o where ${clocks}.subject_kind = 'order' and o.id = ${clocks}.subject_id), ' ')`

const keyOf = ({ priority, itemGroupId }: OfOrder): string => `${priority ?? ''} ${itemGroupId ?? ''}`

/** All that occur among these clocks, each once. */
export async function ordersAmong(tx: Tx, which: SQL | undefined): Promise<OfOrder[]> {
  const rows = await tx
    .selectDistinct({ key: keyOfClock.as('key') })
    .from(clocks)
    .where(which)
  return rows.map(({ key }) => {
    const [priority = '', itemGroupId = ''] = key.split(' ')
    return { priority: (priority || null) as OfOrder['priority'], itemGroupId: itemGroupId || null }
  })
}

/** Clocks of these suppliers, each with orders of one sort only. */
export const isAmong = (pairs: readonly { supplierId: string; order: OfOrder }[]): SQL =>
  sql`${clocks}.supplier_id || ' ' || ${keyOfClock} = any(${sql.param(
    pairs.map(({ supplierId, order }) => `${supplierId} ${keyOf(order)}`),
  )}::text[])`
