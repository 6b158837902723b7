// Whose word a clock waits for: the supplier's answer, or the buyer's own decision; and whose people are told. Pure.
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { ClockKind, Side } from './api.ts'
import type { NamedOne } from './policy-api.ts'

/** One of the buyer's own: late, it is late by the buyer's fault, and nobody excuses himself. */
export const isOwn = ({ kind }: { kind: ClockKind }): boolean => kind === 'decision'

/** A ship notice, which answers nothing: it is due before a delivery. */
export const isNotice = ({ kind }: { kind: ClockKind }): boolean => kind === 'ship-notice'

/** On whose side somebody stands who may see it. */
export const sideOf = (orgId: string, { supplierId }: { supplierId: string }): Side =>
  orgId === supplierId ? 'supplier' : 'buyer'

/** People of the buyer by their role; all others but `named` are the supplier's. */
export const isBuyers = (to: string): boolean => to === 'buyer' || to === 'buyer-administrators' || to === 'operators'

/** Told by the buyer's own work, and nobody else's to read: only it knows its people, and whom it names. */
export const isBuyersToTell = (to: string): boolean => isBuyers(to) || to === 'named'

/** Somebody of the buyer hears of it. */
export const reachesBuyer = ({ to, named = [] }: { to: string; named?: readonly NamedOne[] | undefined }): boolean =>
  isBuyers(to) || (to === 'named' && named.some(each => 'personId' in each))

/** Nobody stops or excuses the clock that runs against himself, and there is nothing for the supplier to dispute. */
export function refuseOwn(clock: { kind: ClockKind }): Refusal | undefined {
  if (!isOwn(clock)) return undefined
  return refusal('clock-own', "This is the customer's own clock: it is neither paused, excused nor disputed.", {
    remedy: "Decide on the proposal. Until then its lateness counts as the customer's.",
  })
}
