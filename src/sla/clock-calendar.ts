// The calendar that a clock was started on, in the version of then: what its later steps are counted on.
import { alwaysOpen, calendarVersionOf, countedMinutesBetween, type WorkCalendar } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import type { ClockRecord } from './clock-row.ts'

/** Day and night where none was agreed. Versions never change and are remembered: thousands of clocks read one once. */
export async function countedOn(tx: Tx, { calendarId, calendarVersion, zone }: CountedOn): Promise<WorkCalendar> {
  if (!calendarId || calendarVersion === null) return alwaysOpen('day-and-night', zone)
  return await calendarVersionOf(tx, calendarId, calendarVersion)
}

type CountedOn = Pick<ClockRecord, 'calendarId' | 'calendarVersion' | 'zone'>
type Counting = CountedOn & Pick<ClockRecord, 'countingFrom' | 'target' | 'pauses'>

/** Minutes that have counted for its target by then: its response time, once the answer came; else its age. */
export async function minutesCounted(tx: Tx, clock: Counting, at: Date): Promise<number> {
  const pauses = clock.pauses.map(({ from, to, note }) => ({
    from: new Date(from),
    to: to === null ? at : new Date(to),
    why: note,
  }))
  return countedMinutesBetween(clock.countingFrom, at, clock.target, await countedOn(tx, clock), pauses)
}
