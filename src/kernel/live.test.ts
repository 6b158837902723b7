// The live feed over real sockets: who may connect, catching up, slow and half-open peers.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, systemOf } from './db.ts'
import { announce } from './events.ts'
import { createHttp } from './http.ts'
import { type Live, openLive } from './live.ts'
import { type Publisher, startPublisher } from './publish.ts'

const org = randomUUID()
const origin = 'http://portal.test'
const log = pino({ level: 'silent' })
let fresh: FreshDatabase
let db: Database
let app: FastifyInstance
let live: Live
let publisher: Publisher
let port: number
let signedIn = true
/** What the door waits for before it knows who asks. */
let doorOpens: Promise<void> = Promise.resolve()

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase({ url: fresh.webUrl, reactions: {} })
  ;({ app, live, port } = await serveLive())
  publisher = startPublisher({ url: fresh.workerUrl, enqueue: async () => undefined, log, sweepMs: 100 })
})
afterAll(async () => {
  await live.close()
  await publisher.stop()
  await app.close()
  await db.close()
  await fresh.drop()
})

async function serveLive(): Promise<{ app: FastifyInstance; live: Live; port: number }> {
  const identify = async () => {
    await doorOpens
    return signedIn ? { ...systemOf(org), role: 'buyer', side: 'buyer' as const } : undefined
  }
  const served = await createHttp({
    db,
    door: { identify, may: () => true },
    log,
    origins: [origin],
    trustProxy: false,
    secure: false,
  })
  const opened = await openLive(served, {
    ...{ db, url: fresh.webUrl, origins: [origin], identify, log },
    clock: () => new Date(),
  })
  await served.listen({ port: 0, host: '127.0.0.1' })
  const [address] = served.addresses()
  return { app: served, live: opened, port: typeof address === 'object' ? address.port : 0 }
}

interface Page {
  socket: WebSocket
  heard: Record<string, unknown>[]
}

async function open(resume?: number, headers: Record<string, string> = { origin }, at = port): Promise<Page> {
  const socket = new WebSocket(`ws://127.0.0.1:${at}/api/live`, { headers })
  const heard: Record<string, unknown>[] = []
  socket.on('message', raw => heard.push(JSON.parse(String(raw)) as Record<string, unknown>))
  await once(socket, 'open')
  socket.send(JSON.stringify({ resume: resume === undefined ? {} : { [org]: resume } }))
  return { socket, heard }
}

const tell = (type: string) =>
  db.withTenant(systemOf(org), tx =>
    announce(tx, { type, subject: { kind: 'order', id: randomUUID() }, parties: [org], at: tx.now, data: {} }),
  )

/** What a page that opens now is told to be the latest. */
async function numberNow(): Promise<number> {
  const page = await open()
  const heads = () => page.heard.flatMap(message => (message.heads ? [message.heads as Record<string, number>] : []))
  await until(() => heads().length > 0)
  page.socket.close()
  return heads()[0]?.[org] ?? 0
}

const numbers = ({ heard }: Page) => heard.flatMap(message => (typeof message.n === 'number' ? [message.n] : []))

async function until(condition: () => boolean, withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms`)
    await pause(10)
  }
}

it('refuses a socket from another origin, and one from none', async () => {
  for (const headers of [{ origin: 'https://evil.test' }, { origin: 'null' }, {}]) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers })
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('403')
  }
})

it('tells an open page what changed, in dense numbers', async () => {
  const page = await open()
  await until(() => page.heard.length > 0)
  for (let i = 0; i < 5; i++) await tell('order.issued')
  await until(() => numbers(page).length === 5)
  const [first = 0] = numbers(page)
  expect(numbers(page)).toEqual([0, 1, 2, 3, 4].map(i => first + i))
  page.socket.close()
})

it('catches a page up that was away, without a gap or a repeat', async () => {
  const last = await numberNow()
  for (let i = 0; i < 7; i++) await tell('order.answered')
  const back = await open(last)
  await until(() => numbers(back).length === 7)
  expect(numbers(back)).toEqual(Array.from({ length: 7 }, (_, i) => last + 1 + i))
  back.socket.close()
})

it('catches up in the middle of a burst just as well: nothing need be fetched anew', async () => {
  const last = await numberNow()
  const many = 200
  const burst = (async () => {
    for (let i = 0; i < many; i++) await tell('order.answered')
  })()
  const pages: Page[] = []
  for (let i = 0; i < 40; i++) pages.push(await open(last))
  await burst
  const all = Array.from({ length: many }, (_, i) => last + 1 + i)
  for (const page of pages) {
    await until(() => numbers(page).includes(last + many))
    expect(numbers(page)).toEqual(all)
    expect(page.heard.some(message => message.resync === true)).toBe(false)
    page.socket.close()
  }
})

it('tells a burst to its end, though many bells were heard as one', async () => {
  const page = await open()
  await until(() => page.heard.length > 0)
  const many = 2_500
  const owner = new pg.Client({ connectionString: fresh.ownerUrl })
  await owner.connect()
  await owner.query('begin')
  await owner.query(
    `with head as (insert into feed_heads (org_id, n) values ($1::uuid, $2::int)
       on conflict (org_id) do update set n = feed_heads.n + $2::int returning n)
     insert into feed (org_id, n, event_id, type, subject_kind, subject_id, at)
     select $1::uuid, head.n - $2::int + i, gen_random_uuid(), 'order.answered', 'order', gen_random_uuid(), now() from head, generate_series(1, $2::int) i`,
    [org, many],
  )
  await owner.query('select pg_notify($1, $2)', ['pullwire_feed', org])
  await owner.query('commit')
  await owner.end()
  await until(() => numbers(page).length === many)
  const [first = 0] = numbers(page)
  expect(numbers(page)).toEqual(Array.from({ length: many }, (_, i) => first + i))
  page.socket.close()
})

it('forgets a page that left before the door knew who it was', async () => {
  let unlock = () => {}
  await until(() => live.sockets === 0)
  doorOpens = new Promise(resolve => {
    unlock = resolve
  })
  const page = await open()
  const left = [...app.websocketServer.clients].map(socket => once(socket, 'close'))
  page.socket.terminate()
  await Promise.race(left)
  unlock()
  await doorOpens
  await pause(50)
  expect(live.sockets).toBe(0)
})

it('does not wait long for pages that have silently gone when it closes', async () => {
  const other = await serveLive()
  const page = await open(undefined, { origin }, other.port)
  await until(() => page.heard.length > 0)
  const closed = once(page.socket, 'close')
  const gone = await open(undefined, { origin }, other.port)
  await until(() => other.live.sockets === 2)
  ;(gone.socket as unknown as { _socket: Socket })._socket.pause()
  const from = performance.now()
  await other.live.close()
  await other.app.close()
  expect(performance.now() - from).toBeLessThan(5_000)
  expect((await closed)[0]).toBe(1001)
  gone.socket.terminate()
})

it('tells a page whose number cannot be right to fetch everything anew', async () => {
  const page = await open(1_000_000)
  await until(() => page.heard.some(message => message.resync === true))
  page.socket.close()
})

it('closes the sockets of a session that has ended', async () => {
  const page = await open()
  const closed = once(page.socket, 'close')
  signedIn = false
  const [code] = (await closed) as [number]
  signedIn = true
  expect(code).toBe(4401)
})

it('lets a page go that does not read, before it costs memory; others are not held up', async () => {
  const slow = await open()
  await until(() => slow.heard.length > 0)
  const raw = (slow.socket as unknown as { _socket: Socket })._socket
  raw.pause()
  const quick = await open()
  await until(() => quick.heard.length > 0)
  const sockets = live.sockets
  const filler = 'x'.repeat(200)
  for (let i = 0; i < 30 && live.sockets === sockets; i++) {
    await Promise.all(Array.from({ length: 400 }, (_, k) => tell(`filler.${filler}.${k}`)))
    await until(() => numbers(quick).length >= (i + 1) * 400, 20_000)
  }
  await until(() => live.sockets < sockets, 10_000)
  expect(quick.socket.readyState).toBe(WebSocket.OPEN)
  quick.socket.close()
  slow.socket.terminate()
}, 120_000)

it('ends a socket whose other end has silently gone, within two heartbeats', async () => {
  let frozen = false
  const proxy = createServer(near => {
    const far = connect(port, '127.0.0.1')
    near.on('data', data => frozen || far.write(data))
    far.on('data', data => frozen || near.write(data))
    for (const end of [near, far]) end.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  const page = await open(undefined, { origin }, typeof address === 'object' && address ? address.port : 0)
  await until(() => page.heard.length > 0)
  const before = live.sockets
  frozen = true
  // 25 s is the promise: two heartbeats of 10 s, and 5 s for the machine.
  await until(() => live.sockets < before, 25_000)
  page.socket.terminate()
  proxy.close()
}, 40_000)
