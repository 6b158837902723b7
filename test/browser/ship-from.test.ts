// A buyer says from where an item ships: the clock of the next call-off counts there, says so, and so does the supplier's page.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarsApi } from '../../src/calendars/api.ts'
import { agree } from '../../src/demo/set-up.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let anna: Seat
let mara: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const night = [{ open: '22:00', close: '23:30' }]
  await world.is.anna.call(calendarsApi.add, {
    body: {
      ...{ name: 'Nordlicht, Albany', zone: 'America/New_York', always: false, cutOff: {} },
      ...{ week: { 1: night, 2: night, 3: night, 4: night, 5: night }, holidays: [], halfDays: [], shutdowns: [] },
      extra: [],
    },
  })
  const working = { kind: 'business-minutes' as const, minutes: 60 }
  const { targets } = await agree(world.is.anna, { id: world.nordlicht.relationshipId }, {})
  await agree(world.is.anna, { id: world.nordlicht.relationshipId }, { targets: { ...targets, callOff: working } })
  anna = await sitDown({ from: '10.2.8.1' })
  await signIn(anna.page, world.product.url, people.anna)
  mara = await sitDown({ from: '10.2.8.2', width: 390 })
  await signIn(mara.page, world.product.url, people.mara)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await mara?.browser.close()
  await world?.close()
})

const terms = () => `${world.product.url}/partners/${world.nordlicht.relationshipId}?tab=terms`
const clockNow = async () => {
  const { id } = await world.callOff(world.nordlicht)
  return await until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows[0]
  })
}

test('a site is entered with its calendar on the page of the supplier', async () => {
  const { page } = anna
  await page.goto(terms())
  await reads(page, 'None: every item is timed by the agreed calendar.')
  await button(page, 'New ship-from site').click()
  const dialog = page.getByRole('dialog')
  await fill(dialog, { Site: 'Albany' })
  await choose(page, dialog, 'Working calendar', 'Nordlicht, Albany')
  await button(dialog, 'Save').click()
  const row = page.getByRole('table', { name: 'Ship-from sites' }).getByRole('row', { name: 'Albany' })
  await reads(row, 'Nordlicht, Albany (America/New_York)')
}, 120_000)

test('an item is said to ship from there, for what is asked from then on', async () => {
  const { page } = anna
  const before = await clockNow()
  await page.goto(`${world.product.url}/partners/${world.nordlicht.relationshipId}?tab=items`)
  await button(page, 'Edit ITEM-10042').click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog, 'Ships from', 'Albany')
  await reads(dialog, 'Clocks that run keep the calendar they began on.')
  await button(dialog, 'Save').click()
  await page.getByRole('table').getByText('Albany').waitFor()

  const after = await clockNow()
  await page.goto(`${world.product.url}/clocks/${after.id}`)
  await reads(page, 'Counted on Albany\'s calendar "Nordlicht, Albany": the item ships from Albany.')
  await reads(page, 'Nordlicht, Albany, version 1')
  await page.goto(`${world.product.url}/clocks/${before.id}`)
  await reads(page, 'Why is it due then?')
  expect(await page.getByText('ships from Albany').count()).toBe(0)
  expect(anna.complaints).toEqual([])
}, 120_000)

test('the supplier reads its sites, and nothing there is to be changed by it', async () => {
  const { page } = mara
  await page.goto(terms())
  await page.getByRole('table', { name: 'Ship-from sites' }).getByText('Nordlicht, Albany').waitFor()
  expect(await page.getByRole('button', { name: 'New ship-from site' }).count()).toBe(0)
  const { id } = await clockNow()
  await page.goto(`${world.product.url}/clocks/${id}`)
  await reads(page, 'Counted on Albany\'s calendar "Nordlicht, Albany": the item ships from Albany.')
  expect(mara.complaints).toEqual([])
}, 120_000)

test('the form for a call-off says by which calendar its days count', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/orders/new?item=${world.nordlicht.itemId}`)
  await reads(page, 'Ships from Albany: days count on the calendar "Nordlicht, Albany".')
}, 120_000)

test('a site of the buyer names the calendar of those who decide there', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/sites`)
  await button(page, 'Edit STR1').click()
  const dialog = page.getByRole('dialog')
  await choose(page, dialog, 'Working calendar', 'Nordlicht, Albany')
  await reads(dialog, 'It counts for what is asked from now on.')
  await button(dialog, 'Save').click()
  await page.getByRole('table').getByText('Nordlicht, Albany').waitFor()
  expect(anna.complaints).toEqual([])
}, 120_000)
