// What one clock does when its work comes due: the steps that fire now, and when to look again. Pure.
import { apply, type ClockState, open, refuse } from './clock.ts'
import { type Hushing, isToSame, judge, nextStep, type Rising, repeatAfter, type Step } from './ladder.ts'

export interface Climber {
  state: ClockState
  steps: readonly Step[]
  /** Levels that have fired. */
  fired: readonly string[]
  /** Receipt of the relationship's earliest interchange that is not applied yet. */
  unappliedSince: Date | undefined
  /** When somebody of the supplier saw it. */
  seenAt?: Date | null
  /** When it was to be looked at; long before now after an outage. */
  lookDueAt?: Date | undefined
  /** What a repeat that goes on is counted on; needed when one is due. */
  counted?: Pick<Rising, 'target' | 'calendar'> | undefined
}

export interface Fired {
  step: Step
  unread: boolean
  /** False for what a later step of the same firing tells the same people: after an outage nobody needs both. */
  tell: boolean
}

export interface Climb {
  state: ClockState
  /** With the repeat to come in the place of the one that has fired. */
  steps: readonly Step[]
  fires: Fired[]
  /** The earliest step still to come. */
  next: Step | undefined
  /** Set when a step is due and has to wait for a document that may be the answer. */
  lookAgainAt: Date | undefined
}

/** Fires every step whose instant has come by the database's clock, in order, one level at a time. */
export function climb(climber: Climber, now: Date): Climb {
  const { state: before, steps: laidOut, fired, unappliedSince, seenAt = null, lookDueAt = now, counted } = climber
  let state = before
  let steps = laidOut
  const fires: Fired[] = []
  const levels = new Set(fired)
  if (!open.includes(state.at)) return { state, steps, fires, next: undefined, lookAgainAt: undefined }
  for (;;) {
    const { acknowledgedAt, disputedAt }: Hushing = state.at === 'breached' ? state : {}
    const hushing = { acknowledgedAt: acknowledgedAt ?? null, disputedAt: disputedAt ?? null, seenAt }
    const coming = nextStep({ at: state.at, steps, ...hushing }, levels, now)
    if (!coming?.isDue) return { state, steps, fires: told(fires), next: coming?.step, lookAgainAt: undefined }
    const { step } = coming
    const judged = judge(step, state, unappliedSince, now, now.getTime() - lookDueAt.getTime())
    if ('lookAgainAt' in judged)
      return { state, steps, fires: told(fires), next: step, lookAgainAt: judged.lookAgainAt }
    state = moved(state, step, now)
    levels.add(step.level)
    fires.push({ step, unread: judged.fire === 'unread', tell: true })
    const following = counted && repeatAfter(step, counted, now)
    if (following) steps = steps.map(each => (each === step ? following : each))
  }
}

function moved(state: ClockState, step: Step, now: Date): ClockState {
  const counting = { type: 'clock.counting', at: now } as const
  const counted = refuse(state, counting) ? state : apply(state, counting)
  return step.level === 'breached' ? apply(counted, { type: 'clock.due-passed', at: now }) : counted
}

function told(fires: Fired[]): Fired[] {
  return fires.map((each, i) => {
    const overtaken = fires.slice(i + 1).some(({ step }) => isToSame(step, each.step))
    return overtaken ? { ...each, tell: false } : each
  })
}
