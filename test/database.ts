// A database of its own for each test file: a clone of the migrated template, kept when the file was red.
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Client } from 'pg'
import { expect, inject } from 'vitest'
import { templateName } from './global-setup.ts'
import { wasRed } from './red.ts'

export interface FreshDatabase {
  name: string
  /** Owns every table; sees all rows where policies are not forced on it. */
  ownerUrl: string
  /** What the web process may do. */
  webUrl: string
  /** What the worker process may do. */
  workerUrl: string
  /** For faults: terminating backends, shifting clocks. */
  superuserUrl: string
  /** Removes it, or, when a test of this file failed, keeps it and prints how to look at it. */
  drop(): Promise<void>
}

/** Call in `beforeAll`, and `drop()` in `afterAll`. About 50 ms. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const postgres = inject('postgres')
  const file = basename(expect.getState().testPath ?? 'bench').replace(/\.test\.tsx?$/, '')
  const name = `${file.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40)}_${randomBytes(3).toString('hex')}`
  const url = (of: string) => of.replace(/\/[^/]*$/, `/${name}`)
  await asSuperuser(postgres.superuserUrl, `create database ${name} template ${templateName} owner pullwire_owner`)
  return {
    name,
    ownerUrl: url(postgres.ownerUrl),
    webUrl: url(postgres.webUrl),
    workerUrl: url(postgres.workerUrl),
    superuserUrl: url(postgres.superuserUrl),
    drop: async () => {
      if (!wasRed()) return asSuperuser(postgres.superuserUrl, `drop database if exists ${name} with (force)`)
      appendFileSync(join(postgres.folder, 'kept'), `${name}\n`)
      process.stderr.write(`Database ${name} is kept until the next run: npx tsx scripts/look.ts ${postgres.folder}\n`)
    },
  }
}

async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
