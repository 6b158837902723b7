// Public holidays of countries and their regions, from the package date-holidays: a list to take over, then to edit.
import type Holidays from 'date-holidays'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, DAY_MS } from '../kernel/time.ts'
import type { HolidaySet, Place } from './api.ts'
import { HOLIDAYS_MAX, type Holiday } from './calendar.ts'

/** So many years at once. */
const YEARS_MAX = 10
const NAME_MAX = 80

// Its rules of two hundred countries are large: read when somebody first asks, and only here on the server.
const load = async (): Promise<typeof Holidays> => (await import('date-holidays')).default

/** Countries by name; with a country its regions, where it has any of its own. */
export async function holidayPlaces(country: string | undefined): Promise<{ countries: Place[]; regions: Place[] }> {
  const Known = await load()
  const holidays = new Known()
  return {
    countries: placesOf(holidays.getCountries('en')),
    regions: country ? placesOf(holidays.getStates(country, 'en') ?? {}) : [],
  }
}

const placesOf = (names: Readonly<Record<string, string>>): Place[] =>
  Object.entries(names)
    .map(([code, name]) => ({ code, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))

interface Asked {
  country: string
  region?: string | undefined
  firstYear: number
  lastYear: number
}

/** Public ones only: not what is observed while people work. Refusal: years-wrong. Throws Unknown. */
export async function holidaySet({ country, region, firstYear, lastYear }: Asked): Promise<HolidaySet | Refusal> {
  if (lastYear < firstYear || lastYear - firstYear >= YEARS_MAX)
    return refusal('years-wrong', `From ${firstYear} to ${lastYear} is not 1 to ${YEARS_MAX} years.`, {
      where: '/lastYear',
      remedy: 'Choose the last year not before the first.',
    })
  const places = await holidayPlaces(country)
  const whole = known(places.countries.find(({ code }) => code === country))
  const part = region ? known(places.regions.find(({ code }) => code === region)) : undefined
  const name = (part ? `${whole.name}, ${part.name}` : whole.name).slice(0, NAME_MAX)
  const Known = await load()
  const rules = part ? new Known(country, part.code) : new Known(country)
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i)
  const byDate = new Map<string, Holiday>()
  for (const each of years.flatMap(year => rules.getHolidays(year)).filter(({ type }) => type === 'public')) {
    const days = Math.max(1, Math.round((each.end.getTime() - each.start.getTime()) / DAY_MS))
    for (let day = 0; day < days; day++) {
      const date = addDays(each.date.slice(0, 10), day)
      if (!byDate.has(date)) byDate.set(date, { date, name: each.name.slice(0, NAME_MAX), set: name })
    }
  }
  const inOrder = [...byDate.values()].toSorted((a, b) => a.date.localeCompare(b.date))
  return { name, holidays: inOrder.slice(0, HOLIDAYS_MAX) }
}
