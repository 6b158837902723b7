// Orders and call-offs, their lines, what suppliers answered, and what is still open between the two.
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import { itemGroups } from '../items/tables.ts'
import { decimal, instant, now } from '../kernel/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { AnsweredLine, LineAt, OrderKind, OrderStatus, Promised, ProposalStatus, ShipTo } from './order-line.ts'
import type { Priority } from './priority.ts'

const parties = { buyerId: uuid().notNull(), supplierId: uuid().notNull() }

export const orders = pgTable(
  'orders',
  {
    id: uuid().primaryKey(),
    ...parties,
    number: text().notNull(),
    kind: text().$type<OrderKind>().notNull(),
    /** Raised by every agreed change; an answer names the version that it answers. */
    version: integer().notNull().default(1),
    /** Follows from the lines; kept here so that long lists filter and count by an index. */
    status: text().$type<OrderStatus>().notNull().default('awaiting-answer'),
    priority: text().$type<Priority>().notNull().default('normal'),
    /** The group that all its items were of when it was issued, whose label only the buyer can read; null: of none, or of several. */
    itemGroupId: uuid(),
    shipToSiteId: uuid(),
    shipTo: jsonb().$type<ShipTo>().notNull(),
    note: text().notNull().default(''),
    /** How it went out: portal, 850 or 862. */
    document: text().$type<'portal' | '850' | '862'>().notNull(),
    answerWanted: boolean().notNull(),
    issuedAt: instant().notNull(),
    issuedBy: text().notNull(),
    /** When the supplier could first know of it. */
    deliveredAt: instant(),
    viewedAt: instant(),
    answeredAt: instant(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('orders_number').on(t.buyerId, t.supplierId, t.number),
    unique('orders_of_parties').on(t.buyerId, t.supplierId, t.id),
    index('orders_of_buyer').on(t.buyerId, t.issuedAt),
    index('orders_by_status').on(t.buyerId, t.status),
    index('orders_of_supplier').on(t.supplierId, t.issuedAt),
    index('orders_going_to').on(t.supplierId, t.shipToSiteId),
    foreignKey({ columns: [t.buyerId, t.itemGroupId], foreignColumns: [itemGroups.orgId, itemGroups.id] }),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

export const orderLines = pgTable(
  'order_lines',
  {
    id: uuid().primaryKey(),
    ...parties,
    orderId: uuid().notNull(),
    /** PO101: `1`, `2` … */
    lineNumber: integer().notNull(),
    itemId: uuid(),
    buyerPart: text().notNull(),
    supplierPart: text().notNull(),
    description: text().notNull(),
    unit: text().notNull(),
    quantity: decimal().notNull(),
    /** The date the buyer asked for. Never moves. */
    needBy: date().notNull(),
    /** The first date the supplier promised. Set once. */
    firstPromise: date(),
    at: text().$type<LineAt>().notNull(),
    /** The version in which the buyer last changed what it asks; an answer to an older one does not touch the line. */
    askedVersion: integer().notNull().default(1),
    /** What is promised now: one row of a split each. */
    promised: jsonb().$type<Promised[]>().notNull().default([]),
    rejectReason: text(),
    updatedAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('order_lines_number').on(t.orderId, t.lineNumber),
    index('order_lines_of_buyer').on(t.buyerId, t.at),
    index('order_lines_of_supplier').on(t.supplierId, t.at),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.orderId],
      foreignColumns: [orders.buyerId, orders.supplierId, orders.id],
    }),
  ],
)

/** What one side proposed for a line, against a version, and what became of it. */
export const proposals = pgTable(
  'proposals',
  {
    id: uuid().primaryKey(),
    ...parties,
    orderId: uuid().notNull(),
    lineId: uuid().notNull(),
    by: text().$type<'buyer' | 'supplier'>().notNull(),
    againstVersion: integer().notNull(),
    promised: jsonb().$type<Promised[]>().notNull(),
    reason: text().notNull().default(''),
    status: text().$type<ProposalStatus>().notNull(),
    /** The tolerance under which it was agreed at once, with the profile's version. */
    tolerance: jsonb().$type<Record<string, unknown>>(),
    createdAt: instant().notNull(),
    channel: text().notNull(),
    proposedBy: text().notNull(),
    decidedAt: instant(),
    decidedBy: text(),
    decisionNote: text().notNull().default(''),
  },
  t => [
    index('proposals_of_order').on(t.orderId),
    index('proposals_open').on(t.buyerId, t.status),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.orderId],
      foreignColumns: [orders.buyerId, orders.supplierId, orders.id],
    }),
  ],
)

/** Every answer as it was given, whichever channel it came by, even when it answered an old version. */
export const answers = pgTable(
  'answers',
  {
    id: uuid().primaryKey(),
    ...parties,
    orderId: uuid().notNull(),
    versionAnswered: integer().notNull(),
    channel: text().notNull(),
    answeredBy: text().notNull(),
    /** When the bytes arrived or the button was pressed. */
    receivedAt: instant().notNull(),
    documentId: uuid(),
    lines: jsonb().$type<AnsweredLine[]>().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    index('answers_of_order').on(t.orderId),
    uniqueIndex('answers_of_document').on(t.documentId),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.orderId],
      foreignColumns: [orders.buyerId, orders.supplierId, orders.id],
    }),
  ],
)

/** The next number that a buyer's order takes when it is given none. */
export const orderNumbers = pgTable('order_numbers', {
  orgId: uuid()
    .primaryKey()
    .references(() => organizations.id),
  next: integer().notNull(),
})
