// The supplier's answer to an order: one verb for portal, API and EDI. All lines and the fact, or nothing.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, sure, Unknown } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { insertMany } from '../kernel/insert-many.ts'
import { localDateOf } from '../kernel/time.ts'
import { announceOrder } from './facts.ts'
import { type Held, type HeldLine, holdOrder } from './held.ts'
import { type Left, leftOf, type OnTheWay, refuseLess } from './on-its-way.ts'
import {
  type AnswerAct,
  type AnsweredLine,
  type AnswerOutcome,
  apply,
  asIs,
  isEffective,
  type LineEvent,
  type OrderStatus,
  refuse,
  same,
  spelled,
  wanted,
} from './order-line.ts'
import { isOvertaken, lastAnswer, newerAnswers, overtaken } from './overtaken.ts'
import { type Change, closeProposals, orderAfter, saveLines, saveOrders, statesAfter } from './save.ts'
import { answers, orders, proposals } from './tables.ts'
import { tellBuyer } from './tell-buyer.ts'
import { withinTolerance } from './tolerance.ts'

export interface Answer {
  orderId: string
  /** The version that the supplier looked at. */
  versionAnswered: number
  lines: readonly AnswerGiven[]
  /** When the bytes arrived or the button was pressed. */
  receivedAt: Date
  /** The EDI document that said it: the same one twice is one answer. */
  documentId?: string
  /** In which that came. */
  interchangeId?: string | undefined
}

/** A line's answer as it was given. */
interface AnswerGiven extends Pick<AnsweredLine, 'lineNumber' | 'answer'> {
  /** The line's `mark` as the answerer saw it: refused when somebody has answered meanwhile. */
  basedOn?: string | undefined
  /** What its document called it, where it was taken by its part number because no line is called so. */
  called?: string | undefined
}

export interface Answered {
  orderId: string
  version: number
  status: OrderStatus
  lines: { lineNumber: number; outcome: AnswerOutcome }[]
}

/** An act that says yes, no, or otherwise. */
type Telling = Exclude<AnswerAct, { act: 'hold' }>

/** A line's answer, judged: what becomes of the line, or why nothing does. */
interface Judged extends AnsweredLine {
  outcome: AnswerOutcome
  change?: Change
  /** The supplier proposed this; `tolerated` when it was agreed at once. */
  proposal?: { act: Extract<AnswerAct, { act: 'propose' }>; tolerated: boolean }
}

/**
 * Records a supplier's answer. What lies inside the relationship's tolerance is agreed at once, the rest waits for the
 * buyer. Lines that the buyer has changed since the version answered, and those to which a newer answer counts already (this
 * one was held, or had to be mended), keep their state; the answer is kept and shown.
 */
export async function answer(tx: Tx, given: Answer, onTheWay: OnTheWay): Promise<Answered | Refusal[]> {
  const before = given.documentId ? await answeredBefore(tx, given.documentId) : undefined
  if (before) return before
  const held = await holdOrder(tx, given.orderId)
  const told = given.lines.some(({ basedOn }) => basedOn !== undefined) ? await lastAnswer(tx, held) : undefined
  const [answered] = await answerHeld(tx, [{ held, given, told }], onTheWay)
  return sure(answered)
}

/** The same of orders that are held already, each of them once: what one refuses keeps no other from being answered. */
export async function answerHeld(tx: Tx, said: readonly Said[], onTheWay: OnTheWay): Promise<(Answered | Refusal[])[]> {
  const newer = await newerAnswers(
    tx,
    said.map(({ held, given: { receivedAt, documentId, interchangeId } }) => ({
      ...{ order: held.order, receivedAt, documentId, interchangeId },
    })),
  )
  const left = await leftOf(
    tx,
    said.flatMap(({ held }) => held.lines),
    onTheWay,
  )
  const judged = said.map(one => judgeAll(tx, { ...one, left, newer: newer.get(one.held.order.id) }))
  const done = await record(
    tx,
    judged.flatMap(one => (Array.isArray(one) ? [] : [one])),
  )
  return judged.map(one => (Array.isArray(one) ? one : sure(done.get(one))))
}

interface Said {
  held: Held
  given: Answer
  /** Who answered last, in words, for those whose answer it overtook. */
  told?: string | undefined
  /** Lines to which something came in later, and counts. */
  newer?: ReadonlySet<number> | undefined
  /** What has left of lines, by their ids. */
  left?: ReadonlyMap<string, Left>
}

/** An answer, judged: every line of it can be recorded. */
interface JudgedAnswer {
  held: Held
  given: Answer
  judged: Judged[]
}

function judgeAll(tx: Tx, said: Said): JudgedAnswer | Refusal[] {
  const { held, given } = said
  if (tx.caller.orgId !== held.order.supplierId) throw new Unknown()
  const refused = refuseAnswer(held, given)
  if (refused) return [refused]
  // By the day it came in: a slow queue makes no promise stale.
  const today = localDateOf(given.receivedAt, held.order.shipTo.zone)
  const judged = given.lines.map((line, i) => judge({ ...said, today }, line, i))
  const refusals = judged.filter(isRefusal)
  return refusals.length > 0 ? refusals : { held, given, judged: judged.filter(isJudged) }
}

const isJudged = (each: Judged | Refusal): each is Judged => 'lineNumber' in each

/** What is wrong with an answer as a whole. */
function refuseAnswer({ order }: Held, given: Answer): Refusal | undefined {
  if (given.versionAnswered > order.version)
    return refusal('version-unknown', `Order ${order.number} has no version ${given.versionAnswered}.`)
  const twice = given.lines.find((line, i) => given.lines.findIndex(each => each.lineNumber === line.lineNumber) !== i)
  return twice && refusal('line-twice', `Line ${twice.lineNumber} is answered twice.`)
}

function judge(
  { held, given, told = '', newer, left, today }: Said & { today: string },
  { lineNumber, answer: said, basedOn }: AnswerGiven,
  index: number,
): Judged | Refusal {
  const act = understood(said)
  const line = held.lines.find(each => each.row.lineNumber === lineNumber)
  const where = `/lines/${index}`
  if (!line) return refusal('line-unknown', `Order ${held.order.number} has no line ${lineNumber}.`, { where })
  const answered = { lineNumber, answer: act }
  if (line.row.askedVersion > given.versionAnswered) return { ...answered, outcome: 'old-version' }
  if (act.act === 'hold') return { ...answered, outcome: 'kept' }
  if (newer?.has(lineNumber)) return { ...answered, outcome: 'older' }
  if (restates(line, act)) return { ...answered, outcome: line.state.at }
  if (isOvertaken(line, basedOn)) return overtaken(line, told, where)
  const tolerated =
    act.act === 'propose' && withinTolerance(wanted(line.state), act.promised, held.relationship.tolerance)
  const event = eventOf(act, tolerated, today)
  const refused = refuse(line.state, event)
  if (refused) return placed(lineNumber, refused, where)
  const next = apply(line.state, event)
  // A rejection leaves what was agreed before as it is.
  const less = act.act === 'reject' ? undefined : refuseLess(next, left?.get(line.row.id), 'supplier')
  if (less) return placed(lineNumber, less, where)
  return {
    ...answered,
    outcome: next.at,
    change: { line, next },
    ...(act.act === 'propose' ? { proposal: { act, tolerated: next.at !== 'proposed' } } : {}),
  }
}

const placed = (lineNumber: number, { code, detail, where: at, remedy }: Refusal, where: string): Refusal =>
  refusal(code, `Line ${lineNumber}: ${detail}`, {
    where: at === undefined ? where : `${where}/answer/${at}`,
    ...(remedy === undefined ? {} : { remedy }),
  })

/** Kept as it was understood, not as it was typed: 1.600 pieces are 1.6, and nobody reads thousands into them. */
const understood = (act: AnswerAct): AnswerAct =>
  act.act === 'propose'
    ? { ...act, promised: act.promised.map(({ quantity, date }) => ({ quantity: spelled(quantity), date })) }
    : act

/** Saying again what is agreed already changes nothing and is no fault: many systems repeat themselves. */
function restates({ state }: HeldLine, act: Telling): boolean {
  if (act.act === 'accept') return state.at === 'confirmed'
  if (act.act === 'reject') return state.at === 'rejected'
  if (state.at === 'proposed') return same(state.open, act.promised)
  return (state.at === 'agreed' || state.at === 'confirmed') && same(state.promised, act.promised)
}

function eventOf(act: Telling, tolerated: boolean, today: string): LineEvent {
  switch (act.act) {
    case 'accept':
      return { type: 'line.accepted' }
    case 'propose':
      return { type: 'line.proposed', promised: act.promised, tolerated, today }
    case 'reject':
      return { type: 'line.rejected', reason: act.reason }
  }
}

/** Lines and orders in one statement each, whoever's they are; then what it means to the others. */
async function record(tx: Tx, answered: readonly JudgedAnswer[]): Promise<Map<JudgedAnswer, Answered>> {
  const outcomes = answered.map(outcomeOf)
  await saveLines(
    tx,
    outcomes.flatMap(({ changes }) => changes),
  )
  for (const { held, given, judged } of answered) await settleProposals(tx, held, given, judged)
  await saveOrders(
    tx,
    outcomes.map(({ order }) => order),
  )
  await insertMany(
    tx,
    answers,
    outcomes.map(outcome => rowOf(tx, outcome)),
  )
  for (const outcome of outcomes) await tell(tx, outcome)
  return new Map(outcomes.map(({ answer, order, lines }) => [answer, { ...summaryOf(order), lines: without(lines) }]))
}

interface Outcome {
  answer: JudgedAnswer
  answerId: string
  changes: Change[]
  /** As it is after the answer. */
  order: Held['order']
  /** Whether anything of it touched the order. */
  applied: boolean
  lines: AnsweredLine[]
}

function outcomeOf(answer: JudgedAnswer): Outcome {
  const { held, given, judged } = answer
  const changes = judged.flatMap(({ change }) => (change ? [change] : []))
  const version = held.order.version + (changes.some(agreesOtherwise) ? 1 : 0)
  const applied = judged.some(({ outcome }) => isEffective(outcome))
  const { answeredAt } = held.order
  const last = answeredAt && answeredAt > given.receivedAt ? answeredAt : given.receivedAt
  const order = orderAfter(held, changes, { version, ...(applied ? { answeredAt: last } : {}) })
  const lines = judged.map(({ lineNumber, answer: act, outcome }) => ({ lineNumber, answer: act, outcome }))
  return { answer, answerId: newId(), changes, order, applied, lines }
}

const rowOf = ({ caller }: Tx, { answer: { given }, answerId, order, lines }: Outcome) => ({
  id: answerId,
  buyerId: order.buyerId,
  supplierId: order.supplierId,
  orderId: order.id,
  versionAnswered: given.versionAnswered,
  channel: caller.channel,
  answeredBy: caller.name,
  receivedAt: given.receivedAt,
  documentId: given.documentId ?? null,
  lines,
})

async function tell(tx: Tx, { answer: { held, given, judged }, answerId, changes, order, applied, lines }: Outcome) {
  // Stamped with the moment the bytes arrived, so a slow queue can never make a supplier late.
  await announceOrder(tx, 'order.answered', order, statesAfter(held, changes), {
    at: given.receivedAt,
    answerId,
    versionAnswered: given.versionAnswered,
    applied,
    asksDecision: changes.filter(asksDecision).map(({ line }) => line.row.lineNumber),
    lines: without(lines).map(line => ({ ...line, ...calledOf(given, line.lineNumber) })),
    ...(given.documentId ? { documentId: given.documentId } : {}),
  })
  await tellBuyer(tx, held, answerId, judged)
}

/** The buyer is asked to decide, and was not before: a proposal in place of an undecided one asks nothing new. */
const asksDecision = ({ line, next }: Change): boolean => next.at === 'proposed' && line.state.at !== 'proposed'

const summaryOf = ({ id, version, status }: Held['order']) => ({ orderId: id, version, status })
/** What came of each line, without what was said. */
const without = (lines: readonly AnsweredLine[]) =>
  lines.map(({ lineNumber, outcome = 'kept' }) => ({ lineNumber, outcome }))

function calledOf(given: Answer, lineNumber: number): { called?: string } {
  const called = given.lines.find(line => line.lineNumber === lineNumber)?.called
  return called === undefined ? {} : { called }
}

/** Agreed on something else than stood before: than the last promise, or than the order where nothing was promised yet. */
function agreesOtherwise({ line: { state }, next }: Change): boolean {
  if (next.at !== 'agreed' && next.at !== 'confirmed') return false
  return !same(next.promised, state.promised.length > 0 ? state.promised : asIs(state.asked))
}

/** What lay on the table is answered or withdrawn, and what the supplier proposed is laid there. */
async function settleProposals(tx: Tx, held: Held, given: Answer, judged: Judged[]): Promise<void> {
  const at = given.receivedAt
  const closed = (fits: (each: Judged, by: 'buyer' | 'supplier') => boolean) =>
    judged.flatMap(each => {
      const open = each.change?.line.open
      return open && fits(each, open.by) ? [open.id] : []
    })
  await closeProposals(
    tx,
    closed((_, by) => by === 'supplier'),
    'withdrawn',
    { at },
  )
  await closeProposals(
    tx,
    closed((each, by) => by === 'buyer' && each.answer.act === 'accept'),
    'accepted',
    { at },
  )
  await closeProposals(
    tx,
    closed((each, by) => by === 'buyer' && each.answer.act === 'reject'),
    'rejected',
    { at },
  )
  await closeProposals(
    tx,
    closed((each, by) => by === 'buyer' && each.answer.act === 'propose'),
    'countered',
    { at },
  )
  const fresh = judged.flatMap(({ change, proposal }) => {
    if (!change || !proposal) return []
    const { act, tolerated } = proposal
    return [
      {
        id: newId(),
        buyerId: held.order.buyerId,
        supplierId: held.order.supplierId,
        orderId: held.order.id,
        lineId: change.line.row.id,
        by: 'supplier' as const,
        againstVersion: given.versionAnswered,
        promised: act.promised,
        reason: act.reason,
        status: tolerated ? ('auto-accepted' as const) : ('open' as const),
        tolerance: tolerated ? { ...held.relationship.tolerance, profileVersion: held.relationship.version } : null,
        createdAt: at,
        channel: tx.caller.channel,
        proposedBy: tx.caller.name,
        ...(tolerated ? { decidedAt: at, decidedBy: 'Pullwire' } : {}),
      },
    ]
  })
  if (fresh.length > 0) await tx.insert(proposals).values(fresh)
}

/** The same document again gets the same answer. */
export async function answeredBefore(tx: Tx, documentId: string): Promise<Answered | undefined> {
  const [row] = await tx
    .select({ lines: answers.lines, orderId: orders.id, version: orders.version, status: orders.status })
    .from(answers)
    .innerJoin(orders, eq(orders.id, answers.orderId))
    .where(eq(answers.documentId, documentId))
  if (!row) return undefined
  const { lines, ...order } = row
  return { ...order, lines: without(lines) }
}
