// What stands in the way of an order: its partner, its number, its packs and minimum, its days. Of an order that is known
// only in part, whatever its known part says already: whoever mends a file wants all of it told at once.
import { checkQuantity, refusePieces } from '../items/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Decimal, isDecimal, readDecimal } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, isLocalDate, localDateOf } from '../kernel/time.ts'
import { type Catalogue, catalogueOf, type Orderable, type SiteRecord } from './catalogue.ts'
import type { RelationshipRecord } from './held.ts'
import { type NumberSeries, numberForm } from './number.ts'
import type { OrderKind } from './order-line.ts'
import type { Priority } from './priority.ts'

export interface OrderToIssue {
  supplierId: string
  /** Left out: the next of the buyer's own series. */
  number?: string | undefined
  kind?: OrderKind | undefined
  /** Left out: normal. */
  priority?: Priority | undefined
  shipToSiteId: string
  note?: string | undefined
  lines: readonly { itemId: string; quantity: string; needBy: string }[]
}

/** An order of which some may be missing: what is missing is refused by whoever looked for it. */
export interface OrderAsked {
  supplierId?: string | undefined
  number?: string | undefined
  kind?: OrderKind | undefined
  priority?: Priority | undefined
  shipToSiteId?: string | undefined
  note?: string | undefined
  lines: readonly { itemId?: string | undefined; quantity?: string | undefined; needBy?: string | undefined }[]
}

/** Everything an order needs, found and checked. */
export interface Ready {
  kind: OrderKind
  priority: Priority
  number: string | undefined
  note: string
  relationship: RelationshipRecord
  site: SiteRecord
  lines: { orderable: Orderable; quantity: Decimal; needBy: string }[]
}

/** Everything that these orders name. */
export function namedBy(tx: Tx, given: readonly OrderAsked[]): Promise<Catalogue> {
  const some = (ids: (string | undefined)[]) => ids.filter(id => id !== undefined)
  return catalogueOf(tx, {
    supplierIds: some(given.map(order => order.supplierId)),
    siteIds: some(given.map(order => order.shipToSiteId)),
    itemIds: some(given.flatMap(order => order.lines.map(line => line.itemId))),
  })
}

export const isReady = (each: Ready | Refusal[]): each is Ready => !Array.isArray(each)

/** Each order ready to be written, or what is wrong with it. */
export async function checkMany(
  given: readonly OrderAsked[],
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

function check(order: OrderAsked, catalogue: Catalogue, used: ReadonlySet<string>, at: Date): Ready | Refusal[] {
  const { supplierId, shipToSiteId, kind = 'call-off', priority = 'normal' } = order
  const relationship = supplierId === undefined ? undefined : catalogue.relationship(supplierId)
  const site = shipToSiteId === undefined ? undefined : catalogue.site(shipToSiteId)
  const number = order.number?.trim().toUpperCase()
  const refusals: Refusal[] = []
  if (relationship) refusals.push(...refusePartner(relationship, kind))
  else if (supplierId !== undefined)
    refusals.push(refusal('supplier-unknown', 'There is no such supplier.', { where: 'supplierId' }))
  if (shipToSiteId !== undefined && !site)
    refusals.push(refusal('site-unknown', 'There is no such site.', { where: 'shipToSiteId' }))
  refusals.push(...refuseNumber(number, used))
  const place = { catalogue, supplierId: relationship?.supplierId, site, at }
  const lines = order.lines.flatMap((line, i) => {
    const read = readLine(line, place, `/lines/${i}`)
    if (!Array.isArray(read)) return [read]
    refusals.push(...read)
    return []
  })
  if (refusals.length > 0 || !relationship || !site || lines.length < order.lines.length) return refusals
  return { kind, priority, number, note: order.note?.trim() ?? '', relationship, site, lines }
}

/** Where a day ends last: what has passed there has passed at any site. */
const lastZone = 'Etc/GMT+12'

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

/** What its order says of a line. */
interface Place {
  catalogue: Catalogue
  supplierId: string | undefined
  site: SiteRecord | undefined
  at: Date
}

function readLine(
  { itemId, quantity, needBy }: OrderAsked['lines'][number],
  { catalogue, supplierId, site, at }: Place,
  where: string,
): Ready['lines'][number] | Refusal[] {
  const item = itemId === undefined ? undefined : catalogue.item(itemId)
  const orderable = item && supplierId !== undefined ? catalogue.orderable(supplierId, item.id) : undefined
  const refusals: Refusal[] = []
  if (itemId !== undefined && !item) refusals.push(notSupplied('There is no such item.', where))
  else if (item && supplierId !== undefined && !orderable)
    refusals.push(notSupplied(`${catalogue.supplierName(supplierId)} does not supply ${item.number}.`, where))
  const read = quantity === undefined ? undefined : readDecimal(quantity)
  if (read !== undefined && !isDecimal(read))
    refusals.push(refusal(read.code, read.detail, { where: `${where}/quantity` }))
  else if (read !== undefined && item)
    refusals.push(...refuseQuantity(read, item, orderable?.terms, `${where}/quantity`))
  if (needBy !== undefined) refusals.push(...refuseNeedBy(needBy, site, at, `${where}/needBy`))
  if (refusals.length > 0 || !orderable || read === undefined || !isDecimal(read) || needBy === undefined)
    return refusals
  return { orderable, quantity: read, needBy }
}

const notSupplied = (detail: string, where: string): Refusal =>
  refusal('item-not-supplied', detail, { where: `${where}/itemId`, remedy: 'Add it to the supplier items.' })

function refuseQuantity(
  quantity: Decimal,
  item: Orderable['item'],
  terms: Orderable['terms'] | undefined,
  where: string,
): Refusal[] {
  const refused = refusePieces(quantity, item.unit) ?? (terms && checkQuantity(terms, quantity))
  if (!refused) return []
  return [
    refusal(refused.code, refused.detail, {
      where,
      ...(refused.remedy === undefined ? {} : { remedy: refused.remedy }),
    }),
  ]
}

function refuseNeedBy(needBy: string, site: SiteRecord | undefined, at: Date, where: string): Refusal[] {
  const today = localDateOf(at, site?.zone ?? lastZone)
  if (!isLocalDate(needBy)) return [refusal('not-a-date', `"${needBy}" is not a date like 2027-03-14.`, { where })]
  if (needBy < today)
    return [refusal('need-by-past', `${needBy} has passed${site ? `; today is ${today}` : ''}.`, { where })]
  if (needBy > addDays(today, NEED_BY_DAYS_MAX))
    return [refusal('need-by-far', `${needBy} is more than three years away.`, { where })]
  return []
}
