// The life of a clock: one answer that is due. A union, the table of what may happen, refuse and apply. Pure.
import { type Refusal, refusal } from '../kernel/errors.ts'

/** What every clock knows from its start on. Instants; names as stored. */
export interface Course {
  /** The document was delivered, or became collectable. */
  startedAt: Date
  /** Later than `startedAt` when that was after the cut-off or outside opening. */
  countingFrom: Date
  dueAt: Date
}

export type ClockState =
  /** Started, but not counting before `countingFrom`. */
  | ({ at: 'pending' } & Course)
  | ({ at: 'running' } & Course)
  /** `dueAt` is what it was when the pause began; resuming moves it. */
  | ({ at: 'paused'; pausedAt: Date; why: string } & Course)
  | ({ at: 'met'; stoppedAt: Date } & Course)
  /** `acknowledgedAt`: somebody has taken the late answer on, repeats stop. */
  | ({ at: 'breached'; breachedAt: Date; acknowledgedAt?: Date; acknowledgedBy?: string } & Course)
  | ({ at: 'met-late'; stoppedAt: Date; breachedAt: Date } & Course)
  /** The breach is not the supplier's fault; counted apart. `stoppedAt` once answered. */
  | ({ at: 'excused'; excusedAt: Date; excusedBy: string; why: string; stoppedAt?: Date; breachedAt: Date } & Course)
  | ({ at: 'cancelled'; cancelledAt: Date; why: string } & Course)

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
  /** What had stopped the clock turned out not to apply. `dueAt` anew when a pause had moved it. */
  | { type: 'clock.answer-undone'; at: Date; dueAt?: Date }
  /** `at`: now, by the database's clock. */
  | { type: 'clock.due-passed'; at: Date }
  | { type: 'clock.acknowledged'; at: Date; by: string }
  | { type: 'clock.excused'; at: Date; by: string; why: string }
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
  met: ['clock.answer-undone'],
  breached: ['clock.answered', 'clock.acknowledged', 'clock.excused', 'clock.cancelled'],
  'met-late': ['clock.answer-undone', 'clock.excused'],
  excused: ['clock.answered', 'clock.answer-undone'],
  cancelled: [],
} as const satisfies Record<ClockAt, readonly ClockEvent['type'][]>

/** States in which an answer is still waited for. */
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

/** Refusals: clock-not-now, clock-not-due, clock-not-counting, clock-late. */
export function refuse(state: ClockState, event: ClockEvent): Refusal | undefined {
  if (!may(state.at, event.type))
    return refusal('clock-not-now', `A clock that is ${said[state.at]} cannot ${verbs[event.type]}.`)
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
    case 'clock.answer-undone':
      return undone(state, event.dueAt ? { ...course, dueAt: event.dueAt } : course)
    case 'clock.due-passed':
      return { at: 'breached', ...course, breachedAt: dueAt }
    case 'clock.acknowledged': {
      const breachedAt = state.at === 'breached' ? state.breachedAt : dueAt
      return { at: 'breached', ...course, breachedAt, acknowledgedAt: event.at, acknowledgedBy: event.by }
    }
    case 'clock.excused': {
      const stopped = state.at === 'met-late' ? { stoppedAt: state.stoppedAt } : {}
      const excused = { excusedAt: event.at, excusedBy: event.by, why: event.why, breachedAt: dueAt }
      return { at: 'excused', ...course, ...excused, ...stopped }
    }
    case 'clock.cancelled':
      return { at: 'cancelled', ...course, cancelledAt: event.at, why: event.why }
  }
}

/** Late is measured at the door: an answer received in time is met, even when the breach was told before it was read. */
function answered(state: ClockState, course: Course, at: Date): ClockState {
  if (state.at === 'excused') return { ...state, stoppedAt: state.stoppedAt ?? at }
  // A deadline cannot pass while the clock stands still, unless it had passed before the pause began.
  const inTime = state.at === 'paused' ? state.pausedAt <= course.dueAt : at <= course.dueAt
  return inTime
    ? { at: 'met', ...course, stoppedAt: at }
    : { at: 'met-late', ...course, stoppedAt: at, breachedAt: course.dueAt }
}

/** Counts on as if nothing had come. Where the due instant has passed meanwhile, the next step breaches it. */
function undone(state: ClockState, course: Course): ClockState {
  if (state.at === 'met-late') return { at: 'breached', ...course, breachedAt: course.dueAt }
  if (state.at !== 'excused') return { at: 'running', ...course }
  const { stoppedAt: _undone, ...excused } = state
  return { ...excused, ...course }
}

const said: Record<ClockAt, string> = {
  pending: 'not counting yet',
  running: 'running',
  paused: 'paused',
  met: 'met',
  breached: 'breached',
  'met-late': 'met late',
  excused: 'excused',
  cancelled: 'cancelled',
}

const verbs: Record<ClockEvent['type'], string> = {
  'clock.counting': 'begin to count',
  'clock.paused': 'be paused',
  'clock.resumed': 'be resumed',
  'clock.recounted': 'be counted anew',
  'clock.answered': 'be stopped by an answer',
  'clock.answer-undone': 'lose an answer',
  'clock.due-passed': 'be breached',
  'clock.acknowledged': 'be taken on',
  'clock.excused': 'be excused',
  'clock.cancelled': 'be cancelled',
}
