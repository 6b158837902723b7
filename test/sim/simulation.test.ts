// The simulation in the tests: some days in memory, a month of three seeds on Postgres, and what it says when a
// protection is taken away. Years of it: npm run sim.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { type Simulation, simulate } from './simulate.ts'
import { inMemory } from './stage.ts'
import { onPostgres } from './stage-postgres.ts'
import type { Protection } from './store.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const remembered = (without?: Protection) => async (schedule: Parameters<Simulation['stage']>[0]) =>
  inMemory(schedule, without)

it('ten days of clocks in memory, with crashes, lost queues and wrong clocks, go without a violation', async () => {
  const verdict = await simulate({ seed: 11, days: 10, clocksADay: 140, noticeShare: 0.3, stage: remembered() })
  expect(verdict.violations).toEqual([])
  expect(verdict.clocks).toBeGreaterThan(1_200)
  expect(verdict.notices).toBeGreaterThan(50)
  expect(verdict.steps).toBeGreaterThan(verdict.clocks)
  expect(verdict.crashes).toBeGreaterThanOrEqual(10 * 4 - 4)
  expect(verdict.losses).toBe(1)
})

it('a seed tells the same story every time', async () => {
  const story = () => simulate({ seed: 5, days: 3, clocksADay: 140, stage: remembered() })
  expect(await story()).toEqual(await story())
})

describe('a protection that is taken away is missed', () => {
  it.each([
    ['unique-key', 3, 4, /started 2 times/],
    ['lease', 7, 15, /mail .* was sent 2 times/],
    ['db-clock', 3, 12, /ms early/],
  ] as const)('%s', async (protection, seed, days, complaint) => {
    const { violations } = await simulate({ seed, days, clocksADay: 140, stage: remembered(protection) })
    expect(violations.join('\n')).toMatch(complaint)
  })
})

describe('on Postgres', () => {
  let database: FreshDatabase | undefined
  afterEach(async () => {
    await database?.drop()
    database = undefined
  })

  it.each([4, 13, 14])('a month of seed %i goes without a violation', async seed => {
    database = await freshDatabase()
    const fresh = database
    const verdict = await simulate({
      ...{ seed, days: 30, clocksADay: 2, relationships: 3, burst: 6, workers: 3, crashHours: 24, noticeShare: 0.4 },
      stage: schedule => onPostgres(fresh, schedule),
    })
    expect(verdict.violations).toEqual([])
    expect(verdict.clocks).toBeGreaterThan(50)
    expect(verdict.notices).toBeGreaterThan(0)
    expect(verdict.losses).toBe(4)
  })
})
