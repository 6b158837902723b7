// Old work and old numbers are forgotten; what has failed, what is recent and what is due stay.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, systemOf } from './db.ts'
import { announce } from './events.ts'
import { forgetSome } from './forget.ts'
import { startPublisher } from './publish.ts'
import { later } from './work.ts'

const org = randomUUID()
const quiet = { info: () => undefined, error: () => undefined }
let fresh: FreshDatabase
let worker: Database
let owner: pg.Client

beforeAll(async () => {
  fresh = await freshDatabase()
  worker = openDatabase({ url: fresh.workerUrl, reactions: {} })
  owner = new pg.Client({ connectionString: fresh.superuserUrl })
  await owner.connect()
})
afterAll(async () => {
  await worker.close()
  await owner.end()
  await fresh.drop()
})

const left = (...keys: string[]) =>
  worker.withTenant(systemOf(org), async tx => {
    for (const key of keys) await later(tx, { kind: 'k', lane: 'edi', orgId: org, key })
  })
const told = (many: number) =>
  worker.withTenant(systemOf(org), async tx => {
    const subject = { kind: 'test', id: randomUUID() }
    for (let i = 0; i < many; i++) await announce(tx, { type: 'tested', subject, parties: [org], at: tx.now, data: {} })
  })
const keys = async () => (await owner.query('select key from work order by key')).rows.map(({ key }) => key)
const numbers = async () => (await owner.query('select n::int from feed order by n')).rows.map(({ n }) => n)

it('a month later the publisher has forgotten what was done and told, and nothing else', async () => {
  await owner.query(
    `insert into organizations (id, side, name, connection_code) values ('${org}', 'buyer', 'Velowerk', 'CODE')`,
  )
  const publisher = startPublisher({ url: fresh.workerUrl, enqueue: async () => {}, log: quiet, sweepMs: 50 })
  await left('done', 'failed', 'due', 'done-lately')
  await owner.query("update work set done_at = kernel.now() where key = 'done'")
  await owner.query("update work set failed_at = kernel.now() where key = 'failed'")
  await told(250)
  await vi.waitFor(async () => expect(await numbers()).toHaveLength(250), 10_000)
  expect(await keys()).toHaveLength(4)
  await publisher.stop()

  await owner.query("insert into kernel.clock_shift values (interval '31 days')")
  await owner.query("update work set done_at = kernel.now() where key = 'done-lately'")
  const next = startPublisher({ url: fresh.workerUrl, enqueue: async () => {}, log: quiet, sweepMs: 50 })
  // More than one batch, each from the front.
  await vi.waitFor(async () => expect(await numbers()).toEqual([]), 10_000)
  expect(await keys()).toEqual(['done-lately', 'due', 'failed'])
  // Numbers go on where they were: a page that knows an old one learns that it has missed something.
  const heads = await owner.query('select n::int from feed_heads')
  expect(heads.rows).toEqual([{ n: 250 }])
  await next.stop()
})

it('what was told within the month stays, without a gap', async () => {
  const client = new pg.Client({ connectionString: fresh.workerUrl })
  await client.connect()
  await owner.query("update kernel.clock_shift set shift = interval '29 days'")
  await told(3)
  const publisher = startPublisher({ url: fresh.workerUrl, enqueue: async () => {}, log: quiet, sweepMs: 50 })
  await vi.waitFor(async () => expect(await numbers()).toEqual([251, 252, 253]), 10_000)
  await publisher.stop()
  expect(await forgetSome(client)).toBe(false)
  expect(await numbers()).toEqual([251, 252, 253])
  await client.end()
})
