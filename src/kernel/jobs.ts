// The legs: BullMQ on Redis or on the same Postgres. It carries ids of work rows and nothing else.
import { type ConnectionOptions, createPostgresBackend, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { QueuedWork } from './hand-over.ts'
import { type Lane, lanes } from './work.ts'

export interface Jobs {
  enqueue(work: QueuedWork[]): Promise<void>
  /** Starts working; `run` gets the id of a work row and never throws for the work's own failure. */
  work(run: (id: string) => Promise<unknown>): void
  /** Finishes what is running, takes nothing new. */
  drain(): Promise<void>
  close(): Promise<void>
}

export interface JobsOptions {
  redisUrl?: string | undefined
  /** The worker role's database, used when there is no Redis. */
  postgresUrl: string
  log: { error(o: object, text: string): void }
  /** Jobs at once in each lane. */
  concurrency?: Partial<Record<Lane, number>>
}

// The defaults resume a killed worker's job after 60 s, and give a job up at its second stall.
const workerSettings = { lockDuration: 5_000, stalledInterval: 2_500, maxStalledCount: 1_000, drainDelay: 2 }
const defaultConcurrency: Record<Lane, number> = { read: 3, edi: 3, clock: 4, send: 6, notice: 4 }

interface Leg {
  on(event: 'error', heard: (error: Error) => void): unknown
  close(): Promise<void>
}

/** What both backends of BullMQ have in common, as far as we use it. */
interface Legs {
  queue(lane: Lane): Leg & Pick<Queue, 'add' | 'addBulk'>
  worker(lane: Lane, run: (id: string) => Promise<unknown>, concurrency: number): Leg
  close(): Promise<void>
}

export async function openJobs({ redisUrl, postgresUrl, log, concurrency = {} }: JobsOptions): Promise<Jobs> {
  const legs = redisUrl ? await onRedis(redisUrl) : onPostgres(postgresUrl)
  const complain = (error: Error) => log.error({ err: error }, 'queue')
  const queues = new Map<Lane, ReturnType<Legs['queue']>>()
  for (const lane of lanes) {
    const queue = legs.queue(lane)
    queue.on('error', complain)
    queues.set(lane, queue)
  }
  const workers: Leg[] = []
  const drain = async () => {
    await Promise.all(workers.splice(0).map(worker => worker.close()))
  }
  return {
    async enqueue(work) {
      for (const [lane, queue] of queues) {
        const mine = work.filter(one => one.lane === lane)
        await add(queue, mine.map(jobOf))
      }
    },
    work(run) {
      for (const lane of lanes) {
        const worker = legs.worker(lane, run, concurrency[lane] ?? defaultConcurrency[lane])
        worker.on('error', complain)
        workers.push(worker)
      }
    },
    drain,
    async close() {
      await drain()
      await Promise.all([...queues.values()].map(queue => queue.close()))
      await legs.close()
    },
  }
}

/** Many at once cost BullMQ two temporary tables on Postgres; one alone is a plain insert. */
async function add(queue: Pick<Queue, 'add' | 'addBulk'>, jobs: ReturnType<typeof jobOf>[]): Promise<void> {
  const [first, ...more] = jobs
  if (first && more.length === 0) await queue.add(first.name, first.data, first.opts)
  else if (first) await queue.addBulk(jobs)
}

const jobOf = ({ id, delayMs, dueMs }: QueuedWork) => ({
  name: 'run',
  data: { id },
  opts: {
    // BullMQ refuses ids with `:` and plain integers, and drops a second job of an id without a word: an alarm that is
    // still waiting must not swallow the call that the work is due now.
    jobId: `run-${id}-${Math.round(dueMs)}${delayMs > 0 ? '-alarm' : ''}`,
    removeOnComplete: true,
    removeOnFail: true,
    // Postgres decides what is due; a little later than the alarm is better than asking twice.
    ...(delayMs > 0 ? { delay: delayMs + 5 } : {}),
  },
})

function onPostgres(url: string): Legs {
  const connection = { connectionString: url, schema: 'bullmq', max: 4, skipMigrations: true }
  return {
    queue: lane => new Queue(lane, { connection }, createPostgresBackend),
    worker: (lane, run, concurrency) =>
      new Worker(
        lane,
        job => run(String(job.data.id)),
        { connection, concurrency, ...workerSettings },
        createPostgresBackend,
      ),
    close: async () => undefined,
  }
}

async function onRedis(url: string): Promise<Legs> {
  const connection = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true })
  await refuseEvictingRedis(connection)
  return {
    queue: lane => new Queue(lane, { connection: connection as ConnectionOptions, prefix: 'pullwire' }),
    worker: (lane, run, concurrency) =>
      new Worker(lane, job => run(String(job.data.id)), {
        connection: connection as ConnectionOptions,
        prefix: 'pullwire',
        concurrency,
        ...workerSettings,
      }),
    close: async () => {
      await connection.quit().catch(() => undefined)
    },
  }
}

/** A Redis that evicts keys under memory pressure would drop jobs without a word. */
async function refuseEvictingRedis(connection: Redis): Promise<void> {
  await connection.connect()
  const [, policy] = (await connection.config('GET', 'maxmemory-policy')) as string[]
  if (policy !== 'noeviction') {
    connection.disconnect()
    throw new Error(
      `REDIS_URL: maxmemory-policy is "${policy}", and must be "noeviction". Set it with: redis-cli config set maxmemory-policy noeviction`,
    )
  }
}
