// Many breaches of one moment are one mail: whoever gets it reads it through, answers from it, and the operator sees what became of it.
import axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mail, mailsTo } from '../../src/demo/mailbox.ts'
import { agree } from '../../src/demo/set-up.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { until } from '../until.ts'
import { type Called, openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, fill, reads, type Seat, signIn, sitDown, wider } from './portal.ts'

const many = 40
let world: SmallWorld
let mara: Seat
let anna: Seat
let orders: Called[]
let digest: Mail

beforeAll(async () => {
  await buildPortal()
  world = await openWorld()
  const { relationshipId } = world.nordlicht
  const { targets } = await world.is.anna.call(partnersApi.get, { params: { relationshipId } })
  const escalation = { buyerAfterMinutes: 1, repeatMinutes: 30, repeatMax: 2 }
  const minutes = 30
  await agree(
    world.is.anna,
    { id: relationshipId },
    { targets: { ...targets, callOff: { kind: 'elapsed', minutes }, escalation } },
  )
  ;[mara, anna] = await Promise.all([sitDown({ from: '10.2.0.1', width: 390 }), sitDown({ from: '10.2.0.2' })])
  await signIn(anna.page, world.product.url, people.anna)
}, 300_000)

afterAll(async () => {
  await Promise.allSettled([mara?.browser.close(), anna?.browser.close()])
  await world?.close()
})

/** The product's clock stands so far ahead. */
const later = (ahead: string) =>
  world.rows(
    `with gone as (delete from kernel.clock_shift) insert into kernel.clock_shift values (cast($1 as interval))`,
    [ahead],
  )

const lateMails = async ({ email }: { email: string }) =>
  (await mailsTo(world.product.mailFolder, email)).filter(({ subject }) => subject.startsWith('Late answer: '))

/** What axe objects to in the mail as it is shown; landmarks are for pages. */
async function shown(mail: Mail): Promise<string[]> {
  const [html] = /<!doctype html>[\s\S]*<\/html>/.exec(mail.text) ?? []
  await mara.page.setContent(html ?? '')
  await mara.page.evaluate(axe.source)
  const rules = { region: { enabled: false }, 'landmark-one-main': { enabled: false } }
  const run = `axe.run(document, ${JSON.stringify({ rules })}).then(({ violations }) => violations.map(({ id }) => id))`
  return await mara.page.evaluate<string[]>(run)
}

test('forty call-offs that come to be late together are one mail to each who is told', async () => {
  orders = await Promise.all(Array.from({ length: many }, () => world.callOff(world.nordlicht)))
  await until('the mails of the call-offs', async () => {
    const waiting = await world.rows(`select 1 from notices where status = 'queued' union all
      select 1 from work where kind = 'notice.raise' and done_at is null`)
    return waiting.length === 0
  })
  await later('30 minutes 10 seconds')
  ;[digest] = (await until('a mail about them', async () => {
    const mails = await lateMails(people.mara)
    return mails.length > 0 && mails
  })) as [Mail]
  expect(digest.subject).toMatch(new RegExp(`^Late answer: [^]* \\(and ${many - 1} more\\)$`))
  for (const { number } of orders) expect(digest.text).toContain(number)
}, 120_000)

test('it is read on a phone, a card for each with when it was due and why, the rest by name', async () => {
  expect(await shown(digest)).toEqual([])
  const { page } = mara
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(20)
  expect(await wider(mara)).toBe(false)
  await reads(page, '40. Late answer: ')
})

test('a link of it leads to its order, which is answered there; another to all of them', async () => {
  const { page } = mara
  const links = page.getByRole('link')
  expect(await links.count()).toBe(21)
  const [first, all] = await Promise.all([links.first().getAttribute('href'), links.last().getAttribute('href')])
  await page.goto(first ?? '')
  await fill(page, { 'E-mail': people.mara.email, Password: people.mara.password })
  await button(page, 'Sign in').click()
  await page.getByRole('listitem').getByText('Accept', { exact: true }).first().click()
  await button(page, 'Send answer').click()
  await reads(page.getByRole('main'), 'Confirmed')
  await page.goto(all ?? '')
  await reads(page.getByRole('main'), '40')
}, 120_000)

test('the buyer is told of what is left in one mail too; the operator finds each, with how many others it went out', async () => {
  await later('32 minutes')
  const told = await until('a mail to the buyer', async () => (await lateMails(people.jonas))[0])
  expect(told.subject).toMatch(new RegExp(`\\(and ${many - 2} more\\)$`))
  const { page } = anna
  await page.goto(`${world.product.url}/mails?search=${encodeURIComponent(people.jonas.email)}`)
  await page.getByRole('row').filter({ hasText: 'Late answer' }).getByRole('link').first().click()
  await reads(page.getByRole('dialog'), `${many - 2} other notices`)
  expect([await lateMails(people.mara), await lateMails(people.jonas)].map(mails => mails.length)).toEqual([1, 1])
  expect([...anna.complaints, ...mara.complaints.filter(each => !each.includes('401'))]).toEqual([])
}, 120_000)
