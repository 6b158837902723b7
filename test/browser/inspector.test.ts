// What an operator sees of a long interchange: a window of it, every finding at its place, and a way to get anywhere.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gatewayApi } from '../../src/gateway/api.ts'
import { post } from '../edi.ts'
import { until } from '../until.ts'
import { nextControl, openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, reads, type Seat, signIn, sitDown } from './portal.ts'

let world: SmallWorld
let emil: Seat
let schedule: { id: string; lines: number }

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  schedule = await postSchedule()
  emil = await sitDown({ from: '10.4.0.1' })
  await signIn(emil.page, world.product.url, people.emil)
}, 300_000)

afterAll(async () => {
  await emil?.browser.close()
  await world?.close()
})

/** A planning schedule of five megabytes; a code that no list knows stands in its middle, a date of no day near its end. */
async function postSchedule(): Promise<{ id: string; lines: number }> {
  const body: string[] = []
  for (let item = 10_000; item < 15_600; item++) {
    body.push(`LIN*${item - 9_999}*BP*ITEM-${item}*VP*V-${item}`, 'UIT*EA')
    for (let week = 0; week < 40; week++) {
      const day = item === 15_500 && week === 5 ? '20260231' : `202603${String(1 + (week % 28)).padStart(2, '0')}`
      body.push(`FST*${100 + week}*${item === 12_000 && week === 7 ? 'Q9' : 'D'}*W*${day}`)
    }
  }
  const set = ['ST*830*0001', 'BFR*00**R1*SH*A*20260302*20261231*20260302', ...body, 'CTT*5600']
  const control = String(nextControl()).padStart(9, '0')
  const segments = [
    `ISA*00*          *00*          *01*079123456      *ZZ*VELOWERK       *260302*0800*U*00401*${control}*0*P*>`,
    'GS*PS*GLWHEEL*VELOWERK*20260302*0800*1*X*004010',
    ...set,
    `SE*${set.length + 1}*0001`,
    'GE*1*1',
    `IEA*1*${control}`,
  ]
  const bytes = Buffer.from(segments.map(one => `${one}~\n`).join(''))
  expect(bytes.length).toBeGreaterThan(5_000_000)
  const { messages } = (await (await post(world.place.url, world.wheelworks.key, bytes)).json()) as {
    messages: { id: string }[]
  }
  const id = messages[0]?.id ?? ''
  await until('it is read', async () => {
    const { interchange } = await world.is.emil.call(gatewayApi.detail, { params: { interchangeId: id } })
    return interchange.status !== 'received'
  })
  return { id, lines: segments.length }
}

const open = (id: string) => emil.page.goto(`${world.product.url}/gateway/interchanges/${id}`)
const grid = () => emil.page.getByRole('grid', { name: 'Raw and readable' })
const picked = () => grid().getByRole('row', { selected: true })
const drawn = () => grid().getByRole('row').count()

test('a document of five megabytes shows its first segments, and no more of it than is in sight', async () => {
  await open(schedule.id)
  await reads(grid().getByRole('row').nth(1), 'ISA')
  await reads(grid(), 'R1')
  expect(await grid().getAttribute('aria-rowcount')).toBe(String(schedule.lines + 1))
  expect(await drawn()).toBeLessThan(60)
  await reads(emil.page.getByRole('main'), '2 errors')
}, 120_000)

test('each finding leads to its segment, marked in the bytes and in words, with what to do and who has to', async () => {
  const { page } = emil
  const list = page.getByRole('list', { name: 'What was found' })
  await list.getByRole('button', { name: /Q9/ }).click()
  await picked().filter({ hasText: 'FST*107*Q9' }).waitFor()
  expect(await picked().locator('code [data-wrong=error]').allTextContents()).toEqual(['Q9'])
  expect(await picked().locator('dd[data-wrong=error]').allTextContents()).toEqual(['Q9'])
  await reads(picked(), 'The sender has to act.')
  expect(await drawn()).toBeLessThan(60)

  await page.keyboard.press('n')
  await picked().filter({ hasText: '20260231' }).waitFor()
  expect(await picked().locator('code [data-wrong=error]').allTextContents()).toEqual(['20260231'])
  await reads(page.getByRole('status'), 'Finding 2 of 2')
  await page.keyboard.press('p')
  await picked().filter({ hasText: 'FST*107*Q9' }).waitFor()
}, 120_000)

test('a text is found in all of it, drawn or not', async () => {
  const { page } = emil
  await field(page, 'Search in it').fill('item-14321')
  await picked().filter({ hasText: 'ITEM-14321' }).waitFor()
  expect(await picked().locator('mark').allTextContents()).toEqual(['ITEM-14321'])
  await reads(page.getByRole('status'), '1 of 1 found')
  await field(page, 'Search in it').fill('no such item')
  await reads(page.getByRole('status'), 'Not found')
}, 120_000)

test('the arrow keys walk it, and the end is one key away', async () => {
  await grid().focus()
  await emil.page.keyboard.press('End')
  await picked().filter({ hasText: 'IEA' }).waitFor()
  await emil.page.keyboard.press('ArrowUp')
  await picked().filter({ hasText: 'GE*1*1' }).waitFor()
  expect(await grid().getAttribute('aria-activedescendant')).toBe(await picked().getAttribute('id'))
  await emil.page.keyboard.press('Home')
  await picked().filter({ hasText: 'ISA' }).waitFor()
  expect(await drawn()).toBeLessThan(60)
}, 120_000)

test('on a phone the words stand beneath the bytes, and nothing must be pushed sideways', async () => {
  const { page } = emil
  await page.setViewportSize({ width: 390, height: 844 })
  await open(schedule.id)
  const row = grid().getByRole('row').filter({ hasText: 'BFR' })
  const [bytes, words] = [row.getByRole('gridcell').nth(1), row.getByRole('gridcell').nth(2)]
  await words.waitFor()
  const above = await bytes.boundingBox()
  const beneath = await words.boundingBox()
  expect(beneath?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0))
  expect(await page.locator('html').evaluate(node => node.scrollWidth > node.clientWidth)).toBe(false)
  expect(await drawn()).toBeLessThan(60)
  await page.setViewportSize({ width: 1280, height: 900 })
}, 120_000)

test('what cannot be read is said to be so', async () => {
  const answer = await post(world.place.url, world.wheelworks.key, Buffer.from('This is a letter, not an interchange.'))
  expect(answer.status).toBe(422)
  const { rows } = await world.is.emil.call(gatewayApi.list, { query: { status: 'held' } })
  await open(rows[0]?.id ?? '')
  await reads(emil.page.getByRole('main'), 'Nothing readable is in it.')
  expect(emil.complaints).toEqual([])
}, 120_000)

test('segments that cannot be had are told in words, and asked for again', async () => {
  const { page } = emil
  await page.route('**/segments?*', route => route.abort())
  await open(schedule.id)
  await button(page, 'Try again').first().waitFor()
  await page.unroute('**/segments?*')
  await button(page, 'Try again').first().click()
  await reads(grid(), 'R1')
}, 120_000)
