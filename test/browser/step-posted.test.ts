// A system of the buyer's is set up, a ladder names it, a step is posted to it; both parties read of it on the clock's page.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signatureOf } from '../../src/kernel/push.ts'
import { slaApi } from '../../src/sla/api.ts'
import { until } from '../until.ts'
import { openWorld, people, type SmallWorld } from '../world.ts'
import { buildPortal, button, field, fill, reads, type Seat, signIn, sitDown } from './portal.ts'

interface Post {
  headers: IncomingHttpHeaders
  body: Buffer
}
let world: SmallWorld
let anna: Seat
let ole: Seat
let desk: Server
let url = ''
const posts: Post[] = []

beforeAll(async () => {
  await buildPortal()
  desk = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      posts.push({ headers: request.headers, body: Buffer.concat(parts) })
      response.end()
    })
  })
  await new Promise<void>(resolve => desk.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(desk.address() as AddressInfo).port}/in`
  world = await openWorld({ env: { EGRESS_ALLOW: '127.0.0.1' } })
  anna = await sitDown({ from: '10.2.6.1' })
  ole = await sitDown({ from: '10.2.6.2' })
  await signIn(anna.page, world.product.url, people.anna)
  await signIn(ole.page, world.product.url, people.ole)
}, 300_000)

afterAll(async () => {
  await anna?.browser.close()
  await ole?.browser.close()
  await world?.close()
  desk?.closeAllConnections()
  await new Promise(resolve => desk?.close(resolve))
})

async function postTo(page: Page, nth: number, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Webhook too' }).nth(nth).click()
  await page.getByRole('option', { name }).click()
}

test('a webhook is set up beside the policies, named in a ladder, and told of a slow answer; both sides read so', async () => {
  const { page } = anna
  await page.goto(`${world.product.url}/policies`)
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await reads(page, 'No webhook yet')
  await button(page, 'New webhook').click()
  const dialog = page.getByRole('dialog')
  await fill(dialog, { Name: 'On-call desk', Address: url })
  await button(dialog, 'Save webhook').click()
  await reads(page, 'it is not shown again')
  const secret = await field(dialog, 'Webhook secret').inputValue()
  await button(dialog, 'Close').click()
  await page.getByRole('cell', { name: 'On-call desk' }).waitFor()

  await page.goto(`${world.product.url}/policies/new`)
  await fill(page, { Name: 'Call-offs at once' })
  await page.getByLabel('Minutes', { exact: true }).fill('2')
  await postTo(page, 0, 'On-call desk')
  await button(page, 'Save policy').click()
  await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/)
  await page.reload()
  await until('it names the webhook', async () => {
    const named = page.getByRole('combobox', { name: 'Webhook too' })
    return (await named.nth(0).inputValue()) === 'On-call desk' && (await named.nth(1).inputValue()) === ''
  })

  const order = await world.callOff(world.nordlicht)
  const clock = await until('a clock runs', async () => {
    const { rows } = await world.is.jonas.call(slaApi.clocksOf, { query: { subjectIds: order.id } })
    return rows[0]
  })
  await page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(page, "And the buyer's system, by webhook.")
  await world.rows(`insert into kernel.clock_shift values ('70 seconds')`)
  await world.rows(`select pg_notify('pullwire_work', '')`)
  await reads(page, /On-call desk\s+webhook,\s+\d/)
  expect(posts).toHaveLength(1)
  const { headers, body } = posts[0] ?? { headers: {}, body: Buffer.alloc(0) }
  const said = JSON.parse(body.toString()) as { id: string; link: string; level: string }
  expect(said).toMatchObject({ level: 'warned-50', link: `${world.product.url}/orders/${order.id}` })
  expect(headers['pullwire-signature']).toBe(signatureOf(secret, said.id, String(headers['pullwire-timestamp']), body))

  await ole.page.goto(`${world.product.url}/clocks/${clock.id}`)
  await reads(ole.page, /Velowerk AG\s+webhook,\s+\d/)
  expect(await ole.page.getByText('On-call desk').count()).toBe(0)
  expect(await ole.page.getByText(url).count()).toBe(0)

  await page.goto(`${world.product.url}/policies/webhooks`)
  await page.getByRole('cell', { name: 'No failure' }).waitFor()
  expect([...anna.complaints, ...ole.complaints]).toEqual([])
}, 120_000)
