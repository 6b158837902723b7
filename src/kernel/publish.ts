// The one publisher: numbers committed facts for each organization, hands due work to the queue, rings the bells.
import { clearTimeout, setTimeout as startTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { forgetSome } from './forget.ts'
import { batchMax, type Enqueue, handOverForgotten, handOverNew, prepared } from './hand-over.ts'

export interface Publisher {
  stop(): Promise<void>
  /** True while this process holds the publisher's lock. */
  readonly leading: boolean
}

export interface PublisherOptions {
  /** The worker role's database. */
  url: string
  enqueue: Enqueue
  /** Told how long each look for due work took, in seconds. */
  looked?: (what: keyof typeof looks, seconds: number) => void
  log: { info(o: object, text: string): void; error(o: object, text: string): void }
  /** A look at Postgres even when no bell rings: what makes a lost queue cost only latency. */
  sweepMs?: number
}

// 'pull' in ASCII: the advisory lock that makes one process the publisher.
const lockKey = 0x70756c6c
/** Looking for what came to nothing reads all that is due and waits: it takes no more than this share of the time. */
const sweepShare = 0.05
/** Bells that ring sooner after each other are answered together: a look costs the same for one fact as for twenty. */
const apartMs = 10
const forgetEveryMs = 10 * 60_000

/** Runs until stopped. Several processes may run one each: the lock decides who works, the others wait. */
export function startPublisher({ url, enqueue, log, looked, sweepMs = 500 }: PublisherOptions): Publisher {
  let stopping = false
  let leading = false
  let wake: () => void = () => undefined
  const pause = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = startTimer(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  async function lead(client: pg.Client): Promise<void> {
    let rung = false
    client.on('notification', () => {
      rung = true
      wake()
    })
    await client.query('listen pullwire_work')
    let forgetAt = 0
    const look = looking(client, enqueue, looked)
    const sweep = sweeping(() => look('forgotten'), sweepMs)
    while (!stopping) {
      rung = false
      const next = performance.now() + apartMs
      const more = await round(client, () => look('new'))
      await sweep()
      if (!more) await setTimeout(next - performance.now())
      if (more || rung || stopping) continue
      // Only when nothing waits: what is old can be forgotten later.
      if (performance.now() >= forgetAt) {
        const forgotMany = await forgetSome(client)
        forgetAt = performance.now() + (forgotMany ? sweepMs : forgetEveryMs)
      }
      if (!rung) await pause(sweepMs)
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const client = new pg.Client({ connectionString: url, statement_timeout: 30_000, keepAlive: true })
      // An error on an idle client would end the process; the next query fails and we connect anew.
      client.on('error', () => wake())
      try {
        await client.connect()
        const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lockKey])
        leading = rows[0]?.mine === true
        if (leading) await lead(client)
      } catch (error) {
        if (!stopping) log.error({ err: error }, 'publisher interrupted, trying again')
      } finally {
        leading = false
        await client.end().catch(() => undefined)
      }
      if (!stopping) await pause(1_000)
    }
  }

  const running = run()
  return {
    get leading() {
      return leading
    },
    async stop() {
      stopping = true
      wake()
      await running
    },
  }
}

const looks = { new: handOverNew, forgotten: handOverForgotten }

/** Looks for due work and says how long it took. */
function looking(client: pg.Client, enqueue: Enqueue, looked: PublisherOptions['looked']) {
  return async (what: keyof typeof looks): Promise<number> => {
    const began = performance.now()
    const taken = await looks[what](client, enqueue)
    looked?.(what, (performance.now() - began) / 1_000)
    return taken
  }
}

/** One look: facts numbered, work handed over. Says whether there was so much that more is waiting. */
async function round(client: pg.Client, handOver: () => Promise<number>): Promise<boolean> {
  const told = await client.query<{ org: string; taken: number }>(numberFacts)
  for (let i = 0; i < told.rows.length; i += 150) {
    const orgs = told.rows.slice(i, i + 150).map(row => row.org)
    await client.query('select pg_notify($1, $2)', ['pullwire_feed', orgs.join(',')])
  }
  const taken = await handOver()
  return taken === batchMax || (told.rows[0]?.taken ?? 0) === batchMax
}

/** Hands over again what came to nothing, when it is time to look for it. */
function sweeping(look: () => Promise<number>, sweepMs: number): () => Promise<void> {
  let due = 0
  return async () => {
    const began = performance.now()
    if (began < due) return
    await look()
    const ended = performance.now()
    due = ended + Math.max(sweepMs, (ended - began) / sweepShare)
  }
}

// Facts become numbers only here, after their commit: an open transaction can neither be overtaken nor lost.
const numberFacts = prepared(
  'number-facts',
  `
  with taken as (
    select id, seq, org_id, counterpart_id, type, subject_kind, subject_id, at
      from events where published_at is null order by seq limit ${batchMax} for update
  ), told as (
    select org_id as org, taken.* from taken
    union all
    select counterpart_id as org, taken.* from taken where counterpart_id is not null
  ), counts as (
    select org, count(*) as many from told group by org
  ), heads as (
    insert into feed_heads as head (org_id, n) select org, many from counts order by org
    on conflict (org_id) do update set n = head.n + excluded.n
    returning org_id, n
  ), fed as (
    insert into feed (org_id, n, event_id, type, subject_kind, subject_id, at)
    select told.org, heads.n - counts.many + row_number() over (partition by told.org order by told.seq),
           told.id, told.type, told.subject_kind, told.subject_id, told.at
      from told join heads on heads.org_id = told.org join counts on counts.org = told.org
  ), marked as (
    update events set published_at = kernel.now() from taken where events.id = taken.id
  )
  select org, (select count(*)::int from taken) as taken from counts`,
)
