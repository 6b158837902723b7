// An 855 becomes an answer: the order is found, its segments are read, and the verb that the portal uses does the rest.
import { and, asc, eq } from 'drizzle-orm'
import type { InboundDocument, InboundHandler } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { loops } from '../x12/index.ts'
import { answer } from './answer.ts'
import { answeredOrder, type OrderedLine, read855 } from './edi-855-reading.ts'
import type { OrderRecord } from './facts.ts'
import type { RelationshipRecord } from './held.ts'
import { orderLines, orders, proposals } from './tables.ts'
import { versionKnown } from './version-known.ts'

/** Applies an 855. What it names and we do not know, or cannot read, waits for a person, in words. */
export const inbound855: InboundHandler = async (tx, { documentId, relationship, group, set, receivedAt }) => {
  const doc = loops(set, group)
  const wanted = answeredOrder(doc)
  const order = await orderCalled(tx, relationship, wanted)
  if (!order) {
    const release = wanted.release === '' ? '' : `, release ${wanted.release},`
    return { needsAttention: `There is no order “${wanted.number}”${release} between the two of you.` }
  }
  const subject = { kind: 'order', id: order.id, label: order.number }
  const dates = { transitDays: relationship.transitDays, unqualified: unqualifiedDate(relationship) }
  const reading = read855(doc, await orderedLines(tx, order.id), dates)
  if ('problem' in reading) return { needsAttention: reading.problem, subject }
  const answered = await answer(
    tx,
    {
      orderId: order.id,
      versionAnswered: await versionKnown(tx, order.id, receivedAt),
      lines: reading.lines,
      receivedAt,
      documentId,
    },
    relationship,
  )
  if (Array.isArray(answered)) return { needsAttention: answered.map(({ detail }) => detail).join(' '), subject }
  return { applied: true, subject }
}

/** A date that says not what it is: delivery, until the profile of a partner says otherwise. */
const unqualifiedDate = (_profile: InboundDocument['relationship']): 'ship' | 'delivery' => 'delivery'

/** By the order's number; a partner who splits number and release is understood too. */
async function orderCalled(
  tx: Tx,
  { buyerId, supplierId }: RelationshipRecord,
  { number, release }: { number: string; release: string },
): Promise<OrderRecord | undefined> {
  const called = [number, ...(release === '' ? [] : [`${number}-${release}`, release])].filter(Boolean)
  for (const name of called) {
    const [order] = await tx
      .select()
      .from(orders)
      .where(and(eq(orders.buyerId, buyerId), eq(orders.supplierId, supplierId), eq(orders.number, name.toUpperCase())))
    if (order) return order
  }
  return undefined
}

async function orderedLines(tx: Tx, orderId: string): Promise<OrderedLine[]> {
  const rows = await tx
    .select({ line: orderLines, counter: proposals.promised })
    .from(orderLines)
    .leftJoin(
      proposals,
      and(eq(proposals.lineId, orderLines.id), eq(proposals.status, 'open'), eq(proposals.by, 'buyer')),
    )
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.lineNumber))
  return rows.map(({ line, counter }) => {
    // A counter-proposal of one delivery is what the line asks for now; of several, the order itself stays the measure.
    const asked = counter?.length === 1 ? counter[0] : undefined
    return {
      lineNumber: line.lineNumber,
      at: line.at,
      buyerPart: line.buyerPart,
      supplierPart: line.supplierPart,
      unit: line.unit,
      quantity: asked?.quantity ?? line.quantity,
      needBy: asked?.date ?? line.needBy,
    }
  })
}
