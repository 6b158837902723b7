// From an empty start to the first answered call-off, by browser alone: one supplier in the portal, another by X12.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenMailedTo } from '../../src/demo/mailbox.ts'
import { createPartner } from '../../src/demo/partner.ts'
import { overHttps } from '../../src/demo/partner-transport.ts'
import { addDays, localDateOf } from '../../src/kernel/time.ts'
import { type Product, startProduct } from '../product.ts'
import { until } from '../until.ts'
import { nextControl, passphrase, velowerk, wheelworks } from '../world.ts'
import { buildPortal, button, choose, field, fill, reads, type Seat, sitDown, untouched } from './portal.ts'

let product: Product
let anna: Seat
let mara: Seat

const inDays = (days: number) => addDays(localDateOf(new Date(), 'Europe/Berlin'), days)

beforeAll(async () => {
  await buildPortal()
  product = await startProduct()
  ;[anna, mara] = await Promise.all([sitDown(), sitDown()])
}, 240_000)

afterAll(async () => {
  await Promise.allSettled([anna.browser.close(), mara.browser.close()])
  await product.stop()
})

const go = (path: string) => anna.page.goto(product.url + path)

test('an installation is set up by its link, and gets a site, a calendar, an item and a supplier', async () => {
  const { page } = anna
  await go(`/set-up/${product.setUpToken}`)
  const who = { Organization: 'Velowerk AG', 'Your name': 'Anna Berg', 'E-mail': 'anna@velowerk.example' }
  await fill(page, { ...who, 'New password': passphrase })
  await button(page, 'Set up and sign in').click()
  await page.waitForURL('**/board')
  await reads(page, 'No answer is due')

  await go('/sites')
  await button(page, 'New site').first().click()
  const site = page.getByRole('dialog')
  await fill(site, { Code: 'STR1', Name: 'Werk Stuttgart', City: 'Stuttgart', Country: 'DE' })
  await choose(page, site, 'Time zone', 'Europe/Berlin')
  await button(site, 'Save').click()
  await reads(page, 'Werk Stuttgart')

  await go('/calendars/new')
  await fill(page, { Name: 'Day and night' })
  await page.getByLabel('Open day and night, every day').check()
  await button(page, 'Save').click()
  await page.waitForURL(/\/calendars\/[0-9a-f-]{36}$/)

  await addItem('MOTOR-1', 'Mid motor 250 W')
  await addSupplier('Nordlicht Antriebe', '10042', 'Mara Voss', 'mara@nordlicht.example')
  await makes('MOTOR-1', 'N-4711')
}, 240_000)

test("the supplier's person comes in by the mailed link, and answers a call-off; the buyer's page shows it", async () => {
  const { page } = anna
  await page.getByRole('tab', { name: 'People' }).click()
  await button(page, 'Invite').click()
  await reads(page, 'mara@nordlicht.example is invited.')
  await accept('mara@nordlicht.example')
  await reads(mara.page, 'Your inbox is empty')

  const unchanged = await untouched(mara.page)
  const number = await callOff('MOTOR-1')
  await mara.page.getByRole('link', { name: number }).click()
  expect(await unchanged()).toBe(true)
  await reads(page, 'Waits for answer')
  const same = await untouched(page)
  await button(mara.page, 'Accept all as asked').click()
  await reads(mara.page, 'Answer sent.')
  await reads(page.getByRole('main'), 'Confirmed')
  expect(await same()).toBe(true)
  await button(mara.page, 'Accept all as asked').waitFor({ state: 'detached' })
}, 240_000)

test("a supplier's system, set up in the browser, answers the 850 by an 855; board and order change as they stand", async () => {
  const { page } = anna
  await addItem('WHEEL-1', 'Front wheel 28 in')
  await addSupplier('Great Lakes Wheelworks', '10077', 'EDI desk', 'edi@wheelworks.example')
  const key = await connect()
  await makes('WHEEL-1', 'GLW-28F')
  const number = await callOff('WHEEL-1')
  await reads(page, 'Waits for answer')
  const board = await anna.browser.context.newPage()
  await board.goto(`${product.url}/board`)
  const due = board.getByRole('region', { name: 'Answers due' }).getByText(`Call-off ${number}`).first()

  const system = createPartner({
    us: wheelworks,
    them: velowerk,
    usage: 'P',
    transport: overHttps(product.url, key),
    manner: { line: () => ({ act: 'later', days: 2 }), answerAfterMs: () => 0 },
    clock: () => new Date(),
    numbers: { next: nextControl },
  })
  const [orderSame, boardSame] = await Promise.all([untouched(page), untouched(board)])
  await until('the order is collected and answered', async () => (await system.step()).answered > 0)
  await reads(page.getByRole('main'), 'The supplier proposes')
  await reads(page.getByRole('main'), 'Decide on a change')
  await due.waitFor({ state: 'detached' })
  expect([await orderSame(), await boardSame()]).toEqual([true, true])
  await button(page.getByRole('main'), 'Accept').click()
  await reads(page.getByRole('main'), 'Agreed with changes')
}, 240_000)

test('nobody saw an error', () => {
  expect([...anna.complaints, ...mara.complaints]).toEqual([])
})

async function addItem(number: string, description: string): Promise<void> {
  const { page } = anna
  await go('/items')
  await button(page, 'New item').first().click()
  const dialog = page.getByRole('dialog')
  await fill(dialog, { 'Item number': number, Description: description })
  await button(dialog, 'Save').click()
  await page.waitForURL(/\/items\/[0-9a-f-]{36}$/)
}

/** Ends on the supplier's page. */
async function addSupplier(name: string, vendorNumber: string, contact: string, email: string): Promise<void> {
  const { page } = anna
  await go('/suppliers')
  await button(page, 'New supplier').first().click()
  const dialog = page.getByRole('dialog')
  const terms = { "Supplier's name": name, 'Vendor number': vendorNumber }
  await fill(dialog, { ...terms, 'Contact person': contact, "Contact's e-mail": email })
  await choose(page, dialog, 'Working calendar', 'Day and night')
  await button(dialog, 'Save').click()
  await page.waitForURL(/\/partners\/[0-9a-f-]{36}/)
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

async function makes(item: string, theirs: string): Promise<void> {
  const { page } = anna
  await page.getByRole('tab', { name: 'Items' }).click()
  await button(page, 'Add an item').first().click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog, 'Item number', item)
  await fill(dialog, { "Supplier's part number": theirs, 'Pack quantity': '10', 'Minimum quantity': '20' })
  await button(dialog, 'Save').click()
  await reads(page, theirs)
}

/** Ends on the order's page, and gives its number. */
async function callOff(item: string): Promise<string> {
  const { page } = anna
  await go('/orders/new')
  await choose(page, page, 'Item', item)
  await fill(page, { Quantity: '40', 'Need by': inDays(21) })
  await page.getByRole('main').getByRole('button', { name: 'Call off', exact: true }).click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  const title = (await page.getByRole('heading', { name: /^Order / }).textContent()) ?? ''
  return title.replace('Order ', '').trim()
}

/** The mailed link, opened in the invited person's own browser. */
async function accept(email: string): Promise<void> {
  const token = await tokenMailedTo(product.mailFolder, email, 'invitation')
  await mara.page.goto(`${product.url}/invitation/${token}`)
  await fill(mara.page, { 'New password': passphrase })
  await button(mara.page, 'Accept the invitation').click()
  await mara.page.waitForURL('**/inbox')
}

/** Ids, documents and a key, as the operator enters them; gives the key as it is shown once. */
async function connect(): Promise<string> {
  const { page } = anna
  await page.getByRole('tab', { name: 'Connection' }).click()
  await page.getByLabel('X12 over HTTPS').check()
  await page.getByLabel('Production (P)').check()
  for (const [title, ids] of [
    ['Our interchange id', velowerk],
    ['Their interchange id', wheelworks],
  ] as const) {
    const part = page.locator('section', { has: page.getByRole('heading', { name: title }) })
    await fill(part, { Qualifier: ids.qualifier, Id: ids.id, 'Group id (GS)': ids.groupId })
  }
  await page.getByRole('tab', { name: 'Documents' }).click()
  for (const label of ['850 release order', '855 acknowledgment', '830 planning schedule', 'Not wanted'])
    await page.getByLabel(label).check()
  await button(page, 'Save').click()
  await reads(page, /^Saved as version/)
  await page.getByRole('tab', { name: 'Connection' }).click()
  await button(page, 'New API key').click()
  const dialog = page.getByRole('dialog')
  const key = await field(dialog, 'API key').inputValue()
  await page.keyboard.press('Escape')
  // Never shown again: a slip does not lose it.
  await button(dialog, 'Close it all the same').click()
  await dialog.waitFor({ state: 'detached' })
  await reads(page, `${key.slice(0, 6)}`)
  expect(await page.getByText(key, { exact: true }).count()).toBe(0)
  return key
}
