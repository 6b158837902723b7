// Instants, wall time in an IANA zone, and local dates: thin helpers over Temporal. Nothing here asks what time it is.
import { Temporal } from 'temporal-polyfill'

/** 'YYYY-MM-DD': a day on somebody's wall calendar, never a midnight timestamp. Text order is date order. */
export type LocalDate = string
/** 'HH:MM', 00:00 to 24:00: a time on somebody's wall clock. Text order is time order. */
export type LocalTime = string

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** How many days of a zone are remembered: some ten years, after which remembering starts over. */
const DAYS_REMEMBERED_MAX = 4000

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

// ── Local dates ────────────────────────────────────────────────────────────────────────────────

/** A real day of the years 1900 to 2199, which keeps typing errors such as 0202-01-01 out. */
export function isLocalDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const year = Number(match[1])
  return year >= 1900 && year <= 2199 && dateOfDay(dayOfDate(text)) === text
}

export function isLocalTime(text: string): boolean {
  return TIME.test(text)
}

/** Days since 1970-01-01. */
export function dayOfDate(date: LocalDate): number {
  const match = DATE.exec(date)
  if (!match) throw new RangeError(`"${date}" is not a date like 2027-03-14`)
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS
}

export function dateOfDay(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayOfDate(date) + days)
}

/** Days from a to b; negative when b is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return dayOfDate(b) - dayOfDate(a)
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function weekdayOf(date: LocalDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return weekdayOfDay(dayOfDate(date))
}

/** Of a day counted from 1970-01-01, which was a Thursday. */
export function weekdayOfDay(day: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return (((((day + 3) % 7) + 7) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

/** The Monday of the date's ISO week: the start of its weekly bucket. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekdayOf(date))
}

/** 'HH:MM' as minutes after midnight on the wall clock. */
export function minutesOf(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

// ── Zones ──────────────────────────────────────────────────────────────────────────────────────

const knownZones = new Map<string, boolean>()

/** An IANA zone this machine knows. Fixed offsets such as '+01:00' are refused: they know no summer time. */
export function isZone(zone: string): boolean {
  let known = knownZones.get(zone)
  if (known === undefined) {
    known = /^[A-Za-z][A-Za-z0-9_+/-]{1,49}$/.test(zone) && answersTo(zone)
    if (knownZones.size > 1000) knownZones.clear()
    knownZones.set(zone, known)
  }
  return known
}

/** A browser's zone, where it is known here too; one that is not keeps nobody out. */
export const knownZone = (zone: string | undefined): string | null => (zone !== undefined && isZone(zone) ? zone : null)

function answersTo(zone: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, zone)
    return true
  } catch {
    return false
  }
}

/** One local day in a zone: its first instant, and whether the clocks change in it. */
interface ZoneDay {
  start: number
  changes: boolean
}

const zoneDays = new Map<string, Map<number, ZoneDay>>()

function zoneDay(day: number, zone: string): ZoneDay {
  let days = zoneDays.get(zone)
  if (!days) {
    days = new Map()
    zoneDays.set(zone, days)
  }
  let known = days.get(day)
  if (!known) {
    const start = startOf(day, zone)
    known = { start, changes: startOf(day + 1, zone) - start !== DAY_MS }
    if (days.size >= DAYS_REMEMBERED_MAX) days.clear()
    days.set(day, known)
  }
  return known
}

function startOf(day: number, zone: string): number {
  const at = new Date(day * DAY_MS)
  const date = new Temporal.PlainDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
  return date.toZonedDateTime(zone).epochMilliseconds
}

/** The local day (counted from 1970-01-01) in which an instant falls. */
export function dayOfInstant(ms: number, zone: string): number {
  let day = Math.floor(ms / DAY_MS)
  while (ms < zoneDay(day, zone).start) day--
  while (ms >= zoneDay(day + 1, zone).start) day++
  return day
}

/**
 * The instant, in ms, of a wall time on a local day; 24:00 and later are on the next one. A wall time that occurs twice means its first; one that the
 * clocks jump over means the jump itself, so nothing can be measured inside an hour that never was.
 */
export function msOfWall(day: number, minutes: number, zone: string): number {
  if (minutes >= 24 * 60) return msOfWall(day + 1, minutes - 24 * 60, zone)
  const { start, changes } = zoneDay(day, zone)
  if (!changes) return start + minutes * MINUTE_MS
  const wall = new Temporal.PlainDate(1970, 1, 1)
    .add({ days: day })
    .toPlainDateTime(new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60))
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds
  return first.getTimeZoneTransition('next')?.epochMilliseconds ?? first.epochMilliseconds
}

/** Wall time to instant; see `msOfWall` for days on which the clocks change. */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): Date {
  return new Date(msOfWall(dayOfDate(date), minutesOf(time), zone))
}

/** Instant to the date and time (to the minute, cut) on the wall of a zone. */
export function wallOf(at: Date, zone: string): { date: LocalDate; time: LocalTime } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) }
}

export function localDateOf(at: Date, zone: string): LocalDate {
  return dateOfDay(dayOfInstant(at.getTime(), zone))
}

/** The first instant of a local date: not always 00:00, for some zones change their clocks at midnight. */
export function startOfDate(date: LocalDate, zone: string): Date {
  return new Date(zoneDay(dayOfDate(date), zone).start)
}

// ── Words ──────────────────────────────────────────────────────────────────────────────────────

/** 'Tue 24 Nov', with `year` 'Tue 24 Nov 2026'. */
export function formatDate(date: LocalDate, options: { year?: boolean } = {}): string {
  const month = MONTHS[Number(date.slice(5, 7)) - 1]
  const words = `${WEEKDAYS[weekdayOf(date) - 1]} ${Number(date.slice(8, 10))} ${month}`
  return options.year ? `${words} ${date.slice(0, 4)}` : words
}

/** ISO 8601: 1 is 'Monday'. Nothing is made where this file is read: pages that want one function of it are spared the others. */
export const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format((3 + weekday) * DAY_MS)

/** For mails: 'Tue 24 Nov 10:30 Stuttgart (CET)'. `place` is the site's town; without it the zone's own city stands. */
export function formatInstant(at: Date, zone: string, options: { place?: string; year?: boolean } = {}): string {
  const { date, time } = wallOf(at, zone)
  return `${formatDate(date, options)} ${time} ${options.place ?? cityOf(zone)} (${zoneAbbreviation(at, zone)})`
}

/** 'America/New_York' -> 'New York'. */
export function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

/**
 * 'CET', 'EDT', 'IST'; 'GMT+9' where English has no common letters. Each English locale knows only the letters of its
 * own part of the world, so they are asked in turn.
 */
export function zoneAbbreviation(at: Date, zone: string): string {
  let spoken = zone
  for (const locale of ['en-GB', 'en-US', 'en-AU', 'en-IN']) {
    const parts = abbreviator(locale, zone).formatToParts(at)
    spoken = parts.find(part => part.type === 'timeZoneName')?.value ?? zone
    if (!/[+-]\d/.test(spoken)) return spoken
  }
  return spoken
}

const abbreviators = new Map<string, Intl.DateTimeFormat>()

function abbreviator(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`
  let known = abbreviators.get(key)
  if (!known) {
    if (abbreviators.size > 1000) abbreviators.clear()
    known = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
    abbreviators.set(key, known)
  }
  return known
}

/** 0.5 -> '30 s', 90 -> '1 h 30 min', 240 -> '4 h', 0 -> '0 min'. Seconds are said only below ten minutes. */
export function formatMinutes(minutes: number): string {
  const seconds = Math.round(minutes * 60)
  const small = seconds < 600
  const whole = small ? seconds : Math.round(seconds / 60) * 60
  const hours = Math.floor(whole / 3600)
  const mins = Math.floor((whole % 3600) / 60)
  const words = [hours ? `${hours} h` : '', mins ? `${mins} min` : '', whole % 60 ? `${whole % 60} s` : '']
  return words.filter(word => word !== '').join(' ') || '0 min'
}
