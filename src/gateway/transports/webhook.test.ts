// What is pushed is signed, tried again under the same id, and one that fails holds up no other.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Exchange, newSubject, openExchange } from '../../../test/exchange.ts'
import { signatureOf } from '../../kernel/push.ts'
import { queueDocument } from '../index.ts'
import { offerByNewWay } from '../offer.ts'

interface Push {
  headers: IncomingHttpHeaders
  body: Buffer
}
let exchange: Exchange
let server: Server
let pushes: Push[] = []
let answer: (push: Push) => number = () => 200
/** What the partner's system says after its status. */
let say: (response: ServerResponse) => void = response => void response.end('thank you')
let calls = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    calls += 1
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const push = { headers: request.headers, body: Buffer.concat(parts) }
      pushes.push(push)
      response.statusCode = answer(push)
      if (response.statusCode === 302) response.setHeader('location', '/elsewhere')
      say(response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  exchange = await openExchange({ answerWithinMs: 300 })
  const { port } = server.address() as AddressInfo
  await exchange.agree({ webhook_url: `http://127.0.0.1:${port}/in`, webhook_secret: 'whs_secret' })
})
afterAll(async () => {
  await exchange.close()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
beforeEach(async () => {
  pushes = []
  calls = 0
  answer = () => 200
  say = response => void response.end('thank you')
  await exchange.rows(`delete from kernel.clock_shift`)
})

async function send(): Promise<string> {
  return await exchange.web.withTenant(exchange.buyer, tx =>
    queueDocument(tx, { setId: '850', subject: newSubject(), relationship: exchange.relationship }),
  )
}
interface Out {
  id: string
  delivery: string
  delivery_attempts: number
  delivery_error: string | null
}
const outOf = async (documentId: string): Promise<Out> => {
  const [row] = await exchange.rows<Out>(
    `select i.* from interchanges i join documents d on d.interchange_id = i.id where d.id = $1`,
    [documentId],
  )
  if (!row) throw new Error('nothing was written')
  return row
}
const factsOf = async (documentId: string) =>
  (
    await exchange.rows<{ type: string }>(`select type from events where subject_id = $1 order by seq`, [documentId])
  ).map(({ type }) => type)
const later = (interval: string) =>
  exchange.rows(`with gone as (delete from kernel.clock_shift) insert into kernel.clock_shift values ('${interval}')`)

test('a push carries the bytes, their id and a signature over both', async () => {
  const id = await send()
  await exchange.work()
  const out = await outOf(id)
  expect(out.delivery).toBe('delivered')
  const [push] = pushes
  const { headers, body } = push ?? { headers: {}, body: Buffer.alloc(0) }
  expect(headers['pullwire-message-id']).toBe(out.id)
  expect(headers['pullwire-signature']).toBe(
    signatureOf('whs_secret', out.id, String(headers['pullwire-timestamp']), body),
  )
  expect(body.toString()).toMatch(/^ISA\*/)
})

test('a partner that is down is tried again under the same id with the same bytes, and nothing is lost', async () => {
  answer = () => 503
  const id = await send()
  await exchange.work()
  expect(await outOf(id)).toMatchObject({ delivery: 'queued', delivery_attempts: 1 })
  expect((await outOf(id)).delivery_error).toContain('503')
  await later('10 minutes')
  await exchange.work()
  expect((await outOf(id)).delivery_attempts).toBe(2)
  answer = () => 200
  await later('20 minutes')
  await exchange.work()
  expect((await outOf(id)).delivery).toBe('delivered')
  expect(await factsOf(id)).toEqual(['document.queued', 'document.written', 'document.delayed', 'document.delivered'])
  expect(new Set(pushes.map(push => push.headers['pullwire-message-id'])).size).toBe(1)
  expect(new Set(pushes.map(push => push.body.toString())).size).toBe(1)
})

test('a document that is refused holds up no other; the others wake it when the partner takes again', async () => {
  const first = await send()
  await exchange.work(kind => kind === 'document.write')
  const poison = (await outOf(first)).id
  answer = push => (push.headers['pullwire-message-id'] === poison ? 500 : 200)
  const second = await send()
  await exchange.work()
  expect((await outOf(first)).delivery).toBe('queued')
  expect((await outOf(second)).delivery).toBe('delivered')
})

test('a 2xx is taken, however long its text is, and whether or not that ever ends', async () => {
  say = response => void response.write('x'.repeat(5_000))
  const first = await send()
  await exchange.work()
  expect((await outOf(first)).delivery).toBe('delivered')
  say = response => response.write('and', () => response.destroy())
  const second = await send()
  await exchange.work()
  expect((await outOf(second)).delivery).toBe('delivered')
})

test('while a partner’s system says nothing, its oldest alone asks; when it answers, all go at once', async () => {
  await exchange.rows(`update interchanges set delivery = 'delivered' where delivery = 'queued'`)
  say = () => undefined
  const ids = [await send(), await send(), await send(), await send(), await send()]
  await exchange.work()
  expect(calls).toBe(1)
  const waiting = await Promise.all(ids.map(outOf))
  expect(waiting.map(one => one.delivery)).toEqual(Array(5).fill('queued'))
  expect(waiting[0]?.delivery_error).toContain('did not answer')
  expect(waiting[4]).toMatchObject({ delivery_attempts: 0 })
  expect(waiting[4]?.delivery_error).toContain('This waits')
  await later('2 minutes')
  await exchange.work()
  expect(calls).toBe(2)
  say = response => void response.end()
  await exchange.rows(`update work set due_at = kernel.now() where key = $1`, [waiting[0]?.id])
  await exchange.work()
  expect((await Promise.all(ids.map(outOf))).map(one => one.delivery)).toEqual(Array(5).fill('delivered'))
  expect(calls).toBe(7)
})

test('redirects are not followed', async () => {
  answer = () => 302
  const id = await send()
  await exchange.work()
  expect((await outOf(id)).delivery_error).toContain('Redirects are not followed')
})

test('after 72 hours a person decides; it can still be collected, and sent now', async () => {
  answer = () => 500
  const id = await send()
  await exchange.work()
  await later('73 hours')
  await exchange.work()
  const out = await outOf(id)
  expect(out.delivery).toBe('failed')
  const list = (await exchange.app.inject({ method: 'GET', url: '/api/attention' })).json()
  expect(list.rows.map((row: { id: string }) => row.id)).toContain(id)
  answer = () => 200
  await exchange.app.inject({ method: 'POST', url: `/api/interchanges/${out.id}/send-now` })
  await exchange.work()
  expect((await outOf(id)).delivery).toBe('delivered')
  // Its only trouble is over.
  expect(await exchange.rows(`select status, reason from documents where id = $1`, [id])).toEqual([
    { status: 'written', reason: null },
  ])
})

test('an answer of ours that was given up can be left as it is, and is off the list', async () => {
  const id = await send()
  await exchange.work(kind => kind === 'document.write')
  const out = await outOf(id)
  await exchange.rows(`update interchanges set delivery = 'failed' where id = $1`, [out.id])
  const dismissed = {
    method: 'POST' as const,
    url: `/api/interchanges/${out.id}/dismiss`,
    payload: { note: 'By mail.' },
  }
  expect((await exchange.app.inject(dismissed)).statusCode).toBe(204)
  const list = (await exchange.app.inject({ method: 'GET', url: '/api/attention' })).json()
  expect(list.rows.map((row: { id: string }) => row.id)).not.toContain(out.id)
})

test('while a push keeps failing, the work that is tried again says what, why, how often and when next', async () => {
  answer = () => 500
  const sent = await send()
  await exchange.work()
  const { id } = await outOf(sent)
  await later('10 minutes')
  await exchange.work()
  const trying = `select attempts, last_error, data->>'title' as title, due_at > kernel.now() as later from work
    where data->>'interchangeId' = $1 and done_at is null and failed_at is null`
  const [row] = await exchange.rows<{ title: string }>(trying, [id])
  expect(row).toMatchObject({ attempts: 2, last_error: expect.stringContaining('500'), later: true })
  expect(row?.title).toMatch(/^850 \d{9}, Nordlicht Antriebe$/)
  answer = () => 200
  await later('20 minutes')
  await exchange.work()
  expect(await exchange.rows(trying, [id])).toEqual([])
})

test('a push that fails just now is the last error of the partner’s page', async () => {
  answer = () => 503
  const id = await send()
  await exchange.work()
  const url = `/api/gateway/partners/${exchange.relationship.id}`
  const { lastError } = (await exchange.app.inject({ method: 'GET', url })).json()
  expect(lastError.text).toContain('503')
  expect(lastError.interchangeId).toBe((await outOf(id)).id)
})

test('once the address is emptied nothing is pushed any more: what waited is ready to collect, and its time begins', async () => {
  answer = () => 503
  const id = await send()
  await exchange.work()
  expect(await outOf(id)).toMatchObject({ delivery: 'queued' })
  await exchange.agree({ webhook_url: null })
  await exchange.web.withTenant(exchange.buyer, tx => offerByNewWay(tx, exchange.relationship))
  expect(await outOf(id)).toMatchObject({ delivery: 'collectable', delivery_error: null })
  expect(await factsOf(id)).toContain('document.collectable')
  const pushed = pushes.length
  await later('1 hour')
  await exchange.work()
  expect(pushes).toHaveLength(pushed)
})

test('a URL that leads inside is not called', async () => {
  await exchange.agree({ webhook_url: 'http://127.0.0.2:9/' })
  const id = await send()
  await exchange.work()
  expect((await outOf(id)).delivery_error).toContain('not a public address')
})
