// An 855 becomes an answer: the order is found, its segments are read, and the verb that the portal uses does the rest.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Applied, InboundDocument, InboundHandler, NeedsAttention } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, sure } from '../kernel/errors.ts'
import { type Loop, loops } from '../x12/index.ts'
import { type Answer, answeredBefore, answerHeld } from './answer.ts'
import { answeredOrder, type OrderedLine, type Reading855, read855 } from './edi-855-reading.ts'
import type { OrderRecord } from './facts.ts'
import { type Held, type HeldLine, heldOf, type RelationshipRecord } from './held.ts'
import type { OnTheWay } from './on-its-way.ts'
import { orders } from './tables.ts'
import { versionKnown } from './version-known.ts'

/** One 855 of those that came together. */
interface Said {
  document: InboundDocument
  doc: Loop
  /** Numbers by which it may call its order, the likeliest first. */
  called: string[]
}
type Result = Applied | NeedsAttention

/** Applies 855s of one partner. What one names and we do not know, or cannot read, waits for a person, in words. */
export const inbound855 =
  (onTheWay: OnTheWay): InboundHandler =>
  async (tx, documents) => {
    const results = new Map<InboundDocument, Result>()
    let waiting = documents.map(said)
    while (waiting.length > 0) {
      const round = onDifferentOrders(waiting)
      for (const [{ document }, result] of await applyRound(tx, round, onTheWay)) results.set(document, result)
      waiting = waiting.filter(one => !round.includes(one))
    }
    return documents.map(document => sure(results.get(document)))
  }

function said(document: InboundDocument): Said {
  const doc = loops(document.set, document.group)
  const { number, release } = answeredOrder(doc)
  // A partner who splits number and release is understood too.
  const called = [number, ...(release === '' ? [] : [`${number}-${release}`, release])]
  return { document, doc, called: called.filter(Boolean).map(name => name.toUpperCase()) }
}

/** The first of every order: a second answer to the same order sees what became of the first. */
function onDifferentOrders(waiting: readonly Said[]): Said[] {
  const named = new Set<string>()
  return waiting.filter(({ called }) => {
    const again = called.some(name => named.has(name))
    for (const name of called) named.add(name)
    return !again
  })
}

async function applyRound(tx: Tx, round: readonly Said[], onTheWay: OnTheWay): Promise<Map<Said, Result>> {
  const relationship = sure(round[0]).document.relationship
  const results = new Map<Said, Result>()
  const found = new Map<Said, OrderRecord>()
  const locked = await lockCalled(
    tx,
    relationship,
    round.flatMap(({ called }) => called),
  )
  for (const one of round) {
    const order = one.called.map(name => locked.get(name)).find(Boolean)
    if (order) found.set(one, order)
    else results.set(one, unknown(one))
  }
  const held = await heldOf(tx, [...found.values()], relationship)
  const answers: { one: Said; held: Held; given: Placed }[] = []
  for (const [i, one] of [...found.keys()].entries()) {
    const order = sure(held[i])
    const given = await read(tx, one, order)
    if ('lines' in given) answers.push({ one, held: order, given })
    else results.set(one, given)
  }
  const answered = await answerHeld(tx, answers, onTheWay)
  for (const [i, { one, held, given }] of answers.entries()) {
    const outcome = sure(answered[i])
    const subject = subjectOf(held)
    results.set(one, Array.isArray(outcome) ? refusedOf(outcome, given, subject) : { applied: true, subject })
  }
  return results
}

/** An answer whose lines still know the segment that speaks of them. */
interface Placed extends Answer {
  lines: Reading855['lines']
}

function refusedOf(refusals: readonly Refusal[], { lines }: Placed, subject: Result['subject']): NeedsAttention {
  const [first] = refusals.flatMap(({ where }) => lines[Number(where?.split('/')[2])] ?? [])
  return {
    needsAttention: refusals.map(({ detail }) => detail).join(' '),
    ...(subject ? { subject } : {}),
    ...(first?.position === undefined ? {} : { position: first.position }),
  }
}

function unknown({ doc }: Said): NeedsAttention {
  const { number, release } = answeredOrder(doc)
  const of = release === '' ? '' : `, release ${release},`
  return { needsAttention: `There is no order “${number}”${of} for this supplier.` }
}

/** The document as an answer; or what there is to say of it without one. */
async function read(tx: Tx, { document, doc }: Said, held: Held): Promise<Placed | Result> {
  const { documentId, interchangeId, relationship, receivedAt, isFirstTry } = document
  const subject = subjectOf(held)
  if (!isFirstTry && (await answeredBefore(tx, documentId))) return { applied: true, subject }
  const dates = { transitDays: relationship.transitDays, unqualified: unqualifiedDate(relationship) }
  const reading = read855(doc, held.lines.map(asked), dates)
  if ('problem' in reading) {
    const { problem, position } = reading
    return { needsAttention: problem, subject, ...(position === undefined ? {} : { position }) }
  }
  const versionAnswered = await versionKnown(tx, held.order, receivedAt)
  return { orderId: held.order.id, versionAnswered, receivedAt, documentId, interchangeId, lines: reading.lines }
}

const subjectOf = ({ order }: Held) => ({ kind: 'order', id: order.id, label: order.number })

/** A date that says not what it is: delivery, until the profile of a partner says otherwise. */
const unqualifiedDate = (_profile: InboundDocument['relationship']): 'ship' | 'delivery' => 'delivery'

/** The orders of these numbers, locked, always in the same sequence so that nobody waits in a ring. */
async function lockCalled(
  tx: Tx,
  { buyerId, supplierId }: RelationshipRecord,
  numbers: readonly string[],
): Promise<Map<string, OrderRecord>> {
  const locked = await tx
    .select()
    .from(orders)
    .where(and(eq(orders.buyerId, buyerId), eq(orders.supplierId, supplierId), inArray(orders.number, [...numbers])))
    .orderBy(asc(orders.id))
    .for('update')
  return new Map(locked.map(order => [order.number, order]))
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
