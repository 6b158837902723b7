// What comes as a test is judged, answered and tried out: it is told what would come of it, and nothing of it stays.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, envelope, openExchange, post, said855 } from '../../test/exchange.ts'
import { announce, type Reactions } from '../kernel/events.ts'
import { later } from '../kernel/work.ts'
import { writeInterchange } from '../x12/index.ts'

/** What others do about an answer: a fact and work at once, and a fact when all have gathered. */
const reactions: Reactions = {
  'test.answered': [
    async (tx, { subject, parties, at }) => {
      await announce(tx, { type: 'test.clock-stopped', subject, parties, at, data: {} })
      await later(tx, { kind: 'test.tell', lane: 'notice', orgId: tx.caller.orgId, key: subject.id })
    },
    {
      together: async (tx, facts) => {
        for (const { subject, parties, at } of facts)
          await announce(tx, { type: 'test.board-changed', subject, parties, at, data: {} })
      },
    },
  ],
}

let exchange: Exchange
let control = 0
beforeAll(async () => {
  exchange = await openExchange({}, reactions)
})
afterAll(() => exchange.close())

interface Doc {
  status: string
  reason: string | null
  subject_label: string | null
}

async function send(usage: 'T' | 'P', orders: string[]) {
  const answer = await post(exchange, said855({ control: ++control, usage, orders }))
  const { id } = answer.json().messages[0]
  await exchange.work(kind => kind !== 'test.tell')
  const docs = await exchange.rows<Doc>(`select * from documents where interchange_id = $1 order by set_index`, [id])
  return { id, docs }
}
const left = async () => ({
  facts: await exchange.rows(`select type from events where type like 'test.%'`),
  work: await exchange.rows(`select kind from work where kind = 'test.tell'`),
})
const nothing = { facts: [], work: [] }

test('a test on a relationship in test says what would come of it, and nothing of it stays', async () => {
  await exchange.agree({ usage: 'T' })
  const { id, docs } = await send('T', ['PO1', 'XX1', 'PO2', 'PO3', 'PO4'])
  expect(docs.map(({ status, reason }) => [status, reason])).toEqual([
    ['test', 'Test: it would be applied.'],
    ['test', 'Test: it would need attention. There is no order XX1.'],
    ...Array(3).fill(['test', 'Test: it would be applied.']),
  ])
  expect(await left()).toEqual(nothing)
  const [{ status, reason } = {}] = await exchange.rows<{ status?: string; reason?: string }>(
    `select status, reason from interchanges where id = $1`,
    [id],
  )
  expect({ status, reason }).toEqual({
    status: 'test',
    reason: 'It is a test (ISA15 T): judged and answered, not applied.',
  })
  const answers = await exchange.rows<{ usage: string }>(`select usage from interchanges where related_id = $1`, [id])
  expect(answers.map(one => one.usage)).toEqual(['T'])
})

test('so do a test on a live relationship, and what is live while the relationship is in test', async () => {
  await exchange.agree({ usage: 'P' })
  expect((await send('T', ['PO5'])).docs).toMatchObject([{ status: 'test', reason: 'Test: it would be applied.' }])
  await exchange.agree({ usage: 'T' })
  expect((await send('P', ['PO6'])).docs).toMatchObject([{ status: 'test', reason: 'Test: it would be applied.' }])
  expect(await left()).toEqual(nothing)
})

test('what throws while it is tried out is tried again, and at last told', async () => {
  const { id, docs } = await send('T', ['BOOM'])
  expect(docs).toMatchObject([{ status: 'test', reason: null }])
  for (let i = 0; i < 8; i++) {
    await exchange.rows(`update work set due_at = kernel.now() where done_at is null and failed_at is null`)
    await exchange.work()
  }
  const [after] = await exchange.rows<Doc>(`select * from documents where interchange_id = $1`, [id])
  expect(after?.status).toBe('test')
  expect(after?.reason).toContain('the business broke')
  expect(await left()).toEqual(nothing)
})

test('a test 997 is noted at the test document that it answers', async () => {
  await exchange.rows(
    `insert into documents (id, buyer_id, supplier_id, direction, set_id, functional_id, group_control, set_control,
       status, acknowledgment) values (gen_random_uuid(), $1, $2, 'out', '850', 'PO', '77', '0001', 'written', 'awaiting')`,
    [exchange.buyer.orgId, exchange.supplier.orgId],
  )
  const said = (group: string) =>
    Buffer.from(
      writeInterchange(envelope({ control: ++control, usage: 'T' }), 'FA', [
        {
          id: '997',
          control: '0001',
          segments: [
            ['AK1', 'PO', group],
            ['AK2', '850', '0001'],
            ['AK5', 'A'],
            ['AK9', 'A', '1', '1', '1'],
          ],
        },
      ]),
    )
  await post(exchange, said('77'))
  await post(exchange, said('78'))
  await exchange.work()
  const [ours] = await exchange.rows<{ acknowledgment: string }>(
    `select acknowledgment from documents where direction = 'out' and group_control = '77' and set_id = '850'`,
  )
  expect(ours?.acknowledgment).toBe('accepted')
  const said997 = await exchange.rows<Doc>(
    `select status, reason from documents where direction = 'in' and set_id = '997' order by created_at, id`,
  )
  expect(said997.map(one => one.status)).toEqual(['test', 'test'])
  expect(said997[1]?.reason).toContain('which we never sent')
})

test('once both are live, the same answer is applied, and all that follows from it', async () => {
  await exchange.agree({ usage: 'P' })
  expect((await send('P', ['PO1'])).docs).toMatchObject([{ status: 'applied' }])
  expect((await left()).facts.map(one => (one as { type: string }).type).sort()).toEqual([
    'test.answered',
    'test.board-changed',
    'test.clock-stopped',
  ])
  expect((await left()).work).toHaveLength(1)
})
