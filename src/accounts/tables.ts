// Who is here: organizations, people, memberships, and the secrets (hashed) by which they are known.
import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, now } from '../kernel/tables.ts'

export const organizations = pgTable(
  'organizations',
  {
    id: uuid().primaryKey(),
    side: text().$type<'buyer' | 'supplier'>().notNull(),
    name: text().notNull(),
    /** A supplier gives this to a customer, who can then connect to it instead of inviting it anew. */
    connectionCode: text().notNull(),
    /** The buyer that entered this supplier here; only it may invite the supplier's first people. */
    invitedBy: uuid(),
    createdAt: instant().notNull().default(now),
  },
  t => [uniqueIndex('organizations_connection_code').on(t.connectionCode)],
)

export const people = pgTable(
  'people',
  {
    id: uuid().primaryKey(),
    /** Lower case. */
    email: text().notNull(),
    name: text().notNull(),
    passwordHash: text(),
    /** May create buyer organizations on this installation. Sees no tenant's data by it. */
    installationAdministrator: boolean().notNull().default(false),
    createdAt: instant().notNull().default(now),
  },
  t => [uniqueIndex('people_email').on(t.email)],
)

export const memberships = pgTable(
  'memberships',
  {
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    role: text().notNull(),
    /** The person's own, in which due instants are said; IANA name. */
    zone: text(),
    /** Wall time in that zone; no mail leaves between. */
    quietFrom: text(),
    quietTo: text(),
    awayUntil: instant(),
    /** Who is told instead while the person is away. */
    delegateId: uuid().references(() => people.id),
    /** By mail of nothing but what is late; all the rest in the portal alone. */
    mailAlertsOnly: boolean().notNull().default(false),
    createdAt: instant().notNull().default(now),
  },
  t => [primaryKey({ columns: [t.orgId, t.personId] }), index('memberships_of_person').on(t.personId)],
)

/** A person's own names for what a list can be narrowed to. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: uuid().primaryKey(),
    orgId: uuid().notNull(),
    personId: uuid().notNull(),
    /** The list's page: `/board`. */
    page: text().notNull(),
    name: text().notNull(),
    /** What stands behind the `?` of its address. */
    search: text().notNull(),
    createdAt: instant().notNull().default(now),
  },
  t => [
    uniqueIndex('saved_views_named').on(t.orgId, t.personId, t.page, t.name),
    // Gone with the membership: who leaves an organization keeps nothing of it.
    foreignKey({ columns: [t.orgId, t.personId], foreignColumns: [memberships.orgId, memberships.personId] }).onDelete(
      'cascade',
    ),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    tokenHash: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    /** The organization the person acts for now; null only for an installation administrator without one. */
    orgId: uuid().references(() => organizations.id),
    userAgent: text().notNull(),
    createdAt: instant().notNull().default(now),
    lastSeenAt: instant().notNull().default(now),
    expiresAt: instant().notNull(),
  },
  t => [uniqueIndex('sessions_token').on(t.tokenHash), index('sessions_of_person').on(t.personId)],
)

export const invitations = pgTable(
  'invitations',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    email: text().notNull(),
    name: text().notNull(),
    role: text().notNull(),
    tokenHash: text().notNull(),
    invitedBy: text().notNull(),
    /** The organization that sent it: the own one, or the buyer that entered the supplier here. */
    invitedByOrgId: uuid().notNull(),
    createdAt: instant().notNull().default(now),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    revokedAt: instant(),
  },
  t => [uniqueIndex('invitations_token').on(t.tokenHash), index('invitations_of_org').on(t.orgId)],
)

export const passwordResets = pgTable(
  'password_resets',
  {
    id: uuid().primaryKey(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    tokenHash: text().notNull(),
    createdAt: instant().notNull().default(now),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  t => [uniqueIndex('password_resets_token').on(t.tokenHash)],
)

/** A machine of the buyer's own (its ERP, say) that calls the API with a role. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    name: text().notNull(),
    role: text().notNull(),
    tokenHash: text().notNull(),
    prefix: text().notNull(),
    createdBy: text().notNull(),
    createdAt: instant().notNull().default(now),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  t => [uniqueIndex('api_tokens_token').on(t.tokenHash), index('api_tokens_of_org').on(t.orgId)],
)

/** Failed sign-ins by account, so that guessing is slow whichever process is asked. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  { id: uuid().primaryKey(), account: text().notNull(), at: instant().notNull().default(now) },
  t => [index('sign_in_attempts_of_account').on(t.account, t.at)],
)

/** The one-time link that sets this installation up. One row. */
export const installation = pgTable('installation', {
  id: text().primaryKey(),
  setUpTokenHash: text().notNull(),
  createdAt: instant().notNull().default(now),
  usedAt: instant(),
})
