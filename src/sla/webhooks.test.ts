// Steps of a ladder posted to a system of the buyer's, which listens on loopback: signed, once for each clock and step.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past, titlesOf } from '../../test/clock-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, Unknown } from '../kernel/errors.ts'
import { signatureOf } from '../kernel/push.ts'
import { notices } from '../notices/tables.ts'
import { defaultTargets } from '../partners/profile.ts'
import { addPolicy } from './change-policy.ts'
import { clockDetail } from './detail.ts'
import { slaPosts, slaWork } from './index.ts'
import type { PolicyBody } from './policy-api.ts'
import { previewPolicy } from './preview-policy.ts'
import { addWebhook, changeWebhook, knowWebhooks, listWebhooks, nameWebhooks, renewSecret } from './set-webhook.ts'
import { policies, webhookDeliveries, webhooks } from './tables.ts'
import { PostedStep, WEBHOOKS_MAX } from './webhook-api.ts'

const order = { kind: 'business-minutes', minutes: 240 } as const
const publicUrl = 'https://portal.example'

interface Post {
  headers: IncomingHttpHeaders
  body: Buffer
}
let timed: ClockTrade
let server: Server
let url = ''
let posts: Post[] = []
let answer: (post: Post) => number | undefined = () => 200

beforeAll(async () => {
  timed = await openClockTrade({ targets: { ...defaultTargets, order } })
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const post = { headers: request.headers, body: Buffer.concat(parts) }
      posts.push(post)
      const status = answer(post)
      // Undefined: it says nothing at all.
      if (status !== undefined) response.writeHead(status).end('so it goes')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`
})
afterAll(async () => {
  await timed.trade.close()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
beforeEach(async () => {
  posts = []
  answer = () => 200
  await timed.trade.setNow(past(0))
  await byBuyer(async tx => {
    await tx.update(policies).set({ retiredAt: tx.now })
    await tx.delete(webhookDeliveries)
    await tx.delete(webhooks)
  })
  await timed.trade.owner.query('delete from work')
})

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(who, act)
const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => by(timed.trade.buyer, act)
async function made<T>(said: Promise<T | Refusal>): Promise<T> {
  const is = await said
  if (isRefusal(is)) throw new Error(is.detail)
  return is
}
const setUp = (more: { name?: string; url?: string; enabled?: boolean } = {}) =>
  made(byBuyer(tx => addWebhook(tx, { name: 'Desk', url, enabled: true, ...more })))

/** Due after an hour: the answerers and the desk at half of it, the buyer half an hour later and again every hour. */
const policy = (webhookId: string): PolicyBody => ({
  ...{ name: 'Orders within the hour', kind: 'order', supplierId: null, hours: 'agreed', calendarId: null },
  target: { kind: 'business-minutes', minutes: 60 },
  ladder: {
    reminders: [{ percent: 50, to: 'answerers', mandatory: false, webhookId }],
    escalations: [
      { afterMinutes: 0, to: 'supplier-administrators' },
      { afterMinutes: 30, to: 'buyer', webhookId },
    ],
    repeat: { everyMinutes: 60, times: null, to: 'buyer', webhookId },
  },
  pauseReasons: [],
})
const govern = (webhookId: string) => made(byBuyer(tx => addPolicy(tx, policy(webhookId))))

const handlers = () => [...slaWork(), ...slaPosts({ publicUrl, egressAllow: ['127.0.0.1'], answerWithinMs: 200 })]
const kinds = new Set(['clock.step', 'clock.post'])
async function runAt(minutes: number): Promise<void> {
  await timed.trade.setNow(past(minutes))
  const performed = await runDueWork(timed.trade.worker, handlers(), kind => kinds.has(kind))
  expect(performed.filter(({ outcome }) => outcome === 'failed')).toEqual([])
}
const bodies = () => posts.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>)
const postedOf = async (who: Caller, clockId: string) => {
  const { fired } = await by(who, tx => clockDetail(tx, clockId))
  return fired.flatMap(({ level, told }) =>
    told.filter(({ channel }) => channel === 'webhook').map(({ name, state, reason }) => [level, name, state, reason]),
  )
}

describe('a step that names a webhook', () => {
  it('is posted when it fires: signed, saying what is late, of whom, since when, and where to look', async () => {
    const { webhook, secret } = await setUp()
    await govern(webhook.id)
    const { clockId, subjectId } = await timed.start()
    await runAt(31)
    expect(posts).toHaveLength(1)
    await runAt(61)
    // The due instant names no webhook.
    expect(posts).toHaveLength(1)
    await runAt(91)
    const [reminder, late] = bodies()
    expect(reminder).toMatchObject({ level: 'warned-50', late: false })
    expect(late).toEqual({
      ...{ id: expect.any(String), event: 'clock.step', level: 'escalated-buyer', late: true, unread: false },
      title: expect.stringMatching(
        /^Late answer: Order 4711, due Mon 1 Mar 09:00.*, Nordlicht Antriebe to Velowerk AG$/,
      ),
      what: { kind: 'order', number: '4711', lines: null },
      ...{ at: past(90).toISOString(), due: past(60).toISOString(), zone: 'UTC' },
      supplier: { id: timed.trade.supplier.orgId, name: 'Nordlicht Antriebe', vendorNumber: '10000' },
      buyer: { id: timed.trade.buyer.orgId, name: 'Velowerk AG' },
      link: `${publicUrl}/orders/${subjectId}`,
    })
    expect([...Value.Errors(PostedStep, late)]).toEqual([])
    const { headers, body } = posts[1] ?? { headers: {}, body: Buffer.alloc(0) }
    expect(headers['content-type']).toBe('application/json')
    expect(headers['pullwire-message-id']).toBe(late?.id)
    const timestamp = String(headers['pullwire-timestamp'])
    expect(headers['pullwire-signature']).toBe(signatureOf(secret, String(late?.id), timestamp, body))
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([
      ['warned-50', 'Desk', 'sent', undefined],
      ['escalated-buyer', 'Desk', 'sent', undefined],
    ])
  })

  it('says of an answer that is here and unread that it is, and calls it late no more', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    const { subjectId } = await timed.start()
    const unread = [{ setId: '855', functionalId: 'PR', status: 'needs-attention', subjectId }]
    await timed.arrives(timed.trade.supplier, past(50), 'needs-attention', unread)
    await runAt(200)
    await runAt(202)
    expect(bodies().find(({ level }) => level === 'escalated-buyer')).toMatchObject({
      level: 'escalated-buyer',
      unread: true,
      title: expect.stringMatching(/^Answer received, unread: Order 4711, due /),
    })
  })

  it('shows the supplier that the customer’s system was told, and neither which one nor where it is', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    const { clockId } = await timed.start()
    await runAt(91)
    expect(await postedOf(timed.trade.supplier, clockId)).toEqual([
      ['warned-50', 'Velowerk AG', 'sent', undefined],
      ['escalated-buyer', 'Velowerk AG', 'sent', undefined],
    ])
    const seen = await by(timed.trade.supplier, async tx => [
      ...(await tx.select().from(webhooks)),
      ...(await tx.select().from(webhookDeliveries)),
    ])
    expect(seen).toEqual([])
    const detail = JSON.stringify(await by(timed.trade.supplier, tx => clockDetail(tx, clockId)))
    expect(detail).not.toContain(url)
    expect(detail).not.toContain('Desk')
    expect((await by(timed.trade.supplier, tx => clockDetail(tx, clockId))).coming[0]).toMatchObject({ posts: true })
  })

  it('has one delivery, under one id and with the same bytes however often it is tried', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    const { clockId } = await timed.start()
    answer = () => 503
    await runAt(31)
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([
      ['warned-50', 'Desk', 'queued', expect.stringMatching(/answered 503. so it goes$/)],
    ])
    expect((await postedOf(timed.trade.supplier, clockId))[0]?.[3]).toBeUndefined()
    await runAt(33)
    answer = () => 200
    await runAt(36)
    expect(posts).toHaveLength(3)
    expect(new Set(posts.map(({ body }) => body.toString())).size).toBe(1)
    expect(new Set(posts.map(({ headers }) => headers['pullwire-message-id'])).size).toBe(1)
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([['warned-50', 'Desk', 'sent', undefined]])
    const [row] = await byBuyer(tx => tx.select().from(webhookDeliveries).where(eq(webhookDeliveries.clockId, clockId)))
    expect(row).toMatchObject({ state: 'sent', attempts: 3, unanswered: false })
  })

  it('is posted for each step, those too that a later one overtakes, and again for each repeat', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    await timed.start()
    await runAt(95)
    await runAt(151)
    await runAt(211)
    expect(bodies().map(({ level }) => level)).toEqual(['warned-50', 'escalated-buyer', 'repeat-1', 'repeat-2'])
    expect(new Set(bodies().map(({ id }) => id)).size).toBe(4)
  })

  it('is given up after 72 hours, which its step and the administrators are told', async () => {
    const chief = await timed.trade.addPerson(timed.trade.buyer.orgId, 'Carla Chief', 'administrator')
    const { webhook } = await setUp()
    await govern(webhook.id)
    const { clockId } = await timed.start()
    answer = () => 500
    await runAt(31)
    await timed.trade.owner.query(`update work set due_at = '2027-03-10' where kind = 'clock.step'`)
    await runAt(31 + 73 * 60)
    const reason = expect.stringMatching(/^It could not be delivered for 72 hours\. Last: 127.* answered 500/)
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([['warned-50', 'Desk', 'failed', reason]])
    await titlesOf(timed, clockId)
    const told = await by(chief, tx => tx.select().from(notices).where(eq(notices.name, 'Carla Chief')))
    expect(told.map(({ title }) => title)).toContain('The webhook "Desk" takes nothing')
    const tried = posts.length
    await runAt(31 + 80 * 60)
    expect(posts).toHaveLength(tried)
  })
})

describe('a system that does not answer', () => {
  it('is asked by its oldest delivery alone; when it answers, all go at once', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    for (let i = 0; i < 4; i++) await timed.start()
    answer = () => undefined
    await runAt(31)
    expect(posts).toHaveLength(1)
    const waiting = await byBuyer(tx => tx.select().from(webhookDeliveries))
    expect(waiting.map(({ state }) => state)).toEqual(Array(4).fill('queued'))
    expect(waiting.filter(({ reason }) => reason?.includes('did not answer'))).toHaveLength(1)
    expect(waiting.filter(({ reason }) => reason?.includes('This waits'))).toHaveLength(3)
    answer = () => 200
    const oldest = waiting.find(({ unanswered }) => unanswered)
    await timed.trade.owner.query('update work set due_at = kernel.now() where key = $1', [oldest?.id])
    await runDueWork(timed.trade.worker, handlers(), kind => kind === 'clock.post')
    expect(posts).toHaveLength(5)
    expect(new Set(posts.map(({ headers }) => headers['pullwire-message-id'])).size).toBe(4)
  })

  it('holds up no other system', async () => {
    const { webhook } = await setUp()
    const second = await setUp({ name: 'Board', url: `${url}/board` })
    await govern(webhook.id)
    await timed.start()
    await byBuyer(tx => tx.update(policies).set({ retiredAt: tx.now }))
    await govern(second.webhook.id)
    const { clockId } = await timed.start()
    answer = ({ body }) => (body.toString().includes('"warned-50"') && posts.length === 1 ? undefined : 200)
    await runAt(31)
    expect(posts).toHaveLength(2)
    expect((await postedOf(timed.trade.buyer, clockId)).map(([, , state]) => state)).toEqual(['sent'])
  })

  it('inside the house is not called', async () => {
    const { webhook } = await setUp({ url: 'http://127.0.0.2:9/' })
    await govern(webhook.id)
    const { clockId } = await timed.start()
    await runAt(31)
    expect((await postedOf(timed.trade.buyer, clockId))[0]?.[3]).toContain('not a public address')
  })
})

describe('a webhook', () => {
  it('that is off is told nothing, and nothing later: what would have been posted says so', async () => {
    const { webhook } = await setUp({ enabled: false })
    await govern(webhook.id)
    const { clockId } = await timed.start()
    await runAt(31)
    const off = ['failed', 'The webhook is switched off.']
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([['warned-50', 'Desk', ...off]])
    await byBuyer(tx => changeWebhook(tx, webhook.id, { name: 'Desk', url, enabled: true }))
    await runAt(61)
    expect(posts).toEqual([])
    answer = () => 503
    await runAt(91)
    expect(posts).toHaveLength(1)
    await byBuyer(tx => changeWebhook(tx, webhook.id, { name: 'Desk', url, enabled: false }))
    await runAt(94)
    expect(posts).toHaveLength(1)
    expect((await postedOf(timed.trade.buyer, clockId))[1]).toEqual(['escalated-buyer', 'Desk', ...off])
  })

  it('that a policy names from now on is told nothing of clocks that run', async () => {
    const { clockId } = await timed.start()
    const { webhook } = await setUp()
    await govern(webhook.id)
    await runAt(600)
    expect(posts).toEqual([])
    expect(await postedOf(timed.trade.buyer, clockId)).toEqual([])
  })

  it('is signed for by its new secret once that is made', async () => {
    const { webhook, secret } = await setUp()
    await govern(webhook.id)
    await timed.start()
    const renewed = await byBuyer(tx => renewSecret(tx, webhook.id))
    expect(renewed.secret).not.toBe(secret)
    await runAt(31)
    const { headers, body } = posts[0] ?? { headers: {}, body: Buffer.alloc(0) }
    const [id, timestamp] = [String(headers['pullwire-message-id']), String(headers['pullwire-timestamp'])]
    expect(headers['pullwire-signature']).toBe(signatureOf(renewed.secret, id, timestamp, body))
  })

  it('is listed with what waits, what went and what ails it, never with its secret', async () => {
    const { webhook } = await setUp()
    await govern(webhook.id)
    await timed.start()
    answer = () => 500
    await runAt(31)
    const one = async () => (await byBuyer(listWebhooks)).rows[0]
    expect(await one()).toMatchObject({ queued: 1, lastSentAt: null, trouble: expect.stringContaining('answered 500') })
    answer = () => 200
    await runAt(33)
    expect(await one()).toMatchObject({ queued: 0, lastSentAt: expect.stringContaining('2027'), trouble: null })
    expect(Object.keys((await one()) ?? {})).not.toContain('secret')
    expect(await byBuyer(nameWebhooks)).toEqual({ rows: [{ id: webhook.id, name: 'Desk', state: 'on' }] })
  })

  it('needs a name of its own and an address; there are ten at most', async () => {
    const { webhook } = await setUp()
    const add = async (more: object) => {
      const said = await byBuyer(tx => addWebhook(tx, { name: 'Other', url, enabled: true, ...more }))
      return isRefusal(said) ? [said.code, said.where] : 'made'
    }
    expect(await add({ name: ' ' })).toEqual(['webhook-name', '/name'])
    expect(await add({ name: 'Desk ' })).toEqual(['webhook-name-taken', '/name'])
    expect(await add({ url: 'ftp://desk.example' })).toEqual(['webhook-address', '/url'])
    expect(await add({ url: 'https://me:secret@desk.example' })).toEqual(['webhook-address', '/url'])
    for (let i = 2; i <= WEBHOOKS_MAX; i++) await setUp({ name: `Desk ${i}` })
    expect(await add({})).toEqual(['too-many-webhooks', undefined])
    const kept = await byBuyer(tx => changeWebhook(tx, webhook.id, { name: 'Desk', url, enabled: false }))
    expect(kept).toMatchObject({ enabled: false })
  })

  it('of another organization is unknown, to its administrators and to a policy', async () => {
    const { webhook } = await setUp()
    const stranger = timed.trade.supplier
    await expect(by(stranger, tx => renewSecret(tx, webhook.id))).rejects.toThrow(Unknown)
    await expect(by(stranger, tx => changeWebhook(tx, webhook.id, { name: 'x', url, enabled: true }))).rejects.toThrow(
      Unknown,
    )
    await expect(by(stranger, tx => knowWebhooks(tx, [webhook.id]))).rejects.toThrow(Unknown)
    const foreign = '0190a000-0000-7000-8000-000000000000'
    for (const part of ['reminders', 'escalations', 'repeat'] as const) {
      const wanted = policy(webhook.id)
      const named = { ...wanted, ladder: { ...wanted.ladder, [part]: policy(foreign).ladder[part] } }
      await expect(byBuyer(tx => addPolicy(tx, named))).rejects.toThrow(Unknown)
      await expect(byBuyer(tx => previewPolicy(tx, null, named))).rejects.toThrow(Unknown)
    }
  })
})
