// When a target is due, counted slowly: minute by minute, with the wall time that Intl tells. It shares no code with what it judges.
import type { WorkCalendar } from '../src/calendars/calendar.ts'
import type { Pause, Target } from '../src/calendars/working-time.ts'

/** Instants, in whole minutes since 1970. */
interface Counted {
  startedCounting: number
  due: number
}

interface Question {
  target: Target
  calendar: WorkCalendar
  cutOff: string | undefined
  pauses: readonly { from: number; to: number }[]
  start: number
  /** The minute at which the search gives up. */
  end: number
}

const DAY = 24 * 60
const MINUTE_MS = 60_000

/** Every instant must be on a whole minute. Undefined when nothing is due within so many days. */
export function slowDueAt(
  start: Date,
  target: Target,
  calendar: WorkCalendar,
  options: { documentType?: string | undefined; pauses?: readonly Pause[] | undefined; days: number },
): { due: Date; startedCounting: Date } | undefined {
  const question: Question = {
    target,
    calendar,
    cutOff: calendar.cutOff?.[options.documentType ?? ''],
    pauses: (options.pauses ?? []).map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) })),
    start: minuteOf(start),
    end: minuteOf(start) + options.days * DAY,
  }
  const counted = count(question)
  if (!counted) return undefined
  const instant = (minute: number) => new Date(minute * MINUTE_MS)
  return { due: instant(counted.due), startedCounting: instant(counted.startedCounting) }
}

function minuteOf(at: Date): number {
  const minute = at.getTime() / MINUTE_MS
  if (!Number.isInteger(minute)) throw new RangeError(`${at.toISOString()} is not on a whole minute`)
  return minute
}

function count(question: Question): Counted | undefined {
  const { target, start } = question
  if (target.kind === 'fixed') return { startedCounting: start, due: minuteOf(new Date(target.at)) }
  if (target.kind === 'elapsed') {
    const due = countMinutes(question, start, target.minutes, () => true)
    return due === undefined ? undefined : { startedCounting: start, due }
  }
  const startedCounting = firstThatCounts(question)
  if (startedCounting === undefined) return undefined
  const due =
    target.kind === 'business-minutes'
      ? countMinutes(question, startedCounting, target.minutes, minute => isOpen(minute, question.calendar))
      : countDays(question, startedCounting, target.days, minuteOfDay(target.by))
  return due === undefined ? undefined : { startedCounting, due }
}

/** Late is a start before which the wall clock had come to the cut-off already. */
function firstThatCounts({ calendar, cutOff, start, end }: Question): number | undefined {
  const { zone } = calendar
  const today = dayOf(start, zone)
  const late = cutOff !== undefined && reached(start - 1, zone) >= today * DAY + minuteOfDay(cutOff)
  for (let minute = start; minute < end; minute++) {
    if (late && dayOf(minute, zone) === today) continue
    if (isOpen(minute, calendar)) return minute
  }
  return undefined
}

function countMinutes(
  { pauses, end }: Question,
  from: number,
  minutes: number,
  counts: (minute: number) => boolean,
): number | undefined {
  let left = minutes
  for (let minute = from; minute < end; minute++) {
    if (counts(minute) && !isPaused(minute, pauses)) left--
    if (left === 0) return minute + 1
  }
  return undefined
}

function countDays(question: Question, counting: number, days: number, by: number): number | undefined {
  const { calendar, pauses, end } = question
  const first = dayOf(counting, calendar.zone)
  let number = 0
  let minute = counting
  // Back to the first minute of the day: its openings may have begun before the counting.
  while (dayOf(minute - 1, calendar.zone) === first) minute--
  while (minute < end) {
    const day = dayOf(minute, calendar.zone)
    const open: number[] = []
    let deadline: number | undefined
    for (; dayOf(minute, calendar.zone) === day; minute++) {
      if (isOpen(minute, calendar)) open.push(minute)
      if (deadline === undefined && reached(minute, calendar.zone) >= day * DAY + by) deadline = minute
    }
    const opening = open[0]
    if (opening === undefined) continue
    if (day > first) {
      if (isPaused(opening, pauses)) continue
      number++
    }
    if (number < days) continue
    const due = intoOpenings(deadline ?? minute, open, opening)
    if (due > counting && !isPaused(due, pauses)) return due
  }
  return undefined
}

/** Before the first opening it is the opening, inside one it stays, else it is the end of the last open minute before. */
function intoOpenings(deadline: number, open: readonly number[], opening: number): number {
  if (deadline <= opening) return opening
  if (open.includes(deadline)) return deadline
  const before = open.findLast(minute => minute < deadline) ?? opening
  return before + 1
}

function isPaused(minute: number, pauses: Question['pauses']): boolean {
  return pauses.some(({ from, to }) => from <= minute && minute < to)
}

// ── The calendar ───────────────────────────────────────────────────────────────────────────────

const rosters = new WeakMap<WorkCalendar, Map<number, readonly boolean[]>>()

/** Between its opening and its closing on the wall of the calendar's zone. */
function isOpen(minute: number, calendar: WorkCalendar): boolean {
  if (calendar.always) return true
  let roster = rosters.get(calendar)
  if (!roster) {
    roster = new Map()
    rosters.set(calendar, roster)
  }
  const wall = reached(minute, calendar.zone)
  const day = Math.floor(wall / DAY)
  let known = roster.get(day)
  if (!known) {
    known = openMinutes(day, calendar)
    roster.set(day, known)
  }
  return known[wall - day * DAY] ?? false
}

function openMinutes(day: number, { week, holidays, extra }: WorkCalendar): readonly boolean[] {
  const midnight = new Date(day * DAY * MINUTE_MS)
  const date = midnight.toISOString().slice(0, 10)
  const weekday = String(midnight.getUTCDay() || 7)
  const isHoliday = holidays.some(holiday => holiday.date === date)
  const worked = [
    ...(isHoliday ? [] : (week[weekday] ?? [])),
    ...extra.filter(shift => shift.date === date).flatMap(shift => shift.openings),
  ].map(({ open, close }) => ({ from: minuteOfDay(open), to: minuteOfDay(close) }))
  return Array.from({ length: DAY }, (_, minute) => worked.some(({ from, to }) => from <= minute && minute < to))
}

function minuteOfDay(time: string): number {
  const [hours = '', minutes = ''] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

// ── The wall clock ─────────────────────────────────────────────────────────────────────────────

function dayOf(minute: number, zone: string): number {
  return Math.floor(reached(minute, zone) / DAY)
}

/**
 * The farthest that the wall clock of the zone has come by this minute, as minutes since 1970 on that wall. While a
 * clock that was set back runs through the same hour again, it stands: a time that comes twice means its first.
 */
function reached(minute: number, zone: string): number {
  const day = Math.floor(minute / DAY)
  return farthest(day, zone)[minute - day * DAY] ?? Number.NaN
}

const known = new Map<string, Map<number, Float64Array>>()

/** For each minute of a day of UTC. Three hours before it are looked at, too: no clock is set back by more. */
function farthest(day: number, zone: string): Float64Array {
  let days = known.get(zone)
  if (!days) {
    days = new Map()
    known.set(zone, days)
  }
  let minutes = days.get(day)
  if (!minutes) {
    minutes = new Float64Array(DAY)
    let far = Number.NEGATIVE_INFINITY
    for (let minute = -3 * 60; minute < DAY; minute++) {
      far = Math.max(far, wallMinute(day * DAY + minute, zone))
      if (minute >= 0) minutes[minute] = far
    }
    days.set(day, minutes)
  }
  return minutes
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What Intl says: '2027-03-14 09:30', as minutes since 1970 on that wall. */
function wallMinute(minute: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    // Swedes write dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    formats.set(zone, format)
  }
  const text = format.format(minute * MINUTE_MS)
  const part = (from: number, to: number) => Number(text.slice(from, to))
  return Date.UTC(part(0, 4), part(5, 7) - 1, part(8, 10), part(11, 13), part(14, 16)) / MINUTE_MS
}
