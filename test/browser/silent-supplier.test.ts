// A supplier who says nothing: the board's row goes from warned to late to escalated while the buyer looks at it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarsApi } from '../../src/calendars/api.ts'
import { mailsTo } from '../../src/demo/mailbox.ts'
import { agree } from '../../src/demo/set-up.ts'
import { instantOf } from '../../src/kernel/time.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { whereAmI } from './by-keyboard.ts'
import { buildPortal, button, fill, reads, type Seat, signIn, sitDown, untouched, wider } from './portal.ts'

let world: SmallWorld
let jonas: Seat

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  await wantAnswersWithinTwoMinutes()
  jonas = await sitDown({ from: '10.2.0.1' })
  await signIn(jonas.page, world.product.url, people.jonas)
}, 300_000)

afterAll(async () => {
  await jonas?.browser.close()
  await world?.close()
})

async function wantAnswersWithinTwoMinutes(): Promise<void> {
  const { anna } = world.is
  const { relationshipId } = world.nordlicht
  const { targets } = await anna.call(partnersApi.get, { params: { relationshipId } })
  await agree(
    anna,
    { id: relationshipId },
    {
      targets: {
        ...targets,
        callOff: { kind: 'elapsed', minutes: 2 },
        escalation: { buyerAfterMinutes: 1, repeatMinutes: 30, repeatMax: 2 },
      },
    },
  )
}

/** The product's clock goes ahead; work that has come due by it is done as on any other day. */
const later = (seconds: number) =>
  world.rows(
    `with gone as (delete from kernel.clock_shift returning shift)
     insert into kernel.clock_shift
     select coalesce((select shift from gone), interval '0') + make_interval(secs => $1)`,
    [seconds],
  )

test('the row goes warned, late, escalated without a reload, and says who was told', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/board`)
  await reads(page, 'No answer is due')
  const same = await untouched(page)
  const { number } = await world.callOff(world.nordlicht)
  const row = page.getByRole('row').filter({ hasText: `Call-off ${number}` })
  await row.waitFor()
  await reads(row, 'Nobody yet')

  await later(65)
  await reads(row, 'Reminder at 50 %')
  await reads(row, new RegExp(people.ole.name))

  await later(60)
  await page.getByRole('button', { name: /^Late\s*1/ }).waitFor()
  await reads(row, "Supplier's administrator told")
  await reads(row, new RegExp(people.mara.name))

  await later(60)
  await reads(row, 'Buyer told')
  await reads(row, new RegExp(people.jonas.name))
  expect(await same()).toBe(true)

  await button(row, 'Take on').focus()
  await page.keyboard.press('Enter')
  await reads(row, `${people.jonas.name},`)
  // Whoever works by keyboard goes on from the row on which the button stood.
  await until('the focus on its row', async () => (await whereAmI(page)).name.includes(number))
  expect(jonas.complaints).toEqual([])
}, 180_000)

test('a breach taken on from the lanes is seen to be so on the wall; Escape leads from there to the board', async () => {
  const { page } = jonas
  const anna = await sitDown({ from: '10.2.0.4' })
  await signIn(anna.page, world.product.url, people.anna)
  await anna.page.goto(`${world.product.url}/wall?kind=call-off`)
  await reads(anna.page.getByRole('main'), 'Only Call-off')
  await page.goto(`${world.product.url}/board?view=lanes`)
  const { number } = await world.callOff(world.nordlicht)
  const cardOn = (seat: Seat, lane: string) =>
    seat.page
      .locator('section')
      .filter({ has: seat.page.getByRole('heading', { name: new RegExp(`^${lane}`) }) })
      .getByRole('listitem')
      .filter({ hasText: `Call-off ${number}` })
  await cardOn(anna, 'On track').waitFor()
  await later(125)
  await cardOn(anna, 'Late').waitFor()
  await button(cardOn(jonas, 'Late'), 'Take on').click()
  await reads(cardOn(anna, 'Late'), `${people.jonas.name},`)
  await anna.page.keyboard.press('Escape')
  await anna.page.waitForURL(/\/board\?kind=call-off$/)
  await anna.page
    .getByRole('row')
    .filter({ hasText: `Call-off ${number}` })
    .waitFor()
  expect([...anna.complaints, ...jonas.complaints]).toEqual([])
  await anna.browser.close()
}, 180_000)

test('a buyer reminds from the board, once an hour, and reads who was told', async () => {
  const { page } = jonas
  await page.goto(`${world.product.url}/board`)
  const { number } = await world.callOff(world.nordlicht)
  const row = page.getByRole('row').filter({ hasText: `Call-off ${number}` })
  const remind = async () => {
    await row.getByRole('checkbox').check()
    await button(page, 'Remind now').click()
  }
  await remind()
  await reads(row, 'Reminded by the buyer')
  await reads(row, new RegExp(people.ole.name))
  await remind()
  await reads(page.getByRole('alert'), 'They were reminded already')
  expect(await row.getByRole('checkbox').isChecked()).toBe(true)
  // The browser's own word on the refusal.
  expect(jonas.complaints.splice(0)).toEqual([expect.stringContaining('409')])
}, 180_000)

test('the board by suppliers says who has most that is late, and leads to it', async () => {
  const { page } = jonas
  const { number } = await world.callOff(world.nordlicht)
  await page.goto(`${world.product.url}/board`)
  await page.getByText('Groups', { exact: true }).click()
  const group = page.getByRole('listitem').filter({ hasText: 'Nordlicht' })
  await reads(group, /\d+ (late|at risk|on track)/)
  await group.getByRole('link').click()
  await page.waitForURL(/\/board\?supplierId=[0-9a-f-]+$/)
  await page
    .getByRole('row')
    .filter({ hasText: `Call-off ${number}` })
    .waitFor()
  expect(jonas.complaints).toEqual([])
}, 120_000)

test('a clock that waits for the buyer stands still, both see why, and what is due moves when it goes on', async () => {
  const { page } = jonas
  const { number, id } = await world.callOff(world.nordlicht)
  const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: id } })
  const clock = rows[0]
  if (!clock) throw new Error(`no clock for ${number}`)
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await button(page, 'Pause').click()
  const dialog = page.getByRole('dialog', { name: 'Pause this clock' })
  await dialog.getByRole('textbox', { name: 'What is waited for' }).fill('Drawing 4711-B goes out on Monday')
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await reads(page.getByRole('heading', { level: 1 }).locator('xpath=ancestor::header[1]'), 'Paused')

  const ole = await sitDown({ from: '10.2.0.2', width: 390 })
  await signIn(ole.page, world.product.url, people.ole)
  await ole.page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(ole.page.getByRole('main'), 'Drawing 4711-B goes out on Monday')
  await later(600)
  await button(page, 'Let it go on').click()
  await reads(page.getByRole('main'), 'Goes on')
  const after = await world.is.jonas.call(slaApi.clock, { params: { clockId: clock.id } })
  expect(Date.parse(after.dueAt) - Date.parse(clock.dueAt)).toBeGreaterThanOrEqual(600_000)
  expect(after.fired).toEqual([])
  await reads(ole.page.getByRole('main'), 'Goes on')
  expect([...jonas.complaints, ...ole.complaints]).toEqual([])
  await ole.browser.close()
}, 180_000)

test('a supplier says to have seen it: the buyer reads so on the board at once, and the time runs on', async () => {
  const { page } = jonas
  const { id, number } = await world.callOff(world.nordlicht)
  await page.goto(`${world.product.url}/board`)
  const row = page.getByRole('row').filter({ hasText: `Call-off ${number}` })
  await row.waitFor()
  const ole = await sitDown({ from: '10.2.0.5', width: 390 })
  await signIn(ole.page, world.product.url, people.ole)
  await ole.page.goto(`${world.product.url}/orders/${id}`)
  await button(ole.page, "I've seen it").click()
  await reads(ole.page, /Its time runs on/)
  await reads(row, `Seen by ${people.ole.name}`)
  expect(await button(ole.page, "I've seen it").count()).toBe(0)
  expect([...ole.complaints, ...jonas.complaints]).toEqual([])
  await ole.browser.close()
}, 120_000)

test('from the reminder in the mail to the answered order, on a phone: the link leads there, and the notice is read', async () => {
  const { number } = await world.callOff(world.nordlicht)
  await later(65)
  const its = new RegExp(`Call-off ${number}[\\s\\S]*?https?://[^/\\s]+(/\\S+[?&]notice=[\\w-]+)`)
  const path = await until('a reminder', async () => {
    const mails = await mailsTo(world.product.mailFolder, people.ole.email)
    return mails.flatMap(({ text }) => its.exec(text)?.[1] ?? [])[0]
  })
  const ole = await sitDown({ from: '10.2.0.3', width: 390 })
  await ole.page.goto(`${world.product.url}${path}`)
  await fill(ole.page, { 'E-mail': people.ole.email, Password: people.ole.password })
  await button(ole.page, 'Sign in').click()
  await ole.page.waitForURL(url => url.pathname.startsWith('/orders/') && !url.searchParams.has('notice'))
  await ole.page.getByRole('listitem').getByText('Accept', { exact: true }).first().click()
  await button(ole.page, 'Send answer').click()
  await reads(ole.page.getByRole('main'), 'Confirmed')
  const { rows } = await world.is.ole.call(noticesApi.mine, { query: { search: number } })
  // The one that the link names: where this takes long, another reminder has come due meanwhile.
  const read = rows.filter(({ readAt }) => readAt !== null).map(({ id }) => id)
  expect(read).toContain(new URL(path, world.product.url).searchParams.get('notice'))
  // Who is not signed in is asked to: the browser notes that as well.
  expect(ole.complaints.filter(each => !each.includes('401'))).toEqual([])
  await ole.browser.close()
}, 180_000)

/** Where the product's clock stands: sessions would be idle over the days, so what happens on them comes from the ERP. */
async function goTo(instant: Date): Promise<void> {
  await world.rows('delete from kernel.clock_shift')
  await world.rows('insert into kernel.clock_shift select $1::timestamptz - clock_timestamp()', [instant])
}

const onDay = (days: number, time: string) => instantOf(world.inDays(days), time, 'Europe/Berlin')
const picture = ({ page }: Seat) => page.getByRole('region', { name: 'Why is it due then?' })
const days = (seat: Seat) => picture(seat).getByRole('img')
const marks = (seat: Seat, is: string) => days(seat).locator(`[data-is="${is}"]`)
const saidOf = (seat: Seat) => days(seat).evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''))

/** Open from 08:00 to 16:00 but for the fair three days ago; seven hours for an answer, and what comes after 15:00 counts from the next day. */
async function wantAnswersInOfficeHours(): Promise<void> {
  const { anna } = world.is
  const { relationshipId } = world.nordlicht
  const week = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(day => [day, [{ open: '08:00', close: '16:00' }]]))
  const { id: calendarId } = await anna.call(calendarsApi.add, {
    body: {
      ...{ name: 'Kiel', zone: 'Europe/Berlin', always: false, week, halfDays: [], shutdowns: [], extra: [] },
      ...{ holidays: [{ date: world.inDays(-3), name: 'Town fair' }], cutOff: { 'call-off': '15:00' } },
    },
  })
  const { targets } = await anna.call(partnersApi.get, { params: { relationshipId } })
  const callOff = { kind: 'business-minutes', minutes: 7 * 60 } as const
  const escalation = { buyerAfterMinutes: 60, repeatMinutes: 24 * 60, repeatMax: 1 }
  await agree(anna, { id: relationshipId }, { calendarId, targets: { ...targets, callOff, escalation } })
}

test('why it is red is drawn until now, with the cut-off, the holiday, the pause and every step, for both sides alike', async () => {
  const { erp } = world
  await wantAnswersInOfficeHours()
  const callOff = async () => {
    const { supplierId, itemId } = world.nordlicht
    const lines = [{ itemId, quantity: '100', needBy: world.inDays(21) }]
    const { id } = await erp.call(ordersApi.issue, {
      body: { supplierId, shipToSiteId: world.siteId, kind: 'call-off', lines },
    })
    return await until('its clock', async () => {
      const { rows } = await erp.call(slaApi.clocksOf, { query: { subjectIds: id } })
      return rows[0]?.id
    })
  }
  await goTo(onDay(-5, '15:40'))
  const clockId = await callOff()
  const params = { clockId }
  await goTo(onDay(-4, '10:00'))
  await erp.call(slaApi.pause, { params, body: { reason: 'our-drawing', note: 'Drawing 4711-B goes out at two' } })
  await goTo(onDay(-4, '14:00'))
  await erp.call(slaApi.resume, { params })
  const levels = ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']
  for (const level of levels) {
    const { coming } = await erp.call(slaApi.clock, { params })
    const next = coming.find(step => step.level === level)
    if (next) await goTo(new Date(Date.parse(next.at) + 1_000))
    await until(`${level} to fire`, async () =>
      (await erp.call(slaApi.clock, { params })).fired.some(step => step.level === level),
    )
  }
  await world.rows('delete from kernel.clock_shift')
  const running = await callOff()

  const anna = await sitDown({ from: '10.2.0.5' })
  await signIn(anna.page, world.product.url, people.anna)
  await anna.page.goto(`${world.product.url}/clocks/${clockId}`)
  await reads(picture(anna), 'Adds up to 7 h of 7 h of working time.')
  await reads(picture(anna), 'cut-off 15:00 · began 15:40')
  await reads(picture(anna), '1 step comes later')
  for (const words of ['holiday', 'paused', 'cut-off', 'step done', 'now'])
    await picture(anna).getByText(words, { exact: true }).waitFor()
  const said = await saidOf(anna)
  expect(said.map(each => each.replace(/^.*?\d(?=[:;,]|$)/, ''))).toEqual([
    '; cut-off 15:00; began 15:40',
    ': 4 h counted; 10:00–14:00: paused; Reminder at 50 % 15:30, done',
    ', Town fair',
    expect.stringMatching(
      /^: 3 h counted; Reminder at 75 % 09:15, done; due (11:00|10:59); Late 11:00, done; Supplier's administrator told 11:00, done; Buyer told 12:00, done$/,
    ),
    '',
    '; now',
  ])
  const [due, day] = await Promise.all([marks(anna, 'due').boundingBox(), days(anna).nth(3).boundingBox()])
  expect(due && day && (due.x - day.x) / day.width).toBeCloseTo(11 / 24, 2)
  expect(await Promise.all(['fired', 'due', 'cut-off', 'paused', 'now'].map(is => marks(anna, is).count()))).toEqual([
    ...[5, 1, 1, 1, 1],
  ])

  // Whoever works by keyboard reads what is drawn of a day as well.
  await days(anna).nth(3).focus()
  await reads(anna.page.getByRole('tooltip'), "Supplier's administrator told 11:00, done")
  await anna.page.goto(`${world.product.url}/clocks/${running}`)
  await picture(anna).getByText('step to come', { exact: true }).waitFor()
  expect(await marks(anna, 'coming').count()).toBeGreaterThanOrEqual(4)
  expect(await marks(anna, 'fired').count()).toBe(0)

  const ole = await sitDown({ from: '10.2.0.6', width: 390 })
  await signIn(ole.page, world.product.url, people.ole)
  await ole.page.goto(`${world.product.url}/clocks/${clockId}`)
  await reads(picture(ole), 'Adds up to 7 h of 7 h of working time.')
  expect(await saidOf(ole)).toEqual(said)
  expect(await wider(ole)).toBe(false)
  expect([...anna.complaints, ...ole.complaints]).toEqual([])
  await Promise.all([anna.browser.close(), ole.browser.close()])
}, 240_000)
