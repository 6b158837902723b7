// Publishes a release: every supplier that it names gets its own share, with what holds of its older commits.
import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { type LocalDate, mondayOf } from '../kernel/time.ts'
import type { LineToPublish } from './api.ts'
import { type Catalogue, catalogueOf, type RelationshipRecord } from './catalogue.ts'
import { checkLines, type Problem, type ReadyLine } from './check-lines.ts'
import { composeShare, type ShareContent, type ShareToWrite, weeksOf } from './compose.ts'
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
  /** Whole for every supplier named in them; suppliers that are not named keep what stands. */
  lines: readonly LineToPublish[]
  /** Vendor numbers of suppliers all of whose demand ends. */
  ended?: readonly string[] | undefined
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
  ended?: Ended
}

/** Suppliers of whom no line is left. */
export interface Ended {
  relationships: readonly RelationshipRecord[]
  /** The week from which nothing is needed, where no line of the release names one. */
  from: LocalDate
}

/** Publishes the lines, all of them or, when one is wrong, none. */
export async function publish(
  tx: Tx,
  release: ReleaseToPublish,
  at: Date = tx.now,
): Promise<PublishedRelease | Refusal[]> {
  if (release.lines.length > LINES_MAX)
    return [
      refusal('too-many-lines', `A release has at most ${LINES_MAX} lines; this one has ${release.lines.length}.`, {
        where: '/lines',
        remedy: 'Publish it in parts, every supplier whole in one of them.',
      }),
    ]
  const catalogue = await catalogueOf(
    tx,
    release.lines.map(line => line.item.trim()),
    at,
  )
  const { ready, problems } = checkLines(release.lines, catalogue)
  if (problems.length > 0) return refusalsOf(problems)
  const { relationships, refusals } = readEnded(release.ended ?? [], ready, catalogue)
  if (refusals.length > 0) return refusals
  const ended = { relationships, from: mondayOf(catalogue.today) }
  return await publishReady(tx, { ready, ended }, release, at)
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

/** The suppliers whose demand ends, each once, and what is wrong with the numbers. */
function readEnded(numbers: readonly string[], ready: readonly ReadyLine[], catalogue: Catalogue) {
  const relationships: RelationshipRecord[] = []
  const refusals: Refusal[] = []
  const supplied = new Set(ready.map(line => line.making.relationship.supplierId))
  for (const number of new Set(numbers.map(each => each.trim()))) {
    const relationship = catalogue.relationship(number)
    if (!relationship)
      refusals.push(
        refusal('supplier-unknown', `There is no supplier "${number}".`, {
          where: '/ended',
          remedy: 'Write its vendor number or its name as it stands under Suppliers.',
        }),
      )
    else if (supplied.has(relationship.supplierId))
      refusals.push(
        refusal('ended-and-not', `${relationship.supplierName} has lines in this release.`, {
          where: '/ended',
          remedy: 'Leave its lines out to end all of its demand, or take it out of those that end.',
        }),
      )
    else relationships.push(relationship)
  }
  return { relationships, refusals }
}

/** Only what stands can end. */
async function refuseEnded(tx: Tx, relationships: readonly RelationshipRecord[]): Promise<Refusal[]> {
  if (relationships.length === 0) return []
  const standing = await holdStanding(
    tx,
    relationships.map(({ supplierId }) => supplierId),
  )
  return relationships.flatMap(({ supplierId, supplierName }) =>
    standing.get(supplierId)?.lines.size
      ? []
      : [
          refusal('nothing-to-end', `No forecast stands for ${supplierName}: there is nothing to end.`, {
            where: '/ended',
          }),
        ],
  )
}

/** Publishes lines that have been checked. */
export async function publishReady(
  tx: Tx,
  content: Content,
  release: Omit<ReleaseToPublish, 'lines'>,
  at: Date = tx.now,
): Promise<PublishedRelease | Refusal[]> {
  const ending = content.ended?.relationships ?? []
  if (content.ready.length === 0 && ending.length === 0)
    return [refusal('release-empty', 'There is no line to publish, and no supplier whose demand ends.')]
  const last = await holdLast(tx)
  if (release.basedOn !== undefined && release.basedOn !== last)
    return [
      refusal('release-changed', `Release ${last} was published while you were editing release ${release.basedOn}.`, {
        remedy: 'Open the editor anew: what you typed is offered there, to be taken over.',
      }),
    ]
  const refused = await refuseEnded(tx, ending)
  if (refused.length > 0) return refused
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
  const named = await namedShares(tx, content)
  const said = horizonOf(weeksOf(named.flatMap(({ ready }) => ready)))
  const all = horizonOf(weeksOf(named.flatMap(({ ready, kept }) => [...ready, ...kept])))
  const contents = [...named, ...(await endedShares(tx, content.ended, said))]
  const horizon = all ?? horizonOf(contents.flatMap(each => (each.horizon ? [each.horizon.from, each.horizon.to] : [])))
  if (!horizon) throw new Error('a release without a week')
  // Firm weeks are counted from what is said now, not from a line that only goes on as it stood.
  const firmUntil = firmUntilOf(said ?? horizon, zone)
  return { horizon, firmUntil, shares: contents.map(each => composeShare(each, firmUntil)) }
}

/** Each supplier's lines beside what stands; suppliers that are not named keep what they have. */
async function namedShares(tx: Tx, { ready, held }: Content): Promise<ShareContent[]> {
  const bySupplier = groupBy(ready, line => line.making.relationship.supplierId)
  const standing = await holdStanding(tx, [...bySupplier.keys()])
  return [...bySupplier].flatMap(([supplierId, lines]) => {
    const relationship = lines[0]?.making.relationship
    if (!relationship) return []
    const stood = standing.get(supplierId)
    const kept = held ? heldLines(held, relationship, stood, lines) : []
    return [{ relationship, standing: stood, ready: lines, kept }]
  })
}

/** Nothing is needed any more, as far as the release or what it ends speaks of. */
async function endedShares(tx: Tx, ended: Ended | undefined, said: Horizon | undefined): Promise<ShareContent[]> {
  if (!ended || ended.relationships.length === 0) return []
  const standing = await holdStanding(
    tx,
    ended.relationships.map(({ supplierId }) => supplierId),
  )
  return ended.relationships.map(relationship => {
    const stood = standing.get(relationship.supplierId)
    const from = said?.from ?? ended.from
    const weeks = [from, said?.to, stood?.horizon.to].filter(week => week !== undefined && week >= from)
    return { relationship, standing: stood, ready: [], kept: [], horizon: horizonOf(weeks as LocalDate[]) }
  })
}
