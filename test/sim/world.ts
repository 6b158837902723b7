// What buyers ask and suppliers answer in a simulated year, at random, through the product's own verbs; what was done is
// written down for the oracle the moment its commit is heard of.
import type { Caller, Tx } from '../../src/kernel/db.ts'
import { sure } from '../../src/kernel/errors.ts'
import { announce } from '../../src/kernel/events.ts'
import { newId } from '../../src/kernel/ids.ts'
import { startClock } from '../../src/sla/start.ts'
import { cancelClocks, stopClocks } from '../../src/sla/stop.ts'
import type { Random } from '../fuzz/random.ts'
import { befall } from './acts.ts'
import { randomSort } from './agreements.ts'
import { arrive } from './arrivals.ts'
import { agreeDeliveries } from './deliveries.ts'
import { edit, foundRelationship } from './edits.ts'
import { expectedOf } from './expected.ts'
import { placeOrders } from './order-rows.ts'
import { Process } from './process.ts'
import { begin, type Ground, inTurn, type Relationship, type Subject, termsOf } from './relationship.ts'
import type { Schedule } from './schedule.ts'
import type { Stage } from './stage.ts'
import type { Kind, Terms } from './terms.ts'
import { begun, termsNow } from './told.ts'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

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
  /** Of what begins, so much is deliveries whose ship notices are waited for; an order has about two of them. */
  noticeShare: number
  over: (subject: Subject) => void
}

export class World {
  readonly #given: WorldGiven
  readonly #ground: Ground
  readonly #relationships: Relationship[] = []

  constructor(given: WorldGiven) {
    const { schedule, stage, random, from, days, over } = given
    const db = stage.database(new Process('web', schedule, random))
    this.#given = given
    this.#ground = { ...{ schedule, stage, random, from, days, over, db }, subjects: new Set(), surprises: [] }
  }

  get subjects(): Set<Subject> {
    return this.#ground.subjects
  }
  get surprises(): readonly string[] {
    return this.#ground.surprises
  }

  /** Makes the relationships, and puts down all that will begin by itself. */
  async begin(): Promise<void> {
    const { random, from, days, clocks, burst } = this.#given
    for (let i = 0; i < this.#given.relationships; i++) this.#relationships.push(await foundRelationship(this.#ground))
    const any = () => random.pick(this.#relationships)
    for (let i = 0; i < Math.ceil((clocks * 1.08) / burst); i++) {
      const size = 4 + random.int(2 * burst - 8)
      this.#at(from + random.int(days * DAY), () => this.#order(any(), size))
    }
    for (let day = 0; day < days; day++) {
      this.#at(from + day * DAY + random.int(DAY), () => {
        const relationship = any()
        const size = 1 + random.int(20)
        return edit(this.#ground, relationship, async () => this.#ask(await this.#place(relationship, size)))
      })
      // Something that answers nothing, and waits to be read.
      this.#at(from + day * DAY + random.int(DAY), () => this.#arrive(any()))
    }
  }

  #at(at: number, act: () => Promise<unknown>): void {
    this.#ground.schedule.at(at, () => begin(this.#ground, act))
  }

  // ── Clocks ───────────────────────────────────────────────────────────────────────────────────

  /** Subjects of one kind and sort, and where they are orders, these. */
  async #place(relationship: Relationship, size: number): Promise<Subject[]> {
    const { random, db } = this.#ground
    const { buyer, parties, groups } = relationship
    const kind = random.pick<Kind>(['order', 'order', 'call-off', 'commit', 'decision', 'acknowledgment'])
    const sort = kind === 'commit' || kind === 'acknowledgment' ? undefined : randomSort(random, groups)
    const subjects = Array.from({ length: size }, () => {
      const subject: Subject = { id: newId(), kind, relationship, told: [], ...(sort ? { sort } : {}) }
      return subject
    })
    if (sort) await db.withTenant(buyer, tx => placeOrders(tx, parties, subjects))
    return subjects
  }

  async #order(relationship: Relationship, size: number): Promise<void> {
    const { random, schedule } = this.#ground
    if (random.chance(this.#given.noticeShare)) return agreeDeliveries(this.#ground, relationship, Math.ceil(size / 2))
    const subjects = await this.#place(relationship, size)
    await inTurn(relationship, () => this.#ask(subjects))
    // Told twice: by the portal and by the partner's system, at once or later.
    if (random.chance(0.15)) this.#at(schedule.now + random.int(2 * HOUR), () => this.#start(subjects, undefined, 0))
  }

  /** Starts them, some of them told of twice at the same time, and writes down what is to be expected. */
  async #ask(subjects: Subject[], lines?: number[]): Promise<void> {
    const { random } = this.#ground
    const twice = !lines && random.chance(0.1)
    const late = random.int(3) * MINUTE
    const starting = Array.from({ length: twice ? 2 : 1 }, () => this.#start(subjects, lines, late))
    // The first counts, under what held by then.
    const { at, terms } = await Promise.race(starting)
    await Promise.all(starting)
    for (const subject of subjects) {
      const { kind, id, told } = subject
      told.push(begun(`${kind} ${id} round ${told.length + 1}`, at, terms))
      this.subjects.add(subject)
    }
    for (let i = 0; i < subjects.length; ) {
      const some = subjects.slice(i, i + 1 + random.int(40))
      i += some.length
      this.#plan(some)
    }
  }

  async #start(subjects: Subject[], lines: number[] | undefined, late: number): Promise<{ at: number; terms: Terms }> {
    const { relationship, kind, sort } = subjects[0] as Subject
    const begun = Math.floor(this.#ground.schedule.now)
    const started = await this.#ground.db.withTenant(relationship.buyer, async tx => {
      const at = new Date(Math.min(tx.now.getTime(), begun) - late)
      for (const { id } of subjects)
        await startClock(tx, {
          ...{ ...relationship.parties, kind, subject: { kind: 'order', id }, label: id, at },
          ...(lines ? { lines } : {}),
        })
      return at.getTime()
    })
    const start = Math.floor(started / SECOND) * SECOND
    return { at: started, terms: sure(termsOf(relationship, { kind, start, sort })) }
  }

  /** When and how these are answered, and what befalls some of them before. */
  #plan(subjects: Subject[]): void {
    const { random } = this.#ground
    const [told] = (subjects[0] as Subject).told.slice(-1)
    if (!told) return
    const terms = termsNow(told)
    const { due } = expectedOf(terms, [])
    const length = due - terms.start
    const share = random.pick([
      0.05 + random.int(90) / 100,
      0.05 + random.int(90) / 100,
      1 + random.int(200) / 100,
      0.9 + random.int(20) / 100,
    ])
    const onTheDot = random.chance(0.05)
    const at = onTheDot ? due - 10 + random.int(20) : terms.start + length * share
    if (random.chance(0.1)) this.#at(due + random.int(6 * DAY), () => this.#cancel(subjects))
    else this.#at(at, () => this.#answer(subjects))
    for (const subject of subjects) {
      befall(this.#ground, { subject, told: sure(subject.told.at(-1)) })
      if (random.chance(0.02)) this.#at(terms.start + random.int(3 * DAY), () => this.#askAnew(subject))
    }
  }

  async #askAnew(subject: Subject): Promise<void> {
    await inTurn(subject.relationship, async () => {
      const mayBe = subject.told.length < 3 && ['order', 'call-off'].includes(subject.kind)
      if (mayBe && this.subjects.has(subject)) await this.#ask([subject], [1 + this.#ground.random.int(3)])
    })
  }

  // ── What ends them ───────────────────────────────────────────────────────────────────────────

  #answer(subjects: Subject[]): Promise<void> {
    const { relationship, kind } = subjects[0] as Subject
    const isOwn = kind === 'decision'
    if (!isOwn && this.#ground.random.chance(0.5)) return this.#arrive(relationship, subjects)
    return this.#answerHere(subjects)
  }

  /** In the portal. */
  #answerHere(subjects: Subject[]): Promise<void> {
    const { relationship, kind } = subjects[0] as Subject
    const isOwn = kind === 'decision'
    return this.#end(subjects, 'answered', isOwn ? relationship.buyer : relationship.supplier, async tx => {
      await this.#stop(tx, subjects, tx.now)
      return tx.now
    })
  }

  /** By its system; of no subjects it says nothing that is asked. */
  #arrive(relationship: Relationship, subjects: Subject[] = []): Promise<void> {
    const { random } = this.#ground
    return arrive(this.#ground, relationship, {
      ...{ subjects, setId: subjects[0]?.kind === 'acknowledgment' ? '997' : '855' },
      apply: async (received, keep) => {
        await this.#end(subjects, 'answered', relationship.buyer, async tx => {
          await this.#stop(tx, subjects, received)
          await keep(tx)
          return received
        })
        return undefined
      },
      // Answered another way, or asked no more.
      meanwhile: at => this.#at(at, random.pick([() => this.#answerHere(subjects), () => this.#cancel(subjects)])),
    })
  }

  async #stop(tx: Tx, subjects: Subject[], at: Date): Promise<void> {
    for (const { id, kind, relationship } of subjects) {
      const { buyerId, supplierId } = relationship.parties
      if (kind !== 'order' && kind !== 'call-off') await stopClocks(tx, id, [kind], at)
      else
        await announce(tx, {
          ...{ type: 'order.answered', subject: { kind: 'order', id }, parties: [buyerId, supplierId], at },
          data: { awaiting: false },
        })
    }
  }

  #cancel(subjects: Subject[]): Promise<void> {
    const { relationship, kind } = subjects[0] as Subject
    return this.#end(subjects, 'cancelled', relationship.buyer, async tx => {
      for (const { id } of subjects) await cancelClocks(tx, id, [kind], 'Cancelled')
      return tx.now
    })
  }

  async #end(
    subjects: Subject[],
    how: 'answered' | 'cancelled',
    caller: Caller,
    act: (tx: Tx) => Promise<Date>,
  ): Promise<void> {
    const { db, schedule, over } = this.#ground
    const ended = async () => {
      const open = subjects.flatMap(({ told }) => told.filter(each => !each.ended))
      const at = await db.withTenant(caller, act)
      for (const told of open) told.ended = { at: at.getTime(), committed: schedule.now, how }
      for (const subject of subjects) over(subject)
    }
    const [first] = subjects
    await (first ? inTurn(first.relationship, ended) : ended())
  }
}
