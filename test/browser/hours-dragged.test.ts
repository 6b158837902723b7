// A calendar's hours are dragged: with the mouse, with a finger on a phone in the dark, and by the keys; the typed fields say the same.
import axe from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, fill, type Seat, signIn, sitDown, wider } from './portal.ts'

let world: SmallWorld
let anna: Seat
let phone: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  anna = await sitDown({ from: '10.2.9.1' })
  phone = await sitDown({ width: 390, from: '10.2.9.2' })
  for (const { page } of [anna, phone]) await signIn(page, world.product.url, people.anna)
  await phone.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await phone?.browser.close()
  await world?.close()
})

const dayOf = (page: Page, day: string) => page.getByRole('group', { name: day })
const barOf = (page: Page, day: string) => dayOf(page, day).locator('[data-bar]')
const hoursOf = (page: Page, day: string) => dayOf(page, day).getByRole('button', { name: new RegExp(`^${day}, `) })

/** Where on the page an hour of the bar is. */
async function pointAt(bar: Locator, hour: number): Promise<{ x: number; y: number }> {
  await bar.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await bar.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  return { x: x + (width * hour) / 24, y: y + height / 2 }
}

async function drag(page: Page, bar: Locator, from: number, to: number): Promise<void> {
  const [start, end] = [await pointAt(bar, from), await pointAt(bar, to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  for (const part of [0.25, 0.5, 0.75, 1]) await page.mouse.move(start.x + (end.x - start.x) * part, end.y)
  await page.mouse.up()
}

async function typed(page: Page, day: string): Promise<string[]> {
  const times = await dayOf(page, day).locator('input').all()
  return await Promise.all(times.map(each => each.inputValue()))
}
const says = (page: Page, day: string, times: string[]) =>
  until(`${day} is open ${times.join(' ')}`, async () => (await typed(page, day)).join() === times.join())

test('with the mouse hours are opened, moved and changed by an edge; the fields say so, and so does what is saved', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/calendars/new`)
  await fill(page, { Name: 'Dragged' })
  await drag(page, barOf(page, 'Saturday'), 6.02, 12)
  await says(page, 'Saturday', ['06:00', '12:00'])
  await drag(page, barOf(page, 'Saturday'), 14, 18.1)
  await says(page, 'Saturday', ['06:00', '12:00', '14:00', '18:00'])
  await drag(page, barOf(page, 'Saturday'), 8, 8.55)
  await says(page, 'Saturday', ['06:30', '12:30', '14:00', '18:00'])
  await drag(page, barOf(page, 'Saturday'), 17.95, 20.2)
  await says(page, 'Saturday', ['06:30', '12:30', '14:00', '20:15'])
  await drag(page, barOf(page, 'Saturday'), 13, 13.7)
  await says(page, 'Saturday', ['06:30', '12:30', '13:00', '13:45', '14:00', '20:15'])
  await drag(page, barOf(page, 'Saturday'), 12.7, 13.9)
  await says(page, 'Saturday', ['06:30', '12:30', '12:45', '20:15'])
  await button(page, 'Save').click()
  await page.waitForURL(/\/calendars\/[0-9a-f-]{36}$/)
  await page.reload()
  await says(page, 'Saturday', ['06:30', '12:30', '12:45', '20:15'])
  expect(anna.complaints).toEqual([])
}, 120_000)

test('by the keys the hours in focus move, end later, and close', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/calendars/new`)
  const block = hoursOf(page, 'Monday')
  await block.focus()
  await page.keyboard.press('ArrowRight')
  await says(page, 'Monday', ['08:15', '17:15'])
  await page.keyboard.press('Shift+ArrowLeft')
  await says(page, 'Monday', ['08:15', '17:00'])
  expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Monday, 08:15 to 17:00')
  await page.keyboard.press('Delete')
  await says(page, 'Monday', [])
  await button(page, 'Add hours to Monday').click()
  await field(page, 'Monday, open from').fill('06:10')
  await hoursOf(page, 'Monday')
    .and(page.getByRole('button', { name: 'Monday, 06:10 to 17:00' }))
    .waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)

test('with a finger on a phone, in the dark, and nothing is wider than the page', async () => {
  const { page } = phone
  await page.goto(`${world.product.url}/calendars/new`)
  await dayOf(page, 'Sunday').waitFor()
  const cdp = await page.context().newCDPSession(page)
  const [start, end] = [await pointAt(barOf(page, 'Sunday'), 9), await pointAt(barOf(page, 'Sunday'), 15)]
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: start.y }] })
  await touch('touchStart', start.x)
  for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', start.x + (end.x - start.x) * part)
  await touch('touchEnd')
  await says(page, 'Sunday', ['09:00', '15:00'])
  expect(await wider(phone)).toBe(false)
  await page.evaluate(axe.source)
  const violated = `axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id }) => id))`
  expect(await page.evaluate<string[]>(violated)).toEqual([])
  expect(phone.complaints).toEqual([])
}, 120_000)
