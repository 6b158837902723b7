// Issues orders and calls off small batches: checked against packs, minimum and partner, numbered, and sent on their way.
import { nobodyMay } from '../accounts/index.ts'
import { queueDocument } from '../gateway/index.ts'
import { checkQuantity, refusePieces } from '../items/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Decimal, isDecimal, readDecimal } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { addDays, isLocalDate, localDateOf } from '../kernel/time.ts'
import { type Catalogue, catalogueOf, type Orderable, type SiteRecord } from './catalogue.ts'
import { announceOrder } from './facts.ts'
import type { RelationshipRecord } from './held.ts'
import { holdNumbers, type NumberSeries, numberForm } from './number.ts'
import type { OrderKind, ShipTo } from './order-line.ts'
import { orderLines, orders } from './tables.ts'
import type { NewOrder } from './tell-supplier.ts'
import { tellIssued } from './wait-for-people.ts'

export interface OrderToIssue {
  supplierId: string
  /** Left out: the next of the buyer's own series. */
  number?: string | undefined
  kind?: OrderKind | undefined
  shipToSiteId: string
  note?: string | undefined
  lines: readonly { itemId: string; quantity: string; needBy: string }[]
}

export interface Issued {
  id: string
  number: string
}

/** Everything an order needs, found and checked. */
interface Ready {
  order: OrderToIssue
  kind: OrderKind
  number: string | undefined
  relationship: RelationshipRecord
  site: SiteRecord
  lines: { orderable: Orderable; quantity: Decimal; needBy: string }[]
}

/** Issues one order. */
export async function issue(tx: Tx, order: OrderToIssue, at: Date = tx.now): Promise<Issued | Refusal[]> {
  const [issued] = await issueMany(tx, [order], at)
  return issued ?? []
}

/** Orders in one call: what a file of call-offs at once makes bearable. */
export const ORDERS_AT_ONCE_MAX = 1000

/** Issues several orders; each on its own is issued or refused, in the order given. */
export async function issueMany(
  tx: Tx,
  given: readonly OrderToIssue[],
  at: Date = tx.now,
): Promise<(Issued | Refusal[])[]> {
  if (given.length > ORDERS_AT_ONCE_MAX)
    return given.map(() => [refusal('too-many-orders', `At most ${ORDERS_AT_ONCE_MAX} orders at once.`)])
  const catalogue = await catalogueOf(tx, {
    supplierIds: given.map(order => order.supplierId),
    siteIds: given.map(order => order.shipToSiteId),
    itemIds: given.flatMap(order => order.lines.map(line => line.itemId)),
  })
  const numbers = await holdNumbers(tx)
  const checked = await checkMany(given, catalogue, numbers, at)
  const unseen = await nobodyMay(tx, checked.filter(isReady).filter(inPortal).map(supplierOf), 'order.answer')
  const results: (Issued | Refusal[])[] = []
  for (const ready of checked)
    results.push(isReady(ready) ? await write(tx, ready, ready.number ?? (await numbers.take()), at, unseen) : ready)
  await numbers.save()
  await tellIssued(tx, portalOrders(checked, results), unseen, catalogue.relationship)
  return results
}

const inPortal = ({ relationship }: Ready) => relationship.documents.order === 'portal'
const supplierOf = ({ relationship }: Ready) => relationship.supplierId

/** Those that wait in a portal: a partner's system needs no mail to find its documents. */
function portalOrders(checked: readonly (Ready | Refusal[])[], results: readonly (Issued | Refusal[])[]): NewOrder[] {
  return checked.flatMap((ready, i) => {
    const issued = results[i]
    if (!isReady(ready) || !issued || Array.isArray(issued)) return []
    if (!inPortal(ready)) return []
    const lines = ready.lines.map(({ orderable: { item, terms }, quantity, needBy }) => ({
      part: terms.supplierPartNumber || item.number,
      ...{ quantity, unit: item.unit, needBy },
    }))
    return [{ ...issued, supplierId: supplierOf(ready), lines }]
  })
}

/** Says what is wrong with each order without issuing any. */
export async function refuseMany(tx: Tx, given: readonly OrderToIssue[]): Promise<Refusal[][]> {
  const catalogue = await catalogueOf(tx, {
    supplierIds: given.map(order => order.supplierId),
    siteIds: given.map(order => order.shipToSiteId),
    itemIds: given.flatMap(order => order.lines.map(line => line.itemId)),
  })
  const checked = await checkMany(given, catalogue, await holdNumbers(tx), tx.now)
  return checked.map(each => (isReady(each) ? [] : each))
}

const isReady = (each: Ready | Refusal[]): each is Ready => !Array.isArray(each)

async function checkMany(
  given: readonly OrderToIssue[],
  catalogue: Catalogue,
  numbers: NumberSeries,
  at: Date,
): Promise<(Ready | Refusal[])[]> {
  const wished = given.flatMap(({ number }) => (number === undefined ? [] : [number.trim().toUpperCase()]))
  const used = await numbers.used(wished)
  return given.map(order => {
    const checked = check(order, catalogue, used, at)
    if (isReady(checked) && checked.number !== undefined) {
      used.add(checked.number)
      numbers.keep(checked.number)
    }
    return checked
  })
}

function check(order: OrderToIssue, catalogue: Catalogue, used: ReadonlySet<string>, at: Date): Ready | Refusal[] {
  const relationship = catalogue.relationship(order.supplierId)
  const site = catalogue.site(order.shipToSiteId)
  const kind = order.kind ?? 'call-off'
  const number = order.number?.trim().toUpperCase()
  if (!relationship) return [refusal('supplier-unknown', 'There is no such supplier.', { where: 'supplierId' })]
  if (!site) return [refusal('site-unknown', 'There is no such site.', { where: 'shipToSiteId' })]
  const refusals = [...refusePartner(relationship, kind), ...refuseNumber(number, used)]
  const today = localDateOf(at, site.zone)
  const lines = order.lines.flatMap((line, i) => {
    const read = readLine(line, catalogue, order.supplierId, today, `/lines/${i}`)
    if (!Array.isArray(read)) return [read]
    refusals.push(...read)
    return []
  })
  return refusals.length > 0 ? refusals : { order, kind, number, relationship, site, lines }
}

function refusePartner(relationship: RelationshipRecord, kind: OrderKind): Refusal[] {
  const { status, documents, supplierName } = relationship
  if (status !== 'active')
    return [
      refusal('supplier-not-active', `${supplierName} is not active: the relationship is ${status}.`, {
        where: 'supplierId',
      }),
    ]
  // An 862 refines a schedule that is agreed already; an order of its own it cannot say.
  if (documents.order === '862' && kind === 'standalone')
    return [
      refusal('kind-not-agreed', `${supplierName} takes call-offs by 862, no orders of their own.`, {
        where: 'kind',
        remedy: 'Issue it as a call-off, or agree on the 850 with this partner.',
      }),
    ]
  return []
}

function refuseNumber(number: string | undefined, used: ReadonlySet<string>): Refusal[] {
  if (number === undefined) return []
  if (!numberForm.test(number))
    return [
      refusal('number-form', `"${number}" cannot be an order number.`, {
        where: 'number',
        remedy: 'Use 1 to 22 letters, digits, points, slashes and hyphens, beginning with a letter or digit.',
      }),
    ]
  if (!used.has(number)) return []
  return [
    refusal('number-used', `There is an order ${number} already.`, {
      where: 'number',
      remedy: 'Choose another, or leave it empty.',
    }),
  ]
}

/** A need-by further away is a mistyped year. */
const NEED_BY_DAYS_MAX = 3 * 366

function readLine(
  line: OrderToIssue['lines'][number],
  catalogue: Catalogue,
  supplierId: string,
  today: string,
  where: string,
): Ready['lines'][number] | Refusal[] {
  const orderable = catalogue.orderable(supplierId, line.itemId)
  if (!orderable) {
    const item = catalogue.item(line.itemId)
    const detail = item
      ? `${catalogue.supplierName(supplierId)} does not supply ${item.number}.`
      : 'There is no such item.'
    return [refusal('item-not-supplied', detail, { where: `${where}/itemId`, remedy: 'Add it to the supplier items.' })]
  }
  const quantity = readDecimal(line.quantity)
  const refusals: Refusal[] = []
  if (!isDecimal(quantity)) refusals.push(refusal(quantity.code, quantity.detail, { where: `${where}/quantity` }))
  else refusals.push(...refuseQuantity(quantity, orderable, `${where}/quantity`))
  refusals.push(...refuseNeedBy(line.needBy, today, `${where}/needBy`))
  if (refusals.length > 0 || !isDecimal(quantity)) return refusals
  return { orderable, quantity, needBy: line.needBy }
}

function refuseQuantity(quantity: Decimal, { item, terms }: Orderable, where: string): Refusal[] {
  const refused = refusePieces(quantity, item.unit) ?? checkQuantity(terms, quantity)
  if (!refused) return []
  return [
    refusal(refused.code, refused.detail, {
      where,
      ...(refused.remedy === undefined ? {} : { remedy: refused.remedy }),
    }),
  ]
}

function refuseNeedBy(needBy: string, today: string, where: string): Refusal[] {
  if (!isLocalDate(needBy)) return [refusal('not-a-date', `"${needBy}" is not a date like 2027-03-14.`, { where })]
  if (needBy < today) return [refusal('need-by-past', `${needBy} has passed; today is ${today}.`, { where })]
  if (needBy > addDays(today, NEED_BY_DAYS_MAX))
    return [refusal('need-by-far', `${needBy} is more than three years away.`, { where })]
  return []
}

async function write(tx: Tx, ready: Ready, number: string, at: Date, unseen: ReadonlySet<string>): Promise<Issued> {
  const { order: wish, kind, relationship, site } = ready
  const { documents, buyerId, supplierId } = relationship
  const document = documents.order
  // X12 has no answer to an 862: where nothing else is agreed, silence after its acceptance is the answer.
  const answerWanted = !(document === '862' && documents.answer === 'silence')
  const order = {
    id: newId(),
    buyerId,
    supplierId,
    number,
    kind,
    version: 1,
    status: 'awaiting-answer' as const,
    shipToSiteId: site.id,
    shipTo: shipToOf(site),
    note: wish.note?.trim() ?? '',
    document,
    answerWanted,
    issuedAt: at,
    issuedBy: tx.caller.name,
    // What lies in the portal is known of once somebody can see it; a document is delivered when the partner has it.
    deliveredAt: document === 'portal' && !unseen.has(supplierId) ? at : null,
    viewedAt: null,
    answeredAt: null,
    createdAt: at,
  }
  await tx.insert(orders).values(order)
  await tx.insert(orderLines).values(ready.lines.map((line, i) => lineRow(order.id, ready, line, i + 1)))
  const states = ready.lines.map(() => 'awaiting-answer' as const)
  await announceOrder(tx, 'order.issued', order, states, { at, document, supplierName: relationship.supplierName })
  if (order.deliveredAt) await announceOrder(tx, 'order.delivered', order, states, { at, by: 'portal' })
  else if (document === 'portal') await announceOrder(tx, 'order.waiting', order, states, { at })
  else
    await queueDocument(tx, {
      relationship,
      setId: document,
      subject: { kind: 'order', id: order.id, label: number },
    })
  return { id: order.id, number }
}

function lineRow(orderId: string, { relationship }: Ready, line: Ready['lines'][number], lineNumber: number) {
  const { item, terms } = line.orderable
  return {
    id: newId(),
    buyerId: relationship.buyerId,
    supplierId: relationship.supplierId,
    orderId,
    lineNumber,
    itemId: item.id,
    buyerPart: item.number,
    supplierPart: terms.supplierPartNumber,
    description: item.description,
    unit: item.unit,
    quantity: line.quantity,
    needBy: line.needBy,
    at: 'awaiting-answer' as const,
    promised: [],
  }
}

const shipToOf = ({ code, name, street, city, region, postalCode, country, zone }: SiteRecord): ShipTo => ({
  code,
  name,
  street,
  city,
  region,
  postalCode,
  country,
  zone,
})
