// Killed while documents go out: each order has one document under one number; sent again, it is the same bytes.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { agree } from '../../src/demo/set-up.ts'
import { partnersApi } from '../../src/partners/api.ts'
import { filesIn, foldersOf, said855 } from '../edi.ts'
import { nextControl, type SmallWorld } from '../world.ts'
import { type Chain, compile, openChain, type Sent } from './chain.ts'
import { numbersWithoutGaps } from './oracle.ts'
import { pointsOf } from './points.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  program = await compile()
})
afterAll(() => program.remove())

/** A partner's address that takes what is pushed, by its message id. */
async function openReceiver() {
  const taken = new Map<string, Set<string>>()
  const server = createServer((request, response) => {
    const hash = createHash('sha256')
    request.on('data', (part: Buffer) => hash.update(part))
    request.on('end', () => {
      const id = String(request.headers['pullwire-message-id'])
      taken.set(id, (taken.get(id) ?? new Set()).add(hash.digest('hex')))
      response.end('taken')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { taken, url: `http://127.0.0.1:${port}/in`, close: () => new Promise(done => server.close(done)) }
}
type Receiver = Awaited<ReturnType<typeof openReceiver>>

const pushedTo =
  ({ url }: Receiver) =>
  async ({ is, wheelworks: { relationshipId } }: SmallWorld) => {
    const partner = await is.emil.call(partnersApi.get, { params: { relationshipId } })
    await agree(is.emil, partner, { webhookUrl: url })
  }

async function story(chain: Chain, receiver: Receiver, hit: number): Promise<void> {
  const { world } = chain
  const placed: string[] = []
  const answers: Sent[] = []
  for (const point of pointsOf('leaves')) {
    await chain.dieAt(point, hit, async () => {
      for (const supplier of [world.wheelworks, world.taichung, world.wheelworks, world.taichung])
        placed.push(await chain.place(number => world.callOff(supplier, { number })))
      // What acknowledges an answer leaves by the same way as an order.
      const said = said855({ orders: placed.slice(-4, -3), control: nextControl() })
      answers.push({ key: world.wheelworks.key, bytes: said, answers: [] })
      for (const answer of answers.slice(-1)) await chain.send(answer)
    })
  }
  await chain.live()
  await chain.placeAgain()
  for (const answer of answers) while (answer.answers.length === 0) await chain.send(answer)
  await chain.settle()
  // What was under way when a process died is held for as long as it might still be alive.
  await vi.waitFor(
    async () => expect(await world.rows(`select id from interchanges where delivery = 'queued'`)).toEqual([]),
    { timeout: 60_000, interval: 200 },
  )
  await chain.settle()
  await eachOnce(world, receiver, placed)
  const acknowledged = await world.rows(`select id from documents where direction = 'out' and set_id = '997'`)
  expect(acknowledged).toHaveLength(answers.length)
}

async function eachOnce(world: SmallWorld, receiver: Receiver, placed: string[]): Promise<void> {
  const documents = await world.rows<{ number: string; n: number }>(
    `select o.number, (select count(*)::int from documents d where d.subject_id = o.id and d.status = 'written') as n from orders o`,
  )
  expect(documents.map(({ number }) => number).toSorted()).toEqual(placed.toSorted())
  expect(documents.filter(({ n }) => n !== 1)).toEqual([])
  const sent = await world.rows<{ id: string; control: string; sha256: string; supplier_id: string; delivery: string }>(
    `select id, control, sha256, supplier_id, delivery from interchanges where direction = 'out'`,
  )
  const of = ({ supplierId }: { supplierId: string }) => sent.filter(row => row.supplier_id === supplierId)
  const pushed = of(world.wheelworks)
  expect(new Map([...receiver.taken].map(([id, hashes]) => [id, [...hashes]]))).toEqual(
    new Map(pushed.map(({ id, sha256 }) => [id, [sha256]])),
  )
  expect(new Set(pushed.map(({ delivery }) => delivery))).toEqual(new Set(['delivered']))
  const files = await filesIn(foldersOf(world).out)
  expect([...files].map(([name, bytes]) => [name.split('-')[0], hashOf(bytes)]).toSorted()).toEqual(
    of(world.taichung)
      .map(({ control, sha256 }) => [control, sha256])
      .toSorted(),
  )
  expect(await numbersWithoutGaps(world)).toEqual([])
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test.concurrent.each([1, 2])('killed at every point, hit %i', async hit => {
  const receiver = await openReceiver()
  const chain = await openChain(program.cli, pushedTo(receiver))
  try {
    await story(chain, receiver, hit)
  } finally {
    await chain.close()
    await receiver.close()
  }
})
