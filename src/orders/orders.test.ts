// Orders and call-offs through their verbs, from both sides, on a real Postgres.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { addCalendar } from '../calendars/index.ts'
import type { Caller } from '../kernel/db.ts'
import { sure, Unknown } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { addDays, DAY_MS, localDateOf, mondayOf } from '../kernel/time.ts'
import { hintOf } from './choices.ts'
import {
  type AnswerAct,
  acceptMany,
  agreeMany,
  answer,
  cancel,
  decide,
  getOrder,
  issue,
  issueMany,
  listOrders,
  ordersReactions,
  rejectMany,
  view,
} from './index.ts'
import { nothingLeft } from './on-its-way.ts'
import { spoken } from './spoken.ts'

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(ordersReactions(nothingLeft))
})
afterAll(() => trade.close())

const seen = (orderId: string, caller: Caller = trade.buyer) => trade.as(caller, tx => getOrder(tx, orderId))
const answered = (
  orderId: string,
  acts: Record<number, AnswerAct>,
  versionAnswered = 1,
  documentId?: string,
  caller: Caller = trade.supplier,
) =>
  trade.as(caller, tx =>
    answer(
      tx,
      {
        orderId,
        versionAnswered,
        receivedAt: tx.now,
        lines: Object.entries(acts).map(([lineNumber, act]) => ({ lineNumber: Number(lineNumber), answer: act })),
        ...(documentId ? { documentId } : {}),
      },
      nothingLeft,
    ),
  )
const accept: AnswerAct = { act: 'accept' }
const propose = (...promised: [string, string][]): AnswerAct => ({
  act: 'propose',
  promised: promised.map(([quantity, date]) => ({ quantity, date })),
  reason: 'coating line',
})
const codes = (result: unknown) => (Array.isArray(result) ? result.map(each => (each as { code: string }).code) : [])

describe('a call-off', () => {
  test('gets the next number, is seen by both sides, and tells the supplier’s people once', async () => {
    const first = await trade.callOff()
    const asked = [{ quantity: '100', date: trade.inDays(14) }]
    const second = await trade.callOff()
    expect(Number(second.number.slice(3))).toBe(Number(first.number.slice(3)) + 1)
    const [ours, theirs] = [await seen(first.id), await seen(first.id, trade.supplier)]
    expect(ours).toMatchObject({ status: 'awaiting-answer', version: 1, document: 'portal', side: 'buyer' })
    expect(ours.deliveredAt).toBe(ours.issuedAt)
    expect(theirs).toMatchObject({ side: 'supplier', lines: [{ buyerPart: 'BRK-2201', supplierPart: 'NL-77120' }] })
    expect(ours.history.map(({ type }) => type)).toEqual(['order.delivered', 'order.issued'])
    const { rows } = await trade.owner.query(
      "select org_id, data->>'text' as text from work where kind = 'notice.raise' and key like $1",
      [`%${first.id}`],
    )
    expect(rows).toEqual([
      { org_id: trade.supplier.orgId, text: expect.stringContaining(`NL-77120: ${spoken(asked, 'EA')}`) },
    ])
  })
  test('keeps to packs, minimum, days and what the supplier makes, all said at once', async () => {
    const foreign = newId()
    const result = await trade.as(trade.buyer, tx =>
      issue(tx, {
        supplierId: trade.supplier.orgId,
        shipToSiteId: trade.siteId,
        lines: [
          { itemId: trade.brakeId, quantity: '25', needBy: trade.inDays(14) },
          { itemId: trade.brakeId, quantity: '10', needBy: trade.inDays(14) },
          { itemId: trade.brakeId, quantity: '30', needBy: trade.inDays(-1) },
          { itemId: foreign, quantity: '30', needBy: trade.inDays(1) },
          { itemId: trade.brakeId, quantity: 'many', needBy: '2027-02-30' },
          { itemId: trade.chainId, quantity: '5.5', needBy: trade.inDays(1) },
        ],
      }),
    )
    expect(codes(result)).toEqual([
      'not-whole-packs',
      'below-minimum',
      'need-by-past',
      'item-not-supplied',
      'not-a-number',
      'not-a-date',
      'not-whole',
    ])
  })
  test('takes a number of the buyer’s own once, whichever supplier it is for', async () => {
    const order = {
      supplierId: trade.supplier.orgId,
      shipToSiteId: trade.siteId,
      number: 'po-4711/a',
      lines: [{ itemId: trade.chainId, quantity: '5', needBy: trade.inDays(3) }],
    }
    expect(agreed(await trade.as(trade.buyer, tx => issue(tx, order))).number).toBe('PO-4711/A')
    expect(codes(await trade.as(trade.buyer, tx => issue(tx, order)))).toEqual(['number-used'])
    expect(codes(await trade.as(trade.buyer, tx => issue(tx, { ...order, number: 'A*B' })))).toEqual(['number-form'])
    const [one, two] = await trade.as(trade.buyer, tx =>
      issueMany(tx, [
        { ...order, number: 'X-1' },
        { ...order, number: 'X-1' },
      ]),
    )
    expect([codes(one), codes(two)]).toEqual([[], ['number-used']])
  })
  test('to a supplier without a calendar counts days as its answer clock does: day and night, at the ship-to', async () => {
    const asked = { supplierId: trade.supplier.orgId, itemId: trade.chainId, siteId: trade.siteId }
    const hint = await trade.as(trade.buyer, tx =>
      hintOf(tx, { ...asked, kind: 'standalone', needBy: trade.inDays(1) }),
    )
    const transit = 'transitDays' in hint ? hint.transitDays : 0
    expect(hint).toMatchObject({
      calendar: null,
      zone: 'Europe/Berlin',
      closed: false,
      earliest: trade.inDays(5 + transit),
      insideLeadTime: true,
      needByPast: false,
    })
    const past = await trade.as(trade.buyer, tx => hintOf(tx, { ...asked, needBy: trade.inDays(-1) }))
    expect(past).toMatchObject({ needByPast: true })
  })
  test('of another buyer’s site or to a supplier one does not trade with is refused', async () => {
    const lines = [{ itemId: trade.chainId, quantity: '5', needBy: trade.inDays(3) }]
    const to = (supplierId: string, shipToSiteId: string) =>
      trade.as(trade.buyer, tx => issue(tx, { supplierId, shipToSiteId, lines }))
    expect(codes(await to(newId(), trade.siteId))).toEqual(['supplier-unknown'])
    expect(codes(await to(trade.supplier.orgId, newId()))).toEqual(['site-unknown'])
  })
})

describe('an answer', () => {
  test('accepts, proposes, splits and rejects many lines at once', async () => {
    const day = trade.inDays(14)
    const { id } = await trade.callOff(Array.from({ length: 4 }, () => [trade.brakeId, '100', day]))
    const result = agreed(
      await answered(id, {
        1: accept,
        2: propose(['100', trade.inDays(16)]),
        3: propose(['60', day], ['40', trade.inDays(20)]),
        4: { act: 'reject', reason: 'no steel' },
      }),
    )
    expect(result).toMatchObject({ version: 1, status: 'to-decide' })
    const order = await seen(id)
    expect(order.lines.map(({ at }) => at)).toEqual(['confirmed', 'proposed', 'proposed', 'rejected'])
    expect(order.lines.map(line => line.firstPromise)).toEqual([day, trade.inDays(16), trade.inDays(20), null])
    expect(order.lines[2]?.open?.promised).toHaveLength(2)
    expect(order.answers[0]).toMatchObject({ applied: true, channel: 'portal', versionAnswered: 1 })
    expect(order.history[0]).toMatchObject({ type: 'order.answered', data: { awaiting: false, toDecide: true } })
  })
  test('inside the tolerance is agreed at once, with the profile’s version kept', async () => {
    await trade.agree(trade.supplier, { tolerance: { daysLate: 2 } })
    const { id } = await trade.callOff()
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }))).toMatchObject({
      status: 'changed',
      version: 2,
    })
    const order = await seen(id)
    expect(order.proposals).toMatchObject([{ status: 'auto-accepted', decidedBy: 'Pullwire' }])
    const { rows } = await trade.owner.query('select tolerance from proposals where order_id = $1', [id])
    expect(rows[0]).toMatchObject({ tolerance: { daysLate: 2, profileVersion: 1 } })
    await trade.agree(trade.supplier, { tolerance: { daysLate: 0 } })
  })
  test('that moves what was agreed within the tolerance is the next version: a stale cancellation is refused', async () => {
    await trade.agree(trade.supplier, { tolerance: { daysLate: 5 } })
    const { id } = await trade.callOff()
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) })).version).toBe(2)
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }, 2)).version).toBe(2)
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(18)]) }, 2)).version).toBe(3)
    const stale = { orderId: id, version: 2, lineNumbers: [1], reason: 'too late' }
    expect(codes(await trade.as(trade.buyer, tx => cancel(tx, stale, nothingLeft)))).toEqual(['order-changed'])
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(14)]) }, 3))).toMatchObject({
      status: 'confirmed',
      version: 4,
    })
    await trade.agree(trade.supplier, { tolerance: { daysLate: 0 } })
  })
  test('is all or nothing: one impossible line refuses the whole, in words that say where', async () => {
    const { id } = await trade.callOff([
      [trade.chainId, '10', trade.inDays(9)],
      [trade.chainId, '10', trade.inDays(9)],
    ])
    const result = await answered(id, { 1: accept, 2: propose(['11', trade.inDays(9)]) })
    expect(result).toMatchObject([{ code: 'more-than-ordered', where: '/lines/1/answer/promised' }])
    expect((await seen(id)).lines.map(({ at }) => at)).toEqual(['awaiting-answer', 'awaiting-answer'])
    expect((await seen(id)).answers).toEqual([])
  })
  test('based on a look that a colleague has overtaken is refused in words; a change to what was seen is not', async () => {
    const { id } = await trade.callOff()
    const ole = await trade.addPerson(trade.supplier.orgId, 'Bea Lund', 'answerer')
    const say = async (who: Caller, act: AnswerAct, basedOn: string) =>
      trade.as(who, tx =>
        answer(
          tx,
          {
            orderId: id,
            versionAnswered: 1,
            receivedAt: tx.now,
            lines: [{ lineNumber: 1, answer: act, basedOn }],
          },
          nothingLeft,
        ),
      )
    const markNow = async () => sure((await seen(id)).lines[0]).mark
    const both = await markNow()
    expect(agreed(await say(ole, accept, both)).status).toBe('confirmed')
    const other = propose(['100', trade.inDays(18)])
    expect(await say(trade.supplier, other, both)).toMatchObject([
      {
        code: 'answer-overtaken',
        where: '/lines/0/basedOn',
        detail: expect.stringMatching(/^Line 1: Bea Lund has answered meanwhile, .* It is confirmed already\.$/),
        remedy: expect.stringContaining('what you typed is kept'),
      },
    ])
    expect((await seen(id)).lines[0]).toMatchObject({ at: 'confirmed', open: null })
    // Saying the same is no quarrel; and who has seen the confirmation may propose a change to it.
    expect(agreed(await say(trade.supplier, accept, both)).status).toBe('confirmed')
    expect(agreed(await say(trade.supplier, other, await markNow())).status).toBe('to-decide')
    const proposed = await markNow()
    expect(agreed(await say(ole, propose(['100', trade.inDays(19)]), proposed)).status).toBe('to-decide')
    expect(codes(await say(trade.supplier, propose(['100', trade.inDays(20)]), proposed))).toEqual(['answer-overtaken'])
  })
  test('is kept as it was understood, not as it was typed', async () => {
    const { id } = await trade.callOff()
    agreed(await answered(id, { 1: propose(['040.000', trade.inDays(16)]) }))
    const order = await seen(id)
    expect(order.answers[0]?.lines[0]?.words).toMatch(/^40 EA on /)
    expect(order.proposals[0]?.promised).toEqual([{ quantity: '40', date: trade.inDays(16) }])
  })
  test('promises no day that had passed when it was received; read later, it is as good as it was', async () => {
    const { id } = await trade.callOff()
    const yesterday = trade.inDays(-1)
    expect(await answered(id, { 1: propose(['100', yesterday]) })).toMatchObject([
      { code: 'date-past', where: '/lines/0/answer/promised/0/date', detail: expect.stringMatching(/^Line 1: /) },
    ])
    expect((await seen(id)).lines[0]?.at).toBe('awaiting-answer')
    const twoDaysAgo = new Date((await trade.now()).getTime() - 2 * DAY_MS)
    const lines = [{ lineNumber: 1, answer: propose(['100', yesterday]) }]
    const early = { orderId: id, versionAnswered: 1, receivedAt: twoDaysAgo, lines }
    expect(agreed(await trade.as(trade.supplier, tx => answer(tx, early, nothingLeft))).status).toBe('to-decide')
  })
  test('that wants a decision or refuses something tells those who decide, once; an acceptance tells nobody', async () => {
    const told = async (orderId: string) =>
      (
        await trade.owner.query<{ org_id: string; data: Record<string, string> }>(
          "select org_id, data from work where key like 'order-answered-%' and data->>'link' = $1",
          [`/orders/${orderId}`],
        )
      ).rows
    const many: [string, string, string][] = [1, 2, 3].map(() => [trade.brakeId, '100', trade.inDays(14)])
    const [plain, mixed] = [await trade.callOff(), await trade.callOff(many)]
    agreed(await answered(plain.id, { 1: accept }))
    expect(await told(plain.id)).toEqual([])
    const acts = { 1: propose(['100', trade.inDays(16)]), 2: { act: 'reject' as const, reason: 'no steel' }, 3: accept }
    agreed(await answered(mixed.id, acts))
    const [notice, ...more] = await told(mixed.id)
    expect([notice?.org_id, more]).toEqual([trade.buyer.orgId, []])
    expect(notice?.data).toMatchObject({
      to: JSON.stringify({ roles: ['administrator', 'buyer'] }),
      title: expect.stringContaining('wants your decision'),
      text: expect.stringMatching(
        /Line 1 .*coating line.*\nLine 2 .*rejected \(no steel\)\.\n\nYour decision is due by ⟦due\|[\da-f-]+⟧\.$/,
      ),
    })
  })
  test('by the same document twice is one answer', async () => {
    const { id } = await trade.callOff()
    const documentId = newId()
    const first = agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }, 1, documentId))
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }, 1, documentId))).toEqual(first)
    const order = await seen(id)
    expect([order.answers.length, order.proposals.length]).toEqual([1, 1])
    expect(order.history.filter(({ type }) => type === 'order.answered')).toHaveLength(1)
  })
  test('that repeats what stands is no fault, one that contradicts it is a new proposal', async () => {
    const { id } = await trade.callOff()
    agreed(await answered(id, { 1: accept }))
    expect(agreed(await answered(id, { 1: accept })).lines).toEqual([{ lineNumber: 1, outcome: 'confirmed' }])
    expect(agreed(await answered(id, { 1: propose(['100', trade.inDays(15)]) })).status).toBe('to-decide')
    expect((await seen(id)).lines[0]).toMatchObject({ at: 'proposed', promised: [{ date: trade.inDays(14) }] })
  })
  test('to an old version is kept and shown, and overwrites nothing', async () => {
    const { id } = await trade.callOff([
      [trade.chainId, '10', trade.inDays(9)],
      [trade.chainId, '20', trade.inDays(9)],
    ])
    agreed(await answered(id, { 1: propose(['10', trade.inDays(12)]) }))
    const [proposal] = (await seen(id)).proposals
    const counter = { act: 'counter' as const, promised: [{ quantity: '10', date: trade.inDays(10) }] }
    const decisions = [{ proposalId: proposal?.id ?? '', ...counter }]
    agreed(await trade.as(trade.buyer, tx => decide(tx, { orderId: id, version: 1, decisions }, nothingLeft)))
    const late = agreed(await answered(id, { 1: accept, 2: accept }, 1))
    expect(late.lines).toEqual([
      { lineNumber: 1, outcome: 'old-version' },
      { lineNumber: 2, outcome: 'confirmed' },
    ])
    const order = await seen(id)
    expect(order.lines.map(({ at }) => at)).toEqual(['countered', 'confirmed'])
    expect(order.answers[0]?.lines[0]).toMatchObject({ words: 'accepted', outcome: 'old-version' })
    expect(codes(await answered(id, { 1: accept }, 9))).toEqual(['version-unknown'])
  })
  test('that came in before the one that counts is kept and shown, and overwrites nothing', async () => {
    const { id } = await trade.callOff([
      [trade.chainId, '10', trade.inDays(9)],
      [trade.chainId, '20', trade.inDays(9)],
    ])
    // Held for a minute, or mended: meanwhile the supplier has thought better of the first line.
    const receivedAt = new Date((await trade.now()).getTime() - 60_000)
    agreed(await answered(id, { 1: propose(['10', trade.inDays(12)]) }))
    const lines = [1, 2].map(lineNumber => ({ lineNumber, answer: accept }))
    const held = { orderId: id, versionAnswered: 1, receivedAt, lines }
    const taken = agreed(await trade.as(trade.supplier, tx => answer(tx, held, nothingLeft)))
    expect(taken.lines).toEqual([
      { lineNumber: 1, outcome: 'older' },
      { lineNumber: 2, outcome: 'confirmed' },
    ])
    const { lines: stand, answeredAt, answers } = await seen(id)
    expect(stand.map(({ at, open }) => [at, open?.by])).toEqual([
      ['proposed', 'supplier'],
      ['confirmed', undefined],
    ])
    expect(Date.parse(answeredAt ?? '')).toBeGreaterThan(receivedAt.getTime())
    expect(answers.at(-1)).toMatchObject({ applied: true, lines: [{ outcome: 'older' }, { outcome: 'confirmed' }] })
    // The same words again, as they come now, are the newest.
    expect(agreed(await answered(id, { 1: accept })).lines).toEqual([{ lineNumber: 1, outcome: 'confirmed' }])
  })
  test('that stood before another in one interchange overwrites nothing of it, whichever is applied first', async () => {
    const { id } = await trade.callOff()
    const receivedAt = await trade.now()
    const [interchangeId, first, second] = [newId(), newId(), newId()]
    const says = (documentId: string, day: number) =>
      trade.as(trade.supplier, async tx => {
        const lines = [{ lineNumber: 1, answer: propose(['100', trade.inDays(day)]) }]
        return agreed(
          await answer(
            tx,
            { orderId: id, versionAnswered: 1, receivedAt, documentId, interchangeId, lines },
            nothingLeft,
          ),
        )
      })
    await says(second, 16)
    expect((await says(first, 18)).lines).toEqual([{ lineNumber: 1, outcome: 'older' }])
    expect((await says(newId(), 17)).lines).toEqual([{ lineNumber: 1, outcome: 'proposed' }])
    expect((await seen(id)).lines[0]?.open?.promised).toMatchObject([{ date: trade.inDays(17) }])
  })
  test('that was received before another in one burst, at the same instant, overwrites nothing of it, whichever is read first', async () => {
    const { id } = await trade.callOff()
    const receivedAt = await trade.now()
    const [first, second] = [newId(), newId()]
    /** Read at this moment, out of that interchange. */
    const says = async (interchangeId: string, day: number) => {
      const documentId = newId()
      const lines = [{ lineNumber: 1, answer: propose(['100', trade.inDays(day)]) }]
      const done = await trade.as(trade.supplier, async tx =>
        agreed(
          await answer(
            tx,
            { orderId: id, versionAnswered: 1, receivedAt, documentId, interchangeId, lines },
            nothingLeft,
          ),
        ),
      )
      await trade.owner.query(
        `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status)
         values ($1, $2, $3, 'in', $4, '855', 'PR', 'applied')`,
        [documentId, trade.buyer.orgId, trade.supplier.orgId, interchangeId],
      )
      return done
    }
    await says(second, 16)
    expect((await says(first, 18)).lines).toEqual([{ lineNumber: 1, outcome: 'older' }])
    expect((await says(newId(), 17)).lines).toEqual([{ lineNumber: 1, outcome: 'proposed' }])
    expect((await seen(id)).lines[0]?.open?.promised).toMatchObject([{ date: trade.inDays(17) }])
  })
  test('is the supplier’s to give: not the buyer’s, not another supplier’s', async () => {
    const { id } = await trade.callOff()
    const other = await trade.addSupplier('Forja Norte')
    const give = (caller: Caller) =>
      trade.as(caller, tx =>
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
      )
    await expect(give(trade.buyer)).rejects.toThrow(Unknown)
    await expect(give(other)).rejects.toThrow(Unknown)
    await expect(seen(id, other)).rejects.toThrow(Unknown)
    await expect(trade.as(other, tx => view(tx, id))).rejects.toThrow(Unknown)
  })
})

describe('a decision', () => {
  const proposedOrder = async () => {
    const { id } = await trade.callOff()
    agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }))
    return { id, proposalId: (await seen(id)).proposals[0]?.id ?? '' }
  }
  const decided = (orderId: string, version: number, decision: object) =>
    trade.as(trade.buyer, tx => decide(tx, { orderId, version, decisions: [decision as never] }, nothingLeft))

  test('that accepts writes the next version in one step', async () => {
    const { id, proposalId } = await proposedOrder()
    expect(agreed(await decided(id, 1, { proposalId, act: 'accept' }))).toMatchObject({ version: 2, status: 'changed' })
    expect((await seen(id)).lines[0]).toMatchObject({
      at: 'agreed',
      promised: [{ date: trade.inDays(16) }],
      late: true,
    })
  })
  test('that refuses asks anew, for what was asked', async () => {
    const { id, proposalId } = await proposedOrder()
    const result = agreed(await decided(id, 1, { proposalId, act: 'reject', note: 'customer waits' }))
    const toldInHistory = (await seen(id, trade.supplier)).history.find(({ type }) => type === 'order.decided')
    expect(toldInHistory?.data.lines).toMatchObject([
      { act: 'reject', note: 'customer waits', promised: [{ quantity: '100', date: trade.inDays(16) }] },
    ])
    expect(result).toMatchObject({ version: 2, status: 'awaiting-answer' })
    const { rows: mails } = await trade.owner.query("select data->>'title' as title from work where key = $1", [
      `order-version-${id}-2`,
    ])
    expect(mails).toEqual([{ title: expect.stringMatching(/^CO-\d+: your proposal was not accepted$/) }])
    expect((await seen(id)).history[0]).toMatchObject({
      type: 'order.decided',
      data: { awaiting: true, asksAnew: true },
    })
  })
  test('that counters is accepted by the supplier', async () => {
    const { id, proposalId } = await proposedOrder()
    const promised = [{ quantity: '100', date: trade.inDays(15) }]
    agreed(await decided(id, 1, { proposalId, act: 'counter', promised, note: 'half way' }))
    const countered = await seen(id, trade.supplier)
    expect(countered.lines[0]).toMatchObject({ at: 'countered', open: { by: 'buyer' } })
    const toldInHistory = countered.history.find(({ type }) => type === 'order.decided')
    expect(toldInHistory?.data.lines).toMatchObject([{ act: 'counter', promised }])
    const { rows } = await trade.as(trade.supplier, tx => listOrders(tx, { ids: id }))
    expect(rows).toMatchObject([{ needBy: trade.inDays(14), wantedBy: trade.inDays(15), proposalIds: [] }])
    expect(agreed(await answered(id, { 1: accept }, 2))).toMatchObject({ status: 'changed', version: 3 })
    const agreedOn = await seen(id)
    expect(agreedOn.proposals.map(({ status }) => status)).toEqual(['countered', 'accepted'])
    // A day after the one first asked for, and the buyer's own.
    expect(agreedOn.lines).toMatchObject([{ promised, late: false, lateDays: null }])
    expect((await trade.as(trade.buyer, tx => listOrders(tx, { ids: id }))).rows).toMatchObject([{ late: false }])
    expect((await trade.as(trade.buyer, tx => listOrders(tx, { ids: id, late: true }))).total).toBe(0)
  })
  test('that counters moves what is late: a day agreed at once beside it is late nowhere', async () => {
    const other = await trade.addSupplier('Pedal & Kurbel')
    await trade.supplies(other)
    await trade.agree(other, { tolerance: { daysLate: 1 } })
    const { id } = await trade.callOff([[trade.chainId, '100', trade.inDays(14)]], other)
    const later = (n: number) => propose(['100', trade.inDays(n)])
    agreed(await answered(id, { 1: later(20) }, 1, undefined, other))
    const proposalId = (await seen(id)).proposals[0]?.id ?? ''
    const promised = [{ quantity: '100', date: trade.inDays(16) }]
    agreed(await decided(id, 1, { proposalId, act: 'counter', promised }))
    const lateInAll = async () =>
      (await trade.as(trade.buyer, tx => listOrders(tx, { ids: id, late: true }))).rows.map(row => row.lateDays)
    agreed(await answered(id, { 1: later(17) }, 2, undefined, other))
    expect((await seen(id)).lines).toMatchObject([{ at: 'agreed', late: false, lateDays: null }])
    expect(await lateInAll()).toEqual([])
    // What is offered in part on the day that the buyer named is late only for the rest.
    agreed(await answered(id, { 1: propose(['60', trade.inDays(16)], ['40', trade.inDays(20)]) }, 3, undefined, other))
    const offered = [{ daysLate: 0 }, { daysLate: 6 }]
    expect((await seen(id)).lines).toMatchObject([{ at: 'proposed', open: { promised: offered } }])
    const { rows } = await trade.as(trade.buyer, tx => listOrders(tx, { ids: id }))
    expect(rows).toMatchObject([{ proposed: [{ promised: offered }] }])
    // Agreed all the same, it is late by its last day.
    const last = (await seen(id)).lines[0]?.open?.id ?? ''
    agreed(await decided(id, 3, { proposalId: last, act: 'accept' }))
    expect(await lateInAll()).toEqual([6])
  })
  test('on an order that has changed meanwhile is refused', async () => {
    const { id, proposalId } = await proposedOrder()
    agreed(await decided(id, 1, { proposalId, act: 'accept' }))
    expect(codes(await decided(id, 1, { proposalId, act: 'accept' }))).toEqual(['order-changed'])
    expect(codes(await decided(id, 2, { proposalId, act: 'accept' }))).toEqual(['proposal-not-open'])
  })
  test('reaches a partner who works by EDI by mail, because its system is not told', async () => {
    const { id, proposalId } = await proposedOrder()
    await trade.agree(trade.supplier, { documents: { answer: '855' } })
    agreed(await decided(id, 1, { proposalId, act: 'accept', note: 'by noon, gate 4' }))
    expect(await seen(id)).toMatchObject({ decisionBy: 'mail', nobodyOpens: false })
    expect((await seen(id)).history[0]).toMatchObject({ type: 'order.decided', data: { told: 'mail' } })
    const mailed = async (version: number) =>
      (await trade.owner.query('select org_id, data from work where key = $1', [`order-version-${id}-${version}`])).rows
    const to = expect.stringContaining('edi@supplier')
    expect(await mailed(2)).toMatchObject([
      { org_id: trade.buyer.orgId, data: { to, text: expect.stringContaining('“by noon, gate 4”') } },
    ])
    const given = { orderId: id, version: 2, lineNumbers: [1], reason: 'customer cancelled' }
    agreed(await trade.as(trade.buyer, tx => cancel(tx, given, nothingLeft)))
    expect(await mailed(3)).toMatchObject([{ data: { text: expect.stringContaining('Reason: customer cancelled') } }])
    await trade.agree(trade.supplier, { documents: { answer: 'portal' } })
  })
})

test('cancelled lines are over; a proposal on them is withdrawn', async () => {
  const { id } = await trade.callOff()
  agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }))
  const given = { orderId: id, version: 1, lineNumbers: [1], reason: 'customer cancelled' }
  expect(agreed(await trade.as(trade.buyer, tx => cancel(tx, given, nothingLeft)))).toMatchObject({
    status: 'cancelled',
    version: 2,
  })
  expect((await seen(id)).proposals[0]?.status).toBe('withdrawn')
  expect(codes(await answered(id, { 1: accept }, 2))).toEqual(['line-not-open'])
})

test('many orders are accepted at once, each on its own: what one refuses does not stop the others', async () => {
  const orders = [await trade.callOff(), await trade.callOff(), await trade.callOff()]
  const [first, second, third] = orders
  agreed(await answered(second?.id ?? '', { 1: accept }))
  const named = [...orders.map(({ id }) => ({ orderId: id, version: 1 })), { orderId: newId(), version: 1 }]
  const results = await trade.as(trade.supplier, tx => acceptMany(tx, named, nothingLeft))
  expect(results.map(({ done }) => done)).toEqual([true, false, true, false])
  expect(results[1]).toMatchObject({ number: second?.number, problem: expect.stringContaining('any more') })
  expect(results[3]).toMatchObject({ number: null, problem: expect.stringContaining('not yours') })
  for (const id of [first?.id, third?.id]) expect((await seen(id ?? '')).status).toBe('confirmed')
})

test('proposals of many orders are agreed at once', async () => {
  const orders = [await trade.callOff(), await trade.callOff()]
  for (const { id } of orders) agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }))
  const named = await proposalsOf(orders)
  const results = await trade.as(trade.buyer, tx => agreeMany(tx, named, nothingLeft))
  expect(results.every(({ done }) => done)).toBe(true)
})

/** As the buyer's list shows them. */
const proposalsOf = async (orders: readonly { id: string }[]) => {
  const { rows } = await trade.as(trade.buyer, tx => listOrders(tx, { limit: 200 }))
  return orders.map(({ id }) => {
    const row = rows.find(each => each.id === id)
    return { orderId: id, version: row?.version ?? 0, proposalIds: row?.proposalIds ?? [] }
  })
}

test('the buyer’s list and the order show what is proposed, how late it is, and on which days the supplier is closed', async () => {
  const calendar = agreed(
    await trade.as(trade.buyer, tx =>
      addCalendar(tx, {
        ...{
          name: 'Weekdays',
          zone: 'Europe/Berlin',
          always: false,
          holidays: [],
          halfDays: [],
          shutdowns: [],
          extra: [],
          cutOff: {},
        },
        week: Object.fromEntries([1, 2, 3, 4, 5].map(day => [day, [{ open: '08:00', close: '17:00' }]])),
      }),
    ),
  ) as { id: string }
  await trade.owner.query('update relationships set calendar_id = $1', [calendar.id])
  const monday = addDays(mondayOf(trade.inDays(14)), 7)
  const { id } = await trade.callOff([[trade.brakeId, '100', monday]])
  agreed(await answered(id, { 1: propose(['60', addDays(monday, -1)], ['40', addDays(monday, 2)]) }))
  const { rows } = await trade.as(trade.buyer, tx => listOrders(tx, { limit: 200 }))
  const detail = await trade.as(trade.buyer, tx => getOrder(tx, id))
  await trade.owner.query('update relationships set calendar_id = null')
  const promised = [
    { quantity: '60', date: addDays(monday, -1), daysLate: -1, closed: true },
    { quantity: '40', date: addDays(monday, 2), daysLate: 2, closed: false },
  ]
  expect(rows.find(each => each.id === id)?.proposed).toEqual([
    {
      ...{ lineNumber: 1, buyerPart: 'BRK-2201', unit: 'EA', quantity: '100', needBy: monday, reason: 'coating line' },
      promised,
    },
  ])
  expect(detail.lines[0]?.open?.promised).toEqual(promised)
})

test('proposals of many orders are turned down with one reason, order by order', async () => {
  const orders = [await trade.callOff(), await trade.callOff()]
  for (const { id } of orders) agreed(await answered(id, { 1: propose(['100', trade.inDays(16)]) }))
  const [first, stale] = await proposalsOf(orders)
  if (!first || !stale) throw new Error('no proposals')
  const named = [first, { ...stale, version: 9 }]
  const results = await trade.as(trade.buyer, tx => rejectMany(tx, named, 'Needed on the day'))
  expect(results.map(({ done }) => done)).toEqual([true, false])
  expect(await seen(first.orderId)).toMatchObject({
    status: 'awaiting-answer',
    proposals: [{ status: 'rejected', decisionNote: 'Needed on the day' }],
  })
})

test('a proposal that took the place of the one seen is not agreed to, nor is nothing', async () => {
  const [replaced, plain] = [await trade.callOff(), await trade.callOff()]
  agreed(await answered(replaced.id, { 1: propose(['100', trade.inDays(16)]) }))
  const named = await proposalsOf([replaced, plain])
  expect(named.map(({ proposalIds }) => proposalIds.length)).toEqual([1, 0])
  agreed(await answered(replaced.id, { 1: propose(['50', trade.inDays(60)]) }))
  const results = await trade.as(trade.buyer, tx => agreeMany(tx, named, nothingLeft))
  expect(results).toMatchObject([
    { done: false, problem: expect.stringContaining('not open any more') },
    { done: false, problem: expect.stringContaining('Nothing in it') },
  ])
  expect(await seen(plain.id)).toMatchObject({ version: 1, history: [{ type: 'order.delivered' }, {}] })
  const [one] = await proposalsOf([replaced])
  const twice = [1, 2].map(() => ({ proposalId: one?.proposalIds[0] ?? '', act: 'accept' as const }))
  const given = { orderId: replaced.id, version: 1, decisions: twice }
  expect(codes(await trade.as(trade.buyer, tx => decide(tx, given, nothingLeft)))).toEqual(['proposal-twice'])
})

test('the supplier’s first look is noted once, the buyer’s never', async () => {
  const { id } = await trade.callOff()
  await trade.as(trade.buyer, tx => view(tx, id))
  expect((await seen(id)).viewedAt).toBeNull()
  await trade.as(trade.supplier, tx => view(tx, id))
  await trade.as(trade.supplier, tx => view(tx, id))
  expect((await seen(id)).history.filter(({ type }) => type === 'order.viewed')).toHaveLength(1)
})

test('lists filter, count, sort and page for either side', async () => {
  const other = await trade.addSupplier('Sattel & Co')
  await trade.supplies(other)
  const { id, number } = await trade.callOff([[trade.chainId, '7', trade.inDays(2)]], other)
  const list = (query: object, caller: Caller = trade.buyer) => trade.as(caller, tx => listOrders(tx, query))
  expect((await list({ supplierId: other.orgId })).rows.map(row => row.id)).toEqual([id])
  expect((await list({}, other)).rows).toMatchObject([{ number, buyer: { name: 'Velowerk AG' }, awaitingCount: 1 }])
  expect((await list({ search: 'chain, 9' })).rows.every(row => row.buyerPart === 'CHN-9')).toBe(true)
  expect((await list({ search: number })).total).toBe(1)
  expect((await list({ ids: `${id},${newId()},nonsense` })).rows.map(row => row.id)).toEqual([id])
  expect((await list({ ids: '' })).total).toBe(0)
  const all = await list({ limit: 200, sort: 'need-by' })
  expect(all.total).toBe(Object.values(all.counts).reduce((sum, n) => sum + n, 0))
  expect(all.rows.map(row => row.wantedBy)).toEqual(all.rows.map(row => row.wantedBy).toSorted())
  const late = await list({ late: true })
  expect(late.rows.length).toBeGreaterThan(0)
  expect(late.rows.every(row => row.late)).toBe(true)
  const waiting = await list({ status: 'awaiting-answer,to-decide', sort: 'urgent', limit: 2 })
  expect(waiting.rows).toHaveLength(2)
  expect(
    (await list({ status: 'awaiting-answer,to-decide', sort: 'urgent', limit: 2, offset: 2 })).rows[0]?.id,
  ).not.toBe(waiting.rows[1]?.id)
  await expect(list({ sort: 'password' })).rejects.toThrow()
})

test('a row speaks of one line: the one whose day is wanted first, with its part, quantity and promise', async () => {
  const other = await trade.addSupplier('Licht & Lager')
  await trade.supplies(other)
  const row = async (of: object = { supplierId: other.orgId, sort: 'need-by' }, caller: Caller = trade.buyer) =>
    (await trade.as(caller, tx => listOrders(tx, of))).rows
  const lines: [string, string, string][] = [
    [trade.chainId, '10', trade.inDays(20)],
    [trade.chainId, '7', trade.inDays(15)],
  ]
  const { id } = await trade.callOff(lines, other)
  const between = await trade.callOff([[trade.chainId, '5', trade.inDays(17)]], other)
  expect(await row({ ids: id })).toMatchObject([
    { lineNumber: 2, quantity: '7', wantedBy: trade.inDays(15), lineCount: 2 },
  ])
  agreed(await answered(id, { 1: accept, 2: propose(['7', trade.inDays(30)]) }, 1, undefined, other))
  expect(await row({ ids: id })).toMatchObject([{ lineNumber: 2, promisedBy: null }])
  // Asked again for a later day and less, either side reads of it what is wanted now; then the other line comes first.
  const counter = async (n: number, version: number) => {
    const proposalId = (await seen(id)).lines[1]?.open?.id ?? ''
    const promised = [{ quantity: '6', date: trade.inDays(n) }]
    const decisions = [{ proposalId, act: 'counter' as const, promised }]
    agreed(await trade.as(trade.buyer, tx => decide(tx, { orderId: id, version, decisions }, nothingLeft)))
  }
  await counter(18, 1)
  for (const caller of [trade.buyer, other])
    expect(await row({ ids: id }, caller)).toMatchObject([
      { lineNumber: 2, quantity: '6', needBy: trade.inDays(15), wantedBy: trade.inDays(18) },
    ])
  expect((await row()).map(each => each.id)).toEqual([between.id, id])
  agreed(await answered(id, { 2: propose(['7', trade.inDays(30)]) }, 2, undefined, other))
  await counter(25, 2)
  expect(await row({ ids: id })).toMatchObject([
    { lineNumber: 1, quantity: '10', wantedBy: trade.inDays(20), promisedBy: trade.inDays(20) },
  ])
})

test('a line is late by the day at the ship-to and by the days agreed, never for being less, in lists as on its page', async () => {
  const other = await trade.addSupplier('Ketten & Söhne')
  await trade.supplies(other)
  // One half of the world has begun the day that the other half still waits for.
  const now = await trade.now()
  const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago']
  const days = zones.map(zone => localDateOf(now, zone))
  const [tomorrow = '', yesterday = ''] = days
  expect(tomorrow > yesterday).toBe(true)
  const late: boolean[] = []
  for (const zone of zones) {
    const { id } = await trade.callOff([[trade.chainId, '10', trade.inDays(20)]], other)
    await trade.owner.query(
      "update orders set ship_to = ship_to || jsonb_build_object('zone', $2::text) where id = $1",
      [id, zone],
    )
    await trade.owner.query('update order_lines set need_by = $2 where order_id = $1', [id, tomorrow])
    late.push((await seen(id)).lines[0]?.late ?? false)
    const { rows } = await trade.as(trade.buyer, tx => listOrders(tx, { supplierId: other.orgId }))
    expect(rows.find(row => row.id === id)?.late).toBe(late.at(-1))
    const { total } = await trade.as(trade.buyer, tx => listOrders(tx, { supplierId: other.orgId, late: true }))
    expect(total).toBe(late.filter(Boolean).length)
  }
  expect(late).toEqual([true, false])
  const promisedAs = async (promised: [string, number][]) => {
    const { id } = await trade.callOff([[trade.chainId, '10', trade.inDays(20)]], other)
    const rows = promised.map(([quantity, n]) => ({ quantity, date: trade.inDays(n) }))
    await trade.owner.query("update order_lines set at = 'agreed', promised = $2 where order_id = $1", [
      id,
      JSON.stringify(rows),
    ])
    return id
  }
  const lateOf = async (orderId: string) =>
    (({ late, lateDays }) => [late, lateDays])(sure((await seen(orderId)).lines[0]))
  const lateInAll = async () =>
    (await trade.as(trade.buyer, tx => listOrders(tx, { supplierId: other.orgId, late: true }))).total
  // Less on the day asked for is less; a day later is late, until a day is agreed.
  expect(await lateOf(await promisedAs([['9', 19]]))).toEqual([false, null])
  const nextDay = await promisedAs([
    ['5', 19],
    ['5', 21],
  ])
  expect(await lateOf(nextDay)).toEqual([true, 1])
  expect(await lateInAll()).toBe(2)
  await trade.agree(other, { tolerance: { daysLate: 1 } })
  expect(await lateOf(nextDay)).toEqual([false, null])
  expect(await lateInAll()).toBe(1)
})
