// Is it alive, is it ready, and how is it doing: for orchestrators and for Prometheus.
import { BlockList, isIP } from 'node:net'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Logger } from 'pino'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db.ts'
import { problem } from './http.ts'

export interface Metrics {
  registry: Registry
  /** Seconds from a piece of work falling due to its being done, by kind. */
  workLateness: Histogram<'kind'>
  /** Seconds that one look for due work took: what is new, what came to nothing. */
  looks: Histogram<'what'>
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const workLateness = new Histogram({
    name: 'pullwire_work_lateness_seconds',
    help: 'From falling due to being done',
    labelNames: ['kind'] as const,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
    registers: [registry],
  })
  const looks = new Histogram({
    name: 'pullwire_publisher_look_seconds',
    help: 'One look for due work',
    labelNames: ['what'] as const,
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers: [registry],
  })
  return { registry, workLateness, looks }
}

export interface HealthOptions {
  db: Database
  metrics: Metrics
  sockets: () => number
  /** False while draining: the load balancer sends nothing new. */
  accepting: () => boolean
  /** Why the worker of this process does no work, in words; undefined while it works, and where there is none. */
  refusal: () => string | undefined
}

export function healthRoutes(app: FastifyInstance, { sockets, ...state }: HealthOptions): void {
  const { registry } = state.metrics
  const seconds = new Histogram({
    name: 'pullwire_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'] as const,
    registers: [registry],
  })
  new Gauge({
    name: 'pullwire_live_sockets',
    help: 'Open pages',
    registers: [registry],
    collect() {
      this.set(sockets())
    },
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
  })

  stateRoutes(app, state)
}

/** What a worker alone listens for: how it is, and nothing else. It is not ready while it refuses to work. */
export function openHealth({
  log,
  refusal,
  ...state
}: Pick<HealthOptions, 'db' | 'metrics' | 'refusal'> & { log: Logger }): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
  })
  stateRoutes(app, { ...state, accepting: () => true, refusal: () => undefined, unready: refusal })
  return app
}

interface State extends Omit<HealthOptions, 'sockets'> {
  unready?: HealthOptions['refusal']
}

function stateRoutes(app: FastifyInstance, { db, metrics, accepting, refusal, unready }: State): void {
  const { registry } = metrics
  app.get('/healthz/live', async () => ({ status: 'alive' }))
  app.get('/healthz/ready', async (_request, reply) => {
    if (!accepting())
      return problem(reply, { status: 503, title: 'Draining', detail: 'This process is shutting down.' })
    const answered = await Promise.race([
      db.pool.query('select 1').then(
        () => true,
        () => false,
      ),
      new Promise<false>(resolve => setTimeout(() => resolve(false), 2_000).unref()),
    ])
    if (!answered) return problem(reply, { status: 503, title: 'Not ready', detail: 'The database does not answer.' })
    const refused = unready?.()
    if (refused) return problem(reply, { status: 503, title: 'The clock is wrong', detail: refused })
    // Pages are served all the same where one process does both.
    const worker = refusal()
    return { status: 'ready', ...(worker ? { worker } : {}) }
  })
  app.get('/metrics', async (request, reply) => {
    // Figures of the whole installation are for its operators, not for whoever comes through the public address.
    if (request.headers['x-forwarded-for'] !== undefined || !isNear(request.socket.remoteAddress ?? ''))
      return problem(reply, { status: 403, title: 'Not allowed', detail: 'Metrics are for the local network only.' })
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  const family = isIP(plain)
  return family !== 0 && near.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}
