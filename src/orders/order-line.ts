// The life of an order line: what may happen next, and what becomes of it. Pure; the portal greys its buttons from here.

import { refusePieces, wholePieces } from '../items/item.ts'
import {
  add,
  cmp,
  type Decimal,
  decimal,
  isDecimal,
  isPositive,
  isZero,
  min,
  ONE,
  readDecimal,
  sub,
  sum,
  ZERO,
} from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, formatDate, isLocalDate, type LocalDate } from '../kernel/time.ts'

export type OrderKind = 'standalone' | 'release' | 'call-off'

export interface ShipTo {
  code: string
  name: string
  street: string
  city: string
  region: string
  postalCode: string
  country: string
  zone: string
}

/** A quantity for a delivery date; several of them are a split. */
export interface Promised {
  /** Decimal string. */
  quantity: string
  /** YYYY-MM-DD, delivery at the ship-to. */
  date: string
}

export type LineAt = 'awaiting-answer' | 'confirmed' | 'proposed' | 'countered' | 'agreed' | 'rejected' | 'cancelled'

export type ProposalStatus = 'open' | 'auto-accepted' | 'accepted' | 'rejected' | 'countered' | 'withdrawn' | 'expired'

export type AnswerAct =
  | { act: 'accept' }
  | { act: 'propose'; promised: Promised[]; reason: string }
  | { act: 'reject'; reason: string }
  /** Neither yes nor no: kept and shown, the line stays open. */
  | { act: 'hold'; reason: string }

export interface AnsweredLine {
  lineNumber: number
  answer: AnswerAct
  /**
   * What became of it: the line's state after it; `old-version` or `older` when the buyer, or the supplier itself, had said
   * something newer; `kept` when the line could not take it.
   */
  outcome?: AnswerOutcome
}
export type AnswerOutcome = LineAt | 'old-version' | 'older' | 'kept'

/** Said of what was no longer true by then: kept and shown, it changes nothing. */
export const isOutdated = (outcome: string | undefined): boolean => outcome === 'old-version' || outcome === 'older'

/** It has touched the order. */
export const isEffective = (outcome: string | undefined): boolean => outcome !== 'kept' && !isOutdated(outcome)

/** What the buyer asked for; never moves. */
export interface Asked {
  quantity: string
  /** Of the item, as it is ordered: X12 element 355. */
  unit: string
  needBy: LocalDate
  /** More than `quantity` only where the relationship's profile tolerates over-delivery. */
  quantityMax: string
}

interface Lasting {
  asked: Asked
  /** What both agreed on before; empty when nothing was. It stands until something else is agreed. */
  promised: readonly Promised[]
}

export type LineState =
  | ({ at: 'awaiting-answer' } & Lasting)
  /** Accepted exactly as asked. */
  | ({ at: 'confirmed' } & Lasting)
  /** The supplier's proposal waits for the buyer. */
  | ({ at: 'proposed'; open: readonly Promised[] } & Lasting)
  /** The buyer's counter-proposal waits for the supplier. */
  | ({ at: 'countered'; open: readonly Promised[] } & Lasting)
  /** Agreed on something else than was asked for. */
  | ({ at: 'agreed' } & Lasting)
  | ({ at: 'rejected'; reason: string } & Lasting)
  /** `promised`: what was on its way by then, which stays agreed. */
  | ({ at: 'cancelled' } & Lasting)

export type LineEvent =
  | { type: 'line.accepted' }
  /** `today`: the day at the ship-to on which it was received, whenever it is worked off. */
  | { type: 'line.proposed'; promised: readonly Promised[]; tolerated: boolean; today: LocalDate }
  | { type: 'line.rejected'; reason: string }
  | { type: 'line.proposal-accepted' }
  | { type: 'line.proposal-rejected' }
  | { type: 'line.countered'; promised: readonly Promised[]; today: LocalDate }
  /** `onTheWay`: so much of it has left already. */
  | { type: 'line.cancelled'; onTheWay?: Decimal }

/** What may happen next. The single place that says so. */
export const allowed = {
  'awaiting-answer': ['line.accepted', 'line.proposed', 'line.rejected', 'line.cancelled'],
  confirmed: ['line.proposed', 'line.cancelled'],
  proposed: [
    'line.proposed',
    'line.accepted',
    'line.rejected',
    'line.proposal-accepted',
    'line.proposal-rejected',
    'line.countered',
    'line.cancelled',
  ],
  countered: ['line.accepted', 'line.proposed', 'line.rejected', 'line.cancelled'],
  agreed: ['line.proposed', 'line.cancelled'],
  rejected: [],
  // Of what was on its way and has been taken back.
  cancelled: ['line.cancelled'],
} as const satisfies Record<LineAt, readonly LineEvent['type'][]>

/** Whether the supplier's word is wanted. */
export const awaitsSupplier = (at: LineAt): boolean => at === 'awaiting-answer' || at === 'countered'

export const inWords: Readonly<Record<LineAt, string>> = {
  'awaiting-answer': 'waits for an answer',
  confirmed: 'is confirmed already',
  proposed: 'waits for the buyer to decide on a proposal',
  countered: "waits for the supplier's word on a counter-proposal",
  agreed: 'is agreed already',
  rejected: 'was rejected',
  cancelled: 'was cancelled',
}

const eventInWords: Record<LineEvent['type'], string> = {
  'line.accepted': 'accepted',
  'line.proposed': 'given another date or quantity',
  'line.rejected': 'rejected',
  'line.proposal-accepted': 'agreed to',
  'line.proposal-rejected': 'refused',
  'line.countered': 'countered',
  'line.cancelled': 'cancelled',
}

const talkAboutIt = 'Propose another date or quantity, or talk to the buyer, who can cancel it.'

export function mayHappen(at: LineAt, type: LineEvent['type']): boolean {
  const types: readonly LineEvent['type'][] = allowed[at]
  return types.includes(type)
}

/** As `mayHappen`, for a line with what was agreed on it before: nobody takes an agreement back alone. */
export function mayHappenTo(line: { at: LineAt; promised: readonly Promised[] }, type: LineEvent['type']): boolean {
  return mayHappen(line.at, type) && !(type === 'line.rejected' && isAgreedBelow(line)) && !isOver(line)
}

/** Nothing of it is wanted any more. */
const isOver = ({ at, promised }: { at: LineAt; promised: readonly Promised[] }): boolean =>
  at === 'cancelled' && promised.length === 0

/** The supplier's own change is on the table, above what was agreed. */
const isAgreedBelow = ({ at, promised }: { at: LineAt; promised: readonly Promised[] }): boolean =>
  at === 'proposed' && promised.length > 0

/** Why an event cannot happen to a line: the table first, then the numbers. Undefined when it can. */
export function refuse(state: LineState, event: LineEvent): Refusal | undefined {
  if (!mayHappen(state.at, event.type) || isOver(state))
    return refusal('line-not-open', `It ${inWords[state.at]}, so it cannot be ${eventInWords[event.type]}.`, {
      ...(event.type === 'line.rejected' && state.promised.length > 0 ? { remedy: talkAboutIt } : {}),
    })
  if (event.type === 'line.rejected' && isAgreedBelow(state))
    return refusal('line-not-open', 'It was agreed before this change was proposed, so it cannot be rejected.', {
      remedy: talkAboutIt,
    })
  if (event.type === 'line.rejected' && event.reason.trim() === '')
    return refusal('reason-missing', 'A rejection needs its reason.', { where: 'reason' })
  if (event.type === 'line.proposed' || event.type === 'line.countered')
    return refusePromised(event.promised, state, event.today)
  return event.type === 'line.cancelled' ? refuseCancelled(state, event.onTheWay) : undefined
}

/** What has left cannot be called back by a word; of the rest it can. */
function refuseCancelled({ promised, asked }: LineState, onTheWay = ZERO): Refusal | undefined {
  const agreed = sum(promised.map(({ quantity }) => decimal(quantity)))
  if (isZero(onTheWay) || cmp(onTheWay, agreed) < 0) return undefined
  return refusal(
    'line-on-its-way',
    `All ${agreed} ${asked.unit} agreed on are on their way, so nothing is left to cancel.`,
    { remedy: 'Ask the supplier to take the ship notice back, if it can stop the goods; then cancel the line.' },
  )
}

/** More rows of a split than anybody delivers. */
export const SPLIT_MAX = 24
/** Nobody promises a delivery in ten years: a typing error. */
const FUTURE_DAYS_MAX = 3660

/** What is wrong with the numbers of a promise: never more than ordered, real days, none that has passed or is absurd. */
function refusePromised(promised: readonly Promised[], state: LineState, today: LocalDate): Refusal | undefined {
  const { asked } = state
  if (promised.length === 0) return refusal('promise-empty', 'Say at least one quantity and date.')
  if (promised.length > SPLIT_MAX) return refusal('split-too-long', `A split has at most ${SPLIT_MAX} deliveries.`)
  const days = new Set<string>()
  let total = ZERO
  for (const [i, { quantity, date }] of promised.entries()) {
    const where = `promised/${i}`
    const read = readDecimal(quantity)
    if (!isDecimal(read)) return refusal(read.code, read.detail, { where: `${where}/quantity`, ...remedyOf(read) })
    if (!isPositive(read))
      return refusal('quantity-not-positive', 'A promised quantity is more than 0.', { where: `${where}/quantity` })
    const broken = refusePieces(read, asked.unit, asked.quantityMax as Decimal)
    if (broken) return refusal(broken.code, broken.detail, { where: `${where}/quantity`, ...remedyOf(broken) })
    if (!isLocalDate(date))
      return refusal('not-a-date', `"${date}" is not a date like 2027-03-14.`, { where: `${where}/date` })
    if (date < today && !mayHavePassed(state, date)) return datePast(date, today, `${where}/date`)
    if (date > addDays(today, FUTURE_DAYS_MAX))
      return refusal('date-absurd', `${inFull(date)} is too far from today, ${inFull(today)}.`, {
        where: `${where}/date`,
      })
    if (days.has(date))
      return refusal('date-twice', `${inFull(date)} stands there twice.`, {
        where: `${where}/date`,
        remedy: 'Add the quantities of one day together.',
      })
    days.add(date)
    total = add(total, read)
  }
  // Quantities never add to more than was ordered, unless the profile says how much more is taken.
  if (cmp(total, asked.quantityMax as Decimal) > 0) return moreThanOrdered(total, asked)
  return undefined
}

/** Nothing is promised into the past; but a day that is asked for or agreed on stands there already. */
const mayHavePassed = (state: LineState, day: LocalDate): boolean =>
  [...asIs(state.asked), ...wanted(state), ...state.promised].some(({ date }) => date === day)

const inFull = (date: LocalDate): string => formatDate(date, { year: true })

const datePast = (date: LocalDate, today: LocalDate, where: string): Refusal =>
  refusal('date-past', `${inFull(date)} lies before ${inFull(today)}, the day of this answer.`, {
    where,
    remedy: 'Promise that day or a later one.',
  })

function moreThanOrdered(total: Decimal, { quantity, quantityMax, unit }: Asked): Refusal {
  const above = wholePieces(quantityMax as Decimal, unit)
  const most = above === quantityMax ? above : sub(above, ONE)
  const what =
    most === quantity
      ? `the ${quantity} ${unit} ordered`
      : `${most} ${unit}, with what is agreed over the ${quantity} ordered`
  return refusal('more-than-ordered', `${total} ${unit} is more than ${what}. Nobody has agreed to take that.`, {
    where: 'promised',
    remedy: `Promise ${most} ${unit} at most, or ask the buyer for another order.`,
  })
}

const remedyOf = (read: Refusal) => (read.remedy === undefined ? {} : { remedy: read.remedy })

/** What becomes of a line. Only for events that `refuse` lets through. */
export function apply(state: LineState, event: LineEvent): LineState {
  const { asked, promised } = state
  switch (event.type) {
    case 'line.accepted':
      return state.at === 'countered' ? settled(asked, state.open) : settled(asked, asIs(asked))
    case 'line.proposed': {
      const open = inOrder(event.promised)
      // To promise exactly what is asked is to accept it.
      if (event.tolerated || same(open, wanted(state))) return settled(asked, open)
      return { at: 'proposed', asked, promised, open }
    }
    case 'line.rejected':
      // Rejecting the buyer's counter-proposal leaves what was agreed before it.
      return promised.length > 0 ? settled(asked, promised) : { at: 'rejected', asked, promised, reason: event.reason }
    case 'line.proposal-accepted':
      return settled(asked, state.at === 'proposed' ? state.open : promised)
    case 'line.proposal-rejected':
      return promised.length > 0 ? settled(asked, promised) : { at: 'awaiting-answer', asked, promised }
    case 'line.countered':
      return { at: 'countered', asked, promised, open: inOrder(event.promised) }
    case 'line.cancelled':
      return { at: 'cancelled', asked, promised: firstOf(promised, event.onTheWay ?? ZERO) }
  }
}

/** What the supplier's next answer is measured against: the buyer's counter-proposal, else the order itself. */
export function wanted(state: LineState): readonly Promised[] {
  return state.at === 'countered' ? state.open : asIs(state.asked)
}

export const asIs = ({ quantity, needBy }: Pick<Asked, 'quantity' | 'needBy'>): readonly Promised[] => [
  { quantity, date: needBy },
]

/** Agreed on exactly what was asked for is `confirmed`, on anything else `agreed`. */
function settled(asked: Asked, promised: readonly Promised[]): LineState {
  return { at: same(promised, asIs(asked)) ? 'confirmed' : 'agreed', asked, promised }
}

const inOrder = (promised: readonly Promised[]): readonly Promised[] =>
  promised
    .map(({ quantity, date }) => ({ quantity: spelled(quantity), date }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

/** What has left serves the delivery that is due first. */
function firstOf(promised: readonly Promised[], quantity: Decimal): readonly Promised[] {
  let left = quantity
  return promised.flatMap(row => {
    const part = min(decimal(row.quantity), left)
    left = sub(left, part)
    return isZero(part) ? [] : [{ ...row, quantity: part }]
  })
}

/** In the one normal spelling, so that 40 and 40.0 are the same promise. */
export function spelled(quantity: string): string {
  const read = readDecimal(quantity)
  return isDecimal(read) ? read : quantity
}

export function same(a: readonly Promised[], b: readonly Promised[]): boolean {
  return (
    a.length === b.length &&
    a.every((row, i) => row.date === b[i]?.date && spelled(row.quantity) === spelled(b[i]?.quantity ?? ''))
  )
}

export type OrderStatus = 'awaiting-answer' | 'to-decide' | 'confirmed' | 'changed' | 'rejected' | 'cancelled'

/** An order in one word: what wants doing first, then the worst of what is settled. */
export function statusOf(lines: readonly LineAt[]): OrderStatus {
  if (lines.some(awaitsSupplier)) return 'awaiting-answer'
  if (lines.includes('proposed')) return 'to-decide'
  if (lines.includes('rejected')) return 'rejected'
  if (lines.includes('agreed')) return 'changed'
  return lines.includes('confirmed') ? 'confirmed' : 'cancelled'
}

/** Whether some lines are agreed on and others rejected, where nothing is left to answer or to decide. */
export const isPartlyRejected = (lines: readonly LineAt[]): boolean =>
  statusOf(lines) === 'rejected' && lines.some(at => at === 'confirmed' || at === 'agreed')
