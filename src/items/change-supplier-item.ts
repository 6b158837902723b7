// Saying that a supplier makes an item and on which terms, changing the terms, ending it.
import { and, eq } from 'drizzle-orm'
import { codeOf, savepoint, type Tx } from '../kernel/db.ts'
import { decimal } from '../kernel/decimal.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { findShipFrom, relationshipOf } from '../partners/index.ts'
import type { SupplierItem, SupplierItemTerms } from './api.ts'
import { refusePartNumber } from './item.ts'
import { getSupplierItem } from './queries.ts'
import { refuseTerms } from './supplier-item.ts'
import { items, supplierItems } from './tables.ts'

/** Throws Unknown for an item or supplier that is not the caller's. */
export async function addSupplierItem(
  tx: Tx,
  { supplierId, itemId, ...body }: SupplierItemTerms & { supplierId: string; itemId: string },
): Promise<SupplierItem | Refusal> {
  const terms = checked(body)
  const buyerId = tx.caller.orgId
  known(await relationshipOf(tx, buyerId, supplierId))
  if (terms.shipFromId) await findShipFrom(tx, { buyerId, supplierId }, terms.shipFromId)
  const [item] = await tx
    .select()
    .from(items)
    .where(and(eq(items.id, itemId), eq(items.orgId, buyerId)))
  const { number } = known(item)
  const id = newId()
  const [added] = await tx
    .insert(supplierItems)
    .values({ id, buyerId, supplierId, itemId, ...terms })
    .onConflictDoNothing()
    .returning({ id: supplierItems.id })
  if (!added)
    return refusal('supplier-item-known', `This supplier makes ${number} already.`, {
      where: '/itemId',
      remedy: 'Change the terms that are there.',
    })
  await announceSupplierItem(tx, 'supplier-item.added', { id, buyerId, supplierId })
  return await getSupplierItem(tx, id)
}

export async function changeSupplierItem(tx: Tx, id: string, body: SupplierItemTerms): Promise<SupplierItem> {
  const terms = checked(body)
  if (terms.shipFromId) await findShipFrom(tx, await getSupplierItem(tx, id), terms.shipFromId)
  const [changed] = await tx
    .update(supplierItems)
    .set({ ...terms, updatedAt: tx.now })
    .where(eq(supplierItems.id, id))
    .returning()
  await announceSupplierItem(tx, 'supplier-item.changed', known(changed))
  return await getSupplierItem(tx, id)
}

export async function removeSupplierItem(tx: Tx, id: string): Promise<Refusal | undefined> {
  try {
    const [removed] = await savepoint(tx, () => tx.delete(supplierItems).where(eq(supplierItems.id, id)).returning())
    await announceSupplierItem(tx, 'supplier-item.removed', known(removed))
    return undefined
  } catch (error) {
    // 23503 foreign_key_violation
    if (codeOf(error) !== '23503') throw error
    return refusal('supplier-item-used', 'Orders or forecasts name this supplier item, so it stays.')
  }
}

function checked(body: SupplierItemTerms): SupplierItemTerms {
  const terms = {
    supplierPartNumber: body.supplierPartNumber.trim(),
    packQuantity: body.packQuantity.trim(),
    minimumQuantity: body.minimumQuantity.trim(),
    leadTimeDays: body.leadTimeDays,
    ...(body.shipFromId === undefined ? {} : { shipFromId: body.shipFromId }),
  }
  const part = refusePartNumber(terms.supplierPartNumber, '/supplierPartNumber')
  const refusals = [...(part ? [part] : []), ...refuseTerms(terms)]
  if (refusals.length > 0) throw new Refused(refusals)
  return {
    ...terms,
    packQuantity: decimal(terms.packQuantity),
    minimumQuantity: decimal(terms.minimumQuantity),
  }
}

const announceSupplierItem = (
  tx: Tx,
  type: string,
  { id, buyerId, supplierId }: { id: string; buyerId: string; supplierId: string },
): Promise<void> =>
  announce(tx, {
    type,
    subject: { kind: 'supplier-item', id },
    parties: [buyerId, supplierId],
    at: tx.now,
    data: {},
  })
