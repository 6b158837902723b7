// Whose hours a clock is counted in: the calendars that a policy's rule names, of those that the relationship has. Pure.
import type { ClockKind } from './api.ts'
import type { PolicyBody, WhoseHours } from './policy-api.ts'
import { isOwn } from './whose.ts'

/** The supplier's, and the buyer's own. */
export interface Agreed {
  calendarId: string | null
  buyerCalendarId: string | null
}

/** The calendar of whoever is to answer, or the one that stands in its place; and the other party's, where both have to be open. */
export interface CalendarIds {
  hours: WhoseHours
  calendarId: string | null
  otherCalendarId: string | null
}

export function calendarsFor(
  { hours, calendarId }: Pick<PolicyBody, 'hours' | 'calendarId'>,
  kind: ClockKind,
  agreed: Agreed,
): CalendarIds {
  const { calendarId: suppliers, buyerCalendarId: buyers } = agreed
  const [answerers, others] = isOwn({ kind }) ? [buyers, suppliers] : [suppliers, buyers]
  switch (hours) {
    case 'agreed':
      return { hours, calendarId: answerers, otherCalendarId: null }
    case 'buyer':
      return { hours, calendarId: buyers, otherCalendarId: null }
    case 'both':
      return { hours, calendarId: answerers, otherCalendarId: others }
    case 'own':
      return { hours, calendarId, otherCalendarId: null }
  }
}

/** What counts where no policy applies. */
export const asAgreed = { hours: 'agreed', calendarId: null } as const

/** In words, where it is not plainly the supplier's by what is agreed. `names`: of the calendars that are there. */
export function hoursNote(kind: ClockKind, hours: WhoseHours, names: { calendar?: string; other?: string }): string {
  const [answerer, other] = isOwn({ kind }) ? ['customer', 'supplier'] : ['supplier', 'customer']
  const { calendar, other: others } = names
  if (hours !== 'both') {
    if (isOwn({ kind })) return `Whose hours count: the customer's own, by its calendar "${calendar}".`
    return hours === 'buyer' ? `Whose hours count: the customer's, by its calendar "${calendar}".` : ''
  }
  if (calendar === undefined || others === undefined) {
    const [missing, there] = calendar === undefined ? [answerer, other] : [other, answerer]
    return `Whose hours count: those in which both are open. No working calendar of the ${missing} is named, which stands for day and night, so the ${there}'s alone count, by "${calendar ?? others}".`
  }
  if (calendar === others) return `Whose hours count: those in which both are open; both work by "${calendar}".`
  return `Whose hours count: those in which both are open, the ${answerer} by "${calendar}" and the ${other} by "${others}". Days, cut-off and time of day are the ${answerer}'s.`
}

/** The two never open together, so that the answerer's alone count. */
export function apartNote(kind: ClockKind, calendar: string, other: string): string {
  const answerer = isOwn({ kind }) ? 'customer' : 'supplier'
  return `"${calendar}" and "${other}" are not open at the same time often enough to count on, so the ${answerer}'s hours alone count, by "${calendar}".`
}
