// A working calendar: when an organization works, in the wall time of its own zone. Pure; a changed calendar is a new version.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { isLocalDate, isLocalTime, isZone, type LocalDate, type LocalTime } from '../kernel/time.ts'

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Wall time, `open` before `close`; `close` may be '24:00'. A night shift is two: 22:00-24:00 and 00:00-06:00. */
export interface Opening {
  open: LocalTime
  close: LocalTime
}

/** A day without the weekly openings. A shutdown is one for each of its days. */
export interface Holiday {
  date: LocalDate
  name: string
}

/** Openings on top of what the day has anyway, so an extra shift on a holiday is worked. */
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
  /** By document type; what starts later than this on a day begins to count at the first opening of a later day. */
  readonly cutOff?: Readonly<Record<string, LocalTime>>
  /** Open 00:00-24:00 every day: week, holidays and extra shifts are not looked at. */
  readonly always?: boolean
}

/** Four shifts with their breaks. */
export const OPENINGS_A_DAY_MAX = 8
/** Ten years of holidays and shutdowns. */
export const HOLIDAYS_MAX = 1000
export const EXTRA_SHIFTS_MAX = 1000

/** The same openings Monday to Friday. */
export function weekdays(...openings: readonly Opening[]): Week {
  return { 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: [], 7: [] }
}

/** Office hours, the default that a new organization begins with. */
export const officeWeek: Week = weekdays({ open: '08:00', close: '17:00' })

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
    if (!isLocalTime(open)) return [notATime(open, `${place}/open`)]
    if (!isLocalTime(close)) return [notATime(close, `${place}/close`)]
    if (open < close) return []
    const remedy = 'Write a night shift as two: 22:00 to 24:00, and 00:00 to 06:00 on the next day.'
    return [refusal('opening-backwards', `An opening from ${open} to ${close} does not end.`, { where: place, remedy })]
  })
}

function refuseDates(dated: readonly { date: LocalDate }[], max: number, where: string): Refusal[] {
  if (dated.length > max) return [refusal('dates-too-many', `At most ${max} dates.`, { where })]
  return dated.flatMap(({ date }, i) =>
    isLocalDate(date)
      ? []
      : [refusal('not-a-date', `"${date}" is not a date like 2027-03-14.`, { where: `${where}/${i}/date` })],
  )
}

function notATime(time: string, where: string): Refusal {
  return refusal('not-a-time', `"${time}" is not a time between 00:00 and 24:00.`, { where })
}
