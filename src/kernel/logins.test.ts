// Which login of the database a process accepts.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { refuseWrongLogin } from './db.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

async function refusalOf(url: string, process: 'web' | 'worker'): Promise<string | undefined> {
  const pool = new pg.Pool({ connectionString: url })
  try {
    return await refuseWrongLogin(pool, process).then(
      () => undefined,
      (error: Error) => error.message,
    )
  } finally {
    await pool.end()
  }
}

test('each process takes its own', async () => {
  expect(await refusalOf(fresh.webUrl, 'web')).toBeUndefined()
  expect(await refusalOf(fresh.workerUrl, 'worker')).toBeUndefined()
})

test('neither takes one that row-level security would not hold, and each says which to give it', async () => {
  for (const url of [fresh.superuserUrl, fresh.ownerUrl]) {
    expect(await refusalOf(url, 'web')).toContain('Give DATABASE_URL the role pullwire_web')
    expect(await refusalOf(url, 'worker')).toContain('Give DATABASE_WORKER_URL the role pullwire_worker')
  }
})

test('the web process does not take the worker’s, by which all that is due is found', async () => {
  expect(await refusalOf(fresh.workerUrl, 'web')).toContain('is not the one of this process')
  expect(await refusalOf(fresh.webUrl, 'worker')).toContain('is not the one of this process')
})
