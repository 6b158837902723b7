// A response policy edited with its replay preview: what it would have done is read before it is saved, and what runs is not moved.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarsApi } from '../../src/calendars/api.ts'
import { agree } from '../../src/demo/set-up.ts'
import { formatDate, wallOf, weekdayOf } from '../../src/kernel/time.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { type Called, openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let anna: Seat
let running: Called

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const quick = await world.callOff(world.nordlicht)
  await world.is.ole.call(ordersApi.answer, {
    params: { orderId: quick.id },
    body: { versionAnswered: 1, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
  })
  running = await world.callOff(world.nordlicht)
  await clockOf(running)
  anna = await sitDown({ from: '10.2.4.1' })
  await signIn(anna.page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await world?.close()
})

const clockOf = ({ id }: Called) =>
  until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows[0]
  })

test('a policy is made from the menu, its ladder drawn as it is set, and saved', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/calendars`)
  await page.getByRole('link', { name: 'Response policies' }).click()
  await reads(page, 'No policy yet')
  await page.getByRole('link', { name: 'New policy' }).first().click()
  await fill(page, { Name: 'Call-offs, every supplier' })
  const drawn = page.getByRole('figure', { name: 'The ladder, drawn' })
  await reads(drawn, '+1 h')
  await button(page, 'Add a reminder').click()
  await reads(drawn, '90 %')
  const mailed = drawn.getByRole('img', { name: 'and by mail' })
  const all = await mailed.count()
  await page.getByLabel('By mail too').first().uncheck()
  await until('it is drawn without its mail', async () => (await mailed.count()) === all - 1)
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await reads(page, 'Save as version 2')
}, 120_000)

test('a shorter target is replayed over what was asked before it is saved; what runs keeps its own', async () => {
  const { page } = anna
  const before = await clockOf(running)
  const replay = page.getByRole('table', { name: 'The last 90 days under this policy' })
  const figure = (name: string) => replay.getByRole('row').filter({ hasText: name }).getByRole('cell')
  await until('both clocks are replayed', async () => (await figure('Met').nth(2).textContent()) === '1')
  expect(await figure('Not answered yet').allTextContents()).toEqual(['Not answered yet', '1', '1'])
  await page.getByLabel('Minutes', { exact: true }).fill('30')
  await reads(page, '2 clocks would have ended or been due otherwise.')
  await page.getByRole('link', { name: `Call-off ${running.number}` }).waitFor()
  await button(page, 'Save as version 2').click()
  await reads(page, 'Save as version 3')
  await page.getByRole('table', { name: 'Versions' }).getByText('Version 1').waitFor()
  expect((await clockOf(running)).dueAt).toBe(before.dueAt)

  const next = await clockOf(await world.callOff(world.nordlicht))
  await page.goto(`${world.product.url}/clocks/${next.id}`)
  await page.getByRole('link', { name: 'Call-offs, every supplier, version 2' }).waitFor()
  await reads(page, 'It is for call-offs to every supplier, and none that applies is narrower.')
  await reads(page, 'In the portal alone, by no mail.')
  await page.goto(`${world.product.url}/clocks/${before.id}`)
  await reads(page, 'None: what is agreed between the two counts')
  expect(anna.complaints).toEqual([])
}, 120_000)

test('due on the next Thursday by an hour, as releases are, the clock says which Thursday that is', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('link', { name: 'Call-offs, every supplier' }).click()
  await choose(page, page, 'Answered within', 'A day of the week')
  await choose(page, page, 'The next', 'Thursday')
  await fill(page, { By: '14:30' })
  await reads(page, /No pause moves it/)
  await button(page, 'Save as version 3').click()
  await reads(page, 'Save as version 4')
  const clock = await clockOf(await world.callOff(world.nordlicht))
  const { date, time } = wallOf(new Date(clock.dueAt), clock.zone)
  expect([weekdayOf(date), time]).toEqual([4, '14:30'])
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(page, `The next Thursday is ${formatDate(date)}.`)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('one that would tie is refused in words, and a retired one times nothing more', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Another' })
  await button(page, 'Save policy').click()
  await reads(page, '"Call-offs, every supplier" is for call-offs to every supplier too')
  anna.complaints.length = 0
  await choose(page, page, 'Supplier', 'Nordlicht')
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.reload()
  await until('it says for whom it is', async () =>
    /^Nordlicht .*\(10042\)$/.test(await field(page, 'Supplier').inputValue()),
  )
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('link', { name: 'Another' }).click()
  await button(page, 'Retire').click()
  await button(page.getByRole('dialog'), 'Retire').click()
  await reads(page, 'This policy is retired')
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('link', { name: 'Call-offs, every supplier' }).click()
  await button(page, 'Retire').click()
  await button(page.getByRole('dialog'), 'Retire').click()
  await reads(page, 'This policy is retired')
  const after = await clockOf(await world.callOff(world.nordlicht))
  await page.goto(`${world.product.url}/clocks/${after.id}`)
  await reads(page, 'None: what is agreed between the two counts')
  expect(anna.complaints).toEqual([])
}, 120_000)

test('a clock that crosses a holiday is explained on its page by the words and the instant of the server', async () => {
  const { page } = anna
  const partner = { id: world.nordlicht.relationshipId }
  const { calendarId, targets } = await world.is.anna.call(partnersApi.get, {
    params: { relationshipId: partner.id },
  })
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map(day => [day, [{ open: '00:00', close: '24:00' }]])
  const { id: fairId } = await world.is.anna.call(calendarsApi.add, {
    body: {
      ...{ name: 'Closed for the fair', zone: 'Europe/Berlin', always: false, week: Object.fromEntries(everyDay) },
      ...{
        holidays: [{ date: world.inDays(1), name: 'Town fair' }],
        halfDays: [],
        shutdowns: [],
        extra: [],
        cutOff: {},
      },
    },
  })
  const aDay = { kind: 'business-minutes', minutes: 24 * 60 } as const
  await agree(world.is.anna, partner, { calendarId: fairId, targets: { ...targets, callOff: aDay } })
  const { id: clockId } = await clockOf(await world.callOff(world.nordlicht))
  await agree(world.is.anna, partner, { calendarId, targets })
  const { dueAt, explanation } = await world.is.anna.call(slaApi.clock, { params: { clockId } })
  expect(explanation.join(' ')).toMatch(/is a holiday \(Town fair\): skipped/)
  await page.goto(`${world.product.url}/clocks/${clockId}`)
  for (const sentence of explanation) await reads(page, sentence)
  await page.locator(`time[datetime="${dueAt}"]`).first().waitFor()
  await page.getByRole('img', { name: /Town fair/ }).waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)

test('whose hours count is chosen in words; a clock on both names both, and draws when one of them was closed', async () => {
  const { page } = anna
  const mornings = [1, 2, 3, 4, 5, 6, 7].map(day => [day, [{ open: '00:00', close: '12:00' }]])
  const { id: buyerCalendarId } = await world.is.anna.call(calendarsApi.add, {
    body: {
      ...{ name: 'Mornings', zone: 'Europe/Berlin', always: false, week: Object.fromEntries(mornings) },
      ...{ holidays: [], halfDays: [], shutdowns: [], extra: [], cutOff: {} },
    },
  })
  await agree(world.is.anna, { id: world.nordlicht.relationshipId }, { buyerCalendarId })
  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Both open' })
  await choose(page, page, 'Whose hours count', "A calendar of the policy's own")
  await reads(page, 'Choose the calendar whose hours count.')
  await choose(page, page, 'Whose hours count', 'Hours in which both are open')
  await reads(page, "Where one of us has no calendar, the other's hours count.")
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.reload()
  expect(await field(page, 'Whose hours count').inputValue()).toBe('Hours in which both are open')
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('cell', { name: 'Hours in which both are open' }).waitFor()

  const clock = await clockOf(await world.callOff(world.nordlicht))
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(page, 'Always, version 1; Mornings, version 1')
  await reads(page, 'both are open, the supplier by "Always" and the customer by "Mornings"')
  await reads(page, 'one of the two closed')
  await page
    .getByRole('img', { name: /12:00–24:00: Mornings closed/ })
    .first()
    .waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)
