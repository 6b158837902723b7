// A policy for hot orders to a group: made, and read on the clock of a hot order by both sides, each in its own words.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, fill, reads, type Seat, signIn, sitDown, wider } from './portal.ts'

let world: SmallWorld
let anna: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  await agree(world.is.anna, { id: world.forja.relationshipId }, { supplierGroup: 'Castings' })
  anna = await sitDown({ from: '10.2.7.1' })
  ole = await sitDown({ width: 390, from: '10.2.7.2' })
  await signIn(anna.page, world.product.url, people.anna)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await ole?.browser.close()
  await world?.close()
})

test('a supplier and an item are put into groups, those in use being offered', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/partners/${world.nordlicht.relationshipId}`)
  await field(page, 'Supplier group').click()
  await page.getByRole('option', { name: 'Castings' }).click()
  await button(page, 'Save').click()
  await reads(page, /^Saved as version/)
  await page.goto(`${world.product.url}/items/${world.nordlicht.itemId}`)
  await fill(page, { 'Item group': 'Brakes' })
  await button(page, 'Save').click()
  await reads(page, /is saved/)
  await page.goto(`${world.product.url}/items?group=Brakes`)
  await until(
    'only those of the group are listed',
    async () => (await page.getByRole('cell', { name: 'Brakes' }).count()) === 1,
  )
  expect(anna.complaints).toEqual([])
}, 120_000)

test('a policy is made for hot call-offs of both groups', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Hot, within the hour' })
  await choose(page, page, 'Supplier group', 'Castings')
  expect(await field(page, 'Supplier').isDisabled()).toBe(true)
  await choose(page, page, 'Item group', 'Brakes')
  await choose(page, page, 'Priority', 'Hot')
  await field(page, 'Minutes').fill('60')
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('cell', { name: 'Group Castings' }).waitFor()
  await page.getByRole('cell', { name: 'Hot · Items of group Brakes' }).waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)

test('a hot call-off is issued, marked for both sides, and its clock says which policy holds and why', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/orders/new?item=${world.nordlicht.itemId}`)
  await fill(page, { Quantity: '40', 'Need by': world.inDays(14) })
  expect(await field(page, 'Priority').inputValue()).toBe('Normal')
  await choose(page, page, 'Priority', 'Hot')
  await button(page, 'Call off').click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await reads(page, /^Hot$/)
  const orderId = page.url().slice(-36)
  const clock = await until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: orderId } })
    return rows[0]
  })
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await page.getByRole('link', { name: 'Hot, within the hour, version 1' }).waitFor()
  await reads(page, 'It is for hot call-offs of item group "Brakes" to suppliers of group "Castings"')

  await ole.page.goto(`${world.product.url}/inbox`)
  await reads(ole.page, /^Hot$/)
  await ole.page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(ole.page, 'It is for hot call-offs of certain items to several suppliers, this one among them')
  expect(await ole.page.getByText(/Castings|Brakes/).count()).toBe(0)
  await ole.page.goto(`${world.product.url}/orders/${orderId}`)
  await reads(ole.page, /^Hot$/)
  expect(await wider(ole)).toBe(false)

  const { rows } = await world.is.ole.call(ordersApi.list, { query: { priority: 'hot' } })
  expect(rows.map(({ id }) => id)).toEqual([orderId])
  await page.goto(`${world.product.url}/orders?priority=hot`)
  await reads(page, /^Hot$/)
  expect([...anna.complaints, ...ole.complaints]).toEqual([])
}, 120_000)
