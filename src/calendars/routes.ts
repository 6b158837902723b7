// How sites and calendars are asked.
import type { FastifyInstance } from 'fastify'
import { isRefusal, Refused } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { calendarsApi as api } from './api.ts'
import { refuseCalendar } from './calendar.ts'
import { addCalendar, changeCalendar } from './change-calendar.ts'
import { addSite, changeSite, removeSite } from './change-site.ts'
import { holidayPlaces, holidaySet } from './holiday-sets.ts'
import { nextDeadlines } from './preview.ts'
import { getCalendar, listCalendars, listSites, listVersions, workCalendarOf } from './queries.ts'
import { readHolidays } from './read-holidays.ts'

export function calendarsRoutes(app: FastifyInstance): void {
  serve(app, api.sites, { act: 'site.view' }, ({ tx }) => listSites(tx))
  serve(app, api.addSite, { act: 'site.manage' }, ({ tx, body }) => addSite(tx, body))
  serve(app, api.changeSite, { act: 'site.manage' }, ({ tx, params, body }) => changeSite(tx, params.siteId, body))
  serve(app, api.removeSite, { act: 'site.manage' }, ({ tx, params }) => removeSite(tx, params.siteId))

  serve(app, api.list, { act: 'calendar.view' }, ({ tx }) => listCalendars(tx))
  serve(app, api.get, { act: 'calendar.view' }, ({ tx, params }) => getCalendar(tx, params.calendarId))
  serve(app, api.versions, { act: 'calendar.view' }, ({ tx, params }) => listVersions(tx, params.calendarId))
  serve(app, api.add, { act: 'calendar.manage' }, ({ tx, body }) => addCalendar(tx, body))
  serve(app, api.change, { act: 'calendar.manage' }, ({ tx, params, body }) =>
    changeCalendar(tx, params.calendarId, body),
  )
  serve(app, api.preview, { act: 'calendar.view' }, async ({ tx, body }) => {
    const calendar = workCalendarOf('preview', 0, body.calendar)
    const refused = refuseCalendar(calendar)
    if (refused.length > 0) throw new Refused(refused)
    const rows = nextDeadlines(tx.now, calendar, body.target, body.documentType)
    return isRefusal(rows) ? rows : { rows }
  })
  serve(app, api.holidayPlaces, { act: 'calendar.view' }, ({ query }) => holidayPlaces(query.country))
  serve(app, api.holidaySet, { act: 'calendar.view' }, ({ query }) => holidaySet(query))
  serve(app, api.readHolidays, { act: 'calendar.manage' }, async ({ body }) => readHolidays(body.text))
}
