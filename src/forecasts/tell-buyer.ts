// Who may publish forecasts is told of a commit below one: it is theirs to find the rest elsewhere, or to plan anew.

import { and, eq } from 'drizzle-orm'
import { acts } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { notify } from '../notices/index.ts'
import { relationships } from '../partners/tables.ts'
import type { ShareRecord } from './standing.ts'

export interface ShortCommit {
  version: number
  /** Cells committed below the forecast. */
  cells: number
  /** `0.9111` */
  coverage: string
}

export async function tellBuyerShort(tx: Tx, share: ShareRecord, short: ShortCommit): Promise<void> {
  const { id, buyerId, supplierId, number } = share
  const [found] = await tx
    .select({ name: relationships.supplierName })
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  const supplier = sure(found, 'relationship').name
  const { version, cells, coverage } = short
  // Rounded down, so that 100 % always means all of it.
  const percent = Math.floor(Number(coverage) * 100)
  await notify(tx, {
    orgId: buyerId,
    to: { roles: acts['forecast.publish'] },
    key: `forecast-short-${id}-${version}`,
    title: `${supplier} commits to less than forecast in release ${number}`,
    text: `${supplier} has committed to ${percent} % of the demand of forecast release ${number}: ${cells} ${cells === 1 ? 'week of an item is' : 'weeks of items are'} below the forecast. The reasons stand beside the quantities.`,
    link: `/forecasts/${id}`,
    subject: { kind: 'supplier-release', id },
  })
}
