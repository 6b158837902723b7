// From the board itself the buyer sees what is hot, calls the supplier, notes it, and sends the document again, one and many.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { until } from '../until.ts'
import { type Called, openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, reads, type Seat, signIn, sitDown, wider } from './portal.ts'

let world: SmallWorld
let anna: Seat
let phone: Seat
let first: Called
let second: Called

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  await agree(world.is.anna, { id: world.wheelworks.relationshipId }, { contactPhone: '+49 711 555 0100' })
  first = await world.callOff(world.wheelworks)
  second = await world.callOff(world.wheelworks)
  await world.callOff(world.nordlicht)
  await world.rows(`update orders set priority = 'hot' where id = '${first.id}'`)
  await until('both went out', async () => (await sentOut()) === 2)
  anna = await sitDown({ from: '10.2.10.1' })
  phone = await sitDown({ width: 390, from: '10.2.10.2' })
  for (const { page } of [anna, phone]) await signIn(page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await phone?.browser.close()
  await world?.close()
})

const count = async (sql: string) =>
  (await world.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? 0
const sentOut = () =>
  count(`documents where subject_id in ('${first.id}', '${second.id}') and interchange_id is not null`)
const sentAgain = () => count(`events where type = 'interchange.resent'`)

const lineOf = ({ number }: Called) => anna.page.getByRole('row').filter({ hasText: `Call-off ${number}` })

const inSelection = (act: string) =>
  button(anna.page.getByRole('region', { name: 'Actions for the selection' }), act).click()

test('a row offers the telephone, and a call is noted by the keys alone', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/board`)
  const call = lineOf(first).getByRole('link', { name: /^Call .*, \+49 711 555 0100$/ })
  expect(await call.getAttribute('href')).toBe('tel:+497115550100')
  await call.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await field(page.getByRole('dialog'), 'What was said').fill('Answers before noon.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await reads(page, 'The call is noted.')
  await lineOf(first)
    .getByRole('link', { name: `Call-off ${first.number}` })
    .first()
    .click()
  await reads(page, 'Called the supplier')
  await reads(page, 'Answers before noon.')
  await reads(page, /^Hot$/)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('several clocks are paused for one reason, and each says why', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/board?kind=call-off`)
  for (const one of [first, second]) await lineOf(one).getByRole('checkbox').check()
  await button(page, 'Pause').click()
  const dialog = page.getByRole('dialog', { name: 'Pause 2 clocks' })
  await choose(page, dialog, 'Reason', 'Force majeure')
  await field(dialog, 'What is waited for').fill('The harbour is closed.')
  await button(dialog, 'Pause').click()
  await reads(page, '2 paused')
  for (const one of [first, second]) await lineOf(one).getByText('The harbour is closed.').waitFor()
  expect(anna.complaints).toEqual([])
})

test('one call about several answers is noted with each', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/board?kind=call-off`)
  for (const one of [first, second]) await lineOf(one).getByRole('checkbox').check()
  await inSelection('I called')
  const dialog = page.getByRole('dialog', { name: 'Note a call about 2 answers' })
  await field(dialog, 'What was said').fill('The press stands still until Monday.')
  await button(dialog, 'I called').click()
  await reads(page, 'The call is noted 2 times.')
  expect(await count(`events where type = 'clock.called' and data->>'note' like 'The press%'`)).toBe(2)
  expect(anna.complaints).toEqual([])
})

test('a document is sent again from its row, and several at once', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/board`)
  await lineOf(first).getByRole('button', { name: 'Send again' }).focus()
  await page.keyboard.press('Enter')
  await reads(page, 'The document is offered once more, as it was.')
  expect(await sentAgain()).toBe(1)
  for (const order of [first, second]) await lineOf(order).getByRole('checkbox').click()
  await inSelection('Send again')
  await reads(page, '2 interchanges are offered once more.')
  expect(await sentAgain()).toBe(3)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('what is hot is marked, and the address narrows and orders by it, on a phone too', async () => {
  for (const { page } of [anna, phone]) {
    await page.goto(`${world.product.url}/board?priority=hot`)
    await reads(page, /^Hot$/)
    await until('the others are left out', async () => (await page.getByText(second.number).count()) === 0)
  }
  expect(await wider(phone)).toBe(false)
  const { page } = anna
  await page.goto(`${world.product.url}/board?hotFirst=yes`)
  const lines = page.getByRole('row').filter({ has: page.getByRole('checkbox') })
  await until('the hot one stands first', async () => (await lines.nth(1).textContent())?.includes(first.number))
  await page.goto(`${world.product.url}/board?view=groups&by=itemGroup`)
  await reads(page, 'No group, or several: forecasts and acknowledgments too')
  expect([...anna.complaints, ...phone.complaints]).toEqual([])
}, 120_000)

test('what is late is taken on and excused, several at once', async () => {
  const { page } = anna
  const late = await Promise.all([world.callOff(world.nordlicht), world.callOff(world.nordlicht)])
  await world.rows(`insert into kernel.clock_shift values (interval '41 minutes')`)
  await page.goto(`${world.product.url}/board?kind=call-off`)
  for (const one of late) await button(lineOf(one), 'Take on').waitFor()
  const pick = async () => {
    for (const one of late) await lineOf(one).getByRole('checkbox').check()
  }
  await pick()
  await inSelection('Take on')
  for (const one of late) await lineOf(one).getByText(`${people.anna.name},`).waitFor()
  await pick()
  await inSelection('Excuse')
  const dialog = page.getByRole('dialog', { name: 'Excuse 2 late answers' })
  await field(dialog, 'What happened').fill('The bridge was closed.')
  await button(dialog, 'Excuse').click()
  await reads(page, '2 late answers excused')
  expect(await count(`clocks where at = 'excused'`)).toBe(2)
  expect(anna.complaints).toEqual([])
}, 120_000)
