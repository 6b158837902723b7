// A simulated world from its seed to its verdict.
import { randomOf } from '../fuzz/random.ts'
import { judge } from './oracle.ts'
import type { Process } from './process.ts'
import type { Subject } from './relationship.ts'
import { Schedule, withChance } from './schedule.ts'
import type { Stage } from './stage.ts'
import type { Unread } from './told.ts'
import { Workers } from './workers.ts'
import { World } from './world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.parse('2027-01-04T00:00:00Z')

export interface Simulation {
  seed: number
  days: number
  clocksADay: number
  relationships?: number
  burst?: number
  noticeShare?: number
  workers?: number
  stage: (schedule: Schedule) => Promise<Stage>
  /** Hours between crashes, and days between losses of the queue. */
  crashHours?: number
  lossDays?: number
}

export interface Verdict {
  clocks: number
  /** Of them those of ship notices. */
  notices: number
  steps: number
  crashes: number
  losses: number
  mails: number
  failures: number
  violations: string[]
}

export async function simulate(given: Simulation): Promise<Verdict> {
  const schedule = new Schedule(START + (given.seed % 20) * 97 * DAY)
  return await withChance(given.seed, schedule, () => run(given, schedule))
}

async function run(given: Simulation, schedule: Schedule): Promise<Verdict> {
  const { seed, days, clocksADay, crashHours = 6, lossDays = 7 } = given
  const from = schedule.now
  const end = from + days * DAY
  const stage = await given.stage(schedule)
  const verdict: Verdict = {
    ...{ clocks: 0, notices: 0, steps: 0, crashes: 0, losses: 0, mails: 0, failures: 0 },
    violations: [],
  }
  const mails = new Mails()
  const workers = new Workers({
    schedule,
    stage,
    random: randomOf(seed, 1),
    mail: mails.take(schedule),
    count: given.workers ?? 4,
  })
  const check = async (subject: Subject) => {
    if (!world.subjects.delete(subject)) return
    await judgeSubject(subject, { stage, schedule, verdict, mails })
    stage.forget(subject.id)
  }
  const over = (subject: Subject) =>
    schedule.in(HOUR, () => subject.told.every(({ ended }) => ended) && void check(subject))
  const world = new World({
    ...{ schedule, stage, random: randomOf(seed, 2), from, days, over },
    clocks: days * clocksADay,
    relationships: given.relationships ?? 12,
    burst: given.burst ?? 120,
    noticeShare: given.noticeShare ?? 0.07,
  })
  const faults = randomOf(seed, 3)
  const began = world.begin()
  for (let at = from + crashHours * HOUR; at < end; at += crashHours * HOUR)
    schedule.at(at, () => workers.harm(faults.chance(0.8) ? 'kill' : 'freeze'))
  for (let at = from + lossDays * DAY; at < end; at += lossDays * DAY) schedule.at(at, () => workers.loseQueue())
  // What had begun when the faults end is followed to its end.
  await proceed(schedule, stage, end + 12 * HOUR)
  await began
  for (const subject of [...world.subjects]) {
    world.subjects.delete(subject)
    await judgeSubject(subject, { stage, schedule, verdict, mails })
  }
  verdict.violations.push(...world.surprises)
  await stage.close()
  return Object.assign(verdict, {
    crashes: workers.crashes,
    losses: workers.losses,
    failures: workers.failures,
    mails: mails.many,
  })
}

async function proceed(schedule: Schedule, stage: Stage, end: number): Promise<void> {
  await stage.settle()
  for (let event = schedule.take(end); event; event = schedule.take(end)) {
    if (event.at > schedule.now) {
      schedule.now = event.at
      await stage.tick()
    }
    event.act()
    await stage.settle()
  }
  schedule.now = end
  await stage.tick()
}

/** What the mail server took, by what it was about. */
class Mails {
  many = 0
  readonly #taken = new Map<string, { at: number; by: Process }[]>()
  take(schedule: Schedule) {
    return (about: readonly string[], by: Process) => {
      this.many++
      for (const key of about) this.#taken.set(key, [...(this.#taken.get(key) ?? []), { at: schedule.now, by }])
    }
  }

  /** Once; again only where its sender was killed or stood still before it could say that it was sent. */
  judge(key: string): string[] {
    const taken = this.#taken.get(key) ?? []
    this.#taken.delete(key)
    return taken.slice(1).flatMap(({ at, by }, i) => {
      const before = taken[i]
      // Who was, sent it before that, or holds it still when another has taken it over.
      const senders = before ? [before.by, by] : []
      const harmed = senders.some(each => each.harmed.some(when => before && when >= before.at - MINUTE && when <= at))
      return harmed ? [] : [`mail ${key} was sent ${taken.length} times, and its sender was well`]
    })
  }

  has(key: string): boolean {
    return this.#taken.has(key)
  }
}

interface Judging {
  stage: Stage
  schedule: Schedule
  verdict: Verdict
  mails: Mails
}

/** What could not be applied names what it speaks of. */
const mayAnswer = ({ subjects }: Unread, { id, kind }: Subject): boolean =>
  kind !== 'decision' && (!subjects || subjects.has(id))

async function judgeSubject(subject: Subject, { stage, schedule, verdict, mails }: Judging): Promise<void> {
  const lives = await stage.lives(subject.id)
  const complain = (what: string) => void verdict.violations.push(what)
  verdict.clocks += lives.length
  if (subject.deal) verdict.notices += lives.length
  for (const { round } of lives)
    if (round > subject.told.length) complain(`${subject.kind} ${subject.id}: nobody asked for round ${round}`)
  for (const [i, told] of subject.told.entries()) {
    const [life, ...more] = lives.filter(({ round }) => round === i + 1)
    if (!life) complain(`${told.name}: never started`)
    if (more.length > 0)
      complain(`${told.name}: started ${more.length + 1} times, and each of its steps fires as often`)
    if (!life) continue
    verdict.steps += life.steps.length
    const unread = subject.relationship.unread.filter(each => mayAnswer(each, subject))
    const judged = { told, fired: life.steps, unread, state: life.state, until: schedule.now }
    for (const each of judge(judged)) complain(each)
    const last = life.steps.at(-1)
    if (last && last.at < schedule.now - HOUR && !mails.has(`${life.id}:${last.level}`))
      complain(`${told.name}: nobody was told of ${last.level}`)
    for (const { level } of life.steps) for (const each of mails.judge(`${life.id}:${level}`)) complain(each)
  }
}
