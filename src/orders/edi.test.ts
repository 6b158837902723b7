// Orders said as 850 and 862, and answered by 855, as bytes through our own reader.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { DAY_MS } from '../kernel/time.ts'
import { relationshipOf } from '../partners/index.ts'
import {
  type Group,
  judgeInterchange,
  readInterchanges,
  type SegmentToWrite,
  type TransactionSet,
  writeInterchange,
} from '../x12/index.ts'
import { decide, getOrder, ordersInbound, ordersOutbound, ordersReactions } from './index.ts'
import { nothingLeft } from './on-its-way.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(nothingLeft))
})
afterAll(() => trade.close())

function interchange(functionalId: string, id: string, segments: readonly SegmentToWrite[], version = '004010') {
  const bytes = writeInterchange(
    {
      senderQualifier: '14',
      senderId: 'SENDER',
      receiverQualifier: 'ZZ',
      receiverId: 'RECEIVER',
      gsSender: 'SENDER',
      gsReceiver: 'RECEIVER',
      interchangeControl: '000000001',
      groupControl: '1',
      usage: 'P',
      version,
      date: '20270301',
      time: '1200',
    },
    functionalId,
    [{ id, control: '0001', segments }],
  )
  const [read] = readInterchanges(bytes).interchanges
  if (!read) throw new Error('nothing was read')
  return { read, text: Buffer.from(bytes).toString('latin1') }
}

const relationship = async (supplier: Caller) => {
  const found = await trade.as(trade.buyer, tx => relationshipOf(tx, trade.buyer.orgId, supplier.orgId))
  if (!found) throw new Error('no relationship')
  return found
}

async function written(setId: '850' | '862', orderId: string, supplier = trade.supplier) {
  const agreedOn = await relationship(supplier)
  const writer = ordersOutbound[setId]
  if (!writer) throw new Error('no writer')
  return await trade.as(trade.buyer, tx =>
    writer(tx, { documentId: newId(), subjectId: orderId, relationship: agreedOn }),
  )
}

/** An 855 as the gateway hands it over: as the supplier's organization, by EDI. */
async function received(segments: SegmentToWrite[], given: Given = {}) {
  return sure((await receivedTogether([segments], given))[0])
}

async function receivedTogether(said: SegmentToWrite[][], { receivedAt, documentId }: Given = {}) {
  const agreedOn = await relationship(trade.supplier)
  const caller: Caller = { ...trade.supplier, personId: null, name: 'Nordlicht (X12)', channel: 'edi' }
  return await trade.worker.withTenant(caller, async tx => {
    const handler = ordersInbound(nothingLeft)['855']
    if (!handler) throw new Error('no handler')
    const documents = said.map(segments => {
      const group = interchange('PR', '855', segments).read.groups[0] as Group
      const set = group.sets[0] as TransactionSet
      const about = { documentId: documentId ?? newId(), interchangeId: newId(), relationship: agreedOn }
      return { ...about, group, set, receivedAt: receivedAt ?? tx.now }
    })
    return await handler(tx, documents)
  })
}
interface Given {
  receivedAt?: Date
  documentId?: string
}
const seen = (orderId: string) => trade.as(trade.buyer, tx => getOrder(tx, orderId))
const day = (n: number) => trade.inDays(n).replaceAll('-', '')

describe('what we write', () => {
  test.each([
    ['850', 'PO', '004010'],
    ['850', 'PO', '005010'],
    ['862', 'SS', '004010'],
    ['862', 'SS', '005010'],
  ] as const)('as %s in group %s of %s passes our own reader with no finding', async (setId, group, version) => {
    const { id, number } = await trade.callOff([
      [trade.brakeId, '100', trade.inDays(14)],
      [trade.chainId, '12', trade.inDays(20)],
    ])
    const said = await written(setId, id)
    if ('needsAttention' in said) throw new Error(said.needsAttention)
    expect(said).toMatchObject({ setId, functionalId: group, label: number })
    const { read, text } = interchange(said.functionalId, setId, said.segments, version)
    const judgment = judgeInterchange(read, {})
    expect(judgment.accepted).toBe(true)
    expect(judgment.groups.flatMap(({ sets }) => sets.map(set => [set.code, set.findings]))).toEqual([['A', []]])
    expect(text).toContain(number)
    expect(text).toContain(day(14))
    expect(text).toContain('NL-77120')
  })
  test('spells words for people in the letters of X12 and leaves ids as they are', async () => {
    const { id } = await trade.callOff()
    const said = await written('850', id)
    if ('needsAttention' in said) throw new Error(said.needsAttention)
    expect(said.segments).toContainEqual(['PID', 'F', '', '', '', 'Disc brake - front, o 160 mm'])
    expect(said.segments).toContainEqual(['N3', 'Neckarstrasse 12'])
    expect(said.segments).toContainEqual(['PO1', '1', '100', 'EA', '', '', 'BP', 'BRK-2201', 'VP', 'NL-77120'])
    expect(said.segments.at(-1)).toEqual(['CTT', '1', '100'])
  })
})

describe('an order by 850', () => {
  test('is delivered when the partner can have it, not when it was queued', async () => {
    await trade.agree(trade.supplier, { documents: { order: '850', answer: '855' } })
    const { id } = await trade.callOff()
    expect((await seen(id)).deliveredAt).toBeNull()
    expect((await seen(id)).documents).toMatchObject([{ setId: '850', status: 'queued', validated: 'waiting' }])
    await told('document.collectable', '850', id)
    await told('document.delivered', '850', id)
    const order = await seen(id)
    expect(order.deliveredAt).not.toBeNull()
    expect(order.history.filter(({ type }) => type === 'order.delivered')).toHaveLength(1)
    await trade.agree(trade.supplier, { documents: { order: 'portal', answer: 'portal' } })
  })
})

/** A fact of the gateway, as it announces it. */
async function told(type: string, setId: string, subjectId: string, more: object = {}) {
  const parties = [trade.buyer.orgId, trade.supplier.orgId] as const
  await trade.as(trade.buyer, tx =>
    announce(tx, {
      type,
      subject: { kind: 'document', id: newId() },
      parties,
      at: tx.now,
      data: { setId, subjectKind: 'order', subjectId, buyerId: parties[0], supplierId: parties[1], ...more },
    }),
  )
}

describe('a call-off by 862', () => {
  test('is accepted by silence after the partner’s accepting 997, where that is agreed', async () => {
    await trade.agree(trade.supplier, { documents: { order: '862', answer: 'silence' } })
    const { id } = await trade.callOff()
    expect(await seen(id)).toMatchObject({ answerWanted: false, answerBy: 'silence' })
    await told('document.acknowledged', '862', id, { verdict: 'rejected', reason: 'a fault' })
    expect((await seen(id)).status).toBe('awaiting-answer')
    await told('document.acknowledged', '862', id, { verdict: 'accepted', reason: null })
    const order = await seen(id)
    expect(order.status).toBe('confirmed')
    expect(order.history[0]).toMatchObject({ type: 'order.answered', channel: 'edi' })
    await trade.agree(trade.supplier, { documents: { order: 'portal', answer: 'portal' } })
  })
  test('waits for an answer where one is agreed', async () => {
    await trade.agree(trade.supplier, { documents: { order: '862', answer: '855' } })
    const { id } = await trade.callOff()
    await told('document.acknowledged', '862', id, { verdict: 'accepted', reason: null })
    expect((await seen(id)).status).toBe('awaiting-answer')
    await trade.agree(trade.supplier, { documents: { order: 'portal', answer: 'portal' } })
  })
})

describe('an 855', () => {
  const bak = (number: string, code = 'AC', release = ''): SegmentToWrite => [
    'BAK',
    '00',
    code,
    number,
    '20270301',
    release,
  ]
  const line = (n: number): SegmentToWrite => ['PO1', String(n), '100', 'EA', '', '', 'BP', 'BRK-2201']

  test('answers through the verb of the portal: a split becomes a proposal', async () => {
    const { id, number } = await trade.callOff()
    const segments: SegmentToWrite[] = [
      bak(number),
      line(1),
      ['ACK', 'BP', '60', 'EA', '067', day(14)],
      ['ACK', 'IB', '40', 'EA', '067', day(21)],
    ]
    const documentId = newId()
    expect(await received(segments, { documentId })).toMatchObject({ applied: true, subject: { id, label: number } })
    expect(await received(segments, { documentId })).toMatchObject({ applied: true })
    const order = await seen(id)
    expect(order.lines[0]).toMatchObject({
      at: 'proposed',
      open: { promised: [{ quantity: '60' }, { quantity: '40' }] },
    })
    expect(order.answers).toMatchObject([{ channel: 'edi', answeredBy: 'Nordlicht (X12)' }])
  })
  test('with others, two of them for one order: each is answered, the second sees what became of the first', async () => {
    const [one, two] = [await trade.callOff(), await trade.callOff()]
    const results = await receivedTogether([
      [bak(one.number), line(1), ['ACK', 'DR', '100', 'EA', '067', day(18)]],
      [bak(two.number, 'AK')],
      [bak('CO-405', 'AK')],
      [bak(one.number), line(1), ['ACK', 'DR', '100', 'EA', '067', day(20)]],
    ])
    expect(results).toMatchObject([
      { applied: true, subject: { id: one.id } },
      { applied: true, subject: { id: two.id } },
      { needsAttention: expect.stringContaining('CO-405') },
      { applied: true, subject: { id: one.id } },
    ])
    const order = await seen(one.id)
    expect(order.answers).toHaveLength(2)
    expect(order.lines[0]).toMatchObject({ at: 'proposed', open: { promised: [{ date: trade.inDays(20) }] } })
    expect((await seen(two.id)).status).toBe('confirmed')
  })
  test('of an order we do not know, or a line we do not know, waits for a person', async () => {
    expect(await received([bak('CO-404', 'AK')])).toMatchObject({ needsAttention: expect.stringContaining('CO-404') })
    const { id, number } = await trade.callOff()
    const refused = await received([bak(number), ['PO1', '7', '100', 'EA', '', '', 'BP', 'OTHER'], ['ACK', 'IA']])
    expect(refused).toMatchObject({ needsAttention: expect.stringContaining('OTHER'), subject: { id }, position: 3 })
    const more = await received([bak(number), line(1), ['ACK', 'IQ', '120', 'EA']])
    expect(more).toMatchObject({ needsAttention: expect.stringContaining('more than'), position: 3 })
    const when = await received([bak(number), line(1), ['ACK', 'IA', '100', 'EA', '999', day(14)]])
    expect(when).toMatchObject({ needsAttention: expect.stringContaining('999'), position: 4 })
    expect((await seen(id)).status).toBe('awaiting-answer')
  })
  test('that promises a day that had passed when it came waits for a person; one read days later does not', async () => {
    const { id, number } = await trade.callOff()
    const late: SegmentToWrite[] = [bak(number), line(1), ['ACK', 'DR', '100', 'EA', '067', day(-1)]]
    expect(await received(late)).toMatchObject({
      needsAttention: expect.stringContaining('lies before'),
      subject: { id },
    })
    expect((await seen(id)).status).toBe('awaiting-answer')
    const receivedAt = new Date((await trade.now()).getTime() - 2 * DAY_MS)
    expect(await received(late, { receivedAt })).toMatchObject({ applied: true })
    expect((await seen(id)).lines[0]).toMatchObject({ at: 'proposed' })
  })
  test('that rejects what is agreed waits for a person: the line, the whole, and under a change of its own', async () => {
    const { id, number } = await trade.callOff()
    expect(await received([bak(number, 'AK')])).toMatchObject({ applied: true })
    const attention = { needsAttention: expect.stringContaining('cannot be rejected'), subject: { id } }
    expect(await received([bak(number, 'RD'), line(1), ['ACK', 'IR']])).toMatchObject(attention)
    expect(await received([bak(number, 'RJ')])).toMatchObject(attention)
    await received([bak(number), line(1), ['ACK', 'DR', '100', 'EA', '067', day(18)]])
    expect((await seen(id)).lines[0]).toMatchObject({ at: 'proposed', promised: [{ quantity: '100' }] })
    expect(await received([bak(number, 'RD'), line(1), ['ACK', 'IR']])).toMatchObject(attention)
    expect((await seen(id)).lines[0]?.at).toBe('proposed')
  })
  test('that splits number and release finds its order', async () => {
    const order = { supplierId: trade.supplier.orgId, shipToSiteId: trade.siteId, number: 'BL-7-003' }
    const lines = [{ itemId: trade.brakeId, quantity: '50', needBy: trade.inDays(14) }]
    const { issue } = await import('./index.ts')
    const issued = agreed(await trade.as(trade.buyer, tx => issue(tx, { ...order, lines })))
    expect(await received([bak('BL-7', 'AK', '003')])).toMatchObject({ subject: { id: issued.id } })
    expect((await seen(issued.id)).status).toBe('confirmed')
  })
  test('that came before the buyer’s decision, though read after it, answers the old version', async () => {
    const { id, number } = await trade.callOff()
    await received([bak(number), line(1), ['ACK', 'DR', '100', 'EA', '067', day(18)]])
    const before = await trade.now()
    const [proposal] = (await seen(id)).proposals
    const decisions = [{ proposalId: proposal?.id ?? '', act: 'reject' as const }]
    agreed(await trade.as(trade.buyer, tx => decide(tx, { orderId: id, version: 1, decisions }, nothingLeft)))
    expect(await received([bak(number, 'AK')], { receivedAt: before })).toMatchObject({ applied: true })
    expect((await seen(id)).lines[0]?.at).toBe('awaiting-answer')
    expect((await seen(id)).answers[0]).toMatchObject({ applied: false, versionAnswered: 1 })
    expect(await received([bak(number, 'AK')])).toMatchObject({ applied: true })
    expect((await seen(id)).lines[0]?.at).toBe('confirmed')
  })
  test('that calls a line by a number of its own is taken by the part, and the history says so', async () => {
    const { id, number } = await trade.callOff()
    expect(await received([bak(number), line(900), ['ACK', 'IA']])).toMatchObject({ applied: true })
    expect((await seen(id)).history[0]).toMatchObject({ data: { lines: [{ lineNumber: 1, called: '900' }] } })
  })
  test('on hold says neither yes nor no: kept, shown, the line stays open', async () => {
    const { id, number } = await trade.callOff()
    expect(await received([bak(number), line(1), ['ACK', 'SP', '100', 'EA']])).toMatchObject({ applied: true })
    const order = await seen(id)
    expect(order.lines[0]?.at).toBe('awaiting-answer')
    expect(order.answers[0]).toMatchObject({ applied: false, lines: [{ outcome: 'kept' }] })
    expect(order.history[0]).toMatchObject({ data: { awaiting: true, applied: false } })
  })
})
