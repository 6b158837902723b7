// An 855 becomes an answer: the order is found, its segments are read, and the verb that the portal uses does the rest.
import { and, eq } from 'drizzle-orm'
import type { InboundDocument, InboundHandler } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { loops } from '../x12/index.ts'
import { answer } from './answer.ts'
import { answeredOrder, type OrderedLine, read855 } from './edi-855-reading.ts'
import type { OrderRecord } from './facts.ts'
import { type HeldLine, heldOf, type RelationshipRecord } from './held.ts'
import { orders } from './tables.ts'
import { versionKnown } from './version-known.ts'

/** Applies an 855. What it names and we do not know, or cannot read, waits for a person, in words. */
export const inbound855: InboundHandler = async (tx, document) => {
  const { documentId, relationship, group, set, receivedAt, isFirstTry } = document
  const doc = loops(set, group)
  const wanted = answeredOrder(doc)
  const order = await lockCalled(tx, relationship, wanted)
  if (!order) {
    const release = wanted.release === '' ? '' : `, release ${wanted.release},`
    return { needsAttention: `There is no order “${wanted.number}”${release} between the two of you.` }
  }
  const subject = { kind: 'order', id: order.id, label: order.number }
  const held = await heldOf(tx, order, relationship)
  const dates = { transitDays: relationship.transitDays, unqualified: unqualifiedDate(relationship) }
  const reading = read855(doc, held.lines.map(asked), dates)
  if ('problem' in reading) return { needsAttention: reading.problem, subject }
  const versionAnswered = await versionKnown(tx, order, receivedAt)
  const about = { orderId: order.id, versionAnswered, receivedAt, documentId, documentIsNew: isFirstTry === true }
  const answered = await answer(tx, { ...about, lines: reading.lines }, held)
  if (Array.isArray(answered)) return { needsAttention: answered.map(({ detail }) => detail).join(' '), subject }
  return { applied: true, subject }
}

/** A date that says not what it is: delivery, until the profile of a partner says otherwise. */
const unqualifiedDate = (_profile: InboundDocument['relationship']): 'ship' | 'delivery' => 'delivery'

/** By the order's number; a partner who splits number and release is understood too. */
async function lockCalled(
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
      .for('update')
    if (order) return order
  }
  return undefined
}

/** What the line asks for now: a counter-proposal of one delivery; of several, the order itself stays the measure. */
function asked({ row, open }: HeldLine): OrderedLine {
  const counter = open?.by === 'buyer' && open.promised.length === 1 ? open.promised[0] : undefined
  return {
    lineNumber: row.lineNumber,
    at: row.at,
    buyerPart: row.buyerPart,
    supplierPart: row.supplierPart,
    unit: row.unit,
    quantity: counter?.quantity ?? row.quantity,
    needBy: counter?.date ?? row.needBy,
  }
}
