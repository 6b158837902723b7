// Whether a line is late, and by how much. Pure.
import { daysBetween, type LocalDate } from '../kernel/time.ts'
import { type LineAt, type Promised, same } from './order-line.ts'

/** What one side has proposed for a line. */
export interface Proposed {
  by: 'buyer' | 'supplier'
  promised: readonly Promised[]
}

/** Whether what is promised is what the buyer itself has proposed. */
export const isBuyersOwn = (promised: readonly Promised[], proposed: readonly Proposed[]): boolean =>
  promised.length > 0 && proposed.some(each => each.by === 'buyer' && same(each.promised, promised))

/** How late a line is: days after the day asked for, or null when nothing is promised and the day has come. */
export interface Lateness {
  days: number | null
}

/** The last day that the buyer itself has proposed, if any. */
const buyersLast = (proposed: readonly Proposed[]): LocalDate | undefined =>
  proposed
    .filter(({ by }) => by === 'buyer')
    .flatMap(({ promised }) => promised.map(({ date }) => date))
    .sort()
    .at(-1)

/**
 * Days after the day asked for, below 0 before it. Up to the last day that the buyer itself has proposed nothing is
 * late, only after the day asked for: that is 0.
 */
export function daysAfter(asked: LocalDate, date: LocalDate, proposed: readonly Proposed[] = []): number {
  const days = daysBetween(asked, date)
  return days > 0 && date <= (buyersLast(proposed) ?? asked) ? 0 : days
}

/**
 * Promised later than the agreed days allow, or not at all when the day has come at the ship-to. The days agreed count
 * from the day asked for, or from the last that the buyer itself has proposed, as they do when an answer is taken.
 * Less is not late. `proposed`: whatever either side has for this line.
 */
export function lateness(
  line: { at: LineAt; needBy: LocalDate; promised: readonly Promised[] },
  today: LocalDate,
  { daysLate }: { daysLate: number },
  proposed: readonly Proposed[] = [],
): Lateness | undefined {
  if (line.at === 'cancelled' || line.at === 'rejected') return undefined
  if (line.promised.length === 0) return line.needBy <= today ? { days: null } : undefined
  const days = Math.max(...line.promised.map(({ date }) => daysBetween(line.needBy, date)))
  const allowed = Math.max(0, daysBetween(line.needBy, buyersLast(proposed) ?? line.needBy)) + daysLate
  return days > allowed ? { days } : undefined
}
