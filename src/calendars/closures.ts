// Whose closure stopped the count, where two calendars have to be open: told among the other steps, in order of time. Pure.
import { dayOfDate, MINUTE_MS } from '../kernel/time.ts'
import { type ExplanationStep, msOf } from './explanation.ts'
import type { Closure, Hours, Interval } from './openings.ts'
import { without } from './stretches.ts'
import type { Pause } from './timeline.ts'

/** More than these are told as one sum for each calendar. */
const CLOSURES_TOLD_MAX = 6

interface Told {
  steps: ExplanationStep[]
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
  { start, counting, due }: Course,
  { kind }: { kind: string },
): ExplanationStep[] {
  const closures = new Closures(pauses.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })))
  if (kind === 'business-minutes') eachClosure({ from: start, to: due }, hours, closures.add)
  else {
    // Of calendar days every date counts, worked or not, up to the last; of a week only its day is looked at.
    const dates = steps.find(step => step.kind === 'calendar-days' || step.kind === 'weekday')
    if (!dates) eachClosure({ from: start, to: counting }, hours, closures.add)
    eachOfDays(dates ? dayOfDate(dates.date) : hours.dayOf(counting), { counting, due }, hours, closures.add)
  }
  return inTime(steps, closures.told(), hours)
}

type Tell = (from: number, to: number, calendar: string) => void

/** When only one of two calendars was open, cut to a span. */
export function closuresWithin(span: Interval, hours: Hours): Closure[] {
  const closures: Closure[] = []
  eachClosure(span, hours, (from, to, calendar) => closures.push({ from, to, calendar }))
  return closures
}

function eachClosure({ from, to }: Interval, hours: Hours, tell: Tell): void {
  if (from >= to) return
  for (let day = hours.dayOf(from); ; day++) {
    const { start, closed } = hours.of(day)
    if (start >= to) return
    for (const each of closed ?? [])
      if (each.to > from && each.from < to) tell(Math.max(each.from, from), Math.min(each.to, to), each.calendar)
  }
}

/** Of days what matters is, beside what kept the first from counting, those in vain and what moved the hour of the last. */
function eachOfDays(first: number, { counting, due }: Omit<Course, 'start'>, hours: Hours, tell: Tell): void {
  const last = hours.dayOf(due - 1)
  for (let day = first; day <= last; day++) {
    const { intervals, closed } = hours.of(day)
    if (intervals.length > 0 && day < last) continue
    for (const { from, to, calendar } of closed ?? [])
      if (from >= counting && (intervals.length === 0 || to === due || from === due)) tell(from, to, calendar)
  }
}

type ClosedStep = Extract<ExplanationStep, { kind: 'closed' }> & Interval

const closedStep = (from: number, to: number, calendar: string): ClosedStep => ({
  kind: 'closed',
  from,
  to,
  calendar,
  minutes: (to - from) / MINUTE_MS,
})

/** One by one, and at the same time in sums: a long target has hundreds. */
class Closures {
  private readonly pauses: readonly Interval[]
  private many = 0
  private readonly single: ClosedStep[] = []
  private readonly sums: ClosedStep[] = []

  constructor(pauses: readonly Interval[]) {
    this.pauses = pauses
  }

  readonly add: Tell = (from, to, calendar) => {
    if (this.pauses.length === 0) this.count(from, to, calendar)
    else for (const left of without([{ from, to }], this.pauses)) this.count(left.from, left.to, calendar)
  }

  told(): ClosedStep[] {
    return this.many > CLOSURES_TOLD_MAX ? this.sums : this.single
  }

  private count(from: number, to: number, calendar: string): void {
    this.many++
    if (this.many <= CLOSURES_TOLD_MAX) this.single.push(closedStep(from, to, calendar))
    const sum = this.sums.find(each => each.calendar === calendar)
    if (!sum) {
      this.sums.push(closedStep(from, to, calendar))
      return
    }
    sum.to = to
    sum.minutes += (to - from) / MINUTE_MS
  }
}

function inTime(steps: ExplanationStep[], closures: readonly ClosedStep[], hours: Hours): ExplanationStep[] {
  if (closures.length === 0) return steps
  const told: ExplanationStep[] = []
  let next = 0
  for (const step of steps) {
    for (let closure = closures[next]; closure && closure.from < beginOf(step, hours); closure = closures[next]) {
      told.push(closure)
      next++
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
