// What befalls a clock that runs, or is late: seen, paused and let go on, taken on, excused and not after all, disputed and
// decided.
import type { Tx } from '../../src/kernel/db.ts'
import type { Refusal } from '../../src/kernel/errors.ts'
import { acknowledge } from '../../src/sla/acknowledge.ts'
import { pauseReasons, type Side } from '../../src/sla/api.ts'
import { decideDispute, dispute } from '../../src/sla/dispute.ts'
import { excuse, takeBackExcuse } from '../../src/sla/excuse.ts'
import { pause, resume } from '../../src/sla/pause.ts'
import { saySeen } from '../../src/sla/seen.ts'
import { expectedOf } from './expected.ts'
import { type Expecting, mayPause, mayResume } from './pause-rule.ts'
import { begin, type Ground, inTurn, type Subject, termsAnew } from './relationship.ts'
import { excusedAt, type Paused, type Told, termsNow } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const iso = (ms: number) => new Date(ms).toISOString()

type Verb = (tx: Tx, clockId: string) => Promise<Refusal | undefined>

/** One round of a subject. */
export interface Clock {
  subject: Subject
  told: Told
}

interface Deed {
  side: Side
  verb: Verb
  /** What is to become of it; not said where a refusal is as good. */
  may?: (told: Told, at: number) => Expecting
  done: (told: Told, at: number) => void
  refused?: () => void
}

/** Does it to a clock, if that still waits; `done` is told when it was. */
async function act({ db, stage, subjects, surprises }: Ground, { subject, told }: Clock, deed: Deed): Promise<void> {
  await inTurn(subject.relationship, async () => {
    const { side, verb, may, done, refused } = deed
    if (told.ended || !subjects.has(subject)) return
    const round = subject.told.indexOf(told) + 1
    const clock = (await stage.lives(subject.id)).find(each => each.round === round)
    if (!clock) return
    const { at, refusal } = await db.withTenant(subject.relationship[side], async tx => ({
      ...{ refusal: await verb(tx, clock.id), at: tx.now.getTime() },
    }))
    const wanted = may?.(told, at) ?? 'either'
    if (wanted === (refusal ? 'allowed' : 'refused'))
      surprises.push(`${told.name}: the ${side} was ${refusal ? `refused (${refusal.code})` : 'let'}, ${iso(at)}`)
    if (refusal) refused?.()
    else done(told, at)
  })
}

/** What befalls a clock from its start until some days after it was due. */
export function befall(ground: Ground, clock: Clock): void {
  const { random, schedule } = ground
  const terms = termsNow(clock.told)
  const { start } = terms
  const { due } = expectedOf(terms, [])
  const perhaps = (share: number, at: number, deed: (ground: Ground, clock: Clock) => Promise<void>) => {
    if (random.chance(share)) schedule.at(at, () => begin(ground, () => deed(ground, clock)))
  }
  perhaps(0.08, start + ((due - start) * random.int(110)) / 100, pauseClock)
  perhaps(0.1, start + ((due - start) * random.int(200)) / 100, see)
  perhaps(0.15, due + random.int(2 * DAY), takeOn)
  perhaps(0.05, due + random.int(2 * DAY), excuseClock)
  perhaps(0.05, due + random.int(2 * DAY), disputeClock)
}

/** By either side, for a reason that is left to it or for any; `before`: paused once more, perhaps for the same. */
function pauseClock(ground: Ground, clock: Clock, before?: Paused): Promise<void> {
  const { schedule, random } = ground
  const side = random.pick(['buyer', 'supplier', before?.by ?? 'supplier'] as const)
  const left = termsNow(clock.told).pausable[side]
  const any = random.pick(left.length > 0 && random.chance(0.7) ? left : pauseReasons)
  const reason = before && random.chance(0.4) ? before.reason : any
  return act(ground, clock, {
    side,
    verb: (tx, id) => pause(tx, id, { reason, note: 'Wait' }),
    may: (told, at) => mayPause(told, side, reason, at),
    done: (told, from) => {
      const begun = { from, committed: schedule.now, to: undefined, resumed: undefined, by: side, reason }
      told.pauses.push(begun)
      const length = MINUTE + random.int(random.chance(0.5) ? 3 * HOUR : 3 * DAY)
      schedule.in(length, () => begin(ground, () => resumeClock(ground, clock, begun)))
    },
  })
}

/** By whoever has paused it, or by the other side; where that may not, by the buyer later. */
function resumeClock(ground: Ground, clock: Clock, begun: Paused, isAgain = false): Promise<void> {
  const { schedule, random } = ground
  const side = isAgain ? 'buyer' : random.pick(['buyer', 'supplier', begun.by] as const)
  const soon = (next: () => Promise<void>) => schedule.in(MINUTE + random.int(2 * HOUR), () => begin(ground, next))
  return act(ground, clock, {
    ...{ side, verb: resume },
    may: (told, at) => mayResume(told, begun, side, at),
    done: (told, to) => {
      const committed = schedule.now
      Object.assign(begun, { to, resumed: committed, endedBy: side })
      // On the versions that it stands on: a late one was not counted anew.
      told.terms.push({ from: to, committed, terms: termsAnew(clock.subject.relationship, termsNow(told)) })
      if (random.chance(0.6)) soon(() => pauseClock(ground, clock, begun))
    },
    refused: () => soon(() => resumeClock(ground, clock, begun, true)),
  })
}

/** Refused where it is the buyer's own, and where it is excused. */
const see = (ground: Ground, clock: Clock): Promise<void> =>
  act(ground, clock, {
    ...{ side: 'supplier', verb: saySeen },
    may: told => (termsNow(told).kind === 'decision' ? 'refused' : 'either'),
    done: told => void told.hushes.push({ from: ground.schedule.now, to: undefined, why: 'seen' }),
  })

const takeOn = (ground: Ground, clock: Clock): Promise<void> =>
  act(ground, clock, {
    ...{ side: 'buyer', verb: acknowledge },
    done: told => void told.hushes.push({ from: ground.schedule.now, to: undefined, why: 'taken-on' }),
  })

const why = { attribution: 'buyer', reason: 'waited-for-us', note: 'The drawing was late' } as const

const excuseClock = (ground: Ground, clock: Clock): Promise<void> =>
  act(ground, clock, {
    side: 'buyer',
    verb: (tx, id) => excuse(tx, id, why),
    done: told => {
      excusedAt(told, ground.schedule.now)
      maybeTakenBack(ground, clock)
    },
  })

function maybeTakenBack(ground: Ground, clock: Clock): void {
  const { random, schedule } = ground
  if (!random.chance(0.6)) return
  const back = () =>
    act(ground, clock, {
      side: 'buyer',
      verb: (tx, id) => takeBackExcuse(tx, id, 'It was in time'),
      done: (told, at) => {
        const excused = told.excuses.findLast(({ to }) => to === undefined)
        if (excused) excused.to = at
      },
    })
  schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, back))
}

const disputeClock = (ground: Ground, clock: Clock): Promise<void> =>
  act(ground, clock, {
    side: 'supplier',
    verb: (tx, id) => dispute(tx, id, 'We asked on Monday'),
    done: told => {
      const { random, schedule } = ground
      told.hushes.push({ from: schedule.now, to: undefined, why: 'disputed' })
      schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, () => decide(ground, clock, random.chance(0.5))))
    },
  })

const decide = (ground: Ground, clock: Clock, isExcused: boolean): Promise<void> =>
  act(ground, clock, {
    side: 'buyer',
    verb: (tx, id) =>
      decideDispute(tx, id, isExcused ? { outcome: 'excused', ...why } : { outcome: 'upheld', note: 'No' }),
    done: (told, at) => {
      if (isExcused) {
        excusedAt(told, ground.schedule.now)
        maybeTakenBack(ground, clock)
      } else for (const hush of told.hushes) if (hush.why === 'disputed') hush.to ??= at
    },
  })
