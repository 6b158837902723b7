// A working day of two calendars: the openings of the first less what the second is closed, and which of the two closed when. Pure.
import { dayOfDate, MINUTE_MS, minutesOf, msOfWall, wallOf } from '../kernel/time.ts'
import type { DayNote } from './explanation.ts'
import type { Closure, DayHours, Hours, Interval } from './openings.ts'
import { inBoth, openWithin, without } from './stretches.ts'

interface Named {
  /** Of the calendar: a closure is told by it. */
  name: string
  hours: Hours
}

/** Days are those of the first: what began on one of its dates, its night shift with it. */
export function overlapByDay(first: Named, second: Named): (day: number) => DayHours {
  const byFirst = signed(first.name)
  const bySecond = signed(second.name)
  return day => {
    const own = first.hours.of(day)
    const others = daysDuring(own.intervals, second.hours)
    const theirs = others.flatMap(each => each.intervals)
    const intervals = inBoth(own.intervals, theirs)
    const notes = [
      ...own.notes.flatMap(note =>
        note.kind === 'clock-change' ? cutChange(note, own, intervals, first.hours) : byFirst(note),
      ),
      // The wall is the first's: where the second's clocks change, its hours are seen to move.
      ...others.flatMap(each => each.notes.flatMap(note => (note.kind === 'clock-change' ? [] : bySecond(note)))),
    ]
    const whole = { from: own.start, to: first.hours.of(day + 1).start }
    const night = first.hours.of(day - 1).intervals
    const closed = [
      ...(isOff(others) ? [] : closedBy(second.name, without(own.intervals, intervals))),
      ...(isOff([own])
        ? []
        : closedBy(first.name, without(openWithin(whole, second.hours), [...night, ...own.intervals]))),
    ]
    return { start: own.start, intervals, notes, closed: closed.toSorted((a, b) => a.from - b.from) }
  }
}

const closedBy = (calendar: string, stretches: readonly Interval[]): Closure[] =>
  stretches.map(stretch => ({ ...stretch, calendar }))

/** Its holiday or shutdown says so already. */
const isOff = (days: readonly DayHours[]): boolean =>
  days.every(({ intervals }) => intervals.length === 0) &&
  days.some(({ notes }) => notes.some(({ kind }) => kind === 'holiday' || kind === 'shutdown'))

/** With the calendar's name; the same note of several days stays one. */
function signed(calendar: string): (note: DayNote) => DayNote[] {
  const known = new WeakMap<DayNote, DayNote>()
  return note => {
    const told = known.get(note) ?? { ...note, calendar }
    known.set(note, told)
    return [told]
  }
}

/** The days of the other calendar in which these openings fall. */
function daysDuring(intervals: readonly Interval[], hours: Hours): DayHours[] {
  const from = intervals[0]?.from
  const to = intervals.at(-1)?.to
  if (from === undefined || to === undefined) return []
  const days: DayHours[] = []
  for (let day = hours.dayOf(from); day <= hours.dayOf(to - 1); day++) days.push(hours.of(day))
  return days
}

/** By how many minutes what is left of the openings is longer than the wall says. */
function cutChange(
  note: Extract<DayNote, { kind: 'clock-change' }>,
  own: DayHours,
  intervals: readonly Interval[],
  { zone }: Hours,
): DayNote[] {
  const isWhole = ({ from, to }: Interval, i: number) => own.intervals[i]?.from === from && own.intervals[i]?.to === to
  if (intervals.length === own.intervals.length && intervals.every(isWhole)) return [note]
  const wallMs = (ms: number) => {
    const { date, time } = wallOf(new Date(ms), zone)
    return msOfWall(dayOfDate(date), minutesOf(time), 'UTC')
  }
  const minutes = intervals.reduce(
    (sum, { from, to }) => sum + (to - from - (wallMs(to) - wallMs(from))) / MINUTE_MS,
    0,
  )
  return minutes === 0 ? [] : [{ ...note, minutes }]
}
