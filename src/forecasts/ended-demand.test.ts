// A release that ends all demand of a supplier, on a real Postgres.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed, type CallOffTrade, openCallOffTrade } from '../../test/call-off-trade.ts'
import type { Caller } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { addDays, mondayOf } from '../kernel/time.ts'
import { relationships } from '../partners/tables.ts'
import { outbound830 } from './edi-830.ts'
import { draftOf, forecastsReactions, getShare, listShares, publish, type ReleaseToPublish } from './index.ts'

let trade: CallOffTrade
let other: Caller
let weeks: string[]
beforeAll(async () => {
  trade = await openCallOffTrade(forecastsReactions)
  other = await trade.addSupplier('Forja Ibérica')
  await trade.supplies(other)
  weeks = Array.from({ length: 3 }, (_, i) => addDays(mondayOf(trade.inDays(0)), 7 * (i + 1)))
  agreed(await released({ lines: [line('10000', '100'), line('10001', '5')], firmWeeks: 2 }))
})
afterAll(() => trade.close())

const line = (supplier: string, quantity: string) => ({
  item: 'BRK-2201',
  supplier,
  shipTo: 'STR1',
  buckets: weeks.map(start => ({ start, quantity })),
})
const released = (release: Partial<ReleaseToPublish>) =>
  trade.as(trade.buyer, tx => publish(tx, { lines: [], source: 'grid', ...release }))
async function standing(caller: Caller) {
  const { rows } = await trade.as(caller, tx => listShares(tx, { status: 'published' }))
  return await trade.as(caller, tx => getShare(tx, rows[0]?.id ?? ''))
}
const codes = (result: unknown) => (Array.isArray(result) ? result.map(each => (each as { code: string }).code) : [])

describe('a supplier of whom no line is left', () => {
  test('is told that all demand has ended, and asked for nothing', async () => {
    const before = await standing(trade.supplier)
    expect(agreed(await released({ ended: ['10000'], firmUntil: weeks[2] }))).toMatchObject({
      number: 2,
      suppliers: 1,
      lines: 0,
    })
    const now = await standing(trade.supplier)
    expect(now).toMatchObject({
      number: 2,
      supersedes: { id: before.id },
      lines: [],
      asked: 0,
      summary: { lines: 0, endedLines: 1, demand: '0', previousDemand: '300' },
      ended: [{ buyerPart: 'BRK-2201', previousDemand: '300' }],
    })
    expect(now.weeks.map(week => [week.quantity, week.previous])).toEqual(weeks.map(() => ['0', '100']))
    const { rows } = await trade.owner.query(
      "select data->>'text' as text from work where kind = 'notice.raise' and key like $1",
      [`%${now.id}`],
    )
    expect(rows[0]?.text).toContain('ends all demand')
  })
  test('leaves the next grid, and suppliers that were not named keep what stood', async () => {
    const draft = await trade.as(trade.buyer, draftOf)
    expect(draft.lines.map(each => each.supplier)).toEqual(['10001'])
    expect((await standing(other)).number).toBe(1)
  })
  test('is told by 830 each item of before with 0 in every week', async () => {
    const { id } = await standing(trade.supplier)
    const written = await trade.as(trade.buyer, async tx => {
      const [relationship] = await tx
        .select()
        .from(relationships)
        .where(eq(relationships.supplierId, trade.supplier.orgId))
      return await outbound830(tx, {
        documentId: newId(),
        subjectId: id,
        relationship: sure(relationship, 'relationship'),
      })
    })
    const segments = 'segments' in written ? written.segments : []
    expect(segments.filter(([tag]) => ['LIN', 'FST', 'ATH'].includes(String(tag)))).toEqual([
      ['LIN', '1', 'BP', 'BRK-2201', 'VP', 'NL-77120'],
      ...weeks.map((week, i) => ['FST', '0', i < 2 ? 'C' : 'D', 'W', week.replaceAll('-', '')]),
    ])
  })
  test('may be demanded from again', async () => {
    agreed(await released({ lines: [line('10000', '40')] }))
    expect((await standing(trade.supplier)).summary).toMatchObject({ newLines: 1, previousDemand: '0', demand: '120' })
  })
})

test('what cannot end is refused in words', async () => {
  expect(codes(await released({ ended: ['77'] }))).toEqual(['supplier-unknown'])
  expect(codes(await released({ lines: [line('10000', '1')], ended: ['10000'] }))).toEqual(['ended-and-not'])
  agreed(await released({ ended: ['10000'] }))
  expect(codes(await released({ ended: ['10000'] }))).toEqual(['nothing-to-end'])
  expect(codes(await released({}))).toEqual(['release-empty'])
})
