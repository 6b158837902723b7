// `npm run demo`: a believable world, its two supplier systems as a process beside it, and the sign-ins to try.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { Running } from '../app.ts'
import type { Config } from '../config.ts'
import type { Database } from '../kernel/db.ts'
import { wipeEmbedded } from '../kernel/embedded.ts'
import { openLog } from '../kernel/log.ts'
import { unlessAborted } from '../kernel/patience.ts'
import { probePort, type Started, start, untilSignal } from '../main.ts'
import type { SupplierKey } from './catalogue.ts'
import { claimFolder } from './claim.ts'
import { openTimeMachine } from './clock.ts'
import { numbersIn } from './numbers.ts'
import type { PartnerProcessOptions } from './partner-process.ts'
import { callOffInVain, playHistory, playToday } from './play.ts'
import { forecastScenes } from './play-forecasts.ts'
import { buildWorld, partnerIdentities, people, signIns, velowerkIdentity, type World } from './world.ts'

/** So that at any hour a visitor sees a reminder, a late answer and an escalation. */
const inVainEveryMs = 15 * 60_000

export async function runDemo(
  config: Config,
  { fresh, say }: { fresh: boolean; say: (text: string) => void },
): Promise<void> {
  const worldFile = join(config.dataDir, 'world.json')
  const logFile = join(config.dataDir, 'pullwire.log')
  // Before anything is wiped: it may be another demo's.
  await probePort(config)
  const claim = claimFolder(config.dataDir)
  try {
    // A world whose making was interrupted is no world.
    if (fresh || !existsSync(worldFile)) await clear(config)
    const log = openLog(config.logLevel, logFile)
    await untilSignal(log, signal =>
      begin(config, { log, signal, worldFile, say }).then(running => {
        say(welcome(config, logFile))
        return running
      }),
    )
  } finally {
    claim.release()
  }
}

interface Beginning {
  log: Logger
  signal: AbortSignal
  worldFile: string
  say: (text: string) => void
}

async function begin(config: Config, { log, signal, worldFile, say }: Beginning): Promise<Pick<Started, 'stop'>> {
  const started = await start(config, log, signal)
  const parts: Running[] = []
  const stop = async (hurry?: AbortSignal) => {
    // Side by side: however long the partner systems take, Postgres is stopped.
    await Promise.all([...parts.splice(0).map(part => part.stop()), started.stop(hurry)])
  }
  try {
    const known = existsSync(worldFile) ? readWorld(worldFile) : undefined
    const world = known ?? (await unlessAborted(make(config, started, say), signal))
    if (!known) writeWorld(worldFile, world)
    parts.push(startPartners(config, world), keepCallingInVain({ db: needed(started.db), world }))
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function keepCallingInVain(stage: { db: Database; world: World }): Running {
  const callOff = () => callOffInVain(stage).catch(() => undefined)
  void callOff()
  const timer = setInterval(callOff, inVainEveryMs)
  return { stop: async () => clearInterval(timer) }
}

async function clear(config: Config): Promise<void> {
  await wipeEmbedded(join(config.dataDir, 'postgres'))
  rmSync(config.dataDir, { recursive: true, force: true })
}

/** The set-up, three weeks of history, and the day that begins now. */
async function make(config: Config, started: Started, say: (text: string) => void): Promise<World> {
  const token = started.setUpLink?.split('/').at(-1)
  const { ownerUrl } = started.urls
  if (!token || !ownerUrl) throw new Error('The demo makes its own database; run it without DATABASE_URL.')
  say('Setting the organizations up …')
  const place = { url: config.publicUrl, mailFolder: config.mail.folder }
  const world = await buildWorld(place, token)
  say('Three weeks of history …')
  const time = await openTimeMachine(ownerUrl)
  const now = await time.now()
  const stage = {
    db: needed(started.db),
    world,
    url: place.url,
    folderRoot: config.folderRoot,
    time,
    numbers: (key: SupplierKey) => numbersIn(numbersFile(config, key)),
  }
  await playHistory(stage, now, forecastScenes(stage, now))
  await time.home()
  await playToday(stage)
  return world
}

const numbersFile = (config: Config, system: string) => join(config.dataDir, 'partners', `${system}.number`)

/** As we are: a source, or built. */
const partnerProcess = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'partner-process.ts' : 'partner-process.js', import.meta.url),
)

/** Their process ends with ours, however ours ends: it watches the channel between us. */
function startPartners(config: Config, world: World): Running {
  const system = (key: 'wheelworks' | 'taichung') => {
    const { apiKey, folder } = world.suppliers[key]
    return {
      us: partnerIdentities[key],
      them: velowerkIdentity,
      ...(apiKey ? { https: { url: config.publicUrl, apiKey } } : { folder: join(config.folderRoot, folder ?? key) }),
      numbersFile: numbersFile(config, key),
    }
  }
  const options: PartnerProcessOptions = { systems: [system('wheelworks'), system('taichung')] }
  const child = fork(partnerProcess, [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', openSync(join(config.dataDir, 'partners.log'), 'a'), 'ipc'],
  })
  const ended = once(child, 'exit')
  return {
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function welcome({ publicUrl, dataDir }: Config, logFile: string): string {
  const width = Math.max(...signIns.map(({ who }) => people[who].email.length))
  const lines = signIns.map(({ who, sees }) => `  ${people[who].email.padEnd(width)}  ${sees}`)
  return `
Pullwire is at ${publicUrl}

Sign in with any of these; the password of all is "${people.anna.password}"
${lines.join('\n')}

Stiller Sattel never answers: watch its call-off on Anna's board turn from reminder to late within two minutes.
Great Lakes Wheelworks and Taichung Precision Brakes are systems: call something off from them and they answer by X12.
Mails are written to ${join(dataDir, 'mail')}, the log is ${logFile}. Ctrl-C stops everything; --fresh starts over.
`
}

/** Holds the pretend supplier's API key: for this user's eyes. */
function writeWorld(file: string, world: World): void {
  writeFileSync(file, JSON.stringify({ ...world, items: [...world.items] }), { mode: 0o600 })
}

function readWorld(file: string): World {
  const world = JSON.parse(readFileSync(file, 'utf8')) as World & { items: [string, string][] }
  return { ...world, items: new Map(world.items) }
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The demo runs web and workers together; leave ROLE unset.')
  return value
}
