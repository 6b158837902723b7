// Whether a supplier's change is so small that both have agreed to it beforehand. Pure.
import { add, cmp, type Decimal, decimal, div, mul, sub, sum } from '../kernel/decimal.ts'
import { daysBetween } from '../kernel/time.ts'
import type { Promised } from './order-line.ts'

/** The part of the partner's profile that decides it; percents of the quantity wanted, as decimal strings. */
export interface ToleranceAgreed {
  daysEarly: number
  daysLate: number
  quantityPercentUnder: string
  quantityPercentOver: string
}

/**
 * Every delivery promised must lie within the agreed days around those wanted, and the whole quantity within
 * the agreed percents: a split is tolerated when all of it is in time.
 */
export function withinTolerance(
  wanted: readonly Promised[],
  promised: readonly Promised[],
  tolerance: ToleranceAgreed,
): boolean {
  if (wanted.length === 0 || promised.length === 0) return false
  const days = wanted.map(({ date }) => date).sort()
  const [first = ''] = days
  const last = days.at(-1) ?? first
  const inTime = promised.every(
    ({ date }) => daysBetween(first, date) >= -tolerance.daysEarly && daysBetween(last, date) <= tolerance.daysLate,
  )
  return inTime && quantityWithin(total(wanted), total(promised), tolerance)
}

/** More than this is never taken, whoever would decide on it. */
export const mostTaken = (ordered: Decimal, { quantityPercentOver }: ToleranceAgreed): Decimal =>
  add(ordered, div(mul(ordered, decimal(quantityPercentOver)), decimal(100)))

function quantityWithin(asked: Decimal, given: Decimal, tolerance: ToleranceAgreed): boolean {
  const difference = sub(given, asked)
  const percent = cmp(difference, decimal(0)) < 0 ? tolerance.quantityPercentUnder : tolerance.quantityPercentOver
  const room = div(mul(asked, decimal(percent)), decimal(100))
  const size = cmp(difference, decimal(0)) < 0 ? sub(asked, given) : difference
  return cmp(size, room) <= 0
}

const total = (rows: readonly Promised[]): Decimal => sum(rows.map(row => decimal(row.quantity)))
