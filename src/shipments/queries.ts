// What is shown of ship notices: the list, one of them, and how far an order is on its way.
import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { decimal } from '../kernel/decimal.ts'
import { known } from '../kernel/errors.ts'
import { matching, orderOf, pageOf } from '../kernel/listing.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { NoticeDetail, NoticeItem, NoticeRow, NoticesQuery, OrderShipments, ShippedLine } from './api.ts'
import type { ShipNoticeRecord } from './facts.ts'
import { type LineRecord, shippedOf } from './hold.ts'
import { openToShip, type Shipped, shippedAt, totalOf } from './ship-notice.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

/** An order has no more; the oldest fall away. */
const NOTICES_OF_ORDER_MAX = 100

// A buyer reads what it calls its supplier, a supplier reads its customer's own name.
const partnerName = sql`case when ${shipNotices.buyerId} = kernel.org() then ${relationships.supplierName} else ${organizations.name} end`

const withNames = (tx: Tx) =>
  tx
    .select({ notice: shipNotices, buyerName: organizations.name, supplierName: relationships.supplierName })
    .from(shipNotices)
    .innerJoin(organizations, eq(organizations.id, shipNotices.buyerId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, shipNotices.buyerId), eq(relationships.supplierId, shipNotices.supplierId)),
    )

interface Named {
  notice: ShipNoticeRecord
  buyerName: string
  supplierName: string
}

export async function listNotices(tx: Tx, query: NoticesQuery): Promise<{ rows: NoticeRow[]; total: number }> {
  const { limit, offset } = pageOf(query)
  const order = orderOf(
    query.sort,
    {
      ...{ received: shipNotices.receivedAt, number: shipNotices.number, shipped: shipNotices.shipDate },
      ...{ arrival: shipNotices.arrivalDate, partner: sql`${partnerName}` },
    },
    '-received',
    shipNotices.id,
  )
  const where = and(...filtersOf(query))
  const found = await withNames(tx)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  return { rows: await rowsOf(tx, found), total: await tx.$count(shipNotices, where) }
}

function filtersOf({ search, state, partnerId }: NoticesQuery): (SQL | undefined)[] {
  const text = matching(search, shipNotices.number, shipNotices.carrier, shipNotices.trackingNumber)
  const line = matching(
    search,
    ...[orders.number, orderLines.buyerPart, orderLines.supplierPart, orderLines.description],
  )
  const items =
    line &&
    sql`exists (select from ${shipNoticeItems} join ${orders} on ${orders.id} = ${shipNoticeItems.orderId}
      join ${orderLines} on ${orderLines.id} = ${shipNoticeItems.lineId}
      where ${shipNoticeItems.noticeId} = ${shipNotices.id} and ${line})`
  return [
    or(text, items),
    state ? eq(shipNotices.state, state) : undefined,
    partnerId ? or(eq(shipNotices.buyerId, partnerId), eq(shipNotices.supplierId, partnerId)) : undefined,
  ]
}

/** Throws Unknown. */
export async function getNotice(tx: Tx, noticeId: string): Promise<NoticeDetail> {
  const [found] = await withNames(tx).where(eq(shipNotices.id, noticeId))
  const { notice } = known(found)
  const [row] = await rowsOf(tx, found ? [found] : [])
  return {
    ...known(row),
    side: tx.caller.orgId === notice.buyerId ? 'buyer' : 'supplier',
    ...{ note: notice.note, publishedBy: notice.publishedBy, channel: notice.channel },
    cancelled: notice.cancelledAt && {
      ...{ at: notice.cancelledAt.toISOString(), by: notice.cancelledBy ?? '', reason: notice.cancelReason },
    },
    items: await itemsOf(tx, noticeId),
  }
}

async function itemsOf(tx: Tx, noticeId: string): Promise<NoticeItem[]> {
  const rows = await tx
    .select({ item: shipNoticeItems, line: orderLines, orderNumber: orders.number })
    .from(shipNoticeItems)
    .innerJoin(orders, eq(orders.id, shipNoticeItems.orderId))
    .innerJoin(orderLines, eq(orderLines.id, shipNoticeItems.lineId))
    .where(eq(shipNoticeItems.noticeId, noticeId))
    .orderBy(asc(orders.number), asc(orderLines.lineNumber), asc(shipNoticeItems.lot), asc(shipNoticeItems.id))
  return rows.map(({ item, line, orderNumber }) => ({
    ...{ id: item.id, orderId: item.orderId, orderNumber, ...wordsOf(line) },
    ...{ quantity: decimal(item.quantity), lot: item.lot },
  }))
}

const wordsOf = ({ lineNumber, buyerPart, supplierPart, description, unit }: LineRecord) => ({
  ...{ lineNumber, buyerPart, supplierPart, description, unit },
})

async function rowsOf(tx: Tx, found: readonly Named[]): Promise<NoticeRow[]> {
  const ids = found.map(({ notice }) => notice.id)
  const items =
    ids.length === 0
      ? []
      : await tx
          .select({ noticeId: shipNoticeItems.noticeId, id: orders.id, number: orders.number })
          .from(shipNoticeItems)
          .innerJoin(orders, eq(orders.id, shipNoticeItems.orderId))
          .where(inArray(shipNoticeItems.noticeId, ids))
          .orderBy(asc(orders.number), asc(orders.id))
  return found.map(({ notice, buyerName, supplierName }) => {
    const own = items.filter(({ noticeId }) => noticeId === notice.id)
    const { id, number, state, shipDate, arrivalDate, carrier, trackingNumber, shipTo } = notice
    return {
      ...{ id, number, state, shipDate, arrivalDate, carrier, trackingNumber, shipTo },
      buyer: { id: notice.buyerId, name: buyerName },
      supplier: { id: notice.supplierId, name: supplierName },
      orders: [...new Map(own.map(order => [order.id, { id: order.id, number: order.number }])).values()],
      itemCount: own.length,
      receivedAt: notice.receivedAt.toISOString(),
    }
  })
}

/** Throws Unknown. */
export async function shipmentsOfOrder(tx: Tx, orderId: string): Promise<OrderShipments> {
  const [found] = await tx
    .select({ order: orders, buyerName: organizations.name, relationship: relationships })
    .from(orders)
    .innerJoin(organizations, eq(organizations.id, orders.buyerId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, orders.buyerId), eq(relationships.supplierId, orders.supplierId)),
    )
    .where(eq(orders.id, orderId))
  const { order, buyerName, relationship } = known(found)
  const lines = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.lineNumber))
  const shipped = await shippedOf(tx, [orderId])
  const notices = await withNames(tx)
    .where(
      sql`exists (select from ship_notice_items i where i.notice_id = ${shipNotices.id} and i.order_id = ${orderId})`,
    )
    .orderBy(desc(shipNotices.receivedAt), desc(shipNotices.id))
    .limit(NOTICES_OF_ORDER_MAX)
  return {
    ...{ orderId, orderNumber: order.number, shipTo: order.shipTo },
    buyer: { id: order.buyerId, name: buyerName },
    supplier: { id: order.supplierId, name: relationship.supplierName },
    side: tx.caller.orgId === order.buyerId ? 'buyer' : 'supplier',
    agreed: (relationship.documents.shipNotice ?? 'none') !== 'none',
    transitDays: relationship.transitDays,
    lines: lines.map(line => lineOf(line, shipped.get(line.id) ?? [])),
    notices: await rowsOf(tx, notices),
  }
}

const lineOf = (line: LineRecord, shipped: readonly Shipped[]): ShippedLine => ({
  ...wordsOf(line),
  promised: line.promised,
  ...{ shipped: totalOf(shipped), open: openToShip(line.promised, shipped) },
  at: shippedAt(line.promised, shipped),
})
