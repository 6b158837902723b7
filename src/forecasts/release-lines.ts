// The lines of a release, page by page, each beside what was said of it before.
import { and, count, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { addDays } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import type { LineRow } from './api.ts'
import { type Bucket, type LineChange, type WeekTotal, zoneOf } from './forecast.ts'
import { forecastLines, forecastReleases, supplierReleases } from './tables.ts'

export interface LineQuery extends Asked {
  supplierId?: string
  change?: LineChange
}

const before = alias(forecastLines, 'line_before')
const difference = sql`abs(coalesce(${forecastLines.comparedDemand}, 0) - coalesce(${forecastLines.previousDemand}, 0))`

/** Throws Unknown. */
export async function listReleaseLines(tx: Tx, releaseId: string, asked: LineQuery) {
  const [found] = await tx.select().from(forecastReleases).where(eq(forecastReleases.id, releaseId))
  const release = known(found)
  const order = orderOf(
    asked.sort,
    {
      item: forecastLines.buyerPart,
      supplier: relationships.supplierName,
      demand: forecastLines.demand,
      previous: sql`${forecastLines.previousDemand}`,
      difference,
      changed: forecastLines.changedCells,
    },
    '-difference',
    forecastLines.id,
  )
  const { limit, offset } = pageOf(asked)
  const where = and(
    eq(supplierReleases.releaseId, releaseId),
    matching(asked.search, forecastLines.buyerPart, forecastLines.supplierPart, forecastLines.description),
    asked.supplierId ? eq(forecastLines.supplierId, asked.supplierId) : undefined,
    asked.change ? eq(forecastLines.change, asked.change) : undefined,
  )
  const rows = await linesBeside(tx)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const [all] = await tx
    .select({ total: count() })
    .from(forecastLines)
    .innerJoin(supplierReleases, eq(supplierReleases.id, forecastLines.supplierReleaseId))
    .where(where)
  const weeks = weeksOf(release.horizonFrom, release.horizonTo, release.firmUntil)
  const starts = weeks.map(({ start }) => start)
  return {
    rows: rows.map(
      ({ line, shareId, supplierName, was, previousTo }): LineRow => ({
        ...lineHead(line),
        shareId,
        supplier: { id: line.supplierId, name: supplierName },
        demand: line.demand,
        comparedDemand: line.comparedDemand,
        previousDemand: line.previousDemand,
        changedCells: line.changedCells,
        quantities: inOrder(starts, line.buckets),
        previous: previousInOrder(starts, was, previousTo),
      }),
    ),
    total: all?.total ?? 0,
    weeks,
  }
}

/** Lines, each with its share, its supplier's name and what was said of it before. */
const linesBeside = (tx: Tx) =>
  tx
    .select({
      line: forecastLines,
      shareId: supplierReleases.id,
      previousTo: sql<
        string | null
      >`(select p.horizon_to::text from supplier_releases p where p.id = ${supplierReleases.supersedesId})`,
      supplierName: relationships.supplierName,
      was: before.buckets,
    })
    .from(forecastLines)
    .innerJoin(supplierReleases, eq(supplierReleases.id, forecastLines.supplierReleaseId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, forecastLines.buyerId), eq(relationships.supplierId, forecastLines.supplierId)),
    )
    .leftJoin(
      before,
      and(
        eq(before.supplierReleaseId, supplierReleases.supersedesId),
        eq(before.itemId, forecastLines.itemId),
        eq(before.shipToCode, forecastLines.shipToCode),
      ),
    )

export const lineHead = (line: typeof forecastLines.$inferSelect) => ({
  id: line.id,
  itemId: line.itemId,
  buyerPart: line.buyerPart,
  supplierPart: line.supplierPart,
  description: line.description,
  unit: line.unit,
  shipToCode: line.shipToCode,
  change: line.change,
})

/** Every week from the first to the last. */
function weeksOf(from: string, to: string, firmUntil: string): Pick<WeekTotal, 'start' | 'zone'>[] {
  const weeks: Pick<WeekTotal, 'start' | 'zone'>[] = []
  for (let start = from; start <= to; start = addDays(start, 7)) weeks.push({ start, zone: zoneOf(start, firmUntil) })
  return weeks
}

export function inOrder(starts: readonly string[], buckets: readonly Pick<Bucket, 'start' | 'quantity'>[] | null) {
  const byWeek = new Map((buckets ?? []).map(bucket => [bucket.start, bucket.quantity]))
  return starts.map(start => byWeek.get(start) ?? null)
}

/** Within the horizon of the release before, a week of which nothing was said was a demand of 0. */
export const previousInOrder = (
  starts: readonly string[],
  buckets: readonly Bucket[] | null,
  previousTo: string | null,
): (string | null)[] =>
  inOrder(starts, buckets).map((quantity, i) =>
    quantity === null && previousTo !== null && (starts[i] ?? '') <= previousTo ? '0' : quantity,
  )
