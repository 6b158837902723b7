// Two calendars as one: examples over zones, and what must hold of every pair.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { dateOfDay, dayOfDate, dayOfInstant, instantOf, MINUTE_MS } from '../kernel/time.ts'
import { bothOpen } from './both-open.ts'
import { alwaysOpen, type Opening, officeWeek, refuseCalendar, type WorkCalendar } from './calendar.ts'
import { type Due, dueAt, explain, isWorkingInstant, nextOpening, workingMinutesBetween } from './working-time.ts'

const office = { id: 'any', version: 1, name: 'Office', week: officeWeek, holidays: [], extra: [] }
const berlin: WorkCalendar = { ...office, zone: 'Europe/Berlin' }
const newYork: WorkCalendar = { ...office, zone: 'America/New_York' }
const kolkata: WorkCalendar = { ...office, zone: 'Asia/Kolkata' }
const at = (date: string, time: string) => instantOf(date, time, 'Europe/Berlin')
const minutes = (n: number) => ({ kind: 'business-minutes' as const, minutes: n })

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

  it('move while only one of them has changed its clocks', () => {
    expect(dueAt(at('2027-03-15', '09:00'), minutes(240), shared)).toMatchObject({ due: at('2027-03-15', '17:00') })
  })

  it('lose the holidays of either, which are told', () => {
    const thanksgiving = { ...newYork, holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }] }
    const due = dueAt(at('2026-11-25', '16:00'), minutes(120), bothOpen(berlin, thanksgiving)) as Due
    expect(due.due).toEqual(at('2026-11-27', '15:00'))
    expect(explain(due.explanation, 'Europe/Berlin')).toContain('Thu 26 Nov is a holiday (Thanksgiving): skipped.')
  })

  it('that never meet are refused', () => {
    expect(dueAt(at('2026-11-23', '09:00'), minutes(1), bothOpen(newYork, kolkata))).toMatchObject({
      code: 'calendar-never-opens',
    })
  })
})

it('the midnight of the second is no closing', () => {
  const shared = bothOpen(alwaysOpen('a', 'Europe/Berlin'), alwaysOpen('b', 'Asia/Kathmandu'))
  const by = { kind: 'business-days' as const, days: 1, by: '19:15' }
  expect(dueAt(at('2026-11-23', '09:00'), by, shared)).toMatchObject({ due: at('2026-11-24', '19:15') })
})

it('the cut-off is that of the first', () => {
  const [early, late] = [
    { ...berlin, cutOff: { order: '12:00' } },
    { ...newYork, cutOff: { order: '17:00' } },
  ]
  const start = at('2026-11-23', '12:01')
  const due = (calendar: ReturnType<typeof bothOpen>) => dueAt(start, minutes(60), calendar, { documentType: 'order' })
  expect(due(bothOpen(early, late))).toMatchObject({ due: at('2026-11-24', '15:00') })
  expect(due(bothOpen(late, early))).toMatchObject({ due: at('2026-11-23', '15:00') })
})

// ── Of every pair ──────────────────────────────────────────────────────────────────────────────

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC']
const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const opening: fc.Arbitrary<Opening> = fc
  .tuple(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 60, max: 1200 }))
  .map(([from, length]) => ({ open: clockTime(from), close: clockTime(Math.min(1440, from + length)) }))
const openings = fc.array(opening, { maxLength: 3 })
const date = fc.integer({ min: dayOfDate('2027-03-01'), max: dayOfDate('2027-04-20') }).map(dateOfDay)
const calendar: fc.Arbitrary<WorkCalendar> = fc
  .record({
    id: fc.constant('any'),
    version: fc.constant(1),
    name: fc.constant('any'),
    zone: fc.constantFrom(...zones),
    week: fc.record({ 1: openings, 2: openings, 3: openings, 4: openings, 5: openings, 6: openings, 7: openings }),
    holidays: fc.array(fc.record({ date, name: fc.constant('holiday') }), { maxLength: 10 }),
    extra: fc.array(fc.record({ date, openings: fc.array(opening, { minLength: 1, maxLength: 2 }) }), { maxLength: 4 }),
    always: fc.constantFrom(false, false, false, true),
  })
  .filter(each => refuseCalendar(each).length === 0)
const start = fc
  .integer({ min: Date.UTC(2027, 2, 1) / MINUTE_MS, max: Date.UTC(2027, 3, 10) / MINUTE_MS })
  .map(minute => new Date(minute * MINUTE_MS))
const minuteTarget = fc.integer({ min: 1, max: 3000 }).map(minutes)
const dayTarget = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1440 }))
  .map(([days, by]) => ({ kind: 'business-days' as const, days, by: clockTime(by) }))
const runs = { numRuns: 1500 }

function found(result: ReturnType<typeof dueAt>): Due {
  fc.pre(!isRefusal(result))
  return result as Due
}

describe('of every two calendars', () => {
  it('minutes are never due sooner than on either, and both are open then', () => {
    fc.assert(
      fc.property(calendar, calendar, start, minuteTarget, (a, b, from, target) => {
        const { due } = found(dueAt(from, target, bothOpen(a, b)))
        for (const each of [a, b]) {
          expect(due.getTime()).toBeGreaterThanOrEqual(found(dueAt(from, target, each)).due.getTime())
          expect(isWorkingInstant(due, each)).toBe(true)
        }
      }),
      runs,
    )
  })

  it('days are never due on an earlier day than on the first', () => {
    fc.assert(
      fc.property(calendar, calendar, start, dayTarget, (a, b, from, target) => {
        const day = ({ due }: Due) => dayOfInstant(due.getTime() - 1, a.zone)
        const shared = found(dueAt(from, target, bothOpen(a, b)))
        expect(day(shared)).toBeGreaterThanOrEqual(day(found(dueAt(from, target, a))))
      }),
      runs,
    )
  })

  it('minutes are due at the same instant whichever comes first', () => {
    fc.assert(
      fc.property(calendar, calendar, start, minuteTarget, (a, b, from, target) => {
        const { due, startedCounting } = found(dueAt(from, target, bothOpen(a, b)))
        expect(dueAt(from, target, bothOpen(b, a))).toMatchObject({ due, startedCounting })
      }),
      runs,
    )
  })

  it('the same one twice is that one, its explanation included', () => {
    fc.assert(
      fc.property(calendar, start, fc.oneof(minuteTarget, dayTarget), (a, from, target) => {
        expect(dueAt(from, target, bothOpen(a, { ...a }))).toEqual(dueAt(from, target, a))
      }),
      runs,
    )
  })
})
