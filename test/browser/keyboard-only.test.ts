// No mouse: a buyer calls off, a supplier answers with another day, the buyer agrees. Only keys are pressed.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { notLost, tabTo, type, typeDay, whereAmI } from './by-keyboard.ts'
import { buildPortal, reads, type Seat, sitDown } from './portal.ts'

let world: SmallWorld
let jonas: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  ;[jonas, ole] = await Promise.all([sitDown({ from: '10.6.0.1' }), sitDown({ from: '10.6.0.2' })])
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([jonas?.browser.close(), ole?.browser.close()])
  await world?.close()
})

async function signInByKeys({ page }: Seat, who: { email: string; password: string }): Promise<void> {
  await page.goto(`${world.product.url}/sign-in`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  if ((await whereAmI(page)).name !== 'E-mail') await tabTo(page, 'E-mail')
  await page.keyboard.type(who.email)
  await type(page, 'Password', who.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => address.pathname !== '/sign-in')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await notLost(page)
}

test('one signs in, and skips the menu', async () => {
  const { page } = jonas
  await signInByKeys(jonas, people.jonas)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Tab')
  expect(await whereAmI(page)).toMatchObject({ name: 'Skip to the page', seen: true })
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('page')
}, 120_000)

test('a small batch is called off, answered with another day, and agreed to', async () => {
  const [buyer, supplier] = [jonas.page, ole.page]
  await tabTo(buyer, 'Orders', 'Shift+Tab')
  await buyer.keyboard.press('Enter')
  await buyer.waitForURL('**/orders')
  await notLost(buyer)
  await tabTo(buyer, 'Call off')
  await buyer.keyboard.press('Enter')
  await buyer.waitForURL('**/orders/new')
  await notLost(buyer)
  await type(buyer, 'Item', 'ITEM-10042')
  await buyer.getByRole('option', { name: /^ITEM-10042/ }).waitFor()
  await buyer.keyboard.press('ArrowDown')
  await buyer.keyboard.press('Enter')
  await type(buyer, 'Quantity', '40')
  await typeDay(buyer, 'Need by', world.inDays(21))
  await tabTo(buyer, 'Call off')
  await buyer.keyboard.press('Enter')
  await buyer.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await notLost(buyer)
  await reads(buyer.getByRole('main'), 'Waits for answer')

  await signInByKeys(ole, people.ole)
  const number = ((await buyer.getByRole('heading', { level: 1 }).textContent()) ?? '').replace('Order ', '').trim()
  await reads(supplier.getByRole('main'), number)
  await tabTo(supplier, `Call-off ${number}`)
  await supplier.keyboard.press('Enter')
  await supplier.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await reads(supplier.getByRole('main'), 'Other date')
  await notLost(supplier)
  // Radio buttons are one stop of Tab; arrows choose among them.
  await tabTo(supplier, /^(Accept|Other date)$/)
  for (let step = 0; step < 5 && (await supplier.getByLabel('Delivery on').count()) === 0; step++) {
    await supplier.keyboard.press((await whereAmI(supplier)).name === 'Other date' ? 'Space' : 'ArrowRight')
    await notLost(supplier)
  }
  await typeDay(supplier, 'Delivery on', world.inDays(28))
  await type(supplier, 'Reason', 'The bearings come a week later')
  await tabTo(supplier, 'Send answer')
  await supplier.keyboard.press('Enter')
  await reads(supplier, 'Answer sent.')
  await notLost(supplier)

  await reads(buyer.getByRole('main'), 'The bearings come a week later')
  await notLost(buyer)
  await tabTo(buyer, 'Accept')
  await buyer.keyboard.press('Enter')
  await reads(buyer.getByRole('main'), 'Agreed with change')
  await notLost(buyer)
  expect([...jonas.complaints, ...ole.complaints]).toEqual([])
}, 240_000)

test('either side finds an order by its number from any page', async () => {
  const number = ((await jonas.page.getByRole('heading', { level: 1 }).textContent()) ?? '')
    .replace('Order ', '')
    .trim()
  for (const [{ page }, elsewhere] of [
    [jonas, '/people'],
    [ole, '/customers'],
  ] as const) {
    await page.goto(`${world.product.url}${elsewhere}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await find(page, number.slice(-3), number)
    await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
    await reads(page.getByRole('heading', { level: 1 }), number)
  }
}, 120_000)

test('either side finds the other by its name', async () => {
  for (const [{ page }, name] of [
    [jonas, 'Nordlicht'],
    [ole, 'Velowerk'],
  ] as const) {
    await page.goto(`${world.product.url}/people`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await find(page, name, name)
    await page.waitForURL(/\/partners\/[0-9a-f-]{36}/)
    await reads(page.getByRole('heading', { level: 1 }), name)
  }
}, 120_000)

/** Types at once, before the menu has come, and takes by Enter what is found first. */
async function find(page: Page, typed: string, found: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(typed)
  const menu = page.getByRole('dialog')
  await until('all that was typed stands there', async () => (await menu.getByRole('textbox').inputValue()) === typed)
  await menu.getByRole('button').filter({ hasText: found }).waitFor()
  await page.keyboard.press('Enter')
}

test('what a list is narrowed to is saved under a name, and found again', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/orders?status=confirmed`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await tabTo(page, 'Views')
  await page.keyboard.press('Enter')
  await reads(page.getByRole('dialog'), 'No view of this list is saved yet')
  await type(page, 'Save what is shown as', 'Agreed')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Agreed' }).waitFor()
  await page.goto(`${world.product.url}/orders`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await tabTo(page, 'Views')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Agreed' }).waitFor()
  await tabTo(page, 'Agreed')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/orders?status=confirmed')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}, 120_000)

test('so is a view of the board, with how it is shown', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/board?view=lanes&kind=call-off`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await tabTo(page, 'Views')
  await page.keyboard.press('Enter')
  await type(page, 'Save what is shown as', 'Call-offs in lanes')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Call-offs in lanes' }).waitFor()
  await page.goto(`${world.product.url}/board`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await tabTo(page, 'Views')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('link', { name: 'Call-offs in lanes' }).waitFor()
  await tabTo(page, 'Call-offs in lanes')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => address.pathname === '/board' && address.searchParams.get('view') === 'lanes')
  await page.getByRole('heading', { level: 2, name: /^Late/ }).waitFor()
}, 120_000)

test('a dialog keeps the focus while it is open, and gives it back', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/people`)
  await reads(page.getByRole('main'), people.anna.name)
  for (const [from, key] of [
    ['People', 'Control+k'],
    ['Search', 'Control+k'],
    ['People', '?'],
  ] as const) {
    await tabTo(page, from)
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(`Boolean(document.activeElement.closest('[role=dialog]'))`)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await notLost(page)).name).toBe(from)
  }
}, 120_000)

test('a menu whose code is fetched when it is wanted opens under the key, and gives the focus back', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/people`)
  await reads(page.getByRole('main'), people.anna.name)
  for (const [name, role] of [
    ['Role', 'menu'],
    [/^Account of/, 'menu'],
    [/^Notices/, 'dialog'],
  ] as const) {
    await tabTo(page, name)
    const from = await whereAmI(page)
    await page.keyboard.press('Enter')
    await page.getByRole(role).waitFor()
    await page.waitForFunction(`document.activeElement.closest('[role=${role}]')`)
    await page.keyboard.press('Escape')
    await page.getByRole(role).waitFor({ state: 'detached' })
    expect((await notLost(page)).name).toBe(from.name)
  }
}, 120_000)
