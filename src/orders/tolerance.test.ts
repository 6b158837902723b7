// What two parties have agreed to beforehand, to the day and to the last piece.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../kernel/time.ts'
import { withinTolerance } from './tolerance.ts'

const wanted = [{ quantity: '100', date: '2027-03-15' }]
const none = { daysEarly: 0, daysLate: 0, quantityPercentUnder: '0', quantityPercentOver: '0' }

describe('the tolerance of a relationship', () => {
  test('of nothing takes exactly what was asked', () => {
    expect(withinTolerance(wanted, wanted, none)).toBe(true)
    expect(withinTolerance(wanted, [{ quantity: '100', date: '2027-03-16' }], none)).toBe(false)
    expect(withinTolerance(wanted, [{ quantity: '99.999', date: '2027-03-15' }], none)).toBe(false)
  })
  test.each([
    ['2027-03-13', true],
    ['2027-03-12', false],
    ['2027-03-16', true],
    ['2027-03-17', false],
  ])('of two days early and one late: %s is %s', (date, expected) => {
    const tolerance = { ...none, daysEarly: 2, daysLate: 1 }
    expect(withinTolerance(wanted, [{ quantity: '100', date }], tolerance)).toBe(expected)
  })
  test.each([
    ['97.5', true],
    ['97.499999999', false],
    ['105', true],
    ['105.1', false],
  ])('of 2.5 %% under and 5 %% over: %s is %s', (quantity, expected) => {
    const tolerance = { ...none, quantityPercentUnder: '2.5', quantityPercentOver: '5' }
    expect(withinTolerance(wanted, [{ quantity, date: '2027-03-15' }], tolerance)).toBe(expected)
  })
  test('takes a split only when all of it is in time', () => {
    const tolerance = { ...none, daysLate: 2 }
    const first = { quantity: '60', date: '2027-03-15' }
    expect(withinTolerance(wanted, [first, { quantity: '40', date: '2027-03-17' }], tolerance)).toBe(true)
    expect(withinTolerance(wanted, [first, { quantity: '40', date: '2027-03-18' }], tolerance)).toBe(false)
    expect(withinTolerance(wanted, [first], tolerance)).toBe(false)
  })
  test('that is wider takes whatever a narrower one takes', () => {
    const size = fc.record({
      daysEarly: fc.nat(5),
      daysLate: fc.nat(5),
      quantityPercentUnder: fc.nat(20).map(String),
      quantityPercentOver: fc.nat(20).map(String),
    })
    const given = fc.record({
      quantity: fc.integer({ min: 1, max: 130 }).map(String),
      date: fc.integer({ min: -6, max: 6 }).map(n => addDays('2027-03-15', n)),
    })
    fc.assert(
      fc.property(size, fc.array(given, { minLength: 1, maxLength: 3 }), (narrow, promised) => {
        const wide = {
          daysEarly: narrow.daysEarly + 1,
          daysLate: narrow.daysLate + 1,
          quantityPercentUnder: String(Number(narrow.quantityPercentUnder) + 1),
          quantityPercentOver: String(Number(narrow.quantityPercentOver) + 1),
        }
        if (withinTolerance(wanted, promised, narrow)) expect(withinTolerance(wanted, promised, wide)).toBe(true)
      }),
    )
  })
})
