// A step that cannot be taken is not the end of the ladder: it is tried on, and somebody is told.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import type { WorkHandler } from '../kernel/work.ts'
import { stepWork } from './start.ts'
import { clockStep } from './step.ts'
import { stopClocks } from './stop.ts'

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({ targets: { order: { kind: 'business-minutes', minutes: 120 } } })
})
afterAll(() => world.trade.close())

const broken: WorkHandler = {
  ...clockStep,
  mode: 'tx',
  run: () => Promise.reject(new Error('the disk is full')),
}

/** Its twelfth try fails. */
async function failForGood(clockId: string, at: Date): Promise<void> {
  await world.trade.owner.query('update work set attempts = 11, due_at = $2 where key like $1 and done_at is null', [
    `${clockId}:%`,
    at,
  ])
  await world.trade.setNow(at)
  await runDueWork(world.trade.worker, [broken], kind => kind === stepWork)
}

const notices = async (clockId: string) => {
  const { rows } = await world.trade.owner.query<{ key: string; data: { to: string; title: string } }>(
    `select key, data from work where kind = 'notice.raise' and key like $1`,
    [`clock-stuck:${clockId}:%`],
  )
  return rows
}

it('a step that failed at its last try is tried again within the hour, and operators and administrators are told once a day', async () => {
  const { clockId } = await world.start()
  await failForGood(clockId, past(60))
  await failForGood(clockId, past(120))
  const told = await notices(clockId)
  expect(told).toHaveLength(1)
  expect(JSON.parse(told[0]?.data.to ?? '')).toEqual({ roles: ['operator', 'administrator'] })
  expect(told[0]?.data.title).toBe('Reminders are stuck: Order 4711')
  // The trouble is over: every step that was missed is taken, and the breach among them.
  await world.runAt(past(181))
  expect(await world.levelsOf(clockId)).toEqual([
    'warned-50',
    'warned-75',
    'breached',
    'escalated-administrator',
    'escalated-buyer',
  ])
})

it('nobody is told of a step whose answer came meanwhile', async () => {
  const { clockId, subjectId } = await world.start()
  await world.trade.web.withTenant(world.trade.buyer, tx => stopClocks(tx, subjectId, ['order'], past(10)))
  await failForGood(clockId, past(60))
  expect(await notices(clockId)).toEqual([])
})
