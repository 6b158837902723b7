// What the gateway's facts mean for an order: it has reached the supplier; silence after an accepted 862 is its answer.
import { and, asc, eq, isNull } from 'drizzle-orm'
import { type AcknowledgedData, type DocumentFactData, leftOf } from '../gateway/index.ts'
import { asOrganization, type Tx } from '../kernel/db.ts'
import type { AnnouncedFact, Reactions } from '../kernel/events.ts'
import { answer } from './answer.ts'
import { announceOrder, type OrderRecord } from './facts.ts'
import { relationshipOf } from './held.ts'
import type { OnTheWay } from './on-its-way.ts'
import { awaitsSupplier } from './order-line.ts'
import { orderLines, orders } from './tables.ts'
import { versionKnown } from './version-known.ts'
import { peopleChanged } from './wait-for-people.ts'

/** The order that a document of ours carries, if it carries one. */
async function orderOf(tx: Tx, data: DocumentFactData): Promise<OrderRecord | undefined> {
  if (data.subjectKind !== 'order' || !data.subjectId || (data.setId !== '850' && data.setId !== '862'))
    return undefined
  const [order] = await tx.select().from(orders).where(eq(orders.id, data.subjectId))
  return order
}

const statesOf = async (tx: Tx, orderId: string) =>
  await tx
    .select({ lineNumber: orderLines.lineNumber, at: orderLines.at })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.lineNumber))

/** The document could be fetched, or was taken: from then on the supplier can know. The first of the two counts. */
export async function delivered(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const order = await orderOf(tx, fact.data as unknown as DocumentFactData)
  if (!order || order.deliveredAt) return
  const { rowCount } = await tx
    .update(orders)
    .set({ deliveredAt: fact.at })
    .where(and(eq(orders.id, order.id), isNull(orders.deliveredAt)))
  if (rowCount !== 1) return
  const lines = await statesOf(tx, order.id)
  const by = (fact.data as unknown as DocumentFactData).setId
  await announceOrder(
    tx,
    'order.delivered',
    { ...order, deliveredAt: fact.at },
    lines.map(({ at }) => at),
    { at: fact.at, by },
  )
}

/** X12 has no answer to an 862: where silence is agreed, the partner's accepting 997 confirms what is still open. */
const acknowledged =
  (onTheWay: OnTheWay) =>
  async (tx: Tx, fact: AnnouncedFact): Promise<void> => {
    const data = fact.data as unknown as AcknowledgedData
    if (data.verdict === 'rejected') return
    const order = await orderOf(tx, data)
    if (!order || order.answerWanted || order.document !== '862') return
    // Silence after a test says nothing of an order that the partner's live system has never got.
    if ((await leftOf(tx, [order.id])).get(order.id)?.testOnly) return
    const open = (await statesOf(tx, order.id)).filter(({ at }) => awaitsSupplier(at))
    if (open.length === 0) return
    const relationship = await relationshipOf(tx, order.buyerId, order.supplierId)
    const supplier = {
      orgId: order.supplierId,
      personId: null,
      name: `${relationship.supplierName} (silence after its 997)`,
      channel: 'edi' as const,
    }
    await asOrganization(tx, supplier, async theirs => {
      const accepted = {
        orderId: order.id,
        versionAnswered: await versionKnown(theirs, order, fact.at),
        lines: open.map(({ lineNumber }) => ({ lineNumber, answer: { act: 'accept' as const } })),
        receivedAt: fact.at,
      }
      await answer(theirs, accepted, onTheWay)
    })
  }

export const ordersReactions = (onTheWay: OnTheWay): Reactions => ({
  'person.joined': [peopleChanged],
  'role.changed': [peopleChanged],
  'document.collectable': [delivered],
  'document.delivered': [delivered],
  'document.acknowledged': [acknowledged(onTheWay)],
})
