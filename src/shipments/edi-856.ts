// An 856 becomes a ship notice: its orders are found, its tree is read, and the verb that the portal uses does the rest.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Applied, DocumentSubject, InboundDocument, InboundHandler, NeedsAttention } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { add, type Decimal } from '../kernel/decimal.ts'
import type { Refusal } from '../kernel/errors.ts'
import { addDays } from '../kernel/time.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { type Loop, loops } from '../x12/index.ts'
import { ITEMS_MAX } from './api.ts'
import { cancelNotice } from './cancel.ts'
import { headOf, lineFor, type Reading856, read856, type SaidItem } from './edi-856-reading.ts'
import type { LineRecord, OrderRecord } from './hold.ts'
import { type ItemToShip, publish, publishedBy } from './publish.ts'
import { isSentBeforeWaiting } from './sent-before.ts'
import { numberOf } from './ship-notice.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

type Result = Applied | NeedsAttention

/** Applies 856s of one partner, one after the other: what one ships, the next does not ship again. */
export const inbound856: InboundHandler = async (tx, documents) => {
  const results: Result[] = []
  for (const document of documents) {
    const result = await applied(tx, document)
    // Tried again a moment later: nobody is to look at what only came out of turn.
    if ('needsAttention' in result && (await isSentBeforeWaiting(tx, document)))
      throw new Error(`What this supplier sent before is still to be applied. ${result.needsAttention}`)
    results.push(result)
  }
  return results
}

async function applied(tx: Tx, document: InboundDocument): Promise<Result> {
  const doc = loops(document.set, document.group)
  const { purpose, number } = headOf(doc)
  switch (purpose) {
    // X12 element 353: original, and the same once more.
    case '00':
    case '07':
      return await published(tx, document, doc, number)
    case '01':
      return await takenBack(tx, document, number)
    default:
      return {
        needsAttention: `Its purpose (BSN01 “${purpose}”) is neither a new ship notice (00) nor one taken back (01). A notice that is to be changed is taken back, and sent anew under another number.`,
      }
  }
}

interface Found {
  order: OrderRecord
  lines: LineRecord[]
}

async function published(tx: Tx, document: InboundDocument, doc: Loop, number: string): Promise<Result> {
  const reading = read856(doc)
  if ('problem' in reading) return attention(reading)
  const found = await ordersCalled(tx, document, reading)
  const subject = subjectOf(reading.items.flatMap(item => orderFor(item, found)?.order ?? []))
  if (!document.isFirstTry && (await publishedBy(tx, document.documentId))) return { applied: true, ...subject }
  const goods = new Map<string, { item: ItemToShip & { quantity: Decimal }; said: SaidItem }>()
  for (const item of reading.items) {
    const of = orderFor(item, found)
    if (!of)
      return attention(
        { problem: `There is no order “${item.order[0]}” for this supplier.`, position: item.position },
        subject,
      )
    const line = lineFor(item, of.lines)
    if ('problem' in line) return attention(line, subject)
    // One by one, as with serial numbers, they are still so much of a line and lot.
    const key = JSON.stringify([of.order.id, line.lineNumber, item.lot])
    const { item: before, said } = goods.get(key) ?? { said: item }
    const quantity = before ? add(before.quantity, item.quantity) : item.quantity
    goods.set(key, { said, item: { orderId: of.order.id, lineNumber: line.lineNumber, quantity, lot: item.lot } })
  }
  const items = [...goods.values()].map(({ item }) => item)
  const { shipDate, carrier, trackingNumber } = reading
  // Where it is not said when it arrives, what is agreed on the way says so.
  const arrivalDate = reading.arrivalDate ?? addDays(shipDate, document.relationship.transitDays)
  const { receivedAt, documentId } = document
  const done = await publish(tx, {
    number,
    shipDate,
    arrivalDate,
    carrier,
    trackingNumber,
    items,
    receivedAt,
    documentId,
  })
  return Array.isArray(done)
    ? refused(
        done,
        [...goods.values()].map(({ said }) => said),
        subject,
      )
    : { applied: true, ...subject }
}

type Subject = { subject?: DocumentSubject }

/** Its orders, so that the document stands on the page of each; it goes by the first. */
function subjectOf(named: readonly OrderRecord[]): Subject {
  const [first, ...more] = new Map(named.map(order => [order.id, order])).values()
  if (!first) return {}
  // As many as a ship notice has items: what names more is refused.
  const also = more.slice(0, ITEMS_MAX).map(({ id }) => id)
  return { subject: { kind: 'order', id: first.id, label: first.number, ...(also.length > 0 ? { also } : {}) } }
}

const attention = ({ problem, position }: { problem: string; position?: number }, subject: Subject = {}): Result => ({
  needsAttention: problem,
  ...subject,
  ...(position === undefined ? {} : { position }),
})

function refused(refusals: readonly Refusal[], items: readonly SaidItem[], subject: Subject): Result {
  const [first] = refusals.flatMap(({ where }) => items[Number(where?.match(/^\/items\/(\d+)/)?.[1])] ?? [])
  return attention(
    {
      problem: refusals.map(({ detail }) => detail).join(' '),
      ...(first ? { position: first.position } : {}),
    },
    subject,
  )
}

const orderFor = ({ order }: SaidItem, found: ReadonlyMap<string, Found>): Found | undefined =>
  order.map(name => found.get(name)).find(Boolean)

/** By number. */
async function ordersCalled(
  tx: Tx,
  { relationship: { buyerId, supplierId } }: InboundDocument,
  { items }: Reading856,
): Promise<Map<string, Found>> {
  const rows = await tx
    .select()
    .from(orders)
    .where(
      and(
        and(eq(orders.buyerId, buyerId), eq(orders.supplierId, supplierId)),
        inArray(orders.number, [...new Set(items.flatMap(({ order }) => order))]),
      ),
    )
  const ids = rows.map(({ id }) => id)
  const lines =
    ids.length === 0
      ? []
      : await tx.select().from(orderLines).where(inArray(orderLines.orderId, ids)).orderBy(asc(orderLines.lineNumber))
  return new Map(
    rows.map(order => [order.number, { order, lines: lines.filter(({ orderId }) => orderId === order.id) }]),
  )
}

/** Taken back twice is taken back. */
async function takenBack(
  tx: Tx,
  { relationship: { buyerId, supplierId }, receivedAt }: InboundDocument,
  number: string,
): Promise<Result> {
  const rows = await tx
    .select({ id: shipNotices.id, state: shipNotices.state, order: orders })
    .from(shipNotices)
    .innerJoin(shipNoticeItems, eq(shipNoticeItems.noticeId, shipNotices.id))
    .innerJoin(orders, eq(orders.id, shipNoticeItems.orderId))
    .where(
      and(
        and(eq(shipNotices.buyerId, buyerId), eq(shipNotices.supplierId, supplierId)),
        eq(shipNotices.number, numberOf(number)),
      ),
    )
    .orderBy(shipNoticeItems.id)
  const [notice] = rows
  if (!notice)
    return {
      needsAttention: `It takes back the ship notice “${number}”, and there is none of that number from this supplier.`,
    }
  const subject = subjectOf(rows.map(({ order }) => order))
  // Refused only where it is taken back already, by hand a moment ago.
  if (notice.state !== 'cancelled') await cancelNotice(tx, { noticeId: notice.id, reason: '', at: receivedAt })
  return { applied: true, ...subject }
}
