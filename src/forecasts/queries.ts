// What lists show of forecasts: the buyer's releases, and each supplier's share seen from either side.
import { and, count, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { documentsOf, type InTest, inTestOf } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { add, type Decimal, div, mul, ZERO } from '../kernel/decimal.ts'
import { known } from '../kernel/errors.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { relationships } from '../partners/tables.ts'
import type { ReleaseDetail, ReleaseRow, ShareRow } from './api.ts'
import { joinWeeks, unitOf } from './compose.ts'
import { type CommitStatus, summaryShown } from './forecast.ts'
import type { ShareRecord } from './standing.ts'
import { forecastReleases, supplierReleases } from './tables.ts'
import { waitingAmong } from './wait-for-people.ts'

const sharesWhere = (status?: CommitStatus): SQL<number> =>
  sql<number>`(select count(*)::int from supplier_releases s where s.release_id = forecast_releases.id${
    status === undefined ? sql`` : sql` and s.commit_status = ${status}`
  })`

const releaseColumns = {
  release: forecastReleases,
  suppliers: sharesWhere(),
  committed: sharesWhere('committed'),
  short: sharesWhere('short'),
  awaiting: sharesWhere('awaiting'),
  unanswered: sharesWhere('superseded'),
}

export interface ReleaseQuery extends Asked {
  status?: 'published' | 'superseded'
  source?: 'csv' | 'api' | 'grid'
  /** Comma-separated: some supplier's commit is so. */
  commit?: string
}

export async function listReleases(tx: Tx, asked: ReleaseQuery): Promise<{ rows: ReleaseRow[]; total: number }> {
  const order = orderOf(
    asked.sort,
    {
      number: forecastReleases.number,
      publishedAt: forecastReleases.publishedAt,
      status: forecastReleases.status,
      commits: releaseColumns.awaiting,
      lines: sql`(${forecastReleases.summary} ->> 'lines')::int`,
      weeks: forecastReleases.horizonFrom,
      by: forecastReleases.publishedBy,
    },
    '-number',
    forecastReleases.id,
  )
  const { limit, offset } = pageOf(asked)
  const commit = commitStatusesIn(asked.commit)
  const where = and(
    matching(asked.search, sql`${forecastReleases.number}::text`, forecastReleases.note, forecastReleases.publishedBy),
    asked.status ? eq(forecastReleases.status, asked.status) : undefined,
    asked.source ? eq(forecastReleases.source, asked.source) : undefined,
    commit.length > 0
      ? sql`exists (select from supplier_releases s where s.release_id = forecast_releases.id and s.commit_status = any(${sql.param(commit)}::text[]))`
      : undefined,
  )
  const rows = await tx
    .select(releaseColumns)
    .from(forecastReleases)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const [all] = await tx.select({ total: count() }).from(forecastReleases).where(where)
  return { rows: rows.map(releaseRow), total: all?.total ?? 0 }
}

function releaseRow({
  release,
  ...counts
}: {
  release: typeof forecastReleases.$inferSelect
  suppliers: number
  committed: number
  short: number
  awaiting: number
  unanswered: number
}): ReleaseRow {
  const { id, number, status, source, publishedAt, publishedBy, note, summary } = release
  return {
    id,
    number,
    status,
    source,
    publishedAt: publishedAt.toISOString(),
    publishedBy,
    note,
    ...horizonOf(release),
    summary: summaryShown(summary),
    ...counts,
  }
}

const horizonOf = ({
  horizonFrom,
  horizonTo,
  firmUntil,
}: Pick<ShareRecord, 'horizonFrom' | 'horizonTo' | 'firmUntil'>) => ({
  from: horizonFrom,
  to: horizonTo,
  firmUntil,
})

/** Throws Unknown. */
export async function getRelease(tx: Tx, releaseId: string): Promise<ReleaseDetail> {
  const [found] = await tx.select(releaseColumns).from(forecastReleases).where(eq(forecastReleases.id, releaseId))
  const row = known(found)
  const shares = await withNames(tx)
    .where(eq(supplierReleases.releaseId, releaseId))
    .orderBy(relationships.supplierName, supplierReleases.id)
  const [before] = await tx
    .select({ number: forecastReleases.number })
    .from(forecastReleases)
    .where(and(eq(forecastReleases.orgId, row.release.orgId), lt(forecastReleases.number, row.release.number)))
    .orderBy(desc(forecastReleases.number))
    .limit(1)
  const detailed: ReleaseDetail['shares'] = []
  for (const row of await shareRows(tx, shares))
    detailed.push({ ...row, documents: row.document === '830' ? await documentsOf(tx, row.id) : [] })
  return {
    ...releaseRow(row),
    previousNumber: before?.number ?? null,
    unit: unitOf(shares.map(({ share }) => share)),
    weeks: joinWeeks(
      shares.map(({ share }) => share.weeks),
      row.release.firmUntil,
    ),
    shares: detailed,
    coverage: coverageOf(shares.map(({ share }) => share)),
  }
}

/** Over those of whom a commit is wanted: who has said nothing covers nothing. */
function coverageOf(shares: readonly ShareRecord[]): string | null {
  const wanted = shares.filter(share => share.commitStatus !== 'not-wanted')
  if (wanted.every(share => share.coverage === null)) return null
  let [demand, covered] = [ZERO, ZERO]
  for (const { summary, coverage } of wanted) {
    demand = add(demand, summary.demand as Decimal)
    covered = add(covered, mul(summary.demand as Decimal, (coverage ?? ZERO) as Decimal))
  }
  return demand === ZERO ? '1' : div(covered, demand, 4)
}

export const withNames = (tx: Tx) =>
  tx
    .select({
      share: supplierReleases,
      buyerName: organizations.name,
      supplierName: relationships.supplierName,
      relationshipId: relationships.id,
      usage: relationships.usage,
    })
    .from(supplierReleases)
    .innerJoin(organizations, eq(organizations.id, supplierReleases.buyerId))
    .innerJoin(
      relationships,
      and(
        eq(relationships.buyerId, supplierReleases.buyerId),
        eq(relationships.supplierId, supplierReleases.supplierId),
      ),
    )

export interface NamedShare {
  share: ShareRecord
  buyerName: string
  supplierName: string
  relationshipId: string
  usage: 'T' | 'P'
}

/** Rows as they are shown, in their order. */
export async function shareRows(tx: Tx, named: readonly NamedShare[]): Promise<ShareRow[]> {
  const awaited = named.filter(({ share }) => share.commitStatus === 'awaiting')
  const waiting = await waitingAmong(
    tx,
    awaited.map(({ share }) => share.id),
  )
  const tests = await inTestOf(
    tx,
    awaited.filter(({ share }) => share.document === '830').map(({ share, usage }) => ({ id: share.id, usage })),
  )
  return named.map(each => shareRow(each, waiting.has(each.share.id), tests.get(each.share.id) ?? null))
}

function shareRow({ share, buyerName, supplierName }: NamedShare, waits: boolean, inTest: InTest | null): ShareRow {
  const { id, number, status, document, commitStatus, coverage, asked, summary } = share
  return {
    id,
    number,
    status,
    buyer: { id: share.buyerId, name: buyerName },
    supplier: { id: share.supplierId, name: supplierName },
    publishedAt: share.publishedAt.toISOString(),
    viewedAt: share.viewedAt?.toISOString() ?? null,
    ...horizonOf(share),
    document,
    commitStatus,
    committedAt: share.committedAt?.toISOString() ?? null,
    coverage,
    asked,
    summary: summaryShown(summary),
    waits,
    inTest,
  }
}

export interface ShareQuery extends Asked {
  status?: 'published' | 'superseded'
  commit?: string
  buyerId?: string
  supplierId?: string
}

const commitStatuses: readonly CommitStatus[] = ['not-wanted', 'awaiting', 'committed', 'short', 'superseded']
const commitStatusesIn = (text: string | undefined): CommitStatus[] =>
  commitStatuses.filter(status => text?.split(',').includes(status))

export async function listShares(tx: Tx, asked: ShareQuery): Promise<{ rows: ShareRow[]; total: number }> {
  const order = orderOf(
    asked.sort,
    {
      number: supplierReleases.number,
      publishedAt: supplierReleases.publishedAt,
      buyer: organizations.name,
      supplier: relationships.supplierName,
      commit: supplierReleases.commitStatus,
      coverage: sql`${supplierReleases.coverage}`,
      status: supplierReleases.status,
      // What wants the supplier's word first.
      urgent: sql`(case when ${supplierReleases.commitStatus} = 'awaiting' then 0 when ${supplierReleases.status} = 'published' then 1 else 2 end)`,
    },
    '-publishedAt',
    supplierReleases.id,
  )
  const { limit, offset } = pageOf(asked)
  const commit = commitStatusesIn(asked.commit)
  const where = and(
    matching(
      asked.search,
      sql`${supplierReleases.number}::text`,
      organizations.name,
      relationships.supplierName,
      supplierReleases.note,
    ),
    asked.status ? eq(supplierReleases.status, asked.status) : undefined,
    commit.length > 0 ? inArray(supplierReleases.commitStatus, commit) : undefined,
    asked.buyerId ? eq(supplierReleases.buyerId, asked.buyerId) : undefined,
    asked.supplierId ? eq(supplierReleases.supplierId, asked.supplierId) : undefined,
  )
  const rows = await withNames(tx)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const [all] = await tx
    .select({ total: count() })
    .from(supplierReleases)
    .innerJoin(organizations, eq(organizations.id, supplierReleases.buyerId))
    .innerJoin(
      relationships,
      and(
        eq(relationships.buyerId, supplierReleases.buyerId),
        eq(relationships.supplierId, supplierReleases.supplierId),
      ),
    )
    .where(where)
  return { rows: await shareRows(tx, rows), total: all?.total ?? 0 }
}
