// The calendar that a clock was started on, in the version of then: what its later steps are counted on.
import { alwaysOpen, calendarVersionOf, type WorkCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import type { ClockRecord } from './clock-row.ts'

/** Day and night where none was agreed. Versions never change and are remembered: thousands of clocks read one once. */
export async function countedOn(tx: Tx, { calendarId, calendarVersion, zone }: ClockRecord): Promise<WorkCalendar> {
  if (!calendarId || calendarVersion === null) return alwaysOpen('day-and-night', zone)
  return await calendarVersionOf(tx, calendarId, calendarVersion)
}
