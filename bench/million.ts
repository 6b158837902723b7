// A million open clocks, and 10,000 of their steps due in one minute, on both queues: how long a look for due work takes,
// how late the steps fire, and what the queue holds meanwhile. Takes some minutes; runs once, however many are asked for.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { systemOf } from '#product/kernel/db'
import { startClock } from '#product/sla/index'
import { startRedis } from '../test/redis.ts'
import { addSilentSupplier } from './clocks.ts'
import { type Claim, type Ground, openGround, quantile, type Result, summed } from './measure.ts'
import { ownerQuery } from './owner.ts'

const open = 1_000_000
/** Started as the product starts them; the others are their copies, under ids of their own. */
const originals = 1_000
const chunk = 100_000
const dueInOneMinute = 10_000
const perTransaction = 100
const minuteMs = 60_000
/** The supplier's answers are due after four minutes: the first reminder after two. */
const reminderMs = 2 * minuteMs
const hourMs = 60 * minuteMs

type Say = (text: string) => void

export const million: Claim = async ({ say }) => {
  const onPostgres = await measure('queue on Postgres', 5, say)
  const redis = await startRedis()
  const onRedis = await measure('queue on Redis', 2, say, redis.url)
  await redis.stop()
  return [...onPostgres, ...onRedis]
}

async function measure(queue: string, target: number, tell: Say, redisUrl?: string): Promise<Result[]> {
  const say: Say = text => tell(`${queue}: ${text}`)
  const ground = await openGround(redisUrl ? { REDIS_URL: redisUrl } : {})
  const supplierId = await addSilentSupplier(ground)
  await load(ground, supplierId, say)
  const looks = await looksOf(ground)
  const held = watchQueue(ground, redisUrl)
  const asked = await startDue(ground, supplierId, say)
  const late = await latenessOf(ground, asked, say)
  const { jobsMax, bytesMax } = await held.stop()
  const sweep = p99Of(looks, await looksOf(ground))
  say(
    `at most ${jobsMax} jobs in the queue${redisUrl ? `, ${(bytesMax / 2 ** 20).toFixed(1)} MB in Redis more than before` : ''}`,
  )
  await ground.stop()
  const what = `${dueInOneMinute} steps due in one minute among ${open} open clocks, ${queue}`
  return [
    summed(`a look for due work, p99 at most, ${queue}`, 'ms', [sweep], { target: 200 }),
    summed(`${what}: lateness p99`, 's', [quantile(late.seconds, 0.99)], { target }),
    ...(['early', 'twice', 'lost'] as const).map(wrong =>
      summed(`${what}: ${wrong}`, 'steps', [late[wrong]], { target: 0 }),
    ),
    summed(`${what}: jobs in the queue at most`, 'jobs', [jobsMax], { target: dueInOneMinute }),
  ]
}

/** Steps of the load fall due from an hour to eleven days from now: nothing of it fires while we measure. */
async function load({ started, buyer }: Ground, supplierId: string, say: Say): Promise<void> {
  const { db } = started
  if (!db) throw new Error('no web role')
  const began = performance.now()
  await db.withTenant(systemOf(buyer.orgId), async tx => {
    for (let i = 0; i < originals; i++)
      await startClock(tx, {
        ...{ buyerId: buyer.orgId, supplierId, kind: 'order', label: `L-${i}` },
        subject: { kind: 'order', id: randomUUID() },
        at: new Date(tx.now.getTime() + hourMs + (i / originals) * 240 * hourMs),
      })
  })
  const [columns] = await ownerQuery<{ names: string }>(
    started,
    `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_name = 'clocks' and table_schema = 'public' and column_name not in ('id', 'subject_id')`,
  )
  const names = columns?.names ?? ''
  for (let made = originals; made < open; made += chunk - (made === originals ? originals : 0)) {
    const copies = made === originals ? chunk / originals - 1 : chunk / originals
    await ownerQuery(
      started,
      `with fresh as (
         insert into clocks (id, subject_id, ${names})
         select uuidv7(), uuidv7(), ${names}
           from (select * from clocks order by id limit ${originals}) c cross join generate_series(1, ${copies})
         returning id, buyer_id, next_level, next_at)
       insert into work (id, org_id, kind, lane, key, data, due_at)
       select uuidv7(), buyer_id, 'clock.step', 'clock', id || ':' || next_level, jsonb_build_object('clockId', id), next_at
         from fresh`,
    )
  }
  // As autovacuum would by and by.
  await ownerQuery(started, 'vacuum analyze clocks')
  await ownerQuery(started, 'vacuum analyze work')
  const [counted] = await ownerQuery<{ clocks: string; work: string; size: string }>(
    started,
    `select (select count(*) from clocks where at in ('pending', 'running')) as clocks,
            (select count(*) from work where done_at is null and kind = 'clock.step') as work,
            pg_size_pretty(pg_total_relation_size('clocks') + pg_total_relation_size('work')) as size`,
  )
  say(
    `${counted?.clocks} open clocks with ${counted?.work} steps to come, ${counted?.size}, in ${((performance.now() - began) / 1_000).toFixed(0)} s: ${originals} started by startClock, the rest copied row for row by insert … select, without the facts of their start`,
  )
}

/** Spread evenly over the minute that begins once all of them have been started. Answers their subjects. */
async function startDue({ started, buyer }: Ground, supplierId: string, say: Say): Promise<Set<string>> {
  const { db } = started
  if (!db) throw new Error('no web role')
  const subjects = Array.from({ length: dueInOneMinute }, () => randomUUID())
  const began = performance.now()
  const first = await db.withTenant(systemOf(buyer.orgId), async tx => tx.now.getTime() + 90_000)
  for (let i = 0; i < dueInOneMinute; i += perTransaction)
    await db.withTenant(systemOf(buyer.orgId), async tx => {
      for (const [k, id] of subjects.slice(i, i + perTransaction).entries())
        await startClock(tx, {
          ...{ buyerId: buyer.orgId, supplierId, kind: 'order', label: `D-${i + k}`, subject: { kind: 'order', id } },
          at: new Date(first + ((i + k) / dueInOneMinute) * minuteMs - reminderMs),
        })
    })
  const tookMs = performance.now() - began
  say(
    `${dueInOneMinute} more started in ${(tookMs / 1_000).toFixed(0)} s, due within one minute${tookMs > 90_000 ? ': TOO SLOWLY, some were due before they were there' : ''}`,
  )
  return new Set(subjects)
}

interface Lateness {
  /** Of each first reminder. */
  seconds: number[]
  early: number
  twice: number
  lost: number
}

async function latenessOf({ started }: Ground, asked: ReadonlySet<string>, say: Say): Promise<Lateness> {
  const end = performance.now() + 10 * minuteMs
  const fired = () =>
    ownerQuery<{ subject: string; late: number }>(
      started,
      `select c.subject_id as subject, extract(epoch from e.fired_at - e.due_at)::float8 as late
         from escalations e join clocks c on c.id = e.clock_id where e.level = 'warned-50'`,
    )
  let rows = await fired()
  while (rows.length < asked.size && performance.now() < end) {
    await pause(2_000)
    rows = await fired()
  }
  const seconds = rows.map(row => row.late)
  const distinct = new Set(rows.map(row => row.subject))
  const strange = rows.filter(row => !asked.has(row.subject)).length
  say(
    `${rows.length} fired, ${strange} of the load; lateness p50 ${quantile(seconds, 0.5).toFixed(2)} s, p99 ${quantile(seconds, 0.99).toFixed(2)} s, latest ${Math.max(...seconds).toFixed(2)} s`,
  )
  return {
    seconds,
    early: seconds.filter(late => late < 0).length,
    twice: rows.length - distinct.size,
    lost: asked.size - distinct.size,
  }
}

/** By bucket, in seconds: how many looks took no longer. What the product says of itself at /metrics. */
async function looksOf({ place }: Ground): Promise<Map<number, number>> {
  const text = await (await fetch(`${place.url}/metrics`)).text()
  const buckets = new Map<number, number>()
  for (const [, bound, count] of text.matchAll(
    /^pullwire_publisher_look_seconds_bucket\{le="([^"]+)",what="\w+"\} (\d+)$/gm,
  )) {
    const seconds = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound)
    buckets.set(seconds, (buckets.get(seconds) ?? 0) + Number(count))
  }
  return buckets
}

/** Milliseconds: the bound of the first bucket that holds 99 of 100 looks since. */
function p99Of(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  const since = [...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const)
  const all = Math.max(...since.map(([, count]) => count))
  return 1_000 * (since.find(([, count]) => count >= 0.99 * all)?.[0] ?? Number.NaN)
}

/** Looks every second at what the queue holds. */
function watchQueue(ground: Ground, redisUrl: string | undefined) {
  const redis = redisUrl ? new Redis(redisUrl) : undefined
  const figures = { jobsMax: 0, bytesMax: 0 }
  let before: number | undefined
  let stopped = false
  const look = async () => {
    const jobs = redis ? await jobsInRedis(redis) : await jobsInPostgres(ground)
    const bytes = redis ? Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]) : 0
    before ??= bytes
    figures.jobsMax = Math.max(figures.jobsMax, jobs)
    figures.bytesMax = Math.max(figures.bytesMax, bytes - before)
  }
  const watching = (async () => {
    while (!stopped) {
      await look()
      await pause(1_000)
    }
  })()
  return {
    async stop() {
      stopped = true
      await watching
      redis?.disconnect()
      return figures
    },
  }
}

const jobsInPostgres = async ({ started }: Ground): Promise<number> =>
  Number((await ownerQuery<{ many: string }>(started, 'select count(*) as many from bullmq.job'))[0]?.many)

async function jobsInRedis(redis: Redis): Promise<number> {
  const keys = await redis.keys('pullwire:*:run-*')
  return keys.length
}
