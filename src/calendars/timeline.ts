// Open time less pauses: walking along it and measuring it. Pure, in milliseconds.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { CLOSED_DAYS_MAX, type Hours } from './openings.ts'

/** A stretch in which a clock stood still, from (inclusive) to (exclusive). */
export interface Pause {
  from: Date
  to: Date
  why: string
}

/** Ten years: where the walk over openings gives up, for calendars that are open a minute a month. */
export const WALK_DAYS_MAX = 3660

/** Told of a stretch that counts, and of the working day that it belongs to. */
type Count = (from: number, to: number, day: number) => void

/** Walks over open, unpaused time until `left` ms are used; calls `count` for each stretch used. */
export function walk(
  start: number,
  left: number,
  hours: Hours,
  pauses: readonly Pause[],
  count?: Count,
): number | Refusal {
  const { at, ended } = pass({ from: start, until: Number.POSITIVE_INFINITY }, left, hours, pauses, count)
  return ended === 'closed' ? neverOpens(at) : ended === 'far' ? tooFar() : at
}

export function openMs(a: number, b: number, hours: Hours, pauses: readonly Pause[]): number {
  return pass({ from: a, until: b }, Number.POSITIVE_INFINITY, hours, pauses).used
}

interface Passed {
  /** The end of the last stretch used. */
  at: number
  used: number
  ended: 'enough' | 'until' | 'closed' | 'far'
}

/** Day by day along the openings, less the pauses, which are in order and apart. */
function pass(
  { from: start, until }: { from: number; until: number },
  enough: number,
  hours: Hours,
  pauses: readonly Pause[],
  count?: Count,
): Passed {
  let at = start
  let used = 0
  let closed = 0
  if (enough <= 0) return { at, used, ended: 'enough' }
  const first = hours.dayOf(start)
  for (let day = first; ; day++) {
    const { start: dayStart, intervals } = hours.of(day)
    if (dayStart >= until) return { at, used, ended: 'until' }
    if (until === Number.POSITIVE_INFINITY && day - first > WALK_DAYS_MAX) return { at, used, ended: 'far' }
    closed = intervals.length === 0 ? closed + 1 : 0
    if (closed > CLOSED_DAYS_MAX) return { at, used, ended: 'closed' }
    for (const open of intervals) {
      let from = open.from > start ? open.from : start
      const end = open.to < until ? open.to : until
      while (from < end) {
        const pause = pauses.length === 0 ? undefined : pauses.find(each => each.to.getTime() > from)
        if (pause && pause.from.getTime() <= from) {
          from = pause.to.getTime()
          continue
        }
        at = Math.min(pause ? Math.min(end, pause.from.getTime()) : end, from + enough - used)
        used += at - from
        count?.(from, at, day)
        if (used >= enough) return { at, used, ended: 'enough' }
        from = at
      }
    }
  }
}

export function isPaused(ms: number, pauses: readonly Pause[]): boolean {
  return pauses.some(({ from, to }) => from.getTime() <= ms && ms < to.getTime())
}

/** Sorted and, where they overlap, made one, so that no minute is taken off twice. */
export function inOrder(pauses: readonly Pause[]): Pause[] {
  const merged: Pause[] = []
  for (const pause of pauses.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1)
    if (last && pause.from <= last.to) {
      if (pause.to > last.to) merged[merged.length - 1] = { ...last, to: pause.to }
    } else if (pause.to > pause.from) merged.push(pause)
  }
  return merged
}

export function neverOpens(from: number): Refusal {
  const since = new Date(from).toISOString().slice(0, 10)
  return refusal('calendar-never-opens', `The calendar has no opening within ${CLOSED_DAYS_MAX} days of ${since}.`, {
    remedy: 'Give the calendar at least one opening in its week, or an extra shift.',
  })
}

export function tooFar(): Refusal {
  return refusal('due-too-far', 'The target would be due more than ten years from now on this calendar.', {
    remedy: 'Set a shorter target, or give the calendar more openings.',
  })
}
