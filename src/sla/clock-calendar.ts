// What a clock and its steps are counted on: its calendar, or its two, in the versions of its start or of its last recount.
import { sql } from 'drizzle-orm'
import {
  alwaysOpen,
  bothOpen,
  type CountedOn,
  calendarVersionOf,
  countedMinutesBetween,
  type WorkCalendar,
} from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import type { ClockRecord, StandsOn } from './clock-row.ts'

/**
 * Day and night where none was agreed. Versions never change and are remembered: thousands of clocks read one once.
 * `changed`: in place of its version that the clock stands on.
 */
export async function countedOn(tx: Tx, clock: Standing, changed?: WorkCalendar): Promise<CountedOn> {
  const { calendarId, calendarVersion, otherCalendarId, otherCalendarVersion, zone } = clock
  const versionOf = async (id: string, version: number) =>
    changed?.id === id ? changed : await calendarVersionOf(tx, id, version)
  if (!calendarId || calendarVersion === null) return alwaysOpen('day-and-night', zone)
  const first = await versionOf(calendarId, calendarVersion)
  if (!otherCalendarId || otherCalendarVersion === null) return first
  return bothOpen(first, await versionOf(otherCalendarId, otherCalendarVersion))
}

type Standing = StandsOn & Pick<ClockRecord, 'zone'>
type Counting = Standing & Pick<ClockRecord, 'countingFrom' | 'target' | 'pauses'>

/** Minutes that have counted for its target by then: its response time, once the answer came; else its age. */
export async function minutesCounted(tx: Tx, clock: Counting, at: Date): Promise<number> {
  const pauses = clock.pauses.map(({ from, to, note }) => ({
    from: new Date(from),
    to: to === null ? at : new Date(to),
    why: note,
  }))
  return countedMinutesBetween(clock.countingFrom, at, clock.target, await countedOn(tx, clock), pauses)
}

/**
 * Until this transaction ends nobody recounts the clocks of these calendars: one that starts here is either seen or newer.
 * Always in one order: two that hold one each, with a recount waiting behind each, would wait for each other.
 */
export async function holdCalendars(tx: Tx, calendarIds: readonly (string | null)[]): Promise<void> {
  for (const id of [...new Set(calendarIds)].toSorted()) if (id !== null) await holdCalendar(tx, id)
}

async function holdCalendar(tx: Tx, calendarId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${calendarId}, 0))`)
}

/** Waits for the clocks that are being started on the calendar; those that follow find its new version. */
export async function holdAlone(tx: Tx, calendarId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${calendarId}, 0))`)
}
