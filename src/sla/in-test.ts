// A partner in test: what goes out by X12 meanwhile is no answer's beginning, as no answer of its system is taken.
import { and, eq, ne, sql } from 'drizzle-orm'
import { supplierReleases } from '../forecasts/tables.ts'
import { inTestOf, leftOf } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { orders } from '../orders/tables.ts'
import { relationships } from '../partners/tables.ts'
import { clocks } from './tables.ts'

interface Sent {
  id: string
  buyerId: string
  supplierId: string
  document: string
}

const usageOf = async (tx: Tx, { buyerId, supplierId }: Pick<Sent, 'buyerId' | 'supplierId'>) => {
  const [relationship] = await tx
    .select({ usage: relationships.usage })
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  return sure(relationship, 'relationship').usage
}

/** Whether an order or a forecast is a test only; what goes through the portal never is. */
export async function isTest(tx: Tx, sent: Sent): Promise<boolean> {
  if (sent.document === 'portal') return false
  return (await inTestOf(tx, [{ id: sent.id, usage: await usageOf(tx, sent) }])).has(sent.id)
}

/** What waits for an answer that nothing times, though the partner's live system has it. None while it is in test. */
export async function untimed(
  tx: Tx,
  parties: { buyerId: string; supplierId: string },
): Promise<{ kind: 'order' | 'supplier-release'; id: string }[]> {
  if ((await usageOf(tx, parties)) === 'T') return []
  const { buyerId, supplierId } = parties
  const asked = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        and(eq(orders.buyerId, buyerId), eq(orders.supplierId, supplierId)),
        and(eq(orders.status, 'awaiting-answer'), ne(orders.document, 'portal')),
        sql`not exists (select from ${clocks} c where c.subject_id = ${orders.id} and c.kind not in ('decision', 'ship-notice'))`,
      ),
    )
  const shared = await tx
    .select({ id: supplierReleases.id })
    .from(supplierReleases)
    .where(
      and(
        and(eq(supplierReleases.buyerId, buyerId), eq(supplierReleases.supplierId, supplierId)),
        and(eq(supplierReleases.status, 'published'), eq(supplierReleases.document, '830')),
      ),
    )
  const left = await leftOf(
    tx,
    [...asked, ...shared].map(({ id }) => id),
  )
  return [
    ...asked.map(({ id }) => ({ kind: 'order' as const, id })),
    ...shared.map(({ id }) => ({ kind: 'supplier-release' as const, id })),
  ].filter(({ id }) => left.get(id)?.arrivedLive)
}
