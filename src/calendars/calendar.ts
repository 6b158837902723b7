// A working calendar: when an organization works, in the wall time of its own zone. Pure; a changed calendar is a new version.
import type { LocalDate, LocalTime } from '../kernel/time.ts'

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

/** Treated as immutable: the arithmetic remembers what it derived from the object. */
export interface WorkCalendar {
  readonly id: string
  readonly version: number
  readonly name: string
  /** IANA name. */
  readonly zone: string
  readonly week: Readonly<Record<Weekday, readonly Opening[]>>
  readonly holidays: readonly Holiday[]
  readonly extra: readonly ExtraShift[]
  /** By document type; what starts later than this on a day begins to count at the first opening of a later day. */
  readonly cutOff?: Readonly<Record<string, LocalTime>>
  /** Open 00:00-24:00 every day: week, holidays and extra shifts are not looked at. */
  readonly always?: boolean
}
