// Forecast releases as the buyer publishes them, each supplier's share of one, and what suppliers commit to.
import { sql } from 'drizzle-orm'
import { date, foreignKey, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import { decimal, instant } from '../kernel/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { Bucket, ChangeSummary, CommitBucket, CommitStatus, LineChange, WeekTotal } from './forecast.ts'

const parties = { buyerId: uuid().notNull(), supplierId: uuid().notNull() }
/** First and last week, and the first day of the planning zone. */
const horizon = () => ({ horizonFrom: date().notNull(), horizonTo: date().notNull(), firmUntil: date().notNull() })

/** The buyer's release as a whole; suppliers see only their own share. */
export const forecastReleases = pgTable(
  'forecast_releases',
  {
    id: uuid().primaryKey(),
    orgId: uuid()
      .notNull()
      .references(() => organizations.id),
    number: integer().notNull(),
    status: text().$type<'published' | 'superseded'>().notNull(),
    source: text().$type<'csv' | 'api' | 'grid'>().notNull(),
    publishedAt: instant().notNull(),
    publishedBy: text().notNull(),
    note: text().notNull().default(''),
    ...horizon(),
    summary: jsonb().$type<ChangeSummary>().notNull(),
  },
  t => [uniqueIndex('forecast_releases_number').on(t.orgId, t.number)],
)

/** One supplier's share of a release. */
export const supplierReleases = pgTable(
  'supplier_releases',
  {
    id: uuid().primaryKey(),
    ...parties,
    releaseId: uuid().notNull(),
    number: integer().notNull(),
    status: text().$type<'published' | 'superseded'>().notNull(),
    publishedAt: instant().notNull(),
    supersedesId: uuid(),
    commitStatus: text().$type<CommitStatus>().notNull(),
    committedAt: instant(),
    viewedAt: instant(),
    /** How it went out. */
    document: text().$type<'portal' | '830'>().notNull(),
    note: text().notNull().default(''),
    ...horizon(),
    /** The unit of all lines; null when they are counted in several. */
    unit: text(),
    summary: jsonb().$type<ChangeSummary>().notNull(),
    /** Totals by week, kept so that lists and charts need not read every line; commits bring them up to date. */
    weeks: jsonb().$type<WeekTotal[]>().notNull(),
    /** Sum of min(commit, forecast) over sum of forecast; null before any commit. */
    coverage: decimal(),
    /** Cells that still want the supplier's word. */
    asked: integer().notNull(),
  },
  t => [
    uniqueIndex('supplier_releases_number').on(t.buyerId, t.supplierId, t.number),
    unique('supplier_releases_of_parties').on(t.buyerId, t.supplierId, t.id),
    index('supplier_releases_of_release').on(t.releaseId),
    index('supplier_releases_of_supplier').on(t.supplierId, t.publishedAt),
    // A supplier has one standing forecast of a buyer.
    uniqueIndex('supplier_releases_standing').on(t.buyerId, t.supplierId).where(sql`status = 'published'`),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

/** One item's demand for one ship-to. Its buckets are written and read together, so they stand together. */
export const forecastLines = pgTable(
  'forecast_lines',
  {
    id: uuid().primaryKey(),
    ...parties,
    supplierReleaseId: uuid().notNull(),
    itemId: uuid().notNull(),
    buyerPart: text().notNull(),
    supplierPart: text().notNull(),
    description: text().notNull(),
    unit: text().notNull(),
    shipToCode: text().notNull(),
    buckets: jsonb().$type<Bucket[]>().notNull(),
    change: text().$type<LineChange>().notNull(),
    demand: decimal().notNull(),
    /** Demand now and before over the weeks that both releases speak of; null for a first release. */
    comparedDemand: decimal(),
    previousDemand: decimal(),
    changedCells: integer().notNull(),
  },
  t => [
    uniqueIndex('forecast_lines_once').on(t.supplierReleaseId, t.itemId, t.shipToCode),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.supplierReleaseId],
      foreignColumns: [supplierReleases.buyerId, supplierReleases.supplierId, supplierReleases.id],
    }),
  ],
)

/** A version of what the supplier commits to, line by line. */
export const commits = pgTable(
  'commits',
  {
    id: uuid().primaryKey(),
    ...parties,
    supplierReleaseId: uuid().notNull(),
    version: integer().notNull(),
    committedAt: instant().notNull(),
    committedBy: text().notNull(),
    channel: text().notNull(),
  },
  t => [
    uniqueIndex('commits_version').on(t.supplierReleaseId, t.version),
    foreignKey({
      columns: [t.buyerId, t.supplierId, t.supplierReleaseId],
      foreignColumns: [supplierReleases.buyerId, supplierReleases.supplierId, supplierReleases.id],
    }),
  ],
)

export const commitLines = pgTable(
  'commit_lines',
  {
    id: uuid().primaryKey(),
    ...parties,
    commitId: uuid()
      .notNull()
      .references(() => commits.id),
    lineId: uuid()
      .notNull()
      .references(() => forecastLines.id),
    buckets: jsonb().$type<CommitBucket[]>().notNull(),
  },
  t => [
    uniqueIndex('commit_lines_once').on(t.commitId, t.lineId),
    index('commit_lines_of_parties').on(t.buyerId, t.supplierId),
  ],
)
