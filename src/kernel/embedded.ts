// The Postgres that comes along: started when no DATABASE_URL is given, shared by every process of the same folder,
// stopped by the last one to leave, adopted by the next one when its starter was killed.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { findPlace, type Place, removePlace } from './embedded-place.ts'
import { databaseName, ensureRoles, keepSecrets, type Secrets } from './embedded-roles.ts'
import {
  type Address,
  clearStalePidFile,
  initialise,
  isPostgresOf,
  lastWords,
  launch,
  readPidFile,
  shutDown,
} from './embedded-server.ts'

export interface EmbeddedOptions {
  /** A folder of its own, made when missing: `.data/postgres`. */
  dir: string
  log: (line: string) => void
  /** Server settings beyond the usual ones; they count only when this call starts the server. */
  settings?: Record<string, string>
  /** Aborted while the server is still coming up: it is stopped, and the reason thrown. */
  signal?: AbortSignal
}

export interface Embedded {
  /** A superuser's URL of the database `postgres`: for the tests, which clone databases. */
  superuserUrl: string
  /** Owns the database; runs migrations. */
  ownerUrl: string
  webUrl: string
  workerUrl: string
  /** True when this process started the server or took over one that nobody used. */
  owned: boolean
  /** Leaves; the last to leave stops the server. Safe to call twice. */
  stop(): Promise<void>
}

/** A shared advisory lock in the database `postgres`, held by every process that uses the server. */
const usersLock = 7_855_850
const startPatienceMs = 60_000
const answerPatienceMs = 5_000
/** Then the immediate shutdown, which the next start recovers from: a process that drains has 15 s in all. */
const leavePatienceMs = 4_000

/** Lost the race to another starter or for a port, or leftovers of a killed server are still going away: look again. */
const passing = /lock file|shared memory block|could not bind/

/** Starts or joins the server of a folder, and makes sure of its database and roles. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = findPlace(options.dir, options.log)
  const secrets = keepSecrets(place.dir)
  const { keeper, address, owned } = await enter(place, secrets, options)
  const stay = stayIn(keeper, place, address, secrets, options.log)
  const url = (user: string, password: string, database = databaseName) =>
    `postgresql://${user}:${password}@${encodeURIComponent(address.host)}:${address.port}/${database}`
  return {
    superuserUrl: url('postgres', secrets.superuser, 'postgres'),
    ownerUrl: url('pullwire_owner', secrets.owner),
    webUrl: url('pullwire_web', secrets.web),
    workerUrl: url('pullwire_worker', secrets.worker),
    owned,
    stop: stay.leave,
  }
}

/** Stops the server of a folder, whoever uses it, and deletes all it kept. For `--fresh` and for tests. */
export async function wipeEmbedded(dir: string): Promise<void> {
  const place = findPlace(dir, () => {})
  await shutDown(place)
  removePlace(dir)
}

interface Entered {
  keeper: Client
  address: Address
  owned: boolean
}

async function enter(place: Place, secrets: Secrets, { settings, log, signal }: EmbeddedOptions): Promise<Entered> {
  initialise(place, secrets.superuser)
  const givenUpAt = performance.now() + startPatienceMs
  let child: ChildProcess | undefined
  let failures = 0
  while (performance.now() < givenUpAt) {
    if (signal?.aborted) await turnBack(child, signal)
    const running = readPidFile(place)
    const keeper = running?.address && running.ready ? await connect(running.address, secrets, log) : undefined
    if (keeper && running?.address) {
      const owned = await takePart(keeper, secrets)
      if (owned !== undefined) return { keeper, address: running.address, owned }
      await keeper.end()
    } else if (child && hasEnded(child)) {
      const words = lastWords(place)
      if (++failures > (passing.test(words) ? 20 : 1)) {
        throw new Error(`The embedded Postgres does not start. Its last words:\n${words}`)
      }
      child = undefined
      await pause(100 * failures)
    } else if (!child && (!running || !isPostgresOf(place, running.pid))) {
      if (running) clearStalePidFile(place, running.pid)
      child = await launch(place, settings ?? {})
    }
    await pause(15)
  }
  throw new Error(`The embedded Postgres is not ready after ${startPatienceMs / 1000} s. See ${place.dir}/server.log`)
}

/** Whoever else is waiting for this server starts it anew. */
async function turnBack(child: ChildProcess | undefined, signal: AbortSignal): Promise<never> {
  if (child && !hasEnded(child)) {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    const quit = setTimeout(() => child.kill('SIGQUIT'), leavePatienceMs)
    await ended
    clearTimeout(quit)
  }
  throw signal.reason
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/** A superuser's connection, or undefined while the server cannot take one. */
async function connect(address: Address, secrets: Secrets, log: (line: string) => void): Promise<Client | undefined> {
  const { host, port } = address
  const keeper = new Client({
    host,
    port,
    user: 'postgres',
    password: secrets.superuser,
    database: 'postgres',
    application_name: 'pullwire: in use',
    connectionTimeoutMillis: answerPatienceMs,
    query_timeout: answerPatienceMs,
  })
  keeper.on('error', () => {}) // Its end is dealt with by whoever holds it.
  try {
    await keeper.connect()
    return keeper
  } catch (error) {
    await keeper.end().catch(() => {})
    const { code } = error as { code?: string }
    if (code === '28P01') {
      log('The embedded Postgres does not accept the password in secrets.json')
      throw new Error('secrets.json and the data directory do not belong together. Restore the one that was exchanged.')
    }
    return undefined
  }
}

/**
 * True when nobody else uses the server (it is then ours, and its roles are made), false when others do, undefined when
 * somebody is arriving or stopping it at this moment.
 */
async function takePart(keeper: Client, secrets: Secrets): Promise<boolean | undefined> {
  try {
    if (await lock(keeper, 'pg_try_advisory_lock')) {
      await ensureRoles(keeper, secrets)
      await lock(keeper, 'pg_try_advisory_lock_shared')
      await lock(keeper, 'pg_advisory_unlock')
      return true
    }
    return (await lock(keeper, 'pg_try_advisory_lock_shared')) ? false : undefined
  } catch (error) {
    // 57P01 and the rest of its class: the server is being stopped under us.
    if (/^(57|08)/.test((error as { code?: string }).code ?? '08')) return undefined
    throw error
  }
}

type LockVerb =
  | 'pg_try_advisory_lock'
  | 'pg_try_advisory_lock_shared'
  | 'pg_advisory_unlock'
  | 'pg_advisory_unlock_shared'

async function lock(keeper: Client, verb: LockVerb): Promise<boolean> {
  const { rows } = await keeper.query<{ got: boolean }>(`select ${verb}($1) as got`, [usersLock])
  return rows[0]?.got ?? false
}

/** Gives up our own claim before asking, so that of several who leave at once one finds itself alone. */
async function isLast(keeper: Client): Promise<boolean> {
  await lock(keeper, 'pg_advisory_unlock_shared')
  return lock(keeper, 'pg_try_advisory_lock')
}

/** Keeps the connection that says "I use this server", through restarts and cut connections, until told to leave. */
function stayIn(first: Client, place: Place, address: Address, secrets: Secrets, log: (line: string) => void) {
  let keeper: Client | undefined
  let leaving: Promise<void> | undefined

  const hold = (client: Client) => {
    keeper = client
    client.once('end', () => {
      keeper = undefined
      if (!leaving) void comeBack()
    })
  }
  const comeBack = async () => {
    for (let tries = 0; !leaving && !keeper; tries++) {
      if (tries === 20) log('The embedded Postgres has been away for 5 s; see its server.log')
      const client = await connect(address, secrets, log).catch(() => undefined)
      const part = client && (await takePart(client, secrets).catch(() => undefined))
      if (client && part !== undefined) return hold(client)
      await client?.end().catch(() => {})
      await pause(250, undefined, { ref: false })
    }
  }
  const leave = async () => {
    keeper ??= await connect(address, secrets, log).catch(() => undefined)
    if (keeper && (await isLast(keeper).catch(() => false))) await shutDown(place, leavePatienceMs)
    await keeper?.end().catch(() => {})
  }
  hold(first)
  return {
    leave: () => {
      leaving ??= leave()
      return leaving
    },
  }
}
