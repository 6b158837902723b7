// What is shown of sites and calendars, and the calendar that the arithmetic of working time takes.
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { localDateOf } from '../kernel/time.ts'
import type { Calendar, CalendarBody, CalendarRow, Site } from './api.ts'
import { minutesOpen, type WorkCalendar } from './calendar.ts'
import { calendars, calendarVersions, sites } from './tables.ts'

const siteOf = ({
  site: row,
  calendarName,
}: {
  site: typeof sites.$inferSelect
  calendarName: string | null
}): Site => ({
  id: row.id,
  code: row.code,
  name: row.name,
  zone: row.zone,
  street: row.street,
  city: row.city,
  region: row.region,
  postalCode: row.postalCode,
  country: row.country,
  calendarId: row.calendarId,
  calendarName,
  createdAt: row.createdAt.toISOString(),
})

const sitesFrom = (tx: Tx) =>
  tx
    .select({ site: sites, calendarName: calendars.name })
    .from(sites)
    .leftJoin(calendars, eq(calendars.id, sites.calendarId))

/** Throws Unknown. */
export async function getSite(tx: Tx, siteId: string): Promise<Site> {
  const [row] = await sitesFrom(tx).where(eq(sites.id, siteId))
  return siteOf(known(row))
}

export async function listSites(tx: Tx): Promise<{ rows: Site[]; total: number }> {
  const rows = await sitesFrom(tx).where(eq(sites.orgId, tx.caller.orgId)).orderBy(asc(sites.code))
  return { rows: rows.map(siteOf), total: rows.length }
}

type Stored = { calendars: typeof calendars.$inferSelect; calendar_versions: typeof calendarVersions.$inferSelect }

const inForce = and(eq(calendarVersions.calendarId, calendars.id), eq(calendarVersions.version, calendars.version))

export async function listCalendars(tx: Tx): Promise<{ rows: CalendarRow[]; total: number }> {
  const rows = await tx
    .select()
    .from(calendars)
    .innerJoin(calendarVersions, inForce)
    .orderBy(asc(calendars.name), asc(calendars.id))
  return { rows: rows.map(row => rowOf(row, tx.now)), total: rows.length }
}

function rowOf({ calendars: calendar, calendar_versions: version }: Stored, now: Date): CalendarRow {
  const today = localDateOf(now, version.zone)
  const openings = Object.values(version.week).flat()
  const minutes = openings.reduce((sum, opening) => sum + minutesOpen(opening), 0)
  return {
    id: calendar.id,
    name: calendar.name,
    zone: version.zone,
    always: version.always,
    version: calendar.version,
    weekHours: version.always ? 7 * 24 : Math.round(minutes / 6) / 10,
    nextHoliday: version.holidays.find(({ date }) => date >= today) ?? null,
  }
}

const shown = ({ calendars: calendar, calendar_versions: version }: Stored): Calendar => ({
  id: calendar.id,
  name: calendar.name,
  version: version.version,
  zone: version.zone,
  always: version.always,
  week: version.week,
  holidays: version.holidays,
  halfDays: version.halfDays,
  shutdowns: version.shutdowns,
  extra: version.extra,
  cutOff: version.cutOff,
  createdAt: version.createdAt.toISOString(),
})

/** Throws Unknown. */
export async function getCalendar(tx: Tx, calendarId: string): Promise<Calendar> {
  const [row] = await tx
    .select()
    .from(calendars)
    .innerJoin(calendarVersions, inForce)
    .where(eq(calendars.id, calendarId))
  return shown(known(row))
}

/** Newest first. Throws Unknown. */
export async function listVersions(tx: Tx, calendarId: string): Promise<{ rows: Calendar[] }> {
  const rows = await tx
    .select()
    .from(calendars)
    .innerJoin(calendarVersions, eq(calendarVersions.calendarId, calendars.id))
    .where(eq(calendars.id, calendarId))
    .orderBy(desc(calendarVersions.version))
    .limit(200)
  known(rows[0])
  return { rows: rows.map(shown) }
}

/** What was typed or stored, in the form that working time is counted on. */
export function workCalendarOf(id: string, version: number, calendar: CalendarBody): WorkCalendar {
  const { name, zone, always, week, holidays, halfDays, shutdowns, extra } = calendar
  const cutOff = Object.fromEntries(Object.entries(calendar.cutOff).filter(([, time]) => time !== undefined))
  return { id, version, name, zone, always, week, holidays, halfDays, shutdowns, extra, cutOff }
}

// Versions never change, and the arithmetic remembers what it derived from the object: the same object serves thousands of clocks.
const remembered = new Map<string, WorkCalendar>()
const REMEMBERED_MAX = 2_000

/** The calendar in the version in force. Throws Unknown. */
export async function calendarOf(tx: Tx, calendarId: string): Promise<WorkCalendar> {
  const [row] = await tx.select({ version: calendars.version }).from(calendars).where(eq(calendars.id, calendarId))
  return await calendarVersionOf(tx, calendarId, known(row).version)
}

/** A version that something was decided by. The caller must already have seen a row that names it. Throws Unknown. */
export async function calendarVersionOf(tx: Tx, calendarId: string, version: number): Promise<WorkCalendar> {
  const key = `${calendarId}:${version}`
  const known_ = remembered.get(key)
  if (known_) return known_
  const [row] = await tx
    .select()
    .from(calendars)
    .innerJoin(calendarVersions, eq(calendarVersions.calendarId, calendars.id))
    .where(and(eq(calendars.id, calendarId), eq(calendarVersions.version, version)))
  const calendar = workCalendarOf(calendarId, version, shown(known(row)))
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(key, calendar)
  return calendar
}
