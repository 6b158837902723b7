// Lays a clock out anew, after a pause or on a changed calendar: when it is due, why, and the steps on the way. Pure.
import { type CountedOn, dueAt, type ExplanationStep, type Pause } from '../calendars/index.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import type { ClockPause } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import { type Ladder, type Level, nextStep, type Step, soonIn, stepsFor } from './ladder.ts'
import type { Recount } from './tables.ts'

export type LaidOut = Pick<ClockRecord, 'countingFrom' | 'dueAt' | 'explanation' | 'steps' | 'soonAt'>

type Counted = Pick<ClockRecord, 'kind' | 'startedAt' | 'target' | 'pauses' | 'recounts'>

/** Refusals: those of the calendar, on which no due instant can be worked out any more. */
export function layOut(clock: Counted, calendar: CountedOn, ladder: Ladder): LaidOut | Refusal {
  const { startedAt, target, kind } = clock
  const pauses = asSpans(clock.pauses)
  const counted = dueAt(startedAt, target, calendar, { documentType: kind, pauses })
  if (isRefusal(counted)) return counted
  const course = { countingFrom: counted.startedCounting, dueAt: counted.due }
  const steps = asGiven(stepsFor(ladder, { ...course, target, calendar, pauses }), clock.recounts)
  const explanation = [...counted.explanation, ...clock.recounts.flatMap(told)]
  return { ...course, explanation, steps, soonAt: soonIn(steps) }
}

/** By the levels that they have since a delivery was moved: what was given for another day is told apart for good. */
export const asGiven = (steps: readonly Step[], recounts: readonly Recount[]): Step[] =>
  steps.map(step => ({
    ...step,
    level: recounts.reduce<string>(
      (level, recount) => ('movedFrom' in recount ? (recount.anew?.[level] ?? level) : level),
      step.level,
    ) as Level,
  }))

/** Where a clock goes from here. What has fired does not fire again. */
export function comesNext(
  at: ClockRecord['at'],
  steps: readonly Step[],
  fired: Iterable<string>,
  now: Date,
): { next: Step | undefined } & Pick<ClockRecord, 'nextLevel' | 'nextAt'> {
  const next = nextStep({ at, steps }, fired, now)?.step
  return { next, nextLevel: next?.level ?? null, nextAt: next ? new Date(next.at) : null }
}

/** A pause under way has no length yet. */
const asSpans = (pauses: readonly ClockPause[]): Pause[] =>
  pauses.flatMap(({ from, to, note }) => (to === null ? [] : [{ from: new Date(from), to: new Date(to), why: note }]))

/** Nothing where only reminders moved. */
export function told(recount: Recount): ExplanationStep[] {
  const [at, was] = [Date.parse(recount.at), Date.parse(recount.was)]
  if ('movedFrom' in recount) return [{ kind: 'promise-moved', at, from: recount.movedFrom, to: recount.movedTo, was }]
  if (recount.was === recount.due) return []
  return [{ kind: 'recounted', at, calendar: recount.calendar, version: recount.version, was }]
}
