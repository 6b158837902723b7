// Clocks, every step of escalation that has fired, and the policies that say how.
import { sql } from 'drizzle-orm'
import {
  boolean,
  doublePrecision,
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
import { calendars } from '../calendars/tables.ts'
import type { Explanation } from '../calendars/working-time.ts'
import { itemGroups } from '../items/tables.ts'
import { instant, now } from '../kernel/tables.ts'
import type { Priority } from '../orders/priority.ts'
import type { ClockTarget } from '../partners/profile.ts'
import { relationships, supplierGroups } from '../partners/tables.ts'
import type { ClockKind, ClockPause, PauseReason } from './api.ts'
import type { Attribution, DisputeOutcome, ExcuseReason } from './breach.ts'
import type { ClockAt } from './clock.ts'
import type { Audience, Step } from './ladder.ts'
import type { Governing } from './policy.ts'
import type { NamedOne, PolicyKind, PolicyLadder, WhoseHours } from './policy-api.ts'
import type { PostState, Said } from './said.ts'
import type { StoredPlaces } from './ship-from.ts'

const parties = { buyerId: uuid().notNull(), supplierId: uuid().notNull() }

/** That a clock was counted anew: on a changed calendar, or for a delivery that was moved. Instants are ISO 8601. */
export type Recount = {
  at: string
  /** Who changed it. */
  by: string
  was: string
  due: string
} & ({ calendar: string; version: number } | { movedFrom: string; movedTo: string })

export const clocks = pgTable(
  'clocks',
  {
    id: uuid().primaryKey(),
    ...parties,
    kind: text().$type<ClockKind>().notNull(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    /** What people call the subject: an order number. */
    label: text().notNull(),
    /** A subject may be asked again: each asking is a round. */
    round: integer().notNull().default(1),
    /** The lines of an order that a later round asks for, or that a decision is on; null: all that no later round has asked for anew. */
    lines: integer().array(),
    at: text().$type<ClockAt>().notNull(),
    startedAt: instant().notNull(),
    countingFrom: instant().notNull(),
    dueAt: instant().notNull(),
    stoppedAt: instant(),
    breachedAt: instant(),
    target: jsonb().$type<ClockTarget>().notNull(),
    /** What governs it, as it was at the start; null: what is agreed in the relationship. */
    policy: jsonb().$type<Governing>(),
    calendarId: uuid(),
    calendarVersion: integer(),
    /** The other party's, where only hours count in which both are open; zone, days and cut-off are the first's. */
    otherCalendarId: uuid(),
    otherCalendarVersion: integer(),
    zone: text().notNull(),
    explanation: jsonb().$type<Explanation>().notNull(),
    steps: jsonb().$type<Step[]>().notNull(),
    nextLevel: text(),
    nextAt: instant(),
    /** From here on it is at risk: three quarters of the target are used, or the warning's instant has come. */
    soonAt: instant(),
    /** Which sites its items ship from, and where to, where that had a say in whose hours count. */
    places: jsonb().$type<StoredPlaces>(),
    /** Why it is counted as it is, where the calendar does not say so itself. */
    note: text().notNull().default(''),
    /** In order; the last one has no end while the clock is paused. */
    pauses: jsonb().$type<ClockPause[]>().notNull().default([]),
    /** Each time that a changed calendar, or a moved delivery, moved what is due, or the steps on the way to it; in order. */
    recounts: jsonb().$type<Recount[]>().notNull().default([]),
    /** Someone has taken it on: repeats stop. */
    acknowledgedAt: instant(),
    acknowledgedBy: text(),
    /** Somebody of the supplier has said that they have seen it: repeats to their side stop, its time runs on. */
    seenAt: instant(),
    seenBy: text(),
    /** Whose fault an excused breach was; one that counts is that of whoever was to answer. */
    attribution: text().$type<Attribution>(),
    excuse: jsonb().$type<StoredExcuse>(),
    /** While a dispute of its breach waits for the buyer. */
    disputedAt: instant(),
    /** Why nothing is asked any more, of one that was late by then; null: it was answered, or is waited for. */
    cancelledWhy: text(),
    /** How often it was put back on its ladder: an excuse was taken back, a dispute decided. */
    putBack: integer().notNull().default(0),
    /** Minutes that counted until the answer came; null while it is waited for. */
    countedMinutes: doublePrecision(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('clocks_once').on(t.subjectId, t.kind, t.round),
    index('clocks_of_buyer').on(t.buyerId, t.at, t.dueAt),
    index('clocks_of_supplier').on(t.supplierId, t.at, t.dueAt),
    index('clocks_asked_of').on(t.buyerId, t.startedAt),
    index('clocks_asked_to').on(t.supplierId, t.startedAt),
    index('clocks_disputed').on(t.buyerId, t.disputedAt).where(sql`disputed_at is not null`),
    index('clocks_counted_on').on(t.supplierId, t.calendarId).where(sql`calendar_id is not null`),
    index('clocks_counted_on_too').on(t.supplierId, t.otherCalendarId).where(sql`other_calendar_id is not null`),
    index('clocks_waiting_on').on(t.calendarId).where(sql`at in ('pending', 'running', 'paused')`),
    index('clocks_waiting_on_too').on(t.otherCalendarId).where(sql`at in ('pending', 'running', 'paused')`),
    index('clocks_stopped').on(t.buyerId, t.stoppedAt).where(sql`stopped_at is not null`),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

export const policies = pgTable(
  'policies',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    /** The version in force; kind and supplier are that version's. */
    version: integer().notNull(),
    kind: text().$type<PolicyKind>().notNull(),
    /** Null: every supplier. */
    onlySupplierId: uuid(),
    /** Suppliers, items and orders that it is narrowed to; null: all. */
    onlySupplierGroupId: uuid(),
    onlyItemGroupId: uuid(),
    onlyPriority: text().$type<Priority>(),
    retiredAt: instant(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('policies_name').on(t.orgId, t.name).where(sql`retired_at is null`),
    // Of two that are equally specific nobody could say which counts.
    uniqueIndex('policies_once')
      .on(
        t.orgId,
        t.kind,
        sql`coalesce(only_supplier_id, org_id)`,
        sql`coalesce(only_supplier_group_id, org_id)`,
        sql`coalesce(only_item_group_id, org_id)`,
        sql`coalesce(only_priority, '')`,
      )
      .where(sql`retired_at is null`),
    unique('policies_of_org').on(t.orgId, t.id),
    foreignKey({
      columns: [t.orgId, t.onlySupplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
    foreignKey({
      columns: [t.orgId, t.onlySupplierGroupId],
      foreignColumns: [supplierGroups.orgId, supplierGroups.id],
    }),
    foreignKey({ columns: [t.orgId, t.onlyItemGroupId], foreignColumns: [itemGroups.orgId, itemGroups.id] }),
  ],
)

/** Never changed once written: clocks name the one that they started under. */
export const policyVersions = pgTable(
  'policy_versions',
  {
    policyId: uuid().notNull(),
    version: integer().notNull(),
    orgId: uuid().notNull(),
    name: text().notNull(),
    kind: text().$type<PolicyKind>().notNull(),
    onlySupplierId: uuid(),
    onlySupplierGroupId: uuid(),
    onlyItemGroupId: uuid(),
    onlyPriority: text().$type<Priority>(),
    target: jsonb().$type<ClockTarget>().notNull(),
    hours: text().$type<WhoseHours>().notNull().default('agreed'),
    /** Of `own` hours the calendar. */
    calendarId: uuid(),
    ladder: jsonb().$type<PolicyLadder>().notNull(),
    pauseReasons: jsonb().$type<PauseReason[]>().notNull(),
    /** Of these, for which the supplier may pause too. */
    supplierPauseReasons: jsonb().$type<PauseReason[]>().notNull().default([]),
    by: text().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    primaryKey({ columns: [t.policyId, t.version] }),
    foreignKey({ columns: [t.orgId, t.policyId], foreignColumns: [policies.orgId, policies.id] }),
    foreignKey({ columns: [t.orgId, t.calendarId], foreignColumns: [calendars.orgId, calendars.id] }),
    index('policy_versions_of_org').on(t.orgId),
    index('policy_versions_counted_on').on(t.calendarId).where(sql`calendar_id is not null`),
  ],
)

export interface StoredExcuse {
  at: string
  by: string
  reason: ExcuseReason
  note: string
}

/** A supplier says that a breach is not its fault; one at a time of each clock waits for the buyer. */
export const disputes = pgTable(
  'disputes',
  {
    id: uuid().primaryKey(),
    ...parties,
    clockId: uuid()
      .notNull()
      .references(() => clocks.id),
    words: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
    decidedAt: instant(),
    decidedBy: text(),
    outcome: text().$type<DisputeOutcome>(),
    note: text().notNull().default(''),
  },
  t => [
    uniqueIndex('disputes_open').on(t.clockId).where(sql`decided_at is null`),
    index('disputes_of_clock').on(t.clockId, t.at),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

export interface Told {
  /** Both are empty of a webhook: the supplier reads that the buyer's system is told, not which and where. */
  name: string
  address: string
  channel: 'mail' | 'in-app' | 'webhook'
  /** Of a mail that is queued: from when it may leave. */
  at: string
  /** What became of the mail, or of what is posted; one is in the portal at once. */
  state?: 'queued' | 'sent' | 'filed' | 'bounced' | 'failed'
  /** In the portal: when its reader opened it there, or by the link in the mail. */
  openedAt?: string
  /** Told because mails of the step did not arrive, as one of these; left out: as one whom the step tells. */
  instead?: Audience
}

export const escalations = pgTable(
  'escalations',
  {
    id: uuid().primaryKey(),
    ...parties,
    clockId: uuid()
      .notNull()
      .references(() => clocks.id),
    level: text().notNull(),
    dueAt: instant().notNull(),
    firedAt: instant().notNull().default(now),
    audience: text().notNull(),
    why: text().notNull().default(''),
    /** An answer lay in the house, received in time and not read while the step waited for it. */
    unread: boolean().notNull().default(false),
    told: jsonb().$type<Told[]>().notNull().default([]),
    /** Of a step that names contacts: those who were there when it fired. Ids alone: they are the buyer's to read. */
    named: jsonb().$type<NamedOne[]>(),
    /** How many of those named were there no more. Where that is all, `audience` is who was told instead. */
    gone: integer().notNull().default(0),
    /** Who was told in turn because mails did not arrive. */
    turned: jsonb().$type<Audience[]>().notNull().default([]),
  },
  t => [uniqueIndex('escalations_once').on(t.clockId, t.level), index('escalations_of_buyer').on(t.buyerId, t.firedAt)],
)

/** People without a sign-in whom the buyer's ladders may name. Never deleted: versions of policies, and what was told, name them. */
export const namedContacts = pgTable(
  'named_contacts',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    email: text().notNull(),
    /** Kept no more: steps leave it out. */
    removedAt: instant(),
    createdAt: instant().notNull().default(now),
  },
  t => [uniqueIndex('named_contacts_email').on(t.orgId, t.email).where(sql`removed_at is null`)],
)

/** Systems of the buyer's that steps may be posted to. None ever goes: versions of policies name them. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    url: text().notNull(),
    /** Signs what is posted; shown once. */
    secret: text().notNull(),
    enabled: boolean().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [uniqueIndex('webhooks_name').on(t.orgId, t.name), unique('webhooks_of_org').on(t.orgId, t.id)],
)

/** One of each clock and step, under the id that the receiver knows it by on every try. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid().primaryKey(),
    orgId: uuid().notNull(),
    webhookId: uuid().notNull(),
    clockId: uuid()
      .notNull()
      .references(() => clocks.id),
    level: text().notNull(),
    /** As it was when the step fired: every try says the same. */
    said: jsonb().$type<Said>().notNull(),
    state: text().$type<PostState>().notNull(),
    /** Why it has not arrived. */
    reason: text(),
    attempts: integer().notNull().default(0),
    /** The last try got no answer at all. */
    unanswered: boolean().notNull().default(false),
    triedAt: instant(),
    settledAt: instant(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('webhook_deliveries_once').on(t.clockId, t.level),
    index('webhook_deliveries_queued').on(t.webhookId, t.createdAt).where(sql`state = 'queued'`),
    index('webhook_deliveries_tried').on(t.webhookId, t.triedAt),
    foreignKey({ columns: [t.orgId, t.webhookId], foreignColumns: [webhooks.orgId, webhooks.id] }),
  ],
)
