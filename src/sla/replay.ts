// The past under another policy: each clock laid out anew over what was recorded of it. Pure.
import type { CountedOn } from '../calendars/both-open.ts'
import { countedMinutesBetween, type Pause } from '../calendars/working-time.ts'
import type { ClockTarget } from '../partners/profile.ts'
import type { ClockKind, ClockPause } from './api.ts'
import type { ClockAt } from './clock.ts'
import { countOut, type Named } from './count-out.ts'
import { type Ladder, stepsFor } from './ladder.ts'
import type { Figures, Verdict } from './policy-api.ts'
import { latest } from './ship-from.ts'
import { reachesBuyer } from './whose.ts'

/** A clock, as far as it counts for this. */
export interface Recorded {
  kind: ClockKind
  at: ClockAt
  startedAt: Date
  dueAt: Date
  stoppedAt: Date | null
  zone: string
  target: ClockTarget
  pauses: readonly ClockPause[]
  excuse: { at: string } | null
  /** Late, and then asked no more: no answer came. */
  cancelledWhy: string | null
  /** A step has told the buyer. */
  toldBuyer: boolean
}

export interface Outcome {
  dueAt: Date
  verdict: Verdict
  toldBuyer: boolean
  /** Of what is answered: countable minutes left when the answer came, below zero where it was late. */
  roomMinutes: number | null
}

/** What became of it. `calendar`: the one it was counted on. */
export function recordedOutcome(clock: Recorded, calendar: CountedOn, now: Date): Outcome {
  const { dueAt, target, toldBuyer } = clock
  const roomMinutes = roomOf(clock, { dueAt, target, calendar }, now)
  return { dueAt, verdict: verdictWas(clock, now), toldBuyer, roomMinutes }
}

const verdictsOf: Partial<Record<ClockAt, Verdict>> = {
  met: 'met',
  'met-late': 'late',
  breached: 'late',
  excused: 'excused',
  'cancelled-late': 'late',
  paused: 'waiting',
}

function verdictWas(clock: Recorded, now: Date): Verdict {
  // It may have been cancelled late before that was told apart.
  if (clock.at === 'cancelled') return judgedAt(clock, now) > clock.dueAt ? 'late' : 'cancelled'
  return verdictsOf[clock.at] ?? (now > clock.dueAt ? 'late' : 'waiting')
}

export interface Under {
  target: ClockTarget
  ladder: Ladder
  named: Named
  /** More ways to count it, where its items ship from several sites. */
  or?: readonly Named[]
}

/**
 * What would have become of it, had it started under `under`: the same start, pauses and answer. What people did because
 * of the reminders that they had cannot be known for others. A breach that was excused would be so again.
 */
export function replayed(clock: Recorded, { target: meant, ladder, named, or = [] }: Under, now: Date): Outcome {
  const target = forDelivery(meant, clock.target)
  const { kind, startedAt: at, zone } = clock
  const pauses = pausesBefore(clock)
  const asked = { kind, at, target, zone, pauses }
  const { counted, calendar } = latest([countOut(asked, named), ...or.map(each => countOut(asked, each))])
  const { due: dueAt, startedCounting: countingFrom } = counted
  const until = judgedAt(clock, now)
  const verdict = verdictAt(clock, dueAt, until)
  const heardUntil = clock.excuse && new Date(clock.excuse.at) < until ? new Date(clock.excuse.at) : until
  const toldBuyer = mayTellBuyer(ladder, heardUntil > dueAt)
    ? stepsFor(ladder, { countingFrom, dueAt, target, calendar, pauses }).some(
        step => reachesBuyer(step) && new Date(step.at) < heardUntil,
      )
    : false
  return { dueAt, verdict, toldBuyer, roomMinutes: roomOf(clock, { dueAt, target, calendar }, now) }
}

/** Of the delivery that the clock ran for. */
const forDelivery = (meant: ClockTarget, was: ClockTarget): ClockTarget =>
  meant.kind === 'before-delivery' && was.kind === 'before-delivery'
    ? { ...was, days: meant.days, by: meant.by }
    : meant

/** Laying steps out costs more than all else: only where one of them may tell the buyer. */
const mayTellBuyer = ({ rungs, repeat }: Ladder, isLate: boolean): boolean =>
  rungs.some(rung => reachesBuyer(rung) && (isLate || rung.when.fraction < 1)) ||
  (isLate && repeat !== undefined && reachesBuyer(repeat))

function verdictAt(clock: Recorded, dueAt: Date, until: Date): Verdict {
  if (until > dueAt) return clock.at === 'excused' ? 'excused' : 'late'
  if (isCancelled(clock)) return 'cancelled'
  return clock.stoppedAt ? 'met' : 'waiting'
}

/** Stopped, and no answer came. */
const isCancelled = ({ at, cancelledWhy }: Recorded): boolean => at === 'cancelled' || cancelledWhy !== null

/** A clock that stood still when the answer came, or stands still now, is judged by when it was stopped. */
function judgedAt({ pauses, stoppedAt }: Recorded, now: Date): Date {
  const end = stoppedAt ?? now
  const last = pauses.at(-1)
  return last && isUnfinished(last, stoppedAt) ? new Date(last.from) : end
}

const isUnfinished = ({ to }: ClockPause, stoppedAt: Date | null): boolean =>
  to === null || (stoppedAt !== null && Date.parse(to) >= stoppedAt.getTime())

/** Those that were over by then, and moved what was due. */
const pausesBefore = ({ pauses, stoppedAt }: Recorded): Pause[] =>
  pauses.flatMap(pause =>
    pause.to === null || isUnfinished(pause, stoppedAt)
      ? []
      : [{ from: new Date(pause.from), to: new Date(pause.to), why: pause.note }],
  )

function roomOf(
  clock: Recorded,
  { dueAt, target, calendar }: { dueAt: Date; target: ClockTarget; calendar: CountedOn },
  now: Date,
): number | null {
  if (!clock.stoppedAt || isCancelled(clock)) return null
  const at = judgedAt(clock, now)
  const pauses = pausesBefore(clock)
  return at <= dueAt
    ? countedMinutesBetween(at, dueAt, target, calendar, pauses)
    : 0 - countedMinutesBetween(dueAt, at, target, calendar, pauses)
}

export function figuresOf(outcomes: readonly Outcome[]): Figures {
  const many = (verdict: Verdict) => outcomes.filter(each => each.verdict === verdict).length
  const rooms = outcomes
    .flatMap(({ roomMinutes }) => (roomMinutes === null ? [] : [roomMinutes]))
    .toSorted((a, b) => a - b)
  return {
    ...{ met: many('met'), late: many('late'), excused: many('excused'), waiting: many('waiting') },
    cancelled: many('cancelled'),
    toldBuyer: outcomes.filter(({ toldBuyer }) => toldBuyer).length,
    // The nearest rank: the room of an answer that really was.
    medianRoomMinutes: rooms[Math.ceil(rooms.length / 2) - 1] ?? null,
  }
}

/** 0: it would have ended otherwise · 1: the buyer would have been told, or not · 2: due at another instant · 3: all the same. */
export function changeRank(before: Outcome, after: Outcome): 0 | 1 | 2 | 3 {
  if (before.verdict !== after.verdict) return 0
  if (before.toldBuyer !== after.toldBuyer) return 1
  return before.dueAt.getTime() === after.dueAt.getTime() ? 3 : 2
}
