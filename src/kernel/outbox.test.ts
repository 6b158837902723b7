// What a transaction leaves behind: in order, once, and nothing of what was undone.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { asOrganization, type Database, openDatabase, savepoint, systemOf, type Tx } from './db.ts'
import { announce } from './events.ts'
import { flush } from './outbox.ts'
import { later } from './work.ts'

const org = randomUUID()
let fresh: FreshDatabase
let db: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase({ url: fresh.webUrl, reactions: {}, max: 2 })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const tell = (tx: Tx, type: string, subject: string) =>
  announce(tx, { type, subject: { kind: 'order', id: subject }, parties: [tx.caller.orgId], at: tx.now, data: {} })

const told = (subject: string, of = org) =>
  db.withTenant(systemOf(of), async tx => {
    const { rows } = await tx.execute<{ type: string }>(
      sql`select type from events where subject_id = ${subject} order by seq`,
    )
    return rows.map(({ type }) => type)
  })

const left = (key: string) =>
  db.withTenant(systemOf(org), async tx => (await tx.execute(sql`select 1 from work where key = ${key}`)).rows.length)

test('facts are numbered in the order in which they were announced', async () => {
  const subject = randomUUID()
  const types = Array.from({ length: 50 }, (_, i) => `step.${i}`)
  await db.withTenant(systemOf(org), async tx => {
    for (const type of types) await tell(tx, type, subject)
  })
  expect(await told(subject)).toEqual(types)
})

test('what was announced or left behind inside an undone savepoint is undone with it', async () => {
  const subject = randomUUID()
  await db.withTenant(systemOf(org), async tx => {
    await tell(tx, 'kept.before', subject)
    await savepoint(tx, async () => {
      await tell(tx, 'undone', subject)
      await later(tx, { kind: 'test', lane: 'edi', orgId: org, key: `undone-${subject}` })
      throw new Error('no')
    }).catch(() => undefined)
    await tell(tx, 'kept.after', subject)
    await later(tx, { kind: 'test', lane: 'edi', orgId: org, key: `kept-${subject}` })
  })
  expect(await told(subject)).toEqual(['kept.before', 'kept.after'])
  expect([await left(`undone-${subject}`), await left(`kept-${subject}`)]).toEqual([0, 1])
})

test('what was written early inside an undone savepoint is written again, if it was announced before', async () => {
  const subject = randomUUID()
  const other = randomUUID()
  await db.withTenant(systemOf(org), async tx => {
    await tell(tx, 'kept.before', subject)
    await savepoint(tx, async () => {
      await tell(tx, 'undone', subject)
      await asOrganization(tx, systemOf(other), theirs => tell(theirs, 'undone, too', subject))
      throw new Error('no')
    }).catch(() => undefined)
    await tell(tx, 'kept.after', subject)
  })
  expect(await told(subject)).toEqual(['kept.before', 'kept.after'])
  expect(await told(subject, other)).toEqual([])
})

test('undone inside and then outside, nothing of either stays', async () => {
  const subject = randomUUID()
  await db.withTenant(systemOf(org), async tx => {
    await savepoint(tx, async () => {
      await tell(tx, 'undone.outside', subject)
      await flush(tx)
      await savepoint(tx, async () => {
        throw new Error('inside')
      }).catch(() => undefined)
      throw new Error('outside')
    }).catch(() => undefined)
    await tell(tx, 'kept.after', subject)
  })
  expect(await told(subject)).toEqual(['kept.after'])
})

test('a transaction that fails leaves nothing, one that speaks for another organization leaves each its own', async () => {
  const subject = randomUUID()
  const other = randomUUID()
  await db
    .withTenant(systemOf(org), async tx => {
      await tell(tx, 'never', subject)
      throw new Error('no')
    })
    .catch(() => undefined)
  await db.withTenant(systemOf(org), async tx => {
    await tell(tx, 'ours', subject)
    await asOrganization(tx, systemOf(other), theirs => tell(theirs, 'theirs', subject))
    await tell(tx, 'ours again', subject)
  })
  expect(await told(subject)).toEqual(['ours', 'ours again'])
  expect(await told(subject, other)).toEqual(['theirs'])
})

test('who reads facts within the transaction sees those of this transaction, once asked for', async () => {
  const subject = randomUUID()
  const seen = await db.withTenant(systemOf(org), async tx => {
    await tell(tx, 'announced', subject)
    await flush(tx)
    return (await tx.execute(sql`select type from events where subject_id = ${subject}`)).rows
  })
  expect(seen).toEqual([{ type: 'announced' }])
})
