// The supplier has opened the forecast: noted once.
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { announceShare } from './facts.ts'
import { supplierReleases } from './tables.ts'

/** Notes that a person of the supplier has looked at it. The buyer's own looking is no fact. */
export async function viewForecast(tx: Tx, supplierReleaseId: string): Promise<void> {
  const [found] = await tx.select().from(supplierReleases).where(eq(supplierReleases.id, supplierReleaseId))
  const share = known(found)
  if (tx.caller.orgId !== share.supplierId || share.viewedAt) return
  const { rowCount } = await tx
    .update(supplierReleases)
    .set({ viewedAt: tx.now })
    .where(and(eq(supplierReleases.id, supplierReleaseId), isNull(supplierReleases.viewedAt)))
  if (rowCount === 1) await announceShare(tx, 'forecast.viewed', share, { at: tx.now })
}
