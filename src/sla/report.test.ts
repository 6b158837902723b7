// The response report: each figure is the list behind it, and minutes are those of the clock's own calendar.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { addCalendar } from '../calendars/index.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { clockCount } from './count.ts'
import { dispute } from './dispute.ts'
import { excuse } from './excuse.ts'
import { pause } from './pause.ts'
import { behindFigure, monthsUntil, responseReport } from './report.ts'
import { type CountedClock, countedFigures, type Figures, type ReportQuery } from './report-api.ts'
import { cancelClocks } from './stop.ts'
import { clocks } from './tables.ts'

const order = { kind: 'business-minutes', minutes: 120 } as const
const targets = { order, callOff: order }
/** Mondays to Fridays, 08:00 to 16:00 in Berlin; 1 March 2027 is a Monday. */
const day = [{ open: '08:00', close: '16:00' }]
const week = { 1: day, 2: day, 3: day, 4: day, 5: day }

let timed: ClockTrade
let nordlicht: Caller
let forja: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets })
  nordlicht = timed.trade.supplier
  forja = await timed.trade.addSupplier('Forja', { targets })
  await tellStory()
}, 120_000)
afterAll(() => timed.trade.close())

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(timed.trade.buyer, act)
const at = (text: string) => new Date(`${text}Z`)

async function ask(who: Caller, started: string, kind: 'order' | 'call-off' = 'order') {
  return await timed.start(who, { at: at(started), kind, shipToZone: 'Europe/Berlin' })
}
async function answer(who: Caller, subjectId: string, answered: string) {
  await timed.trade.setNow(at(answered))
  await by(who, tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: subjectId },
      parties: [timed.trade.buyer.orgId, who.orgId],
      at: at(answered),
      data: { awaiting: false },
    }),
  )
}
const ours = { attribution: 'buyer', reason: 'waited-for-us', note: 'Late drawing' } as const

async function tellStory() {
  for (const [started, answered] of [
    ['2027-01-11T08:00', '2027-01-11T08:30'],
    ['2027-01-12T08:00', '2027-01-12T11:00'],
    ['2027-02-01T08:00', '2027-02-01T09:00'],
    // The last hour of January in UTC is February where the clock is counted.
    ['2027-01-31T23:30', '2027-02-01T00:30'],
  ] as const) {
    const asked = await ask(nordlicht, started)
    await answer(nordlicht, asked.subjectId, answered)
  }
  const one = await ask(nordlicht, '2027-02-03T08:00')
  await answer(nordlicht, one.subjectId, '2027-02-03T12:00')
  await byBuyer(tx => excuse(tx, one.clockId, ours))
  const two = await ask(nordlicht, '2027-02-04T08:00', 'call-off')
  await answer(nordlicht, two.subjectId, '2027-02-04T11:30')
  await by(nordlicht, tx => dispute(tx, two.clockId, 'Not ours'))
  const three = await ask(forja, '2027-02-05T08:00')
  await answer(forja, three.subjectId, '2027-02-05T18:00')
  await byBuyer(tx => excuse(tx, three.clockId, { ...ours, attribution: 'supplier' }))
  const gone = await ask(forja, '2027-02-06T08:00')
  await byBuyer(tx => cancelClocks(tx, gone.subjectId, ['order'], 'Cancelled'))
  const late = await ask(forja, '2027-02-07T08:00')
  await timed.trade.setNow(at('2027-02-07T11:00'))
  await byBuyer(tx => cancelClocks(tx, late.subjectId, ['order'], 'Cancelled'))
  // Still open: late, paused, and with time left.
  await ask(forja, '2027-03-01T05:00')
  const held = await ask(nordlicht, '2027-03-01T06:30')
  await timed.trade.setNow(at('2027-03-01T07:00'))
  await byBuyer(tx => pause(tx, held.clockId, { reason: 'other', note: 'A call' }))
  await ask(nordlicht, '2027-03-01T07:50')
  await timed.trade.setNow(at('2027-03-01T08:00'))
}

const numberOf = (figures: Figures, figure: (typeof countedFigures)[number]): number =>
  figure === 'supplier' || figure === 'buyer' || figure === 'carrier' || figure === 'system'
    ? figures.fault[figure]
    : figures[figure]

/** By hand: the smallest of the times that so many in a hundred are no more than. */
function rankOf(rows: readonly CountedClock[], share: number): number | null {
  const sorted = rows.flatMap(row => row.countedMinutes ?? []).toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

async function expectLists(who: Caller, side: 'buyer' | 'supplier', figures: Figures, query: ReportQuery) {
  for (const figure of countedFigures) {
    const { rows, total } = await by(who, tx => behindFigure(tx, side, { ...query, figure }))
    expect([figure, total, rows.length]).toEqual([figure, numberOf(figures, figure), total])
    if (figure !== 'answers') continue
    const ranks = [0.5, 0.9, 0.95, 1].map(share => rankOf(rows, share))
    // An open clock is some milliseconds older when the list is asked for.
    for (const [i, stated] of [figures.p50, figures.p90, figures.p95, figures.max].entries())
      expect(Math.abs((stated ?? 0) - (ranks[i] ?? 0))).toBeLessThan(1)
  }
}

describe('every figure of the report', () => {
  it.each(['buyer', 'supplier'] as const)('is the length of the list behind it, for the %s', async side => {
    const who = side === 'buyer' ? timed.trade.buyer : nordlicht
    for (const query of [
      {},
      { month: '2027-02' },
      { kind: 'call-off' },
      { month: '2027-03', kind: 'order' },
    ] as const) {
      const report = await by(who, tx => responseReport(tx, side, query))
      await expectLists(who, side, report.total, query)
      for (const { partner, kind, ...row } of report.rows)
        await expectLists(who, side, row, { ...query, kind, partnerId: partner.id })
      for (const { month, ...row } of report.months) await expectLists(who, side, row, { ...query, month })
    }
  })

  it('counts the story as it was', async () => {
    const { total, months, rows, partners } = await byBuyer(tx => responseReport(tx, 'buyer', {}))
    expect(total).toMatchObject({
      ...{ met: 3, breached: 4, excused: 2, waiting: 2, answers: 9, disputed: 1, definition: 3 },
      fault: { supplier: 5, buyer: 1, carrier: 0, system: 0 },
      attainment: 3 / 7,
    })
    expect(total.max).toBe(210)
    expect(months).toHaveLength(12)
    expect(months.at(-1)?.month).toBe('2027-03')
    expect(months.map(({ answers }) => answers).slice(-3)).toEqual([2, 4, 3])
    expect(rows.map(({ partner, kind }) => [partner.name, kind])).toEqual([
      ['Forja', 'order'],
      ['Nordlicht Antriebe', 'call-off'],
      ['Nordlicht Antriebe', 'order'],
    ])
    expect(partners.map(({ name }) => name)).toEqual(['Forja', 'Nordlicht Antriebe'])
  })

  it('counts what is not answered at its present age, without its pauses', async () => {
    const { rows } = await byBuyer(tx => behindFigure(tx, 'buyer', { figure: 'answers', month: '2027-03' }))
    expect(rows.map(({ state, countedMinutes }) => [state, Math.round(countedMinutes ?? -1)])).toEqual([
      ['running', 180],
      ['paused', 30],
      ['running', 10],
    ])
  })

  it('month by month says of each what is said when it is chosen, under the definition that it is counted by', async () => {
    const { rows, total } = await byBuyer(tx => responseReport(tx, 'buyer', { byMonth: true }))
    expect(new Set(rows.map(({ month }) => month))).toEqual(new Set(['2027-01', '2027-02', '2027-03']))
    for (const { month, ...row } of rows) {
      const chosen = { month: month ?? '', partnerId: row.partner.id, kind: row.kind }
      const [alone, ...others] = (await byBuyer(tx => responseReport(tx, 'buyer', chosen))).rows
      expect(others).toEqual([])
      expect(alone).toMatchObject({ month, met: row.met, breached: row.breached, fault: row.fault, definition: 3 })
    }
    for (const figure of ['answers', 'met', 'breached', 'excused', 'waiting'] as const)
      expect([figure, rows.reduce((sum, row) => sum + row[figure], 0)]).toEqual([figure, total[figure]])
  })

  it('is of oneself only, for a supplier', async () => {
    const { total, partners } = await by(forja, tx => responseReport(tx, 'supplier', {}))
    expect(total).toMatchObject({ met: 0, breached: 2, excused: 1, attainment: 0 })
    expect(partners.map(({ name }) => name)).toEqual(['Velowerk AG'])
  })
})

describe('minutes of a calendar', () => {
  const berlin = {
    zone: 'Europe/Berlin',
    always: false,
    week,
    holidays: [],
    halfDays: [],
    shutdowns: [],
    extra: [],
    cutOff: {},
  }
  /** Asked on Friday 15:00 in Berlin, answered on Monday 09:30: one hour, and one and a half. */
  async function overWeekend() {
    await timed.trade.setNow(at('2027-03-05T10:00'))
    const calendar = await byBuyer(tx => addCalendar(tx, { name: `Werk ${randomUUID()}`, ...berlin }))
    if (isRefusal(calendar)) throw new Error(calendar.detail)
    const who = await timed.trade.addSupplier(`Weekends ${randomUUID().slice(0, 4)}`, {
      targets,
      calendarId: calendar.id,
    })
    const { clockId, subjectId } = await ask(who, '2027-03-05T14:00')
    return { who, clockId, subjectId }
  }

  it('are kept with the answer, also by a supplier that is on another calendar since', async () => {
    const { who, clockId, subjectId } = await overWeekend()
    await timed.trade.owner.query('update relationships set calendar_id = null where supplier_id = $1', [who.orgId])
    await answer(who, subjectId, '2027-03-08T08:30')
    expect((await timed.clockOf(clockId)).countedMinutes).toBe(150)
  })

  it('are the age of what is open', async () => {
    const { who } = await overWeekend()
    await timed.trade.setNow(at('2027-03-07T12:00'))
    const { total } = await by(who, tx => responseReport(tx, 'supplier', {}))
    expect(total).toMatchObject({ waiting: 1, p50: 60 })
  })

  it('are none of what was asked while nobody is there, until its counting begins', async () => {
    const { who } = await overWeekend()
    await ask(who, '2027-03-06T12:00')
    await timed.trade.setNow(at('2027-03-07T12:00'))
    const { total } = await by(who, tx => responseReport(tx, 'supplier', {}))
    expect(total).toMatchObject({ waiting: 2, answers: 2, p50: 60, max: 60 })
    const { rows } = await by(who, tx => behindFigure(tx, 'supplier', { figure: 'answers' }))
    expect(rows.map(row => row.countedMinutes)).toEqual([60, null])
  })

  it('are counted after an upgrade of what was answered before, and shown until then', async () => {
    const { who, clockId, subjectId } = await overWeekend()
    await answer(who, subjectId, '2027-03-08T08:30')
    await timed.trade.owner.query('update clocks set counted_minutes = null where id = $1', [clockId])
    const shown = await by(who, tx => responseReport(tx, 'supplier', {}))
    expect(shown.total).toMatchObject({ breached: 1, max: 150 })
    await timed.trade.owner.query(
      `insert into work (id, org_id, kind, lane, key, data) values (gen_random_uuid(), $1, 'clock.count', 'notice', 'x', '{}')`,
      [timed.trade.buyer.orgId],
    )
    await runDueWork(timed.trade.worker, [clockCount], kind => kind === clockCount.kind)
    const [row] = await byBuyer(tx => tx.select().from(clocks).where(eq(clocks.id, clockId)))
    expect(row?.countedMinutes).toBe(150)
  })
})

it('the months are the last twelve, the newest the one that has begun anywhere', () => {
  expect(monthsUntil(at('2027-03-01T00:00')).at(-1)).toBe('2027-03')
  expect(monthsUntil(at('2027-02-28T09:59')).at(-1)).toBe('2027-02')
  expect(monthsUntil(at('2027-02-28T10:00')).at(-1)).toBe('2027-03')
  expect(monthsUntil(at('2027-01-15T00:00'))[0]).toBe('2026-02')
})
