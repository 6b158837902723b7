// A late answer is told again at its interval until somebody takes it on or it comes, and never in bursts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { acknowledge } from './acknowledge.ts'
import { stopClocks } from './stop.ts'

const order = { kind: 'business-minutes', minutes: 120 } as const
const targets = { order, escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: null } }
/** The buyer is told at 180; after that every 240. */
const repeatAt = (n: number) => past(180 + n * 240)
const rungs = ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({ targets })
})
afterAll(() => world.trade.close())

const toldOf = async (clockId: string): Promise<string[]> => {
  const { rows } = await world.trade.owner.query<{ key: string }>(
    `select key from work where kind = 'clock.tell' and key like $1 order by created_at, key`,
    [`${clockId}:%`],
  )
  return rows.map(({ key }) => key.split(':')[1] ?? '')
}

describe('where no number of repeats is agreed', () => {
  it('the buyer is told again at each interval, past any number, until somebody takes it on', async () => {
    const { clockId } = await world.start()
    for (const at of [60, 90, 120, 180]) await world.runAt(past(at))
    for (let n = 1; n <= 8; n++) await world.runAt(repeatAt(n))
    expect(await world.levelsOf(clockId)).toEqual([...rungs, ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => `repeat-${n}`)])
    expect(await world.clockOf(clockId)).toMatchObject({ nextLevel: 'repeat-9', nextAt: repeatAt(9) })
    await world.trade.web.withTenant(world.trade.buyer, tx => acknowledge(tx, clockId))
    await world.runAt(repeatAt(12))
    expect(await world.levelsOf(clockId)).toHaveLength(13)
    expect(await world.clockOf(clockId)).toMatchObject({ nextLevel: null })
  })

  it('they end with the answer', async () => {
    const { clockId, subjectId } = await world.start()
    for (const at of [120, 180]) await world.runAt(past(at))
    await world.runAt(repeatAt(1))
    await world.trade.web.withTenant(world.trade.buyer, tx => stopClocks(tx, subjectId, ['order'], repeatAt(1.5)))
    await world.runAt(repeatAt(5))
    expect(await world.levelsOf(clockId)).toEqual([...rungs, 'repeat-1'])
  })

  it('an agreed number of them is kept to', async () => {
    const escalation = { ...targets.escalation, repeatMax: 2 }
    const supplier: Caller = await world.trade.addSupplier('Two at most', { targets: { order, escalation } })
    const { clockId } = await world.start(supplier)
    for (let n = 0; n <= 6; n++) await world.runAt(repeatAt(n))
    expect(await world.levelsOf(clockId)).toEqual([...rungs, 'repeat-1', 'repeat-2'])
    expect(await world.clockOf(clockId)).toMatchObject({ at: 'breached', nextLevel: null })
  })
})

describe('after an outage of days', () => {
  it('each rung that was passed is on record, each audience is told once, and repeats go on from now', async () => {
    const { clockId } = await world.start()
    await world.runAt(past(60))
    const back = repeatAt(20.5)
    await world.runAt(back)
    expect(await world.levelsOf(clockId)).toEqual([...rungs, 'repeat-1'])
    expect(await toldOf(clockId)).toEqual(['warned-50', 'breached', 'escalated-administrator', 'repeat-1'])
    const { nextAt } = await world.clockOf(clockId)
    expect(nextAt?.getTime()).toBeGreaterThanOrEqual(back.getTime() + 240 * 60_000)
    expect(nextAt?.getTime()).toBeLessThan(back.getTime() + 241 * 60_000)
    await world.runAt(new Date(back.getTime() + 239 * 60_000))
    expect(await world.levelsOf(clockId)).toHaveLength(6)
    for (const step of await world.stepsOf(clockId))
      expect(step.firedAt.getTime()).toBeGreaterThanOrEqual(step.dueAt.getTime())
  })

  it('that ends before the due instant nobody is called late: one reminder goes out, and the clock runs on', async () => {
    const { clockId } = await world.start()
    await world.runAt(past(119))
    expect(await world.levelsOf(clockId)).toEqual(['warned-50', 'warned-75'])
    expect(await toldOf(clockId)).toEqual(['warned-75'])
    expect(await world.clockOf(clockId)).toMatchObject({ at: 'running', nextLevel: 'breached', nextAt: past(120) })
  })
})
