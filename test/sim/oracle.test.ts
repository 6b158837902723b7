// What the oracle expects of a clock that ended late while an answer that had come in time lay here.
import { expect, it } from 'vitest'
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
