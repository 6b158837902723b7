// Two calendars as one: only the hours in which both are open, each in its own zone, told in the zone of the first. Pure.
import { dayOfDate, dayOfInstant, type LocalTime, MINUTE_MS, minutesOf, wallOf } from '../kernel/time.ts'
import type { WorkCalendar } from './calendar.ts'
import type { DayHours, Hours, Interval } from './openings.ts'

/** Days, cut-offs and times of the wall are those of the first. Treated as immutable, like a calendar. */
export interface BothOpen {
  readonly zone: string
  readonly cutOff?: Readonly<Record<string, LocalTime>>
  readonly both: readonly [WorkCalendar, WorkCalendar]
}

/** What working time is counted on. */
export type CountedOn = WorkCalendar | BothOpen

export function bothOpen(first: WorkCalendar, second: WorkCalendar): BothOpen {
  const { zone, cutOff } = first
  return { zone, both: [first, second], ...(cutOff ? { cutOff } : {}) }
}

/** One day of the first, less what the second is closed. A holiday of the second is told when it leaves nothing. */
export function overlapOf(day: number, first: Hours, second: Hours): DayHours {
  const own = first.of(day)
  const others = daysDuring(own.intervals, second)
  const intervals = overlap(
    own.intervals,
    others.flatMap(each => each.intervals),
  )
  const worked = intervals.length > 0
  const holiday = own.holiday ?? (worked ? undefined : others.find(each => each.holiday !== undefined)?.holiday)
  return {
    intervals,
    extra: worked && (own.extra || others.some(each => each.extra)),
    clockChange: clockChangeOf(intervals, own, first.zone),
    ...(holiday === undefined ? {} : { holiday }),
  }
}

/** The days of the other calendar in which these openings fall. */
function daysDuring(intervals: readonly Interval[], hours: Hours): DayHours[] {
  const from = intervals[0]?.from
  const to = intervals.at(-1)?.to
  if (from === undefined || to === undefined) return []
  const days: DayHours[] = []
  for (let day = dayOfInstant(from, hours.zone); day <= dayOfInstant(to - 1, hours.zone); day++)
    days.push(hours.of(day))
  return days
}

/** What lies in both; stretches that touch, as at the midnight of the other calendar, are made one. */
function overlap(first: readonly Interval[], second: readonly Interval[]): Interval[] {
  const shared: Interval[] = []
  for (const a of first) {
    for (const b of second) {
      const from = Math.max(a.from, b.from)
      const to = Math.min(a.to, b.to)
      if (from >= to) continue
      const last = shared.at(-1)
      if (last?.to === from) last.to = to
      else shared.push({ from, to })
    }
  }
  return shared
}

/** By how many minutes these openings of a day of the first are longer than its wall says. */
function clockChangeOf(intervals: readonly Interval[], own: DayHours, zone: string): number {
  const isWhole = ({ from, to }: Interval, i: number) => own.intervals[i]?.from === from && own.intervals[i]?.to === to
  const unchanged = intervals.length === own.intervals.length && intervals.every(isWhole)
  if (own.clockChange === 0 || unchanged) return own.clockChange
  const wallMinute = (ms: number) => {
    const { date, time } = wallOf(new Date(ms), zone)
    return dayOfDate(date) * 24 * 60 + minutesOf(time)
  }
  return intervals.reduce((sum, { from, to }) => sum + (to - from) / MINUTE_MS - (wallMinute(to) - wallMinute(from)), 0)
}
