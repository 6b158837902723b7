// Making a working calendar, and writing its next version; a version once written never changes.
import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import type { Calendar, CalendarBody } from './api.ts'
import { refuseCalendar } from './calendar.ts'
import { getCalendar, workCalendarOf } from './queries.ts'
import { calendars, calendarVersions } from './tables.ts'

export async function addCalendar(tx: Tx, body: CalendarBody): Promise<Calendar | Refusal> {
  const calendar = checked(body)
  const id = newId()
  const [added] = await tx
    .insert(calendars)
    .values({ id, orgId: tx.caller.orgId, name: calendar.name, version: 1 })
    .onConflictDoNothing()
    .returning()
  if (!added) return nameTaken(calendar.name)
  await writeVersion(tx, id, 1, calendar)
  await announceCalendar(tx, 'calendar.added', id, 1)
  return await getCalendar(tx, id)
}

/** `version` is the one that was edited: somebody else's change in between is refused, never overwritten. */
export async function changeCalendar(
  tx: Tx,
  calendarId: string,
  { version, ...body }: CalendarBody & { version: number },
): Promise<Calendar | Refusal> {
  const calendar = checked(body)
  const [same] = await tx
    .select({ id: calendars.id })
    .from(calendars)
    .where(and(eq(calendars.name, calendar.name), ne(calendars.id, calendarId)))
  if (same) return nameTaken(calendar.name)
  const [changed] = await tx
    .update(calendars)
    .set({ name: calendar.name, version: version + 1 })
    .where(and(eq(calendars.id, calendarId), eq(calendars.version, version)))
    .returning()
  if (!changed) {
    const [there] = await tx.select().from(calendars).where(eq(calendars.id, calendarId))
    known(there)
    return refusal('changed-meanwhile', 'Somebody changed this calendar while you edited it.', {
      remedy: 'Load the page again and repeat your change.',
    })
  }
  await writeVersion(tx, calendarId, version + 1, calendar)
  await announceCalendar(tx, 'calendar.changed', calendarId, version + 1)
  return await getCalendar(tx, calendarId)
}

function checked(body: CalendarBody): CalendarBody {
  const calendar = { ...body, name: body.name.trim() }
  const refusals = refuseCalendar(workCalendarOf('', 0, calendar))
  if (calendar.name === '') refusals.push(refusal('calendar-name', 'The calendar has no name.', { where: '/name' }))
  if (refusals.length > 0) throw new Refused(refusals)
  return calendar
}

async function writeVersion(tx: Tx, calendarId: string, version: number, calendar: CalendarBody): Promise<void> {
  const { zone, always, week } = calendar
  const inOrder = <T extends { date: string }>(dated: readonly T[]) =>
    dated.toSorted((a, b) => a.date.localeCompare(b.date))
  await tx.insert(calendarVersions).values({
    ...{ calendarId, version, orgId: tx.caller.orgId, zone, always, week },
    holidays: inOrder(calendar.holidays),
    halfDays: inOrder(calendar.halfDays),
    shutdowns: calendar.shutdowns.toSorted((a, b) => a.from.localeCompare(b.from)),
    extra: inOrder(calendar.extra),
    cutOff: workCalendarOf('', 0, calendar).cutOff ?? {},
  })
}

const nameTaken = (name: string): Refusal =>
  refusal('calendar-name-taken', `Another calendar is called "${name}".`, {
    where: '/name',
    remedy: 'Choose another name.',
  })

const announceCalendar = (tx: Tx, type: string, id: string, version: number): Promise<void> =>
  announce(tx, { type, subject: { kind: 'calendar', id }, parties: [tx.caller.orgId], at: tx.now, data: { version } })
