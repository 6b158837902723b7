// On which days the calendar agreed with a partner is closed, for what is typed and not sent yet.
import { calendarsApi } from '../../calendars/api.ts'
import { isClosedOn } from '../../calendars/closed-day.ts'
import { useEndpoint } from '../query.ts'

/** On none until it is known. */
export function useClosedDays(calendarId: string | null): (day: string) => boolean {
  const asked = { params: { calendarId: calendarId ?? '' } }
  const { data } = useEndpoint(calendarsApi.get, asked, { enabled: calendarId !== null })
  return day => data !== undefined && isClosedOn(day, data)
}
