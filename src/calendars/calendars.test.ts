// Sites and calendars as they are asked: versions, who sees them, what is refused.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bring, type House, openHouse, settle, type Visitor } from '../../test/door.ts'
import { type CalendarBody, calendarsApi, PreviewBody, SiteBody } from './api.ts'
import { calendarsRoutes } from './routes.ts'

let house: House
let anna: Visitor
const exampleOf = <T>(schema: unknown): T => (schema as { examples: T[] }).examples[0] as T
const site = exampleOf<SiteBody>(SiteBody)
const { calendar } = exampleOf<{ calendar: CalendarBody }>(PreviewBody)

beforeAll(async () => {
  house = await openHouse()
  calendarsRoutes(house.app)
  anna = await settle(house)
})
afterAll(() => house.close())

test('a site is entered, changed and removed; its code is its own', async () => {
  const added = await anna.asks(calendarsApi.addSite, { body: site })
  expect(added.status).toBe(200)
  expect((await anna.asks(calendarsApi.addSite, { body: site })).code).toBe('site-code-taken')
  const params = { siteId: added.value.id }
  const changed = await anna.asks(calendarsApi.changeSite, { params, body: { ...site, city: 'Esslingen' } })
  expect(changed.value.city).toBe('Esslingen')
  const other = await anna.asks(calendarsApi.addSite, { body: { ...site, code: 'MUC1' } })
  const taken = await anna.asks(calendarsApi.changeSite, { params: { siteId: other.value.id }, body: site })
  expect(taken.code).toBe('site-code-taken')
  expect((await anna.asks(calendarsApi.removeSite, { params: { siteId: other.value.id } })).status).toBe(204)
  expect((await anna.asks(calendarsApi.sites)).value.rows.map(({ code }) => code)).toEqual([site.code])
})

test('everything wrong with a site is said at once', async () => {
  const refused = await anna.asks(calendarsApi.addSite, {
    body: { ...site, code: '?', zone: 'Mars/Olympus', country: 'Germany'.slice(0, 3), name: ' ' },
  })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('Mars/Olympus')
  expect(refused.text).toContain('ISO 3166')
})

test('editing a calendar writes a version; the old one stays; an edit of an old version is refused', async () => {
  const added = await anna.asks(calendarsApi.add, { body: calendar })
  expect(added.value).toMatchObject({ version: 1, name: calendar.name, cutOff: { 'call-off': '14:00' } })
  const params = { calendarId: added.value.id }
  const holidays = [...calendar.holidays, { date: '2026-05-01', name: 'Labour Day' }]
  const changed = await anna.asks(calendarsApi.change, { params, body: { ...calendar, holidays, version: 1 } })
  expect(changed.value).toMatchObject({ version: 2, holidays: [{ date: '2026-05-01' }, { date: '2026-12-25' }] })
  const late = await anna.asks(calendarsApi.change, { params, body: { ...calendar, version: 1 } })
  expect(late.code).toBe('changed-meanwhile')
  const versions = await anna.asks(calendarsApi.versions, { params })
  expect(versions.value.rows.map(({ version }) => version)).toEqual([2, 1])
  const listed = await anna.asks(calendarsApi.list)
  expect(listed.value.rows).toMatchObject([{ version: 2, weekHours: 40 }])
})

test('a calendar that never opens, or has an opening without an end, is refused with the place', async () => {
  const refused = await anna.asks(calendarsApi.add, {
    body: { ...calendar, name: 'Wrong', week: { 1: [{ open: '17:00', close: '17:00' }] } },
  })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('/week/1/0')
  expect((await anna.asks(calendarsApi.add, { body: calendar })).code).toBe('calendar-name-taken')
})

test('a preview works out deadlines of a calendar that is not saved yet', async () => {
  const preview = await anna.asks(calendarsApi.preview, {
    body: {
      calendar: { ...calendar, name: 'Unsaved' },
      target: { kind: 'elapsed', minutes: 2 },
      documentType: 'order',
    },
  })
  expect(preview.value.rows).toHaveLength(10)
  const [first] = preview.value.rows
  expect(Date.parse(first?.dueAt ?? '') - Date.parse(first?.startedAt ?? '')).toBe(120_000)
})

test('a reader may look and not change; nobody sees another organization', async () => {
  const reader = await bring(house, anna, { email: 'rita@velowerk.example', name: 'Rita', role: 'read-only' })
  expect((await reader.asks(calendarsApi.list)).status).toBe(200)
  expect((await reader.asks(calendarsApi.add, { body: calendar })).status).toBe(403)
  const unknown = { calendarId: '0190f3a0-0000-7000-8000-000000000001' }
  expect((await reader.asks(calendarsApi.get, { params: unknown })).status).toBe(404)
})
