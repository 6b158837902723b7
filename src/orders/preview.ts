// What a file of call-offs would issue, in names a person knows.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { shipFromSites } from '../partners/tables.ts'
import { type Catalogue, catalogueOf } from './catalogue.ts'
import type { OrderToIssue } from './check.ts'
import { dayHint } from './day-hint.ts'
import type { OrdersRead } from './import-orders.ts'

export async function previewOf(tx: Tx, { rows, clean, errors }: OrdersRead) {
  const drafts = clean.map(({ order }) => order)
  const catalogue = await catalogueOf(tx, {
    supplierIds: drafts.map(order => order.supplierId),
    siteIds: drafts.map(order => order.shipToSiteId),
    itemIds: drafts.flatMap(order => order.lines.map(line => line.itemId)),
  })
  const earliest = await earliestDays(tx, drafts, catalogue)
  return {
    rows,
    clean: clean.reduce((sum, each) => sum + each.rows.length, 0),
    errors,
    orders: clean.map((each, at) => ({
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
        earliest: earliest[at]?.[i] ?? null,
      })),
    })),
  }
}

/** Of each line of each order the first day that its lead time allows, where an earlier one is asked for. */
async function earliestDays(
  tx: Tx,
  drafts: readonly OrderToIssue[],
  catalogue: Catalogue,
): Promise<(string | null)[][]> {
  const places = await tx.select().from(shipFromSites).where(eq(shipFromSites.buyerId, tx.caller.orgId))
  const calendars = new Map(places.map(({ id, calendarId }) => [id, calendarId]))
  // Many lines of a file ask the same: it is counted once.
  const counted = new Map<string, string | null>()
  const earliestOf = async ({ kind, shipToSiteId: siteId, supplierId }: OrderToIssue, itemId: string) => {
    const terms = catalogue.orderable(supplierId, itemId)?.terms
    const relationship = catalogue.relationship(supplierId)
    if (!terms || !relationship) return null
    const calendarId = calendars.get(terms.shipFromId ?? '') ?? relationship.calendarId
    const days = { needBy: undefined, leadTimeDays: terms.leadTimeDays, transitDays: relationship.transitDays }
    const key = [calendarId, kind, siteId, days.leadTimeDays, days.transitDays].join(' ')
    if (!counted.has(key)) {
      const hint = await dayHint(tx, calendarId, { siteId, ...(kind ? { kind } : {}) }, days)
      counted.set(key, isRefusal(hint) ? null : hint.earliest)
    }
    return counted.get(key) ?? null
  }
  const found: (string | null)[][] = []
  for (const order of drafts) {
    const lines: (string | null)[] = []
    for (const { itemId, needBy } of order.lines) {
      const earliest = await earliestOf(order, itemId)
      lines.push(earliest !== null && needBy < earliest ? earliest : null)
    }
    found.push(lines)
  }
  return found
}
