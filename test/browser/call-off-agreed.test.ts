// Two lines called off: the supplier, on a phone, accepts one and proposes another day for the other; the buyer agrees in one step.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemsApi } from '../../src/items/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, reads, type Seat, signIn, sitDown, untouched, wider } from './portal.ts'

let world: SmallWorld
let jonas: Seat
let ole: Seat
let order: { id: string; number: string }

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const secondItem = await anotherItem()
  const { supplierId, itemId } = world.nordlicht
  order = await world.is.jonas.call(ordersApi.issue, {
    body: {
      ...{ supplierId, shipToSiteId: world.siteId, kind: 'call-off' },
      lines: [
        { itemId, quantity: '40', needBy: world.inDays(21) },
        { itemId: secondItem, quantity: '60', needBy: world.inDays(21) },
      ],
    },
  })
  ;[jonas, ole] = await Promise.all([sitDown({ from: '10.2.0.1' }), sitDown({ from: '10.2.0.2', width: 390 })])
  await signIn(jonas.page, world.product.url, people.jonas)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([jonas?.browser.close(), ole?.browser.close()])
  await world?.close()
})

async function anotherItem(): Promise<string> {
  const item = await world.is.anna.call(itemsApi.add, {
    body: { number: 'HUB-2', description: 'Rear hub', unit: 'EA' },
  })
  await world.is.anna.call(itemsApi.addSupplierItem, {
    body: {
      ...{ supplierId: world.nordlicht.supplierId, itemId: item.id, supplierPartNumber: 'N-HUB-2' },
      ...{ packQuantity: '10', minimumQuantity: '20', leadTimeDays: 5 },
    },
  })
  return item.id
}

test('an item is found by what is typed, and another typed takes its place', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/orders/new`)
  const item = field(page, 'Item')
  for (const [typed, chosen] of [
    ['item-100', 'ITEM-10042'],
    ['hub', 'HUB-2'],
    ['item', 'ITEM-10042'],
  ] as const) {
    await item.click()
    await item.pressSequentially(typed)
    await page
      .getByRole('option', { name: new RegExp(`^${chosen}`) })
      .first()
      .click()
    await until('it to stand there', async () => (await item.inputValue()).startsWith(chosen))
  }
  expect(jonas.complaints).toEqual([])
}, 120_000)

test('a mixed answer, agreed to in one step, reads the same on both sides', async () => {
  const [buyer, supplier] = [jonas.page, ole.page]
  await buyer.goto(`${world.product.url}/orders/${order.id}`)
  await reads(buyer.getByRole('main'), 'Waits for answer')
  const same = await untouched(buyer)

  await supplier.getByRole('link', { name: order.number }).first().click()
  const first = supplier.getByRole('listitem').filter({ hasText: 'S-ITEM-10042' })
  const second = supplier.getByRole('listitem').filter({ hasText: 'N-HUB-2' })
  await first.getByText('Accept', { exact: true }).click()
  await second.getByText('Other date', { exact: true }).click()
  await field(second, 'Delivery on').fill(world.inDays(28))
  await field(second, 'Reason').fill('The bearings come a week later')
  expect(await wider(ole)).toBe(false)
  await button(supplier, 'Send answer').click()
  await reads(supplier, 'Answer sent.')

  const proposed = buyer.getByRole('listitem').filter({ hasText: 'HUB-2' })
  await reads(proposed, 'The bearings come a week later')
  await reads(buyer.getByRole('listitem').filter({ hasText: 'ITEM-10042' }), 'Confirmed')
  await button(proposed, 'Accept').click()
  await reads(proposed, 'Agreed with change')
  await reads(second, 'Agreed with change')
  await reads(supplier.getByRole('main'), 'Agreed with changes')
  await reads(buyer.getByRole('main'), 'Agreed with changes')
  expect(await same()).toBe(true)

  const seen = await Promise.all([world.is.jonas, world.is.ole].map(async who => await promisedTo(who)))
  expect(seen[0]).toEqual([world.inDays(21), world.inDays(28)])
  expect(seen[1]).toEqual(seen[0])
  expect(await wider(ole)).toBe(false)
  expect([...jonas.complaints, ...ole.complaints]).toEqual([])
}, 180_000)

const promisedTo = async (who: SmallWorld['is']['jonas']) =>
  (await who.call(ordersApi.get, { params: { orderId: order.id } })).lines.map(line => line.promised.at(-1)?.date)
