// X12 over HTTPS: partners post, see what waits, collect and confirm, with the key of their relationship.
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import Type from 'typebox'
import type { Tx } from '../../kernel/db.ts'
import type { Endpoint } from '../../kernel/endpoint.ts'
import { failpoint } from '../../kernel/failpoint.ts'
import { problem } from '../../kernel/http.ts'
import { hashOf, isUuid } from '../../kernel/ids.ts'
import { findByApiKey } from '../../partners/index.ts'
import { ediApi, type Receipt } from '../api.ts'
import { partnerSystem, speakingAs } from '../apply.ts'
import type { Relationship } from '../contract.ts'
import { markDelivery } from '../deliver.ts'
import { type HoldReason, receive, type Taken } from '../receive.ts'
import { interchanges } from '../tables.ts'
import { keyOf, rememberedKeys, roomFor } from './door.ts'
import { gathering } from './gather.ts'
import { holderOf } from './key.ts'
import { TooBusy, turns } from './turns.ts'

/** Larger than any schedule seen in the trade; what is larger comes by file. */
const bodyBytesMax = 20 * 1024 * 1024
/** A partner's burst is served; what guesses keys is not. */
const postsPerMinuteMax = 60_000
const outboxMax = 200
/** Fewer than the process has connections: pages are served during a partner's burst. */
const atOnceMax = 6
const waitingMax = 2_000
/** What a partner posts at once, in one transaction. Two of them at a time: what is short passes what is long. */
const postsTogether = { atOnce: 2, atMost: 32, sizeMax: 1024 * 1024, waitingMax }
/** Bodies under way and waiting, all together: a burst must not eat the process's memory. */
const bytesAtOnceMax = 200 * 1024 * 1024

/** For the reference, and the same in words when it happens. */
const meanings: Readonly<Record<number, string>> = {
  400: 'The body is empty: post the X12 itself. Nothing was kept.',
  401: 'No key, or one that was replaced or taken back: send `Authorization: Bearer pwk_…`.',
  403: 'Held: the ids in the ISA are not those of the key; both are named. Send ISA05 to ISA08 as agreed.',
  404: 'There is no such message in your outbox.',
  409: 'Held: the control number (ISA13) came before, with other bytes. Send it again under a new one.',
  413: 'Larger than 20 MiB, nothing was taken: split the documents over several interchanges, or hand it over by folder, up to 128 MiB.',
  422: 'Held: no X12 could be read in it.',
  503: 'Busy, nothing was taken: send the same again after `Retry-After` seconds.',
}
const problemShape = Type.Object({
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
})
const refusalsOf = (...codes: number[]) =>
  Object.fromEntries(
    codes.map(code => [
      code,
      { description: meanings[code], content: { 'application/problem+json': { schema: problemShape } } },
    ]),
  )
const bytesShape = { 'application/edi-x12': { schema: { type: 'string', format: 'binary' } } }

/** What each really answers; bodies that are no object are sent as they are. */
const answers = new Map<Endpoint, Record<string, object>>([
  [
    ediApi.post,
    {
      202: {
        description: 'Stored. Whether it is valid is said by the 997 in the outbox.',
        ...ediApi.post.shapes.response,
      },
      ...refusalsOf(400, 401, 403, 409, 413, 422, 503),
    },
  ],
  [
    ediApi.outbox,
    { 200: { description: 'What waits, oldest first.', ...ediApi.outbox.shapes.response }, ...refusalsOf(401, 503) },
  ],
  [
    ediApi.collect,
    { 200: { description: 'The X12, byte for byte.', content: bytesShape }, ...refusalsOf(401, 404, 503) },
  ],
  [
    ediApi.confirm,
    {
      200: { description: 'It is not offered again.', ...ediApi.confirm.shapes.response },
      ...refusalsOf(401, 404, 503),
    },
  ],
])

/** For the reference: what a partner's developer asks that the summary leaves open. */
const descriptions = new Map<Endpoint, string>([
  [
    ediApi.post,
    'The body is the X12 as it is, at most 20 MiB, with the key of the relationship: `Authorization: Bearer pwk_…`. ' +
      'Of 403, 409 and 422 the bytes are held for a person to see, and nothing is applied.',
  ],
  [ediApi.outbox, 'At most 200 at once; `total` says how many wait in all. What waits never expires.'],
  [
    ediApi.collect,
    'X12 as it was written, with its SHA-256 in `Pullwire-SHA256`. Collecting changes nothing: confirm it once it is stored with you.',
  ],
  [ediApi.confirm, 'Once you have stored it. Confirming again changes nothing.'],
])

type Handle = (tx: Tx, relationship: Relationship, request: FastifyRequest) => Promise<unknown>

/** Registered in a scope of its own: only here do bodies stay bytes. */
export function ediRoutes(app: FastifyInstance): void {
  const take = turns(atOnceMax, waitingMax)
  const isGood = rememberedKeys(key =>
    take(
      async () => (await app.kernel.db.withNaming({ tokenHash: hashOf(key) }, tx => holderOf(tx, key))) !== undefined,
    ),
  )
  const hasRoom = roomFor(bytesAtOnceMax, bodyBytesMax)
  /** Before the body: what is read of a stranger is its headers. */
  const atTheDoor = async (request: FastifyRequest, reply: FastifyReply) => {
    const key = keyOf(request)
    const good = key === undefined ? false : await isGood(key).catch(unlessBusy)
    if (good === true && (request.method !== 'POST' || hasRoom(request, reply))) return undefined
    reply.header('connection', 'close')
    return good === false ? problem(reply, keyProblem) : problem(reply.header('retry-after', '5'), busyProblem)
  }
  for (const endpoint of Object.values(ediApi)) app.served.push({ endpoint, act: 'partner-key' })
  app.register(async scope => {
    scope.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      if (error.statusCode === 413) return problem(reply.header('connection', 'close'), tooLargeProblem)
      throw error
    })
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_request, body, done) =>
      done(null, body),
    )
    const served = { scope, atTheDoor }
    const alone = (handle: Handle) => (request: FastifyRequest) =>
      take(() => withKey(app, keyOf(request), (tx, relationship) => handle(tx, relationship, request)))
    route(served, ediApi.post, postTogether(app, take))
    route(served, ediApi.outbox, alone(outbox))
    route(served, ediApi.collect, alone(collect))
    route(served, ediApi.confirm, alone(confirm))
  })
}

interface Served {
  scope: FastifyInstance
  atTheDoor: onRequestAsyncHookHandler
}

function route(
  { scope, atTheDoor }: Served,
  endpoint: Endpoint,
  handle: (request: FastifyRequest) => Promise<unknown>,
): void {
  const { params, query } = endpoint.shapes
  scope.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: bodyBytesMax,
    config: { rateLimit: { max: postsPerMinuteMax, timeWindow: '1 minute' } },
    schema: {
      summary: endpoint.summary,
      description: descriptions.get(endpoint) ?? endpoint.summary,
      tags: ['edi'],
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      response: answers.get(endpoint) ?? {},
    },
    onRequest: atTheDoor,
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const answered = await handle(request).catch(unlessBusy)
      if (answered === busy) return problem(reply.header('retry-after', '5'), busyProblem)
      if (answered === unknownKey) return problem(reply, keyProblem)
      if (endpoint === ediApi.post) {
        failpoint('receive.after-commit')
        reply.raw.once('finish', () => failpoint('receive.after-reply'))
      }
      if (answered instanceof Sent) return answered.send(reply)
      return answered
    },
  })
}

/** An answer that is sent only after the commit. */
class Sent {
  readonly send: (reply: FastifyReply) => FastifyReply
  constructor(send: (reply: FastifyReply) => FastifyReply) {
    this.send = send
  }
}

const busy = Symbol('busy')
const busyProblem = {
  status: 503,
  title: 'Busy',
  detail: 'Too many messages are waiting just now. Nothing of this one was taken; send it again in a moment.',
  code: 'busy',
}
const tooLargeProblem = {
  status: 413,
  title: 'Too large',
  detail:
    'It is larger than 20 MiB, and nothing of it was taken. The sender has to split the documents over several ' +
    'interchanges, or hand it over by folder, which takes up to 128 MiB: the buyer’s operator sets that up.',
  code: 'too-large',
}
function unlessBusy(error: unknown): typeof busy {
  if (error instanceof TooBusy) return busy
  throw error
}

const unknownKey = Symbol('unknown key')
const keyProblem = {
  status: 401,
  title: 'Key needed',
  detail: 'Send the key of your relationship: Authorization: Bearer pwk_… It may have been replaced.',
  code: 'key',
}

async function withKey<T>(
  app: FastifyInstance,
  key: string | undefined,
  act: (tx: Tx, relationship: Relationship) => Promise<T>,
): Promise<T | typeof unknownKey> {
  if (!key) return unknownKey
  const { db } = app.kernel
  let toNote = false
  const answered = await db.withNaming({ tokenHash: hashOf(key) }, async tx => {
    const holder = await holderOf(tx, key)
    if (!holder) return unknownKey
    toNote = holder.toNote
    return await act(speakingAs(tx, partnerSystem(holder.relationship)), holder.relationship)
  })
  // Partners notes the use of its key, at most once a minute.
  if (toNote) await findByApiKey(db, key)
  return answered
}

interface Post {
  messageId: string | undefined
  bytes: Buffer
}

/** Each message of a burst is stored before it is answered, but not each in a transaction of its own. */
function postTogether(app: FastifyInstance, take: ReturnType<typeof turns>) {
  const store = gathering<Post, Sent | typeof unknownKey>(take, postsTogether, async (key, posts) => {
    const receipts = await withKey(app, key, async (tx, relationship) => {
      const all: Sent[] = []
      for (const one of posts) all.push(receipt(await receive(tx, { relationship, transport: 'https', ...one })))
      return all
    })
    return receipts === unknownKey ? posts.map(() => unknownKey) : receipts
  })
  return async (request: FastifyRequest) => {
    const key = keyOf(request)
    if (!key) return unknownKey
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (bytes.length === 0) return emptyBody
    const name = request.headers['message-id']
    const messageId = typeof name === 'string' ? name.slice(0, 200) : undefined
    return await store(key, { messageId, bytes }, bytes.length)
  }
}

const emptyBody = new Sent(reply =>
  problem(reply, {
    status: 400,
    title: 'Nothing was sent',
    detail: 'The body is empty. Post the interchange as it is, as application/edi-x12.',
    code: 'empty',
  }),
)

const refusals: Record<HoldReason, { status: number; title: string; code: string; remedy: string }> = {
  mismatch: {
    status: 403,
    title: 'Held: key and ids disagree',
    code: 'ids-disagree',
    remedy:
      'Send ISA05 to ISA08 as agreed, or use the key of that partner. If the agreed ids are wrong, the buyer changes them.',
  },
  conflict: {
    status: 409,
    title: 'Held: control number came before',
    code: 'control-number',
    remedy:
      'Send it again under a new control number (ISA13 and IEA02). Only what is the same byte for byte keeps its number.',
  },
  unreadable: {
    status: 422,
    title: 'Held: cannot be read',
    code: 'unreadable',
    remedy:
      'Post the X12 itself, beginning with ISA: not JSON, not an archive. What stands around it, as in a form, is passed over.',
  },
}

/** One message refused refuses the call, so that a partner that looks only at the status notices; all are told. */
function receipt(taken: readonly Taken[]): Sent {
  const messages: Receipt['messages'] = taken.map(({ hold: _, ...message }) => message)
  const hold = taken.find(one => one.hold)?.hold
  if (!hold) return new Sent(reply => reply.status(202).send({ messages }))
  const { remedy, ...refused } = refusals[hold]
  const detail = [...messages.flatMap(one => (one.reason ? [one.reason] : [])), remedy].join(' ')
  const body = { type: 'about:blank', ...refused, detail, messages }
  return new Sent(reply =>
    reply
      .status(body.status)
      .type('application/problem+json')
      .serializer((value: unknown) => JSON.stringify(value))
      .send(body),
  )
}

const mine = ({ buyerId, supplierId }: Relationship) =>
  and(eq(interchanges.buyerId, buyerId), eq(interchanges.supplierId, supplierId), eq(interchanges.direction, 'out'))

const outbox: Handle = async (tx, relationship, request) => {
  const { limit = outboxMax } = request.query as { limit?: number }
  // A push that failed for good can still be collected: what waits never expires.
  const waits = and(mine(relationship), inArray(interchanges.delivery, ['queued', 'collectable', 'failed']))
  const rows = await tx
    .select({
      id: interchanges.id,
      control: interchanges.control,
      sizeBytes: sql<number>`length(${interchanges.bytes})`,
      sha256: interchanges.sha256,
      at: interchanges.at,
      set: sql<
        string | null
      >`(select string_agg(distinct set_id, ',') from documents where documents.interchange_id = interchanges.id)`,
    })
    .from(interchanges)
    .where(waits)
    .orderBy(asc(interchanges.at), asc(interchanges.id))
    .limit(limit)
  const [all] = await tx.select({ n: count() }).from(interchanges).where(waits)
  const waiting = rows.map(({ at, set, ...row }) => ({ ...row, set: set ?? 'TA1', writtenAt: at.toISOString() }))
  return { waiting, total: all?.n ?? 0 }
}

const idOf = (request: FastifyRequest) => (request.params as { interchangeId: string }).interchangeId

const nothing = new Sent(reply =>
  problem(reply, {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing here, or it is not yours to see.',
    code: 'unknown',
  }),
)

const collect: Handle = async (tx, relationship, request) => {
  const id = idOf(request)
  if (!isUuid(id)) return nothing
  const [row] = await tx
    .select({ bytes: interchanges.bytes, sha256: interchanges.sha256 })
    .from(interchanges)
    .where(and(mine(relationship), eq(interchanges.id, id)))
  if (!row) return nothing
  return new Sent(reply =>
    reply
      .type('application/edi-x12')
      .header('pullwire-message-id', id)
      .header('pullwire-sha256', row.sha256)
      .send(row.bytes),
  )
}

const confirm: Handle = async (tx, relationship, request) => {
  const id = idOf(request)
  if (!isUuid(id)) return nothing
  const confirmedAt = await markDelivery(tx, id, 'delivered', mine(relationship))
  const [row] = await tx
    .select({ deliveredAt: interchanges.deliveredAt })
    .from(interchanges)
    .where(and(mine(relationship), eq(interchanges.id, id)))
  if (!row) return nothing
  return { id, deliveredAt: (confirmedAt ?? row.deliveredAt ?? tx.now).toISOString() }
}
