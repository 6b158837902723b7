// Starts the product in the roles asked for, and stops it without dropping what it holds.
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { ensureInstallation } from './accounts/index.ts'
import { type BackgroundWorker, buildWeb, type Running, startWorker } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './kernel/db.ts'
import { startEmbedded } from './kernel/embedded.ts'
import { openHealth, openMetrics } from './kernel/health.ts'
import { migrate } from './kernel/migrate.ts'
import { inTime, unlessAborted } from './kernel/patience.ts'

export interface Started {
  /** Where people reach it; undefined for a worker alone. */
  address: string | undefined
  /** The one-time link that sets an empty installation up. */
  setUpLink: string | undefined
  urls: { webUrl: string; workerUrl: string; ownerUrl: string | undefined }
  /** The web role's database, and what serves requests; undefined for a worker alone. */
  db: Database | undefined
  app: FastifyInstance | undefined
  /** @param hurry aborted: what is still draining is left, what would stay behind is stopped all the same. */
  stop(hurry?: AbortSignal): Promise<void>
}

/** What serves and what works may take this long to finish; the embedded Postgres has the seconds after it. */
const drainMs = 8_000
/** An orchestrator kills after 15 s and more. */
const forcedMs = 14_000

/**
 * Everything up and answering when this returns. Throws an Error meant for people when it cannot be, and when `signal`
 * is aborted meanwhile; what was begun by then is stopped.
 */
export async function start(config: Config, log: Logger, signal?: AbortSignal): Promise<Started> {
  const below: Running[] = []
  const parts: Running[] = []
  const stop = async (hurry?: AbortSignal) => {
    // The database that comes along stops last, however the others fared: nobody else would stop it.
    const drained = Promise.all(
      parts.splice(0).map(part => part.stop().catch(err => log.error({ err }, 'a part did not stop cleanly'))),
    )
    if (!(await inTime(drained, drainMs, hurry))) log.warn('stopping before everything was finished')
    for (const part of below.splice(0)) await part.stop()
  }
  try {
    const urls = await databaseOf(config, log, below, signal)
    if (urls.ownerUrl)
      await unlessAborted(
        migrate(urls.ownerUrl, text => log.info(text)),
        signal,
      )
    const metrics = openMetrics()
    const clock = () => new Date()
    let refusal = (): string | undefined => undefined
    if (config.role !== 'web') {
      const worker = await startWorker(config, urls.workerUrl, log, { clock, metrics })
      refusal = () => worker.refusal
      parts.push(worker)
      if (config.role === 'worker') {
        if (config.workerPort !== undefined) parts.push(await listenForHealth(config, worker, metrics, log))
        signal?.throwIfAborted()
        return { address: undefined, setUpLink: undefined, urls, db: undefined, app: undefined, stop }
      }
    }
    signal?.throwIfAborted()
    const web = await buildWeb(config, urls.webUrl, log, { clock, metrics, refusal })
    parts.push(web)
    const token = await ensureInstallation(web.db)
    await web.app.listen({ host: config.host, port: config.port }).catch(error => explainPort(error, config))
    signal?.throwIfAborted()
    return {
      address: config.publicUrl,
      setUpLink: token ? `${config.publicUrl}/set-up/${token}` : undefined,
      urls,
      db: web.db,
      app: web.app,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function databaseOf(
  config: Config,
  log: Logger,
  below: Running[],
  signal: AbortSignal | undefined,
): Promise<Started['urls']> {
  const { database, dataDir } = config
  if (database) {
    const { webUrl = '', workerUrl = webUrl, ownerUrl } = database
    return { webUrl, workerUrl, ownerUrl }
  }
  const embedded = await startEmbedded({
    dir: join(dataDir, 'postgres'),
    log: line => log.info({ postgres: line }, 'embedded Postgres'),
    ...(signal ? { signal } : {}),
  })
  below.push(embedded)
  signal?.throwIfAborted()
  return embedded
}

/** A worker alone serves nobody, but says how it is. */
async function listenForHealth(
  config: Config,
  worker: BackgroundWorker,
  metrics: ReturnType<typeof openMetrics>,
  log: Logger,
): Promise<Running> {
  const { host, workerPort: port = 0 } = config
  const health = openHealth({ db: worker.db, metrics, log, refusal: () => worker.refusal })
  await health.listen({ host, port }).catch(error => explainPort(error, { host, port }, 'WORKER_PORT'))
  return { stop: () => health.close() }
}

/** Throws in words when the port cannot be had: for whoever would rather know before anything is begun. */
export async function probePort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  }).catch(error => explainPort(error, { host, port }))
  await new Promise(resolve => server.close(resolve))
}

function explainPort(
  error: NodeJS.ErrnoException,
  { host, port }: Pick<Config, 'host' | 'port'>,
  variable = 'PORT',
): never {
  if (error.code === 'EADDRINUSE')
    throw new Error(
      `Port ${port} on ${host} is in use. Stop what uses it, or choose another: ${variable}=${port + 1} in front of the command.`,
    )
  if (error.code === 'EACCES')
    throw new Error(`Port ${port} may not be opened by this user. Choose one above 1023: ${variable}=3900.`)
  if (error.code === 'EADDRNOTAVAIL') throw new Error(`HOST=${host} is no address of this machine.`)
  throw error
}

/**
 * Begins, runs until the first SIGTERM or SIGINT, stops. Listens before it begins, so that a signal at any moment finds
 * somebody who knows what is running. A second signal, or a drain that hangs, ends sooner.
 */
export async function untilSignal(
  log: Logger,
  begin: (signal: AbortSignal) => Promise<Pick<Started, 'stop'>>,
): Promise<void> {
  const asked = new AbortController()
  const hurry = new AbortController()
  let since: number | undefined
  const onSignal = (name: NodeJS.Signals) => {
    // One Ctrl-C may come twice: from the terminal and from npm.
    if (since !== undefined && performance.now() - since > 2_000) hurry.abort()
    if (since !== undefined) return
    since = performance.now()
    log.info({ signal: name }, 'stopping')
    setTimeout(() => process.exit(1), forcedMs).unref()
    asked.abort(new Error('stopped by a signal'))
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  try {
    const running = await begin(asked.signal)
    if (!asked.signal.aborted) await new Promise(resolve => asked.signal.addEventListener('abort', resolve))
    await running.stop(hurry.signal)
  } catch (error) {
    // Stopped while starting: what it then says of lost connections says nothing.
    if (!asked.signal.aborted) throw error
    log.info({ err: error }, 'stopped while starting')
  }
  if (hurry.signal.aborted) process.exit(1)
}
