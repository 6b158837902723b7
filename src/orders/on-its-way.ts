// What has left of a line by a ship notice: less than that is agreed on no more. Pure, but for who asks: what ships is known above.
import type { Tx } from '../kernel/db.ts'
import { cmp, type Decimal, decimal, sum } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { LineRecord } from './held.ts'
import type { LineState } from './order-line.ts'

export interface Left {
  quantity: Decimal
  /** Their numbers. */
  notices: readonly string[]
}

/** What has left of the lines of orders, by the line's id. Whoever ships holds the order too, so that nothing leaves meanwhile. */
export type OnTheWay = (tx: Tx, orderIds: readonly string[]) => Promise<ReadonlyMap<string, Left>>

export const nothingLeft: OnTheWay = async () => new Map()

/** The same, asked only of orders on which something was agreed before: nothing else is shipped. */
export async function leftOf(
  tx: Tx,
  lines: readonly { row: Pick<LineRecord, 'orderId' | 'promised'> }[],
  onTheWay: OnTheWay,
): Promise<ReadonlyMap<string, Left>> {
  const agreed = new Set(lines.flatMap(({ row }) => (row.promised.length > 0 ? [row.orderId] : [])))
  return agreed.size === 0 ? new Map() : await onTheWay(tx, [...agreed])
}

/** Why a line cannot come to stand so: less would be agreed on, or lie on the table, than has left. */
export function refuseLess(next: LineState, left: Left | undefined, by: 'buyer' | 'supplier'): Refusal | undefined {
  if (!left) return undefined
  const { unit } = next.asked
  const said = next.at === 'proposed' || next.at === 'countered' ? next.open : next.promised
  const total = sum(said.map(({ quantity }) => decimal(quantity)))
  if (cmp(total, left.quantity) >= 0) return undefined
  const most = `${left.quantity} ${unit}`
  const back =
    by === 'supplier'
      ? 'Or take the ship notice back first, if the goods can be stopped.'
      : 'Or ask the supplier to take the ship notice back first, if it can stop the goods.'
  return refusal(
    'line-on-its-way',
    `${most} of it are on their way already (${noticesNamed(left.notices)}), so less, ${total} ${unit}, is not agreed on.`,
    { remedy: `Say ${most} or more. ${back}` },
  )
}

/** More of them are counted, not named. */
const NAMED_MAX = 3

function noticesNamed(numbers: readonly string[]): string {
  const named = numbers.slice(0, NAMED_MAX).join(', ')
  const more = numbers.length - NAMED_MAX
  return `ship notice${numbers.length === 1 ? '' : 's'} ${named}${more > 0 ? ` and ${more} more` : ''}`
}
