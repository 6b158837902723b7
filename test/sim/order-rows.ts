// An order and its lines as rows, agreed as far as is said: for the contract of the stores and for the simulation.
import { eq } from 'drizzle-orm'
import type { Tx } from '../../src/kernel/db.ts'
import { announce } from '../../src/kernel/events.ts'
import { orderLines, orders } from '../../src/orders/tables.ts'
import type { Parties } from './parties.ts'
import type { Line } from './promises.ts'

const address = { street: '', city: '', region: '', postalCode: '', country: 'DE' }
const shipTo = { code: 'P', name: 'Plant', ...address, zone: 'UTC' }

/** An order that was called off by the portal: a new one, of which nothing is agreed yet. */
export async function placeOrder(tx: Tx, parties: Parties, id: string, lines: readonly Line[]): Promise<void> {
  await tx.insert(orders).values({
    ...{ id, ...parties, number: id, kind: 'call-off', shipTo, document: 'portal', answerWanted: true },
    ...{ issuedAt: tx.now, issuedBy: 'Anna Berg' },
  })
  await tx.insert(orderLines).values(
    lines.map(({ id: lineId, number }) => ({
      ...{ id: lineId, ...parties, orderId: id, lineNumber: number, quantity: '1', at: 'awaiting-answer' as const },
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
