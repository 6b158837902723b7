// Killed while something comes in: nothing acknowledged is lost, nothing is done twice, the same bytes get the same answer.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { acknowledgedIn, drop, filesIn, foldersOf, said855 } from '../edi.ts'
import { nextControl, taichung } from '../world.ts'
import { type Chain, compile, openChain, type Sent } from './chain.ts'
import { numbersWithoutGaps } from './oracle.ts'
import { pointsOf, unclaimed } from './points.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

let program: Awaited<ReturnType<typeof compile>>
beforeAll(async () => {
  program = await compile()
})
afterAll(() => program.remove())

test('every failpoint of the source has its place in a story', () => {
  expect(unclaimed()).toEqual([])
  expect(pointsOf('arrives').length).toBeGreaterThanOrEqual(8)
})

/** Answers an order so that its line changes exactly once. */
const answerTo = (chain: Chain, orders: string[], control: number): Sent => ({
  key: chain.world.wheelworks.key,
  bytes: said855({ orders, control }),
  answers: [],
})

async function story(chain: Chain, hit: number): Promise<void> {
  const { world } = chain
  const points = pointsOf('arrives')
  const orders = await placeAll(chain, points.length)
  const sent: Sent[] = []
  const dropped: { control: number; bytes: Buffer }[] = []
  const folders = foldersOf(world)
  for (const [i, point] of points.entries()) {
    const { single, many, filed } = orders[i] ?? { single: [], many: [], filed: [] }
    await chain.dieAt(point, hit, async () => {
      // Two interchanges of one order each, one of many, which are applied by work of their own; two files.
      const messages = [
        ...single.map(order => answerTo(chain, [order], nextControl())),
        answerTo(chain, many, nextControl()),
      ]
      const files = filed.map(order => {
        const control = nextControl()
        return { control, bytes: said855({ from: taichung, orders: [order], control }) }
      })
      sent.push(...messages)
      dropped.push(...files)
      if (point.startsWith('folder.'))
        for (const { control, bytes } of files) await drop(folders.in, `${control}.edi`, bytes)
      for (const message of messages) await chain.send(message)
      if (!point.startsWith('folder.'))
        for (const { control, bytes } of files) await drop(folders.in, `${control}.edi`, bytes)
    })
  }
  await chain.live()
  // The partner sends again only what was not answered; a file that was left is left.
  for (const message of sent) while (message.answers.length === 0) await chain.send(message)
  await taken(chain)
  await nothingLostNothingTwice(chain, sent, dropped)
  // And a partner that sends everything once more learns the same, and changes nothing.
  for (const message of sent) await chain.send(message)
  for (const { control, bytes } of dropped) await drop(folders.in, `${control}-again.edi`, bytes)
  await taken(chain)
  await nothingLostNothingTwice(chain, sent, dropped)
  for (const { bytes, answers } of sent) {
    expect(answers.length).toBeGreaterThanOrEqual(2)
    expect(new Set(answers).size, String(bytes.subarray(0, 106))).toBe(1)
  }
}

async function taken(chain: Chain): Promise<void> {
  const { in: folder } = foldersOf(chain.world)
  await vi.waitFor(async () => expect((await filesIn(folder)).size).toBe(0), { timeout: 60_000, interval: 200 })
  await chain.settle()
}

async function placeAll(chain: Chain, cases: number) {
  const { world } = chain
  await chain.live()
  const order = (supplier: typeof world.wheelworks | typeof world.taichung) =>
    chain.place(number => world.callOff(supplier, { number }))
  const sets = []
  for (let i = 0; i < cases; i++) {
    const single = [await order(world.wheelworks), await order(world.wheelworks)]
    const many = []
    for (let j = 0; j < 4; j++) many.push(await order(world.wheelworks))
    sets.push({ single, many, filed: [await order(world.taichung), await order(world.taichung)] })
  }
  await chain.placeAgain()
  await chain.settle()
  return sets
}

async function nothingLostNothingTwice({ world }: Chain, sent: Sent[], dropped: { control: number }[]) {
  // I1: what was acknowledged is stored as it was sent.
  for (const { answers } of sent) expect(answers[0]).toMatch(/^202 /)
  const inbound = await world.rows<{ status: string; n: number }>(
    `select status, count(*)::int as n from interchanges where direction = 'in' group by status`,
  )
  expect(inbound).toEqual([{ status: 'applied', n: sent.length + dropped.length }])
  // I2: each order placed is answered once.
  const effects = await world.rows<{ answers: number; n: number }>(
    `select answers, count(*)::int as n from
       (select (select count(*)::int from answers a where a.order_id = o.id) as answers from orders o) counted group by answers`,
  )
  const [all] = await world.rows<{ n: number }>('select count(*)::int as n from orders')
  expect(effects).toEqual([{ answers: 1, n: all?.n }])
  // I3: each group has one 997.
  const acks = await world.rows<{ bytes: Buffer }>(
    `select i.bytes from interchanges i where direction = 'out' and exists
       (select from documents d where d.interchange_id = i.id and d.set_id = '997')`,
  )
  const groups = acks.flatMap(({ bytes }) => acknowledgedIn(bytes).map(({ group }) => Number(group)))
  expect(groups).toHaveLength(sent.length + dropped.length)
  expect(new Set(groups).size).toBe(groups.length)
  expect(await numbersWithoutGaps(world)).toEqual([])
}

test.concurrent.each([1, 2])('killed at every point, hit %i', async hit => {
  const chain = await openChain(program.cli)
  try {
    await story(chain, hit)
  } finally {
    await chain.close()
  }
})
