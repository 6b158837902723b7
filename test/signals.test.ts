// SIGTERM at any moment: what was begun is stopped, what is under way is finished or handed back, nothing stays behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { wipeEmbedded } from '../src/kernel/embedded.ts'
import { freePort, isAlive } from '../src/kernel/embedded-server.ts'
import { compile } from './kill/chain.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 420_000, hookTimeout: 60_000 })

const root = fileURLToPath(new URL('..', import.meta.url))
const dirs: string[] = []
let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  // Beside src/, as dist/ is: it looks for the migrations next to itself.
  program = await compile(join(root, `.built-signals-${process.pid}`))
})
afterAll(() => program.remove())
afterEach(async () => {
  for (const dir of dirs.splice(0)) {
    await wipeEmbedded(join(dir, 'postgres'))
    await rm(dir, { recursive: true, force: true })
  }
})

/** A product, on its own Postgres, started by a command as a person would. */
async function begin(command: string, args: string[], cwd = root) {
  const dir = mkdtempSync(join(tmpdir(), 'pullwire-signals-'))
  dirs.push(dir)
  chmodSync(dir, 0o755) // As root, Postgres runs as nobody and must get in.
  const port = await freePort()
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dir, PORT: String(port), LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (text += String(part)))
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number)
  const postgres = async () =>
    Number(readFileSync(join(dir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  return { child, ended, url: `http://127.0.0.1:${port}`, said: () => text, postgres }
}
type Begun = Awaited<ReturnType<typeof begin>>

const launched = ({ postgres }: Begun) => until('Postgres to be launched', postgres, 240_000)
const ready = (begun: Begun) =>
  until(
    'the product to be ready',
    async () => {
      if (begun.child.exitCode !== null) throw new Error(begun.said())
      return (await fetch(`${begun.url}/healthz/ready`)).ok
    },
    300_000,
  )

async function stopsWithin15s({ child, ended, said }: Begun, stop: (child: ChildProcess) => unknown) {
  const startedAt = performance.now()
  stop(child)
  expect([await ended, said()]).toEqual([0, said()])
  expect(performance.now() - startedAt).toBeLessThan(15_000)
}

test('a signal while the product is starting leaves no Postgres behind', async () => {
  const begun = await begin(process.execPath, [program.cli, 'start'])
  const pid = await launched(begun)
  expect(begun.said()).not.toContain('Pullwire is at')
  await stopsWithin15s(begun, child => child.kill('SIGTERM'))
  expect(isAlive(pid)).toBe(false)
})

test('a signal while requests hang ends in time, with Postgres stopped', async () => {
  const begun = await begin(process.execPath, [program.cli, 'start'])
  await ready(begun)
  const pid = await launched(begun)
  // A body that never comes: the server waits for it longer than a drain may take.
  const hanging = fetch(`${begun.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new ReadableStream({ start: part => part.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  } as RequestInit).catch(() => undefined)
  await stopsWithin15s(begun, child => child.kill('SIGTERM'))
  expect(isAlive(pid)).toBe(false)
  await hanging
})

test('npm start passes SIGTERM on: drained, no process left', async () => {
  // Our own script, on what is built already.
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const start = scripts.start
    .replace('npm run --silent build:if-stale', 'true')
    .replace('dist/cli.js', JSON.stringify(program.cli))
  expect(start).toContain(program.cli)
  const folder = mkdtempSync(join(tmpdir(), 'pullwire-npm-'))
  dirs.push(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts: { start } }))
  const begun = await begin('npm', ['start'], folder)
  await ready(begun)
  const pid = await launched(begun)
  begun.child.kill('SIGTERM')
  // npm itself says that it was ended; what counts is what it had started.
  await begun.ended
  await until('Postgres to be stopped', async () => !isAlive(pid), 15_000)
  await until('the port to be free', async () => (await fetch(begun.url).catch(() => 'free')) === 'free', 5_000)
  expect(begun.said()).toContain('"msg":"stopping"')
  expect(begun.said()).not.toContain('stopping before everything was finished')
})
