// The file to fill in for many call-offs at once: what the buyer may order already, so that it can be read as it stands.
import { and, asc, eq } from 'drizzle-orm'
import { sites } from '../calendars/tables.ts'
import { nearestQuantities } from '../items/index.ts'
import { items, supplierItems } from '../items/tables.ts'
import { writeCsv } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import { ONE } from '../kernel/decimal.ts'
import { addDays, localDateOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import { orderColumns } from './import-orders.ts'

/** Enough to see how lines follow each other. */
const EXAMPLES_MAX = 3
/** Room to look at the file before its days have passed. */
const DAYS_AHEAD = 14

/** Made of the buyer's own items, vendor numbers and ship-to sites; of invented ones while there are none. */
export async function orderTemplateOf(tx: Tx): Promise<{ fileName: string; csv: string }> {
  const buyerId = tx.caller.orgId
  const [site] = await tx
    .select({ code: sites.code, zone: sites.zone })
    .from(sites)
    .where(eq(sites.orgId, buyerId))
    .orderBy(asc(sites.name))
    .limit(1)
  const supplied = await tx
    .select({
      terms: supplierItems,
      item: items.number,
      vendor: relationships.vendorNumber,
      days: relationships.transitDays,
    })
    .from(supplierItems)
    .innerJoin(items, eq(items.id, supplierItems.itemId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, supplierItems.buyerId), eq(relationships.supplierId, supplierItems.supplierId)),
    )
    .where(and(eq(supplierItems.buyerId, buyerId), eq(relationships.status, 'active')))
    .orderBy(asc(items.number), asc(relationships.vendorNumber))
    .limit(EXAMPLES_MAX)
  const today = localDateOf(tx.now, site?.zone ?? 'UTC')
  const rows = supplied.map(({ terms, item, vendor, days }) => {
    const needBy = addDays(today, terms.leadTimeDays + days + DAYS_AHEAD)
    return ['', vendor, item, nearestQuantities(terms, ONE).at(-1) ?? '1', needBy, site?.code ?? 'PLANT1', 'normal', '']
  })
  const invented = ['', 'V-1001', 'BRK-2201', '40', addDays(today, DAYS_AHEAD), site?.code ?? 'PLANT1', 'normal', '']
  return { fileName: 'call-offs.csv', csv: writeCsv(Object.keys(orderColumns), rows.length > 0 ? rows : [invented]) }
}
