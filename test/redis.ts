// A Redis of its own for the tests that run the queue on it: free loopback port, nothing on disk, nothing evicted.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../src/kernel/embedded-server.ts'

export interface TestRedis {
  url: string
  port: number
  pid: number
  /** Forgets everything, as an operator's FLUSHALL in mid-flight would. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export interface RedisOptions {
  /** A port to use again after a stop; a free one when left out. */
  port?: number
  /** Any other policy than noeviction is there to see the product refuse it. */
  policy?: string
}

/** Starts Debian's redis-server and waits until it answers. */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const port = options.port ?? (await freePort())
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    dir: tmpdir(),
    'maxmemory-policy': options.policy ?? 'noeviction',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn('redis-server', args, { stdio: 'ignore' })
  await once(child, 'spawn')
  while ((await say(port, 'PING')) !== '+PONG') {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode} on port ${port}`)
    await pause(20)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    flush: async () => {
      const answer = await say(port, 'FLUSHALL')
      if (answer !== '+OK') throw new Error(`FLUSHALL answered ${answer}`)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** One inline command, one line of answer; undefined when nobody listens yet. */
function say(port: number, command: string): Promise<string | undefined> {
  return new Promise(done => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    socket.once('data', answer => {
      socket.destroy()
      done(answer.toString().trim())
    })
    socket.once('error', () => done(undefined))
  })
}
