// Sites with their time zones, and working calendars whose versions never change once written.
import { sql } from 'drizzle-orm'
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import { instant, now } from '../kernel/tables.ts'

export const calendars = pgTable(
  'calendars',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    /** The version in force. */
    version: integer().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [uniqueIndex('calendars_name').on(t.orgId, t.name), unique('calendars_of_org').on(t.orgId, t.id)],
)

export const calendarVersions = pgTable(
  'calendar_versions',
  {
    calendarId: uuid().notNull(),
    version: integer().notNull(),
    orgId: uuid().notNull(),
    zone: text().notNull(),
    always: boolean().notNull(),
    /** ISO weekday 1–7 -> openings in local wall time; one that closes no later than it opens ends on the next day. */
    week: jsonb().$type<Record<string, { open: string; close: string }[]>>().notNull(),
    holidays: jsonb().$type<{ date: string; name: string; set?: string }[]>().notNull(),
    halfDays: jsonb()
      .$type<{ date: string; name: string; openings: { open: string; close: string }[] }[]>()
      .notNull()
      .default([]),
    /** First and last day. */
    shutdowns: jsonb().$type<{ from: string; to: string; name: string }[]>().notNull().default([]),
    extra: jsonb().$type<{ date: string; openings: { open: string; close: string }[] }[]>().notNull(),
    /** Document type -> local time after which a start counts from the next opening. */
    cutOff: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    primaryKey({ columns: [t.calendarId, t.version] }),
    foreignKey({ columns: [t.orgId, t.calendarId], foreignColumns: [calendars.orgId, calendars.id] }),
    index('calendar_versions_of_org').on(t.orgId),
  ],
)

export const sites = pgTable(
  'sites',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    /** Goes out as N104 of the ship-to. */
    code: text().notNull(),
    name: text().notNull(),
    zone: text().notNull(),
    street: text().notNull(),
    city: text().notNull(),
    region: text().notNull(),
    postalCode: text().notNull(),
    country: text().notNull(),
    /** The buyer's hours for what goes there; null: those of the calendar that a relationship names. */
    calendarId: uuid(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('sites_code').on(t.orgId, t.code),
    unique('sites_of_org').on(t.orgId, t.id),
    foreignKey({ columns: [t.orgId, t.calendarId], foreignColumns: [calendars.orgId, calendars.id] }),
    index('sites_counted_on').on(t.calendarId).where(sql`calendar_id is not null`),
  ],
)
