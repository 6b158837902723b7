// The buyer's own clock: what starts and ends it, who is told, and that nobody excuses himself.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addCalendar, type CalendarBody } from '../calendars/index.ts'
import type { Caller } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce, joinReactions } from '../kernel/events.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { answer, cancel, decide, getOrder, ordersReactions, type Promised } from '../orders/index.ts'
import { onTheWay } from '../shipments/index.ts'
import { acknowledge } from './acknowledge.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { dispute } from './dispute.ts'
import { excuse } from './excuse.ts'
import { slaWork } from './index.ts'
import { pause } from './pause.ts'
import { board, clocksOf, firstDue, inboxDue, summary } from './queries.ts'
import { slaReactions } from './react.ts'
import { behindFigure, responseReport } from './report.ts'
import { clocks } from './tables.ts'

/** A Monday; all times are Stuttgart's. */
const at = (day: number, time: string) => new Date(`2027-03-0${day}T${time}:00+01:00`)
const day = { open: '08:00', close: '17:00' }
const ours: CalendarBody = {
  ...{
    name: 'Velowerk, Stuttgart',
    zone: 'Europe/Berlin',
    always: false,
    week: { 1: [day], 2: [day], 3: [day], 4: [day] },
  },
  ...{ holidays: [{ date: '2027-03-02', name: 'Town fair' }], halfDays: [], shutdowns: [], extra: [], cutOff: {} },
}
const folder = mkdtempSync(join(tmpdir(), 'pullwire-mail-'))
let trade: CallOffTrade
let lead: Caller
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  lead = await trade.addPerson(trade.buyer.orgId, 'Lea Lead', 'administrator')
  const calendar = agreed(await trade.as(trade.buyer, tx => addCalendar(tx, ours)))
  await trade.owner.query(
    `update relationships set buyer_calendar_id = $1, usage = 'P',
            targets = targets || '{"decision": {"kind": "business-minutes", "minutes": 240},
                                   "callOff": {"kind": "elapsed", "minutes": 2880}}'`,
    [calendar.id],
  )
})
afterAll(async () => {
  await trade.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => trade.setNow(at(1, '09:00')))

const callOff = async (lines = 1) =>
  (
    await trade.callOff(
      Array.from({ length: lines }, (_, i) => [trade.chainId, '10', `2027-04-0${i + 1}`] as [string, string, string]),
    )
  ).id
const versionOf = async (orderId: string) => (await trade.as(trade.supplier, tx => getOrder(tx, orderId))).version
const later = (lineNumber: number, date = '2027-05-01') => ({
  lineNumber,
  answer: { act: 'propose' as const, promised: [{ quantity: '10', date }] as Promised[], reason: 'Paint shop down' },
})
const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' as const } })
async function answers(orderId: string, lines: Parameters<typeof answer>[1]['lines'], receivedAt?: Date) {
  const versionAnswered = await versionOf(orderId)
  await trade.as(trade.supplier, async tx =>
    agreed(await answer(tx, { orderId, versionAnswered, lines, receivedAt: receivedAt ?? tx.now }, onTheWay)),
  )
}
async function decides(orderId: string, lineNumber: number, act: 'accept' | 'reject' | 'counter') {
  const { lines, version } = await trade.as(trade.buyer, tx => getOrder(tx, orderId))
  const proposalId = lines.find(line => line.lineNumber === lineNumber)?.open?.id ?? ''
  const promised = act === 'counter' ? { promised: [{ quantity: '10', date: '2027-04-20' }] } : {}
  await trade.as(trade.buyer, async tx =>
    agreed(await decide(tx, { orderId, version, decisions: [{ proposalId, act, ...promised }] }, onTheWay)),
  )
}
async function cancels(orderId: string, lineNumbers: number[]) {
  const version = await versionOf(orderId)
  await trade.as(trade.buyer, async tx =>
    agreed(await cancel(tx, { orderId, version, lineNumbers, reason: 'Customer cancelled' }, onTheWay)),
  )
}

const ofKind = (orderId: string, which = eq(clocks.kind, 'decision')) =>
  trade.as(trade.buyer, tx =>
    tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.subjectId, orderId), which))
      .orderBy(asc(clocks.round)),
  )
const decisionsOn = (orderId: string) => ofKind(orderId)
const standing = async (orderId: string) =>
  (await decisionsOn(orderId)).map(({ lines, at: state, startedAt }) => [lines?.join(), state, startedAt])
async function only(orderId: string) {
  const [clock, ...more] = await decisionsOn(orderId)
  if (!clock || more.length > 0) throw new Error('not one clock')
  return clock
}
async function runAt(when: Date): Promise<void> {
  await trade.setNow(when)
  const mail = { smtpUrl: undefined, from: 'Pullwire <p@localhost>', folder }
  const raised = noticesWork({ mail, publicUrl: 'https://p.example', gatherMs: 0, dueOf: firstDue })
  const performed = await runDueWork(trade.worker, [...slaWork(), ...raised])
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}

describe('the clock of a decision', () => {
  it("begins when the proposal was received, and counts the buyer's own hours, which it says", async () => {
    const orderId = await callOff()
    await trade.setNow(at(1, '15:30'))
    await answers(orderId, [later(1)], at(1, '15:00'))
    const clock = await only(orderId)
    // 2 h on Monday, Tuesday is a holiday of the buyer's, 2 h on Wednesday.
    expect(clock).toMatchObject({ kind: 'decision', lines: [1], startedAt: at(1, '15:00'), dueAt: at(3, '10:00') })
    const seen = await trade.as(trade.supplier, tx => clockDetail(tx, clock.id))
    expect(seen.calendars.map(({ name }) => name)).toEqual(['Velowerk, Stuttgart'])
    expect(seen.days.map(({ holiday }) => holiday)).toEqual([null, 'Town fair', null])
    expect(seen.note).toBe('Whose hours count: the customer\'s own, by its calendar "Velowerk, Stuttgart".')
    const { rows } = await trade.as(trade.supplier, tx => clocksOf(tx, orderId))
    const shown = rows.find(({ kind }) => kind === 'decision')
    expect(shown?.explanation[0]).toBe('Due Wed 3 Mar 10:00 Berlin (CET).')
    expect(shown?.explanation.at(-1)).toBe(seen.note)
  })

  it('is not begun by what is accepted, rejected, or agreed at once within tolerance', async () => {
    const orderId = await callOff(3)
    await trade.agree(trade.supplier, { tolerance: { daysLate: 1 } })
    await answers(orderId, [
      accept(1),
      later(2, '2027-04-03'),
      { lineNumber: 3, answer: { act: 'reject', reason: 'No' } },
    ])
    await trade.agree(trade.supplier, { tolerance: { daysLate: 0 } })
    expect(await decisionsOn(orderId)).toEqual([])
  })

  it.each(['accept', 'reject', 'counter'] as const)('is met by the last decision in time: %s', async act => {
    const orderId = await callOff(2)
    await answers(orderId, [later(1), later(2)])
    await trade.setNow(at(1, '10:00'))
    await decides(orderId, 1, act)
    expect(await standing(orderId)).toEqual([['1,2', 'running', at(1, '09:00')]])
    await trade.setNow(at(1, '12:00'))
    await decides(orderId, 2, act)
    const clock = await only(orderId)
    expect(clock).toMatchObject({ at: 'met', countedMinutes: expect.closeTo(180, 1) })
    expect(clock.stoppedAt?.getTime()).toBeCloseTo(at(1, '12:00').getTime(), -4)
  })

  it('ends with what the buyer cancels, and with what the supplier takes back or answers otherwise', async () => {
    const cancelled = await callOff(2)
    await answers(cancelled, [later(1), later(2)])
    await cancels(cancelled, [1])
    expect((await only(cancelled)).at).toBe('running')
    await cancels(cancelled, [2])
    expect(await only(cancelled)).toMatchObject({ at: 'cancelled', note: 'Cancelled by the buyer.' })
    const takenBack = await callOff()
    await answers(takenBack, [later(1)])
    await answers(takenBack, [accept(1)])
    expect(await only(takenBack)).toMatchObject({
      ...{ at: 'cancelled', note: 'Taken back by the supplier, or answered otherwise.' },
    })
  })

  it('that is late stays late, though the buyer cancels then or the supplier gives up waiting', async () => {
    const [first, second] = [await callOff(), await callOff()]
    await answers(first, [later(1)])
    await answers(second, [later(1)])
    await trade.setNow(at(1, '14:00'))
    await cancels(first, [1])
    await answers(second, [accept(1)])
    for (const orderId of [first, second]) expect((await only(orderId)).at).toBe('cancelled-late')
  })

  it('is not begun anew by a proposal in place of one that is not decided: the supplier has waited since the first', async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    await trade.setNow(at(1, '11:00'))
    await answers(orderId, [later(1, '2027-05-20')])
    await answers(orderId, [later(1, '2027-05-20')])
    expect(await standing(orderId)).toEqual([['1', 'running', at(1, '09:00')]])
  })

  it('has a round for each time a line is proposed after it was decided; the others stay where they were', async () => {
    const orderId = await callOff(2)
    await answers(orderId, [later(1), later(2)])
    await trade.setNow(at(1, '10:00'))
    await decides(orderId, 1, 'counter')
    await answers(orderId, [later(1, '2027-04-25')], at(1, '10:00'))
    expect(await standing(orderId)).toEqual([
      ['1,2', 'running', at(1, '09:00')],
      ['1', 'running', at(1, '10:00')],
    ])
    await decides(orderId, 2, 'accept')
    expect((await standing(orderId)).map(([, state]) => state)).toEqual(['met', 'running'])
    await decides(orderId, 1, 'accept')
    expect((await standing(orderId)).map(([, state]) => state)).toEqual(['met', 'met'])
  })

  it('is over where one answer takes back what it was on and proposes anew what was decided', async () => {
    const orderId = await callOff(2)
    await answers(orderId, [later(1), later(2)])
    await decides(orderId, 1, 'counter')
    await answers(orderId, [later(1, '2027-04-25'), accept(2)])
    expect((await standing(orderId)).map(([lines, state]) => [lines, state])).toEqual([
      ['1,2', 'cancelled'],
      ['1', 'running'],
    ])
  })

  it('counts day and night at the ship-to where no calendar of the buyer is named, and says so', async () => {
    const other = await trade.addSupplier('Forja')
    await trade.supplies(other)
    const { id } = await trade.callOff([[trade.chainId, '10', '2027-04-01']], other)
    await trade.as(other, async tx =>
      agreed(await answer(tx, { orderId: id, versionAnswered: 1, lines: [later(1)], receivedAt: tx.now }, onTheWay)),
    )
    expect(await only(id)).toMatchObject({
      dueAt: at(2, '17:00'),
      note: 'No working calendar of the customer is named, so this is counted day and night in Europe/Berlin.',
    })
  })
})

describe('of a decision that is slow', () => {
  it("the buyer's people are told and nobody of the supplier, until somebody takes it on", async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    const { id } = await only(orderId)
    const told = async () => {
      const { fired } = await trade.as(trade.buyer, tx => clockDetail(tx, id))
      return fired.map(({ level, audience, told }) => [
        level,
        audience,
        [...new Set(told.map(({ name }) => name))].join(),
      ])
    }
    await runAt(at(1, '11:00'))
    expect(await told()).toEqual([['warned-50', 'buyer', 'Anna Berg']])
    await runAt(at(1, '13:00'))
    await runAt(at(1, '14:00'))
    // Four hours of the buyer's time after the step before it: Tuesday is not worked.
    await runAt(at(3, '09:00'))
    expect(await told()).toEqual([
      ['warned-50', 'buyer', 'Anna Berg'],
      ['breached', 'buyer', 'Anna Berg'],
      ['escalated-lead', 'buyer-administrators', 'Lea Lead'],
      ['repeat-1', 'buyer-administrators', 'Lea Lead'],
    ])
    const late = await trade.as(lead, tx =>
      tx
        .select()
        .from(notices)
        .where(eq(notices.about, `clock:${id}`)),
    )
    expect(late.map(({ title }) => title).join('\n')).toMatch(
      /Late decision: Decision on CO-\d+, line 1, due Mon 1 Mar 13:00 Berlin \(CET\), Velowerk AG to Nordlicht Antriebe/,
    )
    expect(late.map(({ text }) => text).join()).toContain(
      'A decision of Velowerk AG on what Nordlicht Antriebe proposes',
    )
    await trade.as(lead, async tx => expect(await acknowledge(tx, id)).toBeUndefined())
    await runAt(at(4, '12:00'))
    expect(await told()).toHaveLength(4)
    const heard = await trade.as(trade.supplier, tx =>
      tx
        .select()
        .from(notices)
        .where(eq(notices.about, `clock:${id}`)),
    )
    expect(heard).toEqual([])
    const seen = await trade.as(trade.supplier, tx => clockDetail(tx, id))
    expect(seen).toMatchObject({ state: 'breached', urgency: 'late', takenOn: { by: 'Lea Lead' } })
    expect(seen.fired.flatMap(({ told }) => told)).toEqual([])
  })

  it('nothing changes in the clocks of the supplier', async () => {
    const orderId = await callOff(2)
    await answers(orderId, [later(1)])
    const before = await ofKind(orderId, eq(clocks.kind, 'call-off'))
    await trade.setNow(at(1, '14:00'))
    await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.step' || kind === 'clock.tell')
    expect((await only(orderId)).at).toBe('breached')
    expect(await ofKind(orderId, eq(clocks.kind, 'call-off'))).toEqual(before)
  })

  it('nobody excuses himself: it is not paused, excused nor disputed, and does not excuse itself', async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    const { id } = await only(orderId)
    const body = { attribution: 'supplier' as const, reason: 'other' as const, note: 'Busy' }
    const codes = async () => [
      await trade.as(trade.buyer, tx => pause(tx, id, { reason: 'other', note: 'Busy' })),
      await trade.as(trade.buyer, tx => excuse(tx, id, body)),
      await trade.as(trade.supplier, tx => dispute(tx, id, 'Late')),
    ]
    const own = ['clock-own', 'clock-own', 'clock-own']
    expect((await codes()).map(each => isRefusal(each) && each.code)).toEqual(own)
    await trade.setNow(at(1, '15:00'))
    await trade.owner.query(`insert into outages (id, door, "from", "to") values (gen_random_uuid(), 'web', $1, $2)`, [
      ...[at(1, '10:00'), at(1, '14:30')],
    ])
    await decides(orderId, 1, 'accept')
    expect((await codes()).map(each => isRefusal(each) && each.code)).toEqual(own)
    await runAt(at(1, '15:10'))
    expect((await only(orderId)).at).toBe('met-late')
  })

  it("no document of the supplier's holds a step up, or is told as an answer that failed", async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    const { id } = await only(orderId)
    const parties = [trade.buyer.orgId, trade.supplier.orgId] as const
    await trade.owner.query(
      `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
         receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
       values (gen_random_uuid(), $1, $2, 'in', 'https', 'received', 'ZZ', 'S', 'ZZ', 'B', '1', 'P', '', '', $3)`,
      [...parties, at(1, '10:00')],
    )
    await trade.as(trade.supplier, tx =>
      announce(tx, {
        ...{
          type: 'document.needs-attention',
          subject: { kind: 'document', id: orderId },
          parties,
          at: at(1, '10:00'),
        },
        data: { subjectId: orderId, reason: 'Unknown line' },
      }),
    )
    await runAt(at(1, '13:00'))
    const { state, history } = await trade.as(trade.buyer, tx => clockDetail(tx, id))
    expect(state).toBe('breached')
    expect(history.map(({ type }) => type)).not.toContain('clock.answer-failed')
    await trade.owner.query('delete from interchanges')
  })
})

describe('who waits for whom', () => {
  it("is said: it stands among what waits for the buyer, and not in the supplier's list", async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    const inbox = await trade.as(trade.supplier, tx => inboxDue(tx, {}))
    expect(inbox.rows.filter(({ kind }) => kind === 'decision')).toEqual([])
    expect(inbox.counts.ours).toBe(0)
    const { rows, total } = await trade.as(trade.buyer, tx => board(tx, { kind: 'decision' }))
    expect(rows.map(({ subject }) => subject.id)).toContain(orderId)
    expect(rows.every(({ kind }) => kind === 'decision')).toBe(true)
    const { counts } = await trade.as(trade.buyer, tx => summary(tx, {}))
    expect(counts.ours).toBe(total)
  })

  it('the notice of the proposal says to the buyer until when the decision is due', async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    await runAt(at(1, '09:05'))
    const told = await trade.as(trade.buyer, tx =>
      tx
        .select()
        .from(notices)
        .where(and(eq(notices.link, `/orders/${orderId}`), eq(notices.personId, trade.buyer.personId ?? ''))),
    )
    expect(told.map(({ text }) => text).join()).toContain('Your decision is due by Mon 1 Mar 13:00 Berlin (CET).')
  })

  it("counts nothing into the supplier's report: late decisions are the buyer's, under their own kind, for both to see", async () => {
    const orderId = await callOff()
    await answers(orderId, [later(1)])
    await trade.setNow(at(1, '16:00'))
    await decides(orderId, 1, 'accept')
    for (const [who, side] of [
      [trade.buyer, 'buyer'],
      [trade.supplier, 'supplier'],
    ] as const) {
      const all = await trade.as(who, tx => responseReport(tx, side, {}))
      expect(all.rows.map(({ kind }) => kind)).not.toContain('decision')
      expect(all.total.fault.buyer).toBe(0)
      const own = await trade.as(who, tx => responseReport(tx, side, { kind: 'decision' }))
      expect(own.total.breached).toBeGreaterThan(0)
      expect(own.total.fault).toMatchObject({ supplier: 0, buyer: own.total.breached })
      const behind = await trade.as(who, tx => behindFigure(tx, side, { kind: 'decision', figure: 'buyer' }))
      expect(behind.rows.map(({ subject }) => subject.id)).toContain(orderId)
    }
  })
})

it('a policy of the buyer sets target, calendar and ladder of decisions like those of answers', async () => {
  const friday = { ...ours, name: 'Velowerk, Fridays', week: { 5: [day] }, holidays: [] }
  const { id: calendarId } = agreed(await trade.as(trade.buyer, tx => addCalendar(tx, friday)))
  const policy = agreed(
    await trade.as(lead, tx =>
      addPolicy(tx, {
        ...{ name: 'Decisions', kind: 'decision', supplierId: null, hours: 'own', calendarId, pauseReasons: [] },
        target: { kind: 'business-minutes', minutes: 60 },
        ladder: {
          reminders: [],
          escalations: [{ afterMinutes: 30, to: 'buyer-administrators' }],
          repeat: { everyMinutes: 60, times: 1, to: 'buyer' },
        },
      }),
    ),
  )
  const orderId = await callOff()
  await answers(orderId, [later(1)])
  const clock = await only(orderId)
  expect(clock).toMatchObject({ dueAt: at(5, '09:00'), calendarId })
  expect(clock.steps.map(({ level, to }) => [level, to])).toEqual([
    ['breached', 'buyer'],
    ['escalated-lead', 'buyer-administrators'],
    ['repeat-1', 'buyer'],
  ])
  const seen = await trade.as(trade.supplier, tx => clockDetail(tx, clock.id))
  expect(seen.policy).toMatchObject({
    name: 'Decisions',
    why: expect.stringContaining('decisions on proposals of every supplier'),
  })
  expect(seen.calendars.map(({ name }) => name)).toEqual(['Velowerk, Fridays'])
  expect(policy.kind).toBe('decision')
})
