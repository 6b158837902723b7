// A document that names several things stands on the page of each, and on no other once its copy names no more.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, openExchange, post, said855 } from '../../test/exchange.ts'
import { sure } from '../kernel/errors.ts'
import { loops } from '../x12/index.ts'
import { oneByOne } from './index.ts'
import { documentsOf } from './queries.ts'

const ids = new Map<string, string>()
const idOf = (name: string) => ids.get(name) ?? sure(ids.set(name, randomUUID()).get(name))

/** A business that reads several orders where one is written, and knows none that begins with X. */
const answered = oneByOne(async (_tx, { set, group }) => {
  const said = loops(set, group).first('BAK')?.el(3) ?? ''
  const [label = '', ...more] = said.split('.')
  const subject = { kind: 'order', id: idOf(label), label, also: more.map(idOf) }
  return said.includes('X') ? { needsAttention: 'It waits for a person.', subject } : { applied: true, subject }
})

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange({ inbound: { '855': answered } })
})
afterAll(() => exchange.close())

let control = 0
async function send(orders: string[]): Promise<void> {
  control += 1
  await post(exchange, said855({ control, orders }))
  await exchange.work()
}
/** What stands on the page of each. */
async function pages(...names: string[]) {
  const shown: [string, string][][] = []
  for (const name of names) {
    const answer = await exchange.app.inject({ method: 'GET', url: `/api/documents?subjectId=${idOf(name)}` })
    shown.push(answer.json().rows.map((row: { id: string; status: string; label: string }) => [row.label, row.status]))
  }
  return shown
}

test('each names its own, applied at once or by work of its own', async () => {
  await send(['A1.A2', 'B1'])
  await send(['C1.C2.C3', 'D1.A2', 'E1', 'F1'])
  expect(await pages('A1', 'A2', 'B1', 'C3', 'F1')).toEqual([
    [['A1', 'applied']],
    [
      ['A1', 'applied'],
      ['D1', 'applied'],
    ],
    [['B1', 'applied']],
    [['C1', 'applied']],
    [['F1', 'applied']],
  ])
})

test('run again it stands where it stood; corrected, where its copy says', async () => {
  await send(['X1.X2.X3'])
  const waits = [['X1', 'needs-attention']]
  expect(await pages('X1', 'X2', 'X3')).toEqual([waits, waits, waits])
  const [{ id } = { id: '' }] = await exchange.rows<{ id: string }>(
    `select id from documents where subject_label = 'X1'`,
  )
  const url = `/api/documents/${id}`
  await exchange.app.inject({ method: 'POST', url: `${url}/rerun` })
  await exchange.work()
  expect(await pages('X1', 'X2', 'X3')).toEqual([waits, waits, waits])
  const { text } = (await exchange.app.inject({ method: 'GET', url: `${url}/text` })).json()
  const payload = { text: text.replace('X1.X2.X3', 'K1.K2'), note: 'Mistyped.', otherNumber: true }
  await exchange.app.inject({ method: 'POST', url: `${url}/fix`, payload })
  await exchange.work()
  const applied = [['K1', 'applied']]
  expect(await pages('X1', 'X2', 'X3', 'K1', 'K2')).toEqual([[], [], [], applied, applied])
})

test('a page reads its own documents, however many there are beside them', async () => {
  await send(['G1.G2'])
  await exchange.rows(
    `insert into documents (id, buyer_id, supplier_id, direction, set_id, functional_id, status, subject_id)
     select uuidv7(), buyer_id, supplier_id, 'in', '856', 'SH', 'applied', uuidv7()
       from relationships cross join generate_series(1, 20000)`,
  )
  await exchange.rows(
    `insert into further_subjects (buyer_id, supplier_id, document_id, subject_id)
     select buyer_id, supplier_id, id, uuidv7() from documents where set_id = '856'`,
  )
  await exchange.rows('vacuum analyze documents, further_subjects')
  const read = sql`select sum(seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables
    where relname in ('documents', 'further_subjects')`
  const touched = await exchange.web.withTenant(exchange.buyer, async tx => {
    const before = sure((await tx.execute<{ n: number }>(read)).rows[0]).n
    expect((await documentsOf(tx, idOf('G2'))).map(({ label }) => label)).toEqual(['G1'])
    return sure((await tx.execute<{ n: number }>(read)).rows[0]).n - before
  })
  expect(touched).toBeLessThan(20)
})
