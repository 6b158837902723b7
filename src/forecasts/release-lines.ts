// The lines of a release, page by page, each beside what was said of it before.
import { and, count, eq, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '../kernel/db.ts'
import { decimal, ZERO } from '../kernel/decimal.ts'
import { known } from '../kernel/errors.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { addDays } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import type { LineRow } from './api.ts'
import { type Bucket, type LineChange, type WeekTotal, zoneOf } from './forecast.ts'
import { forecastLines, forecastReleases, supplierReleases } from './tables.ts'

export interface LineQuery extends Asked {
  supplierId?: string
  change?: LineChange | 'ended'
}

const before = alias(forecastLines, 'line_before')

/** Throws Unknown. */
export async function listReleaseLines(tx: Tx, releaseId: string, asked: LineQuery) {
  const [found] = await tx.select().from(forecastReleases).where(eq(forecastReleases.id, releaseId))
  const release = known(found)
  const shown = linesShown(tx, releaseId)
  const { previous, compared } = demandsOf(shown)
  const order = orderOf(
    asked.sort,
    {
      item: forecastLines.buyerPart,
      supplier: relationships.supplierName,
      demand: sql`case when ${shown.ended} then 0 else ${forecastLines.demand} end`,
      previous,
      difference: sql`abs(coalesce(${compared}, 0) - coalesce(${previous}, 0))`,
      changed: forecastLines.changedCells,
    },
    '-difference',
    forecastLines.id,
  )
  const { limit, offset } = pageOf(asked)
  const where = and(
    matching(asked.search, forecastLines.buyerPart, forecastLines.supplierPart, forecastLines.description),
    asked.supplierId ? eq(forecastLines.supplierId, asked.supplierId) : undefined,
    asked.change === undefined
      ? undefined
      : asked.change === 'ended'
        ? eq(shown.ended, true)
        : and(eq(shown.ended, false), eq(forecastLines.change, asked.change)),
  )
  const rows = await linesBeside(tx, shown)
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const [all] = await tx
    .select({ total: count() })
    .from(shown)
    .innerJoin(forecastLines, eq(forecastLines.id, shown.lineId))
    .where(where)
  const weeks = weeksOf(release.horizonFrom, await lastWeekOf(tx, release), release.firmUntil)
  const starts = weeks.map(({ start }) => start)
  return { rows: rows.map(row => lineRow(row, starts)), total: all?.total ?? 0, weeks }
}

/** The lines of a release, and those of the shares before that are in it no more. */
function linesShown(tx: Tx, releaseId: string) {
  const columns = (ended: boolean) => ({
    lineId: sql<string>`${forecastLines.id}`.as('line_id'),
    shareId: sql<string>`${supplierReleases.id}`.as('share_id'),
    from: sql<string>`${supplierReleases.horizonFrom}::text`.as('share_from'),
    supersedesId: sql<string | null>`${supplierReleases.supersedesId}`.as('before_id'),
    ended: sql<boolean>`${sql.raw(String(ended))}`.as('ended'),
  })
  const ofRelease = eq(supplierReleases.releaseId, releaseId)
  const still = tx
    .select({ id: before.id })
    .from(before)
    .where(
      and(
        eq(before.supplierReleaseId, supplierReleases.id),
        eq(before.itemId, forecastLines.itemId),
        eq(before.shipToCode, forecastLines.shipToCode),
      ),
    )
  return tx
    .select(columns(false))
    .from(forecastLines)
    .innerJoin(supplierReleases, eq(supplierReleases.id, forecastLines.supplierReleaseId))
    .where(ofRelease)
    .unionAll(
      tx
        .select(columns(true))
        .from(forecastLines)
        .innerJoin(supplierReleases, eq(supplierReleases.supersedesId, forecastLines.supplierReleaseId))
        .where(and(ofRelease, notExists(still))),
    )
    .as('shown')
}
type Shown = ReturnType<typeof linesShown>

/** Of an ended line what was forecast from the first week of the release on. */
const demandsOf = (shown: Shown) => ({
  previous: sql<string | null>`case when ${shown.ended}
    then (select coalesce(sum((b->>'quantity')::numeric), 0) from jsonb_array_elements(${forecastLines.buckets}) b
          where b->>'start' >= ${shown.from})
    else ${forecastLines.previousDemand} end`,
  compared: sql<string | null>`case when ${shown.ended} then 0 else ${forecastLines.comparedDemand} end`,
})

/** Lines, each with its share, its supplier's name and what was said of it before. */
const linesBeside = (tx: Tx, shown: Shown) =>
  tx
    .select({
      line: forecastLines,
      shareId: shown.shareId,
      ended: shown.ended,
      previousDemand: demandsOf(shown).previous,
      previousTo: sql<
        string | null
      >`(select p.horizon_to::text from supplier_releases p where p.id = ${shown.supersedesId})`,
      supplierName: relationships.supplierName,
      was: before.buckets,
    })
    .from(shown)
    .innerJoin(forecastLines, eq(forecastLines.id, shown.lineId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, forecastLines.buyerId), eq(relationships.supplierId, forecastLines.supplierId)),
    )
    .leftJoin(
      before,
      and(
        eq(before.supplierReleaseId, shown.supersedesId),
        eq(before.itemId, forecastLines.itemId),
        eq(before.shipToCode, forecastLines.shipToCode),
      ),
    )

type Beside = Awaited<ReturnType<typeof linesBeside>>[number]

function lineRow(row: Beside, starts: readonly string[]): LineRow {
  const { line, shareId, ended, supplierName, was, previousTo, previousDemand } = row
  return {
    ...lineHead(line),
    shareId,
    supplier: { id: line.supplierId, name: supplierName },
    ...(ended
      ? { change: 'ended', demand: ZERO, comparedDemand: ZERO, changedCells: 0 }
      : { demand: line.demand, comparedDemand: line.comparedDemand, changedCells: line.changedCells }),
    previousDemand: previousDemand === null ? null : decimal(previousDemand),
    quantities: ended ? starts.map(() => null) : inOrder(starts, line.buckets),
    previous: previousInOrder(starts, was, previousTo),
  }
}

/** The last week of the release, or of what it was compared with. */
async function lastWeekOf(tx: Tx, release: typeof forecastReleases.$inferSelect): Promise<string> {
  const [row] = await tx
    .select({ to: sql<string | null>`max(p.horizon_to)::text` })
    .from(supplierReleases)
    .innerJoin(sql`supplier_releases p`, sql`p.id = ${supplierReleases.supersedesId}`)
    .where(eq(supplierReleases.releaseId, release.id))
  return [release.horizonTo, row?.to ?? ''].sort().at(-1) ?? release.horizonTo
}

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
