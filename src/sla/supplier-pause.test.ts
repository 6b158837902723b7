// A supplier that pauses its own clock, where the policy lets it: once for each reason, from now on, and under the buyer's eyes.
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past, titlesOf } from '../../test/clock-trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, Unknown } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { events } from '../kernel/tables.ts'
import { notices } from '../notices/tables.ts'
import type { PauseBody } from './api.ts'
import { addPolicy } from './change-policy.ts'
import { pausesOn } from './day-marks.ts'
import { clockDetail } from './detail.ts'
import { pause, resume } from './pause.ts'
import type { PolicyBody } from './policy-api.ts'
import { board, clocksOf, inboxDue } from './queries.ts'

const escalation = { buyerAfterMinutes: 60, repeatMinutes: 60, repeatMax: null }
const flood: PauseBody = { reason: 'force-majeure', note: 'The plant is under water' }
const drawing: PauseBody = { reason: 'our-drawing', note: 'Drawing 4711-B is missing' }
const call: PauseBody = { reason: 'other', note: 'A call' }

let timed: ClockTrade
let supplier: Caller
let forja: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets: { order: { kind: 'business-minutes', minutes: 120 }, escalation } })
  supplier = timed.trade.supplier
  forja = await timed.trade.addSupplier('Forja', {})
  const policy: PolicyBody = {
    ...{ name: 'Orders within two hours', kind: 'order', supplierId: null, hours: 'agreed', calendarId: null },
    target: { kind: 'business-minutes', minutes: 120 },
    ladder: { reminders: [{ percent: 50, to: 'answerers', mandatory: false }], escalations: [], repeat: null },
    ...{ pauseReasons: ['our-drawing', 'force-majeure', 'other'] },
    ...{ supplierPauseReasons: ['our-drawing', 'force-majeure'] },
  }
  await byBuyer(tx => addPolicy(tx, policy))
})
afterAll(() => timed.trade.close())

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(timed.trade.buyer, act)
const bySupplier = <T>(act: (tx: Tx) => Promise<T>) => by(supplier, act)

async function at<T>(minutes: number, act: () => Promise<T>): Promise<T> {
  await timed.trade.setNow(past(minutes))
  return await act()
}
const pauses = (clockId: string, minutes: number, body = flood, who = supplier) =>
  at(minutes, () => by(who, tx => pause(tx, clockId, body)))
const resumes = (clockId: string, minutes: number, who = supplier) =>
  at(minutes, () => by(who, tx => resume(tx, clockId)))
const pausedAndGoesOn = async (clockId: string, minutes: number, body: PauseBody, who = supplier) => {
  expect(await pauses(clockId, minutes, body)).toBeUndefined()
  expect(await resumes(clockId, minutes + 10, who)).toBeUndefined()
}
const minutesDue = async (clockId: string) => Math.round((+(await timed.clockOf(clockId)).dueAt - +past(0)) / 60_000)
const pausableFor = async (clockId: string, who = supplier) =>
  (await by(who, tx => clockDetail(tx, clockId))).pausableFor

async function saidBy(refused: Promise<unknown>) {
  const given = await refused
  return isRefusal(given) ? [given.code, given.detail, given.remedy] : given
}
async function codeOf(refused: Promise<unknown>) {
  const given = await refused
  return isRefusal(given) ? given.code : given
}

describe('a supplier that pauses its clock', () => {
  it('stops it from now on: nobody is reminded, and what is due moves by the pause', async () => {
    const { clockId } = await timed.start()
    expect(await pauses(clockId, 30)).toBeUndefined()
    const { pauses: begun } = await timed.clockOf(clockId)
    expect(begun).toMatchObject([{ ...flood, to: null, by: supplier.name, side: 'supplier' }])
    expect(Date.parse(begun[0]?.from ?? '')).toBeGreaterThanOrEqual(+past(30))
    await timed.runAt(past(150))
    expect(await timed.levelsOf(clockId)).toEqual([])
    expect(await resumes(clockId, 150)).toBeUndefined()
    expect(await minutesDue(clockId)).toBe(240)
    expect(await timed.clockOf(clockId)).toMatchObject({
      ...{ at: 'running', nextLevel: 'warned-50' },
      pauses: [{ resumed: { by: supplier.name, side: 'supplier' } }],
    })
    await timed.runAt(past(241))
    expect((await timed.clockOf(clockId)).at).toBe('breached')
  })

  it('counts no minute of it against itself, and explains it as any other pause', async () => {
    const { clockId, subjectId } = await timed.start()
    await pauses(clockId, 30)
    await resumes(clockId, 90)
    await timed.trade.setNow(past(100))
    await answeredAt(subjectId, past(100))
    const { at: ended, countedMinutes } = await timed.clockOf(clockId)
    expect([ended, Math.round(countedMinutes ?? 0)]).toEqual(['met', 40])
    const shown = await byBuyer(tx => clockDetail(tx, clockId))
    const stood = shown.days.flatMap(day => pausesOn(day, shown, past(100).getTime()))
    expect(stood.map(({ from, to }) => Math.round((to - from) / 60_000))).toEqual([60])
  })

  it('is seen by both sides: who, why and since when, wherever the clock is listed', async () => {
    const { clockId, subjectId } = await timed.start()
    await pauses(clockId, 30)
    const paused = { ...flood, by: supplier.name, side: 'supplier', to: null }
    for (const who of [timed.trade.buyer, supplier]) {
      const detail = await by(who, tx => clockDetail(tx, clockId))
      expect(detail).toMatchObject({ state: 'paused', paused, pauses: [paused], mayResume: true, pausableFor: [] })
      expect(detail.history.map(({ type, actor }) => [type, actor])).toContainEqual(['clock.paused', supplier.name])
      const { rows } = await by(who, tx => clocksOf(tx, subjectId))
      expect(rows).toMatchObject([{ id: clockId, paused, mayResume: true }])
    }
    const { rows: listed } = await byBuyer(tx => board(tx, { limit: 200 }))
    expect(listed.find(({ id }) => id === clockId)).toMatchObject({ paused })
    const { rows: due } = await bySupplier(tx => inboxDue(tx))
    expect(due.find(({ id }) => id === clockId)).toMatchObject({ paused })
  })

  it('is told to the buyer, who may let it go on; then the supplier is told', async () => {
    const { clockId } = await timed.start()
    await pauses(clockId, 30)
    expect(await titlesOf(timed, clockId)).toEqual([['Anna Berg', 'Paused by the supplier: Order 4711']])
    const [notice] = await byBuyer(tx =>
      tx
        .select({ text: notices.text })
        .from(notices)
        .where(eq(notices.link, `/clocks/${clockId}`)),
    )
    expect(notice?.text).toContain(`${supplier.name} has paused the clock of Order 4711.`)
    expect(notice?.text).toContain(`Reason: force majeure. “${flood.note}”`)
    expect(await resumes(clockId, 60, timed.trade.buyer)).toBeUndefined()
    expect(await minutesDue(clockId)).toBe(150)
    const titles = await titlesOf(timed, clockId)
    expect(titles.map(([name]) => name)).toEqual(['Anna Berg', supplier.name])
    expect(titles[1]?.[1]).toMatch(/^Goes on: Order 4711, due /)
  })

  it('tells nobody by a notice when it ends the pause itself, and the buyer tells nobody of a pause of its own', async () => {
    const { clockId } = await timed.start()
    await pausedAndGoesOn(clockId, 10, flood)
    await pauses(clockId, 30, call, timed.trade.buyer)
    await resumes(clockId, 40, timed.trade.buyer)
    expect(await titlesOf(timed, clockId)).toHaveLength(1)
    const sides = await byBuyer(tx =>
      tx.select({ data: events.data }).from(events).where(eq(events.subjectId, clockId)).orderBy(asc(events.seq)),
    )
    expect(sides.map(({ data }) => data.side).filter(Boolean)).toEqual(['supplier', 'supplier', 'buyer', 'buyer'])
  })

  it('may do so for a reason for which the customer has paused before: that was not its own pause', async () => {
    const { clockId } = await timed.start()
    await pauses(clockId, 10, flood, timed.trade.buyer)
    await resumes(clockId, 20, timed.trade.buyer)
    expect(await pauses(clockId, 60)).toBeUndefined()
  })
})

describe('a supplier is refused', () => {
  it('where no policy lets it pause, or only for other reasons', async () => {
    const { clockId: agreed } = await timed.start(supplier, { kind: 'call-off' })
    expect(await saidBy(pauses(agreed, 10))).toEqual([
      ...['pause-not-yours', 'Only the customer may pause this clock.'],
      'Ask the customer to pause it, or answer in time. If you are late through no fault of yours, dispute it.',
    ])
    const { clockId } = await timed.start()
    expect(await saidBy(pauses(clockId, 10, call))).toEqual([
      'pause-reason',
      'The policy "Orders within two hours" lets only the customer pause for this reason.',
      'Choose a reason that it leaves to you, or ask the customer to pause it.',
    ])
    expect(await pausableFor(agreed)).toEqual([])
    expect(await pausableFor(clockId)).toEqual(['our-drawing', 'force-majeure'])
    expect(await pausableFor(clockId, timed.trade.buyer)).toEqual(['our-drawing', 'force-majeure', 'other'])
    expect((await timed.clockOf(clockId)).pauses).toEqual([])
  })

  it('once it is late, whether or not anybody was told', async () => {
    const { clockId } = await timed.start()
    expect(await codeOf(pauses(clockId, 121))).toBe('clock-late')
    expect(await pausableFor(clockId)).toEqual([])
    await timed.runAt(past(122))
    const [code, , remedy] = (await saidBy(pauses(clockId, 123))) as string[]
    expect([code, remedy]).toEqual([
      'clock-late',
      'Answer it. If the lateness is not your fault, dispute it: the customer decides.',
    ])
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'breached', pauses: [] })
  })

  it('the second time for the same reason; for another it may', async () => {
    const { clockId } = await timed.start()
    await pausedAndGoesOn(clockId, 10, flood)
    expect(await pausableFor(clockId)).toEqual(['our-drawing'])
    expect(await codeOf(pauses(clockId, 30))).toBe('pause-once')
    await pausedAndGoesOn(clockId, 40, drawing)
    expect(await pausableFor(clockId)).toEqual([])
    for (const body of [flood, drawing]) expect(await codeOf(pauses(clockId, 60, body))).toBe('pause-once')
    expect(await pauses(clockId, 61, flood, timed.trade.buyer)).toBeUndefined()
  })

  it('for any reason once the customer has let its pause go on', async () => {
    const { clockId } = await timed.start()
    await pausedAndGoesOn(clockId, 10, flood, timed.trade.buyer)
    const [code, detail] = (await saidBy(pauses(clockId, 30, drawing))) as string[]
    expect(code).toBe('pause-ended')
    expect(detail).toMatch(/^The customer let this clock go on after your pause, Mon 1 Mar .*: from then on only/)
    expect(await pausableFor(clockId)).toEqual([])
    expect(await pauses(clockId, 31, drawing, timed.trade.buyer)).toBeUndefined()
  })

  it('where it would let go on what the customer has paused; its answer is in time all the same', async () => {
    const { clockId, subjectId } = await timed.start()
    await pauses(clockId, 10, call, timed.trade.buyer)
    expect((await bySupplier(tx => clockDetail(tx, clockId))).mayResume).toBe(false)
    expect(await saidBy(resumes(clockId, 20))).toEqual([
      ...['pause-not-yours', 'Anna Berg of the customer has paused this clock.'],
      'Ask the customer to let it go on. You may answer meanwhile: that is in time.',
    ])
    expect((await timed.clockOf(clockId)).at).toBe('paused')
    await timed.trade.setNow(past(500))
    await answeredAt(subjectId, past(500))
    const { at: ended, pauses: had } = await timed.clockOf(clockId)
    expect([ended, had[0]?.resumed]).toEqual(['met', undefined])
  })

  it("as if there were none, where the clock is another's", async () => {
    const { clockId } = await timed.start()
    await expect(pauses(clockId, 10, flood, forja)).rejects.toBeInstanceOf(Unknown)
    await pauses(clockId, 11)
    await expect(resumes(clockId, 12, forja)).rejects.toBeInstanceOf(Unknown)
  })
})

const answeredAt = (subjectId: string, when: Date) =>
  bySupplier(tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: subjectId },
      parties: [timed.trade.buyer.orgId, supplier.orgId],
      at: when,
      data: { awaiting: false },
    }),
  )
