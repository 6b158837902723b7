// To what a policy applies and why it counts, in words. Pure.
import type { Applies } from './policy.ts'

/** What the groups are called; left out for a supplier, who is told of none. */
export interface GroupNames {
  supplierGroup: string | null
  itemGroup: string | null
}
const unnamed: GroupNames = { supplierGroup: null, itemGroup: null }

const nouns: Record<Applies['kind'], string> = {
  order: 'orders',
  'call-off': 'call-offs',
  commit: 'forecasts',
  decision: 'decisions on proposals',
  'ship-notice': 'ship notices',
}
const urgencies = { hot: 'hot ', normal: 'normal ' } as const

/** 'call-offs to every supplier', 'hot orders of item group "Brakes" to suppliers of group "Castings"' */
export function scopeWords(policy: Applies, names: GroupNames = unnamed): string {
  const { kind, priority, itemGroupId } = policy
  const urgency = priority === null ? '' : urgencies[priority]
  const goods =
    itemGroupId === null ? '' : ` of ${names.itemGroup === null ? 'certain items' : `item group "${names.itemGroup}"`}`
  if (kind !== 'decision' && kind !== 'ship-notice')
    return `${urgency}${nouns[kind]}${goods} to ${suppliersOf(policy, names)}`
  const about = urgency === '' && goods === '' ? '' : ` for ${urgency}orders${goods}`
  return `${nouns[kind]}${about} of ${suppliersOf(policy, names)}`
}

function suppliersOf({ supplierId, supplierGroupId }: Applies, { supplierGroup }: GroupNames): string {
  if (supplierId !== null) return 'this supplier'
  if (supplierGroupId === null) return 'every supplier'
  return supplierGroup === null ? 'several suppliers, this one among them' : `suppliers of group "${supplierGroup}"`
}

/** Of a clock that it governs. */
export function whyWords(policy: Applies, names: GroupNames = unnamed): string {
  const alone = policy.supplierId === null ? '' : ' alone'
  return `It is for ${scopeWords(policy, names)}${alone}, ${againstOthers(policy)}.`
}

/** By what it is the most specific, of all that is not for the same. */
function againstOthers({ priority, supplierId, supplierGroupId, itemGroupId }: Applies): string {
  if (priority !== null) return 'and goes before any that names no priority'
  if (supplierId !== null) return 'and goes before any for several or every supplier'
  if (supplierGroupId !== null) return 'and goes before any for every supplier'
  return itemGroupId === null ? 'and none that applies is narrower' : 'and goes before any for all items'
}
