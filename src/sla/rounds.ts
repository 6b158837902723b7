// The rounds of an order's clock: a line asked anew belongs to the last round that asked for it, the others stay where they were.
import { and, eq, inArray } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import { orderLines } from '../orders/tables.ts'
import type { ClockRecord } from './clock-row.ts'
import { lockOpen } from './stop.ts'
import { clocks } from './tables.ts'

/** Lines that the supplier has yet to answer. */
export const awaiting = ['awaiting-answer', 'countered'] as const

/** Open clocks of orders, locked, of which none of their lines waits for the supplier any more after these facts. */
export async function roundsOver(
  tx: Tx,
  facts: readonly AnnouncedFact[],
): Promise<{ clock: ClockRecord; fact: AnnouncedFact }[]> {
  const byOrder = new Map(facts.map(fact => [fact.subject.id, fact]))
  const running = await lockOpen(tx, anyOf(clocks.subjectId, [...byOrder.keys()]))
  const over: { clock: ClockRecord; fact: AnnouncedFact }[] = []
  for (const [orderId, fact] of byOrder) {
    const rounds = running.filter(clock => clock.subjectId === orderId)
    const ended = fact.data.awaiting === false ? rounds : await answeredOf(tx, orderId, rounds)
    over.push(...ended.map(clock => ({ clock, fact })))
  }
  return over
}

/** Of an order of which some line still waits: the rounds that no such line belongs to. */
async function answeredOf(tx: Tx, orderId: string, rounds: readonly ClockRecord[]): Promise<ClockRecord[]> {
  // One clock alone is the one that is waited for.
  if (rounds.length < 2) return []
  const latestFirst = rounds.toSorted((a, b) => b.round - a.round)
  const lines = await tx
    .select({ lineNumber: orderLines.lineNumber })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), inArray(orderLines.at, [...awaiting])))
  const owner = (line: number) => latestFirst.find(({ lines }) => lines === null || lines.includes(line))?.id
  const waitedFor = new Set(lines.map(({ lineNumber }) => owner(lineNumber)))
  return latestFirst.filter(({ id }) => !waitedFor.has(id))
}
