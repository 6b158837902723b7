// When a target is due, counted slowly: minute by minute, with the wall time that Intl tells. It shares no code with what it judges.
import type { Opening, WorkCalendar } from '../src/calendars/calendar.ts'
import type { Pause, Target } from '../src/calendars/working-time.ts'

/** Instants, in whole minutes since 1970. */
interface Counted {
  startedCounting: number
  due: number
}

interface Question {
  target: Target
  calendar: WorkCalendar
  /** Has to be open, too; it says nothing about days and times of the wall. */
  also: WorkCalendar | undefined
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
  options: {
    documentType?: string | undefined
    pauses?: readonly Pause[] | undefined
    also?: WorkCalendar
    days: number
  },
): { due: Date; startedCounting: Date } | undefined {
  const question: Question = {
    target,
    calendar,
    also: options.also,
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
  if (target.kind === 'elapsed') {
    const due = countMinutes(question, start, target.minutes, () => true)
    return due === undefined ? undefined : { startedCounting: start, due }
  }
  if (target.kind === 'weekly') {
    const startedCounting = firstDateThatCounts(question)
    const due = nextOfWeek(question, startedCounting, target.weekday, minuteOfDay(target.by))
    return due === undefined ? undefined : { startedCounting, due }
  }
  if (target.kind === 'calendar-days') {
    const startedCounting = firstDateThatCounts(question)
    const due = countDates(question, startedCounting, target.days, minuteOfDay(target.by))
    return due === undefined ? undefined : { startedCounting, due }
  }
  const startedCounting = firstThatCounts(question)
  if (startedCounting === undefined) return undefined
  const due =
    target.kind === 'business-minutes'
      ? countMinutes(question, startedCounting, target.minutes, minute => countedDay(minute, question) !== undefined)
      : countDays(question, startedCounting, target.days, minuteOfDay(target.by))
  return due === undefined ? undefined : { startedCounting, due }
}

/** Late is a start before which the wall clock had come to the cut-off of its working day already. */
function firstThatCounts(question: Question): number | undefined {
  const { calendar, cutOff, start, end } = question
  const today = workingDayOf(start, calendar)
  const late = cutOff !== undefined && start > onDay(today, minuteOfDay(cutOff), calendar)
  for (let minute = start; minute < end; minute++) {
    if (late && workingDayOf(minute, calendar) === today) continue
    if (countedDay(minute, question) !== undefined) return minute
  }
  return undefined
}

/** Late is a start after the cut-off of its date: the first minute of the next date counts instead. */
function firstDateThatCounts({ calendar, cutOff, start }: Question): number {
  const today = dayOf(start, calendar.zone)
  if (cutOff === undefined || reached(start - 1, calendar.zone) < today * DAY + minuteOfDay(cutOff)) return start
  let minute = start
  while (dayOf(minute, calendar.zone) === today) minute++
  return minute
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
  const first = workingDayOf(counting, calendar)
  let number = 0
  // Two days before it: the day's openings may have begun before the counting.
  for (const [day, open] of openByDay(counting - 2 * DAY, end, question)) {
    const [opening] = open
    if (day < first || opening === undefined) continue
    if (day > first) {
      if (isPaused(opening, pauses)) continue
      number++
    }
    if (number < days) continue
    const due = intoOpenings(onDay(day, by, calendar), open, opening)
    if (due > counting && !isPaused(due, pauses)) return due
  }
  return undefined
}

/** Minutes in which it is open, by the working day that they belong to, in order; whole days, those that begin in time. */
function* openByDay(from: number, end: number, question: Question): Generator<[day: number, open: number[]]> {
  let today: [number, number[]] = [Number.NaN, []]
  for (let minute = from; minute < end + 2 * DAY; minute++) {
    const day = countedDay(minute, question)
    if (day === undefined) continue
    if (day !== today[0]) {
      if (today[1].length > 0) yield today
      if (minute >= end) return
      today = [day, []]
    }
    today[1].push(minute)
  }
  yield today
}

function countDates(question: Question, counting: number, days: number, by: number): number | undefined {
  const { calendar, pauses, end } = question
  const first = dayOf(counting, calendar.zone)
  let left = days
  let last = first
  for (let minute = counting; minute < end && left > 0; minute++) {
    const day = dayOf(minute, calendar.zone)
    if (day === last) continue
    last = day
    if (!isPaused(minute, pauses)) left--
  }
  if (left > 0) return undefined
  for (const [day, open] of openByDay(counting - 2 * DAY, end, question)) {
    const [opening] = open
    if (day < last || opening === undefined) continue
    const due = intoOpenings(onDay(day, by, calendar), open, opening)
    if (due > counting && !isPaused(due, pauses)) return due
  }
  return undefined
}

/** Each date is looked at in turn: is it the weekday, which day is worked in its place, has its hour passed? */
function nextOfWeek(question: Question, counting: number, weekday: number, by: number): number | undefined {
  const { calendar, end } = question
  const worked = [...openByDay(counting - 2 * DAY, end, question)]
  const first = dayOf(counting, calendar.zone)
  for (let date = first; date * DAY < end; date++) {
    if ((new Date(date * DAY * MINUTE_MS).getUTCDay() || 7) !== weekday) continue
    const [day, open] = worked.find(([each]) => each >= date) ?? []
    if (day === undefined || open?.[0] === undefined) return undefined
    const due = intoOpenings(onDay(day, by, calendar), open, open[0])
    if (due > counting) return due
  }
  return undefined
}

/**
 * The minute at which the wall clock comes to a time of a working day. Of a day that is worked past midnight, a time
 * that comes before it opens and again before it closes is the second.
 */
function onDay(day: number, time: number, calendar: WorkCalendar): number {
  const { zone } = calendar
  const plain = comesTo(day * DAY + time, zone)
  const midnight = comesTo((day + 1) * DAY, zone)
  const after = comesTo((day + 2) * DAY, zone)
  const open: number[] = []
  for (let minute = comesTo(day * DAY, zone); minute < after; minute++)
    if (openDay(minute, calendar) === day) open.push(minute)
  const closing = (open.at(-1) ?? plain) + 1
  if (plain >= (open[0] ?? plain) || closing <= midnight) return plain
  const night = comesTo((day + 1) * DAY + time, zone)
  return night <= closing ? night : plain
}

/** The first minute by which the wall has come so far. It never goes back, so the search may halve what is left. */
function comesTo(wall: number, zone: string): number {
  let before = wall - 2 * DAY
  let by = wall + 2 * DAY
  while (by - before > 1) {
    const middle = Math.floor((before + by) / 2)
    if (reached(middle, zone) < wall) before = middle
    else by = middle
  }
  return by
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

/** For each minute of a date's wall: the working day that is open in it, or none. */
const rosters = new WeakMap<WorkCalendar, Map<number, readonly (number | undefined)[]>>()

function openDay(minute: number, calendar: WorkCalendar): number | undefined {
  const wall = reached(minute, calendar.zone)
  const day = Math.floor(wall / DAY)
  if (calendar.always) return day
  let roster = rosters.get(calendar)
  if (!roster) {
    roster = new Map()
    rosters.set(calendar, roster)
  }
  let known = roster.get(day)
  if (!known) {
    const before = shiftsOn(day - 1, calendar)
    const own = shiftsOn(day, calendar)
    known = Array.from({ length: DAY }, (_, at) =>
      isWorked(before, DAY + at) ? day - 1 : isWorked(own, at) ? day : undefined,
    )
    roster.set(day, known)
  }
  return known[wall - day * DAY]
}

/** The working day that a minute counts for, or none: both have to be open where there are two. */
function countedDay(minute: number, { calendar, also }: Question): number | undefined {
  return also && !isOpen(minute, also) ? undefined : openDay(minute, calendar)
}

/** Between its opening and its closing on the wall of the calendar's zone. */
function isOpen(minute: number, calendar: WorkCalendar): boolean {
  return openDay(minute, calendar) !== undefined
}

/** Its date, but a night shift is worked on the date on which it began. */
function workingDayOf(minute: number, calendar: WorkCalendar): number {
  return openDay(minute, calendar) ?? dayOf(minute, calendar.zone)
}

interface Span {
  from: number
  to: number
}

/** Whether a shift that begins on a day is at work so many minutes after its midnight. */
function isWorked(shifts: readonly Span[], minute: number): boolean {
  return shifts.some(({ from, to }) => from <= minute && minute < to)
}

/** Shifts that begin on a day, in minutes after its midnight. */
function shiftsOn(day: number, calendar: WorkCalendar): Span[] {
  return openingsOn(day, calendar).map(({ open, close }) => {
    const from = minuteOfDay(open)
    const to = minuteOfDay(close)
    return { from, to: to > from ? to : to + DAY }
  })
}

function openingsOn(day: number, { week, holidays, extra, halfDays = [], shutdowns = [] }: WorkCalendar): Opening[] {
  const midnight = new Date(day * DAY * MINUTE_MS)
  const date = midnight.toISOString().slice(0, 10)
  const extras = extra.filter(shift => shift.date === date).flatMap(shift => shift.openings)
  if (shutdowns.some(({ from, to }) => from <= date && date <= to)) return extras
  const halfDay = halfDays.find(each => each.date === date)
  if (halfDay) return [...halfDay.openings, ...extras]
  if (holidays.some(holiday => holiday.date === date)) return extras
  return [...(week[String(midnight.getUTCDay() || 7)] ?? []), ...extras]
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
