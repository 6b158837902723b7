// The tests' own tools: a database a file, a Redis, a browser.
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser-launch.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'
import { startRedis } from './redis.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  await client.end()
  return rows[0]?.[0]
}

test('each file has a migrated database of its own, seen by the three roles', async () => {
  expect(await ask(database.ownerUrl, 'select current_user')).toBe('pullwire_owner')
  expect(await ask(database.webUrl, 'select current_user')).toBe('pullwire_web')
  expect(await ask(database.workerUrl, 'select current_user')).toBe('pullwire_worker')
  expect(await ask(database.webUrl, 'select current_database()')).toBe(database.name)
  expect(await ask(database.ownerUrl, "select count(*) > 0 from pg_tables where schemaname = 'public'")).toBe(true)
})

test('a database is copied, not migrated anew: its tables keep the numbers that they have in the template', async () => {
  const other = await freshDatabase()
  const numberOfClocks = "select 'clocks'::regclass::oid"
  expect(await ask(other.ownerUrl, numberOfClocks)).toBe(await ask(database.ownerUrl, numberOfClocks))
  await other.drop()
})

test('a Redis of its own evicts nothing, forgets when told, and stops', async () => {
  const redis = await startRedis()
  await redis.flush()
  await redis.stop()
  await expect(redis.flush()).rejects.toThrow('FLUSHALL')
})

test('the browser opens a page', async () => {
  const browser = await launchBrowser()
  const page = await browser.context.newPage()
  await page.goto('data:text/html,<title>Pullwire</title>')
  expect(await page.title()).toBe('Pullwire')
  await browser.close()
})
