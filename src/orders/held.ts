// An order held for a change: locked, with its lines, what is on the table, and what the parties agreed.
import { and, asc, eq } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { decimal } from '../kernel/decimal.ts'
import { known, sure } from '../kernel/errors.ts'
import { type LocalDate, localDateOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import type { LineState, Promised } from './order-line.ts'
import { orderLines, orders, proposals } from './tables.ts'
import { mostTaken, type ToleranceAgreed } from './tolerance.ts'

export type LineRecord = typeof orderLines.$inferSelect
export type ProposalRecord = typeof proposals.$inferSelect
export type RelationshipRecord = typeof relationships.$inferSelect

export interface Held {
  order: typeof orders.$inferSelect
  relationship: RelationshipRecord
  lines: HeldLine[]
  /** Today at the ship-to. */
  today: LocalDate
}

export interface HeldLine {
  row: LineRecord
  state: LineState
  /** The proposal on the table, if any. */
  open: ProposalRecord | undefined
}

/** Locks an order for the rest of the transaction. Unknown when it is not there or not the caller's. */
export async function holdOrder(tx: Tx, orderId: string): Promise<Held> {
  const [found] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  const order = known(found)
  const [held] = await heldOf(tx, [order], await relationshipOf(tx, order.buyerId, order.supplierId))
  return sure(held)
}

/** The same of orders of one relationship that are locked already, in their order. */
export async function heldOf(
  tx: Tx,
  locked: readonly Held['order'][],
  relationship: RelationshipRecord,
): Promise<Held[]> {
  const ids = locked.map(({ id }) => id)
  const rows = await tx
    .select()
    .from(orderLines)
    .where(anyOf(orderLines.orderId, ids))
    .orderBy(asc(orderLines.orderId), asc(orderLines.lineNumber))
  const onTable = rows.some(row => row.at === 'proposed' || row.at === 'countered')
    ? await tx
        .select()
        .from(proposals)
        .where(and(anyOf(proposals.orderId, ids), eq(proposals.status, 'open')))
    : []
  const lineOf = (row: LineRecord): HeldLine => {
    const open = onTable.find(proposal => proposal.lineId === row.id)
    return { row, open, state: stateOf(row, open?.promised, relationship.tolerance) }
  }
  return locked.map(order => ({
    order,
    relationship,
    lines: rows.filter(row => row.orderId === order.id).map(lineOf),
    today: localDateOf(tx.now, order.shipTo.zone),
  }))
}

export async function relationshipOf(tx: Tx, buyerId: string, supplierId: string): Promise<RelationshipRecord> {
  const [relationship] = await tx
    .select()
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  return sure(relationship, 'relationship')
}

/** A line's state from what is stored of it. */
export function stateOf(
  row: Pick<LineRecord, 'at' | 'quantity' | 'unit' | 'needBy' | 'promised' | 'rejectReason'>,
  open: readonly Promised[] | undefined,
  tolerance: ToleranceAgreed,
): LineState {
  const quantity = decimal(row.quantity)
  const lasting = {
    asked: { quantity, unit: row.unit, needBy: row.needBy, quantityMax: mostTaken(quantity, tolerance) },
    promised: row.promised,
  }
  switch (row.at) {
    case 'proposed':
    case 'countered':
      return { at: row.at, ...lasting, open: sure(open, `open proposal of a line that is ${row.at}`) }
    case 'rejected':
      return { at: 'rejected', ...lasting, reason: row.rejectReason ?? '' }
    case 'awaiting-answer':
    case 'confirmed':
    case 'agreed':
    case 'cancelled':
      return { at: row.at, ...lasting }
  }
}
