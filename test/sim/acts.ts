// What befalls a clock that runs, or is late: paused and let go on, taken on, excused and not after all, disputed and decided.
import type { Tx } from '../../src/kernel/db.ts'
import type { Refusal } from '../../src/kernel/errors.ts'
import { acknowledge } from '../../src/sla/acknowledge.ts'
import { decideDispute, dispute } from '../../src/sla/dispute.ts'
import { excuse, takeBackExcuse } from '../../src/sla/excuse.ts'
import { pause, resume } from '../../src/sla/pause.ts'
import { begin, type Ground, inTurn, type Subject, termsAnew } from './relationship.ts'
import { excusedAt, type Told, termsNow } from './told.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Verb = (tx: Tx, clockId: string) => Promise<Refusal | undefined>

/** Does it to the last round, if that still waits; `done` is told when it was, unless it was refused. */
async function act(
  { db, stage, subjects }: Ground,
  subject: Subject,
  side: 'buyer' | 'supplier',
  verb: Verb,
  done: (told: Told, at: number, clockId: string) => void,
): Promise<void> {
  await inTurn(subject.relationship, async () => {
    const told = subject.told.at(-1)
    if (!told || told.ended || !subjects.has(subject)) return
    const clock = (await stage.lives(subject.id)).find(({ round }) => round === subject.told.length)
    if (!clock) return
    const at = await db.withTenant(subject.relationship[side], async tx =>
      (await verb(tx, clock.id)) ? undefined : tx.now.getTime(),
    )
    if (at !== undefined) done(told, at, clock.id)
  })
}

export const pauseClock = (ground: Ground, subject: Subject): Promise<void> =>
  act(
    ground,
    subject,
    'buyer',
    (tx, id) => pause(tx, id, { reason: 'our-decision', note: 'Wait' }),
    (told, from) => {
      const { schedule, random, surprises } = ground
      if (!termsNow(told).mayPause) surprises.push(`${told.name} was paused against its policy`)
      const begun: Told['pauses'][number] = { from, committed: schedule.now, to: undefined, resumed: undefined }
      told.pauses.push(begun)
      schedule.in(MINUTE + random.int(3 * DAY), () => begin(ground, () => resumeClock(ground, subject, begun)))
    },
  )

const resumeClock = (ground: Ground, subject: Subject, begun: Told['pauses'][number]): Promise<void> =>
  act(ground, subject, 'buyer', resume, (told, to) => {
    const committed = ground.schedule.now
    Object.assign(begun, { to, resumed: committed })
    const { counted } = termsNow(told)
    // On the version that it stands on: a late one was not counted anew.
    told.terms.push({ from: to, committed, terms: { ...termsAnew(subject.relationship, termsNow(told)), counted } })
  })

export const takeOn = (ground: Ground, subject: Subject): Promise<void> =>
  act(ground, subject, 'buyer', acknowledge, told => {
    told.hushes.push({ from: ground.schedule.now, to: undefined, isDispute: false })
  })

const why = { attribution: 'buyer', reason: 'waited-for-us', note: 'The drawing was late' } as const

export const excuseClock = (ground: Ground, subject: Subject): Promise<void> =>
  act(
    ground,
    subject,
    'buyer',
    (tx, id) => excuse(tx, id, why),
    told => {
      excusedAt(told, ground.schedule.now)
      maybeTakenBack(ground, subject)
    },
  )

function maybeTakenBack(ground: Ground, subject: Subject): void {
  const { random, schedule } = ground
  if (!random.chance(0.6)) return
  const back = () =>
    act(
      ground,
      subject,
      'buyer',
      (tx, id) => takeBackExcuse(tx, id, 'It was in time'),
      (told, at) => {
        const excused = told.excuses.findLast(({ to }) => to === undefined)
        if (excused) excused.to = at
      },
    )
  schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, back))
}

export const disputeClock = (ground: Ground, subject: Subject): Promise<void> =>
  act(
    ground,
    subject,
    'supplier',
    (tx, id) => dispute(tx, id, 'We asked on Monday'),
    told => {
      const { random, schedule } = ground
      told.hushes.push({ from: schedule.now, to: undefined, isDispute: true })
      schedule.in(MINUTE + random.int(2 * DAY), () => begin(ground, () => decide(ground, subject, random.chance(0.5))))
    },
  )

const decide = (ground: Ground, subject: Subject, isExcused: boolean): Promise<void> =>
  act(
    ground,
    subject,
    'buyer',
    (tx, id) => decideDispute(tx, id, isExcused ? { outcome: 'excused', ...why } : { outcome: 'upheld', note: 'No' }),
    (told, at) => {
      if (isExcused) {
        excusedAt(told, ground.schedule.now)
        maybeTakenBack(ground, subject)
      } else for (const hush of told.hushes) if (hush.isDispute) hush.to ??= at
    },
  )
