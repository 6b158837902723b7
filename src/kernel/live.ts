// The live feed: tells open pages which subjects changed, in each organization's own numbers. Never what changed.
import { once } from 'node:events'
import websocket from '@fastify/websocket'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { type Caller, type Database, systemOf } from './db.ts'
import { listenForBells } from './live-bells.ts'
import { feed, feedHeads } from './tables.ts'

export interface LiveOptions {
  db: Database
  /** For LISTEN; the web role suffices. */
  url: string
  origins: readonly string[]
  /** Who holds this socket, asked again every few seconds: a revoked session loses its sockets. */
  identify(request: FastifyRequest): Promise<Caller | undefined>
  log: { warn(o: object, text: string): void }
  /** This process's clock, told to pages so that their countdowns agree with the server. */
  clock: () => Date
}

export const liveLimits = {
  /** A client says little: where it was, and that it still lives. */
  payloadBytesMax: 64 * 1024,
  messagesPerSecondMax: 20,
  /** A client that does not read is let go before it costs memory. RFC 6455 code 1013: try again later. */
  bufferBytesMax: 1024 * 1024,
  pingMs: 10_000,
  /** Text a page can see, unlike a ping: it tells the time and that the line lives. */
  beatMs: 4_000,
  reauthorizeMs: 4_000,
  /** Further behind than this, fetching everything anew is cheaper than catching up. */
  catchUpMax: 1_000,
  /** How long a page is waited for that was told to come back elsewhere; a silent one must not hold up a restart. */
  goodbyeMs: 2_000,
  socketsPerOrgMax: 500,
} as const

interface Told {
  org: string
  n: number
  type: string
  subject: { kind: string; id: string }
  at: string
}

interface Client {
  socket: WebSocket
  request: FastifyRequest
  org: string
  person: string | null
  /** The last number this client has been told; undefined until it says where it was. */
  last: number | undefined
  alive: boolean
  messages: number
}

export interface Live {
  readonly sockets: number
  /** Tells every client to come back elsewhere, and closes (RFC 6455 code 1001). */
  close(): Promise<void>
}

export async function openLive(app: FastifyInstance, options: LiveOptions): Promise<Live> {
  const clients = new Map<string, Set<Client>>()
  const all = () => [...clients.values()].flatMap(set => [...set])
  await app.register(websocket, { options: { maxPayload: liveLimits.payloadBytesMax } })
  app.get('/api/live', { websocket: true, preValidation: refuseOrigin(options.origins) }, (socket, request) => {
    // Listeners before any await: a message that comes meanwhile would be lost.
    const early: string[] = []
    let client: Client | undefined
    socket.on('error', () => socket.terminate())
    socket.on('message', raw => {
      if (client) void hear(client, String(raw), options)
      else if (early.length < 5) early.push(String(raw))
    })
    socket.on('pong', () => {
      if (client) client.alive = true
    })
    socket.on('close', () => {
      if (client) dismiss(client, clients)
    })
    void admit(socket, request, clients, options).then(admitted => {
      client = admitted
      if (admitted) for (const text of early) void hear(admitted, text, options)
    })
  })

  const timers = [
    setInterval(() => pingAll(all()), liveLimits.pingMs),
    setInterval(() => beatAll(all(), options.clock), liveLimits.beatMs),
    setInterval(() => void reauthorize(all(), options), liveLimits.reauthorizeMs),
  ]
  const bell = listenForBells(
    options,
    () => [...clients.keys()],
    orgs => ring(orgs, clients, options),
  )
  return {
    get sockets() {
      return all().length
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all([sayGoodbye(app.websocketServer.clients), bell.stop()])
    },
  }
}

/** All are told to come back elsewhere (RFC 6455 code 1001); who does not hang up in time is hung up on. */
async function sayGoodbye(sockets: Iterable<WebSocket>): Promise<void> {
  await Promise.all(
    Array.from(sockets, async socket => {
      if (socket.readyState === socket.CLOSED) return
      const closed = once(socket, 'close')
      const late = setTimeout(() => socket.terminate(), liveLimits.goodbyeMs)
      socket.close(1001, 'restarting')
      await closed
      clearTimeout(late)
    }),
  )
}

function dismiss(client: Client, clients: Map<string, Set<Client>>): void {
  const mates = clients.get(client.org)
  mates?.delete(client)
  if (mates?.size === 0) clients.delete(client.org)
}

const refuseOrigin = (origins: readonly string[]) => async (request: FastifyRequest) => {
  const { origin } = request.headers
  // Browsers always send it; without it, or with another, a foreign page could ride on the visitor's cookie.
  if (origin === undefined || !origins.includes(origin))
    throw Object.assign(new Error('This origin may not connect.'), { statusCode: 403 })
}

async function admit(
  socket: WebSocket,
  request: FastifyRequest,
  clients: Map<string, Set<Client>>,
  { identify }: LiveOptions,
): Promise<Client | undefined> {
  const caller = await identify(request).catch(() => undefined)
  // 4401 is ours, in the private range of RFC 6455: sign in again.
  if (!caller) return void socket.close(4401, 'sign in')
  // Gone while we asked who it is: its 'close' has been heard already, and nobody would take it off the list again.
  if (socket.readyState !== socket.OPEN) return undefined
  const mates = clients.get(caller.orgId) ?? new Set<Client>()
  if (mates.size >= liveLimits.socketsPerOrgMax) return void socket.close(1013, 'too many connections')
  clients.set(caller.orgId, mates)
  const client: Client = {
    socket,
    request,
    org: caller.orgId,
    person: caller.personId,
    last: undefined,
    alive: true,
    messages: 0,
  }
  mates.add(client)
  return client
}

/** `{ resume: { [org]: n } }` says where the page was; anything else is only a sign of life. */
async function hear(client: Client, text: string, options: LiveOptions): Promise<void> {
  client.messages += 1
  if (client.messages > liveLimits.messagesPerSecondMax * (liveLimits.beatMs / 1_000)) {
    client.socket.close(1008, 'too many messages')
    return
  }
  const resume = resumeOf(text)
  if (!resume) return
  try {
    await catchUp(client, resume[client.org], options)
  } catch (error) {
    options.log.warn({ err: error }, 'a live client could not catch up')
    client.socket.close(1013, 'try again')
  }
}

function resumeOf(text: string): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(text)
    if (typeof message !== 'object' || message === null || !('resume' in message)) return undefined
    return typeof message.resume === 'object' && message.resume !== null
      ? (message.resume as Record<string, unknown>)
      : {}
  } catch {
    return undefined
  }
}

async function catchUp(client: Client, from: unknown, { db, clock }: LiveOptions): Promise<void> {
  const { head, missed } = await db.withTenant(systemOf(client.org), async tx => {
    const [row] = await tx.select().from(feedHeads).where(eq(feedHeads.orgId, client.org))
    const head = row?.n ?? 0
    const known =
      typeof from === 'number' &&
      Number.isInteger(from) &&
      from >= 0 &&
      from <= head &&
      head - from <= liveLimits.catchUpMax
    // What was numbered between the two reads is told below; counted here, it would look like a gap.
    const missed = known ? (await toldSince(tx, client.org, from)).filter(({ n }) => n <= head) : undefined
    return { head, missed }
  })
  const complete = missed !== undefined && typeof from === 'number' && missed.length === head - from
  client.last = complete ? head : undefined
  if (complete) for (const told of missed) say(client, told)
  client.last = head
  say(client, {
    heads: { [client.org]: head },
    ...(from === undefined || complete ? {} : { resync: true }),
    now: clock().toISOString(),
  })
  // What was numbered while we read was passed over by the bell, which skips clients that have no number yet.
  await tellAll(db, client.org, head, [client])
}

async function toldSince(
  tx: Parameters<Parameters<Database['withTenant']>[1]>[0],
  org: string,
  n: number,
): Promise<Told[]> {
  const rows = await tx
    .select()
    .from(feed)
    .where(and(eq(feed.orgId, org), gt(feed.n, n)))
    .orderBy(asc(feed.n))
    .limit(liveLimits.catchUpMax)
  return rows.map(row => ({
    org,
    n: row.n,
    type: row.type,
    subject: { kind: row.subjectKind, id: row.subjectId },
    at: row.at.toISOString(),
  }))
}

/** New numbers for these organizations: read once each, told to all their pages. */
async function ring(
  orgs: readonly string[],
  clients: Map<string, Set<Client>>,
  { db, log }: LiveOptions,
): Promise<void> {
  for (const org of orgs) {
    const listening = [...(clients.get(org) ?? [])].filter(client => client.last !== undefined)
    if (listening.length === 0) continue
    const from = Math.min(...listening.map(client => client.last ?? 0))
    try {
      await tellAll(db, org, from, listening)
    } catch (error) {
      log.warn({ err: error }, 'the feed could not be read')
    }
  }
}

/** Reads until nothing is left: bells that ring meanwhile are heard as one, so none would come for the rest of a burst. */
async function tellAll(db: Database, org: string, from: number, listening: readonly Client[]): Promise<void> {
  for (let last: number | undefined = from; last !== undefined; ) {
    const since: number = last
    const told = await db.withTenant(systemOf(org), tx => toldSince(tx, org, since))
    for (const client of listening) tellNew(client, told)
    last = told.length < liveLimits.catchUpMax ? undefined : told.at(-1)?.n
  }
}

function tellNew(client: Client, told: readonly Told[]): void {
  for (const one of told) {
    if (client.last === undefined || one.n <= client.last) continue
    client.last = one.n
    say(client, one)
  }
}

function say({ socket }: Client, message: object): void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > liveLimits.bufferBytesMax) {
    socket.close(1013, 'too slow')
    // A peer that reads nothing does not read the close frame either.
    setTimeout(() => socket.terminate(), 1_000).unref()
    return
  }
  socket.send(JSON.stringify(message))
}

function pingAll(clients: readonly Client[]): void {
  for (const client of clients) {
    if (!client.alive) client.socket.terminate()
    else {
      client.alive = false
      client.socket.ping()
    }
  }
}

function beatAll(clients: readonly Client[], clock: () => Date): void {
  for (const client of clients) {
    client.messages = 0
    say(client, { beat: clock().toISOString() })
  }
}

async function reauthorize(clients: readonly Client[], { identify }: LiveOptions): Promise<void> {
  for (const client of clients) {
    // A database that cannot be asked just now ends nobody's session.
    const caller = await identify(client.request).catch(() => ({ orgId: client.org }))
    if (caller?.orgId !== client.org) client.socket.close(4401, 'sign in')
  }
}
