// What stands in the way of a ship notice: its orders, its number, its days, and line by line what is agreed and still open.
import { refusePieces } from '../items/index.ts'
import { add, cmp, type Decimal, isDecimal, isPositive, isZero, readDecimal } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { inWords } from '../orders/index.ts'
import { ITEMS_MAX } from './api.ts'
import type { HeldOrder, LineRecord } from './hold.ts'
import type { ItemToShip } from './publish.ts'
import { noticeNumber, openToShip, type Shipped, totalOf } from './ship-notice.ts'

/** An item of the notice whose line was found. */
export interface Placed {
  held: HeldOrder
  line: LineRecord
  quantity: Decimal
  lot: string
}

export function refuseNumber(number: string): Refusal[] {
  if (noticeNumber.test(number)) return []
  return [
    refusal('number-form', `"${number}" cannot be the number of a ship notice.`, {
      where: '/number',
      remedy: 'Use 1 to 30 letters, digits, points, slashes and hyphens, beginning with a letter or digit.',
    }),
  ]
}

/** By whatever channel: a page and a transaction hold as many. */
export function refuseMany(items: number): Refusal[] {
  if (items <= ITEMS_MAX) return []
  return [
    refusal('too-many-items', `It has ${items} items; a ship notice has ${ITEMS_MAX} at most.`, {
      where: '/items',
      remedy: 'Send several notices, each with a number of its own.',
    }),
  ]
}

/** One notice goes from one supplier to one customer and one place. */
export function refuseApart(held: readonly HeldOrder[]): Refusal[] {
  const [first] = held
  if (!first) return [refusal('nothing-shipped', 'A ship notice names at least one line.', { where: '/items' })]
  if (held.some(({ order }) => order.buyerId !== first.order.buyerId))
    return [
      refusal('several-customers', 'Its orders are of several customers.', {
        where: '/items',
        remedy: 'Send each customer a notice of its own.',
      }),
    ]
  const other = held.find(({ order }) => placeOf(order) !== placeOf(first.order))
  if (!other) return []
  const [a, b] = [first.order, other.order]
  return [
    refusal(
      'several-ship-tos',
      `Order ${a.number} goes to ${a.shipTo.name} (${a.shipTo.code}), order ${b.number} to ${b.shipTo.name} (${b.shipTo.code}).`,
      { where: '/items', remedy: 'Send a notice for each place.' },
    ),
  ]
}

const placeOf = ({ shipToSiteId, shipTo }: HeldOrder['order']): string => shipToSiteId ?? shipTo.code

/** The item with its line and its quantity read; or why there is none such. */
export function place(
  { lineNumber, quantity, lot = '' }: ItemToShip,
  held: HeldOrder,
  index: number,
): Placed | Refusal {
  const where = `/items/${index}`
  const line = held.lines.find(each => each.lineNumber === lineNumber)
  if (!line) return refusal('line-unknown', `Order ${held.order.number} has no line ${lineNumber}.`, { where })
  if (line.promised.length === 0)
    return refusal('line-not-agreed', `${called(held, line)} is not agreed: it ${inWords[line.at]}.`, {
      where,
      remedy: 'Nothing is shipped before both have agreed on a quantity and a day.',
    })
  const read = readDecimal(quantity)
  if (!isDecimal(read)) return refusal(read.code, read.detail, { where: `${where}/quantity` })
  if (!isPositive(read))
    return refusal('quantity-not-positive', 'A shipped quantity is more than 0.', { where: `${where}/quantity` })
  const broken = refusePieces(read, line.unit)
  if (broken) return refusal(broken.code, broken.detail, { where: `${where}/quantity` })
  return { held, line, quantity: read, lot: lot.trim() }
}

export const called = ({ order }: HeldOrder, line: LineRecord): string =>
  `Line ${line.lineNumber} of order ${order.number}`

/** More than is still open, all items of a line taken together; told at the first of them that is too much. */
export function refuseTooMuch(placed: readonly Placed[], shipped: ReadonlyMap<string, readonly Shipped[]>): Refusal[] {
  const taken = new Map<string, Decimal>()
  return placed.flatMap(({ held, line, quantity }, i) => {
    const before = taken.get(line.id)
    const wanted = before === undefined ? quantity : add(before, quantity)
    const already = shipped.get(line.id) ?? []
    const open = openToShip(line.promised, already)
    if (cmp(wanted, open) <= 0) {
      taken.set(line.id, wanted)
      return []
    }
    const isCancelled = line.at === 'cancelled'
    const agreed = `${totalOf(line.promised)} ${line.unit} agreed, ${totalOf(already)} shipped${isCancelled ? ', the rest was cancelled' : ''}`
    if (isZero(open))
      return [
        refusal('line-shipped', `${called(held, line)} is shipped already: ${agreed}.`, {
          where: `/items/${i}`,
          remedy: `Leave the line out.${isCancelled ? '' : ' If more is to be shipped, propose the larger quantity first.'}`,
        }),
      ]
    return [
      refusal(
        'more-than-open',
        `${called(held, line)}: ${wanted} ${line.unit} is more than the ${open} ${line.unit} still to be shipped (${agreed}).`,
        {
          where: `/items/${i}/quantity`,
          remedy: `Ship ${open} ${line.unit} at most${isCancelled ? '' : ', or propose the larger quantity first'}.`,
        },
      ),
    ]
  })
}
