// The forecast that stands: each supplier's published share with its lines and the latest word on them.
import { and, desc, eq, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import type { Decimal } from '../kernel/decimal.ts'
import type { LocalDate } from '../kernel/time.ts'
import { keyOf } from './check-lines.ts'
import { type CommitBucket, type Horizon, quantitiesOf } from './forecast.ts'
import { commitLines, commits, forecastLines, supplierReleases } from './tables.ts'

export type ShareRecord = typeof supplierReleases.$inferSelect
export type LineRecord = typeof forecastLines.$inferSelect

export interface StandingLine {
  row: LineRecord
  quantities: ReadonlyMap<LocalDate, Decimal>
}

export interface StandingShare {
  share: ShareRecord
  horizon: Horizon
  /** By item and ship-to. */
  lines: ReadonlyMap<string, StandingLine>
  /** By line id: the latest version of what is committed. */
  commit: ReadonlyMap<string, readonly CommitBucket[]>
}

/** The standing shares of these suppliers, by supplier; held for the rest of the transaction. */
export async function holdStanding(tx: Tx, supplierIds: readonly string[]): Promise<Map<string, StandingShare>> {
  const standing = await tx
    .select()
    .from(supplierReleases)
    .where(
      and(
        eq(supplierReleases.buyerId, tx.caller.orgId),
        eq(supplierReleases.status, 'published'),
        anyOf(supplierReleases.supplierId, supplierIds),
      ),
    )
    .orderBy(supplierReleases.id)
    .for('update')
  if (standing.length === 0) return new Map()
  const ids = standing.map(({ id }) => id)
  const lines = await tx.select().from(forecastLines).where(anyOf(forecastLines.supplierReleaseId, ids))
  const committed = await latestCommits(tx, ids)
  const linesOf = groupBy(lines, line => line.supplierReleaseId)
  return new Map(
    standing.map(share => [
      share.supplierId,
      {
        share,
        horizon: { from: share.horizonFrom, to: share.horizonTo },
        lines: new Map(
          (linesOf.get(share.id) ?? []).map(row => [
            keyOf(row.itemId, row.shipToCode),
            { row, quantities: quantitiesOf(row.buckets) },
          ]),
        ),
        commit: committed,
      },
    ]),
  )
}

/** The latest version of what is committed to these shares, by line. Every version is whole. */
export async function latestCommits(tx: Tx, shareIds: readonly string[]): Promise<Map<string, CommitBucket[]>> {
  const rows = await tx
    .select({ lineId: commitLines.lineId, buckets: commitLines.buckets })
    .from(commitLines)
    .innerJoin(commits, eq(commits.id, commitLines.commitId))
    .where(
      and(
        anyOf(commits.supplierReleaseId, shareIds),
        sql`${commits.version} = (select max(c.version) from commits c where c.supplier_release_id = ${commits.supplierReleaseId})`,
      ),
    )
  return new Map(rows.map(({ lineId, buckets }) => [lineId, buckets]))
}

/** The latest commit to a share: its version, who gave it and when. Undefined before the first. */
export async function lastCommit(tx: Tx, shareId: string): Promise<typeof commits.$inferSelect | undefined> {
  const [last] = await tx
    .select()
    .from(commits)
    .where(eq(commits.supplierReleaseId, shareId))
    .orderBy(desc(commits.version))
    .limit(1)
  return last
}

export function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups
}
