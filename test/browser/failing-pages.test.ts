// Every page while the server fails: it says what went wrong and offers a way on; when the server is back, so is the page.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people } from '../world.ts'
import { type BusyWorld, openBusyWorld } from './busy-world.ts'
import { pages } from './pages.ts'
import { buildPortal, button, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: BusyWorld

beforeAll(async () => {
  await buildPortal()
  world = await openBusyWorld()
}, 300_000)

afterAll(() => world?.close())

/** The page itself gives up after three seconds; the rest is for a busy machine. */
const giveUpMs = 15_000

/** Pages that ask the server for nothing before one does something. */
const asksNothing = ['/welcome', '/orders/import', '/items/import', '/supplier-items/import', '/forecasts/upload']

const visitors = [...new Set(pages.flatMap(({ who }) => (who ? [who] : [])))]
describe.each(visitors)('as %s', who => {
  let seat: Seat
  beforeAll(async () => {
    seat = await sitDown({ from: `10.5.0.${visitors.indexOf(who) + 1}` })
    await signIn(seat.page, world.product.url, people[who])
  }, 120_000)
  afterAll(() => seat?.browser.close())

  const theirs = pages.filter(page => page.who === who && page.route !== '/')
  test('no page is left blank by a server that fails', async () => {
    const wrong: string[] = []
    const waiting = theirs.map(({ route, at = route }) => at)
    // The page asks three times over three seconds before it gives up: several wait at once.
    const lane = async () => {
      for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) wrong.push(...(await visit(seat, at)))
    }
    await Promise.all([lane(), lane(), lane(), lane()])
    expect(wrong).toEqual([])
  }, 400_000)
})

async function visit({ browser }: Seat, at: string): Promise<string[]> {
  const page = await browser.context.newPage()
  page.setDefaultTimeout(giveUpMs)
  const wrong: string[] = []
  const note = (what: string) => (error: unknown) => wrong.push(`${at}: ${what}: ${String(error).split('\n')[0]}`)
  page.on('pageerror', note('uncaught'))
  await fail(page)
  await page.goto(world.product.url + at.replaceAll(/\$(\w+)/g, (_, name: string) => world.ids[name] ?? name))
  if (asksNothing.includes(at)) {
    await page.getByRole('heading', { level: 1 }).waitFor().catch(note('blank'))
  } else {
    const main = page.getByRole('main')
    await reads(main, 'The server failed to do this.').catch(note('does not say what went wrong'))
    await button(main, 'Try again').first().waitFor().catch(note('no way on'))
    await page.evaluate('serverFails = false')
    await goesOn(page).catch(note('does not come back'))
  }
  await page.close()
  return wrong
}

/**
 * Everything but who one is: without that there would be no page at all. In the page, not between it and the server: a
 * route of Playwright's turns the browser's cache off, and every page would fetch the whole portal again.
 */
const fail = (page: Page) =>
  page.addInitScript(`
    globalThis.serverFails = true
    const asks = globalThis.fetch
    globalThis.fetch = (input, ...others) =>
      serverFails && /[/]api[/](?!me$|live$)/.test(String(input.url ?? input))
        ? Promise.resolve(new Response('{"title":"Broken","status":500}', {
            status: 500, headers: { 'content-type': 'application/problem+json' } }))
        : asks(input, ...others)`)

/** Whatever else had failed is asked again as well, if need be by its own button. */
async function goesOn(page: Page): Promise<void> {
  const main = page.getByRole('main')
  for (let left = await button(main, 'Try again').count(); left > 0; left--)
    await button(main, 'Try again')
      .first()
      .click()
      .catch(() => undefined)
  await main.getByText('The server failed to do this.').first().waitFor({ state: 'detached' })
}

test('says so too when it cannot even ask who one is', async () => {
  const seat = await sitDown({ from: '10.5.1.1' })
  try {
    await seat.page.route(/\/api\//, route => route.fulfill({ status: 503, body: 'no' }))
    await seat.page.goto(`${world.product.url}/board`)
    await reads(seat.page, 'The server failed to do this.')
    await seat.page.unrouteAll()
    await button(seat.page, 'Try again').click()
    await seat.page.waitForURL('**/sign-in**')
  } finally {
    await seat.browser.close()
  }
}, 120_000)
