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
  const { rungs, repeat } = terms
  const hours = hoursOf(terms)
  const { counting, due } = spanOf(terms, pauses)
  const steps = new Map<string, number>()
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

/** From when on its time counts, until when. */
interface Span {
  counting: number
  due: number
}

function spanOf(terms: Terms, pauses: readonly Stretch[]): Span {
  const { target, start } = terms
  if (target.kind === 'before-delivery') return beforeDelivery(terms, target)
  const counting = target.kind === 'elapsed' ? start : countingFrom(terms)
  if (!Number.isFinite(counting)) return { counting, due: counting }
  if (target.kind === 'business-days') return { counting, due: dayDue(terms, counting, target, pauses) }
  return { counting, due: hoursOf(terms).after(counting, target.minutes * MINUTE, pauses) }
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
    const due = hourOn(open, hours.wall(day, minutesOf(by))) ?? opening.from
    if (due > counting && !isPaused(due)) return due
  }
  return Number.POSITIVE_INFINITY
}

/** An hour moved into what is open of its day; undefined before the first of it. */
function hourOn(open: readonly Stretch[], hour: number): number | undefined {
  const inside = open.findLast(({ from }) => from <= hour)
  return inside && Math.min(hour, inside.to)
}

const DAY = 24 * 60 * MINUTE
/** So many worked days before it is due its time begins to count. */
const AHEAD = 2
/** What has been closed for so many days never opens. */
const GIVEN_UP = 400

/**
 * Every worked day has its deadline. Due is that of so many worked days before the day of delivery, which need not be one
 * itself; where that was over when the day was agreed on, the first after that.
 */
function beforeDelivery(terms: Terms, { days, by }: { days: number; by: string }): Span {
  const { start, delivery } = terms
  if (!delivery) throw new Error('a ship notice has no delivery')
  const hours = hoursOf(terms)
  const deadline = (day: number): number | undefined => {
    const open = hours.ofDay(day)
    return open[0] && (hourOn(open, hours.wall(day, minutesOf(by))) ?? open[0].from)
  }
  /** The days with a deadline, one after the other or backwards. */
  function* worked(from: number, way: 1 | -1): Iterable<number> {
    let closed = 0
    for (let day = from; closed < GIVEN_UP; day += way) {
      closed = deadline(day) === undefined ? closed + 1 : 0
      if (closed === 0) yield day
    }
  }
  const back = (from: number, many: number): number | undefined => {
    let left = many
    for (const day of worked(from, -1)) if (--left === 0) return day
    return undefined
  }
  const after = (ms: number): number | undefined => {
    for (const day of worked(hours.dayOf(ms), 1)) if ((deadline(day) ?? 0) > ms) return day
    return undefined
  }
  const arrives = Date.parse(delivery.day) / DAY
  const agreed = Math.max(start, delivery.since)
  const wanted = days === 0 ? back(arrives, 1) : back(arrives - 1, days)
  const isOver = wanted !== undefined && (deadline(wanted) ?? 0) <= agreed
  const day = isOver ? after(agreed) : wanted
  if (day === undefined) return { counting: start, due: Number.POSITIVE_INFINITY }
  const first = back(day - 1, AHEAD)
  const counting = first === undefined ? start : Math.max(start, deadline(first) ?? start)
  return { counting, due: deadline(day) ?? Number.POSITIVE_INFINITY }
}
