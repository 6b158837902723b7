// Ship notices as 856, as bytes through our own reader: found, read through whatever packs there are, and applied by the verb.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { answer, cancel, getOrder, ordersReactions } from '../orders/index.ts'
import { relationshipOf } from '../partners/index.ts'
import {
  type Group,
  type HierarchyLevel,
  hierarchy,
  judgeInterchange,
  loops,
  readInterchanges,
  type SegmentToWrite,
  type TransactionSet,
  writeInterchange,
} from '../x12/index.ts'
import { read856 } from './edi-856-reading.ts'
import { cancelNotice, getNotice, listNotices, onTheWay, shipmentsInbound, shipmentsOfOrder } from './index.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(onTheWay))
  await trade.agree(trade.supplier, { documents: { shipNotice: '856' } })
})
afterAll(() => trade.close())

function groupOf(segments: readonly SegmentToWrite[], version = '004010'): Group {
  const bytes = writeInterchange(
    {
      ...{ senderQualifier: '14', senderId: 'SENDER', receiverQualifier: 'ZZ', receiverId: 'RECEIVER' },
      ...{ gsSender: 'SENDER', gsReceiver: 'RECEIVER', interchangeControl: '000000001', groupControl: '1' },
      ...{ usage: 'P', version, date: '20270301', time: '1200' },
    },
    'SH',
    [{ id: '856', control: '0001', segments }],
  )
  return sure(readInterchanges(bytes).interchanges[0]?.groups[0])
}

const day = (n: number) => trade.inDays(n).replaceAll('-', '')
const item = (of: (string | undefined)[], quantity: string, unit = 'EA', count = ''): HierarchyLevel => ({
  kind: 'I',
  segments: [
    ['LIN', count, ...of.map(each => each ?? '')],
    ['SN1', '', quantity, unit],
  ],
})
const order = (number: string, children: HierarchyLevel[], release = ''): HierarchyLevel => ({
  ...{ kind: 'O', segments: [['PRF', number, release]], children },
})
const pack = (children: HierarchyLevel[], kind = 'P'): HierarchyLevel => ({
  ...{ kind, segments: [['MAN', 'GM', '00034012345000000018']], children },
})
let numbers = 0
interface Said {
  number?: string
  purpose?: string
  structure?: string
  shipment?: SegmentToWrite[]
  receivedAt?: Date
  documentId?: string
  interchangeId?: string
  version?: string
}
const notice = (orders: HierarchyLevel[], said: Said = {}): SegmentToWrite[] => {
  const { number = `SN-${++numbers}`, purpose = '00', structure = '0002', shipment = [['DTM', '011', day(12)]] } = said
  return [
    ['BSN', purpose, number, day(0), '0930', structure],
    ...hierarchy([{ kind: 'S', segments: shipment, children: orders }]),
  ]
}

async function receives(segments: SegmentToWrite[], { receivedAt, documentId, interchangeId, version }: Said = {}) {
  const caller: Caller = { ...trade.supplier, personId: null, name: 'Nordlicht (X12)', channel: 'edi' }
  const relationship = sure(
    await trade.as(trade.buyer, tx => relationshipOf(tx, trade.buyer.orgId, trade.supplier.orgId)),
  )
  return await trade.worker.withTenant(caller, async tx => {
    const group = groupOf(segments, version)
    const set = group.sets[0] as TransactionSet
    const named = { documentId: documentId ?? newId(), interchangeId: interchangeId ?? newId() }
    const about = { ...named, relationship, group, set, receivedAt: receivedAt ?? tx.now }
    return sure((await sure(shipmentsInbound['856'])(tx, [about]))[0])
  })
}

async function confirmed(lines: [item: string, quantity: string][] = [[trade.chainId, '100']]) {
  const called = await trade.callOff(lines.map(([itemId, quantity]) => [itemId, quantity, trade.inDays(14)]))
  const answered = lines.map((_, i) => ({ lineNumber: i + 1, answer: { act: 'accept' as const } }))
  await trade.as(trade.supplier, async tx =>
    agreed(await answer(tx, { orderId: called.id, versionAnswered: 1, lines: answered, receivedAt: tx.now }, onTheWay)),
  )
  return called
}
const shipped = async (orderId: string) =>
  (await trade.as(trade.buyer, tx => shipmentsOfOrder(tx, orderId))).lines.map(line => line.shipped)
const latest = async () => {
  const { rows } = await trade.as(trade.buyer, tx => listNotices(tx, {}))
  return await trade.as(trade.buyer, tx => getNotice(tx, sure(rows[0]).id))
}
const chain = ['BP', 'CHN-9'] as const

describe('an 856', () => {
  test.each(['004010', '005010'])('of shipment, order and item in %s becomes a ship notice', async version => {
    const { id, number } = await confirmed()
    const shipment: SegmentToWrite[] = [
      ['TD5', '', '', '', '', 'Kuehn'],
      ['REF', 'BM', 'BL-7'],
      ['REF', 'CN', 'T-77'],
      ['DTM', '011', day(12)],
      ['DTM', '017', day(15)],
    ]
    const segments = notice([order(number, [item([...chain, 'LT', 'LOT-1'], '40')])], { shipment })
    const done = await receives(segments, { version })
    expect(done).toEqual({ applied: true, subject: { kind: 'order', id, label: number } })
    expect(await latest()).toMatchObject({
      ...{ shipDate: trade.inDays(12), arrivalDate: trade.inDays(15), carrier: 'Kuehn', trackingNumber: 'T-77' },
      ...{ channel: 'edi', publishedBy: 'Nordlicht (X12)', items: [{ lineNumber: 1, quantity: '40', lot: 'LOT-1' }] },
    })
    expect(await shipped(id)).toEqual(['40'])
  })

  test('is read through its packs to the items, and the same goods in several packs are one item', async () => {
    const [a, b] = [
      await confirmed([
        [trade.chainId, '100'],
        [trade.brakeId, '100'],
      ]),
      await confirmed(),
    ]
    const done = await receives(
      notice(
        [
          order(a.number, [
            pack([pack([item([...chain], '30', 'EA', '1')]), pack([item([...chain], '20', 'EA', '2')])], 'T'),
            pack([item(['VP', 'NL-77120'], '60', 'EA', '3')]),
          ]),
          order(b.number, [pack([item([...chain], '5')])]),
        ],
        { structure: '0001' },
      ),
    )
    expect(done).toEqual({ applied: true, subject: { kind: 'order', id: a.id, label: a.number, also: [b.id] } })
    expect([await shipped(a.id), await shipped(b.id)]).toEqual([['50', '60'], ['5']])
  })

  test('names every order that is known, each once: refused, applied, and taken back', async () => {
    const [a, b] = [await confirmed(), await confirmed()]
    const subject = { kind: 'order', id: a.id, label: a.number, also: [b.id] }
    const of = (quantity: string, ...more: HierarchyLevel[]) => [
      ...[order(a.number, [item([...chain], '1')]), order(b.number, [item([...chain], quantity)])],
      ...[order(a.number, [item([...chain], '2')]), ...more],
    ]
    expect(await receives(notice(of('101')))).toMatchObject({ needsAttention: expect.stringContaining('101'), subject })
    const nobodys = order('NOBODYS', [item([...chain], '1')])
    expect(await receives(notice(of('1', nobodys)))).toMatchObject({ needsAttention: expect.any(String), subject })
    expect(await receives(notice(of('100'), { number: 'SN-OF-TWO' }))).toEqual({ applied: true, subject })
    const back = await receives(notice([], { number: 'SN-OF-TWO', purpose: '01' }))
    const { id = '', also = [] } = back.subject ?? {}
    expect([id, ...also].toSorted()).toEqual([a.id, b.id].toSorted())
  })

  test('of several lines of one part says which by the line of the order, or by its count', async () => {
    const { id, number } = await confirmed([
      [trade.chainId, '100'],
      [trade.chainId, '100'],
    ])
    const items = [item([...chain, 'PL', '2'], '10', 'EA', '1'), item([...chain], '20', 'EA', '1')]
    expect(await receives(notice([order(number, items)]))).toMatchObject({ applied: true })
    expect(await shipped(id)).toEqual(['20', '10'])
  })

  test('says nothing of its arrival where what is agreed on the way does', async () => {
    await trade.owner.query('update relationships set transit_days = 3')
    const { number } = await confirmed()
    await receives(notice([order(number, [item([...chain], '1')])]))
    expect((await latest()).arrivalDate).toBe(trade.inDays(15))
    await trade.owner.query('update relationships set transit_days = 0')
  })

  test('that came before is the same notice, as document, as content, and as a duplicate', async () => {
    const { id, number } = await confirmed()
    const said = { number: 'SN-SAME', documentId: newId() }
    const orders = [order(number, [item([...chain], '40')])]
    const first = await receives(notice(orders, said), said)
    expect(first).toMatchObject({ applied: true })
    expect(await receives(notice(orders, said), said)).toEqual(first)
    expect(await receives(notice(orders, { number: 'SN-SAME' }))).toEqual(first)
    expect(await receives(notice(orders, { number: 'SN-SAME', purpose: '07' }))).toEqual(first)
    expect(await shipped(id)).toEqual(['40'])
  })

  test('takes a notice back, once or twice', async () => {
    const { id, number } = await confirmed()
    await receives(notice([order(number, [item([...chain], '40')])], { number: 'SN-BACK' }))
    const back = notice([], { number: 'SN-BACK', purpose: '01' })
    for (const _ of [1, 2])
      expect(await receives(back)).toEqual({ applied: true, subject: { kind: 'order', id, label: number } })
    expect(await shipped(id)).toEqual(['0'])
  })
})

test('taken back by hand in the same moment, a notice is taken back', async () => {
  const { number } = await confirmed()
  await receives(notice([order(number, [item([...chain], '40')])], { number: 'SN-HAND' }))
  const { id: noticeId } = await latest()
  let [begin, end] = [() => {}, () => {}]
  const begun = new Promise<void>(resolve => (begin = resolve))
  const ended = new Promise<void>(resolve => (end = resolve))
  const byHand = trade.as(trade.supplier, async tx => {
    agreed(await cancelNotice(tx, { noticeId, reason: 'Not loaded' }))
    begin()
    await ended
  })
  await begun
  const byEdi = receives(notice([], { number: 'SN-HAND', purpose: '01' }))
  await pause(300)
  end()
  await byHand
  expect(await byEdi).toMatchObject({ applied: true })
  expect((await latest()).cancelled).toMatchObject({ reason: 'Not loaded' })
})

describe('an 856 that is applied out of turn', () => {
  /** A document that was received and is not applied yet, the earlier of two in its interchange; answers the later. */
  async function waiting(setId: string, at: Date) {
    const [interchange, first, second] = [newId(), newId(), newId()]
    const between = [trade.buyer.orgId, trade.supplier.orgId]
    await trade.owner.query(
      `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
         receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
       values ($1, $2, $3, 'in', 'https', 'answered', 'ZZ', 'S', 'ZZ', 'B', $5, 'P', '', '', $4)`,
      [interchange, ...between, at, interchange.slice(-9)],
    )
    await trade.owner.query(
      `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status)
       values ($1, $2, $3, 'in', $4, $5, 'SH', 'accepted')`,
      [first, ...between, interchange, setId],
    )
    const isApplied = () => trade.owner.query(`update documents set status = 'applied' where id = $1`, [first])
    return { documentId: second, interchangeId: interchange, isApplied }
  }

  test('waits for what was sent before it, an answer or another notice, before a person has to look at it', async () => {
    const { id, number } = await confirmed()
    const receivedAt = await trade.now()
    const all = notice([order(number, [item([...chain], '100')])], { number: 'SN-BEFORE' })
    await receives(all)
    const anew = notice([order(number, [item([...chain], '90')])])
    const notYet = 'What this supplier sent before is still to be applied.'
    const of = { ...(await waiting('856', receivedAt)), receivedAt }
    await expect(receives(anew, of)).rejects.toThrow(notYet)
    await receives(notice([], { number: 'SN-BEFORE', purpose: '01' }))
    expect(await receives(anew, of)).toMatchObject({ applied: true })
    await of.isApplied()
    expect(await shipped(id)).toEqual(['90'])
    // Of one burst, in two interchanges: the first is waited for though it is read last, and never the other way round.
    const other = { ...(await waiting('856', receivedAt)), receivedAt }
    const tooMuch = notice([order(number, [item([...chain], '20')])])
    await expect(receives(tooMuch, { receivedAt, interchangeId: newId() })).rejects.toThrow(notYet)
    const first = { receivedAt, interchangeId: of.interchangeId }
    expect(await receives(tooMuch, first)).toMatchObject({ needsAttention: expect.stringContaining('more than') })
    await other.isApplied()

    const unanswered = await trade.callOff([[trade.chainId, '5', trade.inDays(14)]])
    const answers = { ...(await waiting('855', receivedAt)), receivedAt }
    const early = notice([order(unanswered.number, [item([...chain], '5')])])
    await expect(receives(early, answers)).rejects.toThrow(notYet)
    await answers.isApplied()
    expect(await receives(early, answers)).toMatchObject({ needsAttention: expect.stringContaining('is not agreed') })
  })
})

describe('what waits for a person, in words', () => {
  const waits = async (segments: SegmentToWrite[]) => {
    const result = await receives(segments)
    if (!('needsAttention' in result)) throw new Error('it was applied')
    return [result.needsAttention, result.position, result.subject?.label]
  }

  test('an order, a line or a unit that is not known, and what is more than is open', async () => {
    const { id, number } = await confirmed()
    const of = (...items: HierarchyLevel[]) => notice([order(number, items)])
    expect(await waits(notice([order('NOBODYS', [item([...chain], '1')])]))).toEqual([
      ...['There is no order “NOBODYS” for this supplier.', 7, undefined],
    ])
    expect(await waits(of(item(['BP', 'OTHER'], '1')))).toEqual([
      ...[`No line of the order ${number} fits what it calls part “OTHER”.`, 7, number],
    ])
    expect(await waits(of(item([...chain, 'PL', '7'], '1')))).toEqual([
      ...[`No line of the order ${number} fits what it calls line “7”, part “CHN-9”.`, 7, number],
    ])
    expect(await waits(of(item([...chain], '1', 'CA')))).toEqual([
      ...['Line 1 (CHN-9): it counts in CA, and the order counts in EA.', 7, number],
    ])
    expect(await waits(of(item([...chain], '60'), item([...chain, 'LT', 'B'], '41')))).toEqual([
      `Line 1 of order ${number}: 101 EA is more than the 100 EA still to be shipped (100 EA agreed, 0 shipped).`,
      ...[10, number],
    ])
    expect(await shipped(id)).toEqual(['0'])
  })

  test('what the buyer has cancelled since is not shipped, but what was on its way may be sent anew', async () => {
    const { id, number } = await confirmed()
    const of = (quantity: string) => [order(number, [item([...chain], quantity)])]
    await receives(notice(of('40'), { number: 'SN-WRONG' }))
    await trade.as(trade.buyer, async tx => {
      const { version } = await getOrder(tx, id)
      agreed(await cancel(tx, { orderId: id, version, lineNumbers: [1], reason: 'No more wanted' }, onTheWay))
    })
    expect(await receives(notice(of('60')))).toMatchObject({
      needsAttention: `Line 1 of order ${number} is shipped already: 40 EA agreed, 40 shipped, the rest was cancelled.`,
    })
    await receives(notice([], { number: 'SN-WRONG', purpose: '01' }))
    expect(await receives(notice(of('40')))).toMatchObject({ applied: true })
    expect(await shipped(id)).toEqual(['40'])
  })

  test('of goods one by one, with serial numbers, is so much of a line; of more lots than a notice holds it is not taken', async () => {
    const { id, number } = await confirmed([[trade.chainId, '600']])
    const each = (count: number, of: (n: number) => string[]) => [
      order(
        number,
        Array.from({ length: count }, (_, i) => item([...chain, ...of(i)], '1')),
      ),
    ]
    expect(await receives(notice(each(501, n => ['SN', `S-${n}`])))).toMatchObject({ applied: true })
    expect((await latest()).items).toMatchObject([{ lineNumber: 1, quantity: '501' }])
    expect(await receives(notice(each(501, n => ['LT', `L-${n}`])))).toMatchObject({
      needsAttention: 'It has 501 items; a ship notice has 500 at most.',
    })
    expect(await shipped(id)).toEqual(['501'])
  })

  test('a change, a cancellation of nothing, a number used otherwise, a shipment without a day', async () => {
    const { number } = await confirmed()
    const orders = [order(number, [item([...chain], '1')])]
    expect((await waits(notice(orders, { purpose: '05' })))[0]).toContain('BSN01 “05”')
    expect((await waits(notice([], { number: 'SN-NONE', purpose: '01' })))[0]).toContain('“SN-NONE”')
    await receives(notice(orders, { number: 'SN-USED' }))
    const otherwise = [order(number, [item([...chain], '2')])]
    expect((await waits(notice(otherwise, { number: 'SN-USED' })))[0]).toContain('says something else')
    expect((await waits(notice(orders, { shipment: [['REF', 'BM', '1']] })))[0]).toBe(
      'It says no day of shipping (DTM01 011).',
    )
    expect((await waits(notice(orders, { structure: '0004' })))[0]).toContain('BSN05 “0004”')
  })
})

describe('the samples', () => {
  const reading = (name: string) => {
    const [interchange] = readInterchanges(readFileSync(`edi-samples/856/${name}/in.edi`)).interchanges
    const group = sure(interchange?.groups[0])
    expect(judgeInterchange(sure(interchange)).groups[0]?.sets[0]?.findings).toEqual([])
    return read856(loops(sure(group.sets[0]), group))
  }

  test('of order and item, and of pallets and cartons, say the same goods', () => {
    const items = [
      { order: ['PO-4711'], orderLine: '1', quantity: '24', unit: 'EA', lot: 'L-88' },
      { order: ['PO-4712'], orderLine: '', quantity: '10', unit: 'EA', lot: '' },
    ]
    const told = {
      shipDate: '2026-03-01',
      arrivalDate: '2026-03-03',
      carrier: 'DHL FREIGHT',
      trackingNumber: 'PRO-5501',
    }
    for (const name of ['order-item', 'pallets-and-cartons']) expect(reading(name)).toMatchObject({ ...told, items })
  })

  test('of an item that belongs to no order are not guessed at', () => {
    expect(reading('item-without-order')).toEqual({
      ...{ problem: 'It has an item that belongs to no order (HL03 O with PRF01).', position: 5 },
    })
  })
})
