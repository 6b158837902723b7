// The rounds of an order's clock: a line asked anew belongs to the last round that asked for it, the others stay where they were.
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { orderLines } from '../orders/tables.ts'
import { open } from './clock.ts'
import { clocks } from './tables.ts'

/** Lines that the supplier has yet to answer. */
export const awaiting = ['awaiting-answer', 'countered'] as const

/** Open clocks of an order none of whose lines waits for the supplier any more; `waits`: some line of it still does. */
export async function roundsOver(tx: Tx, orderId: string, waits: boolean): Promise<string[]> {
  const running = await tx
    .select({ id: clocks.id, lines: clocks.lines })
    .from(clocks)
    .where(and(eq(clocks.subjectId, orderId), inArray(clocks.at, [...open])))
    .orderBy(desc(clocks.round))
  if (!waits) return running.map(({ id }) => id)
  // One clock alone is the one that is waited for.
  if (running.length < 2) return []
  const lines = await tx
    .select({ lineNumber: orderLines.lineNumber })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), inArray(orderLines.at, [...awaiting])))
  const owner = (line: number) => running.find(clock => clock.lines === null || clock.lines.includes(line))?.id
  const waitedFor = new Set(lines.map(({ lineNumber }) => owner(lineNumber)))
  return running.filter(({ id }) => !waitedFor.has(id)).map(({ id }) => id)
}
