// The simulation on a real Postgres: the same world, workers and faults, with its clock set to the simulated instant.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { databaseOn, type Pooled } from '../../src/kernel/db.ts'
import { PreparingClient } from '../../src/kernel/prepared.ts'
import { slaReactions } from '../../src/sla/react.ts'
import type { FreshDatabase } from '../database.ts'
import type { Process } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { Life, Stage } from './stage.ts'

/** So long nothing is heard of what is under way before it is asked whether all of it waits for rows that others hold. */
const BLOCKED_MS = 15
const waitingForLocks = `
  select count(*)::int as many from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

export async function onPostgres(database: FreshDatabase, schedule: Schedule): Promise<Stage> {
  const admin = new pg.Pool({ connectionString: database.ownerUrl, max: 4, idleTimeoutMillis: 0 })
  await admin.query(`insert into kernel.clock_shift values (interval '0')`)
  const overseer = new pg.Client({ connectionString: database.superuserUrl })
  await overseer.connect()
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: database.workerUrl,
    max: 40,
    idleTimeoutMillis: 0,
  })
  pool.on('error', () => undefined)
  const founders = new pg.Pool({ connectionString: database.ownerUrl, max: 1 })
  const doing = { many: 0, heard: performance.now() }
  const answered = <T>(asked: Promise<T>): Promise<T> => {
    doing.many++
    return asked.finally(() => {
      doing.many--
      doing.heard = performance.now()
    })
  }
  let ring: () => void = () => undefined
  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await answered(admin.query<R>(text, values))).rows
  return {
    database: process => databaseOn(hosted(pool, process, { answered, committed: () => ring() }), slaReactions),
    founder: () => databaseOn(founders, {}),
    onRing: heard => {
      ring = heard
    },
    async settle() {
      await new Promise(resolve => setImmediate(resolve))
      while (doing.many > 0) {
        await pause(0)
        if (performance.now() - doing.heard < BLOCKED_MS) continue
        const { rows: waiting } = await overseer.query<{ many: number }>(waitingForLocks)
        if ((waiting[0]?.many ?? 0) >= doing.many) return
      }
    },
    tick: async () => {
      // Never back: what a statement took by the real clock has passed.
      const [row] = await rows<{ now: Date }>(
        `update kernel.clock_shift set shift = greatest(shift, $1::timestamptz - statement_timestamp()) returning statement_timestamp() + shift as now`,
        [new Date(schedule.now)],
      )
      schedule.now = Math.max(schedule.now, row?.now.getTime() ?? 0)
    },
    async nextLook() {
      const [row] = await rows<{ next: Date | null }>(nextLook)
      return row?.next ? row.next.getTime() + 1 : undefined
    },
    isDone: () => false,
    lives: async subjectId => (await rows<Life>(livesOf, [subjectId])).map(withInstants),
    forget: () => undefined,
    async close() {
      await admin.end()
      await overseer.end()
      await pool.end()
      await founders.end()
    },
  }
}

const nextLook = `select min(case when queued_at is null then due_at - interval '30 s'
    when queued_at >= due_at then queued_at + interval '5 s'
    else due_at + interval '250 ms' end) as next
    from work where done_at is null and failed_at is null`

const livesOf = `
  select id, kind, round, at as state,
         (select coalesce(jsonb_agg(jsonb_build_object('level', level, 'at', fired_at, 'unread', unread) order by e.id), '[]')
            from escalations e where e.clock_id = c.id) as steps
    from clocks c where subject_id = $1`
/** JSON knows no instants. */
const withInstants = (life: Life): Life => ({
  ...life,
  steps: life.steps.map(step => ({ ...step, at: Date.parse(String(step.at)) })),
})

interface Hearing {
  answered: <T>(asked: Promise<T>) => Promise<T>
  /** Something was: the bell is rung for the publisher in this very moment, so that no simulated time passes before it is heard. */
  committed: () => void
}

/** Connections of one process of many on a pool: what it has taken is thrown away when it dies. */
function hosted(pool: pg.Pool, process: Process, { answered, committed }: Hearing): Pooled {
  const mine = new Set<pg.PoolClient>()
  process.onDeath.push(() => {
    for (const client of mine) client.release(new Error('killed'))
    mine.clear()
  })
  const asking = <T>(ask: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      void process.turn().then(() =>
        answered(ask()).then(
          answer => void process.turn().then(() => resolve(answer)),
          (error: Error) => {
            if (!process.dead) reject(error)
          },
        ),
      )
    })
  const connect = () =>
    asking(async () => {
      const client = await pool.connect()
      if (process.dead) client.release(new Error('killed'))
      else mine.add(client)
      const release = (error?: Error | boolean) => {
        if (mine.delete(client)) client.release(error)
      }
      const query = (...given: unknown[]) =>
        asking(async () => {
          const answer = await (client.query as (...all: unknown[]) => Promise<unknown>)(...given)
          if (given[0] === 'commit') committed()
          return answer
        })
      return speaking(client, { query, release }) as unknown as pg.PoolClient
    })
  return {
    connect: connect as Pooled['connect'],
    query: ((...given: unknown[]) =>
      asking(() => (pool.query as (...all: unknown[]) => Promise<unknown>)(...given))) as never,
    end: async () => undefined,
  }
}

/** One for each connection, however often it is taken: drizzle remembers what it learned of one. */
const speakers = new WeakMap<pg.PoolClient, object>()
function speaking(client: pg.PoolClient, now: object): object {
  const known = Object.assign(speakers.get(client) ?? {}, now)
  speakers.set(client, known)
  return known
}
