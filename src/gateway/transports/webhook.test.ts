// What is pushed is signed, tried again under the same id, and one that fails holds up no other.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Exchange, newSubject, openExchange } from '../../../test/exchange.ts'
import { queueDocument } from '../index.ts'
import { signatureOf } from './webhook.ts'

interface Push {
  headers: IncomingHttpHeaders
  body: Buffer
}
let exchange: Exchange
let server: Server
let pushes: Push[] = []
let answer: (push: Push) => number = () => 200

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const push = { headers: request.headers, body: Buffer.concat(parts) }
      pushes.push(push)
      response.statusCode = answer(push)
      if (response.statusCode === 302) response.setHeader('location', '/elsewhere')
      response.end('thank you')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  exchange = await openExchange()
  const { port } = server.address() as AddressInfo
  await exchange.agree({ webhook_url: `http://127.0.0.1:${port}/in`, webhook_secret: 'whs_secret' })
})
afterAll(async () => {
  await exchange.close()
  await new Promise(resolve => server.close(resolve))
})
beforeEach(async () => {
  pushes = []
  answer = () => 200
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
})

test('a URL that leads inside is not called', async () => {
  await exchange.agree({ webhook_url: 'http://127.0.0.2:9/' })
  const id = await send()
  await exchange.work()
  expect((await outOf(id)).delivery_error).toContain('not a public address')
})
