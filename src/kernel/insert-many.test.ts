// Many rows at once are what drizzle would have written one by one.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { customType, integer, jsonb, numeric, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase } from './db.ts'
import { insertMany } from './insert-many.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const things = pgTable('things', {
  id: uuid().primaryKey(),
  saidAt: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
  note: text().notNull().default('none'),
  more: text(),
  list: jsonb().$type<string[]>().notNull().default([]),
  quantity: numeric(),
  count: integer().notNull().default(7),
  body: bytes(),
})

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

test('every kind of column, what is left out, and nothing at all', async () => {
  const full = {
    id: randomUUID(),
    saidAt: new Date('2027-03-01T14:00:00.123Z'),
    note: 'quote " backslash \\ and ~*> é 漢',
    more: 'x',
    list: ['a', 'b'],
    quantity: '12345678901234567890.001',
    count: 0,
    body: Buffer.from([0, 1, 92, 255]),
  }
  const bare = { id: randomUUID(), more: null }
  const read = await db.withNaming({}, async tx => {
    await tx.execute(sql`create temporary table things (
      id uuid primary key, said_at timestamptz not null default now(), note text not null default 'none', more text,
      list jsonb not null default '[]', quantity numeric, count integer not null default 7, body bytea) on commit drop`)
    await insertMany(tx, things, [])
    await insertMany(tx, things, [full, bare])
    return await tx.select().from(things).orderBy(things.count)
  })
  expect(read).toEqual([
    full,
    { ...bare, saidAt: expect.any(Date), note: 'none', list: [], quantity: null, count: 7, body: null },
  ])
})
