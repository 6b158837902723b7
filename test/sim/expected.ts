// When each step of a clock is to fire, worked out for the oracle from what it is timed by. Shares no code with the engine.
import { minutesOf, type Stretch } from './hours.ts'
import { hoursOf, type Terms } from './terms.ts'

export interface Expected {
  /** Infinite where its hours never come to so much. */
  due: number
  /** Instants by level; of repeats without end only the first. */
  steps: Map<string, number>
}

const MINUTE = 60_000
const worked = new WeakMap<Terms, Map<string, Expected>>()

/** Worked out once for terms and what pauses there were. */
export function expectedOf(terms: Terms, pauses: readonly Stretch[]): Expected {
  const key = pauses.map(({ from, to }) => `${from}-${to}`).join()
  const known = worked.get(terms) ?? new Map<string, Expected>()
  worked.set(terms, known)
  const expected = known.get(key) ?? workOut(terms, pauses)
  known.set(key, expected)
  return expected
}

function workOut(terms: Terms, pauses: readonly Stretch[]): Expected {
  const { target, rungs, repeat } = terms
  const hours = hoursOf(terms)
  const counting = target.kind === 'elapsed' ? terms.start : countingFrom(terms)
  const steps = new Map<string, number>()
  if (!Number.isFinite(counting)) return { due: counting, steps }
  const due =
    target.kind === 'business-days'
      ? dayDue(terms, counting, target, pauses)
      : hours.after(counting, target.minutes * MINUTE, pauses)
  if (!Number.isFinite(due)) return { due, steps }
  const whole = hours.between(counting, due, pauses)
  // A step that its hours never reach is none.
  const reached = (level: string, at: number) => Number.isFinite(at) && steps.set(level, at)
  for (const { level, share, minutes } of rungs) {
    const base = share === 1 ? due : hours.after(counting, share * whole, pauses)
    reached(level, hours.after(base, minutes * MINUTE, pauses))
  }
  let last = Math.max(...steps.values())
  for (let n = 1; repeat && Number.isFinite(last) && n <= (repeat.times ?? 1); n++) {
    last = hours.after(last, repeat.minutes * MINUTE, pauses)
    reached(`repeat-${n}`, last)
  }
  return { due, steps }
}

function countingFrom(terms: Terms): number {
  const { start, counted, kind } = terms
  const hours = hoursOf(terms)
  const open = hours.next(start)
  const cutOff = counted?.calendar.cutOff?.[kind]
  if (!Number.isFinite(open)) return open
  const day = hours.dayOf(start)
  if (cutOff === undefined || start <= hours.wall(day, minutesOf(cutOff)) || hours.dayOf(open) !== day) return open
  return hours.next(hours.startOf(day + 1))
}

/** Day by day: a day whose opening was paused does not count; the hour is moved into the day's openings. */
function dayDue(
  terms: Terms,
  counting: number,
  { days, by }: { days: number; by: string },
  pauses: readonly Stretch[],
): number {
  const hours = hoursOf(terms)
  const isPaused = (ms: number) => pauses.some(({ from, to }) => from <= ms && ms < to)
  const first = hours.dayOf(counting)
  let number = 0
  for (let day = first; Number.isFinite(hours.next(hours.startOf(day))); day++) {
    const open = hours.ofDay(day)
    const [opening] = open
    if (!opening || (day > first && isPaused(opening.from))) continue
    if (day > first) number++
    if (number < days) continue
    const hour = hours.wall(day, minutesOf(by))
    const inside = open.findLast(({ from }) => from <= hour)
    const due = inside ? Math.min(hour, inside.to) : opening.from
    if (due > counting && !isPaused(due)) return due
  }
  return Number.POSITIVE_INFINITY
}
