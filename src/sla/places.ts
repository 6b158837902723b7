// Between which places the goods of an order go: which sites its lines ship from, and where to.
import { and, asc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import { calendarOf, type WorkCalendar } from '../calendars/index.ts'
import { sites } from '../calendars/tables.ts'
import { supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { orderLines, type orders } from '../orders/tables.ts'
import { shipFromSites } from '../partners/tables.ts'
import type { ClockKind } from './api.ts'
import { holdCalendars } from './clock-calendar.ts'
import { type CountedOut, type Counting, countOut, type Named } from './count-out.ts'
import { awaiting } from './rounds.ts'
import { countedAt, latest, type Places, placesNote, type StoredPlaces, type Way } from './ship-from.ts'

type Order = Pick<typeof orders.$inferSelect, 'id' | 'shipToSiteId' | 'shipTo'>

/** Of the lines given, or of all that await the supplier; null where neither an item nor the ship-to has a say. */
export async function placesOf(tx: Tx, order: Order, lines?: readonly number[]): Promise<Places | null> {
  const asked = lines ? inArray(orderLines.lineNumber, [...lines]) : inArray(orderLines.at, [...awaiting])
  return placesFrom(order, await goodsOf(tx, order, asked))
}

/** The same of each of these lines by itself. */
export async function placesByLine(
  tx: Tx,
  order: Order,
  lines: readonly number[],
): Promise<(lineNumber: number) => Places | null> {
  const goods = await goodsOf(tx, order, inArray(orderLines.lineNumber, [...new Set(lines)]), orderLines.lineNumber)
  return lineNumber =>
    placesFrom(
      order,
      goods.filter(row => row.lineNumber === lineNumber),
    )
}

/** By site; and by `apart`, where lines are told apart. */
async function goodsOf(tx: Tx, order: Order, asked: SQL, apart?: typeof orderLines.lineNumber) {
  return await tx
    .select({
      name: shipFromSites.name,
      calendarId: shipFromSites.calendarId,
      toCalendarId: sites.calendarId,
      lineNumber: apart ? sql<number>`${apart}` : sql<number>`0`,
      many: sql<number>`count(*)::int`,
    })
    .from(orderLines)
    .leftJoin(
      supplierItems,
      and(
        eq(supplierItems.buyerId, orderLines.buyerId),
        eq(supplierItems.supplierId, orderLines.supplierId),
        eq(supplierItems.itemId, orderLines.itemId),
      ),
    )
    .leftJoin(shipFromSites, eq(shipFromSites.id, supplierItems.shipFromId))
    .leftJoin(sites, and(eq(sites.id, sql`${order.shipToSiteId}::uuid`), isNotNull(sites.calendarId)))
    .where(and(eq(orderLines.orderId, order.id), asked))
    .groupBy(shipFromSites.id, sites.id, ...(apart ? [apart] : []))
    .orderBy(asc(sql`lower(${shipFromSites.name})`))
}

type Goods = Awaited<ReturnType<typeof goodsOf>>

function placesFrom(order: Order, rows: Goods): Places | null {
  const to = rows[0]?.toCalendarId ?? null
  if (to === null && rows.every(({ name }) => name === null)) return null
  return {
    from: rows.map(({ name, calendarId }) => ({ name, calendarId })),
    to: to === null ? null : { name: order.shipTo.name, calendarId: to },
    one: rows.reduce((sum, { many }) => sum + many, 0) === 1,
  }
}

/** The calendars of these ways that are in force: each of them is held until this transaction ends, and read once. */
export async function calendarsOf(tx: Tx, ways: readonly Way[]): Promise<InForce> {
  const ids = ways.flatMap(({ on }) => [on.calendarId, on.otherCalendarId])
  await holdCalendars(tx, ids)
  const read = new Map<string, WorkCalendar>()
  for (const id of ids) if (id !== null && !read.has(id)) read.set(id, await calendarOf(tx, id))
  return id => (id === null ? undefined : read.get(id))
}

type InForce = (calendarId: string | null) => WorkCalendar | undefined

/** When it is due, by the calendars in force. */
export function countedBy(
  inForce: InForce,
  asked: Counting & { kind: ClockKind },
  ways: readonly [Way, ...Way[]],
  places: Places | null,
): CountedOut & { places: StoredPlaces | null } {
  const [first, ...more] = ways
  const counts: [OneWay, ...OneWay[]] = [
    countedOne(inForce, asked, first),
    ...more.map(way => countedOne(inForce, asked, way)),
  ]
  const counted = latest(counts)
  if (!places) return { ...counted, places }
  if (counted.isStandIn) return { ...counted, places: { ...places, countedAt: [] } }
  const told = { kind: asked.kind, places, named: counted.named, way: counted.way, ways: ways.length }
  const note = [placesNote(told), counted.note].filter(Boolean).join(' ')
  return { ...counted, note, places: { ...places, countedAt: countedAt(told) } }
}

type OneWay = CountedOut & { named: Named; way: Way }

function countedOne(inForce: InForce, asked: Counting, way: Way): OneWay {
  const { hours, calendarId, otherCalendarId } = way.on
  const named = { hours, calendar: inForce(calendarId), other: inForce(otherCalendarId) }
  return { ...countOut(asked, named), named, way }
}
