// One Postgres process of the embedded kind: made, launched, found, asked to stop.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { moveInto, type Place, privateFolder } from './embedded-place.ts'

/** Where a server listens: a folder with its socket, or 127.0.0.1. */
export interface Address {
  host: string
  port: number
}

/** What postmaster.pid says. */
export interface Running {
  pid: number
  address: Address | undefined
  ready: boolean
}

/** A Unix socket's path is cut off by the kernel past about 107 bytes (104 on macOS); Postgres refuses well before. */
const socketPathBytesMax = 100
const logBytesMax = 10_000_000
const socketPort = 54329

/** Sized for two cores and a laptop's memory. The private socket is the only door. */
const usualSettings: Record<string, string> = {
  shared_buffers: '128MB',
  max_connections: '200',
  jit: 'off',
  // No disks that turn. Plans are kept, and one made while a table is small must not read all of it for ever.
  random_page_cost: '1.1',
  // Looked at every ten seconds, so that plans of the first minutes know how much there is by now.
  autovacuum_naptime: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  unix_socket_permissions: '0700',
}

const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Makes the data directory aside and moves it into place whole; a starter that lost the race uses the winner's. */
export function initialise(place: Place, superuserPassword: string): void {
  if (existsSync(join(place.data, 'PG_VERSION'))) return
  const aside = `${place.data}.${randomUUID()}`
  const passwordFile = `${aside}.pw`
  privateFolder(aside, place.runAs)
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 })
  if (place.runAs) chownSync(passwordFile, place.runAs.uid, place.runAs.gid)
  const options = ['-D', aside, '-U', 'postgres', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C']
  options.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions')
  options.push('--auth=scram-sha-256')
  try {
    const made = spawnSync(join(place.native, 'bin/initdb'), options, {
      cwd: '/',
      env: bareEnvironment,
      encoding: 'utf8',
      ...place.runAs,
    })
    if (made.status !== 0) {
      throw new Error(`Postgres could not make its data directory ${place.data}: ${made.error?.message ?? made.stderr}`)
    }
    moveInto(aside, place.data)
  } finally {
    rmSync(aside, { recursive: true, force: true })
    rmSync(passwordFile, { force: true })
  }
}

/** Starts the server in a session of its own, so that Ctrl-C in the terminal reaches only us. */
export async function launch(place: Place, settings: Record<string, string>): Promise<ChildProcess> {
  privateFolder(place.run, place.runAs)
  const bySocket = Buffer.byteLength(join(place.run, `.s.PGSQL.${socketPort}`)) <= socketPathBytesMax
  const where = bySocket
    ? { listen_addresses: '', unix_socket_directories: place.run, port: String(socketPort) }
    : { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(await freePort()) }
  const options = Object.entries({ ...usualSettings, ...settings, ...where }).flatMap(([k, v]) => ['-c', `${k}=${v}`])
  const logFile = join(place.dir, 'server.log')
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) truncateSync(logFile)
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(join(place.native, 'bin/postgres'), ['-D', place.data, ...options], {
    cwd: '/',
    env: bareEnvironment,
    detached: true,
    stdio: ['ignore', log, log],
    ...place.runAs,
  })
  closeSync(log)
  await once(child, 'spawn')
  child.unref()
  return child
}

/** A port of 127.0.0.1 that is free now and is not Postgres's usual one. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  await new Promise(done => server.close(done))
  const port = typeof address === 'object' && address ? address.port : 0
  return port === 5432 || port === 0 ? freePort() : port
}

/** What stands in postmaster.pid: pid, data directory, start, port, socket folder, listen address, key, state. */
export function readPidFile(place: Place): Running | undefined {
  const file = join(place.data, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const [pid, , , port, socketFolder, listen] = lines.map(line => line.trim())
  const host = socketFolder || listen
  const address = host && port ? { host, port: Number(port) } : undefined
  return { pid: Number(pid), address, ready: lines[7]?.trim() === 'ready' }
}

/** Runs, and is more than a zombie that nobody has reaped yet (in a container, often nobody does). */
export function isAlive(pid: number): boolean {
  if (!isListed(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}

/** Has a number, as `kill -0` sees it. This is all that Postgres asks about a pid file it finds. */
function isListed(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Clears a pid file whose number now belongs to some other program (after a reboot, or in a container, numbers return
 * quickly) or to a zombie: Postgres would refuse to start over it. A file whose number nobody has is left to Postgres,
 * which also looks for leftover shared memory.
 */
export function clearStalePidFile(place: Place, pid: number): void {
  if (!isListed(pid) || isPostgresOf(place, pid) || hasBackends(place)) return
  rmSync(join(place.data, 'postmaster.pid'), { force: true })
}

/** Does this number belong to a server of this data directory? */
export function isPostgresOf(place: Place, pid: number): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'linux') return worksIn(pid, realpathSync(place.data))
  const command = commandOf(pid)
  return command.includes('postgres') && command.includes(place.data)
}

/** How a process was called, with its arguments; empty when it is gone or not ours to see. */
export function commandOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout
}

/** Do children of a killed server still hold its memory? They leave within moments. */
function hasBackends(place: Place): boolean {
  if (process.platform !== 'linux') return false
  const data = realpathSync(place.data)
  return readdirSync('/proc').some(name => /^\d+$/.test(name) && worksIn(Number(name), data))
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return false // Gone, a zombie, or another user's: ours we may read.
  }
}

/** Fast shutdown (open transactions are rolled back); after `patienceMs` the immediate one. Returns when it is gone. */
export async function shutDown(place: Place, patienceMs = 10_000): Promise<void> {
  const running = readPidFile(place)
  if (!running || !isPostgresOf(place, running.pid)) return
  signal(running.pid, 'SIGINT')
  const givenUpAt = performance.now() + patienceMs
  let pressed = false
  while (readPidFile(place)?.pid === running.pid && isAlive(running.pid)) {
    if (!pressed && performance.now() > givenUpAt) {
      signal(running.pid, 'SIGQUIT')
      pressed = true
    }
    await pause(10)
  }
  // The pid file goes a moment before the process. A zombie nobody reaps is not worth waiting for.
  for (let tries = 0; tries < 100 && isAlive(running.pid); tries++) await pause(5)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already.
  }
}

/** The end of the server's log, for messages. */
export function lastWords(place: Place): string {
  const text = readFileSync(join(place.dir, 'server.log'), 'utf8')
  return text.trimEnd().split('\n').slice(-8).join('\n')
}
