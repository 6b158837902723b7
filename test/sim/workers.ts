// Workers, the queue that carries ids, and the publisher: the product's own handlers and statements, on simulated time.
import { settleAlong, takeAlong } from '../../src/kernel/batch.ts'
import type { Database } from '../../src/kernel/db.ts'
import { batchMax, handOverForgotten, handOverNew, type QueuedWork } from '../../src/kernel/hand-over.ts'
import { later, perform, type WorkHandler } from '../../src/kernel/work.ts'
import { clockStep } from '../../src/sla/step.ts'
import { tellWork } from '../../src/sla/telling.ts'
import { clockWeigh } from '../../src/sla/weigh.ts'
import type { Random } from '../fuzz/random.ts'
import { Process } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'

interface Worker {
  process: Process
  db: Database
  handlers: ReadonlyMap<string, WorkHandler>
  active: Map<string, Job>
}

interface Job {
  name: string
  id: string
  lane: string
}

/** Where mails go: told of each the moment its server has taken it. */
export type Mail = (about: readonly string[], by: Process) => void

export interface WorkersGiven {
  schedule: Schedule
  stage: Stage
  random: Random
  mail: Mail
  count: number
}

function hasRoom(active: ReadonlyMap<string, Job>, lane: string): boolean {
  let many = 0
  for (const job of active.values()) if (job.lane === lane) many++
  return many < (slots[lane] ?? 1)
}

const mailWork = 'mail.send'
const togetherMax = 199
const slots: Record<string, number> = { clock: 4, notice: 4 }
const lookApart = 10
const sweepMs = 500

export class Workers {
  readonly #given: WorkersGiven
  readonly #workers: Worker[] = []
  readonly #jobs = new Map<string, Job>()
  #waiting: Job[] = []
  #looks: number | undefined
  #looking = false
  /** Kills the next worker that asks the store so many times from now. */
  #armed: { turns: number; how: 'kill' | 'freeze' } | undefined
  crashes = 0
  losses = 0
  failures = 0

  constructor(given: WorkersGiven) {
    this.#given = given
    for (let i = 0; i < given.count; i++) this.#start(i, 0)
    given.stage.onRing(() => this.#lookIn(lookApart))
    this.#lookIn(0)
  }

  // ── Faults ───────────────────────────────────────────────────────────────────────────────────

  /** A worker dies, or stands still for a while, in the middle of what it does; where none does anything, any. */
  harm(how: 'kill' | 'freeze'): void {
    const { schedule, random } = this.#given
    const armed = { how, turns: 1 + random.int(40) }
    this.#armed = armed
    schedule.in(3_600_000, () => {
      if (this.#armed !== armed) return
      this.#armed = undefined
      const alive = this.#workers.filter(({ process }) => !process.dead)
      if (alive.length > 0) this.#harm(random.pick(alive).process, how)
    })
  }

  #harm(process: Process, how: 'kill' | 'freeze'): void {
    const { schedule, random } = this.#given
    this.crashes++
    const worker = this.#workers.find(each => each.process === process)
    if (how === 'kill') process.kill()
    else process.freeze(20_000 + random.int(20_000))
    // BullMQ gives what stalls to another.
    for (const job of worker?.active.values() ?? [])
      schedule.in(5_000 + random.int(2_500), () => this.#jobs.get(job.name) === job && this.#deliver(job))
    if (worker) this.#looking = false
    this.#lookIn(1_000)
  }

  /** The queue forgets everything that it holds. */
  loseQueue(): void {
    this.losses++
    this.#jobs.clear()
    this.#waiting = []
  }

  // ── Processes ────────────────────────────────────────────────────────────────────────────────

  #start(place: number, inMs: number): void {
    const { schedule, stage, random } = this.#given
    schedule.in(inMs, () => {
      const process = new Process(`worker ${place}`, schedule, random)
      // Beyond two seconds a worker refuses to work; nothing would fire early if it did not.
      const far = random.chance(0.2) ? 150 : 1
      process.offMs = far * (random.int(4_000) - 2_000)
      process.onTurn = each => this.#turn(each)
      process.onDeath.push(() => this.#start(place, 2_000 + random.int(28_000)))
      const db = stage.database(process)
      this.#workers[place] = { process, db, handlers: this.#handlers(process), active: new Map() }
      this.#fill()
    })
  }

  #turn(process: Process): void {
    if (!this.#armed || process.dead || --this.#armed.turns > 0) return
    const { how } = this.#armed
    this.#armed = undefined
    this.#harm(process, how)
  }

  #handlers(process: Process): ReadonlyMap<string, WorkHandler> {
    const { random, mail } = this.#given
    /** One mail for all that is to be told to the people of an organization at a time. */
    const tell: WorkHandler = {
      kind: tellWork,
      lane: 'notice',
      mode: 'tx',
      run: async (tx, work) => {
        const along = await takeAlong(tx, work, togetherMax)
        await settleAlong(tx, { done: along, postponed: new Map() })
        const about = JSON.stringify([work, ...along].map(({ key }) => key))
        await later(tx, { kind: mailWork, lane: 'notice', orgId: work.orgId, key: work.id, data: { about } })
        return undefined
      },
    }
    const said: WorkHandler = { kind: 'clock.say', lane: 'notice', mode: 'tx', run: async () => undefined }
    const send: WorkHandler = {
      kind: mailWork,
      lane: 'notice',
      mode: 'lease',
      run: async ({ data }) => {
        // Some mail servers take longer than a lease lasts.
        await process.sleep(random.chance(0.05) ? 5_000 + random.int(20_000) : 20 + random.int(500))
        mail(JSON.parse(data.about ?? '[]') as string[], process)
        return undefined
      },
    }
    return new Map([clockStep, clockWeigh, tell, said, send].map(each => [each.kind, each]))
  }

  // ── The queue ────────────────────────────────────────────────────────────────────────────────

  #enqueue(process: Process, works: QueuedWork[]): void {
    const { schedule } = this.#given
    for (const { id, lane, delayMs, dueMs } of works) {
      const name = `${id}-${Math.round(dueMs)}${delayMs > 0 ? '-alarm' : ''}`
      if (this.#jobs.has(name)) continue
      const job = { name, id, lane }
      this.#jobs.set(name, job)
      // By the clock of whoever set the alarm.
      const wait = delayMs > 0 ? Math.max(0, delayMs + 5 - process.offMs) : 1
      schedule.in(wait, () => this.#jobs.get(name) === job && this.#deliver(job))
    }
  }

  #deliver(job: Job): void {
    this.#waiting.push(job)
    this.#fill()
  }

  #fill(): void {
    if (this.#waiting.length === 0) return
    const { now } = this.#given.schedule
    this.#waiting = this.#waiting.filter(job => {
      // Whoever took it up would find nothing to do.
      if (this.#given.stage.isDone(job.id)) return !this.#jobs.delete(job.name)
      const free = this.#workers.filter(
        ({ process, active }) => !process.dead && process.frozenUntil <= now && hasRoom(active, job.lane),
      )
      if (free.length > 0) this.#work(this.#given.random.pick(free), job)
      return free.length === 0
    })
  }

  #work(worker: Worker, job: Job): void {
    const { random, schedule } = this.#given
    worker.active.set(job.name, job)
    // A queue delivers at least once: it may think a worker dead that is only slow to say otherwise.
    if (random.chance(0.2))
      schedule.in(2_500 + random.int(5_000), () => worker.active.has(job.name) && this.#deliver(job))
    const ended = () => {
      worker.active.delete(job.name)
      if (this.#jobs.get(job.name) === job) this.#jobs.delete(job.name)
      this.#fill()
    }
    perform(worker.db, worker.handlers, job.id).then(
      ({ outcome }) => {
        if (outcome === 'failed') this.failures++
        ended()
      },
      () => {
        this.failures++
        ended()
      },
    )
  }

  // ── The publisher ────────────────────────────────────────────────────────────────────────────

  #lookIn(ms: number): void {
    const { schedule } = this.#given
    const at = schedule.now + ms
    if (this.#looks !== undefined && this.#looks <= at) return
    this.#looks = at
    schedule.at(at, () => {
      if (this.#looks !== at) return
      this.#looks = undefined
      if (!this.#looking) void this.#look()
    })
  }

  async #look(): Promise<void> {
    const { schedule, stage } = this.#given
    const leader = this.#workers.find(({ process }) => !process.dead && process.frozenUntil <= schedule.now)
    if (!leader) return this.#lookIn(1_000)
    this.#looking = true
    const enqueue = async (works: QueuedWork[]) => this.#enqueue(leader.process, works)
    const taken = await handOverNew(leader.db.pool as never, enqueue)
    await handOverForgotten(leader.db.pool as never, enqueue)
    if (leader.process.dead) return
    this.#looking = false
    const next = await stage.nextLook()
    if (taken === batchMax) this.#lookIn(0)
    else if (next !== undefined) this.#lookIn(Math.max(next - schedule.now, sweepMs))
  }
}
