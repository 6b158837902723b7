// From an agreed line to a ship notice that is due, sent and taken back: what both sides see of it, without a reload.
import type { Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { timeShipNotices } from './busy-world.ts'
import { buildPortal, button, field, fill, reads, type Seat, signIn, sitDown, untouched, wider } from './portal.ts'

let world: SmallWorld
let jonas: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  await timeShipNotices(world)
  ;[jonas, ole] = await Promise.all([sitDown({ from: '10.2.0.1' }), sitDown({ from: '10.2.0.2', width: 390 })])
  await signIn(jonas.page, world.product.url, people.jonas)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([jonas?.browser.close(), ole?.browser.close()])
  await world?.close()
})

test('an agreed line starts the clock; the notice ends it, and taken back sets it going again', async () => {
  const { id, number } = await world.callOff(world.nordlicht, { needBy: world.inDays(3) })
  const [board, main] = [jonas.page.getByRole('main'), ole.page.getByRole('main')]
  await jonas.page.goto(`${world.product.url}/board?kind=ship-notice`)
  const same = await untouched(jonas.page)
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await button(main, 'Accept all as asked').click()
  await reads(main, 'Ship notice due')
  await reads(main, '0 of 100 EA')
  // In the list of what is due; beside it stands what was met of late.
  const onBoard = board.getByRole('row').filter({ hasText: `Ship notice for order ${number}` })
  await onBoard.waitFor()

  // It waits for the supplier, who comes from the inbox to what leaves.
  await ole.page.goto(`${world.product.url}/inbox`)
  await main
    .getByRole('link', { name: `Ship notice for order ${number}` })
    .first()
    .click()
  await reads(main, '100 of 100 EA still to be shipped')
  expect(await field(main, 'Quantity of line 1').inputValue()).toBe('100')
  await fill(main, { 'Number of the ship notice': 'LS-1', Carrier: 'Spedition Kühn', 'Quantity of line 1': '101' })
  await button(main, 'Send ship notice').click()
  await reads(main, /101 EA is more than the 100 EA still to be shipped/)
  expect(await wider(ole)).toBe(false)
  await fill(main, { 'Quantity of line 1': '100', 'Lot of line 1': 'CH-2611' })
  // The live feed is quicker than the answer: that nothing is left to ship is known before that it was sent.
  const comesLater = async (route: Route) => {
    const response = await route.fetch()
    await reads(main, 'Nothing to ship')
    await route.fulfill({ response })
  }
  await ole.page.route('**/api/ship-notices', comesLater, { times: 1 })
  await button(main, 'Send ship notice').click()
  await ole.page.waitForURL(/ship-notices/)
  await reads(main, 'Spedition Kühn')
  await reads(main, 'CH-2611')
  expect(await wider(ole)).toBe(false)
  await onBoard.waitFor({ state: 'detached' })
  await board
    .getByRole('link', { name: `Ship notice for order ${number}` })
    .first()
    .waitFor()
  expect(await same()).toBe(true)

  await jonas.page.goto(`${world.product.url}/orders/${id}`)
  await reads(board, '100 of 100 EA')
  await board.getByText('Shipped', { exact: true }).waitFor()
  await board.getByRole('link', { name: 'Ship notice LS-1' }).waitFor()
  const sameOrder = await untouched(jonas.page)

  await button(main, 'Cancel').click()
  const dialog = ole.page.getByRole('dialog')
  await fill(dialog, { Why: 'The lorry was not loaded' })
  await button(dialog, 'Cancel ship notice').click()
  await reads(main, 'The lorry was not loaded')
  await reads(board, '0 of 100 EA')
  await reads(board, 'Ship notice due')
  expect(await sameOrder()).toBe(true)
  expect([...jonas.complaints, ...ole.complaints]).toEqual([expect.stringContaining('409')])
}, 240_000)

test('a line that is partly on its way is cancelled but for that, and a line that has left whole is not', async () => {
  const { id } = await world.callOff(world.nordlicht, { needBy: world.inDays(3) })
  const [buyer, supplier] = [jonas.page.getByRole('main'), ole.page.getByRole('main')]
  const ships = async (number: string, quantity: string) => {
    await ole.page.goto(`${world.product.url}/orders/${id}/ship`)
    await fill(supplier, { 'Number of the ship notice': number, 'Quantity of line 1': quantity })
    await button(supplier, 'Send ship notice').click()
    await ole.page.waitForURL(/ship-notices/)
  }
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await button(supplier, 'Accept all as asked').click()
  await reads(supplier, '0 of 100 EA')
  await ships('LS-2', '40')

  await jonas.page.goto(`${world.product.url}/orders/${id}`)
  await button(buyer, 'Cancel lines').click()
  const dialog = jonas.page.getByRole('dialog')
  await reads(dialog, '40 EA are on their way: they stay agreed, the rest is cancelled.')
  await dialog.getByRole('checkbox').check()
  await fill(dialog, { Reason: 'Customer cancelled' })
  await button(dialog, 'Cancel these lines').click()
  await reads(buyer, 'was on its way when the rest was cancelled')
  await reads(buyer, '40 of 40 EA')
  await reads(buyer, /Customer cancelled · Line 1: 40 EA on .* was on its way and stays agreed/)

  await button(buyer, 'Cancel lines').click()
  await reads(dialog, 'All of it is on its way. Ask the supplier to take the ship notice back first.')
  expect(await dialog.getByRole('checkbox').isDisabled()).toBe(true)
}, 240_000)
