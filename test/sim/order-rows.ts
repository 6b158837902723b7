// An order and its lines as rows, agreed as far as is said: for the contract of the stores and for the simulation.
import { eq } from 'drizzle-orm'
import type { Tx } from '../../src/kernel/db.ts'
import { announce } from '../../src/kernel/events.ts'
import { orderLines, orders } from '../../src/orders/tables.ts'
import type { Parties } from './parties.ts'
import type { Line } from './promises.ts'
import type { Sort } from './terms.ts'

const address = { street: '', city: '', region: '', postalCode: '', country: 'DE' }
const shipTo = { code: 'P', name: 'Plant', ...address, zone: 'UTC' }

export interface Placed {
  id: string
  sort?: Sort
  /** None where nobody looks at them. */
  lines?: readonly Line[]
}

/** Orders that were called off in the portal: new ones, of which nothing is agreed yet. */
export async function placeOrders(tx: Tx, parties: Parties, placed: readonly Placed[]): Promise<void> {
  const issued = { issuedAt: tx.now, issuedBy: 'Anna Berg', document: 'portal', answerWanted: true } as const
  await tx.insert(orders).values(
    placed.map(({ id, sort }) => ({
      ...{ id, ...parties, number: id, kind: 'call-off' as const, shipTo, ...issued },
      ...(sort ? { priority: sort.priority, itemGroupId: sort.group } : {}),
    })),
  )
  const lines = placed.flatMap(({ id, lines = [] }) => lines.map(line => ({ ...line, orderId: id })))
  if (lines.length === 0) return
  await tx.insert(orderLines).values(
    lines.map(({ id, orderId, number }) => ({
      ...{ id, ...parties, orderId, lineNumber: number, quantity: '1', at: 'awaiting-answer' as const },
      ...{ buyerPart: 'B', supplierPart: 'S', description: '', unit: 'EA', needBy: '2027-01-01' },
    })),
  )
}

export type LineFact = 'order.answered' | 'order.decided' | 'order.cancelled'

/** What is agreed of these lines now, or that they are cancelled; all that a verb of the orders leaves for others to see. */
export async function agreeLines(
  tx: Tx,
  parties: Parties,
  { orderId, type, lines, at = tx.now }: { orderId: string; type: LineFact; lines: readonly Line[]; at?: Date },
): Promise<void> {
  await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  const outcomeOf = ({ deliveries }: Line) => (deliveries.length === 0 ? 'cancelled' : 'confirmed')
  for (const line of lines) {
    const { id, deliveries } = line
    const promised = deliveries.map(({ day, pieces }) => ({ date: day, quantity: String(pieces) }))
    await tx
      .update(orderLines)
      .set({ at: outcomeOf(line), promised })
      .where(eq(orderLines.id, id))
  }
  await announce(tx, {
    ...{ type, subject: { kind: 'order', id: orderId }, parties: [parties.buyerId, parties.supplierId], at },
    data: { ...parties, lines: lines.map(line => ({ lineNumber: line.number, outcome: outcomeOf(line) })) },
  })
}
