// The life of a clock: one answer that is due. A union, the table of what may happen, refuse and apply. Pure.
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { Attribution, ExcuseReason } from './breach.ts'

/** What every clock knows from its start on. Instants; names as stored. */
export interface Course {
  /** The document was delivered, or became collectable. */
  startedAt: Date
  /** Later than `startedAt` when that was after the cut-off or outside opening. */
  countingFrom: Date
  dueAt: Date
}

/** Why a breach does not count, and whose fault it was instead. */
export interface Excuse {
  at: Date
  by: string
  attribution: Attribution
  reason: ExcuseReason
  note: string
}

/** Who was to answer says that the breach is not its fault; the buyer has not decided yet. */
interface Disputable {
  disputedAt?: Date
}

/** `stoppedAt` once answered; or, with `cancelledWhy`, once nothing was asked any more. */
interface Stopped {
  stoppedAt?: Date
  cancelledWhy?: string
}

export type ClockState =
  /** Started, but not counting before `countingFrom`. */
  | ({ at: 'pending' } & Course)
  | ({ at: 'running' } & Course)
  /** `dueAt` is what it was when the pause began; resuming moves it. */
  | ({ at: 'paused'; pausedAt: Date; why: string } & Course)
  | ({ at: 'met'; stoppedAt: Date } & Course)
  /** `acknowledgedAt`: somebody has taken the late answer on, repeats stop. */
  | ({ at: 'breached'; breachedAt: Date; acknowledgedAt?: Date; acknowledgedBy?: string } & Disputable & Course)
  | ({ at: 'met-late'; stoppedAt: Date; breachedAt: Date } & Disputable & Course)
  /** The breach does not count against who was to answer; it is counted apart. */
  | ({ at: 'excused'; excuse: Excuse; breachedAt: Date } & Stopped & Course)
  /** Nothing was asked any more before it was due. */
  | ({ at: 'cancelled'; cancelledAt: Date; why: string } & Course)
  /** Nothing is asked any more since `stoppedAt`, and it was late by then: a breach without an answer. */
  | ({ at: 'cancelled-late'; stoppedAt: Date; cancelledWhy: string; breachedAt: Date } & Disputable & Course)

export type ClockAt = ClockState['at']

export type ClockEvent =
  /** `countingFrom` is reached. Optional: everything that may happen while running may also happen while pending. */
  | { type: 'clock.counting'; at: Date }
  | { type: 'clock.paused'; at: Date; why: string }
  /** `dueAt` from the working-time arithmetic, with the pause taken off. */
  | { type: 'clock.resumed'; at: Date; dueAt: Date }
  /** The calendar it is counted on was changed. */
  | { type: 'clock.recounted'; at: Date; countingFrom: Date; dueAt: Date }
  /** `at`: when the bytes arrived or the button was pressed, never when it was worked off. */
  | { type: 'clock.answered'; at: Date }
  /** What answered it was taken back. `wasLate`: people have been told that it is late. */
  | { type: 'clock.answer-withdrawn'; at: Date; wasLate: boolean }
  /** `at`: now, by the database's clock. */
  | { type: 'clock.due-passed'; at: Date }
  | { type: 'clock.acknowledged'; at: Date; by: string }
  | { type: 'clock.excused'; at: Date; excuse: Excuse }
  | { type: 'clock.excuse-taken-back'; at: Date }
  | { type: 'clock.disputed'; at: Date }
  /** The buyer has looked at what was disputed: the breach stands. */
  | { type: 'clock.upheld'; at: Date }
  /** `at`: now, by the database's clock; of what who was to answer has taken back himself, when that was received. */
  | { type: 'clock.cancelled'; at: Date; why: string }

/** What may happen next. The single place that says so. */
export const allowed = {
  pending: [
    'clock.counting',
    'clock.paused',
    'clock.recounted',
    'clock.answered',
    'clock.due-passed',
    'clock.cancelled',
  ],
  running: ['clock.paused', 'clock.recounted', 'clock.answered', 'clock.due-passed', 'clock.cancelled'],
  paused: ['clock.resumed', 'clock.recounted', 'clock.answered', 'clock.cancelled'],
  met: ['clock.answer-withdrawn'],
  breached: [
    'clock.answered',
    'clock.acknowledged',
    'clock.excused',
    'clock.disputed',
    'clock.upheld',
    'clock.cancelled',
  ],
  'met-late': ['clock.answer-withdrawn', 'clock.excused', 'clock.disputed', 'clock.upheld'],
  excused: ['clock.answered', 'clock.answer-withdrawn', 'clock.excuse-taken-back', 'clock.cancelled'],
  cancelled: [],
  // An answer that had come in time may still be read.
  'cancelled-late': ['clock.answered', 'clock.excused', 'clock.disputed', 'clock.upheld'],
} as const satisfies Record<ClockAt, readonly ClockEvent['type'][]>

/** States in which an answer is still waited for, and chased. One that is excused takes its answer, too. */
export const open: readonly ClockAt[] = ['pending', 'running', 'paused', 'breached']

export function may(at: ClockAt, type: ClockEvent['type']): boolean {
  return (allowed[at] as readonly ClockEvent['type'][]).includes(type)
}

/** A clock at its start. */
export function begin(course: Course): ClockState {
  return { at: course.countingFrom > course.startedAt ? 'pending' : 'running', ...course }
}

/** What people are shown now: a pending clock runs once its counting began, whether or not anybody recorded it. */
export function shown(state: ClockState, now: Date): ClockAt {
  return state.at === 'pending' && now >= state.countingFrom ? 'running' : state.at
}

/** Refusals: clock-not-now, clock-not-due, clock-not-counting, clock-late, clock-disputed, clock-not-disputed. */
export function refuse(state: ClockState, event: ClockEvent): Refusal | undefined {
  if (!may(state.at, event.type))
    return refusal('clock-not-now', `A clock that is ${said[state.at]} cannot ${verbs[event.type]}.`)
  const disputedAt = 'disputedAt' in state ? state.disputedAt : undefined
  if (event.type === 'clock.disputed' && disputedAt)
    return refusal('clock-disputed', `This has been disputed already, ${disputedAt.toISOString()}.`, {
      remedy: 'Wait for what the customer decides.',
    })
  if (event.type === 'clock.upheld' && !disputedAt)
    return refusal('clock-not-disputed', 'Nobody disputes this, or it has been decided already.')
  // Never early, whatever a queue or a worker's own clock believes.
  if (event.type === 'clock.due-passed' && event.at < state.dueAt)
    return refusal('clock-not-due', `The answer may still come until ${state.dueAt.toISOString()}.`)
  if (event.type === 'clock.counting' && event.at < state.countingFrom)
    return refusal('clock-not-counting', `Counting begins ${state.countingFrom.toISOString()}.`)
  // What is late stays late: afterwards it is for the buyer to excuse.
  if (event.type === 'clock.paused' && event.at > state.dueAt)
    return refusal('clock-late', `The answer has been late since ${state.dueAt.toISOString()}.`)
  if (event.type === 'clock.resumed' && state.at === 'paused' && event.at < state.pausedAt)
    return refusal('clock-not-now', 'A clock cannot resume before it was paused.')
  return event.type === 'clock.recounted' ? refuseRecount(state, event) : undefined
}

/** A changed calendar makes nobody late at a stroke, and nobody un-late: that is for the buyer to excuse. */
function refuseRecount(state: ClockState, event: { at: Date; dueAt: Date }): Refusal | undefined {
  const judged = state.at === 'paused' ? state.pausedAt : event.at
  if (judged > state.dueAt) return refusal('clock-late', `The answer has been late since ${state.dueAt.toISOString()}.`)
  if (event.dueAt > judged) return undefined
  return refusal('clock-late', `The answer would have been late since ${event.dueAt.toISOString()}.`)
}

/** The state after an event that `refuse` has let pass; throws on any other. */
export function apply(state: ClockState, event: ClockEvent): ClockState {
  const refused = refuse(state, event)
  if (refused) throw new Error(refused.detail)
  const { startedAt, countingFrom, dueAt } = state
  const course: Course = { startedAt, countingFrom, dueAt }
  switch (event.type) {
    case 'clock.counting':
      return { at: 'running', ...course }
    case 'clock.paused':
      return { at: 'paused', ...course, pausedAt: event.at, why: event.why }
    case 'clock.resumed':
      return { at: event.at < countingFrom ? 'pending' : 'running', ...course, dueAt: event.dueAt }
    case 'clock.recounted': {
      const recounted = { ...course, countingFrom: event.countingFrom, dueAt: event.dueAt }
      if (state.at === 'paused') return { ...state, ...recounted }
      return { at: event.at < event.countingFrom ? 'pending' : 'running', ...recounted }
    }
    case 'clock.answered':
      return answered(state, course, event.at)
    case 'clock.answer-withdrawn':
      return withdrawn(state, course, event)
    case 'clock.due-passed':
      return { at: 'breached', ...course, breachedAt: dueAt }
    case 'clock.acknowledged': {
      const stands = late(state, course)
      if (stands.at !== 'breached') return stands
      return { ...stands, acknowledgedAt: event.at, acknowledgedBy: event.by }
    }
    case 'clock.excused':
      return { at: 'excused', ...course, excuse: event.excuse, breachedAt: dueAt, ...stopOf(state) }
    case 'clock.excuse-taken-back':
      return late(state, course)
    case 'clock.disputed':
      return { ...late(state, course), disputedAt: event.at }
    case 'clock.upheld': {
      const { disputedAt: _decided, ...stands } = late(state, course)
      return stands
    }
    case 'clock.cancelled':
      return cancelled(state, course, event)
  }
}

/** A deadline cannot pass while the clock stands still, unless it had passed before the pause began. */
const inTime = (state: ClockState, { dueAt }: Course, at: Date): boolean =>
  state.at === 'paused' ? state.pausedAt <= dueAt : at <= dueAt

/** Late is measured at the door: an answer received in time is met, even when the breach was told before it was read. */
function answered(state: ClockState, course: Course, at: Date): ClockState {
  // One that came in time takes the excuse away with the breach: there was nothing to excuse.
  if (inTime(state, course, at) && !isAnswered(state)) return { at: 'met', ...course, stoppedAt: at }
  if (state.at === 'excused') return { ...state, stoppedAt: state.stoppedAt ?? at }
  if (state.at === 'cancelled-late') return state
  return { at: 'met-late', ...course, stoppedAt: at, breachedAt: course.dueAt, ...disputeOf(state) }
}

/** It is waited for as before: late at once where it is overdue, by the step that says so, or because that has been said. */
function withdrawn(state: ClockState, course: Course, { at, wasLate }: { at: Date; wasLate: boolean }): ClockState {
  if (state.at === 'excused') return { at: 'excused', ...course, excuse: state.excuse, breachedAt: state.breachedAt }
  const disputed = 'disputedAt' in state && state.disputedAt ? { disputedAt: state.disputedAt } : {}
  if (wasLate || 'disputedAt' in disputed) return { at: 'breached', ...course, breachedAt: course.dueAt, ...disputed }
  return { at: at < course.countingFrom ? 'pending' : 'running', ...course }
}

const isAnswered = (state: ClockState): boolean =>
  state.at === 'excused' && state.stoppedAt !== undefined && state.cancelledWhy === undefined

/** What is asked no more before it is due is late for nobody; what was late by then stays late. */
function cancelled(state: ClockState, course: Course, { at, why }: { at: Date; why: string }): ClockState {
  if (inTime(state, course, at)) return { at: 'cancelled', ...course, cancelledAt: at, why }
  if (state.at === 'excused') return state.stoppedAt ? state : { ...state, stoppedAt: at, cancelledWhy: why }
  const breachedAt = course.dueAt
  return { at: 'cancelled-late', ...course, stoppedAt: at, cancelledWhy: why, breachedAt, ...disputeOf(state) }
}

const disputeOf = (state: ClockState): Disputable =>
  state.at === 'breached' && state.disputedAt ? { disputedAt: state.disputedAt } : {}

type Late = Extract<ClockState, { at: 'breached' | 'met-late' | 'cancelled-late' }>

/** A breach that counts: as it is, or as it is again without its excuse. */
function late(state: ClockState, course: Course): Late {
  if (state.at === 'breached' || state.at === 'met-late' || state.at === 'cancelled-late') return state
  const { stoppedAt, cancelledWhy } = stopOf(state)
  const breachedAt = course.dueAt
  if (!stoppedAt) return { at: 'breached', ...course, breachedAt }
  if (cancelledWhy === undefined) return { at: 'met-late', ...course, stoppedAt, breachedAt }
  return { at: 'cancelled-late', ...course, stoppedAt, cancelledWhy, breachedAt }
}

const stopOf = (state: ClockState): Stopped => ({
  ...('stoppedAt' in state && state.stoppedAt ? { stoppedAt: state.stoppedAt } : {}),
  ...('cancelledWhy' in state && state.cancelledWhy !== undefined ? { cancelledWhy: state.cancelledWhy } : {}),
})

const said: Record<ClockAt, string> = {
  pending: 'not counting yet',
  running: 'running',
  paused: 'paused',
  met: 'met',
  breached: 'breached',
  'met-late': 'met late',
  excused: 'excused',
  cancelled: 'cancelled',
  'cancelled-late': 'cancelled late',
}

const verbs: Record<ClockEvent['type'], string> = {
  'clock.counting': 'begin to count',
  'clock.paused': 'be paused',
  'clock.resumed': 'be resumed',
  'clock.recounted': 'be counted anew',
  'clock.answered': 'be stopped by an answer',
  'clock.answer-withdrawn': 'lose its answer',
  'clock.due-passed': 'be breached',
  'clock.acknowledged': 'be taken on',
  'clock.excused': 'be excused',
  'clock.excuse-taken-back': 'lose an excuse',
  'clock.disputed': 'be disputed',
  'clock.upheld': 'be left standing',
  'clock.cancelled': 'be cancelled',
}
