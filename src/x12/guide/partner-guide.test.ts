/** Partner guides: what was agreed is asked for, what was agreed away is refused, and the words say so. */
import { describe, expect, it } from 'vitest'
import { judged, told, wrapped } from '../test-kit.ts'
import type { Guide } from './guide.ts'
import { isGuide, partnerGuide } from './partner-guide.ts'
import type { GuideError, PartnerGuideJson } from './partner-json.ts'

const named = { name: 'Nordwerk orders 2', set: '850', release: '004010' }
function guideOf(more: Partial<PartnerGuideJson>): Guide {
  const made = partnerGuide({ ...named, ...more })
  if (!isGuide(made)) throw new Error(JSON.stringify(made.errors))
  return made
}
function errorsOf(more: object): readonly GuideError[] {
  const made = partnerGuide({ ...named, ...more })
  return isGuide(made) ? [] : made.errors
}

const order = (...more: string[]) => [
  'BEG*00*SA*PO-1**20260227',
  'REF*CO*A-1',
  'DTM*002*20260401',
  'PO1*1*5*EA*2.5**BP*P-1',
  ...more,
]
const text = (lines: readonly string[], version = '004010') => wrapped('850', 'PO', lines, version)
const findings = (lines: readonly string[], more: Partial<PartnerGuideJson>) =>
  judged(text(lines), { guides: [guideOf(more)] }).findings
const brief = (lines: readonly string[], more: Partial<PartnerGuideJson>) =>
  findings(lines, more).map(one => `${one.code} ${one.tag}@${one.position}${one.element ? `/${one.element}` : ''}`)

describe('a segment', () => {
  it('that was agreed away is unexpected, once, and the words name the guide', () => {
    const without = { segments: { DTM: { use: 'not used' } } } as const
    expect(brief(order(), {})).toEqual([])
    const [one, ...rest] = findings(order().toSpliced(3, 0, 'DTM*010*20260401'), without)
    expect(rest).toEqual([])
    expect(one).toMatchObject({
      code: 'segment.not-agreed',
      x12: { ak304: '2', ik304: 'I4' },
      position: 4,
      tag: 'DTM',
      agreement: 'Nordwerk orders 2',
    })
    expect(one?.text).toContain('So it was agreed with this partner ("Nordwerk orders 2").')
    expect(brief(order().toSpliced(2, 1), without)).toEqual([])
  })
  it('that was agreed on is missed', () => {
    const wanted = { segments: { 'PO1/PID': { use: 'mandatory' } } } as const
    expect(brief(order(), wanted)).toEqual(['segment.missing PID@6'])
    expect(findings(order(), wanted)[0]).toMatchObject({ x12: { ak304: '3' }, agreement: 'Nordwerk orders 2' })
    expect(brief(order('PID*F****Wheel'), wanted)).toEqual([])
  })
  it('repeats as often as agreed: a loop, and a segment in it', () => {
    const two = { segments: { PO1: { max: 2 }, 'PO1/REF': { max: 1 } } } as const
    expect(brief(order('REF*PG*1', 'PO1*2*1*EA*1**BP*P-2'), two)).toEqual([])
    expect(brief(order('REF*PG*1', 'REF*PG*2'), two)).toEqual(['segment.too-often REF@7'])
    expect(brief(order('PO1*2*1*EA*1**BP*P-2', 'PO1*3*1*EA*1**BP*P-3'), two)).toEqual(['segment.loop-too-often PO1@7'])
    expect(findings(order('REF*PG*1', 'REF*PG*2'), two)[0]?.x12.ak304).toBe('5')
  })
  it('named in one loop is not narrowed in another', () => {
    const none = { segments: { 'PO1/REF': { use: 'not used' } } } as const
    expect(brief(order(), none)).toEqual([])
    expect(brief(order('REF*PG*1'), none)).toEqual(['segment.not-agreed REF@6'])
  })
  it('that is not named is not used, where the guide names all that are', () => {
    const listed = { unlisted: 'not used', segments: { DTM: {}, 'PO1/PID': {}, CTT: {} } } as const
    expect(brief(order('PID*F****Wheel', 'CTT*1').toSpliced(1, 1), listed)).toEqual([])
    expect(brief(order('REF*PG*1', 'N1*ST*Nordwerk', 'N3*Hafenstr. 1'), listed)).toEqual([
      'segment.not-agreed REF@3',
      'segment.not-agreed REF@6',
      'segment.not-agreed N1@7',
    ])
  })
  it('loops agreed away are taken whole with one finding', () => {
    const none = { segments: { N1: { use: 'not used' } } } as const
    const party = ['N1*ST*Nordwerk', 'N3*Hafenstr. 1', 'N4*Bremen']
    expect(brief(order().toSpliced(3, 0, ...party), none)).toEqual(['segment.not-agreed N1@5'])
  })
})

describe('an element', () => {
  it('agreed away is one too many, whatever its value', () => {
    for (const value of ['R-1', 'a value far too long for a release number of thirty characters']) {
      const [one, ...rest] = findings(order().with(0, `BEG*00*SA*PO-1*${value}*20260227`), {
        elements: { BEG04: { use: 'not used' } },
      })
      expect(rest).toEqual([])
      expect(one).toMatchObject({ code: 'element.not-agreed', element: 4, x12: { ak403: '3', ik403: 'I10' } })
    }
    expect(brief(order(), { elements: { BEG04: { use: 'not used' } } })).toEqual([])
  })
  it('agreed on is missed', () => {
    const wanted = { elements: { BEG06: { use: 'mandatory' } } } as const
    expect(brief(order(), wanted)).toEqual(['element.missing BEG@2/6'])
    expect(brief(order().with(0, 'BEG*00*SA*PO-1**20260227*C-9'), wanted)).toEqual([])
  })
  it('holds one of the codes agreed, or the one value', () => {
    const codes = { elements: { BEG01: { fixed: '00' }, BEG02: { codes: ['NE', 'SA'] } } } as const
    expect(brief(order(), codes)).toEqual([])
    const [one] = findings(order().with(0, 'BEG*00*RL*PO-1**20260227'), codes)
    expect(one).toMatchObject({ code: 'element.bad-code', x12: { ak403: '7', ik403: 'I6' }, agreement: named.name })
    expect(one?.expected).toContain('NE')
    expect(brief(order().with(0, 'BEG*01*SA*PO-1**20260227'), codes)).toEqual(['element.bad-code BEG@2/1'])
  })
  it('that the standard itself refuses does not blame the agreement', () => {
    const [one] = findings(order().with(0, 'BEG*00*QQ*PO-1**20260227'), { elements: { BEG02: { codes: ['SA'] } } })
    expect(one).toMatchObject({ code: 'element.bad-code' })
    expect(one?.agreement).toBeUndefined()
  })
  it('has the lengths agreed', () => {
    const lengths = { elements: { BEG03: { min: 4, max: 6 } } } as const
    expect(brief(order(), lengths)).toEqual([])
    expect(brief(order().with(0, 'BEG*00*SA*PO1**20260227'), lengths)).toEqual(['element.too-short BEG@2/3'])
    expect(brief(order().with(0, 'BEG*00*SA*PO-4711**20260227'), lengths)).toEqual(['element.too-long BEG@2/3'])
  })
  it('is narrowed in one place, in the heading alone, or wherever its segment stands', () => {
    const lines = order('REF*PG*A-1')
    expect(brief(lines, { elements: { 'PO1/REF01': { codes: ['CO'] } } })).toEqual(['element.bad-code REF@6/1'])
    expect(brief(lines, { elements: { '/REF01': { codes: ['PG'] } } })).toEqual(['element.bad-code REF@3/1'])
    expect(brief(lines, { elements: { REF01: { codes: ['ZZ'] } } })).toEqual([
      'element.bad-code REF@3/1',
      'element.bad-code REF@6/1',
    ])
    // What opens a loop is named as its place in the loop around it.
    const party = order('N1*ST*Nordwerk')
    expect(brief(party, { elements: { 'PO1/N101': { codes: ['BY'] } } })).toEqual(['element.bad-code N1@6/1'])
    expect(brief(party, { elements: { '/N101': { codes: ['BY'] } } })).toEqual([])
  })
  it('is a component of another', () => {
    const measured = order('MEA*WT**5*KG')
    expect(brief(measured, { elements: { 'PO1/MEA04-1': { codes: ['KG'] } } })).toEqual([])
    expect(brief(measured, { elements: { 'PO1/MEA04-1': { codes: ['LB'] } } })).toEqual(['element.bad-code MEA@6/4'])
  })
})

describe('a rule across elements', () => {
  const priced = {
    rules: [{ at: 'PO1', when: { element: 4, present: true }, wants: { element: 5, is: ['PE', 'CT'] } }],
  } as const
  it('asks for one when another is there', () => {
    const [one] = findings(order(), priced)
    expect(one).toMatchObject({ code: 'element.rule-needs', element: 5, x12: { ak403: '2', ik403: 'I9' } })
    expect(one?.expected).toBe('when PO104 is sent, PO105 is PE or CT')
    expect(brief(order().with(3, 'PO1*1*5*EA*2.5*PE*BP*P-1'), priced)).toEqual([])
    expect(brief(order().with(3, 'PO1*1*5*EA'), priced)).toEqual([])
  })
  it('refuses a value that does not go with another', () => {
    const [one] = findings(order().with(3, 'PO1*1*5*EA*2.5*UM*BP*P-1'), priced)
    expect(one).toMatchObject({ code: 'element.rule-value', value: 'UM', x12: { ak403: '7' } })
  })
  it('excludes one when another has a value', () => {
    const rules = [{ at: 'BEG', when: { element: 2, is: ['SA'] }, wants: { element: 4, present: false } }]
    expect(brief(order().with(0, 'BEG*00*SA*PO-1*R*20260227'), { rules })).toEqual(['element.rule-excludes BEG@2/4'])
    expect(brief(order().with(0, 'BEG*00*RL*PO-1*R*20260227'), { rules })).toEqual([])
  })
  it('asks each loop, and the whole document, for a segment with a value', () => {
    const rules = [
      { at: 'PO1', needs: { segment: 'REF', element: 1, is: ['PG'] } },
      { at: '', needs: { segment: 'N1', element: 1, is: ['ST'] } },
    ]
    expect(brief(order(), { rules })).toEqual(['segment.rule-missing N1@1', 'segment.rule-missing REF@5'])
    expect(findings(order(), { rules })[1]?.text).toContain('REF01 is PG')
    expect(brief(order('REF*PG*1').toSpliced(3, 0, 'N1*ST*Nordwerk'), { rules })).toEqual([])
  })
})

describe('a leniency of the guide', () => {
  it('widens by name: what weighs less', () => {
    const bad = order().with(0, 'BEG*00*QQ*PO-1**20260227')
    expect(judged(text(bad), { guides: [guideOf({})] }).code).toBe('R')
    expect(judged(text(bad), { guides: [guideOf({ leniencies: ['unknown-codes'] })] }).code).toBe('A')
    expect(judged(text(bad), { guides: [guideOf({ leniencies: ['accept-with-errors'] })] }).code).toBe('E')
  })
  it('widens by name: what is said of the document as a whole', () => {
    const short = text(order()).replaceAll('*0001', '*1')
    expect(told(short, { guides: [guideOf({})] })).toEqual(['set.control-invalid ST@1/2'])
    expect(told(short, { guides: [guideOf({ leniencies: ['short-control-numbers'] })] })).toEqual([])
  })
  it('widens by name: what may stand', () => {
    const noted = order('NTE**Handle with care')
    expect(told(text(noted), { guides: [guideOf({})] })).toEqual(['segment.not-in-set NTE@6'])
    expect(told(text(noted), { guides: [guideOf({ leniencies: ['floating-notes'] })] })).toEqual([])
  })
})

describe('the guide in force', () => {
  it('is that of the whole version first, then of its six digits, then the standard', () => {
    const strict = { elements: { BEG02: { codes: ['NE'] } } } as const
    const guides = [guideOf(strict), guideOf({ release: '004010NORD' })]
    expect(told(text(order(), '004010'), { guides })).toEqual(['element.bad-code BEG@2/2'])
    expect(told(text(order(), '004010NORD'), { guides })).toEqual([])
    expect(told(text(order(), '004010VICS'), { guides })).toEqual(['element.bad-code BEG@2/2'])
    expect(told(text(order(), '005010'), { guides })).toEqual([])
  })
})

describe('a guide that cannot be', () => {
  it.each([
    [{ set: '851' }, 'set', 'there is no guide for document "851" in release 004010'],
    [{ release: '4010' }, 'release', '"4010" is no release: six digits are wanted, like 004010'],
    [{ name: ' ' }, 'name', 'must be a text that is not empty'],
    [
      { colour: 'red' },
      'colour',
      'is not known; known are name, set, release, leniencies, unlisted, segments, elements, rules',
    ],
    [{ leniencies: ['missing-iea'] }, 'leniencies[0]', 'interchange'],
    [{ segments: { 'PO1/BEG': {} } }, 'segments["PO1/BEG"]', 'document 850 has no such segment'],
    [{ segments: { BEG: { use: 'not used' } } }, 'segments["BEG"].use', 'the standard makes it mandatory'],
    [{ segments: { DTM: { max: 11 } } }, 'segments["DTM"].max', 'the standard allows at most 10'],
    [{ segments: { DTM: { min: 3, max: 2 } } }, 'segments["DTM"]', 'wants at least 3, but allows at most 2'],
    [{ segments: { DTM: { max: 1.5 } } }, 'segments["DTM"].max', 'must be a whole number from 1 on'],
    [{ elements: { BEG: {} } }, 'elements["BEG"]', 'is no address'],
    [{ elements: { BEG44: {} } }, 'elements["BEG44"]', 'BEG has 12 elements'],
    [{ elements: { BEG01: { use: 'not used' } } }, 'elements["BEG01"].use', 'the standard makes it mandatory'],
    [{ elements: { BEG02: { codes: ['SA', 'QQ'] } } }, 'elements["BEG02"].codes[1]', '"QQ" cannot stand here'],
    [{ elements: { BEG03: { max: 23 } } }, 'elements["BEG03"].max', 'the standard allows at most 22'],
    [{ elements: { BEG05: { fixed: '20260101' } } }, 'elements["BEG05"]', 'only codes and text have fixed values'],
    [{ elements: { REF04: { codes: ['A'] } } }, 'elements["REF04"]', 'is made of components'],
    [{ elements: { PO106: { use: 'mandatory' }, PO107: { use: 'not used' } } }, 'elements', 'no choice of elements'],
    [
      { rules: [{ at: 'PO1', when: { element: 99 }, wants: { element: 1 } }] },
      'rules[0].when.element',
      'PO1 has 25 elements',
    ],
    [{ rules: [{ at: 'PO1', when: { element: 2 } }] }, 'rules[0].wants', 'is missing'],
    [{ rules: [{ at: 'PO1', needs: { segment: 'BEG' } }] }, 'rules[0].needs.segment', 'does not stand in that loop'],
    [
      { segments: { DTM: { use: 'not used' } }, rules: [{ at: '', needs: { segment: 'DTM' } }] },
      'rules[0].needs.segment',
      'is agreed not to be used',
    ],
  ])('%j is refused with path and reason', (more, path, reason) => {
    const errors = errorsOf(more)
    expect(errors).toHaveLength(1)
    expect(errors[0]?.path).toBe(path)
    expect(errors[0]?.reason).toContain(reason)
  })
  it('is told whole: every error at once, and no input throws', () => {
    expect(errorsOf({ segments: { XXX: {} }, elements: { BEG01: { use: 'not used' }, YY01: {} } })).toHaveLength(3)
    for (const json of [null, 7, 'x', [], {}, { rules: 1 }]) expect(isGuide(partnerGuide(json) as Guide)).toBe(false)
  })
})
