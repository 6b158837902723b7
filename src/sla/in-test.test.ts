// A partner in test: no answer to what went out as a test is timed, and what is sent live is, from where it arrives.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import { runDueWork } from '../../test/run-due-work.ts'
import { forecastsOutbound, forecastsReactions, getShare, listShares, publish } from '../forecasts/index.ts'
import { markDelivery } from '../gateway/deliver.ts'
import { gatewayReactions, gatewayWork, requeue } from '../gateway/index.ts'
import { announce, joinReactions } from '../kernel/events.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { answer, getOrder, listOrders, ordersOutbound, ordersReactions } from '../orders/index.ts'
import { changeProfile, getPartner } from '../partners/index.ts'
import { onTheWay } from '../shipments/index.ts'
import { slaReactions } from './react.ts'

const T0 = new Date('2027-03-01T09:00:00Z')
const afterDays = (days: number) => new Date(T0.getTime() + days * 86_400_000)
const outbound = { ...ordersOutbound, ...forecastsOutbound }
const settings = { inbound: {}, outbound, egressAllow: [], folderRoot: '' }

let trade: CallOffTrade
beforeAll(async () => {
  trade = await openCallOffTrade(
    joinReactions(ordersReactions(onTheWay), forecastsReactions, gatewayReactions, slaReactions),
  )
  await trade.owner.query(
    `update relationships set transport = 'https', our_identity = $1, their_identity = $2, documents = $3`,
    [
      JSON.stringify({ qualifier: 'ZZ', id: 'VELOWERK', groupId: '' }),
      JSON.stringify({ qualifier: 'ZZ', id: 'NORDLICHT', groupId: '' }),
      JSON.stringify({ order: '850', answer: '855', forecast: '830', commit: 'portal' }),
    ],
  )
})
afterAll(() => trade.close())

/** The buyer changes the profile, as on its page. */
async function agreeOn(usage: 'T' | 'P'): Promise<void> {
  await trade.as(trade.buyer, async tx => {
    const [{ id } = { id: '' }] = await rows<{ id: string }>('select id from relationships')
    const now = await getPartner(tx, id)
    const { vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, transitDays } = now
    const {
      tolerance,
      targets,
      transport,
      ediVersion,
      ourIdentity,
      theirIdentity,
      delimiters,
      documents,
      ta1Requested,
      webhookUrl,
    } = now
    agreed(
      await changeProfile(tx, id, {
        ...{ vendorNumber, supplierName, contactName, contactEmail, calendarId, buyerCalendarId, transitDays },
        ...{
          tolerance,
          targets,
          transport,
          ediVersion,
          ourIdentity,
          theirIdentity,
          delimiters,
          documents,
          ta1Requested,
          webhookUrl,
        },
        ...{ folderName: now.folderName, version: now.version, usage },
      }),
    )
  })
}

const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await trade.owner.query<T>(sql, values)).rows
/** Writes what is queued: it lies ready for the partner then. */
const send = () => runDueWork(trade.worker, gatewayWork(settings), kind => kind.startsWith('document.'))
const clocksOf = async (subjectId: string) =>
  (
    await rows<{ kind: string; started_at: Date }>('select kind, started_at from clocks where subject_id = $1', [
      subjectId,
    ])
  ).map(({ kind, started_at }) => [kind, started_at.toISOString().slice(0, 10)])
const documentsOf = (subjectId: string) =>
  rows<{ id: string; status: string }>(
    `select id, status from documents where subject_id = $1 order by created_at, id`,
    [subjectId],
  )
const inTest = async (orderId: string) => (await trade.as(trade.buyer, tx => getOrder(tx, orderId))).inTest
const day = (days: number) => afterDays(days).toISOString().slice(0, 10)

async function sentAsTest(): Promise<string> {
  await trade.setNow(T0)
  await agreeOn('T')
  const { id } = await trade.callOff([[trade.brakeId, '100', '2027-03-20']])
  await send()
  return id
}

test('an order sent as a test starts no answer clock and says so; its 997 is waited for', async () => {
  const id = await sentAsTest()
  expect(await clocksOf(id)).toEqual([])
  expect(await inTest(id)).toBe('relationship')
  const listed = await trade.as(trade.buyer, tx => listOrders(tx, {}))
  expect(listed.rows.find(row => row.id === id)?.inTest).toBe('relationship')
  const [document] = await documentsOf(id)
  expect(await clocksOf(document?.id ?? '')).toEqual([['acknowledgment', day(0)]])
})

test('once the profile is live it waits to be written anew, although the test was accepted, and is due from its arrival', async () => {
  const id = await sentAsTest()
  const [test] = await documentsOf(id)
  await trade.owner.query(`update documents set acknowledgment = 'accepted' where id = $1`, [test?.id])
  await trade.setNow(afterDays(2))
  await agreeOn('P')
  expect(await clocksOf(id)).toEqual([])
  expect(await inTest(id)).toBe('document')
  expect(await trade.as(trade.buyer, tx => requeue(tx, test?.id ?? '', outbound))).toBeUndefined()
  expect(await inTest(id)).toBeNull()
  expect(await clocksOf(id)).toEqual([])
  await trade.setNow(afterDays(3))
  await send()
  expect(await clocksOf(id)).toEqual([['call-off', day(3)]])
  const again = (await documentsOf(id)).at(-1)
  await trade.owner.query(`update documents set acknowledgment = 'accepted' where id = $1`, [again?.id])
  const refused = await trade.as(trade.buyer, tx => requeue(tx, again?.id ?? '', outbound))
  expect(refused?.detail).toBe('The partner has accepted it already.')
})

test('what left live and arrived while the profile was in test is due from the moment at which that is live again', async () => {
  await trade.setNow(T0)
  await agreeOn('P')
  const { id } = await trade.callOff([[trade.brakeId, '100', '2027-03-20']])
  await rows(`update relationships set webhook_url = 'https://nordlicht.example', webhook_secret = 's'`)
  await runDueWork(trade.worker, gatewayWork(settings), kind => kind === 'document.write')
  expect(await clocksOf(id)).toEqual([])
  await rows('update relationships set webhook_url = null, webhook_secret = null')
  await agreeOn('T')
  const [{ interchange_id } = { interchange_id: '' }] = await rows<{ interchange_id: string }>(
    'select interchange_id from documents where subject_id = $1',
    [id],
  )
  await trade.worker.withTenant(trade.buyer, tx => markDelivery(tx, interchange_id, 'delivered'))
  expect(await clocksOf(id)).toEqual([])
  await trade.setNow(afterDays(4))
  await agreeOn('P')
  expect(await clocksOf(id)).toEqual([['call-off', day(4)]])
})

test('its people may answer a test order in the portal, and it is no test any more that anything waits for', async () => {
  const id = await sentAsTest()
  const lines = [{ lineNumber: 1, answer: { act: 'accept' as const } }]
  agreed(
    await trade.as(trade.supplier, tx =>
      answer(tx, { orderId: id, versionAnswered: 1, lines, receivedAt: tx.now }, onTheWay),
    ),
  )
  const order = await trade.as(trade.buyer, tx => getOrder(tx, id))
  expect(order).toMatchObject({ status: 'confirmed', inTest: null })
  await agreeOn('P')
  expect(await clocksOf(id)).toEqual([])
})

test('silence after a test confirms no 862', async () => {
  await rows(`update relationships set documents = documents || '{"order": "862", "answer": "silence"}'`)
  const id = await sentAsTest()
  const [document] = await documentsOf(id)
  const { buyer, supplier } = trade
  await trade.as(supplier, tx =>
    announce(tx, {
      type: 'document.acknowledged',
      subject: { kind: 'document', id: document?.id ?? '' },
      parties: [buyer.orgId, supplier.orgId],
      at: tx.now,
      data: {
        ...{ setId: '862', subjectKind: 'order', subjectId: id, label: null, interchangeId: null, verdict: 'accepted' },
        ...{ buyerId: buyer.orgId, supplierId: supplier.orgId, reason: null },
      },
    }),
  )
  expect((await trade.as(buyer, tx => getOrder(tx, id))).status).toBe('awaiting-answer')
})

test('a forecast sent as a test starts no commit clock until it is written anew', async () => {
  await trade.setNow(T0)
  await agreeOn('T')
  const start = addDays(mondayOf('2027-03-01'), 7)
  const lines = [{ item: 'BRK-2201', supplier: '10000', shipTo: 'STR1', buckets: [{ start, quantity: '100' }] }]
  agreed(await trade.as(trade.buyer, tx => publish(tx, { lines, source: 'api' })))
  await send()
  const [share] = (await trade.as(trade.supplier, tx => listShares(tx, {}))).rows
  const id = share?.id ?? ''
  expect(await clocksOf(id)).toEqual([])
  expect(share).toMatchObject({ inTest: 'relationship', waits: false })
  await trade.setNow(afterDays(1))
  await agreeOn('P')
  expect((await trade.as(trade.buyer, tx => getShare(tx, id))).inTest).toBe('document')
  const [test] = await documentsOf(id)
  expect(await trade.as(trade.buyer, tx => requeue(tx, test?.id ?? '', outbound))).toBeUndefined()
  await send()
  expect(await clocksOf(id)).toEqual([['commit', day(1)]])
})
