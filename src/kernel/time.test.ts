// Dates, zones and the words of mails.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  formatInstant,
  formatMinutes,
  instantOf,
  isLocalDate,
  isLocalTime,
  isZone,
  localDateOf,
  mondayOf,
  startOfDate,
  wallOf,
  weekdayOf,
  zoneAbbreviation,
} from './time.ts'

describe('local dates', () => {
  it.each([
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['0202-01-01', false],
    ['2026-01-01T00:00', false],
    ['', false],
  ])('%j: %s', (text, expected) => expect(isLocalDate(text)).toBe(expected))

  it('count over leap days and years', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
    expect(daysBetween('2027-12-31', '2028-12-31')).toBe(366)
    expect(daysBetween('2026-11-24', '2026-11-23')).toBe(-1)
    expect(weekdayOf('2026-11-23')).toBe(1)
    expect(weekdayOf('1969-12-28')).toBe(7)
    expect(mondayOf('2026-11-29')).toBe('2026-11-23')
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  })
})

it('local times go to 24:00', () => {
  expect(['00:00', '23:59', '24:00'].every(isLocalTime)).toBe(true)
  expect(['24:01', '7:00', '12:60', ''].some(isLocalTime)).toBe(false)
})

it('zones are IANA names', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Ushuaia', 'Etc/GMT+5'].every(isZone)).toBe(true)
  expect(['+01:00', 'Berlin', '', 'Europe/Stuttgart', '../etc'].some(isZone)).toBe(false)
})

describe('wall time', () => {
  it('of an hour that occurs twice is the first', () => {
    expect(instantOf('2027-11-07', '01:30', 'America/New_York')).toEqual(new Date('2027-11-07T05:30:00Z'))
  })

  it('of an hour that never was is the jump', () => {
    const jump = new Date('2027-03-14T07:00:00Z')
    expect(instantOf('2027-03-14', '02:00', 'America/New_York')).toEqual(jump)
    expect(instantOf('2027-03-14', '02:59', 'America/New_York')).toEqual(jump)
    expect(instantOf('2027-03-14', '03:00', 'America/New_York')).toEqual(jump)
  })

  it('24:00 is the first instant of the next day', () => {
    expect(instantOf('2027-03-14', '24:00', 'America/New_York')).toEqual(startOfDate('2027-03-15', 'America/New_York'))
  })

  it('there and back is the same, for any instant and zone', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }), zone, (ms, tz) => {
        const { date, time } = wallOf(new Date(ms), tz)
        expect(localDateOf(new Date(ms), tz)).toBe(date)
        const back = instantOf(date, time, tz)
        expect(wallOf(back, tz)).toEqual({ date, time })
        // Less than a minute off, or the second of two equal hours.
        expect([0, 30, 60]).toContain(Math.floor((ms - back.getTime()) / 60_000))
      }),
    )
  })
})

it('instants are said as people say them', () => {
  const at = new Date('2026-11-24T09:30:00Z')
  expect(formatInstant(at, 'Europe/Berlin', { place: 'Stuttgart' })).toBe('Tue 24 Nov 10:30 Stuttgart (CET)')
  expect(formatInstant(at, 'America/New_York', { year: true })).toBe('Tue 24 Nov 2026 04:30 New York (EST)')
  expect(formatInstant(at, 'Asia/Kolkata')).toBe('Tue 24 Nov 15:00 Kolkata (IST)')
  expect(zoneAbbreviation(new Date('2026-07-01T00:00:00Z'), 'America/New_York')).toBe('EDT')
  expect(zoneAbbreviation(at, 'Asia/Tokyo')).toBe('GMT+9')
})

it.each([
  [0, '0 min'],
  [0.5, '30 s'],
  [1.5, '1 min 30 s'],
  [90, '1 h 30 min'],
  [240, '4 h'],
  [600.4, '10 h'],
])('%d minutes are %j', (minutes, words) => expect(formatMinutes(minutes)).toBe(words))
