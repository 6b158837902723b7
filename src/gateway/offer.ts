// Offers once more what is frozen already: the same bytes under the same numbers.
import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { newId } from '../kernel/ids.ts'
import { later } from '../kernel/work.ts'
import type { Relationship } from './contract.ts'
import { markDelivery } from './deliver.ts'
import { deliverWork, isPushed } from './freeze.ts'
import { interchanges } from './tables.ts'

type Parties = Pick<Relationship, 'buyerId' | 'supplierId' | 'transport' | 'webhookUrl'>

/** The answers to an interchange that came again. What still waits to be fetched is left as it is. */
export async function offerAgain(tx: Tx, relationship: Relationship, interchangeId: string): Promise<void> {
  const offered = await tx
    .update(interchanges)
    .set({ delivery: isPushed(relationship) ? 'queued' : 'collectable', offeredAt: tx.now, deliverySince: tx.now })
    .where(
      and(
        eq(interchanges.relatedId, interchangeId),
        eq(interchanges.direction, 'out'),
        inArray(interchanges.delivery, ['delivered', 'failed']),
      ),
    )
    .returning({ id: interchanges.id })
  for (const { id } of offered) await deliverOnceMore(tx, relationship, id)
}

/**
 * What waits is handed over as is agreed now: by another transport, into another folder, to another address. What a
 * person has to decide on stays as it is.
 */
export async function offerByNewWay(
  tx: Tx,
  relationship: Relationship,
  only?: readonly { id: string }[],
): Promise<void> {
  const { buyerId, supplierId, transport } = relationship
  if (transport === 'none' || only?.length === 0) return
  const pushed = isPushed(relationship)
  // Nothing pushes any more: what was to be pushed can be fetched from now on, and is not tried again.
  if (!pushed) return await offerToCollect(tx, relationship)
  const moved = await tx
    .update(interchanges)
    .set({
      transport,
      delivery: 'queued',
      deliverySince: tx.now,
      deliveryAttempts: 0,
      deliveryError: null,
    })
    .where(
      and(
        eq(interchanges.buyerId, buyerId),
        eq(interchanges.supplierId, supplierId),
        eq(interchanges.direction, 'out'),
        // What is queued finds the new way by itself, at its next try.
        eq(interchanges.delivery, 'collectable'),
        only
          ? inArray(
              interchanges.id,
              only.map(({ id }) => id),
            )
          : undefined,
      ),
    )
    .returning({ id: interchanges.id })
  for (const { id } of moved) await deliverOnceMore(tx, relationship, id)
}

async function offerToCollect(tx: Tx, { buyerId, supplierId, transport }: Relationship): Promise<void> {
  const waits = and(
    eq(interchanges.buyerId, buyerId),
    eq(interchanges.supplierId, supplierId),
    eq(interchanges.direction, 'out'),
  )
  await tx
    .update(interchanges)
    .set({ transport, deliverySince: tx.now, deliveryAttempts: 0, deliveryError: null })
    .where(and(waits, inArray(interchanges.delivery, ['queued', 'collectable'])))
  const queued = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .where(and(waits, eq(interchanges.delivery, 'queued')))
    .orderBy(interchanges.at, interchanges.id)
  for (const { id } of queued) await markDelivery(tx, id, 'collectable')
}

/** Under a key of its own: the first delivery of these bytes is done, or belongs to another organization's work. */
export async function deliverOnceMore(tx: Tx, relationship: Parties, interchangeId: string): Promise<void> {
  if (!isPushed(relationship)) return
  await later(tx, {
    kind: deliverWork,
    lane: 'send',
    orgId: relationship.buyerId,
    key: `${interchangeId}/${newId()}`,
    data: { interchangeId },
  })
}
