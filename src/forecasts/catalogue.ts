// What a forecast may name: the buyer's items, who makes them, where they go. Read once for a whole release.
import { and, asc, eq, sql } from 'drizzle-orm'
import { sites } from '../calendars/tables.ts'
import { items, supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { type LocalDate, localDateOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'

export type RelationshipRecord = typeof relationships.$inferSelect
export type ItemRecord = typeof items.$inferSelect

export interface Making {
  relationship: RelationshipRecord
  supplierPart: string
}

export interface Catalogue {
  item(number: string): ItemRecord | undefined
  /** Who makes it. */
  makers(itemId: string): readonly Making[]
  /** By vendor number or name. */
  relationship(given: string): RelationshipRecord | undefined
  hasSite(code: string): boolean
  /** The one site there is, if there is one only. */
  onlySite: string | undefined
  siteCodes: readonly string[]
  /** Today at the buyer's. */
  today: LocalDate
}

export async function catalogueOf(tx: Tx, numbers: readonly string[], at: Date): Promise<Catalogue> {
  const buyerId = tx.caller.orgId
  const named = sql`${items.number} = any(${sql.param([...new Set(numbers)])}::text[])`
  const things = await tx
    .select()
    .from(items)
    .where(and(eq(items.orgId, buyerId), named))
  const partners = await tx.select().from(relationships).where(eq(relationships.buyerId, buyerId))
  const places = await tx
    .select({ code: sites.code, zone: sites.zone })
    .from(sites)
    .where(eq(sites.orgId, buyerId))
    .orderBy(asc(sites.code))
  const terms = await tx
    .select({
      itemId: supplierItems.itemId,
      supplierId: supplierItems.supplierId,
      supplierPart: supplierItems.supplierPartNumber,
    })
    .from(supplierItems)
    .innerJoin(items, eq(items.id, supplierItems.itemId))
    .where(and(eq(supplierItems.buyerId, buyerId), named))
    .orderBy(asc(supplierItems.supplierId))
  const byNumber = new Map(things.map(item => [item.number, item]))
  const bySupplier = new Map(partners.map(partner => [partner.supplierId, partner]))
  const byVendor = new Map(partners.map(partner => [partner.vendorNumber, partner]))
  const byName = new Map(partners.map(partner => [partner.supplierName.trim().toLowerCase(), partner]))
  const byItem = new Map<string, Making[]>()
  for (const { itemId, supplierId, supplierPart } of terms) {
    const relationship = bySupplier.get(supplierId)
    if (relationship) byItem.set(itemId, [...(byItem.get(itemId) ?? []), { relationship, supplierPart }])
  }
  const codes = places.map(({ code }) => code)
  return {
    item: number => byNumber.get(number),
    makers: itemId => byItem.get(itemId) ?? [],
    // The vendor number wins over a name that looks like one.
    relationship: given => byVendor.get(given) ?? byName.get(given.trim().toLowerCase()),
    hasSite: code => codes.includes(code),
    onlySite: codes.length === 1 ? codes[0] : undefined,
    siteCodes: codes,
    today: localDateOf(at, places[0]?.zone ?? 'UTC'),
  }
}
