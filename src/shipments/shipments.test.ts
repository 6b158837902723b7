// Ship notices: what may be said to be on its way, what it does to the lines, and whose it is.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { addSite } from '../calendars/index.ts'
import type { Caller } from '../kernel/db.ts'
import { isRefusal, sure, Unknown } from '../kernel/errors.ts'
import { addDays } from '../kernel/time.ts'
import { answer, cancel, getOrder, issue, ordersReactions, type Promised } from '../orders/index.ts'
import { suspendRelationship } from '../partners/index.ts'
import {
  cancelNotice,
  getNotice,
  listNotices,
  type NoticeToPublish,
  onTheWay,
  publish,
  shipmentsOfOrder,
} from './index.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

let trade: CallOffTrade
let other: Caller
let told: { type: string; orders: string[] }[]
beforeAll(async () => {
  const note = async (_: unknown, fact: { type: string; data: Record<string, unknown> }) => {
    told.push({ type: fact.type, orders: fact.data.orderIds as string[] })
  }
  trade = await openCallOffTrade({
    ...ordersReactions(onTheWay),
    'shipNotice.published': [note],
    'shipNotice.cancelled': [note],
  })
  await trade.agree(trade.supplier, { documents: { shipNotice: 'portal' } })
  other = await trade.addSupplier('Forja Ruiz')
  await trade.supplies(other)
})
afterAll(() => trade.close())
beforeEach(() => {
  told = []
})

const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' as const } })
/** A call-off of chains that the supplier has accepted. */
async function confirmed(quantities: readonly string[] = ['100'], supplier = trade.supplier) {
  const order = await trade.callOff(
    quantities.map(quantity => [trade.chainId, quantity, trade.inDays(14)]),
    supplier,
  )
  await answers(
    order.id,
    quantities.map((_, i) => accept(i + 1)),
    supplier,
  )
  return order
}
const answers = (orderId: string, lines: Parameters<typeof answer>[1]['lines'], supplier = trade.supplier) =>
  trade.as(supplier, async tx => {
    const { version } = await getOrder(tx, orderId)
    return agreed(await answer(tx, { orderId, versionAnswered: version, lines, receivedAt: tx.now }, onTheWay))
  })

let numbers = 0
type Said = Partial<Omit<NoticeToPublish, 'items'>> & {
  items: [orderId: string, line: number, quantity: string, lot?: string][]
}
const notice = ({ items, ...more }: Said): NoticeToPublish => ({
  ...{ number: `LS-${++numbers}`, shipDate: trade.inDays(12), arrivalDate: trade.inDays(14), receivedAt: new Date() },
  ...more,
  items: items.map(([orderId, lineNumber, quantity, lot]) => ({ orderId, lineNumber, quantity, lot })),
})
const sends = (said: NoticeToPublish, who = trade.supplier) => trade.as(who, tx => publish(tx, said))
const send = async (said: Said) => agreed(await sends(notice(said)))
async function refused(said: Said, who = trade.supplier): Promise<[string, string | undefined, string][]> {
  const result = await sends(notice(said), who)
  if (!Array.isArray(result)) throw new Error('not refused')
  return result.map(({ code, where, detail }) => [code, where, detail])
}
const lineOf = async (orderId: string, who = trade.buyer, line = 1) => {
  const { lines } = await trade.as(who, tx => shipmentsOfOrder(tx, orderId))
  const found = lines.find(({ lineNumber }) => lineNumber === line)
  return [found?.at, found?.shipped, found?.open]
}

describe('a ship notice', () => {
  it('covers a line in part, then whole, and both sides read it on the order', async () => {
    const { id, number } = await confirmed()
    expect(await lineOf(id)).toEqual(['none', '0', '100'])
    const { noticeId } = await send({
      ...{
        items: [
          [id, 1, '30', 'A'],
          [id, 1, '10.0', 'B'],
        ],
        carrier: ' Kühn ',
        trackingNumber: 'T-1',
        note: 'Two boxes',
      },
    })
    for (const who of [trade.buyer, trade.supplier]) expect(await lineOf(id, who)).toEqual(['partly', '40', '60'])
    await send({ items: [[id, 1, '60']] })
    for (const who of [trade.buyer, trade.supplier]) {
      expect(await lineOf(id, who)).toEqual(['shipped', '100', '0'])
      const seen = await trade.as(who, tx => getNotice(tx, noticeId))
      expect(seen).toMatchObject({
        ...{
          state: 'published',
          carrier: 'Kühn',
          note: 'Two boxes',
          publishedBy: trade.supplier.name,
          channel: 'portal',
        },
        ...{ orders: [{ id, number }], itemCount: 2, shipTo: { code: 'STR1' }, cancelled: null },
      })
      expect(seen.items.map(({ lineNumber, quantity, lot, unit }) => [lineNumber, quantity, lot, unit])).toEqual([
        ...[
          [1, '30', 'A', 'EA'],
          [1, '10', 'B', 'EA'],
        ],
      ])
    }
    expect(told).toEqual([
      { type: 'shipNotice.published', orders: [id] },
      { type: 'shipNotice.published', orders: [id] },
    ])
  })

  it('may speak of several orders of one customer and place', async () => {
    const [a, b] = [await confirmed(), await confirmed(['5', '7'])]
    const { noticeId } = await send({
      items: [
        [b.id, 2, '7'],
        [a.id, 1, '100'],
        [b.id, 1, '5'],
      ],
    })
    const seen = await trade.as(trade.buyer, tx => getNotice(tx, noticeId))
    expect(seen.orders.map(order => order.id).toSorted()).toEqual([a.id, b.id].toSorted())
    for (const [id, line] of [
      [a.id, 1],
      [b.id, 1],
      [b.id, 2],
    ] as const)
      expect((await lineOf(id, trade.buyer, line))[0]).toBe('shipped')
  })

  it('is the same one when the same is said again, by the same number or by the same document', async () => {
    const { id } = await confirmed()
    const said = notice({ number: ' ls-again ', items: [[id, 1, '100', 'L']], documentId: randomUUID() })
    const first = agreed(await sends(said))
    expect(first).toMatchObject({ number: 'LS-AGAIN', state: 'published' })
    expect(await sends(said)).toEqual(first)
    const { documentId: _, ...typed } = said
    expect(await sends({ ...typed, items: [{ ...typed.items[0], quantity: '100.00' } as never] })).toEqual(first)
    expect(await lineOf(id)).toEqual(['shipped', '100', '0'])
    expect(told.length).toBe(1)
    for (const otherwise of [{ carrier: 'Other' }, { arrivalDate: trade.inDays(15) }])
      expect(await refused({ ...typed, ...otherwise, items: [[id, 1, '100', 'L']] })).toEqual([
        ['number-used', '/number', 'There is a ship notice LS-AGAIN already, and it says something else.'],
      ])
  })

  it('ships never more than is agreed and still open, and says so with the numbers', async () => {
    const { id, number } = await confirmed()
    await send({ items: [[id, 1, '40']] })
    expect(await refused({ items: [[id, 1, '61']] })).toEqual([
      [
        ...['more-than-open', '/items/0/quantity'],
        `Line 1 of order ${number}: 61 EA is more than the 60 EA still to be shipped (100 EA agreed, 40 shipped).`,
      ],
    ])
    // Lot by lot it may not be more either.
    expect(
      (
        await refused({
          items: [
            [id, 1, '30', 'A'],
            [id, 1, '31', 'B'],
          ],
        })
      ).map(([code, at]) => [code, at]),
    ).toEqual([['more-than-open', '/items/1/quantity']])
    await send({ items: [[id, 1, '60']] })
    expect((await refused({ items: [[id, 1, '1']] }))[0]?.slice(0, 2)).toEqual(['line-shipped', '/items/0'])
  })

  it('is refused for lines that are unknown or not agreed, for what is no quantity, and for absurd days', async () => {
    const { id, number } = await confirmed()
    const waiting = await trade.callOff([[trade.chainId, '10', trade.inDays(14)]])
    expect(
      await refused({
        items: [
          [id, 3, '1'],
          [waiting.id, 1, '1'],
          [id, 1, '0'],
          [id, 1, '1.5'],
          [id, 1, 'x'],
        ],
      }),
    ).toEqual([
      ['line-unknown', '/items/0', `Order ${number} has no line 3.`],
      ['line-not-agreed', '/items/1', `Line 1 of order ${waiting.number} is not agreed: it waits for an answer.`],
      ['quantity-not-positive', '/items/2/quantity', 'A shipped quantity is more than 0.'],
      ['not-whole', '/items/3/quantity', '1.5 EA is not a whole number of pieces.'],
      ['not-a-number', '/items/4/quantity', '"x" is not a number.'],
    ])
    const codes = async (more: Partial<NoticeToPublish>) =>
      (await refused({ ...more, items: [[id, 1, '1']] } as Said)).map(([code, where]) => [code, where])
    expect(await codes({ arrivalDate: trade.inDays(11) })).toEqual([['arrival-before-shipping', '/arrivalDate']])
    expect(await codes({ shipDate: '2027-02-30' })).toEqual([['not-a-date', '/shipDate']])
    expect(await codes({ shipDate: addDays(trade.inDays(0), 200) })).toEqual([['date-absurd', '/shipDate']])
    expect(await codes({ number: '' })).toEqual([['number-form', '/number']])
    expect(await refused({ items: [] })).toEqual([
      ['nothing-shipped', '/items', 'A ship notice names at least one line.'],
    ])
  })

  it('goes to one place only', async () => {
    const site = { code: 'HH2', name: 'Lager Hamburg', zone: 'Europe/Berlin', street: '', city: 'Hamburg' }
    const elsewhere = agreed(
      await trade.as(trade.buyer, tx => addSite(tx, { ...site, region: 'HH', postalCode: '20457', country: 'DE' })),
    )
    const { id } = await confirmed()
    const far = agreed(
      await trade.as(trade.buyer, tx =>
        issue(tx, {
          ...{ supplierId: trade.supplier.orgId, shipToSiteId: elsewhere.id },
          lines: [{ itemId: trade.chainId, quantity: '5', needBy: trade.inDays(14) }],
        }),
      ),
    )
    await answers(far.id, [accept(1)])
    expect(
      (
        await refused({
          items: [
            [id, 1, '1'],
            [far.id, 1, '1'],
          ],
        })
      )[0]?.slice(0, 2),
    ).toEqual([...['several-ship-tos', '/items']])
  })

  it('ships by what stands agreed while a change of it is on the table, and by what was agreed last', async () => {
    const { id } = await confirmed()
    const promised: Promised[] = [
      { quantity: '20', date: trade.inDays(14) },
      { quantity: '70', date: trade.inDays(20) },
    ]
    await answers(id, [{ lineNumber: 1, answer: { act: 'propose', promised, reason: 'Less' } }])
    await send({ items: [[id, 1, '95']] })
    expect(await lineOf(id)).toEqual(['partly', '95', '5'])
  })

  it('is not taken where it is not agreed', async () => {
    const { id } = await confirmed(['10'], other)
    expect((await refused({ items: [[id, 1, '1']] }, other))[0]?.[0]).toBe('ship-notice-not-agreed')
  })

  it('is taken of what was agreed on before trade was suspended, as an answer is to what was asked before', async () => {
    const third = await trade.addSupplier('Gießerei Harz')
    await trade.agree(third, { documents: { shipNotice: 'portal' } })
    await trade.supplies(third)
    const { id } = await confirmed(['10'], third)
    const asked = await trade.callOff([[trade.chainId, '10', trade.inDays(14)]], third)
    const { rows } = await trade.owner.query<{ id: string }>('select id from relationships where supplier_id = $1', [
      third.orgId,
    ])
    await trade.as(trade.buyer, async tx => agreed(await suspendRelationship(tx, sure(rows[0]).id)))
    expect(await answers(asked.id, [accept(1)], third)).toMatchObject({ status: 'confirmed' })
    for (const orderId of [id, asked.id]) {
      expect((await trade.as(third, tx => shipmentsOfOrder(tx, orderId))).agreed).toBe(true)
      expect(agreed(await sends(notice({ items: [[orderId, 1, '10']] }), third))).toMatchObject({ state: 'published' })
    }
  })

  it('said twice at once ships once: one of the two finds nothing open', async () => {
    const { id } = await confirmed()
    let [begin, end] = [() => {}, () => {}]
    const begun = new Promise<void>(resolve => (begin = resolve))
    const ended = new Promise<void>(resolve => (end = resolve))
    const first = trade.as(trade.supplier, async tx => {
      const published = await publish(tx, notice({ items: [[id, 1, '60']] }))
      begin()
      await ended
      return published
    })
    await begun
    const second = sends(notice({ items: [[id, 1, '60']] }))
    await pause(300)
    end()
    expect(await first).toMatchObject({ state: 'published' })
    expect(await second).toMatchObject([{ code: 'more-than-open' }])
    expect(await lineOf(id)).toEqual(['partly', '60', '40'])
  })
})

describe('taking a ship notice back', () => {
  it('opens what it covered, once, and its number is not used again', async () => {
    const { id } = await confirmed()
    const said = notice({ items: [[id, 1, '100']] })
    const { noticeId, number } = agreed(await sends(said))
    const back = () => trade.as(trade.supplier, tx => cancelNotice(tx, { noticeId, reason: 'Not loaded ' }))
    expect(agreed(await back())).toEqual({ noticeId, number, state: 'cancelled' })
    expect(await lineOf(id)).toEqual(['none', '0', '100'])
    const seen = await trade.as(trade.buyer, tx => getNotice(tx, noticeId))
    expect(seen.cancelled).toMatchObject({ by: trade.supplier.name, reason: 'Not loaded' })
    const again = await back()
    expect(isRefusal(again) && again.code).toBe('notice-cancelled')
    expect(told.map(({ type }) => type)).toEqual(['shipNotice.published', 'shipNotice.cancelled'])
    expect(await sends(said)).toMatchObject([{ code: 'number-cancelled', where: '/number' }])
    await send({ items: [[id, 1, '100']] })
  })
})

describe('a line that the buyer cancels', () => {
  const cancels = (orderId: string) =>
    trade.as(trade.buyer, async tx => {
      const { version } = await getOrder(tx, orderId)
      return await cancel(tx, { orderId, version, lineNumbers: [1], reason: 'No more wanted' }, onTheWay)
    })
  const promisedOf = async (orderId: string) =>
    (await trade.as(trade.supplier, tx => getOrder(tx, orderId))).lines.map(({ at, promised }) => [at, promised])
  const stays = (quantity: string) => [{ quantity, date: trade.inDays(14) }]

  it('is over but for what is on its way, and both are told so', async () => {
    const { id } = await confirmed()
    await send({ items: [[id, 1, '40']] })
    expect(await cancels(id)).toMatchObject({ version: 2, stays: [{ lineNumber: 1, promised: stays('40') }] })
    expect(await promisedOf(id)).toEqual([['cancelled', stays('40')]])
    expect(await lineOf(id)).toEqual(['shipped', '40', '0'])
    const { history } = await trade.as(trade.supplier, tx => getOrder(tx, id))
    expect(history[0]?.data.lines).toEqual([{ lineNumber: 1, stays: stays('40') }])
    const { rows } = await trade.owner.query('select data from work where key = $1', [`order-version-${id}-2`])
    expect(rows[0]?.data.text).toContain('cancelled, but for what is on its way: 40 EA on')
    expect((await refused({ items: [[id, 1, '1']] }))[0]?.[2]).toContain(
      '40 EA agreed, 40 shipped, the rest was cancelled',
    )
  })

  it('is not cancelled once all of it is on its way', async () => {
    const { id } = await confirmed()
    await send({ items: [[id, 1, '100']] })
    expect(await cancels(id)).toMatchObject([
      {
        code: 'line-on-its-way',
        detail: 'Line 1: All 100 EA agreed on are on their way, so nothing is left to cancel.',
        remedy: expect.stringContaining('take the ship notice back'),
      },
    ])
    expect(await promisedOf(id)).toEqual([['confirmed', stays('100')]])
  })

  it('may be shipped again as far as it was on its way, by a notice in place of one taken back; or cancelled then', async () => {
    const { id } = await confirmed()
    const wrong = await send({ items: [[id, 1, '40']] })
    agreed(await cancels(id))
    const back = (noticeId: string) =>
      trade.as(trade.supplier, async tx => agreed(await cancelNotice(tx, { noticeId, reason: 'Wrong lorry' })))
    await back(wrong.noticeId)
    const right = await send({ items: [[id, 1, '30']] })
    expect(await lineOf(id)).toEqual(['partly', '30', '10'])
    expect(await cancels(id)).toMatchObject({ stays: [{ promised: stays('30') }] })
    await back(right.noticeId)
    expect(await cancels(id)).toMatchObject({ stays: [] })
    expect(await promisedOf(id)).toEqual([['cancelled', []]])
    expect(await cancels(id)).toMatchObject([{ code: 'line-not-open' }])
  })

  it('while a notice of it is being taken waits for that', async () => {
    const { id } = await confirmed()
    let [begin, end] = [() => {}, () => {}]
    const begun = new Promise<void>(resolve => (begin = resolve))
    const ended = new Promise<void>(resolve => (end = resolve))
    const sent = trade.as(trade.supplier, async tx => {
      agreed(await publish(tx, notice({ items: [[id, 1, '60']] })))
      begin()
      await ended
    })
    await begun
    const cancelled = cancels(id)
    await pause(300)
    end()
    await sent
    expect(await cancelled).toMatchObject({ stays: [{ promised: stays('60') }] })
  })
})

describe('whose a ship notice is', () => {
  it('is told to nobody else, and ids of others are like ids of nothing', async () => {
    const { id, number } = await confirmed()
    const { noticeId } = await send({ items: [[id, 1, '40']] })
    const unknown = (act: Promise<unknown>) => expect(act).rejects.toBeInstanceOf(Unknown)
    for (const orderId of [id, randomUUID()]) {
      await unknown(sends(notice({ items: [[orderId, 1, '1']] }), other))
      await unknown(trade.as(other, tx => shipmentsOfOrder(tx, orderId)))
    }
    for (const one of [noticeId, randomUUID()]) {
      await unknown(trade.as(other, tx => getNotice(tx, one)))
      await unknown(trade.as(other, tx => cancelNotice(tx, { noticeId: one, reason: '' })))
    }
    // A buyer says nothing in its supplier's name.
    await unknown(sends(notice({ items: [[id, 1, '1']] }), trade.buyer))
    await unknown(trade.as(trade.buyer, tx => cancelNotice(tx, { noticeId, reason: '' })))
    const seen = async (who: Caller) => (await trade.as(who, tx => listNotices(tx, { search: number }))).rows.length
    expect([await seen(trade.buyer), await seen(trade.supplier), await seen(other)]).toEqual([1, 1, 0])
  })

  it('is kept by the database itself, whatever a query forgets', async () => {
    const { id } = await confirmed()
    await send({ items: [[id, 1, '40']] })
    const rows = async (who: Caller) =>
      await trade.as(who, async tx => [await tx.$count(shipNotices), await tx.$count(shipNoticeItems)])
    expect(await rows(other)).toEqual([0, 0])
    const writes = (who: Caller) =>
      trade.as(who, tx =>
        tx.update(shipNotices).set({ note: 'Mine' }).where(sql`true`).returning({ id: shipNotices.id }),
      )
    expect(await writes(other)).toEqual([])
    expect(await writes(trade.buyer)).toEqual([])
    await expect(
      trade.as(trade.supplier, tx =>
        tx.update(shipNoticeItems).set({ quantity: '1' }).where(eq(shipNoticeItems.orderId, id)).returning(),
      ),
    ).resolves.toEqual([])
  })
})
