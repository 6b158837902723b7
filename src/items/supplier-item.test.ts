// Packs and least quantities: what may be ordered, and what to order instead.
import { expect, test } from 'vitest'
import { decimal } from '../kernel/decimal.ts'
import { checkQuantity, nearestQuantities, refuseTerms } from './supplier-item.ts'

const terms = { packQuantity: '10', minimumQuantity: '25' }

test.each([
  ['30', undefined, undefined],
  ['40', undefined, undefined],
  ['0', 'quantity-not-positive', 'Order 30.'],
  ['-5', 'quantity-not-positive', 'Order 30.'],
  ['20', 'below-minimum', 'Order 30.'],
  ['26', 'not-whole-packs', 'Order 30.'],
  ['41', 'not-whole-packs', 'Order 40 or 50.'],
  ['40.5', 'not-whole-packs', 'Order 40 or 50.'],
  ['1e3', 'not-a-number', 'Write digits and a point, for example 1250.5, without thousands separators.'],
])('%s in packs of 10, at least 25', (quantity, code, remedy) => {
  const refused = checkQuantity(terms, quantity)
  expect(refused?.code).toBe(code)
  expect(refused?.remedy).toBe(remedy)
})

test('every quantity that is proposed may be ordered', () => {
  for (const packs of ['1', '10', '2.5', '0.3'])
    for (const minimum of ['0', '7', '30'])
      for (let wanted = 1; wanted < 60; wanted += 3) {
        const asked = { packQuantity: packs, minimumQuantity: minimum }
        for (const nearest of nearestQuantities(asked, decimal(wanted)))
          expect(checkQuantity(asked, nearest)).toBeUndefined()
      }
})

test('terms that make no sense are refused, each at its field', () => {
  expect(refuseTerms({ packQuantity: '0', minimumQuantity: '-1' }).map(({ where }) => where)).toEqual([
    '/packQuantity',
    '/minimumQuantity',
  ])
  expect(refuseTerms({ packQuantity: 'ten', minimumQuantity: '' })).toHaveLength(2)
  expect(refuseTerms({ packQuantity: '1', minimumQuantity: '0' })).toEqual([])
})
