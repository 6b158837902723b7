// Whatever a supplier and its buyer do in whatever order: no supplier pauses a clock again and again.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isRefusal } from '../kernel/errors.ts'
import { type ClockPause, type PauseReason, pauseReasons, type Side, sides } from './api.ts'
import { endedPauses } from './pause.ts'
import { pausableFor, pauseOf, refusePause, refuseResume, sideOfPause } from './pausing.ts'
import type { Governing } from './policy.ts'

const T0 = Date.parse('2027-03-01T08:00:00Z')
const reasonsOf = fc.subarray([...pauseReasons])

interface Act {
  does: 'pause' | 'resume'
  side: Side
  reason: PauseReason
}
const act: fc.Arbitrary<Act> = fc.record({
  does: fc.constantFrom('pause', 'resume'),
  side: fc.constantFrom(...sides),
  reason: fc.constantFrom(...pauseReasons),
})

const clockOf = (policy: Pick<Governing, 'pauseReasons' | 'supplierPauseReasons'>, pauses: ClockPause[]) => ({
  ...{ kind: 'order' as const, at: 'running' as const, zone: 'Europe/Berlin', dueAt: new Date(T0 + 9e9), pauses },
  policy: { name: 'Orders', ...policy } as Governing,
})
type Clock = ReturnType<typeof clockOf>

function done(clock: Clock, { does, side, reason }: Act, at: Date): ClockPause[] {
  const paused = pauseOf(clock)
  if (does === 'resume') {
    if (!paused || refuseResume(paused, side)) return clock.pauses
    return endedPauses(clock.pauses, at, { resumed: { by: side, side } })
  }
  if (paused || refusePause(clock, side, reason)) return clock.pauses
  return [...clock.pauses, { from: at.toISOString(), to: null, reason, note: '', by: side, side }]
}

it('it pauses once for each reason that is left to it, and not at all once the buyer has let a pause of its go on', () => {
  const story = fc.tuple(reasonsOf, reasonsOf, fc.array(act, { maxLength: 40 }))
  fc.assert(
    fc.property(story, ([allowed, left, acts]) => {
      const policy = { pauseReasons: allowed, supplierPauseReasons: left.filter(reason => allowed.includes(reason)) }
      let clock = clockOf(policy, [])
      for (const [i, each] of acts.entries()) {
        const at = new Date(T0 + i * 60_000)
        const offered = pausableFor(clock, each.side, at)
        const before = clock.pauses
        clock = clockOf(policy, done(clock, each, at))
        // What the pages offer is what the verb lets pass.
        if (each.does === 'pause' && clock.pauses.length > before.length) expect(offered).toContain(each.reason)
        if (each.does === 'pause' && each.side === 'buyer' && !before.some(({ to }) => to === null))
          expect(clock.pauses.length > before.length).toBe(allowed.includes(each.reason))
      }
      const own = clock.pauses.filter(pause => sideOfPause(pause) === 'supplier').map(({ reason }) => reason)
      expect(new Set(own).size).toBe(own.length)
      expect(policy.supplierPauseReasons).toEqual(expect.arrayContaining(own))
      const ended = clock.pauses.findIndex(
        pause => sideOfPause(pause) === 'supplier' && pause.resumed?.side === 'buyer',
      )
      const after = ended === -1 ? [] : clock.pauses.slice(ended + 1)
      expect(after.filter(pause => sideOfPause(pause) === 'supplier')).toEqual([])
      // The buyer is never shut out of letting it go on.
      const paused = pauseOf(clock)
      if (paused) expect(refuseResume(paused, 'buyer')).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})

it('a pause from before suppliers could pause is the buyer’s, and a policy from then leaves none to the supplier', () => {
  const old: ClockPause = { from: new Date(T0).toISOString(), to: null, reason: 'other', note: '', by: 'Anna Berg' }
  expect(sideOfPause(old)).toBe('buyer')
  expect(refuseResume(old, 'supplier')).toMatchObject({ code: 'pause-not-yours' })
  expect(pausableFor(clockOf({ pauseReasons: ['other'] }, []), 'supplier', new Date(T0))).toEqual([])
  expect(isRefusal(refusePause({ ...clockOf({ pauseReasons: [] }, []), policy: null }, 'supplier', 'other'))).toBe(true)
  expect(refusePause({ ...clockOf({ pauseReasons: [] }, []), policy: null }, 'buyer', 'other')).toBeUndefined()
})

it('a buyer’s own clock, and one that is late, is paused by nobody', () => {
  const clock = clockOf({ pauseReasons: ['other'], supplierPauseReasons: ['other'] }, [])
  for (const side of sides) {
    expect(pausableFor(clock, side, clock.dueAt)).toEqual(['other'])
    expect(pausableFor(clock, side, new Date(clock.dueAt.getTime() + 1))).toEqual([])
    expect(pausableFor({ ...clock, kind: 'decision' }, side, new Date(T0))).toEqual([])
    for (const at of ['paused', 'breached', 'met', 'cancelled-late'] as const)
      expect(pausableFor({ ...clock, at }, side, new Date(T0))).toEqual([])
  }
})
