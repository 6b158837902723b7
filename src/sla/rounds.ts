// The rounds of an order's clocks: a line asked anew belongs to the last round that asked for it, the others stay where they were.
import { and, eq, inArray, ne } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import { isOutdated, type LineAt } from '../orders/index.ts'
import { orderLines } from '../orders/tables.ts'
import type { ClockRecord } from './clock-row.ts'
import { answerableAt, lockAnswerable } from './stop.ts'
import { clocks } from './tables.ts'
import { isOwn } from './whose.ts'

/** Lines that the supplier has yet to answer. */
export const awaiting = ['awaiting-answer', 'countered'] as const
/** Lines that the buyer has yet to decide on. */
const undecided = ['proposed'] as const

export interface Over {
  clock: ClockRecord
  fact: AnnouncedFact
}

/**
 * Open clocks of orders, locked, of which none of their lines waits any more after these facts: the supplier's, the buyer's
 * own. And what was cancelled late though its answer had come in time, and is read only now.
 */
export async function roundsOver(
  tx: Tx,
  facts: readonly AnnouncedFact[],
): Promise<{ answers: Over[]; decisions: Over[] }> {
  const byOrder = new Map(facts.map(fact => [fact.subject.id, fact]))
  // What is on its way answers nothing, and no answer is a ship notice.
  const found = await lockAnswerable(
    tx,
    and(anyOf(clocks.subjectId, [...byOrder.keys()]), ne(clocks.kind, 'ship-notice')),
  )
  const running = found.filter(({ cancelledWhy }) => cancelledWhy === null)
  const cancelled = found.filter(clock => clock.cancelledWhy !== null && !isOwn(clock))
  const [answers, decisions]: [Over[], Over[]] = [[], []]
  for (const [orderId, fact] of byOrder) {
    const ofOrder = running.filter(clock => clock.subjectId === orderId)
    const rounds = ofOrder.filter(clock => !isOwn(clock))
    // One clock alone is the one that is waited for.
    const ended =
      fact.data.awaiting === false ? rounds : rounds.length < 2 ? [] : await over(tx, orderId, rounds, awaiting)
    const inTime = cancelled.filter(clock => clock.subjectId === orderId && isAnsweredInTime(clock, fact))
    answers.push(...[...ended, ...inTime].map(clock => ({ clock, fact })))
    const own = ofOrder.filter(isOwn)
    const decided = fact.data.toDecide === false || own.length === 0 ? own : await over(tx, orderId, own, undecided)
    decisions.push(...decided.map(clock => ({ clock, fact })))
  }
  return { answers, decisions }
}

interface AnsweredLine {
  lineNumber: number
  outcome: string
}

/**
 * An answer to lines that have been cancelled since it was sent is kept and changes nothing, but it came; so did one to the
 * whole order that finds no line open.
 */
function isAnsweredInTime(clock: ClockRecord, { type, at, data }: AnnouncedFact): boolean {
  if (type !== 'order.answered' || !answerableAt(at)(clock)) return false
  const said = (data.lines ?? []) as AnsweredLine[]
  const overtaken = said.filter(({ outcome }) => isOutdated(outcome))
  return said.length === 0 || overtaken.some(({ lineNumber }) => clock.lines?.includes(lineNumber) ?? true)
}

/** The rounds that no line belongs to which still waits. */
async function over(
  tx: Tx,
  orderId: string,
  rounds: readonly ClockRecord[],
  waits: readonly LineAt[],
): Promise<ClockRecord[]> {
  const latestFirst = rounds.toSorted((a, b) => b.round - a.round)
  const lines = await tx
    .select({ lineNumber: orderLines.lineNumber })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), inArray(orderLines.at, [...waits])))
  const owner = (line: number) => latestFirst.find(({ lines }) => lines === null || lines.includes(line))?.id
  const waitedFor = new Set(lines.map(({ lineNumber }) => owner(lineNumber)))
  return latestFirst.filter(({ id }) => !waitedFor.has(id))
}
