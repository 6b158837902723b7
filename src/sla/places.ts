// Between which places the goods of an order go: which sites its lines ship from, and where to.
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { calendarOf } from '../calendars/index.ts'
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
  const rows = await tx
    .select({
      name: shipFromSites.name,
      calendarId: shipFromSites.calendarId,
      toCalendarId: sites.calendarId,
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
    .groupBy(shipFromSites.id, sites.id)
    .orderBy(asc(sql`lower(${shipFromSites.name})`))
  const to = rows[0]?.toCalendarId ?? null
  if (to === null && rows.every(({ name }) => name === null)) return null
  return {
    from: rows.map(({ name, calendarId }) => ({ name, calendarId })),
    to: to === null ? null : { name: order.shipTo.name, calendarId: to },
    one: rows.reduce((sum, { many }) => sum + many, 0) === 1,
  }
}

/** When it is due, by the calendars in force: each of them is held until this transaction ends. */
export async function countedBy(
  tx: Tx,
  asked: Counting & { kind: ClockKind },
  ways: readonly [Way, ...Way[]],
  places: Places | null,
): Promise<CountedOut & { places: StoredPlaces | null }> {
  await holdCalendars(
    tx,
    ways.flatMap(({ on }) => [on.calendarId, on.otherCalendarId]),
  )
  const [first, ...more] = ways
  const counts: [OneWay, ...OneWay[]] = [await countedOne(tx, asked, first)]
  for (const way of more) counts.push(await countedOne(tx, asked, way))
  const counted = latest(counts)
  if (!places) return { ...counted, places }
  if (counted.isStandIn) return { ...counted, places: { ...places, countedAt: [] } }
  const told = { kind: asked.kind, places, named: counted.named, way: counted.way, ways: ways.length }
  const note = [placesNote(told), counted.note].filter(Boolean).join(' ')
  return { ...counted, note, places: { ...places, countedAt: countedAt(told) } }
}

type OneWay = CountedOut & { named: Named; way: Way }

async function countedOne(tx: Tx, asked: Counting, way: Way): Promise<OneWay> {
  const { hours, calendarId, otherCalendarId } = way.on
  const named = { hours, calendar: await inForce(tx, calendarId), other: await inForce(tx, otherCalendarId) }
  return { ...countOut(asked, named), named, way }
}

const inForce = async (tx: Tx, calendarId: string | null) =>
  calendarId === null ? undefined : await calendarOf(tx, calendarId)
