// What was done to a clock, with the instants at which it was committed: all that the oracle knows of its life.
import type { PauseReason, Side } from '../../src/sla/api.ts'
import { expectedOf } from './expected.ts'
import type { Stretch } from './hours.ts'
import type { Terms } from './terms.ts'

export interface Told {
  name: string
  /** What it was timed by: in force from `from`, and known to be at `committed`; until then what was before may still hold. */
  terms: { from: number; committed: number; terms: Terms }[]
  /** `committed`: from then on nothing may fire, until `resumed` is committed. */
  pauses: Paused[]
  /** Stretches without repeats: somebody has taken it on; disputed, or seen by the supplier, that alone is left in peace. */
  hushes: { from: number; to: number | undefined; why: 'taken-on' | 'disputed' | 'seen' }[]
  /** Stretches in which its breach was excused: nothing fires. */
  excuses: { from: number; to: number | undefined }[]
  ended: { at: number; committed: number; how: 'answered' | 'cancelled' } | undefined
  /** Stretches in which it was answered by what was taken back then. */
  answered: { from: number; to: number }[]
  /** Of a ship notice: of which line, and when it went along with its delivery to another day. */
  line?: number
  moves: Move[]
  /** Documents that name it, by when they were received and when they were applied, as they had been sent; also after its end. */
  documents: { received: number; applied: number; notice?: Said }[]
}

/** A ship notice that a document said: of which lines of the order, and whether it was taken back since. */
export interface Said {
  id: string
  lines: readonly number[]
  isBack: boolean
}

/** What had been reminded of before is reminded of anew, where that is still to come by these terms. */
export interface Move {
  at: number
  committed: number
  terms: Terms
}

/** What begins, timed by this. */
export const begun = (name: string, at: number, terms: Terms): Told => ({
  ...{ name, terms: [{ from: at, committed: at, terms }], pauses: [], hushes: [], excuses: [] },
  ...{ ended: undefined, documents: [], answered: [], moves: [] },
})

export interface Paused {
  from: number
  committed: number
  to: number | undefined
  resumed: number | undefined
  by: Side
  reason: PauseReason
  /** Who let it go on. */
  endedBy?: Side
}

export interface FiredStep {
  level: string
  /** By the true clock. */
  at: number
  unread: boolean
}

/** What was received of the relationship, by when it was there and when it was dealt with; of some subjects, or perhaps of any. */
export interface Unread {
  received: number
  there: number
  read: number
  subjects?: ReadonlySet<string>
}

export const termsNow = (told: Told): Terms => (told.terms.at(-1) as Told['terms'][number]).terms

/** The pauses that were over by then. */
export const pausesBy = ({ pauses }: Told, at: number): Stretch[] =>
  pauses.flatMap(({ from, to, resumed }) =>
    to !== undefined && resumed !== undefined && resumed <= at ? [{ from, to }] : [],
  )

/** What it may have been timed by at an instant: two, around that of a change. */
export function termsAt({ terms }: Told, at: number, slack: number): Terms[] {
  return terms.flatMap((each, i) => {
    const next = terms[i + 1]
    return (i === 0 || each.from <= at + slack) && (!next || at <= next.committed + slack) ? [each.terms] : []
  })
}

/**
 * A calendar of its own was changed while the clock ran: it is counted anew from its start, unless it was late
 * by then (paused: when its pause began), would be late at a stroke, or its hours no longer come to so much.
 */
export function recountedAt(told: Told, fresh: Terms, at: number, committed: number): void {
  const pauses = pausesBy(told, committed)
  const judged = told.pauses.find(({ resumed }) => resumed === undefined)?.from ?? at
  const { due } = expectedOf(fresh, pauses)
  if (judged > expectedOf(termsNow(told), pauses).due || due <= judged || !Number.isFinite(due)) return
  told.terms.push({ from: at, committed, terms: fresh })
}

/** The breach is excused: whatever somebody had taken on, or disputed, is over. That it was seen stands. */
export function excusedAt(told: Told, committed: number): void {
  for (const hush of told.hushes) if (hush.why !== 'seen') hush.to ??= committed
  told.excuses.push({ from: committed, to: undefined })
}
