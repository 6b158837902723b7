// The demo, built: one a folder, its partner systems beside it, and nothing left when it is stopped.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { wipeEmbedded } from '../src/kernel/embedded.ts'
import { findPlace } from '../src/kernel/embedded-place.ts'
import { freePort, isAlive, readPidFile } from '../src/kernel/embedded-server.ts'
import { compile } from './kill/chain.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'pullwire-demo-'))
let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  chmodSync(dir, 0o755) // As root, Postgres runs as nobody and must get in.
  // Beside src/, as dist/ is: it looks for the migrations next to itself.
  program = await compile(join(root, `.built-${process.pid}`))
})
afterAll(async () => {
  program.remove()
  await wipeEmbedded(join(dir, 'demo', 'postgres'))
  await rm(dir, { recursive: true, force: true })
})

function demo(port: number, ...args: string[]) {
  const child = spawn(process.execPath, [program.cli, 'demo', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (text += String(part)))
  const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number)
  const says = (words: string) =>
    until(
      words,
      async () => {
        if (child.exitCode !== null) throw new Error(text)
        return text.includes(words)
      },
      400_000,
    )
  return { child, ended, says, said: () => text }
}

const postgres = () => readPidFile(findPlace(join(dir, 'demo', 'postgres'), () => {}))?.pid ?? 0

test('a second demo refuses in words, and the first goes on to its partner systems and stops whole', async () => {
  const port = await freePort()
  const first = demo(port)
  await first.says('Setting the organizations up')
  const pid = postgres()
  const samePort = demo(port, '--fresh')
  expect(await samePort.ended).toBe(1)
  expect(samePort.said()).toContain(`Port ${port} on 127.0.0.1 is in use`)
  const sameFolder = demo(await freePort(), '--fresh')
  expect(await sameFolder.ended).toBe(1)
  expect(sameFolder.said()).toContain('A demo is running in')
  expect(postgres()).toBe(pid)
  await first.says('Ctrl-C stops everything')
  const beside = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'ppid=,args='])
    return stdout.split('\n').filter(line => Number(line.trim().split(' ')[0]) === first.child.pid)
  }
  expect((await beside()).filter(line => line.includes('partner-process.js'))).toHaveLength(1)
  expect(readFileSync(join(dir, 'demo', 'partners.log'), 'utf8')).toBe('')
  first.child.kill('SIGTERM')
  expect([await first.ended, first.said()]).toEqual([0, first.said()])
  expect(isAlive(pid)).toBe(false)
  // Its folder may be had again, and by a signal in the middle of nothing is left either.
  const again = demo(port, '--fresh')
  await again.says('Setting the organizations up')
  const next = postgres()
  again.child.kill('SIGTERM')
  expect([await again.ended, again.said()]).toEqual([0, again.said()])
  expect(isAlive(next)).toBe(false)
})
