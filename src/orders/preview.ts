// What a file of call-offs would issue, in names a person knows.
import type { Tx } from '../kernel/db.ts'
import { catalogueOf } from './catalogue.ts'
import type { OrdersRead } from './import-orders.ts'

export async function previewOf(tx: Tx, { rows, clean, errors }: OrdersRead) {
  const drafts = clean.map(({ order }) => order)
  const catalogue = await catalogueOf(tx, {
    supplierIds: drafts.map(order => order.supplierId),
    siteIds: drafts.map(order => order.shipToSiteId),
    itemIds: drafts.flatMap(order => order.lines.map(line => line.itemId)),
  })
  return {
    rows,
    clean: clean.reduce((sum, each) => sum + each.rows.length, 0),
    errors,
    orders: clean.map(each => ({
      line: each.rows[0]?.line ?? 1,
      number: each.order.number ?? null,
      supplierName: catalogue.relationship(each.order.supplierId)?.supplierName ?? '',
      shipTo: catalogue.site(each.order.shipToSiteId)?.name ?? '',
      priority: each.order.priority ?? 'normal',
      note: each.order.note ?? '',
      lines: each.order.lines.map((line, i) => ({
        line: each.rows[i]?.line ?? 1,
        buyerPart: catalogue.item(line.itemId)?.number ?? '',
        unit: catalogue.item(line.itemId)?.unit ?? '',
        quantity: line.quantity,
        needBy: line.needBy,
      })),
    })),
  }
}
