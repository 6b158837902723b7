// How a supplier is reached from the board: by its contact's telephone, and by the document once more; a call is noted.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade } from '../../test/clock-trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal } from '../kernel/errors.ts'
import { clockDetail } from './detail.ts'
import { noteCall } from './note-call.ts'
import { board, inboxDue } from './queries.ts'
import { stopClocks } from './stop.ts'

let world: ClockTrade
beforeAll(async () => {
  world = await openClockTrade({})
  await world.trade.owner.query(`update relationships set contact_phone = '+49 711 555 0100'`)
})
afterAll(() => world.trade.close())

const by = <T>(who: Caller, act: (tx: Tx) => Promise<T>) => world.trade.web.withTenant(who, act)

/** That something about it went out, in an interchange of its own; answers that. */
async function sent(subjectId: string, setId: string, status = 'applied', documentId: string = randomUUID()) {
  const { buyer, supplier, owner } = world.trade
  const id = randomUUID()
  await owner.query(
    `insert into interchanges (id, buyer_id, supplier_id, direction, transport, status, sender_qualifier, sender_id,
       receiver_qualifier, receiver_id, control, usage, sha256, bytes, at)
     values ($1, $2, $3, 'out', 'https', 'applied', 'ZZ', 'B', 'ZZ', 'S', '000000001', 'P', '', '', kernel.now())`,
    [id, buyer.orgId, supplier.orgId],
  )
  await owner.query(
    `insert into documents (id, buyer_id, supplier_id, direction, interchange_id, set_id, functional_id, status, subject_id)
     values ($1, $2, $3, 'out', $4, $5, 'PO', $6, $7)`,
    [documentId, buyer.orgId, supplier.orgId, id, setId, status, subjectId],
  )
  return id
}
const rowOf = async (id: string) => (await by(world.trade.buyer, tx => board(tx, {}))).rows.find(row => row.id === id)

it('the buyer reads whom to call and what could be sent again, the supplier neither', async () => {
  const { clockId, subjectId } = await world.start()
  expect(await rowOf(clockId)).toMatchObject({
    contact: { name: 'Mara Voss', phone: '+49 711 555 0100' },
    sentIn: null,
  })
  await sent(subjectId, '850')
  const later = await sent(subjectId, '850')
  await sent(subjectId, '997')
  await sent(subjectId, '850', 'closed')
  expect(await rowOf(clockId)).toMatchObject({ sentIn: later })
  const { rows } = await by(world.trade.supplier, tx => inboxDue(tx, {}))
  expect(rows.find(({ id }) => id === clockId)).toMatchObject({ contact: null, sentIn: null })
})

it('of a 997 that is waited for the document itself, and of a decision of our own nothing', async () => {
  const documentId = randomUUID()
  const subject = { kind: 'document', id: documentId }
  const waits = await world.start(undefined, { kind: 'acknowledgment', subject })
  const own = await world.start(undefined, { kind: 'decision', lines: [1] })
  const sentIn = await sent(randomUUID(), '830', 'applied', documentId)
  expect(await rowOf(waits.clockId)).toMatchObject({ sentIn })
  expect(await rowOf(own.clockId)).toMatchObject({ contact: null, sentIn: null })
})

it('of a ship notice whom to call, and no order to send once more: nothing that was sent asks for one', async () => {
  const answer = await world.start()
  const subject = { kind: 'order', id: answer.subjectId }
  const target = { shipNotice: { kind: 'before-delivery', days: 1, by: '16:00' } }
  await world.trade.owner.query('update relationships set targets = targets || $1', [JSON.stringify(target)])
  await world.start(undefined, { kind: 'ship-notice', subject, lines: [1], delivery: '2099-03-15' })
  const sentIn = await sent(answer.subjectId, '850')
  expect(await rowOf(answer.clockId)).toMatchObject({ sentIn })
  const { rows } = await by(world.trade.buyer, tx => board(tx, { kind: 'ship-notice' }))
  expect(rows).toMatchObject([{ contact: { name: 'Mara Voss' }, sentIn: null }])
})

it('a call that is noted stands in the history with who made it, for the buyer alone', async () => {
  const { clockId } = await world.start()
  expect(await by(world.trade.buyer, tx => noteCall(tx, clockId, ' Mara answers before noon. '))).toBeUndefined()
  const { history } = await by(world.trade.buyer, tx => clockDetail(tx, clockId))
  expect(history.filter(({ note }) => note !== null)).toMatchObject([
    { type: 'clock.called', actor: 'Anna Berg', note: 'Mara answers before noon.' },
  ])
  const theirs = await by(world.trade.supplier, tx => clockDetail(tx, clockId))
  expect(theirs.history.map(({ type }) => type)).toEqual(['clock.started'])
})

it('no call is noted about what is our own, or over', async () => {
  const codeOf = async (clockId: string) => {
    const said = await by(world.trade.buyer, tx => noteCall(tx, clockId, 'x'))
    return isRefusal(said) && said.code
  }
  const own = await world.start(undefined, { kind: 'decision', lines: [1] })
  expect(await codeOf(own.clockId)).toBe('call-own')
  const { clockId, subjectId } = await world.start()
  await by(world.trade.buyer, tx => stopClocks(tx, subjectId, ['order'], tx.now))
  expect(await codeOf(clockId)).toBe('call-not-now')
})
