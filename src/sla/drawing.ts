// The explanation of a due instant as days to draw: what was open, what counted, what stood still. Pure.
import type { CountedOn } from '../calendars/both-open.ts'
import { closuresWithin } from '../calendars/closures.ts'
import { type ExplanationStep, msOf } from '../calendars/explanation.ts'
import { type Closure, hoursOf, type Interval } from '../calendars/openings.ts'
import { openWithin } from '../calendars/stretches.ts'
import { dateOfDay, dayOfInstant, MINUTE_MS, msOfWall } from '../kernel/time.ts'
import type { DrawnDay, Span } from './api.ts'

/** More days than these are not drawn. */
const DAYS_DRAWN_MAX = 31

interface Drawn {
  startedAt: Date
  dueAt: Date
  zone: string
  explanation: readonly ExplanationStep[]
}

/** Without a calendar all of the time is open. */
export function draw({ startedAt, dueAt, zone, explanation }: Drawn, calendar: CountedOn | undefined): DrawnDay[] {
  const first = dayOfInstant(startedAt.getTime(), zone)
  const last = Math.min(dayOfInstant(dueAt.getTime(), zone), first + DAYS_DRAWN_MAX - 1)
  const counted = stretchesOf(explanation, 'counted')
  const paused = stretchesOf(explanation, 'paused')
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const whole = { from: msOfWall(first + i, 0, zone), to: msOfWall(first + i + 1, 0, zone) }
    const date = dateOfDay(first + i)
    const holiday = explanation.find(step => step.kind === 'holiday' && step.date === date)
    const numbered = explanation.find(step => step.kind === 'day' && step.date === date)
    return {
      date,
      from: iso(whole.from),
      to: iso(whole.to),
      holiday: holiday?.kind === 'holiday' ? nameOf(holiday) : null,
      number: numbered?.kind === 'day' ? numbered.number : null,
      open: calendar ? openWithin(whole, hoursOf(calendar)).map(spanOf) : [spanOf(whole)],
      closed: calendar ? closuresWithin(whole, hoursOf(calendar)).map(closedOf) : [],
      counted: within(whole, counted),
      paused: within(whole, paused),
    }
  })
}

const iso = (ms: number): string => new Date(ms).toISOString()

const spanOf = ({ from, to }: Interval): Span => ({ from: iso(from), to: iso(to), minutes: (to - from) / MINUTE_MS })

const closedOf = (closure: Closure): DrawnDay['closed'][number] => ({ ...spanOf(closure), calendar: closure.calendar })

/** Of two calendars, whose holiday it is. */
const nameOf = ({ name, calendar }: { name: string; calendar?: string }): string =>
  calendar === undefined ? name : `${name} (${calendar})`

function stretchesOf(explanation: readonly ExplanationStep[], kind: 'counted' | 'paused'): Interval[] {
  return explanation.flatMap(step => (step.kind === kind ? [{ from: msOf(step.from), to: msOf(step.to) }] : []))
}

/** The parts that fall into a day: time that counts day and night goes over midnight. */
function within(day: Interval, stretches: readonly Interval[]): Span[] {
  return stretches
    .map(({ from, to }) => ({ from: Math.max(from, day.from), to: Math.min(to, day.to) }))
    .filter(({ from, to }) => to > from)
    .map(spanOf)
}
