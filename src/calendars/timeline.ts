// Open time less pauses: walking along it and measuring it. Pure, in milliseconds.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { DAY_MS } from '../kernel/time.ts'
import { CLOSED_DAYS_MAX, type Hours, type Interval } from './openings.ts'

/** A stretch in which a clock stood still, from (inclusive) to (exclusive). */
export interface Pause {
  from: Date
  to: Date
  why: string
}

/** Ten years: where the walk over openings gives up, for calendars that are open a minute a month. */
export const WALK_DAYS_MAX = 3660

/** Walks over open, unpaused time until `left` ms are used; calls `count` for each stretch used. */
export function walk(
  start: number,
  left: number,
  hours: Hours,
  pauses: readonly Pause[],
  count?: (from: number, to: number) => void,
): number | Refusal {
  let at = start
  while (left > 0) {
    const open = openAfter(at, hours, pauses)
    if (!open) return neverOpens(at)
    if (open.from - start > WALK_DAYS_MAX * DAY_MS) return tooFar()
    at = Math.min(open.to, open.from + left)
    left -= at - open.from
    count?.(open.from, at)
  }
  return at
}

export function openMs(a: number, b: number, hours: Hours, pauses: readonly Pause[]): number {
  let total = 0
  for (let at = a; at < b; ) {
    const open = openAfter(at, hours, pauses)
    if (!open || open.from >= b) break
    at = Math.min(open.to, b)
    total += at - open.from
  }
  return total
}

/** `hours.after` less the pauses, which are in order and apart. */
function openAfter(ms: number, hours: Hours, pauses: readonly Pause[]): Interval | undefined {
  let open = hours.after(ms)
  for (const pause of pauses) {
    if (!open || pause.from.getTime() >= open.to) break
    if (pause.to.getTime() <= open.from) continue
    if (pause.from.getTime() > open.from) return { from: open.from, to: pause.from.getTime() }
    open = hours.after(pause.to.getTime())
  }
  return open
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
  const since = iso(from).slice(0, 10)
  return refusal('calendar-never-opens', `The calendar has no opening within ${CLOSED_DAYS_MAX} days of ${since}.`, {
    remedy: 'Give the calendar at least one opening in its week, or an extra shift.',
  })
}

export function tooFar(): Refusal {
  return refusal('due-too-far', 'The target would be due more than ten years from now on this calendar.', {
    remedy: 'Set a shorter target, or give the calendar more openings.',
  })
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
