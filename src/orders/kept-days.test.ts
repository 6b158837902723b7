// Both sides read until when an answer keeps the day asked for: on the supplier's calendar, by its lead time.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { addCalendar } from '../calendars/index.ts'
import type { Caller } from '../kernel/db.ts'
import { hintOf } from './choices.ts'
import { answer, getOrder, listOrders, ordersReactions } from './index.ts'
import { nothingLeft } from './on-its-way.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(nothingLeft))
  const kiel = await addWeek('Kiel', ['08:00', '17:00'], { 'call-off': '15:00' })
  await trade.owner.query('update relationships set calendar_id = $1, transit_days = 1', [kiel])
  // Monday 1 March 2027, at noon in Kiel.
  await trade.setNow('2027-03-01T11:00:00Z')
})
afterAll(() => trade.close())

/** Open so from Monday to Friday. */
async function addWeek(name: string, [open, close]: [string, string], cutOff: Record<string, string>): Promise<string> {
  const week = Object.fromEntries([1, 2, 3, 4, 5].map(day => [day, [{ open, close }]]))
  const dated = { holidays: [], halfDays: [], shutdowns: [], extra: [] }
  const body = { name, zone: 'Europe/Berlin', always: false, week, ...dated, cutOff }
  return agreed(await trade.as(trade.buyer, tx => addCalendar(tx, body))).id
}

const both = (): [Caller, Caller] => [trade.supplier, trade.buyer]
const keepOf = (id: string, caller: Caller) =>
  trade.as(caller, async tx => [
    (await listOrders(tx, { ids: id })).rows[0]?.keep,
    (await getOrder(tx, id)).lines.map(({ keepUntil }) => keepUntil),
  ])

test('the list tells what is lost first, the order tells it of each line, to either side', async () => {
  // Five working days from Tuesday lead to Tuesday the 9th, and one more to the plant.
  const [until, sooner] = ['2027-03-02T14:00:00.000Z', '2027-03-01T14:00:00.000Z']
  const { id } = await trade.callOff([
    [trade.brakeId, '100', '2027-03-10'],
    [trade.chainId, '5', '2027-03-09'],
    [trade.chainId, '5', '2027-06-09'],
  ])
  for (const caller of both())
    expect(await keepOf(id, caller)).toEqual([{ day: '2027-03-09', until: sooner }, [until, sooner, null]])
})

const earliestOf = async (id: string, caller: Caller) =>
  (await trade.as(caller, tx => getOrder(tx, id))).lines.map(({ earliest }) => earliest)

test('a day inside the lead time is told as such while it waits for an answer, with the earliest day, to either side', async () => {
  const { id } = await trade.callOff([
    [trade.brakeId, '100', '2027-03-08'],
    [trade.brakeId, '100', '2027-03-10'],
  ])
  const accept = { act: 'accept' as const }
  const said = (lineNumber: number) =>
    trade.as(trade.supplier, tx =>
      answer(
        tx,
        { orderId: id, versionAnswered: 1, receivedAt: tx.now, lines: [{ lineNumber, answer: accept }] },
        nothingLeft,
      ),
    )
  for (const caller of both()) expect(await earliestOf(id, caller)).toEqual(['2027-03-09', null])
  agreed(await said(1))
  for (const caller of both()) expect(await earliestOf(id, caller)).toEqual([null, null])
})

test('a day on which the supplier is closed is told while it is typed', async () => {
  const closedOn = async (needBy: string) => {
    const asked = { supplierId: trade.supplier.orgId, itemId: trade.brakeId, siteId: trade.siteId, needBy }
    return await trade.as(trade.buyer, tx => hintOf(tx, asked))
  }
  expect(await closedOn('2027-03-14')).toMatchObject({ needByClosed: true, insideLeadTime: false })
  expect(await closedOn('2027-03-15')).toMatchObject({ needByClosed: false })
})

test('where no calendar is agreed, days are counted without one, as before it was issued', async () => {
  await trade.owner.query('update relationships set calendar_id = null')
  const { id } = await trade.callOff([[trade.brakeId, '100', '2027-03-03']])
  const [earliest] = await earliestOf(id, trade.buyer)
  expect(earliest).toMatch(/^2027-03-0[5-9]$/)
  expect((await keepOf(id, trade.buyer))[1]).toEqual([null])
  const kiel = "(select id from calendars where name = 'Kiel')"
  await trade.owner.query(`update relationships set calendar_id = ${kiel}`)
})

test('counts on the calendar of the site that the item ships from', async () => {
  const { id } = await trade.callOff([[trade.chainId, '5', '2027-03-10']])
  await trade.owner.query(
    `with site as (insert into ship_from_sites (id, buyer_id, supplier_id, name, calendar_id)
       values (gen_random_uuid(), $1, $2, 'Albany', $3) returning id)
     update supplier_items set ship_from_id = (select id from site) where item_id = $4`,
    [trade.buyer.orgId, trade.supplier.orgId, await addWeek('Late shift', ['18:00', '23:00'], {}), trade.chainId],
  )
  for (const caller of both()) expect((await keepOf(id, caller))[1]).toEqual(['2027-03-02T22:00:00.000Z'])
})

test('what is answered, or asked of nobody, is not told', async () => {
  const { id } = await trade.callOff([[trade.brakeId, '100', '2027-03-10']])
  const accept = { act: 'accept' as const }
  agreed(
    await trade.as(trade.supplier, tx =>
      answer(
        tx,
        {
          orderId: id,
          versionAnswered: 1,
          receivedAt: tx.now,
          lines: [{ lineNumber: 1, answer: accept }],
        },
        nothingLeft,
      ),
    ),
  )
  for (const caller of both()) expect(await keepOf(id, caller)).toEqual([null, [null]])
})
