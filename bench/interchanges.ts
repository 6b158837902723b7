// Interchanges a second: one-order 855s of ten lines, from bytes received to applied and 997 written, on both queues.
import { setTimeout as pause } from 'node:timers/promises'
import { agree, keyOf } from '#product/demo/set-up'
import { itemsApi } from '#product/items/api'
import { isRefusal } from '#product/kernel/errors'
import { addDays, localDateOf } from '#product/kernel/time'
import { issueMany } from '#product/orders/index'
import { partnersApi } from '#product/partners/api'
import { writeInterchange } from '#product/x12/index'
import { startRedis } from '../test/redis.ts'
import { type Claim, type Ground, openGround, summed } from './measure.ts'
import { ownerQuery } from './owner.ts'
import { startSender } from './sender.ts'

const perRun = 600
const lines = 10
const inFlight = 16

export const interchanges: Claim = async ({ runs, say }) => {
  const onPostgres = await measure(runs, {}, text => say(`queue on Postgres: ${text}`))
  const redis = await startRedis()
  const onRedis = await measure(runs, { REDIS_URL: redis.url }, text => say(`queue on Redis: ${text}`))
  await redis.stop()
  const what = '855s of 10 lines, received to applied and answered'
  const postgres = summed(`${what}, queue on Postgres`, 'interchanges/s', onPostgres, { target: 150 })
  const other = summed(`${what}, queue on Redis`, 'interchanges/s', onRedis, { target: 150 })
  return [postgres, { ...other, ratio: { value: other.median / postgres.median, of: 'queue on Postgres' } }]
}

async function measure(runs: number, env: Record<string, string>, say: (text: string) => void): Promise<number[]> {
  const ground = await openGround(env)
  const partner = await addPartner(ground)
  const sender = startSender()
  const figures: number[] = []
  // The first is not counted: a server that has just started is not what partners meet.
  for (let run = 0; run <= runs; run++) {
    const numbers = await issueOrders(ground, partner)
    const bodies = numbers.map((number, i) => answerTo(number, 1 + run * perRun + i))
    const begin = performance.now()
    await sender.send({ url: ground.place.url, key: partner.key, bodies, inFlight })
    await untilAnswered(ground, (run + 1) * perRun)
    const perSecond = perRun / ((performance.now() - begin) / 1_000)
    if (run > 0) figures.push(perSecond)
    say(`${perSecond.toFixed(0)}/s`)
  }
  sender.stop()
  await ground.stop()
  return figures
}

export interface BenchPartner {
  supplierId: string
  key: string
  itemId: string
}

/** One who speaks X12 over HTTPS. */
export async function addPartner({ anna, calendarId }: Ground): Promise<BenchPartner> {
  const added = await anna.call(partnersApi.addSupplier, {
    body: { name: 'Fast GmbH', vendorNumber: 'V1', contactName: 'Kim', contactEmail: 'kim@fast.example', calendarId },
  })
  const partner = await agree(anna, added, {
    transport: 'https',
    usage: 'P',
    ourIdentity: { qualifier: 'ZZ', id: 'BENCH', groupId: 'BENCH' },
    theirIdentity: { qualifier: 'ZZ', id: 'FAST', groupId: 'FAST' },
    documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' },
  })
  const item = await anna.call(itemsApi.add, { body: { number: 'A-1', description: 'Part', unit: 'EA' } })
  await anna.call(itemsApi.addSupplierItem, {
    body: {
      supplierId: partner.supplierId,
      itemId: item.id,
      supplierPartNumber: 'F-1',
      packQuantity: '1',
      minimumQuantity: '1',
      leadTimeDays: 1,
    },
  })
  return { supplierId: partner.supplierId, key: await keyOf(anna, partner), itemId: item.id }
}

/** Orders in place, their 850s written: none of that is measured. */
async function issueOrders(
  { started, buyer, siteId }: Ground,
  { supplierId, itemId }: BenchPartner,
): Promise<string[]> {
  const numbers = await started.db?.withTenant(buyer, async tx => {
    const needBy = addDays(localDateOf(tx.now, 'Europe/Berlin'), 30)
    const order = {
      supplierId,
      shipToSiteId: siteId,
      lines: Array.from({ length: lines }, () => ({ itemId, quantity: '5', needBy })),
    }
    const issued = await issueMany(
      tx,
      Array.from({ length: perRun }, () => order),
    )
    return issued.map(one => {
      if (Array.isArray(one) || isRefusal(one)) throw new Error('an order was refused')
      return one.number
    })
  })
  await until(
    started,
    `select count(*) = 0 as done from work where done_at is null and failed_at is null and due_at <= kernel.now()`,
  )
  return numbers ?? []
}

export function answerTo(order: string, control: number): Uint8Array {
  const envelope = {
    senderQualifier: 'ZZ',
    senderId: 'FAST',
    receiverQualifier: 'ZZ',
    receiverId: 'BENCH',
    gsSender: 'FAST',
    gsReceiver: 'BENCH',
    interchangeControl: String(control).padStart(9, '0'),
    groupControl: String(control),
    usage: 'P' as const,
    version: '004010',
    date: '20270104',
    time: '0800',
  }
  const numbered = Array.from({ length: lines }, (_, i) => String(i + 1))
  return writeInterchange(envelope, 'PR', [
    {
      id: '855',
      control: '0001',
      segments: [
        ['BAK', '00', 'AD', order, '20270104'],
        ...numbered.flatMap(line => [
          ['PO1', line, '5', 'EA', '', '', 'VP', 'F-1'] as const,
          ['ACK', 'IA', '5', 'EA'] as const,
        ]),
        ['CTT', String(lines)],
      ],
    },
  ])
}

const untilAnswered = ({ started }: Ground, count: number) =>
  until(
    started,
    `select (select count(*) from documents where set_id = '855' and status = 'applied') >= ${count}
        and (select count(*) from documents where set_id = '997' and direction = 'out') >= ${count} as done`,
  )

export async function until(started: Ground['started'], sql: string): Promise<void> {
  while (!(await ownerQuery<{ done: boolean }>(started, sql))[0]?.done) await pause(50)
}
