// Whose hours count, by the policy's rule, on a real database: started, moved by either calendar, paused, replayed.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { addCalendar, type CalendarBody, changeCalendar, explain, getCalendar } from '../calendars/index.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { defaultTargets } from '../partners/profile.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { movesBy } from './moves.ts'
import { pause, resume } from './pause.ts'
import type { PolicyBody, WhoseHours } from './policy-api.ts'
import { previewPolicy } from './preview-policy.ts'
import { startClock } from './start.ts'
import { stopClocks } from './stop.ts'
import { clocks, policies } from './tables.ts'

const order = { kind: 'business-minutes' as const, minutes: 240 }
const day = { open: '08:00', close: '17:00' }
const office = (name: string, zone: string, holidays: readonly string[] = []): CalendarBody => ({
  ...{ name, zone, always: false, week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] } },
  holidays: holidays.map(date => ({ date, name: 'Town fair' })),
  ...{ halfDays: [], shutdowns: [], extra: [], cutOff: {} },
})
/** Clocks start on Monday at 09:00 in Kiel, where it is 14:00 when Albany opens. */
const kiel = (turn: number, holidays: readonly string[] = []) => office(`Kiel ${turn}`, 'Europe/Berlin', holidays)
const albany = (turn: number, holidays: readonly string[] = []) =>
  office(`Albany ${turn}`, 'America/New_York', holidays)
const berlin = (date: string, time: string) => new Date(`2027-03-${date}T${time}:00+01:00`)

let timed: ClockTrade
let supplier: Caller
let turn = 0
let kielId = ''
let albanyId = ''
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(timed.trade.buyer, act)
const bySupplier = <T>(act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(supplier, act)

async function done<T extends { id: string }>(act: Promise<T | Refusal>): Promise<T> {
  const said = await act
  if (isRefusal(said)) throw new Error(said.detail)
  return said
}
const added = async (body: CalendarBody) => (await done(byBuyer(tx => addCalendar(tx, body)))).id
const change = (id: string, body: CalendarBody, version = 1) =>
  done(byBuyer(tx => changeCalendar(tx, id, { ...body, version })))
const agree = (suppliers: string | null, buyers: string | null) =>
  timed.trade.owner.query('update relationships set calendar_id = $1, buyer_calendar_id = $2', [suppliers, buyers])
const rule = (hours: WhoseHours, more: Partial<PolicyBody> = {}): PolicyBody => ({
  ...{ name: `Orders ${turn}`, kind: 'order', supplierId: null, hours, calendarId: null, target: order },
  ladder: { reminders: [], escalations: [{ afterMinutes: 60, to: 'buyer' }], repeat: null },
  ...{ pauseReasons: ['our-drawing'], ...more },
})
const start = async (hours: WhoseHours, more: Partial<PolicyBody> = {}) => {
  const { kind } = await done(byBuyer(tx => addPolicy(tx, rule(hours, more))))
  const { clockId } = await timed.start(supplier, { kind, shipToZone: 'Europe/Vienna' })
  return await timed.clockOf(clockId)
}

beforeAll(async () => {
  timed = await openClockTrade({ targets: { ...defaultTargets, order } })
  supplier = timed.trade.supplier
})
afterAll(() => timed.trade.close())
beforeEach(async () => {
  await timed.trade.setNow(past(0))
  await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
  turn++
  kielId = await added(kiel(turn))
  albanyId = await added(albany(turn))
  await agree(kielId, albanyId)
})

describe('of the hours in which both are open', () => {
  it('an answer is due when so many are over, in the supplier’s zone, with whose closure stopped the count', async () => {
    const clock = await start('both')
    expect(clock).toMatchObject({
      ...{ calendarId: kielId, calendarVersion: 1, otherCalendarId: albanyId, otherCalendarVersion: 1 },
      ...{ zone: 'Europe/Berlin', countingFrom: berlin('01', '14:00'), dueAt: berlin('02', '15:00') },
      policy: { hours: 'both' },
    })
    expect(clock.note).toBe(
      `Whose hours count: those in which both are open, the supplier by "Kiel ${turn}" and the customer by "Albany ${turn}". Days, cut-off and time of day are the supplier's.`,
    )
    const sentences = explain(clock.explanation, clock.zone)
    expect(sentences).toContain(`Mon 1 Mar 09:00 to 14:00: 5 h not counted, "Albany ${turn}" is closed.`)
    expect(sentences).toContain('Mon 1 Mar 14:00 to 17:00: 3 h counted, 1 h left.')
  })

  it('the supplier sees both calendars, and what of each day only one had open, also when another is named since', async () => {
    const { id } = await start('both')
    await agree(null, null)
    expect(await bySupplier(tx => getCalendar(tx, kielId))).toMatchObject({ name: `Kiel ${turn}` })
    expect(await bySupplier(tx => getCalendar(tx, albanyId))).toMatchObject({ name: `Albany ${turn}` })
    const { calendars, days } = await bySupplier(tx => clockDetail(tx, id))
    expect(calendars.map(({ name, version }) => [name, version])).toEqual([
      [`Kiel ${turn}`, 1],
      [`Albany ${turn}`, 1],
    ])
    expect(days[0]?.open).toMatchObject([{ from: '2027-03-01T13:00:00.000Z', minutes: 180 }])
    expect(days[0]?.closed).toMatchObject([
      { from: '2027-03-01T07:00:00.000Z', minutes: 360, calendar: `Albany ${turn}` },
      { from: '2027-03-01T16:00:00.000Z', minutes: 360, calendar: `Kiel ${turn}` },
    ])
  })

  it('each of the two moves it when it is changed, said before it is saved, and it records on which versions it stands', async () => {
    const { id } = await start('both')
    const fair = albany(turn, ['2027-03-02'])
    const [before, after] = [berlin('02', '15:00').toISOString(), berlin('03', '15:00').toISOString()]
    expect(await byBuyer(tx => movesBy(tx, albanyId, fair))).toMatchObject({
      ...{ open: 1, moved: 1, rows: [{ clockId: id, dueBefore: before, dueAfter: after }] },
    })
    await change(albanyId, fair)
    const once = await timed.clockOf(id)
    expect(once).toMatchObject({ dueAt: berlin('03', '15:00'), calendarVersion: 1, otherCalendarVersion: 2 })
    expect(once.recounts).toMatchObject([{ calendar: `Albany ${turn}`, version: 2, was: before, due: after }])
    expect(explain(once.explanation, once.zone)).toContain(
      `Tue 2 Mar is a holiday (Town fair) by "Albany ${turn}": skipped.`,
    )
    await change(kielId, kiel(turn, ['2027-03-03']))
    const twice = await timed.clockOf(id)
    expect(twice).toMatchObject({ dueAt: berlin('04', '15:00'), calendarVersion: 2, otherCalendarVersion: 2 })
    expect(twice.recounts).toMatchObject([{ calendar: `Albany ${turn}` }, { calendar: `Kiel ${turn}` }])
    await timed.runAt(berlin('04', '15:00'))
    expect(await timed.levelsOf(id)).toEqual(['breached'])
  })

  it('a pause moves it by the minutes in which both were open, also when a calendar is changed meanwhile', async () => {
    const { id } = await start('both')
    await timed.trade.setNow(berlin('01', '14:30'))
    expect(await byBuyer(tx => pause(tx, id, { reason: 'our-drawing', note: 'Drawing 7' }))).toBeUndefined()
    await change(kielId, kiel(turn, ['2027-03-03']))
    await timed.trade.setNow(berlin('02', '13:00'))
    await byBuyer(tx => resume(tx, id))
    // Half an hour on Monday, three on Tuesday, none on Wednesday. The test's clock goes on while it runs.
    const { dueAt, calendarVersion, otherCalendarVersion } = await timed.clockOf(id)
    expect(Math.abs(+dueAt - +berlin('04', '14:30'))).toBeLessThan(60_000)
    expect([calendarVersion, otherCalendarVersion]).toEqual([2, 1])
  })

  it('a clock that is being started while the other’s calendar is saved is on the changed one in the end', async () => {
    await done(byBuyer(tx => addPolicy(tx, rule('both'))))
    let go = () => {}
    const gone = new Promise<void>(resolve => (go = resolve))
    let begun = () => {}
    const started = new Promise<void>(resolve => (begun = resolve))
    const subject = { kind: 'order', id: crypto.randomUUID() }
    const parties = { buyerId: timed.trade.buyer.orgId, supplierId: supplier.orgId }
    const starting = bySupplier(async tx => {
      await startClock(tx, { ...parties, kind: 'order', subject, label: '4712', at: past(0) })
      begun()
      await gone
    })
    await started
    const changing = change(albanyId, albany(turn, ['2027-03-02']))
    // Long enough for the change to come to the lock.
    await new Promise(resolve => setTimeout(resolve, 300))
    go()
    await Promise.all([starting, changing])
    const [clock] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.subjectId, subject.id)))
    expect(clock).toMatchObject({ dueAt: berlin('03', '15:00'), otherCalendarVersion: 2 })
  })

  it('a decision stands first on the buyer’s, whose clock it is', async () => {
    const clock = await start('both', { kind: 'decision', pauseReasons: [] })
    expect(clock).toMatchObject({ calendarId: albanyId, otherCalendarId: kielId, zone: 'America/New_York' })
    expect(clock.note).toContain(`the customer by "Albany ${turn}" and the supplier by "Kiel ${turn}"`)
  })
})

describe('where a calendar is not named', () => {
  it('the other’s hours alone count, and it says why', async () => {
    await agree(kielId, null)
    const suppliers = await start('both')
    expect(suppliers).toMatchObject({ calendarId: kielId, otherCalendarId: null, dueAt: berlin('01', '13:00') })
    expect(suppliers.note).toBe(
      `Whose hours count: those in which both are open. No working calendar of the customer is named, which stands for day and night, so the supplier's alone count, by "Kiel ${turn}".`,
    )
    await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
    await agree(null, albanyId)
    const buyers = await start('both', { name: 'Again' })
    expect(buyers).toMatchObject({ calendarId: albanyId, otherCalendarId: null, dueAt: berlin('01', '18:00') })
    expect(buyers.note).toContain(
      "No working calendar of the supplier is named, which stands for day and night, so the customer's",
    )
  })

  it('nor the other’s, it is day and night at the ship-to, and says so', async () => {
    await agree(null, null)
    expect(await start('both')).toMatchObject({
      ...{ calendarId: null, otherCalendarId: null, zone: 'Europe/Vienna', dueAt: past(240) },
      note: 'No working calendar is named for the supplier nor for the customer, so this is counted day and night in Europe/Vienna.',
    })
  })

  it('for two that never meet, the supplier’s alone count; for one that is both’s, that one', async () => {
    const pune = await added(office(`Pune ${turn}`, 'Asia/Kolkata'))
    await agree(pune, albanyId)
    const apart = await start('both')
    expect(apart).toMatchObject({ calendarId: pune, otherCalendarId: null, zone: 'Asia/Kolkata' })
    expect(apart.note).toContain(`"Pune ${turn}" and "Albany ${turn}" are not open at the same time`)
    await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
    await agree(kielId, kielId)
    const same = await start('both', { name: 'Again' })
    expect(same).toMatchObject({ calendarId: kielId, otherCalendarId: null, dueAt: berlin('01', '13:00') })
    expect(same.note).toContain(`both work by "Kiel ${turn}"`)
  })
})

it('the buyer’s hours count where a policy says so, by the calendar named in the relationship', async () => {
  const clock = await start('buyer')
  expect(clock).toMatchObject({ calendarId: albanyId, otherCalendarId: null, zone: 'America/New_York' })
  expect(clock).toMatchObject({ dueAt: berlin('01', '18:00'), policy: { hours: 'buyer' } })
  expect(clock.note).toBe(`Whose hours count: the customer's, by its calendar "Albany ${turn}".`)
  await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
  await agree(kielId, null)
  expect((await start('buyer', { name: 'Again' })).note).toContain('No working calendar of the customer is named')
})

describe('the replay', () => {
  beforeEach(() => timed.trade.owner.query('delete from escalations; delete from clocks'))
  const preview = (policy: PolicyBody) => byBuyer(tx => previewPolicy(tx, null, policy))
  const answered = async () => {
    const { clockId, subjectId } = await timed.start(supplier)
    await byBuyer(tx => stopClocks(tx, subjectId, ['order'], berlin('01', '12:00')))
    return clockId
  }

  it('says what each rule would have done', async () => {
    const clockId = await answered()
    const [dueAt, both, buyers] = [berlin('01', '13:00'), berlin('02', '15:00'), berlin('01', '18:00')]
    const moved = (to: Date) => [
      { clockId, before: { dueAt: dueAt.toISOString() }, after: { dueAt: to.toISOString() } },
    ]
    expect(await preview(rule('agreed'))).toMatchObject({ replayed: 1, changed: 0 })
    expect(await preview(rule('both'))).toMatchObject({ changed: 1, rows: moved(both) })
    expect(await preview(rule('buyer'))).toMatchObject({ changed: 1, rows: moved(buyers) })
    expect(await preview(rule('own', { calendarId: albanyId }))).toMatchObject({ changed: 1, rows: moved(buyers) })
  })

  it('takes the versions that the clock stood on: what a calendar’s own change did is not the policy’s doing', async () => {
    const policy = await done(byBuyer(tx => addPolicy(tx, rule('both'))))
    await answered()
    await change(albanyId, albany(turn, ['2027-03-01', '2027-03-02']))
    await change(kielId, kiel(turn, ['2027-03-01']))
    const again = () => byBuyer(tx => previewPolicy(tx, policy.id, rule('both')))
    expect(await again()).toMatchObject({ replayed: 1, changed: 0 })
    const agreed = await byBuyer(tx => previewPolicy(tx, policy.id, rule('agreed')))
    expect(agreed.rows).toMatchObject([{ after: { dueAt: berlin('01', '13:00').toISOString() } }])
  })
})
