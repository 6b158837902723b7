// How wrong the clock of a worker may be: two seconds, either way.
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { until } from '../../test/until.ts'
import { guardClock } from './clock-guard.ts'

let database: FreshDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.workerUrl, max: 1 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** A guard whose machine is off by what `offMs` holds; what it was told to do, in order. */
async function guarded(machine: { offMs: number }) {
  const told: string[] = []
  const note = (what: string) => async () => {
    told.push(what)
  }
  const guard = await guardClock({
    ...{ pool, registry: new Registry(), begin: note('begin'), halt: note('halt') },
    clock: () => new Date(Date.now() + machine.offMs),
    log: { info: () => undefined, error: () => undefined },
  })
  return { guard, told }
}

it.each([1_900, -1_900])('off by %i ms a worker works', async offMs => {
  const { guard, told } = await guarded({ offMs })
  expect(guard.refusal).toBeUndefined()
  expect(told).toEqual(['begin'])
  await guard.stop()
  expect(told).toEqual(['begin', 'halt'])
})

// How long the question took is in its favour: a slow answer is looked at again.
it.each([
  [2_100, /2\.[01] s ahead of/],
  [-2_100, /2\.[01] s behind/],
])('off by %i ms it refuses, says by how much, and works once the clock is set right', async (offMs, words) => {
  const machine = { offMs: 0 }
  const { guard, told } = await guarded(machine)
  machine.offMs = offMs
  await until('it refuses', async () => guard.refusal !== undefined)
  expect(guard.refusal).toMatch(words)
  machine.offMs = 0
  await until('it works again', async () => guard.refusal === undefined)
  await guard.stop()
  expect(told).toEqual(['begin', 'halt', 'begin', 'halt'])
})
