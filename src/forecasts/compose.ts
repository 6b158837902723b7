// One supplier's share of a release, worked out against what stood before: change, totals, commits that still hold. Pure.
import { add, type Decimal, sub, ZERO } from '../kernel/decimal.ts'
import { newId } from '../kernel/ids.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { RelationshipRecord } from './catalogue.ts'
import { keyOf, type ReadyLine } from './check-lines.ts'
import {
  type Bucket,
  type ChangeSummary,
  type CommitBucket,
  type CommitStatus,
  Coverage,
  type Cut,
  carry,
  changesOf,
  commonOf,
  demandOf,
  type Horizon,
  horizonOf,
  isAsked,
  type LineChange,
  quantitiesOf,
  Total,
  type WeekTotal,
  within,
  zoneOf,
} from './forecast.ts'
import type { StandingLine, StandingShare } from './standing.ts'

export interface LineToWrite {
  id: string
  ready: ReadyLine
  buckets: Bucket[]
  change: LineChange
  demand: Decimal
  comparedDemand: Decimal | null
  previousDemand: Decimal | null
  changedCells: number
  /** What of the old commit still speaks of this line. */
  commit: CommitBucket[]
}

export interface ShareToWrite {
  id: string
  relationship: RelationshipRecord
  standing: StandingShare | undefined
  horizon: Horizon
  firmUntil: LocalDate
  unit: string | null
  lines: LineToWrite[]
  weeks: WeekTotal[]
  summary: ChangeSummary
  commitStatus: CommitStatus
  coverage: Decimal | null
  asked: number
  /** Lines that go on as they stood, because the file's row about them is wrong. */
  held: number
  /** Lines of before whose demand ends. */
  ended: StandingLine[]
}

export interface ShareContent {
  relationship: RelationshipRecord
  standing: StandingShare | undefined
  /** None where all demand ends; the horizon then says for which weeks. */
  ready: readonly ReadyLine[]
  /** Lines that go on as they stood, because the file's row about them is wrong. */
  kept: readonly ReadyLine[]
  horizon?: Horizon | undefined
}

export function composeShare(
  { relationship, ready: spoken, kept: untouched, standing, horizon: said }: ShareContent,
  firmUntil: LocalDate,
): ShareToWrite {
  const ready = [...spoken, ...untouched]
  const horizon = horizonOf(weeksOf(ready)) ?? said
  if (!horizon) throw new Error('a share without a week')
  const common = commonOf(standing?.horizon, horizon)
  const moved = new Moved(firmUntil)
  const lines = ready.map(line => composeLine(line, standing, common, firmUntil, moved))
  const kept = new Set(ready.map(line => keyOf(line.item.id, line.shipToCode)))
  const ended = [...(standing?.lines ?? [])].filter(([key]) => !kept.has(key)).map(([, line]) => line)
  for (const line of ended) moved.add(line.quantities, changesOf(line.quantities, new Map(), common), common)
  const units = new Set(ready.map(line => line.item.unit))
  const wanted = relationship.documents.commit === 'portal'
  const state = wanted ? commitState(lines) : ({ commitStatus: 'not-wanted', coverage: null, asked: 0 } as const)
  return {
    id: newId(),
    relationship,
    standing,
    horizon,
    firmUntil,
    unit: ready.length === 0 ? (standing?.share.unit ?? null) : units.size === 1 ? (ready[0]?.item.unit ?? null) : null,
    lines,
    weeks: weekTotals(lines, standing, common, firmUntil),
    summary: summaryOf(lines, ended.length, common, moved, cutOf(standing, spoken, untouched)),
    held: untouched.length,
    ended,
    ...state,
  }
}

function composeLine(
  ready: ReadyLine,
  standing: StandingShare | undefined,
  common: Horizon | undefined,
  firmUntil: LocalDate,
  moved: Moved,
): LineToWrite {
  const before = standing?.lines.get(keyOf(ready.item.id, ready.shipToCode))
  const was = before?.quantities ?? new Map<LocalDate, Decimal>()
  const changes = changesOf(was, ready.quantities, common)
  moved.add(was, changes, common)
  const starts = [...ready.quantities.keys()].sort()
  const oldCommit = before ? (standing?.commit.get(before.row.id) ?? []) : []
  return {
    id: newId(),
    ready,
    buckets: starts.map(start => ({
      start,
      quantity: ready.quantities.get(start) ?? ZERO,
      zone: zoneOf(start, firmUntil),
    })),
    change: before ? (changes.length > 0 ? 'changed' : 'same') : 'new',
    demand: demandOf(ready.quantities),
    comparedDemand: common ? demandOf(ready.quantities, common) : null,
    previousDemand: common ? demandOf(was, common) : null,
    changedCells: changes.length,
    commit: carry(oldCommit, was, ready.quantities),
  }
}

/** What stood after the last week that the release itself says anything of. */
function cutOf(
  standing: StandingShare | undefined,
  spoken: readonly ReadyLine[],
  untouched: readonly ReadyLine[],
): Cut | null {
  const last = horizonOf(weeksOf(spoken))?.to
  if (!standing || last === undefined) return null
  const kept = new Set(untouched.map(line => keyOf(line.item.id, line.shipToCode)))
  const demand = new Total()
  const starts = new Set<LocalDate>()
  for (const [key, line] of standing.lines)
    for (const [start, quantity] of line.quantities)
      if (start > last && quantity !== ZERO && !kept.has(key)) {
        demand.add(quantity)
        starts.add(start)
      }
  const weeks = horizonOf(starts)
  return weeks ? { ...weeks, demand: demand.value } : null
}

export const weeksOf = (ready: readonly ReadyLine[]): Set<LocalDate> =>
  new Set(ready.flatMap(line => [...line.quantities.keys()]))

/** Sums of changes by zone: each way counted, and set off against each other. */
class Moved {
  readonly by = { firm: new Total(), planning: new Total() }
  readonly net = { firm: ZERO, planning: ZERO }
  readonly of = { firm: new Total(), planning: new Total() }
  private readonly firmUntil: LocalDate

  constructor(firmUntil: LocalDate) {
    this.firmUntil = firmUntil
  }

  add(was: ReadonlyMap<LocalDate, Decimal>, changes: ReturnType<typeof changesOf>, common: Horizon | undefined): void {
    for (const { start, was: before, now } of changes) {
      const zone = zoneOf(start, this.firmUntil)
      this.by[zone].addDistance(now, before)
      this.net[zone] = add(this.net[zone], sub(now, before))
    }
    for (const [start, quantity] of was) if (within(start, common)) this.of[zoneOf(start, this.firmUntil)].add(quantity)
  }
}

/** What the commits that still hold amount to. */
function commitState(lines: readonly LineToWrite[]): Pick<ShareToWrite, 'commitStatus' | 'coverage' | 'asked'> {
  const state = stateOf(lines)
  const silent = lines.every(line => line.commit.length === 0)
  return { ...state, coverage: silent && state.asked > 0 ? null : state.coverage }
}

/** Whether anything is still asked, and how much of the demand is covered. */
export function stateOf(lines: readonly { buckets: readonly Bucket[]; commit: readonly CommitBucket[] }[]): {
  commitStatus: 'awaiting' | 'committed' | 'short'
  coverage: Decimal
  asked: number
} {
  const coverage = new Coverage()
  let asked = 0
  for (const { buckets, commit } of lines) {
    const byWeek = new Map(commit.map(bucket => [bucket.start, bucket]))
    for (const { start, quantity } of buckets) {
      const word = byWeek.get(start)
      if (isAsked(quantity, word)) asked++
      coverage.add(quantity as Decimal, word?.quantity as Decimal | undefined)
    }
  }
  const commitStatus = asked > 0 ? 'awaiting' : coverage.complete ? 'committed' : 'short'
  return { commitStatus, coverage: coverage.ratio, asked }
}

function weekTotals(
  lines: readonly LineToWrite[],
  standing: StandingShare | undefined,
  common: Horizon | undefined,
  firmUntil: LocalDate,
): WeekTotal[] {
  const now = totalsOf(lines.map(line => line.ready.quantities))
  const before = totalsOf([...(standing?.lines.values() ?? [])].map(line => line.quantities))
  const committed = totalsOf(lines.map(line => quantitiesOf(line.commit)))
  const starts = new Set([...now.keys(), ...[...before.keys()].filter(start => within(start, common))])
  return [...starts].sort().map(start => ({
    start,
    zone: zoneOf(start, firmUntil),
    quantity: now.get(start) ?? ZERO,
    previous: within(start, common) ? (before.get(start) ?? ZERO) : null,
    committed: committed.get(start) ?? null,
  }))
}

export function totalsOf(each: readonly ReadonlyMap<LocalDate, Decimal>[]): Map<LocalDate, Decimal> {
  const totals = new Map<LocalDate, Total>()
  for (const quantities of each)
    for (const [start, quantity] of quantities) {
      const known = totals.get(start)
      const total = known ?? new Total()
      if (!known) totals.set(start, total)
      total.add(quantity)
    }
  return new Map([...totals].map(([start, total]) => [start, total.value]))
}

function summaryOf(
  lines: readonly LineToWrite[],
  endedLines: number,
  common: Horizon | undefined,
  moved: Moved,
  cut: Cut | null,
): ChangeSummary {
  const total = (of: (line: LineToWrite) => Decimal | null) =>
    lines.reduce((sum, line) => add(sum, of(line) ?? ZERO), ZERO)
  const movedOf = { firm: moved.of.firm.value, planning: moved.of.planning.value }
  return {
    lines: lines.length,
    newLines: lines.filter(({ change }) => change === 'new').length,
    changedLines: lines.filter(({ change }) => change === 'changed').length,
    endedLines,
    changedCells: lines.reduce((sum, line) => sum + line.changedCells, 0),
    demand: total(line => line.demand),
    previousDemand: common ? add(movedOf.firm, movedOf.planning) : null,
    comparedDemand: common ? total(line => line.comparedDemand) : null,
    moved: { firm: moved.by.firm.value, planning: moved.by.planning.value },
    movedOf,
    net: { ...moved.net },
    cut,
  }
}

export const heldIn = (shares: readonly ShareToWrite[]): number => shares.reduce((sum, { held }) => sum + held, 0)

/** The shares of a release as one: what the buyer sees of it. */
export function joinSummaries(shares: readonly ChangeSummary[]): ChangeSummary {
  const count = (of: (share: ChangeSummary) => number) => shares.reduce((sum, share) => sum + of(share), 0)
  const total = (of: (share: ChangeSummary) => string) =>
    shares.reduce((sum, share) => add(sum, of(share) as Decimal), ZERO)
  const compared = shares.filter(share => share.previousDemand !== null)
  const orNull = (of: (share: ChangeSummary) => string | null) =>
    compared.length === 0 ? null : compared.reduce((sum, share) => add(sum, (of(share) ?? ZERO) as Decimal), ZERO)
  return {
    lines: count(share => share.lines),
    newLines: count(share => share.newLines),
    changedLines: count(share => share.changedLines),
    endedLines: count(share => share.endedLines),
    changedCells: count(share => share.changedCells),
    demand: total(share => share.demand),
    previousDemand: orNull(share => share.previousDemand),
    comparedDemand: orNull(share => share.comparedDemand),
    moved: { firm: total(share => share.moved.firm), planning: total(share => share.moved.planning) },
    movedOf: { firm: total(share => share.movedOf.firm), planning: total(share => share.movedOf.planning) },
    net: { firm: total(share => share.net?.firm ?? ZERO), planning: total(share => share.net?.planning ?? ZERO) },
    cut: joinCuts(shares.flatMap(({ cut }) => cut ?? [])),
  }
}

function joinCuts(cuts: readonly Cut[]): Cut | null {
  const weeks = horizonOf(cuts.flatMap(({ from, to }) => [from, to]))
  return weeks ? { ...weeks, demand: cuts.reduce((sum, { demand }) => add(sum, demand as Decimal), ZERO) } : null
}

/** The unit of all shares; null when they are counted in several. */
export function unitOf(shares: readonly { unit: string | null }[]): string | null {
  const units = new Set(shares.map(({ unit }) => unit))
  return units.size === 1 ? ([...units][0] ?? null) : null
}

/** Totals by week over several shares. */
export function joinWeeks(shares: readonly (readonly WeekTotal[])[], firmUntil: LocalDate): WeekTotal[] {
  const weeks = new Map<LocalDate, WeekTotal>()
  const sum = (a: string | null, b: string | null) =>
    a === null ? b : b === null ? a : add(a as Decimal, b as Decimal)
  for (const share of shares)
    for (const week of share) {
      const known = weeks.get(week.start)
      weeks.set(week.start, {
        start: week.start,
        zone: zoneOf(week.start, firmUntil),
        quantity: add((known?.quantity ?? ZERO) as Decimal, week.quantity as Decimal),
        previous: sum(known?.previous ?? null, week.previous),
        committed: sum(known?.committed ?? null, week.committed),
      })
    }
  return [...weeks.values()].sort((a, b) => (a.start < b.start ? -1 : 1))
}
