// The last 90 days under a policy before it is saved, on a real database.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ClockTrade, openClockTrade, past } from '../../test/clock-trade.ts'
import type { Caller, Tx } from '../kernel/db.ts'
import { isRefusal, Refused, Unknown } from '../kernel/errors.ts'
import { addPolicy } from './change-policy.ts'
import type { PolicyBody } from './policy-api.ts'
import { previewPolicy } from './preview-policy.ts'
import { cancelClocks, stopClocks } from './stop.ts'
import { clocks } from './tables.ts'

const order = { kind: 'elapsed', minutes: 240 } as const
const escalation = { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 0 }
let timed: ClockTrade
let supplier: Caller
let forja: Caller
beforeAll(async () => {
  timed = await openClockTrade({ targets: { order, escalation } })
  supplier = timed.trade.supplier
  forja = await timed.trade.addSupplier('Forja', { targets: { order, escalation } })
})
afterAll(() => timed.trade.close())
beforeEach(() =>
  timed.trade.owner.query(
    'delete from escalations; delete from clocks; delete from policy_versions; delete from policies',
  ),
)

const byBuyer = <T>(act: (tx: Tx) => Promise<T>) => timed.trade.web.withTenant(timed.trade.buyer, act)

/** Answered after so many minutes. */
async function answered(minutes: number, label: string, who = supplier): Promise<string> {
  const { clockId, subjectId } = await timed.start(who, { label })
  await timed.runAt(past(minutes))
  await byBuyer(tx => stopClocks(tx, subjectId, ['order'], past(minutes)))
  return clockId
}

/** As the relationship's own targets say it. */
const same: PolicyBody = {
  ...{
    name: 'As agreed',
    kind: 'order',
    supplierId: null,
    hours: 'agreed',
    calendarId: null,
    target: order,
    pauseReasons: [],
  },
  ladder: { reminders: [], escalations: [{ afterMinutes: 60, to: 'buyer' }], repeat: null },
}
const preview = (policy: PolicyBody, policyId: string | null = null) =>
  byBuyer(tx => previewPolicy(tx, policyId, policy))
const saved = async (policy: PolicyBody) => {
  const made = await byBuyer(tx => addPolicy(tx, policy))
  if (isRefusal(made)) throw new Error(made.detail)
  return made
}

it('changes nothing where it says what has been agreed', async () => {
  await answered(100, 'in time')
  await answered(250, 'late')
  await answered(310, 'told to the buyer')
  await timed.start()
  await timed.runAt(past(400))
  const { before, after, changed, rows, governed, replayed } = await preview(same)
  expect({ governed, replayed, changed, rows }).toEqual({ governed: 4, replayed: 4, changed: 0, rows: [] })
  expect(after).toEqual(before)
  expect(before).toEqual({
    met: 1,
    late: 3,
    excused: 0,
    waiting: 0,
    cancelled: 0,
    toldBuyer: 2,
    medianRoomMinutes: -10,
  })
})

it('tells how many would have been met, late and told to the buyer, and names the clocks, other ends first', async () => {
  await answered(50, 'quick')
  const slower = await answered(100, 'slower')
  const slow = await answered(230, 'slow')
  await answered(310, 'late anyway')
  await timed.trade.setNow(past(400))
  const stricter = { ...same, target: { kind: 'elapsed', minutes: 90 } } as const
  const found = await preview(stricter)
  expect(found).toMatchObject({ governed: 4, replayed: 4, changed: 4 })
  expect(found.before).toMatchObject({ met: 3, late: 1, toldBuyer: 1, medianRoomMinutes: 10 })
  expect(found.after).toMatchObject({ met: 1, late: 3, toldBuyer: 2, medianRoomMinutes: -140 })
  expect(
    found.rows
      .slice(0, 2)
      .map(({ clockId }) => clockId)
      .toSorted(),
  ).toEqual([slower, slow].toSorted())
  expect(found.rows.find(({ clockId }) => clockId === slow)).toMatchObject({
    ...{ label: 'slow', supplier: 'Nordlicht Antriebe', stoppedAt: past(230).toISOString() },
    before: { verdict: 'met', toldBuyer: false, dueAt: past(240).toISOString() },
    after: { verdict: 'late', toldBuyer: true, dueAt: past(90).toISOString() },
  })
})

it('looks at the clocks that it would govern: of its kind and suppliers, where no other is more specific, of 90 days', async () => {
  await answered(50, 'ours')
  await answered(50, 'of Forja', forja)
  const { subjectId } = await timed.start()
  await byBuyer(tx => cancelClocks(tx, subjectId, ['order'], 'Not needed'))
  await timed.start(supplier, { kind: 'call-off' })
  expect(await preview(same)).toMatchObject({ governed: 3, before: { met: 2, cancelled: 1 } })
  expect((await preview({ ...same, supplierId: forja.orgId })).governed).toBe(1)
  const forjas = await saved({ ...same, name: 'Forja', supplierId: forja.orgId })
  expect((await preview(same)).governed).toBe(2)
  expect((await preview({ ...same, name: 'Forja', supplierId: null }, forjas.id)).governed).toBe(3)
  await timed.trade.setNow(past(91 * 24 * 60))
  expect((await preview(same)).governed).toBe(0)
})

it('names at most fifty and counts them all', async () => {
  await answered(100, 'first')
  const [one] = await byBuyer(tx => tx.select().from(clocks))
  if (!one) throw new Error('no clock')
  const many = Array.from({ length: 1_200 }, (_, i) => ({
    ...{ ...one, id: crypto.randomUUID(), subjectId: crypto.randomUUID(), label: `PO-${i}` },
  }))
  await byBuyer(tx => tx.insert(clocks).values(many))
  const { governed, replayed, changed, rows, after } = await preview({
    ...same,
    target: { kind: 'elapsed', minutes: 60 },
  })
  expect({ governed, replayed, changed, named: rows.length }).toEqual({
    ...{ governed: 1_201, replayed: 1_201, changed: 1_201, named: 50 },
  })
  expect(after).toMatchObject({ met: 0, late: 1_201 })
})

it('is refused like the saving itself, and knows no policy of others', async () => {
  await expect(preview({ ...same, name: ' ' })).rejects.toBeInstanceOf(Refused)
  await expect(preview(same, crypto.randomUUID())).rejects.toBeInstanceOf(Unknown)
  await expect(preview({ ...same, supplierId: crypto.randomUUID() })).rejects.toBeInstanceOf(Unknown)
})
