// No value that was handed to the database comes out again in a log, on a screen or at a partner's.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, systemOf, type Tx } from './db.ts'
import { openLog } from './log.ts'
import { flush } from './outbox.ts'
import { work } from './tables.ts'
import { tellable } from './tellable.ts'
import { later, perform, type WorkHandler } from './work.ts'

const canary = 'CANARY-pwk-4711'
const org = randomUUID()
let fresh: FreshDatabase
let worker: Database
const folder = mkdtempSync(join(tmpdir(), 'pullwire-log-'))

beforeAll(async () => {
  fresh = await freshDatabase()
  worker = openDatabase({ url: fresh.workerUrl, reactions: {} })
})
afterAll(async () => {
  await worker.close()
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})

const left = (key: string) => ({ kind: 'k', lane: 'edi' as const, orgId: org, key })

/** Ways in which the database refuses, each saying the canary somewhere: parameters, message, detail. */
const refused: Record<string, (tx: Tx) => Promise<unknown>> = {
  'a query with a secret among its parameters': tx => tx.execute(sql`select 1 / 0 where ${canary} <> ''`),
  'a value that is none of its type': tx => tx.execute(sql`select ${canary}::uuid`),
  'a row that is there already': async tx => {
    await later(tx, left(canary))
    await flush(tx)
    await tx.execute(sql`insert into work select * from work where key = ${canary}`)
  },
}

const failing = (refuse: (tx: Tx) => Promise<unknown>) =>
  worker.withTenant(systemOf(org), refuse).then(
    () => expect.fail('the database refuses this'),
    (error: Error) => error,
  )

it.each(Object.entries(refused))('%s is logged without it', async (_what, refuse) => {
  const error = await failing(refuse)
  const file = join(folder, `${randomUUID()}.log`)
  const log = openLog('info', file)
  log.warn({ err: error }, 'straight')
  log.warn({ err: new Error('the interchange stays', { cause: error }) }, 'as a cause')
  log.child({ request: 1 }).error(error)
  log.error({ err: error })
  // The log is written behind our back.
  const text = await vi.waitFor(() => {
    const written = readFileSync(file, 'utf8')
    expect(written.trim().split('\n')).toHaveLength(4)
    return written
  }, 5_000)
  expect(text).toContain('tellable.test.ts')
  expect(text).not.toContain(canary)
})

it('says what the database said, with its code', async () => {
  const error = tellable(await failing(tx => tx.execute(sql`select 1 / 0 where ${canary} <> ''`)))
  expect([error.message, (error as { code?: string }).code]).toEqual(['division by zero', '22012'])
})

it('leaves any other error as it was', () => {
  const error = Object.assign(new Error('mailbox full'), { responseCode: 452 })
  expect(tellable(error)).toBe(error)
})

it.each(Object.entries(refused))('work that fails on %s says why without it', async (what, refuse) => {
  const told: Error[] = []
  const handler: WorkHandler = {
    kind: 'k',
    lane: 'edi',
    mode: 'tx',
    triesMax: 1,
    run: async tx => {
      await refuse(tx)
      return undefined
    },
    gaveUp: async (_tx, _work, error) => void told.push(error),
  }
  await worker.withTenant(systemOf(org), tx => later(tx, left(what)))
  const [row] = await worker.withTenant(systemOf(org), tx => tx.select().from(work).where(eq(work.key, what)))
  expect((await perform(worker, new Map([['k', handler]]), row?.id ?? '')).outcome).toBe('failed')
  const [after] = await worker.withTenant(systemOf(org), tx => tx.select().from(work).where(eq(work.key, what)))
  expect(after?.lastError).toBe(told[0]?.message)
  expect(`${after?.lastError} ${told[0]?.stack}`).not.toContain(canary)
  expect(after?.lastError).not.toContain('Failed query')
})
