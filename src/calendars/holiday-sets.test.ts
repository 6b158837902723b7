// A country's public holidays as a list to take over.
import { expect, test } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { holidayPlaces, holidaySet } from './holiday-sets.ts'

const datesOf = async (country: string, region: string | undefined, year: number) => {
  const set = await holidaySet({ country, region, firstYear: year, lastYear: year })
  if (isRefusal(set)) throw new Error(set.detail)
  return set
}

test('a region has holidays that its country has not, each with the name of its list', async () => {
  const whole = await datesOf('DE', undefined, 2026)
  const part = await datesOf('DE', 'BW', 2026)
  const dates = (set: typeof whole) => set.holidays.map(({ date }) => date)
  expect(dates(whole)).toContain('2026-12-25')
  expect(dates(whole)).not.toContain('2026-01-06')
  expect(dates(part)).toContain('2026-01-06')
  expect(part.holidays.every(({ set }) => set === part.name)).toBe(true)
  // Carnival is kept and worked.
  expect(dates(part)).not.toContain('2026-02-12')
})

test('several years come in order, each date once', async () => {
  const set = await holidaySet({ country: 'US', firstYear: 2026, lastYear: 2028 })
  if (isRefusal(set)) throw new Error(set.detail)
  const dates = set.holidays.map(({ date }) => date)
  expect(dates).toEqual([...new Set(dates)].toSorted())
  expect(dates).toContain('2027-11-25')
})

test('regions are told of a country; years the wrong way round and places unknown are refused', async () => {
  const { countries, regions } = await holidayPlaces('DE')
  expect(countries).toContainEqual({ code: 'DE', name: 'Germany' })
  expect(regions.map(({ code }) => code)).toContain('BW')
  expect(await holidaySet({ country: 'DE', firstYear: 2027, lastYear: 2026 })).toMatchObject({ code: 'years-wrong' })
  await expect(holidaySet({ country: 'ZZ', firstYear: 2026, lastYear: 2026 })).rejects.toThrow()
})
