// What stands in a ship notice at first, and what of it goes over the wire.
import { expect, test } from 'vitest'
import type { OrderShipments } from '../../shipments/api.ts'
import { dayAfter, itemsOf, typedFor } from './notice-draft.ts'

const line = (lineNumber: number, open: string) => ({ lineNumber, open }) as OrderShipments['lines'][number]
const order = { orderId: 'o', transitDays: 2, lines: [line(1, '60'), line(2, '0'), line(3, '12.5')] } as OrderShipments

test('what is agreed and not shipped stands there; what is all shipped does not', () => {
  const typed = typedFor(order, '2026-12-30')
  expect(typed).toMatchObject({ shipDate: '2026-12-30', arrivalDate: '2027-01-01' })
  expect(typed.lines).toEqual({ 1: { quantity: '60', lot: '' }, 3: { quantity: '12.5', lot: '' } })
})

test('lines left empty or at nothing stay; what cannot be read goes as it was typed', () => {
  const said = (quantities: Record<string, string>) => {
    const lines = Object.fromEntries(Object.entries(quantities).map(([n, quantity]) => [n, { quantity, lot: 'A' }]))
    return itemsOf(order, { ...typedFor(order, '2026-12-30'), lines }).map(item => [item.lineNumber, item.quantity])
  }
  expect(said({ 1: '', 3: '0' })).toEqual([])
  expect(said({ 1: ' 7 ', 2: '5', 3: 'twelve' })).toEqual([
    [1, '7'],
    [3, 'twelve'],
  ])
})

test('the day of arrival follows the day of shipping, once that is a day', () => {
  expect([dayAfter('2026-12-30', 2), dayAfter('2026-12', 2)]).toEqual(['2027-01-01', undefined])
})
