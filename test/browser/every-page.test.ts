// Every page, as the people who open it: no complaint in the console, nothing that axe objects to, light and dark, wide and narrow.
import { readFileSync } from 'node:fs'
import type { AxeResults, RunOptions } from 'axe-core'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../until.ts'
import { people, type Who } from '../world.ts'
import { type BusyWorld, newcomers, openBusyWorld } from './busy-world.ts'
import { type DialogToSee, dialogs, emptyOfBuyer, emptyOfSupplier, pages } from './pages.ts'
import { buildPortal, button, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: BusyWorld

beforeAll(async () => {
  await buildPortal()
  world = await openBusyWorld()
}, 300_000)

afterAll(() => world?.close())

// Names, roles, order and sizes do not change with the theme alone: all of axe looks once at each width, contrast at every look.
const looks = [
  { colorScheme: 'light', width: 1280, asks: 'all' },
  { colorScheme: 'dark', width: 1280, asks: 'contrast' },
  { colorScheme: 'dark', width: 390, asks: 'all' },
  { colorScheme: 'light', width: 390, asks: 'contrast' },
] as const

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Not in the standards, and yet what one gets lost by. */
const landmarks = ['landmark-no-duplicate-banner', 'landmark-no-duplicate-main', 'landmark-banner-is-top-level']

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

  const looked = async (see: () => Promise<string[]>) => {
    seat.complaints.length = 0
    expect(await see()).toEqual([])
    expect(seat.complaints).toEqual([])
  }

  const theirs = pages.filter(page => page.who === who).map(({ route, at = route }) => at)
  test.each(theirs)('%s', at => looked(() => lookAt(seat.page, () => open(seat.page, at))), 180_000)

  const above = dialogs.filter(dialog => dialog.who === who).map(dialog => [dialog.at, nameOf(dialog), dialog] as const)
  test.runIf(above.length > 0).each(above)(
    '%s, %s',
    (_, __, dialog) => looked(() => lookAt(seat.page, () => openDialog(seat.page, dialog))),
    180_000,
  )
})

const nameOf = ({ opens }: DialogToSee) => opens.map(step => ('key' in step ? step.key : step.button)).join(', ')

/** What is wrong with what is open, look by look: rule, place, and what axe says of it. */
async function lookAt(page: Page, opened: () => Promise<void>): Promise<string[]> {
  const found: string[] = []
  for (const [index, { colorScheme, width, asks }] of looks.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    if (index === 0) await opened()
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
    await atRest(page)
    for (const { id, nodes } of await objections(page, asks))
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${width}: ${id} at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`)
    const outside = await page.evaluate<string[]>(outsideTheWindow)
    if (outside.length > 0) found.push(`${colorScheme} ${width}: must be pushed sideways by ${outside.join(', ')}`)
    if (await page.getByText('This page failed').count()) found.push(`${colorScheme} ${width}: failed`)
  }
  return found
}

/** What makes the document wider than its window. */
const outsideTheWindow = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const wide = [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > clientWidth + 1)
  return wide.slice(0, 3).map(each => each.tagName + ' ' + each.className + ' ' + each.textContent.slice(0, 40))
})()`

const rules = Object.fromEntries(landmarks.map(rule => [rule, { enabled: true }]))
/** Nothing is fetched a second time for axe's own rules of media, and what passes is not told. */
const briefly = { preload: false, resultTypes: ['violations'] } as const satisfies RunOptions
const questions: Record<(typeof looks)[number]['asks'], RunOptions> = {
  all: { ...briefly, runOnly: { type: 'tag', values: standards }, rules },
  contrast: { ...briefly, runOnly: { type: 'rule', values: ['color-contrast'] } },
}

/** Axe stays in the document: it is half a megabyte, and most looks are at the same one. */
async function objections(page: Page, asks: keyof typeof questions): Promise<AxeResults['violations']> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source)
  return await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${JSON.stringify(questions[asks])}).then(({ violations }) => violations)`,
  )
}

async function open(page: Page, at: string): Promise<void> {
  await page.goto(world.product.url + at.replaceAll(/\$(\w+)/g, (_, name: string) => world.ids[name] ?? name))
}

async function openDialog(page: Page, { at, opens }: DialogToSee): Promise<void> {
  await open(page, at)
  await atRest(page)
  for (const step of opens) {
    if ('key' in step) await page.keyboard.press(step.key)
    else await button(page, step.button).first().click()
    if (step !== opens.at(-1) && 'button' in step && step.button === 'Close it all the same')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    else await page.getByRole('dialog').or(page.getByRole('menu')).waitFor()
  }
}

/** Loaded, nothing pending, every movement at its end. */
async function atRest(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // What a tab that is not open would show is not waited for; what is about to be shown is.
  await until('all is loaded', () =>
    page.evaluate<boolean>(`[...document.querySelectorAll('[aria-busy=true], [role=progressbar]')]
      .every(one => !one.checkVisibility())`),
  )
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
