// Transactions: every one knows whose it is, and row-level security holds it to that.

import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Reactions } from './events.ts'
import { isUuid } from './ids.ts'
import { emptyOutbox, flush, markOf, type Outbox, rewind } from './outbox.ts'
import { PreparingClient } from './prepared.ts'

export type Channel = 'portal' | 'api' | 'edi' | 'link' | 'system'

/** On whose behalf a transaction runs. */
export interface Caller {
  orgId: string
  personId: string | null
  /** What history shows: a person, `Nordlicht EDI`, `Pullwire`. */
  name: string
  channel: Channel
}

/** What puts statements to a connection. */
export type Speaker = Omit<NodePgDatabase, 'transaction' | '$client'>

/** A transaction of one organization. */
export type Tx = Speaker & {
  readonly caller: Caller
  /** The database's clock at the beginning of the transaction. */
  readonly now: Date
  readonly reactions: Reactions
  /** Facts and work that this transaction leaves behind. */
  readonly outbox: Outbox
}

/** Settings by which rows show themselves to one who can already name them (see migrations: tenancy, bounces). */
export interface Naming {
  personId?: string
  email?: string
  tokenHash?: string
  /** Of a mail of ours. */
  messageId?: string
}

export interface Database {
  /** Runs in a transaction that sees what the caller's organization may see. Retried on serialization failures. */
  withTenant<T>(caller: Caller, act: (tx: Tx) => Promise<T>, naming?: Naming): Promise<T>
  /** Runs without an organization: only identity rows that can be named by the settings given show. */
  withNaming<T>(naming: Naming, act: (tx: Tx) => Promise<T>): Promise<T>
  readonly pool: Pooled
  close(): Promise<void>
}

/** What transactions need of the connections that they run on. */
export type Pooled = Pick<pg.Pool, 'connect' | 'query' | 'end'>

export interface DatabaseOptions {
  url: string
  reactions: Reactions
  /** Connections at most. */
  max?: number
  statementTimeoutMs?: number
  onError?: (error: Error) => void
}

const nobody: Caller = { orgId: '', personId: null, name: 'Pullwire', channel: 'system' }

/** `system` acting for an organization: workers, schedules. */
export const systemOf = (orgId: string): Caller => ({ ...nobody, orgId })

export function openDatabase({
  url,
  reactions,
  max = 10,
  statementTimeoutMs = 30_000,
  onError,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementTimeoutMs,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // A broken idle connection is replaced by the pool; unheard it would end the process.
  pool.on('error', error => onError?.(error))
  return databaseOn(pool, reactions)
}

/** Transactions on these connections. */
export function databaseOn(
  pool: Pooled,
  reactions: Reactions,
  speakerOf: (client: pg.PoolClient) => Speaker = drizzleOn,
): Database {
  const run = <T>(caller: Caller, naming: Naming, act: (tx: Tx) => Promise<T>): Promise<T> =>
    retried(() => once({ pool, reactions, speakerOf }, caller, naming, act))

  return {
    pool,
    withTenant: (caller, act, naming = {}) => run(caller, naming, act),
    withNaming: (naming, act) => run(nobody, naming, act),
    close: () => pool.end(),
  }
}

interface Grounds {
  pool: Pooled
  reactions: Reactions
  speakerOf: (client: pg.PoolClient) => Speaker
}

async function once<T>(
  { pool, reactions, speakerOf }: Grounds,
  caller: Caller,
  naming: Naming,
  act: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const results = (await client.query(opening(caller, naming))) as unknown as pg.QueryResult<{ now: Date }>[]
    const now = results.at(-1)?.rows[0]?.now
    if (!now) throw new Error('the database did not tell the time')
    const tx: Tx = Object.assign(Object.create(speakerOf(client)) as Tx, {
      caller,
      now,
      reactions,
      outbox: emptyOutbox(),
    })
    const result = await act(tx)
    await flush(tx)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost
    })
    // Another connection knows nothing of the plan that no longer fits.
    if (error instanceof Error && codeOf(error) === stalePlan) broken = error
    throw error
  } finally {
    client.release(broken)
  }
}

// One for each connection, not for each transaction: it remembers how the columns of every table are written.
const speakers = new WeakMap<pg.PoolClient, Speaker>()

function drizzleOn(client: pg.PoolClient): Speaker {
  const known = speakers.get(client)
  if (known) return known
  const speaker = drizzle(client, { casing: 'snake_case' })
  speakers.set(client, speaker)
  return speaker
}

/** BEGIN, the settings and the clock in one round trip. */
function opening(caller: Caller, naming: Naming): string {
  if (caller.orgId !== '' && !isUuid(caller.orgId)) throw new Error('an organization is named by a UUID')
  const settings: [string, string][] = [
    ['app.org_id', caller.orgId],
    ['app.person_id', naming.personId ?? caller.personId ?? ''],
    ['app.email', naming.email ?? ''],
    ['app.token_hash', naming.tokenHash ?? ''],
    ...(naming.messageId ? [['app.message_id', naming.messageId] as [string, string]] : []),
  ]
  const set = settings.map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`).join(', ')
  return `begin; select ${set}; select kernel.now() as now`
}

// 0A000 feature_not_supported: "cached plan must not change result type", after a migration.
const stalePlan = '0A000'
// 40001 serialization_failure, 40P01 deadlock_detected: the same transaction may well succeed on the next try.
const transient = new Set(['40001', '40P01', stalePlan])

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined || !transient.has(code) || tries >= 5) throw error
      await new Promise(resolve => setTimeout(resolve, 2 ** tries * 5 * (1 + Math.random())))
    }
  }
}

/** SQLSTATE of a database error, through drizzle's wrapping. */
export function codeOf(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    const code = (e as { code?: unknown }).code
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return undefined
}

/** Runs a part that may fail without spoiling the transaction around it. */
export async function savepoint<T>(tx: Tx, part: () => Promise<T>): Promise<T> {
  const mark = markOf(tx)
  await tx.execute(sql`savepoint part`)
  try {
    const result = await part()
    await tx.execute(sql`release savepoint part`)
    return result
  } catch (error) {
    // Released too: savepoints stand within each other under one name, and the outer one is to be found again.
    await tx.execute(sql.raw('rollback to savepoint part; release savepoint part'))
    rewind(tx, mark)
    throw error
  }
}

/** Another hat within the same transaction: what follows is seen, and written, as that organization. */
export async function asOrganization<T>(tx: Tx, caller: Caller, act: (tx: Tx) => Promise<T>): Promise<T> {
  await flush(tx)
  await tx.execute(sql`select set_config('app.org_id', ${caller.orgId}, true)`)
  try {
    const result = await act(Object.assign(Object.create(tx) as Tx, { caller }))
    await flush(tx)
    return result
  } finally {
    await tx.execute(sql`select set_config('app.org_id', ${tx.caller.orgId}, true)`).catch(() => undefined)
  }
}

/** Each process has a login of its own: by this the worker finds what is due anywhere, which no request may. */
const logins = {
  web: { variable: 'DATABASE_URL', login: 'pullwire_web', other: 'pullwire_worker' },
  worker: { variable: 'DATABASE_WORKER_URL', login: 'pullwire_worker', other: 'pullwire_web' },
} as const

/** A role that could step over row-level security must serve neither requests nor work; nor may one process take the other's. */
export async function refuseWrongLogin(pool: Pooled, process: keyof typeof logins): Promise<void> {
  const { variable, login, other } = logins[process]
  const { rows } = await pool.query<{ role: string; mighty: boolean; owner: boolean; swapped: boolean }>(
    `select current_user as role, rolsuper or rolbypassrls as mighty,
            exists (select from pg_tables where schemaname = 'public' and tableowner = current_user) as owner,
            exists (select from pg_roles other where other.rolname = $1 and pg_has_role(current_user, other.oid, 'member')) as swapped
       from pg_roles where rolname = current_user`,
    [other],
  )
  const [row] = rows
  const advice = `Give ${variable} the role ${login} (see README, "Run it for real").`
  if (!row || row.mighty || row.owner)
    throw new Error(
      `The database role "${row?.role ?? '?'}" is a superuser, has BYPASSRLS or owns the tables, so row-level security would not hold it. ${advice}`,
    )
  if (row.swapped) throw new Error(`The database role "${row.role}" is not the one of this process. ${advice}`)
}
