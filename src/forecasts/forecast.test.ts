// The rules of a forecast: weeks, change, carried commits, coverage.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cmp, type Decimal, decimal } from '../kernel/decimal.ts'
import {
  type CommitBucket,
  Coverage,
  carry,
  changesOf,
  commonOf,
  firmUntilOf,
  isAsked,
  quantitiesOf,
  readQuantity,
  refuseCommit,
  refuseWeek,
} from './forecast.ts'

const weeks = ['2027-03-01', '2027-03-08', '2027-03-15', '2027-03-22']
const quantities = (...each: (string | undefined)[]) =>
  quantitiesOf(each.flatMap((quantity, i) => (quantity === undefined ? [] : [{ start: weeks[i] ?? '', quantity }])))
const code = (refused: unknown) => (refused as { code?: string } | undefined)?.code

describe('a week', () => {
  test.each([
    ['2027-03-15', undefined],
    ['2027-03-08', undefined],
    ['2027-03-16', 'not-a-monday'],
    ['2027-03-01', 'week-past'],
    ['2207-03-15', 'not-a-date'],
    ['2037-03-16', 'week-far'],
    ['15.03.2027', 'not-a-date'],
  ])('named %s is %s', (start, wanted) => {
    expect(code(refuseWeek(start, '2027-03-10'))).toBe(wanted)
  })
  test('is firm for so many weeks from the first, or until a day', () => {
    expect(firmUntilOf({ from: '2027-03-01' }, { firmWeeks: 2 })).toBe('2027-03-15')
    expect(firmUntilOf({ from: '2027-03-01' }, { firmWeeks: 0 })).toBe('2027-03-01')
    expect(firmUntilOf({ from: '2027-03-01' }, { firmUntil: '2027-03-08' })).toBe('2027-03-08')
  })
})

describe('a change', () => {
  const common = commonOf({ from: '2027-03-01', to: '2027-03-15' }, { from: '2027-03-08', to: '2027-03-22' })
  test('is seen from the first week that both releases speak of, and not in weeks that rolled in', () => {
    expect(common).toEqual({ from: '2027-03-08', to: '2027-03-15' })
    expect(changesOf(quantities('9', '10', '20'), quantities(undefined, '10', '25', '30'), common)).toEqual([
      { start: '2027-03-15', was: '20', now: '25' },
    ])
  })
  test('counts a week that is no longer there as a demand that ended', () => {
    expect(changesOf(quantities('9', '10', '20'), quantities(undefined, undefined, '20'), common)).toEqual([
      { start: '2027-03-08', was: '10', now: '0' },
    ])
  })
  test('is also that a shorter release leaves off the last weeks of the one before', () => {
    const shorter = commonOf({ from: '2027-03-01', to: '2027-03-22' }, { from: '2027-03-08', to: '2027-03-15' })
    expect(shorter).toEqual({ from: '2027-03-08', to: '2027-03-22' })
    expect(changesOf(quantities('9', '10', '20', '30'), quantities(undefined, '10', '20'), shorter)).toEqual([
      { start: '2027-03-22', was: '30', now: '0' },
    ])
  })
  test('is nothing for a first release', () => {
    expect(commonOf(undefined, { from: '2027-03-08', to: '2027-03-22' })).toBeUndefined()
  })
})

describe('a commit', () => {
  const word = (start: string | undefined, quantity: string): CommitBucket => ({
    start: start ?? '',
    quantity,
    origin: 'supplier',
    reason: '',
  })
  test('holds where the demand is the same, and is carried as the smaller where it changed', () => {
    const old = weeks.map(week => word(week, '80'))
    const now = carry(old, quantities('100', '100', '100', '100'), quantities('100', '120', '50'))
    expect(now.map(({ quantity, origin }) => [quantity, origin])).toEqual([
      ['80', 'supplier'],
      ['80', 'carried'],
      ['50', 'carried'],
    ])
    expect(now.map(bucket => isAsked('1', bucket))).toEqual([false, true, true])
    expect(isAsked('0', undefined)).toBe(false)
  })
  test('that is carried never promises more than was promised or than is wanted', () => {
    const amount = fc.integer({ min: 0, max: 1000 }).map(String)
    fc.assert(
      fc.property(amount, amount, amount, (promised, before, now) => {
        const [carried] = carry([word(weeks[0], promised)], quantities(before), quantities(now))
        if (before === now) return carried?.quantity === promised
        return (
          cmp(decimal(carried?.quantity ?? '-1'), decimal(promised)) <= 0 && Number(carried?.quantity) <= Number(now)
        )
      }),
    )
  })
  test('of what is counted in pieces is whole; of the same in kilograms it may be a part', () => {
    const half = { quantity: '120.5', reason: '' }
    expect(refuseCommit(half, decimal(100), 'EA')).toMatchObject({ code: 'not-whole', remedy: 'Say 120 or 121.' })
    expect(refuseCommit({ ...half, quantity: '0.5', reason: 'x' }, decimal(100), 'PC')?.remedy).toBe('Say 1.')
    expect(refuseCommit(half, decimal(100), 'KG')).toBeUndefined()
  })
  test.each([
    ['100', '', undefined],
    ['140', '', undefined],
    ['99.5', '', 'reason-missing'],
    ['99.5', 'no steel', undefined],
    ['-1', 'no steel', 'negative'],
    ['lots', '', 'not-a-number'],
  ])('of %s for the reason "%s" is %s', (quantity, reason, wanted) => {
    expect(code(refuseCommit({ quantity, reason }, decimal(100), 'KG'))).toBe(wanted)
  })
})

describe('coverage', () => {
  const of = (...cells: [string, string | undefined][]) => {
    const coverage = new Coverage()
    for (const [demand, committed] of cells) coverage.add(demand as Decimal, committed as Decimal | undefined)
    return coverage.ratio
  }
  test('takes no credit for what is committed beyond the demand', () => {
    expect(of(['100', '200'], ['100', undefined])).toBe('0.5')
    expect(of(['0', undefined])).toBe('1')
  })
  test('is 1 only when nothing is missing', () => {
    expect(of(['1000000', '999999'])).toBe('0.9999')
  })
})

test('a quantity has no more digits than partners’ systems can be told', () => {
  expect(readQuantity('123456789012.125')).toBe('123456789012.125')
  expect(code(readQuantity('1234567890123'))).toBe('quantity-too-long')
  expect(code(readQuantity('1.0625'))).toBe('quantity-too-long')
})
