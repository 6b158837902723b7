// Which policy wins, what may not be saved, and the ladder that a policy comes to.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priorities } from '../orders/priority.ts'
import { defaultLadder, withEscalation } from './ladder.ts'
import { type Applies, type AskedOf, isTie, policyFor } from './policy.ts'
import { AFTER_MINUTES_MAX, audiencesOf, type PolicyBody, type PolicyLadder } from './policy-api.ts'
import { buyerAfterMinutes, ladderOf } from './policy-ladder.ts'
import { whyWords } from './policy-words.ts'
import { refusePolicy } from './refuse-policy.ts'

const kinds = ['order', 'call-off', 'commit', 'decision'] as const
const suppliers = ['nordlicht', 'forja', 'wheelworks'] as const
const groups = ['castings', 'plastics'] as const
const only = {
  priority: fc.constantFrom(null, ...priorities),
  supplierGroupId: fc.constantFrom(null, ...groups),
  itemGroupId: fc.constantFrom(null, 'brakes', 'rims'),
}
// As they can be saved: for a supplier or for a group.
const applies = fc
  .record({
    ...{ ...only, id: fc.uuid(), kind: fc.constantFrom(...kinds) },
    supplierId: fc.constantFrom(null, ...suppliers),
  })
  .filter(({ supplierId, supplierGroupId }) => supplierId === null || supplierGroupId === null)
const asked = fc.record({
  ...{ ...only, kind: fc.constantFrom('acknowledgment' as const, ...kinds) },
  supplierId: fc.constantFrom(...suppliers),
})
const facets = ['priority', 'supplierId', 'supplierGroupId', 'itemGroupId'] as const
/** Said otherwise than the code does: the weights of what it is narrowed to, so that each outweighs all after it together. */
const weight = (policy: Applies) =>
  facets.reduce((sum, facet, i) => sum + (policy[facet] === null ? 0 : 2 ** (facets.length - i)), 0)
const fits = (policy: Applies, of: AskedOf) =>
  policy.kind === of.kind && facets.every(facet => [null, of[facet]].includes(policy[facet]))

describe('the most specific policy', () => {
  it('is one that applies, and none that applies is more specific, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(applies, { selector: ({ id }) => id, maxLength: 12 }),
        asked,
        fc.nat(),
        (all, of, seed) => {
          const won = policyFor(all, of)
          const shuffled = all.toSorted((a, b) => hash(a.id, seed) - hash(b.id, seed))
          expect(policyFor(shuffled, of)).toBe(won)
          const fitting = all.filter(policy => fits(policy, of))
          expect(won === undefined).toBe(fitting.length === 0)
          if (!won) return
          expect(fitting).toContain(won)
          expect(weight(won)).toBe(Math.max(...fitting.map(weight)))
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('is the only one that is so specific, as no two can be saved for the same answers', () => {
    fc.assert(
      fc.property(fc.array(applies, { maxLength: 24 }), asked, (all, of) => {
        const saved = all.filter((policy, i) => !all.slice(0, i).some(other => isTie(policy, other)))
        const won = policyFor(saved, of)
        const asGood = saved.filter(each => won && fits(each, of) && weight(each) === weight(won))
        expect(asGood).toEqual(won ? [won] : [])
      }),
      { numRuns: 5_000 },
    )
  })

  it('ties with another only where both are for the same: what is narrower than it may be saved beside it', () => {
    fc.assert(
      fc.property(applies, applies, asked, (one, other, of) => {
        const alike = { ...other, kind: one.kind }
        fc.pre(fits(one, { ...of, kind: one.kind }) && fits(alike, { ...of, kind: one.kind }))
        expect(isTie(one, alike)).toBe(weight(one) === weight(alike))
        expect(isTie(one, other)).toBe(one.kind === other.kind && weight(one) === weight(other))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is that of the document before that of the partner, that of a supplier before its group, and the goods last', () => {
    const all = { kind: 'order', priority: null, supplierId: null, supplierGroupId: null, itemGroupId: null } as const
    const policies = [
      { ...all, id: 'every' },
      { ...all, id: 'brakes', itemGroupId: 'brakes' },
      { ...all, id: 'castings', supplierGroupId: 'castings' },
      { ...all, id: 'castings of brakes', supplierGroupId: 'castings', itemGroupId: 'brakes' },
      { ...all, id: 'nordlicht', supplierId: 'nordlicht' },
      { ...all, id: 'hot', priority: 'hot' as const },
      { ...all, id: 'hot of castings', priority: 'hot' as const, supplierGroupId: 'castings' },
    ]
    const asked = { ...all, supplierId: 'nordlicht', supplierGroupId: 'castings', itemGroupId: 'brakes' }
    const won = [...policies.keys()].map(() => {
      const first = policyFor(policies, { ...asked, priority: 'hot' })
      if (first) policies.splice(policies.indexOf(first), 1)
      return first?.id
    })
    expect(won).toEqual(['hot of castings', 'hot', 'nordlicht', 'castings of brakes', 'castings', 'brakes', 'every'])
  })

  it('says why it won, to the buyer with its groups by name, to the supplier without', () => {
    const every = {
      kind: 'call-off',
      priority: null,
      supplierId: null,
      supplierGroupId: null,
      itemGroupId: null,
    } as const
    const names = { supplierGroup: 'Castings', itemGroup: 'Brakes' }
    expect(whyWords(every)).toBe('It is for call-offs to every supplier, and none that applies is narrower.')
    expect(whyWords({ ...every, supplierId: 'a' })).toBe(
      'It is for call-offs to this supplier alone, and goes before any for several or every supplier.',
    )
    const castings = { ...every, kind: 'order', supplierGroupId: 'b' } as const
    expect(whyWords(castings, names)).toBe(
      'It is for orders to suppliers of group "Castings", and goes before any for every supplier.',
    )
    expect(whyWords(castings)).toBe(
      'It is for orders to several suppliers, this one among them, and goes before any for every supplier.',
    )
    const brakes = { ...every, itemGroupId: 'c' }
    expect(whyWords(brakes, names)).toBe(
      'It is for call-offs of item group "Brakes" to every supplier, and goes before any for all items.',
    )
    expect(whyWords({ ...castings, priority: 'hot' }, names)).toBe(
      'It is for hot orders to suppliers of group "Castings", and goes before any that names no priority.',
    )
    expect(whyWords({ ...brakes, kind: 'decision', priority: 'hot' })).toBe(
      'It is for decisions on proposals for hot orders of certain items of every supplier, and goes before any that names no priority.',
    )
  })
})

const hash = (id: string, seed: number): number =>
  [...id].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0) + seed) % 1_000_003, seed)

const ladder: fc.Arbitrary<PolicyLadder> = fc.record({
  reminders: fc.array(
    fc.record({
      percent: fc.integer({ min: 1, max: 99 }),
      to: fc.constantFrom(...audiencesOf('order')),
      mandatory: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  escalations: fc.array(
    fc.record({
      afterMinutes: fc.integer({ min: 0, max: AFTER_MINUTES_MAX }),
      to: fc.constantFrom(...audiencesOf('order')),
    }),
    { maxLength: 8 },
  ),
  repeat: fc.constant(null),
})

describe('the ladder of a policy', () => {
  it('fires no level twice, and has the breach in it whatever is set', () => {
    fc.assert(
      fc.property(ladder, given => {
        const { rungs } = ladderOf(given, 'order')
        expect(new Set(rungs.map(({ level }) => level)).size).toBe(rungs.length)
        expect(rungs.filter(({ level }) => level === 'breached')).toMatchObject([
          { to: 'answerers', when: { fraction: 1 } },
        ])
        expect(rungs).toHaveLength(given.reminders.length + given.escalations.length + 1)
      }),
    )
  })

  it('is the ladder of a relationship where it says the same', () => {
    const same: PolicyLadder = {
      reminders: [50, 75].map(percent => ({ percent, to: 'answerers', mandatory: false })),
      escalations: [
        { afterMinutes: 0, to: 'supplier-administrators' },
        { afterMinutes: 60, to: 'buyer' },
      ],
      repeat: { everyMinutes: 240, times: 2, to: 'buyer' },
    }
    const agreed = withEscalation(defaultLadder, { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: 2 })
    const plain = ({ rungs, repeat }: typeof agreed) => ({
      repeat,
      rungs: rungs.map(({ level, to, quiet = false, when: { fraction, minutes = 0 } }) => ({
        level,
        to,
        quiet,
        fraction,
        minutes,
      })),
    })
    expect(plain(ladderOf(same, 'order'))).toEqual(plain(agreed))
  })

  it('says when the buyer is first told', () => {
    const none = { reminders: [], escalations: [], repeat: null }
    const late = { afterMinutes: 30, to: 'supplier-administrators' as const }
    const repeat = { everyMinutes: 60, times: null, to: 'buyer' as const }
    expect(buyerAfterMinutes(none, 'order')).toBeNull()
    expect(buyerAfterMinutes({ ...none, escalations: [late, { afterMinutes: 90, to: 'buyer' }] }, 'order')).toBe(90)
    expect(buyerAfterMinutes({ ...none, escalations: [late], repeat }, 'order')).toBe(90)
  })
})

describe('a policy is refused in words', () => {
  const policy: PolicyBody = {
    ...{ name: 'Hot', kind: 'call-off', supplierId: null, hours: 'agreed', calendarId: null, pauseReasons: [] },
    target: { kind: 'business-minutes', minutes: 240 },
    ladder: { reminders: [], escalations: [], repeat: null },
  }
  const refused = (more: Partial<PolicyBody>) =>
    refusePolicy({ ...policy, ...more }).map(({ code, where }) => [code, where])

  it('where it has no name, or its hour is none', () => {
    expect(refused({})).toEqual([])
    expect(refused({ name: ' ' })).toEqual([['policy-name', '/name']])
    expect(refused({ target: { kind: 'business-days', days: 1, by: '25:00' } })).toEqual([['not-a-time', '/target/by']])
  })

  it('where the same people are told twice of the same', () => {
    const reminder = { percent: 50, to: 'answerers' as const, mandatory: false }
    const told = { afterMinutes: 60, to: 'buyer' as const }
    const reminders = [reminder, { ...reminder, to: 'buyer' as const }, { ...reminder, mandatory: true }]
    const escalations = [told, { ...told, afterMinutes: 0 }, told, { afterMinutes: 0, to: 'answerers' as const }]
    expect(refused({ ladder: { reminders, escalations, repeat: null } })).toEqual([
      ['reminder-twice', '/ladder/reminders/2'],
      ['escalation-twice', '/ladder/escalations/2'],
      ['escalation-told-already', '/ladder/escalations/3'],
    ])
  })

  it('where the supplier could pause for what nobody may pause for', () => {
    const pauseReasons: PolicyBody['pauseReasons'] = ['our-drawing', 'force-majeure']
    expect(refused({ pauseReasons, supplierPauseReasons: ['force-majeure'] })).toEqual([])
    expect(refused({ pauseReasons, supplierPauseReasons: ['force-majeure', 'other'] })).toEqual([
      ['pause-supplier-only', '/supplierPauseReasons'],
    ])
  })

  it('where it does not name the calendar whose hours count, names one in vain, or would call its own hours otherwise', () => {
    const calendarId = '018f0000-0000-7000-8000-000000000000'
    expect(refused({ hours: 'own', calendarId })).toEqual([])
    expect(refused({ hours: 'own' })).toEqual([['hours-unnamed', '/calendarId']])
    expect(refused({ hours: 'both', calendarId })).toEqual([['hours-named', '/calendarId']])
    expect(refused({ hours: 'buyer' })).toEqual([])
    expect(refused({ kind: 'decision', hours: 'buyer' })).toEqual([['hours-own', '/hours']])
    expect(refused({ kind: 'decision', hours: 'both' })).toEqual([])
  })

  it('where it is for a supplier and a group, or asks of a forecast what only an order has', () => {
    const supplierId = '018f0000-0000-7000-8000-000000000000'
    expect(refused({ supplierGroup: 'Castings', itemGroup: 'Brakes', priority: 'hot' })).toEqual([])
    expect(refused({ supplierId, supplierGroup: 'Castings' })).toEqual([['supplier-and-group', '/supplierGroup']])
    expect(refused({ kind: 'commit', supplierGroup: 'Castings', itemGroup: 'Brakes', priority: 'hot' })).toEqual([
      ['narrowing-of-orders', '/itemGroup'],
      ['narrowing-of-orders', '/priority'],
    ])
  })

  it("where a decision, the buyer's own, would tell people of the supplier, or be paused", () => {
    const ladder: PolicyLadder = {
      reminders: [{ percent: 50, to: 'answerers', mandatory: false }],
      escalations: [
        { afterMinutes: 0, to: 'buyer' },
        { afterMinutes: 60, to: 'buyer-administrators' },
      ],
      repeat: { everyMinutes: 60, times: null, to: 'contact' },
    }
    expect(refused({ kind: 'decision', ladder, pauseReasons: ['our-drawing'] })).toEqual([
      ['escalation-told-already', '/ladder/escalations/0'],
      ['audience-outside', '/ladder/reminders/0'],
      ['audience-outside', '/ladder/repeat'],
      ['own-never-paused', '/pauseReasons'],
    ])
    expect(
      refused({ ladder: { reminders: [], escalations: [], repeat: { everyMinutes: 60, times: null, to: 'contact' } } }),
    ).toEqual([])
  })
})
