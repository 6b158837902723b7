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

/**
 * Promised later than the agreed days allow, or not at all when the day has come at the ship-to. Less is not late, and
 * neither is what the buyer itself has proposed; `proposed`: whatever either side has for this line.
 */
export function lateness(
  line: { at: LineAt; needBy: LocalDate; promised: readonly Promised[] },
  today: LocalDate,
  { daysLate }: { daysLate: number },
  proposed: readonly Proposed[] = [],
): Lateness | undefined {
  if (line.at === 'cancelled' || line.at === 'rejected') return undefined
  if (isBuyersOwn(line.promised, proposed)) return undefined
  if (line.promised.length === 0) return line.needBy <= today ? { days: null } : undefined
  const days = Math.max(...line.promised.map(({ date }) => daysBetween(line.needBy, date)))
  return days > daysLate ? { days } : undefined
}
