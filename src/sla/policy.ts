// Which response policy governs an answer: the most specific one that applies. Pure.
import type { ClockKind, PauseReason } from './api.ts'
import type { Ladder } from './ladder.ts'
import type { PolicyBody, WhoseHours } from './policy-api.ts'

/** To what a policy applies. */
export type Applies = Pick<PolicyBody, 'kind' | 'supplierId'>

/** What an answer is asked of whom. A 997 is a matter between systems: no policy speaks of it. */
export interface AskedOf {
  kind: ClockKind
  supplierId: string
}

/** A clock keeps what it started under: no later version changes it. */
export interface Governing {
  id: string
  version: number
  name: string
  /** Why this one and no other, in words. */
  why: string
  ladder: Ladder
  pauseReasons: PauseReason[]
  /** Of these, for which the supplier may pause too; left out by what started before a policy could say so: none. */
  supplierPauseReasons?: PauseReason[]
  hours: WhoseHours
}

/**
 * What makes a policy more specific, the weightiest first: one for this supplier alone comes before any for every
 * supplier. What is agreed in the relationship is the least special of all: it counts where no policy applies.
 */
const narrowings = [({ supplierId }: Applies) => supplierId !== null] as const

/** Undefined where none applies. Two that are equally specific cannot be saved; of such the lower id would count. */
export function policyFor<P extends Applies & { id: string }>(policies: readonly P[], asked: AskedOf): P | undefined {
  const [first] = policies.filter(policy => applies(policy, asked)).toSorted(moreSpecific)
  return first
}

const applies = ({ kind, supplierId }: Applies, asked: AskedOf): boolean =>
  kind === asked.kind && (supplierId === null || supplierId === asked.supplierId)

function moreSpecific(a: Applies & { id: string }, b: Applies & { id: string }): number {
  for (const isNarrow of narrowings) {
    const order = Number(isNarrow(b)) - Number(isNarrow(a))
    if (order !== 0) return order
  }
  return a.id < b.id ? -1 : 1
}

/** Two of one kind for the same suppliers: nobody could say which counts. */
export const isTie = (a: Applies, b: Applies): boolean => a.kind === b.kind && a.supplierId === b.supplierId

const asked: Record<Applies['kind'], string> = {
  order: 'orders to',
  'call-off': 'call-offs to',
  commit: 'forecasts to',
  decision: 'decisions on proposals of',
}

/** 'call-offs to every supplier' */
export const scopeWords = ({ kind, supplierId }: Applies): string =>
  `${asked[kind]} ${supplierId === null ? 'every supplier' : 'this supplier'}`

export const whyWords = (policy: Applies): string =>
  policy.supplierId === null
    ? `It is for ${scopeWords(policy)}, and there is none for this supplier alone.`
    : `It is for ${scopeWords(policy)} alone, and goes before any for every supplier.`
