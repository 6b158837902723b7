// Lays a clock out anew, after a pause or on a changed calendar: when it is due, why, and the steps on the way. Pure.
import { type CountedOn, dueAt, type ExplanationStep, type Pause } from '../calendars/index.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import type { ClockPause } from './api.ts'
import type { ClockRecord } from './clock-row.ts'
import { isRepeat, type Ladder, type Level, nextStep, type Step, soonIn, stepsFor } from './ladder.ts'
import type { Recount } from './tables.ts'

export type LaidOut = Pick<ClockRecord, 'countingFrom' | 'dueAt' | 'explanation' | 'steps' | 'soonAt'>

type Counted = Pick<ClockRecord, 'kind' | 'startedAt' | 'target' | 'pauses' | 'recounts' | 'steps'>

/** Refusals: those of the calendar, on which no due instant can be worked out any more. */
export function layOut(clock: Counted, calendar: CountedOn, ladder: Ladder): LaidOut | Refusal {
  const { startedAt, target, kind } = clock
  const pauses = asSpans(clock.pauses)
  const counted = dueAt(startedAt, target, calendar, { documentType: kind, pauses })
  if (isRefusal(counted)) return counted
  const course = { countingFrom: counted.startedCounting, dueAt: counted.due }
  const steps = calledAsBefore(stepsFor(ladder, { ...course, target, calendar, pauses }), clock.steps)
  const explanation = [...counted.explanation, ...clock.recounts.flatMap(told)]
  return { ...course, explanation, steps, soonAt: soonIn(steps) }
}

/**
 * Steps that have fired and are to fire once more, in a turn of their own: 'warned-50-again-1'. Never the level of another
 * step of the ladder, whose second of a kind is 'warned-50-2'.
 */
export const again = (steps: readonly Step[], isDueAgain: (step: Step) => boolean, turn: number): Step[] =>
  steps.map(step => (isDueAgain(step) ? { ...step, level: `${ladderLevel(step.level)}-again-${turn}` as Level } : step))

/** A level is kept for good: by that of the ladder alone a step that is still to fire again would have fired. */
function calledAsBefore(steps: readonly Step[], before: readonly Step[]): Step[] {
  const levels = new Map(before.map(({ level }) => [ladderLevel(level), level]))
  return steps.map(step => ({ ...step, level: levels.get(step.level) ?? step.level }))
}

const ladderLevel = (level: string): Level => level.replace(/-again-\d+$/, '') as Level

/** How a step that has fired was laid out: in its place may stand by now the repeat after it, or its next turn. */
export function asLaidOut(steps: readonly Step[], fired: string): Step | undefined {
  const kindOf = (level: string) => (isRepeat(level) ? 'repeat' : ladderLevel(level))
  return steps.find(({ level }) => level === fired) ?? steps.find(({ level }) => kindOf(level) === kindOf(fired))
}

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
