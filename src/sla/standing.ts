// How a clock stands now, as conditions: what lists, numbers and groups of the board mean by the same words.
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Urgency } from './api.ts'
import { open } from './clock.ts'
import { clocks } from './tables.ts'

export const isOpen = inArray(clocks.at, [...open])
export const isLate = sql`(${clocks.at} = 'breached' or (${clocks.at} in ('pending', 'running') and ${clocks.dueAt} < kernel.now()))`
const isAtRisk = sql`(${clocks.at} in ('pending', 'running') and ${clocks.soonAt} <= kernel.now() and ${clocks.dueAt} >= kernel.now())`
export const isDecision = eq(clocks.kind, 'decision')
export const owedBy = (orgId: string) =>
  sql`(case when ${isDecision} then ${clocks.buyerId} else ${clocks.supplierId} end) = ${orgId}`
export const isRecent = sql`${clocks.stoppedAt} > kernel.now() - interval '24 hours'`

export const meant: Record<Urgency, SQL | undefined> = {
  late: isLate,
  'at-risk': isAtRisk,
  'on-track': and(isOpen, sql`not ${isLate}`, sql`not ${isAtRisk}`),
  met: eq(clocks.at, 'met'),
  'met-late': eq(clocks.at, 'met-late'),
  'cancelled-late': eq(clocks.at, 'cancelled-late'),
  closed: inArray(clocks.at, ['excused', 'cancelled']),
}
