// A policy lets the supplier pause its clock; it does so on the page of the order, and the buyer, who is told, lets it go on.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { type Called, openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, fill, reads, type Seat, signIn, sitDown, wider } from './portal.ts'

let world: SmallWorld
let anna: Seat
let jonas: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const seats = await Promise.all(['10.2.7.1', '10.2.7.2', '10.2.7.3'].map(from => sitDown({ from })))
  ;[anna, jonas, ole] = seats as [Seat, Seat, Seat]
  await signIn(anna.page, world.product.url, people.anna)
  await signIn(jonas.page, world.product.url, people.jonas)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([anna, jonas, ole].map(seat => seat?.browser.close()))
  await world?.close()
})

const clockOf = ({ id }: Called) =>
  until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows[0]
  })

test('who may pause is said reason by reason, and what nobody may pause for the supplier may not either', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Call-offs, paused by either' })
  const anybody = page.getByRole('group', { name: 'A clock may be paused for' })
  const supplier = page.getByRole('group', { name: 'The supplier too may pause it for' })
  await supplier.getByLabel('Force majeure').check()
  await supplier.getByLabel('Disputed').check()
  await anybody.getByLabel('Disputed').uncheck()
  await supplier.getByLabel('Disputed').waitFor({ state: 'detached' })
  await anybody.getByLabel('Disputed').check()
  expect(await supplier.getByLabel('Disputed').isChecked()).toBe(false)
  await supplier.getByLabel("A drawing of the customer's is waited for").check()
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.reload()
  await reads(page, 'Save as version 2')
  expect(await supplier.getByLabel('Force majeure').isChecked()).toBe(true)
  expect(await supplier.getByLabel('Another reason').isChecked()).toBe(false)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('the supplier pauses beside its answer; board and notice of the buyer say who, why and since when', async () => {
  const order = await world.callOff(world.nordlicht)
  const clock = await clockOf(order)
  await jonas.page.goto(`${world.product.url}/board`)
  await reads(jonas.page, `Call-off ${order.number}`)

  await ole.page.setViewportSize({ width: 390, height: 844 })
  await ole.page.goto(`${world.product.url}/orders/${order.id}`)
  await button(ole.page, 'Pause').click()
  const dialog = ole.page.getByRole('dialog', { name: 'Pause this clock' })
  await reads(dialog, 'The customer is told at once')
  await choose(ole.page, dialog, 'Reason', 'Force majeure')
  await field(dialog, 'What is waited for').fill('The plant is under water')
  await button(dialog, 'Pause').click()
  await reads(ole.page.getByRole('main'), /“The plant is under water” \(Ole Brandt, supplier\)/)
  await button(ole.page, 'Let it go on').waitFor()
  expect(await wider(ole)).toBe(false)

  const listed = jonas.page.getByRole('row').filter({ hasText: order.number })
  await reads(listed, /Paused since .* Force majeure\. “The plant is under water” \(Ole Brandt, supplier\)/)
  await jonas.page.goto(`${world.product.url}/notices`)
  await reads(jonas.page, `Paused by the supplier: Call-off ${order.number}`)

  await jonas.page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(jonas.page.getByRole('main'), /“The plant is under water” \(Ole Brandt, supplier\)/)
  await button(jonas.page, 'Let it go on').click()
  await reads(jonas.page.getByRole('main'), 'Ended by Jonas Reiter, customer.')
  await button(jonas.page, 'Pause').waitFor()
  await button(ole.page, 'Let it go on').waitFor({ state: 'detached' })
  // The buyer has spoken: the supplier is offered no further pause of this clock.
  expect(await button(ole.page, 'Pause').count()).toBe(0)
  await ole.page.goto(`${world.product.url}/notices`)
  await reads(ole.page, new RegExp(`Goes on: Call-off ${order.number}, due`))
  await ole.page.setViewportSize({ width: 1280, height: 800 })
  expect([jonas, ole].flatMap(({ complaints }) => complaints)).toEqual([])
}, 180_000)

test('on the page of the clock the supplier lets its own pause go on, and is offered the reasons that are left', async () => {
  const clock = await clockOf(await world.callOff(world.nordlicht))
  const { page } = ole
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await button(page, 'Pause').click()
  const dialog = page.getByRole('dialog', { name: 'Pause this clock' })
  await choose(page, dialog, 'Reason', "A drawing of the customer's is waited for")
  await field(dialog, 'What is waited for').fill('Drawing 4711-B')
  await button(dialog, 'Pause').click()
  await button(page, 'Let it go on').click()
  await reads(page.getByRole('main'), 'Ended by Ole Brandt, supplier.')
  await button(page, 'Pause').click()
  await field(dialog, 'Reason').click()
  expect(await page.getByRole('option').allTextContents()).toEqual(['Force majeure'])
  expect(ole.complaints).toEqual([])
}, 120_000)

test('what the buyer has paused the supplier reads, and cannot let go on', async () => {
  const clock = await clockOf(await world.callOff(world.nordlicht))
  const params = { clockId: clock.id }
  await world.is.jonas.call(slaApi.pause, { params, body: { reason: 'our-decision', note: 'Which colour' } })
  const { page } = ole
  await page.goto(`${world.product.url}/inbox`)
  await reads(page, /“Which colour” \(Jonas Reiter, customer\)/)
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(page.getByRole('main'), /“Which colour” \(Jonas Reiter, customer\)/)
  for (const name of ['Pause', 'Let it go on']) expect(await button(page, name).count()).toBe(0)
  expect(ole.complaints).toEqual([])
}, 120_000)
