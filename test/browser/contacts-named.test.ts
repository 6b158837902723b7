// A contact without a sign-in is kept, a ladder names it beside one of our people; both are told, and the supplier reads of neither.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let anna: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  anna = await sitDown({ from: '10.2.8.1' })
  ole = await sitDown({ width: 390, from: '10.2.8.2' })
  await signIn(anna.page, world.product.url, people.anna)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await ole?.browser.close()
  await world?.close()
})

test('contacts are named in a ladder and told by name; the supplier reads of a named contact', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('link', { name: 'Named contacts' }).click()
  await reads(page, 'No contact yet')
  await button(page, 'New contact').click()
  const dialog = page.getByRole('dialog')
  await fill(dialog, { Name: 'Kim Berg', 'Mail address': 'kim at plant' })
  await button(dialog, 'Save contact').click()
  await reads(dialog, /This is not a mail address/)
  anna.complaints.length = 0
  await fill(dialog, { 'Mail address': 'kim@plant.example' })
  await button(dialog, 'Save contact').click()
  await page.getByRole('cell', { name: 'kim@plant.example' }).waitFor()

  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Call-offs by name' })
  await page.getByLabel('Minutes', { exact: true }).fill('2')
  await page.getByRole('combobox', { name: 'Who is told' }).first().click()
  await page.getByRole('option', { name: 'named contacts' }).click()
  await button(page, 'Save policy').click()
  await reads(page, /Where: Reminders, step 1/)
  const contacts = page.getByRole('combobox', { name: 'Contacts' })
  expect(await contacts.getAttribute('aria-invalid')).toBe('true')
  anna.complaints.length = 0
  for (const name of ['Kim Berg', people.jonas.name]) await choose(page, page, 'Contacts', name)
  expect(await page.getByText(/names none/).count()).toBe(0)
  await reads(page.getByRole('figure', { name: 'The ladder, drawn' }), /Kim Berg/)
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.reload()
  await reads(page, /Kim Berg <kim@plant\.example>/)

  const order = await world.callOff(world.nordlicht)
  const clock = await until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: order.id } })
    return rows[0]
  })
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(page, /tells Kim Berg, /)
  await world.rows(`insert into kernel.clock_shift values ('70 seconds')`)
  await world.rows(`select pg_notify('pullwire_work', '')`)
  await reads(page, /Kim Berg <kim@plant\.example> mail/)
  await ole.page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(ole.page, /tells a named contact of the buyer's/)
  expect(await ole.page.getByText('Kim Berg').count()).toBe(0)
  expect([...anna.complaints, ...ole.complaints]).toEqual([])
}, 120_000)
