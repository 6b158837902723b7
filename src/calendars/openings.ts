// When a calendar is open, day by day, as instants. Pure; what a calendar object says is worked out once and remembered.
import { DAY_MS, dayOfDate, dayOfInstant, MINUTE_MS, minutesOf, msOfWall, weekdayOfDay } from '../kernel/time.ts'
import type { Opening, WorkCalendar } from './calendar.ts'

/** Milliseconds since 1970; open from `from` until `to`. */
export interface Interval {
  from: number
  to: number
}

/** One local day of a calendar. */
export interface DayHours {
  /** In order, apart from each other, never empty ones. */
  intervals: readonly Interval[]
  /** The holiday that took the day's weekly openings away. */
  holiday?: string
  /** Worked only, or longer, because of an extra shift. */
  extra: boolean
  /** By how many minutes a change of clocks made the openings longer (+) or shorter (-) than the wall clock says. */
  clockChange: number
}

export interface Hours {
  readonly zone: string
  of(day: number): DayHours
  /** The first open stretch that ends after the instant, cut to begin no sooner; undefined when the search gives up. */
  after(ms: number): Interval | undefined
}

/** A calendar closed for longer than this is taken to be never open again: longer than any shutdown, more than a year. */
export const CLOSED_DAYS_MAX = 400

/** Some ten years of days for one calendar, after which remembering starts over. */
const DAYS_REMEMBERED_MAX = 4000

const ALL_DAY: readonly Opening[] = [{ open: '00:00', close: '24:00' }]

const remembered = new WeakMap<WorkCalendar, Hours>()

export function hoursOf(calendar: WorkCalendar): Hours {
  let hours = remembered.get(calendar)
  if (!hours) {
    hours = workOut(calendar)
    remembered.set(calendar, hours)
  }
  return hours
}

function workOut(calendar: WorkCalendar): Hours {
  const { zone } = calendar
  const holidays = new Map(calendar.holidays.map(holiday => [dayOfDate(holiday.date), holiday.name]))
  const extras = new Map<number, Opening[]>()
  for (const { date, openings } of calendar.extra) {
    const day = dayOfDate(date)
    extras.set(day, [...(extras.get(day) ?? []), ...openings])
  }
  const days = new Map<number, DayHours>()

  function hoursOfDay(day: number): DayHours {
    if (calendar.always) return { ...toIntervals(day, ALL_DAY, zone), extra: false }
    const weekly = calendar.week[weekdayOfDay(day)] ?? []
    const holiday = weekly.length > 0 ? holidays.get(day) : undefined
    const extra = extras.get(day) ?? []
    const worked = toIntervals(day, [...(holiday === undefined ? weekly : []), ...extra], zone)
    return { ...worked, extra: extra.length > 0, ...(holiday === undefined ? {} : { holiday }) }
  }

  function of(day: number): DayHours {
    let known = days.get(day)
    if (!known) {
      known = hoursOfDay(day)
      if (days.size >= DAYS_REMEMBERED_MAX) days.clear()
      days.set(day, known)
    }
    return known
  }

  function after(ms: number): Interval | undefined {
    const first = dayOfInstant(ms, zone)
    for (let day = first; day <= first + CLOSED_DAYS_MAX; day++) {
      for (const { from, to } of of(day).intervals) if (to > ms) return { from: Math.max(from, ms), to }
    }
    return undefined
  }

  return { zone, of, after }
}

/** Wall times become instants one by one, so a day of 23 or 25 hours has the working time it really had. */
function toIntervals(
  day: number,
  openings: readonly Opening[],
  zone: string,
): Pick<DayHours, 'intervals' | 'clockChange'> {
  const sorted = openings
    .map(({ open, close }) => ({ from: minutesOf(open), to: minutesOf(close) }))
    .sort((a, b) => a.from - b.from)
  const wall: Interval[] = []
  for (const next of sorted) {
    const last = wall.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else if (next.to > next.from) wall.push({ ...next })
  }
  const intervals: Interval[] = []
  let clockChange = 0
  for (const each of wall) {
    const from = msOfWall(day, each.from, zone)
    const to = msOfWall(day, each.to, zone)
    clockChange += (to - from) / MINUTE_MS - (each.to - each.from)
    if (to > from) intervals.push({ from, to })
  }
  return { intervals, clockChange }
}

/** Time that runs day and night: for targets in elapsed minutes. */
export const elapsedHours: Hours = {
  zone: 'UTC',
  of: day => ({ intervals: [{ from: day * DAY_MS, to: (day + 1) * DAY_MS }], extra: false, clockChange: 0 }),
  after: ms => ({ from: ms, to: Number.MAX_SAFE_INTEGER }),
}
