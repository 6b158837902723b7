// What is typed and not saved: asked for before it is lost, taken back for good, and never replaced by something else.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let anna: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  anna = await sitDown({ from: '10.2.5.1' })
  await signIn(anna.page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await world?.close()
})

const open = (page: Page, tab: string) =>
  page.goto(`${world.product.url}/partners/${world.nordlicht.relationshipId}?tab=${tab}`)

test('a refused change is taken back with all that was said of it', async () => {
  const { page } = anna
  await open(page, 'documents')
  await page.getByText('850 release order').click()
  await button(page, 'Save').click()
  await reads(page.getByRole('alert'), '850 cannot travel: no transport is chosen.')
  await button(page, 'Undo').click()
  await until('the bar is gone', async () => (await button(page, 'Undo').count()) === 0)
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.getByRole('tab', { name: 'Terms' }).click()
  await field(page, 'Transit days').waitFor()
  expect(await page.getByText('Changes are not saved yet.').count()).toBe(0)
  anna.complaints.length = 0
}, 120_000)

test('a number that cannot be is complained of where it stands, and nothing is saved', async () => {
  const { page } = anna
  await open(page, 'terms')
  const minutes = field(page, 'Call-off: minutes')
  for (const typed of ['0', '']) {
    await minutes.fill(typed)
    await reads(page.getByRole('main'), 'A whole number from 1 to 527040.')
    await button(page, 'Save').click()
    expect(await minutes.inputValue()).toBe(typed)
    await button(page, 'Save').waitFor()
  }
  await page.getByRole('tab', { name: 'Documents' }).click()
  await button(page, 'Save').click()
  await minutes.waitFor()
  await minutes.fill('45')
  await button(page, 'Save').click()
  await reads(page, 'Saved as version')
  expect(anna.complaints).toEqual([])
}, 120_000)

const pages = [
  { what: 'terms of a supplier', at: () => `/partners/${world.nordlicht.relationshipId}`, label: 'Contact' },
  { what: 'a calendar', at: () => `/calendars/${world.calendarId}`, label: 'Name' },
  { what: 'a policy', at: () => '/policies/new', label: 'Name' },
]

for (const { what, at, label } of pages)
  test(`${what}, typed and not saved, is asked for before it is left`, async () => {
    const { page } = anna
    await page.goto(`${world.product.url}${at()}`)
    const typed = page
      .getByRole('main')
      .getByLabel(new RegExp(`^${label}`))
      .first()
    await typed.fill('Somebody Else')
    const leave = page.getByRole('link', { name: 'Sites' })
    await leave.click()
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' })
    await button(asked, 'Cancel').click()
    await asked.waitFor({ state: 'detached' })
    expect(await typed.inputValue()).toBe('Somebody Else')
    await leave.click()
    await button(asked, 'Leave without saving').click()
    await page.waitForURL('**/sites')
    expect(anna.complaints).toEqual([])
  }, 120_000)

test('what is saved is left without a question', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/calendars/new`)
  await reads(page.getByRole('main'), 'Give it a name to save it.')
  await fill(page.getByRole('main'), { Name: 'Early shift' })
  await button(page, 'Save').click()
  await page.waitForURL(/\/calendars\/[0-9a-f-]{36}$/)
  await reads(page, 'Nothing is changed.')
  expect(await button(page, 'Save as version 2').isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'Sites' }).click()
  await page.waitForURL('**/sites')
}, 120_000)
