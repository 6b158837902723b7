// A working calendar: when an organization works, in the wall time of its own zone. Pure; a changed calendar is a new version.
import { type Refusal, refusal } from '../kernel/errors.ts'
import {
  daysBetween,
  formatDate,
  isLocalDate,
  isLocalTime,
  isZone,
  type LocalDate,
  type LocalTime,
  minutesOf,
} from '../kernel/time.ts'

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/**
 * Wall time; `close` may be '24:00'. A `close` that is not later than `open` is on the next day: a night shift from 22:00
 * to 06:00 belongs, all of it, to the day on which it begins.
 */
export interface Opening {
  open: LocalTime
  close: LocalTime
}

/** A day without the weekly openings. */
export interface Holiday {
  date: LocalDate
  name: string
  /** The list it was taken over with, such as a country's: taken over again, or given up, as one. */
  set?: string
}

/** A day with hours of its own instead of the weekly ones, on a holiday too; a shutdown closes it. */
export interface HalfDay {
  date: LocalDate
  name: string
  openings: readonly Opening[]
}

/** No weekly openings and no half days from the first day to the last. */
export interface Shutdown {
  from: LocalDate
  to: LocalDate
  name: string
}

/** Openings on top of what the day has anyway, so an extra shift on a holiday or in a shutdown is worked. */
export interface ExtraShift {
  date: LocalDate
  openings: readonly Opening[]
}

/** What `Record<Weekday, …>` looks like when it comes from JSON. A weekday that is missing is not worked. */
export type Week = Readonly<Partial<Record<string, readonly Opening[]>>>

/** Treated as immutable: the arithmetic remembers what it derived from the object. */
export interface WorkCalendar {
  readonly id: string
  readonly version: number
  readonly name: string
  /** IANA name. */
  readonly zone: string
  /** Keys '1' (Monday) to '7' (Sunday). */
  readonly week: Week
  readonly holidays: readonly Holiday[]
  readonly extra: readonly ExtraShift[]
  readonly halfDays?: readonly HalfDay[]
  readonly shutdowns?: readonly Shutdown[]
  /** By document type; what starts later than this on a day begins to count at the first opening of a later day. */
  readonly cutOff?: Readonly<Record<string, LocalTime>>
  /** Open 00:00-24:00 every day: nothing of the above but the cut-off is looked at. */
  readonly always?: boolean
}

/** Four shifts with their breaks. */
export const OPENINGS_A_DAY_MAX = 8
/** Ten years of them. */
export const HOLIDAYS_MAX = 1000
export const EXTRA_SHIFTS_MAX = 1000
export const HALF_DAYS_MAX = 1000
export const SHUTDOWNS_MAX = 200
/** A plant that closes for longer has another calendar afterwards. */
export const SHUTDOWN_DAYS_MAX = 366

/** The same openings Monday to Friday. */
export function weekdays(...openings: readonly Opening[]): Week {
  return { 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: [], 7: [] }
}

/** Office hours, the default that a new organization begins with. */
export const officeWeek: Week = weekdays({ open: '08:00', close: '17:00' })

/** Ends on the day after the one on which it begins. */
export const isOvernight = ({ open, close }: Opening): boolean => close <= open

/** How long it is on a day on which no clocks change. */
export const minutesOpen = (opening: Opening): number =>
  minutesOf(opening.close) - minutesOf(opening.open) + (isOvernight(opening) ? 24 * 60 : 0)

/** Open day and night, every day. */
export function alwaysOpen(id: string, zone: string, name = 'Day and night'): WorkCalendar {
  return { id, version: 1, name, zone, week: {}, holidays: [], extra: [], always: true }
}

/** Everything that is wrong with a calendar somebody typed, all at once; `where` is a JSON pointer into it. */
export function refuseCalendar(calendar: WorkCalendar): Refusal[] {
  const refusals: Refusal[] = []
  if (!isZone(calendar.zone))
    refusals.push(
      refusal('zone-unknown', `"${calendar.zone}" is not a time zone.`, {
        where: '/zone',
        remedy: 'Choose a name like Europe/Berlin.',
      }),
    )
  for (const [day, openings] of Object.entries(calendar.week)) {
    if (!/^[1-7]$/.test(day))
      refusals.push(refusal('weekday-unknown', `"${day}" is not a weekday, 1 to 7.`, { where: `/week/${day}` }))
    refusals.push(...refuseOpenings(openings ?? [], `/week/${day}`))
  }
  refusals.push(...refuseDates(calendar.holidays, HOLIDAYS_MAX, '/holidays'))
  refusals.push(...refuseDates(calendar.extra, EXTRA_SHIFTS_MAX, '/extra'))
  calendar.extra.forEach((shift, i) => {
    refusals.push(...refuseOpenings(shift.openings, `/extra/${i}/openings`))
  })
  refusals.push(...refuseHalfDays(calendar.halfDays ?? []), ...refuseShutdowns(calendar.shutdowns ?? []))
  for (const [documentType, time] of Object.entries(calendar.cutOff ?? {})) {
    if (!isLocalTime(time)) refusals.push(notATime(time, `/cutOff/${documentType}`))
  }
  if (!calendar.always && !Object.values(calendar.week).some(openings => openings && openings.length > 0))
    refusals.push(
      refusal('calendar-never-opens', 'No weekday has an opening.', {
        where: '/week',
        remedy: 'Give at least one weekday its hours, or choose day and night.',
      }),
    )
  return refusals
}

function refuseOpenings(openings: readonly Opening[], where: string): Refusal[] {
  if (openings.length > OPENINGS_A_DAY_MAX)
    return [refusal('openings-too-many', `A day has at most ${OPENINGS_A_DAY_MAX} openings.`, { where })]
  return openings.flatMap(({ open, close }, i) => {
    const place = `${where}/${i}`
    if (!isLocalTime(open) || open === '24:00') return [notATime(open, `${place}/open`)]
    if (!isLocalTime(close)) return [notATime(close, `${place}/close`)]
    if (open !== close) return []
    const remedy = 'Open all day is 00:00 to 24:00; a night shift ends on the next day, such as 22:00 to 06:00.'
    return [refusal('opening-empty', `An opening from ${open} to ${close} has no end.`, { where: place, remedy })]
  })
}

function refuseHalfDays(halfDays: readonly HalfDay[]): Refusal[] {
  const seen = new Set<LocalDate>()
  return [
    ...refuseDates(halfDays, HALF_DAYS_MAX, '/halfDays'),
    ...halfDays.flatMap(({ date, openings }, i) => {
      const where = `/halfDays/${i}`
      const twice = seen.has(date)
      seen.add(date)
      if (twice)
        return [
          refusal('half-day-twice', `${said(date)} is a half day twice.`, { where, remedy: 'Leave one of them.' }),
        ]
      if (openings.length > 0) return refuseOpenings(openings, `${where}/openings`)
      const remedy = 'Give it its hours, or enter it as a holiday.'
      return [refusal('half-day-closed', `The half day ${said(date)} has no hours.`, { where, remedy })]
    }),
  ]
}

function refuseShutdowns(shutdowns: readonly Shutdown[]): Refusal[] {
  if (shutdowns.length > SHUTDOWNS_MAX)
    return [refusal('dates-too-many', `At most ${SHUTDOWNS_MAX} shutdowns.`, { where: '/shutdowns' })]
  return shutdowns.flatMap(({ from, to }, i) => {
    const where = `/shutdowns/${i}`
    const wrong = [...notADate(from, `${where}/from`), ...notADate(to, `${where}/to`)]
    if (wrong.length > 0) return wrong
    if (from > to) {
      const detail = `A shutdown from ${said(from)} cannot end ${said(to)}.`
      return [refusal('shutdown-backwards', detail, { where, remedy: 'Enter its first day before its last.' })]
    }
    if (daysBetween(from, to) < SHUTDOWN_DAYS_MAX) return []
    return [refusal('shutdown-too-long', `A shutdown is at most ${SHUTDOWN_DAYS_MAX} days long.`, { where })]
  })
}

const said = (date: LocalDate): string => (isLocalDate(date) ? formatDate(date, { year: true }) : `"${date}"`)

function refuseDates(dated: readonly { date: LocalDate }[], max: number, where: string): Refusal[] {
  if (dated.length > max) return [refusal('dates-too-many', `At most ${max} dates.`, { where })]
  return dated.flatMap(({ date }, i) => notADate(date, `${where}/${i}/date`))
}

function notADate(date: LocalDate, where: string): Refusal[] {
  return isLocalDate(date) ? [] : [refusal('not-a-date', `"${date}" is not a date like 2027-03-14.`, { where })]
}

function notATime(time: string, where: string): Refusal {
  return refusal('not-a-time', `"${time}" is not a time between 00:00 and 24:00.`, { where })
}
