// "Answer before 15:00 to keep Thursday": until when, by cut-off, closing, holidays and days in transit.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alwaysOpen, type WorkCalendar, weekdays } from '../calendars/index.ts'
import { isRefusal } from '../kernel/errors.ts'
import { addDays, instantOf, MINUTE_MS } from '../kernel/time.ts'
import { KEEP_DAYS_MAX, keptUntil } from './keep-day.ts'
import { leadTimeHint } from './lead-time.ts'

const calendar: WorkCalendar = {
  id: 'plant',
  version: 1,
  name: 'Plant',
  zone: 'Europe/Berlin',
  week: weekdays({ open: '08:00', close: '17:00' }),
  holidays: [{ date: '2027-03-26', name: 'Good Friday' }],
  extra: [],
  cutOff: { 'call-off': '15:00' },
}
const terms = { leadTimeDays: 2, transitDays: 1 }
const at = (date: string, time: string) => instantOf(date, time, calendar.zone)
const until = (now: Date, day: string, kind: 'order' | 'call-off' = 'call-off') =>
  keptUntil(now, day, terms, calendar, kind)

test('until the cut-off of the last day from which the lead time still leads there', () => {
  // Two working days from Tuesday 9 March, and one on the road: Friday 12 March.
  expect(until(at('2027-03-09', '10:00'), '2027-03-12')).toEqual(at('2027-03-09', '15:00'))
  expect(until(at('2027-03-08', '10:00'), '2027-03-12')).toEqual(at('2027-03-09', '15:00'))
})
test('until closing where there is no cut-off', () => {
  expect(until(at('2027-03-09', '10:00'), '2027-03-12', 'order')).toEqual(at('2027-03-09', '17:00'))
})
test('a holiday on the way makes it a day earlier', () => {
  // Good Friday is not worked: Thursday 25 March + 2 working days is Tuesday 30 March, Wednesday + 2 is Monday 29 March.
  expect(until(at('2027-03-23', '10:00'), '2027-03-30')).toEqual(at('2027-03-24', '15:00'))
})
test('says nothing of a day that is lost already, and of one that is far off', () => {
  expect(until(at('2027-03-09', '15:00'), '2027-03-12')).toBeUndefined()
  expect(until(at('2027-03-09', '16:00'), '2027-03-12')).toBeUndefined()
  expect(until(at('2027-03-09', '10:00'), '2027-04-12')).toBeUndefined()
})
test('says nothing where the calendar never opens', () => {
  const shut = { ...calendar, week: weekdays() }
  expect(keptUntil(at('2027-03-09', '10:00'), '2027-03-12', terms, shut, 'call-off')).toBeUndefined()
})
test('minute by minute it is the same: before that instant the day is kept, after it it is not', () => {
  const calendars = [calendar, alwaysOpen('day-and-night', 'Europe/Berlin'), { ...calendar, cutOff: {} }]
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 * 24 * 60 }),
      fc.integer({ min: 0, max: 12 }),
      fc.record({ leadTimeDays: fc.integer({ min: 0, max: 5 }), transitDays: fc.integer({ min: 0, max: 3 }) }),
      fc.constantFrom(...calendars),
      (minutes, ahead, terms, each) => {
        const now = new Date(at('2027-03-01', '00:00').getTime() + minutes * MINUTE_MS)
        const day = addDays('2027-03-01', Math.floor(minutes / 1440) + ahead)
        const keeps = (ms: number) => {
          const hint = leadTimeHint(new Date(ms), day, terms, each, 'call-off')
          return !isRefusal(hint) && !hint.insideLeadTime
        }
        let slow: number | undefined
        if (keeps(now.getTime()))
          for (let i = 1; i <= KEEP_DAYS_MAX * 1440 && slow === undefined; i++)
            if (!keeps(now.getTime() + i * MINUTE_MS)) slow = i
        const found = keptUntil(now, day, terms, each, 'call-off')
        const end = slow === undefined ? undefined : now.getTime() + slow * MINUTE_MS
        // The last minute that keeps it is the cut-off itself; closing is the first that does not.
        const expected = end === undefined ? undefined : keeps(end - 1) ? end : end - MINUTE_MS
        expect(found?.getTime()).toBe(expected !== undefined && expected > now.getTime() ? expected : undefined)
      },
    ),
    { numRuns: 60 },
  )
})
