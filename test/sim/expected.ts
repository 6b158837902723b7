// When each step of a clock is to fire, worked out for the oracle from what it is timed by. Shares no code with the engine.
import { type Hours, minutesOf, type Stretch } from './hours.ts'
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
  if (target.kind === 'calendar-days' || target.kind === 'weekly') {
    const counting = dateFrom(terms)
    const due =
      target.kind === 'weekly' ? weekdayDue(terms, counting, target) : dateDue(terms, counting, target, pauses)
    return { counting, due }
  }
  const counting = target.kind === 'elapsed' ? start : countingFrom(terms)
  if (!Number.isFinite(counting)) return { counting, due: counting }
  if (target.kind === 'business-days') return { counting, due: dayDue(terms, counting, target, pauses) }
  return { counting, due: hoursOf(terms).after(counting, target.minutes * MINUTE, pauses) }
}

function countingFrom(terms: Terms): number {
  const { start } = terms
  const hours = hoursOf(terms)
  const open = hours.next(start)
  if (!Number.isFinite(open) || !isAfterCutOff(terms) || hours.dayOf(open) !== hours.dayOf(start)) return open
  return hours.next(dateFrom(terms))
}

function isAfterCutOff(terms: Terms): boolean {
  const { start, counted, kind } = terms
  const cutOff = counted?.calendar.cutOff?.[kind]
  const hours = hoursOf(terms)
  return cutOff !== undefined && start > hours.wall(hours.dayOf(start), minutesOf(cutOff))
}

/** Of dates it counts whether or not they are worked: at once, or from the next midnight. */
function dateFrom(terms: Terms): number {
  const hours = hoursOf(terms)
  return isAfterCutOff(terms) ? hours.startOf(hours.dayOf(terms.start) + 1) : terms.start
}

/** Day by day: a day whose opening was paused does not count; the hour is moved into the day's openings. */
function dayDue(
  terms: Terms,
  counting: number,
  { days, by }: { days: number; by: string },
  pauses: readonly Stretch[],
): number {
  const hours = hoursOf(terms)
  const first = hours.dayOf(counting)
  let number = 0
  for (const day of workedDays(hours, first, 1)) {
    if (day > first && isPaused(pauses, hours.ofDay(day)[0]?.from ?? 0)) continue
    if (day > first) number++
    if (number < days) continue
    const due = deadlineOn(hours, day, by)
    if (due > counting && !isPaused(pauses, due)) return due
  }
  return Number.POSITIVE_INFINITY
}

/** A date whose midnight was paused does not count; the last gives place to the next worked day, and that to the next unpaused hour. */
function dateDue(
  terms: Terms,
  counting: number,
  { days, by }: { days: number; by: string },
  pauses: readonly Stretch[],
): number {
  const hours = hoursOf(terms)
  let last = hours.dayOf(counting)
  for (let left = days; left > 0; ) if (!isPaused(pauses, hours.startOf(++last))) left--
  for (const day of workedDays(hours, last, 1)) {
    const due = deadlineOn(hours, day, by)
    if (due > counting && !isPaused(pauses, due)) return due
  }
  return Number.POSITIVE_INFINITY
}

/** Week by week: where the day is not worked the next that is; no pause moves it. */
function weekdayDue(terms: Terms, counting: number, { weekday, by }: { weekday: number; by: string }): number {
  const hours = hoursOf(terms)
  const today = hours.dayOf(counting)
  // 1 January 1970 was a Thursday.
  for (let day = today + ((weekday + 6 - ((today + 3) % 7)) % 7); ; day += 7) {
    const [worked] = workedDays(hours, day, 1)
    if (worked === undefined) return Number.POSITIVE_INFINITY
    const due = deadlineOn(hours, worked, by)
    if (due > counting) return due
  }
}

const isPaused = (pauses: readonly Stretch[], ms: number): boolean =>
  pauses.some(({ from, to }) => from <= ms && ms < to)

/** What has been closed for so many days never opens. */
const GIVEN_UP = 400

/** The worked days from one on, or backwards. */
function* workedDays(hours: Hours, from: number, way: 1 | -1): Iterable<number> {
  let closed = 0
  for (let day = from; closed < GIVEN_UP; day += way) {
    closed = hours.ofDay(day).length === 0 ? closed + 1 : 0
    if (closed === 0) yield day
  }
}

/** The hour of a worked day, moved into its openings: before the first of them it is that one's beginning. */
function deadlineOn(hours: Hours, day: number, by: string): number {
  const open = hours.ofDay(day)
  const hour = hours.wall(day, minutesOf(by))
  const inside = open.findLast(({ from }) => from <= hour)
  return inside ? Math.min(hour, inside.to) : (open[0]?.from ?? Number.POSITIVE_INFINITY)
}

const DAY = 24 * 60 * MINUTE
/** So many worked days before it is due its time begins to count. */
const AHEAD = 2

/**
 * Every worked day has its deadline. Due is that of so many worked days before the day of delivery, which need not be one
 * itself; where that was over when the day was agreed on, the first after that.
 */
function beforeDelivery(terms: Terms, { days, by }: { days: number; by: string }): Span {
  const { start, delivery } = terms
  if (!delivery) throw new Error('a ship notice has no delivery')
  const hours = hoursOf(terms)
  const back = (from: number, many: number): number | undefined => {
    let left = many
    for (const day of workedDays(hours, from, -1)) if (--left === 0) return day
    return undefined
  }
  const after = (ms: number): number | undefined => {
    for (const day of workedDays(hours, hours.dayOf(ms), 1)) if (deadlineOn(hours, day, by) > ms) return day
    return undefined
  }
  const arrives = Date.parse(delivery.day) / DAY
  const agreed = Math.max(start, delivery.since)
  const wanted = days === 0 ? back(arrives, 1) : back(arrives - 1, days)
  const isOver = wanted !== undefined && deadlineOn(hours, wanted, by) <= agreed
  const day = isOver ? after(agreed) : wanted
  if (day === undefined) return { counting: start, due: Number.POSITIVE_INFINITY }
  const first = back(day - 1, AHEAD)
  const counting = first === undefined ? start : Math.max(start, deadlineOn(hours, first, by))
  return { counting, due: deadlineOn(hours, day, by) }
}
