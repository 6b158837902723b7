// The past under another policy: worked cases, and that the same policy changes nothing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen, type WorkCalendar } from '../calendars/index.ts'
import { isRefusal } from '../kernel/errors.ts'
import type { Target } from '../partners/profile.ts'
import type { ClockPause } from './api.ts'
import { apply, begin, type ClockState, refuse } from './clock.ts'
import { stepsFor } from './ladder.ts'
import { layOut } from './lay-out.ts'
import type { PolicyLadder, Verdict } from './policy-api.ts'
import { ladderOf } from './policy-ladder.ts'
import { changeRank, figuresOf, type Recorded, recordedOutcome, replayed } from './replay.ts'

const day = { open: '08:00', close: '16:00' }
const kiel: WorkCalendar = {
  ...{ id: 'kiel', version: 1, name: 'Kiel', zone: 'Europe/Berlin', always: false },
  ...{ week: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day] }, holidays: [], extra: [] },
}
const hours = (n: number): Target => ({ kind: 'business-minutes', minutes: n * 60 })
const buyerAfter = (minutes: number): PolicyLadder => ({
  reminders: [{ percent: 50, to: 'answerers', mandatory: false }],
  escalations: [{ afterMinutes: minutes, to: 'buyer' }],
  repeat: null,
})
const berlin = (text: string) => new Date(`2027-${text}:00+01:00`)
/** Monday. */
const MONDAY_NINE = berlin('03-01T09:00')
const NOW = berlin('03-12T12:00')

const clock = (more: Partial<Recorded> = {}): Recorded => ({
  ...{ kind: 'call-off', at: 'met', startedAt: MONDAY_NINE, dueAt: berlin('03-01T13:00'), zone: 'Europe/Berlin' },
  ...{
    stoppedAt: berlin('03-01T11:00'),
    target: hours(4),
    pauses: [],
    excuse: null,
    toldBuyer: false,
    cancelledWhy: null,
    ...more,
  },
})
const under = (target: Target, ladder = buyerAfter(60), calendar: WorkCalendar | undefined = kiel) => ({
  ...{ target, ladder: ladderOf(ladder, 'call-off') },
  named: { hours: 'agreed' as const, calendar, other: undefined },
})
const nobodys = { hours: 'agreed' as const, calendar: undefined, other: undefined }
const pause = (from: string, to: string | null): ClockPause => ({
  ...{ from: berlin(from).toISOString(), to: to && berlin(to).toISOString() },
  ...{ reason: 'our-drawing', note: 'Drawing', by: 'Anna' },
})

describe('a clock under another policy', () => {
  it('that was met with two hours to spare is late by one where an hour is given, and the buyer is not told yet', () => {
    const was = clock()
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'met', roomMinutes: 120, toldBuyer: false })
    const dueAt = berlin('03-01T10:00')
    const told = { dueAt, verdict: 'late', roomMinutes: -60, toldBuyer: false }
    expect(replayed(was, under(hours(1)), NOW)).toEqual(told)
    expect(replayed(was, under(hours(1), buyerAfter(59)), NOW)).toEqual({ ...told, toldBuyer: true })
  })

  it('that was late, then asked no more, would not have been late where it was due after that', () => {
    const was = clock({ at: 'cancelled-late', stoppedAt: berlin('03-01T14:00'), cancelledWhy: 'Release 7' })
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'late', roomMinutes: null })
    expect(replayed(was, under(hours(6)), NOW)).toMatchObject({ verdict: 'cancelled', roomMinutes: null })
    const excused = { ...was, at: 'excused', excuse: { at: berlin('03-02T09:00').toISOString() } } as const
    expect(replayed(excused, under(hours(6)), NOW).verdict).toBe('cancelled')
    expect(replayed(excused, under(hours(1)), NOW).verdict).toBe('excused')
  })

  it('that was asked no more in time is late where it would have been due before', () => {
    const was = clock({ at: 'cancelled', stoppedAt: berlin('03-01T11:00') })
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'cancelled', roomMinutes: null })
    expect(replayed(was, under(hours(1)), NOW).verdict).toBe('late')
  })

  it('that was late over the night is met where working hours are counted to the next day', () => {
    const was = clock({ at: 'met-late', stoppedAt: berlin('03-02T09:00'), toldBuyer: true })
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'late', roomMinutes: -240 })
    expect(replayed(was, under(hours(9)), NOW)).toEqual({
      ...{ dueAt: berlin('03-02T10:00'), verdict: 'met', roomMinutes: 60, toldBuyer: false },
    })
  })

  it('is due later by the pause that it had, and by no pause that came after', () => {
    const was = clock({
      pauses: [pause('03-01T10:00', '03-01T12:00'), pause('03-01T13:30', '03-01T14:00')],
      stoppedAt: berlin('03-01T14:30'),
    })
    expect(replayed(was, under(hours(2)), NOW).dueAt).toEqual(berlin('03-01T13:00'))
    expect(replayed(was, under(hours(4)), NOW).dueAt).toEqual(berlin('03-01T15:30'))
  })

  it('that stood still when its answer came is judged by when it was stopped', () => {
    const was = clock({ pauses: [pause('03-01T12:30', '03-05T09:00')], stoppedAt: berlin('03-05T09:00') })
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'met', roomMinutes: 30 })
    expect(replayed(was, under(hours(3)), NOW)).toMatchObject({ verdict: 'late', roomMinutes: -30 })
    expect(replayed(was, under(hours(4)), NOW)).toMatchObject({ verdict: 'met', dueAt: berlin('03-01T13:00') })
  })

  it('that still waits is late where it would have been due by now', () => {
    const was = clock({ at: 'running', stoppedAt: null, target: hours(400), dueAt: berlin('06-01T09:00') })
    expect(recordedOutcome(was, kiel, NOW)).toMatchObject({ verdict: 'waiting', roomMinutes: null })
    expect(replayed(was, under(hours(4)), NOW)).toMatchObject({ verdict: 'late', toldBuyer: true, roomMinutes: null })
    expect(replayed(was, under(hours(500)), NOW)).toMatchObject({ verdict: 'waiting', toldBuyer: false })
  })

  it('that was excused would be so again, and nobody is told after the excuse', () => {
    const at = 'excused' as const
    const was = clock({ at, stoppedAt: berlin('03-02T09:00'), excuse: { at: berlin('03-01T13:10').toISOString() } })
    expect(recordedOutcome(was, kiel, NOW).verdict).toBe('excused')
    expect(replayed(was, under(hours(3)), NOW)).toMatchObject({ verdict: 'excused', toldBuyer: true })
    expect(replayed(was, under(hours(4)), NOW)).toMatchObject({ verdict: 'excused', toldBuyer: false })
    expect(replayed(was, under(hours(40)), NOW)).toMatchObject({ verdict: 'met', toldBuyer: false })
  })

  it('tells the buyer by a repeat, or by a reminder, as well as by a step', () => {
    const was = clock({ stoppedAt: berlin('03-01T14:30'), at: 'met-late' })
    const repeat = { everyMinutes: 80, times: null, to: 'buyer' as const }
    expect(replayed(was, under(hours(4), { reminders: [], escalations: [], repeat }), NOW).toldBuyer).toBe(true)
    expect(
      replayed(was, under(hours(4), { reminders: [], escalations: [], repeat: { ...repeat, everyMinutes: 91 } }), NOW)
        .toldBuyer,
    ).toBe(false)
    const reminders = [{ percent: 90, to: 'buyer' as const, mandatory: false }]
    expect(replayed(was, under(hours(6), { reminders, escalations: [], repeat: null }), NOW)).toMatchObject({
      ...{ verdict: 'met', toldBuyer: true },
    })
  })

  it('is counted day and night where there is no calendar', () => {
    const was = clock({ stoppedAt: berlin('03-01T18:00'), at: 'met-late' })
    expect(replayed(was, { ...under(hours(10)), named: nobodys }, NOW).dueAt).toEqual(berlin('03-01T19:00'))
  })
})

it('sums up ends and the median room, a room that really was', () => {
  const of = (verdict: Verdict, roomMinutes: number | null) => ({
    dueAt: NOW,
    verdict,
    toldBuyer: verdict === 'late',
    roomMinutes,
  })
  expect(
    figuresOf([
      of('met', 30),
      of('met', 10),
      of('late', -50),
      of('met', 20),
      of('waiting', null),
      of('cancelled', null),
    ]),
  ).toEqual({
    ...{ met: 3, late: 1, excused: 0, waiting: 1, cancelled: 1, toldBuyer: 1, medianRoomMinutes: 10 },
  })
  expect(figuresOf([]).medianRoomMinutes).toBeNull()
})

describe('the same policy', () => {
  const target: fc.Arbitrary<Target> = fc.oneof(
    fc.integer({ min: 1, max: 3_000 }).map(minutes => ({ kind: 'business-minutes' as const, minutes })),
    fc.integer({ min: 1, max: 6_000 }).map(minutes => ({ kind: 'elapsed' as const, minutes })),
    fc.record({ kind: fc.constant('business-days' as const), days: fc.nat(4), by: fc.constantFrom('12:00', '15:30') }),
    fc.record({ kind: fc.constant('calendar-days' as const), days: fc.nat(4), by: fc.constantFrom('12:00', '15:30') }),
  )
  const audience = fc.constantFrom('answerers' as const, 'buyer' as const)
  const ladder: fc.Arbitrary<PolicyLadder> = fc.record({
    reminders: fc.uniqueArray(
      fc.record({ percent: fc.integer({ min: 1, max: 99 }), to: audience, mandatory: fc.boolean() }),
      { selector: ({ percent }) => percent, maxLength: 3 },
    ),
    escalations: fc.uniqueArray(fc.record({ afterMinutes: fc.nat(600), to: audience }), {
      ...{ selector: ({ afterMinutes }) => afterMinutes, maxLength: 3 },
    }),
    repeat: fc.option(
      fc.record({ everyMinutes: fc.integer({ min: 1, max: 900 }), times: fc.constant(3), to: audience }),
    ),
  })
  const minute = fc.integer({ min: 0, max: 14 * 24 * 60 })
  const at = (minutes: number) => new Date(MONDAY_NINE.getTime() + minutes * 60_000)

  it('changes nothing: neither what was due, nor how it ended, nor who was told, nor the room', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...{ target, ladder, calendar: fc.constantFrom(kiel, alwaysOpen('day-and-night', 'Europe/Berlin')) },
          ...{ start: minute, answer: fc.option(minute), pauses: fc.array(fc.tuple(minute, minute), { maxLength: 3 }) },
          isCancelled: fc.boolean(),
        }),
        given => {
          const now = at(30 * 24 * 60)
          const was = lived(given, now)
          const before = recordedOutcome(was, given.calendar, now)
          const after = replayed(
            was,
            { ...given, named: { ...nobodys, calendar: given.calendar }, ladder: ladderOf(given.ladder, 'call-off') },
            now,
          )
          expect(after).toEqual(before)
          expect(changeRank(before, after)).toBe(3)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  interface Life {
    target: Target
    ladder: PolicyLadder
    calendar: WorkCalendar
    start: number
    /** Minutes after the start; null: never. */
    answer: number | null
    /** Then it was asked no more, instead. */
    isCancelled: boolean
    /** From, and how long. */
    pauses: [number, number][]
  }

  /** What would be recorded of such a clock, by the life of clocks itself. */
  function lived(
    { target: of, ladder: rungs, calendar, start, answer, pauses, isCancelled }: Life,
    now: Date,
  ): Recorded {
    const startedAt = at(start)
    const counted = { kind: 'call-off' as const, startedAt, target: of, recounts: [], steps: [] }
    const laidOut = (had: ClockPause[]) => {
      const found = layOut({ ...counted, pauses: had }, calendar, ladderOf(rungs, 'call-off'))
      if (isRefusal(found)) throw new Error(found.detail)
      return found
    }
    const answeredAt = answer === null ? null : at(start + answer)
    const first = laidOut([])
    let state: ClockState = begin({ startedAt, countingFrom: first.countingFrom, dueAt: first.dueAt })
    const had: ClockPause[] = []
    let free = startedAt
    for (const [from, long] of pauses.toSorted((a, b) => a[0] - b[0])) {
      const [begins, ends] = [at(start + from), at(start + from + long + 1)]
      const paused = { type: 'clock.paused', at: begins, why: '' } as const
      if (begins < free || (answeredAt && begins >= answeredAt) || refuse(state, paused)) continue
      state = apply(state, paused)
      free = ends
      if (answeredAt && ends >= answeredAt) {
        had.push({ ...open(begins), to: answeredAt.toISOString() })
        break
      }
      had.push({ ...open(begins), to: ends.toISOString() })
      state = apply(state, { type: 'clock.resumed', at: ends, dueAt: laidOut(had).dueAt })
    }
    const end = state.at === 'paused' ? state.pausedAt : (answeredAt ?? now)
    if (state.at !== 'paused' && end > state.dueAt) state = apply(state, { type: 'clock.due-passed', at: end })
    const ending = isCancelled ? ({ type: 'clock.cancelled', why: '' } as const) : ({ type: 'clock.answered' } as const)
    if (answeredAt) state = apply(state, { ...ending, at: answeredAt })
    const over = had.filter(({ to }) => to !== answeredAt?.toISOString())
    const { countingFrom, dueAt } = laidOut(over)
    const spans = over.map(({ from, to, note }) => ({ from: new Date(from), to: new Date(to ?? from), why: note }))
    const steps = stepsFor(ladderOf(rungs, 'call-off'), { countingFrom, dueAt, target: of, calendar, pauses: spans })
    return {
      ...{ kind: 'call-off', at: state.at, startedAt, dueAt: state.dueAt, stoppedAt: answeredAt, zone: calendar.zone },
      ...{ target: of, pauses: had, excuse: null, cancelledWhy: state.at === 'cancelled-late' ? '' : null },
      toldBuyer: steps.some(({ to, at: fires }) => to === 'buyer' && new Date(fires) < end),
    }
  }

  const open = (from: Date): ClockPause => ({ from: from.toISOString(), to: null, reason: 'other', note: '', by: '' })
})
