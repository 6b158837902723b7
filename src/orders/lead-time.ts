// Whether a day asked for lies inside the supplier's lead time, and from when the lead time counts today. Pure.
import { dueAt, type WorkCalendar } from '../calendars/index.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { addDays, type LocalDate, localDateOf } from '../kernel/time.ts'

export interface LeadTimeTerms {
  /** Working days of the supplier's calendar, from order to dispatch. */
  leadTimeDays: number
  /** Days from dispatch to the ship-to. */
  transitDays: number
}

export interface LeadTimeHint {
  zone: string
  /** The supplier's cut-off for this kind of order, HH:MM. */
  cutOff: string | null
  afterCutOff: boolean
  /** The supplier is closed just now. */
  closed: boolean
  /** The supplier's first working day that counts. */
  countsFrom: LocalDate
  /** The first day that the lead time allows at the ship-to. */
  earliest: LocalDate
  /** Whether the day asked for is earlier than that. */
  insideLeadTime: boolean
}

/** Ordered now, needed by then. Refusals are those of the calendar: it never opens, or the day is too far. */
export function leadTimeHint(
  now: Date,
  needBy: LocalDate | undefined,
  terms: LeadTimeTerms,
  calendar: WorkCalendar,
  documentType: 'order' | 'call-off',
): LeadTimeHint | Refusal {
  // By closing time of the last day: 24:00 is clamped into that day's openings.
  const target = { kind: 'business-days' as const, days: terms.leadTimeDays, by: '24:00' }
  const due = dueAt(now, target, calendar, { documentType })
  if (isRefusal(due)) return due
  const cutOff = calendar.cutOff?.[documentType] ?? null
  // Closing at 24:00 is midnight, which is the next day's first instant: the last working day is the one it ends.
  const lastDay = localDateOf(new Date(due.due.getTime() - 1), calendar.zone)
  const earliest = addDays(lastDay, terms.transitDays)
  return {
    zone: calendar.zone,
    cutOff,
    afterCutOff: due.explanation.some(({ kind }) => kind === 'after-cut-off'),
    closed: due.explanation.some(({ kind }) => kind === 'outside-opening'),
    countsFrom: localDateOf(due.startedCounting, calendar.zone),
    earliest,
    insideLeadTime: needBy !== undefined && needBy < earliest,
  }
}
