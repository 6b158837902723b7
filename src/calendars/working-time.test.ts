// Examples of working time: cut-off, holidays, breaks, pauses, days of 23 and 25 hours.
import { describe, expect, it } from 'vitest'
import { isRefusal, Refusal } from '../kernel/errors.ts'
import { instantOf, wallOf } from '../kernel/time.ts'
import { alwaysOpen, officeWeek, type WorkCalendar, weekdays } from './calendar.ts'
import {
  addWorkingMinutes,
  type Due,
  dueAt,
  explain,
  explainShort,
  instantAt,
  isWorkingInstant,
  nextOpening,
  type Pause,
  type Target,
  workingMinutesBetween,
} from './working-time.ts'

const berlin: WorkCalendar = {
  id: 'cal',
  version: 1,
  name: 'Stuttgart',
  zone: 'Europe/Berlin',
  week: officeWeek,
  holidays: [],
  extra: [],
  cutOff: { order: '15:00' },
}
const minutes = (n: number): Target => ({ kind: 'business-minutes', minutes: n })
const days = (n: number, by = '12:00'): Target => ({ kind: 'business-days', days: n, by })

/** 'YYYY-MM-DD HH:MM' on the wall of the calendar's zone. */
function wall(text: string, zone = 'Europe/Berlin'): Date {
  const [date = '', time = ''] = text.split(' ')
  return instantOf(date, time, zone)
}

function told(at: Date, zone = 'Europe/Berlin'): string {
  const { date, time } = wallOf(at, zone)
  return `${date} ${time}`
}

function due(
  start: string,
  target: Target,
  calendar: WorkCalendar = berlin,
  options: Parameters<typeof dueAt>[3] = {},
): Due {
  const result = dueAt(wall(start, calendar.zone), target, calendar, options)
  if (isRefusal(result)) throw new Error(result.detail)
  return result
}

const order = { documentType: 'order' }
const twoShifts = {
  ...berlin,
  week: weekdays({ open: '08:00', close: '12:00' }, { open: '13:00', close: '17:00' }),
}
const nights = {
  ...berlin,
  week: weekdays({ open: '00:00', close: '06:00' }, { open: '22:00', close: '24:00' }),
}
const tuesdayOff = { ...berlin, holidays: [{ date: '2026-11-24', name: 'Founders Day' }] }
const saturdayOn = { ...berlin, extra: [{ date: '2026-11-28', openings: [{ open: '09:00', close: '12:00' }] }] }
const workedHoliday = {
  ...tuesdayOff,
  extra: [{ date: '2026-11-24', openings: [{ open: '10:00', close: '11:00' }] }],
}

describe('business minutes', () => {
  // 2026-11-23 is a Monday.
  it.each([
    ['inside the opening', '2026-11-23 09:00', 240, berlin, {}, '2026-11-23 13:00'],
    ['over the closing', '2026-11-23 15:00', 240, berlin, {}, '2026-11-24 10:00'],
    ['ends at closing: due at closing', '2026-11-23 13:00', 240, berlin, {}, '2026-11-23 17:00'],
    ['starts at closing: the next opening', '2026-11-23 17:00', 60, berlin, {}, '2026-11-24 09:00'],
    ['starts before opening', '2026-11-23 06:00', 60, berlin, {}, '2026-11-23 09:00'],
    ['starts on a Saturday', '2026-11-28 11:00', 60, berlin, {}, '2026-11-30 09:00'],
    ['over the weekend', '2026-11-27 16:00', 120, berlin, {}, '2026-11-30 09:00'],
    ['exactly at the cut-off is in time', '2026-11-23 15:00', 60, berlin, order, '2026-11-23 16:00'],
    ['after the cut-off', '2026-11-23 15:01', 60, berlin, order, '2026-11-24 09:00'],
    ['a cut-off of another document', '2026-11-23 15:01', 60, berlin, { documentType: 'commit' }, '2026-11-23 16:01'],
    ['after a Friday cut-off', '2026-11-27 15:01', 60, berlin, order, '2026-11-30 09:00'],
    ['after cut-off, then a holiday', '2026-11-23 15:20', 150, tuesdayOff, order, '2026-11-25 10:30'],
    ['a break at noon', '2026-11-23 11:00', 120, twoShifts, {}, '2026-11-23 14:00'],
    ['ends at the break', '2026-11-23 11:00', 60, twoShifts, {}, '2026-11-23 12:00'],
    [
      'cut-off before the afternoon shift',
      '2026-11-23 12:30',
      60,
      { ...twoShifts, cutOff: { order: '12:15' } },
      order,
      '2026-11-24 09:00',
    ],
    ['a night shift over midnight', '2026-11-23 23:00', 180, nights, {}, '2026-11-24 02:00'],
    ['an extra shift on Saturday', '2026-11-27 16:00', 120, saturdayOn, {}, '2026-11-28 10:00'],
    ['an extra shift on a holiday', '2026-11-23 16:30', 60, workedHoliday, {}, '2026-11-24 10:30'],
    [
      'overlapping openings count once',
      '2026-11-23 08:00',
      300,
      { ...berlin, week: weekdays({ open: '10:00', close: '14:00' }, { open: '08:00', close: '12:00' }) },
      {},
      '2026-11-23 13:00',
    ],
    ['day and night', '2026-11-29 23:59', 2, alwaysOpen('a', 'Europe/Berlin'), {}, '2026-11-30 00:01'],
    ['a leap day', '2028-02-28 16:00', 120, berlin, {}, '2028-02-29 09:00'],
    ['a half-hour zone', '2026-11-23 16:00', 120, { ...berlin, zone: 'Asia/Kolkata' }, {}, '2026-11-24 09:00'],
    ['a zone of 45 minutes', '2026-11-23 16:00', 120, { ...berlin, zone: 'Asia/Kathmandu' }, {}, '2026-11-24 09:00'],
  ] as const)('%s', (_name, start, count, calendar, options, expected) => {
    expect(told(due(start, minutes(count), calendar, options).due, calendar.zone)).toBe(expected)
  })

  it('counts to the millisecond from the middle of a minute', () => {
    const start = new Date('2026-11-23T08:00:30.250Z')
    const result = dueAt(start, minutes(2), berlin)
    expect(result).toMatchObject({ due: new Date('2026-11-23T08:02:30.250Z'), startedCounting: start })
  })
})

describe('days of 23 and 25 hours', () => {
  const round = (zone: string) => alwaysOpen('a', zone)
  const early = (zone: string) => ({ ...berlin, zone, week: { 7: [{ open: '01:00', close: '04:00' }] } })

  it.each([
    // Sunday 2027-03-14 New York: 02:00 becomes 03:00.
    ['spring in New York, day and night', '2027-03-14 00:00', 240, round('America/New_York'), '2027-03-14 05:00'],
    [
      'spring in New York, 01:00-04:00 has two hours',
      '2027-03-14 00:00',
      150,
      early('America/New_York'),
      '2027-03-21 01:30',
    ],
    // Sunday 2027-11-07 New York: 02:00 becomes 01:00.
    ['autumn in New York, day and night', '2027-11-07 00:00', 240, round('America/New_York'), '2027-11-07 03:00'],
    [
      'autumn in New York, 01:00-04:00 has four hours',
      '2027-11-07 00:00',
      240,
      early('America/New_York'),
      '2027-11-07 04:00',
    ],
    ['spring in Berlin', '2027-03-28 00:00', 240, round('Europe/Berlin'), '2027-03-28 05:00'],
    ['autumn in Berlin', '2027-10-31 00:00', 240, round('Europe/Berlin'), '2027-10-31 03:00'],
    // Lord Howe Island moves by half an hour.
    ['spring on Lord Howe Island', '2027-10-03 00:00', 240, round('Australia/Lord_Howe'), '2027-10-03 04:30'],
    // Beirut changes at midnight: 2027-03-28 has no 00:00.
    ['a midnight that is not there', '2027-03-27 23:00', 120, round('Asia/Beirut'), '2027-03-28 02:00'],
    ['office hours keep their wall time over the change', '2027-03-26 16:00', 120, berlin, '2027-03-29 09:00'],
  ] as const)('%s', (_name, start, count, calendar, expected) => {
    expect(told(due(start, minutes(count), calendar).due, calendar.zone)).toBe(expected)
  })

  it('the working minutes of a day are those it really had', () => {
    const between = (date: string, next: string, zone: string) =>
      workingMinutesBetween(wall(`${date} 00:00`, zone), wall(`${next} 00:00`, zone), round(zone))
    expect(between('2027-03-14', '2027-03-15', 'America/New_York')).toBe(23 * 60)
    expect(between('2027-11-07', '2027-11-08', 'America/New_York')).toBe(25 * 60)
    expect(between('2027-03-28', '2027-03-29', 'Europe/Berlin')).toBe(23 * 60)
    expect(between('2027-10-31', '2027-11-01', 'Europe/Berlin')).toBe(25 * 60)
    expect(between('2028-02-28', '2028-03-01', 'UTC')).toBe(48 * 60)
  })

  it('an opening inside the hour that never was is no working time', () => {
    const lost = { ...berlin, zone: 'America/New_York', week: { 7: [{ open: '02:15', close: '02:45' }] } }
    const day = (date: string) => wall(`${date} 00:00`, 'America/New_York')
    expect(workingMinutesBetween(day('2027-03-14'), day('2027-03-15'), lost)).toBe(0)
    expect(workingMinutesBetween(day('2027-03-21'), day('2027-03-22'), lost)).toBe(30)
  })

  it('says that the clocks changed', () => {
    const { explanation } = due('2027-03-14 00:00', minutes(600), round('America/New_York'))
    expect(explanation).toContainEqual({ kind: 'clock-change', date: '2027-03-14', minutes: -60 })
  })
})

describe('business days', () => {
  it.each([
    ['two days by noon', '2026-11-23 09:00', days(2), berlin, {}, '2026-11-25 12:00'],
    ['over the weekend', '2026-11-27 09:00', days(2), berlin, {}, '2026-12-01 12:00'],
    ['after the cut-off the next day is day 0', '2026-11-23 15:01', days(2), berlin, order, '2026-11-26 12:00'],
    ['on a Saturday, Monday is day 0', '2026-11-28 09:00', days(1), berlin, {}, '2026-12-01 12:00'],
    ['a holiday is not counted', '2026-11-23 09:00', days(2), tuesdayOff, {}, '2026-11-26 12:00'],
    ['an extra shift is a day', '2026-11-27 09:00', days(1), saturdayOn, {}, '2026-11-28 12:00'],
    ['later than closing: at closing', '2026-11-23 09:00', days(1, '20:00'), berlin, {}, '2026-11-24 17:00'],
    ['before opening: at opening', '2026-11-23 09:00', days(1, '06:00'), berlin, {}, '2026-11-24 08:00'],
    ['in a break: at the closing before it', '2026-11-23 09:00', days(1, '12:30'), twoShifts, {}, '2026-11-24 12:00'],
    ['the same day', '2026-11-23 09:00', days(0), berlin, {}, '2026-11-23 12:00'],
    ['the same day, whose hour has passed', '2026-11-23 12:00', days(0), berlin, {}, '2026-11-24 12:00'],
    ['by wall time over a change of clocks', '2027-03-26 09:00', days(1), berlin, {}, '2027-03-29 12:00'],
  ] as const)('%s', (_name, start, target, calendar, options, expected) => {
    expect(told(due(start, target, calendar, options).due, calendar.zone)).toBe(expected)
  })

  it('names its days', () => {
    const { explanation } = due('2026-11-23 09:00', days(2), tuesdayOff)
    expect(explanation.map(step => step.kind)).toEqual(['started', 'holiday', 'day', 'day', 'due'])
  })
})

describe('half days, shutdowns and nights are told', () => {
  const said = (start: string, target: Target, calendar: WorkCalendar) =>
    explain(due(start, target, calendar).explanation, calendar.zone)
  const christmas = {
    ...berlin,
    halfDays: [{ date: '2026-12-24', name: 'Christmas Eve', openings: [{ open: '08:00', close: '12:00' }] }],
    shutdowns: [{ from: '2026-12-25', to: '2027-01-03', name: 'Between the years' }],
  }

  it('a half day with its hours, a shutdown once for all of its days', () => {
    expect(said('2026-12-24 10:00', minutes(240), christmas)).toEqual([
      'Due Mon 4 Jan 10:00 Berlin (CET).',
      'Counting began Thu 24 Dec 10:00.',
      'Thu 24 Dec is a half day (Christmas Eve): 08:00 to 12:00.',
      'Thu 24 Dec 10:00 to 12:00: 2 h counted, 2 h left.',
      'Fri 25 Dec to Sun 3 Jan is a shutdown (Between the years): skipped.',
      'Mon 4 Jan 08:00 to 10:00: 2 h counted.',
    ])
    const short = explainShort(due('2026-12-24 10:00', minutes(240), christmas).explanation, 'Europe/Berlin')
    expect(short).toContain('Thu 24 Dec half day; 2 h of Thu 24 Dec; Fri 25 Dec to Sun 3 Jan shutdown skipped')
  })

  it('a night shift as one stretch', () => {
    const nightly = { ...berlin, week: weekdays({ open: '22:00', close: '06:00' }) }
    expect(said('2026-11-23 23:00', minutes(480), nightly)).toContain(
      'Mon 23 Nov 23:00 to Tue 24 Nov 06:00: 7 h counted, 1 h left.',
    )
  })

  it('calendar days, and where they were moved to and why', () => {
    const target: Target = { kind: 'calendar-days', days: 1, by: '12:00' }
    expect(said('2026-11-23 09:00', target, tuesdayOff)).toEqual([
      'Due Wed 25 Nov 12:00 Berlin (CET).',
      'Counting began Mon 23 Nov 09:00.',
      '1 calendar day from Mon 23 Nov: Tue 24 Nov.',
      'Tue 24 Nov is a holiday (Founders Day): skipped.',
      'Tue 24 Nov is not worked: moved to Wed 25 Nov, the next working day.',
    ])
  })

  it('the day of the week, and where a holiday moved it', () => {
    const target: Target = { kind: 'weekly', weekday: 2, by: '12:00' }
    expect(said('2026-11-23 09:00', target, tuesdayOff)).toEqual([
      'Due Wed 25 Nov 12:00 Berlin (CET).',
      'Counting began Mon 23 Nov 09:00.',
      'The next Tuesday is Tue 24 Nov.',
      'Tue 24 Nov is a holiday (Founders Day): skipped.',
      'Tue 24 Nov is not worked: moved to Wed 25 Nov, the next working day.',
    ])
  })

  it('an explanation stored with instants in text reads the same', () => {
    const { explanation } = due('2026-12-24 10:00', minutes(240), christmas)
    const iso = (value: unknown) => (typeof value === 'number' && value > 1e12 ? new Date(value).toISOString() : value)
    const stored = JSON.parse(JSON.stringify(explanation, (_key, value) => iso(value)))
    expect(stored).not.toEqual(explanation)
    expect(explain(stored, 'Europe/Berlin')).toEqual(explain(explanation, 'Europe/Berlin'))
  })
})

describe('elapsed minutes', () => {
  it('run through the night, the weekend and the cut-off', () => {
    expect(due('2026-11-27 16:00', { kind: 'elapsed', minutes: 24 * 60 }, berlin, order).due).toEqual(
      wall('2026-11-28 16:00'),
    )
  })
})

describe('pauses', () => {
  const pause = (from: string, to: string): Pause => ({ from: wall(from), to: wall(to), why: 'question to the buyer' })
  it.each([
    ['inside a day', minutes(240), [pause('2026-11-23 10:00', '2026-11-23 11:00')], '2026-11-23 14:00'],
    [
      'over night: working minutes only',
      minutes(240),
      [pause('2026-11-23 12:00', '2026-11-24 09:00')],
      '2026-11-24 10:00',
    ],
    [
      'outside opening: nothing moves',
      minutes(240),
      [pause('2026-11-23 18:00', '2026-11-24 07:00')],
      '2026-11-23 13:00',
    ],
    [
      'after the due instant: nothing moves',
      minutes(60),
      [pause('2026-11-23 10:00', '2026-11-23 12:00')],
      '2026-11-23 10:00',
    ],
    [
      'two that overlap are taken off once',
      minutes(240),
      [pause('2026-11-23 10:00', '2026-11-23 11:00'), pause('2026-11-23 10:30', '2026-11-23 11:30')],
      '2026-11-23 14:30',
    ],
    [
      'a day target does not move for hours',
      days(2),
      [pause('2026-11-23 10:00', '2026-11-23 16:00')],
      '2026-11-25 12:00',
    ],
    [
      'a day target moves by the openings covered',
      days(2),
      [pause('2026-11-23 10:00', '2026-11-25 09:00')],
      '2026-11-27 12:00',
    ],
    [
      'a day target is never due inside a pause',
      days(2),
      [pause('2026-11-25 09:00', '2026-11-25 15:00')],
      '2026-11-26 12:00',
    ],
    [
      'an elapsed target moves by all of it',
      { kind: 'elapsed', minutes: 240 },
      [pause('2026-11-23 10:00', '2026-11-24 10:00')],
      '2026-11-24 13:00',
    ],
    [
      'a weekly deadline never',
      { kind: 'weekly', weekday: 2, by: '12:00' },
      [pause('2026-11-23 10:00', '2026-11-25 10:00')],
      '2026-11-24 12:00',
    ],
  ] satisfies [string, Target, Pause[], string][])('%s', (_name, target, pauses, expected) => {
    expect(told(due('2026-11-23 09:00', target, berlin, { pauses }).due)).toBe(expected)
  })

  it('a cut-off does not count again after a pause', () => {
    const pauses = [pause('2026-11-23 10:00', '2026-11-23 15:30')]
    expect(told(due('2026-11-23 09:00', minutes(90), berlin, { ...order, pauses }).due)).toBe('2026-11-23 16:00')
  })

  it('are told with the working time they cost', () => {
    const { explanation } = due('2026-11-23 09:00', minutes(240), berlin, {
      pauses: [pause('2026-11-23 12:00', '2026-11-24 09:00')],
    })
    expect(explanation.find(step => step.kind === 'paused')).toMatchObject({
      why: 'question to the buyer',
      minutes: 360,
    })
  })
})

describe('part of a target', () => {
  it('is measured in working minutes, not on the wall', () => {
    const counted = due('2026-11-27 16:00', minutes(120))
    expect(told(instantAt(0.5, counted, minutes(120), berlin) as Date)).toBe('2026-11-27 17:00')
    expect(told(instantAt(0.75, counted, minutes(120), berlin) as Date)).toBe('2026-11-30 08:30')
    expect(instantAt(1, counted, minutes(120), berlin)).toEqual(counted.due)
    expect(told(instantAt(2, counted, minutes(120), berlin) as Date)).toBe('2026-11-30 11:00')
  })

  it('of a day target is part of the working time until its hour', () => {
    const counted = due('2026-11-23 08:00', days(1))
    // 9 h of Monday and 4 h of Tuesday: half is 6 h 30 min.
    expect(told(instantAt(0.5, counted, days(1), berlin) as Date)).toBe('2026-11-23 14:30')
  })

  it('waits while the clock is paused', () => {
    const pauses = [{ from: wall('2026-11-23 10:00'), to: wall('2026-11-23 12:00'), why: 'question' }]
    const counted = due('2026-11-23 09:00', minutes(240), berlin, { pauses })
    expect(told(instantAt(0.5, counted, minutes(240), berlin, pauses) as Date)).toBe('2026-11-23 13:00')
  })
})

describe('calendars that do not open', () => {
  const never: WorkCalendar = { ...berlin, week: {} }
  it('are refused in words, after a bounded search', () => {
    for (const target of [minutes(60), days(1)]) {
      const result = dueAt(wall('2026-11-23 09:00'), target, never)
      expect(result).toBeInstanceOf(Refusal)
      expect(result).toMatchObject({ code: 'calendar-never-opens' })
    }
    expect(nextOpening(wall('2026-11-23 09:00'), never)).toMatchObject({ code: 'calendar-never-opens' })
    expect(workingMinutesBetween(wall('2026-01-01 00:00'), wall('2030-01-01 00:00'), never)).toBe(0)
  })

  it('or hardly ever open refuse a target that is years away', () => {
    const hardly: WorkCalendar = { ...berlin, week: { 1: [{ open: '08:00', close: '08:01' }] } }
    expect(addWorkingMinutes(wall('2026-11-23 09:00'), 600, hardly)).toMatchObject({ code: 'due-too-far' })
    expect(dueAt(wall('2026-11-23 09:00'), days(700), hardly)).toMatchObject({ code: 'due-too-far' })
  })

  it('that close for good after their last extra shift are refused once it is used up', () => {
    const last = { ...never, extra: [{ date: '2026-11-23', openings: [{ open: '08:00', close: '10:00' }] }] }
    expect(told(due('2026-11-23 08:00', minutes(120), last).due)).toBe('2026-11-23 10:00')
    expect(dueAt(wall('2026-11-23 08:00'), minutes(121), last)).toMatchObject({ code: 'calendar-never-opens' })
  })
})

it.each([minutes(0), minutes(-1), minutes(Number.NaN), minutes(1e9), days(-1), days(1.5), days(1, 'noon'), days(9999)])(
  'refuses the target %j',
  target => {
    expect(dueAt(wall('2026-11-23 09:00'), target, berlin)).toMatchObject({ code: 'target-out-of-range' })
  },
)

describe('what a supplier is shown', () => {
  const shown = due('2026-11-23 15:20', minutes(150), tuesdayOff, order)
  it('tells cut-off, holiday and what was counted', () => {
    expect(explain(shown.explanation, 'Europe/Berlin', 'Stuttgart')).toEqual([
      'Due Wed 25 Nov 10:30 Stuttgart (CET).',
      'Began Mon 23 Nov 15:20, after the 15:00 cut-off: counts from Wed 25 Nov 08:00.',
      'Tue 24 Nov is a holiday (Founders Day): skipped.',
      'Wed 25 Nov 08:00 to 10:30: 2 h 30 min counted.',
    ])
  })

  it('fits one line of a list', () => {
    expect(explainShort(shown.explanation, 'Europe/Berlin', 'Stuttgart')).toBe(
      'due Wed 25 Nov 10:30 Stuttgart = began after the 15:00 cut-off; Tue 24 Nov holiday skipped; 2 h 30 min of Wed 25 Nov',
    )
  })

  it('is the same after it was stored', () => {
    expect(JSON.parse(JSON.stringify(shown.explanation))).toEqual(shown.explanation)
  })

  it('says a long count as one sum', () => {
    const long = due('2026-11-23 08:00', minutes(20 * 540))
    expect(explain(long.explanation, 'Europe/Berlin')).toHaveLength(3)
    expect(explain(long.explanation, 'Europe/Berlin')).toContain('Mon 23 Nov 08:00 to Fri 18 Dec 17:00: 180 h counted.')
  })
})

it('knows a working instant, its closing included', () => {
  const at = (text: string) => isWorkingInstant(wall(text), berlin)
  expect([at('2026-11-23 08:00'), at('2026-11-23 17:00'), at('2026-11-23 17:01'), at('2026-11-22 12:00')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})

describe('so many working days before a delivery', () => {
  const backFrom = (delivery: string, n: number, by = '16:00', since?: string): Target => ({
    ...{ kind: 'before-delivery', days: n, by, delivery },
    ...(since === undefined ? {} : { since: wall(since).toISOString() }),
  })
  const fair = { ...berlin, holidays: [{ date: '2027-03-24', name: 'Town fair' }] }

  it.each([
    ['two before a Thursday', backFrom('2027-03-11', 2), berlin, '2027-03-09 16:00'],
    ['over a weekend', backFrom('2027-03-15', 1), berlin, '2027-03-12 16:00'],
    ['before a day that is not worked itself', backFrom('2027-03-14', 1), berlin, '2027-03-12 16:00'],
    ['over a holiday', backFrom('2027-03-25', 1), fair, '2027-03-23 16:00'],
    ['none: the day itself', backFrom('2027-03-11', 0), berlin, '2027-03-11 16:00'],
    ['none, of a day that is not worked: the last before it', backFrom('2027-03-14', 0), berlin, '2027-03-12 16:00'],
    ['by a time in a break: the closing before it', backFrom('2027-03-11', 1, '12:30'), twoShifts, '2027-03-10 12:00'],
    ['by a time after closing: that closing', backFrom('2027-03-11', 1, '23:00'), twoShifts, '2027-03-10 17:00'],
    ['over the change of the clocks, by the wall', backFrom('2027-03-30', 2), berlin, '2027-03-26 16:00'],
  ] as const)('%s', (_, target, calendar, expected) => {
    expect(told(due('2027-03-01 09:00', target, calendar).due)).toBe(expected)
  })

  it('counts from two working days before that, or from its start where that is later', () => {
    const counting = (start: string) => told(due(start, backFrom('2027-03-15', 1)).startedCounting)
    expect(counting('2027-03-01 09:00')).toBe('2027-03-10 16:00')
    expect(counting('2027-03-11 11:00')).toBe('2027-03-11 11:00')
  })

  it('is never due before it was agreed on: then at that hour of the next working day', () => {
    expect(told(due('2027-03-12 16:00', backFrom('2027-03-15', 1)).due)).toBe('2027-03-15 16:00')
    expect(told(due('2027-03-01 09:00', backFrom('2027-03-15', 1, '16:00', '2027-03-12 17:00')).due)).toBe(
      '2027-03-15 16:00',
    )
    expect(told(due('2027-03-01 09:00', backFrom('2027-03-15', 1, '16:00', '2027-03-12 15:59')).due)).toBe(
      '2027-03-12 16:00',
    )
  })

  it('is moved by no pause, and says how it comes about', () => {
    const pauses = [{ from: wall('2027-03-18 09:00'), to: wall('2027-03-22 12:00'), why: 'Strike' }]
    const { due: at, explanation } = due('2027-03-01 09:00', backFrom('2027-03-25', 1), fair, { pauses })
    expect(told(at)).toBe('2027-03-23 16:00')
    expect(explain(explanation, 'Europe/Berlin')).toEqual([
      'Due Tue 23 Mar 16:00 Berlin (CET).',
      'Delivery is on Thu 25 Mar; 1 working day before that is Tue 23 Mar.',
      'Wed 24 Mar is a holiday (Town fair): skipped.',
      'Its time counts from Fri 19 Mar 16:00; before that nobody is reminded.',
    ])
    expect(explainShort(explanation, 'Europe/Berlin')).toBe(
      'due Tue 23 Mar 16:00 Berlin = 1 working day before delivery on Thu 25 Mar; Wed 24 Mar holiday skipped',
    )
  })

  it('cannot be counted before a day of delivery is known, nor where nobody ever works', () => {
    const refused = (target: Target, calendar = berlin) => {
      const result = dueAt(wall('2027-03-01 09:00'), target, calendar)
      return isRefusal(result) ? result.code : 'counted'
    }
    expect(refused({ kind: 'before-delivery', days: 1, by: '16:00' })).toBe('delivery-unknown')
    expect(refused(backFrom('2027-02-30', 1))).toBe('not-a-date')
    expect(refused(backFrom('2027-03-11', 1), { ...berlin, week: {} })).toBe('calendar-never-opens')
  })
})
