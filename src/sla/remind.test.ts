// A buyer reminds who owes the answer: now, in its own name, and not by the minute.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { isRefusal } from '../kernel/errors.ts'
import { noticesWork } from '../notices/index.ts'
import { notices } from '../notices/tables.ts'
import { pause, resume } from './pause.ts'
import { remind } from './remind.ts'
import { stopClocks } from './stop.ts'
import { clockTell } from './tell.ts'

const targets = {
  order: { kind: 'business-minutes', minutes: 120 } as const,
  escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 2 },
}

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({ targets })
})
afterAll(() => world.trade.close())

const byBuyer = async (clockId: string, at: Date) => {
  await world.trade.setNow(at)
  return await world.trade.web.withTenant(world.trade.buyer, tx => remind(tx, clockId))
}
const code = (refused: unknown) => (isRefusal(refused) ? refused.code : refused)

/** Titles and texts of what the supplier's people read of it. */
async function readBySupplier(clockId: string) {
  const settings = {
    mail: { smtpUrl: undefined, from: 'x@y.example', folder: '/nowhere' },
    publicUrl: 'https://x.example',
  }
  const kinds = [...noticesWork(settings), clockTell].filter(({ kind }) => kind !== 'notice.send')
  await runDueWork(world.trade.worker, new Map(kinds.map(each => [each.kind, each])), kind => kind !== 'clock.step')
  return await world.trade.web.withTenant(world.trade.supplier, tx =>
    tx
      .select({ title: notices.title, text: notices.text })
      .from(notices)
      .where(eq(notices.about, `clock:${clockId}`)),
  )
}

describe('a buyer who reminds', () => {
  it('has the answerers told at once, in the name of who pressed, and it stands with the steps', async () => {
    const { clockId } = await world.start()
    expect(await byBuyer(clockId, past(10))).toBeUndefined()
    const [step, ...others] = await world.stepsOf(clockId)
    expect(others).toEqual([])
    expect(step).toMatchObject({ level: 'reminded-1', audience: 'answerers', why: 'Anna Berg asks for the answer.' })
    expect(step?.firedAt).toSatisfy((at: Date) => at >= past(10) && at < past(11))
    const [read, ...more] = await readBySupplier(clockId)
    expect(more).toEqual([])
    expect(read?.title).toMatch(/^Reminder: Order 4711/)
    expect(read?.text).toContain('Anna Berg asks for the answer.')
    expect(read?.text).toContain('is due')
  })

  it('takes nothing from the ladder, and moves nothing', async () => {
    const { clockId } = await world.start()
    const before = await world.clockOf(clockId)
    await byBuyer(clockId, past(10))
    expect(await world.clockOf(clockId)).toEqual(before)
    await world.runAt(past(121))
    expect(await world.levelsOf(clockId)).toEqual([
      ...['reminded-1', 'warned-50', 'warned-75', 'breached', 'escalated-administrator'],
    ])
  })

  it('may do so again after an hour, and says then that it was due', async () => {
    const { clockId } = await world.start()
    await byBuyer(clockId, past(70))
    const lately = await byBuyer(clockId, past(129))
    expect(lately).toMatchObject({ code: 'reminded-lately', remedy: expect.stringContaining('again from') })
    expect(await byBuyer(clockId, past(131))).toBeUndefined()
    expect((await world.levelsOf(clockId)).filter(level => level.startsWith('reminded'))).toEqual([
      ...['reminded-1', 'reminded-2'],
    ])
    expect((await readBySupplier(clockId)).map(({ text }) => /\b(is|was) due\b/.exec(text)?.[1])).toEqual(['is', 'was'])
  })

  it('is refused while the clock is paused, and when the answer is there', async () => {
    const { clockId, subjectId } = await world.start()
    const act = <T>(of: Parameters<typeof world.trade.web.withTenant<T>>[1]) =>
      world.trade.web.withTenant(world.trade.buyer, of)
    await act(tx => pause(tx, clockId, { reason: 'our-drawing', note: 'The drawing is being changed' }))
    expect(code(await byBuyer(clockId, past(10)))).toBe('remind-not-now')
    await act(tx => resume(tx, clockId))
    expect(await byBuyer(clockId, past(11))).toBeUndefined()
    await act(tx => stopClocks(tx, subjectId, ['order'], past(12)))
    expect(code(await byBuyer(clockId, past(90)))).toBe('remind-not-now')
  })

  it('writes to the contact of a system that did not acknowledge', async () => {
    const { clockId } = await world.start(world.trade.supplier, { kind: 'acknowledgment' })
    await byBuyer(clockId, past(10))
    expect(await world.stepsOf(clockId)).toMatchObject([{ audience: 'contact' }])
  })
})
