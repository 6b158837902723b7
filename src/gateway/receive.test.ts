// What a partner sends is taken once, answered once, and the same way for ever.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Exchange, openExchange, post, said855, theirs } from '../../test/exchange.ts'
import { readInterchanges } from '../x12/index.ts'

let exchange: Exchange
let control = 0
const next = () => ++control

beforeAll(async () => {
  exchange = await openExchange()
})
afterAll(() => exchange.close())

interface Row {
  id: string
  status: string
  repeats: number
  reason: string | null
  related_id: string | null
}
const inbound = (number: number) =>
  exchange.rows<Row>(`select * from interchanges where direction = 'in' and control = $1 order by at`, [
    String(number).padStart(9, '0'),
  ])
const answersTo = (id: string) =>
  exchange.rows<{ id: string; bytes: Buffer; control: string; usage: string; delivery: string }>(
    `select * from interchanges where direction = 'out' and related_id = $1 order by control`,
    [id],
  )
const release = async (id: string | undefined) =>
  (
    await exchange.app.inject({
      method: 'POST',
      url: `/api/interchanges/${id}/release`,
      payload: { note: 'The id is theirs, too.' },
    })
  ).statusCode
const setsIn = (bytes: Buffer) =>
  readInterchanges(bytes).interchanges.flatMap(one => one.groups.flatMap(group => group.sets.map(set => set.id)))

test('an 855 is stored, answered by one 997 and applied', async () => {
  const number = next()
  const answer = await post(exchange, said855({ control: number, orders: ['PO1'] }))
  expect(answer.statusCode).toBe(202)
  const [message] = answer.json().messages
  expect(message).toMatchObject({ status: 'received', control: '000000001' })
  await exchange.work()
  const [row] = await inbound(number)
  expect(row).toMatchObject({ id: message.id, status: 'applied' })
  const answers = await answersTo(message.id)
  expect(answers.map(one => setsIn(one.bytes))).toEqual([['997']])
  expect(answers[0]?.bytes.toString()).toContain('AK9*A*1*1*1')
  expect(await exchange.effects()).toEqual(['PO1'])
})

test('the same bytes again get the same answer again and change nothing', async () => {
  const bytes = said855({ control: next(), orders: ['PO2'] })
  const first = await post(exchange, bytes)
  await exchange.work()
  const again = await post(exchange, bytes)
  await exchange.work()
  expect(again.body).toBe(first.body)
  expect(again.statusCode).toBe(first.statusCode)
  const [row, ...more] = await inbound(control)
  expect(more).toEqual([])
  expect(row?.repeats).toBe(1)
  expect(await answersTo(row?.id ?? '')).toHaveLength(1)
  expect((await exchange.effects()).filter(order => order === 'PO2')).toHaveLength(1)
})

test('a hundred identical at once: one effect, one 997, one answer for all', async () => {
  const bytes = said855({ control: next(), orders: ['PO100'] })
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(exchange, bytes)))
  expect(new Set(answers.map(one => `${one.statusCode} ${one.body}`)).size).toBe(1)
  expect(answers[0]?.statusCode).toBe(202)
  await exchange.work()
  const [row, ...more] = await inbound(control)
  expect(more).toEqual([])
  expect(row).toMatchObject({ status: 'applied', repeats: 99 })
  expect(await answersTo(row?.id ?? '')).toHaveLength(1)
  expect((await exchange.effects()).filter(order => order === 'PO100')).toHaveLength(1)
})

test('the same control number with other bytes is held, shown and never applied; a TA1 says so when asked', async () => {
  const number = next()
  const first = await post(exchange, said855({ control: number, orders: ['PO3'] }))
  const other = said855({ control: number, orders: ['PO4'], ackRequested: true })
  const held = await Promise.all(Array.from({ length: 20 }, () => post(exchange, other)))
  expect(new Set(held.map(one => `${one.statusCode} ${one.body}`)).size).toBe(1)
  expect(held[0]?.statusCode).toBe(409)
  const [message] = held[0]?.json().messages ?? []
  expect(message).toMatchObject({ status: 'held', conflictsWith: first.json().messages[0].id })
  await exchange.work()
  const rows = await inbound(number)
  expect(rows.map(row => row.status)).toEqual(['applied', 'held'])
  const answers = await answersTo(message.id)
  expect(answers).toHaveLength(1)
  expect(answers[0]?.bytes.toString()).toMatch(/TA1\*0+\d+\*\d+\*\d+\*R\*025/)
  expect(await exchange.effects()).not.toContain('PO4')
})

test('a key and ids that disagree: stored, held, 403 naming both', async () => {
  const answer = await post(exchange, said855({ control: next(), sender: 'SOMEBODY' }))
  expect(answer.statusCode).toBe(403)
  expect(answer.json().detail).toContain('ZZ:NORDLICHT')
  expect(answer.json().detail).toContain('ZZ:SOMEBODY')
  expect(answer.json().detail).toContain('Send ISA05 to ISA08 as agreed')
  await exchange.work()
  const [row] = await inbound(control)
  expect(row).toMatchObject({ status: 'held' })
  expect(await answersTo(row?.id ?? '')).toEqual([])
})

test('once its ids are agreed, what was held for them is taken, and the same bytes get that answer from then on', async () => {
  const bytes = said855({ control: next(), sender: 'SOMEBODY', orders: ['PO61'] })
  expect((await post(exchange, bytes)).statusCode).toBe(403)
  await exchange.agree({ their_identity: { ...theirs, id: 'SOMEBODY' } })
  const taken = await post(exchange, bytes)
  expect(taken.statusCode).toBe(202)
  await exchange.work()
  await exchange.rows(`update interchanges set delivery = 'delivered' where related_id = $1`, [
    taken.json().messages[0].id,
  ])
  const again = await post(exchange, bytes)
  expect(`${again.statusCode} ${again.body}`).toBe(`202 ${taken.body}`)
  expect(await answersTo(taken.json().messages[0].id)).toMatchObject([{ delivery: 'collectable' }])
  // Releasing the held one now would take the same answer twice.
  const [held] = await inbound(control)
  expect(held?.status).toBe('held')
  expect(await release(held?.id)).toBe(409)
  await exchange.agree({ their_identity: theirs })
  expect((await exchange.effects()).filter(order => order === 'PO61')).toHaveLength(1)
})

test('what a person released is taken: sent again once its ids are agreed, it is answered and applied no second time', async () => {
  const bytes = said855({ control: next(), sender: 'SOMEBODY', orders: ['PO62'] })
  const held = (await post(exchange, bytes)).json().messages[0]
  expect(await release(held.id)).toBe(204)
  await exchange.work()
  await exchange.agree({ their_identity: { ...theirs, id: 'SOMEBODY' } })
  const again = await post(exchange, bytes)
  await exchange.work()
  await exchange.agree({ their_identity: theirs })
  expect(again.statusCode).toBe(202)
  expect(again.json().messages).toMatchObject([{ id: held.id, status: 'received' }])
  expect(await inbound(control)).toHaveLength(1)
  expect(await answersTo(held.id)).toHaveLength(1)
  expect((await exchange.effects()).filter(order => order === 'PO62')).toHaveLength(1)
})

test('a NUL where an id should be is held like any id that is not theirs, and told in words', async () => {
  const bytes = said855({ control: next() }).toString('latin1').replace('NORDLICHT ', 'NORD\0ICHT ')
  const answer = await post(exchange, Buffer.from(bytes, 'latin1'))
  expect(answer.statusCode).toBe(403)
  expect(answer.json().detail).toContain('ZZ:NORDICHT')
  expect(await inbound(control)).toMatchObject([{ status: 'held' }])
})

test('what cannot be read is kept and held', async () => {
  const answer = await post(exchange, 'HELLO, THIS IS NOT X12', { 'content-type': 'text/plain' })
  expect(answer.statusCode).toBe(422)
  const [message] = answer.json().messages
  const [row] = await exchange.rows<{ bytes: Buffer; status: string }>(`select * from interchanges where id = $1`, [
    message.id,
  ])
  expect(row?.status).toBe('held')
  expect(row?.bytes.toString()).toBe('HELLO, THIS IS NOT X12')
  expect((await post(exchange, 'HELLO, THIS IS NOT X12')).body).toBe(answer.body)
})

test('a test interchange on a live relationship is answered as a test and never applied', async () => {
  const answer = await post(exchange, said855({ control: next(), usage: 'T', orders: ['PO5'] }))
  await exchange.work()
  const [row] = await inbound(control)
  expect(row).toMatchObject({ status: 'test' })
  const answers = await answersTo(answer.json().messages[0].id)
  expect(answers.map(one => one.usage)).toEqual(['T'])
  expect(await exchange.effects()).not.toContain('PO5')
})

test('a live interchange while the relationship is in test is answered and never applied', async () => {
  await exchange.agree({ usage: 'T' })
  await post(exchange, said855({ control: next(), orders: ['PO6'] }))
  await exchange.work()
  await exchange.agree({ usage: 'P' })
  expect((await inbound(control))[0]?.status).toBe('test')
  expect(await exchange.effects()).not.toContain('PO6')
})

test('several interchanges in one body are several messages, in their order', async () => {
  const [a, b] = [next(), next()]
  const body = Buffer.concat([said855({ control: a, orders: ['PO7'] }), said855({ control: b, orders: ['PO8'] })])
  const answer = await post(exchange, body)
  expect(answer.json().messages.map((one: { control: string }) => Number(one.control))).toEqual([a, b])
  expect((await post(exchange, body)).body).toBe(answer.body)
})

test('of a burst each message gets its own receipt: what is held is refused, what is good beside it is applied', async () => {
  const numbers = Array.from({ length: 8 }, next)
  const [repeated = 0, foreign = 0] = numbers
  const burst = [
    ...numbers.map(number => said855({ control: number, orders: [`PO-BURST-${number}`] })),
    Buffer.from('not X12 at all'),
    said855({ control: repeated, orders: ['OTHER'] }),
    said855({ control: next(), orders: ['OTHER'], sender: 'STRANGER' }),
    said855({ control: foreign, orders: [`PO-BURST-${foreign}`] }),
  ]
  const answers = await Promise.all(burst.map(bytes => post(exchange, bytes)))
  expect(answers.map(answer => answer.statusCode)).toEqual([...numbers.map(() => 202), 422, 409, 403, 202])
  expect(answers.at(-1)?.body).toBe(answers[1]?.body)
  await exchange.work()
  const applied = (await exchange.effects()).filter(order => order.startsWith('PO-BURST'))
  expect(applied.toSorted()).toEqual(numbers.map(number => `PO-BURST-${number}`).toSorted())
  expect(await exchange.effects()).not.toContain('OTHER')
})

test('an unknown or missing key opens nothing', async () => {
  const bytes = said855({ control: next() })
  expect((await post(exchange, bytes, { authorization: 'Bearer pwk_0000000000000000000000000000' })).statusCode).toBe(
    401,
  )
  expect((await post(exchange, bytes, { authorization: '' })).statusCode).toBe(401)
  expect(await inbound(control)).toEqual([])
})

test('what is too large is refused in words: the limit, what to do and who has to do it', async () => {
  const answer = await post(exchange, Buffer.alloc(20 * 1024 * 1024 + 1, 'x'))
  expect(answer.statusCode).toBe(413)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({ status: 413, code: 'too-large' })
  for (const word of ['20 MiB', 'split', 'folder', '128 MiB', 'sender']) expect(answer.json().detail).toContain(word)
})

test('X12 in a form is taken, and what stands around it is passed over', async () => {
  const bytes = said855({ control: next(), orders: ['PO22'] }).toString()
  const form = `--line\r\nContent-Disposition: form-data; name="file"; filename="a.edi"\r\n\r\n${bytes}\r\n--line--\r\n`
  const answer = await post(exchange, form, { 'content-type': 'multipart/form-data; boundary=line' })
  expect(answer.statusCode).toBe(202)
})

test('an empty body is refused, and nothing is kept of it', async () => {
  expect((await post(exchange, '')).statusCode).toBe(400)
})

test('an interchange refused as a whole waits for a person, unless a TA1 tells its sender', async () => {
  const broken = (ackRequested: boolean) => {
    const control = next()
    return said855({ control, orders: ['PO20'], ackRequested })
      .toString()
      .replace('IEA*1*', 'IEA*7*')
  }
  const [told, untold] = [await post(exchange, broken(true)), await post(exchange, broken(false))]
  await exchange.work()
  const idOf = (answer: typeof told) => answer.json().messages[0].id as string
  expect(await answersTo(idOf(told))).toHaveLength(1)
  const waiting = async () =>
    (await exchange.app.inject({ method: 'GET', url: '/api/attention' })).json().rows.map((row: Row) => row.id)
  expect(await waiting()).toContain(idOf(untold))
  expect(await waiting()).not.toContain(idOf(told))
  const dismissed = (id: string) =>
    exchange.app.inject({ method: 'POST', url: `/api/interchanges/${id}/dismiss`, payload: { note: 'Told by phone.' } })
  expect((await dismissed(idOf(untold))).statusCode).toBe(204)
  expect((await dismissed(idOf(told))).statusCode).toBe(409)
  expect(await waiting()).not.toContain(idOf(untold))
})

test('TA1s are never answered by a TA1, however broken they come and whatever was agreed', async () => {
  const number = String(next()).padStart(9, '0')
  const whole = said855({ control: Number(number), orders: ['PO21'], ackRequested: true }).toString()
  // Only TA1s between header and trailer, under a trailer of another number; then under a number that is known.
  const ta1s = (note: string, iea: string) =>
    `${whole.slice(0, whole.indexOf('GS*'))}TA1*000000001*260302*0910*A*${note}~IEA*0*${iea}~`
  await exchange.agree({ ta1_requested: true })
  const refused = (await post(exchange, ta1s('000', '999999999'))).json().messages[0].id
  const held = (await post(exchange, ta1s('001', number))).json().messages[0].id
  await exchange.work()
  await exchange.agree({ ta1_requested: false })
  expect((await inbound(Number(number))).map(row => row.status)).toEqual(['rejected', 'held'])
  expect([...(await answersTo(refused)), ...(await answersTo(held))]).toEqual([])
})

test('one set in error rejects that set only; the 997 says where', async () => {
  const good = said855({ control: next(), orders: ['PO9', 'PO10'] }).toString()
  const answer = await post(exchange, good.replace('PO10*20260302', 'PO10*20261399'))
  await exchange.work()
  const [sent] = await answersTo(answer.json().messages[0].id)
  expect(sent?.bytes.toString()).toContain('AK9*P*2*2*1')
  expect(sent?.bytes.toString()).toContain('AK4*4*373*8*20261399')
  expect(await exchange.effects()).toContain('PO9')
  expect(await exchange.effects()).not.toContain('PO10')
})

test('control numbers of what we write have no gaps', async () => {
  const rows = await exchange.rows<{ control: string }>(
    `select control from interchanges where direction = 'out' order by control`,
  )
  expect(rows.map(row => Number(row.control))).toEqual(rows.map((_, i) => i + 1))
})
