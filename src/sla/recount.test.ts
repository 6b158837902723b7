// A calendar that is changed while clocks run on it: what moves, what stays, and what has fired.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addCalendar, type CalendarBody, changeCalendar, explain } from '../calendars/index.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { events } from '../kernel/tables.ts'
import { defaultTargets } from '../partners/profile.ts'
import { movesBy } from './moves.ts'
import { pause, resume } from './pause.ts'
import { clockSay } from './say.ts'
import { clocks } from './tables.ts'

/** Monday 09:00 in Berlin; ten working hours later it is Tuesday 10:00. */
const START = past(0)
const TUESDAY_TEN = new Date('2027-03-02T09:00:00Z')
const WEDNESDAY_TEN = new Date('2027-03-03T09:00:00Z')
const day = { open: '08:00', close: '17:00' }
const week = { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] }
const plain: CalendarBody = {
  ...{ name: 'Kiel', zone: 'Europe/Berlin', always: false, week },
  ...{ holidays: [], halfDays: [], shutdowns: [], extra: [], cutOff: {} },
}
const tuesdayOff = { ...plain, holidays: [{ date: '2027-03-02', name: 'Town fair' }] }

let trade: ClockTrade
let calendarId = ''
let version = 1
let calendars = 0
const asBuyer = <T>(act: (tx: Tx) => Promise<T>) => trade.trade.web.withTenant(trade.trade.buyer, act)

beforeAll(async () => {
  const order = { kind: 'business-minutes' as const, minutes: 600 }
  trade = await openClockTrade({ targets: { ...defaultTargets, order } })
})
afterAll(() => trade.trade.close())
beforeEach(async () => {
  await trade.trade.setNow(START)
  const added = await asBuyer(tx => addCalendar(tx, { ...plain, name: `Kiel ${++calendars}` }))
  if (isRefusal(added)) throw new Error(added.detail)
  calendarId = added.id
  version = 1
  await trade.trade.owner.query('update relationships set calendar_id = $1', [calendarId])
})

const named = (body: CalendarBody): CalendarBody => ({ ...body, name: `Kiel ${calendars}` })
const change = async (body: CalendarBody) => {
  const changed = await asBuyer(tx => changeCalendar(tx, calendarId, { ...named(body), version }))
  if (isRefusal(changed)) throw new Error(changed.detail)
  version++
}
const moves = (body: CalendarBody) => asBuyer(tx => movesBy(tx, calendarId, named(body)))

it('says before it is saved what a holiday on a running day moves, then moves it, with the reason on record', async () => {
  const { clockId } = await trade.start()
  await trade.runAt(new Date('2027-03-01T14:00:00Z'))
  expect(await trade.levelsOf(clockId)).toEqual(['warned-50'])
  const before = { open: 1, moved: 1, kept: 0 }
  const [dueBefore, dueAfter] = [TUESDAY_TEN.toISOString(), WEDNESDAY_TEN.toISOString()]
  expect(await moves(tuesdayOff)).toMatchObject({ ...before, rows: [{ clockId, label: '4711', dueBefore, dueAfter }] })
  expect(await trade.clockOf(clockId)).toMatchObject({ dueAt: TUESDAY_TEN, calendarVersion: 1 })
  await change(tuesdayOff)
  const moved = await trade.clockOf(clockId)
  expect(moved).toMatchObject({ at: 'running', dueAt: WEDNESDAY_TEN, calendarVersion: 2 })
  expect(moved.recounts).toMatchObject([{ version: 2, was: dueBefore, due: dueAfter, by: 'Anna Berg' }])
  const sentences = explain(moved.explanation, moved.zone)
  expect(sentences[0]).toContain('Due Wed 3 Mar 10:00')
  expect(sentences).toContain('Tue 2 Mar is a holiday (Town fair): skipped.')
  const name = `Calendar "Kiel ${calendars}" version 2`
  expect(sentences.at(-1)).toBe(`${name}: counted anew Mon 1 Mar 15:00, was due Tue 2 Mar 10:00.`)
  const facts = await asBuyer(tx => tx.select().from(events).where(eq(events.subjectId, clockId)))
  expect(facts.find(({ type }) => type === 'clock.recounted')?.data).toMatchObject({ dueAt: dueAfter, was: dueBefore })
})

it('fires no step again, nor at the instant that it had, and every other once at the new one', async () => {
  const { clockId } = await trade.start()
  await trade.runAt(new Date('2027-03-01T15:40:00Z'))
  const fired = ['warned-50', 'warned-75']
  expect(await trade.levelsOf(clockId)).toEqual(fired)
  await change(tuesdayOff)
  await trade.runAt(new Date('2027-03-02T10:00:00Z'))
  expect(await trade.levelsOf(clockId)).toEqual(fired)
  await trade.runAt(WEDNESDAY_TEN)
  expect((await trade.levelsOf(clockId)).toSorted()).toEqual(
    ['breached', 'escalated-administrator', ...fired].toSorted(),
  )
})

it('what is late stays late, on the version it was late by: to excuse it is for the buyer', async () => {
  const { clockId } = await trade.start()
  await trade.trade.setNow(new Date('2027-03-02T09:00:01Z'))
  expect(await moves(tuesdayOff)).toMatchObject({ open: 0, moved: 0, kept: 0, rows: [] })
  await change(tuesdayOff)
  expect(await trade.clockOf(clockId)).toMatchObject({ dueAt: TUESDAY_TEN, calendarVersion: 1, recounts: [] })
})

it('nobody becomes late at a stroke: what would have been due already stays due as it was', async () => {
  await change(tuesdayOff)
  const { clockId } = await trade.start()
  await trade.trade.setNow(new Date('2027-03-03T08:00:00Z'))
  expect(await moves(plain)).toMatchObject({ open: 1, moved: 0, kept: 1 })
  await change(plain)
  expect(await trade.clockOf(clockId)).toMatchObject({ dueAt: WEDNESDAY_TEN, calendarVersion: 2, recounts: [] })
})

it('what is not touched moves on to the new version, and nothing is told', async () => {
  const { clockId } = await trade.start()
  const inMay = { ...plain, holidays: [{ date: '2027-05-05', name: 'Town fair' }] }
  expect(await moves(inMay)).toMatchObject({ open: 1, moved: 0, kept: 0 })
  await change(inMay)
  expect(await trade.clockOf(clockId)).toMatchObject({ dueAt: TUESDAY_TEN, calendarVersion: 2, recounts: [] })
})

it('a paused clock goes on by the hours of the changed calendar', async () => {
  const { clockId } = await trade.start()
  await trade.trade.setNow(past(60))
  await asBuyer(tx => pause(tx, clockId, { reason: 'our-decision', note: 'Colour' }))
  await change(tuesdayOff)
  expect(await trade.clockOf(clockId)).toMatchObject({ at: 'paused', dueAt: WEDNESDAY_TEN, nextLevel: null })
  await trade.trade.setNow(past(120))
  await asBuyer(tx => resume(tx, clockId))
  const { at, dueAt, explanation } = await trade.clockOf(clockId)
  expect(at).toBe('running')
  expect(Math.round(+dueAt / 60_000)).toBe(Date.parse('2027-03-03T10:00:00Z') / 60_000)
  expect(explanation.map(({ kind }) => kind)).toContain('recounted')
  await trade.runAt(new Date('2027-03-03T10:00:01Z'))
  expect(await trade.levelsOf(clockId)).toContain('breached')
})

it('a clock that is being started while the calendar is saved is on the changed calendar in the end', async () => {
  let go = () => {}
  const gone = new Promise<void>(resolve => (go = resolve))
  let begun = () => {}
  const started = new Promise<void>(resolve => (begun = resolve))
  const { startClock } = await import('./start.ts')
  const subject = { kind: 'order', id: crypto.randomUUID() }
  const { buyer, supplier } = trade.trade
  const starting = asBuyer(async tx => {
    const parties = { buyerId: buyer.orgId, supplierId: supplier.orgId }
    await startClock(tx, { ...parties, kind: 'order', subject, label: '4712', at: START })
    begun()
    await gone
  })
  await started
  const changing = change(tuesdayOff)
  // Long enough for the change to come to the lock.
  await new Promise(resolve => setTimeout(resolve, 300))
  go()
  await Promise.all([starting, changing])
  const [clock] = await asBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
  expect(clock).toMatchObject({ dueAt: WEDNESDAY_TEN, calendarVersion: 2 })
})

it('a supplier is told once of a change what it moved, from when to when and why, and is not alarmed', async () => {
  const said = async () => {
    await runDueWork(trade.trade.worker, new Map([[clockSay.kind, clockSay]]), kind => kind === clockSay.kind)
    const { rows } = await trade.trade.owner.query(
      `select data from work where kind = 'notice.raise' and key like 'clock-said:moved:%' and org_id = $1`,
      [trade.trade.supplier.orgId],
    )
    await trade.trade.owner.query(`delete from work where kind = 'notice.raise'`)
    return rows.map(({ data }) => data as Record<string, string>)
  }
  for (let n = 1; n <= 7; n++) await trade.start(undefined, { label: `472${n}` })
  await trade.start(undefined, { kind: 'decision', lines: [1] })
  await change(tuesdayOff)
  const [many, ...others] = await said()
  expect(others).toEqual([])
  expect(many).toMatchObject({ title: expect.stringMatching(/^7 due times moved: /), link: '/inbox' })
  expect(many).not.toHaveProperty('isAlert')
  const lines = String(many?.text).split('\n')
  expect(lines[0]).toContain(
    `changed the calendar "Kiel ${calendars}", on which these times are counted (version 2, saved by Anna Berg)`,
  )
  expect(lines[2]).toBe(
    'Order 4721: now due ⟦2027-03-03T09:00:00.000Z|Europe/Berlin⟧; it was due ⟦2027-03-02T09:00:00.000Z|Europe/Berlin⟧.',
  )
  expect(lines.at(-1)).toBe('and 2 more')
  await change({ ...tuesdayOff, holidays: [...tuesdayOff.holidays, { date: '2027-05-05', name: 'May fair' }] })
  expect(await said()).toEqual([])
})
