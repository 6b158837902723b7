// What waits for a person, in the order that its reader asks for.
import { expect, it } from 'vitest'
import { Refused } from '../kernel/errors.ts'
import type { AttentionRow } from './api.ts'
import { inOrder } from './attention-order.ts'

const row = (id: string, partner: string, at: string, label: string): AttentionRow =>
  ({
    ...{ id, kind: 'document', setId: '855', direction: 'in', reason: label, at },
    ...{ partner: { name: partner }, subject: { kind: 'order', id, label }, label },
  }) as unknown as AttentionRow

const rows = [
  row('a', 'Nordlicht', '2027-03-01', '10'),
  row('b', 'Forja', '2027-03-02', '9'),
  row('c', 'Nordlicht', '2027-03-03', '101'),
]
const ids = (sort?: string) => inOrder(rows, sort).map(({ id }) => id)

it('is the newest first, unless asked otherwise', () => {
  expect(ids()).toEqual(['c', 'b', 'a'])
  expect(ids('at')).toEqual(['a', 'b', 'c'])
})

it('by partner, and of one partner the newest first either way', () => {
  expect(ids('partner')).toEqual(['b', 'c', 'a'])
  expect(ids('-partner')).toEqual(['c', 'a', 'b'])
})

it('by what it is about as people count: 9 before 10 before 101', () => {
  expect(ids('about')).toEqual(['b', 'a', 'c'])
})

it('by no column that is not there', () => {
  expect(() => ids('bytes')).toThrow(Refused)
})
