// Before the first test: what must be installed is, one Postgres runs, and a template database is migrated once.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded, wipeEmbedded } from '../src/kernel/embedded.ts'
import { isAlive } from '../src/kernel/embedded-server.ts'
import { migrate } from '../src/kernel/migrate.ts'
import { chromiumPath } from './browser-launch.ts'

export interface TestPostgres {
  superuserUrl: string
  ownerUrl: string
  webUrl: string
  workerUrl: string
  /** Where databases of red files are written down. */
  folder: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestPostgres
  }
}

export const templateName = 'pullwire_template'
const prefix = 'pullwire-test-'

// Nothing here outlives the run, so nothing need reach the disk.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '5min' }

let removeAll = async (): Promise<void> => {}

export async function setup(project: TestProject): Promise<void> {
  nameWhatIsMissing()
  await clearLeftovers()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(folder, 0o755) // As root, Postgres runs as nobody and must get in.
  const dir = join(folder, 'postgres')
  const server = await startEmbedded({ dir, log: () => {}, settings })
  removeAll = async () => {
    await server.stop()
    if (existsSync(join(folder, 'kept'))) return
    await wipeEmbedded(dir)
    rmSync(folder, { recursive: true, force: true })
  }
  const { superuserUrl, ownerUrl, webUrl, workerUrl } = server
  await asSuperuser(superuserUrl, `create database ${templateName} owner pullwire_owner`)
  try {
    await migrate(ownerUrl.replace(/\/[^/]*$/, `/${templateName}`), () => {})
  } catch (error) {
    await removeAll()
    // Drizzle's message is the whole migration; what Postgres said about it stands behind.
    const said = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new Error(`The migrations do not apply: ${said}`)
  }
  project.provide('postgres', { superuserUrl, ownerUrl, webUrl, workerUrl, folder })
}

export const teardown = (): Promise<void> => removeAll()

async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

function nameWhatIsMissing(): void {
  const inPath = (name: string) => process.env.PATH?.split(delimiter).some(folder => existsSync(join(folder, name)))
  const missing = [
    ...['redis-server', 'faketime'].filter(program => !inPath(program)),
    ...(existsSync(chromiumPath) ? [] : ['chromium']),
  ]
  if (missing.length > 0) {
    throw new Error(
      `The tests need ${missing.join(' and ')}: npm run test:setup (or: apt-get install ${missing.join(' ')})`,
    )
  }
}

/** Servers and folders of runs that were killed, and databases kept by an earlier red run. */
async function clearLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    await wipeEmbedded(join(folder, 'postgres')).catch(() => {}) // Another user's, or going away already.
    rmSync(folder, { recursive: true, force: true })
  }
}
