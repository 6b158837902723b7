// A schedule of tens of megabytes comes by folder: what is short is answered while it is read, and the process stays awake.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drop, foldersOf, post, said855, waiting } from '../edi.ts'
import { schedule } from '../schedule.ts'
import { until } from '../until.ts'
import { nextControl, openWorld, type SmallWorld } from '../world.ts'

const megabytes = 24
/** Promised are 50 ms. Twenty times that: two cores that others use too. Read here, it would be all the seconds that it takes. */
const awakeMs = 50 * 20

let world: SmallWorld
beforeAll(async () => {
  world = await openWorld()
}, 120_000)
afterAll(() => world?.close())

const statusOf = async (control: number) =>
  (
    await world.rows<{ status: string }>(
      `select status from interchanges where direction = 'in' and control = lpad($1::text, 9, '0')`,
      [control],
    )
  )[0]?.status

test('a short interchange is answered while a long one is read, and nothing holds the process up', async () => {
  const { place, wheelworks } = world
  const control = nextControl()
  const bytes = schedule(control, megabytes, { from: 'TAICHUNGPB', to: 'VELOWERK' })
  expect(bytes.length).toBeGreaterThan(megabytes * 1_000_000)
  const { number } = await world.callOff(wheelworks)
  const before = (await waiting(place.url, wheelworks.key)).filter(one => one.set === '997').length

  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await drop(foldersOf(world).in, 'schedule.edi', bytes)
  await until('the long one has come', async () => (await statusOf(control)) === 'received', 60_000)
  await post(place.url, wheelworks.key, said855({ orders: [number], control: nextControl() }))
  await until('the short one is answered', async () => {
    const sent = await waiting(place.url, wheelworks.key)
    return sent.filter(one => one.set === '997').length > before
  })
  expect(await statusOf(control)).toBe('received')
  await until('the long one is read', async () => (await statusOf(control)) !== 'received', 180_000)
  delay.disable()
  expect(await statusOf(control)).toBe('needs-attention')
  expect(delay.max / 1e6).toBeLessThan(awakeMs)
}, 300_000)
