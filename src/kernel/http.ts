// The web server: one way to serve an endpoint, one way to say no (RFC 9457), limits on everything that comes in.
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import { type Caller, codeOf, type Database, type Naming, type Tx } from './db.ts'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from './endpoint.ts'
import { Forbidden, isRefusal, type Refusal, Refused, Unknown } from './errors.ts'

/** Who asks: found by session cookie or bearer token, before the route runs. */
export interface Asker extends Caller {
  role: string
  side: 'buyer' | 'supplier'
}

/** What the server needs to know of the business: who asks, and what a role may do. */
export interface Doorkeeper {
  identify(request: FastifyRequest): Promise<Asker | undefined>
  may(asker: Asker, act: string): boolean
}

export interface HttpOptions {
  db: Database
  door: Doorkeeper
  log: Logger
  /** Origins whose pages may call us with a person's cookie. */
  origins: readonly string[]
  trustProxy: boolean | string | string[] | ((address: string, hop: number) => boolean)
  /** Browsers are told to come back by TLS only. */
  secure: boolean
  /** The portal's page, which stands at every address that is not ours to answer. */
  page?: () => Promise<string | undefined>
}

export interface Request<E> {
  tx: Tx
  asker: Asker
  params: ParamsOf<E>
  query: QueryOf<E>
  body: BodyOf<E>
  reply: FastifyReply
}

export type Answer<E> = ResponseOf<E> | Refusal

/** Every endpoint served, with the act that guards it: the authorization matrix is tested against this list. */
export interface Served {
  endpoint: Endpoint
  /** `public` needs no sign-in, `signed-in` no role. */
  act: string
}

declare module 'fastify' {
  interface FastifyInstance {
    served: Served[]
    /** Every route there is, however it was made: `GET /metrics`. */
    routes: string[]
    kernel: HttpOptions
  }
}

export const limits = {
  /** JSON bodies; uploads of CSV travel inside them. EDI has a limit of its own. */
  bodyBytes: 5 * 1024 * 1024,
  requestsPerMinute: 1_200,
  /** Counted apart: the portal's first view is a hundred small files, and a whole office may share one address. */
  filesPerMinute: 30_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
} as const

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    trustProxy: options.trustProxy,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
  })
  app.server.headersTimeout = limits.headersTimeoutMs
  app.decorate('served', [])
  app.decorate('routes', [])
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) app.routes.push(`${one} ${url}`)
  })
  app.decorate('kernel', options)
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(portalOrNothing(options.page))
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // Mantine sets the sizes of its parts by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
    strictTransportSecurity: options.secure,
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(rateLimit, {
    max: request => (isFile(request) ? limits.filesPerMinute : limits.requestsPerMinute),
    timeWindow: '1 minute',
    keyGenerator: request => (isFile(request) ? `${addressKey(request)} files` : addressKey(request)),
  })
  app.addHook('onRequest', refuseForeignOrigin(options.origins))
  return app
}

/** The portal routes in the browser: its page answers wherever a person might come in. */
const portalOrNothing = (readPage: HttpOptions['page']) => async (request: FastifyRequest, reply: FastifyReply) => {
  const [path = '/'] = request.url.split('?')
  const person = request.method === 'GET' && !/^\/(api|edi|assets|healthz|metrics)(\/|$)/.test(path)
  const page = person ? await readPage?.() : undefined
  if (page === undefined) return problem(reply, unknownProblem)
  return reply.type('text/html').header('cache-control', 'no-cache').send(page)
}

/** One of the files that the portal is built of. */
const isFile = ({ url }: FastifyRequest): boolean => url.startsWith('/assets/')

/** An IPv6 customer holds a whole /64: limiting single addresses would limit nobody. */
export function addressKey(request: FastifyRequest): string {
  const ip = request.ip
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip
  const [head = ''] = ip.split('::')
  return head.split(':').slice(0, 4).join(':')
}

/** CSRF: a page of another origin may not act with our visitor's cookie. */
const refuseForeignOrigin = (origins: readonly string[]) => async (request: FastifyRequest) => {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const { origin } = request.headers
  if (origin !== undefined && !origins.includes(origin))
    throw new Forbidden('This page may not act here: its origin is not ours.')
  if (origin === undefined && request.headers['sec-fetch-site'] === 'cross-site')
    throw new Forbidden('Cross-site requests may not act here.')
}

/**
 * Serves an endpoint in a transaction of the asker's organization, for roles that may do the act.
 * A returned refusal answers 409; everything written before it is rolled back.
 */
export function serve<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  { act, ...route }: { act: string; bodyLimit?: number; rateLimit?: { max: number; timeWindow: string } },
  handle: (request: Request<E>) => Promise<Answer<E>>,
): void {
  const { db, door } = app.kernel
  route_(app, endpoint, act, route, async (request, reply) => {
    const asker = await door.identify(request)
    if (!asker) return problem(reply, signInProblem)
    if (act !== 'signed-in' && !door.may(asker, act)) throw new Forbidden(roleWords(asker.role))
    return await db.withTenant(asker, async tx => refusedOrNot(await handle(asked<E>({ tx, asker, request, reply }))))
  })
}

const roleWords = (role: string): string =>
  role === '' ? 'You belong to no organization here.' : `Your role (${role}) may not do this.`

/** Serves an endpoint to anybody: sign-in, links by mail, health. Opens the transaction with what the request can name. */
export function servePublic<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  route: { rateLimit?: { max: number; timeWindow: string } },
  handle: (
    request: Omit<Request<E>, 'tx' | 'asker'> & {
      naming<T>(naming: Naming, act: (tx: Tx) => Promise<T>): Promise<T>
      request: FastifyRequest
    },
  ) => Promise<Answer<E>>,
): void {
  const { db } = app.kernel
  route_(app, endpoint, 'public', route, async (request, reply) =>
    refusedOrNot(
      await handle({
        naming: (naming, act) => db.withNaming(naming, act),
        request,
        reply,
        params: request.params as ParamsOf<E>,
        query: request.query as QueryOf<E>,
        body: request.body as BodyOf<E>,
      }),
    ),
  )
}

function asked<E>({
  tx,
  asker,
  request,
  reply,
}: {
  tx: Tx
  asker: Asker
  request: FastifyRequest
  reply: FastifyReply
}): Request<E> {
  return {
    tx,
    asker,
    reply,
    params: request.params as ParamsOf<E>,
    query: request.query as QueryOf<E>,
    body: request.body as BodyOf<E>,
  }
}

function route_(
  app: FastifyInstance,
  endpoint: Endpoint,
  act: string,
  { bodyLimit, rateLimit: limit }: { bodyLimit?: number; rateLimit?: { max: number; timeWindow: string } },
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const { params, query, body, response } = endpoint.shapes
  app.served.push({ endpoint, act })
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    ...(bodyLimit ? { bodyLimit } : {}),
    config: { ...(limit ? { rateLimit: limit } : {}) },
    schema: {
      summary: endpoint.summary,
      tags: [endpoint.path.split('/')[2] ?? 'other'],
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      ...(response ? { response: { 200: response } } : {}),
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const result = await handler(request, reply)
      if (reply.sent || result === reply) return reply
      if (!response) return reply.status(204).send()
      return result
    },
  })
}

/** A refusal leaves the transaction by a throw, so that nothing stays half done. */
function refusedOrNot<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new Refused([result])
  return result
}

interface Problem {
  status: number
  title: string
  detail: string
  code?: string
  refusals?: { code: string; detail: string; where?: string | undefined; remedy?: string | undefined }[]
}

const signInProblem: Problem = {
  status: 401,
  title: 'Sign in',
  detail: 'You are not signed in, or your session has ended.',
  code: 'sign-in',
}
// The same bytes for an id that does not exist and for one that is another's.
const unknownProblem: Problem = {
  status: 404,
  title: 'Not found',
  detail: 'There is nothing here, or it is not yours to see.',
  code: 'unknown',
}

export function problem(reply: FastifyReply, body: Problem): FastifyReply {
  return reply
    .status(body.status)
    .type('application/problem+json')
    .serializer((value: unknown) => JSON.stringify(value))
    .send({ type: 'about:blank', ...body })
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Unknown) return problem(reply, unknownProblem)
  if (error instanceof Forbidden)
    return problem(reply, { status: 403, title: 'Not allowed', detail: error.message, code: 'forbidden' })
  if (error instanceof Refused) return problem(reply, refusedProblem(error))
  const { statusCode, validation, message } = error as {
    statusCode?: number
    validation?: { instancePath: string; message?: string }[]
    message: string
  }
  if (validation) return problem(reply, invalidProblem(validation, message))
  if (statusCode === 429)
    return problem(reply, {
      status: 429,
      title: 'Too many requests',
      detail: 'Too many requests from here. Wait a minute and try again.',
      code: 'rate',
    })
  if (statusCode !== undefined && statusCode < 500)
    return problem(reply, { status: statusCode, title: 'Bad request', detail: message, code: 'bad-request' })
  request.log.error({ err: error }, 'request failed')
  if (unreachable(error)) {
    reply.header('retry-after', '2')
    return problem(reply, {
      status: 503,
      title: 'Unavailable',
      detail: 'The database cannot be reached just now. Nothing was lost; try again in a moment.',
      code: 'unavailable',
    })
  }
  return problem(reply, {
    status: 500,
    title: 'Our fault',
    detail: `Something went wrong on our side. Tell the operator this request id: ${request.id}`,
    code: 'internal',
  })
}

const refusedProblem = ({ refusals }: Refused): Problem => ({
  status: 409,
  title: 'Refused',
  detail: refusals.map(r => [r.detail, r.remedy].filter(Boolean).join(' ')).join(' '),
  code: refusals[0]?.code ?? 'refused',
  refusals: refusals.map(({ code, detail, where, remedy }) => ({ code, detail, where, remedy })),
})

const invalidProblem = (validation: { instancePath: string; message?: string }[], message: string): Problem => ({
  status: 400,
  title: 'Invalid input',
  detail: message,
  code: 'invalid',
  refusals: validation.map(({ instancePath, message: text = 'is not valid' }) => ({
    code: 'invalid',
    detail: text,
    where: instancePath,
  })),
})

// 57P0x: the server is shutting down or starting; 08xxx: the connection was lost; 53300: no connection free.
function unreachable(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined) return code.startsWith('57P') || code.startsWith('08') || code === '53300'
  const text =
    error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : ''
  return /ECONNREFUSED|ECONNRESET|ENOENT.*PGSQL|timeout exceeded when trying to connect|Connection terminated/.test(
    text,
  )
}
