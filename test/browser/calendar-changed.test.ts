// A calendar is changed while clocks run on it: what moves is read before it is saved, and each clock says why afterwards.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarsApi } from '../../src/calendars/api.ts'
import { agree } from '../../src/demo/set-up.ts'
import { addDays, localDateOf } from '../../src/kernel/time.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, reads, type Seat, signIn, sitDown } from './portal.ts'

/** A zone whose clocks never change: each day has 24 hours. */
const zone = 'Africa/Lagos'
const everyDay = [1, 2, 3, 4, 5, 6, 7].map(day => [day, [{ open: '00:00', close: '24:00' }]])
let world: SmallWorld
let anna: Seat
let calendarId: string

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const added = await world.is.anna.call(calendarsApi.add, {
    body: {
      ...{ name: 'Day and night', zone, always: false, week: Object.fromEntries(everyDay) },
      ...{ holidays: [], halfDays: [], shutdowns: [], extra: [], cutOff: {} },
    },
  })
  calendarId = added.id
  const { relationshipId: id } = world.nordlicht
  const { targets } = await world.is.anna.call(partnersApi.get, { params: { relationshipId: id } })
  const aDay = { kind: 'business-minutes', minutes: 24 * 60 } as const
  await agree(world.is.anna, { id }, { calendarId, targets: { ...targets, callOff: aDay } })
  anna = await sitDown({ from: '10.2.11.1' })
  await signIn(anna.page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await world?.close()
})

test('a holiday that is added says which clock it moves, from when to when, before it is saved; the clock says why after', async () => {
  const { page } = anna
  const { id, number } = await world.callOff(world.nordlicht)
  const before = await until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows[0]
  })
  await page.goto(`${world.product.url}/calendars/${calendarId}`)
  await reads(page, 'No running clock moves.')
  await button(page, 'Add a day').first().click()
  await field(page, 'Date')
    .first()
    .fill(addDays(localDateOf(new Date(), zone), 1))
  await field(page, 'Holiday').first().fill('Town fair')
  await reads(page, '1 of 1 running clocks moves.')
  const row = page.getByRole('table', { name: 'Running clocks' }).getByRole('row').filter({ hasText: number })
  const told = await row.locator('time').evaluateAll(times => times.map(each => each.getAttribute('datetime')))
  const aDayLater = new Date(Date.parse(before.dueAt) + 86_400_000).toISOString()
  expect(told).toEqual([before.dueAt, aDayLater])
  await button(page, 'Save as version 2').click()
  await reads(page, 'Version 2 of Day and night is in force.')
  await until('it has moved', async () => {
    const clock = await world.is.anna.call(slaApi.clock, { params: { clockId: before.id } })
    return clock.dueAt === aDayLater
  })
  await page.goto(`${world.product.url}/clocks/${before.id}`)
  await reads(page, /Calendar "Day and night" version 2: counted anew/)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('the next ten deadlines follow what is typed, and the holidays of a country are taken over and edited', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/calendars/new`)
  const deadlines = page.getByRole('listitem').filter({ has: page.getByText('Why', { exact: true }) })
  await until('ten deadlines', async () => (await deadlines.count()) === 10)
  const first = await deadlines.first().textContent()
  await page.getByLabel('Answer within (working minutes)').fill('960')
  await until('they follow the target', async () => (await deadlines.first().textContent()) !== first)
  await button(page, "Take a country's holidays").click()
  await choose(page, page, 'Country', 'Germany')
  await choose(page, page, 'Region', 'Bayern')
  const taken = page.getByRole('list', { name: /^Holidays of .*Bayern/ })
  await taken.waitFor()
  const many = await taken.getByRole('listitem').count()
  await button(page, 'Take over').click()
  await until('all are in', async () => (await field(page, 'Holiday').count()) === many)
  await field(page, 'Holiday').first().fill('Ours')
  await page.getByRole('button', { name: /^Remove .*Bayern/ }).waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)
