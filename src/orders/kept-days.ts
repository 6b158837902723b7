// Until when the supplier's answer keeps the days asked for, of all lines that wait for it.
import { and, eq, inArray } from 'drizzle-orm'
import { calendarOf, type WorkCalendar } from '../calendars/index.ts'
import { supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { shipFromSites } from '../partners/tables.ts'
import type { OrderRecord } from './facts.ts'
import type { LineRecord, RelationshipRecord } from './held.ts'
import { keptUntil } from './keep-day.ts'
import { awaitsSupplier } from './order-line.ts'

interface AskedLine {
  line: LineRecord
  order: OrderRecord
  relationship: RelationshipRecord
  /** The day that is wanted of it now. */
  day: string
}

/** By the line's id; a line is missing that waits for no answer, whose day is lost or far off, or that no lead time is known of. */
export async function keptDays(tx: Tx, asked: readonly AskedLine[]): Promise<ReadonlyMap<string, Date>> {
  const waiting = asked.filter(
    ({ line, order }) => order.answerWanted && line.itemId !== null && awaitsSupplier(line.at),
  )
  const supplied = await suppliedBy(tx, waiting)
  const calendars = new Map<string, WorkCalendar>()
  const found = new Map<string, Date>()
  // Many lines ask the same: it is counted once.
  const counted = new Map<string, Date | undefined>()
  for (const { line, order, relationship, day } of waiting) {
    const terms = supplied.get(pair(order, line.itemId))
    const calendarId = terms?.calendarId ?? relationship.calendarId
    if (!terms || calendarId === null) continue
    const { leadTimeDays } = terms
    const { transitDays } = relationship
    const calendar = calendars.get(calendarId) ?? (await calendarOf(tx, calendarId))
    calendars.set(calendarId, calendar)
    const kind = order.kind === 'call-off' ? 'call-off' : 'order'
    const key = [calendarId, kind, leadTimeDays, transitDays, day].join(' ')
    if (!counted.has(key)) counted.set(key, keptUntil(tx.now, day, { leadTimeDays, transitDays }, calendar, kind))
    const until = counted.get(key)
    if (until) found.set(line.id, until)
  }
  return found
}

const pair = ({ buyerId, supplierId }: Pick<OrderRecord, 'buyerId' | 'supplierId'>, itemId: string | null): string =>
  `${buyerId} ${supplierId} ${itemId}`

interface Supplied {
  leadTimeDays: number
  /** Of the site that it ships from, where that has one. */
  calendarId: string | null
}

async function suppliedBy(tx: Tx, asked: readonly AskedLine[]): Promise<ReadonlyMap<string, Supplied>> {
  if (asked.length === 0) return new Map()
  const { buyerId, supplierId, itemId, leadTimeDays, shipFromId } = supplierItems
  const rows = await tx
    .select({ buyerId, supplierId, itemId, leadTimeDays, calendarId: shipFromSites.calendarId })
    .from(supplierItems)
    .leftJoin(shipFromSites, eq(shipFromSites.id, shipFromId))
    .where(
      and(
        inArray(buyerId, [...new Set(asked.map(({ order }) => order.buyerId))]),
        inArray(supplierId, [...new Set(asked.map(({ order }) => order.supplierId))]),
        inArray(itemId, [...new Set(asked.flatMap(({ line }) => line.itemId ?? []))]),
      ),
    )
  return new Map(rows.map(({ leadTimeDays, calendarId, ...of }) => [pair(of, of.itemId), { leadTimeDays, calendarId }]))
}
