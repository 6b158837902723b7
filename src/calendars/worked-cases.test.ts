// Working time against a slow count, minute by minute: the worked cases of test/facts, and thousands made up at random.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCases } from '../../test/worked-cases.ts'
import { slowDueAt } from '../../test/working-time-oracle.ts'
import { isRefusal } from '../kernel/errors.ts'
import { dateOfDay, dayOfDate, MINUTE_MS } from '../kernel/time.ts'
import { bothOpen } from './both-open.ts'
import type { Opening, WorkCalendar } from './calendar.ts'
import { dueAt, type Pause, type Target } from './working-time.ts'

const cases = readCases(readFileSync('test/facts/working-time.txt', 'utf8'))

it('there are at least 280 worked cases', () => {
  expect(cases.length).toBeGreaterThanOrEqual(280)
})

describe('the worked case', () => {
  it.each(cases)('$name', ({ start, target, calendar, options, due }) => {
    const slow = slowDueAt(start, target, calendar, { ...options, days: 60 })
    expect(slow?.due).toEqual(due)
    expect(dueAt(start, target, calendar, options)).toMatchObject({ ...slow })
  })
})

// ── At random ──────────────────────────────────────────────────────────────────────────────────

/** The days about which cases are made up: the clocks change on most of them, and Apia skips one. */
const places: readonly [zone: string, ...dates: string[]][] = [
  ['Europe/Berlin', '2027-03-28', '2027-10-31'],
  ['America/New_York', '2027-03-14', '2027-11-07'],
  ['Australia/Lord_Howe', '2027-04-04', '2027-10-03'],
  ['Asia/Beirut', '2027-03-28', '2027-10-31'],
  ['America/St_Johns', '2027-03-14', '2011-11-06'],
  ['Africa/Casablanca', '2027-02-07', '2027-03-14'],
  ['Antarctica/Troll', '2027-03-28', '2027-10-31'],
  ['Pacific/Apia', '2011-12-30', '2011-09-24'],
  ['Asia/Kolkata', '2027-03-28'],
  ['Asia/Kathmandu', '2027-03-28'],
]
/** How far the slow count looks. */
const DAYS = 20
const BEFORE = 5
const AFTER = 3

const place = fc.constantFrom(
  ...places.flatMap(([zone, ...dates]) => dates.map(date => ({ zone, day: dayOfDate(date) }))),
)
const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
/** Often on a quarter of an hour, so that openings, cut-offs, pauses and starts meet. */
const minuteUpTo = (max: number) =>
  fc.oneof(
    fc.integer({ min: 0, max }),
    fc.integer({ min: 0, max: Math.floor(max / 15) }).map(quarter => quarter * 15),
  )
const opening: fc.Arbitrary<Opening> = fc.tuple(minuteUpTo(1439), minuteUpTo(900)).map(([from, length]) => {
  const to = from + Math.max(1, length)
  return { open: clockTime(from), close: clockTime(to > 1440 ? to - 1440 : to) }
})
const openings = fc.array(opening, { minLength: 0, maxLength: 3 })

const shutdown = (day: number) =>
  fc.tuple(fc.integer({ min: -BEFORE, max: DAYS }), fc.nat({ max: 6 })).map(([from, length]) => ({
    from: dateOfDay(day + from),
    to: dateOfDay(day + from + length),
    name: 'shutdown',
  }))

interface Made {
  calendar: WorkCalendar
  also: WorkCalendar
  start: Date
  pauses: Pause[]
}

const calendarAt = (zone: string, day: number): fc.Arbitrary<WorkCalendar> => {
  const date = fc.integer({ min: -BEFORE, max: DAYS }).map(days => dateOfDay(day + days))
  return fc.record({
    id: fc.constant('any'),
    version: fc.constant(1),
    name: fc.constant('any'),
    zone: fc.constant(zone),
    week: fc.record({ 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: openings, 7: openings }),
    holidays: fc.array(fc.record({ date, name: fc.constant('holiday') }), { maxLength: 6 }),
    extra: fc.array(fc.record({ date, openings }), { maxLength: 4 }),
    halfDays: fc.uniqueArray(fc.record({ date, name: fc.constant('half day'), openings }), {
      selector: each => each.date,
      maxLength: 4,
    }),
    shutdowns: fc.array(shutdown(day), { maxLength: 2 }),
    cutOff: fc.record({ order: minuteUpTo(1440).map(clockTime) }),
    always: fc.constantFrom(false, false, false, false, false, true),
  })
}

const made: fc.Arbitrary<Made> = place.chain(({ zone, day }) => {
  const at = minuteUpTo((BEFORE + AFTER) * 1440).map(minute => (day - BEFORE) * 1440 + minute)
  const pauses = fc.array(fc.tuple(minuteUpTo(6000), minuteUpTo(3000)), { maxLength: 3 })
  const both = fc.constantFrom(...places).chain(([other]) => calendarAt(other, day))
  return fc
    .record({ calendar: calendarAt(zone, day), also: both, at, pauses })
    .map(({ calendar, also, at, pauses }) => ({
      ...{ calendar, also },
      start: new Date(at * MINUTE_MS),
      pauses: pauses.map(([after, length]) => ({
        from: new Date((at - 600 + after) * MINUTE_MS),
        to: new Date((at - 600 + after + length) * MINUTE_MS),
        why: 'question',
      })),
    }))
})

const minutes = fc.integer({ min: 1, max: 3 * 540 }).map((n): Target => ({ kind: 'business-minutes', minutes: n }))
const days = fc
  .tuple(fc.integer({ min: 0, max: 4 }), minuteUpTo(1440))
  .map(([n, by]): Target => ({ kind: 'business-days', days: n, by: clockTime(by) }))
const dates = fc
  .tuple(fc.integer({ min: 0, max: 6 }), minuteUpTo(1440))
  .map(([n, by]): Target => ({ kind: 'calendar-days', days: n, by: clockTime(by) }))
const weekly = fc
  .tuple(fc.integer({ min: 1, max: 7 }), minuteUpTo(1440))
  .map(([weekday, by]): Target => ({ kind: 'weekly', weekday, by: clockTime(by) }))
const elapsed = fc.integer({ min: 1, max: 6000 }).map((n): Target => ({ kind: 'elapsed', minutes: n }))

function agree(
  { calendar, start, pauses, also }: Omit<Made, 'also'> & { also?: WorkCalendar },
  target: Target,
  documentType: string | undefined,
): void {
  const slow = slowDueAt(start, target, calendar, { documentType, pauses, days: DAYS, ...(also ? { also } : {}) })
  const fast = dueAt(start, target, also ? bothOpen(calendar, also) : calendar, { documentType, pauses })
  if (slow) expect(fast).toMatchObject({ ...slow })
  // The slow count gave up: then it is due later than it looked, or never.
  else if (!isRefusal(fast))
    expect(fast.due.getTime() - start.getTime()).toBeGreaterThanOrEqual((DAYS - 1) * 1440 * MINUTE_MS)
}

describe('agrees with the slow count', () => {
  it.each([
    ['working minutes', minutes, undefined, false, 2000],
    ['working minutes after a cut-off', minutes, 'order', false, 2000],
    ['working minutes with pauses', minutes, undefined, true, 2000],
    ['working minutes with all of it', minutes, 'order', true, 1500],
    ['business days', days, undefined, false, 1500],
    ['business days with all of it', days, 'order', true, 2000],
    ['calendar days', dates, undefined, false, 1500],
    ['calendar days with all of it', dates, 'order', true, 2000],
    ['a day of the week', weekly, undefined, false, 1500],
    ['a day of the week with all of it', weekly, 'order', true, 1500],
    ['elapsed minutes', elapsed, 'order', true, 500],
  ] as const)(
    'on %s',
    (_name, target, documentType, paused, numRuns) => {
      const rule = fc.property(made, target, ({ also: _, ...each }, aim) =>
        agree(paused ? each : { ...each, pauses: [] }, aim, documentType),
      )
      fc.assert(rule, { numRuns })
    },
    240_000,
  )
})

describe('on the hours in which two calendars are open, agrees with the slow count', () => {
  it.each([
    ['of working minutes', minutes, undefined, false, 600],
    ['of working minutes with cut-off and pauses', minutes, 'order', true, 600],
    ['of business days', days, undefined, false, 600],
    ['of business days with cut-off and pauses', days, 'order', true, 600],
    ['of calendar days with cut-off and pauses', dates, 'order', true, 600],
    ['of a day of the week with cut-off and pauses', weekly, 'order', true, 600],
  ] as const)(
    '%s',
    (_name, target, documentType, paused, numRuns) => {
      const rule = fc.property(made, target, (each, aim) =>
        agree(paused ? each : { ...each, pauses: [] }, aim, documentType),
      )
      fc.assert(rule, { numRuns })
    },
    240_000,
  )
})
