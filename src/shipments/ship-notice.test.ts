// How far notices cover what is agreed: in the order of the deliveries, at the instant of the notice that filled each.
import { describe, expect, it } from 'vitest'
import { cover, openToShip, shippedAt } from './ship-notice.ts'

const at = (hour: number) => new Date(Date.UTC(2027, 2, 1, hour))
const said = (...rows: [quantity: string, hour: number][]) =>
  rows.map(([quantity, hour]) => ({ quantity, at: at(hour) }))
const split = [
  { quantity: '60', date: '2027-04-10' },
  { quantity: '40', date: '2027-04-01' },
]

describe('the deliveries of a line', () => {
  it.each([
    ['nothing', [], [null, null]],
    ['a part of the first', [['39.999', 8]], [null, null]],
    ['the first', [['40', 8]], [at(8), null]],
    [
      'the first by two',
      [
        ['10', 8],
        ['30', 9],
        ['1', 10],
      ],
      [at(9), null],
    ],
    ['both by one', [['100', 8]], [at(8), at(8)]],
    [
      'both, read in the wrong order',
      [
        ['60', 11],
        ['40', 7],
      ],
      [at(7), at(11)],
    ],
  ] as [string, [string, number][], (Date | null)[]][])('are covered in their order by %s', (_, rows, covered) => {
    expect(cover(split, said(...rows)).map(({ coveredAt }) => coveredAt)).toEqual(covered)
  })

  it('are open by what no notice speaks of, and never below nothing', () => {
    expect(openToShip(split, said(['30.5', 8]))).toBe('69.5')
    expect(openToShip(split, said(['120', 8]))).toBe('0')
    expect(openToShip([], said(['1', 8]))).toBe('0')
  })

  it.each([
    ['none', []],
    ['partly', [['99', 8]]],
    ['shipped', [['100', 8]]],
  ] as ['none' | 'partly' | 'shipped', [string, number][]][])('stand at %s', (state, rows) => {
    expect(shippedAt(split, said(...rows))).toBe(state)
  })
})
