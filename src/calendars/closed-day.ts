// Whether a day is worked at all. Pure.
import { isRefusal } from '../kernel/errors.ts'
import { type LocalDate, localDateOf, startOfDate } from '../kernel/time.ts'
import type { WorkCalendar } from './calendar.ts'
import { nextOpening } from './working-time.ts'

/** Whether the calendar is closed all of that day of its own zone. */
export function isClosedOn(day: LocalDate, calendar: WorkCalendar): boolean {
  const next = nextOpening(startOfDate(day, calendar.zone), calendar)
  return isRefusal(next) || localDateOf(next, calendar.zone) !== day
}
