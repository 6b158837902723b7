// Writes a release that has been worked out: rows in bulk, facts and documents for every supplier.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { queueDocument } from '../gateway/index.ts'
import { asOrganization, type Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { heldIn, joinSummaries, type LineToWrite, type ShareToWrite } from './compose.ts'
import { shareFact } from './facts.ts'
import { insertMany } from './insert-many.ts'
import type { ComposedRelease, PublishedRelease } from './publish.ts'
import { commitLines, commits, forecastLines, forecastReleases, supplierReleases } from './tables.ts'
import { tellSuppliers } from './tell-suppliers.ts'
import { tellContact, waitingShares } from './wait-for-people.ts'

interface Particulars {
  number: number
  source: 'csv' | 'api' | 'grid'
  note: string
  at: Date
}

export async function writeRelease(
  tx: Tx,
  { horizon, firmUntil, shares }: ComposedRelease,
  { number, source, note, at }: Particulars,
): Promise<PublishedRelease> {
  const releaseId = newId()
  const summary = joinSummaries(shares.map(share => share.summary))
  await tx.insert(forecastReleases).values({
    id: releaseId,
    orgId: tx.caller.orgId,
    number,
    status: 'published',
    source,
    publishedAt: at,
    publishedBy: tx.caller.name,
    note,
    horizonFrom: horizon.from,
    horizonTo: horizon.to,
    firmUntil,
    summary,
  })
  await supersede(tx, shares)
  await tx.insert(supplierReleases).values(shares.map(share => shareRow(share, { releaseId, number, note, at })))
  const lines = shares.flatMap(share => share.lines.map(line => lineRow(share, line)))
  await insertMany(tx, forecastLines, lines)
  for (const share of shares) await keepCommits(tx, share, at)
  await closeReleases(tx)
  await announce(tx, {
    type: 'forecast.released',
    subject: { kind: 'forecast-release', id: releaseId },
    parties: [tx.caller.orgId],
    at,
    data: { number, source, suppliers: shares.length, lines: lines.length, changedLines: summary.changedLines },
  })
  const waiting = await waitingShares(tx, shares)
  await tell(tx, shares, waiting, number, at)
  await tellSuppliers(
    tx,
    shares.filter(share => !waiting.has(share)),
    number,
  )
  for (const share of waiting) await tellContact(tx, share, number)
  return { id: releaseId, number, suppliers: shares.length, lines: lines.length, held: heldIn(shares) }
}

/** What stood is replaced; a word that was still wanted on it is wanted no more. */
async function supersede(tx: Tx, shares: readonly ShareToWrite[]): Promise<void> {
  const ids = shares.flatMap(({ standing }) => (standing ? [standing.share.id] : []))
  if (ids.length === 0) return
  await tx
    .update(supplierReleases)
    .set({
      status: 'superseded',
      commitStatus: sql`case when ${supplierReleases.commitStatus} = 'awaiting' then 'superseded' else ${supplierReleases.commitStatus} end`,
    })
    .where(inArray(supplierReleases.id, ids))
}

/** A release is superseded when no supplier's share of it stands any more. */
async function closeReleases(tx: Tx): Promise<void> {
  await tx
    .update(forecastReleases)
    .set({ status: 'superseded' })
    .where(
      and(
        eq(forecastReleases.orgId, tx.caller.orgId),
        eq(forecastReleases.status, 'published'),
        sql`not exists (select from supplier_releases s where s.release_id = forecast_releases.id and s.status = 'published')`,
      ),
    )
}

const partiesOf = ({ relationship: { buyerId, supplierId } }: ShareToWrite) => ({ buyerId, supplierId })

function shareRow(
  share: ShareToWrite,
  { releaseId, number, note, at }: { releaseId: string; number: number; note: string; at: Date },
) {
  const { id, horizon, firmUntil, unit, summary, weeks, commitStatus, coverage, asked } = share
  const settled = commitStatus === 'committed' || commitStatus === 'short'
  return {
    id,
    ...partiesOf(share),
    releaseId,
    number,
    status: 'published' as const,
    publishedAt: at,
    supersedesId: share.standing?.share.id ?? null,
    document: share.relationship.documents.forecast,
    note,
    horizonFrom: horizon.from,
    horizonTo: horizon.to,
    firmUntil,
    unit,
    summary,
    weeks,
    commitStatus,
    coverage,
    asked,
    // Nothing that was committed has changed: there is nothing to ask.
    committedAt: settled ? at : null,
  }
}

const lineRow = (share: ShareToWrite, line: LineToWrite) => ({
  id: line.id,
  ...partiesOf(share),
  supplierReleaseId: share.id,
  itemId: line.ready.item.id,
  buyerPart: line.ready.item.number,
  supplierPart: line.ready.making.supplierPart,
  description: line.ready.item.description,
  unit: line.ready.item.unit,
  shipToCode: line.ready.shipToCode,
  buckets: line.buckets,
  change: line.change,
  demand: line.demand,
  comparedDemand: line.comparedDemand,
  previousDemand: line.previousDemand,
  changedCells: line.changedCells,
})

/** The supplier's older word, as far as it holds, is the first version under the new release. */
async function keepCommits(tx: Tx, share: ShareToWrite, at: Date): Promise<void> {
  const kept = share.lines.filter(line => line.commit.length > 0)
  if (kept.length === 0) return
  const parties = partiesOf(share)
  const commitId = newId()
  // Commits are the supplier's to write: what holds of them is written on its behalf, under its own policy.
  const onBehalf = { orgId: parties.supplierId, personId: null, name: 'Pullwire', channel: 'system' as const }
  await asOrganization(tx, onBehalf, async theirs => {
    await theirs.insert(commits).values({
      id: commitId,
      ...parties,
      supplierReleaseId: share.id,
      version: 1,
      committedAt: at,
      committedBy: onBehalf.name,
      channel: onBehalf.channel,
    })
    const lines = kept.map(line => ({ id: newId(), ...parties, commitId, lineId: line.id, buckets: line.commit }))
    await insertMany(theirs, commitLines, lines)
  })
}

async function tell(
  tx: Tx,
  shares: readonly ShareToWrite[],
  waiting: ReadonlySet<ShareToWrite>,
  number: number,
  at: Date,
): Promise<void> {
  for (const share of shares) {
    const { id, commitStatus, asked, summary } = share
    const told = { id, ...partiesOf(share), number, commitStatus, asked }
    const fact = shareFact('forecast.published', told, {
      at,
      lines: summary.lines,
      changedLines: summary.changedLines + summary.newLines + summary.endedLines,
      document: share.relationship.documents.forecast,
      ...(waiting.has(share) ? { waits: true } : {}),
    })
    await announce(tx, fact)
  }
  for (const { id, relationship } of shares)
    if (relationship.documents.forecast === '830')
      await queueDocument(tx, {
        relationship,
        setId: '830',
        subject: { kind: 'supplier-release', id, label: String(number) },
      })
}
