// Until when the supplier's answer keeps the days asked for, of all lines that wait for it.
import { and, inArray } from 'drizzle-orm'
import { calendarOf, type WorkCalendar } from '../calendars/index.ts'
import { supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
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
  const leadTimes = await leadTimesOf(tx, waiting)
  const calendars = new Map<string, WorkCalendar>()
  const found = new Map<string, Date>()
  // Many lines ask the same: it is counted once.
  const counted = new Map<string, Date | undefined>()
  for (const { line, order, relationship, day } of waiting) {
    const leadTimeDays = leadTimes.get(pair(order, line.itemId))
    const { calendarId, transitDays } = relationship
    if (leadTimeDays === undefined || calendarId === null) continue
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

async function leadTimesOf(tx: Tx, asked: readonly AskedLine[]): Promise<ReadonlyMap<string, number>> {
  if (asked.length === 0) return new Map()
  const { buyerId, supplierId, itemId, leadTimeDays } = supplierItems
  const rows = await tx
    .select({ buyerId, supplierId, itemId, leadTimeDays })
    .from(supplierItems)
    .where(
      and(
        inArray(buyerId, [...new Set(asked.map(({ order }) => order.buyerId))]),
        inArray(supplierId, [...new Set(asked.map(({ order }) => order.supplierId))]),
        inArray(itemId, [...new Set(asked.flatMap(({ line }) => line.itemId ?? []))]),
      ),
    )
  return new Map(rows.map(row => [pair(row, row.itemId), row.leadTimeDays]))
}
