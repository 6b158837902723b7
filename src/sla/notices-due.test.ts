// The clock of a ship notice: begun by what is agreed, due before the delivery, moved with it, and stopped by what is on its way.
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addCalendar, type CalendarBody, changeCalendar, explain } from '../calendars/index.ts'
import { sure } from '../kernel/errors.ts'
import { announce, joinReactions } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { answer, cancel, decide, getOrder, ordersReactions, type Promised } from '../orders/index.ts'
import { changeProfile, getPartner, relationshipOf } from '../partners/index.ts'
import { cancelNotice, onTheWay, publish } from '../shipments/index.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { excuse, takeBackExcuse } from './excuse.ts'
import { slaWork } from './index.ts'
import { pause, resume } from './pause.ts'
import { board, clocksOf, firstDue, inboxDue } from './queries.ts'
import { slaReactions } from './react.ts'
import { responseReport } from './report.ts'
import { clocks, escalations } from './tables.ts'
import { stepWords } from './words.ts'

/** A Monday in March; all times are Kiel's. */
const at = (day: number, time: string) => new Date(`2027-03-${String(day).padStart(2, '0')}T${time}:00+01:00`)
const march = (day: number) => `2027-03-${String(day).padStart(2, '0')}`
const hours = { open: '08:00', close: '17:00' }
const kiel: CalendarBody = {
  ...{ name: 'Nordlicht, Kiel', zone: 'Europe/Berlin', always: false },
  week: { 1: [hours], 2: [hours], 3: [hours], 4: [hours], 5: [{ open: '08:00', close: '14:00' }] },
  ...{ holidays: [{ date: '2027-03-17', name: 'Kiel fair' }], halfDays: [], shutdowns: [], extra: [], cutOff: {} },
}
const target = { kind: 'before-delivery', days: 2, by: '16:00' } as const
let trade: CallOffTrade
let calendarId: string
beforeAll(async () => {
  trade = await openCallOffTrade(joinReactions(ordersReactions(onTheWay), slaReactions))
  calendarId = agreed(await trade.as(trade.buyer, tx => addCalendar(tx, kiel))).id
  await trade.agree(trade.supplier, { documents: { shipNotice: 'portal' } })
  await trade.owner.query('update relationships set calendar_id = $1', [calendarId])
  await wants(target)
})
afterAll(() => trade.close())
beforeEach(() => trade.setNow(at(1, '09:00')))

const wants = (shipNotice: object | null) =>
  trade.owner.query('update relationships set targets = targets || $1', [JSON.stringify({ shipNotice })])
const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' as const } })
const propose = (lineNumber: number, promised: Promised[]) => ({
  lineNumber,
  answer: { act: 'propose' as const, promised, reason: 'Paint shop' },
})
async function says(orderId: string, lines: Parameters<typeof answer>[1]['lines'], receivedAt?: Date) {
  await trade.as(trade.supplier, async tx => {
    const { version: versionAnswered } = await getOrder(tx, orderId)
    return agreed(await answer(tx, { orderId, versionAnswered, lines, receivedAt: receivedAt ?? tx.now }, onTheWay))
  })
}
async function agrees(orderId: string) {
  const { lines, version } = await trade.as(trade.buyer, tx => getOrder(tx, orderId))
  const decisions = lines.flatMap(({ open }) => (open ? [{ proposalId: open.id, act: 'accept' as const }] : []))
  await trade.as(trade.buyer, async tx => agreed(await decide(tx, { orderId, version, decisions }, onTheWay)))
}
/** A call-off whose lines, 10 chains each, the supplier has accepted, for these days of March. */
async function called(...days: number[]) {
  const order = await trade.callOff(days.map(day => [trade.chainId, '10', march(day)]))
  await says(
    order.id,
    days.map((_, i) => accept(i + 1)),
  )
  return order.id
}
const clocksOn = (orderId: string) =>
  trade.as(trade.buyer, tx =>
    tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.subjectId, orderId), eq(clocks.kind, 'ship-notice')))
      .orderBy(asc(clocks.round)),
  )
const standing = async (orderId: string) =>
  (await clocksOn(orderId)).map(({ lines, at: state, dueAt }) => [lines?.join(), state, dueAt])
async function only(orderId: string) {
  const [clock, ...more] = await clocksOn(orderId)
  if (!clock || more.length > 0) throw new Error(`${more.length + 1} clocks`)
  return clock
}
let numbers = 0
/** Sends so many of the line, received at that instant. */
async function sends(orderId: string, quantity: string, receivedAt?: Date, lineNumber = 1) {
  return await trade.as(trade.supplier, async tx =>
    agreed(
      await publish(tx, {
        ...{ number: `LS-${++numbers}`, shipDate: march(8), arrivalDate: march(11), receivedAt: receivedAt ?? tx.now },
        items: [{ orderId, lineNumber, quantity }],
      }),
    ),
  )
}
const takesBack = (noticeId: string) =>
  trade.as(trade.supplier, async tx => agreed(await cancelNotice(tx, { noticeId, reason: 'Not loaded' })))
async function runAt(when: Date): Promise<void> {
  await trade.setNow(when)
  const performed = await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.step')
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}
const levelsOf = async (id: string) =>
  (
    await trade.as(trade.buyer, tx =>
      tx.select().from(escalations).where(eq(escalations.clockId, id)).orderBy(asc(escalations.dueAt)),
    )
  ).map(({ level }) => level)

describe('the clock of a ship notice', () => {
  it('begins when a delivery is agreed on, due so many working days before it, and says why', async () => {
    const orderId = await called(18)
    const clock = await only(orderId)
    // Wednesday is a holiday there, so two working days before Thursday are Monday.
    expect(clock).toMatchObject({
      ...{ kind: 'ship-notice', at: 'pending', lines: [1], startedAt: at(1, '09:00'), dueAt: at(15, '16:00') },
      // Its reminders begin two working days before that; on Fridays they close at 14:00.
      ...{ countingFrom: at(11, '16:00'), policy: null },
    })
    expect(explain(clock.explanation, clock.zone)).toEqual([
      'Due Mon 15 Mar 16:00 Berlin (CET).',
      'Delivery is on Thu 18 Mar; 2 working days before that is Mon 15 Mar.',
      'Wed 17 Mar is a holiday (Kiel fair): skipped.',
      'Its time counts from Thu 11 Mar 16:00; before that nobody is reminded.',
    ])
    const seen = await trade.as(trade.supplier, tx => clockDetail(tx, clock.id))
    expect(seen).toMatchObject({
      ...{ target: '2 working days before the delivery, by 16:00', urgency: 'on-track', pausableFor: [] },
      because: 'due Mon 15 Mar 16:00 Berlin = 2 working days before delivery on Thu 18 Mar; Wed 17 Mar holiday skipped',
    })
    expect(seen.days[0]?.date).toBe('2027-03-11')
  })

  it('is one for each delivery of each line, and none for what is not agreed or where none is wanted', async () => {
    const split = await trade.callOff([
      [trade.chainId, '10', march(11)],
      [trade.chainId, '10', march(12)],
      [trade.chainId, '10', march(12)],
    ])
    await says(split.id, [
      propose(1, [
        { quantity: '4', date: march(11) },
        { quantity: '6', date: march(25) },
      ]),
      { lineNumber: 2, answer: { act: 'reject', reason: 'No' } },
      { lineNumber: 3, answer: { act: 'hold', reason: 'Asking' } },
    ])
    expect(await standing(split.id)).toEqual([])
    await agrees(split.id)
    expect(await standing(split.id)).toEqual([
      ['1', 'pending', at(9, '16:00')],
      ['1', 'pending', at(23, '16:00')],
    ])
    await wants(null)
    expect(await standing(await called(11))).toEqual([])
    await wants(target)
    await trade.agree(trade.supplier, { documents: { shipNotice: 'none' } })
    expect(await standing(await called(11))).toEqual([])
    await trade.agree(trade.supplier, { documents: { shipNotice: 'portal' } })
  })

  it('counts on the calendar of the site that its item ships from, and says so', async () => {
    const albany = { ...kiel, name: 'Nordlicht, Albany', zone: 'America/New_York', holidays: [] }
    const { id } = agreed(await trade.as(trade.buyer, tx => addCalendar(tx, albany)))
    const site = [trade.buyer.orgId, trade.supplier.orgId, id, trade.chainId]
    await trade.owner.query(
      `with site as (insert into ship_from_sites (id, buyer_id, supplier_id, name, calendar_id)
         values (gen_random_uuid(), $1, $2, 'Albany', $3) returning id)
       update supplier_items set ship_from_id = (select id from site) where item_id = $4`,
      site,
    )
    const [clock] = await clocksOn(await called(18))
    await trade.owner.query('update supplier_items set ship_from_id = null')
    // Two working days before Thursday the 18th: the fair is Kiel's, not Albany's, which has changed to summer time.
    expect(clock?.dueAt).toEqual(new Date('2027-03-16T16:00:00-04:00'))
    expect(clock?.note).toBe('Counted on Albany\'s calendar "Nordlicht, Albany": the item ships from Albany.')
  })
  it('agreed on when that has passed already is due the next working day at that hour', async () => {
    const orderId = await trade.callOff([[trade.chainId, '10', march(4)]])
    await trade.setNow(at(2, '16:30'))
    await says(orderId.id, [accept(1)], at(2, '16:30'))
    const clock = await only(orderId.id)
    expect(clock).toMatchObject({ at: 'running', dueAt: at(3, '16:00') })
    expect(explain(clock.explanation, clock.zone)).toContain(
      'That had passed when the day was agreed on, Tue 2 Mar 16:30: the next working day is Wed 3 Mar.',
    )
  })

  it('is met by the notice that covers the whole of its delivery, at the instant at which that was received', async () => {
    const orderId = await called(11)
    await trade.setNow(at(9, '15:00'))
    await sends(orderId, '4')
    expect((await only(orderId)).stoppedAt).toBeNull()
    // Read after it was due, received before.
    await runAt(at(9, '17:00'))
    expect((await only(orderId)).at).toBe('breached')
    await sends(orderId, '6', at(9, '15:30'))
    expect(await only(orderId)).toMatchObject({ at: 'met', stoppedAt: at(9, '15:30') })
    // Said again it changes nothing.
    expect(await standing(orderId)).toEqual([['1', 'met', at(9, '16:00')]])
  })

  it('is met late by one that comes afterwards; people are told in order, each step once', async () => {
    const orderId = await called(11)
    const { id } = await only(orderId)
    await runAt(at(8, '16:45'))
    expect(await levelsOf(id)).toEqual(['warned-50'])
    await runAt(at(9, '16:01'))
    await runAt(at(9, '16:02'))
    expect(await levelsOf(id)).toEqual(['warned-50', 'warned-75', 'breached', 'escalated-administrator'])
    await trade.setNow(at(10, '09:00'))
    await sends(orderId, '10', at(10, '09:00'))
    expect(await only(orderId)).toMatchObject({ at: 'met-late', stoppedAt: at(10, '09:00') })
  })

  it('leaves answers and decisions alone, as they leave it', async () => {
    const order = await trade.callOff([
      [trade.chainId, '10', march(11)],
      [trade.chainId, '10', march(11)],
    ])
    const answers = () => trade.as(trade.buyer, tx => clocksOf(tx, order.id))
    await says(order.id, [accept(1)])
    expect((await only(order.id)).stoppedAt).toBeNull()
    await says(order.id, [accept(2)])
    expect((await clocksOn(order.id)).map(({ at: state }) => state)).toEqual(['pending', 'pending'])
    await sends(order.id, '10')
    const { rows } = await answers()
    expect(rows.filter(({ kind }) => kind === 'ship-notice').map(({ lines }) => lines)).toEqual([[2]])
  })
})

describe('a promise that is moved', () => {
  it('takes its clock along, with the reason on record and the reminders of the new day', async () => {
    const orderId = await called(11)
    const { id } = await only(orderId)
    await runAt(at(8, '16:45'))
    await says(orderId, [propose(1, [{ quantity: '10', date: march(25) }])])
    expect(await standing(orderId)).toEqual([['1', 'running', at(9, '16:00')]])
    await agrees(orderId)
    const moved = await only(orderId)
    expect(moved).toMatchObject({ id, at: 'pending', dueAt: at(23, '16:00'), startedAt: at(1, '09:00') })
    expect(moved.recounts).toMatchObject([
      { by: trade.buyer.name, movedFrom: march(11), movedTo: march(25), was: at(9, '16:00').toISOString() },
    ])
    expect(explain(moved.explanation, moved.zone).at(-1)).toMatch(
      /^Delivery moved by agreement Mon 8 Mar 16:45, from Thu 11 Mar to Thu 25 Mar: was due Tue 9 Mar 16:00\.$/,
    )
    await runAt(at(23, '16:30'))
    expect(await levelsOf(id)).toEqual([
      'warned-50',
      'warned-50-again-1',
      'warned-75',
      'breached',
      'escalated-administrator',
    ])
  })

  it('is reminded of for the new day though its calendar changes, or a pause ends, before that', async () => {
    const own = { ...kiel, name: 'Nordlicht, Plön' }
    const { id: ownId } = agreed(await trade.as(trade.buyer, tx => addCalendar(tx, own)))
    await trade.owner.query('update relationships set calendar_id = $1', [ownId])
    const orderId = await called(11)
    await trade.owner.query('update relationships set calendar_id = $1', [calendarId])
    const { id } = await only(orderId)
    await runAt(at(8, '16:45'))
    await says(orderId, [propose(1, [{ quantity: '10', date: march(25) }])])
    await agrees(orderId)
    const holidays = [...kiel.holidays, { date: march(24), name: 'Stocktaking' }]
    await trade.as(trade.buyer, async tx => agreed(await changeCalendar(tx, ownId, { ...own, version: 1, holidays })))
    await trade.setNow(at(10, '09:00'))
    const strike = { reason: 'other' as const, note: 'The strike' }
    expect(await trade.as(trade.buyer, tx => pause(tx, id, strike))).toBeUndefined()
    await trade.setNow(at(10, '13:00'))
    expect(await trade.as(trade.buyer, tx => resume(tx, id))).toBeUndefined()
    expect((await only(orderId)).dueAt).toEqual(at(22, '16:00'))
    await runAt(at(22, '15:30'))
    expect(await levelsOf(id)).toEqual(['warned-50', 'warned-50-again-1', 'warned-75'])
  })

  it('to an earlier day that leaves too little time gives the next working day', async () => {
    const orderId = await called(25)
    await trade.setNow(at(10, '09:00'))
    await says(orderId, [propose(1, [{ quantity: '10', date: march(11) }])])
    await agrees(orderId)
    expect(await standing(orderId)).toEqual([['1', 'running', at(10, '16:00')]])
  })

  it('after its notice was late leaves that late, and times the new day', async () => {
    const orderId = await called(11)
    await runAt(at(9, '16:30'))
    await says(orderId, [propose(1, [{ quantity: '10', date: march(25) }])])
    await agrees(orderId)
    expect(await standing(orderId)).toEqual([
      ['1', 'cancelled-late', at(9, '16:00')],
      ['1', 'pending', at(23, '16:00')],
    ])
    expect((await clocksOn(orderId))[0]?.cancelledWhy).toBe('The delivery was moved to Thu 25 Mar 2027 by agreement.')
  })

  it('while it is paused, by an answer that came before that and was read since, is due after the pause at the earliest', async () => {
    await trade.agree(trade.supplier, { tolerance: { daysEarly: 20 } })
    const orderId = await called(25)
    const { id } = await only(orderId)
    await trade.setNow(at(10, '09:00'))
    const strike = { reason: 'other' as const, note: 'The strike' }
    expect(await trade.as(trade.buyer, tx => pause(tx, id, strike))).toBeUndefined()
    await says(orderId, [propose(1, [{ quantity: '10', date: march(11) }])], at(9, '09:00'))
    await trade.agree(trade.supplier, { tolerance: { daysEarly: 0 } })
    expect(await standing(orderId)).toEqual([['1', 'paused', at(10, '16:00')]])
  })

  it('to less, once a part alone had left in time and the rest was late, leaves that late', async () => {
    const orderId = await called(11)
    await sends(orderId, '4')
    await runAt(at(9, '16:30'))
    await says(orderId, [propose(1, [{ quantity: '4', date: march(11) }])])
    await agrees(orderId)
    expect(await standing(orderId)).toEqual([['1', 'cancelled-late', at(9, '16:00')]])
  })

  it('is moved by a changed calendar too, and by nothing else: no pause moves it', async () => {
    const orderId = await called(25)
    const { id } = await only(orderId)
    await trade.as(trade.buyer, async tx =>
      agreed(
        await changeCalendar(tx, calendarId, {
          ...{ ...kiel, version: 1 },
          holidays: [...kiel.holidays, { date: march(24), name: 'Stocktaking' }],
        }),
      ),
    )
    expect((await only(orderId)).dueAt).toEqual(at(22, '16:00'))
    await trade.setNow(at(19, '09:00'))
    const body = { reason: 'other' as const, note: 'The strike' }
    expect(await trade.as(trade.buyer, tx => pause(tx, id, body))).toBeUndefined()
    await trade.setNow(at(19, '13:00'))
    expect(await trade.as(trade.buyer, tx => resume(tx, id))).toBeUndefined()
    expect(await only(orderId)).toMatchObject({ at: 'running', dueAt: at(22, '16:00') })
  })

  it('is asked no more once its line is cancelled', async () => {
    const orderId = await called(11, 12)
    const { version } = await trade.as(trade.buyer, tx => getOrder(tx, orderId))
    await trade.as(trade.buyer, async tx =>
      agreed(await cancel(tx, { orderId, version, lineNumbers: [1], reason: 'No more' }, onTheWay)),
    )
    expect((await clocksOn(orderId)).map(({ at: state, note }) => [state, note])).toEqual([
      ['cancelled', 'Cancelled by the buyer.'],
      ['pending', ''],
    ])
  })

  it('is met by what is on its way when the rest of its line is cancelled, and no more asked for the days after that', async () => {
    const order = await trade.callOff([[trade.chainId, '10', march(11)]])
    const days = [
      { quantity: '6', date: march(11) },
      { quantity: '4', date: march(25) },
    ]
    await says(order.id, [propose(1, days)])
    await agrees(order.id)
    await sends(order.id, '5', at(1, '10:00'))
    await trade.setNow(at(2, '09:00'))
    const { version } = await trade.as(trade.buyer, tx => getOrder(tx, order.id))
    const given = { orderId: order.id, version, lineNumbers: [1], reason: 'No more' }
    const { stays } = await trade.as(trade.buyer, async tx => agreed(await cancel(tx, given, onTheWay)))
    expect(stays).toEqual([{ lineNumber: 1, promised: [{ quantity: '5', date: march(11) }] }])
    expect(await clocksOn(order.id)).toMatchObject([
      { at: 'met', stoppedAt: at(1, '10:00') },
      { at: 'cancelled', note: 'Cancelled by the buyer.' },
    ])
  })
})

describe('ship notices that are agreed on no more', () => {
  const names = [
    ...(['vendorNumber', 'supplierName', 'contactName', 'contactEmail', 'calendarId', 'buyerCalendarId'] as const),
    ...(['transitDays', 'tolerance', 'transport', 'usage', 'ediVersion', 'ourIdentity', 'theirIdentity'] as const),
    ...(['delimiters', 'ta1Requested', 'webhookUrl', 'folderName', 'version'] as const),
  ]
  /** The buyer changes the profile, as on its page. */
  const agreesOn = (shipNotice: 'none' | 'portal') =>
    trade.as(trade.buyer, async tx => {
      const relationship = sure(await relationshipOf(tx, trade.buyer.orgId, trade.supplier.orgId))
      const now = await getPartner(tx, relationship.id)
      const kept = Object.fromEntries(names.map(name => [name, now[name]]))
      const targets = { ...now.targets, shipNotice: shipNotice === 'none' ? null : target }
      const body = { ...kept, targets, documents: { ...now.documents, shipNotice } }
      agreed(await changeProfile(tx, relationship.id, body as Parameters<typeof changeProfile>[2]))
    })

  it('are asked for no more, for none would be taken; what was late stays late, and later orders are not timed', async () => {
    const late = await called(11)
    const early = await called(25)
    await runAt(at(9, '16:30'))
    await agreesOn('none')
    await expect(sends(early, '10')).rejects.toThrow('not agreed')
    expect(await only(late)).toMatchObject({ at: 'cancelled-late' })
    expect(await only(early)).toMatchObject({ at: 'cancelled', note: 'Ship notices are not agreed on any more.' })
    await agreesOn('portal')
    expect((await clocksOn(early)).length).toBe(1)
  })
})

describe('a ship notice that is taken back', () => {
  it('leaves its clock as it was, with the reminders still to come', async () => {
    const orderId = await called(11)
    const { id } = await only(orderId)
    const { noticeId } = await sends(orderId, '10')
    expect((await only(orderId)).at).toBe('met')
    await trade.setNow(at(8, '10:00'))
    await takesBack(noticeId)
    expect(await only(orderId)).toMatchObject({
      at: 'running',
      stoppedAt: null,
      countedMinutes: null,
      dueAt: at(9, '16:00'),
    })
    await runAt(at(9, '16:30'))
    expect((await levelsOf(id)).slice(-2)).toEqual(['breached', 'escalated-administrator'])
    expect((await only(orderId)).at).toBe('breached')
  })

  it('after it was due makes it late at once, by the step that says so, once', async () => {
    const orderId = await called(11)
    const { id } = await only(orderId)
    const { noticeId } = await sends(orderId, '10')
    await trade.setNow(at(10, '10:00'))
    await takesBack(noticeId)
    await runAt(at(10, '10:00'))
    expect(await only(orderId)).toMatchObject({ at: 'breached', breachedAt: at(9, '16:00') })
    expect((await levelsOf(id)).filter(level => level === 'breached')).toEqual(['breached'])
    const second = await sends(orderId, '10')
    expect((await only(orderId)).at).toBe('met-late')
    await takesBack(second.noticeId)
    expect((await only(orderId)).at).toBe('breached')
    expect((await levelsOf(id)).filter(level => level === 'breached')).toEqual(['breached'])
  })

  it('stays excused where its lateness was, and counts again once that is taken back', async () => {
    const orderId = await called(11)
    const { id } = await only(orderId)
    await runAt(at(9, '16:30'))
    const { noticeId } = await sends(orderId, '10')
    const why = { attribution: 'carrier', reason: 'force-majeure', note: 'Storm' } as const
    expect(await trade.as(trade.buyer, tx => excuse(tx, id, why))).toBeUndefined()
    await takesBack(noticeId)
    expect(await only(orderId)).toMatchObject({ at: 'excused', stoppedAt: null })
    expect(await trade.as(trade.buyer, tx => takeBackExcuse(tx, id, 'No'))).toBeUndefined()
    expect((await only(orderId)).at).toBe('breached')
  })
})

describe('an 856 that cannot be applied', () => {
  it('is told once to each side, however many deliveries of its order wait for one', async () => {
    const orderId = await called(25, 11, 18)
    const documentId = newId()
    await trade.as(trade.supplier, tx =>
      announce(tx, {
        ...{ type: 'document.needs-attention', subject: { kind: 'document', id: documentId } },
        ...{ parties: [trade.buyer.orgId, trade.supplier.orgId], at: tx.now },
        data: { setId: '856', subjectId: orderId, reason: 'No such line' },
      }),
    )
    const { rows } = await trade.owner.query<{ key: string; data: { title: string } }>(
      'select key, data from work where key like $1 order by key',
      [`failed:${documentId}:%`],
    )
    expect(rows.map(({ key }) => key.split(':').at(-1))).toEqual(['answerers', 'buyer'])
    for (const { data } of rows) expect(data.title).toContain('line 2')
    const facts = 'select from events where type = $1 and data ->> $2 = $3'
    const failed = await trade.owner.query(facts, ['clock.answer-failed', 'documentId', documentId])
    expect(failed.rowCount).toBe(3)
  })
})

describe('an 856 that had come in time and was applied late', () => {
  const early = at(9, '15:00')
  /** Lies here since then, and is applied at this moment. */
  async function documentApplied(orderId: string): Promise<string> {
    const [interchangeId, documentId] = [newId(), newId()]
    const parties = [trade.buyer.orgId, trade.supplier.orgId]
    await trade.owner.query(
      `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
         receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
       values ($1, $2, $3, 'in', 'https', 'applied', 'ZZ', 'S', 'ZZ', 'B', $4, 'P', '', '', $5)`,
      [interchangeId, ...parties, interchangeId.slice(-9), early],
    )
    await trade.owner.query(
      `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status,
         subject_id, applied_at) values ($1, $2, $3, 'in', $4, '856', 'SH', 'applied', $5, kernel.now())`,
      [documentId, ...parties, interchangeId, orderId],
    )
    return documentId
  }
  const says856 = (documentId: string, number: string, items: [orderId: string, line: number][]) =>
    trade.as(trade.supplier, async tx => {
      const said = items.map(([orderId, lineNumber]) => ({ orderId, lineNumber, quantity: '10' }))
      const days = { shipDate: march(8), arrivalDate: march(11) }
      const done = agreed(await publish(tx, { number, ...days, items: said, receivedAt: early, documentId }))
      const about = { subjectKind: 'order', subjectId: sure(said[0]).orderId, setId: '856' }
      await announce(tx, {
        ...{ type: 'document.applied', subject: { kind: 'document', id: documentId }, at: early },
        parties: [trade.buyer.orgId, trade.supplier.orgId],
        data: { ...about, buyerId: trade.buyer.orgId, supplierId: trade.supplier.orgId },
      })
      return done
    })
  async function weighed(orderId: string) {
    await trade.setNow(at(10, '12:00'))
    await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.weigh')
    return (await clocksOn(orderId)).map(({ lines, at: state }) => [lines?.join(), state])
  }

  it('for one line excuses the late notice of no other', async () => {
    const orderId = await called(11, 11)
    await trade.setNow(at(10, '09:00'))
    await sends(orderId, '10', at(10, '09:00'), 2)
    await trade.setNow(at(10, '10:00'))
    await says856(await documentApplied(orderId), `LS-${++numbers}`, [[orderId, 1]])
    expect(await weighed(orderId)).toEqual([
      ['1', 'met'],
      ['2', 'met-late'],
    ])
  })

  it('excuses what was said late once more, by hand, of all orders that it speaks of', async () => {
    const [first, second] = [await called(11), await called(11)]
    await trade.setNow(at(10, '09:00'))
    const items = [first, second].map(orderId => ({ orderId, lineNumber: 1, quantity: '10' }))
    const byHand = {
      number: `LS-${++numbers}`,
      shipDate: march(8),
      arrivalDate: march(11),
      receivedAt: at(10, '09:00'),
    }
    await trade.as(trade.supplier, async tx => agreed(await publish(tx, { ...byHand, items })))
    expect([...(await weighed(first)), ...(await weighed(second))]).toEqual([
      ['1', 'met-late'],
      ['1', 'met-late'],
    ])
    await says856(await documentApplied(first), byHand.number, [
      [first, 1],
      [second, 1],
    ])
    await trade.setNow(at(10, '13:00'))
    await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.weigh')
    expect([(await only(first)).at, (await only(second)).at]).toEqual(['excused', 'excused'])
  })

  it('excuses the delivery that was moved meanwhile, and not what it takes back', async () => {
    const orderId = await called(11)
    await runAt(at(9, '16:30'))
    await says(orderId, [propose(1, [{ quantity: '10', date: march(25) }])])
    await agrees(orderId)
    expect((await clocksOn(orderId)).map(({ at: state }) => state)).toEqual(['cancelled-late', 'pending'])
    const { noticeId } = await says856(await documentApplied(orderId), `LS-${++numbers}`, [[orderId, 1]])
    await takesBack(noticeId)
    expect((await weighed(orderId))[0]).toEqual(['1', 'cancelled-late'])
    await says856(await documentApplied(orderId), `LS-${++numbers}`, [[orderId, 1]])
    await trade.setNow(at(10, '13:00'))
    await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.weigh')
    expect((await clocksOn(orderId)).map(({ at: state }) => state)).toEqual(['excused', 'met'])
  })
})

describe('a door that was closed when a ship notice was due', () => {
  const closed = (from: Date, to: Date) =>
    trade.owner.query(`insert into outages (id, door, "from", "to") values (gen_random_uuid(), 'web', $1, $2)`, [
      from,
      to,
    ])
  /** Sent that late, and weighed. */
  async function sentAt(when: Date) {
    const orderId = await called(11)
    await trade.setNow(when)
    await sends(orderId, '10', when)
    expect((await only(orderId)).at).toBe('met-late')
    await trade.setNow(new Date(when.getTime() + 60_000))
    await runDueWork(trade.worker, slaWork(), kind => kind === 'clock.weigh')
    const { at: state, excuse: why } = await only(orderId)
    await trade.setNow(at(1, '09:00'))
    return { state, note: why?.note }
  }

  it('excuses what comes by that hour of the next working day, and nothing after that', async () => {
    await closed(at(9, '15:30'), at(9, '16:45'))
    const { state, note } = await sentAt(at(10, '15:59'))
    expect(state).toBe('excused')
    expect(note).toContain('Without that time it would have been due Wed 10 Mar 16:00')
    expect((await sentAt(at(10, '16:01'))).state).toBe('met-late')
    await trade.owner.query('delete from outages')
  })

  it('and was open again by then excuses nothing', async () => {
    await closed(at(9, '14:30'), at(9, '15:45'))
    expect((await sentAt(at(9, '16:01'))).state).toBe('met-late')
    await trade.owner.query('delete from outages')
  })
})

describe('what is shown of it', () => {
  it('reads as what it is: on the board, in the inbox once it counts, in words, and apart from answers in the report', async () => {
    const orderId = await called(18)
    const { id, label } = await only(orderId)
    const seen = async () => {
      const shown = await trade.as(trade.buyer, tx => board(tx, { kind: 'ship-notice', search: label }))
      const mine = await trade.as(trade.supplier, tx => inboxDue(tx, { search: label }))
      return [shown.rows.map(({ lines }) => lines), mine.rows.map(({ kind }) => kind)]
    }
    expect(await seen()).toEqual([[[1]], []])
    await trade.setNow(at(12, '09:00'))
    expect(await seen()).toEqual([[[1]], ['ship-notice']])
    // A mail that speaks of the answer to the order does not speak of this.
    expect(await trade.as(trade.supplier, tx => firstDue(tx, [orderId]))).toBeUndefined()
    const breached = { level: 'breached', dueAt: at(15, '16:00'), why: 'The ship notice is late.', unread: false }
    const names = { buyer: 'Velowerk AG', supplier: 'Nordlicht Antriebe' }
    const words = stepWords(await only(orderId), breached, names)
    expect(words.title).toBe(
      `Late: Ship notice for order ${label}, line 1, due ⟦2027-03-15T15:00:00.000Z|Europe/Berlin⟧, Nordlicht Antriebe to Velowerk AG`,
    )
    expect(words.text).toContain('The ship notice of Nordlicht Antriebe to Velowerk AG was due')
    const unread = stepWords(await only(orderId), { ...breached, unread: true }, names)
    expect(unread.title).toMatch(/^Ship notice received, unread: Ship notice for order /)
    const kinds = async (query: { kind?: 'ship-notice' }) =>
      (await trade.as(trade.buyer, tx => responseReport(tx, 'buyer', query))).rows.map(({ kind }) => kind)
    expect(await kinds({})).not.toContain('ship-notice')
    expect(await kinds({ kind: 'ship-notice' })).toEqual(['ship-notice'])
    expect(await trade.as(trade.supplier, tx => clockDetail(tx, id))).toMatchObject({ kind: 'ship-notice' })
  })

  it('is governed by a response policy as all others are: its target, its ladder, its pauses', async () => {
    const policy = {
      ...{ name: 'Ship notices', kind: 'ship-notice', supplierId: null, hours: 'agreed', calendarId: null },
      target: { kind: 'before-delivery', days: 1, by: '12:00' },
      ladder: { reminders: [], escalations: [{ afterMinutes: 60, to: 'buyer' }], repeat: null },
      pauseReasons: ['force-majeure'],
    } as const
    const add = (more: object) => trade.as(trade.buyer, tx => addPolicy(tx, { ...policy, ...more } as never))
    await expect(add({ target: { kind: 'elapsed', minutes: 60 } })).rejects.toThrow('due before the delivery')
    await expect(add({ kind: 'order' })).rejects.toThrow('Only ship notices are due before a delivery')
    agreed(await add({}))
    const clock = await only(await called(11))
    expect(clock).toMatchObject({ dueAt: at(10, '12:00'), policy: { name: 'Ship notices' } })
    expect(clock.steps.map(({ level, why }) => [level, why])).toEqual([
      ['breached', 'The ship notice is late.'],
      ['escalated-buyer', 'Still no ship notice 1 h after it was due.'],
    ])
  })

  it('tells each of those reminded at one moment again, once its delivery is moved', async () => {
    const reminded = (to: string) => ({ percent: 50, to, mandatory: false })
    const policy = {
      ...{ name: 'Two are reminded', kind: 'ship-notice', supplierId: trade.supplier.orgId, hours: 'agreed' },
      ...{ calendarId: null, target, pauseReasons: [] },
      ladder: { reminders: [reminded('answerers'), reminded('buyer')], escalations: [], repeat: null },
    }
    agreed(await trade.as(trade.buyer, tx => addPolicy(tx, policy as never)))
    const orderId = await called(11)
    const { id } = await only(orderId)
    await runAt(at(8, '16:45'))
    expect(await levelsOf(id)).toEqual(['warned-50', 'warned-50-2'])
    await says(orderId, [propose(1, [{ quantity: '10', date: march(25) }])])
    await agrees(orderId)
    await runAt(at(22, '15:30'))
    expect((await levelsOf(id)).slice(2).toSorted()).toEqual(['warned-50-2-again-1', 'warned-50-again-1'])
  })
})
