// How much less or more than asked a promise is, as both sides read it while it is typed and on the table. Pure.
import { cmp, decimal, isDecimal, readDecimal, sub, sum, ZERO } from '../../kernel/decimal.ts'
import type { Promised } from '../../orders/order-line.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'

/** Undefined where it is as much as asked, or not all of it can be read yet. */
export function besideAsked(
  { quantity, unit }: { quantity: string; unit: string },
  promised: readonly Pick<Promised, 'quantity'>[],
): string | undefined {
  if (!promised.every(row => isDecimal(readDecimal(row.quantity)))) return undefined
  const rest = sub(decimal(quantity), sum(promised.map(row => decimal(row.quantity))))
  const order = cmp(rest, ZERO)
  if (order > 0) return m.orders_less_than_asked({ quantity: decimalText(rest), unit })
  return order < 0 ? m.orders_more_than_asked({ quantity: decimalText(sub(ZERO, rest)), unit }) : undefined
}
