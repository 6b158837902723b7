// What pages show of interchanges that were not simply applied: their numbers, what belongs together, who has to act.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, envelope, openExchange, post, said855 } from '../../test/exchange.ts'
import { writeInterchange } from '../x12/index.ts'
import { partnerSystem, speakingAs } from './apply.ts'
import { receive } from './receive.ts'

let exchange: Exchange
let control = 0
beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())

const ask = async (url: string) => (await exchange.app.inject({ method: 'GET', url })).json()
async function send(bytes: Buffer | string): Promise<string> {
  const answer = await post(exchange, bytes)
  await exchange.work()
  return answer.json().messages[0].id
}
const found = async (search: string) =>
  (await ask(`/api/interchanges?search=${search}`)).rows as { id: string; documents: object[] }[]

test('a rejected, an unmatched, a test and a held document keep their number: shown, and found by it', async () => {
  const rejected = await send(
    said855({ control: ++control, orders: ['REJ-1'] })
      .toString()
      .replace('ACK*IA', 'ACK*QQ'),
  )
  const unmatched = await send(said855({ control: ++control, orders: ['UNM-1'] }))
  const tried = await send(said855({ control: ++control, usage: 'T', orders: ['TST-1'] }))
  const held = await send(said855({ control, usage: 'T', orders: ['HLD-1', 'HLD-2'] }))
  for (const [id, label, count] of [
    [rejected, 'REJ-1', 1],
    [unmatched, 'UNM-1', 1],
    [tried, 'TST-1', 1],
    [held, 'HLD-1', 2],
  ] as const) {
    const rows = await found(label)
    expect(rows.map(row => row.id)).toEqual([id])
    expect(rows[0]).toMatchObject({
      documentCount: count,
      documents: [{ setId: '855', label }, ...Array(count - 1).fill({ label: 'HLD-2' })],
    })
  }
  const attention = (await ask('/api/attention?search=HLD-2')).rows
  expect(attention).toMatchObject([{ id: held, label: 'HLD-1, HLD-2' }])
  expect((await ask('/api/attention?search=UNM-1')).rows).toMatchObject([{ label: 'UNM-1', subject: null }])
  const page = await ask(`/api/interchanges/${rejected}`)
  expect(page.documents).toMatchObject([{ status: 'rejected', label: 'REJ-1', subject: null }])
})

test('what is held is told by what it would bring, and its own answer answers it once it is taken', async () => {
  const first = await send(said855({ control: ++control, orders: ['PO71'] }))
  const held = await send(said855({ control, orders: ['PO72'] }))
  const how = async (id: string) =>
    (await ask(`/api/interchanges/${id}`)).related.map((one: { how: string; setIds: string[] }) => [
      one.how,
      one.setIds,
    ])
  expect(await how(first)).toEqual([
    ['answered-by', ['997']],
    ['same-number', ['855']],
  ])
  await exchange.app.inject({
    method: 'POST',
    url: `/api/interchanges/${held}/release`,
    payload: { note: 'Their numbers began anew.' },
  })
  await exchange.work()
  expect(await how(held)).toEqual([
    ['same-number', ['855']],
    ['answered-by', ['997']],
  ])
})

test('what no X12 could be read in cannot be taken after all', async () => {
  const id = await send('HELLO, THIS IS NOT X12')
  const { may, interchange } = await ask(`/api/interchanges/${id}`)
  expect(interchange).toMatchObject({ heldAs: 'unreadable', documents: [], documentCount: 0 })
  expect(may.release).toContain('cannot be read')
  expect(may.dismiss).toBeNull()
})

test('what was left unapplied says so, no longer waits, and history has by whom and in which words', async () => {
  await send(said855({ control: ++control, orders: ['PO73'] }))
  const held = await send(said855({ control, orders: ['PO74'] }))
  expect((await ask(`/api/interchanges/${held}`)).interchange.left).toBe(false)
  await exchange.app.inject({
    ...{ method: 'POST', url: `/api/interchanges/${held}/dismiss`, payload: { note: 'Sent by mistake.' } },
  })
  const { interchange, history } = await ask(`/api/interchanges/${held}`)
  expect(interchange).toMatchObject({ status: 'held', left: true })
  expect(history.at(-1)).toMatchObject({
    ...{ type: 'interchange.dismissed', actor: 'Oscar Operator', data: { note: 'Sent by mistake.' } },
  })
})

test('of what waits, the supplier is told how much it can do something about itself', async () => {
  await send(said855({ control: ++control, orders: ['UNM-2'] }))
  await send(said855({ control, orders: ['HLD-3'] }))
  exchange.operator.orgId = exchange.supplier.orgId
  const { rows, yours } = await ask('/api/attention?limit=200')
  exchange.operator.orgId = exchange.buyer.orgId
  const [held, documents] = ['held', 'needs-attention'].map(status =>
    rows.filter((row: { status: string }) => row.status === status),
  )
  expect([held.length, documents.length]).toEqual([expect.any(Number), rows.length - yours])
  expect(yours).toBeGreaterThan(0)
})

test('an order that comes from the supplier goes the wrong way, and is not said to be not agreed', async () => {
  const order = {
    id: '850',
    control: '0001',
    segments: [
      ['BEG', '00', 'SA', 'PO81', '', '20260302'],
      ['PO1', '1', '120', 'EA', '', '', 'BP', 'HUB-36'],
      ['CTT', '1'],
    ] as [string, ...string[]][],
  }
  const id = await send(Buffer.from(writeInterchange(envelope({ control: ++control }), 'PO', [order])))
  const [document] = (await ask(`/api/interchanges/${id}`)).documents
  expect(document.reason).toMatch(/^Not in this direction: a document 850 goes from buyer to supplier/)
})

test('a file keeps its name, is found by it, and its folder says whose it is', async () => {
  const arrive = (messageId: string, bytes: Buffer) =>
    exchange.web.withTenant({ ...exchange.supplier, channel: 'edi' }, tx =>
      receive(speakingAs(tx, partnerSystem(exchange.relationship)), {
        ...{ relationship: exchange.relationship, transport: 'folder', messageId, bytes },
      }),
    )
  const [taken] = await arrive('answers-week-9.edi', said855({ control: ++control, orders: ['PO91'] }))
  expect((await found('week-9')).map(row => row.id)).toEqual([taken?.id])
  expect((await ask(`/api/interchanges/${taken?.id}`)).interchange.fileName).toBe('answers-week-9.edi')
  const [held] = await arrive('other.edi', said855({ control: ++control, sender: 'SOMEBODY' }))
  expect(held?.reason).toMatch(/^The folder belongs to Nordlicht Antriebe/)
})
