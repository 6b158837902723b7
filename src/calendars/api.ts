// Sites and working calendars on the wire.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, DateText, Id, InstantText, Line, OneOf, OrNull, RowError } from '../kernel/wire.ts'

/** What a cut-off may be set for, and what a clock says it times; `decision`: the buyer's own, on a proposal. */
export const documentTypes = ['order', 'call-off', 'commit', 'decision'] as const
export type DocumentType = (typeof documentTypes)[number]

const site = {
  /** Goes out as the ship-to's code (N104). */
  code: Line(20),
  name: Line(60),
  zone: Line(60),
  street: Line(55),
  city: Line(30),
  region: Line(30),
  postalCode: Line(15),
  country: Line(3),
}
/** The working calendar of the site: the buyer's hours for what goes there; null: the one that a relationship names. */
const calendarId = OrNull(Id)
/** Left out, the calendar stays as it is. */
const siteBody = { ...site, calendarId: Type.Optional(calendarId) }
export const SiteBody = Closed(siteBody, {
  examples: [
    {
      code: 'STR1',
      name: 'Werk Stuttgart',
      zone: 'Europe/Berlin',
      street: 'Neckarstraße 12',
      city: 'Stuttgart',
      region: 'BW',
      postalCode: '70190',
      country: 'DE',
      calendarId: null,
    },
  ],
})
export type SiteBody = Static<typeof SiteBody>
export const Site = Type.Object({
  ...site,
  calendarId,
  calendarName: OrNull(Type.String()),
  id: Id,
  createdAt: InstantText,
})
export type Site = Static<typeof Site>

const Opening = Closed({ open: Line(5), close: Line(5) })
const calendar = {
  name: Line(80),
  zone: Line(60),
  /** Open day and night; the rest is then not looked at. */
  always: Type.Boolean(),
  /** ISO weekday '1' (Monday) to '7' -> openings in local wall time; one that closes no later than it opens ends on the next day. */
  week: Type.Record(Type.String({ pattern: '^[1-7]$' }), Type.Array(Opening, { maxItems: 8 })),
  /** `set`: the list it was taken over with. */
  holidays: Type.Array(Closed({ date: DateText, name: Line(80), set: Type.Optional(Line(80)) }), { maxItems: 1000 }),
  /** Hours of the day's own instead of the weekly ones. */
  halfDays: Type.Array(Closed({ date: DateText, name: Line(80), openings: Type.Array(Opening, { maxItems: 8 }) }), {
    maxItems: 1000,
  }),
  /** First and last day. */
  shutdowns: Type.Array(Closed({ from: DateText, to: DateText, name: Line(80) }), { maxItems: 200 }),
  extra: Type.Array(Closed({ date: DateText, openings: Type.Array(Opening, { maxItems: 8 }) }), { maxItems: 1000 }),
  /** Document type -> local time after which a start counts from the next opening. */
  cutOff: Closed(
    Object.fromEntries(documentTypes.map(type => [type, Type.Optional(Line(5))])) as Record<
      DocumentType,
      Type.TOptional<Type.TString>
    >,
  ),
}
const calendarExample = {
  name: 'Nordlicht, Kiel',
  zone: 'Europe/Berlin',
  always: false,
  week: {
    1: [{ open: '08:00', close: '16:30' }],
    2: [{ open: '08:00', close: '16:30' }],
    3: [{ open: '08:00', close: '16:30' }],
    4: [{ open: '08:00', close: '16:30' }],
    5: [{ open: '08:00', close: '14:00' }],
  },
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  halfDays: [{ date: '2026-12-24', name: 'Christmas Eve', openings: [{ open: '08:00', close: '12:00' }] }],
  shutdowns: [{ from: '2026-12-28', to: '2027-01-01', name: 'Between the years' }],
  extra: [],
  cutOff: { 'call-off': '14:00' },
}
export const CalendarBody = Closed(calendar, { examples: [calendarExample] })
export type CalendarBody = Static<typeof CalendarBody>
export const Calendar = Type.Object({ ...calendar, id: Id, version: Type.Integer(), createdAt: InstantText })
export type Calendar = Static<typeof Calendar>

export const CalendarRow = Type.Object({
  id: Id,
  name: Type.String(),
  zone: Type.String(),
  always: Type.Boolean(),
  version: Type.Integer(),
  /** Hours open in a week of the pattern. */
  weekHours: Type.Number(),
  nextHoliday: OrNull(Type.Object({ date: DateText, name: Type.String() })),
})
export type CalendarRow = Static<typeof CalendarRow>

const Minutes = Type.Integer({ minimum: 1, maximum: 2 * 366 * 24 * 60 })
const PreviewTarget = Type.Union([
  Closed({ kind: Type.Literal('business-minutes'), minutes: Minutes }),
  Closed({ kind: Type.Literal('business-days'), days: Type.Integer({ minimum: 0, maximum: 730 }), by: Line(5) }),
  Closed({ kind: Type.Literal('calendar-days'), days: Type.Integer({ minimum: 0, maximum: 730 }), by: Line(5) }),
  Closed({ kind: Type.Literal('elapsed'), minutes: Minutes }),
  Closed({ kind: Type.Literal('weekly'), weekday: Type.Integer({ minimum: 1, maximum: 7 }), by: Line(5) }),
])
export const PreviewBody = Closed(
  { calendar: CalendarBody, target: PreviewTarget, documentType: OneOf(documentTypes) },
  {
    examples: [
      { calendar: calendarExample, target: { kind: 'business-minutes', minutes: 240 }, documentType: 'call-off' },
    ],
  },
)
export const Deadline = Type.Object({
  startedAt: InstantText,
  countingFrom: InstantText,
  dueAt: InstantText,
  /** Sentences that add up to the target, the due instant first. */
  explanation: Type.Array(Type.String()),
  /** Open stretches from the start's day to the due day, to draw. */
  openings: Type.Array(Type.Object({ from: InstantText, to: InstantText })),
})
export type Deadline = Static<typeof Deadline>

export const Place = Type.Object({ code: Type.String(), name: Type.String() })
export type Place = Static<typeof Place>
export const HolidaySet = Type.Object({
  name: Type.String(),
  holidays: Type.Array(Type.Object({ date: DateText, name: Type.String(), set: Type.Optional(Type.String()) })),
})
export type HolidaySet = Static<typeof HolidaySet>
const Year = Type.Integer({ minimum: 2000, maximum: 2100 })

const siteParams = Closed({ siteId: Id })
const calendarParams = Closed({ calendarId: Id })

export const calendarsApi = {
  sites: endpoint('GET', '/api/sites', 'Lists the plants and ship-tos', {
    response: Type.Object({ rows: Type.Array(Site), total: Type.Integer() }),
  }),
  addSite: endpoint('POST', '/api/sites', 'Enters a site', { body: SiteBody, response: Site }),
  changeSite: endpoint('PUT', '/api/sites/:siteId', 'Changes a site', {
    params: siteParams,
    body: SiteBody,
    response: Site,
  }),
  removeSite: endpoint('DELETE', '/api/sites/:siteId', 'Removes a site that nothing uses', { params: siteParams }),
  list: endpoint('GET', '/api/calendars', 'Lists the working calendars', {
    response: Type.Object({ rows: Type.Array(CalendarRow), total: Type.Integer() }),
  }),
  get: endpoint('GET', '/api/calendars/:calendarId', 'Shows a calendar in the version in force', {
    params: calendarParams,
    response: Calendar,
  }),
  versions: endpoint('GET', '/api/calendars/:calendarId/versions', 'Lists every version a calendar has had', {
    params: calendarParams,
    response: Type.Object({ rows: Type.Array(Calendar) }),
  }),
  add: endpoint('POST', '/api/calendars', 'Makes a working calendar', { body: CalendarBody, response: Calendar }),
  change: endpoint('PUT', '/api/calendars/:calendarId', 'Writes the next version of a calendar', {
    params: calendarParams,
    body: Closed({ ...calendar, version: Type.Integer() }, { examples: [{ ...calendarExample, version: 1 }] }),
    response: Calendar,
  }),
  preview: endpoint('POST', '/api/calendars/preview', 'Works out the next ten deadlines on a calendar', {
    body: PreviewBody,
    response: Type.Object({ rows: Type.Array(Deadline) }),
  }),
  holidayPlaces: endpoint(
    'GET',
    '/api/holiday-places',
    'Lists the countries, and the regions of one, whose holidays are known',
    {
      query: Closed({ country: Type.Optional(Line(2)) }),
      response: Type.Object({ countries: Type.Array(Place), regions: Type.Array(Place) }),
    },
  ),
  holidaySet: endpoint('GET', '/api/holiday-sets', "Lists a country's or a region's public holidays, to take over", {
    query: Closed({ country: Line(2), region: Type.Optional(Line(10)), firstYear: Year, lastYear: Year }),
    response: HolidaySet,
  }),
  readHolidays: endpoint('POST', '/api/calendars/holidays', 'Reads pasted holidays, one `YYYY-MM-DD,Name` a line', {
    body: Closed({ text: Line(100_000) }, { examples: [{ text: '2026-12-25,Christmas\n2026-12-26,Boxing Day' }] }),
    response: Type.Object({
      holidays: Type.Array(Type.Object({ date: DateText, name: Type.String() })),
      errors: Type.Array(RowError),
    }),
  }),
}
