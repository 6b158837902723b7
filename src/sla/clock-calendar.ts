// The calendar that a clock is counted on, in the version of its start or of its last recount: what its steps are counted on.
import { sql } from 'drizzle-orm'
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

/** Until this transaction ends nobody recounts the clocks of the calendar: one that starts here is either seen or newer. */
export async function holdCalendar(tx: Tx, calendarId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${calendarId}, 0))`)
}

/** Waits for the clocks that are being started on the calendar; those that follow find its new version. */
export async function holdAlone(tx: Tx, calendarId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${calendarId}, 0))`)
}
