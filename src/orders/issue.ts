// Issues orders and calls off small batches: checked against packs, minimum and partner, numbered, and sent on their way.
import { nobodyMay } from '../accounts/index.ts'
import { queueDocument } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import type { SiteRecord } from './catalogue.ts'
import { checkMany, isReady, namedBy, type OrderAsked, type OrderToIssue, type Ready } from './check.ts'
import { announceOrder } from './facts.ts'
import { holdNumbers } from './number.ts'
import type { ShipTo } from './order-line.ts'
import { orderLines, orders } from './tables.ts'
import type { NewOrder } from './tell-supplier.ts'
import { tellIssued } from './wait-for-people.ts'

export interface Issued {
  id: string
  number: string
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
  const catalogue = await namedBy(tx, given)
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

/** Says what is wrong with what is known of each order, without issuing any. */
export async function refuseMany(tx: Tx, given: readonly OrderAsked[]): Promise<Refusal[][]> {
  const catalogue = await namedBy(tx, given)
  const checked = await checkMany(given, catalogue, await holdNumbers(tx), tx.now)
  return checked.map(each => (isReady(each) ? [] : each))
}

async function write(tx: Tx, ready: Ready, number: string, at: Date, unseen: ReadonlySet<string>): Promise<Issued> {
  const { kind, priority, relationship, site } = ready
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
    note: ready.note,
    document,
    answerWanted,
    priority,
    itemGroupId: groupOf(ready),
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

/** The group that all its items are of. Of an order with items of several, or with one of none, nobody could say whose it is. */
function groupOf({ lines }: Ready): string | null {
  const groups = new Set(lines.map(({ orderable: { item } }) => item.groupId))
  const [only = null] = groups
  return groups.size === 1 ? only : null
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
