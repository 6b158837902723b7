// Who may pause a clock, for what and how often, and who may let it go on: decision 017, for the oracle. Shares no code with
// the engine.
import type { PauseReason, Side } from '../../src/sla/api.ts'
import { expectedOf } from './expected.ts'
import { type Paused, pausesBy, type Told, termsNow } from './told.ts'

/** `either`: something else happened in the same moment, and may have come first. */
export type Expecting = 'allowed' | 'refused' | 'either'

/** Whoever holds the clock for as long, standing still, may be the one that calls it late. */
const HELD = 40_000

/** From now on, in time, never in a pause; the supplier once for each reason, and no more once the buyer let it go on. */
export function mayPause(told: Told, side: Side, reason: PauseReason, at: number): Expecting {
  const terms = termsNow(told)
  const { due } = expectedOf(terms, pausesBy(told, at))
  const isUnderWay = told.pauses.some(({ to }) => to === undefined)
  if (terms.kind === 'decision' || isUnderWay || at > due) return 'refused'
  if (!terms.pausable[side].includes(reason)) return 'refused'
  const own = told.pauses.filter(({ by }) => by === 'supplier')
  if (side === 'supplier' && own.some(each => each.reason === reason || each.endedBy === 'buyer')) return 'refused'
  return at > due - HELD ? 'either' : 'allowed'
}

/** The buyer any pause, the supplier its own; as long as it can still be said when it is due then. */
export function mayResume(told: Told, { by, from, to }: Paused, side: Side, at: number): Expecting {
  if (to !== undefined || (side === 'supplier' && by === 'buyer')) return 'refused'
  const { due } = expectedOf(termsNow(told), [...pausesBy(told, at), { from, to: at }])
  return Number.isFinite(due) ? 'allowed' : 'refused'
}
