// The whole product on a database of its own: in this process, or as processes that can be killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../src/config.ts'
import type { Database } from '../src/kernel/db.ts'
import { freePort } from '../src/kernel/embedded-server.ts'
import type { Served } from '../src/kernel/http.ts'
import { openLog } from '../src/kernel/log.ts'
import { start } from '../src/main.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

export interface Product {
  url: string
  /** `/set-up/…`: the one-time link of an empty installation. */
  setUpToken: string
  database: FreshDatabase
  /** Mails that would have been sent, as files. */
  mailFolder: string
  /** Partners' folders. */
  folderRoot: string
  env: Record<string, string>
  /** Every endpoint, with the act that guards it. */
  served: readonly Served[]
  /** Every route, also those that are no endpoint of ours. */
  routes: readonly string[]
  /** As the API reference shows it. */
  openapi(): unknown
  /** The web role's database. */
  db: Database
  /** Stops what runs in this process; database and folders stay, for processes to go on with. */
  halt(): Promise<void>
  stop(): Promise<void>
}

export interface ProductOptions {
  redisUrl?: string
  env?: Record<string, string>
}

/** Web and workers in this process, as `ROLE=all` runs them. */
export async function startProduct({ redisUrl, env: more = {} }: ProductOptions = {}): Promise<Product> {
  const database = await freshDatabase()
  const env = await environmentOf(database, redisUrl, more)
  const config = readConfig(env)
  const started = await start(config, openLog(process.env.TEST_LOG ?? 'silent'))
  const { app, db } = started
  if (!app || !db) throw new Error('ROLE is all here')
  let halted: Promise<void> | undefined
  const halt = () => {
    halted ??= started.stop()
    return halted
  }
  return {
    url: config.publicUrl,
    setUpToken: started.setUpLink?.split('/').at(-1) ?? '',
    database,
    mailFolder: config.mail.folder,
    folderRoot: config.folderRoot,
    env,
    served: app.served,
    routes: app.routes,
    openapi: () => app.swagger(),
    db,
    halt,
    stop: async () => {
      await halt()
      await database.drop()
      await rm(config.dataDir, { recursive: true, force: true })
    },
  }
}

/** The environment of a product on this database, its own data folder and a free port. */
export async function environmentOf(
  database: FreshDatabase,
  redisUrl?: string,
  more: Record<string, string> = {},
): Promise<Record<string, string>> {
  const port = await freePort()
  return {
    DATABASE_URL: database.webUrl,
    DATABASE_WORKER_URL: database.workerUrl,
    DATA_DIR: mkdtempSync(join(tmpdir(), 'pullwire-product-')),
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    EGRESS_ALLOW: '127.0.0.0/8',
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    ...more,
  }
}

export interface ProductProcess {
  child: ChildProcess
  /** Everything it wrote, for a failed test to show. */
  said(): string
  /** Resolves with the signal or exit code. */
  ended: Promise<NodeJS.Signals | number | null>
  kill(signal?: NodeJS.Signals): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Program {
  /** Another Node than this one. */
  node?: string
  /** What it runs, instead of the sources. */
  cli?: string
  /** A program that runs it, with its own arguments: `faketime -f +5m`. */
  under?: readonly string[]
}

/** `pullwire start` as a process of its own; ready when this returns, unless it died first. */
export async function spawnProduct(
  env: Record<string, string>,
  { node = process.execPath, cli, under = [] }: Program = {},
): Promise<ProductProcess> {
  const program = cli ? [cli] : ['--import', 'tsx', 'src/cli.ts']
  const [first = node, ...rest] = [...under, node, ...program, 'start']
  const isGroup = under.length > 0
  const child = spawn(first, rest, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // What it runs under waits for it as for a child of its own, and would leave it behind: they end together.
    detached: isGroup,
  })
  let text = ''
  child.stdout?.on('data', chunk => {
    text += String(chunk)
  })
  child.stderr?.on('data', chunk => {
    text += String(chunk)
  })
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as NodeJS.Signals | number | null)
  const dead = () => child.exitCode !== null || child.signalCode !== null
  while (!dead()) {
    if (
      env.ROLE === 'worker' ? text.includes('The worker is running') : await answers(`${env.PUBLIC_URL}/healthz/ready`)
    )
      break
    await pause(50)
  }
  return {
    child,
    said: () => text,
    ended,
    kill: async (signal = 'SIGKILL') => {
      if (!dead() && isGroup && child.pid) process.kill(-child.pid, signal)
      else if (!dead()) child.kill(signal)
      await ended
    },
  }
}

const answers = (url: string) =>
  fetch(url).then(
    answer => answer.ok,
    () => false,
  )
