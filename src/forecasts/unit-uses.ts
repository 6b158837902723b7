// Standing forecasts that count in an item's unit.
import { and, eq, sql } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { forecastLines, supplierReleases } from './tables.ts'

/** Only what is still needed: weeks that have passed, and weeks of 0, count nothing. */
export async function forecastsOf(tx: Tx, itemIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectDistinct({ itemId: forecastLines.itemId })
    .from(forecastLines)
    .innerJoin(supplierReleases, eq(supplierReleases.id, forecastLines.supplierReleaseId))
    .where(
      and(
        eq(supplierReleases.buyerId, tx.caller.orgId),
        eq(supplierReleases.status, 'published'),
        anyOf(forecastLines.itemId, itemIds),
        sql`exists (select from jsonb_array_elements(${forecastLines.buckets}) b
          where (b->>'quantity')::numeric > 0 and (b->>'start')::date > kernel.now()::date - 7)`,
      ),
    )
  return new Map(rows.map(({ itemId }) => [itemId, 'the standing forecast is']))
}
