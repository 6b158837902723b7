// What the form for a call-off offers: items, who makes them, where they go; and whether what is typed can be kept.
import { and, asc, eq, inArray } from 'drizzle-orm'
import { anybodyMay } from '../accounts/index.ts'
import { sites } from '../calendars/tables.ts'
import { checkQuantity, nearestQuantities, refusePieces } from '../items/index.ts'
import { items, supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { isDecimal, readDecimal } from '../kernel/decimal.ts'
import { isRefusal, known, type Refusal } from '../kernel/errors.ts'
import { matching } from '../kernel/listing.ts'
import { isLocalDate, localDateOf } from '../kernel/time.ts'
import { relationships, shipFromSites } from '../partners/tables.ts'
import type { Choices, Hint } from './api.ts'
import { dayHint, zoneOf } from './day-hint.ts'
import type { OrderKind } from './order-line.ts'
import { closedDays } from './queries.ts'

/** Enough to choose from; who has more types some letters. */
const itemsShown = 50

/** Items that some active supplier makes, and the buyer's sites. */
export async function choicesOf(tx: Tx, asked: { search?: string; itemId?: string }): Promise<Choices> {
  const buyerId = tx.caller.orgId
  const supplied = tx
    .select({ id: supplierItems.itemId })
    .from(supplierItems)
    .innerJoin(relationships, eq(relationships.supplierId, supplierItems.supplierId))
    .where(
      and(eq(supplierItems.buyerId, buyerId), eq(relationships.buyerId, buyerId), eq(relationships.status, 'active')),
    )
  const found = await tx
    .select()
    .from(items)
    .where(
      and(
        eq(items.orgId, buyerId),
        inArray(items.id, supplied),
        asked.itemId ? eq(items.id, asked.itemId) : matching(asked.search, items.number, items.description),
      ),
    )
    .orderBy(asc(items.number), asc(items.id))
    .limit(itemsShown)
  const ids = found.map(item => item.id)
  const terms = ids.length === 0 ? [] : await termsOf(tx, ids)
  const places = await tx.select().from(sites).where(eq(sites.orgId, buyerId)).orderBy(asc(sites.name))
  return {
    items: found.map(({ id, number, description, unit }) => ({
      id,
      number,
      description,
      unit,
      suppliers: terms.filter(each => each.itemId === id).map(({ itemId: _, ...rest }) => rest),
    })),
    sites: places.map(({ id, code, name, city }) => ({ id, code, name, city })),
  }
}

async function termsOf(tx: Tx, itemIds: readonly string[]) {
  const rows = await tx
    .select({ terms: supplierItems, relationship: relationships })
    .from(supplierItems)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, supplierItems.buyerId), eq(relationships.supplierId, supplierItems.supplierId)),
    )
    .where(
      and(
        eq(supplierItems.buyerId, tx.caller.orgId),
        inArray(supplierItems.itemId, [...itemIds]),
        eq(relationships.status, 'active'),
      ),
    )
    .orderBy(asc(relationships.supplierName))
  return rows.map(({ terms, relationship }) => ({
    itemId: terms.itemId,
    supplierId: terms.supplierId,
    name: relationship.supplierName,
    supplierPartNumber: terms.supplierPartNumber,
    packQuantity: terms.packQuantity,
    minimumQuantity: terms.minimumQuantity,
    leadTimeDays: terms.leadTimeDays,
    document: relationship.documents.order,
    relationshipId: relationship.id,
  }))
}

/** Whether a quantity fits the supplier's packs, and a day its lead time. Throws Unknown for what is not supplied. */
export async function hintOf(
  tx: Tx,
  asked: {
    supplierId: string
    itemId: string
    quantity?: string
    needBy?: string
    /** Each kind has a cut-off of its own. */
    kind?: OrderKind
    /** The ship-to: its zone stands in where no calendar is agreed. */
    siteId?: string
  },
): Promise<Hint | Refusal> {
  const [found] = await tx
    .select({ terms: supplierItems, relationship: relationships, unit: items.unit, from: shipFromSites })
    .from(supplierItems)
    .innerJoin(items, eq(items.id, supplierItems.itemId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, supplierItems.buyerId), eq(relationships.supplierId, supplierItems.supplierId)),
    )
    .leftJoin(shipFromSites, eq(shipFromSites.id, supplierItems.shipFromId))
    .where(
      and(
        eq(supplierItems.buyerId, tx.caller.orgId),
        eq(supplierItems.supplierId, asked.supplierId),
        eq(supplierItems.itemId, asked.itemId),
      ),
    )
  const { terms, relationship, from } = known(found)
  const { leadTimeDays } = terms
  const { transitDays, documents, supplierId } = relationship
  const days = { needBy: asked.needBy, leadTimeDays, transitDays }
  const calendarId = from?.calendarId ?? relationship.calendarId
  const hint = await dayHint(tx, calendarId, asked, days)
  if (isRefusal(hint)) return hint
  const nobodyAnswers = documents.order === 'portal' && !(await anybodyMay(tx, supplierId, 'order.answer'))
  const today = localDateOf(tx.now, (await zoneOf(tx, asked.siteId)) ?? hint.zone)
  const needByPast = asked.needBy !== undefined && asked.needBy < today
  const closedOn = await closedDays(tx, [relationship.calendarId])
  const day = asked.needBy ?? ''
  const needByClosed = isLocalDate(day) && closedOn(relationship.calendarId, day)
  const quantities = quantityHint(asked.quantity, terms, found?.unit ?? '')
  const shipFrom = from?.name ?? null
  return { ...quantities, leadTimeDays, transitDays, shipFrom, ...hint, needByPast, needByClosed, nobodyAnswers }
}

function quantityHint(
  quantity: string | undefined,
  terms: { packQuantity: string; minimumQuantity: string },
  unit: string,
) {
  const none = { quantityProblem: null, quantitySuggestion: null }
  if (quantity === undefined || quantity.trim() === '') return none
  const read = readDecimal(quantity)
  const refused = (isDecimal(read) ? refusePieces(read, unit) : undefined) ?? checkQuantity(terms, quantity)
  if (!refused) return none
  return {
    quantityProblem: [refused.detail, refused.remedy].filter(Boolean).join(' '),
    quantitySuggestion: isDecimal(read) ? (nearestQuantities(terms, read).at(-1) ?? null) : null,
  }
}
