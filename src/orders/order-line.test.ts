// The life of an order line, by examples and by every story that can happen.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cmp, decimal, sum } from '../kernel/decimal.ts'
import { addDays } from '../kernel/time.ts'
import { daysAfter, lateness } from './lateness.ts'
import {
  allowed,
  apply,
  asIs,
  awaitsSupplier,
  isPartlyRejected,
  type LineAt,
  type LineEvent,
  type LineState,
  mayHappen,
  mayHappenTo,
  type Promised,
  refuse,
  same,
  statusOf,
} from './order-line.ts'

const today = '2027-03-01'
const asked = { quantity: '100', unit: 'EA', needBy: '2027-03-15', quantityMax: '100' }
const fresh: LineState = { at: 'awaiting-answer', asked, promised: [] }
const later: Promised[] = [{ quantity: '100', date: '2027-03-18' }]
const split: Promised[] = [
  { quantity: '60', date: '2027-03-15' },
  { quantity: '40', date: '2027-03-20' },
]
const happen = (state: LineState, ...events: LineEvent[]): LineState =>
  events.reduce((now, event) => {
    expect(refuse(now, event)).toBeUndefined()
    return apply(now, event)
  }, state)
const proposed = (promised: Promised[], tolerated = false): LineEvent => ({
  type: 'line.proposed',
  promised,
  tolerated,
  today,
})

describe('an order line', () => {
  test('is confirmed when the supplier accepts it as asked', () => {
    expect(happen(fresh, { type: 'line.accepted' })).toEqual({ at: 'confirmed', asked, promised: asIs(asked) })
  })
  test('waits for the buyer when the supplier proposes another date, and is agreed when the buyer accepts', () => {
    const waiting = happen(fresh, proposed(later))
    expect(waiting).toMatchObject({ at: 'proposed', promised: [], open: later })
    expect(happen(waiting, { type: 'line.proposal-accepted' })).toMatchObject({ at: 'agreed', promised: later })
  })
  test('is agreed at once when the change is tolerated', () => {
    expect(happen(fresh, proposed(split, true))).toMatchObject({ at: 'agreed', promised: split })
  })
  test('is confirmed by a proposal that says exactly what was asked', () => {
    expect(happen(fresh, proposed([{ quantity: '100.0', date: asked.needBy }])).at).toBe('confirmed')
  })
  test('waits for the supplier again when the buyer refuses the proposal, and keeps what was agreed before', () => {
    expect(happen(fresh, proposed(later), { type: 'line.proposal-rejected' }).at).toBe('awaiting-answer')
    const moved = happen(fresh, { type: 'line.accepted' }, proposed(later), { type: 'line.proposal-rejected' })
    expect(moved).toMatchObject({ at: 'confirmed', promised: asIs(asked) })
  })
  test('is agreed on the counter-proposal that the supplier accepts', () => {
    const counter: LineEvent = { type: 'line.countered', promised: split, today }
    const countered = happen(fresh, proposed(later), counter)
    expect(awaitsSupplier(countered.at)).toBe(true)
    expect(happen(countered, { type: 'line.accepted' })).toMatchObject({ at: 'agreed', promised: split })
  })
  test('refuses more than was ordered, days said twice, days that are none and days of another decade', () => {
    const code = (promised: Promised[]) => refuse(fresh, proposed(promised))?.code
    expect(code([{ quantity: '101', date: '2027-03-15' }])).toBe('more-than-ordered')
    expect(code([...split, { quantity: '1', date: '2027-03-25' }])).toBe('more-than-ordered')
    expect(code([...split.slice(0, 1), ...split.slice(0, 1)])).toBe('date-twice')
    expect(code([{ quantity: '1', date: '2027-02-30' }])).toBe('not-a-date')
    expect(code([{ quantity: '1', date: '2047-03-15' }])).toBe('date-absurd')
    expect(code([{ quantity: '0', date: '2027-03-15' }])).toBe('quantity-not-positive')
    expect(code([{ quantity: 'ten', date: '2027-03-15' }])).toBe('not-a-number')
    expect(code([])).toBe('promise-empty')
  })
  test('is promised for no day that has passed, unless that very day is asked for or agreed on', () => {
    const late = { ...asked, needBy: '2027-02-20' }
    const overdue: LineState = { at: 'awaiting-answer', asked: late, promised: [] }
    const on = (date: string, state: LineState = overdue) => refuse(state, proposed([{ quantity: '90', date }]))
    expect(on('2027-02-28')).toMatchObject({
      code: 'date-past',
      where: 'promised/0/date',
      detail: 'Sun 28 Feb 2027 lies before Mon 1 Mar 2027, the day of this answer.',
      remedy: 'Promise that day or a later one.',
    })
    expect(on(today)).toBeUndefined()
    expect(on('2027-02-20')).toBeUndefined()
    const half: LineState = { at: 'agreed', asked, promised: [{ quantity: '90', date: '2027-02-25' }] }
    expect(on('2027-02-25', half)).toBeUndefined()
    expect(on('2027-02-26', half)?.code).toBe('date-past')
    const countered: LineState = { at: 'countered', asked, promised: [], open: [{ quantity: '9', date: '2027-02-26' }] }
    expect(on('2027-02-26', countered)).toBeUndefined()
  })
  test('takes over-delivery only as far as the profile says', () => {
    const lenient: LineState = { at: 'awaiting-answer', asked: { ...asked, quantityMax: '105' }, promised: [] }
    expect(refuse(lenient, proposed([{ quantity: '105', date: '2027-03-15' }]))).toBeUndefined()
    expect(refuse(lenient, proposed([{ quantity: '106', date: '2027-03-15' }]))).toMatchObject({
      code: 'more-than-ordered',
      detail: '106 EA is more than 105 EA, with what is agreed over the 100 ordered. Nobody has agreed to take that.',
    })
  })
  test('counted in pieces is promised whole', () => {
    const half: Promised[] = [{ quantity: '5.5', date: '2027-03-15' }]
    expect(refuse(fresh, proposed(half))).toMatchObject({ code: 'not-whole', where: 'promised/0/quantity' })
    const metres: LineState = { at: 'awaiting-answer', asked: { ...asked, unit: 'MR' }, promised: [] }
    expect(refuse(metres, proposed(half))).toBeUndefined()
  })
  test('that is over takes nothing any more', () => {
    expect(allowed.rejected).toEqual([])
    const cancelled = happen(fresh, { type: 'line.cancelled' })
    for (const type of ['line.accepted', 'line.cancelled'] as const)
      expect(refuse(cancelled, { type })?.detail).toContain('was cancelled')
  })
  test('that is cancelled keeps of what was agreed the deliveries that are on their way, and takes no answer', () => {
    const days: Promised[] = [
      { quantity: '60', date: '2027-03-18' },
      { quantity: '40', date: '2027-03-25' },
    ]
    const split = happen(fresh, proposed(days), { type: 'line.proposal-accepted' })
    const left = (onTheWay: string) => ({ type: 'line.cancelled' as const, onTheWay: decimal(onTheWay) })
    const cancelled = happen(split, left('70'))
    expect(cancelled).toMatchObject({
      at: 'cancelled',
      promised: [days[0], { quantity: '10', date: '2027-03-25' }],
    })
    expect(refuse(cancelled, { type: 'line.accepted' })?.code).toBe('line-not-open')
    expect(refuse(split, left('100'))?.code).toBe('line-on-its-way')
  })
  test('is rejected only with a reason', () => {
    expect(refuse(fresh, { type: 'line.rejected', reason: '  ' })?.code).toBe('reason-missing')
    expect(happen(fresh, { type: 'line.rejected', reason: 'no steel' }).at).toBe('rejected')
  })
  test('that is agreed is not rejected by the supplier alone, not even under its own proposal; a counter-proposal is', () => {
    const rejected: LineEvent = { type: 'line.rejected', reason: 'no steel' }
    const confirmed = happen(fresh, { type: 'line.accepted' })
    const changing = happen(confirmed, proposed(later))
    for (const state of [confirmed, changing, happen(fresh, proposed(later, true))]) {
      expect(mayHappenTo(state, 'line.rejected')).toBe(false)
      expect(refuse(state, rejected)).toMatchObject({ code: 'line-not-open', remedy: expect.stringContaining('buyer') })
    }
    expect(mayHappenTo(happen(fresh, proposed(later)), 'line.rejected')).toBe(true)
    const countered = happen(changing, { type: 'line.countered', promised: split, today })
    expect(mayHappenTo(countered, 'line.rejected')).toBe(true)
    expect(happen(countered, rejected)).toMatchObject({ at: 'confirmed', promised: asIs(asked) })
  })
  test('is late when promised after the day asked for and the days agreed, or not at all when that day has come', () => {
    const late = (promised: Promised[], daysLate = 0, at: LineAt = 'agreed', needBy = asked.needBy) =>
      lateness({ at, needBy, promised }, today, { daysLate })
    expect(late(later)).toEqual({ days: 3 })
    expect(late(later, 2)).toEqual({ days: 3 })
    expect(late(later, 3)).toBeUndefined()
    expect(late(split, 4)).toEqual({ days: 5 })
    expect(late([], 9, 'awaiting-answer', today)).toEqual({ days: null })
    expect(late([], 0, 'awaiting-answer')).toBeUndefined()
    expect(late([], 0, 'rejected', today)).toBeUndefined()
  })
  test('is not late on the day that the buyer itself has proposed', () => {
    const line = { at: 'agreed' as const, needBy: asked.needBy, promised: later }
    const late = (by: 'buyer' | 'supplier', promised: Promised[]) =>
      lateness(line, today, { daysLate: 0 }, [{ by, promised }])
    expect(late('buyer', later)).toBeUndefined()
    expect(late('supplier', later)).toEqual({ days: 3 })
    expect(late('buyer', split)).toBeUndefined()
    expect(late('buyer', [{ quantity: '100', date: '2027-03-17' }])).toEqual({ days: 3 })
  })
  test('is not late within the days agreed after the day that the buyer itself has proposed', () => {
    const line = { at: 'agreed' as const, needBy: asked.needBy, promised: later }
    const halfway = { by: 'buyer' as const, promised: [{ quantity: '100', date: '2027-03-17' }] }
    expect(lateness(line, today, { daysLate: 1 }, [halfway])).toBeUndefined()
    expect(lateness(line, today, { daysLate: 1 })).toEqual({ days: 3 })
  })
  test('offered in part on the day that the buyer itself has proposed, is late only for the rest', () => {
    const halfway = { by: 'buyer' as const, promised: later }
    const weighed = (date: string) => daysAfter(asked.needBy, date, [halfway])
    expect(['2027-03-18', '2027-03-20', '2027-03-14'].map(weighed)).toEqual([0, 5, -1])
    expect(daysAfter(asked.needBy, '2027-03-18')).toBe(3)
  })
  test('of which less is promised by its day is not late: less is less', () => {
    const line = { at: 'agreed' as const, needBy: asked.needBy, promised: [{ quantity: '26', date: asked.needBy }] }
    expect(lateness(line, today, { daysLate: 0 })).toBeUndefined()
  })
})

test('an order of which some lines are rejected and others agreed on is rejected in part', () => {
  expect(isPartlyRejected(['agreed', 'rejected'])).toBe(true)
  expect(isPartlyRejected(['confirmed', 'rejected', 'cancelled'])).toBe(true)
  expect(isPartlyRejected(['cancelled', 'rejected'])).toBe(false)
  expect(isPartlyRejected(['agreed', 'rejected', 'awaiting-answer'])).toBe(false)
  expect(isPartlyRejected(['confirmed'])).toBe(false)
})

test('an order says first what wants doing, then the worst of what is settled', () => {
  const cases: [LineAt[], string][] = [
    [['confirmed', 'awaiting-answer', 'proposed'], 'awaiting-answer'],
    [['countered'], 'awaiting-answer'],
    [['confirmed', 'proposed'], 'to-decide'],
    [['confirmed', 'rejected', 'agreed'], 'rejected'],
    [['confirmed', 'agreed'], 'changed'],
    [['confirmed', 'cancelled'], 'confirmed'],
    [['cancelled', 'cancelled'], 'cancelled'],
  ]
  for (const [lines, status] of cases) expect(statusOf(lines)).toBe(status)
})

// ── Every story ────────────────────────────────────────────────────────────────────────────────

const day = fc.integer({ min: -40, max: 60 }).map(n => addDays(today, n))
const quantity = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map(String),
  fc.integer({ min: 1, max: 999 }).map(n => `${Math.floor(n / 10)}.${n % 10}`),
)
const promises = fc.array(fc.record({ quantity, date: day }), { minLength: 0, maxLength: 4 })
const event: fc.Arbitrary<LineEvent> = fc.oneof(
  fc.constant({ type: 'line.accepted' as const }),
  fc.record({
    type: fc.constant('line.proposed' as const),
    promised: promises,
    tolerated: fc.boolean(),
    today: fc.constant(today),
  }),
  fc.constant({ type: 'line.rejected' as const, reason: 'because' }),
  fc.constant({ type: 'line.proposal-accepted' as const }),
  fc.constant({ type: 'line.proposal-rejected' as const }),
  fc.record({ type: fc.constant('line.countered' as const), promised: promises, today: fc.constant(today) }),
  fc.record({
    type: fc.constant('line.cancelled' as const),
    onTheWay: fc.constantFrom('0', '5', '60', '100').map(decimal),
  }),
)

const total = (rows: readonly Promised[]) => sum(rows.map(row => decimal(row.quantity)))

test('whatever happens, promises never exceed the order, what was asked never moves, and what is over stays over', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), story => {
      let state: LineState = fresh
      for (const next of story) {
        const refused = refuse(state, next)
        if (!mayHappen(state.at, next.type)) expect(refused).toBeDefined()
        if (refused) continue
        const after = apply(state, next)
        expect(allowed[state.at].length).toBeGreaterThan(0)
        expect(after.asked).toEqual(asked)
        expect(cmp(total(after.promised), decimal(asked.quantity))).toBeLessThanOrEqual(0)
        if (after.at === 'confirmed') expect(same(after.promised, asIs(asked))).toBe(true)
        if (after.at === 'agreed') expect(same(after.promised, asIs(asked))).toBe(false)
        if (after.at === 'confirmed' || after.at === 'agreed') expect(after.promised.length).toBeGreaterThan(0)
        if (after.at === 'proposed' || after.at === 'countered') {
          expect(after.open.length).toBeGreaterThan(0)
          expect(after.promised).toEqual(state.promised)
          expect(cmp(total(after.open), decimal(asked.quantity))).toBeLessThanOrEqual(0)
        }
        // Only the supplier settles what waits for the supplier, only the buyer what waits for the buyer.
        if (state.at === 'awaiting-answer' && after.at === 'agreed') expect(next.type).toBe('line.proposed')
        state = after
      }
    }),
    { numRuns: 2000 },
  )
})
