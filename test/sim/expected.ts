// When each step of a clock is to fire, worked out for the oracle from what was agreed. Shares no code with the engine.
import type { WorkCalendar } from '../../src/calendars/calendar.ts'
import { type Hours, minutesOf, type Stretch } from './hours.ts'

export type Agreed =
  | { kind: 'business-minutes'; minutes: number }
  | { kind: 'business-days'; days: number; by: string }
  | { kind: 'elapsed'; minutes: number }

export interface Terms {
  kind: 'order' | 'call-off' | 'commit' | 'acknowledgment'
  start: number
  target: Agreed
  calendar: WorkCalendar
  hours: Hours
  /** Minutes after the breach until the buyer is told, and between repeats; how many, null without end. */
  buyerAfter: number
  repeatEvery: number
  repeatMax: number | null
  /** Of an acknowledgment: minutes until its one reminder. */
  warnAfter: number
}

export interface Expected {
  due: number
  /** Instants by level; of repeats without end only the first. */
  steps: Map<string, number>
}

const MINUTE = 60_000

const worked = new WeakMap<Terms, Map<string, Expected>>()

/** Worked out once for terms and what pauses there were. */
export function expectedOf(terms: Terms, pauses: readonly Stretch[]): Expected {
  const key = pauses.map(({ from, to }) => `${from}-${to}`).join()
  const known = worked.get(terms) ?? new Map<string, Expected>()
  worked.set(terms, known)
  const expected = known.get(key) ?? workOut(terms, pauses)
  known.set(key, expected)
  return expected
}

function workOut(terms: Terms, pauses: readonly Stretch[]): Expected {
  const { kind, hours, target } = terms
  const counting = target.kind === 'elapsed' ? terms.start : countingFrom(terms)
  const due =
    target.kind === 'business-days'
      ? dayDue(terms, counting, target, pauses)
      : hours.after(counting, target.minutes * MINUTE, pauses)
  const steps = new Map<string, number>()
  if (kind === 'acknowledgment') {
    const warned = hours.after(counting, terms.warnAfter * MINUTE, pauses)
    if (terms.warnAfter * MINUTE < (target.kind === 'elapsed' ? target.minutes * MINUTE : 0))
      steps.set('warned', warned)
    return { due, steps: steps.set('breached', due) }
  }
  const whole = hours.between(counting, due, pauses)
  steps.set('warned-50', hours.after(counting, 0.5 * whole, pauses))
  steps.set('warned-75', hours.after(counting, 0.75 * whole, pauses))
  steps.set('breached', due)
  steps.set('escalated-administrator', due)
  let last = hours.after(due, terms.buyerAfter * MINUTE, pauses)
  steps.set('escalated-buyer', last)
  for (let n = 1; n <= (terms.repeatMax ?? 1); n++) {
    last = hours.after(last, terms.repeatEvery * MINUTE, pauses)
    steps.set(`repeat-${n}`, last)
  }
  return { due, steps }
}

function countingFrom({ start, hours, calendar, kind }: Terms): number {
  const open = hours.next(start)
  const cutOff = calendar.cutOff?.[kind]
  const day = hours.dayOf(start)
  if (cutOff === undefined || start <= hours.wall(day, minutesOf(cutOff)) || hours.dayOf(open) !== day) return open
  return hours.next(hours.startOf(day + 1))
}

/** Day by day: a day whose opening was paused does not count; the hour is moved into the day's openings. */
function dayDue(
  { hours }: Terms,
  counting: number,
  { days, by }: { days: number; by: string },
  pauses: readonly Stretch[],
): number {
  const isPaused = (ms: number) => pauses.some(({ from, to }) => from <= ms && ms < to)
  const first = hours.dayOf(counting)
  let number = 0
  for (let day = first; ; day++) {
    const open = hours.ofDay(day)
    const [opening] = open
    if (!opening || (day > first && isPaused(opening.from))) continue
    if (day > first) number++
    if (number < days) continue
    const hour = hours.wall(day, minutesOf(by))
    const inside = open.findLast(({ from }) => from <= hour)
    const due = inside ? Math.min(hour, inside.to) : opening.from
    if (due > counting && !isPaused(due)) return due
  }
}
