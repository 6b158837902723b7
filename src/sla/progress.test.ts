// How much of a target is used: it stands still while nothing counts, and its marks stand where the reminders fire.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { officeWeek, type WorkCalendar } from '../calendars/calendar.ts'
import { type Due, dueAt } from '../calendars/working-time.ts'
import type { Target } from '../partners/profile.ts'
import { defaultLadder, stepsFor } from './ladder.ts'
import { progressOf, usedAt } from './progress.ts'

const calendar: WorkCalendar = {
  id: 'c',
  version: 1,
  name: 'Stuttgart',
  zone: 'Europe/Berlin',
  week: officeWeek,
  holidays: [],
  extra: [],
}

function progress(start: string, target: Target) {
  const { due, startedCounting, explanation } = dueAt(new Date(start), target, calendar) as Due
  const course = { countingFrom: startedCounting, dueAt: due, target, calendar }
  const steps = stepsFor(defaultLadder, course)
  return { points: progressOf({ ...course, explanation, steps }), steps, due }
}

const at = (instant: string) => Date.parse(instant)

it('stands still over the weekend', () => {
  // Friday 15:00 in Berlin: two hours today, two on Monday.
  const { points } = progress('2026-11-27T14:00:00Z', { kind: 'business-minutes', minutes: 240 })
  expect(usedAt(points, at('2026-11-27T13:00:00Z'))).toBe(0)
  expect(usedAt(points, at('2026-11-27T15:00:00Z'))).toBeCloseTo(0.25)
  expect(usedAt(points, at('2026-11-28T12:00:00Z'))).toBeCloseTo(0.5)
  expect(usedAt(points, at('2026-11-30T08:00:00Z'))).toBeCloseTo(0.75)
  expect(usedAt(points, at('2026-12-01T08:00:00Z'))).toBe(1)
})

it('of a target in days goes through the instants of its reminders', () => {
  const { points, steps } = progress('2026-11-27T14:00:00Z', { kind: 'business-days', days: 2, by: '12:00' })
  for (const [level, used] of [
    ['warned-50', 0.5],
    ['warned-75', 0.75],
  ] as const)
    expect(usedAt(points, at(steps.find(step => step.level === level)?.at ?? ''))).toBeCloseTo(used)
})

it('never goes back, from nothing to all', () => {
  const minutes = fc.integer({ min: 1, max: 20_000 })
  const span = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(minutes, span, (target, [a, b]) => {
      const start = '2026-11-27T14:00:00Z'
      const { points, due } = progress(start, { kind: 'business-minutes', minutes: target })
      const place = (part: number) => at(start) + part * (due.getTime() - at(start))
      const [first, second] = [place(Math.min(a, b)), place(Math.max(a, b))]
      expect(usedAt(points, first)).toBeLessThanOrEqual(usedAt(points, second) + 1e-9)
      expect(usedAt(points, due.getTime())).toBeCloseTo(1)
    }),
    { numRuns: 200 },
  )
})
