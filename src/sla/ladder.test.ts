// The steps of a late answer: when, to whom, in which order, and what stops them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen, officeWeek, type WorkCalendar } from '../calendars/calendar.ts'
import { type Due, dueAt, isWorkingInstant, type Pause, type Target } from '../calendars/working-time.ts'
import { instantOf, wallOf } from '../kernel/time.ts'
import {
  acknowledgmentLadder,
  acknowledgmentTarget,
  defaultLadder,
  judge,
  type Ladder,
  nextStep,
  repeatAfter,
  type Step,
  stepsFor,
  UNREAD_WAIT_MS,
  withEscalation,
} from './ladder.ts'

const berlin: WorkCalendar = {
  id: 'c',
  version: 1,
  name: 'Stuttgart',
  zone: 'Europe/Berlin',
  week: officeWeek,
  holidays: [],
  extra: [],
}
const START = '2026-11-27 15:00' // a Friday

function rising(target: Target, calendar: WorkCalendar, pauses: Pause[] = [], start = START) {
  const [date = '', time = ''] = start.split(' ')
  const result = dueAt(instantOf(date, time, 'Europe/Berlin'), target, calendar, { pauses }) as Due
  return { countingFrom: result.startedCounting, dueAt: result.due, target, calendar, pauses }
}

function told(steps: readonly Step[]): string[] {
  return steps.map(({ level, at, to }) => {
    const { date, time } = wallOf(new Date(at), 'Europe/Berlin')
    return `${level} ${date.slice(5)} ${time}:${at.slice(17, 19)} ${to}`
  })
}

const hours4: Target = { kind: 'business-minutes', minutes: 240 }

it('a call-off of four hours over the weekend: reminders, breach, administrator, buyer, repeats', () => {
  const ladder = withEscalation(defaultLadder, { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 2 })
  expect(told(stepsFor(ladder, rising(hours4, berlin)))).toEqual([
    'warned-50 11-27 17:00:00 answerers',
    'warned-75 11-30 09:00:00 answerers',
    'breached 11-30 10:00:00 answerers',
    'escalated-administrator 11-30 10:00:00 supplier-administrators',
    'escalated-buyer 11-30 11:00:00 buyer',
    'repeat-1 11-30 15:00:00 buyer',
    'repeat-2 12-01 10:00:00 buyer',
  ])
})

it('day and night with two minutes: warning, breach and escalation within three minutes', () => {
  const ladder = withEscalation(defaultLadder, { buyerAfterMinutes: 0.5, repeatMinutes: 15, repeatMax: 1 })
  const clock = rising({ kind: 'business-minutes', minutes: 2 }, alwaysOpen('a', 'Europe/Berlin'))
  expect(told(stepsFor(ladder, clock))).toEqual([
    'warned-50 11-27 15:01:00 answerers',
    'warned-75 11-27 15:01:30 answerers',
    'breached 11-27 15:02:00 answerers',
    'escalated-administrator 11-27 15:02:00 supplier-administrators',
    'escalated-buyer 11-27 15:02:30 buyer',
    'repeat-1 11-27 15:17:30 buyer',
  ])
})

it('a missing 997: warned after 4 elapsed hours, alarm after 24, to the operators only', () => {
  const hours = { warnHours: 4, alarmHours: 24 }
  const clock = rising(acknowledgmentTarget(hours), berlin)
  expect(told(stepsFor(acknowledgmentLadder(hours), clock))).toEqual([
    'warned 11-27 19:00:00 operators',
    'breached 11-28 15:00:00 operators',
  ])
  expect(acknowledgmentLadder({ warnHours: 24, alarmHours: 24 }).rungs.map(rung => rung.level)).toEqual(['breached'])
})

it('a pause moves the steps that are still to come', () => {
  const pause = (from: string, to: string): Pause => ({
    from: instantOf('2026-11-27', from, 'Europe/Berlin'),
    to: instantOf('2026-11-27', to, 'Europe/Berlin'),
    why: 'question',
  })
  const steps = stepsFor(defaultLadder, rising(hours4, berlin, [pause('15:30', '16:30')]))
  expect(told(steps).slice(0, 3)).toEqual([
    'warned-50 11-30 09:00:00 answerers',
    'warned-75 11-30 10:00:00 answerers',
    'breached 11-30 11:00:00 answerers',
  ])
})

it('no repeats where none are wanted, and never more than a bound', () => {
  const levels = (ladder: Ladder) => stepsFor(ladder, rising(hours4, berlin)).map(step => step.level)
  const escalation = { buyerAfterMinutes: 0, repeatMinutes: 0, repeatMax: 3 }
  expect(levels(withEscalation(defaultLadder, escalation))).toHaveLength(5)
  expect(levels(withEscalation(defaultLadder, { ...escalation, repeatMinutes: 1, repeatMax: 1e9 }))).toHaveLength(55)
})

describe('where no number of repeats is agreed', () => {
  const ladder = withEscalation(defaultLadder, { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: null })
  const clock = rising(hours4, berlin)
  const first = stepsFor(ladder, clock).at(-1) as Step
  const following = (step: Step, now: string) => {
    const [date = '', time = ''] = now.split(' ')
    return repeatAfter(step, clock, instantOf(date, time, 'Europe/Berlin')) as Step
  }

  it('each repeat is followed by another, an interval of working time later', () => {
    expect(told([first])).toEqual(['repeat-1 11-30 15:00:00 buyer'])
    const second = following(first, '2026-11-30 15:00')
    const third = following(second, '2026-12-01 10:00')
    expect(told([second, third])).toEqual(['repeat-2 12-01 10:00:00 buyer', 'repeat-3 12-01 14:00:00 buyer'])
  })

  it('intervals that passed unseen are not made up for: the next one counts from now', () => {
    expect(told([following(first, '2026-12-09 10:00')])).toEqual(['repeat-2 12-09 14:00:00 buyer'])
  })

  it('a repeat out of an agreed number is followed by none of these', () => {
    const agreed = withEscalation(defaultLadder, { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 1 })
    expect(repeatAfter(stepsFor(agreed, clock).at(-1) as Step, clock, clock.dueAt)).toBeUndefined()
  })
})

it('a calendar that closes for good after the due instant loses only the steps beyond', () => {
  const last = { ...berlin, week: {}, extra: [{ date: '2026-11-27', openings: [{ open: '08:00', close: '19:00' }] }] }
  const levels = stepsFor(defaultLadder, rising(hours4, last)).map(step => step.level)
  expect(levels).toEqual(['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer'])
})

describe('the next step', () => {
  const clock = { at: 'running' as const, steps: stepsFor(defaultLadder, rising(hours4, berlin)) }
  const friday = instantOf('2026-11-27', '16:59', 'Europe/Berlin')
  const monday = instantOf('2026-11-30', '09:30', 'Europe/Berlin')

  it('is the earliest not fired, due when its instant has come', () => {
    expect(nextStep(clock, [], friday)).toMatchObject({ step: { level: 'warned-50' }, isDue: false })
    expect(nextStep(clock, [], monday)).toMatchObject({ step: { level: 'warned-50' }, isDue: true })
    expect(nextStep(clock, ['warned-50'], monday)).toMatchObject({ step: { level: 'warned-75' }, isDue: true })
    expect(nextStep(clock, ['warned-50', 'warned-75'], monday)).toMatchObject({
      step: { level: 'breached' },
      isDue: false,
    })
  })

  it('there is none once answered, cancelled, excused, or while paused', () => {
    for (const at of ['met', 'met-late', 'excused', 'cancelled', 'paused'] as const)
      expect(nextStep({ ...clock, at }, [], monday)).toBeUndefined()
  })

  it('there are no repeats once somebody has taken the breach on', () => {
    const fired = ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']
    expect(nextStep({ ...clock, at: 'breached' }, fired, monday)?.step.level).toBe('repeat-1')
    expect(nextStep({ ...clock, at: 'breached', acknowledgedAt: monday }, fired, monday)).toBeUndefined()
  })

  it('there are no repeats to the supplier while it disputes the breach; the buyer is told on', () => {
    const fired = ['warned-50', 'warned-75', 'breached', 'escalated-administrator', 'escalated-buyer']
    const disputed = { ...clock, at: 'breached' as const, disputedAt: monday }
    expect(nextStep(disputed, fired, monday)?.step.level).toBe('repeat-1')
    const toSupplier = clock.steps.map(step => ({ ...step, to: 'answerers' as const }))
    expect(nextStep({ ...disputed, steps: toSupplier }, fired, monday)).toBeUndefined()
    expect(nextStep({ ...disputed, steps: toSupplier, disputedAt: null }, fired, monday)?.step.level).toBe('repeat-1')
  })
})

describe('a step whose instant has come', () => {
  const { dueAt: due } = rising(hours4, berlin)
  const [step] = stepsFor({ rungs: defaultLadder.rungs.slice(2, 3) }, rising(hours4, berlin)) as [Step]
  const later = (ms: number) => new Date(due.getTime() + ms)

  it('fires when nothing received in time lies unread', () => {
    expect(judge(step, { dueAt: due }, undefined, due)).toEqual({ fire: 'plain' })
    expect(judge(step, { dueAt: due }, later(1), later(5))).toEqual({ fire: 'plain' })
  })

  it('waits for what does, for a bounded time, and then says so', () => {
    expect(judge(step, { dueAt: due }, due, later(1000))).toEqual({ lookAgainAt: later(6000) })
    expect(judge(step, { dueAt: due }, due, later(UNREAD_WAIT_MS - 1))).toEqual({ lookAgainAt: later(UNREAD_WAIT_MS) })
    expect(judge(step, { dueAt: due }, due, later(UNREAD_WAIT_MS))).toEqual({ fire: 'unread' })
  })
})

it('steps come in order, each level once, the breach at the due instant, all at working instants', () => {
  const minute = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(minute, fc.nat({ max: 3000 }), fc.nat({ max: 3000 }), (minutes, buyerAfterMinutes, repeatMinutes) => {
      const ladder = withEscalation(defaultLadder, { buyerAfterMinutes, repeatMinutes, repeatMax: 4 })
      const clock = rising({ kind: 'business-minutes', minutes }, berlin)
      const steps = stepsFor(ladder, clock)
      const ats = steps.map(step => step.at)
      expect(ats).toEqual([...ats].sort())
      expect(new Set(steps.map(step => step.level)).size).toBe(steps.length)
      expect(steps.find(step => step.level === 'breached')?.at).toBe(clock.dueAt.toISOString())
      expect(ats.every(each => isWorkingInstant(new Date(each), berlin))).toBe(true)
      expect(JSON.parse(JSON.stringify(steps))).toEqual(steps)
    }),
  )
})
