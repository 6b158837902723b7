// Clocks of ship notices: one for each delivery that is agreed on, brought in step after every word that may change that.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, sure } from '../kernel/errors.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import { formatDate } from '../kernel/time.ts'
import { later } from '../kernel/work.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { relationships } from '../partners/tables.ts'
import { cover, type Shipped, shippedOf } from '../shipments/index.ts'
import { apply, type ClockEvent, open, refuse } from './clock.ts'
import { countedOn } from './clock-calendar.ts'
import { type ClockRecord, changesOf, stateOf } from './clock-row.ts'
import { putBack } from './excuse.ts'
import { firedLevels } from './fired.ts'
import { ladderOfClock } from './governing.ts'
import { isTest } from './in-test.ts'
import type { Step } from './ladder.ts'
import { asGiven, comesNext, layOut, told } from './lay-out.ts'
import { type NoticeClock, type NoticePlan, planOf } from './notice-plan.ts'
import { announceClock } from './pause.ts'
import { placesOf } from './places.ts'
import { startClock, stepOf } from './start.ts'
import { cancelLocked, endClocks } from './stop.ts'
import { clocks, type Recount } from './tables.ts'

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
async function agreedWith(tx: Tx, facts: readonly AnnouncedFact[]): Promise<ReadonlySet<string>> {
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
  const starts = agreed && !(await isTest(tx, order))
  for (const line of lines) {
    const own = running.filter(row => row.at !== 'cancelled' && row.lines?.[0] === line.lineNumber)
    const plan = planFor(line, own, shipped.get(line.id) ?? [], fact, named === undefined)
    await carryOut(tx, plan, own, { line, fact })
    if (starts && (named === undefined ? own.length > 0 : named.has(line.lineNumber)))
      for (const delivery of plan.start) await start(tx, order, line, delivery, fact.at)
  }
}

function planFor(
  line: LineRecord,
  own: readonly ClockRecord[],
  shipped: readonly Shipped[],
  fact: AnnouncedFact,
  onTheWay: boolean,
): NoticePlan {
  const known = own.flatMap(row => {
    const delivery = deliveryOf(row)
    return delivery === undefined ? [] : [asKnown(row, delivery, fact.at)]
  })
  return planOf(cover(line.promised, shipped), known, onTheWay)
}

const deliveryOf = ({ target }: ClockRecord): string | undefined =>
  target.kind === 'before-delivery' ? target.delivery : undefined

const asKnown = (row: ClockRecord, delivery: string, at: Date): NoticeClock => ({
  ...{ id: row.id, round: row.round, delivery, stoppedAt: row.stoppedAt },
  late: row.at === 'breached' || row.at === 'excused' || (row.at !== 'paused' && at > row.dueAt),
})

/** What is agreed on now is timed from the instant of the word that agreed on it. */
async function start(tx: Tx, order: OrderRecord, line: LineRecord, delivery: string, at: Date): Promise<void> {
  const lines = [line.lineNumber]
  await startClock(tx, {
    ...{ buyerId: order.buyerId, supplierId: order.supplierId, kind: 'ship-notice', label: order.number, at },
    ...{ subject: { kind: 'order', id: order.id }, shipToZone: order.shipTo.zone },
    ...{ places: await placesOf(tx, order, lines), lines, delivery },
  })
}

interface Because {
  line: LineRecord
  fact: AnnouncedFact
}

async function carryOut(tx: Tx, plan: NoticePlan, own: readonly ClockRecord[], because: Because): Promise<void> {
  const { fact, line } = because
  const row = (id: string) => sure(own.find(each => each.id === id))
  for (const id of plan.withdraw) await withdraw(tx, row(id), fact)
  for (const { id, to } of plan.move) await move(tx, row(id), to, fact)
  for (const { id, to } of plan.cancel) await cancelLocked(tx, [row(id)], whyOver(line, to))
  const stopped = new Map(plan.stop.map(({ id, at }) => [id, at]))
  if (stopped.size === 0) return
  // As they are by now: some have just lost another answer.
  const rows = await tx
    .select()
    .from(clocks)
    .where(inArray(clocks.id, [...stopped.keys()]))
    .orderBy(clocks.id)
  await endClocks(tx, rows, ({ id }) => ({ type: 'clock.answered', at: sure(stopped.get(id)) }))
}

function whyOver({ at }: LineRecord, to: string | undefined): string {
  if (at === 'cancelled') return 'Cancelled by the buyer.'
  if (to !== undefined) return `The delivery was moved to ${formatDate(to, { year: true })} by agreement.`
  return 'The delivery was agreed otherwise: nothing of it is to be shipped any more.'
}

/** What answered it was taken back: it is due as before, and late at once where that has passed. */
async function withdraw(tx: Tx, row: ClockRecord, fact: AnnouncedFact): Promise<void> {
  const fired = (await firedLevels(tx, [row.id])).get(row.id) ?? []
  const wasLate = [...fired].includes('breached')
  const state = apply(stateOf(row), { type: 'clock.answer-withdrawn', at: fact.at, wasLate })
  await putBack(tx, row, state)
  await tx.update(clocks).set({ countedMinutes: null }).where(eq(clocks.id, row.id))
  await announceClock(tx, row, 'clock.answer-withdrawn', { number: fact.data.number ?? null })
}

/** Due for the day that is agreed on now, on the calendar that it is counted on; the reason goes on record. */
async function move(tx: Tx, row: ClockRecord, to: string, fact: AnnouncedFact): Promise<void> {
  const { target } = row
  if (target.kind !== 'before-delivery') return
  const moved = { ...target, delivery: to, since: fact.at.toISOString() }
  const laidOut = layOut({ ...row, target: moved }, await countedOn(tx, row), await ladderOfClock(tx, row))
  if (isRefusal(laidOut)) throw new Error(laidOut.detail)
  const { countingFrom, dueAt } = laidOut
  const event: ClockEvent = { type: 'clock.recounted', at: fact.at, countingFrom, dueAt }
  const before = stateOf(row)
  const refused = refuse(before, event)
  if (refused) throw new Error(refused.detail)
  const state = apply(before, event)
  const fired = (await firedLevels(tx, [row.id])).get(row.id) ?? []
  const record: Recount = {
    ...{ at: fact.at.toISOString(), by: fact.actor.name, movedFrom: target.delivery ?? '', movedTo: to },
    ...{ was: row.dueAt.toISOString(), due: dueAt.toISOString(), anew: anew(laidOut.steps, fired, fact.at) },
  }
  const recounts = [...row.recounts, record]
  const steps = asGiven(laidOut.steps, [record])
  const { next, nextLevel, nextAt } = comesNext(state.at, steps, fired, tx.now)
  await tx
    .update(clocks)
    .set({
      ...{
        ...changesOf(state),
        countingFrom,
        target: moved,
        steps,
        soonAt: laidOut.soonAt,
        recounts,
        nextLevel,
        nextAt,
      },
      explanation: [...laidOut.explanation, ...told(record)],
    })
    .where(eq(clocks.id, row.id))
  if (next && open.includes(state.at)) await later(tx, stepOf({ ...row, recounts }, next))
  await announce(tx, {
    ...{ type: 'clock.moved', subject: { kind: 'clock', id: row.id }, parties: [row.buyerId, row.supplierId] },
    at: fact.at,
    data: {
      ...{ kind: row.kind, label: row.label, subjectKind: row.subjectKind, subjectId: row.subjectId },
      ...{ dueAt: record.due, was: record.was, movedFrom: target.delivery, movedTo: to },
    },
  })
}

/**
 * Reminders that were given for the day before it was moved are given for the new one, too: once, each by a level of its own,
 * which neither the ladder nor what has fired knows.
 */
function anew(steps: readonly Step[], fired: Iterable<string>, now: Date): Record<string, string> {
  const given = new Set(fired)
  const taken = new Set([...given, ...steps.map(({ level }) => level)])
  const levels: Record<string, string> = {}
  for (const { level } of steps.filter(step => given.has(step.level) && new Date(step.at) > now)) {
    let turn = 2
    while (taken.has(`${level}-${turn}`)) turn++
    levels[level] = `${level}-${turn}`
    taken.add(`${level}-${turn}`)
  }
  return levels
}
