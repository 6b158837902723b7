// The arithmetic of working time: when a target that starts now is due, and why. Pure.
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import {
  dateOfDay,
  dayOfDate,
  dayOfInstant,
  isLocalDate,
  isLocalTime,
  type LocalDate,
  type LocalTime,
  MINUTE_MS,
  minutesOf,
  msOfWall,
  weekdayOfDay,
} from '../kernel/time.ts'
import type { CountedOn } from './both-open.ts'
import { withClosures } from './closures.ts'
import type { Explanation } from './explanation.ts'
import { CLOSED_DAYS_MAX, elapsedHours, type Hours, hoursOf } from './openings.ts'
import { Story } from './story.ts'
import { inOrder, isPaused, neverOpens, openMs, type Pause, tooFar, WALK_DAYS_MAX, walk } from './timeline.ts'

export { type Explanation, type ExplanationStep, explain, explainShort } from './explanation.ts'
export type { Pause } from './timeline.ts'

export type Target =
  /** Minutes of the calendar's openings. */
  | { kind: 'business-minutes'; minutes: number }
  /** The start day is day 0; due on day `days` by a wall time, clamped into that day's openings. */
  | { kind: 'business-days'; days: number; by: LocalTime }
  /** Days of the wall calendar; the start's date is day 0. A last day that is not worked gives place to the next that is. */
  | { kind: 'calendar-days'; days: number; by: LocalTime }
  /** Minutes of the clock on the wall, day and night. */
  | { kind: 'elapsed'; minutes: number }
  /**
   * So many working days before a day of delivery, by a wall time: no pause moves it. `since`: from when on that day stands,
   * ISO 8601; both are left out of what is only agreed.
   */
  | { kind: 'before-delivery'; days: number; by: LocalTime; delivery?: LocalDate; since?: string }
  /** The next time that it is such a weekday (ISO 8601: Monday is 1) and hour: a fixed deadline, which no pause moves. */
  | { kind: 'weekly'; weekday: number; by: LocalTime }

export interface Due {
  due: Date
  startedCounting: Date
  explanation: Explanation
}

/** Two years of minutes: a longer target is a mistyped one. */
export const TARGET_MINUTES_MAX = 2 * 366 * 24 * 60
export const TARGET_DAYS_MAX = 730
/** So many working days before what is due before a delivery its time begins to count: nobody is reminded for months. */
export const LEAD_DAYS = 2
/**
 * When a target is due that starts at `start`: into the calendar's zone; after the document type's cut-off or outside
 * opening, counting begins at the next opening; from there over the openings to the target. Exactly at the cut-off is
 * in time; a target that ends at closing is due at closing. A pause moves a business-minute target by its working
 * minutes, a business-day target by the day openings it covered, a calendar-day target by the midnights it covered, an
 * elapsed one by its length, a weekly one never. On two calendars open is what both are, a working day one on which they
 * have an opening in common; zone, cut-off and times of the wall are the first's.
 * Refusals: target-out-of-range, calendar-never-opens, due-too-far.
 */
export function dueAt(
  start: Date,
  target: Target,
  calendar: CountedOn,
  options: { documentType?: string | undefined; pauses?: readonly Pause[] | undefined } = {},
): Due | Refusal {
  const refused = refuseTarget(target)
  if (refused) return refused
  const from = start.getTime()
  const story = new Story(from, hoursFor(target, calendar), inOrder(options.pauses ?? []))
  const course =
    target.kind === 'before-delivery'
      ? countBack(story, from, target)
      : countOn(story, from, target, cutOffOf(calendar, options.documentType))
  if (isRefusal(course)) return course
  const { counting, due } = course
  story.steps.push({ kind: 'due', at: due })
  const explanation = story.hours.first ? withClosures(story, { start: from, counting, due }, target) : story.steps
  return { due: new Date(due), startedCounting: new Date(counting), explanation }
}

/** Working minutes from a to b; 0 when b is not later. Seconds count as parts of a minute. */
export function workingMinutesBetween(a: Date, b: Date, calendar: CountedOn): number {
  return openMs(a.getTime(), b.getTime(), hoursOf(calendar), []) / MINUTE_MS
}

/** Minutes that count for the target from a to b: working minutes, or elapsed ones; pauses never count. */
export function countedMinutesBetween(
  a: Date,
  b: Date,
  target: Target,
  calendar: CountedOn,
  pauses: readonly Pause[] = [],
): number {
  return openMs(a.getTime(), b.getTime(), hoursFor(target, calendar), inOrder(pauses)) / MINUTE_MS
}

/** The instant when so many countable minutes have passed since `from`; `from` itself for 0. */
export function instantAfter(
  from: Date,
  minutes: number,
  target: Target,
  calendar: CountedOn,
  pauses: readonly Pause[] = [],
): Date | Refusal {
  const end = walk(from.getTime(), Math.round(minutes * MINUTE_MS), hoursFor(target, calendar), inOrder(pauses))
  return isRefusal(end) ? end : new Date(end)
}

/**
 * The instant when a fraction (0.5, 0.75, also beyond 1) of the countable minutes between `startedCounting` and `due`
 * is used up: half of a target that spans a weekend is not half of the wall time.
 */
export function instantAt(
  fraction: number,
  counted: { startedCounting: Date; due: Date },
  target: Target,
  calendar: CountedOn,
  pauses: readonly Pause[] = [],
): Date | Refusal {
  if (fraction === 1) return counted.due
  const { startedCounting, due } = counted
  const whole = countedMinutesBetween(startedCounting, due, target, calendar, pauses)
  if (fraction > 1) return instantAfter(due, (fraction - 1) * whole, target, calendar, pauses)
  return instantAfter(startedCounting, fraction * whole, target, calendar, pauses)
}

/** Working minutes added to an instant. Refusals: calendar-never-opens, due-too-far. */
export function addWorkingMinutes(from: Date, minutes: number, calendar: CountedOn): Date | Refusal {
  return instantAfter(from, minutes, { kind: 'business-minutes', minutes }, calendar)
}

/** The instant itself when it is inside an opening, else the next opening's. */
export function nextOpening(at: Date, calendar: CountedOn): Date | Refusal {
  const open = hoursOf(calendar).after(at.getTime())
  return open ? new Date(open.from) : neverOpens(at.getTime())
}

/** Inside an opening, its two ends included: what is due at closing is due at a working instant. */
export function isWorkingInstant(at: Date, calendar: CountedOn): boolean {
  const ms = at.getTime()
  const hours = hoursOf(calendar)
  const day = hours.dayOf(ms)
  // The day before too: its closing may be this day's first instant.
  return [day - 1, day].some(each => hours.of(each).intervals.some(({ from, to }) => from <= ms && ms <= to))
}

interface Course {
  counting: number
  due: number
}

type Onward = Exclude<Target, { kind: 'before-delivery' }>

function countOn(story: Story, from: number, target: Onward, cutOff: LocalTime | undefined): Course | Refusal {
  const counting = beginCounting(story, from, target, cutOff)
  if (isRefusal(counting)) return counting
  const due = count(story, counting, target)
  return isRefusal(due) ? due : { counting, due }
}

// ── Counting ───────────────────────────────────────────────────────────────────────────────────

/** The first instant that counts. The cut-off is looked at here and nowhere else: it holds for the first start only. */
function beginCounting(story: Story, start: number, target: Onward, cutOff: LocalTime | undefined): number | Refusal {
  const { hours, steps } = story
  switch (target.kind) {
    case 'elapsed':
      steps.push({ kind: 'started', at: start })
      return start
    case 'calendar-days':
    case 'weekly':
      return beginDate(story, start, cutOff)
  }
  const open = hours.after(start)
  if (!open) return neverOpens(start)
  const day = hours.dayOf(start)
  const late = cutOff !== undefined && start > instantIn(day, cutOff, hours)
  if (late && hours.dayOf(open.from) === day) {
    const next = hours.afterDay(day)
    if (!next) return neverOpens(start)
    steps.push({ kind: 'after-cut-off', at: start, cutOff, next: next.from })
    return next.from
  }
  if (open.from > start) steps.push({ kind: 'outside-opening', at: start, next: open.from })
  else steps.push({ kind: 'started', at: start })
  return open.from
}

/** Dates count whether or not they are worked; after the cut-off it is as if it had come the next day. */
function beginDate({ hours, steps }: Story, start: number, cutOff: LocalTime | undefined): number {
  const day = dayOfInstant(start, hours.zone)
  if (cutOff === undefined || start <= msOfWall(day, minutesOf(cutOff), hours.zone)) {
    steps.push({ kind: 'started', at: start })
    return start
  }
  const next = hours.of(day + 1).start
  steps.push({ kind: 'after-cut-off', at: start, cutOff, next })
  return next
}

function count(story: Story, counting: number, target: Onward): number | Refusal {
  switch (target.kind) {
    case 'elapsed':
    case 'business-minutes':
      return countMinutes(story, counting, Math.round(target.minutes * MINUTE_MS))
    case 'business-days':
      return countDays(story, counting, target)
    case 'calendar-days':
      return countCalendarDays(story, counting, target)
    case 'weekly':
      return findWeekday(story, counting, target)
  }
}

function countMinutes(story: Story, counting: number, targetMs: number): number | Refusal {
  let left = targetMs
  return walk(counting, left, story.hours, story.pauses, (from, to, day) => {
    story.tellPauses(from, counting)
    story.tellDays(day)
    left -= to - from
    story.tellCounted(from, to, left)
  })
}

interface Days {
  days: number
  by: LocalTime
}

function countDays(story: Story, counting: number, { days, by }: Days): number | Refusal {
  const { hours, pauses, steps } = story
  const first = hours.dayOf(counting)
  story.tellDays(first)
  let number = 0
  let closed = 0
  for (let day = first; day <= first + WALK_DAYS_MAX; day++) {
    const opening = hours.of(day).intervals[0]
    if (!opening) {
      if (++closed > CLOSED_DAYS_MAX) return neverOpens(counting)
      continue
    }
    closed = 0
    if (day > first) {
      story.tellDays(day)
      if (isPaused(opening.from, pauses)) {
        steps.push({ kind: 'day-paused', date: dateOfDay(day) })
        continue
      }
      number++
      if (number <= days) steps.push({ kind: 'day', date: dateOfDay(day), number, of: days })
    }
    if (number < days) continue
    const due = deadlineOn(day, by, hours)
    // Day 0 whose hour has passed, or a deadline inside a pause: the next day's hour.
    if (due > counting && !isPaused(due, pauses)) return due
    if (isPaused(due, pauses)) steps.push({ kind: 'day-paused', date: dateOfDay(day) })
  }
  return tooFar()
}

/**
 * Every date counts, worked or not, unless the clock stood still when it began or it never was. Where the last one is
 * not worked, the next working day takes its place with the same hour: EU Regulation 1182/71, article 3(4).
 */
function countCalendarDays(story: Story, counting: number, { days, by }: Days): number | Refusal {
  const { hours, pauses, steps } = story
  const first = dayOfInstant(counting, hours.zone)
  let last = first
  for (let left = days; left > 0; ) {
    last++
    const { start } = hours.of(last)
    if (start === hours.of(last + 1).start) continue
    if (isPaused(start, pauses)) steps.push({ kind: 'day-paused', date: dateOfDay(last) })
    else left--
    if (last - first > WALK_DAYS_MAX) return tooFar()
  }
  if (days > 0) steps.push({ kind: 'calendar-days', from: dateOfDay(first), date: dateOfDay(last), days })
  for (let day = last; day <= last + CLOSED_DAYS_MAX; day++) {
    story.tellDays(day, last)
    if (hours.of(day).intervals.length === 0) continue
    const due = deadlineOn(day, by, hours)
    if (isPaused(due, pauses)) steps.push({ kind: 'day-paused', date: dateOfDay(day) })
    else if (due > counting) {
      if (hours.of(last).intervals.length === 0)
        steps.push({ kind: 'moved', from: dateOfDay(last), date: dateOfDay(day) })
      return due
    }
  }
  return neverOpens(hours.of(last).start)
}

/** Such a weekday that is not worked gives place to the next day that is; one whose hour has passed to the next week's. */
function findWeekday(
  story: Story,
  counting: number,
  { weekday, by }: Extract<Target, { kind: 'weekly' }>,
): number | Refusal {
  const { hours, steps } = story
  const first = dayOfInstant(counting, hours.zone)
  for (let day = first + ((weekday - weekdayOfDay(first) + 7) % 7); day <= first + WALK_DAYS_MAX; day += 7) {
    const worked = workedFrom(day, hours)
    if (isRefusal(worked)) return worked
    const due = deadlineOn(worked, by, hours)
    if (due <= counting) continue
    steps.push({ kind: 'weekday', date: dateOfDay(day) })
    story.tellDays(worked, day)
    if (worked > day) steps.push({ kind: 'moved', from: dateOfDay(day), date: dateOfDay(worked) })
    return due
  }
  return tooFar()
}

/** The day itself, or the first after it that is worked. */
function workedFrom(first: number, hours: Hours): number | Refusal {
  for (let day = first; day <= first + CLOSED_DAYS_MAX; day++) if (hours.of(day).intervals.length > 0) return day
  return neverOpens(hours.of(first).start)
}

/**
 * Back from the day of delivery, which counts as day 0 and need not be worked. Where that has passed when the delivery was
 * agreed on, the same hour of the next working day takes its place: nothing is due before it could be asked for.
 */
function countBack(
  story: Story,
  start: number,
  { days, by, delivery, since }: Extract<Target, { kind: 'before-delivery' }>,
): Course | Refusal {
  const { hours, steps } = story
  if (delivery === undefined) return refusal('delivery-unknown', 'No day of delivery is agreed on yet.')
  const stands = Math.max(start, since === undefined ? start : Date.parse(since))
  const last = dayOfDate(delivery)
  const wanted = workedBefore(days === 0 ? last + 1 : last, Math.max(days, 1), hours)
  if (isRefusal(wanted)) return wanted
  steps.push({ kind: 'before-delivery', delivery, days, date: dateOfDay(wanted) })
  story.tellDays(days === 0 ? last : last - 1, wanted)
  let day = wanted
  if (deadlineOn(wanted, by, hours) <= stands) {
    day = hours.dayOf(stands)
    for (let closed = 0; hours.of(day).intervals.length === 0 || deadlineOn(day, by, hours) <= stands; day++)
      if (++closed > CLOSED_DAYS_MAX) return neverOpens(stands)
    steps.push({ kind: 'agreed-late', at: stands, date: dateOfDay(day) })
  }
  const due = deadlineOn(day, by, hours)
  const first = workedBefore(day, LEAD_DAYS, hours)
  const counting = isRefusal(first) ? start : Math.max(start, deadlineOn(first, by, hours))
  if (counting > start) steps.push({ kind: 'counts-from', at: counting })
  return { counting, due }
}

/** The day that so many working days before this one is; the first of them is the last that is worked before it. */
function workedBefore(before: number, days: number, hours: Hours): number | Refusal {
  let left = days
  let closed = 0
  for (let day = before - 1; closed <= CLOSED_DAYS_MAX; day--) {
    if (hours.of(day).intervals.length === 0) {
      closed++
      continue
    }
    closed = 0
    if (--left === 0) return day
  }
  return neverOpens(hours.of(before).start)
}

/**
 * A wall time on a working day, into its openings: before the first it is the first, in a break the closing before; an
 * opening's ends are in it.
 */
function deadlineOn(day: number, by: LocalTime, hours: Hours): number {
  const { intervals } = hours.of(day)
  const ms = instantIn(day, by, hours)
  const inside = intervals.findLast(({ from }) => from <= ms)
  return inside ? Math.min(ms, inside.to) : (intervals[0]?.from ?? ms)
}

/** A wall time of a working day: 02:00 of a day that is worked from 22:00 to 06:00 comes after its midnight. */
function instantIn(day: number, time: LocalTime, counted: Hours): number {
  const hours = counted.first ?? counted
  const minutes = minutesOf(time)
  const ms = msOfWall(day, minutes, hours.zone)
  const { intervals } = hours.of(day)
  const [first] = intervals
  const last = intervals.at(-1)
  if (!first || !last || ms >= first.from || last.to <= hours.of(day + 1).start) return ms
  const night = msOfWall(day + 1, minutes, hours.zone)
  return night <= last.to ? night : ms
}

function hoursFor(target: Target, calendar: CountedOn): Hours {
  return target.kind === 'elapsed' ? elapsedHours : hoursOf(calendar)
}

function cutOffOf(calendar: CountedOn, documentType: string | undefined): LocalTime | undefined {
  return documentType === undefined ? undefined : calendar.cutOff?.[documentType]
}

// ── Refusals ───────────────────────────────────────────────────────────────────────────────────

/** For settings pages too. Refusal: target-out-of-range. */
export function refuseTarget(target: Target): Refusal | undefined {
  switch (target.kind) {
    case 'business-minutes':
    case 'elapsed':
      if (target.minutes > 0 && target.minutes <= TARGET_MINUTES_MAX) return undefined
      return refusal('target-out-of-range', `A target is more than 0 and at most ${TARGET_MINUTES_MAX} minutes.`)
    case 'before-delivery':
    case 'business-days':
    case 'calendar-days':
      if (target.kind === 'before-delivery' && target.delivery !== undefined && !isLocalDate(target.delivery))
        return refusal('not-a-date', `"${target.delivery}" is not a date like 2027-03-14.`)
      if (Number.isInteger(target.days) && target.days >= 0 && target.days <= TARGET_DAYS_MAX && isLocalTime(target.by))
        return undefined
      return refusal('target-out-of-range', `A target is 0 to ${TARGET_DAYS_MAX} whole days by a time like 12:00.`)
    case 'weekly':
      if (Number.isInteger(target.weekday) && target.weekday >= 1 && target.weekday <= 7 && isLocalTime(target.by))
        return undefined
      return refusal('target-out-of-range', 'A weekly target is a day from 1, Monday, to 7 and a time like 12:00.')
  }
}
