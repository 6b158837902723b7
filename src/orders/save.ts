// Writes changed lines, the order above them and the proposals beside them back: one statement each.
import { inArray, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { Held, HeldLine } from './held.ts'
import { type LineState, type Promised, type ProposalStatus, statusOf } from './order-line.ts'
import { proposals } from './tables.ts'

/** A line and what becomes of it. */
export interface Change {
  line: HeldLine
  next: LineState
  /** Set when the buyer changed what it asks: answers to older versions no longer touch the line. */
  askedVersion?: number
}

/** Saves all changes at once, however many lines of however many orders there are. */
export async function saveLines(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const orderIds = [...new Set(changes.map(({ line }) => line.row.orderId))]
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
     -- The orders as well: what their few lines are is found by an index, however many lines there are in all.
     where ${anyOf(sql`l.order_id`, orderIds)} and l.id = x.id`)
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

/** The order with its version raised and its status in step with its lines. */
export function orderAfter(
  held: Held,
  changes: readonly Change[],
  set: { version?: number; answeredAt?: Date } = {},
): Held['order'] {
  return { ...held.order, ...set, status: statusOf(statesAfter(held, changes)) }
}

/** Saves what changes of orders once they are issued. */
export async function saveOrders(tx: Tx, changed: readonly Held['order'][]): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, status, version, answeredAt }) => ({ id, status, version, answered_at: answeredAt }))
  await tx.execute(sql`
    update orders o set status = x.status, version = x.version, answered_at = x.answered_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(id uuid, status text, version int, answered_at timestamptz)
     where ${anyOf(sql`o.id`, ids(rows))} and o.id = x.id`)
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

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
