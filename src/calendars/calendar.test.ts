// What a calendar that somebody typed may look like.
import { expect, it } from 'vitest'
import { alwaysOpen, officeWeek, refuseCalendar, type WorkCalendar, weekdays } from './calendar.ts'

const good: WorkCalendar = {
  id: 'c',
  version: 1,
  name: 'Plant',
  zone: 'Europe/Berlin',
  week: officeWeek,
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  extra: [{ date: '2026-12-05', openings: [{ open: '08:00', close: '24:00' }] }],
  cutOff: { order: '15:00' },
}
const half = { date: '2026-12-24', name: 'Christmas Eve', openings: [{ open: '08:00', close: '12:00' }] }
const wrong = (changes: Partial<WorkCalendar>) =>
  refuseCalendar({ ...good, ...changes }).map(({ code, where }) => `${code} ${where}`)

it('a good one, and one that is always open, are not refused', () => {
  expect(refuseCalendar(good)).toEqual([])
  const night = { open: '22:00', close: '06:00' }
  const shutdowns = [{ from: '2026-12-28', to: '2026-12-28', name: 'Stocktaking' }]
  expect(refuseCalendar({ ...good, week: weekdays(night), halfDays: [half], shutdowns })).toEqual([])
  expect(refuseCalendar(alwaysOpen('c', 'Asia/Kolkata'))).toEqual([])
})

it.each([
  [{ zone: 'Mars/Olympus' }, 'zone-unknown /zone'],
  [{ zone: '+01:00' }, 'zone-unknown /zone'],
  [{ week: {} }, 'calendar-never-opens /week'],
  [{ week: { ...officeWeek, 8: [] } }, 'weekday-unknown /week/8'],
  [{ week: { ...officeWeek, 6: [{ open: '08:00', close: '08:00' }] } }, 'opening-empty /week/6/0'],
  [{ week: { ...officeWeek, 6: [{ open: '24:00', close: '06:00' }] } }, 'not-a-time /week/6/0/open'],
  [{ week: { ...officeWeek, 6: [{ open: '8:00', close: '12:00' }] } }, 'not-a-time /week/6/0/open'],
  [{ week: { ...officeWeek, 6: [{ open: '08:00', close: '25:00' }] } }, 'not-a-time /week/6/0/close'],
  [{ holidays: [{ date: '2027-02-29', name: 'no leap day' }] }, 'not-a-date /holidays/0/date'],
  [{ extra: [{ date: 'Saturday', openings: [] }] }, 'not-a-date /extra/0/date'],
  [{ halfDays: [{ date: '2026-12-24', name: '', openings: [] }] }, 'half-day-closed /halfDays/0'],
  [{ halfDays: [half, half] }, 'half-day-twice /halfDays/1'],
  [{ halfDays: [{ ...half, openings: [{ open: '9', close: '12:00' }] }] }, 'not-a-time /halfDays/0/openings/0/open'],
  [{ shutdowns: [{ from: '2027-01-03', to: '2026-12-21', name: 'x' }] }, 'shutdown-backwards /shutdowns/0'],
  [{ shutdowns: [{ from: '2026-12-21', to: '2027-12-22', name: 'x' }] }, 'shutdown-too-long /shutdowns/0'],
  [{ shutdowns: [{ from: '2026-12-21', to: 'New Year', name: 'x' }] }, 'not-a-date /shutdowns/0/to'],
  [{ cutOff: { order: '15.00' } }, 'not-a-time /cutOff/order'],
] satisfies [Partial<WorkCalendar>, string][])('%j is refused: %s', (changes, expected) => {
  expect(wrong(changes)).toEqual([expected])
})

it('says everything that is wrong at once', () => {
  expect(wrong({ zone: 'x', cutOff: { order: '' }, week: weekdays({ open: '17:00', close: '17:00' }) })).toHaveLength(7)
})
