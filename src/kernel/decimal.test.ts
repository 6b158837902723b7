// Exact decimals: what is read, what is refused, and arithmetic that never drifts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  cmp,
  type Decimal,
  decimal,
  div,
  isDecimal,
  isMultipleOf,
  max,
  min,
  mul,
  negate,
  readDecimal,
  round,
  roundUpToMultiple,
  sub,
  sum,
  toFixed,
} from './decimal.ts'

describe('reading', () => {
  it.each([
    ['12.500', '12.5'],
    ['0012', '12'],
    ['+7', '7'],
    [' 7 ', '7'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['-.50', '-0.5'],
    ['12.', '12'],
    ['1000000000000000', '1000000000000000'],
    ['0.000000001', '0.000000001'],
  ])('%j is %s', (text, expected) => expect(readDecimal(text)).toBe(expected))

  it.each([
    ['', 'number-missing'],
    ['   ', 'number-missing'],
    ['.', 'not-a-number'],
    ['-', 'not-a-number'],
    ['1,250', 'not-a-number'],
    ['1 250', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['١٢', 'not-a-number'],
    ['12\u00a0', '12'],
    ['1234567890123456789', 'number-too-large'],
    ['0'.repeat(41), 'number-too-large'],
    ['0.0000000001', 'number-too-fine'],
  ])('%j is refused as %s', (text, code) => {
    const read = readDecimal(text)
    expect(isDecimal(read) ? read : read.code).toBe(code)
  })

  it('a constant that is no number is a bug', () => {
    expect(() => decimal('many')).toThrow(RangeError)
    expect(() => decimal(0.1)).toThrow(RangeError)
    expect(decimal(12)).toBe('12')
  })
})

describe('arithmetic', () => {
  const d = decimal
  it('is exact where floats are not', () => {
    expect(add(d('0.1'), d('0.2'))).toBe('0.3')
    expect(sub(d('0.3'), d('0.3'))).toBe('0')
    expect(mul(d('1.1'), d('1.1'))).toBe('1.21')
    expect(mul(d('999999999999999999'), d('10'))).toBe('9999999999999999990')
    expect(sum([d('0.1'), d('0.1'), d('0.1')])).toBe('0.3')
    expect(negate(d('0'))).toBe('0')
    expect(abs(d('-2.5'))).toBe('2.5')
  })

  it('rounds half away from zero', () => {
    expect(div(d('1'), d('3'), 4)).toBe('0.3333')
    expect(div(d('1'), d('8'), 2)).toBe('0.13')
    expect(round(d('-2.5'), 0)).toBe('-3')
    expect(toFixed(d('12.5'), 2)).toBe('12.50')
    expect(toFixed(d('-0.001'), 2)).toBe('0.00')
    expect(() => div(d('1'), d('0'))).toThrow(RangeError)
  })

  it('knows packs', () => {
    expect(isMultipleOf(d('24'), d('12'))).toBe(true)
    expect(isMultipleOf(d('0.3'), d('0.1'))).toBe(true)
    expect(isMultipleOf(d('25'), d('12'))).toBe(false)
    expect(roundUpToMultiple(d('25'), d('12'))).toBe('36')
    expect(roundUpToMultiple(d('24'), d('12'))).toBe('24')
    expect(roundUpToMultiple(d('-25'), d('12'))).toBe('-24')
    expect(() => isMultipleOf(d('1'), d('0'))).toThrow(RangeError)
  })

  it('compares as numbers, not as text', () => {
    expect(cmp(d('9'), d('10'))).toBe(-1)
    expect(min(d('9'), d('10'), d('-1'))).toBe('-1')
    expect(max(d('9'), d('10'))).toBe('10')
  })
})

describe('of any two decimals', () => {
  const any = fc
    .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat({ max: 999_999_999 }))
    .map(([whole, places]) => decimal(`${whole}.${String(places).padStart(9, '0')}`))
  const normal = (value: Decimal) => readDecimal(value) === value

  it('sums, differences and comparisons agree, in normal spelling', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(sub(add(a, b), b)).toBe(a)
        expect(normal(add(a, b)) && normal(sub(a, b))).toBe(true)
        expect(cmp(a, b)).toBe(-cmp(b, a) + 0)
        expect(cmp(a, b) === 0).toBe(a === b)
        expect(cmp(add(a, decimal('0.000000001')), a)).toBe(1)
      }),
    )
  })
})
