// Working time, counted for the oracle: a table of a calendar's open stretches, made quarter of an hour by quarter of an
// hour with the wall time that Intl tells. It shares no code with what it judges.
import type { WorkCalendar } from '../../src/calendars/calendar.ts'

const QUARTER = 15 * 60_000
const HALF = 2 * QUARTER
const DAY = 96 * QUARTER

export interface Stretch {
  from: number
  to: number
}

const offsets = new Map<string, Map<number, number>>()

/** Milliseconds by which the wall of a zone is ahead of UTC. */
function offsetAt(ms: number, zone: string): number {
  const half = Math.floor(ms / HALF)
  let known = offsets.get(zone)
  if (!known) {
    known = new Map()
    offsets.set(zone, known)
  }
  let offset = known.get(half)
  if (offset === undefined) {
    const at = half * HALF
    const parts = Object.fromEntries(
      wall(zone)
        .formatToParts(at)
        .map(({ type, value }) => [type, Number(value)]),
    )
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
    offset = Date.UTC(year, month - 1, day, hour % 24, minute) - at
    known.set(half, offset)
  }
  return offset
}

const walls = new Map<string, Intl.DateTimeFormat>()
function wall(zone: string): Intl.DateTimeFormat {
  let known = walls.get(zone)
  const numeric = 'numeric' as const
  const shape = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    hour12: false,
    timeZone: zone,
  }
  known ??= new Intl.DateTimeFormat('en-US', shape)
  walls.set(zone, known)
  return known
}

/** What has not opened for so many days never will. */
const GIVEN_UP = 400

/**
 * The open stretches of a calendar; `undefined` for day and night. With another one: those in which that is open too, by the
 * days and the wall of the first. Each day is looked at once, when it is asked for.
 */
export class Hours {
  readonly #calendar: WorkCalendar | undefined
  readonly #other: Hours | undefined
  readonly #isAlways: boolean
  readonly #zone: string
  /** Of each other one the table of both. */
  readonly #both = new Map<Hours, Hours>()
  /** By day of UTC. */
  readonly #open = new Map<number, Stretch[]>()
  /** By day on the wall: minutes after midnight. */
  readonly #openings = new Map<number, { open: number; close: number }[]>()

  constructor(calendar: WorkCalendar | undefined, other?: Hours) {
    this.#zone = calendar?.zone ?? 'UTC'
    this.#calendar = calendar
    this.#other = other
    this.#isAlways = (calendar?.always ?? true) && (!other || other.#isAlways)
  }

  with(other: Hours): Hours {
    const both = this.#both.get(other) ?? new Hours(this.#calendar, other)
    this.#both.set(other, both)
    return both
  }

  /** Open stretches from an instant on, without the pauses. */
  *from(ms: number, pauses: readonly Stretch[]): Iterable<Stretch> {
    for (const stretch of this.#isAlways ? [{ from: ms, to: Number.MAX_SAFE_INTEGER }] : this.#openFrom(ms)) {
      let from = Math.max(stretch.from, ms)
      for (const pause of pauses) {
        if (pause.to <= from || pause.from >= stretch.to) continue
        if (pause.from > from) yield { from, to: pause.from }
        from = Math.max(from, pause.to)
      }
      if (from < stretch.to) yield { from, to: stretch.to }
    }
  }

  *#openFrom(ms: number): Iterable<Stretch> {
    let day = Math.floor(ms / DAY)
    for (let last = day; day - last <= GIVEN_UP; day++)
      for (const stretch of this.#openOn(day)) {
        last = day
        if (stretch.to > ms) yield stretch
      }
  }

  #openOn(day: number): Stretch[] {
    const known = this.#open.get(day)
    if (known) return known
    const open: Stretch[] = []
    for (let at = day * DAY; at < (day + 1) * DAY; at += QUARTER) {
      if (!this.#isOpen(at)) continue
      const last = open.at(-1)
      if (last?.to === at) last.to = at + QUARTER
      else open.push({ from: at, to: at + QUARTER })
    }
    this.#open.set(day, open)
    return open
  }

  #isOpen(ms: number): boolean {
    const [calendar, other] = [this.#calendar, this.#other]
    return (!calendar || calendar.always || this.#isWorked(calendar, ms)) && (!other || other.#isOpen(ms))
  }

  #isWorked(calendar: WorkCalendar, ms: number): boolean {
    const local = ms + offsetAt(ms, calendar.zone)
    const day = Math.floor(local / DAY)
    const minute = (local - day * DAY) / 60_000
    let openings = this.#openings.get(day)
    if (!openings) {
      openings = openingsOf(calendar, new Date(day * DAY))
      this.#openings.set(day, openings)
    }
    return openings.some(({ open, close }) => open <= minute && minute < close)
  }

  /** The instant after so many open milliseconds; infinite where it never comes. */
  after(from: number, ms: number, pauses: readonly Stretch[] = []): number {
    let left = Math.round(ms)
    if (left <= 0) return from
    for (const stretch of this.from(from, pauses)) {
      if (stretch.to - stretch.from >= left) return stretch.from + left
      left -= stretch.to - stretch.from
    }
    return Number.POSITIVE_INFINITY
  }

  between(a: number, b: number, pauses: readonly Stretch[] = []): number {
    let sum = 0
    for (const { from, to } of this.from(a, pauses)) {
      if (from >= b) break
      sum += Math.min(to, b) - from
    }
    return sum
  }

  /** The first open instant from here on; infinite where there is none. */
  next(ms: number): number {
    for (const { from } of this.from(ms, [])) return from
    return Number.POSITIVE_INFINITY
  }

  /** The day on the wall, counted from 1970. */
  dayOf(ms: number): number {
    return Math.floor((ms + offsetAt(ms, this.#zone)) / DAY)
  }

  /** Midnight before the day; of all zones here none changes its clocks at midnight. */
  startOf(day: number): number {
    const guess = day * DAY
    return guess - offsetAt(guess - offsetAt(guess, this.#zone), this.#zone)
  }

  /** So many minutes after midnight by the wall. */
  wall(day: number, minutes: number): number {
    const guess = day * DAY + minutes * 60_000
    return guess - offsetAt(guess - offsetAt(guess, this.#zone), this.#zone)
  }

  /** What is open on a day. */
  ofDay(day: number): Stretch[] {
    const [start, end] = [this.startOf(day), this.startOf(day + 1)]
    const all: Stretch[] = []
    for (const { from, to } of this.from(start, [])) {
      if (from >= end) break
      all.push({ from, to: Math.min(to, end) })
    }
    return all
  }
}

function openingsOf(calendar: WorkCalendar, date: Date): { open: number; close: number }[] {
  const text = date.toISOString().slice(0, 10)
  const weekly = calendar.holidays.some(each => each.date === text)
    ? []
    : (calendar.week[String(date.getUTCDay() || 7)] ?? [])
  const extra = calendar.extra.filter(each => each.date === text).flatMap(each => each.openings)
  return [...weekly, ...extra].map(({ open, close }) => ({ open: minutesOf(open), close: minutesOf(close) }))
}

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
