// A supplier who says nothing: the board's row goes from warned to late to escalated while the buyer looks at it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailsTo } from '../../src/demo/mailbox.ts'
import { agree } from '../../src/demo/set-up.ts'
import { noticesApi } from '../../src/notices/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { whereAmI } from './by-keyboard.ts'
import { buildPortal, button, fill, reads, type Seat, signIn, sitDown, untouched } from './portal.ts'

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
  expect(rows.filter(({ title }) => title.startsWith('Reminder')).map(({ readAt }) => readAt)).not.toContain(null)
  // Who is not signed in is asked to: the browser notes that as well.
  expect(ole.complaints.filter(each => !each.includes('401'))).toEqual([])
  await ole.browser.close()
}, 180_000)
