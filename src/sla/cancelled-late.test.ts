// What a supplier owes goes away: before it was due nobody was late; after it the lateness stays, and may be argued about.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { forecastsReactions, publish } from '../forecasts/index.ts'
import { supplierReleases } from '../forecasts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce, joinReactions } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { outages } from '../kernel/tables.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { noticesWork } from '../notices/index.ts'
import { answer, cancel, getOrder, ordersReactions } from '../orders/index.ts'
import { onTheWay } from '../shipments/index.ts'
import { acknowledge } from './acknowledge.ts'
import type { ClockKind } from './api.ts'
import { clockDetail } from './detail.ts'
import { decideDispute, dispute } from './dispute.ts'
import { excuse, takeBackExcuse } from './excuse.ts'
import { slaWork } from './index.ts'
import { board, clocksOf, firstDue, inboxDue, summary } from './queries.ts'
import { slaReactions } from './react.ts'
import { behindFigure, responseReport } from './report.ts'
import { clocks } from './tables.ts'

/** Everything is asked at 08:00 and due at 12:00. */
const at = (time: string) => new Date(`2027-03-01T${time}Z`)
const ours = { attribution: 'buyer', reason: 'our-mistake', note: 'Release 6 was wrong' } as const
const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), forecastsReactions, slaReactions))
  await trade.owner.query(
    `update relationships set usage = 'P', targets = targets || '{"commit": {"kind": "elapsed", "minutes": 240},
            "callOff": {"kind": "elapsed", "minutes": 240},
            "escalation": {"buyerAfterMinutes": 60, "repeatMinutes": 60, "repeatMax": null}}'`,
  )
})
afterAll(async () => {
  await trade.close()
  await rm(folder, { recursive: true, force: true })
})
/** Each story has the report for itself. */
beforeEach(async () => {
  await trade.owner.query('truncate clocks, outages, work, interchanges, documents cascade')
  await trade.setNow(at('08:00'))
})

const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.as(trade.buyer, act)
const bySupplier = <T>(act: (tx: Tx) => Promise<T>) => trade.as(trade.supplier, act)

/** Publishes the next release, in place of what stands. */
async function release(): Promise<number> {
  const start = addDays(mondayOf('2027-03-01'), 7)
  const lines = [{ item: 'BRK-2201', supplier: '10000', shipTo: 'STR1', buckets: [{ start, quantity: '100' }] }]
  return agreed(await byBuyer(tx => publish(tx, { lines, source: 'api' }))).number
}
async function clockOfRelease(number: number) {
  const [clock] = await byBuyer(tx =>
    tx
      .select({ clock: clocks })
      .from(clocks)
      .innerJoin(supplierReleases, eq(supplierReleases.id, clocks.subjectId))
      .where(and(eq(clocks.kind, 'commit'), eq(supplierReleases.number, number))),
  )
  if (!clock) throw new Error('no clock')
  return clock.clock
}
/** A release whose commit is late, and the next one in its place. */
async function supersededLate(when = '12:30:00') {
  const first = await release()
  await trade.setNow(at(when))
  const next = await release()
  return { first, next, id: (await clockOfRelease(first)).id }
}

async function runAt(when: Date): Promise<void> {
  await trade.setNow(when)
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
  const raised = noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0, dueOf: firstDue })
  const performed = await runDueWork(trade.worker, [...slaWork(), ...raised])
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}
const clock = async (id: string) => {
  const [row] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.id, id)))
  if (!row) throw new Error('no clock')
  return row
}
const orderClock = async (orderId: string) => {
  const [row] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, orderId)))
  if (!row) throw new Error('no clock')
  return row
}
async function cancels(orderId: string, lineNumbers: number[]) {
  const { version } = await byBuyer(tx => getOrder(tx, orderId))
  await byBuyer(async tx =>
    agreed(await cancel(tx, { orderId, version, lineNumbers, reason: 'Customer cancelled' }, onTheWay)),
  )
}
/** As its first version was sent. */
const accepts = (orderId: string, receivedAt: Date) =>
  bySupplier(async tx =>
    agreed(
      await answer(
        tx,
        {
          ...{ orderId, versionAnswered: 1, receivedAt },
          lines: [{ lineNumber: 1, answer: { act: 'accept' } }],
        },
        onTheWay,
      ),
    ),
  )
const figures = async (kind: ClockKind) => (await byBuyer(tx => responseReport(tx, 'buyer', { kind }))).total
const behind = async (figure: 'breached' | 'answers' | 'excused' | 'buyer', kind: ClockKind) =>
  (await byBuyer(tx => behindFigure(tx, 'buyer', { kind, figure }))).rows.map(({ id }) => id)

describe('a forecast that is superseded', () => {
  it('before its commit was due is late for nobody, and is not counted', async () => {
    const first = await release()
    await trade.setNow(at('11:59:58'))
    const next = await release()
    const { at: state, note, cancelledWhy } = await clockOfRelease(first)
    expect([state, note, cancelledWhy]).toEqual(['cancelled', `Release ${next} took its place.`, null])
    expect(await figures('commit')).toMatchObject({ answers: 1, breached: 0, waiting: 1 })
  })

  it('while its clock stood still is not late either', async () => {
    const first = await release()
    const { id } = await clockOfRelease(first)
    const pauses = JSON.stringify([
      { from: at('09:00').toISOString(), to: null, reason: 'other', note: 'A call', by: 'Anna Berg' },
    ])
    await trade.owner.query(`update clocks set at = 'paused', pauses = $2 where id = $1`, [id, pauses])
    await trade.setNow(at('15:00:00'))
    await release()
    expect((await clock(id)).at).toBe('cancelled')
  })

  it('a second after it was due stays late, though no step had said so yet', async () => {
    const { id, next } = await supersededLate('12:00:01')
    expect(await clock(id)).toMatchObject({
      ...{ at: 'cancelled-late', breachedAt: at('12:00:00'), cancelledWhy: `Release ${next} took its place.` },
      ...{ nextLevel: null, nextAt: null, countedMinutes: expect.closeTo(240, 0) },
    })
  })

  it('is in the report as late, as the fault of the supplier, and the figure opens a list that holds it', async () => {
    const { id } = await supersededLate()
    for (const side of ['buyer', 'supplier'] as const) {
      const who = side === 'buyer' ? trade.buyer : trade.supplier
      const { total } = await trade.as(who, tx => responseReport(tx, side, { kind: 'commit' }))
      expect(total).toMatchObject({ answers: 2, breached: 1, waiting: 1, attainment: 0, definition: 3 })
      expect(total.fault).toMatchObject({ supplier: 1, buyer: 0 })
      const { rows } = await trade.as(who, tx => behindFigure(tx, side, { kind: 'commit', figure: 'breached' }))
      expect(rows.map(row => [row.id, row.state, Math.floor(row.countedMinutes ?? -1)])).toEqual([
        [id, 'cancelled-late', 270],
      ])
    }
  })

  it('is open work no more: nobody is chased, the board and the inbox show the next one only', async () => {
    const first = await release()
    const { id } = await clockOfRelease(first)
    await runAt(at('12:10:00'))
    expect((await clock(id)).at).toBe('breached')
    await release()
    const fired = async () => (await byBuyer(tx => clockDetail(tx, id))).fired.map(({ level }) => level)
    const before = await fired()
    await runAt(at('20:00:00'))
    expect(await fired()).toEqual(before)
    for (const { rows } of [await byBuyer(tx => board(tx, {})), await bySupplier(tx => inboxDue(tx))])
      expect(rows.map(row => row.id)).not.toContain(id)
    const { counts, recent } = await byBuyer(tx => summary(tx, {}))
    expect(counts).toMatchObject({ open: 1, metLate: 0 })
    expect(recent).toEqual([])
    const found = await byBuyer(tx => board(tx, { urgency: 'cancelled-late' }))
    expect(found.rows.map(row => row.id)).toEqual([id])
    expect(isRefusal(await byBuyer(tx => acknowledge(tx, id)))).toBe(true)
  })

  it('says on its pages what happened, and keeps why it was due when it was', async () => {
    const { id, next } = await supersededLate()
    const shown = await bySupplier(tx => clockDetail(tx, id))
    expect(shown).toMatchObject({
      ...{ state: 'cancelled-late', urgency: 'cancelled-late', next: null, coming: [] },
      ...{ cancelledWhy: `Release ${next} took its place.`, note: expect.stringContaining('day and night') },
    })
    expect(shown.history.map(({ type }) => type)).toEqual(['clock.started', 'clock.cancelled-late'])
    const { rows } = await bySupplier(tx => clocksOf(tx, shown.subject.id))
    expect(rows).toMatchObject([{ id, state: 'cancelled-late', cancelledWhy: shown.cancelledWhy }])
  })

  it('can be disputed and excused: then it counts apart, and again once the excuse is taken back', async () => {
    const { id } = await supersededLate()
    expect(await bySupplier(tx => dispute(tx, id, 'Release 6 was wrong, you said so'))).toBeUndefined()
    expect(await figures('commit')).toMatchObject({ breached: 1, disputed: 1 })
    const waiting = await byBuyer(tx => board(tx, { disputed: true }))
    expect(waiting.rows.map(row => row.id)).toEqual([id])
    expect(await byBuyer(tx => decideDispute(tx, id, { outcome: 'upheld', note: 'No' }))).toBeUndefined()
    expect(await clock(id)).toMatchObject({ at: 'cancelled-late', disputedAt: null, nextAt: null })
    expect(await byBuyer(tx => excuse(tx, id, ours))).toBeUndefined()
    expect(await figures('commit')).toMatchObject({ breached: 0, excused: 1, attainment: null })
    expect(await behind('buyer', 'commit')).toEqual([id])
    const excused = await clock(id)
    expect(excused.cancelledWhy).toContain('took its place')
    expect((await bySupplier(tx => inboxDue(tx))).rows.map(row => row.id)).not.toContain(id)
    await byBuyer(tx => takeBackExcuse(tx, id, 'It was not wrong'))
    expect(await clock(id)).toMatchObject({
      ...{ at: 'cancelled-late', stoppedAt: excused.stoppedAt, cancelledWhy: excused.cancelledWhy, nextAt: null },
    })
  })

  it('excused before, stays excused; and disputed before, the dispute still waits for the buyer', async () => {
    const first = await release()
    const { id } = await clockOfRelease(first)
    await runAt(at('12:10:00'))
    await byBuyer(tx => excuse(tx, id, ours))
    const second = await release()
    expect(await clock(id)).toMatchObject({ at: 'excused', cancelledWhy: `Release ${second} took its place.` })
    const { history } = await byBuyer(tx => clockDetail(tx, id))
    expect(history.at(-1)?.type).toBe('clock.cancelled')
    const other = await clockOfRelease(second)
    await runAt(at('16:20:00'))
    await bySupplier(tx => dispute(tx, other.id, 'Not ours'))
    await release()
    expect(await clock(other.id)).toMatchObject({ at: 'cancelled-late', disputedAt: expect.any(Date) })
    const { disputes } = await byBuyer(tx => clockDetail(tx, other.id))
    expect(disputes).toMatchObject([{ outcome: null }])
  })

  it('while the portal was closed over its due time is excused by itself', async () => {
    const first = await release()
    const { id } = await clockOfRelease(first)
    await bySupplier(tx =>
      tx.insert(outages).values({ id: newId(), door: 'web', from: at('11:30:00'), to: at('12:30:00') }),
    )
    await trade.setNow(at('12:40:00'))
    const second = await release()
    await runAt(at('12:41:00'))
    expect(await clock(id)).toMatchObject({ at: 'excused', attribution: 'system', stoppedAt: expect.any(Date) })
    await trade.setNow(at('17:00:00'))
    await release()
    await runAt(at('17:01:00'))
    expect((await clockOfRelease(second)).at).toBe('cancelled-late')
  })
})

describe('an order that the buyer cancels', () => {
  const line = (day: string): [string, string, string] => [trade.chainId, '10', day]

  it('in time is late for nobody; after its answer was due the lateness stays', async () => {
    const early = await trade.callOff([line('2027-04-01')])
    const late = await trade.callOff([line('2027-04-01')])
    await trade.setNow(at('11:59:00'))
    await cancels(early.id, [1])
    await trade.setNow(at('12:01:00'))
    await cancels(late.id, [1])
    expect((await orderClock(early.id)).at).toBe('cancelled')
    const { id, ...gone } = await orderClock(late.id)
    expect(gone).toMatchObject({ at: 'cancelled-late', cancelledWhy: 'Cancelled by the buyer.' })
    expect(await figures('call-off')).toMatchObject({ answers: 1, breached: 1 })
    expect(await behind('breached', 'call-off')).toEqual([id])
  })

  it('just in time, and was kept waiting until it was late, is late: what counts is when it is done', async () => {
    const order = await trade.callOff([line('2027-04-01')])
    await trade.setNow(at('11:59:59'))
    const { version } = await byBuyer(tx => getOrder(tx, order.id))
    await byBuyer(async tx => {
      await trade.setNow(at('12:00:01'))
      agreed(await cancel(tx, { orderId: order.id, version, lineNumbers: [1], reason: 'Customer cancelled' }, onTheWay))
    })
    expect((await orderClock(order.id)).at).toBe('cancelled-late')
  })

  it('by one line goes on being awaited for the others', async () => {
    const order = await trade.callOff([line('2027-04-01'), line('2027-04-02')])
    await runAt(at('12:01:00'))
    await cancels(order.id, [1])
    expect((await orderClock(order.id)).at).toBe('breached')
    await cancels(order.id, [2])
    expect((await orderClock(order.id)).at).toBe('cancelled-late')
  })

  it('and whose answer had come in time, and is read only now: then it was met', async () => {
    const order = await trade.callOff([line('2027-04-01')])
    await trade.setNow(at('12:05:00'))
    await cancels(order.id, [1])
    const said = (receivedAt: Date) => accepts(order.id, receivedAt)
    await said(at('12:04:00'))
    const { id } = await orderClock(order.id)
    const { state, history } = await byBuyer(tx => clockDetail(tx, id))
    expect([state, history.at(-1)?.type, history.length]).toEqual(['cancelled-late', 'clock.cancelled-late', 2])
    await said(at('11:59:00'))
    expect(await orderClock(order.id)).toMatchObject({ at: 'met', stoppedAt: at('11:59:00'), cancelledWhy: null })
  })

  it('answered late before that, is answered late', async () => {
    const order = await trade.callOff([line('2027-04-01')])
    await trade.setNow(at('12:05:00'))
    await accepts(order.id, at('12:05:00'))
    await cancels(order.id, [1])
    expect(await orderClock(order.id)).toMatchObject({ at: 'met-late', cancelledWhy: null })
  })

  it('and whose whole was accepted in time, read when no line is open any more: then it was met', async () => {
    const order = await trade.callOff([line('2027-04-01')])
    await trade.setNow(at('12:05:00'))
    await cancels(order.id, [1])
    const receivedAt = at('11:59:00')
    await bySupplier(async tx =>
      agreed(await answer(tx, { orderId: order.id, versionAnswered: 1, receivedAt, lines: [] }, onTheWay)),
    )
    expect((await orderClock(order.id)).at).toBe('met')
  })

  /** A document that came at 11:50 and lies here, and a cancellation at 12:05. */
  async function cancelledOver(interchange: string, document: string) {
    const order = await trade.callOff([line('2027-04-01')])
    const parties = [trade.buyer.orgId, trade.supplier.orgId]
    const id = newId()
    await trade.owner.query(
      `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
         receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
       values ($1, $2, $3, 'in', 'https', $4, 'ZZ', 'S', 'ZZ', 'B', $5, 'P', '', '', $6)`,
      [id, ...parties, interchange, id.slice(-9), at('11:50:00')],
    )
    await trade.owner.query(
      `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status, subject_id)
       values (gen_random_uuid(), $1, $2, 'in', $3, '855', 'PR', $4, $5)`,
      [...parties, id, document, order.id],
    )
    await trade.setNow(at('12:05:00'))
    await cancels(order.id, [1])
    await runAt(at('12:06:00'))
    return { orderId: order.id, interchangeId: id }
  }

  it('while a document of the supplier lay here in time and unread is weighed once that is read', async () => {
    const { orderId, interchangeId } = await cancelledOver('answered', 'accepted')
    expect((await orderClock(orderId)).at).toBe('cancelled-late')
    await trade.owner.query(
      `update documents set status = 'applied', applied_at = kernel.now() where interchange_id = $1`,
      [interchangeId],
    )
    await runAt(at('12:20:00'))
    const { at: state, excuse: given } = await orderClock(orderId)
    expect(state).toBe('excused')
    expect(given?.note).toContain('in time, lay here and was not applied')
  })

  it('while one waited for a person because of what it says is not excused', async () => {
    const { orderId } = await cancelledOver('needs-attention', 'needs-attention')
    await runAt(at('12:20:00'))
    expect((await orderClock(orderId)).at).toBe('cancelled-late')
  })
})

describe('a functional acknowledgment of a document that is written anew', () => {
  it('is late where it was late by then, and met where the 997 had come in time after all', async () => {
    const documentId = newId()
    const parties = [trade.buyer.orgId, trade.supplier.orgId] as const
    await trade.owner.query(
      `insert into documents (id, buyer_id, supplier_id, direction, set_id, functional_id, status, acknowledgment)
       values ($1, $2, $3, 'out', '850', 'PO', 'written', 'awaiting')`,
      [documentId, ...parties],
    )
    const says = (type: string, when: Date, data = {}) =>
      byBuyer(tx => announce(tx, { type, subject: { kind: 'document', id: documentId }, parties, at: when, data }))
    const [buyerId, supplierId] = parties
    await says('document.delivered', at('08:00:00'), { setId: '850', label: '4711', buyerId, supplierId })
    const { dueAt } = await orderClock(documentId)
    await trade.setNow(new Date(dueAt.getTime() + 60_000))
    await says('document.closed', dueAt)
    expect((await orderClock(documentId)).at).toBe('cancelled-late')
    expect((await figures('acknowledgment')).breached).toBe(1)
    await says('document.acknowledged', at('08:30:00'))
    expect((await orderClock(documentId)).at).toBe('met')
  })
})
