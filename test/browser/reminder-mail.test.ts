// The mail of a reminder and of a breach, as whoever answers reads it on a phone: until when, in both zones, why, and where to.
import axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsApi } from '../../src/accounts/api.ts'
import { type Mail, mailsTo, tokenMailedTo } from '../../src/demo/mailbox.ts'
import { agree } from '../../src/demo/set-up.ts'
import { formatInstant } from '../../src/kernel/time.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { type Called, openWorld, passphrase, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, fill, type Seat, signIn, sitDown, wider } from './portal.ts'

const lin = { name: 'Lin Chen', email: 'lin@nordlicht.example' }
const minutes = 40
let world: SmallWorld
let phone: Seat
let order: Called

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const { relationshipId } = world.nordlicht
  const { targets } = await world.is.anna.call(partnersApi.get, { params: { relationshipId } })
  await agree(world.is.anna, { id: relationshipId }, { targets: { ...targets, callOff: { kind: 'elapsed', minutes } } })
  phone = await sitDown({ from: '10.2.0.1', width: 390, zone: 'Asia/Taipei' })
}, 300_000)

afterAll(async () => {
  await phone?.browser.close()
  await world?.close()
})

/** The product's clock stands so far ahead. */
const later = (ahead: string) =>
  world.rows(
    `with gone as (delete from kernel.clock_shift) insert into kernel.clock_shift values (cast($1 as interval))`,
    [ahead],
  )

const mailOf = (title: string) =>
  until(`the mail "${title}"`, async () =>
    (await mailsTo(world.product.mailFolder, lin.email)).find(({ subject }) => subject.startsWith(title)),
  ) as Promise<Mail>

/** Its two parts, each as it is read; shows the HTML. */
async function read({ text }: Mail): Promise<{ plain: string; shown: string }> {
  const [, plain = ''] = /^Content-Type: text\/plain[\s\S]*?\r?\n\r?\n([\s\S]*?)\r?\n--/m.exec(text) ?? []
  const [html = ''] = /<!doctype html>[\s\S]*<\/html>/.exec(text) ?? []
  await phone.page.setContent(html)
  return { plain: evened(plain), shown: evened((await phone.page.locator('body').allInnerTexts()).join()) }
}

const evened = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** What axe objects to in the mail as it is shown; landmarks are for pages. */
async function objections(): Promise<string[]> {
  await phone.page.evaluate(axe.source)
  const rules = { region: { enabled: false }, 'landmark-one-main': { enabled: false } }
  const run = `axe.run(document, ${JSON.stringify({ rules })}).then(({ violations }) => violations.map(({ id }) => id))`
  return await phone.page.evaluate<string[]>(run)
}

test('whoever accepts an invitation in Taipei is told in the time of Taipei from then on', async () => {
  await world.is.mara.call(accountsApi.invite, { body: { ...lin, role: 'answerer' } })
  const token = await tokenMailedTo(world.product.mailFolder, lin.email, 'invitation')
  const { page } = phone
  await page.goto(`${world.product.url}/invitation/${token}`)
  await fill(page, { 'New password': passphrase })
  await button(page, 'Accept the invitation').click()
  await page.waitForURL('**/inbox')
  order = await world.callOff(world.nordlicht)
  await until('the news of it to be mailed', async () => {
    const waiting = await world.rows(`select 1 from notices where status = 'queued' union all
      select 1 from work where kind = 'notice.raise' and done_at is null`)
    return waiting.length === 0
  })
}, 120_000)

test.each([
  ['Reminder: ', '20 minutes 10 seconds', 'is due', 'Half of the time is used.'],
  ['Late: ', `${minutes} minutes 10 seconds`, 'was due', 'The answer is late.'],
] as const)(
  '%s',
  async (title, ahead, verb, reason) => {
    await later(ahead)
    const mail = await mailOf(title)
    const { plain, shown } = await read(mail)
    const { rows } = await world.is.jonas.call(slaApi.board, { query: { search: order.number } })
    const [clock] = rows
    const dueAt = new Date(clock?.dueAt ?? '')
    const due = `${formatInstant(dueAt, clock?.zone ?? '')}, ${formatInstant(dueAt, 'Asia/Taipei')}`
    for (const part of [mail.subject.replaceAll(/\s+/g, ' '), shown, plain]) expect(part).toContain(due)
    const said = [
      reason,
      `${verb} ${due}.`,
      'Why then:',
      'Counting began',
      `: ${minutes} min counted.`,
      `/orders/${order.id}?notice=`,
    ]
    for (const words of said) for (const part of [shown, plain]) expect(part).toContain(words)
    // The plain part, sentence by sentence, but for its frame.
    const told = plain.slice(plain.indexOf(reason), plain.indexOf('Open in Pullwire'))
    expect(shown).toContain(told.trim())
    expect(await objections()).toEqual([])
    expect(await wider(phone)).toBe(false)
  },
  120_000,
)

test('its link leads to the order; both sides see on the document that Lin has opened it', async () => {
  const { page } = phone
  await page.goto((await page.getByRole('link').first().getAttribute('href')) ?? '')
  await page.waitForURL(address => address.pathname === `/orders/${order.id}` && address.search === '')
  const [clockId] = (await world.rows<{ id: string }>('select id from clocks')).map(({ id }) => id)
  const seats: Seat[] = [phone, await sitDown({ from: '10.2.0.2' })]
  try {
    await signIn(seats[1]?.page ?? page, world.product.url, people.jonas)
    for (const seat of seats) {
      await seat.page.goto(`${world.product.url}/clocks/${clockId}`)
      const line = seat.page.getByRole('listitem').filter({ hasText: lin.email })
      await line.filter({ hasText: 'portal, mail written to a file' }).filter({ hasText: 'opened' }).first().waitFor()
      expect(await wider(seat)).toBe(false)
      expect(seat.complaints.filter(each => !each.includes('401'))).toEqual([])
    }
  } finally {
    await seats[1]?.browser.close()
  }
}, 120_000)
