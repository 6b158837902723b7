// One alarm for many clocks that fall due together, none lost.
import { expect, it } from 'vitest'
import { alarmsFor } from './alarms.ts'
import type { Lane } from './work.ts'

const many = (n: number, lane: Lane, due: (i: number) => number, org = 'a') =>
  Array.from({ length: n }, (_, i) => ({ id: `${org}${lane}${i}`, lane, org, due: due(i), attempts: 0 }))

it('wakes each work of a lane that goes one by one', () => {
  expect(alarmsFor(many(50, 'edi', () => 1_000))).toHaveLength(50)
})

it('wakes the last of each tenth of a second, for each organization', () => {
  const clocks = [...many(10, 'clock', i => 1_000 + i), ...many(3, 'clock', i => 1_050 + i, 'b')]
  expect(alarmsFor([...clocks, ...many(1, 'clock', () => 1_100)]).map(({ due }) => due)).toEqual([1_009, 1_052, 1_100])
})

it('wakes what has failed before by itself', () => {
  const read = many(20, 'read', () => 1_000).map((work, i) => ({ ...work, attempts: i === 7 ? 1 : 0 }))
  expect(alarmsFor(read)).toHaveLength(4)
  expect(alarmsFor(read)).toContainEqual(read[7])
})

it('wakes more than one where more fall due at once than one takes along', () => {
  expect(alarmsFor(many(5_000, 'clock', () => 1_000))).toHaveLength(34)
})
