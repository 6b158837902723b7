// The product as processes that die one after the other on one database; each goes on where the last was killed.
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Refusal } from '../../src/demo/client.ts'
import { post } from '../edi.ts'
import { type ProductProcess, spawnProduct } from '../product.ts'
import { until } from '../until.ts'
import { openWorld, type SmallWorld } from '../world.ts'

/** What the partner sent, and every answer that reached it. */
export interface Sent {
  key: string
  bytes: Buffer
  answers: string[]
}

export interface Chain {
  world: SmallWorld
  /** Starts a process that dies at the point, and does what leads there, until it is dead. */
  dieAt(point: string, hit: number, act: () => Promise<unknown>): Promise<void>
  /** Whether the process is dead by now, or within this time. */
  dead(withinMs: number): Promise<boolean>
  /** A process that lives, until the end. */
  live(): Promise<void>
  /** As a partner's system sends: what got no answer is sent again. Never throws. */
  send(message: Sent): Promise<void>
  /** Places a call-off, under a number of its own. */
  place(act: (number: string) => Promise<unknown>): Promise<string>
  /** Places again whatever got no answer: a number that was taken is refused. */
  placeAgain(): Promise<void>
  /** Waits until nothing is due and every fact is told. */
  settle(withinMs?: number): Promise<void>
  close(): Promise<void>
}

let chains = 0

interface Placed {
  number: string
  act: (number: string) => Promise<unknown>
  done: boolean
}

/** A lost answer leaves it undone; a number that is used says that it was done. */
async function tryToPlace(order: Placed): Promise<void> {
  try {
    await order.act(order.number)
    order.done = true
  } catch (error) {
    if (!(error instanceof Refusal)) return void (await pause(50))
    if (error.problem.code !== 'number-used') throw error
    order.done = true
  }
}

/** The sources without their types: a process that begins dozens of times must begin quickly. Once a file. */
export async function compile(
  folder = join(root, '.data', `killed-${process.pid}`),
): Promise<{ cli: string; remove(): void }> {
  const options = ['-p', 'tsconfig.build.json', '--noCheck', '--declaration', 'false', '--outDir', folder]
  await promisify(execFile)('npx', ['tsc', ...options], { cwd: root })
  return { cli: join(folder, 'cli.js'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @param prepare done in the world before its first death */
export async function openChain(
  cli: string,
  prepare: (world: SmallWorld) => Promise<unknown> = async () => {},
): Promise<Chain> {
  const world = await openWorld()
  await prepare(world)
  await world.product.halt()
  const prefix = `K${++chains}`
  let running: ProductProcess | undefined
  let placed = 0
  const orders: Placed[] = []
  const env = (more: Record<string, string> = {}) => ({ ...world.product.env, ...more })
  const isDead = () => running?.child.exitCode !== null || running.child.signalCode !== null
  return {
    world,
    async dieAt(point, hit, act) {
      await running?.kill()
      running = await spawnProduct(env({ FAILPOINT: `${point}:${hit}` }), { cli })
      await act()
      const ended = await Promise.race([running.ended, pause(60_000, 'still alive', { ref: false })])
      if (ended !== 'SIGKILL')
        throw new Error(`${point}:${hit} was never hit, the process is ${ended}: ${running.said()}`)
    },
    async dead(withinMs) {
      return await Promise.race([running?.ended.then(() => true) ?? true, pause(withinMs, false, { ref: false })])
    },
    async live() {
      await running?.kill()
      running = await spawnProduct(env(), { cli })
      if (isDead()) throw new Error(`the product does not start: ${running.said()}`)
    },
    async send(message) {
      const answer = await post(world.place.url, message.key, message.bytes).catch(() => undefined)
      const text = await answer?.text().catch(() => undefined)
      if (answer && text !== undefined) message.answers.push(`${answer.status} ${text}`)
    },
    async place(act) {
      const number = `${prefix}-${++placed}`
      const order = { number, act, done: false }
      orders.push(order)
      await tryToPlace(order)
      return number
    },
    async placeAgain() {
      for (const order of orders) {
        while (!order.done) await tryToPlace(order)
      }
    },
    settle: async (withinMs = 60_000) => {
      await until(
        'everything due to be done',
        async () => {
          const busy = await world.rows(
            // A mail waits some seconds for others to the same person.
            `select kind from work where done_at is null and failed_at is null
                and (due_at <= kernel.now() or kind = 'notice.send')
             union all select type from events where published_at is null limit 1`,
          )
          return busy.length === 0
        },
        withinMs,
      )
    },
    close: async () => {
      await running?.kill('SIGTERM')
      await world.close()
    },
  }
}
