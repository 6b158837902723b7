// Until when the supplier's answer keeps the days asked for, of all lines that wait for it; or which day is the earliest now.
import { and, eq, inArray } from 'drizzle-orm'
import { alwaysOpen, calendarOf, type WorkCalendar } from '../calendars/index.ts'
import { supplierItems } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { shipFromSites } from '../partners/tables.ts'
import type { OrderRecord } from './facts.ts'
import type { LineRecord, RelationshipRecord } from './held.ts'
import { keptUntil } from './keep-day.ts'
import { type LeadTimeTerms, leadTimeHint } from './lead-time.ts'
import { awaitsSupplier } from './order-line.ts'

interface AskedLine {
  line: LineRecord
  order: OrderRecord
  relationship: RelationshipRecord
  /** The day that is wanted of it now. */
  day: string
}

interface Kept {
  /** Answered before this, the lead time still leads to the day; missing where that is far off, or no calendar is agreed. */
  until?: Date
  /** The day lies inside the lead time: the first that it allows if the answer came now. */
  earliest?: string
}

/** By the line's id; a line is missing that waits for no answer, or that no lead time is known of. */
export async function keptDays(tx: Tx, asked: readonly AskedLine[]): Promise<ReadonlyMap<string, Kept>> {
  const waiting = asked.filter(
    ({ line, order }) => order.answerWanted && line.itemId !== null && awaitsSupplier(line.at),
  )
  const supplied = await suppliedBy(tx, waiting)
  const calendars = new Map<string, WorkCalendar>()
  const found = new Map<string, Kept>()
  // Many lines ask the same: it is counted once.
  const counted = new Map<string, Kept>()
  for (const { line, order, relationship, day } of waiting) {
    const terms = supplied.get(pair(order, line.itemId))
    const calendarId = terms?.calendarId ?? relationship.calendarId
    if (!terms) continue
    const { leadTimeDays } = terms
    const { transitDays } = relationship
    const { zone } = order.shipTo
    // Where no calendar is agreed, day and night, as it was counted before the order was issued.
    const calendar =
      calendars.get(calendarId ?? zone) ??
      (calendarId === null ? alwaysOpen('day-and-night', zone) : await calendarOf(tx, calendarId))
    calendars.set(calendarId ?? zone, calendar)
    const kind = order.kind === 'call-off' ? 'call-off' : 'order'
    const key = [calendarId ?? zone, kind, leadTimeDays, transitDays, day].join(' ')
    const kept = counted.get(key) ?? keptOf(tx.now, day, { leadTimeDays, transitDays }, calendar, kind)
    counted.set(key, kept)
    found.set(line.id, calendarId === null ? withoutUntil(kept) : kept)
  }
  return found
}

/** Days without hours are kept until midnight, which presses nobody who works by no calendar. */
const withoutUntil = ({ earliest }: Kept): Kept => (earliest === undefined ? {} : { earliest })

function keptOf(
  now: Date,
  day: string,
  terms: LeadTimeTerms,
  calendar: WorkCalendar,
  kind: 'order' | 'call-off',
): Kept {
  const hint = leadTimeHint(now, day, terms, calendar, kind)
  if (isRefusal(hint)) return {}
  if (hint.insideLeadTime) return { earliest: hint.earliest }
  const until = keptUntil(now, day, terms, calendar, kind)
  return until ? { until } : {}
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
