// Ship notices: what a supplier says is on its way, of which lines of which orders.
import { date, foreignKey, index, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { decimal, instant, now } from '../kernel/tables.ts'
import type { ShipTo } from '../orders/order-line.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { ShipNoticeAt } from './ship-notice.ts'

const parties = { buyerId: uuid().notNull(), supplierId: uuid().notNull() }

export const shipNotices = pgTable(
  'ship_notices',
  {
    id: uuid().primaryKey(),
    ...parties,
    /** The supplier's own; BSN02. Never used twice, not even once it is cancelled. */
    number: text().notNull(),
    state: text().$type<ShipNoticeAt>().notNull(),
    shipDate: date().notNull(),
    /** Expected at the ship-to. */
    arrivalDate: date().notNull(),
    carrier: text().notNull().default(''),
    trackingNumber: text().notNull().default(''),
    note: text().notNull().default(''),
    /** That of its orders, the same for all. */
    shipToSiteId: uuid(),
    shipTo: jsonb().$type<ShipTo>().notNull(),
    publishedBy: text().notNull(),
    channel: text().notNull(),
    /** When the bytes arrived or the button was pressed. */
    receivedAt: instant().notNull(),
    documentId: uuid(),
    cancelledAt: instant(),
    cancelledBy: text(),
    cancelReason: text().notNull().default(''),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('ship_notices_number').on(t.buyerId, t.supplierId, t.number),
    unique('ship_notices_of_parties').on(t.buyerId, t.supplierId, t.id),
    uniqueIndex('ship_notices_of_document').on(t.documentId),
    index('ship_notices_of_buyer').on(t.buyerId, t.receivedAt),
    index('ship_notices_of_supplier').on(t.supplierId, t.receivedAt),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

/** So much of a line, of a lot where one is told. Never changed once written. */
export const shipNoticeItems = pgTable(
  'ship_notice_items',
  {
    id: uuid().primaryKey(),
    ...parties,
    noticeId: uuid().notNull(),
    orderId: uuid().notNull(),
    lineId: uuid()
      .notNull()
      .references(() => orderLines.id),
    quantity: decimal().notNull(),
    lot: text().notNull().default(''),
  },
  t => [
    index('ship_notice_items_of_notice').on(t.noticeId),
    index('ship_notice_items_of_line').on(t.lineId),
    index('ship_notice_items_of_order').on(t.orderId),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.noticeId],
      foreignColumns: [shipNotices.buyerId, shipNotices.supplierId, shipNotices.id],
    }),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.orderId],
      foreignColumns: [orders.buyerId, orders.supplierId, orders.id],
    }),
  ],
)
