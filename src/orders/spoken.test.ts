// How a promise is said to people.
import { expect, test } from 'vitest'
import { spoken } from './spoken.ts'

test('a promise is said with days as people write them, one delivery after the other', () => {
  expect(spoken([{ quantity: '30', date: '2026-12-15' }], 'EA')).toBe('30 EA on Tue 15 Dec 2026')
  const split = [
    { quantity: '8', date: '2026-12-12' },
    { quantity: '12.5', date: '2027-01-02' },
  ]
  expect(spoken(split, 'KG')).toBe('8 KG on Sat 12 Dec 2026, 12.5 KG on Sat 2 Jan 2027')
})
