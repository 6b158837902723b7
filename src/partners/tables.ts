// Who trades with whom, and how: the relationship, its EDI profile and its keys.
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
import { calendars } from '../calendars/tables.ts'
import { instant, now } from '../kernel/tables.ts'
import type { Delimiters, Documents, EdiIdentity, Targets, Tolerance } from './profile.ts'

/** Labels that a buyer sorts its suppliers by. Its own knowledge: a supplier's row holds an id that only the buyer can read. */
export const supplierGroups = pgTable(
  'supplier_groups',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    label: text().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('supplier_groups_label').on(t.orgId, sql`lower(label)`),
    unique('supplier_groups_of_org').on(t.orgId, t.id),
  ],
)

export const relationships = pgTable(
  'relationships',
  {
    buyerId: uuid()
      .notNull()
      .references(() => organizations.id),
    supplierId: uuid()
      .notNull()
      .references(() => organizations.id),
    id: uuid().notNull(),
    status: text().$type<'proposed' | 'active' | 'suspended' | 'declined'>().notNull(),
    /** The buyer's number for this supplier, and what the buyer calls it. */
    vendorNumber: text().notNull(),
    supplierName: text().notNull(),
    contactName: text().notNull(),
    contactEmail: text().notNull(),
    /** As people write it; empty: none is known. */
    contactPhone: text().notNull().default(''),
    /** The buyer's label for this supplier; null: none. */
    supplierGroupId: uuid(),
    /** The supplier's working calendar; answer clocks count its minutes. */
    calendarId: uuid().references(() => calendars.id),
    /** The buyer's own; its clocks, for decisions on proposals, count its minutes. */
    buyerCalendarId: uuid().references(() => calendars.id),
    transitDays: integer().notNull().default(0),
    tolerance: jsonb().$type<Tolerance>().notNull(),
    targets: jsonb().$type<Targets>().notNull(),
    /** none: portal only. */
    transport: text().$type<'none' | 'https' | 'folder'>().notNull().default('none'),
    usage: text().$type<'T' | 'P'>().notNull().default('T'),
    /** X12 version we write, such as 004010. */
    ediVersion: text().notNull().default('004010'),
    ourIdentity: jsonb().$type<EdiIdentity>(),
    theirIdentity: jsonb().$type<EdiIdentity>(),
    delimiters: jsonb().$type<Delimiters>().notNull(),
    documents: jsonb().$type<Documents>().notNull(),
    ta1Requested: boolean().notNull().default(false),
    /** Relative to the installation's EDI folder root. */
    folder: text(),
    webhookUrl: text(),
    webhookSecret: text(),
    createdAt: instant().notNull().default(now),
    updatedAt: instant().notNull().default(now),
    /** Raised by every change of the profile; stored with what was decided under it. */
    version: integer().notNull().default(1),
  },
  t => [
    primaryKey({ columns: [t.buyerId, t.supplierId] }),
    uniqueIndex('relationships_id').on(t.id),
    uniqueIndex('relationships_vendor').on(t.buyerId, t.vendorNumber),
    uniqueIndex('relationships_folder').on(t.buyerId, t.folder),
    // An interchange must belong to one relationship only.
    uniqueIndex('relationships_identities')
      .on(
        t.buyerId,
        sql`(our_identity->>'qualifier')`,
        sql`(our_identity->>'id')`,
        sql`(their_identity->>'qualifier')`,
        sql`(their_identity->>'id')`,
      )
      .where(sql`our_identity is not null and their_identity is not null`),
    index('relationships_of_supplier').on(t.supplierId),
    foreignKey({ columns: [t.buyerId, t.supplierGroupId], foreignColumns: [supplierGroups.orgId, supplierGroups.id] }),
  ],
)

/** From where a supplier ships to this buyer, entered by the buyer as what is agreed is; both read them. */
export const shipFromSites = pgTable(
  'ship_from_sites',
  {
    id: uuid().primaryKey(),
    buyerId: uuid().notNull(),
    supplierId: uuid().notNull(),
    name: text().notNull(),
    /** The supplier's hours for what ships from there; null: those of the relationship's calendar. */
    calendarId: uuid(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('ship_from_sites_name').on(t.buyerId, t.supplierId, sql`lower(name)`),
    unique('ship_from_sites_of_parties').on(t.buyerId, t.supplierId, t.id),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
    foreignKey({ columns: [t.buyerId, t.calendarId], foreignColumns: [calendars.orgId, calendars.id] }),
    index('ship_from_sites_counted_on').on(t.supplierId, t.calendarId).where(sql`calendar_id is not null`),
  ],
)

export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey(),
    buyerId: uuid().notNull(),
    supplierId: uuid().notNull(),
    keyHash: text().notNull(),
    /** Enough of the key to recognize it by, never enough to use it. */
    prefix: text().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull().default(now),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  t => [
    uniqueIndex('api_keys_hash').on(t.keyHash),
    index('api_keys_of_relationship').on(t.buyerId, t.supplierId),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)
