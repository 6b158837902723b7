// The next ten deadlines on a calendar, so that whoever edits it sees what it does. Pure.
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { addDays, dayOfDate, instantOf, type LocalDate, localDateOf } from '../kernel/time.ts'
import type { Deadline } from './api.ts'
import type { WorkCalendar } from './calendar.ts'
import { hoursOf } from './openings.ts'
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
      openings: openingsBetween(localDateOf(start, calendar.zone), localDateOf(due.due, calendar.zone), calendar),
    })
  }
  return deadlines
}

function openingsBetween(first: LocalDate, last: LocalDate, calendar: WorkCalendar): Deadline['openings'] {
  const hours = hoursOf(calendar)
  const from = dayOfDate(first)
  const to = Math.min(dayOfDate(last), from + DAYS_DRAWN_MAX)
  return Array.from({ length: to - from + 1 }, (_, i) => hours.of(from + i).intervals)
    .flat()
    .map(each => ({ from: new Date(each.from).toISOString(), to: new Date(each.to).toISOString() }))
}
