// The next ten deadlines on a calendar, so that whoever edits it sees what it does. Pure.
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { addDays, dayOfInstant, instantOf, localDateOf, msOfWall } from '../kernel/time.ts'
import type { Deadline } from './api.ts'
import type { WorkCalendar } from './calendar.ts'
import { hoursOf } from './openings.ts'
import { openWithin } from './stretches.ts'
import { dueAt, explain, type Target } from './working-time.ts'

const DEADLINES = 10
/** A morning and an afternoon in turn: one before the usual cut-off, one after it. */
const startTimes = ['09:30', '16:30'] as const
/** More days than these are not drawn. */
const DAYS_DRAWN_MAX = 31

/** What starts now, and on each of the next nine days: when would it be due, and why. */
export function nextDeadlines(
  now: Date,
  calendar: WorkCalendar,
  target: Target,
  documentType: string,
): Deadline[] | Refusal {
  const today = localDateOf(now, calendar.zone)
  const deadlines: Deadline[] = []
  for (let i = 0; i < DEADLINES; i++) {
    const time = startTimes[i % 2] ?? startTimes[0]
    const start = i === 0 ? now : instantOf(addDays(today, i), time, calendar.zone)
    const due = dueAt(start, target, calendar, { documentType })
    if (isRefusal(due)) return due
    deadlines.push({
      startedAt: start.toISOString(),
      countingFrom: due.startedCounting.toISOString(),
      dueAt: due.due.toISOString(),
      explanation: explain(due.explanation, calendar.zone),
      openings: openingsAround(start, due.due, calendar),
    })
  }
  return deadlines
}

/** Those of the whole days from the start's to the due one. */
function openingsAround(start: Date, due: Date, calendar: WorkCalendar): Deadline['openings'] {
  const first = dayOfInstant(start.getTime(), calendar.zone)
  const last = Math.min(dayOfInstant(due.getTime(), calendar.zone), first + DAYS_DRAWN_MAX)
  const whole = { from: msOfWall(first, 0, calendar.zone), to: msOfWall(last + 1, 0, calendar.zone) }
  return openWithin(whole, hoursOf(calendar)).map(each => ({
    from: new Date(each.from).toISOString(),
    to: new Date(each.to).toISOString(),
  }))
}
