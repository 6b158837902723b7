// Quantities as people write them, exactly.
import { describe, expect, it } from 'vitest'
import { countryText, dateText, decimalText, instantText, readDecimal, wordsLanguage } from './format.ts'

describe('a quantity', () => {
  it('is read as its writer means it, never rounded', () => {
    expect(readDecimal('1,250.5', 'en')).toBe('1250.5')
    expect(readDecimal('1.250,5', 'de')).toBe('1250.5')
    expect(readDecimal('1.5', 'de')).toBe('1.5')
    expect(readDecimal('0,5', 'de')).toBe('0.5')
    expect(readDecimal('12 345', 'fr')).toBe('12345')
    expect(readDecimal('0.1000000000000000055', 'en')).toBe('0.1000000000000000055')
    expect(readDecimal('1,25', 'en')).toBeUndefined()
    expect(readDecimal('12x', 'en')).toBeUndefined()
    expect(readDecimal('', 'en')).toBeUndefined()
  })

  it('is shown grouped, with nothing lost of what a float could not hold', () => {
    expect(decimalText('12345678901234567890.100')).toBe('12,345,678,901,234,567,890.1')
    expect(decimalText('-1250')).toBe('−1,250')
    expect(decimalText('not a number')).toBe('not a number')
  })
})

describe('a time', () => {
  it('is the same day everywhere for a day of the calendar, and the zone’s own hour for an instant', () => {
    const now = Date.parse('2026-11-23T12:00:00Z')
    expect(dateText('2026-12-04', now)).toMatch(/Dec/)
    const at = new Date('2026-11-23T23:30:00Z')
    expect(instantText(at, now, 'Asia/Tokyo')).toMatch(/24.*08:30/)
    expect(instantText(at, now, 'America/New_York')).toMatch(/23.*18:30/)
  })
})

describe('a country', () => {
  it('is named by its two letters, and by nothing else', () => {
    expect(countryText('de')).toBe('Germany')
    expect(countryText(' GE ')).toBe('Georgia')
    for (const unknown of ['', 'G', 'XY', 'Germany']) expect(countryText(unknown)).toBeUndefined()
  })
})

it('days and months are told in the page’s language, to a German reader too', () => {
  expect([wordsLanguage('de-DE'), wordsLanguage('en-US'), wordsLanguage('en')]).toEqual(['en-GB', 'en-US', 'en'])
})
