// A worker whose own clock is wrong does not work: its alarms would come too soon or too late, and its logs would lie.
import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'

/** Further off than this from the database's clock, either way, and a worker refuses. */
const offMaxMs = 2_000
/** How often it is looked at while running: a clock may be set at any time. */
const lookEveryMs = 1_000

export interface ClockGuard {
  /** Why this process does no work now, in words; undefined while its clock is right. */
  readonly refusal: string | undefined
  stop(): Promise<void>
}

export interface ClockGuardOptions {
  pool: Pick<pg.Pool, 'query'>
  /** This machine's clock. */
  clock: () => Date
  registry: Registry
  log: { info(o: object, text: string): void; error(o: object, text: string): void }
  /** Begins to work: the clock is right, or right again. */
  begin: () => Promise<void>
  /** Finishes what is running and takes up nothing new. */
  halt: () => Promise<void>
}

/** Looks at once, and works from then on whenever the clock is right. Throws when the database cannot be asked at first. */
export async function guardClock({ pool, clock, registry, log, begin, halt }: ClockGuardOptions): Promise<ClockGuard> {
  let offMs = 0
  let refusal: string | undefined
  let working = false
  let stopping = false
  gauges(registry, () => ({ offMs, refuses: refusal !== undefined }))
  const look = async () => {
    offMs = await offBy(pool, clock)
    if (stopping) return
    const before = refusal
    refusal = Math.abs(offMs) > offMaxMs ? inWords(offMs) : undefined
    if (refusal && !before) log.error({ offMs }, refusal)
    if (!refusal && before) log.info({ offMs }, 'The clock of this machine is right again: this worker works.')
    if (working === (refusal === undefined)) return
    working = !working
    await (working ? begin() : halt())
  }
  await look()
  // Lost connections are told by whoever needs them; the next look tells the time again.
  const looking = every(lookEveryMs, () => look().catch(() => undefined))
  return {
    get refusal() {
      return refusal
    },
    async stop() {
      stopping = true
      await looking.stop()
      if (working) await halt()
    },
  }
}

/**
 * Milliseconds by which this clock is ahead of the database's, negative when behind: as little as the time that the
 * question took allows. The database's own clock, not `kernel.now()`, which tests shift.
 */
async function offBy(pool: Pick<pg.Pool, 'query'>, clock: () => Date): Promise<number> {
  const asked = clock().getTime()
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now')
  const answered = clock().getTime()
  const now = rows[0]?.now.getTime() ?? Number.NaN
  if (now < asked) return asked - now
  return now > answered ? answered - now : 0
}

function inWords(offMs: number): string {
  const seconds = Math.round(Math.abs(offMs) / 100) / 10
  return `The clock of this machine is ${seconds} s ${offMs > 0 ? 'ahead of' : 'behind'} the database's, and may be off by ${offMaxMs / 1_000} s: this worker does no work until it is set right. Check its time synchronization (NTP).`
}

function gauges(registry: Registry, state: () => { offMs: number; refuses: boolean }): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  gauge('pullwire_worker_clock_off_seconds', 'Ahead of the database; negative: behind', () => state().offMs / 1_000)
  gauge('pullwire_worker_clock_refused', '1 while this worker does no work because its clock is off', () =>
    state().refuses ? 1 : 0,
  )
}

/** One after the other, never two at once. */
function every(ms: number, act: () => Promise<void>): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const next = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = act().then(next)
    }, ms)
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
