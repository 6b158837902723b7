// A call-off in the portal that nobody of the supplier can see yet: it waits for the first who may answer it.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { howToSee, may } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import { notify } from '../notices/index.ts'
import { announceOrder } from './facts.ts'
import type { RelationshipRecord } from './held.ts'
import { orderLines, orders } from './tables.ts'
import { type NewOrder, namesOf, tellSuppliers } from './tell-supplier.ts'

/** One notice for all that were issued at once: to the people who answer, or of what waits for people to the contact. */
export async function tellIssued(
  tx: Tx,
  issued: readonly NewOrder[],
  without: ReadonlySet<string>,
  relationshipOf: (supplierId: string) => RelationshipRecord | undefined,
): Promise<void> {
  const seen = issued.filter(({ supplierId }) => !without.has(supplierId))
  await tellSuppliers(tx, tx.caller.orgId, seen)
  for (const id of without) {
    const waiting = issued.filter(({ supplierId }) => supplierId === id)
    await tellContact(tx, sure(relationshipOf(id)), waiting)
  }
}

/** The supplier's contact learns by mail what waits, and how somebody gets to see it: it cannot be linked to yet. */
async function tellContact(
  tx: Tx,
  { contactEmail, contactName, supplierId, supplierName }: RelationshipRecord,
  waiting: readonly NewOrder[],
): Promise<void> {
  const [first] = waiting
  if (!first || contactEmail === '') return
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, tx.caller.orgId))
  const buyer = sure(found, 'buyer').name
  await notify(tx, {
    orgId: tx.caller.orgId,
    to: { email: contactEmail, name: contactName },
    key: `orders-wait-${first.id}`,
    title:
      waiting.length === 1
        ? `${buyer}: order ${first.number} waits for somebody at ${supplierName}`
        : `${buyer}: ${waiting.length} orders wait for somebody at ${supplierName}`,
    text: [
      `${buyer} has issued ${namesOf(waiting)} and wants an answer in Pullwire. Nobody at ${supplierName} can sign in there to give one yet.`,
      await howToSee(tx, { orgId: supplierId, act: 'order.answer', buyer, what: 'the order' }),
      'The time for your answer begins when the first of your people can see it.',
    ].join('\n\n'),
    subject: { kind: 'order', id: first.id },
  })
}

/** Somebody of the supplier may answer from now on: what has waited for that reaches the supplier in this moment. */
export async function peopleChanged(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const role = String(fact.data.role ?? fact.data.to ?? '')
  if (!may(role, 'order.answer')) return
  const waiting = await tx
    .update(orders)
    .set({ deliveredAt: fact.at })
    .where(
      and(
        eq(orders.supplierId, tx.caller.orgId),
        eq(orders.document, 'portal'),
        eq(orders.status, 'awaiting-answer'),
        isNull(orders.deliveredAt),
      ),
    )
    .returning()
  if (waiting.length === 0) return
  const lines = await tx
    .select()
    .from(orderLines)
    .where(
      inArray(
        orderLines.orderId,
        waiting.map(({ id }) => id),
      ),
    )
    .orderBy(asc(orderLines.lineNumber))
  for (const order of waiting) {
    const states = lines.filter(({ orderId }) => orderId === order.id).map(({ at }) => at)
    await announceOrder(tx, 'order.delivered', order, states, { at: fact.at, by: 'portal' })
  }
  const seen = waiting.map(({ id, number, supplierId, buyerId }) => ({
    ...{ id, number, supplierId, buyerId },
    lines: lines
      .filter(({ orderId }) => orderId === id)
      .map(({ supplierPart, buyerPart, ...line }) => ({ part: supplierPart || buyerPart, ...line })),
  }))
  for (const buyerId of new Set(seen.map(order => order.buyerId)))
    await tellSuppliers(
      tx,
      buyerId,
      seen.filter(order => order.buyerId === buyerId),
    )
}
