// The explanation of a due instant as stretches of time to draw: what was open, what counted, what stood still. Pure.
import type { WorkCalendar } from '../calendars/calendar.ts'
import type { ExplanationStep } from '../calendars/explanation.ts'
import { hoursOf, type Interval } from '../calendars/openings.ts'
import { dateOfDay, dayOfInstant, MINUTE_MS, msOfWall } from '../kernel/time.ts'
import type { ClockDetail, Stretch } from './api.ts'

/** More days than these are not drawn. */
const DAYS_DRAWN_MAX = 31

export type Drawing = Pick<ClockDetail, 'stretches' | 'holidays' | 'cutOff'>

interface Drawn {
  startedAt: Date
  dueAt: Date
  zone: string
  explanation: readonly ExplanationStep[]
}

/** Without a calendar all of the time is open. */
export function draw(clock: Drawn, calendar: WorkCalendar | undefined): Drawing {
  const { startedAt, dueAt, zone, explanation } = clock
  const first = dayOfInstant(startedAt.getTime(), zone)
  const last = Math.min(dayOfInstant(dueAt.getTime(), zone), first + DAYS_DRAWN_MAX)
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const open: Interval[] = calendar
    ? days.flatMap(day => hoursOf(calendar).of(day).intervals)
    : [{ from: startedAt.getTime(), to: dueAt.getTime() }]
  return {
    stretches: [...open.map(each => stretch('open', each)), ...explanation.flatMap(told)],
    holidays: explanation
      .flatMap(step => (step.kind === 'holiday' ? [wholeDay(step.date, step.name, days, zone)] : []))
      .flat(),
    cutOff: cutOffOf(explanation),
  }
}

const stretch = (kind: Stretch['kind'], { from, to }: Interval): Stretch => ({
  kind,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  minutes: (to - from) / MINUTE_MS,
})

function told(step: ExplanationStep): Stretch[] {
  if (step.kind !== 'counted' && step.kind !== 'paused') return []
  const { kind, from, to, minutes } = step
  return [{ kind, from, to, minutes }]
}

function wholeDay(date: string, name: string, days: readonly number[], zone: string): Drawing['holidays'] {
  const day = days.find(each => dateOfDay(each) === date)
  if (day === undefined) return []
  const at = (each: number) => new Date(msOfWall(each, 0, zone)).toISOString()
  return [{ date, name, from: at(day), to: at(day + 1) }]
}

function cutOffOf(explanation: readonly ExplanationStep[]): Drawing['cutOff'] {
  const step = explanation.find(each => each.kind === 'after-cut-off')
  return step ? { time: step.cutOff, at: step.at, next: step.next } : null
}
