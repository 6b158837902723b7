// The standing forecast as a grid to be edited: from this week on, all suppliers, every week of the horizon.
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { addDays, daysBetween, type LocalDate, mondayOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import type { Draft } from './api.ts'
import { catalogueOf } from './catalogue.ts'
import { lastNumber } from './publish.ts'
import { inOrder } from './release-lines.ts'
import { forecastLines, forecastReleases, supplierReleases } from './tables.ts'

/** Weeks that a first grid begins with. */
const FIRST_WEEKS = 26

export async function draftOf(tx: Tx): Promise<Draft> {
  const { today, siteCodes } = await catalogueOf(tx, [], tx.now)
  const thisWeek = mondayOf(today)
  const rows = await tx
    .select({ line: forecastLines, to: supplierReleases.horizonTo, relationship: relationships })
    .from(forecastLines)
    .innerJoin(supplierReleases, eq(supplierReleases.id, forecastLines.supplierReleaseId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, forecastLines.buyerId), eq(relationships.supplierId, forecastLines.supplierId)),
    )
    .where(and(eq(supplierReleases.buyerId, tx.caller.orgId), eq(supplierReleases.status, 'published')))
    .orderBy(
      asc(forecastLines.buyerPart),
      asc(relationships.supplierName),
      asc(forecastLines.shipToCode),
      asc(forecastLines.id),
    )
  const last =
    rows
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? ''
  const weeks: string[] = []
  const end = last >= thisWeek ? last : addDays(thisWeek, 7 * (FIRST_WEEKS - 1))
  for (let start = thisWeek; start <= end; start = addDays(start, 7)) weeks.push(start)
  return {
    basedOn: await lastNumber(tx),
    firmUntil: await firmUntilFrom(tx, thisWeek),
    weeks,
    lines: rows.map(({ line, relationship }) => ({
      item: line.buyerPart,
      description: line.description,
      unit: line.unit,
      supplier: relationship.vendorNumber,
      supplierName: relationship.supplierName,
      shipTo: line.shipToCode,
      quantities: inOrder(weeks, line.buckets),
    })),
    sites: [...siteCodes],
  }
}

/**
 * The firm zone of the last release goes on; once all of it has passed, one of the same length begins anew. Null before
 * the first release.
 */
async function firmUntilFrom(tx: Tx, thisWeek: LocalDate): Promise<LocalDate | null> {
  const [last] = await tx
    .select({ firmUntil: forecastReleases.firmUntil, from: forecastReleases.horizonFrom })
    .from(forecastReleases)
    .where(eq(forecastReleases.orgId, tx.caller.orgId))
    .orderBy(desc(forecastReleases.number))
    .limit(1)
  if (!last) return null
  if (last.firmUntil > thisWeek) return last.firmUntil
  return addDays(thisWeek, Math.max(0, daysBetween(last.from, last.firmUntil)))
}
