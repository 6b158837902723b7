// The Postgres that comes along: started, shared, adopted after a kill, stopped by the last to leave.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbedded, wipeEmbedded } from './embedded.ts'
import { isAlive } from './embedded-server.ts'

let folder: string
let dir: string
const log = () => {}
const settings = { fsync: 'off' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-embedded-'))
  chmodSync(folder, 0o755)
  dir = join(folder, 'postgres')
})
afterEach(async () => {
  await wipeEmbedded(dir)
  rmSync(folder, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return String(rows[0]?.[0])
  } finally {
    await client.end()
  }
}

const serverPid = () => Number(readFileSync(join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0])

/** Starts the server in a process of its own, which prints its pid and waits to be killed. */
async function startElsewhere(): Promise<ChildProcess> {
  const script = `import { startEmbedded } from './src/kernel/embedded.ts'
    await startEmbedded({ dir: ${JSON.stringify(dir)}, log: () => {}, settings: { fsync: 'off' } })
    console.log('up')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: 'pipe' })
  await new Promise<void>((done, failed) => {
    child.stdout.once('data', () => done())
    child.once('exit', code => failed(new Error(`ended with ${code}`)))
  })
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise(done => child.once('exit', done))
  child.kill('SIGKILL')
  await gone
}

test('an empty folder becomes a database with three roles, none of them a superuser', async () => {
  const server = await startEmbedded({ dir, log, settings })
  expect(server.owned).toBe(true)
  for (const [url, name] of [
    [server.ownerUrl, 'pullwire_owner'],
    [server.webUrl, 'pullwire_web'],
    [server.workerUrl, 'pullwire_worker'],
  ] as const) {
    const bare = "select current_user || ':' || (rolsuper or rolbypassrls) from pg_roles where rolname = current_user"
    expect(await ask(url, bare)).toBe(`${name}:false`)
  }
  expect(await ask(server.ownerUrl, 'show server_encoding')).toBe('UTF8')
  expect(await ask(server.ownerUrl, 'show data_checksums')).toBe('on')
  expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600)
  const pid = serverPid()
  await server.stop()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(join(dir, 'data/postmaster.pid'))).toBe(false)
})

test('a second start keeps the data', async () => {
  const first = await startEmbedded({ dir, log, settings })
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  await first.stop()
  const second = await startEmbedded({ dir, log, settings })
  expect(await ask(second.ownerUrl, 'select n from kept')).toBe('7')
  expect(second.ownerUrl.split('@')[0]).toBe(first.ownerUrl.split('@')[0])
  await second.stop()
})

test('a second process joins the running server, and the last to leave stops it', async () => {
  const first = await startEmbedded({ dir, log, settings })
  const second = await startEmbedded({ dir, log, settings })
  expect([first.owned, second.owned]).toEqual([true, false])
  const pid = serverPid()
  await first.stop()
  expect(await ask(second.webUrl, 'select 1')).toBe('1')
  await second.stop()
  expect(isAlive(pid)).toBe(false)
})

test('starters that come at once agree on one server', async () => {
  const servers = await Promise.all([1, 2, 3].map(() => startEmbedded({ dir, log, settings })))
  expect(new Set(servers.map(server => server.ownerUrl)).size).toBe(1)
  expect(servers.filter(server => server.owned)).toHaveLength(1)
  await Promise.all(servers.map(server => server.stop()))
  expect(existsSync(join(dir, 'data/postmaster.pid'))).toBe(false)
})

test('after kill -9 of the starter the next start adopts the server', async () => {
  const starter = await startElsewhere()
  const pid = serverPid()
  await kill(starter)
  expect(isAlive(pid)).toBe(true)
  const next = await startEmbedded({ dir, log, settings })
  expect(next.owned).toBe(true)
  expect(serverPid()).toBe(pid)
  await next.stop()
  expect(isAlive(pid)).toBe(false)
})

test('after kill -9 of the server itself the next start recovers', async () => {
  const starter = await startElsewhere()
  process.kill(serverPid(), 'SIGKILL')
  await kill(starter)
  const next = await startEmbedded({ dir, log, settings })
  expect(await ask(next.ownerUrl, 'select 1')).toBe('1')
  await next.stop()
})

test('a pid file whose number belongs to another program now is cleared', async () => {
  await (await startEmbedded({ dir, log, settings })).stop()
  writeFileSync(join(dir, 'data/postmaster.pid'), `${process.pid}\n${dir}/data\n0\n1\n/nowhere\n\n\nready\n`)
  const next = await startEmbedded({ dir, log, settings })
  expect(await ask(next.ownerUrl, 'select 1')).toBe('1')
  await next.stop()
})

test('a connection that is cut does not stop the server, nor lose the claim to it', async () => {
  const server = await startEmbedded({ dir, log, settings })
  await ask(server.superuserUrl, 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
  const claims = "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock'"
  await expect.poll(() => ask(server.superuserUrl, claims), { timeout: 5_000 }).toBe('1')
  await server.stop()
  expect(existsSync(join(dir, 'data/postmaster.pid'))).toBe(false)
})

test('a folder too deep for a socket gets a free port of 127.0.0.1 instead', async () => {
  dir = join(folder, 'a'.repeat(60), 'b'.repeat(60), 'postgres')
  const server = await startEmbedded({ dir, log, settings })
  expect(new URL(server.webUrl).hostname).toBe('127.0.0.1')
  expect(new URL(server.webUrl).port).not.toBe('5432')
  expect(await ask(server.webUrl, 'select 1')).toBe('1')
  await server.stop()
})

test.runIf(process.getuid?.() === 0)(
  'as root, a folder closed to others has its data kept elsewhere, and says so',
  async () => {
    chmodSync(folder, 0o700)
    const lines: string[] = []
    const server = await startEmbedded({ dir, log: line => lines.push(line), settings })
    expect(lines.join()).toContain(`cannot enter ${folder}; its files are kept in /var/lib/pullwire/`)
    await ask(server.ownerUrl, 'create table kept as select 7 as n')
    await server.stop()
    chmodSync(folder, 0o755)
    const opened = await startEmbedded({ dir, log, settings })
    expect(await ask(opened.ownerUrl, 'select n from kept')).toBe('7')
    await opened.stop()
  },
)
