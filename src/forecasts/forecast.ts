// The words of a forecast and its rules: weeks, zones, what a release changes, what becomes of commits. Pure.

import { refusePieces } from '../items/item.ts'
import {
  abs,
  add,
  cmp,
  type Decimal,
  decimal,
  div,
  isDecimal,
  isNegative,
  min,
  ONE,
  readDecimal,
  sub,
  ZERO,
} from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, isLocalDate, type LocalDate, mondayOf } from '../kernel/time.ts'

export type Zone = 'firm' | 'planning'

export interface Bucket {
  /** First day of the bucket, YYYY-MM-DD; weekly buckets start on Monday. */
  start: string
  /** Decimal string. */
  quantity: string
  zone: Zone
}

export type CommitStatus = 'not-wanted' | 'awaiting' | 'committed' | 'short' | 'superseded'

export interface CommitBucket {
  start: string
  quantity: string
  origin: 'supplier' | 'carried' | 'auto' | 'on-behalf'
  reason: string
}

/** Lines of one release. A bigger planning run is published in parts, one for some of the suppliers. */
export const LINES_MAX = 10_000
/** Characters of a file: as many lines with a year of weeks of nine digits, or half of them with a row for each week. */
export const CSV_CHARS_MAX = 10_000_000
/** Two years of weeks. */
export const BUCKETS_MAX = 104
export const FIRM_WEEKS_MAX = 52
export const FIRM_WEEKS_USUAL = 4

/** One week over many lines. `previous` is null where the release before said nothing of the week. */
export interface WeekTotal {
  start: string
  zone: Zone
  quantity: string
  previous: string | null
  committed: string | null
}

export type LineChange = 'new' | 'changed' | 'same'

/** What a release changes against the one before it. */
export interface ChangeSummary {
  lines: number
  newLines: number
  changedLines: number
  /** Lines of the release before that are not in this one: their demand ends. */
  endedLines: number
  changedCells: number
  demand: string
  /** Demand before and now over the weeks that are compared; null for a first release. */
  previousDemand: string | null
  comparedDemand: string | null
  /** Sum of absolute changes by zone of this release, and what was forecast there before. */
  moved: { firm: string; planning: string }
  movedOf: { firm: string; planning: string }
  /** The same with ups and downs set off against each other; null of releases from before this was kept. */
  net: { firm: string; planning: string } | null
  cut: Cut | null
}

/** What was forecast for weeks after the last one that the release speaks of, and falls away. */
export interface Cut {
  /** The first and the last of those weeks in which anything was. */
  from: LocalDate
  to: LocalDate
  demand: string
}

/** Summaries kept before there was more in them. */
export const summaryShown = (kept: Omit<ChangeSummary, 'net' | 'cut'> & Partial<ChangeSummary>): ChangeSummary => ({
  net: null,
  cut: null,
  ...kept,
})

// ── Weeks and zones ────────────────────────────────────────────────────────────────────────────

/** First and last week that a release speaks of. */
export interface Horizon {
  from: LocalDate
  to: LocalDate
}

export function horizonOf(starts: Iterable<LocalDate>): Horizon | undefined {
  let horizon: Horizon | undefined
  for (const start of starts) {
    if (!horizon) horizon = { from: start, to: start }
    else if (start < horizon.from) horizon.from = start
    else if (start > horizon.to) horizon.to = start
  }
  return horizon
}

/** The first day of the planning zone: as said, or so many weeks after the first week of the release. */
export function firmUntilOf(
  { from }: Pick<Horizon, 'from'>,
  { firmWeeks = FIRM_WEEKS_USUAL, firmUntil }: { firmWeeks?: number | undefined; firmUntil?: LocalDate | undefined },
): LocalDate {
  return firmUntil ?? addDays(from, 7 * firmWeeks)
}

export const zoneOf = (start: LocalDate, firmUntil: LocalDate): Zone => (start < firmUntil ? 'firm' : 'planning')

/** Nobody plans further ahead in weeks; a year further is a typing error. */
const WEEKS_AHEAD_MAX = 3 * 53

/** What is wrong with a week. `today` is the ship-to's. */
export function refuseWeek(start: string, today: LocalDate): Refusal | undefined {
  if (!isLocalDate(start))
    return refusal('not-a-date', `"${start}" is not a date.`, {
      remedy: 'Write year-month-day, for example 2027-03-15.',
    })
  const monday = mondayOf(start)
  if (monday !== start)
    return refusal('not-a-monday', `${start} is not a Monday.`, { remedy: `A week is named by its Monday: ${monday}.` })
  const thisWeek = mondayOf(today)
  if (start < thisWeek)
    return refusal('week-past', `The week of ${start} has passed.`, { remedy: `Begin with this week, ${thisWeek}.` })
  if (start > addDays(thisWeek, 7 * WEEKS_AHEAD_MAX))
    return refusal('week-far', `${start} is more than three years away.`, { remedy: 'Check the year.' })
  return undefined
}

/** X12 element 380 holds 15 digits. */
const WHOLE_DIGITS_MAX = 12
const PLACES_MAX = 3

/** A quantity of a week, or what is wrong with it. */
export function readQuantity(text: string): Decimal | Refusal {
  const read = readDecimal(text)
  if (!isDecimal(read))
    return refusal(read.code, read.detail, { remedy: read.remedy ?? 'Write digits and a point, for example 1250.5.' })
  if (isNegative(read))
    return refusal('negative', `"${text}" is below 0.`, { remedy: 'Write 0 or a quantity above it.' })
  const [whole = '', places = ''] = read.split('.')
  if (whole.length > WHOLE_DIGITS_MAX || places.length > PLACES_MAX)
    return refusal('quantity-too-long', `"${text}" has too many digits.`, {
      remedy: `At most ${WHOLE_DIGITS_MAX} digits and ${PLACES_MAX} decimal places can be told to partners' systems.`,
    })
  return read
}

// ── What a release changes ─────────────────────────────────────────────────────────────────────

/**
 * The weeks over which two releases are compared: from the first that both can speak of to the last of the one before.
 * What rolled out of the horizon or into it is no change; what a shorter release leaves off at its end has fallen away.
 */
export function commonOf(before: Horizon | undefined, now: Horizon): Horizon | undefined {
  if (!before) return undefined
  const [, from = now.from] = [before.from, now.from].sort()
  return from <= before.to ? { from, to: before.to } : undefined
}

export const within = (start: LocalDate, horizon: Horizon | undefined): boolean =>
  horizon !== undefined && start >= horizon.from && start <= horizon.to

export interface CellChange {
  start: LocalDate
  was: Decimal
  now: Decimal
}

type Quantities = ReadonlyMap<string, Decimal>

export const quantitiesOf = (buckets: readonly Pick<Bucket, 'start' | 'quantity'>[]): Map<string, Decimal> =>
  new Map(buckets.map(({ start, quantity }) => [start, quantity as Decimal]))

/** Cells of a line that differ, over the weeks of both releases. A week of which nothing is said is a demand of 0. */
export function changesOf(before: Quantities, now: Quantities, common: Horizon | undefined): CellChange[] {
  if (!common) return []
  const changes: CellChange[] = []
  for (const [start, quantity] of now) {
    const was = before.get(start) ?? ZERO
    if (was !== quantity && within(start, common)) changes.push({ start, was, now: quantity })
  }
  for (const [start, was] of before)
    if (!now.has(start) && was !== ZERO && within(start, common)) changes.push({ start, was, now: ZERO })
  return changes
}

const isShortWhole = (quantity: string): boolean => quantity.length <= 9 && !quantity.includes('.')

/** An exact sum of very many quantities: a release has hundreds of thousands, and nearly all of them are whole. */
export class Total {
  /** Whole numbers below a thousand million: nine million of them add up exactly. */
  private whole = 0
  private rest: Decimal = ZERO

  add(quantity: string): void {
    if (isShortWhole(quantity)) this.whole += Number(quantity)
    else this.rest = add(this.rest, quantity as Decimal)
  }

  /** Adds how far apart two quantities are. */
  addDistance(a: Decimal, b: Decimal): void {
    if (isShortWhole(a) && isShortWhole(b)) this.whole += Math.abs(Number(a) - Number(b))
    else this.rest = add(this.rest, abs(sub(a, b)))
  }

  get value(): Decimal {
    return add(decimal(this.whole), this.rest)
  }
}

/** Demand of a line over some weeks. */
export function demandOf(quantities: Quantities, horizon?: Horizon): Decimal {
  const total = new Total()
  for (const [start, quantity] of quantities) if (!horizon || within(start, horizon)) total.add(quantity)
  return total.value
}

/** Sum of absolute changes over what was forecast before; null when nothing was. Four decimal places. */
export const ratioOf = (part: Decimal, whole: Decimal): Decimal | null => (whole === ZERO ? null : div(part, whole, 4))

// ── Commits ────────────────────────────────────────────────────────────────────────────────────

/**
 * What of a supplier's commits holds under a new release: where the demand is the same, its word stands; where it
 * changed, it is carried as the smaller of the old commit and the new demand until the supplier says otherwise.
 */
export function carry(commit: readonly CommitBucket[], before: Quantities, now: Quantities): CommitBucket[] {
  return commit.flatMap(bucket => {
    const demand = now.get(bucket.start)
    if (demand === undefined) return []
    if (demand === (before.get(bucket.start) ?? ZERO)) return [bucket]
    return [{ ...bucket, quantity: min(bucket.quantity as Decimal, demand), origin: 'carried' as const }]
  })
}

/** Whether a cell wants the supplier's word: something is demanded, and nothing but an old word speaks of it. */
export const isAsked = (quantity: string, commit: Pick<CommitBucket, 'origin'> | undefined): boolean =>
  quantity !== ZERO && (commit === undefined || commit.origin === 'carried')

/** What is wrong with a committed quantity. More than forecast is allowed; a forecast may be a mean, a commit is pieces. */
export function refuseCommit(
  { quantity, reason }: { quantity: string; reason: string },
  forecast: Decimal,
  unit: string,
): Refusal | undefined {
  const read = readQuantity(quantity)
  if (!isDecimal(read)) return read
  const broken = refusePieces(read, unit)
  if (broken) return broken
  if (cmp(read, forecast) < 0 && reason.trim() === '')
    return refusal('reason-missing', `${quantity} is less than the ${forecast} of the forecast.`, {
      where: 'reason',
      remedy: 'Say why.',
    })
  return undefined
}

/** How much of the demand is committed: sum of min(commit, forecast) over sum of forecast. */
export class Coverage {
  private readonly demand = new Total()
  private readonly covered = new Total()

  add(quantity: Decimal, committed: Decimal | undefined): void {
    this.demand.add(quantity)
    if (committed !== undefined) this.covered.add(committed === quantity ? quantity : min(quantity, committed))
  }

  /** Rounded down where it matters: 1 always means that nothing is missing. */
  get ratio(): Decimal {
    const [demand, covered] = [this.demand.value, this.covered.value]
    if (demand === covered) return ONE
    const rounded = div(covered, demand, 4)
    return rounded === ONE ? decimal('0.9999') : rounded
  }

  get complete(): boolean {
    return this.demand.value === this.covered.value
  }
}
