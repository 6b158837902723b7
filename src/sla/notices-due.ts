// Clocks of ship notices: one for each delivery that is agreed on, brought in step after every word that may change that.
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { CountedOn } from '../calendars/index.ts'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import { updateMany } from '../kernel/insert-many.ts'
import { formatDate } from '../kernel/time.ts'
import { later } from '../kernel/work.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { relationships } from '../partners/tables.ts'
import { cover, type Shipped, shippedOf } from '../shipments/index.ts'
import { apply } from './clock.ts'
import { countedOn } from './clock-calendar.ts'
import { type ClockRecord, stateOf } from './clock-row.ts'
import { putBackTo } from './excuse.ts'
import { firedLevels } from './fired.ts'
import { laddersOf } from './governing.ts'
import { isTest } from './in-test.ts'
import { deliveryOf, movedTo, reaches } from './moved-delivery.ts'
import { type NoticeClock, type NoticePlan, planOf } from './notice-plan.ts'
import { announceClock } from './pause.ts'
import { placesByLine } from './places.ts'
import { startClocks } from './start.ts'
import { cancelLocked, endClocks, lockOpen } from './stop.ts'
import { clocks } from './tables.ts'

type OrderRecord = typeof orders.$inferSelect
type LineRecord = typeof orderLines.$inferSelect

/** Lines were answered, decided on or cancelled: deliveries may have been agreed on, moved, or given up. */
export async function deliveriesChanged(tx: Tx, facts: readonly AnnouncedFact[]): Promise<void> {
  const latest = new Map(facts.map(fact => [fact.subject.id, fact]))
  for (const { order, agreed } of await concerned(tx, [...latest.keys()], facts)) {
    const named = facts.filter(({ subject }) => subject.id === order.id).flatMap(linesNamed)
    await settle(tx, { order, agreed }, sure(latest.get(order.id)), new Set(named))
  }
}

/** A ship notice was published or taken back. Where nothing ran for its orders, nothing begins to. */
export async function onTheWayChanged(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const orderIds = (fact.data.orderIds ?? []) as string[]
  for (const each of await concerned(tx, orderIds, [fact])) await settle(tx, each, fact, undefined)
}

/** Where ship notices are agreed on no more none is taken, so none is asked for. */
export async function noticesGivenUp(tx: Tx, between: Parties): Promise<void> {
  const { buyerId, supplierId } = between
  if ((await agreedWith(tx, [{ data: { ...between } }])).size > 0) return
  const ofThem = and(eq(clocks.buyerId, buyerId), eq(clocks.supplierId, supplierId), eq(clocks.kind, 'ship-notice'))
  await cancelLocked(tx, await lockOpen(tx, ofThem), 'Ship notices are not agreed on any more.')
}

const linesNamed = ({ data }: AnnouncedFact): number[] =>
  ((data.lines ?? []) as { lineNumber: number }[]).map(({ lineNumber }) => lineNumber)

interface Concerned {
  order: OrderRecord
  /** Whether ship notices are agreed between the two. */
  agreed: boolean
}

/** Those with whose supplier ship notices are agreed, or for which some clock has run: of most orders that is soon known. */
async function concerned(tx: Tx, orderIds: readonly string[], facts: readonly AnnouncedFact[]): Promise<Concerned[]> {
  const ids = [...new Set(orderIds)]
  const agreed = await agreedWith(tx, facts)
  const timed = await tx
    .select({ id: clocks.subjectId })
    .from(clocks)
    .where(and(anyOf(clocks.subjectId, ids), eq(clocks.kind, 'ship-notice')))
  const known = new Set(timed.map(({ id }) => id))
  const asked = agreed.size > 0 ? ids : ids.filter(id => known.has(id))
  if (asked.length === 0) return []
  const rows = await tx.select().from(orders).where(anyOf(orders.id, asked)).orderBy(asc(orders.id))
  return rows
    .map(order => ({ order, agreed: agreed.has(pairOf(order)) }))
    .filter(({ order, agreed: isAgreed }) => isAgreed || known.has(order.id))
}

interface Parties {
  buyerId: string
  supplierId: string
}

const isBetween = (data: object): data is Parties => 'buyerId' in data && 'supplierId' in data

const pairOf = ({ buyerId, supplierId }: Parties): string => `${buyerId} ${supplierId}`

/** The parties of these facts between whom ship notices are agreed. */
async function agreedWith(tx: Tx, facts: readonly Pick<AnnouncedFact, 'data'>[]): Promise<ReadonlySet<string>> {
  const agreed = new Set<string>()
  const pairs = new Map(facts.flatMap(({ data }) => (isBetween(data) ? [[pairOf(data), data] as const] : [])))
  for (const [pair, { buyerId, supplierId }] of pairs) {
    const [relationship] = await tx
      .select({ documents: relationships.documents })
      .from(relationships)
      .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
    if ((relationship?.documents.shipNotice ?? 'none') !== 'none') agreed.add(pair)
  }
  return agreed
}

/** `named`: lines that the fact speaks of; undefined: it speaks of what is on its way. */
async function settle(
  tx: Tx,
  { order, agreed }: Concerned,
  fact: AnnouncedFact,
  named: ReadonlySet<number> | undefined,
): Promise<void> {
  const running = await tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.subjectId, order.id), eq(clocks.kind, 'ship-notice'), isNull(clocks.cancelledWhy)))
    .orderBy(clocks.id)
    .for('update')
  const lines = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, order.id))
    .orderBy(orderLines.lineNumber)
  const shipped = await shippedOf(tx, [order.id])
  const calendars = await calendarsUnder(tx, running)
  const starts = agreed && !(await isTest(tx, order))
  const planned = lines.map(line => {
    const own = running.filter(row => row.at !== 'cancelled' && row.lines?.[0] === line.lineNumber)
    return {
      line,
      own,
      plan: planFor(own, { line, shipped: shipped.get(line.id) ?? [], fact, calendars, onTheWay: named === undefined }),
    }
  })
  await carryOut(tx, planned, { fact, calendars })
  if (!starts) return
  const begun = planned.filter(({ line, own }) => (named === undefined ? own.length > 0 : named.has(line.lineNumber)))
  await start(tx, order, begun, fact.at)
}

/** A line, the clocks that it has, and what becomes of them. */
interface Planned {
  line: LineRecord
  own: readonly ClockRecord[]
  plan: NoticePlan
}

interface Word {
  line: LineRecord
  shipped: readonly Shipped[]
  fact: AnnouncedFact
  calendars: Calendars
  onTheWay: boolean
}

function planFor(own: readonly ClockRecord[], { line, shipped, fact, calendars, onTheWay }: Word): NoticePlan {
  const known = own.flatMap((row): NoticeClock[] => {
    const delivery = deliveryOf(row)
    if (delivery === undefined) return []
    const late = row.at === 'breached' || row.at === 'excused' || (row.at !== 'paused' && fact.at > row.dueAt)
    return [
      {
        ...{ id: row.id, round: row.round, delivery, stoppedAt: row.stoppedAt, late },
        reaches: day => reaches(row, day, { calendar: calendars(row), fact }),
      },
    ]
  })
  return planOf(cover(line.promised, shipped), known, onTheWay)
}

type Calendars = (row: ClockRecord) => CountedOn

/** What each is counted on. */
async function calendarsUnder(tx: Tx, rows: readonly ClockRecord[]): Promise<Calendars> {
  const read = new Map<string, CountedOn>()
  for (const row of rows) read.set(row.id, await countedOn(tx, row))
  return ({ id }) => sure(read.get(id))
}

/** What is agreed on now is timed from the instant of the word that agreed on it. */
async function start(tx: Tx, order: OrderRecord, planned: readonly Planned[], at: Date): Promise<void> {
  const fresh = planned.flatMap(({ line: { lineNumber }, plan }) =>
    plan.start.map(delivery => ({ lineNumber, delivery })),
  )
  if (fresh.length === 0) return
  const placesOf = await placesByLine(
    tx,
    order,
    fresh.map(({ lineNumber }) => lineNumber),
  )
  await startClocks(
    tx,
    fresh.map(({ lineNumber, delivery }) => ({
      ...{ buyerId: order.buyerId, supplierId: order.supplierId, kind: 'ship-notice', label: order.number, at },
      ...{ subject: { kind: 'order', id: order.id }, shipToZone: order.shipTo.zone },
      ...{ places: placesOf(lineNumber), lines: [lineNumber], delivery },
    })),
  )
}

/** All lines together: each kind of change is written in one statement. */
async function carryOut(
  tx: Tx,
  planned: readonly Planned[],
  { fact, calendars }: Pick<Word, 'fact' | 'calendars'>,
): Promise<void> {
  const rows = new Map(planned.flatMap(({ own }) => own.map(row => [row.id, row] as const)))
  const row = (id: string) => sure(rows.get(id))
  const taken = planned.flatMap(({ plan }) => plan.withdraw.map(row))
  const moved = planned.flatMap(({ plan }) => plan.move.map(({ id, to }) => ({ row: row(id), to })))
  const fired = await firedOf(tx, [...taken, ...moved.map(({ row: each }) => each)])
  await withdraw(tx, taken, fired, fact)
  await move(tx, moved, fired, { fact, calendars })
  const why = new Map(planned.flatMap(({ line, plan }) => plan.cancel.map(({ id, to }) => [id, whyOver(line, to)])))
  await cancelLocked(tx, [...why.keys()].map(row), ({ id }) => sure(why.get(id)))
  const stopped = new Map(planned.flatMap(({ plan }) => plan.stop.map(({ id, at }) => [id, at])))
  if (stopped.size === 0) return
  // As they are by now: some have just lost another answer.
  const ending = await tx
    .select()
    .from(clocks)
    .where(anyOf(clocks.id, [...stopped.keys()]))
    .orderBy(clocks.id)
  await endClocks(tx, ending, ({ id }) => ({ type: 'clock.answered', at: sure(stopped.get(id)) }))
}

type Fired = (id: string) => readonly string[]

async function firedOf(tx: Tx, rows: readonly ClockRecord[]): Promise<Fired> {
  const ids = rows.map(({ id }) => id)
  const levels = ids.length === 0 ? new Map<string, string[]>() : await firedLevels(tx, ids)
  return id => levels.get(id) ?? []
}

function whyOver({ at }: LineRecord, to: string | undefined): string {
  if (at === 'cancelled') return 'Cancelled by the buyer.'
  if (to !== undefined) return `The delivery was moved to ${formatDate(to, { year: true })} by agreement.`
  return 'The delivery was agreed otherwise: nothing of it is to be shipped any more.'
}

/** What answered them was taken back: they are due as before, and late at once where that has passed. */
async function withdraw(tx: Tx, rows: readonly ClockRecord[], fired: Fired, fact: AnnouncedFact): Promise<void> {
  const changed = rows.map(row => {
    const wasLate = fired(row.id).includes('breached')
    const state = apply(stateOf(row), { type: 'clock.answer-withdrawn', at: fact.at, wasLate })
    return putBackTo(row, state, fired(row.id), tx.now)
  })
  await updateMany(
    tx,
    clocks,
    changed.map(({ changes }) => ({ ...changes, countedMinutes: null })),
  )
  for (const { row, work } of changed) {
    if (work) await later(tx, work)
    await announceClock(tx, row, 'clock.answer-withdrawn', { number: fact.data.number ?? null })
  }
}

interface Moving {
  row: ClockRecord
  to: string
}

/** Due for the day that is agreed on now, on the calendar that it is counted on; the reason goes on record. */
async function move(
  tx: Tx,
  moving: readonly Moving[],
  fired: Fired,
  { fact, calendars }: Pick<Word, 'fact' | 'calendars'>,
): Promise<void> {
  const ladderOf = await laddersOf(
    tx,
    moving.map(({ row }) => row),
  )
  const moved = moving.map(({ row, to }) =>
    movedTo(row, to, { calendar: calendars(row), ladder: ladderOf(row), fired: fired(row.id), now: tx.now, fact }),
  )
  await updateMany(
    tx,
    clocks,
    moved.map(({ changes }) => changes),
  )
  for (const { row, to, work, record } of moved) {
    if (work) await later(tx, work)
    await announce(tx, {
      ...{ type: 'clock.moved', subject: { kind: 'clock', id: row.id }, parties: [row.buyerId, row.supplierId] },
      at: fact.at,
      data: {
        ...{ kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
        ...{ dueAt: record.due, was: record.was, movedFrom: deliveryOf(row), movedTo: to },
      },
    })
  }
}
