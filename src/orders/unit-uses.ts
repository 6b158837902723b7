// Open orders that count in an item's unit.
import { and, asc, eq, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { orderLines, orders } from './tables.ts'

const numbersMax = 3

/**
 * Open are lines that wait for an answer or a decision, and agreed ones whose last delivery is still to come: what was
 * delivered is not told to us yet, so the day stands in for it.
 */
export async function openOrdersOf(tx: Tx, itemIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectDistinct({ itemId: orderLines.itemId, number: orders.number })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(orderLines.buyerId, tx.caller.orgId),
        anyOf(orderLines.itemId, itemIds),
        sql`(${orderLines.at} in ('awaiting-answer', 'proposed', 'countered') or (${orderLines.at} in ('confirmed', 'agreed')
          and coalesce((select max((p->>'date')::date) from jsonb_array_elements(${orderLines.promised}) p), ${orderLines.needBy})
            >= (kernel.now() at time zone (${orders.shipTo}->>'zone'))::date))`,
      ),
    )
    .orderBy(asc(orders.number))
  const byItem = new Map<string, string[]>()
  for (const { itemId, number } of rows)
    if (itemId !== null) byItem.set(itemId, [...(byItem.get(itemId) ?? []), number])
  return new Map([...byItem].map(([itemId, numbers]) => [itemId, inWords(numbers)]))
}

function inWords(numbers: readonly string[]): string {
  const shown = numbers.slice(0, numbersMax).join(', ')
  const more = numbers.length > numbersMax ? ' …' : ''
  return numbers.length === 1 ? `the open order ${shown} is` : `${numbers.length} open orders (${shown}${more}) are`
}
