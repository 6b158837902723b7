// What must hold of every calendar, start and target: table tests tell examples, these tell the rule.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { addDays, dateOfDay, dayOfDate, MINUTE_MS, wallOf, weekdayOf } from '../kernel/time.ts'
import type { Opening, WorkCalendar } from './calendar.ts'
import { refuseCalendar } from './calendar.ts'
import { msOf } from './explanation.ts'
import {
  type Due,
  dueAt,
  instantAt,
  isWorkingInstant,
  type Pause,
  type Target,
  workingMinutesBetween,
} from './working-time.ts'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
  'Asia/Beirut',
  'America/St_Johns',
  'Pacific/Apia',
  'UTC',
]

const FROM = Date.UTC(2026, 0, 1)
const TO = Date.UTC(2029, 0, 1)
const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Later than 24:00 is on the next day's wall. */
const closing = (minute: number) => (minute > 1440 ? minute - 1440 : minute)

const opening: fc.Arbitrary<Opening> = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([, length]) => length !== 1440)
  .map(([from, length]) => ({ open: clockTime(from), close: clockTime(closing(from + length)) }))
const openings = fc.array(opening, { maxLength: 3 })
const date = fc.integer({ min: dayOfDate('2026-01-01'), max: dayOfDate('2029-01-01') }).map(dateOfDay)
const holiday = fc.record({ date, name: fc.constant('holiday') })

const calendar: fc.Arbitrary<WorkCalendar> = fc
  .record({
    id: fc.constant('any'),
    version: fc.constant(1),
    name: fc.constant('any'),
    zone: fc.constantFrom(...zones),
    week: fc.record({ 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: openings, 7: openings }),
    holidays: fc.array(holiday, { maxLength: 60 }),
    extra: fc.array(fc.record({ date, openings }), { maxLength: 20 }),
    halfDays: fc.uniqueArray(
      fc.record({ date, name: fc.constant(''), openings: fc.array(opening, { minLength: 1, maxLength: 2 }) }),
      { selector: each => each.date, maxLength: 20 },
    ),
    shutdowns: fc.array(
      fc.tuple(date, fc.nat({ max: 20 })).map(([from, length]) => ({ from, to: addDays(from, length), name: '' })),
      { maxLength: 4 },
    ),
    cutOff: fc.record({ order: fc.integer({ min: 0, max: 1440 }).map(clockTime) }),
    always: fc.constantFrom(false, false, false, true),
  })
  .filter(each => refuseCalendar(each).length === 0)

const start = fc.integer({ min: FROM, max: TO }).map(ms => new Date(ms))
const minuteTarget = fc.integer({ min: 1, max: 6000 }).map(minutes => ({ kind: 'business-minutes' as const, minutes }))
const dayTarget = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 1440 }))
  .map(([days, by]) => ({ kind: 'business-days' as const, days, by: clockTime(by) }))
const dateTarget = dayTarget.map(each => ({ ...each, kind: 'calendar-days' as const }))
const workedTarget: fc.Arbitrary<Target> = fc.oneof(minuteTarget, dayTarget)
const weeklyTarget = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1440 }))
  .map(([weekday, by]) => ({ kind: 'weekly' as const, weekday, by: clockTime(by) }))
const target: fc.Arbitrary<Target> = fc.oneof(minuteTarget, dayTarget, dateTarget, weeklyTarget)
const documentType = fc.constantFrom('order', 'commit')
const pausesAfter = (at: Date): fc.Arbitrary<Pause[]> =>
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 5000 })).map(([after, length]) => ({
      from: new Date(at.getTime() + after * MINUTE_MS),
      to: new Date(at.getTime() + (after + length) * MINUTE_MS),
      why: 'question',
    })),
    { maxLength: 3 },
  )

/** A calendar that is open so little that the search gives up is no counter-example. */
function found(result: ReturnType<typeof dueAt>): Due {
  fc.pre(!isRefusal(result))
  return result as Due
}

const runs = { numRuns: 1500 }

describe('of every due instant', () => {
  it('is a working instant, and so is the one from which counting began, never before the start', () => {
    fc.assert(
      fc.property(calendar, start, target, documentType, (cal, at, aim, type) => {
        const { due, startedCounting } = found(dueAt(at, aim, cal, { documentType: type }))
        expect(isWorkingInstant(due, cal)).toBe(true)
        // Of calendar days and weeks every date counts.
        expect(aim.kind === 'calendar-days' || aim.kind === 'weekly' || isWorkingInstant(startedCounting, cal)).toBe(
          true,
        )
        expect(at <= startedCounting && startedCounting < due).toBe(true)
      }),
      runs,
    )
  })

  it('the working minutes from the first that counts to the due instant are the target', () => {
    fc.assert(
      fc.property(calendar, start, minuteTarget, documentType, (cal, at, aim, type) => {
        const { due, startedCounting } = found(dueAt(at, aim, cal, { documentType: type }))
        expect(workingMinutesBetween(startedCounting, due, cal)).toBeCloseTo(aim.minutes, 6)
        // And none is lost before it: one millisecond sooner is too soon.
        const sooner = new Date(due.getTime() - 1)
        expect(workingMinutesBetween(startedCounting, sooner, cal)).toBeLessThan(aim.minutes)
      }),
      runs,
    )
  })

  it('the explanation adds up to the target, pauses or not, and ends at the due instant', () => {
    const story = fc
      .tuple(calendar, start, minuteTarget)
      .chain(([cal, at, aim]) => fc.tuple(fc.constant({ cal, at, aim }), pausesAfter(at)))
    fc.assert(
      fc.property(story, ([{ cal, at, aim }, pauses]) => {
        const { due, explanation } = found(dueAt(at, aim, cal, { pauses }))
        const counted = explanation.filter(step => step.kind === 'counted')
        const ms = counted.reduce((sum, step) => sum + msOf(step.to) - msOf(step.from), 0)
        expect(ms).toBe(aim.minutes * MINUTE_MS)
        expect(counted.reduce((sum, step) => sum + step.minutes, 0)).toBeCloseTo(aim.minutes, 6)
        expect(counted.at(-1)).toMatchObject({ to: due.getTime(), left: 0 })
        expect(explanation.at(-1)).toEqual({ kind: 'due', at: due.getTime() })
        for (const { from, to } of pauses)
          expect(counted.every(step => msOf(step.to) <= +from || msOf(step.from) >= +to)).toBe(true)
      }),
      runs,
    )
  })

  it('the days of an explanation are the days of the target', () => {
    fc.assert(
      fc.property(calendar, start, dayTarget, (cal, at, aim) => {
        const { explanation } = found(dueAt(at, aim, cal))
        const counted = explanation.filter(step => step.kind === 'day').map(step => step.number)
        expect(counted).toEqual(Array.from({ length: aim.days }, (_, i) => i + 1))
      }),
      runs,
    )
  })

  it('a later start is never due sooner', () => {
    fc.assert(
      fc.property(calendar, start, fc.nat({ max: 10_000 }), target, documentType, (cal, at, later, aim, type) => {
        const first = found(dueAt(at, aim, cal, { documentType: type }))
        const second = found(dueAt(new Date(at.getTime() + later * MINUTE_MS), aim, cal, { documentType: type }))
        expect(second.due.getTime()).toBeGreaterThanOrEqual(first.due.getTime())
      }),
      runs,
    )
  })

  it('a longer target is never due sooner', () => {
    fc.assert(
      fc.property(calendar, start, minuteTarget, fc.nat({ max: 3000 }), (cal, at, aim, more) => {
        const short = found(dueAt(at, aim, cal))
        const long = found(dueAt(at, { ...aim, minutes: aim.minutes + more }, cal))
        expect(long.due.getTime()).toBeGreaterThanOrEqual(short.due.getTime())
      }),
      runs,
    )
  })

  it('a pause never makes it sooner, and moves a minute target by its own working minutes', () => {
    const story = fc
      .tuple(calendar, start, minuteTarget)
      .chain(([cal, at, aim]) => fc.tuple(fc.constant({ cal, at, aim }), pausesAfter(at)))
    fc.assert(
      fc.property(story, ([{ cal, at, aim }, pauses]) => {
        const plain = found(dueAt(at, aim, cal))
        const paused = found(dueAt(at, aim, cal, { pauses: pauses.slice(0, 1) }))
        expect(paused.due.getTime()).toBeGreaterThanOrEqual(plain.due.getTime())
        const [pause] = pauses
        if (!pause || pause.from >= plain.due) {
          expect(paused.due).toEqual(plain.due)
          return
        }
        const from = new Date(Math.max(pause.from.getTime(), plain.startedCounting.getTime()))
        const cost = workingMinutesBetween(from, pause.to, cal)
        expect(workingMinutesBetween(plain.startedCounting, paused.due, cal)).toBeCloseTo(aim.minutes + cost, 6)
      }),
      runs,
    )
  })

  it('working minutes add up: a + b is a, and then b from there without the cut-off', () => {
    const more = fc.integer({ min: 1, max: 3000 })
    fc.assert(
      fc.property(calendar, start, minuteTarget, more, documentType, (cal, at, aim, b, type) => {
        const first = found(dueAt(at, aim, cal, { documentType: type }))
        const both = found(dueAt(at, { ...aim, minutes: aim.minutes + b }, cal, { documentType: type }))
        const second = found(dueAt(first.due, { kind: 'business-minutes', minutes: b }, cal))
        expect(second.due).toEqual(both.due)
      }),
      runs,
    )
  })

  it('one more day is never due sooner, and more days of a pause never are', () => {
    const story = fc
      .tuple(calendar, start, fc.oneof(dayTarget, dateTarget))
      .chain(([cal, at, aim]) => fc.tuple(fc.constant({ cal, at, aim }), pausesAfter(at)))
    fc.assert(
      fc.property(story, ([{ cal, at, aim }, pauses]) => {
        const plain = found(dueAt(at, aim, cal)).due.getTime()
        expect(found(dueAt(at, { ...aim, days: aim.days + 1 }, cal)).due.getTime()).toBeGreaterThanOrEqual(plain)
        expect(found(dueAt(at, aim, cal, { pauses })).due.getTime()).toBeGreaterThanOrEqual(plain)
      }),
      runs,
    )
  })

  it('a weekly deadline is on its weekday where that is worked, within the week, and no pause moves it', () => {
    const story = fc
      .tuple(calendar, start, weeklyTarget)
      .chain(([cal, at, aim]) => fc.tuple(fc.constant({ cal, at, aim }), pausesAfter(at)))
    fc.assert(
      fc.property(story, documentType, ([{ cal, at, aim }, pauses], type) => {
        const { due, startedCounting, explanation } = found(dueAt(at, aim, cal, { documentType: type }))
        expect(found(dueAt(at, aim, cal, { documentType: type, pauses })).due).toEqual(due)
        const asked = explanation.find(step => step.kind === 'weekday')?.date ?? ''
        expect(weekdayOf(asked)).toBe(aim.weekday)
        const moved = explanation.find(step => step.kind === 'moved')
        if (moved) return
        // Not sooner than it is asked for, and not a week later than it might be.
        expect(dayOfDate(asked) - dayOfDate(wallOf(startedCounting, cal.zone).date)).toBeLessThanOrEqual(7)
      }),
      runs,
    )
  })

  it('a holiday that is added never makes working minutes due sooner', () => {
    fc.assert(
      fc.property(calendar, start, minuteTarget, fc.nat({ max: 10 }), (cal, at, aim, after) => {
        const plain = found(dueAt(at, aim, cal))
        const date = addDays(wallOf(plain.startedCounting, cal.zone).date, after)
        const halfDays = (cal.halfDays ?? []).filter(each => each.date !== date)
        const week = { ...cal, halfDays }
        const closed = { ...week, holidays: [...cal.holidays, { date, name: 'Town fair' }] }
        const [open, off] = [week, closed].map(each => found(dueAt(at, aim, each)).due.getTime())
        expect(off).toBeGreaterThanOrEqual(open ?? 0)
      }),
      runs,
    )
  })

  it('its parts come in order, inside the counting', () => {
    fc.assert(
      fc.property(calendar, start, workedTarget, (cal, at, aim) => {
        const counted = found(dueAt(at, aim, cal))
        const parts = [0.5, 0.75, 1].map(part => instantAt(part, counted, aim, cal) as Date)
        expect(parts.every(part => part instanceof Date && isWorkingInstant(part, cal))).toBe(true)
        const order = [counted.startedCounting, ...parts].map(Number)
        expect(order).toEqual([...order].sort((a, b) => a - b))
        expect(parts[2]).toEqual(counted.due)
      }),
      runs,
    )
  })
})

it('is the same whatever zone the process runs in', () => {
  const here = process.env.TZ
  try {
    fc.assert(
      fc.property(calendar, start, target, fc.constantFrom(...zones), (cal, at, aim, zone) => {
        process.env.TZ = 'UTC'
        const first = dueAt(at, aim, { ...cal }, { documentType: 'order' })
        process.env.TZ = zone
        // Another object, so that nothing is remembered of it.
        expect(dueAt(at, aim, { ...cal }, { documentType: 'order' })).toEqual(first)
      }),
      { numRuns: 300 },
    )
  } finally {
    if (here === undefined) delete process.env.TZ
    else process.env.TZ = here
  }
})

it('working minutes add up over any instant between, changes of clocks included', () => {
  fc.assert(
    fc.property(calendar, start, fc.nat({ max: 600_000 }), fc.nat({ max: 600_000 }), (cal, a, one, two) => {
      const b = new Date(a.getTime() + one * MINUTE_MS)
      const c = new Date(b.getTime() + two * MINUTE_MS)
      const sum = workingMinutesBetween(a, b, cal) + workingMinutesBetween(b, c, cal)
      expect(sum).toBeCloseTo(workingMinutesBetween(a, c, cal), 5)
      expect(sum).toBeLessThanOrEqual(one + two + 1e-6)
    }),
    { numRuns: 500 },
  )
})

it('agrees, around changes of clocks, with counting minute by minute on the wall', () => {
  const changes = ['2027-03-14', '2027-11-07', '2027-03-28', '2027-10-31', '2027-04-04', '2027-10-03'].map(dayOfDate)
  const wholeHours = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    .map(([from, hours]) => ({ open: clockTime(from * 60), close: clockTime(Math.min(24, from + hours) * 60) }))
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -1440, max: 1440 }))
    .map(([day, minute]) => day * 24 * 60 + minute)
  const someday = fc.array(wholeHours, { minLength: 1, maxLength: 2 })
  fc.assert(
    fc.property(zone, someday, near, fc.integer({ min: 1, max: 1500 }), (tz, each, from, length) => {
      const week = { 1: each, 2: each, 3: each, 4: each, 5: each, 6: each, 7: each }
      const cal: WorkCalendar = { id: 'any', version: 1, name: 'any', zone: tz, week, holidays: [], extra: [] }
      let open = 0
      for (let minute = from; minute < from + length; minute++) {
        const { time } = wallOf(new Date(minute * MINUTE_MS), tz)
        if (each.some(({ open: opens, close }) => opens <= time && time < close)) open++
      }
      const [a, b] = [new Date(from * MINUTE_MS), new Date((from + length) * MINUTE_MS)]
      expect(workingMinutesBetween(a, b, cal)).toBe(open)
    }),
    { numRuns: 150 },
  )
})
