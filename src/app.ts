// The only file that names every room: joins their routes, reactions and work into one product.
import { setMaxListeners } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { accountsRoutes, openDoors } from './accounts/index.ts'
import { describeApi } from './api-reference.ts'
import { calendarsRoutes } from './calendars/index.ts'
import type { Config } from './config.ts'
import {
  forecastsOf,
  forecastsOutbound,
  forecastsReactions,
  forecastsRoutes,
  forecastsSamples,
  forecastsWork,
} from './forecasts/index.ts'
import { gatewayReactions, gatewayRoutes, gatewayWork, markOverdue, openTransports } from './gateway/index.ts'
import { itemsRoutes } from './items/index.ts'
import { type ClockGuard, guardClock } from './kernel/clock-guard.ts'
import { type Database, openDatabase, refuseWrongLogin } from './kernel/db.ts'
import { keepOpen } from './kernel/doors.ts'
import { joinReactions, type Reactions } from './kernel/events.ts'
import { healthRoutes, type Metrics } from './kernel/health.ts'
import { createHttp } from './kernel/http.ts'
import { openJobs } from './kernel/jobs.ts'
import { openLive } from './kernel/live.ts'
import { portalPage, servePortalFiles } from './kernel/portal-files.ts'
import { startPublisher } from './kernel/publish.ts'
import { perform, type WorkHandler } from './kernel/work.ts'
import { noticesReactions, noticesRoutes, noticesWork, watchBounces } from './notices/index.ts'
import { operationsRoutes } from './operations/index.ts'
import {
  openOrdersOf,
  ordersInbound,
  ordersOutbound,
  ordersReactions,
  ordersRoutes,
  ordersSamples,
  ordersWork,
} from './orders/index.ts'
import { partnersRoutes } from './partners/index.ts'
import { onTheWay, shipmentsInbound, shipmentsRoutes } from './shipments/index.ts'
import { firstDue, isOver, postedWebhooks, slaPosts, slaReactions, slaRoutes, slaWork } from './sla/index.ts'

/** What partners' documents mean, and how ours are written: the gateway names no business room, so it is told here. */
const inbound = { ...ordersInbound(onTheWay), ...shipmentsInbound }
const outbound = { ...ordersOutbound, ...forecastsOutbound }
const samples = { ...ordersSamples, ...forecastsSamples }

/** A 997 that stays out shows on its document; the clock that noticed stands above the gateway, so it is told here. */
const overdue: Reactions = {
  'clock.breached': [
    async (tx, { data }) => {
      if (data.kind === 'acknowledgment') await markOverdue(tx, String(data.subjectId))
    },
  ],
}

/** What they give up shows on pages of their own: among what needs attention, and among the mails. */
const settledElsewhere: ReadonlySet<string> = new Set([
  'interchange.process',
  'document.apply',
  'document.write',
  'notice.send',
])

/** In order: first what the business does about a fact, then what the gateway sends, then the clocks. */
const reactions = joinReactions(
  ordersReactions(onTheWay),
  forecastsReactions,
  gatewayReactions,
  slaReactions,
  overdue,
  noticesReactions,
)

export const workHandlers = (config: Config): ReadonlyMap<string, WorkHandler> =>
  new Map(
    [
      ...noticesWork({ mail: config.mail, publicUrl: config.publicUrl, dueOf: firstDue }),
      ...gatewayWork({ inbound, outbound, egressAllow: config.egressAllow, folderRoot: config.folderRoot }),
      ...ordersWork(),
      ...forecastsWork(),
      ...slaWork(),
      ...slaPosts({ publicUrl: config.publicUrl, egressAllow: config.egressAllow }),
    ].map(handler => [handler.kind, handler]),
  )

export interface Urls {
  webUrl: string
  workerUrl: string
}

/** A part of the running product: finishes what it is doing, then lets go. */
export interface Running {
  stop(): Promise<void>
}

export interface Web extends Running {
  app: FastifyInstance
  db: Database
}

/** Everything that serves requests, built but not listening. */
export async function buildWeb(
  config: Config,
  webUrl: string,
  log: Logger,
  { clock, metrics, refusal }: { clock: () => Date; metrics: Metrics; refusal: () => string | undefined },
): Promise<Web> {
  const db = openDatabase({
    url: webUrl,
    reactions,
    max: 20,
    onError: err => log.warn({ err }, 'database connection lost'),
  })
  await refuseWrongLogin(db.pool, 'web')
  const doors = openDoors({ db, cookie: config.cookie })
  const app = await createHttp({
    db,
    door: doors.doorkeeper,
    log,
    origins: config.origins,
    trustProxy: trusted(config.trustProxy),
    secure: config.cookie.secure,
    page: portalPage(webFolder),
  })
  await describeApi(app, postedWebhooks)
  const live = await openLive(app, {
    db,
    url: webUrl,
    origins: config.origins,
    identify: doors.identifySocket,
    log,
    clock,
  })
  const door = await keepOpen({ db, door: 'web', log })
  let accepting = true
  healthRoutes(app, { db, metrics, sockets: () => live.sockets, accepting: () => accepting, refusal })
  accountsRoutes(app, { doors, config })
  noticesRoutes(app, { mail: config.mail, isOver })
  operationsRoutes(app, { settledElsewhere })
  calendarsRoutes(app)
  partnersRoutes(app)
  itemsRoutes(app, { unitUses: [openOrdersOf, forecastsOf] })
  gatewayRoutes(app, { inbound, outbound, samples })
  ordersRoutes(app, { onTheWay })
  forecastsRoutes(app)
  shipmentsRoutes(app)
  slaRoutes(app)
  if (existsSync(webFolder)) await servePortalFiles(app, webFolder)
  const stop = async () => {
    accepting = false
    await live.close()
    await app.close()
    await door.stop()
    await db.close()
  }
  return { app, db, stop }
}

/** A partner that has not answered a hand-over by then is left to the next worker: a drain has 15 s in all. */
const handOverGraceMs = 4_000

export interface BackgroundWorker extends Running {
  db: Database
  /** Why it does no work now, in words; undefined while it works. */
  readonly refusal: string | undefined
}

/** Everything that works in the background: publisher, queue, transports that listen; while the clock here is right. */
export async function startWorker(
  config: Config,
  workerUrl: string,
  log: Logger,
  { clock, metrics }: { clock: () => Date; metrics: Metrics },
): Promise<BackgroundWorker> {
  const db = openDatabase({
    url: workerUrl,
    reactions,
    max: 20,
    onError: err => log.warn({ err }, 'database connection lost'),
  })
  await refuseWrongLogin(db.pool, 'worker')
  const handlers = workHandlers(config)
  const jobs = await openJobs({ redisUrl: config.redisUrl, postgresUrl: workerUrl, log })
  let parts: Running[] = []
  let ending = new AbortController()
  const begin = async () => {
    ending = new AbortController()
    // All work under way listens, however much that is.
    setMaxListeners(0, ending.signal)
    const { signal } = ending
    jobs.work(async id => {
      // A job that was fetched as the clock went wrong: the next sweep hands its work to another worker.
      if (guard?.refusal) return
      const { outcome, kind, latenessSeconds, error } = await perform(db, handlers, id, signal)
      if (outcome === 'done') metrics.workLateness.observe({ kind }, latenessSeconds)
      if (outcome === 'failed') log.warn({ err: error, work: id, kind }, 'work failed, will be tried again')
    })
    const looked = (what: string, seconds: number) => metrics.looks.observe({ what }, seconds)
    const publisher = startPublisher({ url: workerUrl, enqueue: jobs.enqueue, log, looked })
    const transports = await openTransports({
      db,
      folderRoot: config.folderRoot,
      log,
      // The demo's history is told in seconds.
      ...(config.demo ? { pollMs: 150 } : {}),
    })
    const door = await keepOpen({ db, door: 'folder', log })
    parts = [publisher, transports, door, ...bouncesOf(config, db, log), { stop: jobs.drain }]
  }
  const halt = async () => {
    const grace = setTimeout(() => ending.abort(new Error('handed back by a worker that stops')), handOverGraceMs)
    await Promise.all(parts.splice(0).map(part => part.stop()))
    clearTimeout(grace)
  }
  let guard: ClockGuard | undefined
  guard = await guardClock({ pool: db.pool, clock, registry: metrics.registry, log, begin, halt })
  const { stop } = guard
  return {
    db,
    get refusal() {
      return guard?.refusal
    },
    async stop() {
      await stop()
      await jobs.close()
      await db.close()
    },
  }
}

/** The watch over mails that come back, where there is a mailbox of them. */
function bouncesOf({ mail, publicUrl }: Config, db: Database, log: Logger): Running[] {
  const { bounceMaildir: maildir, bounceAddress } = mail
  if (maildir === undefined) return []
  return [watchBounces({ db, maildir, host: new URL(publicUrl).hostname, bounceAddress, log })]
}

/** A count of proxies in front of us, as Fastify's function form. */
const trusted = (proxies: Config['trustProxy']) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies

// The same distance from src/app.ts and from dist/app.js.
const webFolder = fileURLToPath(new URL('../dist/web', import.meta.url))
