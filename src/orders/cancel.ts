// The buyer takes lines back that are not delivered yet.
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, Unknown } from '../kernel/errors.ts'
import { changedMeanwhile, type Decided } from './decide.ts'
import { announceOrder } from './facts.ts'
import { type Held, holdOrder } from './held.ts'
import { apply, refuse } from './order-line.ts'
import { type Change, closeProposals, orderAfter, saveLines, saveOrders, statesAfter } from './save.ts'
import { tellPartner, toldBy } from './tell-partner.ts'

/** Cancels open lines. All of those named, or nothing. */
export async function cancel(
  tx: Tx,
  given: { orderId: string; version: number; lineNumbers: readonly number[]; reason: string; at?: Date },
): Promise<Decided | Refusal[]> {
  const at = given.at ?? tx.now
  const held = await holdOrder(tx, given.orderId)
  if (tx.caller.orgId !== held.order.buyerId) throw new Unknown()
  if (given.version !== held.order.version) return [changedMeanwhile(held.order.number)]
  const version = held.order.version + 1
  const judged = [...new Set(given.lineNumbers)].map(lineNumber => judge(held, lineNumber, version))
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
    lines: changes.map(({ line }) => ({ lineNumber: line.row.lineNumber })),
  })
  await tellPartner(tx, held, order, changes, version, { reason: given.reason })
  return { orderId: order.id, version, status: order.status }
}

function judge(held: Held, lineNumber: number, version: number): Change | Refusal {
  const line = held.lines.find(each => each.row.lineNumber === lineNumber)
  if (!line) return refusal('line-unknown', `Order ${held.order.number} has no line ${lineNumber}.`)
  const refused = refuse(line.state, { type: 'line.cancelled' })
  if (refused) return refusal(refused.code, `Line ${lineNumber}: ${refused.detail}`)
  return { line, next: apply(line.state, { type: 'line.cancelled' }), askedVersion: version }
}
