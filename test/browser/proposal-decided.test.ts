// A proposal tells the supplier until when the customer decides; late, both read it, and deciding ends it without a reload.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, reads, type Seat, signIn, sitDown, untouched, wider } from './portal.ts'

let world: SmallWorld
let jonas: Seat
let ole: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const { anna } = world.is
  const { relationshipId } = world.nordlicht
  const { targets } = await anna.call(partnersApi.get, { params: { relationshipId } })
  const decision = { kind: 'business-minutes' as const, minutes: 20 }
  await agree(anna, { id: relationshipId }, { targets: { ...targets, decision } })
  ;[jonas, ole] = await Promise.all([sitDown({ from: '10.2.0.1' }), sitDown({ from: '10.2.0.2', width: 390 })])
  await signIn(jonas.page, world.product.url, people.jonas)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([jonas?.browser.close(), ole?.browser.close()])
  await world?.close()
})

/** Ole proposes another day for the one line of a call-off. */
async function proposed(): Promise<{ id: string; number: string }> {
  const order = await world.callOff(world.nordlicht)
  const promised = [{ quantity: '100', date: world.inDays(28) }]
  const said = {
    lineNumber: 1,
    answer: { act: 'propose' as const, promised, reason: 'The bearings come a week later' },
  }
  await world.is.ole.call(ordersApi.answer, {
    params: { orderId: order.id },
    body: { versionAnswered: 1, lines: [said] },
  })
  return order
}

const later = (seconds: number) =>
  world.rows(
    `with gone as (delete from kernel.clock_shift returning shift)
     insert into kernel.clock_shift
     select coalesce((select shift from gone), interval '0') + make_interval(secs => $1)`,
    [seconds],
  )

test("the buyer's own proposal is marked where it is less than asked, before it is sent and on the table", async () => {
  const { id } = await proposed()
  const own = jonas.page.getByRole('main')
  await jonas.page.goto(`${world.product.url}/orders/${id}`)
  await button(own, 'Propose instead').click()
  await own.getByLabel('Quantity').fill('60')
  await reads(own.getByRole('status'), '40 EA less than asked')
  await button(own, 'Send').click()
  await reads(own, 'Counter-proposal')
  await reads(own, '40 EA less than asked')
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await reads(ole.page.getByRole('main'), '40 EA less than asked')
  expect(await wider(ole)).toBe(false)
  expect([...jonas.complaints, ...ole.complaints]).toEqual([])
}, 120_000)

test('until when the customer decides stands on the order, with the reasons, and is gone once it is decided', async () => {
  const { id, number } = await proposed()
  const { rows } = await world.is.ole.call(slaApi.clocksOf, { query: { subjectIds: id } })
  const clock = rows.find(({ kind }) => kind === 'decision')
  const main = ole.page.getByRole('main')
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await reads(main, 'Velowerk AG decides by')
  await main.locator(`time[datetime="${clock?.dueAt}"]`).first().waitFor()
  expect(await wider(ole)).toBe(false)
  await main.getByRole('link', { name: 'Why then?' }).click()
  await reads(main, 'Nordlicht Antriebe waits for Velowerk AG: decision on a proposal')
  await reads(main, `Whose hours count: the customer's own, by its calendar "Always".`)
  for (const act of ['Pause', 'Excuse', 'Dispute']) expect(await button(ole.page, act).count()).toBe(0)
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await reads(main, 'Velowerk AG decides by')
  const same = await untouched(ole.page)

  // What waits for the buyer is one press away on its board, and the address says so.
  await jonas.page.goto(`${world.product.url}/board`)
  await jonas.page.getByRole('button', { name: /^Waiting for us\s*1/ }).click()
  await jonas.page.waitForURL(/kind=decision/)
  await later(1_260)
  await reads(main, 'Velowerk AG was to decide by')
  await reads(jonas.page.getByRole('button', { name: /^Waiting for us/ }), '1 of them late')
  await jonas.page
    .getByRole('link', { name: `Decision on ${number}` })
    .first()
    .click()
  const own = jonas.page.getByRole('main')
  await reads(own, "Late: this counts as Velowerk AG's own lateness. It is neither paused nor excused.")
  for (const act of ['Pause', 'Excuse']) expect(await button(jonas.page, act).count()).toBe(0)
  await button(jonas.page, 'Take on').waitFor()

  await jonas.page.goto(`${world.product.url}/orders/${id}`)
  await reads(own, 'Velowerk AG was to decide by')
  await button(own, 'Accept').click()
  await reads(own, 'Agreed with change')
  await reads(main, 'Agreed with change')
  for (const { page } of [ole, jonas])
    await page.getByText('Velowerk AG was to decide by').waitFor({ state: 'detached' })
  expect(await same()).toBe(true)

  for (const { page } of [ole, jonas]) {
    await page.goto(`${world.product.url}/responses?kind=decision`)
    await page
      .getByRole('link', { name: /^Late\s*1(?!\d)/ })
      .first()
      .waitFor()
    await reads(page.getByRole('main'), "The customer's 1")
  }
  expect([...jonas.complaints, ...ole.complaints]).toEqual([])
}, 240_000)
