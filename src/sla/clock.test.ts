// The life of a clock, every state against every event, and the answers that come at the wrong moment.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allowed,
  apply,
  begin,
  type ClockAt,
  type ClockEvent,
  type ClockState,
  type Excuse,
  may,
  refuse,
  shown,
} from './clock.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute))
const course = { startedAt: at(0), countingFrom: at(0), dueAt: at(60) }
const running = begin(course)
const after = (state: ClockState, ...events: ClockEvent[]) => events.reduce(apply, state)

const excuse: Excuse = { at: at(80), by: 'Ann', attribution: 'system', reason: 'our-system', note: 'our mail was down' }
const states: Record<ClockAt, ClockState> = {
  pending: begin({ ...course, countingFrom: at(10) }),
  running,
  paused: after(running, { type: 'clock.paused', at: at(5), why: 'question' }),
  met: after(running, { type: 'clock.answered', at: at(30) }),
  breached: after(running, { type: 'clock.due-passed', at: at(61) }),
  'met-late': after(running, { type: 'clock.answered', at: at(70) }),
  excused: after(running, { type: 'clock.due-passed', at: at(61) }, { type: 'clock.excused', at: at(80), excuse }),
  cancelled: after(running, { type: 'clock.cancelled', at: at(5), why: 'order cancelled' }),
  'cancelled-late': after(running, { type: 'clock.cancelled', at: at(70), why: 'order cancelled' }),
}
const events: ClockEvent[] = [
  { type: 'clock.counting', at: at(90) },
  { type: 'clock.paused', at: at(40), why: 'question' },
  { type: 'clock.resumed', at: at(90), dueAt: at(150) },
  { type: 'clock.answered', at: at(90) },
  { type: 'clock.due-passed', at: at(90) },
  { type: 'clock.acknowledged', at: at(90), by: 'Ann' },
  { type: 'clock.excused', at: at(90), excuse: { ...excuse, at: at(90) } },
  { type: 'clock.excuse-taken-back', at: at(90) },
  { type: 'clock.disputed', at: at(90) },
  { type: 'clock.cancelled', at: at(90), why: 'order cancelled' },
]

describe('every state against every event', () => {
  for (const [name, state] of Object.entries(states)) {
    it.each(events)(`${name}: $type`, event => {
      expect(state.at).toBe(name)
      const refused = refuse(state, event)
      expect(refused === undefined).toBe(may(state.at, event.type))
      if (refused) {
        expect(refused.code).toBe('clock-not-now')
        expect(() => apply(state, event)).toThrow()
      } else expect(apply(state, event)).toMatchObject({ startedAt: course.startedAt })
    })
  }
})

it('an answer at the due instant is met, a millisecond later it is late', () => {
  expect(after(running, { type: 'clock.answered', at: at(60) }).at).toBe('met')
  const late = after(running, { type: 'clock.answered', at: new Date(at(60).getTime() + 1) })
  expect(late).toMatchObject({ at: 'met-late', breachedAt: course.dueAt })
})

it('is not paused once it is late', () => {
  const paused = (minute: number) => refuse(running, { type: 'clock.paused', at: at(minute), why: 'question' })
  expect(paused(60)).toBeUndefined()
  expect(paused(61)?.code).toBe('clock-late')
})

it('is never breached early', () => {
  expect(refuse(running, { type: 'clock.due-passed', at: new Date(at(60).getTime() - 1) })?.code).toBe('clock-not-due')
  expect(refuse(running, { type: 'clock.due-passed', at: at(60) })).toBeUndefined()
})

it('an answer received in time and read after the breach takes the breach back', () => {
  expect(after(states.breached, { type: 'clock.answered', at: at(59) })).toMatchObject({ at: 'met', stoppedAt: at(59) })
  expect(after(states.breached, { type: 'clock.answered', at: at(61) }).at).toBe('met-late')
})

it('a pause moves the due instant, and an answer during it is in time', () => {
  const resumed = after(states.paused, { type: 'clock.resumed', at: at(25), dueAt: at(80) })
  expect(resumed).toMatchObject({ at: 'running', dueAt: at(80) })
  expect(after(resumed, { type: 'clock.answered', at: at(75) }).at).toBe('met')
  expect(after(states.paused, { type: 'clock.answered', at: at(500) }).at).toBe('met')
  expect(refuse(states.paused, { type: 'clock.due-passed', at: at(500) })?.code).toBe('clock-not-now')
})

it('before its first opening it is shown as pending, then as running', () => {
  expect(shown(states.pending, at(9))).toBe('pending')
  expect(shown(states.pending, at(10))).toBe('running')
  expect(refuse(states.pending, { type: 'clock.counting', at: at(9) })?.code).toBe('clock-not-counting')
  expect(after(states.pending, { type: 'clock.counting', at: at(10) }).at).toBe('running')
})

it('an excused breach keeps its excuse when the answer comes, and is a breach again when the excuse is taken back', () => {
  const answered = after(states.excused, { type: 'clock.answered', at: at(95) })
  expect(answered).toMatchObject({ at: 'excused', excuse, stoppedAt: at(95) })
  const back: ClockEvent = { type: 'clock.excuse-taken-back', at: at(99) }
  expect(after(answered, back)).toEqual(after(running, { type: 'clock.answered', at: at(95) }))
  expect(after(states.excused, back)).toEqual(states.breached)
})

it('an answer that had come in time and was read after the excuse is met: nothing was late', () => {
  expect(after(states.excused, { type: 'clock.answered', at: at(59) })).toMatchObject({ at: 'met', stoppedAt: at(59) })
})

it('asked no more at the due instant it is late for nobody, a millisecond later it stays late', () => {
  const cancelled = (state: ClockState, when: Date) => after(state, { type: 'clock.cancelled', at: when, why: 'gone' })
  expect(cancelled(running, at(60)).at).toBe('cancelled')
  const late = cancelled(running, new Date(at(60).getTime() + 1))
  expect(late).toMatchObject({ at: 'cancelled-late', breachedAt: course.dueAt, cancelledWhy: 'gone' })
  expect(cancelled(states.breached, at(70))).toEqual(cancelled(running, at(70)))
  expect(cancelled(states.paused, at(500)).at).toBe('cancelled')
})

it('cancelled late it keeps its dispute and its excuse, and is met by an answer that had come in time', () => {
  const cancelled: ClockEvent = { type: 'clock.cancelled', at: at(90), why: 'gone' }
  const disputed = after(states.breached, { type: 'clock.disputed', at: at(70) }, cancelled)
  expect(disputed).toMatchObject({ at: 'cancelled-late', disputedAt: at(70) })
  const excused = after(states.excused, cancelled)
  expect(excused).toMatchObject({ at: 'excused', excuse, stoppedAt: at(90), cancelledWhy: 'gone' })
  expect(after(excused, { type: 'clock.excuse-taken-back', at: at(99) })).toEqual(after(running, cancelled))
  for (const state of [disputed, excused]) {
    expect(after(state, { type: 'clock.answered', at: at(95) })).toEqual(state)
    expect(after(state, { type: 'clock.answered', at: at(59) })).toEqual(
      after(running, { type: 'clock.answered', at: at(59) }),
    )
  }
})

it('a breach is disputed once until the buyer has decided, and the late answer leaves it disputed', () => {
  const disputed = after(states.breached, { type: 'clock.disputed', at: at(70) })
  expect(refuse(disputed, { type: 'clock.disputed', at: at(71) })?.code).toBe('clock-disputed')
  const answered = after(disputed, { type: 'clock.answered', at: at(75) })
  expect(answered).toMatchObject({ at: 'met-late', disputedAt: at(70) })
  const upheld: ClockEvent = { type: 'clock.upheld', at: at(80) }
  expect(after(answered, upheld)).toEqual(after(running, { type: 'clock.answered', at: at(75) }))
  expect(refuse(states.breached, upheld)?.code).toBe('clock-not-disputed')
})

it('whatever happens, the start never moves and a final state is really final', () => {
  const event = fc.constantFrom(...events)
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(states)), fc.array(event, { maxLength: 30 }), (first, story) => {
      let state = first
      for (const each of story) if (!refuse(state, each)) state = apply(state, each)
      expect(state.startedAt).toEqual(course.startedAt)
      if (allowed[first.at].length === 0) expect(state).toEqual(first)
    }),
  )
})
