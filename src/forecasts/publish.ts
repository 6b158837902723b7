// Publishes a release: every supplier that it names gets its own share, with what holds of its older commits.
import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { LineToPublish } from './api.ts'
import { catalogueOf } from './catalogue.ts'
import { checkLines, type Problem, type ReadyLine } from './check-lines.ts'
import { composeShare, type ShareContent, type ShareToWrite } from './compose.ts'
import { firmUntilOf, type Horizon, horizonOf, LINES_MAX } from './forecast.ts'
import { type Held, heldLines } from './hold-lines.ts'
import { groupBy, holdStanding } from './standing.ts'
import { forecastReleases } from './tables.ts'
import { writeRelease } from './write-release.ts'

export interface FirmZone {
  firmWeeks?: number | undefined
  firmUntil?: string | undefined
}

export interface ReleaseToPublish extends FirmZone {
  lines: readonly LineToPublish[]
  source: 'csv' | 'api' | 'grid'
  note?: string | undefined
  /** The number of the release that was edited: refused when a newer one was published meanwhile. */
  basedOn?: number | undefined
}

export interface PublishedRelease {
  id: string
  number: number
  suppliers: number
  lines: number
  /** How many of the lines go on as they stood, because a file's row about them was wrong. */
  held: number
}

/** What a release says, judged already. */
export interface Content {
  ready: readonly ReadyLine[]
  held?: Held
}

/** Publishes the lines, all of them or, when one is wrong, none. */
export async function publish(
  tx: Tx,
  release: ReleaseToPublish,
  at: Date = tx.now,
): Promise<PublishedRelease | Refusal[]> {
  if (release.lines.length > LINES_MAX)
    return [refusal('too-many-lines', `A release has at most ${LINES_MAX} lines.`, { remedy: 'Publish it in parts.' })]
  const catalogue = await catalogueOf(
    tx,
    release.lines.map(line => line.item.trim()),
    at,
  )
  const { ready, problems } = checkLines(release.lines, catalogue)
  if (problems.length > 0) return refusalsOf(problems)
  return await publishReady(tx, { ready }, release, at)
}

/** More than these nobody mends before trying again. */
const REFUSALS_MAX = 20

function refusalsOf(problems: readonly Problem[]): Refusal[] {
  return problems.slice(0, REFUSALS_MAX).map(({ line, field, bucket, problem }) =>
    refusal(problem.code, `Line ${line + 1}: ${problem.detail}`, {
      where: bucket === undefined ? `/lines/${line}/${field}` : `/lines/${line}/buckets/${bucket}/${field}`,
      ...(problem.remedy === undefined ? {} : { remedy: problem.remedy }),
    }),
  )
}

/** Publishes lines that have been checked. */
export async function publishReady(
  tx: Tx,
  content: Content,
  release: Omit<ReleaseToPublish, 'lines'>,
  at: Date = tx.now,
): Promise<PublishedRelease | Refusal[]> {
  if (content.ready.length === 0) return [refusal('release-empty', 'There is no line to publish.')]
  const last = await holdLast(tx)
  if (release.basedOn !== undefined && release.basedOn !== last)
    return [
      refusal('release-changed', `Release ${last} was published while you were editing release ${release.basedOn}.`, {
        remedy: 'Open the editor anew; what you typed can be pasted there.',
      }),
    ]
  const composed = await composeRelease(tx, content, release)
  return await writeRelease(tx, composed, { ...release, number: last + 1, note: release.note?.trim() ?? '', at })
}

/** One release of a buyer at a time; answers the number of the last one. */
async function holdLast(tx: Tx): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`forecast ${tx.caller.orgId}`}, 0))`)
  return await lastNumber(tx)
}

/** 0 before the first release. */
export async function lastNumber(tx: Tx): Promise<number> {
  const [last] = await tx
    .select({ number: forecastReleases.number })
    .from(forecastReleases)
    .where(eq(forecastReleases.orgId, tx.caller.orgId))
    .orderBy(desc(forecastReleases.number))
    .limit(1)
  return last?.number ?? 0
}

export interface ComposedRelease {
  horizon: Horizon
  firmUntil: string
  shares: ShareToWrite[]
}

/** Works out every supplier's share against what stands; writes nothing. */
export async function composeRelease(tx: Tx, content: Content, zone: FirmZone): Promise<ComposedRelease> {
  const contents = await contentsOf(tx, content)
  const horizon = horizonOf(weeksOf(contents.flatMap(({ ready }) => ready)))
  if (!horizon) throw new Error('a release without a week')
  const firmUntil = firmUntilOf(horizon, zone)
  return { horizon, firmUntil, shares: contents.map(each => composeShare(each, firmUntil)) }
}

/** Each supplier's lines beside what stands; suppliers that are not named keep what they have. */
async function contentsOf(tx: Tx, { ready, held }: Content): Promise<ShareContent[]> {
  const bySupplier = groupBy(ready, line => line.making.relationship.supplierId)
  const standing = await holdStanding(tx, [...bySupplier.keys()])
  return [...bySupplier].flatMap(([supplierId, lines]) => {
    const relationship = lines[0]?.making.relationship
    if (!relationship) return []
    const stood = standing.get(supplierId)
    const kept = held ? heldLines(held, relationship, stood, lines) : []
    return [{ relationship, standing: stood, ready: [...lines, ...kept], held: kept.length }]
  })
}

const weeksOf = (ready: readonly ReadyLine[]): Set<string> =>
  new Set(ready.flatMap(line => [...line.quantities.keys()]))
