// What is shown of items and supplier items.
import { and, count, eq, sql } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { labelsInUse } from '../kernel/labels.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { relationships, shipFromSites } from '../partners/tables.ts'
import type { Item, SupplierItem } from './api.ts'
import { itemGroups, items, supplierItems } from './tables.ts'

// The table is written out: drizzle leaves it off a column of the only table, and `id` would be the subquery's own.
const suppliersOfItem = sql<number>`(select count(*)::int from supplier_items s where s.item_id = ${items}.id)`

// Row-level security: to a supplier none is there.
const groupOfItem = sql<string | null>`(select g.label from item_groups g where g.id = ${items}.group_id)`

const itemColumns = {
  id: items.id,
  number: items.number,
  description: items.description,
  unit: items.unit,
  group: groupOfItem,
  createdAt: items.createdAt,
  suppliers: suppliersOfItem,
}

/** Those that some item is of. */
export const groupsOf = (tx: Tx) =>
  labelsInUse(tx, itemGroups, sql`exists (select from ${items} where ${items.groupId} = ${itemGroups.id})`)

export interface ItemsAsked extends Asked {
  group?: string
}

export async function listItems(tx: Tx, asked: ItemsAsked): Promise<{ rows: Item[]; total: number }> {
  const order = orderOf(
    asked.sort,
    {
      number: items.number,
      description: items.description,
      unit: items.unit,
      group: groupOfItem,
      createdAt: items.createdAt,
      suppliers: suppliersOfItem,
    },
    'number',
    items.id,
  )
  const { limit, offset } = pageOf(asked)
  const where = and(
    matching(asked.search, items.number, items.description),
    asked.group === undefined ? undefined : eq(groupOfItem, asked.group),
  )
  const rows = await tx
    .select(itemColumns)
    .from(items)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const [all] = await tx.select({ total: count() }).from(items).where(where)
  return { rows: rows.map(itemOf), total: all?.total ?? 0 }
}

/** Throws Unknown. */
export async function getItem(tx: Tx, itemId: string): Promise<Item> {
  const [row] = await tx.select(itemColumns).from(items).where(eq(items.id, itemId))
  return itemOf(known(row))
}

const itemOf = (row: Omit<Item, 'createdAt'> & { createdAt: Date }): Item => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
})

// A buyer reads what it calls its supplier, a supplier reads its customer's own name.
const partnerName = sql<string>`case when ${supplierItems.buyerId} = kernel.org() then ${relationships.supplierName} else ${organizations.name} end`

const supplierItemColumns = {
  id: supplierItems.id,
  buyerId: supplierItems.buyerId,
  supplierId: supplierItems.supplierId,
  itemId: supplierItems.itemId,
  itemNumber: items.number,
  description: items.description,
  unit: items.unit,
  supplierPartNumber: supplierItems.supplierPartNumber,
  packQuantity: supplierItems.packQuantity,
  minimumQuantity: supplierItems.minimumQuantity,
  leadTimeDays: supplierItems.leadTimeDays,
  shipFromId: supplierItems.shipFromId,
  shipFrom: shipFromSites.name,
  partnerName: partnerName.as('partner_name'),
  vendorNumber: relationships.vendorNumber,
  updatedAt: supplierItems.updatedAt,
}

const supplierItemsFrom = (tx: Tx) =>
  tx
    .select(supplierItemColumns)
    .from(supplierItems)
    .innerJoin(items, eq(items.id, supplierItems.itemId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, supplierItems.buyerId), eq(relationships.supplierId, supplierItems.supplierId)),
    )
    .innerJoin(organizations, eq(organizations.id, supplierItems.buyerId))
    .leftJoin(shipFromSites, eq(shipFromSites.id, supplierItems.shipFromId))

const sorts = {
  itemNumber: items.number,
  description: items.description,
  supplierPartNumber: supplierItems.supplierPartNumber,
  packQuantity: supplierItems.packQuantity,
  minimumQuantity: supplierItems.minimumQuantity,
  leadTimeDays: supplierItems.leadTimeDays,
  shipFrom: shipFromSites.name,
  updatedAt: supplierItems.updatedAt,
  partnerName,
}

export interface SupplierItemsAsked extends Asked {
  supplierId?: string
  buyerId?: string
  itemId?: string
}

export async function listSupplierItems(
  tx: Tx,
  asked: SupplierItemsAsked,
): Promise<{ rows: SupplierItem[]; total: number }> {
  const { supplierId, buyerId, itemId } = asked
  const where = and(
    supplierId === undefined ? undefined : eq(supplierItems.supplierId, supplierId),
    buyerId === undefined ? undefined : eq(supplierItems.buyerId, buyerId),
    itemId === undefined ? undefined : eq(supplierItems.itemId, itemId),
    matching(asked.search, items.number, items.description, supplierItems.supplierPartNumber, partnerName),
  )
  const { limit, offset } = pageOf(asked)
  const rows = await supplierItemsFrom(tx)
    .where(where)
    .orderBy(...orderOf(asked.sort, sorts, 'itemNumber', supplierItems.id))
    .limit(limit)
    .offset(offset)
  const matches = supplierItemsFrom(tx).where(where).as('matches')
  const [all] = await tx.select({ total: count() }).from(matches)
  return { rows: rows.map(supplierItemOf), total: all?.total ?? 0 }
}

/** Throws Unknown. */
export async function getSupplierItem(tx: Tx, id: string): Promise<SupplierItem> {
  const [row] = await supplierItemsFrom(tx).where(eq(supplierItems.id, id))
  return supplierItemOf(known(row))
}

const supplierItemOf = (row: Omit<SupplierItem, 'updatedAt'> & { updatedAt: Date }): SupplierItem => ({
  ...row,
  updatedAt: row.updatedAt.toISOString(),
})
