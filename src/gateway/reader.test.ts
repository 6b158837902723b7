// Long interchanges are read in threads of their own, and come to the same as short ones read here.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, openExchange, post, said855 } from '../../test/exchange.ts'
import { judgeInterchange, readInterchanges, write997 } from '../x12/index.ts'
import { framed, judging, largeBytes, looking } from './reader.ts'

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())

const envelope = {
  ...{ senderQualifier: 'ZZ', senderId: 'US', receiverQualifier: 'ZZ', receiverId: 'THEM' },
  ...{ gsSender: 'US', gsReceiver: 'THEM', interchangeControl: '000000001', groupControl: '1' },
  ...{ usage: 'P' as const, version: '004010', date: '20260302', time: '0930', ackRequested: false },
}

test.each(['855/accept-with-date', '830/weekly-forecast', 'regressions/header-of-wrong-width'])(
  '%s is judged apart as it is here, and gets the same 997',
  async path => {
    const bytes = readFileSync(`edi-samples/${path}/in.edi`)
    const [interchange] = readInterchanges(bytes).interchanges
    if (!interchange) throw new Error('unreadable')
    const here = judgeInterchange(interchange)
    const apart = await judging.ask('judge', bytes, {})
    expect(apart?.judgment).toMatchObject({ ta1: here.ta1, accepted: here.accepted, findings: here.findings })
    expect(apart?.judgment.groups.map(one => write997(one, envelope)?.toString())).toEqual(
      here.groups.map(one => write997(one, envelope)?.toString()),
    )
    for (const group of apart?.judgment.groups ?? []) {
      expect(group.sets.map(({ findings }) => findings)).toEqual(
        here.groups.find(one => one.group.gs.control === group.group.gs.control)?.sets.map(({ findings }) => findings),
      )
      expect(group.sets.every(({ set }) => set.segments.length === 0)).toBe(true)
    }
  },
)

test('a question that fails is told to whoever asked, and the next is answered', async () => {
  const nonsense = undefined as unknown as { outline: never; text: string; max: number }
  await expect(looking.ask('search', Buffer.from('x'), nonsense)).rejects.toThrow('outline')
  expect((await looking.ask('frame', said855())).interchanges).toHaveLength(1)
})

/** An 855 with so many lines that it is read apart. */
function long855(control: number, orders: string[], items = 6_000): Buffer {
  const text = said855({ control, orders }).toString()
  const lines = Array.from({ length: items }, () => 'PO1*1*120*EA***BP*HUB-36~\nACK*IA*120*EA*067*20260309~\n').join('')
  const at = text.lastIndexOf('CTT*1')
  const count = 6 + 2 * items
  const bytes = Buffer.from(
    text.slice(0, at) +
      lines +
      text
        .slice(at)
        .replace(/CTT\*1/, `CTT*${items + 1}`)
        .replace(/SE\*6/, `SE*${count}`),
  )
  expect(bytes.length).toBeGreaterThan(largeBytes)
  return bytes
}

interface Doc {
  status: string
  reason: string | null
  findings: { text: string }[]
}
const documentsOf = (id: string) =>
  exchange.rows<Doc>(`select * from documents where interchange_id = $1 order by set_index`, [id])

test('a long interchange is answered and applied like any other, each document from its own bytes', async () => {
  const sent = (await post(exchange, long855(9_001, ['PO90', 'PO91']))).json().messages[0]
  const [work] = await exchange.rows<{ data: object }>(`select data from work where key = $1`, [sent.id])
  expect(work?.data).toEqual({ size: 'large' })
  await exchange.work()
  expect((await documentsOf(sent.id)).map(({ status, reason }) => ({ status, reason }))).toEqual(
    Array(2).fill({ status: 'applied', reason: null }),
  )
  expect(await exchange.effects()).toEqual(['PO90', 'PO91'])
  const [answer] = await exchange.rows<{ bytes: Buffer }>(
    `select bytes from interchanges where direction = 'out' and related_id = $1`,
    [sent.id],
  )
  expect(answer?.bytes.toString()).toContain('AK9*A*2*2*2')
})

test('what is stored in pieces is stored byte for byte, and of the pieces nothing stays behind', async () => {
  const bytes = long855(9_010, ['UNKNOWN'], 100_000)
  const [sent] = (await post(exchange, bytes)).json().messages
  const [row] = await exchange.rows<{ stored: string; sha256: string }>(
    `select encode(sha256(bytes), 'hex') as stored, sha256 from interchanges where id = $1`,
    [sent.id],
  )
  expect(row?.stored).toBe(row?.sha256)
  expect(bytes.length).toBeGreaterThan(2 * 2 * 1024 * 1024)
  expect(await exchange.rows(`select oid from pg_largeobject_metadata`)).toEqual([])
})

test('many long ones of a partner wait for their turn, and a short one among them waits for none', async () => {
  const sendOne = async (bytes: Buffer) => (await post(exchange, bytes)).json().messages[0].id as string
  const first = await sendOne(long855(9_002, ['PO92']))
  const short = await sendOne(said855({ control: 9_003, orders: ['PO93'] }))
  const second = await sendOne(long855(9_004, ['PO94']))
  await exchange.work()
  for (const id of [first, short, second]) expect((await documentsOf(id)).map(one => one.status)).toEqual(['applied'])
  expect(new Set(await exchange.effects())).toEqual(new Set(['PO90', 'PO91', 'PO92', 'PO93', 'PO94']))
})

test('what is wrong in a long interchange is found at its segment, and its page shows it', async () => {
  const bytes = long855(9_005, ['PO95'])
  const text = bytes.toString()
  const at = text.lastIndexOf('ACK*IA')
  const { id } = (await post(exchange, `${text.slice(0, at)}ACK*QQ${text.slice(at + 6)}`)).json().messages[0]
  await exchange.work()
  const ask = (path: string) => exchange.app.inject({ method: 'GET', url: `/api/interchanges/${id}/${path}` })
  const { findings } = (await ask('findings')).json()
  expect(findings).toMatchObject([{ value: 'QQ', element: 1 }])
  const { segments } = (await ask(`segments?from=${findings[0].line}&count=1`)).json()
  expect(segments).toMatchObject([{ tag: 'ACK', raw: 'ACK*QQ*120*EA*067*20260309' }])
  expect((await ask('search?text=ack*qq')).json()).toEqual({ total: 1, lines: [findings[0].line] })
})

test('bytes that are framed apart are framed as they are here', async () => {
  const bytes = Buffer.concat([long855(9_006, ['A']), said855({ control: 9_007 }), Buffer.from(randomUUID())])
  const here = readInterchanges(bytes)
  const apart = await framed(bytes)
  const placed = ({ interchanges }: typeof here) => interchanges.map(({ isa, offset, end }) => ({ isa, offset, end }))
  expect(placed(apart)).toEqual(placed(here))
  expect(apart.findings).toEqual(here.findings)
})
