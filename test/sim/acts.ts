// What befalls a clock that runs, or is late: paused and let go on, taken on, excused and not after all, disputed and decided.
import type { Tx } from '../../src/kernel/db.ts'
import type { Refusal } from '../../src/kernel/errors.ts'
import { acknowledge } from '../../src/sla/acknowledge.ts'
import { pauseReasons, type Side } from '../../src/sla/api.ts'
import { decideDispute, dispute } from '../../src/sla/dispute.ts'
import { excuse, takeBackExcuse } from '../../src/sla/excuse.ts'
import { pause, resume } from '../../src/sla/pause.ts'
import { type Expecting, mayPause, mayResume } from './pause-rule.ts'
import { begin, type Ground, inTurn, type Subject, termsAnew } from './relationship.ts'
import { excusedAt, type Paused, type Told, termsNow } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const iso = (ms: number) => new Date(ms).toISOString()

type Verb = (tx: Tx, clockId: string) => Promise<Refusal | undefined>

interface Deed {
  side: Side
  /** The last, where it is not said. */
  round?: number
  verb: Verb
  /** What is to become of it; not said where a refusal is as good. */
  may?: (told: Told, at: number) => Expecting
  done: (told: Told, at: number) => void
  refused?: () => void
}

/** Does it to a round, if that still waits; `done` is told when it was. */
async function act({ db, stage, subjects, surprises }: Ground, subject: Subject, deed: Deed): Promise<void> {
  await inTurn(subject.relationship, async () => {
    const { side, round = subject.told.length, verb, may, done, refused } = deed
    const told = subject.told[round - 1]
    if (!told || told.ended || !subjects.has(subject)) return
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

/** By either side, for a reason that is left to it or for any; `before`: paused once more, perhaps for the same. */
export function pauseClock(ground: Ground, subject: Subject, before?: Paused): Promise<void> {
  const { schedule, random } = ground
  const side = random.pick(['buyer', 'supplier', before?.by ?? 'supplier'] as const)
  const left = subject.told.at(-1)?.terms[0]?.terms.pausable[side] ?? []
  const any = random.pick(left.length > 0 && random.chance(0.7) ? left : pauseReasons)
  const reason = before && random.chance(0.4) ? before.reason : any
  return act(ground, subject, {
    side,
    verb: (tx, id) => pause(tx, id, { reason, note: 'Wait' }),
    may: (told, at) => mayPause(told, side, reason, at),
    done: (told, from) => {
      const begun = { from, committed: schedule.now, to: undefined, resumed: undefined, by: side, reason }
      told.pauses.push(begun)
      const length = MINUTE + random.int(random.chance(0.5) ? 3 * HOUR : 3 * DAY)
      schedule.in(length, () => begin(ground, () => resumeClock(ground, subject, begun)))
    },
  })
}

/** By whoever has paused it, or by the other side; where that may not, by the buyer later. */
function resumeClock(ground: Ground, subject: Subject, begun: Paused, isAgain = false): Promise<void> {
  const { schedule, random } = ground
  const side = isAgain ? 'buyer' : random.pick(['buyer', 'supplier', begun.by] as const)
  const soon = (next: () => Promise<void>) => schedule.in(MINUTE + random.int(2 * HOUR), () => begin(ground, next))
  return act(ground, subject, {
    ...{ side, verb: resume, round: subject.told.findIndex(({ pauses }) => pauses.includes(begun)) + 1 },
    may: (told, at) => mayResume(told, begun, side, at),
    done: (told, to) => {
      const committed = schedule.now
      Object.assign(begun, { to, resumed: committed, endedBy: side })
      // On the versions that it stands on: a late one was not counted anew.
      told.terms.push({ from: to, committed, terms: termsAnew(subject.relationship, termsNow(told)) })
      if (random.chance(0.6)) soon(() => pauseClock(ground, subject, begun))
    },
    refused: () => soon(() => resumeClock(ground, subject, begun, true)),
  })
}

export const takeOn = (ground: Ground, subject: Subject): Promise<void> =>
  act(ground, subject, {
    ...{ side: 'buyer', verb: acknowledge },
    done: told => void told.hushes.push({ from: ground.schedule.now, to: undefined, isDispute: false }),
  })

const why = { attribution: 'buyer', reason: 'waited-for-us', note: 'The drawing was late' } as const

export const excuseClock = (ground: Ground, subject: Subject): Promise<void> =>
  act(ground, subject, {
    side: 'buyer',
    verb: (tx, id) => excuse(tx, id, why),
    done: told => {
      excusedAt(told, ground.schedule.now)
      maybeTakenBack(ground, subject)
    },
  })

function maybeTakenBack(ground: Ground, subject: Subject): void {
  const { random, schedule } = ground
  if (!random.chance(0.6)) return
  const back = () =>
    act(ground, subject, {
      side: 'buyer',
      verb: (tx, id) => takeBackExcuse(tx, id, 'It was in time'),
      done: (told, at) => {
        const excused = told.excuses.findLast(({ to }) => to === undefined)
        if (excused) excused.to = at
      },
    })
  schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, back))
}

export const disputeClock = (ground: Ground, subject: Subject): Promise<void> =>
  act(ground, subject, {
    side: 'supplier',
    verb: (tx, id) => dispute(tx, id, 'We asked on Monday'),
    done: told => {
      const { random, schedule } = ground
      told.hushes.push({ from: schedule.now, to: undefined, isDispute: true })
      schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, () => decide(ground, subject, random.chance(0.5))))
    },
  })

const decide = (ground: Ground, subject: Subject, isExcused: boolean): Promise<void> =>
  act(ground, subject, {
    side: 'buyer',
    verb: (tx, id) =>
      decideDispute(tx, id, isExcused ? { outcome: 'excused', ...why } : { outcome: 'upheld', note: 'No' }),
    done: (told, at) => {
      if (isExcused) {
        excusedAt(told, ground.schedule.now)
        maybeTakenBack(ground, subject)
      } else for (const hush of told.hushes) if (hush.isDispute) hush.to ??= at
    },
  })
