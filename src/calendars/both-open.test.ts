// Two calendars as one: examples over zones, what is told of them, and what must hold of every pair.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { dateOfDay, dayOfDate, instantOf, MINUTE_MS } from '../kernel/time.ts'
import { bothOpen, type CountedOn } from './both-open.ts'
import { alwaysOpen, type Opening, officeWeek, refuseCalendar, type WorkCalendar, weekdays } from './calendar.ts'
import { msOf } from './explanation.ts'
import {
  type Due,
  dueAt,
  explain,
  explainShort,
  isWorkingInstant,
  nextOpening,
  type Pause,
  workingMinutesBetween,
} from './working-time.ts'

const office = { id: 'any', version: 1, week: officeWeek, holidays: [], extra: [] }
const berlin: WorkCalendar = { ...office, name: 'Kiel', zone: 'Europe/Berlin' }
const newYork: WorkCalendar = { ...office, name: 'Albany', zone: 'America/New_York' }
const kolkata: WorkCalendar = { ...office, name: 'Pune', zone: 'Asia/Kolkata' }
const at = (date: string, time: string) => instantOf(date, time, 'Europe/Berlin')
const minutes = (n: number) => ({ kind: 'business-minutes' as const, minutes: n })
const days = (n: number, by: string) => ({ kind: 'business-days' as const, days: n, by })
const told = (due: ReturnType<typeof dueAt>) => explain((due as Due).explanation, 'Europe/Berlin')

describe('office hours of two zones', () => {
  const shared = bothOpen(berlin, newYork)

  it('are the three hours in which both work', () => {
    expect(dueAt(at('2026-11-23', '09:00'), minutes(240), shared)).toMatchObject({
      startedCounting: at('2026-11-23', '14:00'),
      due: at('2026-11-24', '15:00'),
    })
    expect(workingMinutesBetween(at('2026-11-23', '00:00'), at('2026-11-30', '00:00'), shared)).toBe(5 * 180)
    expect(nextOpening(at('2026-11-27', '17:00'), shared)).toEqual(at('2026-11-30', '14:00'))
  })

  it('are told with the name of the one whose closure stopped the count, in order of time', () => {
    expect(told(dueAt(at('2026-11-23', '09:00'), minutes(240), shared))).toEqual([
      'Due Tue 24 Nov 15:00 Berlin (CET).',
      'Began Mon 23 Nov 09:00, outside working hours: counts from Mon 23 Nov 14:00.',
      'Mon 23 Nov 09:00 to 14:00: 5 h not counted, "Albany" is closed.',
      'Mon 23 Nov 14:00 to 17:00: 3 h counted, 1 h left.',
      'Mon 23 Nov 17:00 to 23:00: 6 h not counted, "Kiel" is closed.',
      'Tue 24 Nov 08:00 to 14:00: 6 h not counted, "Albany" is closed.',
      'Tue 24 Nov 14:00 to 15:00: 1 h counted.',
    ])
  })

  it('of many days are told as one sum for each of the two', () => {
    const sentences = told(dueAt(at('2026-11-23', '09:00'), minutes(5 * 180), shared))
    expect(sentences.filter(each => each.includes('is closed'))).toEqual([
      'Mon 23 Nov 09:00 to Fri 27 Nov 14:00: 29 h in all not counted, "Albany" is closed.',
      'Mon 23 Nov 17:00 to Thu 26 Nov 23:00: 24 h in all not counted, "Kiel" is closed.',
    ])
  })

  it('do not count, nor are they told as closed, while the clock stands still', () => {
    const pauses = [{ from: at('2026-11-23', '12:00'), to: at('2026-11-23', '15:00'), why: 'drawing' }]
    const due = dueAt(at('2026-11-23', '11:00'), minutes(60), shared, { pauses })
    expect(due).toMatchObject({ due: at('2026-11-23', '16:00') })
    expect(told(due)).toContain('Mon 23 Nov 11:00 to 12:00: 1 h not counted, "Albany" is closed.')
  })

  it('move while only one of them has changed its clocks', () => {
    expect(dueAt(at('2027-03-15', '09:00'), minutes(240), shared)).toMatchObject({ due: at('2027-03-15', '17:00') })
  })

  it('lose the holidays of either, told as whose', () => {
    const thanksgiving = { ...newYork, holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }] }
    const due = dueAt(at('2026-11-25', '16:00'), minutes(120), bothOpen(berlin, thanksgiving))
    expect(due).toMatchObject({ due: at('2026-11-27', '15:00') })
    expect(told(due)).toContain('Thu 26 Nov is a holiday (Thanksgiving) by "Albany": skipped.')
    expect(explainShort((due as Due).explanation, 'Europe/Berlin')).toContain('Thu 26 Nov holiday by "Albany" skipped')
  })

  it('that never meet are refused', () => {
    expect(dueAt(at('2026-11-23', '09:00'), minutes(1), bothOpen(newYork, kolkata))).toMatchObject({
      code: 'calendar-never-opens',
    })
  })
})

describe('business days', () => {
  const monday = { ...newYork, name: 'Leeds', zone: 'Europe/London', holidays: [{ date: '2026-11-24', name: 'Fair' }] }

  it('are days on which both have an opening in common', () => {
    const due = dueAt(at('2026-11-23', '10:00'), days(1, '12:00'), bothOpen(berlin, monday))
    expect(due).toMatchObject({ due: at('2026-11-25', '12:00') })
    expect(told(due)).toEqual([
      'Due Wed 25 Nov 12:00 Berlin (CET).',
      'Counting began Mon 23 Nov 10:00.',
      'Tue 24 Nov is a holiday (Fair) by "Leeds": skipped.',
      'Wed 25 Nov is working day 1 of 1.',
    ])
  })

  it('by a time at which the other is closed end when both are open, and say so', () => {
    const due = dueAt(at('2026-11-23', '15:00'), days(1, '12:00'), bothOpen(berlin, newYork))
    expect(due).toMatchObject({ due: at('2026-11-24', '14:00') })
    expect(told(due).at(-1)).toBe('Tue 24 Nov 08:00 to 14:00: 6 h not counted, "Albany" is closed.')
  })

  it('in vain name who was closed', () => {
    const wednesdays = { ...berlin, name: 'Mill', week: { 3: [{ open: '08:00', close: '17:00' }] } }
    const due = dueAt(at('2026-11-18', '09:00'), days(1, '12:00'), bothOpen(berlin, wednesdays))
    expect(due).toMatchObject({ due: at('2026-11-25', '12:00') })
    expect(told(due)).toContain('Thu 19 Nov 08:00 to 17:00: 9 h not counted, "Mill" is closed.')
  })
})

it('the midnight of the second is no closing', () => {
  const shared = bothOpen(alwaysOpen('a', 'Europe/Berlin'), alwaysOpen('b', 'Asia/Kathmandu'))
  expect(dueAt(at('2026-11-23', '09:00'), days(1, '19:15'), shared)).toMatchObject({ due: at('2026-11-24', '19:15') })
})

it('the cut-off is that of the first, also in its night shift when the second is closed by then', () => {
  const [early, late] = [
    { ...berlin, cutOff: { order: '12:00' } },
    { ...newYork, cutOff: { order: '17:00' } },
  ]
  const start = at('2026-11-23', '12:01')
  const due = (calendar: CountedOn) => dueAt(start, minutes(60), calendar, { documentType: 'order' })
  expect(due(bothOpen(early, late))).toMatchObject({ due: at('2026-11-24', '15:00') })
  expect(due(bothOpen(late, early))).toMatchObject({ due: at('2026-11-23', '15:00') })
  const night = { ...berlin, week: weekdays({ open: '22:00', close: '06:00' }), cutOff: { order: '04:00' } }
  const evening = { ...berlin, name: 'Till two', week: weekdays({ open: '14:00', close: '02:00' }) }
  const inTime = dueAt(at('2026-11-23', '23:00'), minutes(60), bothOpen(night, evening), { documentType: 'order' })
  expect(inTime).toMatchObject({ due: at('2026-11-24', '00:00') })
})

it('the same two are one object, so that their days are worked out once', () => {
  expect(bothOpen(berlin, newYork)).toBe(bothOpen(berlin, newYork))
  expect(bothOpen(newYork, berlin)).not.toBe(bothOpen(berlin, newYork))
})

// ── Of every pair ──────────────────────────────────────────────────────────────────────────────

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC']
const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const opening: fc.Arbitrary<Opening> = fc
  .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 60, max: 1200 }))
  .map(([from, length]) => ({ open: clockTime(from), close: clockTime((from + length) % 1440) }))
const openings = fc.array(opening, { maxLength: 3 })
const date = fc.integer({ min: dayOfDate('2027-03-01'), max: dayOfDate('2027-04-20') }).map(dateOfDay)
const calendar = (name: string): fc.Arbitrary<WorkCalendar> =>
  fc
    .record({
      ...{ id: fc.constant(name), version: fc.constant(1), name: fc.constant(name), zone: fc.constantFrom(...zones) },
      week: fc.record({ 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: openings, 7: openings }),
      holidays: fc.array(fc.record({ date, name: fc.constant('holiday') }), { maxLength: 10 }),
      extra: fc.array(fc.record({ date, openings: fc.array(opening, { minLength: 1, maxLength: 2 }) }), {
        maxLength: 4,
      }),
      cutOff: fc.record({ order: fc.integer({ min: 0, max: 1440 }).map(clockTime) }),
      always: fc.constantFrom(false, false, false, true),
    })
    .filter(each => refuseCalendar(each).length === 0)
const [first, second] = [calendar('first'), calendar('second')]
const start = fc
  .integer({ min: Date.UTC(2027, 2, 1) / MINUTE_MS, max: Date.UTC(2027, 3, 10) / MINUTE_MS })
  .map(minute => new Date(minute * MINUTE_MS))
const minuteTarget = fc.integer({ min: 1, max: 3000 }).map(minutes)
const dayTarget = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1440 }))
  .map(([n, by]) => days(n, clockTime(by)))
const pausesOf = fc.array(fc.tuple(fc.nat(6000), fc.integer({ min: 1, max: 3000 })), { maxLength: 2 })
const pausedFrom = (from: Date, spans: readonly (readonly [number, number])[]): Pause[] =>
  spans.map(([after, length]) => ({
    from: new Date(+from + after * MINUTE_MS),
    to: new Date(+from + (after + length) * MINUTE_MS),
    why: 'drawing',
  }))
const runs = { numRuns: 1500 }

function found(result: ReturnType<typeof dueAt>): Due {
  fc.pre(!isRefusal(result))
  return result as Due
}

describe('of every two calendars', () => {
  it('what is due is due while both are open, and counting begins then', () => {
    fc.assert(
      fc.property(first, second, start, fc.oneof(minuteTarget, dayTarget), (a, b, from, target) => {
        const { due, startedCounting } = found(dueAt(from, target, bothOpen(a, b), { documentType: 'order' }))
        for (const each of [a, b])
          expect([due, startedCounting].map(instant => isWorkingInstant(instant, each))).toEqual([true, true])
      }),
      runs,
    )
  })

  it('minutes are never due sooner than on either, and at the same instant whichever comes first', () => {
    fc.assert(
      fc.property(first, second, start, minuteTarget, (a, b, from, target) => {
        const { due, startedCounting } = found(dueAt(from, target, bothOpen(a, b)))
        for (const each of [a, b]) expect(+due).toBeGreaterThanOrEqual(+found(dueAt(from, target, each)).due)
        expect(dueAt(from, target, bothOpen(b, a))).toMatchObject({ due, startedCounting })
      }),
      runs,
    )
  })

  it('the same one twice is that one', () => {
    fc.assert(
      fc.property(first, start, fc.oneof(minuteTarget, dayTarget), (a, from, target) => {
        const { due, startedCounting } = found(dueAt(from, target, a, { documentType: 'order' }))
        const twice = dueAt(from, target, bothOpen(a, { ...a }), { documentType: 'order' })
        expect(twice).toMatchObject({ due, startedCounting })
      }),
      runs,
    )
  })

  it('a pause moves what is due by the minutes of it in which both are open', () => {
    fc.assert(
      fc.property(first, second, start, minuteTarget, pausesOf, (a, b, from, target, spans) => {
        const shared = bothOpen(a, b)
        const pauses = pausedFrom(from, spans.slice(0, 1))
        const [plain, moved] = [found(dueAt(from, target, shared)), found(dueAt(from, target, shared, { pauses }))]
        const [pause] = pauses
        const cost =
          pause && pause.from < plain.due
            ? workingMinutesBetween(new Date(Math.max(+pause.from, +plain.startedCounting)), pause.to, shared)
            : 0
        expect(workingMinutesBetween(plain.startedCounting, moved.due, shared)).toBeCloseTo(target.minutes + cost, 6)
      }),
      runs,
    )
  })

  it('a closure that is told is one: the named one is closed all of it, the other open, and it does not overlap what counted', () => {
    fc.assert(
      fc.property(first, second, start, minuteTarget, pausesOf, (a, b, from, target, spans) => {
        const pauses = pausedFrom(from, spans)
        const { explanation } = found(dueAt(from, target, bothOpen(a, b), { pauses }))
        const counted = explanation.filter(step => step.kind === 'counted')
        expect(counted.reduce((sum, step) => sum + step.minutes, 0)).toBeCloseTo(target.minutes, 6)
        for (const step of explanation.filter(each => each.kind === 'closed')) {
          const [begin, end] = [new Date(msOf(step.from)), new Date(msOf(step.to))]
          const [shut, open] = step.calendar === 'first' ? [a, b] : [b, a]
          const whole = (+end - +begin) / MINUTE_MS
          if (step.minutes < whole) continue
          expect(workingMinutesBetween(begin, end, shut)).toBe(0)
          expect(workingMinutesBetween(begin, end, open)).toBeCloseTo(whole, 6)
          expect(counted.every(({ from: x, to: y }) => msOf(y) <= +begin || msOf(x) >= +end)).toBe(true)
        }
      }),
      runs,
    )
  })

  it('the explanation is in order of time', () => {
    fc.assert(
      fc.property(first, second, start, minuteTarget, (a, b, from, target) => {
        const { explanation } = found(dueAt(from, target, bothOpen(a, b)))
        const begins = explanation.flatMap(step =>
          step.kind === 'counted' || step.kind === 'closed' ? [msOf(step.from)] : [],
        )
        expect(begins).toEqual(begins.toSorted((x, y) => x - y))
      }),
      runs,
    )
  })
})
