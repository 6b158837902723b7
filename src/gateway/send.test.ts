// What we send: written once, frozen, offered until it is confirmed, acknowledged by the partner's 997.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, envelope, newSubject, openExchange, ordered, post } from '../../test/exchange.ts'
import { judgeInterchange, readInterchanges, write997, writeBareInterchange } from '../x12/index.ts'
import { queueDocument } from './index.ts'

let exchange: Exchange
let control = 0

beforeAll(async () => {
  exchange = await openExchange({
    outbound: {
      '850': ordered,
      // A writer that says something its own guide refuses.
      '862': async () => ({ setId: '862', functionalId: 'SS', segments: [['BSS', '00', 'X']], label: 'X' }),
    },
  })
})
afterAll(() => exchange.close())

interface Doc {
  id: string
  status: string
  reason: string | null
  acknowledgment: string
  group_control: string | null
  interchange_id: string | null
}

async function queue(setId = '850'): Promise<string> {
  return await exchange.web.withTenant(exchange.buyer, tx =>
    queueDocument(tx, { setId, subject: newSubject(), relationship: exchange.relationship }),
  )
}
const doc = async (id: string): Promise<Doc> => {
  const [row] = await exchange.rows<Doc>(`select * from documents where id = $1`, [id])
  if (!row) throw new Error('no document')
  return row
}
const factsOf = async (id: string) =>
  (await exchange.rows<{ type: string }>(`select type from events where subject_id = $1 order by seq`, [id])).map(
    row => row.type,
  )
const edi = (method: 'GET' | 'POST', url: string) =>
  exchange.app.inject({ method, url, headers: { authorization: `Bearer ${exchange.key}` } })
const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
  exchange.app.inject({ method, url, ...(payload ? { payload } : {}) })
const waiting = async () =>
  (await edi('GET', '/edi/v1/outbox')).json().waiting as { id: string; set: string; sha256: string }[]
const bytesOf = async (id: string) =>
  (await exchange.rows<{ bytes: Buffer }>(`select bytes from interchanges where id = $1`, [id]))[0]?.bytes

/** The partner's 997 for one of our interchanges. */
async function acknowledge(id: string, change: (text: string) => string = text => text): Promise<void> {
  const [interchange] = readInterchanges((await bytesOf(id)) ?? Buffer.alloc(0)).interchanges
  const [group] = interchange ? judgeInterchange(interchange).groups : []
  control += 1
  const bytes = group && write997(group, envelope({ control }))
  await post(exchange, Buffer.from(change(Buffer.from(bytes ?? []).toString())))
  await exchange.work()
}

test('a document is written, collectable, offered until confirmed, then delivered', async () => {
  const id = await queue()
  expect((await doc(id)).status).toBe('queued')
  await exchange.work()
  const written = await doc(id)
  expect(written).toMatchObject({ status: 'written', acknowledgment: 'awaiting', group_control: '1' })
  expect(await factsOf(id)).toEqual(['document.queued', 'document.written', 'document.collectable'])
  const [entry] = await waiting()
  expect(entry).toMatchObject({ id: written.interchange_id, set: '850' })
  const first = await edi('GET', `/edi/v1/outbox/${entry?.id}`)
  const second = await edi('GET', `/edi/v1/outbox/${entry?.id}`)
  expect(first.rawPayload.equals(second.rawPayload)).toBe(true)
  expect(first.headers['content-type']).toContain('application/edi-x12')
  expect(await waiting()).toHaveLength(1)
  const confirmed = await edi('POST', `/edi/v1/outbox/${entry?.id}/confirm`)
  expect(confirmed.statusCode).toBe(200)
  expect((await edi('POST', `/edi/v1/outbox/${entry?.id}/confirm`)).body).toBe(confirmed.body)
  expect(await waiting()).toEqual([])
  expect(await factsOf(id)).toEqual([
    'document.queued',
    'document.written',
    'document.collectable',
    'document.delivered',
  ])
})

test('the partner’s 997 acknowledges; it is not answered', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  await acknowledge(interchange_id ?? '')
  expect(await doc(id)).toMatchObject({ acknowledgment: 'accepted', status: 'written' })
  expect(await factsOf(id)).toContain('document.acknowledged')
  expect((await waiting()).map(one => one.set)).not.toContain('997')
})

test('a 997 that refuses brings the document to a person, with the error in words', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  await acknowledge(interchange_id ?? '', text =>
    text
      .replace('AK5*A~', 'AK3*PO1*3**8~\nAK4*3*355*7*EA~\nAK5*R*5~')
      .replace('AK9*A*1*1*1', 'AK9*R*1*1*0')
      .replace(/SE\*\d+/, 'SE*8'),
  )
  const refused = await doc(id)
  expect(refused).toMatchObject({ acknowledgment: 'rejected', status: 'needs-attention' })
  expect(refused.reason).toContain('PO1')
  expect(refused.reason).toContain('EA')
})

test('a TA1 that refuses the interchange refuses what is in it', async () => {
  const id = await queue()
  await exchange.work()
  const [sent] = await exchange.rows<{ control: string }>(`select control from interchanges where id = $1`, [
    (await doc(id)).interchange_id,
  ])
  control += 1
  await post(
    exchange,
    Buffer.from(
      writeBareInterchange(envelope({ control }), [['TA1', sent?.control ?? '', '260302', '0930', 'R', '006']]),
    ),
  )
  await exchange.work()
  expect(await doc(id)).toMatchObject({ acknowledgment: 'rejected', status: 'needs-attention' })
  expect((await doc(id)).reason).toContain('because of this: sender id (TA1 note 006)')
})

test('a TA1 writes our number as its system does, and one for what we never sent waits for a person', async () => {
  const id = await queue()
  await exchange.work()
  const [sent] = await exchange.rows<{ control: string }>(`select control from interchanges where id = $1`, [
    (await doc(id)).interchange_id,
  ])
  const ta1 = async (number: string) => {
    control += 1
    const bytes = writeBareInterchange(envelope({ control }), [['TA1', 'NUMBER', '260302', '0930', 'R', '006']])
    const text = Buffer.from(bytes).toString().replace('NUMBER', number)
    const answer = await post(exchange, text)
    await exchange.work()
    const [row] = await exchange.rows<Doc>(`select * from interchanges where id = $1`, [answer.json().messages[0].id])
    return row
  }
  expect((await ta1(String(Number(sent?.control))))?.status).toBe('applied')
  expect(await doc(id)).toMatchObject({ acknowledgment: 'rejected' })
  const stray = await ta1('000004711')
  expect(stray).toMatchObject({ status: 'needs-attention' })
  expect(stray?.reason).toContain('4711')
})

test('a 997 for what we never sent waits for a person', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  await acknowledge(interchange_id ?? '', text => text.replace(/AK1\*PO\*\d+/, 'AK1*PO*4711'))
  const [row] = await exchange.rows<Doc>(
    `select * from documents where direction = 'in' order by created_at desc limit 1`,
  )
  expect(row).toMatchObject({ status: 'needs-attention' })
  expect(row?.reason).toContain('4711')
})

test('what our own reader refuses does not leave, and takes no control number', async () => {
  const before = await exchange.rows(`select kind, next from control_numbers order by kind`)
  const id = await queue('862')
  await exchange.work()
  expect(await doc(id)).toMatchObject({ status: 'needs-attention', interchange_id: null })
  expect((await doc(id)).reason).toMatch(
    /^It cannot be written\. .*[^.]\. The value comes from .*, then run this again\.$/,
  )
  expect(await exchange.rows(`select kind, next from control_numbers order by kind`)).toEqual(before)
})

test('what fails says in words which field of ours it is and who changes it; it leaves once that is done', async () => {
  await exchange.agree({ vendor_number: '1' })
  const id = await queue()
  await exchange.work()
  expect(await doc(id)).toMatchObject({ status: 'needs-attention', interchange_id: null })
  expect((await doc(id)).reason).toMatch(
    /^The vendor number "1" cannot stand in the 850: .* under Terms, then run this/,
  )
  await exchange.agree({ vendor_number: '10042' })
  expect((await ask('POST', `/api/documents/${id}/rerun`)).statusCode).toBe(204)
  await exchange.work()
  expect(await doc(id)).toMatchObject({ status: 'written', reason: null })
})

test('resend offers the same bytes; requeue writes anew under new numbers', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id, group_control } = await doc(id)
  await edi('POST', `/edi/v1/outbox/${interchange_id}/confirm`)
  const before = await bytesOf(interchange_id ?? '')
  expect((await ask('POST', `/api/interchanges/${interchange_id}/resend`)).statusCode).toBe(204)
  const again = (await waiting()).find(one => one.id === interchange_id)
  expect(again).toBeDefined()
  expect((await edi('GET', `/edi/v1/outbox/${again?.id}`)).rawPayload.equals(before ?? Buffer.alloc(0))).toBe(true)
  expect((await ask('POST', `/api/documents/${id}/requeue`)).statusCode).toBe(204)
  await exchange.work()
  expect((await doc(id)).status).toBe('closed')
  const [anew] = await exchange.rows<Doc>(
    `select * from documents where subject_id = (select subject_id from documents where id = $1) and id <> $1`,
    [id],
  )
  expect(anew?.status).toBe('written')
  expect(anew?.group_control).not.toBe(group_control)
})

test('what was written anew is not sent again beside its replacement, and leads to it', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  await edi('POST', `/edi/v1/outbox/${interchange_id}/confirm`)
  await ask('POST', `/api/documents/${id}/requeue`)
  await exchange.work()
  const again = await ask('POST', `/api/interchanges/${interchange_id}/resend`)
  expect([again.statusCode, again.json().detail]).toEqual([409, expect.stringContaining('written anew')])
  const [anew] = await exchange.rows<Doc>(
    `select * from documents where subject_id = (select subject_id from documents where id = $1) and id <> $1`,
    [id],
  )
  const page = (await ask('GET', `/api/interchanges/${interchange_id}`)).json()
  expect(page.may.resend).toContain('written anew')
  expect(page.related).toMatchObject([{ how: 'written-anew', id: anew?.interchange_id, setIds: ['850'] }])
})

test('what the partner refuses late stands among what waits since it was refused, not since it was written', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  await exchange.rows(`update documents set created_at = created_at - interval '1 day' where id = $1`, [id])
  await acknowledge(interchange_id ?? '', text =>
    text
      .replace('AK5*A~', 'AK3*PO1*3**8~\nAK4*3*355*7*EA~\nAK5*R*5~')
      .replace('AK9*A*1*1*1', 'AK9*R*1*1*0')
      .replace(/SE\*\d+/, 'SE*8'),
  )
  const { rows, total, yours } = (await ask('GET', '/api/attention')).json()
  expect(rows[0]).toMatchObject({ id })
  expect(yours).toBe(total)
})

test('what is written anew before anybody has it is withdrawn: the partner gets one of the two', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  expect((await waiting()).map(one => one.id)).toContain(interchange_id)
  expect((await ask('POST', `/api/documents/${id}/requeue`)).statusCode).toBe(204)
  await exchange.work()
  expect((await waiting()).map(one => one.id)).not.toContain(interchange_id)
  expect((await ask('POST', `/api/interchanges/${interchange_id}/resend`)).statusCode).toBe(409)
})

test('a document that nobody can write anew is not closed for it', async () => {
  const id = await queue()
  await exchange.work()
  await exchange.rows(`update documents set set_id = '824' where id = $1`, [id])
  expect((await ask('POST', `/api/documents/${id}/requeue`)).json().code).toBe('no-subject')
  expect((await doc(id)).status).toBe('written')
})

test('no number is missing, none is given twice', async () => {
  const rows = await exchange.rows<{ control: string }>(
    `select control from interchanges where direction = 'out' order by control`,
  )
  expect(rows.map(row => Number(row.control))).toEqual(rows.map((_, i) => i + 1))
})

test('another partner’s key sees and confirms nothing of it', async () => {
  const id = await queue()
  await exchange.work()
  const { interchange_id } = await doc(id)
  const stranger = { authorization: 'Bearer pwk_00000000000000000000000000000000' }
  for (const url of ['/edi/v1/outbox', `/edi/v1/outbox/${interchange_id}`])
    expect((await exchange.app.inject({ method: 'GET', url, headers: stranger })).statusCode).toBe(401)
  const unknown = '/edi/v1/outbox/0190f3a0-0000-7000-8000-000000000001'
  expect((await edi('GET', '/edi/v1/outbox/nonsense')).statusCode).toBe(404)
  expect((await edi('POST', '/edi/v1/outbox/nonsense/confirm')).statusCode).toBe(404)
  expect((await edi('GET', unknown)).statusCode).toBe(404)
  expect((await edi('POST', `${unknown}/confirm`)).statusCode).toBe(404)
})
