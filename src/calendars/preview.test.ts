// What an editor of a calendar is shown: the next ten deadlines; and holidays as people paste them.
import { expect, test } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { weekdays } from './calendar.ts'
import { nextDeadlines } from './preview.ts'
import { readHolidays } from './read-holidays.ts'

const calendar = {
  id: 'x',
  version: 1,
  name: 'Kiel',
  zone: 'Europe/Berlin',
  week: weekdays({ open: '08:00', close: '17:00' }),
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  extra: [],
  cutOff: { 'call-off': '14:00' },
}

test('ten deadlines: one from now, then a morning and an afternoon in turn, holidays and weekends skipped', () => {
  const now = new Date('2026-12-23T09:00:00Z')
  const rows = nextDeadlines(now, calendar, { kind: 'business-minutes', minutes: 240 }, 'call-off')
  if (isRefusal(rows)) throw new Error(rows.detail)
  expect(rows).toHaveLength(10)
  expect(rows[0]).toMatchObject({ startedAt: '2026-12-23T09:00:00.000Z', dueAt: '2026-12-23T13:00:00.000Z' })
  // Thursday 24 December, 09:30.
  expect(rows[1]?.startedAt).toBe('2026-12-24T15:30:00.000Z')
  // After the cut-off; Friday is Christmas, so it counts from Monday 08:00.
  expect(rows[1]?.dueAt).toBe('2026-12-28T11:00:00.000Z')
  expect(rows[1]?.explanation.join(' ')).toContain('cut-off')
  expect(rows[1]?.openings[0]).toEqual({ from: '2026-12-24T07:00:00.000Z', to: '2026-12-24T16:00:00.000Z' })
})

test('holidays are read with and without a header, with their lines', () => {
  expect(readHolidays('2026-12-26,Boxing Day\n2026-12-25,Christmas\n2026-12-25,Again').holidays).toEqual([
    { date: '2026-12-25', name: 'Christmas' },
    { date: '2026-12-26', name: 'Boxing Day' },
  ])
  expect(readHolidays('date;name\r\n2026-12-25;Christmas, the first day').holidays[0]?.name).toContain('first day')
  const wrong = readHolidays('2026-12-25,Christmas\n25.12.2026,Christmas')
  expect(wrong.errors).toMatchObject([{ line: 2, column: 'date' }])
  expect(wrong.holidays).toHaveLength(1)
})
