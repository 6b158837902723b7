// Less than is on its way is agreed on by nobody: not proposed, not accepted, not countered, in the portal or by EDI.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import {
  type AnswerAct,
  acceptMany,
  agreeMany,
  answer,
  decide,
  getOrder,
  ordersInbound,
  ordersReactions,
} from '../orders/index.ts'
import { relationshipOf } from '../partners/index.ts'
import { readInterchanges, type SegmentToWrite, writeInterchange } from '../x12/index.ts'
import { cancelNotice, onTheWay, publish } from './index.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(onTheWay))
  await trade.agree(trade.supplier, { documents: { shipNotice: 'portal' } })
})
afterAll(() => trade.close())

const says = (orderId: string, said: AnswerAct) =>
  trade.as(trade.supplier, async tx => {
    const { version } = await getOrder(tx, orderId)
    const lines = [{ lineNumber: 1, answer: said }]
    return await answer(tx, { orderId, versionAnswered: version, lines, receivedAt: tx.now }, onTheWay)
  })
const promise = (quantity: string, days = 20) => [{ quantity, date: trade.inDays(days) }]
const proposes = (orderId: string, quantity: string) =>
  says(orderId, { act: 'propose', promised: promise(quantity), reason: 'Short of steel' })
const decides = (orderId: string, said: { act: 'accept' | 'reject' } | { act: 'counter'; quantity: string }) =>
  trade.as(trade.buyer, async tx => {
    const { version, lines } = await getOrder(tx, orderId)
    const proposalId = sure(lines[0]?.open).id
    const decision = said.act === 'counter' ? { act: said.act, promised: promise(said.quantity) } : said
    return await decide(tx, { orderId, version, decisions: [{ proposalId, ...decision }] }, onTheWay)
  })
async function confirmed() {
  const order = await trade.callOff([[trade.chainId, '100', trade.inDays(14)]])
  agreed(await says(order.id, { act: 'accept' }))
  return order
}
const ships = (orderId: string, number: string, quantity: string) =>
  trade.as(trade.supplier, async tx => {
    const days = { shipDate: trade.inDays(12), arrivalDate: trade.inDays(14) }
    return agreed(
      await publish(tx, { number, ...days, receivedAt: tx.now, items: [{ orderId, lineNumber: 1, quantity }] }),
    )
  })
const standing = async (orderId: string) =>
  (await trade.as(trade.buyer, tx => getOrder(tx, orderId))).lines.map(({ at, promised }) => [
    at,
    promised.map(({ quantity }) => quantity),
  ])

describe('less than is on its way', () => {
  it('is not proposed: it reads what has left, by which notices, and what to do', async () => {
    const { id } = await confirmed()
    await ships(id, 'LS-1', '30')
    const second = await ships(id, 'LS-2', '10')
    expect(await proposes(id, '30')).toEqual([
      {
        code: 'line-on-its-way',
        detail:
          'Line 1: 40 EA of it are on their way already (ship notices LS-1, LS-2), so less, 30 EA, is not agreed on.',
        where: '/lines/0',
        remedy: 'Say 40 EA or more. Or take the ship notice back first, if the goods can be stopped.',
      },
    ])
    expect(await standing(id)).toEqual([['confirmed', ['100']]])
    await trade.as(trade.supplier, async tx =>
      agreed(await cancelNotice(tx, { noticeId: second.noticeId, reason: 'Stopped' })),
    )
    agreed(await proposes(id, '30'))
    agreed(await decides(id, { act: 'accept' }))
    expect(await standing(id)).toEqual([['agreed', ['30']]])
  })

  it('is agreed to by no buyer where it was proposed before the goods left, nor countered; it may be refused', async () => {
    const { id } = await confirmed()
    agreed(await proposes(id, '30'))
    await ships(id, 'LS-3', '40')
    const refused = [{ code: 'line-on-its-way', detail: expect.stringContaining('ship notice LS-3') }]
    expect(await decides(id, { act: 'accept' })).toMatchObject(refused)
    expect(await decides(id, { act: 'counter', quantity: '39' })).toMatchObject(refused)
    const { version, lines } = await trade.as(trade.buyer, tx => getOrder(tx, id))
    const named = [{ orderId: id, version, proposalIds: [sure(lines[0]?.open).id] }]
    const [many] = await trade.as(trade.buyer, tx => agreeMany(tx, named, onTheWay))
    expect(many).toMatchObject({ done: false, problem: expect.stringContaining('on their way already') })
    agreed(await decides(id, { act: 'reject' }))
    expect(await standing(id)).toEqual([['confirmed', ['100']]])
  })

  it('is not accepted by the supplier where the buyer had countered so; that may be turned down', async () => {
    const { id } = await confirmed()
    agreed(await proposes(id, '90'))
    agreed(await decides(id, { act: 'counter', quantity: '30' }))
    await ships(id, 'LS-4', '40')
    expect(await says(id, { act: 'accept' })).toMatchObject([{ code: 'line-on-its-way' }])
    const { version } = await trade.as(trade.buyer, tx => getOrder(tx, id))
    const [many] = await trade.as(trade.supplier, tx => acceptMany(tx, [{ orderId: id, version }], onTheWay))
    expect(many).toMatchObject({ done: false, problem: expect.stringContaining('LS-4') })
    agreed(await says(id, { act: 'reject', reason: 'They have left' }))
    expect(await standing(id)).toEqual([['confirmed', ['100']]])
  })

  it('exactly that much is agreed on, and waits for a notice that is just being taken', async () => {
    const { id } = await confirmed()
    await ships(id, 'LS-5', '40')
    agreed(await proposes(id, '40'))
    let [begin, end] = [() => {}, () => {}]
    const begun = new Promise<void>(resolve => (begin = resolve))
    const ended = new Promise<void>(resolve => (end = resolve))
    const sent = trade.as(trade.supplier, async tx => {
      const items = [{ orderId: id, lineNumber: 1, quantity: '1' }]
      const days = { shipDate: trade.inDays(12), arrivalDate: trade.inDays(14) }
      agreed(await publish(tx, { number: 'LS-6', ...days, receivedAt: tx.now, items }))
      begin()
      await ended
    })
    await begun
    const decided = decides(id, { act: 'accept' })
    await pause(300)
    end()
    await sent
    expect(await decided).toMatchObject([{ code: 'line-on-its-way', detail: expect.stringContaining('41 EA') }])
  })

  it('in an 855 waits for a person, in the same words', async () => {
    const { id, number } = await confirmed()
    await ships(id, 'LS-7', '40')
    const day = trade.inDays(20).replaceAll('-', '')
    const told = await receives([
      ['BAK', '00', 'AC', number, trade.inDays(0).replaceAll('-', '')],
      ['PO1', '1', '30', 'EA', '', '', 'BP', 'CHN-9'],
      ['ACK', 'IQ', '30', 'EA', '067', day],
    ])
    expect(told).toMatchObject({
      needsAttention: expect.stringContaining('40 EA of it are on their way already (ship notice LS-7)'),
      subject: { label: number },
    })
    expect(await standing(id)).toEqual([['confirmed', ['100']]])
  })
})

/** An 855 as the gateway hands it over. */
async function receives(segments: SegmentToWrite[]) {
  const bytes = writeInterchange(
    {
      ...{ senderQualifier: '14', senderId: 'SENDER', receiverQualifier: 'ZZ', receiverId: 'RECEIVER' },
      ...{ gsSender: 'SENDER', gsReceiver: 'RECEIVER', interchangeControl: '000000001', groupControl: '1' },
      ...{ usage: 'P', version: '004010', date: '20270301', time: '1200' },
    },
    'PR',
    [{ id: '855', control: '0001', segments }],
  )
  const group = sure(readInterchanges(bytes).interchanges[0]?.groups[0])
  const caller: Caller = { ...trade.supplier, personId: null, name: 'Nordlicht (X12)', channel: 'edi' }
  const between = [trade.buyer.orgId, trade.supplier.orgId] as const
  const relationship = sure(await trade.as(trade.buyer, tx => relationshipOf(tx, ...between)))
  return await trade.worker.withTenant(caller, async tx => {
    const named = { documentId: newId(), interchangeId: newId() }
    const about = { ...named, relationship, group, set: sure(group.sets[0]), receivedAt: tx.now }
    return sure((await sure(ordersInbound(onTheWay)['855'])(tx, [about]))[0])
  })
}
