// Whether a day can be kept: working days, cut-off, holidays, days in transit.
import { expect, test } from 'vitest'
import { alwaysOpen, type WorkCalendar, weekdays } from '../calendars/index.ts'
import { isRefusal } from '../kernel/errors.ts'
import { instantOf } from '../kernel/time.ts'
import { leadTimeHint } from './lead-time.ts'

const calendar: WorkCalendar = {
  id: 'plant',
  version: 1,
  name: 'Plant',
  zone: 'Europe/Berlin',
  week: weekdays({ open: '08:00', close: '17:00' }),
  holidays: [{ date: '2027-03-26', name: 'Good Friday' }],
  extra: [],
  cutOff: { 'call-off': '15:00', order: '11:00' },
}
const terms = { leadTimeDays: 10, transitDays: 2 }
const hint = (date: string, time: string, needBy?: string) => {
  const found = leadTimeHint(instantOf(date, time, calendar.zone), needBy, terms, calendar, 'call-off')
  if (isRefusal(found)) throw new Error(found.detail)
  return found
}

test('counts working days of the supplier from today, then the days in transit', () => {
  // Tuesday 9 March + 10 working days is Tuesday 23 March.
  expect(hint('2027-03-09', '14:00', '2027-03-24')).toMatchObject({
    countsFrom: '2027-03-09',
    earliest: '2027-03-25',
    insideLeadTime: true,
    afterCutOff: false,
    closed: false,
  })
  expect(hint('2027-03-09', '14:00', '2027-03-25').insideLeadTime).toBe(false)
})
test('after the cut-off counts from the next working day', () => {
  expect(hint('2027-03-09', '15:01')).toMatchObject({
    cutOff: '15:00',
    afterCutOff: true,
    countsFrom: '2027-03-10',
    earliest: '2027-03-26',
  })
  expect(hint('2027-03-12', '15:01').countsFrom).toBe('2027-03-15')
})
test('closed on a weekend counts from Monday, and holidays are not worked', () => {
  expect(hint('2027-03-13', '16:00')).toMatchObject({ afterCutOff: false, closed: true, countsFrom: '2027-03-15' })
  // Monday 15 March + 10 working days without Good Friday is Tuesday 30 March.
  expect(hint('2027-03-13', '16:00').earliest).toBe('2027-04-01')
})
test('a day that closes at 24:00 is no day longer, nor is one that never closes', () => {
  const late = { ...calendar, week: weekdays({ open: '08:00', close: '24:00' }) }
  for (const [each, earliest] of [
    [late, '2027-03-25'],
    [alwaysOpen('day-and-night', calendar.zone), '2027-03-21'],
  ] as const) {
    const found = leadTimeHint(instantOf('2027-03-09', '14:00', each.zone), undefined, terms, each, 'call-off')
    expect(found).toMatchObject({ countsFrom: '2027-03-09', earliest })
  }
})
test('an order has a cut-off of its own', () => {
  const noon = instantOf('2027-03-09', '12:00', calendar.zone)
  expect(leadTimeHint(noon, undefined, terms, calendar, 'order')).toMatchObject({
    cutOff: '11:00',
    afterCutOff: true,
    countsFrom: '2027-03-10',
  })
})
