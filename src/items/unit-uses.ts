// Who counts in an item's unit: while somebody does, the unit stays. The rooms that order and forecast are told to us by app.ts.
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'

/** What of a room counts in the units of these items, in words, by item: "2 open orders (CO-1, CO-2)". */
export type UnitUses = (tx: Tx, itemIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

export interface UnitChange {
  id: string
  number: string
  from: string
  to: string
}

/**
 * Why a unit cannot be changed, by item. The quantities of orders and forecasts are numbers without a unit of their own to
 * convert them by: 250 EA would become 250 KG in every grid to come, and the supplier would be told neither.
 */
export async function refuseUnits(
  tx: Tx,
  changes: readonly UnitChange[],
  rooms: readonly UnitUses[],
): Promise<ReadonlyMap<string, Refusal>> {
  const refused = new Map<string, Refusal>()
  if (changes.length === 0) return refused
  const ids = changes.map(({ id }) => id)
  const found = await Promise.all(rooms.map(room => room(tx, ids)))
  for (const { id, number, from, to } of changes) {
    const uses = found.flatMap(each => each.get(id) ?? [])
    if (uses.length === 0) continue
    const detail = `The unit of ${number} cannot change from ${from} to ${to}: ${uses.join(' and ')} counted in ${from}.`
    const remedy = 'Make a new item with the other unit, or wait until nothing of this one is open or forecast.'
    refused.set(id, refusal('unit-in-use', detail, { where: '/unit', remedy }))
  }
  return refused
}
