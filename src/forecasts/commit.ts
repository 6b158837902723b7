// A supplier commits to its forecast: as forecast in one act, or by cell with a reason. Each commit is a whole version.
import { eq } from 'drizzle-orm'
import { wholePieces } from '../items/index.ts'
import type { Tx } from '../kernel/db.ts'
import { cmp, type Decimal, decimal, ZERO } from '../kernel/decimal.ts'
import { known, type Refusal, refusal, Unknown } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { formatDate, wallOf } from '../kernel/time.ts'
import type { CommitCell } from './api.ts'
import { stateOf, totalsOf } from './compose.ts'
import { announceShare } from './facts.ts'
import { type CommitBucket, type CommitStatus, isAsked, quantitiesOf, readQuantity, refuseCommit } from './forecast.ts'
import { insertMany } from './insert-many.ts'
import { type LineRecord, lastCommit, latestCommits, type ShareRecord } from './standing.ts'
import { commitLines, commits, forecastLines, supplierReleases } from './tables.ts'
import { tellBuyerShort } from './tell-buyer.ts'

export interface CommitGiven {
  supplierReleaseId: string
  /** Every cell as forecast; what was committed otherwise stays, unless it is to be written over. */
  all?: boolean | undefined
  overwrite?: boolean | undefined
  asked?: boolean | undefined
  cells?: readonly CommitCell[] | undefined
  /** The version that the answerer has before it: refused when a colleague has committed meanwhile. */
  basedOn?: number | undefined
}

export interface CommitDone {
  version: number
  commitStatus: CommitStatus
  coverage: Decimal
  asked: number
  above: number
}

/** A line and the supplier's word on it. */
interface Word {
  row: LineRecord
  cells: Map<string, CommitBucket>
}

/** Records what the supplier commits to. All of it, or nothing. */
export async function commit(tx: Tx, given: CommitGiven, at: Date = tx.now): Promise<CommitDone | Refusal[]> {
  const [found] = await tx
    .select()
    .from(supplierReleases)
    .where(eq(supplierReleases.id, given.supplierReleaseId))
    .for('update')
  const share = known(found)
  if (tx.caller.orgId !== share.supplierId) throw new Unknown()
  const refused = refuseShare(share, given)
  if (refused) return [refused]
  const last = await lastCommit(tx, share.id)
  const overtaken = refuseOvertaken(last, given.basedOn)
  if (overtaken) return [overtaken]
  const words = await wordsOf(tx, share)
  const refusals = setCells(words, given.cells ?? [])
  if (refusals.length > 0) return refusals
  fill(words, given)
  return await record(tx, share, words, { at, version: (last?.version ?? 0) + 1 })
}

function refuseShare(share: ShareRecord, given: CommitGiven): Refusal | undefined {
  if (share.status === 'superseded')
    return refusal('release-superseded', `Release ${share.number} was replaced by a newer one.`, {
      remedy: 'Open the newer release and commit there.',
    })
  if (share.commitStatus === 'not-wanted')
    return refusal('commit-not-wanted', 'It is agreed with this customer that no commit is wanted.')
  if (!given.all && !given.asked && (given.cells ?? []).length === 0)
    return refusal('commit-empty', 'Nothing is said: commit all as forecast, or name cells.')
  return undefined
}

/** Every version is whole: one that was written without having seen the last would silently undo it. */
function refuseOvertaken(
  last: Awaited<ReturnType<typeof lastCommit>>,
  basedOn: number | undefined,
): Refusal | undefined {
  if (basedOn === undefined || basedOn === (last?.version ?? 0)) return undefined
  if (!last)
    return refusal('commit-changed', `There is no version ${basedOn} yet: nothing is committed to this release.`)
  const { date, time } = wallOf(last.committedAt, 'UTC')
  const when = `${formatDate(date)} ${time} UTC`
  return refusal('commit-changed', `${last.committedBy} has committed version ${last.version} meanwhile, ${when}.`, {
    where: 'basedOn',
    remedy: 'Look at what is committed now; what you typed is kept. Commit again to put it over that.',
  })
}

async function wordsOf(tx: Tx, share: ShareRecord): Promise<Map<string, Word>> {
  const rows = await tx.select().from(forecastLines).where(eq(forecastLines.supplierReleaseId, share.id))
  const before = await latestCommits(tx, [share.id])
  return new Map(
    rows.map(row => [row.id, { row, cells: new Map((before.get(row.id) ?? []).map(cell => [cell.start, cell])) }]),
  )
}

const bySupplier = (start: string, quantity: string, reason = ''): CommitBucket => ({
  start,
  quantity,
  origin: 'supplier',
  reason,
})

/** Nobody mends more than these before trying again. */
const REFUSALS_MAX = 20

function setCells(words: Map<string, Word>, cells: readonly CommitCell[]): Refusal[] {
  const refusals: Refusal[] = []
  for (const [i, { lineId, start, quantity, reason = '' }] of cells.entries()) {
    const where = `/cells/${i}`
    const word = words.get(lineId)
    const bucket = word?.row.buckets.find(one => one.start === start)
    const refused = bucket
      ? refuseCommit({ quantity, reason }, bucket.quantity as Decimal, word?.row.unit ?? '')
      : refusal('cell-unknown', `The release says nothing of this item in the week of ${start}.`)
    if (refused)
      refusals.push(
        refusal(refused.code, word ? `${word.row.buyerPart}, week of ${start}: ${refused.detail}` : refused.detail, {
          where: `${where}/${refused.where ?? 'quantity'}`,
          ...(refused.remedy === undefined ? {} : { remedy: refused.remedy }),
        }),
      )
    else word?.cells.set(start, bySupplier(start, String(readQuantity(quantity)), reason.trim()))
    if (refusals.length >= REFUSALS_MAX) break
  }
  return refusals
}

/** As forecast: everything that was not said cell by cell, or only what is still asked. A shortage told once stays told. */
function fill(words: Map<string, Word>, given: CommitGiven): void {
  const { all = false, asked = false, overwrite = false, cells = [] } = given
  if (!all && !asked) return
  const said = new Set(cells.map(({ lineId, start }) => `${lineId} ${start}`))
  for (const { row, cells: word } of words.values())
    for (const { start, quantity } of row.buckets) {
      if (said.has(`${row.id} ${start}`)) continue
      const before = word.get(start)
      const fills = all && (overwrite || !isOtherwise(quantity, before))
      if (fills || isAsked(quantity, before))
        word.set(start, bySupplier(start, wholePieces(quantity as Decimal, row.unit)))
    }
}

/** Committed by somebody of the supplier, and not as it is forecast. */
const isOtherwise = (forecast: string, commit: CommitBucket | undefined): boolean =>
  (commit?.origin === 'supplier' || commit?.origin === 'on-behalf') &&
  cmp(decimal(commit.quantity), decimal(forecast)) !== 0

async function record(
  tx: Tx,
  share: ShareRecord,
  words: Map<string, Word>,
  { at, version }: { at: Date; version: number },
): Promise<CommitDone> {
  const parties = { buyerId: share.buyerId, supplierId: share.supplierId }
  const lines = [...words.values()].map(({ row, cells }) => ({
    row,
    buckets: row.buckets,
    commit: [...cells.values()].sort((a, b) => (a.start < b.start ? -1 : 1)),
  }))
  const commitId = newId()
  await tx.insert(commits).values({
    id: commitId,
    ...parties,
    supplierReleaseId: share.id,
    version,
    committedAt: at,
    committedBy: tx.caller.name,
    channel: tx.caller.channel,
  })
  const written = lines.filter(line => line.commit.length > 0)
  await insertMany(
    tx,
    commitLines,
    written.map(({ row, commit }) => ({ id: newId(), ...parties, commitId, lineId: row.id, buckets: commit })),
  )
  const state = stateOf(lines)
  const totals = totalsOf(lines.map(line => quantitiesOf(line.commit)))
  const weeks = share.weeks.map(week => ({ ...week, committed: totals.get(week.start) ?? null }))
  await tx
    .update(supplierReleases)
    .set({ ...state, weeks, committedAt: state.asked === 0 ? at : null })
    .where(eq(supplierReleases.id, share.id))
  await announceShare(
    tx,
    state.asked === 0 ? 'forecast.committed' : 'forecast.partly-committed',
    { ...share, ...state },
    {
      at,
      version,
      short: state.commitStatus === 'short',
      coverage: state.coverage,
    },
  )
  const { above, below } = besideForecast(lines)
  if (state.commitStatus === 'short')
    await tellBuyerShort(tx, share, { version, cells: below, coverage: state.coverage })
  return { version, ...state, above }
}

/** Cells in which more is committed than asked for, which is allowed and worth a second look, and in which less is. */
function besideForecast(lines: readonly { row: LineRecord; commit: readonly CommitBucket[] }[]) {
  let [above, below] = [0, 0]
  for (const { row, commit } of lines) {
    const forecast = quantitiesOf(row.buckets)
    for (const { start, quantity } of commit) {
      const order = cmp(decimal(quantity), forecast.get(start) ?? ZERO)
      if (order > 0) above++
      else if (order < 0) below++
    }
  }
  return { above, below }
}
