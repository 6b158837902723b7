// The response report: every figure from the clocks themselves, and the list of clocks behind each.
import { and, asc, eq, gte, inArray, isNull, lt, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { LIST_LIMIT_MAX } from '../kernel/wire.ts'
import type { Attribution } from './breach.ts'
import { minutesCounted } from './clock-calendar.ts'
import {
  type BehindQuery,
  type CountedClock,
  type CountedFigure,
  type Figures,
  type ReportQuery,
  type ResponseReport,
  reportMonths,
  responseDefinition,
} from './report-api.ts'
import { contextOf, rowOf } from './rows.ts'
import { clocks } from './tables.ts'

/** Whose report it is: the buyer's about its suppliers, or the supplier's about itself, by customer. */
type Side = 'buyer' | 'supplier'

const isLate = sql`(${clocks.at} in ('breached', 'met-late', 'cancelled-late')
  or (${clocks.at} in ('pending', 'running') and ${clocks.dueAt} < kernel.now()))`
const isWaiting = sql`(${clocks.at} = 'paused' or (${clocks.at} in ('pending', 'running') and ${clocks.dueAt} >= kernel.now()))`
const isMet = sql`${clocks.at} = 'met'`
const isExcused = sql`${clocks.at} = 'excused'`
const isAnswer = sql`(${isMet} or ${isLate} or ${isWaiting})`
const isDecision = sql`(${clocks.kind} = 'decision')`
const faultOf = (attribution: Attribution) =>
  sql`(${isExcused} and ${clocks.attribution} = ${sql.raw(`'${attribution}'`)})`

/** What each figure counts, and what the list behind it shows: the one place that says so. */
const meant: Record<CountedFigure, SQL> = {
  answers: isAnswer,
  met: isMet,
  breached: isLate,
  excused: isExcused,
  waiting: isWaiting,
  disputed: sql`(${isLate} and ${clocks.disputedAt} is not null)`,
  supplier: sql`((${isLate} and not ${isDecision}) or ${faultOf('supplier')})`,
  buyer: sql`((${isLate} and ${isDecision}) or ${faultOf('buyer')})`,
  carrier: faultOf('carrier'),
  system: faultOf('system'),
}

/** The calendar month of the clock's own zone. */
const monthOf = sql<string>`to_char(${clocks.startedAt} at time zone ${clocks.zone}, 'YYYY-MM')`

const HOUR_MS = 3_600_000

/** The last twelve, oldest first: the newest is the one that has begun anywhere. */
export function monthsUntil(now: Date): string[] {
  const there = new Date(now.getTime() + 14 * HOUR_MS)
  return Array.from({ length: reportMonths }, (_, i) => {
    const first = new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() - (reportMonths - 1 - i), 1))
    return first.toISOString().slice(0, 7)
  })
}

/** A range of the index first, wide enough for every zone; then the month itself. */
function within(months: readonly string[]): SQL | undefined {
  const [first = ''] = months
  const last = new Date(`${months.at(-1)}-01T00:00:00Z`)
  const next = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1, 1)
  return and(
    gte(clocks.startedAt, new Date(Date.parse(`${first}-01T00:00:00Z`) - 14 * HOUR_MS)),
    lt(clocks.startedAt, new Date(next + 14 * HOUR_MS)),
    inArray(monthOf, [...months]),
  )
}

const partnerOf = (side: Side) => (side === 'buyer' ? clocks.supplierId : clocks.buyerId)

function whereOf(
  tx: Tx,
  side: Side,
  { partnerId, kind }: Pick<ReportQuery, 'partnerId' | 'kind'>,
  months: readonly string[],
) {
  const mine = side === 'buyer' ? clocks.buyerId : clocks.supplierId
  return and(
    eq(mine, tx.caller.orgId),
    within(months),
    ne(clocks.at, 'cancelled'),
    kind ? eq(clocks.kind, kind) : notInArray(clocks.kind, ['acknowledgment', 'decision', 'ship-notice']),
    partnerId ? eq(partnerOf(side), partnerId) : undefined,
  )
}

/**
 * Minutes of what is not answered yet, as a table to join: the calendars' arithmetic is not SQL's. Those that came before
 * minutes were kept are counted here, too, until they are. What is not counted yet, asked at night, has no age: no minutes.
 */
async function agesOf(tx: Tx, where: SQL | undefined): Promise<SQL> {
  const rows = await tx
    .select({
      ...{ id: clocks.id, countingFrom: clocks.countingFrom, target: clocks.target, pauses: clocks.pauses },
      ...{ calendarId: clocks.calendarId, calendarVersion: clocks.calendarVersion, zone: clocks.zone },
      ...{ otherCalendarId: clocks.otherCalendarId, otherCalendarVersion: clocks.otherCalendarVersion },
      stoppedAt: clocks.stoppedAt,
    })
    .from(clocks)
    .where(and(where, or(isNull(clocks.stoppedAt), isNull(clocks.countedMinutes))))
  const ages: { id: string; minutes: number }[] = []
  for (const row of rows) {
    if (row.stoppedAt === null && row.countingFrom > tx.now) continue
    ages.push({ id: row.id, minutes: await minutesCounted(tx, row, row.stoppedAt ?? tx.now) })
  }
  return sql`json_to_recordset(${JSON.stringify(ages)}::json) as ages(id uuid, minutes double precision)`
}

const minutes = sql<number | null>`coalesce(${clocks.countedMinutes}, ages.minutes)`
const many = (which: SQL) => sql<number>`(count(*) filter (where ${which}))::int`
/** The nearest rank: a time that really was, so that it stands in the list behind it. */
const rank = (share: number) =>
  sql<
    number | null
  >`(percentile_disc(${sql.raw(String(share))}) within group (order by ${minutes}) filter (where ${isAnswer}))`

const columns = {
  ...{ answers: many(meant.answers), met: many(meant.met), breached: many(meant.breached) },
  ...{ excused: many(meant.excused), waiting: many(meant.waiting), disputed: many(meant.disputed) },
  ...{
    supplier: many(meant.supplier),
    buyer: many(meant.buyer),
    carrier: many(meant.carrier),
    system: many(meant.system),
  },
  ...{ p50: rank(0.5), p90: rank(0.9), p95: rank(0.95) },
  max: sql<number | null>`(max(${minutes}) filter (where ${isAnswer}))`,
}
type Counted = Record<CountedFigure, number> & Record<'p50' | 'p90' | 'p95' | 'max', number | null>

function figuresOf(counted: Counted): Figures {
  const { supplier, buyer, carrier, system, ...rest } = counted
  const judged = rest.met + rest.breached
  const fault = { supplier, buyer, carrier, system }
  return { ...rest, fault, attainment: judged === 0 ? null : rest.met / judged, definition: responseDefinition }
}

const none: Counted = {
  ...{ answers: 0, met: 0, breached: 0, excused: 0, waiting: 0, disputed: 0 },
  ...{ supplier: 0, buyer: 0, carrier: 0, system: 0, p50: null, p90: null, p95: null, max: null },
}

export async function responseReport(tx: Tx, side: Side, query: ReportQuery): Promise<ResponseReport> {
  const all = monthsUntil(tx.now)
  const months = query.month ? [query.month] : all
  const where = whereOf(tx, side, query, months)
  const trendWhere = whereOf(tx, side, query, all)
  const ages = await agesOf(tx, or(where, trendWhere))
  const partner = partnerOf(side)
  const rows = await tx
    .select({
      ...{ partner, kind: clocks.kind, isTotal: sql<number>`grouping(${partner})` },
      month: query.byMonth ? monthOf : sql<null>`null`,
      ...columns,
    })
    .from(clocks)
    .leftJoin(ages, sql`ages.id = ${clocks.id}`)
    .where(where)
    .groupBy(sql`grouping sets ((), (${partner}, ${clocks.kind}${query.byMonth ? sql`, ${monthOf}` : sql``}))`)
  const trend = await tx
    .select({ month: monthOf, ...columns })
    .from(clocks)
    .leftJoin(ages, sql`ages.id = ${clocks.id}`)
    .where(trendWhere)
    .groupBy(sql`1`)
  const partners = await partnersOf(tx, side, all)
  const nameOf = (id: string) => partners.find(each => each.id === id)?.name ?? ''
  const byMonth = new Map(trend.map(({ month, ...counted }) => [month, counted]))
  const grouped = rows.filter(row => row.isTotal === 0)
  return {
    total: figuresOf(countedIn(rows.find(row => row.isTotal !== 0) ?? none)),
    months: all.map(month => ({ month, ...figuresOf(byMonth.get(month) ?? none) })),
    rows: grouped
      .map(({ partner: id, kind, month, ...row }) => ({
        partner: { id, name: nameOf(id) },
        kind,
        month: month ?? query.month ?? null,
        ...figuresOf(countedIn(row)),
      }))
      .toSorted(
        (a, b) =>
          a.partner.name.localeCompare(b.partner.name) ||
          a.kind.localeCompare(b.kind) ||
          (a.month ?? '').localeCompare(b.month ?? ''),
      ),
    partners,
  }
}

const countedIn = (row: Counted): Counted => {
  const { answers, met, breached, excused, waiting, disputed, supplier, buyer, carrier, system, p50, p90, p95, max } =
    row
  return { answers, met, breached, excused, waiting, disputed, supplier, buyer, carrier, system, p50, p90, p95, max }
}

async function partnersOf(tx: Tx, side: Side, months: readonly string[]): Promise<{ id: string; name: string }[]> {
  return await tx
    .selectDistinct({ id: organizations.id, name: organizations.name })
    .from(clocks)
    .innerJoin(organizations, eq(organizations.id, partnerOf(side)))
    .where(whereOf(tx, side, {}, months))
    .orderBy(asc(organizations.name))
}

/** The clocks that a figure counts, the slowest first. */
export async function behindFigure(
  tx: Tx,
  side: Side,
  { figure, limit, offset, ...query }: BehindQuery,
): Promise<{ rows: CountedClock[]; total: number }> {
  const months = query.month ? [query.month] : monthsUntil(tx.now)
  const where = and(whereOf(tx, side, query, months), meant[figure])
  const ages = await agesOf(tx, where)
  const rows = await tx
    .select({ clock: clocks, minutes })
    .from(clocks)
    .leftJoin(ages, sql`ages.id = ${clocks.id}`)
    .where(where)
    .orderBy(sql`${minutes} desc nulls last`, asc(clocks.id))
    .limit(limit ?? LIST_LIMIT_MAX)
    .offset(offset ?? 0)
  const context = await contextOf(
    tx,
    rows.map(({ clock }) => clock),
  )
  const total = await tx.$count(clocks, where)
  return {
    rows: rows.map(({ clock, minutes: counted }) => ({ ...rowOf(clock, context), countedMinutes: counted })),
    total,
  }
}
