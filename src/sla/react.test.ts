// What starts and stops clocks, through the verbs of orders and forecasts themselves.
import { and, asc, eq, ne } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDueWork } from '../../test/run-due-work.ts'
import { openTrade, type Trade } from '../../test/trade.ts'
import { addCalendar, addSite } from '../calendars/index.ts'
import { publish } from '../forecasts/index.ts'
import { addItem, addSupplierItem } from '../items/index.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce, joinReactions } from '../kernel/events.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { answer, cancel, decide, issue, ordersReactions } from '../orders/index.ts'
import { orders, proposals } from '../orders/tables.ts'
import { onTheWay } from '../shipments/index.ts'
import { firstDue, inboxDue, clocksOf as shownClocks } from './queries.ts'
import { slaReactions } from './react.ts'
import { clocks } from './tables.ts'

/** Monday, 15:00 in Berlin; the calendar's cut-off for call-offs is 14:00, and Tuesday is a holiday. */
const T0 = new Date('2027-03-01T14:00:00Z')
const day = { open: '08:00', close: '17:00' }
const supplierCalendar = {
  name: 'Nordlicht, Kiel',
  zone: 'Europe/Berlin',
  always: false,
  week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] },
  holidays: [{ date: '2027-03-02', name: 'Town fair' }],
  halfDays: [],
  shutdowns: [],
  extra: [],
  cutOff: { 'call-off': '14:00' },
}
let trade: Trade
let site = ''
let item = ''

/** What a verb came to, or its refusal as a failure of the test. */
function granted<T>(result: T): Exclude<T, readonly unknown[]> {
  if (isRefusal(result) || Array.isArray(result)) throw new Error(JSON.stringify(result))
  return result as Exclude<T, readonly unknown[]>
}
const asBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.web.withTenant(trade.buyer, act)
const asSupplier = <T>(act: (tx: Tx) => Promise<T>, supplier: Caller = trade.supplier) =>
  trade.web.withTenant(supplier, act)

beforeAll(async () => {
  trade = await openTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  await trade.setNow(T0)
  await asBuyer(async tx => {
    const plant = {
      ...{ code: 'STR1', name: 'Werk', zone: 'Europe/Berlin', street: 'A 1', city: 'Stuttgart', region: 'BW' },
      ...{ postalCode: '70190', country: 'DE' },
    }
    site = (granted(await addSite(tx, plant)) as { id: string }).id
    item = (granted(await addItem(tx, { number: 'BRK-1', description: 'Disc brake', unit: 'EA' })) as { id: string }).id
    const terms = { supplierPartNumber: 'N-1', packQuantity: '1', minimumQuantity: '1', leadTimeDays: 1 }
    granted(await addSupplierItem(tx, { supplierId: trade.supplier.orgId, itemId: item, ...terms }))
  })
  const calendar = granted(await asBuyer(tx => addCalendar(tx, supplierCalendar))) as { id: string }
  await trade.owner.query(`update relationships set calendar_id = $1, usage = 'P'`, [calendar.id])
})
afterAll(() => trade.close())

async function calledOff(lines = 1): Promise<string> {
  const line = { itemId: item, quantity: '10', needBy: '2027-04-01' }
  const many = Array.from({ length: lines }, (_, i) => ({ ...line, needBy: `2027-04-0${i + 1}` }))
  const order = { supplierId: trade.supplier.orgId, kind: 'call-off' as const, shipToSiteId: site, lines: many }
  return granted(await asBuyer(tx => issue(tx, order))).id
}

/** The supplier's own: what the buyer decides has a clock of its own beside them. */
const clocksOf = (subjectId: string) =>
  asBuyer(tx =>
    tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.subjectId, subjectId), ne(clocks.kind, 'decision')))
      .orderBy(asc(clocks.round)),
  )
const standing = async (subjectId: string) => (await clocksOf(subjectId)).map(({ round, at }) => [round, at])

const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' as const } })
const later = (lineNumber: number) => ({
  lineNumber,
  answer: { act: 'propose' as const, promised: [{ quantity: '10', date: '2027-05-01' }], reason: 'Paint shop down' },
})
const answers = (orderId: string, lines: Parameters<typeof answer>[1]['lines'], version = 1) =>
  asSupplier(async tx =>
    granted(await answer(tx, { orderId, versionAnswered: version, lines, receivedAt: tx.now }, onTheWay)),
  )

it('a call-off in the portal starts at once, counted on the calendar of the supplier with its cut-off and holiday', async () => {
  const orderId = await calledOff()
  const [clock] = await clocksOf(orderId)
  // 4 h of working time, from Wednesday 08:00 on: after the cut-off on Monday, Tuesday is a holiday.
  expect(clock).toMatchObject({
    kind: 'call-off',
    at: 'pending',
    dueAt: new Date('2027-03-03T11:00:00Z'),
    countingFrom: new Date('2027-03-03T07:00:00Z'),
    zone: 'Europe/Berlin',
    calendarVersion: 1,
    note: '',
  })
  expect(clock?.explanation.map(({ kind }) => kind)).toEqual(['after-cut-off', 'holiday', 'counted', 'due'])
})

it("what is due is found by either side's part number and by what it is, orders and forecasts alike", async () => {
  const orderId = await calledOff()
  const lines = [{ item: 'BRK-1', buckets: [{ start: '2027-03-08', quantity: '10' }] }]
  granted(await asBuyer(tx => publish(tx, { lines, firmWeeks: 1, source: 'api' })))
  const found = async (search: string) => (await asSupplier(tx => inboxDue(tx, { search }))).rows
  for (const search of ['BRK-1', 'n-1', 'disc br']) {
    const rows = await found(search)
    expect(rows.map(({ subject }) => subject.id)).toContain(orderId)
    expect(rows.map(({ kind }) => kind)).toContain('commit')
  }
  expect(await found('BRK-2')).toEqual([])
})

it('the notice of a new order says when its answer is due, in the zone of the contract and the reader', async () => {
  await calledOff()
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder: '/nowhere' }
  const handlers = noticesWork({ mail, publicUrl: 'https://p.example', dueOf: firstDue })
  await runDueWork(trade.worker, handlers, kind => kind === 'notice.raise')
  const told = await asSupplier(tx => tx.select({ text: notices.text }).from(notices))
  expect(told.map(({ text }) => text).join()).toContain('Your answer is due by Wed 3 Mar 12:00 Berlin (CET).')
})

it('an answer to one of two lines leaves it running, the second one stops it', async () => {
  const orderId = await calledOff(2)
  await answers(orderId, [accept(1)])
  expect(await standing(orderId)).toEqual([[1, 'pending']])
  await answers(orderId, [accept(2)])
  expect(await standing(orderId)).toEqual([[1, 'met']])
})

it('a proposal answers; turned down by the buyer it is asked anew, and cancelled it is asked no more', async () => {
  const orderId = await calledOff()
  await answers(orderId, [later(1)])
  expect(await standing(orderId)).toEqual([[1, 'met']])
  const [proposal] = await asBuyer(tx => tx.select().from(proposals).where(eq(proposals.orderId, orderId)))
  const decisions = [{ proposalId: proposal?.id ?? '', act: 'reject' as const, note: 'Needed in April' }]
  granted(await asBuyer(tx => decide(tx, { orderId, version: 1, decisions }, onTheWay)))
  expect(await standing(orderId)).toEqual([
    [1, 'met'],
    [2, 'pending'],
  ])
  const [order] = await asBuyer(tx => tx.select().from(orders).where(eq(orders.id, orderId)))
  const given = { orderId, version: order?.version ?? 0, lineNumbers: [1], reason: 'Customer cancelled' }
  granted(await asBuyer(tx => cancel(tx, given, onTheWay)))
  expect(await standing(orderId)).toEqual([
    [1, 'met'],
    [2, 'cancelled'],
  ])
})

describe('a counter-proposal while another line is not answered yet', () => {
  const wednesday = (time: string) => new Date(`2027-03-03T${time}:00Z`)
  /** Two lines asked on Monday, due on Wednesday at 12:00; line 1 is countered at 13:00, line 2 not answered. */
  async function countered(): Promise<string> {
    await trade.setNow(T0)
    const orderId = await calledOff(2)
    await answers(orderId, [later(1)])
    const [proposal] = await asBuyer(tx => tx.select().from(proposals).where(eq(proposals.orderId, orderId)))
    await trade.setNow(wednesday('12:00'))
    const promised = [{ quantity: '10', date: '2027-04-15' }]
    const decisions = [{ proposalId: proposal?.id ?? '', act: 'counter' as const, promised }]
    granted(await asBuyer(tx => decide(tx, { orderId, version: 1, decisions }, onTheWay)))
    return orderId
  }

  it('has the whole target from the moment it was made, and the other line stays as late as it was', async () => {
    const orderId = await countered()
    const rounds = await clocksOf(orderId)
    expect(rounds.map(({ round, lines, dueAt }) => [round, lines, dueAt])).toEqual([
      [1, null, wednesday('11:00')],
      [2, [1], wednesday('16:00')],
    ])
    const { rows } = await asBuyer(tx => shownClocks(tx, orderId))
    const asked = rows.filter(({ kind }) => kind === 'call-off')
    expect(asked.map(({ urgency, lines }) => [urgency, lines])).toEqual([
      ['late', null],
      ['on-track', [1]],
    ])
    await trade.setNow(T0)
  })

  it('each line stops the round that asked for it', async () => {
    const orderId = await countered()
    await trade.setNow(wednesday('12:30'))
    await answers(orderId, [accept(2)], 2)
    expect(await standing(orderId)).toEqual([
      [1, 'met-late'],
      [2, 'running'],
    ])
    await trade.setNow(wednesday('15:00'))
    await answers(orderId, [accept(1)], 2)
    expect(await standing(orderId)).toEqual([
      [1, 'met-late'],
      [2, 'met'],
    ])
    await trade.setNow(T0)
  })

  it('answered first leaves the older line waiting, and cancelled with it nothing is asked any more; late by then, it stays late', async () => {
    const orderId = await countered()
    await answers(orderId, [accept(1)], 2)
    expect(await standing(orderId)).toEqual([
      [1, 'pending'],
      [2, 'met'],
    ])
    const [order] = await asBuyer(tx => tx.select().from(orders).where(eq(orders.id, orderId)))
    const given = { orderId, version: order?.version ?? 0, lineNumbers: [2], reason: 'Customer cancelled' }
    granted(await asBuyer(tx => cancel(tx, given, onTheWay)))
    expect(await standing(orderId)).toEqual([
      [1, 'cancelled-late'],
      [2, 'met'],
    ])
    await trade.setNow(T0)
  })
})

/** What the gateway says when a document has got there. */
async function arrives(orderId: string, type: string, at: Date): Promise<string> {
  const { rows } = await trade.owner.query<{ id: string }>(
    `insert into documents (id, buyer_id, supplier_id, direction, set_id, functional_id, status, acknowledgment)
     values (gen_random_uuid(), $1, $2, 'out', '850', 'PO', 'written', 'awaiting') returning id`,
    [trade.buyer.orgId, trade.supplier.orgId],
  )
  const id = rows[0]?.id ?? ''
  const { buyer, supplier } = trade
  await asBuyer(tx =>
    announce(tx, {
      type,
      subject: { kind: 'document', id },
      parties: [buyer.orgId, supplier.orgId],
      at,
      data: {
        ...{ setId: '850', subjectKind: 'order', subjectId: orderId, label: '1', interchangeId: null },
        ...{ buyerId: buyer.orgId, supplierId: supplier.orgId },
      },
    }),
  )
  return id
}

it('an order by EDI starts when it can be fetched, not when it was written; its 997 runs on a clock of its own', async () => {
  await trade.owner.query(`update relationships set documents = documents || '{"order": "850", "answer": "855"}'`)
  const orderId = await calledOff()
  expect(await standing(orderId)).toEqual([])
  const fetched = new Date(T0.getTime() + 3_600_000)
  const documentId = await arrives(orderId, 'document.collectable', fetched)
  await arrives(orderId, 'document.delivered', new Date(T0.getTime() + 7_200_000))
  const [clock] = await clocksOf(orderId)
  expect(await standing(orderId)).toEqual([[1, 'pending']])
  expect(clock?.startedAt).toEqual(fetched)
  const [waiting] = await clocksOf(documentId)
  expect(waiting).toMatchObject({
    kind: 'acknowledgment',
    at: 'running',
    dueAt: new Date(fetched.getTime() + 24 * 3_600_000),
  })
  expect(waiting?.steps.map(({ level, to }) => [level, to])).toEqual([
    ['warned', 'operators'],
    ['breached', 'operators'],
  ])
  await asSupplier(tx =>
    announce(tx, {
      type: 'document.acknowledged',
      subject: { kind: 'document', id: documentId },
      parties: [trade.buyer.orgId, trade.supplier.orgId],
      at: fetched,
      data: { setId: '850', subjectKind: 'order', subjectId: orderId, verdict: 'accepted' },
    }),
  )
  expect(await standing(documentId)).toEqual([[1, 'met']])
  expect(await standing(orderId)).toEqual([[1, 'pending']])
})

it('an 862 whose agreed answer is silence starts no clock', async () => {
  await trade.owner.query(`update relationships set documents = documents || '{"order": "862", "answer": "silence"}'`)
  const orderId = await calledOff()
  await arrives(orderId, 'document.delivered', T0)
  expect(await standing(orderId)).toEqual([])
})
