// What lists show of orders: the buyer's list and the supplier's inbox are the same question from two sides.
import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import { calendarOf, isClosedOn, type WorkCalendar } from '../calendars/index.ts'
import { type InTest, inTestOf } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { decimal, sum } from '../kernel/decimal.ts'
import { isUuid } from '../kernel/ids.ts'
import { matching, orderOf, pageOf } from '../kernel/listing.ts'
import { localDateOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import type { ListQuery, OrderRow, WeighedPromise } from './api.ts'
import type { OrderRecord } from './facts.ts'
import type { LineRecord, ProposalRecord, RelationshipRecord } from './held.ts'
import { keptDays } from './kept-days.ts'
import { daysAfter, type Lateness, lateness, type Proposed } from './lateness.ts'
import { awaitsSupplier, isPartlyRejected, type OrderStatus } from './order-line.ts'
import { lastDayOf } from './save.ts'
import { orderLines, orders, proposals } from './tables.ts'

const statuses: readonly OrderStatus[] = [
  'awaiting-answer',
  'to-decide',
  'confirmed',
  'changed',
  'rejected',
  'cancelled',
]

/** `wantedBy` of the line that `spokenFor` chooses, for Postgres. */
const wantedDay = sql`case when l.at = 'countered' then coalesce((
    select min((day->>'date')::date) from proposals p, jsonb_array_elements(p.promised) day
     where p.order_id = l.order_id and p.line_id = l.id and p.by = 'buyer' and p.status = 'open'), l.need_by)
  else l.need_by end`
const needBy = sql`(select coalesce(min(${wantedDay}) filter (where l.at not in ('cancelled', 'rejected')), min(${wantedDay}))
  from order_lines l where l.order_id = ${orders.id})`
/** What wants the supplier first, then what wants the buyer, then by the day wanted. */
const urgency = sql`(case ${orders.status} when 'awaiting-answer' then '0' when 'to-decide' then '1' else '2' end || ${needBy}::text)`

export interface OrderListing {
  rows: OrderRow[]
  total: number
  counts: Record<string, number>
  partners: { id: string; name: string }[]
}

export async function listOrders(tx: Tx, query: ListQuery): Promise<OrderListing> {
  const { limit, offset } = pageOf(query)
  const everyStatus = and(...filtersOf(query))
  const wanted = statusesOf(query.status)
  const order = orderOf(
    query.sort,
    {
      issued: orders.issuedAt,
      number: orders.number,
      'need-by': needBy,
      supplier: relationships.supplierName,
      buyer: organizations.name,
      status: orders.status,
      urgent: urgency,
    },
    '-issued',
    orders.id,
  )
  const found = await withNames(tx)
    .where(and(everyStatus, wanted ? inArray(orders.status, wanted) : undefined))
    .orderBy(...order)
    .limit(limit)
    .offset(offset)
  const counted = await tx
    .select({ status: orders.status, n: count() })
    .from(orders)
    .where(everyStatus)
    .groupBy(orders.status)
  const counts = Object.fromEntries(counted.map(({ status, n }) => [status, n]))
  const total = (wanted ?? statuses).reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  return { rows: await rowsOf(tx, found), total, counts, partners: await partnersOf(tx) }
}

export const withNames = (tx: Tx) =>
  tx
    .select({ order: orders, buyerName: organizations.name, relationship: relationships })
    .from(orders)
    .innerJoin(organizations, eq(organizations.id, orders.buyerId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, orders.buyerId), eq(relationships.supplierId, orders.supplierId)),
    )

function statusesOf(text: string | undefined): OrderStatus[] | undefined {
  const wanted = statuses.filter(status => text?.split(',').includes(status))
  return wanted.length > 0 ? wanted : undefined
}

function filtersOf(query: ListQuery): (SQL | undefined)[] {
  const lines = (where: SQL | undefined): SQL =>
    sql`exists (select from order_lines where order_lines.order_id = ${orders.id} and ${where})`
  const text = matching(query.search, orderLines.buyerPart, orderLines.supplierPart, orderLines.description)
  const number = matching(query.search, orders.number as PgColumn)
  return [
    text && number ? sql`(${number} or ${lines(text)})` : undefined,
    query.kind ? eq(orders.kind, query.kind) : undefined,
    query.priority ? eq(orders.priority, query.priority) : undefined,
    query.supplierId ? eq(orders.supplierId, query.supplierId) : undefined,
    query.buyerId ? eq(orders.buyerId, query.buyerId) : undefined,
    query.itemId ? lines(eq(orderLines.itemId, query.itemId)) : undefined,
    query.late ? lines(lateLine) : undefined,
    query.ids === undefined ? undefined : inArray(orders.id, query.ids.split(',').filter(isUuid)),
  ]
}

/** `lateness` of lateness.ts, for Postgres. */
const lateLine = sql`order_lines.at not in ('cancelled', 'rejected')
and case
  when order_lines.promised = '[]'::jsonb
  then order_lines.need_by <= (kernel.now() at time zone (${orders.shipTo}->>'zone'))::date
  else (select max((p->>'date')::date) from jsonb_array_elements(order_lines.promised) p)
    > greatest(order_lines.need_by, (
        select max((day->>'date')::date)
          from proposals p, jsonb_array_elements(p.promised) day
         where p.order_id = order_lines.order_id and p.line_id = order_lines.id and p.by = 'buyer')) + (select (r.tolerance->>'daysLate')::int from relationships r
        where r.buyer_id = ${orders.buyerId} and r.supplier_id = ${orders.supplierId})
end`

/** All the caller trades with, for the filter. */
async function partnersOf(tx: Tx): Promise<{ id: string; name: string }[]> {
  const mine = tx.caller.orgId
  const rows = await tx
    .select({
      buyerId: relationships.buyerId,
      supplierId: relationships.supplierId,
      supplierName: relationships.supplierName,
      buyerName: organizations.name,
    })
    .from(relationships)
    .innerJoin(organizations, eq(organizations.id, relationships.buyerId))
  return rows
    .map(row =>
      row.buyerId === mine ? { id: row.supplierId, name: row.supplierName } : { id: row.buyerId, name: row.buyerName },
    )
    .sort((a, b) => a.name.localeCompare(b.name))
}

async function rowsOf(
  tx: Tx,
  found: { order: OrderRecord; buyerName: string; relationship: RelationshipRecord }[],
): Promise<OrderRow[]> {
  if (found.length === 0) return []
  const lines = await tx
    .select()
    .from(orderLines)
    .where(
      inArray(
        orderLines.orderId,
        found.map(({ order }) => order.id),
      ),
    )
    .orderBy(asc(orderLines.lineNumber))
  const byOrder = grouped(lines)
  const open = await openProposals(tx, lines)
  const countered = await buyersProposals(tx, lines)
  const closedOn = await closedDays(
    tx,
    found.filter(({ order }) => order.status === 'to-decide').map(({ relationship }) => relationship.calendarId),
  )
  const tests = await testsAmong(tx, found)
  const kept = await keptDays(
    tx,
    found.flatMap(({ order, relationship }) =>
      (byOrder.get(order.id) ?? []).map(line => ({ line, order, relationship, day: wantedBy(line, open) })),
    ),
  )
  return found.map(({ order, buyerName, relationship }) => {
    const ours = byOrder.get(order.id) ?? []
    const proposed = open.filter(({ orderId, by }) => orderId === order.id && by === 'supplier')
    const today = localDateOf(tx.now, order.shipTo.zone)
    return {
      ...headOf(order, buyerName, relationship.supplierName),
      inTest: tests.get(order.id) ?? null,
      ...sumOf(ours, line => lateness(line, today, relationship.tolerance, countered.get(line.id))),
      ...spokenFor(ours, open, today),
      proposalIds: proposed.map(({ id }) => id),
      proposed: ours.flatMap(line =>
        proposed
          .filter(({ lineId }) => lineId === line.id)
          .map(each => proposedOf(line, each, day => closedOn(relationship.calendarId, day), countered.get(line.id))),
      ),
      keep: firstKept(ours.map(line => ({ day: wantedBy(line, open), until: kept.get(line.id)?.until }))),
    }
  })
}

/** Those that wait for an answer to what went out by X12 as a test. */
export const testsAmong = (
  tx: Tx,
  found: readonly { order: OrderRecord; relationship: RelationshipRecord }[],
): Promise<ReadonlyMap<string, InTest>> =>
  inTestOf(
    tx,
    found
      .filter(({ order }) => order.document !== 'portal' && order.status === 'awaiting-answer')
      .map(({ order, relationship }) => ({ id: order.id, usage: relationship.usage })),
  )

type OpenProposal = Pick<ProposalRecord, 'id' | 'orderId' | 'lineId' | 'by' | 'promised' | 'reason'>

/** What lies on the table, of either side. */
async function openProposals(tx: Tx, lines: readonly LineRecord[]): Promise<OpenProposal[]> {
  const ids = lines.filter(({ at }) => at === 'proposed' || at === 'countered').map(({ id }) => id)
  if (ids.length === 0) return []
  const { id, orderId, lineId, by, promised, reason } = proposals
  return await tx
    .select({ id, orderId, lineId, by, promised, reason })
    .from(proposals)
    .where(and(inArray(lineId, ids), eq(proposals.status, 'open')))
    .orderBy(asc(id))
}

/** What the buyer itself has proposed for lines on which something else than asked is agreed or proposed, by the line's id. */
async function buyersProposals(tx: Tx, lines: readonly LineRecord[]): Promise<ReadonlyMap<string, Proposed[]>> {
  const orderIds = lines
    .filter(({ promised, at }) => at === 'proposed' || (promised.length > 0 && at !== 'confirmed'))
    .map(one => one.orderId)
  const found = new Map<string, Proposed[]>()
  if (orderIds.length === 0) return found
  const rows = await tx
    .select({ lineId: proposals.lineId, by: proposals.by, promised: proposals.promised })
    .from(proposals)
    .where(and(inArray(proposals.orderId, [...new Set(orderIds)]), eq(proposals.by, 'buyer')))
  for (const row of rows) found.set(row.lineId, [...(found.get(row.lineId) ?? []), row])
  return found
}

/** What is lost first without an answer. */
function firstKept(days: readonly { day: string; until: Date | undefined }[]): OrderRow['keep'] {
  const [first] = days
    .flatMap(({ day, until }) => (until ? { day, until: until.toISOString() } : []))
    .sort((a, b) => (a.until < b.until ? -1 : 1))
  return first ?? null
}

/** The first day that the buyer wants of a line now. */
export function wantedBy(line: LineRecord, open: readonly OpenProposal[]): string {
  const counter = open.find(({ lineId, by }) => lineId === line.id && by === 'buyer')
  return counter?.promised.map(({ date }) => date).sort()[0] ?? line.needBy
}

const proposedOf = (
  { lineNumber, buyerPart, unit, quantity, needBy: asked }: LineRecord,
  { promised, reason }: OpenProposal,
  isClosed: (day: string) => boolean,
  said: readonly Proposed[] | undefined,
): OrderRow['proposed'][number] => ({
  lineNumber,
  buyerPart,
  unit,
  quantity,
  needBy: asked,
  promised: weigh(promised, asked, isClosed, said),
  reason,
})

/** Beside the day asked for; `said`: what either side has proposed for the line. */
export const weigh = (
  promised: OpenProposal['promised'],
  asked: string,
  isClosed: (day: string) => boolean,
  said: readonly Proposed[] = [],
): WeighedPromise[] =>
  promised.map(each => ({ ...each, daysLate: daysAfter(asked, each.date, said), closed: isClosed(each.date) }))

/** Whether the agreed calendar of a supplier is closed on a day; where none is agreed, none is. */
export async function closedDays(
  tx: Tx,
  calendarIds: readonly (string | null)[],
): Promise<(calendarId: string | null, day: string) => boolean> {
  const calendars = new Map<string, WorkCalendar>()
  for (const id of new Set(calendarIds)) {
    const calendar = id === null ? undefined : await calendarOf(tx, id)
    if (id !== null && calendar) calendars.set(id, calendar)
  }
  return (calendarId, day) => {
    const calendar = calendars.get(calendarId ?? '')
    return calendar !== undefined && isClosedOn(day, calendar)
  }
}

function grouped(lines: readonly LineRecord[]): Map<string, LineRecord[]> {
  const map = new Map<string, LineRecord[]>()
  for (const line of lines) map.set(line.orderId, [...(map.get(line.orderId) ?? []), line])
  return map
}

const headOf = (order: OrderRecord, buyerName: string, supplierName: string) => ({
  id: order.id,
  number: order.number,
  kind: order.kind,
  priority: order.priority,
  version: order.version,
  status: order.status,
  document: order.document,
  answerWanted: order.answerWanted,
  buyer: { id: order.buyerId, name: buyerName },
  supplier: { id: order.supplierId, name: supplierName },
  issuedAt: order.issuedAt.toISOString(),
  deliveredAt: order.deliveredAt?.toISOString() ?? null,
  viewedAt: order.viewedAt?.toISOString() ?? null,
  answeredAt: order.answeredAt?.toISOString() ?? null,
})

/** A row speaks of one line: that whose day is wanted first, of what is not off; the first of several. */
function spokenFor(lines: readonly LineRecord[], open: readonly OpenProposal[], today: string) {
  const alive = lines.filter(({ at }) => at !== 'cancelled' && at !== 'rejected')
  const days = (alive.length > 0 ? alive : lines).map(line => ({ line, day: wantedBy(line, open) }))
  const first = days.reduce<(typeof days)[number] | undefined>((a, b) => (a && a.day <= b.day ? a : b), undefined)
  const line = first?.line
  const counter = open.find(({ lineId, by }) => lineId === line?.id && by === 'buyer')
  return {
    needBy: line?.needBy ?? today,
    wantedBy: first?.day ?? today,
    promisedBy: lastDayOf(line?.promised ?? []),
    lineNumber: line?.lineNumber ?? 1,
    buyerPart: line?.buyerPart ?? '',
    supplierPart: line?.supplierPart ?? '',
    description: line?.description ?? '',
    quantity: counter ? sum(counter.promised.map(({ quantity }) => decimal(quantity))) : (line?.quantity ?? '0'),
    unit: line?.unit ?? '',
  }
}

function sumOf(lines: readonly LineRecord[], latenessOf: (line: LineRecord) => Lateness | undefined) {
  const late = lines.flatMap(line => latenessOf(line) ?? [])
  const promisedDays = late.flatMap(({ days }) => days ?? [])
  return {
    lineCount: lines.length,
    awaitingCount: lines.filter(line => awaitsSupplier(line.at)).length,
    proposedCount: lines.filter(line => line.at === 'proposed').length,
    partlyRejected: isPartlyRejected(lines.map(({ at }) => at)),
    late: late.length > 0,
    lateDays: promisedDays.length > 0 ? Math.max(...promisedDays) : null,
  }
}
