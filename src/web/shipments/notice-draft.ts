// A ship notice being typed: what stands there at first, and which items go over the wire. Pure.
import { addDays, isLocalDate, type LocalDate } from '../../kernel/time.ts'
import type { OrderShipments, PublishBody } from '../../shipments/api.ts'
import { readDecimal } from '../i18n/format.ts'

export interface Typed extends Record<string, unknown> {
  number: string
  shipDate: string
  arrivalDate: string
  carrier: string
  trackingNumber: string
  note: string
  /** By line number: lines may come and go while one types. */
  lines: Record<string, { quantity: string; lot: string }>
}

export const typedFor = ({ lines, transitDays }: OrderShipments, today: LocalDate): Typed => ({
  ...{ number: '', carrier: '', trackingNumber: '', note: '' },
  ...{ shipDate: today, arrivalDate: addDays(today, transitDays) },
  lines: Object.fromEntries(
    lines.filter(({ open }) => open !== '0').map(({ lineNumber, open }) => [lineNumber, { quantity: open, lot: '' }]),
  ),
})

/** Undefined while the day is not typed yet. */
export const dayAfter = (date: string, days: number): string | undefined =>
  isLocalDate(date) ? addDays(date, days) : undefined

/** Lines with a quantity; what cannot be read goes as it was typed, and is refused in words. */
export function itemsOf(
  { orderId, lines }: Pick<OrderShipments, 'orderId' | 'lines'>,
  typed: Typed,
): PublishBody['items'] {
  return lines.flatMap(({ lineNumber, open }) => {
    const { quantity = '', lot = '' } = typed.lines[lineNumber] ?? {}
    const read = readDecimal(quantity) ?? quantity.trim()
    return open === '0' || read === '' || read === '0' ? [] : [{ orderId, lineNumber, quantity: read, lot }]
  })
}
