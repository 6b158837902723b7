// A supplier's people answer by hand: a slip is named at its field, a colleague's answer is not overwritten unseen.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forecastsApi } from '../../src/forecasts/api.ts'
import { addDays, mondayOf } from '../../src/kernel/time.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  ole = await sitDown({ from: '10.2.0.2', width: 390 })
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await ole?.browser.close()
  await world?.close()
})

const callOff = async (quantity: string) => {
  const { supplierId, itemId } = world.nordlicht
  return await world.is.jonas.call(ordersApi.issue, {
    body: {
      ...{ supplierId, shipToSiteId: world.siteId, kind: 'call-off' },
      lines: [1, 2].map(() => ({ itemId, quantity, needBy: world.inDays(21) })),
    },
  })
}
const pathOf = () => new URL(ole.page.url()).pathname

test('a slip stands at its field, less is said before it is sent, and one line’s answer can be corrected', async () => {
  const order = await callOff('40')
  const { page } = ole
  await page.goto(`${world.product.url}/orders/${order.id}`)
  const second = page.getByRole('listitem').filter({ hasText: '2 · ' })
  await second.getByText('Other date', { exact: true }).click()
  await field(second, 'Delivery on').fill(world.inDays(-6))
  await reads(second, /lies before .*, the day of this answer/)
  await button(page, 'Send answer').click()
  expect(await field(second, 'Delivery on').evaluate(node => node === node.ownerDocument.activeElement)).toBe(true)

  await second.getByText('Split', { exact: true }).click()
  await button(page, 'Send answer').click()
  await reads(page, 'Line 2: The quantity of delivery 2 is missing.')
  await second.getByText('Other quantity', { exact: true }).click()
  await field(second, 'Quantity').fill('0')
  await reads(second, 'A promised quantity is more than 0.')
  await field(second, 'Quantity').fill('27')
  await reads(page, 'Line 2: 13 EA less than asked: the customer decides.')
  await reads(page, '1 line stays open.')
  await button(page, 'Send answer').click()
  await reads(page, 'Answer sent.')
  await button(page, 'Change your answer').click()
  await button(page, 'Cancel').click()
  expect(await button(page, 'Change your answer').count()).toBe(1)
  expect(ole.complaints).toEqual([])
}, 180_000)

test('an answer begun and not sent says so when it is there again, and nothing is a mistake before it is sent', async () => {
  const order = await callOff('70')
  const { page } = ole
  await page.goto(`${world.product.url}/orders/${order.id}`)
  const first = page.getByRole('listitem').filter({ hasText: '1 · ' })
  await first.getByText('Reject', { exact: true }).click()
  const missing = page.getByText('Line 1: The reason is missing.')
  const colour = () => missing.evaluate(node => node.ownerDocument.defaultView?.getComputedStyle(node).color)
  const before = await colour()
  await button(page, 'Send answer').click()
  await first.locator('[aria-invalid="true"]').waitFor()
  expect(await colour()).not.toBe(before)
  await page.reload()
  await reads(page, 'This is your unsent answer')
  await button(page, 'Discard it').click()
  await page.getByText('This is your unsent answer').waitFor({ state: 'detached' })
  expect(await button(page, 'Accept all 2 lines as asked').count()).toBe(1)
  await page.reload()
  await button(page, 'Accept all 2 lines as asked').waitFor()
  expect(await page.getByText('This is your unsent answer').count()).toBe(0)
  expect(ole.complaints).toEqual([])
}, 180_000)

test('what the customer proposes instead is what the button says it accepts, and it is not late', async () => {
  const order = await callOff('30')
  const params = { orderId: order.id }
  const on = (days: number) => [{ quantity: '30', date: world.inDays(days) }]
  const propose = { act: 'propose' as const, promised: on(29), reason: '' }
  const lines = [1, 2].map(lineNumber => ({ lineNumber, answer: propose }))
  await world.is.ole.call(ordersApi.answer, { params, body: { versionAnswered: 1, lines } })
  const { lines: proposed, version } = await world.is.jonas.call(ordersApi.get, { params })
  const decisions = proposed.map(({ open }) => ({
    proposalId: open?.id ?? '',
    act: 'counter' as const,
    promised: on(25),
  }))
  await world.is.jonas.call(ordersApi.decide, { params, body: { version, decisions } })
  const { page } = ole
  await page.goto(`${world.product.url}/orders/${order.id}`)
  await button(page, "Accept your customer's 2 proposals").click()
  await reads(page.getByRole('main'), 'as the customer proposed')
  expect(await page.getByText('delivery late').count()).toBe(0)
  expect(ole.complaints).toEqual([])
}, 180_000)

test('what a colleague answered meanwhile is shown, and what was typed is kept until its author has looked', async () => {
  const order = await callOff('50')
  const { page } = ole
  await page.goto(`${world.product.url}/orders/${order.id}`)
  const first = page.getByRole('listitem').filter({ hasText: '1 · ' })
  await first.getByText('Other date', { exact: true }).click()
  await field(first, 'Delivery on').fill(world.inDays(28))
  await world.is.mara.call(ordersApi.answer, {
    params: { orderId: order.id },
    body: { versionAnswered: 1, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
  })
  await reads(first, 'Changed while you were typing: this line now reads “Confirmed”.')
  expect(await field(first, 'Delivery on').inputValue()).toBe(world.inDays(28))
  await button(page, 'Send answer').click()
  const { lines } = await world.is.ole.call(ordersApi.get, { params: { orderId: order.id } })
  expect(lines[0]).toMatchObject({ at: 'confirmed', open: null })
  await button(first, 'Keep what I typed').click()
  await button(page, 'Send answer').click()
  await reads(first, 'Change proposed')
  expect(ole.complaints).toEqual([])
}, 180_000)

test('why an answer is due then is told by a tap, on the order and in the inbox, which opens nothing else', async () => {
  const order = await callOff('60')
  const { page } = ole
  await page.goto(`${world.product.url}/inbox`)
  await reads(page.getByRole('main'), order.number)
  await button(page, 'Why then?')
    .first()
    .tap()
    .catch(() => button(page, 'Why then?').first().click())
  await page.getByRole('dialog').waitFor()
  expect(pathOf()).toBe('/inbox')
  await page.keyboard.press('Escape')
  await page.goto(`${world.product.url}/orders/${order.id}`)
  await page.getByRole('button', { name: /^due in/ }).focus()
  await page.keyboard.press('Enter')
  await reads(page.getByRole('dialog'), /\d/)
  expect(ole.complaints).toEqual([])
}, 180_000)

test('a shortage told once is not wiped by the big button: when all is said there is none', async () => {
  const starts = [1, 2].map(n => addDays(mondayOf(world.inDays(0)), 7 * n))
  await world.is.petra.call(forecastsApi.publish, {
    body: {
      lines: [
        {
          ...{ item: 'ITEM-10042', supplier: '10042', shipTo: 'STR1' },
          buckets: starts.map(start => ({ start, quantity: '120' })),
        },
      ],
    },
  })
  const { rows } = await world.is.ole.call(forecastsApi.list, { query: {} })
  const share = rows[0]
  const params = { supplierReleaseId: share?.id ?? '' }
  const { lines } = await world.is.ole.call(forecastsApi.get, { params })
  const { page } = ole
  await page.goto(`${world.product.url}/forecasts/${share?.id}`)
  await page.getByRole('grid').focus()
  await page.keyboard.type('150')
  await page.keyboard.press('Enter')
  // What a press commits is to be read whole, on a phone too.
  const words = button(page, 'Commit 1 change, and the other open quantity as forecast').locator('span').last()
  expect(await words.evaluate(node => node.scrollWidth - node.clientWidth)).toBe(0)
  const place = await words.boundingBox()
  expect((place?.x ?? 0) + (place?.width ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(390)
  await button(page, 'Discard my changes').click()
  const short = { lineId: lines[0]?.id ?? '', start: starts[0] ?? '', quantity: '80', reason: 'Coating line is down' }
  await world.is.ole.call(forecastsApi.commit, { params, body: { asked: true, cells: [short] } })
  await page.goto(`${world.product.url}/forecasts/${share?.id}`)
  await reads(page, 'Everything is said. To change a quantity, type over it.')
  expect(await page.getByRole('button', { name: /^Commit/ }).count()).toBe(0)
  // The reason is read by whoever cannot hover.
  await reads(page.getByRole('main'), /: 80, forecast 120, Coating line is down/)
  await page.getByRole('grid').focus()
  await page.keyboard.press('-')
  await page.keyboard.type('7')
  await page.keyboard.press('Enter')
  await reads(page, /"-7" is below 0\./)
  expect(await page.getByText('Less than forecast: why?').count()).toBe(0)
  expect(ole.complaints).toEqual([])
}, 180_000)
