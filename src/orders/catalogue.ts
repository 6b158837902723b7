// What a buyer can order, from whom, to where: read once for an order, or once for a whole file of them.
import { and, eq, inArray } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { sites } from '../calendars/tables.ts'
import { items, supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { relationships } from '../partners/tables.ts'
import type { RelationshipRecord } from './held.ts'

export type SiteRecord = typeof sites.$inferSelect
export interface Orderable {
  item: typeof items.$inferSelect
  terms: typeof supplierItems.$inferSelect
}

/** Everything that a set of orders names, by id. What is missing is not the buyer's, or does not exist. */
export interface Catalogue {
  relationship(supplierId: string): RelationshipRecord | undefined
  site(siteId: string): SiteRecord | undefined
  orderable(supplierId: string, itemId: string): Orderable | undefined
  item(itemId: string): Orderable['item'] | undefined
  supplierName(supplierId: string): string
}

export async function catalogueOf(
  tx: Tx,
  named: { supplierIds: readonly string[]; siteIds: readonly string[]; itemIds: readonly string[] },
): Promise<Catalogue> {
  const buyerId = tx.caller.orgId
  const unique = (ids: readonly string[]) => [...new Set(ids)]
  const suppliers = await tx
    .select({ relationship: relationships, name: organizations.name })
    .from(relationships)
    .innerJoin(organizations, eq(organizations.id, relationships.supplierId))
    .where(and(eq(relationships.buyerId, buyerId), inArray(relationships.supplierId, unique(named.supplierIds))))
  const places = await tx
    .select()
    .from(sites)
    .where(and(eq(sites.orgId, buyerId), inArray(sites.id, unique(named.siteIds))))
  const things = await tx
    .select()
    .from(items)
    .where(and(eq(items.orgId, buyerId), inArray(items.id, unique(named.itemIds))))
  const terms = await tx
    .select()
    .from(supplierItems)
    .where(
      and(
        eq(supplierItems.buyerId, buyerId),
        inArray(supplierItems.supplierId, unique(named.supplierIds)),
        inArray(supplierItems.itemId, unique(named.itemIds)),
      ),
    )
  const bySupplier = new Map(suppliers.map(row => [row.relationship.supplierId, row]))
  const bySite = new Map(places.map(site => [site.id, site]))
  const byItem = new Map(things.map(item => [item.id, item]))
  const byPair = new Map(terms.map(row => [`${row.supplierId} ${row.itemId}`, row]))
  return {
    relationship: id => bySupplier.get(id)?.relationship,
    supplierName: id => bySupplier.get(id)?.name ?? '',
    site: id => bySite.get(id),
    item: id => byItem.get(id),
    orderable(supplierId, itemId) {
      const item = byItem.get(itemId)
      const pair = byPair.get(`${supplierId} ${itemId}`)
      return item && pair ? { item, terms: pair } : undefined
    },
  }
}
