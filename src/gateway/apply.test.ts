// Documents are applied on their own; what cannot be waits for a person, can be corrected, run again, or answered.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, openExchange, post, said855 } from '../../test/exchange.ts'
import { read824, readInterchanges } from '../x12/index.ts'
import { sayable } from './sayable.ts'

let exchange: Exchange
let control = 0

beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())

interface Doc {
  id: string
  status: string
  reason: string | null
  interchange_id: string
}

async function send(orders: string[]): Promise<Doc[]> {
  control += 1
  const answer = await post(exchange, said855({ control, orders }))
  await exchange.work()
  return await documentsIn(answer.json().messages[0].id)
}
const documentsIn = (interchangeId: string) =>
  exchange.rows<Doc>(`select * from documents where interchange_id = $1 order by set_index`, [interchangeId])
const statusOf = async (id: string) =>
  (await exchange.rows<{ status: string }>(`select status from interchanges where id = $1`, [id]))[0]?.status
const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
  exchange.app.inject({ method, url, ...(payload ? { payload } : {}) })
const one = (docs: Doc[]): Doc => {
  const [doc] = docs
  if (!doc) throw new Error('no document')
  return doc
}

test('one bad order delays no other, and what it wrote is undone', async () => {
  const docs = await send(['PO1', 'XX1', 'PO2'])
  expect(docs.map(doc => doc.status)).toEqual(['applied', 'needs-attention', 'applied'])
  expect(docs[1]?.reason).toBe('There is no order XX1.')
  expect(await exchange.effects()).toEqual(['PO1', 'PO2'])
  expect(await statusOf(one(docs).interchange_id)).toBe('needs-attention')
})

test('many documents are applied by work of their own, and the 997 does not wait for them', async () => {
  control += 1
  const answer = await post(exchange, said855({ control, orders: ['PO11', 'PO12', 'PO13', 'PO14', 'PO15'] }))
  await exchange.work(kind => kind === 'interchange.process')
  const [message] = answer.json().messages
  expect((await documentsIn(message.id)).map(doc => doc.status)).toEqual(Array(5).fill('accepted'))
  expect(await statusOf(message.id)).toBe('answered')
  const [{ n } = { n: 0 }] = await exchange.rows<{ n: number }>(
    `select count(*)::int as n from interchanges where direction = 'out' and related_id = $1`,
    [message.id],
  )
  expect(n).toBe(1)
  await exchange.work()
  expect((await documentsIn(message.id)).map(doc => doc.status)).toEqual(Array(5).fill('applied'))
  expect(await statusOf(message.id)).toBe('applied')
})

test('what throws is tried again, and at last waits for a person; the 997 has long gone', async () => {
  const [doc] = await send(['BOOM'])
  expect(doc?.status).toBe('accepted')
  for (let i = 0; i < 8; i++) {
    await exchange.rows(`update work set due_at = kernel.now() where done_at is null and failed_at is null`)
    await exchange.work()
  }
  const [after] = await documentsIn(doc?.interchange_id ?? '')
  expect(after).toMatchObject({ status: 'needs-attention' })
  expect(after?.reason).toContain('the business broke')
  expect(await exchange.effects()).not.toContain('BOOM')
})

test('interchanges that wait together are read together, and the one that throws keeps no other back', async () => {
  const ids: string[] = []
  for (const order of ['PO61', 'BOOM', 'XX3', 'PO62']) {
    control += 1
    ids.push((await post(exchange, said855({ control, orders: [order] }))).json().messages[0].id)
  }
  await exchange.work(kind => kind === 'interchange.process')
  const docs = await Promise.all(ids.map(documentsIn))
  expect(docs.map(([doc]) => doc?.status)).toEqual(['applied', 'accepted', 'needs-attention', 'applied'])
  expect((await exchange.effects()).slice(-2)).toEqual(['PO61', 'PO62'])
  const answers = await exchange.rows<{ control: string }>(
    `select control from interchanges where direction = 'out' and related_id = any($1) order by control`,
    [ids],
  )
  const [first] = answers.map(one => Number(one.control))
  expect(answers.map(one => Number(one.control))).toEqual([0, 1, 2, 3].map(i => Number(first) + i))
})

test('a correction is a copy: what came stays, the copy is applied', async () => {
  const doc = one(await send(['YY7']))
  const { text } = (await ask('GET', `/api/documents/${doc.id}/text`)).json()
  expect(text).toContain('BAK*00*AD*YY7')
  const fix = (text: string, note: string) => ask('POST', `/api/documents/${doc.id}/fix`, { text, note })
  const broken = await fix(text.replace('AD*YY7', 'Q9*PO7').replace('ACK*IA', 'ACK*QQ'), 'Mistyped.')
  expect(broken.statusCode).toBe(409)
  const wrong = broken.json().refusals.map((one: { where: string }) => one.where)
  expect(wrong).toEqual(['segment 2 BAK', 'segment 4 ACK'])
  expect((await fix(text.replace('YY7', 'PO7'), ' ')).statusCode).toBe(400)
  const fixed = await ask('POST', `/api/documents/${doc.id}/fix`, {
    text: text.replace('YY7', 'PO7'),
    note: 'Mistyped.',
    otherNumber: true,
  })
  expect(fixed.statusCode).toBe(204)
  await exchange.work()
  expect(one(await documentsIn(doc.interchange_id)).status).toBe('applied')
  expect(await exchange.effects()).toContain('PO7')
  const raw = await ask('GET', `/api/interchanges/${doc.interchange_id}/raw`)
  expect(raw.body).toContain('YY7')
  const shown = (await ask('GET', `/api/interchanges/${doc.interchange_id}`)).json()
  expect(shown.documents).toMatchObject([{ status: 'applied', corrected: true }])
})

test('a copy about another order than what came is asked about first; the next correction begins from the last one', async () => {
  const doc = one(await send(['YY9']))
  const url = `/api/documents/${doc.id}`
  const { text, note } = (await ask('GET', `${url}/text`)).json()
  expect(note).toBeNull()
  const mended = text.replace('YY9', 'ZZ9')
  const asked = await ask('POST', `${url}/fix`, { text: mended, note: 'Mistyped.' })
  expect(asked.json()).toMatchObject({ code: 'other-number', detail: expect.stringMatching(/“YY9”.*“ZZ9”/) })
  await ask('POST', `${url}/fix`, { text: mended, note: 'Mistyped.', otherNumber: true })
  await exchange.work()
  expect((await ask('GET', `${url}/text`)).json()).toEqual({ text: mended, edited: true, note: 'Mistyped.' })
  // About the same order as the copy before it: that was said once.
  expect((await ask('POST', `${url}/fix`, { text: mended, note: 'Once more.' })).statusCode).toBe(204)
})

test('a corrected copy is shown to both sides beside what came, and history names who sent it and who corrected it', async () => {
  const doc = one(await send(['YY8']))
  const { text } = (await ask('GET', `/api/documents/${doc.id}/text`)).json()
  expect((await ask('GET', `/api/documents/${doc.id}/correction`)).statusCode).toBe(404)
  const mended = text.replace('YY8', 'PO8').replace('CTT*1', 'N9*ZZ*7~\nCTT*1').replace('SE*6', 'SE*7')
  await ask('POST', `/api/documents/${doc.id}/fix`, {
    ...{ text: mended, note: 'The order number was mistyped.', otherNumber: true },
  })
  await exchange.work()
  const shownTo = async (orgId: string) => {
    exchange.operator.orgId = orgId
    const answer = (await ask('GET', `/api/documents/${doc.id}/correction`)).json()
    exchange.operator.orgId = exchange.buyer.orgId
    return answer
  }
  const shown = await shownTo(exchange.buyer.orgId)
  expect(shown).toMatchObject({ by: 'Oscar Operator', note: 'The order number was mistyped.' })
  expect(shown.lines.filter((line: { how: string }) => line.how !== 'same')).toMatchObject([
    { how: 'changed', raw: 'BAK*00*AD*PO8*20260302', before: 'BAK*00*AD*YY8*20260302' },
    { how: 'added', raw: 'N9*ZZ*7', elements: [{ ref: 'N901' }, { ref: 'N902' }] },
    { how: 'changed', raw: 'SE*7*0001', before: 'SE*6*0001' },
  ])
  expect(await shownTo(exchange.supplier.orgId)).toEqual(shown)
  const [said] = await exchange.rows<{ actor_name: string }>(
    `select actor_name from events where type = 'test.answered' and subject_id = $1`,
    [doc.id],
  )
  expect(said?.actor_name).toBe('Nordlicht Antriebe (X12), corrected by Oscar Operator')
})

test('run again after the cause is gone', async () => {
  await exchange.agree({ documents: { order: '850', answer: 'portal', forecast: 'portal', commit: 'none' } })
  const doc = one(await send(['PO21']))
  expect(doc.status).toBe('needs-attention')
  expect(doc.reason).toContain('not agreed')
  await exchange.agree({ documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' } })
  expect((await ask('POST', `/api/documents/${doc.id}/rerun`)).statusCode).toBe(204)
  await exchange.work()
  expect(one(await documentsIn(doc.interchange_id)).status).toBe('applied')
  expect((await ask('POST', `/api/documents/${doc.id}/rerun`)).statusCode).toBe(409)
})

test('history says who ran it again and when, and what Pullwire did of itself, when it did it', async () => {
  await exchange.agree({ documents: { order: '850', answer: 'portal', forecast: 'portal', commit: 'none' } })
  const doc = one(await send(['PO22']))
  await exchange.agree({ documents: { order: '850', answer: '855', forecast: 'portal', commit: 'none' } })
  await exchange.rows(`update interchanges set at = at - interval '1 hour' where id = $1`, [doc.interchange_id])
  const pressed = new Date()
  await ask('POST', `/api/documents/${doc.id}/rerun`)
  await exchange.work()
  const page = (await ask('GET', `/api/interchanges/${doc.interchange_id}`)).json()
  const told = page.history.map(({ type, actor }: { type: string; actor: string }) => [type, actor])
  expect(told).toEqual([
    ['interchange.received', 'Nordlicht Antriebe (X12)'],
    ['interchange.read', 'Pullwire'],
    ['document.needs-attention', 'Pullwire'],
    ['document.run-again', 'Oscar Operator'],
    ['document.applied', 'Pullwire'],
  ])
  for (const { at } of page.history.slice(-2))
    expect(new Date(at).getTime()).toBeGreaterThan(pressed.getTime() - 60_000)
})

test('what the business refuses is shown at the segment that says it, until a person has dealt with it', async () => {
  const doc = one(await send(['ZZ31']))
  const found = async () => (await ask('GET', `/api/interchanges/${doc.interchange_id}/findings`)).json()
  // ISA, GS and ST stand before BAK.
  const finding = { severity: 'error', text: 'There is no order ZZ31.', position: 2, line: 3, who: 'receiver' }
  expect(await found()).toMatchObject({ total: 1, errors: 1, findings: [finding] })
  await ask('POST', `/api/documents/${doc.id}/close`, { note: 'settled by phone' })
  expect(await found()).toMatchObject({ total: 0, errors: 0, findings: [] })
})

test('an 824 goes out in words when the operator says so', async () => {
  const doc = one(await send(['ZZ9']))
  const answer = await ask('POST', `/api/documents/${doc.id}/answer-824`, { text: 'Order ZZ9 is not known here.' })
  expect(answer.statusCode).toBe(204)
  const [sent] = await exchange.rows<{ bytes: Buffer }>(
    `select i.bytes from interchanges i join documents d on d.interchange_id = i.id where d.set_id = '824'`,
  )
  const [set] = readInterchanges(sent?.bytes ?? Buffer.alloc(0)).interchanges[0]?.groups[0]?.sets ?? []
  expect(set && read824(set)).toMatchObject({
    documents: [{ verdict: 'TR', setId: '855', errors: [{ text: 'Order ZZ9 is not known here.' }] }],
  })
  expect(one(await documentsIn(doc.interchange_id)).status).toBe('closed')
})

test('an 824 that holds what X12 cannot is refused by the letter, with what to write instead', async () => {
  const doc = one(await send(['ZZ11']))
  const advise = (text: string) => ask('POST', `/api/documents/${doc.id}/answer-824`, { text })
  const umlaut = await advise('Bitte prüfen')
  expect(umlaut.statusCode).toBe(409)
  expect(umlaut.json().detail).toBe('“ü” is not among the characters of X12. Write “ue”: “Bitte pruefen”')
  expect((await advise('One ~ two * drei')).json().detail).toBe(
    '“*” separates elements, so no words can hold it. Write “One two drei”',
  )
  const page = (await ask('GET', `/api/interchanges/${doc.interchange_id}`)).json()
  expect(sayable('☃ Größe ~ 5 > 4', page.separators)).toBe('Groesse 5 4')
  expect((await advise('  ')).statusCode).toBe(400)
  expect((await advise('Bitte pruefen')).statusCode).toBe(204)
})

test('what is advised on by 824 is off the list, and nothing else can be advised on', async () => {
  const [taken, waits] = await send(['PO23', 'ZZ10'])
  const interchangeId = waits?.interchange_id ?? ''
  expect(await statusOf(interchangeId)).toBe('needs-attention')
  const advise = (id = '') => ask('POST', `/api/documents/${id}/answer-824`, { text: 'It is not known here.' })
  expect((await advise(taken?.id)).statusCode).toBe(409)
  expect((await advise(waits?.id)).statusCode).toBe(204)
  expect(await statusOf(interchangeId)).toBe('applied')
  expect((await advise(waits?.id)).statusCode).toBe(409)
})

async function unread(): Promise<string> {
  control += 1
  const id: string = (await post(exchange, said855({ control, orders: [`PO24-${control}`] }))).json().messages[0].id
  const why = `alter table documents add constraint broken check (interchange_id <> '${id}')`
  await exchange.rows(why)
  for (let i = 0; i < 8; i++) {
    await exchange.rows(`update work set due_at = kernel.now() where done_at is null and failed_at is null`)
    await exchange.work()
  }
  await exchange.rows(`alter table documents drop constraint broken`)
  return id
}
const listed = async () =>
  (await ask('GET', '/api/attention')).json().rows.map((row: { id: string }) => row.id) as string[]

test('what could not be read is told, and read once more when a person says so', async () => {
  const id = await unread()
  expect(await statusOf(id)).toBe('needs-attention')
  expect(await listed()).toContain(id)
  const [fact] = await exchange.rows<{ data: { reason: string } }>(
    `select data from events where type = 'interchange.needs-attention' and subject_id = $1`,
    [id],
  )
  expect(fact?.data.reason).toContain('Reading it failed again and again')
  const page = (await ask('GET', `/api/gateway/partners/${exchange.relationship.id}`)).json()
  expect(page.lastError).toMatchObject({ interchangeId: id })
  expect((await ask('POST', `/api/interchanges/${id}/run-again`)).statusCode).toBe(204)
  await exchange.work()
  expect(await statusOf(id)).toBe('applied')
  expect((await ask('POST', `/api/interchanges/${id}/run-again`)).statusCode).toBe(409)
})

test('what could not be read can be left as it is, and is off the list', async () => {
  const id = await unread()
  expect((await ask('POST', `/api/interchanges/${id}/dismiss`, { note: 'A drill.' })).statusCode).toBe(204)
  expect(await listed()).not.toContain(id)
})

test('each of many documents is applied from its own bytes, whatever stands around it', async () => {
  control += 1
  const orders = Array.from({ length: 6 }, (_, i) => `PO25${i}`)
  const text = said855({ control, orders }).toString().replace('PO253*20260302~', 'PO253*20260302****Zürich~')
  const wrapped = said855({ control: ++control, orders: orders.map(order => `${order}W`) })
  await post(exchange, Buffer.from(text))
  await post(
    exchange,
    Buffer.from(
      (
        wrapped
          .toString()
          .replaceAll('\n', '')
          .match(/.{1,80}/g) ?? []
      ).join('\r\n'),
    ),
  )
  await exchange.work()
  const effects = await exchange.effects()
  for (const order of orders) {
    expect(effects.filter(one => one === order)).toHaveLength(1)
    expect(effects.filter(one => one === `${order}W`)).toHaveLength(1)
  }
})

test('an error far behind in a long interchange is shown at its segment', async () => {
  control += 1
  const orders = Array.from({ length: 400 }, (_, i) => `PO26-${i}`)
  const text = said855({ control, orders }).toString()
  const at = text.lastIndexOf('ACK*IA')
  const id = (await post(exchange, `${text.slice(0, at)}ACK*QQ${text.slice(at + 6)}`)).json().messages[0].id
  await exchange.work(kind => kind === 'interchange.process')
  await exchange.rows(`update work set done_at = kernel.now() where kind = 'document.apply' and done_at is null`)
  const { findings, total, errors } = (await ask('GET', `/api/interchanges/${id}/findings`)).json()
  expect(findings).toMatchObject([{ tag: 'ACK', element: 1, value: 'QQ', line: 2_399 }])
  expect({ total, errors }).toEqual({ total: 1, errors: 1 })
  const there = (await ask('GET', `/api/interchanges/${id}/segments?from=2398&count=3`)).json()
  expect(there).toMatchObject({ total: 2_404, from: 2_398, segments: [{ tag: 'PO1' }, { tag: 'ACK' }, { tag: 'CTT' }] })
  expect(there.segments[1]).toMatchObject({ position: 4, loop: 'PO1/ACK', raw: 'ACK*QQ*120*EA*067*20260309' })
  expect((await ask('GET', `/api/interchanges/${id}/segments?count=201`)).statusCode).toBe(400)
})

test('segments are asked for once: the second time the browser hears that nothing changed', async () => {
  const doc = one(await send(['VV7']))
  const url = `/api/interchanges/${doc.interchange_id}/segments`
  const { headers, statusCode } = await exchange.app.inject({ method: 'GET', url })
  expect({ statusCode, caching: headers['cache-control'] }).toEqual({ statusCode: 200, caching: 'private, no-cache' })
  const again = await exchange.app.inject({ method: 'GET', url, headers: { 'if-none-match': headers.etag } })
  expect({ statusCode: again.statusCode, body: again.body }).toEqual({ statusCode: 304, body: '' })
})

test('a text is found wherever it stands, and a segment by its name', async () => {
  const doc = one(await send(['VV8', 'VV9']))
  const search = async (text: string) =>
    (await ask('GET', `/api/interchanges/${doc.interchange_id}/search?text=${text}`)).json()
  expect(await search('vv9')).toEqual({ total: 1, lines: [9] })
  expect(await search('hub-36')).toEqual({ total: 2, lines: [4, 10] })
  expect((await search('interchange%20header')).lines).toEqual([0])
  expect(await search('nothing-of-it')).toEqual({ total: 0, lines: [] })
  exchange.operator.orgId = randomUUID()
  const foreign = await ask('GET', `/api/interchanges/${doc.interchange_id}/search?text=VV9`)
  exchange.operator.orgId = exchange.buyer.orgId
  expect(foreign.statusCode).toBe(404)
})

test('a person closes what needs nothing more', async () => {
  const doc = one(await send(['WW1']))
  expect((await ask('POST', `/api/documents/${doc.id}/close`, { note: 'A drill.' })).statusCode).toBe(204)
  expect(one(await documentsIn(doc.interchange_id))).toMatchObject({ status: 'closed', reason: 'A drill.' })
  expect(await statusOf(doc.interchange_id)).toBe('applied')
})

test('a held interchange is released by a person, and then applied', async () => {
  await send(['PO31'])
  const held = (await post(exchange, said855({ control, orders: ['PO32'] }))).json().messages[0]
  await exchange.work()
  expect(await exchange.effects()).not.toContain('PO32')
  const list = (await ask('GET', '/api/attention')).json()
  expect(list.rows.map((row: { id: string }) => row.id)).toContain(held.id)
  expect(
    (await ask('POST', `/api/interchanges/${held.id}/release`, { note: 'Their numbers began anew.' })).statusCode,
  ).toBe(204)
  await exchange.work()
  expect(await statusOf(held.id)).toBe('applied')
  expect(await exchange.effects()).toContain('PO32')
})

test('pages: the list, one interchange in words, what needs attention', async () => {
  const doc = one(await send(['VV1']))
  const list = (await ask('GET', '/api/interchanges?direction=in&set=855&status=needs-attention&sort=-at')).json()
  expect(list.rows[0]).toMatchObject({ id: doc.interchange_id, validated: 'valid', documents: [{ setId: '855' }] })
  expect((await ask('GET', '/api/interchanges?search=PO31')).json().total).toBe(1)
  const page = (await ask('GET', `/api/interchanges/${doc.interchange_id}`)).json()
  const { segments } = (await ask('GET', `/api/interchanges/${doc.interchange_id}/segments`)).json()
  expect(segments.map((one: { tag: string }) => one.tag)).toEqual([
    'ISA',
    'GS',
    'ST',
    'BAK',
    'PO1',
    'ACK',
    'CTT',
    'SE',
    'GE',
    'IEA',
  ])
  expect(page.related).toMatchObject([{ how: 'answered-by', setIds: ['997'] }])
  expect(page.history.map((one: { type: string }) => one.type)).toContain('document.needs-attention')
  const attention = (await ask('GET', '/api/attention?set=855')).json()
  expect(attention.rows[0]).toMatchObject({ id: doc.id, reason: 'There is no order VV1.' })
})

test('a set in error shows each error at its segment', async () => {
  control += 1
  const wrong = said855({ control, orders: ['PO41'] })
    .toString()
    .replace('ACK*IA*120*EA', 'ACK*QQ*120*EA')
  const id = (await post(exchange, wrong)).json().messages[0].id
  await exchange.work()
  const page = (await ask('GET', `/api/interchanges/${id}`)).json()
  const { findings } = (await ask('GET', `/api/interchanges/${id}/findings`)).json()
  expect(findings).toMatchObject([{ severity: 'error', tag: 'ACK', element: 1, value: 'QQ', who: 'sender', line: 5 }])
  expect(page.interchange).toMatchObject({ status: 'rejected', validated: 'invalid' })
})

test('a partner’s page: ids, URLs, samples valid by our own reader, the last error', async () => {
  const page = (await ask('GET', `/api/gateway/partners/${exchange.relationship.id}`)).json()
  expect(page.urls.post).toBe('https://portal.example/edi/v1/interchanges')
  expect(page.samples.map((one: { setId: string }) => one.setId)).toEqual([
    ...['850', '855', '997', '997', '824', '824'],
  ])
  expect(page.lastError.text).not.toBe('')
})

test('every sample that a partner sends is taken as it stands, one after the other, and changes nothing', async () => {
  const { samples } = (await ask('GET', `/api/gateway/partners/${exchange.relationship.id}`)).json()
  const theirs = samples.filter((one: { direction: string }) => one.direction === 'in')
  const answers = []
  for (const { text } of theirs) answers.push(await post(exchange, text))
  expect(answers.map(answer => [answer.statusCode, answer.json().messages[0].status])).toEqual(
    theirs.map(() => [202, 'received']),
  )
  await exchange.work()
  for (const answer of answers) expect(await statusOf(answer.json().messages[0].id)).toBe('test')
})
