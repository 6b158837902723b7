// The life of a ship notice, and how far the notices cover what is agreed on a line. Pure; pages grey their buttons from here.
import { add, cmp, type Decimal, decimal, isZero, min, sub, sum, ZERO } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, isLocalDate, type LocalDate } from '../kernel/time.ts'
import type { Promised } from '../orders/order-line.ts'

export type ShipNoticeAt = 'published' | 'cancelled'

/** What may happen next. The single place that says so. */
export const allowed = {
  published: ['shipNotice.cancelled'],
  cancelled: [],
} as const satisfies Record<ShipNoticeAt, readonly string[]>

export const mayCancel = (at: ShipNoticeAt): boolean => allowed[at].length > 0

/** BSN02 holds 30 characters. */
export const noticeNumber = /^[A-Z0-9][A-Z0-9./-]{0,29}$/

/** As it is kept: people and systems write the same number in either case. */
export const numberOf = (typed: string): string => typed.trim().toUpperCase()

/** How far a line is on its way. */
export type ShippedAt = 'none' | 'partly' | 'shipped'

/** So much of a line left, as its supplier said at that instant. */
export interface Shipped {
  quantity: string
  at: Date
}

/** A delivery that was agreed on, and when notices covered the whole of it. */
export interface Covered extends Promised {
  coveredAt: Date | null
}

export const totalOf = (rows: readonly { quantity: string }[]): Decimal =>
  sum(rows.map(({ quantity }) => decimal(quantity)))

/** What of the agreed quantity no notice speaks of yet; never below 0, also where less was agreed on afterwards. */
export function openToShip(promised: readonly Promised[], shipped: readonly { quantity: string }[]): Decimal {
  const agreed = totalOf(promised)
  return sub(agreed, min(agreed, totalOf(shipped)))
}

export function shippedAt(promised: readonly Promised[], shipped: readonly { quantity: string }[]): ShippedAt {
  if (isZero(totalOf(shipped))) return 'none'
  return isZero(openToShip(promised, shipped)) ? 'shipped' : 'partly'
}

/**
 * What left first serves the delivery that is due first. Each delivery is covered at the instant of the notice that filled
 * it, however late that was read.
 */
export function cover(promised: readonly Promised[], shipped: readonly Shipped[]): Covered[] {
  const inTime = shipped.toSorted((a, b) => +a.at - +b.at)
  let wanted = ZERO
  return promised
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(delivery => {
      wanted = add(wanted, decimal(delivery.quantity))
      let left = ZERO
      const last = inTime.find(({ quantity }) => {
        left = add(left, decimal(quantity))
        return cmp(left, wanted) >= 0
      })
      return { ...delivery, coveredAt: last?.at ?? null }
    })
}

/** Nothing leaves so much later, and nobody tells of what left so long ago: a mistyped year. */
const SHIP_DAYS_MAX = 92
const PAST_DAYS_MAX = 366
const TRANSIT_DAYS_MAX = 366

/** `today`: where the goods go to. */
export function refuseDates(shipDate: LocalDate, arrivalDate: LocalDate, today: LocalDate): Refusal[] {
  const wrong = [
    { name: 'shipDate', date: shipDate },
    { name: 'arrivalDate', date: arrivalDate },
  ].filter(({ date }) => !isLocalDate(date))
  if (wrong.length > 0)
    return wrong.map(({ name, date }) =>
      refusal('not-a-date', `"${date}" is not a date like 2027-03-14.`, { where: `/${name}` }),
    )
  if (shipDate > addDays(today, SHIP_DAYS_MAX) || shipDate < addDays(today, -PAST_DAYS_MAX))
    return [refusal('date-absurd', `${shipDate} is too far from today, ${today}.`, { where: '/shipDate' })]
  if (arrivalDate < shipDate)
    return [
      refusal('arrival-before-shipping', `Nothing that leaves on ${shipDate} arrives on ${arrivalDate}.`, {
        where: '/arrivalDate',
        remedy: 'Give the day of shipping or a later one.',
      }),
    ]
  if (arrivalDate > addDays(shipDate, TRANSIT_DAYS_MAX))
    return [refusal('date-absurd', `${arrivalDate} is more than a year after shipping.`, { where: '/arrivalDate' })]
  return []
}
