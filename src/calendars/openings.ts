// When a calendar is open, day by day, as instants. Pure; what a calendar object says is worked out once and remembered.
import { DAY_MS, dateOfDay, dayOfDate, MINUTE_MS, minutesOf, msOfWall, weekdayOfDay } from '../kernel/time.ts'
import type { CountedOn } from './both-open.ts'
import { isOvernight, type Opening, type Shutdown, type WorkCalendar } from './calendar.ts'
import type { DayNote } from './explanation.ts'
import { overlapByDay } from './overlap.ts'

/** Milliseconds since 1970; open from `from` until `to`. */
export interface Interval {
  from: number
  to: number
}

/** Of two calendars only one is open: the one of this name is closed. */
export interface Closure extends Interval {
  calendar: string
}

/** One working day of a calendar: what begins on that local date. */
export interface DayHours {
  /** The first instant of the local date. */
  start: number
  /** In order, apart from each other and from those of other days, never empty ones. A night shift ends after the date. */
  intervals: readonly Interval[]
  /** What is out of the ordinary on this day, ready to be told. */
  notes: readonly DayNote[]
  /** Of two calendars, in order: when only one of them was open, holidays and shutdowns left out, which are notes. */
  closed?: readonly Closure[]
}

export interface Hours {
  readonly zone: string
  /** Of two calendars: those of the first, whose days and times of the wall count. */
  readonly first?: Hours
  of(day: number): DayHours
  /** The working day in which the instant falls: its local date, or the date on which the night shift began that it is in. */
  dayOf(ms: number): number
  /** The first open stretch that ends after the instant, cut to begin no sooner; undefined when the search gives up. */
  after(ms: number): Interval | undefined
  /** The first open stretch that belongs to a later working day. */
  afterDay(day: number): Interval | undefined
}

/** A calendar closed for longer than this is taken to be never open again: longer than any shutdown, more than a year. */
export const CLOSED_DAYS_MAX = 400

/** Some ten years of days for one calendar, after which remembering starts over. */
const DAYS_REMEMBERED_MAX = 4000

const ALL_DAY: readonly Opening[] = [{ open: '00:00', close: '24:00' }]
const nothing: readonly never[] = []
/** Minutes of a day's wall. */
const DAY = 24 * 60

const remembered = new WeakMap<CountedOn, Hours>()

export function hoursOf(calendar: CountedOn): Hours {
  let hours = remembered.get(calendar)
  if (!hours) {
    hours = calendar.both ? sharedHours(calendar.both) : rememberingDays(calendar.zone, dayByDay(calendar))
    remembered.set(calendar, hours)
  }
  return hours
}

function sharedHours([one, two]: readonly [WorkCalendar, WorkCalendar]): Hours {
  const first = hoursOf(one)
  const workOut = overlapByDay({ name: one.name, hours: first }, { name: two.name, hours: hoursOf(two) })
  // An instant of the first's night shift is of the day on which that began, whether or not the second is open.
  return { ...rememberingDays(first.zone, workOut, first.dayOf), first }
}

function rememberingDays(zone: string, workOut: (day: number) => DayHours, given?: Hours['dayOf']): Hours {
  const days = new Map<number, DayHours>()
  const dayOf = given ?? ownDayOf

  function of(day: number): DayHours {
    let known = days.get(day)
    if (!known) {
      known = workOut(day)
      if (days.size >= DAYS_REMEMBERED_MAX) days.clear()
      days.set(day, known)
    }
    return known
  }

  function ownDayOf(ms: number): number {
    let day = Math.floor(ms / DAY_MS)
    while (ms < of(day).start) day--
    while (ms >= of(day + 1).start) day++
    const night = of(day - 1).intervals.at(-1)
    return night && ms < night.to ? day - 1 : day
  }

  function firstAfter(ms: number, first: number): Interval | undefined {
    for (let day = first; day <= first + CLOSED_DAYS_MAX; day++) {
      for (const open of of(day).intervals) if (open.to > ms) return open.from >= ms ? open : { from: ms, to: open.to }
    }
    return undefined
  }

  return {
    zone,
    of,
    dayOf,
    after: ms => firstAfter(ms, dayOf(ms)),
    afterDay: day => firstAfter(Number.NEGATIVE_INFINITY, day + 1),
  }
}

// ── One day ────────────────────────────────────────────────────────────────────────────────────

/** What begins on a day, before another day's night shift is taken off. */
interface Worked {
  openings: readonly Opening[]
  notes: DayNote[]
}

function dayByDay(calendar: WorkCalendar): (day: number) => DayHours {
  const { zone } = calendar
  const workedOn = workedByDay(calendar)
  const nights = everyOpening(calendar).some(isOvernight)

  /** Until when the shifts that began the day before go on. */
  const nightBefore = (day: number): number =>
    nights ? Math.max(...onWall(workedOn(day - 1).openings).map(({ to }) => msOfWall(day - 1, to, zone))) : 0

  return day => {
    const { openings, notes } = workedOn(day)
    const { intervals, changes } = toIntervals(day, openings, zone, nightBefore(day))
    return { start: msOfWall(day, 0, zone), intervals, notes: [...notes, ...changes] }
  }
}

function workedByDay(calendar: WorkCalendar): (day: number) => Worked {
  const byDay = <T extends { date: string }>(dated: readonly T[]) =>
    new Map(dated.map(each => [dayOfDate(each.date), each]))
  const holidays = byDay(calendar.holidays.toReversed())
  const halfDays = byDay(calendar.halfDays ?? [])
  const extras = new Map<number, Opening[]>()
  for (const { date, openings } of calendar.extra) {
    const day = dayOfDate(date)
    extras.set(day, [...(extras.get(day) ?? []), ...openings])
  }
  const shutdowns = (calendar.shutdowns ?? []).map(told)

  /** In the order in which one overrules another: shutdown, half day, holiday, week. */
  function planned(day: number): Worked {
    const weekly = calendar.week[weekdayOfDay(day)] ?? []
    const halfDay = halfDays.get(day)
    const shutdown = shutdowns.find(({ first, last }) => first <= day && day <= last)
    if (shutdown) return { openings: [], notes: weekly.length > 0 || halfDay ? [shutdown.note] : [] }
    if (halfDay) return { openings: halfDay.openings, notes: [{ kind: 'half-day', ...halfDay }] }
    const holiday = holidays.get(day)
    if (!holiday || weekly.length === 0) return { openings: weekly, notes: [] }
    return { openings: [], notes: [{ kind: 'holiday', date: holiday.date, name: holiday.name }] }
  }

  return day => {
    if (calendar.always) return { openings: ALL_DAY, notes: [] }
    const { openings, notes } = planned(day)
    const extra = extras.get(day)
    if (!extra) return { openings, notes }
    return { openings: [...openings, ...extra], notes: [...notes, { kind: 'extra-shift', date: dateOfDay(day) }] }
  }
}

function told({ from, to, name }: Shutdown): { first: number; last: number; note: DayNote } {
  return { first: dayOfDate(from), last: dayOfDate(to), note: { kind: 'shutdown', from, to, name } }
}

function everyOpening({ week, halfDays = [], extra }: WorkCalendar): Opening[] {
  return [
    ...Object.values(week).flatMap(openings => openings ?? []),
    ...[...halfDays, ...extra].flatMap(day => day.openings),
  ]
}

/** In minutes of the day's wall, over 24:00 on the next day's; in order, and one where they overlap or touch. */
function onWall(openings: readonly Opening[]): Interval[] {
  const sorted = openings
    .map(opening => ({
      from: minutesOf(opening.open),
      to: minutesOf(opening.close) + (isOvernight(opening) ? DAY : 0),
    }))
    .sort((a, b) => a.from - b.from)
  const wall: Interval[] = []
  for (const next of sorted) {
    const last = wall.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else wall.push(next)
  }
  return wall
}

/** Wall times become instants one by one, so a day of 23 or 25 hours has the working time it really had. */
function toIntervals(
  day: number,
  openings: readonly Opening[],
  zone: string,
  notBefore: number,
): { intervals: Interval[]; changes: DayNote[] } {
  const intervals: Interval[] = []
  const changes = new Map<number, number>()
  for (const { from, to } of onWall(openings)) {
    const open = { from: Math.max(msOfWall(day, from, zone), notBefore), to: msOfWall(day, to, zone) }
    // Where the night shift of the day before goes on for longer, nothing is left of it.
    if (open.to <= notBefore) continue
    if (open.to > open.from) intervals.push(open)
    for (const [date, first, last] of [
      [day, from, Math.min(to, DAY)],
      [day + 1, DAY, Math.max(to, DAY)],
    ] as const) {
      const change = (msOfWall(day, last, zone) - msOfWall(day, first, zone)) / MINUTE_MS - (last - first)
      changes.set(date, (changes.get(date) ?? 0) + change)
    }
  }
  return {
    intervals,
    changes: [...changes].flatMap(([date, minutes]) =>
      minutes === 0 ? [] : [{ kind: 'clock-change', date: dateOfDay(date), minutes }],
    ),
  }
}

/** Time that runs day and night: for targets in elapsed minutes. */
export const elapsedHours: Hours = {
  zone: 'UTC',
  of: day => ({ start: day * DAY_MS, intervals: [{ from: day * DAY_MS, to: (day + 1) * DAY_MS }], notes: nothing }),
  dayOf: ms => Math.floor(ms / DAY_MS),
  after: ms => ({ from: ms, to: Number.MAX_SAFE_INTEGER }),
  afterDay: day => ({ from: (day + 1) * DAY_MS, to: Number.MAX_SAFE_INTEGER }),
}
