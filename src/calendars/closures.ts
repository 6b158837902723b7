// Whose closure stopped the count, where two calendars have to be open: told among the other steps, in order of time. Pure.
import { dayOfDate, MINUTE_MS } from '../kernel/time.ts'
import { type ExplanationStep, msOf } from './explanation.ts'
import type { Closure, Hours, Interval } from './openings.ts'
import { without } from './stretches.ts'
import type { Pause } from './timeline.ts'

/** More than these are told as one sum for each calendar. */
const CLOSURES_TOLD_MAX = 6

interface Told {
  steps: readonly ExplanationStep[]
  hours: Hours
  pauses: readonly Pause[]
}

interface Course {
  start: number
  counting: number
  due: number
}

/** The steps with the closures between start and due that made a difference to a target of this kind. */
export function withClosures(
  { steps, hours, pauses }: Told,
  course: Course,
  { kind }: { kind: string },
): ExplanationStep[] {
  const told =
    kind === 'business-minutes'
      ? closuresWithin({ from: course.start, to: course.due }, hours)
      : ofDays(steps, course, hours)
  const paused = pauses.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }))
  const closures = told.flatMap(each => without([each], paused).map(left => ({ ...left, calendar: each.calendar })))
  return inTime(steps, summed(closures.map(closedStep)), hours)
}

/** When only one of two calendars was open, cut to a span. */
export function closuresWithin({ from, to }: Interval, hours: Hours): Closure[] {
  const closures: Closure[] = []
  for (let day = hours.dayOf(from); hours.of(day).start < to; day++)
    for (const each of hours.of(day).closed ?? [])
      if (each.to > from && each.from < to)
        closures.push({ ...each, from: Math.max(each.from, from), to: Math.min(each.to, to) })
  return closures
}

/** Of days what matters is what kept the first from counting, those in vain, and what moved the hour of the last. */
function ofDays(steps: readonly ExplanationStep[], { start, counting, due }: Course, hours: Hours): Closure[] {
  // Of calendar days every date counts, worked or not, up to the last.
  const dates = steps.find(step => step.kind === 'calendar-days')
  const closures = dates ? [] : closuresWithin({ from: start, to: counting }, hours)
  for (let day = dates ? dayOfDate(dates.date) : hours.dayOf(counting); day <= hours.dayOf(due - 1); day++) {
    const { intervals, closed = [] } = hours.of(day)
    for (const each of closed)
      if (each.from >= counting && (intervals.length === 0 || each.to === due || each.from === due)) closures.push(each)
  }
  return closures
}

type ClosedStep = Extract<ExplanationStep, { kind: 'closed' }> & Interval

const closedStep = ({ from, to, calendar }: Closure): ClosedStep => ({
  ...{ kind: 'closed', from, to, calendar },
  minutes: (to - from) / MINUTE_MS,
})

function summed(steps: readonly ClosedStep[]): ClosedStep[] {
  if (steps.length <= CLOSURES_TOLD_MAX) return [...steps]
  const sums = new Map<string, ClosedStep>()
  for (const step of steps) {
    const sum = sums.get(step.calendar)
    sums.set(step.calendar, sum ? { ...sum, to: step.to, minutes: sum.minutes + step.minutes } : step)
  }
  return [...sums.values()]
}

function inTime(steps: readonly ExplanationStep[], closures: readonly ClosedStep[], hours: Hours): ExplanationStep[] {
  const told: ExplanationStep[] = []
  let next = 0
  for (const step of steps) {
    const at = beginOf(step, hours)
    for (; next < closures.length; next++) {
      const closure = closures[next]
      if (!closure || closure.from >= at) break
      told.push(closure)
    }
    told.push(step)
  }
  return told
}

/** Every closure that is told is told before the due instant. */
function beginOf(step: ExplanationStep, hours: Hours): number {
  if (step.kind === 'due') return Number.POSITIVE_INFINITY
  if (step.kind === 'counted' || step.kind === 'paused') return msOf(step.from)
  return step.kind === 'day' ? hours.of(dayOfDate(step.date)).start : Number.NEGATIVE_INFINITY
}
