// A breach that the buyer excuses, that the supplier disputes, and what becomes of it; on a real database.
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past, titlesOf } from '../../test/clock-trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { events } from '../kernel/tables.ts'
import { notices } from '../notices/tables.ts'
import { acknowledge } from './acknowledge.ts'
import type { ExcuseBody } from './breach.ts'
import { clockDetail } from './detail.ts'
import { decideDispute, dispute } from './dispute.ts'
import { excuse, takeBackExcuse } from './excuse.ts'
import { board, inboxDue, summary } from './queries.ts'
import { cancelClocks } from './stop.ts'
import { disputes } from './tables.ts'

const order = { kind: 'business-minutes', minutes: 120 } as const
const escalation = { buyerAfterMinutes: 60, repeatMinutes: 60, repeatMax: null }
const ours: ExcuseBody = { attribution: 'buyer', reason: 'waited-for-us', note: 'The drawing went out late' }

let timed: ClockTrade
let supplier: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets: { order, escalation } })
  supplier = timed.trade.supplier
})
afterAll(() => timed.trade.close())

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(timed.trade.buyer, act)

async function lateClock() {
  const { clockId, subjectId } = await timed.start()
  await timed.runAt(past(121))
  expect((await timed.clockOf(clockId)).at).toBe('breached')
  return { clockId, subjectId }
}

const answeredAt = (subjectId: string, at: Date) =>
  by(supplier, tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: subjectId },
      parties: [timed.trade.buyer.orgId, supplier.orgId],
      at,
      data: { awaiting: false },
    }),
  )

const factsOf = (id: string) =>
  byBuyer(tx =>
    tx
      .select({ type: events.type, data: events.data, by: events.actorName })
      .from(events)
      .where(eq(events.subjectId, id))
      .orderBy(asc(events.seq)),
  )

async function codeOf(refused: Promise<unknown>) {
  const given = await refused
  return isRefusal(given) ? given.code : given
}

describe('a breach that the buyer excuses', () => {
  it('is chased no more, says why, by whom and whose fault it was, and still takes its answer', async () => {
    const { clockId, subjectId } = await lateClock()
    expect(await byBuyer(tx => excuse(tx, clockId, ours))).toBeUndefined()
    const told = await timed.levelsOf(clockId)
    await timed.runAt(past(400))
    expect(await timed.levelsOf(clockId)).toEqual(told)
    const shown = await by(supplier, tx => clockDetail(tx, clockId))
    expect(shown).toMatchObject({ state: 'excused', next: null, excuse: { ...ours, by: 'Anna Berg' } })
    expect(shown.history.map(({ type }) => type)).toContain('clock.excused')
    const waiting = await by(supplier, tx => inboxDue(tx))
    expect(waiting.rows.map(({ id }) => id)).toContain(clockId)
    await answeredAt(subjectId, past(410))
    const { at, stoppedAt, attribution, countedMinutes } = await timed.clockOf(clockId)
    expect({ at, stoppedAt, attribution, countedMinutes }).toEqual({
      at: 'excused',
      stoppedAt: past(410),
      attribution: 'buyer',
      countedMinutes: 410,
    })
    expect((await factsOf(clockId)).filter(({ type }) => type === 'clock.excused')).toHaveLength(1)
    expect((await factsOf(clockId)).at(-1)?.type).toBe('clock.answered')
    const after = await by(supplier, tx => inboxDue(tx))
    expect(after.rows.map(({ id }) => id)).not.toContain(clockId)
  })

  it('counts again, and is chased again, when the excuse is taken back', async () => {
    const { clockId } = await lateClock()
    await byBuyer(tx => excuse(tx, clockId, ours))
    await timed.runAt(past(300))
    const told = await timed.levelsOf(clockId)
    expect(await byBuyer(tx => takeBackExcuse(tx, clockId, 'The drawing was there'))).toBeUndefined()
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'breached', excuse: null, attribution: null })
    await timed.runAt(past(301))
    const after = await timed.levelsOf(clockId)
    expect(after.length).toBeGreaterThan(told.length)
    await timed.runAt(past(365))
    expect((await timed.levelsOf(clockId)).length).toBeGreaterThan(after.length)
    expect((await factsOf(clockId)).find(({ type }) => type === 'clock.excuse-taken-back')?.data).toMatchObject({
      note: 'The drawing was there',
    })
    expect(await codeOf(byBuyer(tx => takeBackExcuse(tx, clockId, 'Again')))).toBe('clock-not-now')
  })

  it('was met late: excused, and met late again', async () => {
    const { clockId, subjectId } = await lateClock()
    await answeredAt(subjectId, past(130))
    await byBuyer(tx => excuse(tx, clockId, { ...ours, attribution: 'carrier', reason: 'force-majeure' }))
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'excused', stoppedAt: past(130), attribution: 'carrier' })
    await byBuyer(tx => takeBackExcuse(tx, clockId, 'No'))
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'met-late', stoppedAt: past(130), breachedAt: past(120) })
  })

  it('and was answered in time, as it turns out: then it is met', async () => {
    const { clockId, subjectId } = await lateClock()
    await byBuyer(tx => excuse(tx, clockId, ours))
    await answeredAt(subjectId, past(119))
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'met', stoppedAt: past(119), excuse: null })
  })

  it('is awaited no more when the order is cancelled, and stays excused', async () => {
    const { clockId, subjectId } = await lateClock()
    await byBuyer(tx => excuse(tx, clockId, ours))
    await byBuyer(tx => cancelClocks(tx, subjectId, ['order'], 'Cancelled'))
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'excused', cancelledWhy: 'Cancelled' })
    const waiting = await by(supplier, tx => inboxDue(tx))
    expect(waiting.rows.map(({ id }) => id)).not.toContain(clockId)
  })

  it('cannot be one that is not late', async () => {
    const { clockId } = await timed.start()
    expect(await codeOf(byBuyer(tx => excuse(tx, clockId, ours)))).toBe('clock-not-now')
  })
})

describe('a breach that the supplier disputes', () => {
  const words = 'The line was down for the whole of Monday'

  it('waits for the buyer on the board, once', async () => {
    const { clockId } = await lateClock()
    expect(await by(supplier, tx => dispute(tx, clockId, words))).toBeUndefined()
    expect(await codeOf(by(supplier, tx => dispute(tx, clockId, 'Once more')))).toBe('clock-disputed')
    const shown = await byBuyer(tx => board(tx, { disputed: true, limit: 200 }))
    expect(shown.rows.find(({ id }) => id === clockId)).toMatchObject({ disputed: true })
    const { clockId: other } = await lateClock()
    const again = await byBuyer(tx => board(tx, { disputed: true, limit: 200 }))
    expect(again.rows.map(({ id }) => id)).not.toContain(other)
    const detail = await by(supplier, tx => clockDetail(tx, clockId))
    expect(detail.disputes).toMatchObject([{ words, by: supplier.name, outcome: null }])
  })

  it('reaches who had taken it on, in whatever role, and is counted until it is decided', async () => {
    const waiting = async () => (await byBuyer(tx => summary(tx, {}))).disputes
    const before = await waiting()
    const lea = await timed.trade.addPerson(timed.trade.buyer.orgId, 'Lea Lead', 'administrator')
    const { clockId, subjectId } = await lateClock()
    await by(lea, tx => acknowledge(tx, clockId))
    await answeredAt(subjectId, past(150))
    await by(supplier, tx => dispute(tx, clockId, words))
    expect(await titlesOf(timed, clockId)).toEqual([
      ['Anna Berg', 'Disputed: late answer to Order 4711'],
      ['Lea Lead', 'Disputed: late answer to Order 4711'],
    ])
    expect(await waiting()).toBe(before + 1)
    expect((await byBuyer(tx => board(tx, { disputed: true }))).total).toBe(before + 1)
    await byBuyer(tx => decideDispute(tx, clockId, { outcome: 'upheld', note: 'The other line was running' }))
    expect(await waiting()).toBe(before)
  })

  it('is excused with whose fault it was, and both are told', async () => {
    const { clockId, subjectId } = await lateClock()
    await answeredAt(subjectId, past(150))
    await by(supplier, tx => dispute(tx, clockId, words))
    expect((await timed.clockOf(clockId)).at).toBe('met-late')
    expect(await byBuyer(tx => decideDispute(tx, clockId, { outcome: 'excused', ...ours }))).toBeUndefined()
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'excused', attribution: 'buyer', disputedAt: null })
    expect(await titlesOf(timed, clockId)).toEqual([
      ['Anna Berg', 'Disputed: late answer to Order 4711'],
      ['Anna Berg', 'Excused: late answer to Order 4711'],
      [supplier.name, 'Excused: late answer to Order 4711'],
    ])
  })

  it('is upheld: the breach counts, and may be disputed with other words', async () => {
    const { clockId } = await lateClock()
    await by(supplier, tx => dispute(tx, clockId, words))
    const note = 'The other line was running'
    expect(await byBuyer(tx => decideDispute(tx, clockId, { outcome: 'upheld', note }))).toBeUndefined()
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'breached', disputedAt: null, attribution: null })
    expect(await codeOf(byBuyer(tx => decideDispute(tx, clockId, { outcome: 'upheld', note })))).toBe(
      'clock-not-disputed',
    )
    const detail = await by(supplier, tx => clockDetail(tx, clockId))
    expect(detail.disputes).toMatchObject([{ outcome: 'upheld', decidedBy: 'Anna Berg', note }])
    // "Upheld" would leave open what: the lateness, or the dispute.
    expect(await titlesOf(timed, clockId)).toContainEqual([supplier.name, 'Not excused: late answer to Order 4711'])
    expect(await by(supplier, tx => dispute(tx, clockId, 'It was not'))).toBeUndefined()
  })

  it('is answered to whoever disputed it, with what they said', async () => {
    const chief = await timed.trade.addPerson(supplier.orgId, 'Ida Chief', 'supplier-administrator')
    const { clockId } = await lateClock()
    await by(chief, tx => dispute(tx, clockId, words))
    await byBuyer(tx => decideDispute(tx, clockId, { outcome: 'upheld', note: 'The other line was running' }))
    const titles = await titlesOf(timed, clockId)
    const told = titles.filter(([, title]) => title.startsWith('Not excused')).map(([name]) => name)
    expect(told.toSorted()).toEqual(['Anna Berg', chief.name, supplier.name].toSorted())
    const texts = await by(chief, tx =>
      tx
        .select({ text: notices.text })
        .from(notices)
        .where(eq(notices.link, `/clocks/${clockId}`)),
    )
    for (const { text } of texts) expect(text).toContain(`${chief.name} disputed the lateness: “${words}”`)
  })

  it('decided by an excuse from the board is decided, too', async () => {
    const { clockId } = await lateClock()
    await by(supplier, tx => dispute(tx, clockId, words))
    await byBuyer(tx => excuse(tx, clockId, ours))
    const detail = await byBuyer(tx => clockDetail(tx, clockId))
    expect(detail.disputes).toMatchObject([{ outcome: 'excused', note: ours.note }])
  })

  it('is moot once an answer turns up that had come in time', async () => {
    const { clockId, subjectId } = await lateClock()
    await by(supplier, tx => dispute(tx, clockId, words))
    await answeredAt(subjectId, past(100))
    expect(await timed.clockOf(clockId)).toMatchObject({ at: 'met', disputedAt: null })
    const rows = await byBuyer(tx => tx.select().from(disputes).where(eq(disputes.clockId, clockId)))
    expect(rows).toMatchObject([{ outcome: 'moot' }])
  })

  it('goes on being told to the buyer, whose decision is waited for', async () => {
    const { clockId } = await lateClock()
    await by(supplier, tx => dispute(tx, clockId, words))
    await timed.runAt(past(181))
    expect(await timed.levelsOf(clockId)).toContain('escalated-buyer')
    await timed.runAt(past(245))
    expect(await timed.levelsOf(clockId)).toContain('repeat-1')
  })
})
