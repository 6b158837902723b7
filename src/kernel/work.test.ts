// Work, facts and the publisher, on both queues.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { startRedis, type TestRedis } from '../../test/redis.ts'
import { type Database, openDatabase, systemOf } from './db.ts'
import { announce } from './events.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { type Publisher, startPublisher } from './publish.ts'
import { events, feed, work } from './tables.ts'
import { again, type Lane, later, type Performed, perform, type WorkHandler } from './work.ts'

const quiet = { info: () => undefined, error: () => undefined, warn: () => undefined }
const org = randomUUID()
let fresh: FreshDatabase
let web: Database
let worker: Database
let redis: TestRedis
const running: { publisher: Publisher; jobs: Jobs }[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  redis = await startRedis()
  web = openDatabase({ url: fresh.webUrl, reactions: {} })
  worker = openDatabase({ url: fresh.workerUrl, reactions: {} })
})
afterEach(async () => {
  for (const { publisher, jobs } of running.splice(0)) {
    await publisher.stop()
    await jobs.close()
  }
})
afterAll(async () => {
  await web.close()
  await worker.close()
  await redis.stop()
  await fresh.drop()
})

const table = (...handlers: WorkHandler[]) => new Map(handlers.map(handler => [handler.kind, handler]))

async function run(handlers: ReadonlyMap<string, WorkHandler>, queue: 'Postgres' | 'Redis') {
  const jobs = await openJobs({
    redisUrl: queue === 'Redis' ? redis.url : undefined,
    postgresUrl: fresh.workerUrl,
    log: quiet,
  })
  jobs.work(id => perform(worker, handlers, id))
  const publisher = startPublisher({ url: fresh.workerUrl, enqueue: jobs.enqueue, log: quiet })
  running.push({ publisher, jobs })
}

const leave = (kind: string, keys: string[], dueInMs = 0, lane: Lane = 'edi') =>
  web.withTenant(systemOf(org), async tx => {
    for (const key of keys)
      await later(tx, { kind, lane, orgId: org, key, dueAt: new Date(tx.now.getTime() + dueInMs) })
  })

const stateOf = (kind: string) => web.withTenant(systemOf(org), tx => tx.select().from(work).where(eq(work.kind, kind)))

async function until(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms`)
    await pause(20)
  }
}

describe.each(['Postgres', 'Redis'] as const)('with the queue on %s', queue => {
  it('does work once, however often it was left behind', async () => {
    const kind = `count-${queue}`
    const done: string[] = []
    await run(table({ kind, lane: 'edi', mode: 'tx', run: async (_tx, { key }) => void done.push(key) }), queue)
    const keys = Array.from({ length: 50 }, (_, i) => `k${i}`)
    await Promise.all([leave(kind, keys), leave(kind, keys), leave(kind, keys.slice(10))])
    await until(async () => (await stateOf(kind)).every(row => row.doneAt !== null), 25_000)
    expect(done.toSorted()).toEqual(keys.toSorted())
  })

  it('never does work before it is due, and soon after', async () => {
    const kind = `alarm-${queue}`
    const early: number[] = []
    await run(
      table({
        kind,
        lane: 'edi',
        mode: 'tx',
        run: async (tx, { dueAt }) => void early.push(tx.now.getTime() - dueAt.getTime()),
      }),
      queue,
    )
    await leave(kind, ['a', 'b', 'c'], 1_200)
    await until(() => early.length === 3, 20_000)
    expect(Math.min(...early)).toBeGreaterThanOrEqual(0)
  })

  it('tries again what failed, and says why when it gives up', async () => {
    const kind = `fails-${queue}`
    let tries = 0
    const fail = async () => {
      tries += 1
      throw new Error('the partner is away')
    }
    await run(table({ kind, lane: 'edi', mode: 'tx', triesMax: 2, run: fail }), queue)
    await leave(kind, ['x'])
    await until(async () => (await stateOf(kind))[0]?.failedAt !== null, 25_000)
    expect(tries).toBe(2)
    const [given] = await stateOf(kind)
    expect(given?.lastError).toBe('the partner is away')
    const told = await web.withTenant(systemOf(org), tx =>
      tx
        .select({ type: events.type })
        .from(events)
        .where(eq(events.subjectId, given?.id ?? '')),
    )
    expect(told).toEqual([{ type: 'work.failed' }])
  })
})

it('people are told while every hand-over to partners hangs', async () => {
  const [hangs, tells] = ['hangs', 'tells']
  const release = deferred()
  const told: string[] = []
  const hold = async () => void (await release.promise)
  await run(
    table(
      { kind: hangs, lane: 'send', mode: 'lease', run: hold },
      { kind: tells, lane: 'notice', mode: 'tx', run: async (_tx, { key }) => void told.push(key) },
    ),
    'Postgres',
  )
  await worker.withTenant(systemOf(org), async tx => {
    for (let i = 0; i < 20; i++) await later(tx, { kind: hangs, lane: 'send', orgId: org, key: `k${i}` })
  })
  try {
    await until(async () => (await stateOf(hangs)).filter(row => row.leaseToken !== null).length >= 6, 10_000)
    const escalation = { kind: tells, lane: 'notice' as const, orgId: org, key: 'escalation' }
    await worker.withTenant(systemOf(org), tx => later(tx, escalation))
    await until(() => told.length === 1, 10_000)
  } finally {
    release.resolve()
  }
})

it('hands over what is new before what a long queue has had for a while', async () => {
  const handed: string[] = []
  await worker.withTenant(systemOf(org), tx =>
    tx.execute(sql`
      insert into work (id, org_id, kind, lane, key, data, due_at, queued_at)
      select gen_random_uuid(), ${org}::uuid, 'waits-long', 'notice', i::text, '{}',
             kernel.now() - interval '1 hour', kernel.now() - interval '1 minute'
        from generate_series(1, 5000) as i`),
  )
  await leave('is-new', ['k'], 0, 'clock')
  const [row] = await stateOf('is-new')
  const publisher = startPublisher({
    url: fresh.workerUrl,
    enqueue: async queued => void handed.push(...queued.map(({ id }) => id)),
    log: quiet,
  })
  try {
    await until(() => handed.includes(row?.id ?? ''), 20_000)
    expect(handed.indexOf(row?.id ?? '')).toBeLessThan(1_000)
    // What waits for long is handed over again all the same: the queue may have lost it.
    await until(() => handed.length > 5_000, 20_000)
  } finally {
    await publisher.stop()
    await web.withTenant(systemOf(org), tx => tx.delete(work).where(eq(work.kind, 'waits-long')))
  }
})

it('loses nothing when Redis forgets everything in mid-flight', async () => {
  const kind = 'survives-a-flush'
  const handler: WorkHandler = { kind, lane: 'edi', mode: 'tx', run: async () => void (await pause(5)) }
  await run(table(handler), 'Redis')
  const keys = Array.from({ length: 400 }, (_, i) => `k${i}`)
  await leave(kind, keys.slice(0, 200))
  await leave(kind, keys.slice(200), 3_000)
  await pause(300)
  await redis.flush()
  // 15 s is the promise; half of it is left for the machine.
  await until(async () => (await stateOf(kind)).every(row => row.doneAt !== null), 15_000)
})

it('refuses the late writer whose lease another worker has taken over', async () => {
  const kind = 'leased'
  const release = deferred()
  const slow: WorkHandler = {
    kind,
    lane: 'send',
    mode: 'lease',
    run: async () => {
      await release.promise
      return undefined
    },
  }
  await leave(kind, ['one'])
  const [row] = await stateOf(kind)
  if (!row) throw new Error('no work')
  const first = perform(worker, table(slow), row.id)
  await until(async () => (await stateOf(kind))[0]?.leaseToken !== null, 5_000)
  // The first worker is stopped for longer than its lease; a second one takes over.
  await worker.withTenant(systemOf(org), tx =>
    tx.update(work).set({ leaseUntil: sql`kernel.now() - interval '1 s'` }).where(eq(work.id, row.id)),
  )
  const second = perform(worker, table({ ...slow, run: async () => undefined }), row.id)
  expect((await second).outcome).toBe('done')
  release.resolve()
  expect((await first).outcome).toBe('failed')
  expect((await stateOf(kind))[0]?.attempts).toBe(0)
})

/** Work under way in a worker that fails, or ends, only when told to. */
async function underWay(kind: string, handler: Partial<WorkHandler & { mode: 'lease' }> = {}) {
  const release = deferred()
  const gaveUp: string[] = []
  const slow: WorkHandler & { mode: 'lease' } = {
    kind,
    lane: 'send',
    mode: 'lease',
    triesMax: 1,
    run: async () => {
      await release.promise
      throw new Error('the partner hung up')
    },
    gaveUp: async (_tx, _work, error) => void gaveUp.push(error.message),
    ...handler,
  }
  await leave(kind, ['one'])
  const [row] = await stateOf(kind)
  if (!row) throw new Error('no work')
  const first = perform(worker, table(slow), row.id)
  await until(async () => (await stateOf(kind))[0]?.leaseToken !== null, 5_000)
  return { id: row.id, slow, first, release, gaveUp }
}

it('does not let one who lost the lease count a try, clear the lease or give up for the new holder', async () => {
  const kind = 'lost-and-failed'
  const { id, slow, first, release, gaveUp } = await underWay(kind)
  const finished = deferred()
  const takeOver = async (): Promise<Performed> => {
    await worker.withTenant(systemOf(org), tx =>
      tx.update(work).set({ leaseUntil: sql`kernel.now() - interval '1 s'` }).where(eq(work.id, id)),
    )
    const over = await perform(worker, table({ ...slow, run: async () => void (await finished.promise) }), id)
    // The first may have renewed its lease just then.
    return over.outcome === 'not-due' ? takeOver() : over
  }
  const tokenOf = async () => (await stateOf(kind))[0]?.leaseToken
  const before = await tokenOf()
  const second = takeOver()
  await until(async () => (await tokenOf()) !== before, 5_000)
  const held = await tokenOf()
  release.resolve()
  expect((await first).outcome).toBe('failed')
  expect(await stateOf(kind)).toMatchObject([{ leaseToken: held, attempts: 0, failedAt: null, lastError: null }])
  expect(gaveUp).toEqual([])
  finished.resolve()
  expect((await second).outcome).toBe('done')
})

it.each([
  ['done', async () => undefined],
  [
    'failed for the last time',
    async () => {
      throw new Error('the partner hung up')
    },
  ],
  ['put off', async () => ({ postpone: new Date(Date.now() + 3_600_000) })],
])('work asked for again while under way is due again, though the first went on and was %s', async (how, end) => {
  const kind = `asked-again-${how}`
  const gate = deferred()
  const { id, first, slow, gaveUp } = await underWay(kind, {
    run: async () => {
      await gate.promise
      return await end()
    },
  })
  const [leased] = await stateOf(kind)
  await web.withTenant(systemOf(org), tx => again(tx, org, kind, 'one'))
  expect(await stateOf(kind)).toMatchObject([{ leaseToken: leased?.leaseToken, doneAt: null }])
  // Nobody else takes it up meanwhile: one partner is not called twice at once.
  expect((await perform(worker, table(slow), id)).outcome).toBe('not-due')
  gate.resolve()
  await first
  expect(await stateOf(kind)).toMatchObject([{ leaseToken: null, doneAt: null, failedAt: null, attempts: 0 }])
  expect(gaveUp).toEqual([])
  expect((await perform(worker, table({ ...slow, run: async () => undefined }), id)).outcome).toBe('done')
  expect((await stateOf(kind))[0]?.doneAt).not.toBeNull()
})

it('numbers facts densely for each organization, though transactions commit out of order', async () => {
  const [buyer, supplier] = [randomUUID(), randomUUID()]
  const owner = new pg.Client({ connectionString: fresh.superuserUrl })
  await owner.connect()
  await owner.query(
    `insert into organizations (id, side, name, connection_code) values ($1, 'buyer', 'B', $1), ($2, 'supplier', 'S', $2);`
      .replaceAll('$1', `'${buyer}'`)
      .replaceAll('$2', `'${supplier}'`) +
      `insert into relationships (buyer_id, supplier_id, id, status, vendor_number, supplier_name, contact_name, contact_email, tolerance, targets, delimiters, documents)
       values ('${buyer}', '${supplier}', '${randomUUID()}', 'active', '1', 'S', '', '', '{}', '{}', '{}', '{}')`,
  )
  await owner.end()
  await run(table(), 'Postgres')
  const tell = (delayMs: number, parties: [string] | [string, string]) =>
    web.withTenant(systemOf(buyer), async tx => {
      await announce(tx, { type: 'tested', subject: { kind: 'test', id: randomUUID() }, parties, at: tx.now, data: {} })
      await pause(delayMs)
    })
  await Promise.all([
    tell(900, [buyer, supplier]),
    ...Array.from({ length: 30 }, (_, i) => pause(i * 10).then(() => tell(0, i % 3 ? [buyer] : [buyer, supplier]))),
  ])
  const numbersOf = async (id: string) =>
    (await web.withTenant(systemOf(id), tx => tx.select({ n: feed.n }).from(feed).where(eq(feed.orgId, id))))
      .map(row => row.n)
      .toSorted((a, b) => a - b)
  await until(async () => (await numbersOf(buyer)).length === 31, 5_000)
  expect(await numbersOf(buyer)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1))
  expect(await numbersOf(supplier)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1))
})

it('refuses a Redis that would drop jobs under memory pressure', async () => {
  const evicting = await startRedis({ policy: 'allkeys-lru' })
  await expect(openJobs({ redisUrl: evicting.url, postgresUrl: fresh.workerUrl, log: quiet })).rejects.toThrow(
    /noeviction/,
  )
  await evicting.stop()
})

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>(done => {
    resolve = done
  })
  return { promise, resolve }
}

describe('an alarm that stands for several', () => {
  const keysDone = async (kind: string) =>
    (await stateOf(kind)).filter(({ doneAt }) => doneAt !== null).map(({ key }) => key)

  it('takes up the longest due when another has what it names, and marks done what it did and no more', async () => {
    const kind = 'together'
    const ran: string[] = []
    const handlers = table({ kind, lane: 'read', mode: 'tx', run: async (_tx, { key }) => void ran.push(key) })
    await leave(kind, ['first'], 0, 'read')
    await leave(kind, ['named'], 0, 'read')
    const named = (await stateOf(kind)).find(({ key }) => key === 'named')?.id ?? ''
    const other = new pg.Client({ connectionString: fresh.workerUrl })
    await other.connect()
    await other.query('begin')
    await other.query('select from work where id = $1 for update', [named])
    expect(await perform(worker, handlers, named)).toMatchObject({ outcome: 'done' })
    await other.query('rollback')
    await other.end()
    expect([ran, await keysDone(kind)]).toEqual([['first'], ['first']])
    expect(await perform(worker, handlers, named)).toMatchObject({ outcome: 'done' })
    expect((await keysDone(kind)).toSorted()).toEqual(['first', 'named'])
  })
})
