// What is due of a supplier: clocks of orders and forecasts, with the order each belongs to. Pure.
import type { OrderRow } from '../../orders/api.ts'
import type { ClockRow } from '../../sla/api.ts'

export interface DueRow {
  clock: ClockRow
  /** Undefined for a forecast, and until the order is fetched. */
  order: OrderRow | undefined
}

/** Ids in one question. */
export const idsMax = 100

/** Orders of these clocks, in portions of what one question takes. */
export function orderPortions(clocks: readonly ClockRow[]): string[] {
  const ids = [...new Set(clocks.filter(({ subject }) => subject.kind === 'order').map(({ subject }) => subject.id))]
  return Array.from({ length: Math.ceil(ids.length / idsMax) }, (_, n) =>
    ids.slice(n * idsMax, (n + 1) * idsMax).join(','),
  )
}

/** In the order of the clocks: what is due first stands first. */
export function dueRows(clocks: readonly ClockRow[], orders: readonly OrderRow[]): DueRow[] {
  const byId = new Map(orders.map(order => [order.id, order]))
  return clocks.map(clock => ({ clock, order: byId.get(clock.subject.id) }))
}

/** Orders that wait for an answer by the instant it is due, before all others as they stood. */
export function dueFirst(orders: readonly OrderRow[], dueOf: (orderId: string) => string | undefined): OrderRow[] {
  const due = ({ id, awaitingCount }: OrderRow) => (awaitingCount > 0 ? dueOf(id) : undefined) ?? '~'
  return orders.toSorted((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0))
}

const dayMs = 86_400_000

/** Whether the day is lost before the answer is due, or within a day: else the due instant alone says when to answer. */
export function presses({ until }: NonNullable<OrderRow['keep']>, { dueAt }: ClockRow, nowMs: number): boolean {
  const lostMs = Date.parse(until)
  return lostMs > nowMs && (lostMs < Date.parse(dueAt) || lostMs - nowMs < dayMs)
}

/** Where it is answered. */
export function answerPath({ kind, subject }: Pick<ClockRow, 'kind' | 'subject'>): string {
  if (kind === 'ship-notice') return `/orders/${subject.id}/ship`
  return subject.kind === 'order' ? `/orders/${subject.id}` : `/forecasts/${subject.id}`
}
