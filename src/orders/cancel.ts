// The buyer takes lines back, as far as they are not on their way yet.
import type { Tx } from '../kernel/db.ts'
import { ZERO } from '../kernel/decimal.ts'
import { isRefusal, type Refusal, refusal, Unknown } from '../kernel/errors.ts'
import { changedMeanwhile, type Decided } from './decide.ts'
import { announceOrder } from './facts.ts'
import { type Held, holdOrder } from './held.ts'
import type { Left, OnTheWay } from './on-its-way.ts'
import { apply, type Promised, refuse } from './order-line.ts'
import { type Change, closeProposals, orderAfter, saveLines, saveOrders, statesAfter } from './save.ts'
import { tellPartner, toldBy } from './tell-partner.ts'

export interface Cancelled extends Decided {
  /** What of the lines was on its way, and stays agreed. */
  stays: { lineNumber: number; promised: Promised[] }[]
}

/** Cancels open lines; what of them is on its way stays agreed. All of those named, or nothing. */
export async function cancel(
  tx: Tx,
  given: { orderId: string; version: number; lineNumbers: readonly number[]; reason: string; at?: Date },
  onTheWay: OnTheWay,
): Promise<Cancelled | Refusal[]> {
  const at = given.at ?? tx.now
  const held = await holdOrder(tx, given.orderId)
  if (tx.caller.orgId !== held.order.buyerId) throw new Unknown()
  if (given.version !== held.order.version) return [changedMeanwhile(held.order.number)]
  const version = held.order.version + 1
  const left = await onTheWay(tx, [given.orderId])
  const judged = [...new Set(given.lineNumbers)].map(lineNumber => judge(held, lineNumber, { version, left }))
  const refusals = judged.filter(isRefusal)
  if (refusals.length > 0) return refusals
  const changes = judged.filter((each): each is Change => !isRefusal(each))
  await saveLines(tx, changes)
  const onTable = changes.flatMap(({ line }) => (line.open ? [line.open.id] : []))
  await closeProposals(tx, onTable, 'withdrawn', { at, note: given.reason })
  const order = orderAfter(held, changes, { version })
  await saveOrders(tx, [order])
  await announceOrder(tx, 'order.cancelled', order, statesAfter(held, changes), {
    at,
    ...toldBy(held),
    reason: given.reason,
    lines: changes.map(change => ({ lineNumber: change.line.row.lineNumber, stays: change.next.promised })),
  })
  await tellPartner(tx, held, order, changes, version, { reason: given.reason })
  return { orderId: order.id, version, status: order.status, stays: changes.flatMap(staying) }
}

const staying = ({ line, next: { promised } }: Change): Cancelled['stays'] =>
  promised.length > 0 ? [{ lineNumber: line.row.lineNumber, promised: [...promised] }] : []

interface Cancelling {
  version: number
  left: ReadonlyMap<string, Left>
}

function judge(held: Held, lineNumber: number, { version, left }: Cancelling): Change | Refusal {
  const line = held.lines.find(each => each.row.lineNumber === lineNumber)
  if (!line) return refusal('line-unknown', `Order ${held.order.number} has no line ${lineNumber}.`)
  const event = { type: 'line.cancelled' as const, onTheWay: left.get(line.row.id)?.quantity ?? ZERO }
  const { remedy, ...refused } = refuse(line.state, event) ?? {}
  if ('code' in refused)
    return refusal(refused.code, `Line ${lineNumber}: ${refused.detail}`, remedy === undefined ? {} : { remedy })
  return { line, next: apply(line.state, event), askedVersion: version }
}
