// Another build of the portal takes the place of the one that is open: pages find their way, and do not go round in circles.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let anna: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  anna = await sitDown({ from: '10.4.0.1' })
  await signIn(anna.page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await world?.close()
})

/** From now on this file of the build is gone; answers how often it was asked for. */
async function takeAway(name: string, until: 'loaded anew' | 'for good'): Promise<() => number> {
  let asked = 0
  let back = false
  anna.page.on('request', request => {
    if (request.isNavigationRequest() && until === 'loaded anew') back = true
  })
  await anna.page.route(new RegExp(`/assets/${name}-`), route => {
    if (back) return route.continue()
    asked++
    return route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' })
  })
  return () => asked
}

test('a page whose code is gone is loaded once more, and opens when it is there again', async () => {
  const { page } = anna
  await reads(page.getByRole('main'), 'No answer is due')
  const asked = await takeAway('SuppliersPage', 'loaded anew')
  await page.getByRole('link', { name: 'Suppliers', exact: true }).click()
  await reads(page.getByRole('main'), 'Nordlicht Antriebe')
  expect(asked()).toBeGreaterThan(0)
  expect(new URL(page.url()).pathname).toBe('/suppliers')
}, 120_000)

test('a page whose code stays gone says so, with a way on, instead of loading again and again', async () => {
  const { page } = anna
  const asked = await takeAway('PeoplePage', 'for good')
  // As if the last upgrade were long ago.
  await page.evaluate('sessionStorage.clear()')
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await reads(page, 'This page failed.')
  const before = asked()
  await page.waitForTimeout(1_500)
  expect(asked()).toBe(before)
  await page.unrouteAll()
  await button(page, 'Try again').click()
  await reads(page.getByRole('heading', { level: 1 }), 'People')
}, 120_000)
