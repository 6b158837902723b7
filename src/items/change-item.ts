// Entering and changing the buyer's items.
import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { labelId } from '../kernel/labels.ts'
import type { Item, ItemBody } from './api.ts'
import { type ItemWords, refuseItem, trimmedItem } from './item.ts'
import { getItem } from './queries.ts'
import { itemGroups, items } from './tables.ts'
import { refuseUnits, type UnitUses } from './unit-uses.ts'

export async function addItem(tx: Tx, body: ItemBody): Promise<Item | Refusal> {
  const item = checked(body)
  const id = newId()
  const [added] = await tx
    .insert(items)
    .values({ id, orgId: tx.caller.orgId, ...item, groupId: await labelId(tx, itemGroups, body.group ?? null) })
    .onConflictDoNothing()
    .returning({ id: items.id })
  if (!added) return numberTaken(item.number)
  await announceItem(tx, 'item.added', id)
  return await getItem(tx, id)
}

/** `rooms`: who counts in its unit, which stays while somebody does. */
export async function changeItem(
  tx: Tx,
  itemId: string,
  body: ItemBody,
  rooms: readonly UnitUses[],
): Promise<Item | Refusal> {
  const item = checked(body)
  const [there] = await tx.select().from(items).where(eq(items.id, itemId)).for('update')
  const { orgId, unit, groupId: wasOf } = known(there)
  const [same] = await tx
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.orgId, orgId), eq(items.number, item.number), ne(items.id, itemId)))
  if (same) return numberTaken(item.number)
  if (unit !== item.unit) {
    const change = { id: itemId, number: item.number, from: unit, to: item.unit }
    const refused = (await refuseUnits(tx, [change], rooms)).get(itemId)
    if (refused) return refused
  }
  const groupId = body.group === undefined ? wasOf : await labelId(tx, itemGroups, body.group)
  await tx
    .update(items)
    .set({ ...item, groupId })
    .where(eq(items.id, itemId))
  await announceItem(tx, 'item.changed', itemId)
  return await getItem(tx, itemId)
}

function checked(body: ItemBody): ItemWords {
  const item = trimmedItem(body)
  const refusals = refuseItem(item)
  if (refusals.length > 0) throw new Refused(refusals)
  return item
}

const numberTaken = (number: string): Refusal =>
  refusal('item-number-taken', `There is an item ${number} already.`, {
    where: '/number',
    remedy: 'Change that one, or choose another number.',
  })

const announceItem = (tx: Tx, type: string, id: string): Promise<void> =>
  announce(tx, { type, subject: { kind: 'item', id }, parties: [tx.caller.orgId], at: tx.now, data: {} })
