// The inbox: due instants from the clocks, what to answer from the orders.
import { expect, test } from 'vitest'
import type { OrderRow } from '../../orders/api.ts'
import type { ClockRow } from '../../sla/api.ts'
import { answerPath, dueFirst, dueRows, idsMax, orderPortions, presses } from './due-rows.ts'

const clock = (kind: 'order' | 'supplier-release', id: string) =>
  ({ id: `clock-${id}`, subject: { kind, id } }) as ClockRow
const order = (id: string) => ({ id, number: `CO-${id}` }) as OrderRow

test('rows stand as the clocks do, forecasts among the orders, whatever order the orders came in', () => {
  const clocks = [clock('order', 'b'), clock('supplier-release', 'r'), clock('order', 'a'), clock('order', 'unfetched')]
  const rows = dueRows(clocks, [order('a'), order('b')])
  expect(rows.map(row => row.order?.number)).toEqual(['CO-b', undefined, 'CO-a', undefined])
  expect(rows.map(row => answerPath(row.clock))).toEqual([
    '/orders/b',
    '/forecasts/r',
    '/orders/a',
    '/orders/unfetched',
  ])
})

test('a ship notice is dealt with where it is sent', () => {
  expect(answerPath({ ...clock('order', 'b'), kind: 'ship-notice' })).toBe('/orders/b/ship')
})

test('orders are asked for once each, in portions that one question takes, and forecasts not at all', () => {
  const many = Array.from({ length: idsMax + 1 }, (_, n) => clock('order', `o${n}`))
  const portions = orderPortions([...many, ...many, clock('supplier-release', 'r')])
  expect(portions.map(ids => ids.split(',').length)).toEqual([idsMax, 1])
  expect(orderPortions([])).toEqual([])
})

test('of all orders what is due first stands first, by its instant and not by the day it is needed', () => {
  const waiting = (id: string, awaitingCount: number) => ({ id, awaitingCount }) as OrderRow
  const due = new Map([
    ['soon', '2026-11-26T10:00:00Z'],
    ['later', '2026-11-27T10:00:00Z'],
    ['answered', '2026-11-25T10:00:00Z'],
  ])
  const listed = [waiting('answered', 0), waiting('later', 1), waiting('silent', 1), waiting('soon', 2)]
  expect(dueFirst(listed, id => due.get(id)).map(({ id }) => id)).toEqual(['soon', 'later', 'answered', 'silent'])
})

test('a day that is lost before the answer is due presses, or within a day; one that was lost, or is safe longer, does not', () => {
  const now = Date.parse('2026-11-26T10:00:00Z')
  const pressesBy = (until: string, dueAt: string) => presses({ day: '2026-12-03', until }, { dueAt } as ClockRow, now)
  expect(pressesBy('2026-11-27T14:00:00Z', '2026-11-28T10:00:00Z')).toBe(true)
  expect(pressesBy('2026-11-26T14:00:00Z', '2026-11-26T12:00:00Z')).toBe(true)
  expect(pressesBy('2026-11-28T14:00:00Z', '2026-11-26T12:00:00Z')).toBe(false)
  expect(pressesBy('2026-11-26T09:00:00Z', '2026-11-28T10:00:00Z')).toBe(false)
})
