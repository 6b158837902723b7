// A late answer that its supplier disputes and its buyer excuses: the report of both sides moves, without a reload.
import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { reportApi } from '../../src/sla/report-api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, choose, field, reads, type Seat, signIn, sitDown, untouched, wider } from './portal.ts'

let world: SmallWorld
let jonas: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const { anna } = world.is
  const { relationshipId } = world.nordlicht
  const { targets } = await anna.call(partnersApi.get, { params: { relationshipId } })
  const callOff = { kind: 'elapsed' as const, minutes: 2 }
  await agree(anna, { id: relationshipId }, { targets: { ...targets, callOff } })
  ;[jonas, ole] = await Promise.all([sitDown({ from: '10.2.0.1' }), sitDown({ from: '10.2.0.2' })])
  await signIn(jonas.page, world.product.url, people.jonas)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([jonas?.browser.close(), ole?.browser.close()])
  await world?.close()
})

const later = (seconds: number) =>
  world.rows(
    `with gone as (delete from kernel.clock_shift returning shift)
     insert into kernel.clock_shift
     select coalesce((select shift from gone), interval '0') + make_interval(secs => $1)`,
    [seconds],
  )

/** A figure of the response report, by its label. */
const figure = (seat: Seat, label: string, n: number) =>
  seat.page
    .getByRole('link', { name: new RegExp(`^${label}\\s*${n}(?!\\d)`) })
    .first()
    .waitFor()

const lateClock = async (): Promise<string> => (await lateOrder()).clockId

async function lateOrder(): Promise<{ orderId: string; clockId: string }> {
  const { id } = await world.callOff(world.nordlicht)
  await later(130)
  return await until('the answer is late', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
    return rows[0]?.state === 'breached' ? { orderId: id, clockId: rows[0].id } : undefined
  })
}

async function readerOf(who: { email: string; password: string }, from: string): Promise<Seat> {
  const seat = await sitDown({ from })
  await signIn(seat.page, world.product.url, who)
  return seat
}

test('the supplier disputes it, the buyer excuses it as the carrier’s fault, and both reports count it apart', async () => {
  const clockId = await lateClock()
  const reports = await Promise.all([readerOf(people.jonas, '10.2.0.3'), readerOf(people.ole, '10.2.0.4')])
  try {
    for (const seat of reports) await seat.page.goto(`${world.product.url}/responses`)
    for (const seat of reports) await figure(seat, 'Late', 1)
    const same = await Promise.all(reports.map(seat => untouched(seat.page)))

    await ole.page.goto(`${world.product.url}/clocks/${clockId}`)
    await button(ole.page, 'Dispute').click()
    const disputing = ole.page.getByRole('dialog', { name: 'Dispute this lateness' })
    await field(disputing, 'Why it is not your fault').fill('Drawing 4711-B came a day late')
    await button(disputing, 'Dispute').click()
    await reads(ole.page.getByRole('main'), 'The customer has yet to decide.')

    await jonas.page.goto(`${world.product.url}/board`)
    await jonas.page.getByRole('link', { name: '1 dispute waits for your decision' }).click()
    await jonas.page.waitForURL(/disputed=yes/)
    await jonas.page.goto(`${world.product.url}/clocks/${clockId}`)
    await reads(jonas.page.getByRole('main'), '“Drawing 4711-B came a day late”')
    await button(jonas.page, 'Excuse').click()
    const excusing = jonas.page.getByRole('dialog', { name: 'Excuse this lateness' })
    await choose(jonas.page, excusing, 'Whose fault it was', "The carrier's")
    await field(excusing, 'What happened').fill('Held up at the border')
    await button(excusing, 'Excuse').click()
    await reads(jonas.page.getByRole('main'), "At fault: The carrier's")
    await reads(ole.page.getByRole('main'), "At fault: The carrier's")

    for (const seat of reports) {
      await figure(seat, 'Late', 0)
      await figure(seat, 'Excused', 1)
    }
    expect(await Promise.all(same.map(each => each()))).toEqual([true, true])
    expect([jonas, ole, ...reports].flatMap(({ complaints }) => complaints)).toEqual([])
  } finally {
    await Promise.allSettled(reports.map(seat => seat.browser.close()))
  }
}, 180_000)

test('the page of the order says when it was due, what was disputed and decided, and leads to the clock', async () => {
  const { orderId, clockId } = await lateOrder()
  const params = { clockId }
  await world.is.ole.call(slaApi.dispute, { params, body: { words: 'Drawing 4713-B came a day late' } })
  const { page } = ole
  await page.goto(`${world.product.url}/orders/${orderId}`)
  await reads(page.getByRole('main'), '“Drawing 4713-B came a day late”')
  await reads(page.getByRole('main'), 'The customer has yet to decide.')
  const body = { outcome: 'upheld' as const, note: 'It was there on Monday' }
  await world.is.jonas.call(slaApi.decideDispute, { params, body })
  await reads(page.getByRole('main'), /The lateness stands, as decided by Jonas/)
  await reads(page.getByRole('main'), /“It was there on Monday”/)
  const { dueAt } = await world.is.ole.call(slaApi.clock, { params })
  await page.getByRole('main').locator(`header time[datetime="${dueAt}"][tabindex]`).waitFor()
  await page.getByRole('link', { name: 'Why then, and who was told' }).click()
  await page.waitForURL(`**/clocks/${clockId}`)
  expect(ole.complaints).toEqual([])
}, 180_000)

test('cancelled by the buyer once it is late, its lateness stays on record: order, clock and report say what happened', async () => {
  const { orderId, clockId } = await lateOrder()
  const { version } = await world.is.jonas.call(ordersApi.get, { params: { orderId } })
  const body = { version, lineNumbers: [1], reason: 'Customer cancelled' }
  await world.is.jonas.call(ordersApi.cancel, { params: { orderId }, body })
  const { page } = ole
  const main = page.getByRole('main')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${world.product.url}/orders/${orderId}`)
  await reads(main, 'It was late, then no longer needed: Cancelled by the buyer. The lateness stays on record.')
  expect(await wider(ole)).toBe(false)
  await page.goto(`${world.product.url}/clocks/${clockId}`)
  await reads(main, 'Late, then not needed')
  await reads(main, /Not needed any more .* after it was due/)
  await button(page, 'Dispute').waitFor()
  expect(await wider(ole)).toBe(false)
  await page.goto(`${world.product.url}/responses/clocks?figure=breached`)
  await reads(main, 'Cancelled by the buyer.')
  expect(await wider(ole)).toBe(false)
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(ole.complaints).toEqual([])
}, 180_000)

test('paused by the buyer and let go on, it is due later: the page says the new instant', async () => {
  const { id } = await world.callOff(world.nordlicht)
  const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
  const { page } = jonas
  await page.goto(`${world.product.url}/clocks/${rows[0]?.id}`)
  const due = page.getByRole('main').locator(`time[datetime="${rows[0]?.dueAt}"]`)
  await due.first().waitFor()
  await button(page, 'Pause').click()
  const dialog = page.getByRole('dialog', { name: 'Pause this clock' })
  await field(dialog, 'What is waited for').fill('Drawing 4712-A')
  await button(dialog, 'Pause').click()
  await button(page, 'Let it go on').waitFor()
  await later(600)
  await button(page, 'Let it go on').click()
  await due.first().waitFor({ state: 'detached' })
  const { dueAt } = await world.is.jonas.call(slaApi.clock, { params: { clockId: rows[0]?.id ?? '' } })
  await page.getByRole('main').locator(`time[datetime="${dueAt}"]`).first().waitFor()
  expect(Date.parse(dueAt) - Date.parse(rows[0]?.dueAt ?? '')).toBeGreaterThanOrEqual(600_000)
}, 180_000)

test('the report is read month by month, and its CSV says of each figure by which definition it is counted', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/responses`)
  await page.getByRole('switch', { name: 'Month by month' }).check()
  await page.waitForURL(/byMonth=yes/)
  const { rows } = await world.is.jonas.call(reportApi.report, { query: { byMonth: true } })
  const month = new Date(rows[0]?.month ?? '').toLocaleDateString('en', { month: 'short', year: 'numeric' })
  await page.getByRole('row').filter({ hasText: month }).first().waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export CSV').click()])
  const csv = (await readFile(await download.path(), 'utf8')).replace('\u{feff}', '')
  const told = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data
  expect(told.map(each => ['Supplier', 'Month', 'Late', 'Definition'].map(name => each[name]))).toEqual(
    rows.map(each => [each.partner.name, each.month, String(each.breached), String(each.definition)]),
  )
}, 60_000)
