// What is shown of clocks: the buyer's board, the supplier's due answers, the clocks of an order.
import {
  and,
  asc,
  desc,
  eq,
  ilike,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { forecastLines } from '../forecasts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { isUuid } from '../kernel/ids.ts'
import { matching } from '../kernel/listing.ts'
import { LIST_LIMIT_MAX } from '../kernel/wire.ts'
import type { Due } from '../notices/index.ts'
import { orderLines, orders } from '../orders/tables.ts'
import type { BoardQuery, BoardSummary, ClockKind, ClockRow, ClockSummary, Counts, InboxQuery } from './api.ts'
import { clockKinds, tiles, urgencies } from './api.ts'
import { open } from './clock.ts'
import type { ClockRecord } from './clock-row.ts'
import { narrowedBy } from './narrowed-by.ts'
import { orderSite } from './order-site.ts'
import { contextOf, rowOf, summaryOf } from './rows.ts'
import { isDecision, isLate, isOpen, isRecent, meant, owedBy } from './standing.ts'
import { isAwaited } from './stop.ts'
import { clocks, disputes } from './tables.ts'

export const supplierName = sql`(select o.name from ${organizations} o where o.id = ${clocks.supplierId})`
const buyerName = sql`(select o.name from ${organizations} o where o.id = ${clocks.buyerId})`
/** Late and taken on by nobody, then late, then by the due instant. */
const urgent = sql`case when ${isLate} and ${clocks.acknowledgedAt} is null then 0 when ${isLate} then 1 else 2 end`

const hotFirst = sql`(select o.priority = 'hot' from ${orders} o where o.id = ${clocks.subjectId}) desc nulls last`

const sorts: Record<NonNullable<BoardQuery['sort']>, SQL[]> = {
  urgency: [urgent, asc(clocks.dueAt)],
  due: [asc(clocks.dueAt)],
  '-due': [desc(clocks.dueAt)],
  started: [asc(clocks.startedAt)],
  '-started': [desc(clocks.startedAt)],
  label: [asc(clocks.label)],
  '-label': [desc(clocks.label)],
  supplier: [sql`${supplierName}`, asc(clocks.dueAt)],
  '-supplier': [sql`${supplierName} desc`, asc(clocks.dueAt)],
  priority: [hotFirst, urgent, asc(clocks.dueAt)],
}

/** Of a clock whose subject is an order. */
const orderHas = (what: SQL): SQL =>
  sql`exists (select from ${orders} where ${orders.id} = ${clocks.subjectId} and ${what})`

const RECENT_MAX = 12
const DAY_MS = 86_400_000

/** The words of a comma list that mean something. */
const chosen = <T extends string>(list: string | undefined, words: readonly T[]): T[] =>
  (list ?? '').split(',').flatMap(each => words.filter(word => word === each))

export async function board(tx: Tx, query: BoardQuery): Promise<{ rows: ClockRow[]; total: number }> {
  const where = and(eq(clocks.buyerId, tx.caller.orgId), ...filtersOf(query, tx.now))
  const rows = await tx
    .select()
    .from(clocks)
    .where(where)
    .orderBy(...sorts[query.sort ?? 'urgency'], asc(clocks.id))
    .limit(query.limit ?? 100)
    .offset(query.offset ?? 0)
  const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(clocks).where(where)
  const context = await contextOf(tx, rows)
  return { rows: rows.map(row => rowOf(row, context)), total: counted?.total ?? 0 }
}

export async function summary(tx: Tx, query: Pick<BoardQuery, 'dayEnds'>): Promise<BoardSummary> {
  const mine = eq(clocks.buyerId, tx.caller.orgId)
  const recent = await tx
    .select()
    .from(clocks)
    .where(and(mine, isRecent, inArray(clocks.at, ['met', 'met-late'])))
    .orderBy(desc(clocks.stoppedAt), asc(clocks.id))
    .limit(RECENT_MAX)
  const context = await contextOf(tx, recent)
  return {
    counts: await countsOf(tx, mine, dayEndsOf(query, tx.now)),
    disputes: await tx.$count(disputes, and(eq(disputes.buyerId, tx.caller.orgId), isNull(disputes.decidedAt))),
    recent: recent.map(row => rowOf(row, context)),
    ...(await narrowedBy(tx)),
    serverNow: tx.now.toISOString(),
  }
}

function dayEndsOf({ dayEnds }: Pick<BoardQuery, 'dayEnds'>, now: Date): Date {
  const at = new Date(dayEnds ?? '')
  return Number.isNaN(at.getTime()) ? new Date(now.getTime() + DAY_MS) : at
}

/** What is meant by a number of the board and by the list that it leads to: the one place that says so. */
function meaningOf({ urgency, today, recent, disputed }: BoardQuery, dayEnds: Date): SQL | undefined {
  const asked = chosen(urgency, urgencies)
  return and(
    asked.length > 0 ? or(...asked.map(each => meant[each])) : recent || disputed ? undefined : isOpen,
    today ? and(isOpen, sql`not ${isLate}`, lt(clocks.dueAt, dayEnds)) : undefined,
    recent ? isRecent : undefined,
    disputed ? isNotNull(clocks.disputedAt) : undefined,
  )
}

const filtersOf = (query: BoardQuery, now: Date): (SQL | undefined)[] => [
  meaningOf(query, dayEndsOf(query, now)),
  query.unclaimed ? and(isLate, sql`${clocks.acknowledgedAt} is null`) : undefined,
  ...narrowed(query),
]

type Narrow = Pick<BoardQuery, 'kind' | 'supplierId' | 'site' | 'person' | 'itemGroupId' | 'priority' | 'search'>

/** What it is about, however it stands. */
export function narrowed(query: Narrow): (SQL | undefined)[] {
  const kinds = chosen<ClockKind>(query.kind, clockKinds)
  const like = `%${(query.search ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  return [
    kinds.length > 0 ? inArray(clocks.kind, kinds) : undefined,
    query.supplierId ? eq(clocks.supplierId, query.supplierId) : undefined,
    query.site ? orderHas(sql`${orderSite} = ${query.site}`) : undefined,
    query.person ? orderHas(eq(orders.issuedBy, query.person)) : undefined,
    query.itemGroupId ? orderHas(eq(orders.itemGroupId, query.itemGroupId)) : undefined,
    query.priority ? orderHas(eq(orders.priority, query.priority)) : undefined,
    like === '%%' ? undefined : or(ilike(clocks.label, like), sql`${supplierName} ilike ${like}`),
  ]
}

async function countsOf(tx: Tx, mine: SQL, dayEnds: Date): Promise<Counts> {
  const many = (when: SQL | undefined) => sql<number>`(count(*) filter (where ${when}))::int`
  const meaning = (query: BoardQuery) => many(meaningOf(query, dayEnds))
  const [counts] = await tx
    .select({
      open: meaning(tiles.open),
      dueToday: meaning(tiles.today),
      atRisk: meaning(tiles.risk),
      late: meaning(tiles.late),
      unclaimed: many(and(isLate, sql`${clocks.acknowledgedAt} is null`)),
      ours: many(and(isOpen, isDecision)),
      oursLate: many(and(isLate, isDecision)),
      met: meaning({ ...tiles.met, urgency: 'met' }),
      metLate: meaning({ ...tiles.met, urgency: 'met-late' }),
    })
    .from(clocks)
    .where(and(mine, or(isOpen, isRecent)))
  return counts ?? { open: 0, dueToday: 0, atRisk: 0, late: 0, unclaimed: 0, ours: 0, oursLate: 0, met: 0, metLate: 0 }
}

/**
 * The supplier's own answers that are due, across its customers. A 997 is its system's business, not its people's, and a
 * decision the customer's; a ship notice of weeks ahead waits until its time counts.
 */
export async function inboxDue(
  tx: Tx,
  query: InboxQuery = {},
): Promise<{ rows: ClockRow[]; total: number; counts: Counts; serverNow: string }> {
  const mine = sql`(${clocks.supplierId} = ${tx.caller.orgId} and ${clocks.kind} not in ('acknowledgment', 'decision')
    and not (${clocks.kind} = 'ship-notice' and ${clocks.countingFrom} > kernel.now()))`
  const kinds = chosen<ClockKind>(query.kind, clockKinds)
  const where = and(
    mine,
    isAwaited,
    kinds.length > 0 ? inArray(clocks.kind, kinds) : undefined,
    query.buyerId ? eq(clocks.buyerId, query.buyerId) : undefined,
    query.late ? isLate : undefined,
    or(matching(query.search, clocks.label, buyerName), linesMatching(query.search)),
  )
  const rows = await tx
    .select()
    .from(clocks)
    .where(where)
    .orderBy(asc(clocks.dueAt), hotFirst, asc(clocks.id))
    .limit(query.limit ?? LIST_LIMIT_MAX)
    .offset(query.offset ?? 0)
  const context = await contextOf(tx, rows)
  const counts = await countsOf(tx, mine, new Date(tx.now.getTime() + DAY_MS))
  const total = await tx.$count(clocks, where)
  return { rows: rows.map(row => rowOf(row, context)), total, counts, serverNow: tx.now.toISOString() }
}

/** Clocks of whose order or forecast some line is of that part, by either side's number or by what it is. */
function linesMatching(search: string | undefined): SQL | undefined {
  const of = (lines: typeof orderLines | typeof forecastLines, subjectId: SQLWrapper) => {
    const found = matching(search, lines.buyerPart, lines.supplierPart, lines.description)
    return found && sql`exists (select from ${lines} where ${subjectId} = ${clocks.subjectId} and ${found})`
  }
  return or(of(orderLines, orderLines.orderId), of(forecastLines, forecastLines.supplierReleaseId))
}

/** Whether that which a notice is about, `clock:` and its id, waits for nothing more. */
export const isOver = (about: SQL): SQL<boolean> => sql<boolean>`
  case when ${about} like 'clock:%' then exists (
    select from clocks c where c.id = substr(${about}, 7)::uuid and (c.stopped_at is not null or c.at = 'cancelled'))
  else false end`

/** When the first word about one of these subjects is due that the reader's side owes: a decision the buyer's, the rest the supplier's. */
export async function firstDue(tx: Tx, subjectIds: readonly string[]): Promise<Due | undefined> {
  const [first] = await tx
    .select({ at: clocks.dueAt, zone: clocks.zone })
    .from(clocks)
    .where(
      and(
        and(inArray(clocks.subjectId, [...subjectIds]), ne(clocks.kind, 'ship-notice')),
        and(isAwaited, owedBy(tx.caller.orgId)),
      ),
    )
    .orderBy(asc(clocks.dueAt))
    .limit(1)
  return first
}

/** What is due of these subjects, the most pressing first; of what is all answered, the latest round. */
export async function clocksOf(tx: Tx, subjectIds: string): Promise<{ rows: ClockSummary[]; serverNow: string }> {
  const ids = subjectIds.split(',').filter(isUuid)
  const rows = ids.length
    ? await tx
        .select()
        .from(clocks)
        .where(inArray(clocks.subjectId, ids))
        .orderBy(
          clocks.subjectId,
          clocks.kind,
          desc(isOpen),
          sql`case when ${isOpen} then ${clocks.dueAt} end`,
          desc(clocks.round),
        )
    : []
  const reader = { now: tx.now, orgId: tx.caller.orgId }
  return { rows: tellingOf(rows).map(row => summaryOf(row, reader)), serverNow: tx.now.toISOString() }
}

/** Of each subject and kind all open rounds, or the last one: the first of each tells which. */
function tellingOf(rows: readonly ClockRecord[]): ClockRecord[] {
  const clockOf = ({ subjectId, kind }: ClockRecord) => `${subjectId} ${kind}`
  return rows.filter((row, i) => {
    const before = rows[i - 1]
    return open.includes(row.at) || !before || clockOf(before) !== clockOf(row)
  })
}
