// What a relationship has agreed beforehand, in one sentence: what is agreed at once, what waits, what cannot be promised.
import type { OrderDetail } from '../../orders/api.ts'
import { decimalText } from '../i18n/format.ts'
import { m } from '../i18n/index.ts'

export function toleranceText({
  daysEarly,
  daysLate,
  quantityPercentUnder: under,
  quantityPercentOver: over,
}: OrderDetail['tolerance']): string {
  const within = [
    daysEarly > 0 ? m.orders_tolerance_early({ n: daysEarly }) : '',
    daysLate > 0 ? m.orders_tolerance_late({ n: daysLate }) : '',
    under === '0' ? '' : m.orders_tolerance_under({ percent: decimalText(under) }),
    over === '0' ? '' : m.orders_tolerance_over({ percent: decimalText(over) }),
  ].filter(Boolean)
  return [
    within.length > 0 ? m.orders_tolerance({ within: within.join(', ') }) : m.orders_tolerance_none(),
    over === '0' ? m.orders_tolerance_no_more() : m.orders_tolerance_most({ percent: decimalText(over) }),
  ].join(' ')
}
