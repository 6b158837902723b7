/** Sample documents: valid by the guide they come from, whatever a partner narrowed, and the same every time. */
import { describe, expect, it } from 'vitest'
import { type Guide, guideFor, type SlotList } from '../guide/guide.ts'
import { isGuide, partnerGuide } from '../guide/partner-guide.ts'
import type { ElementNarrowing, PartnerGuideJson, SegmentNarrowing } from '../guide/partner-json.ts'
import { guideSets } from '../guide/sets/index.ts'
import { judgeInterchange } from '../judge/judge.ts'
import { readInterchanges } from '../read/read.ts'
import { textOf } from '../test-kit.ts'
import { sampleOf } from './sample.ts'

/** Whatever the reader has to say about it, notes included. */
function findingsOf(bytes: Uint8Array, guides: readonly Guide[] = []): string[] {
  const { interchanges, findings } = readInterchanges(bytes)
  const judgments = interchanges.map(one => judgeInterchange(one, { guides }))
  const all = judgments.flatMap(one => [
    ...one.findings,
    ...one.groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
  ])
  const sets = judgments.flatMap(one => one.groups.flatMap(group => group.sets))
  expect(sets.map(set => set.code)).toHaveLength(1)
  return [...findings, ...all].map(one => `${one.code}: ${one.text}`)
}

const guides = Object.values(guideSets).flatMap(set =>
  Object.keys(set?.structure ?? {}).map(release => [set?.id ?? '', release] as const),
)

function partner(json: PartnerGuideJson): Guide {
  const made = partnerGuide(json)
  if (!isGuide(made)) throw new Error(JSON.stringify(made.errors))
  return made
}

describe('a sample', () => {
  it.each(guides)('of %s in %s is read without a finding', (id, release) => {
    const guide = guideFor(id, release)
    if (guide === undefined) throw new Error('no guide')
    const bytes = sampleOf(guide)
    expect(findingsOf(bytes)).toEqual([])
    expect(textOf(bytes)).toBe(textOf(sampleOf(guide)))
  })
  it('of an older release has its dates in six digits and nothing but a note about its guide', () => {
    const guide = partner({ name: 'Ford-like', set: '830', release: '002001FORD' })
    const text = textOf(sampleOf(guide))
    expect(text).toMatch(/BFR\*00\*REF-1001\*\*SH\*A\*260302\*260831\*260301~/)
    const found = findingsOf(sampleOf(guide), [guide])
    expect(found.map(one => one.split(':', 1)[0])).toEqual(['set.nearest-guide'])
  })
  it('of a ship notice numbers its levels and counts them', () => {
    const text = textOf(sampleOf(guideFor('856', '004010') as Guide))
    expect(text.match(/HL\*[^~]*/g)).toEqual(['HL*1**S', 'HL*2*1*O', 'HL*3*2*I'])
    expect(text).toContain('CTT*3~')
  })
  it('follows what a partner wants, rules across elements and segments included', () => {
    const guide = partner({
      name: 'Nordwerk',
      set: '850',
      release: '004010NORD',
      segments: { DTM: { min: 2 }, PER: { use: 'mandatory' }, 'PO1/PID': { use: 'not used' } },
      elements: { BEG03: { min: 12 }, PO105: { use: 'mandatory', codes: ['CT'] }, 'N1/N102': { fixed: 'Nordwerk' } },
      rules: [
        { at: 'PO1', when: { element: 5, is: ['CT'] }, wants: { element: 8 } },
        { at: 'PO1', needs: { segment: 'REF', element: 1, is: ['PG'] } },
        { at: '', needs: { segment: 'N1', element: 1, is: ['BY'] } },
        { at: '', needs: { segment: 'N1', element: 1, is: ['SU'] } },
      ],
    })
    const bytes = sampleOf(guide)
    expect(findingsOf(bytes, [guide])).toEqual([])
    const text = textOf(bytes)
    expect(text.match(/N1\*\w+/g)).toEqual(['N1*BY', 'N1*SU'])
    expect(text).toContain('N1*BY*Nordwerk*')
    expect(text).toContain('REF*PG*')
    expect(text).toMatch(/PO1\*1\*24\*EA\*12\.5\*CT\*BP\*PART-100\*\w+\*/)
    expect(text).not.toContain('PID*')
    // The standard's sample does not do for this partner.
    expect(findingsOf(sampleOf(guideFor('850', '004010') as Guide), [partner({ ...named, ...strict })])).not.toEqual([])
  })
  it('is refused when rules contradict each other', () => {
    const rules = [
      { at: 'BEG', when: { element: 1 }, wants: { element: 4 } },
      { at: 'BEG', when: { element: 1 }, wants: { element: 4, present: false } },
    ]
    expect(() => sampleOf(partner({ ...named, rules }))).toThrow('BEG contradict each other')
  })
})

const named = { name: 'Any', set: '850', release: '004010' }
const strict = { elements: { BEG03: { min: 12 } } }

/** Numbers that look like chance and are the same every run. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const slotsOf = (list: SlotList): [string, number, number][] =>
  list.slots.flatMap((slot, i) => {
    if (['ST', 'SE', 'LE'].includes(slot.tag) || (i === 0 && list.path)) return []
    const address = list.path ? `${list.path}/${slot.tag}` : slot.tag
    const here: [string, number, number] = [address, slot.min, slot.max]
    return [here, ...(slot.loop ? slotsOf(slot.loop) : [])]
  })

function randomSegments(guide: Guide, below: (n: number) => number): Record<string, SegmentNarrowing> {
  const slots = slotsOf(guide.root)
  const none: [string, number, number] = ['', 0, 0]
  const chosen = Array.from({ length: below(6) }, () => slots[below(slots.length)] ?? none)
  return Object.fromEntries(
    chosen.map(([address, min, max]) => {
      const kind = below(4)
      if (kind === 0 && min === 0) return [address, { use: 'not used' }]
      if (kind === 1) return [address, { use: 'mandatory' }]
      if (kind === 2) return [address, { max: Math.max(1, Math.min(max, min + below(3))) }]
      return [address, { min: Math.min(max, Math.max(1, min) + below(2)) }]
    }),
  )
}

function randomElement(tag: string, n: number, guide: Guide, below: (n: number) => number): ElementNarrowing {
  const rule = guide.segmentRule(tag)?.elements[n - 1]
  if (rule === undefined) return {}
  if (below(3) === 0) return rule.mandatory ? {} : { use: 'not used' }
  if (rule.components || rule.type === 'DT' || rule.type === 'TM') return { use: 'mandatory' }
  if (rule.codes) return { codes: [...rule.codes].filter(() => below(3) === 0).concat([...rule.codes].slice(-1)) }
  const min = rule.min + below(Math.min(20, rule.max - rule.min + 1))
  return { min, max: min + below(rule.max - min + 1), ...(below(2) ? { use: 'mandatory' as const } : {}) }
}

function randomElements(guide: Guide, below: (n: number) => number): Record<string, ElementNarrowing> {
  const tags = [...guide.tags].filter(tag => tag !== 'ST' && tag !== 'SE')
  return Object.fromEntries(
    Array.from({ length: below(10) }, () => {
      const tag = tags[below(tags.length)] ?? ''
      const n = 1 + below(guide.segmentRule(tag)?.elements.length ?? 1)
      return [`${tag}${String(n).padStart(2, '0')}`, randomElement(tag, n, guide, below)]
    }),
  )
}

describe('samples of partners', () => {
  it.each(guides)(
    '%s in %s: whatever is narrowed, the sample passes, or the guide is refused with reasons',
    (id, release) => {
      const standard = guideFor(id, release) as Guide
      let made = 0
      for (let seed = 1; seed <= 25; seed++) {
        const below = chance(seed * 7919 + Number(id))
        const segments = randomSegments(standard, below)
        const json = { name: `Random ${seed}`, set: id, release, segments, elements: randomElements(standard, below) }
        const guide = partnerGuide(json)
        if (isGuide(guide)) {
          made++
          expect(findingsOf(sampleOf(guide), [guide]), JSON.stringify(json)).toEqual([])
        } else expect(guide.errors.every(one => one.path && one.reason)).toBe(true)
      }
      expect(made).toBeGreaterThan(8)
    },
  )
})
