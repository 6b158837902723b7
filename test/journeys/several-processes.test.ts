// Two web and two worker processes on one database: it does not matter which of them is asked, works, or is stopped.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree, signIn } from '../../src/demo/set-up.ts'
import { freePort } from '../../src/kernel/embedded-server.ts'
import { ordersApi } from '../../src/orders/api.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { type ProductProcess, spawnProduct } from '../product.ts'
import { onEachQueue } from '../queues.ts'
import { until } from '../until.ts'
import { people, type SmallWorld } from '../world.ts'

/** A partner's system that takes what is pushed, or hangs until told otherwise. */
async function openReceiver() {
  const taken: string[] = []
  const hanging: ServerResponse[] = []
  const state = { hangs: true }
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (state.hangs) return void hanging.push(response)
      taken.push(String(request.headers['pullwire-message-id']))
      response.end('taken')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const close = () => {
    server.closeAllConnections()
    return new Promise(done => server.close(done))
  }
  return { taken, hanging, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, close }
}

async function spawnFour({ product: { env } }: SmallWorld) {
  const other = { PORT: String(await freePort()), WORKER_PORT: String(await freePort()) }
  const secondUrl = `http://127.0.0.1:${other.PORT}`
  const processes = await Promise.all([
    spawnProduct({ ...env, ROLE: 'web' }),
    spawnProduct({ ...env, ROLE: 'web', PORT: other.PORT, PUBLIC_URL: secondUrl }),
    spawnProduct({ ...env, ROLE: 'worker', WORKER_PORT: other.WORKER_PORT }),
    spawnProduct({ ...env, ROLE: 'worker' }),
  ])
  const [webA, webB, workerA, workerB] = processes as [ProductProcess, ProductProcess, ProductProcess, ProductProcess]
  return { webA, webB, workerA, workerB, secondUrl, healthUrl: `http://127.0.0.1:${other.WORKER_PORT}` }
}

onEachQueue(stage => {
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let four: Awaited<ReturnType<typeof spawnFour>>
  beforeAll(async () => {
    const { world } = stage()
    receiver = await openReceiver()
    const params = { relationshipId: world.wheelworks.relationshipId }
    const partner = await world.is.emil.call(partnersApi.get, { params })
    await agree(world.is.emil, partner, { webhookUrl: receiver.url })
    await world.product.halt()
    four = await spawnFour(world)
  })
  afterAll(async () => {
    for (const each of [four?.webA, four?.webB, four?.workerA, four?.workerB]) await each?.kill('SIGKILL')
    await receiver?.close()
  })

  test('an order placed through one web is answered through the other, and each clock ran once', async () => {
    const { world } = stage()
    const ole = await signIn({ ...world.place, url: four.secondUrl }, people.ole)
    const placed = await Promise.all(Array.from({ length: 8 }, () => world.callOff(world.nordlicht)))
    for (const { id: orderId } of placed)
      await ole.call(ordersApi.answer, {
        params: { orderId },
        body: { versionAnswered: 1, lines: [{ lineNumber: 1, answer: { act: 'accept' } }] },
      })
    for (const { id: orderId } of placed)
      expect((await world.is.jonas.call(ordersApi.get, { params: { orderId } })).status).toBe('confirmed')
    const clocks = await until('every clock stopped', async () => {
      const rows = await world.rows<{ subject_id: string; state: string }>(
        `select subject_id, at as state from clocks where subject_id = any($1)`,
        [placed.map(({ id }) => id)],
      )
      return rows.every(({ state }) => !['pending', 'running', 'paused', 'breached'].includes(state)) && rows
    })
    expect(clocks.map(row => row.subject_id).toSorted()).toEqual(placed.map(({ id }) => id).toSorted())
    const twice = await world.rows(`select key, email from notices group by key, email having count(*) > 1`)
    expect(twice).toEqual([])
    expect(await world.rows('select kind, last_error from work where failed_at is not null')).toEqual([])
  })

  test('a worker alone says how it is, and how late its work was', async () => {
    expect((await fetch(`${four.healthUrl}/healthz/ready`)).status).toBe(200)
    const figures = await (await fetch(`${four.healthUrl}/metrics`)).text()
    expect(figures).toMatch(/^pullwire_work_lateness_seconds_count\{kind="[\w.-]+"\} [1-9]/m)
    expect((await fetch(`${four.healthUrl}/api/me`)).status).toBe(404)
  })

  test('a worker stopped in mid-work ends in time and loses nothing', async () => {
    const { world } = stage()
    const ids = await Promise.all(Array.from({ length: 6 }, () => world.callOff(world.wheelworks)))
    await until('hand-overs to hang', async () => receiver.hanging.length >= 6)
    const startedAt = performance.now()
    four.workerA.child.kill('SIGTERM')
    expect([await four.workerA.ended, four.workerA.said()]).toEqual([0, four.workerA.said()])
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    receiver.state.hangs = false
    for (const response of receiver.hanging.splice(0)) response.destroy()
    await until(
      'every document to be delivered',
      async () => {
        const rows = await world.rows(`select id from interchanges where direction = 'out' and delivery <> 'delivered'`)
        return rows.length === 0 && new Set(receiver.taken).size >= ids.length
      },
      120_000,
    )
    // At least once, under the same id: a partner tells a repeat by it.
    expect(new Set(receiver.taken).size).toBe(ids.length)
    expect(await world.rows('select kind, last_error from work where failed_at is not null')).toEqual([])
  })

  test('all of them end by themselves when told to', async () => {
    for (const each of [four.webA, four.webB, four.workerB]) each.child.kill('SIGTERM')
    expect(await Promise.all([four.webA.ended, four.webB.ended, four.workerB.ended])).toEqual([0, 0, 0])
  })
})
