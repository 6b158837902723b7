// Plans are kept on a connection, within bounds, and a changed table is no dead end.
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, systemOf } from './db.ts'

const org = '6f1f9c1e-6f53-4c39-9c55-6a6a4c6c0001'
let fresh: FreshDatabase
let db: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase({ url: fresh.webUrl, reactions: {}, max: 1 })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const ask = (query: ReturnType<typeof sql>) => db.withTenant(systemOf(org), tx => tx.execute(query))
const kept = async (like: string) =>
  (await ask(sql.raw(`select statement from pg_prepared_statements where statement like '${like}'`))).rows.length

test('what is asked a second time is prepared, what is asked once is not', async () => {
  await ask(sql`select ${1}::int as once`)
  for (let i = 0; i < 3; i++) await ask(sql`select ${i}::int as often`)
  expect([await kept('%as once'), await kept('%as often')]).toEqual([0, 1])
})

test('of ever new statements only so many are kept', async () => {
  for (let i = 0; i < 260; i++)
    for (let twice = 0; twice < 2; twice++) await ask(sql`select ${i}::int as ${sql.raw(`new_${i}`)}`)
  expect(await kept('%')).toBe(200)
})

test('a statement whose table has changed its type is planned anew', async () => {
  const owner = new pg.Client({ connectionString: fresh.ownerUrl })
  await owner.connect()
  await owner.query('create table changing (n integer); grant select on changing to pullwire_web')
  const anew = openDatabase({ url: fresh.webUrl, reactions: {}, max: 1 })
  const read = () =>
    anew.withTenant(systemOf(org), tx => tx.execute(sql`select n from changing where n is null or n > ${0}`))
  for (let i = 0; i < 3; i++) await read()
  await owner.query('alter table changing alter n type text using n::text, add m integer')
  await expect(read().catch(String)).resolves.not.toContain('cached plan')
  await owner.end()
  await anew.close()
})
