// What buyers and suppliers do in a simulated year, at random, through the product's own verbs; what was done is written
// down for the oracle the moment its commit is heard of.
import { eq } from 'drizzle-orm'
import type { WorkCalendar } from '../../src/calendars/calendar.ts'
import { calendars, calendarVersions } from '../../src/calendars/tables.ts'
import { type Caller, type Database, systemOf, type Tx } from '../../src/kernel/db.ts'
import { announce } from '../../src/kernel/events.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Targets } from '../../src/partners/profile.ts'
import { relationships } from '../../src/partners/tables.ts'
import { acknowledge } from '../../src/sla/acknowledge.ts'
import { pause, resume } from '../../src/sla/pause.ts'
import { startClock } from '../../src/sla/start.ts'
import { cancelClocks, stopClocks } from '../../src/sla/stop.ts'
import type { Random } from '../fuzz/random.ts'
import { randomCalendar, randomTargets } from './agreements.ts'
import { expectedOf, type Terms } from './expected.ts'
import { Hours } from './hours.ts'
import type { Told, Unread } from './oracle.ts'
import { found, markRead, receive, relate } from './parties.ts'
import { Process } from './process.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const dayAndNight = new Hours(undefined)

export interface Relationship {
  buyer: Caller
  supplier: Caller
  parties: { buyerId: string; supplierId: string }
  targets: Targets
  calendar: WorkCalendar | undefined
  hours: Hours
  unread: Unread[]
  /** Edits, and what reads what is agreed, one after the other. */
  turn: Promise<unknown>
}

export interface Subject {
  id: string
  kind: Terms['kind']
  relationship: Relationship
  told: Told[]
}

export interface WorldGiven {
  schedule: Schedule
  stage: Stage
  random: Random
  from: number
  days: number
  clocks: number
  relationships: number
  /** Clocks that begin together, on average. */
  burst: number
  /** All rounds of a subject are over. */
  over: (subject: Subject) => void
}

export class World {
  readonly subjects = new Set<Subject>()
  readonly #given: WorldGiven
  readonly #db: Database
  readonly #relationships: Relationship[] = []
  started = 0
  /** What a verb threw that should not have. */
  readonly surprises: string[] = []

  constructor(given: WorldGiven) {
    this.#given = given
    const web = new Process('web', given.schedule, given.random)
    this.#db = given.stage.database(web)
  }

  /** Makes the relationships, and puts down all that will begin by itself. */
  async begin(): Promise<void> {
    const { schedule, random, from, days, clocks, burst } = this.#given
    for (let i = 0; i < this.#given.relationships; i++) this.#relationships.push(await this.#relate())
    for (let i = 0; i < Math.ceil((clocks * 1.06) / burst); i++) {
      const size = 4 + random.int(2 * burst - 8)
      schedule.at(from + random.int(days * DAY), () =>
        this.#do(() => this.#order(random.pick(this.#relationships), size)),
      )
    }
    for (let day = 0; day < days; day++) {
      const relationship = random.pick(this.#relationships)
      schedule.at(from + day * DAY + random.int(DAY), () => this.#do(() => this.#edit(relationship)))
      // Something that answers nothing, and waits to be read.
      schedule.at(from + day * DAY + random.int(DAY), () =>
        this.#do(() => this.#arrive(random.pick(this.#relationships), async () => undefined)),
      )
    }
  }

  #do(act: () => Promise<unknown>): void {
    act().catch((error: Error) => void this.surprises.push(String(error.stack ?? error)))
  }

  async #relate(): Promise<Relationship> {
    const { random, from, days } = this.#given
    const parties = { buyerId: newId(), supplierId: newId() }
    const buyer = systemOf(parties.buyerId)
    const calendar = random.chance(0.85) ? randomCalendar(random, newId(), 1, from, days) : undefined
    const targets = randomTargets(random)
    await this.#given.stage.founder().withTenant(buyer, async tx => {
      await found(tx, parties)
      if (calendar) {
        await tx.insert(calendars).values({ id: calendar.id, orgId: parties.buyerId, name: calendar.name, version: 1 })
        await this.#version(tx, parties.buyerId, calendar)
      }
      await relate(tx, parties, { targets, ...(calendar ? { calendarId: calendar.id } : {}) })
    })
    return {
      buyer,
      supplier: systemOf(parties.supplierId),
      parties,
      targets,
      calendar,
      hours: new Hours(calendar),
      unread: [],
      turn: Promise.resolve(),
    }
  }

  async #version(tx: Tx, orgId: string, calendar: ReturnType<typeof randomCalendar>): Promise<void> {
    const { id, version, zone, always = false, week, holidays, extra, cutOff = {} } = calendar
    await tx.insert(calendarVersions).values({
      calendarId: id,
      version,
      orgId,
      zone,
      always,
      week,
      holidays,
      extra,
      cutOff,
    } as typeof calendarVersions.$inferInsert)
  }

  /** Other targets, or another version of the calendar: for what begins from now on. */
  #edit(relationship: Relationship): Promise<void> {
    const { random, from, days } = this.#given
    return this.#inTurn(relationship, async () => {
      const { calendar, parties } = relationship
      if (calendar && random.chance(0.5)) {
        const changed = randomCalendar(random, calendar.id, calendar.version + 1, from, days)
        await this.#db.withTenant(relationship.buyer, async tx => {
          await this.#version(tx, parties.buyerId, changed)
          await tx.update(calendars).set({ version: changed.version }).where(eq(calendars.id, changed.id))
        })
        Object.assign(relationship, { calendar: changed, hours: new Hours(changed) })
        return
      }
      const targets = randomTargets(random)
      await this.#db.withTenant(relationship.buyer, tx =>
        tx.update(relationships).set({ targets }).where(eq(relationships.supplierId, parties.supplierId)),
      )
      relationship.targets = targets
    })
  }

  #inTurn<T>(relationship: Relationship, act: () => Promise<T>): Promise<T> {
    const mine = relationship.turn.then(act)
    relationship.turn = mine.catch(() => undefined)
    return mine
  }

  // ── Clocks ───────────────────────────────────────────────────────────────────────────────────

  async #order(relationship: Relationship, size: number): Promise<void> {
    const { random, schedule } = this.#given
    const kind = random.pick<Terms['kind']>(['order', 'order', 'call-off', 'commit', 'acknowledgment'])
    const subjects: Subject[] = Array.from({ length: size }, () => ({ id: newId(), kind, relationship, told: [] }))
    await this.#ask(subjects)
    for (let i = 0; i < size; ) {
      const some = subjects.slice(i, i + 1 + random.int(40))
      i += some.length
      this.#plan(some)
    }
    // Told twice: by the portal and by the partner's system, at once or later.
    if (random.chance(0.15))
      schedule.in(random.int(2 * HOUR), () => this.#do(() => this.#start(subjects, undefined, 0)))
  }

  /** Starts them, some of them told of twice at the same time, and writes down what is to be expected. */
  #ask(subjects: Subject[], lines?: number[]): Promise<void> {
    const relationship = (subjects[0] as Subject).relationship
    const { random } = this.#given
    return this.#inTurn(relationship, async () => {
      const twice = !lines && random.chance(0.1)
      const late = random.int(3) * MINUTE
      const [at] = await Promise.all([
        this.#start(subjects, lines, late),
        twice ? this.#start(subjects, lines, late) : undefined,
      ])
      for (const subject of subjects) {
        const terms = this.#termsOf(subject, Math.floor(at / SECOND) * SECOND)
        subject.told.push({
          name: `${subject.kind} ${subject.id} round ${subject.told.length + 1}`,
          terms,
          pauses: [],
          acknowledged: undefined,
          ended: undefined,
        })
        this.subjects.add(subject)
        this.started++
      }
    })
  }

  #start(subjects: Subject[], lines: number[] | undefined, late: number): Promise<number> {
    const { relationship, kind } = subjects[0] as Subject
    const begun = Math.floor(this.#given.schedule.now)
    return this.#db.withTenant(relationship.buyer, async tx => {
      const at = new Date(Math.min(tx.now.getTime(), begun) - late)
      for (const { id } of subjects)
        await startClock(tx, {
          ...relationship.parties,
          kind,
          subject: { kind: 'order', id },
          label: id,
          at,
          ...(lines ? { lines } : {}),
        })
      return at.getTime()
    })
  }

  #termsOf({ kind, relationship: { targets, calendar, hours } }: Subject, start: number): Terms {
    const { escalation, acknowledgment } = targets
    const wanted = {
      order: targets.order,
      'call-off': targets.callOff,
      commit: targets.commit,
      acknowledgment: { kind: 'elapsed', minutes: acknowledgment.alarmHours * 60 },
    }[kind] as Terms['target']
    const none = { id: '', version: 0, name: '', zone: 'UTC', always: true, week: {}, holidays: [], extra: [] }
    return {
      ...{ kind, start, target: wanted, calendar: calendar ?? none },
      hours: wanted.kind === 'elapsed' ? dayAndNight : hours,
      ...{
        buyerAfter: escalation.buyerAfterMinutes,
        repeatEvery: escalation.repeatMinutes,
        repeatMax: escalation.repeatMax,
      },
      warnAfter: acknowledgment.warnHours * 60,
    }
  }

  /** When and how these are answered, and what befalls some of them before. */
  #plan(subjects: Subject[]): void {
    const { random, schedule } = this.#given
    const [told] = (subjects[0] as Subject).told.slice(-1)
    if (!told) return
    const { due } = expectedOf(told.terms, [])
    const length = due - told.terms.start
    const share = random.pick([
      0.05 + random.int(90) / 100,
      0.05 + random.int(90) / 100,
      1 + random.int(200) / 100,
      0.9 + random.int(20) / 100,
    ])
    const onTheDot = random.chance(0.05)
    const at = onTheDot ? due - 10 + random.int(20) : told.terms.start + length * share
    if (random.chance(0.1)) schedule.at(due + random.int(6 * DAY), () => this.#do(() => this.#cancel(subjects)))
    else schedule.at(at, () => this.#do(() => this.#answer(subjects)))
    for (const subject of subjects) {
      if (random.chance(0.04))
        schedule.at(told.terms.start + (length * random.int(95)) / 100, () => this.#do(() => this.#pause(subject)))
      if (random.chance(0.2)) schedule.at(due + random.int(2 * DAY), () => this.#do(() => this.#takeOn(subject)))
      if (random.chance(0.02))
        schedule.at(told.terms.start + random.int(3 * DAY), () => this.#do(() => this.#askAnew(subject)))
    }
  }

  async #askAnew(subject: Subject): Promise<void> {
    if (subject.told.length > 2 || !['order', 'call-off'].includes(subject.kind) || !this.subjects.has(subject)) return
    await this.#ask([subject], [1 + this.#given.random.int(3)])
    this.#plan([subject])
  }

  // ── What ends them ───────────────────────────────────────────────────────────────────────────

  async #answer(subjects: Subject[]): Promise<void> {
    const { random } = this.#given
    const { relationship } = subjects[0] as Subject
    if (random.chance(0.5))
      return await this.#end(subjects, 'answered', relationship.supplier, async tx => {
        await this.#stop(tx, subjects, tx.now)
        return tx.now
      })
    await this.#arrive(relationship, async (tx, received) => {
      await this.#stop(tx, subjects, received)
      return { subjects, how: 'answered' as const }
    })
  }

  async #stop(tx: Tx, subjects: Subject[], at: Date): Promise<void> {
    for (const { id, kind, relationship } of subjects) {
      const { buyerId, supplierId } = relationship.parties
      if (kind === 'commit' || kind === 'acknowledgment') await stopClocks(tx, id, [kind], at)
      else
        await announce(tx, {
          type: 'order.answered',
          subject: { kind: 'order', id },
          parties: [buyerId, supplierId],
          at,
          data: { awaiting: false },
        })
    }
  }

  #cancel(subjects: Subject[]): Promise<void> {
    const { relationship, kind } = subjects[0] as Subject
    return this.#end(subjects, 'cancelled', relationship.buyer, async tx => {
      for (const { id } of subjects) await cancelClocks(tx, id, [kind], tx.now, 'Cancelled')
      return tx.now
    })
  }

  async #end(
    subjects: Subject[],
    how: 'answered' | 'cancelled',
    caller: Caller,
    act: (tx: Tx) => Promise<Date>,
  ): Promise<void> {
    const open = subjects.flatMap(({ told }) => told.filter(each => !each.ended))
    const at = await this.#db.withTenant(caller, act)
    this.#ended(subjects, open, at.getTime(), how)
  }

  #ended(subjects: Subject[], open: readonly Told[], at: number, how: 'answered' | 'cancelled'): void {
    for (const told of open) told.ended ??= { at, committed: this.#given.schedule.now, how }
    for (const subject of subjects) if (subject.told.every(({ ended }) => ended)) this.#given.over(subject)
  }

  /** Received now, read soon, or late: only then is it known what it answers. */
  async #arrive(
    relationship: Relationship,
    read: (tx: Tx, received: Date) => Promise<{ subjects: Subject[]; how: 'answered' } | undefined>,
  ): Promise<void> {
    const { random, schedule } = this.#given
    // Read, as everything a partner sends, on behalf of the buyer.
    const { buyer, parties } = relationship
    const { id, received } = await this.#db.withTenant(buyer, async tx => ({
      id: await receive(tx, parties, tx.now),
      received: tx.now,
    }))
    const entry: Unread = { received: received.getTime(), there: schedule.now, read: Number.POSITIVE_INFINITY }
    relationship.unread = [...relationship.unread.filter(each => each.read > schedule.now - 40 * DAY), entry]
    await schedule.sleep(
      random.chance(0.9) ? random.int(5 * SECOND) : random.int((random.chance(0.85) ? 14 : 45) * MINUTE),
    )
    const before = new Map(
      [...this.subjects]
        .filter(each => each.relationship === relationship)
        .map(each => [each, each.told.filter(({ ended }) => !ended)]),
    )
    const done = await this.#db.withTenant(buyer, async tx => {
      await markRead(tx, id)
      return await read(tx, received)
    })
    entry.read = schedule.now
    if (done)
      this.#ended(
        done.subjects,
        done.subjects.flatMap(each => before.get(each) ?? []),
        received.getTime(),
        done.how,
      )
  }

  // ── What befalls them ────────────────────────────────────────────────────────────────────────

  async #clockOf(subject: Subject): Promise<{ id: string; told: Told } | undefined> {
    const round = subject.told.length
    const told = subject.told[round - 1]
    const lives = await this.#given.stage.lives(subject.id)
    const clock = lives.find(each => each.round === round)
    return clock && told && !told.ended ? { id: clock.id, told } : undefined
  }

  async #pause(subject: Subject): Promise<void> {
    const { schedule, random } = this.#given
    const clock = await this.#clockOf(subject)
    if (!clock) return
    const { buyer } = subject.relationship
    const from = await this.#db.withTenant(buyer, async tx =>
      (await pause(tx, clock.id, { reason: 'our-decision', note: 'Wait' })) ? undefined : tx.now.getTime(),
    )
    if (from === undefined) return
    const begun: Told['pauses'][number] = { from, committed: schedule.now, to: undefined, resumed: undefined }
    clock.told.pauses.push(begun)
    schedule.in(MINUTE + random.int(3 * DAY), () =>
      this.#do(() => this.#inTurn(subject.relationship, () => this.#resume(subject, clock, begun))),
    )
  }

  async #resume(
    subject: Subject,
    { id, told }: { id: string; told: Told },
    begun: Told['pauses'][number],
  ): Promise<void> {
    if (told.ended || !this.subjects.has(subject)) return
    const to = await this.#db.withTenant(subject.relationship.buyer, async tx =>
      (await resume(tx, id)) ? undefined : tx.now.getTime(),
    )
    if (to === undefined) return
    Object.assign(begun, { to, resumed: this.#given.schedule.now })
    // The ladder is laid out anew, as it is agreed by then.
    const { buyerAfter, repeatEvery, repeatMax, warnAfter } = this.#termsOf(subject, told.terms.start)
    told.terms = { ...told.terms, buyerAfter, repeatEvery, repeatMax, warnAfter }
  }

  async #takeOn(subject: Subject): Promise<void> {
    const clock = await this.#clockOf(subject)
    if (!clock) return
    const refused = await this.#db.withTenant(subject.relationship.buyer, tx => acknowledge(tx, clock.id))
    if (!refused) clock.told.acknowledged ??= this.#given.schedule.now
  }
}
