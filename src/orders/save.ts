// Writes changed lines, the order above them and the proposals beside them back: one statement each.
import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import type { Held, HeldLine } from './held.ts'
import { type LineState, type Promised, type ProposalStatus, statusOf } from './order-line.ts'
import { orders, proposals } from './tables.ts'

/** A line and what becomes of it. */
export interface Change {
  line: HeldLine
  next: LineState
  /** Set when the buyer changed what it asks: answers to older versions no longer touch the line. */
  askedVersion?: number
}

/** Saves all changes at once, however many lines there are. */
export async function saveLines(tx: Tx, changes: readonly Change[]): Promise<void> {
  const orderId = changes[0]?.line.row.orderId
  if (!orderId) return
  const rows = changes.map(({ line, next, askedVersion }) => ({
    id: line.row.id,
    at: next.at,
    promised: next.promised,
    first_promise: line.row.firstPromise ?? firstPromiseOf(next),
    reject_reason: next.at === 'rejected' ? next.reason : null,
    asked_version: askedVersion ?? line.row.askedVersion,
  }))
  await tx.execute(sql`
    update order_lines l
       set at = x.at, promised = x.promised, first_promise = x.first_promise,
           reject_reason = x.reject_reason, asked_version = x.asked_version, updated_at = kernel.now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(id uuid, at text, promised jsonb, first_promise date, reject_reason text, asked_version int)
     -- The order as well: what its few lines are is found by an index, however many lines there are in all.
     where l.order_id = ${orderId} and l.id = x.id`)
}

/** The day on which the whole quantity was first promised by the supplier; set once, whatever is agreed later. */
function firstPromiseOf(next: LineState): string | null {
  const said = next.at === 'proposed' ? next.open : next.promised
  return next.at === 'countered' || next.at === 'cancelled' ? null : lastDayOf(said)
}

export const lastDayOf = (promised: readonly Promised[]): string | null =>
  promised.reduce<string | null>((last, { date }) => (last === null || date > last ? date : last), null)

/** The lines' states after the changes. */
export function statesAfter(held: Held, changes: readonly Change[]) {
  const next = new Map(changes.map(change => [change.line.row.id, change.next.at]))
  return held.lines.map(({ row }) => next.get(row.id) ?? row.at)
}

/** Raises the order's version and brings its status in step with its lines. Answers the order as it is now. */
export async function saveOrder(
  tx: Tx,
  held: Held,
  changes: readonly Change[],
  set: { version?: number; answeredAt?: Date } = {},
): Promise<Held['order']> {
  const status = statusOf(statesAfter(held, changes))
  const order = { ...held.order, ...set, status }
  const { version, answeredAt } = order
  await tx.update(orders).set({ status, version, answeredAt }).where(eq(orders.id, order.id))
  return order
}

/** Takes open proposals off the table. */
export async function closeProposals(
  tx: Tx,
  ids: readonly string[],
  status: ProposalStatus,
  by: { at: Date; note?: string },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(proposals)
    .set({ status, decidedAt: by.at, decidedBy: tx.caller.name, decisionNote: by.note ?? '' })
    .where(inArray(proposals.id, [...ids]))
}
