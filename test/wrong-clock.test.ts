// A worker whose machine has the wrong time: it does no work, says so wherever one looks, and nothing fires early.
import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { freePort } from '../src/kernel/embedded-server.ts'
import { slaReactions } from '../src/sla/react.ts'
import { startClock } from '../src/sla/start.ts'
import { environmentOf, type ProductProcess, spawnProduct } from './product.ts'
import { openTrade, type Trade } from './trade.ts'
import { until } from './until.ts'

// A process starts, and its clock is looked at every second, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const order = { kind: 'elapsed', minutes: 240 } as const
const halfMs = 120 * 60_000

let trade: Trade
let env: Record<string, string>
const processes: ProductProcess[] = []

beforeAll(async () => {
  trade = await openTrade(slaReactions, { targets: { order } })
  env = await environmentOf(trade.fresh)
})
afterAll(async () => {
  for (const each of processes) await each.kill()
  await trade.close()
  rmSync(env.DATA_DIR ?? '', { recursive: true, force: true })
})

/** A worker alone, run under faketime. The database it works on runs by the machine's true clock. */
async function worker(under: string[], more: Record<string, string> = {}) {
  const port = String(await freePort())
  const started = await spawnProduct({ ...env, ROLE: 'worker', WORKER_PORT: port, ...more }, { under })
  processes.push(started)
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: answer.status, text: await answer.text() }
  }
  return { ...started, ask }
}

/** A clock whose first reminder falls due so many milliseconds from now. */
async function startDueIn(ms: number): Promise<string> {
  const subjectId = randomUUID()
  await trade.web.withTenant(trade.buyer, tx =>
    startClock(tx, {
      ...{ buyerId: trade.buyer.orgId, supplierId: trade.supplier.orgId, kind: 'order', label: '4711' },
      subject: { kind: 'order', id: subjectId },
      at: new Date(tx.now.getTime() - halfMs + ms),
    }),
  )
  return subjectId
}

const fired = async () => {
  const { rows } = await trade.owner.query<{ subject: string }>(
    'select c.subject_id as subject from escalations e join clocks c on c.id = e.clock_id order by e.id',
  )
  return rows.map(({ subject }) => subject)
}
const untouched = async () => {
  const { rows } = await trade.owner.query('select from work where queued_at is not null or done_at is not null')
  return rows.length === 0
}

it('a worker five minutes ahead refuses to work and says so in its log, its health and its figures', async () => {
  const due = await startDueIn(-1_000)
  const early = await startDueIn(3 * 60_000)
  const ahead = await worker(['faketime', '-f', '+5m'])
  await until('it says so', async () => ahead.said().includes('ahead of the database'))
  expect(ahead.said()).toMatch(/The clock of this machine is (299|300)(\.\d)? s ahead of the database's/)
  const ready = await ahead.ask('/healthz/ready')
  expect(ready.status).toBe(503)
  expect(JSON.parse(ready.text)).toMatchObject({ title: 'The clock is wrong' })
  const { text } = await ahead.ask('/metrics')
  expect(text).toMatch(/^pullwire_worker_clock_refused 1$/m)
  expect(Number(/^pullwire_worker_clock_off_seconds (\S+)$/m.exec(text)?.[1])).toBeCloseTo(300, -1)
  await pause(3_000)
  // Not what would be early, and not what is due: that is for a worker whose clock is right.
  expect(await fired()).toEqual([])
  expect(await untouched()).toBe(true)
  const right = await worker([])
  await until('the due step fires', async () => (await fired()).length > 0)
  await pause(1_000)
  expect(await fired()).toEqual([due])
  expect(await fired()).not.toContain(early)
  await right.kill()
  await ahead.kill()
})

it('a clock set wrong under a running worker stops it, and setting it right lets it go on', async () => {
  const file = join(env.DATA_DIR ?? '', 'time')
  writeFileSync(file, '+0')
  const shifted = {
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  const here = await worker([], shifted)
  const done = new Set(await fired())
  const fresh = async () => (await fired()).filter(id => !done.has(id))
  const first = await startDueIn(-1_000)
  await until('the first fires', async () => (await fresh()).includes(first))
  writeFileSync(file, '-1h')
  await until('it refuses', async () => (await here.ask('/healthz/ready')).status === 503)
  expect(here.said()).toMatch(/s behind the database's/)
  await pause(500)
  const second = await startDueIn(-1_000)
  await pause(3_000)
  expect(await fresh()).toEqual([first])
  writeFileSync(file, '+0')
  await until('it works again', async () => (await here.ask('/healthz/ready')).status === 200)
  await until('the second fires', async () => (await fresh()).includes(second))
  expect((await here.ask('/metrics')).text).toMatch(/^pullwire_worker_clock_refused 0$/m)
})
