// One supplier's forecast as either side sees it: demand by week, what changed, what is committed cell by cell.
import { asc, desc, eq } from 'drizzle-orm'
import { documentsOf } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { known, sure } from '../kernel/errors.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import type { ShareDetail, ShareLine } from './api.ts'
import { keyOf } from './check-lines.ts'
import { type CommitBucket, commonOf, demandOf, quantitiesOf } from './forecast.ts'
import { type NamedShare, shareRows, withNames } from './queries.ts'
import { inOrder, lineHead, previousInOrder } from './release-lines.ts'
import { type LineRecord, lastCommit, latestCommits, type ShareRecord } from './standing.ts'
import { forecastLines, supplierReleases } from './tables.ts'

/** Throws Unknown when it is not there or not the caller's. */
export async function getShare(tx: Tx, supplierReleaseId: string): Promise<ShareDetail> {
  const [found] = await withNames(tx).where(eq(supplierReleases.id, supplierReleaseId))
  const named: NamedShare = known(found)
  const { share } = named
  const side = tx.caller.orgId === share.buyerId ? 'buyer' : 'supplier'
  const before = share.supersedesId ? await shareById(tx, share.supersedesId) : undefined
  const newer = await shareAfter(tx, share.id)
  const lines = await linesOf(tx, share.id)
  const linesBefore = before ? await linesOf(tx, before.id) : []
  const commit = await latestCommits(tx, [share.id])
  const [row] = await shareRows(tx, [named])
  return {
    ...sure(row),
    side,
    relationshipId: named.relationshipId,
    note: share.note,
    releaseId: side === 'buyer' ? share.releaseId : null,
    supersedes: before ? { id: before.id, number: before.number } : null,
    newer: newer ? { id: newer.id, number: newer.number } : null,
    unit: share.unit,
    weeks: share.weeks,
    lines: linesBeside(share, before, lines, linesBefore, commit),
    ended: endedLines(share, before, lines, linesBefore),
    commitVersion: (await lastCommit(tx, share.id))?.version ?? 0,
    history: await historyOf(tx, share.id),
    documents: await documentsOf(tx, share.id),
  }
}

async function shareById(tx: Tx, id: string): Promise<ShareRecord | undefined> {
  const [share] = await tx.select().from(supplierReleases).where(eq(supplierReleases.id, id))
  return share
}

async function shareAfter(tx: Tx, id: string): Promise<ShareRecord | undefined> {
  const [share] = await tx.select().from(supplierReleases).where(eq(supplierReleases.supersedesId, id))
  return share
}

const linesOf = async (tx: Tx, shareId: string): Promise<LineRecord[]> =>
  await tx
    .select()
    .from(forecastLines)
    .where(eq(forecastLines.supplierReleaseId, shareId))
    .orderBy(asc(forecastLines.buyerPart), asc(forecastLines.shipToCode))

function linesBeside(
  share: ShareRecord,
  before: ShareRecord | undefined,
  lines: readonly LineRecord[],
  linesBefore: readonly LineRecord[],
  commit: ReadonlyMap<string, CommitBucket[]>,
): ShareLine[] {
  const starts = share.weeks.map(({ start }) => start)
  const was = new Map(linesBefore.map(line => [keyOf(line.itemId, line.shipToCode), line.buckets]))
  return lines.map(line => {
    const words = commit.get(line.id) ?? []
    const byWeek = new Map(words.map(word => [word.start, word]))
    const reasons = words.flatMap(({ start, reason }) => (reason === '' ? [] : [[start, reason] as const]))
    return {
      ...lineHead(line),
      demand: line.demand,
      quantities: inOrder(starts, line.buckets),
      previous: previousInOrder(
        starts,
        was.get(keyOf(line.itemId, line.shipToCode)) ?? null,
        before?.horizonTo ?? null,
      ),
      committed: inOrder(starts, words),
      origins: starts.map(start => byWeek.get(start)?.origin ?? null),
      reasons: Object.fromEntries(reasons),
    }
  })
}

function endedLines(
  share: ShareRecord,
  before: ShareRecord | undefined,
  lines: readonly LineRecord[],
  linesBefore: readonly LineRecord[],
): ShareDetail['ended'] {
  const kept = new Set(lines.map(line => keyOf(line.itemId, line.shipToCode)))
  const common = commonOf(before && { from: before.horizonFrom, to: before.horizonTo }, {
    from: share.horizonFrom,
    to: share.horizonTo,
  })
  if (!common) return []
  return linesBefore
    .filter(line => !kept.has(keyOf(line.itemId, line.shipToCode)))
    .map(({ buyerPart, supplierPart, description, unit, shipToCode, buckets }) => ({
      buyerPart,
      supplierPart,
      description,
      unit,
      shipToCode,
      previousDemand: demandOf(quantitiesOf(buckets), common),
    }))
}

/** More than anybody reads; the oldest fall away. */
const historyMax = 200

async function historyOf(tx: Tx, shareId: string): Promise<ShareDetail['history']> {
  await flush(tx)
  const rows = await tx
    .select()
    .from(events)
    .where(eq(events.subjectId, shareId))
    .orderBy(desc(events.seq))
    .limit(historyMax)
  return rows.map(({ id, type, at, recordedAt, actorName, channel, data }) => ({
    id,
    type,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    actorName,
    channel,
    data,
  }))
}
