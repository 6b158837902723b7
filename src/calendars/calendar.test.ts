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
const wrong = (changes: Partial<WorkCalendar>) =>
  refuseCalendar({ ...good, ...changes }).map(({ code, where }) => `${code} ${where}`)

it('a good one, and one that is always open, are not refused', () => {
  expect(refuseCalendar(good)).toEqual([])
  expect(refuseCalendar(alwaysOpen('c', 'Asia/Kolkata'))).toEqual([])
})

it.each([
  [{ zone: 'Mars/Olympus' }, 'zone-unknown /zone'],
  [{ zone: '+01:00' }, 'zone-unknown /zone'],
  [{ week: {} }, 'calendar-never-opens /week'],
  [{ week: { ...officeWeek, 8: [] } }, 'weekday-unknown /week/8'],
  [{ week: { ...officeWeek, 6: [{ open: '22:00', close: '06:00' }] } }, 'opening-backwards /week/6/0'],
  [{ week: { ...officeWeek, 6: [{ open: '8:00', close: '12:00' }] } }, 'not-a-time /week/6/0/open'],
  [{ week: { ...officeWeek, 6: [{ open: '08:00', close: '25:00' }] } }, 'not-a-time /week/6/0/close'],
  [{ holidays: [{ date: '2027-02-29', name: 'no leap day' }] }, 'not-a-date /holidays/0/date'],
  [{ extra: [{ date: 'Saturday', openings: [] }] }, 'not-a-date /extra/0/date'],
  [{ cutOff: { order: '15.00' } }, 'not-a-time /cutOff/order'],
] satisfies [Partial<WorkCalendar>, string][])('%j is refused: %s', (changes, expected) => {
  expect(wrong(changes)).toEqual([expected])
})

it('says everything that is wrong at once', () => {
  expect(wrong({ zone: 'x', cutOff: { order: '' }, week: weekdays({ open: '17:00', close: '08:00' }) })).toHaveLength(7)
})
