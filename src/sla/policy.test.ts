// Which policy wins, what may not be saved, and the ladder that a policy comes to.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultLadder, withEscalation } from './ladder.ts'
import { isTie, policyFor, whyWords } from './policy.ts'
import { AFTER_MINUTES_MAX, audiencesOf, type PolicyBody, type PolicyLadder } from './policy-api.ts'
import { buyerAfterMinutes, ladderOf } from './policy-ladder.ts'
import { refusePolicy } from './refuse-policy.ts'

const kinds = ['order', 'call-off', 'commit'] as const
const suppliers = ['nordlicht', 'forja', 'wheelworks'] as const
const applies = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...kinds),
  supplierId: fc.constantFrom(null, ...suppliers),
})
const asked = fc.record({
  kind: fc.constantFrom('acknowledgment' as const, ...kinds),
  supplierId: fc.constantFrom(...suppliers),
})

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
          const fitting = all.filter(
            ({ kind, supplierId }) => kind === of.kind && (supplierId ?? of.supplierId) === of.supplierId,
          )
          expect(won === undefined).toBe(fitting.length === 0)
          if (!won) return
          expect(fitting).toContain(won)
          if (won.supplierId === null) expect(fitting.every(({ supplierId }) => supplierId === null)).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('is the only one of its kind where no two tie, as nothing else can be saved', () => {
    fc.assert(
      fc.property(fc.array(applies, { maxLength: 12 }), asked, (all, of) => {
        const saved = all.filter((policy, i) => !all.slice(0, i).some(other => isTie(policy, other)))
        const won = policyFor(saved, of)
        expect(saved.filter(each => won && isTie(each, won)).length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('says why it won', () => {
    const nordlicht = { id: 'b', kind: 'call-off', supplierId: 'nordlicht' } as const
    const everyone = { id: 'a', kind: 'call-off', supplierId: null } as const
    const won = policyFor([everyone, nordlicht], { kind: 'call-off', supplierId: 'nordlicht' })
    expect(won).toBe(nordlicht)
    expect(whyWords(nordlicht)).toBe(
      'It is for call-offs to this supplier alone, and goes before any for every supplier.',
    )
    expect(policyFor([everyone, nordlicht], { kind: 'call-off', supplierId: 'forja' })).toBe(everyone)
    expect(whyWords(everyone)).toBe('It is for call-offs to every supplier, and there is none for this supplier alone.')
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
