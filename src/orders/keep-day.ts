// Until when an answer keeps the day asked for: taken on later, the lead time leads past it. Pure.
import type { WorkCalendar } from '../calendars/index.ts'
import { isRefusal } from '../kernel/errors.ts'
import { DAY_MS, type LocalDate, MINUTE_MS } from '../kernel/time.ts'
import { type LeadTimeTerms, leadTimeHint } from './lead-time.ts'

/** What lies further ahead presses nobody. */
export const KEEP_DAYS_MAX = 7

/**
 * The first instant at which an order that is taken on no longer reaches `day` within the lead time: at the cut-off, or
 * at closing. Undefined where that is past, or further ahead than KEEP_DAYS_MAX, or the calendar never opens.
 */
export function keptUntil(
  now: Date,
  day: LocalDate,
  terms: LeadTimeTerms,
  calendar: WorkCalendar,
  documentType: 'order' | 'call-off',
): Date | undefined {
  const keeps = (ms: number) => {
    const hint = leadTimeHint(new Date(ms), day, terms, calendar, documentType)
    return !isRefusal(hint) && !hint.insideLeadTime
  }
  // Whole minutes: calendars know no others. Once it keeps the day no more, it does not later either.
  let kept = Math.floor(now.getTime() / MINUTE_MS)
  let lost = kept + (KEEP_DAYS_MAX * DAY_MS) / MINUTE_MS
  if (!keeps(kept * MINUTE_MS) || keeps(lost * MINUTE_MS)) return undefined
  while (lost - kept > 1) {
    const middle = Math.floor((kept + lost) / 2)
    if (keeps(middle * MINUTE_MS)) kept = middle
    else lost = middle
  }
  // Exactly at the cut-off is in time, exactly at closing is not: either is said as the minute it is.
  const end = keeps(lost * MINUTE_MS - 1) ? lost : kept
  return end * MINUTE_MS > now.getTime() ? new Date(end * MINUTE_MS) : undefined
}
