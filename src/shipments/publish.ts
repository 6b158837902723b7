// A supplier says what is on its way: one verb for portal, API and EDI. All of it and the fact, or nothing.
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { decimal } from '../kernel/decimal.ts'
import { isRefusal, known, type Refusal, refusal, sure, Unknown } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { insertMany } from '../kernel/insert-many.ts'
import { type LocalDate, localDateOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import { type Placed, place, refuseApart, refuseMany, refuseNumber, refuseTooMuch } from './check.ts'
import { announceNotice, type ShipNoticeRecord } from './facts.ts'
import { type HeldOrder, holdOrders, shippedOf } from './hold.ts'
import { numberOf, refuseDates, type ShipNoticeAt } from './ship-notice.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

export interface ItemToShip {
  orderId: string
  lineNumber: number
  quantity: string
  lot?: string | undefined
}

export interface NoticeToPublish {
  number: string
  shipDate: LocalDate
  arrivalDate: LocalDate
  carrier?: string | undefined
  trackingNumber?: string | undefined
  note?: string | undefined
  items: readonly ItemToShip[]
  /** When the bytes arrived or the button was pressed. */
  receivedAt: Date
  /** The EDI document that said it: the same one twice is one notice. */
  documentId?: string
}

export interface Published {
  noticeId: string
  number: string
  state: ShipNoticeAt
}

/**
 * Records a ship notice. The same content under the same number is the same notice, and gets the same answer again.
 * Throws Unknown for an order that is not there or not the caller's to ship.
 */
export async function publish(tx: Tx, given: NoticeToPublish): Promise<Published | Refusal[]> {
  const before = given.documentId ? await publishedBy(tx, given.documentId) : undefined
  if (before) return before
  const many = refuseMany(given.items.length)
  if (many.length > 0) return many
  const orders = await holdOrders(
    tx,
    given.items.map(({ orderId }) => orderId),
  )
  const of = (orderId: string): HeldOrder => {
    const held = known(orders.get(orderId))
    if (held.order.supplierId !== tx.caller.orgId) throw new Unknown()
    return held
  }
  const held = given.items.map(({ orderId }) => of(orderId))
  const apart = refuseApart(held)
  if (apart.length > 0) return apart
  const { order } = sure(held[0])
  const number = numberOf(given.number)
  const wrong = [
    ...refuseNumber(number),
    ...refuseDates(given.shipDate, given.arrivalDate, localDateOf(given.receivedAt, order.shipTo.zone)),
  ]
  const placed = given.items.map((item, i) => place(item, sure(held[i]), i))
  const refusals = [...wrong, ...placed.filter(isRefusal)]
  if (refusals.length > 0) return refusals
  const items = placed.filter((each): each is Placed => !isRefusal(each))
  const notice = noticeOf(tx, given, number, order)
  const sameNumber = await numbered(tx, notice)
  if (sameNumber) return await sameOrUsed(tx, sameNumber, notice, items)
  const refused = [
    ...(await refuseUnagreed(tx, order)),
    ...refuseTooMuch(items, await shippedOf(tx, [...orders.keys()])),
  ]
  return refused.length > 0 ? refused : await record(tx, notice, items)
}

type Notice = Omit<ShipNoticeRecord, 'createdAt' | 'cancelledAt' | 'cancelledBy' | 'cancelReason'>

function noticeOf({ caller }: Tx, given: NoticeToPublish, number: string, order: HeldOrder['order']): Notice {
  return {
    ...{ id: newId(), buyerId: order.buyerId, supplierId: order.supplierId, number, state: 'published' },
    ...{ shipDate: given.shipDate, arrivalDate: given.arrivalDate },
    ...{ carrier: said(given.carrier), trackingNumber: said(given.trackingNumber), note: said(given.note) },
    ...{ shipToSiteId: order.shipToSiteId, shipTo: order.shipTo },
    ...{ publishedBy: caller.name, channel: caller.channel, receivedAt: given.receivedAt },
    documentId: given.documentId ?? null,
  }
}

const said = (text: string | undefined): string => text?.trim() ?? ''

type Stored = ShipNoticeRecord & { items: (typeof shipNoticeItems.$inferSelect)[] }

async function numbered(tx: Tx, { buyerId, supplierId, number }: Notice): Promise<Stored | undefined> {
  const [row] = await tx
    .select()
    .from(shipNotices)
    .where(
      and(
        and(eq(shipNotices.buyerId, buyerId), eq(shipNotices.supplierId, supplierId)),
        eq(shipNotices.number, number),
      ),
    )
  if (!row) return undefined
  const items = await tx
    .select()
    .from(shipNoticeItems)
    .where(eq(shipNoticeItems.noticeId, row.id))
    .orderBy(asc(shipNoticeItems.id))
  return { ...row, items }
}

async function sameOrUsed(
  tx: Tx,
  there: Stored,
  notice: Notice,
  items: readonly Placed[],
): Promise<Published | Refusal[]> {
  const other = { where: '/number', remedy: 'Give it another number.' }
  if (there.state === 'cancelled')
    return [
      refusal('number-cancelled', `Ship notice ${there.number} was cancelled; its number is not used again.`, other),
    ]
  if (!isSame(there, notice, items))
    return [
      refusal('number-used', `There is a ship notice ${there.number} already, and it says something else.`, other),
    ]
  // Told by hand first, by its document now: whether that had come in time is looked up by it.
  const { documentId } = notice
  if (documentId && !there.documentId)
    await tx.update(shipNotices).set({ documentId }).where(eq(shipNotices.id, there.id))
  return answerOf(there)
}

const answerOf = ({ id, number, state }: Pick<ShipNoticeRecord, 'id' | 'number' | 'state'>): Published => ({
  ...{ noticeId: id, number, state },
})

function isSame(there: Stored, notice: Notice, items: readonly Placed[]): boolean {
  const heads = ['shipDate', 'arrivalDate', 'carrier', 'trackingNumber', 'note'] as const
  const told = (of: { lineId: string; quantity: string; lot: string }[]) =>
    of
      .map(({ lineId, quantity, lot }) => `${lineId} ${decimal(quantity)} ${lot}`)
      .toSorted()
      .join('\n')
  const fresh = items.map(({ line, quantity, lot }) => ({ lineId: line.id, quantity, lot }))
  return heads.every(name => there[name] === notice[name]) && told(there.items) === told(fresh)
}

/**
 * Nothing is wanted of a supplier who has not agreed to it, and nothing is taken. While trade is suspended what was agreed on
 * before is still due, so it is still taken.
 */
async function refuseUnagreed(tx: Tx, { buyerId, supplierId }: HeldOrder['order']): Promise<Refusal[]> {
  const [relationship] = await tx
    .select({ documents: relationships.documents })
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  const { documents } = sure(relationship, 'relationship')
  if ((documents.shipNotice ?? 'none') !== 'none') return []
  return [
    refusal('ship-notice-not-agreed', 'Ship notices are not agreed with this customer.', {
      remedy: 'Ask the customer to agree on them; it does so among the documents on your page there.',
    }),
  ]
}

async function record(tx: Tx, notice: Notice, items: readonly Placed[]): Promise<Published | Refusal[]> {
  const [row] = await tx.insert(shipNotices).values(notice).onConflictDoNothing().returning()
  // Another of the same number, of other orders, was written a moment ago.
  if (!row)
    return [
      refusal('number-used', `There is a ship notice ${notice.number} already.`, {
        where: '/number',
        remedy: 'Give it another number.',
      }),
    ]
  const { id: noticeId, buyerId, supplierId } = row
  await insertMany(
    tx,
    shipNoticeItems,
    items.map(({ line, quantity, lot }) => ({
      ...{ id: newId(), buyerId, supplierId, noticeId, orderId: line.orderId, lineId: line.id, quantity, lot },
    })),
  )
  const orderIds = items.map(({ line }) => line.orderId)
  await announceNotice(tx, 'shipNotice.published', row, orderIds, { at: row.receivedAt })
  return answerOf(row)
}

/** The same document again gets the same answer. */
export async function publishedBy(tx: Tx, documentId: string): Promise<Published | undefined> {
  const [row] = await tx.select().from(shipNotices).where(eq(shipNotices.documentId, documentId))
  return row && answerOf(row)
}
