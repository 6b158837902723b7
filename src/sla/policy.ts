// Which response policy governs an answer: the most specific one that applies. Pure.
import type { Priority } from '../orders/priority.ts'
import type { ClockKind, PauseReason } from './api.ts'
import type { Ladder } from './ladder.ts'
import type { PolicyBody, WhoseHours } from './policy-api.ts'

/** What is known of an answer that is asked, besides what kind it is. Null: it is of no group, or has no priority. */
interface Known {
  priority: Priority | null
  supplierId: string | null
  supplierGroupId: string | null
  itemGroupId: string | null
}

/** To what a policy applies: each null stands for all. */
export interface Applies extends Known {
  kind: PolicyBody['kind']
}

/** What an answer is asked of whom. A 997 is a matter between systems: no policy speaks of it. */
export interface AskedOf extends Known {
  kind: ClockKind
  supplierId: string
}

/** A clock keeps what it started under: no later version changes it. */
export interface Governing {
  id: string
  version: number
  name: string
  /** Why this one and no other, in words that either side may read: no group is named. */
  why: string
  ladder: Ladder
  pauseReasons: PauseReason[]
  /** Of these, for which the supplier may pause too; left out by what started before a policy could say so: none. */
  supplierPauseReasons?: PauseReason[]
  hours: WhoseHours
}

/**
 * What makes a policy more specific, the weightiest first: what the buyer says of the one document comes before what it
 * says of the partner, that before the goods; and one supplier comes before its group. What is agreed in the relationship
 * is the least special of all: it counts where no policy applies.
 */
const narrowings = ['priority', 'supplierId', 'supplierGroupId', 'itemGroupId'] as const

/** Undefined where none applies. Two that are equally specific cannot be saved; of such the lower id would count. */
export function policyFor<P extends Applies & { id: string }>(policies: readonly P[], asked: AskedOf): P | undefined {
  const [first] = policies.filter(policy => applies(policy, asked)).toSorted(moreSpecific)
  return first
}

const applies = (policy: Applies, asked: AskedOf): boolean =>
  policy.kind === asked.kind && narrowings.every(each => policy[each] === null || policy[each] === asked[each])

function moreSpecific(a: Applies & { id: string }, b: Applies & { id: string }): number {
  for (const each of narrowings) {
    const order = Number(b[each] !== null) - Number(a[each] !== null)
    if (order !== 0) return order
  }
  return a.id < b.id ? -1 : 1
}

/** Two of one kind for the same answers: nobody could say which counts. */
export const isTie = (a: Applies, b: Applies): boolean =>
  a.kind === b.kind && narrowings.every(each => a[each] === b[each])

/** What an order has, and nothing else. */
export const isOfOrders = ({ priority, itemGroupId }: Pick<Applies, 'priority' | 'itemGroupId'>): boolean =>
  priority !== null || itemGroupId !== null
