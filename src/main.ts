// Starts the product in the roles asked for, and stops it without dropping what it holds.
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { ensureInstallation } from './accounts/index.ts'
import { buildWeb, type Running, startWorker } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './kernel/db.ts'
import { startEmbedded } from './kernel/embedded.ts'
import { migrate } from './kernel/migrate.ts'

export interface Started extends Running {
  /** Where people reach it; undefined for a worker alone. */
  address: string | undefined
  /** The one-time link that sets an empty installation up. */
  setUpLink: string | undefined
  urls: { webUrl: string; workerUrl: string; ownerUrl: string | undefined }
  /** The web role's database, and what serves requests; undefined for a worker alone. */
  db: Database | undefined
  app: FastifyInstance | undefined
}

/** Everything up and answering when this returns. Throws an Error meant for people when it cannot be. */
export async function start(config: Config, log: Logger): Promise<Started> {
  const parts: Running[] = []
  const stop = async () => {
    // What serves stops first, what is served by it last.
    for (const part of parts.splice(0).reverse()) await part.stop()
  }
  try {
    const urls = await databaseOf(config, log, parts)
    if (urls.ownerUrl) await migrate(urls.ownerUrl, text => log.info(text))
    if (config.role !== 'web') parts.push(await startWorker(config, urls.workerUrl, log))
    if (config.role === 'worker')
      return { address: undefined, setUpLink: undefined, urls, db: undefined, app: undefined, stop }
    const web = await buildWeb(config, urls.webUrl, log, () => new Date())
    parts.push(web)
    const token = await ensureInstallation(web.db)
    await web.app.listen({ host: config.host, port: config.port }).catch(error => explainPort(error, config))
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

async function databaseOf(config: Config, log: Logger, parts: Running[]): Promise<Started['urls']> {
  const { database, dataDir } = config
  if (database) {
    const { webUrl = '', workerUrl = webUrl, ownerUrl } = database
    return { webUrl, workerUrl, ownerUrl }
  }
  const embedded = await startEmbedded({
    dir: join(dataDir, 'postgres'),
    log: line => log.info({ postgres: line }, 'embedded Postgres'),
  })
  parts.push(embedded)
  return embedded
}

function explainPort(error: NodeJS.ErrnoException, { host, port }: Config): never {
  if (error.code === 'EADDRINUSE')
    throw new Error(
      `Port ${port} on ${host} is in use. Stop what uses it, or choose another: PORT=${port + 1} in front of the command.`,
    )
  if (error.code === 'EACCES')
    throw new Error(`Port ${port} may not be opened by this user. Choose one above 1023: PORT=3900.`)
  if (error.code === 'EADDRNOTAVAIL') throw new Error(`HOST=${host} is no address of this machine.`)
  throw error
}

/** Longest a drain may take; an orchestrator kills after 15 s and more. */
const drainMs = 14_000

/** Stops on the first SIGTERM or SIGINT; a second one, or a drain that hangs, ends at once. Resolves when all is stopped. */
export function stopOnSignal(running: Running, log: Logger): Promise<void> {
  return new Promise(resolve => {
    let since: number | undefined
    const onSignal = (signal: NodeJS.Signals) => {
      // One Ctrl-C may come twice: from the terminal and from npm.
      if (since !== undefined && performance.now() - since > 2_000) process.exit(1)
      if (since !== undefined) return
      since = performance.now()
      log.info({ signal }, 'stopping')
      setTimeout(() => process.exit(1), drainMs).unref()
      running.stop().then(resolve, error => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      })
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}
