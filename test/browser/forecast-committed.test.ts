// A forecast published from a file with a faulty row, committed to in one click, and covered on the planner's open page.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, mondayOf } from '../../src/kernel/time.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, reads, type Seat, signIn, sitDown, untouched } from './portal.ts'

let world: SmallWorld
let petra: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  ;[petra, ole] = await Promise.all([sitDown({ from: '10.2.0.1' }), sitDown({ from: '10.2.0.2' })])
  await signIn(petra.page, world.product.url, people.petra)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([petra?.browser.close(), ole?.browser.close()])
  await world?.close()
})

/** Four weeks; the third line of the file says "many" where a number should stand. */
function fileWithAFault(): { text: string; faultyWeek: string } {
  const weeks = [1, 2, 3, 4].map(n => addDays(mondayOf(world.inDays(0)), 7 * n))
  const rows = [
    ['item', 'supplier', 'ship_to', ...weeks],
    ['ITEM-10042', '10042', 'STR1', '120', '130', '140', '150'],
    ['ITEM-10051', '10051', 'STR1', '20', 'many', '20', '20'],
  ]
  return { text: rows.map(row => row.join(',')).join('\r\n'), faultyWeek: weeks[1] ?? '' }
}

test('the faulty row is shown with its line and column; the clean part is published, committed to, and covered', async () => {
  const [planner, supplier] = [petra.page, ole.page]
  await supplier.goto(`${world.product.url}/forecasts`)
  await reads(supplier.getByRole('main'), 'No forecast')
  const supplierSame = await untouched(supplier)

  await planner.goto(`${world.product.url}/forecasts/upload`)
  const { text, faultyWeek } = fileWithAFault()
  const file = { name: 'week-48.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await planner.locator('input[type=file]').setInputFiles(file)
  await reads(planner, '1 of 2 rows are clean')
  const fault = planner.getByRole('table', { name: 'Rows with problems' }).getByRole('row').nth(1)
  expect((await fault.getByRole('cell').allTextContents()).slice(0, 2)).toEqual(['3', faultyWeek])
  // What is shown is what is published: other firm weeks are worked out anew before anything can be taken.
  await field(planner, 'Firm weeks').fill('1')
  await reads(planner, new RegExp(`firm before .*\\b${Number(faultyWeek.slice(8))}\\b`))
  await button(planner, 'Publish the 1 clean row').click()
  await button(planner.getByRole('dialog'), 'Publish the 1 clean row').click()
  await planner.waitForURL('**/forecasts/releases/*')
  const shares = planner.getByRole('table', { name: 'Suppliers and their commits' })
  await reads(shares, 'Awaited')
  expect(await shares.getByText('Forja Iberica').count()).toBe(0)
  const plannerSame = await untouched(planner)
  const chart = planner.locator('canvas').first()
  await chart.evaluate(node => node.setAttribute('data-drawn', 'once'))

  await supplier.getByRole('main').locator('a[href^="/forecasts/"]').first().click()
  await supplier.getByRole('heading', { name: 'Demand by week' }).waitFor()
  await supplier.locator('canvas').first().waitFor()
  expect(await supplierSame()).toBe(true)
  // The planner's page shows that it was opened; the demand is the same, and so is its drawing.
  await shares.getByText('Not yet').waitFor({ state: 'detached' })
  expect(await chart.getAttribute('data-drawn')).toBe('once')
  await button(supplier, 'Commit all as forecast').click()
  await reads(supplier, 'Committed. Your customer sees it now.')

  await reads(shares, 'As forecast')
  await reads(shares, /^100\s?%$/)
  expect(await plannerSame()).toBe(true)
  expect([...petra.complaints, ...ole.complaints]).toEqual([])
}, 180_000)
