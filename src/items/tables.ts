// The buyer's items, and what each supplier calls, packs and promises of them.
import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import { decimal, instant, now } from '../kernel/tables.ts'
import { relationships, shipFromSites } from '../partners/tables.ts'

/** Labels that a buyer sorts its items by. Its own knowledge, as those of its suppliers are. */
export const itemGroups = pgTable(
  'item_groups',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    label: text().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('item_groups_label').on(t.orgId, sql`lower(label)`),
    unique('item_groups_of_org').on(t.orgId, t.id),
  ],
)

export const items = pgTable(
  'items',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    number: text().notNull(),
    description: text().notNull(),
    /** X12 element 355: EA, PC, KG … */
    unit: text().notNull(),
    /** The buyer's label for this item; null: none. */
    groupId: uuid(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('items_number').on(t.orgId, t.number),
    unique('items_of_org').on(t.orgId, t.id),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [itemGroups.orgId, itemGroups.id] }),
  ],
)

export const supplierItems = pgTable(
  'supplier_items',
  {
    id: uuid().primaryKey(),
    buyerId: uuid().notNull(),
    supplierId: uuid().notNull(),
    itemId: uuid().notNull(),
    supplierPartNumber: text().notNull(),
    packQuantity: decimal().notNull(),
    minimumQuantity: decimal().notNull(),
    /** Working days of the supplier's calendar from order to dispatch. */
    leadTimeDays: integer().notNull(),
    /** From where it ships; null: not said, so that the relationship's calendar counts. */
    shipFromId: uuid(),
    createdAt: instant().notNull().default(now),
    updatedAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('supplier_items_once').on(t.buyerId, t.supplierId, t.itemId),
    index('supplier_items_of_supplier').on(t.supplierId),
    foreignKey({ columns: [t.buyerId, t.itemId], foreignColumns: [items.orgId, items.id] }),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.shipFromId],
      foreignColumns: [shipFromSites.buyerId, shipFromSites.supplierId, shipFromSites.id],
    }),
    index('supplier_items_from').on(t.shipFromId).where(sql`ship_from_id is not null`),
  ],
)
