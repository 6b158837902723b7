// Every page, as the people who open it: no complaint in the console, nothing that axe objects to, light and dark, wide and narrow.
import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, type Who } from '../world.ts'
import { type BusyWorld, newcomers, openBusyWorld } from './busy-world.ts'
import { emptyOfBuyer, emptyOfSupplier, type PageToSee, pages } from './pages.ts'
import { buildPortal, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: BusyWorld

beforeAll(async () => {
  await buildPortal()
  world = await openBusyWorld()
}, 300_000)

afterAll(() => world?.close())

const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'light', width: 390 },
] as const

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

test('every route of the portal is on the list of pages to see', () => {
  const source = readFileSync(new URL('../../src/web/routes.ts', import.meta.url), 'utf8')
  const routes = [...source.matchAll(/\b(?:page|open)\('([^']+)',/g)].map(match => match[1])
  expect(routes.length).toBeGreaterThan(40)
  expect(routes.filter(route => !pages.some(page => page.route === route))).toEqual([])
})

const visitors: (Who | null)[] = [...new Set(pages.map(({ who }) => who))]
describe.each(visitors)('as %s', who => {
  let seat: Seat
  beforeAll(async () => {
    seat = await sitDown({ from: `10.3.0.${visitors.indexOf(who) + 1}` })
    if (who) await signIn(seat.page, world.product.url, people[who])
  }, 120_000)
  afterAll(() => seat?.browser.close())

  const theirs = pages.filter(page => page.who === who).map(page => [page.at ?? page.route, page] as const)
  test.each(theirs)(
    '%s',
    async (_, page) => {
      seat.complaints.length = 0
      const found = await lookAt(seat.page, page)
      expect(found).toEqual([])
      expect(seat.complaints).toEqual([])
    },
    180_000,
  )
})

/** What is wrong with a page, look by look: rule, place, and what axe says of it. */
async function lookAt(page: Page, { route, at = route }: PageToSee): Promise<string[]> {
  const path = at.replaceAll(/\$(\w+)/g, (_, name: string) => world.ids[name] ?? name)
  const found: string[] = []
  for (const [index, { colorScheme, width }] of looks.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    if (index === 0) await page.goto(world.product.url + path)
    await atRest(page)
    const { violations } = await new AxeBuilder({ page }).withTags(standards).setLegacyMode(true).analyze()
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${width}: ${id} at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`)
    if (await page.locator('html').evaluate(node => node.scrollWidth > node.clientWidth))
      found.push(`${colorScheme} ${width}: must be pushed sideways`)
  }
  return found
}

/** Loaded, nothing pending, every movement at its end. */
async function atRest(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[aria-busy=true], [data-shown]').first().waitFor({ state: 'detached' })
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter(one => one.effect?.getComputedTiming().endTime !== Infinity).map(one => one.finished.catch(() => {})))`)
}

describe.each([
  ['a buyer', newcomers.nora, emptyOfBuyer],
  ['a supplier', newcomers.silas, emptyOfSupplier],
] as const)('%s who has just begun', (_, who, lists) => {
  test('reads in every list why it is empty', async () => {
    const { page, browser, complaints } = await sitDown({
      from: who.email === newcomers.nora.email ? '10.3.1.1' : '10.3.1.2',
    })
    try {
      await signIn(page, world.product.url, who)
      for (const [path, title] of Object.entries(lists)) {
        await page.goto(world.product.url + path)
        await reads(page.getByRole('main'), title)
      }
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  }, 180_000)
})
