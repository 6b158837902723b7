// "I've seen it": whoever owes the answer is reminded no more, the buyer reads so and is told on, and its time runs.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, Unknown } from '../kernel/errors.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail, clockRow } from './detail.ts'
import type { PolicyAudience, PolicyLadder } from './policy-api.ts'
import { saySeen } from './seen.ts'
import { stopClocks } from './stop.ts'
import { policies } from './tables.ts'

let world: ClockTrade
let forja: Caller
beforeAll(async () => {
  world = await openClockTrade({})
  forja = await world.trade.addSupplier('Forja')
})
afterAll(() => world.trade.close())
beforeEach(() => by(world.trade.buyer, tx => tx.update(policies).set({ retiredAt: tx.now })))

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => world.trade.web.withTenant(who, act)
const seenBy = (who: Caller, clockId: string) => by(who, tx => saySeen(tx, clockId))

/** Late after an hour, and told again each hour to these; until when it has been told three times. */
async function lateAndRepeated(to: PolicyAudience) {
  const ladder: PolicyLadder = {
    reminders: [],
    escalations: [{ afterMinutes: 30, to: 'buyer' }],
    repeat: { everyMinutes: 60, times: null, to },
  }
  await by(world.trade.buyer, tx =>
    addPolicy(tx, {
      ...{ name: `Told again: ${to}`, kind: 'order', supplierId: null, hours: 'agreed', calendarId: null, ladder },
      ...{ target: { kind: 'business-minutes', minutes: 60 }, pauseReasons: [] },
    }),
  )
  await world.trade.setNow(past(0))
  const { clockId, subjectId } = await world.start()
  for (const at of [60, 90, 150, 210]) await world.runAt(past(at))
  expect((await world.levelsOf(clockId)).filter(level => level.startsWith('repeat'))).toEqual(['repeat-1', 'repeat-2'])
  return { clockId, subjectId }
}

it('repeats to the supplier stop, and the clock runs on as it was', async () => {
  const { clockId } = await lateAndRepeated('answerers')
  const before = await world.clockOf(clockId)
  expect(before).toMatchObject({ at: 'breached', nextLevel: 'repeat-3' })
  expect(await seenBy(world.trade.supplier, clockId)).toBeUndefined()
  expect(await world.clockOf(clockId)).toMatchObject({ at: 'breached', dueAt: before.dueAt, nextLevel: null })
  await world.runAt(past(400))
  expect(await world.levelsOf(clockId)).toHaveLength(4)
})

it('repeats to the buyer go on, who reads who has seen it and when', async () => {
  const { clockId, subjectId } = await lateAndRepeated('buyer')
  await seenBy(world.trade.supplier, clockId)
  const { history, seen, ...detail } = await by(world.trade.buyer, tx => clockDetail(tx, clockId))
  expect(seen).toEqual({ by: world.trade.supplier.name, at: expect.stringMatching(/^2027-03-01T11:30:00/) })
  expect(detail).toMatchObject({ state: 'breached', takenOn: null })
  expect(history.at(-1)).toMatchObject({ type: 'clock.seen', actor: seen?.by })
  await world.runAt(past(271))
  expect(await world.levelsOf(clockId)).toContain('repeat-3')
  await by(world.trade.supplier, tx => stopClocks(tx, subjectId, ['order'], past(272)))
  expect((await by(world.trade.buyer, tx => clockRow(tx, clockId))).seen).toEqual(seen)
})

it('the first to say so stays named; what is over, or another’s, cannot be', async () => {
  const { clockId, subjectId } = await lateAndRepeated('answerers')
  await seenBy(world.trade.supplier, clockId)
  await world.trade.setNow(past(220))
  await seenBy({ ...world.trade.supplier, name: 'Ole Brandt' }, clockId)
  expect((await world.clockOf(clockId)).seenBy).toBe(world.trade.supplier.name)
  await expect(seenBy(forja, clockId)).rejects.toThrow(Unknown)
  await by(world.trade.supplier, tx => stopClocks(tx, subjectId, ['order'], past(221)))
  const over = await seenBy(world.trade.supplier, clockId)
  expect(isRefusal(over) && over.code).toBe('seen-not-now')
})
