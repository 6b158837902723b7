// What the kernel stores: facts, their numbered feeds, and work to be done.
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

/** An instant. Server code holds a `Date`; the wire carries ISO 8601. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** The database's clock, the only one that decides what is due. Tests may shift it, production roles cannot. */
export const now = sql`kernel.now()`

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Exact decimals travel as strings, never as floats. */
export const decimal = customType<{ data: string; driverData: string }>({ dataType: () => 'numeric' })

/** A fact: who did what, by which channel, when it happened and when it was recorded. */
export const events = pgTable(
  'events',
  {
    id: uuid().primaryKey(),
    seq: bigserial({ mode: 'bigint' }).notNull(),
    orgId: uuid().notNull(),
    /** The other party that may know this; null when it is one organization's own business. */
    counterpartId: uuid(),
    type: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    at: instant().notNull(),
    recordedAt: instant().notNull().default(now),
    actorId: uuid(),
    actorName: text().notNull(),
    channel: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    publishedAt: instant(),
  },
  t => [
    index('events_unpublished').on(t.seq).where(sql`published_at is null`),
    index('events_of_subject').on(t.subjectId, t.seq),
    index('events_of_org').on(t.orgId, t.seq),
  ],
)

/** How far each organization's feed has been numbered. */
export const feedHeads = pgTable('feed_heads', { orgId: uuid().primaryKey(), n: bigint({ mode: 'number' }).notNull() })

/** What each organization is told, in its own dense numbers: nobody learns how busy the others are. */
export const feed = pgTable(
  'feed',
  {
    orgId: uuid().notNull(),
    n: bigint({ mode: 'number' }).notNull(),
    eventId: uuid().notNull(),
    type: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    at: instant().notNull(),
  },
  t => [primaryKey({ columns: [t.orgId, t.n] })],
)

/** Everything that is to be done later. The queue only carries the id. */
export const work = pgTable(
  'work',
  {
    id: uuid().primaryKey(),
    orgId: uuid().notNull(),
    kind: text().notNull(),
    lane: text().notNull(),
    /** Natural key: adding the same work twice is adding it once. */
    key: text().notNull(),
    data: jsonb().$type<Record<string, string>>().notNull(),
    dueAt: instant().notNull().default(now),
    createdAt: instant().notNull().default(now),
    /** When it was last handed to the queue; handed over again if nothing came of it. */
    queuedAt: instant(),
    attempts: integer().notNull().default(0),
    leaseToken: uuid(),
    leaseUntil: instant(),
    doneAt: instant(),
    /** Given up after the last try; a person decides. */
    failedAt: instant(),
    lastError: text(),
  },
  t => [
    uniqueIndex('work_once').on(t.orgId, t.kind, t.key),
    index('work_due').on(t.dueAt).where(sql`done_at is null and failed_at is null`),
    index('work_new').on(t.dueAt).where(sql`queued_at is null and done_at is null and failed_at is null`),
    /** What failed at least once and is not done: shown to those who run the organization's side. */
    index('work_in_trouble')
      .on(t.orgId, t.createdAt)
      .where(sql`done_at is null and (failed_at is not null or attempts > 0)`),
  ],
)

/** When a door was last known to be open: the web's, the watch over folders. */
export const doorBeats = pgTable('door_beats', { door: text().primaryKey(), at: instant().notNull() })

/** Stretches in which a door was closed: nobody beat for it. Told to everybody who came to it. */
export const outages = pgTable(
  'outages',
  { id: uuid().primaryKey(), door: text().notNull(), from: instant().notNull(), to: instant().notNull() },
  t => [index('outages_of_door').on(t.door, t.to)],
)
