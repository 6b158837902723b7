// What the oracle expects of a clock that ended late while an answer that had come in time lay here.
import { expect, it } from 'vitest'
import { expectedOf } from './expected.ts'
import { Hours } from './hours.ts'
import { judge } from './oracle.ts'
import { begun, type Told } from './told.ts'

const at = (hours: number) => Date.parse('2027-03-01T08:00:00Z') + hours * 3_600_000
const pausable = { buyer: [], supplier: [] }
const rungs = [{ level: 'breached', share: 1, minutes: 0 }]

/** Asked at 0, due after 2 hours, ended after 3; whatever is about documents is about one. */
function said(
  how: 'answered' | 'cancelled',
  state: string,
  document: { received: number; applied: number },
  until = 9,
) {
  const terms: Told['terms'][number]['terms'] = {
    ...{ kind: 'order', start: at(0), target: { kind: 'elapsed', minutes: 120 }, counted: undefined, other: undefined },
    ...{ rungs, repeat: undefined, isOwn: false, pausable },
  }
  const told: Told = {
    ...begun('order', at(0), terms),
    ended: { at: at(3), committed: at(3), how },
    documents: [{ received: at(document.received), applied: at(document.applied) }],
  }
  const fired = [{ level: 'breached', at: at(2), unread: false }]
  return judge({ told, fired, unread: [], state, until: at(until) })
}

it.each([
  ['answered', 'excused', 'met-late', { received: 1, applied: 4 }],
  // It came late, too; or before anything was asked; or had been applied before the answer came.
  ['answered', 'met-late', 'excused', { received: 2.1, applied: 4 }],
  ['answered', 'met-late', 'excused', { received: -1, applied: 4 }],
  ['answered', 'met-late', 'excused', { received: 1, applied: 2.9 }],
  ['cancelled', 'met', 'cancelled-late', { received: 1, applied: 4 }],
  ['cancelled', 'cancelled-late', 'met', { received: 2.1, applied: 4 }],
] as const)('what is %s late is %s, and not %s, with a document like %j', (how, right, wrong, document) => {
  expect(said(how, right, document)).toEqual([])
  expect(said(how, wrong, document)).toEqual([expect.stringContaining(`is ${wrong} and should be ${right}`)])
})

it('what was applied a moment ago may not be weighed yet', () => {
  for (const state of ['met-late', 'excused'])
    expect(said('answered', state, { received: 1, applied: 8.99 })).toEqual([])
})

/** Worked from Monday to Friday, on Fridays until two; on a Wednesday there is a fair. */
const kiel = {
  ...{ id: 'kiel', version: 1, name: 'Kiel', zone: 'Europe/Berlin', always: false, extra: [], cutOff: {} },
  week: {
    ...Object.fromEntries([1, 2, 3, 4].map(day => [day, [{ open: '08:00', close: '17:00' }]])),
    5: [{ open: '08:00', close: '14:00' }],
  },
  holidays: [{ date: '2027-03-17', name: 'Fair' }],
}

it('a repeat whose last seconds are counted after the weekend is not forgotten before that', () => {
  const terms: Told['terms'][number]['terms'] = {
    ...{ kind: 'order', start: at(0), target: { kind: 'business-minutes', minutes: 120 }, other: undefined },
    ...{ counted: { calendar: kiel, hours: new Hours(kiel) }, rungs, isOwn: false, pausable },
    repeat: { minutes: 60, times: null, toSupplier: false },
  }
  const [friday, monday] = [at(4 * 24 + 4) + 20_000, at(7 * 24 - 1)]
  const told = { ...begun('order', at(0), terms), excuses: [{ from: at(2.5), to: friday - 50 }] }
  const fired = [
    { level: 'breached', at: at(2), unread: false },
    { level: 'repeat-1', at: friday, unread: false },
  ]
  const by = (until: number) => judge({ told, fired, unread: [], state: 'breached', until })
  expect(by(monday)).toEqual([])
  expect(by(monday + 3_600_000)).toEqual([expect.stringContaining('repeat-2 was forgotten')])
})

it.each([
  // Two worked days before Thursday the 18th, its time counts from two worked days before that.
  ['2027-03-01T09:00', 2, '2027-03-15T16:00', '2027-03-15T08:30'],
  // On the day itself.
  ['2027-03-01T09:00', 0, '2027-03-18T16:00', '2027-03-16T16:00'],
  // Agreed on when that was over: the next worked day at that hour.
  ['2027-03-15T16:00', 2, '2027-03-16T16:00', '2027-03-16T11:30'],
  ['2027-03-16T17:30', 2, '2027-03-18T16:00', '2027-03-18T12:00'],
])(
  'agreed on at %s, %i worked days before Thursday the 18th are %s, and half of its time is %s',
  (since, days, due, half) => {
    const kielTime = (wall: string) => Date.parse(`${wall}:00+01:00`)
    const start = kielTime(since)
    const expected = expectedOf(
      {
        ...{ kind: 'ship-notice', start, target: { kind: 'before-delivery', days, by: '16:00' }, other: undefined },
        ...{ counted: { calendar: kiel, hours: new Hours(kiel) }, delivery: { day: '2027-03-18', since: start } },
        ...{ rungs: [{ level: 'warned-50', share: 0.5, minutes: 0 }], repeat: undefined, isOwn: false, pausable },
      },
      [],
    )
    expect([expected.due, expected.steps.get('warned-50')]).toEqual([kielTime(due), kielTime(half)])
  },
)
