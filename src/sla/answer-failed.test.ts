// A document that came in time and could not be applied: the clock runs on, both are told, and it may still count.
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ClockTrade, namesAlso, openClockTrade, past } from '../../test/clock-trade.ts'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { work } from '../kernel/tables.ts'
import { clockDetail } from './detail.ts'

let timed: ClockTrade
beforeAll(async () => {
  timed = await openClockTrade({ targets: { order: { kind: 'business-minutes', minutes: 120 } } })
})
afterAll(() => timed.trade.close())

const bySupplier = <T>(act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(timed.trade.supplier, act)

async function becomes(
  type: string,
  subjectId: string | null,
  data: Record<string, unknown>,
  documentId = randomUUID(),
) {
  const parties = [timed.trade.buyer.orgId, timed.trade.supplier.orgId] as const
  const subject = { kind: 'document', id: documentId }
  await bySupplier(tx => announce(tx, { type, subject, parties, at: past(60), data: { subjectId, ...data } }))
  return documentId
}

/** What is left to be said of a clock: to whom, and the beginning. */
const saidOf = async (clockId: string) => {
  const rows = await timed.trade.worker.withNaming({}, tx => tx.select().from(work).where(eq(work.kind, 'clock.say')))
  return rows
    .filter(({ data }) => data.clockId === clockId)
    .map(({ data: { to = '', title = '', text = '' }, orgId }) => ({ to, title, text, orgId }))
}

it('is told to both, once, with when it came and why, and the clock goes on', async () => {
  const { clockId, subjectId } = await timed.start()
  const reason = 'Line 1 is answered twice.'
  const documentId = await becomes('document.needs-attention', subjectId, { reason })
  await becomes('document.needs-attention', subjectId, { reason }, documentId)
  const said = await saidOf(clockId)
  const { buyer, supplier } = timed.trade
  expect(said.map(({ to, orgId }) => [to, orgId]).toSorted()).toEqual([
    ['answerers', supplier.orgId],
    ['buyer', buyer.orgId],
  ])
  expect(said[0]?.title).toBe('No answer yet: a document for Order 4711 could not be applied')
  expect(said[0]?.text).toContain('received Mon 1 Mar 09:00')
  expect(said[0]?.text).toContain(reason)
  const { state, history } = await bySupplier(tx => clockDetail(tx, clockId))
  expect(state).toBe('running')
  expect(history.map(({ type }) => type)).toContain('clock.answer-failed')
})

it.each(['document.needs-attention', 'document.closed'])(
  'an 856 that names several orders (%s) is on record at each delivery, and told once, of the one that is due first',
  async type => {
    const { buyer, supplier } = timed.trade
    const asked = (delivery: string) => ({ kind: 'ship-notice', lines: [1], delivery }) as const
    await timed.trade.owner.query('update relationships set targets = targets || $1', [
      JSON.stringify({ shipNotice: { kind: 'before-delivery', days: 1, by: '12:00' } }),
    ])
    const first = await timed.start(supplier, asked('2027-03-11'))
    const second = await timed.start(supplier, asked('2027-03-10'))
    const third = await timed.start(supplier, asked('2027-03-09'))
    const documentId = randomUUID()
    await namesAlso(timed.trade, [buyer.orgId, supplier.orgId], documentId, [second.subjectId])
    await becomes(type, first.subjectId, { setId: '856', reason: 'No such line' }, documentId)
    const recorded = async ({ clockId }: { clockId: string }) =>
      (await bySupplier(tx => clockDetail(tx, clockId))).history.some(row => row.type === 'clock.answer-failed')
    expect([await recorded(first), await recorded(second), await recorded(third)]).toEqual([true, true, false])
    const said = async ({ clockId }: { clockId: string }) => (await saidOf(clockId)).map(({ to }) => to).toSorted()
    expect([await said(first), await said(second)]).toEqual([[], ['answerers', 'buyer']])
  },
)

it('left unapplied for good is told as well', async () => {
  const { clockId, subjectId } = await timed.start()
  await becomes('document.closed', subjectId, { note: 'Sent by mistake' })
  const [first] = await saidOf(clockId)
  expect(first?.text).toContain('left unapplied for good: Sent by mistake')
})

it('applied after all it counts as it came, and what names nothing tells nobody', async () => {
  const { clockId, subjectId } = await timed.start()
  await becomes('document.needs-attention', null, { reason: 'There is no order “X”' })
  expect(await saidOf(clockId)).toEqual([])
  await becomes('document.needs-attention', subjectId, { reason: 'Later' })
  await timed.runAt(past(300))
  expect((await timed.clockOf(clockId)).at).toBe('breached')
  await bySupplier(tx =>
    announce(tx, {
      type: 'order.answered',
      subject: { kind: 'order', id: subjectId },
      parties: [timed.trade.buyer.orgId, timed.trade.supplier.orgId],
      at: past(60),
      data: { awaiting: false },
    }),
  )
  expect(await timed.clockOf(clockId)).toMatchObject({ at: 'met', stoppedAt: past(60) })
})
