/** 997 and 999: a faulty document for every code that can arise, and the answer it gets, in both releases. */
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import type { JudgeOptions } from '../judge/judgment.ts'
import type { Interchange } from '../model.ts'
import { readInterchanges } from '../read/read.ts'
import { bytesOf, envelope, onlyInterchange, textOf } from '../test-kit.ts'
import { write997, write999 } from './acknowledge.ts'
import { read997 } from './read-acknowledgment.ts'

const header850 = ['BEG*00*SA*PO-1**20260302', 'PO1*10*5*EA*9.25']

interface Group {
  gs?: string
  sets?: string[][]
  ge?: string
}
const set = (segments: string[] = header850, st = 'ST*850*0001', se?: string): string[] => [
  st,
  ...segments,
  se ?? `SE*${segments.length + 2}*${st.split('*')[2]}`,
]

function interchange(version: string, { gs, sets = [set()], ge }: Group = {}): string {
  const isa12 = version.slice(0, 5)
  const isa11 = isa12 < '00402' ? 'U' : '^'
  const isa = `ISA*00*          *00*          *ZZ*SUPPLIER01     *01*PEDALWERK      *260302*0910*${isa11}*${isa12}*000000042*0*P*>`
  const open = gs ?? `GS*PO*SUPPLIER01*PEDALWERK*20260302*0910*7*X*${version}`
  const close = ge ?? `GE*${sets.length}*7`
  return [isa, open, ...sets.flat(), ...(close ? [close] : []), 'IEA*1*000000042', ''].join('~')
}

/** What an answer tells between ST and SE, one string a segment. */
function answered(text: string, options: JudgeOptions = {}, write = write997): string[] {
  const [judged] = judgeInterchange(onlyInterchange(bytesOf(text)), options).groups
  const bytes = judged && write(judged, { ...envelope, version: '005010' })
  if (bytes === undefined) throw new Error('no answer')
  expectClean(bytes)
  return textOf(bytes)
    .split('~\n')
    .filter(one => /^(AK|IK|CTX)/.test(one))
}

/** Nothing at all to remark on, not even a note. */
function expectClean(bytes: Uint8Array): void {
  const reading = readInterchanges(bytes)
  const judgments = reading.interchanges.map(one => judgeInterchange(one))
  expect([...reading.findings, ...judgments.flatMap(findingsOf)]).toEqual([])
}

const findingsOf = ({ findings, groups }: ReturnType<typeof judgeInterchange>) => [
  ...findings,
  ...groups.flatMap(group => [...group.findings, ...group.sets.flatMap(one => one.findings)]),
]

const order = (...segments: string[]) => ({ sets: [set([...header850, ...segments])] })
const instead = (...segments: string[]) => ({ sets: [set(segments)] })
const times = (n: number, segment: string) => Array.from({ length: n }, () => segment)

describe('AK3 and AK4 tell', () => {
  const faults: [code: string, what: string, group: Group, answer: string[]][] = [
    ['AK304 1', 'a segment that no standard knows', order('QQQ*1'), ['AK3*QQQ*4**1']],
    [
      'AK304 2',
      'a segment of a loop that has not begun',
      instead('BEG*00*SA*PO-1**20260302', 'N2*Name', 'PO1*10*5*EA'),
      ['AK3*N2*3**2'],
    ],
    ['AK304 3', 'a mandatory segment that is missing', instead('PO1*10*5*EA*9.25'), ['AK3*BEG*2**3']],
    ['AK304 4', 'a loop that repeats too often', order(...times(201, 'N1*ST*Hall')), ['AK3*N1*204**4']],
    [
      'AK304 5',
      'a segment that repeats too often',
      instead('BEG*00*SA*PO-1**20260302', 'CUR*BY*EUR', 'CUR*BY*EUR', 'PO1*10*5*EA'),
      ['AK3*CUR*4**5'],
    ],
    ['AK304 6', 'a segment of the standard that the document lacks', order('BAK*00*AC*1*20260302'), ['AK3*BAK*4**6']],
    [
      'AK304 7',
      'a segment out of order',
      instead('BEG*00*SA*PO-1**20260302', 'DTM*002*20260401', 'CUR*BY*EUR', 'PO1*10*5*EA'),
      ['AK3*CUR*4**7'],
    ],
    [
      'AK304 8',
      'a segment with errors in its elements',
      instead('BEG*00*SA*PO-1**20260302', 'PO1*10*5*EA*cheap'),
      ['AK3*PO1*3**8', 'AK4*4*212*6*cheap'],
    ],
    [
      'AK403 1',
      'a mandatory element that is missing',
      instead('BEG*00*SA***20260302', 'PO1*10*5*EA'),
      ['AK3*BEG*2**8', 'AK4*3*324*1'],
    ],
    ['AK403 2', 'an element that another needs', order('REF*IA'), ['AK3*REF*4**8', 'AK4*2*127*2']],
    ['AK403 3', 'an element too many', order('CTT*1*2*3*LB*4*FT*Text*8'), ['AK3*CTT*4**8', 'AK4*8**3*8']],
    ['AK403 4', 'a value too short', order('REF*I*1'), ['AK3*REF*4**8', 'AK4*1*128*4*I']],
    ['AK403 5', 'a value too long', order('REF*IABC*1'), ['AK3*REF*4**8', 'AK4*1*128*5*IABC']],
    ['AK403 6', 'a letter in a number', order('CTT*one'), ['AK3*CTT*4**8', 'AK4*1*354*6*one']],
    [
      'AK403 7',
      'a code that its list lacks',
      instead('BEG*99*SA*PO-1**20260302', 'PO1*10*5*EA'),
      ['AK3*BEG*2**8', 'AK4*1*353*7*99'],
    ],
    ['AK403 8', 'a day that is none', order('DTM*002*20260230'), ['AK3*DTM*4**8', 'AK4*2*373*8*20260230']],
    ['AK403 9', 'an hour that is none', order('DTM*002*20260228*2500'), ['AK3*DTM*4**8', 'AK4*3*337*9*2500']],
  ]
  it.each(faults)('%s: %s', (_, __, group, answer) => {
    for (const version of ['004010', '005010']) {
      const told = answered(interchange(version, group))
      expect(told.slice(2, -2), version).toEqual(answer)
      expect(told.slice(-2)).toEqual(['AK5*R*5', 'AK9*R*1*1*0'])
    }
  })
  it('AK403 10: an element that another excludes', () => {
    // N4: a state and a region exclude each other from 005010 on.
    const told = answered(interchange('005010', order('N1*ST*Hall', 'N4*Ulm*BW*89073*DE***BW1')))
    expect(told.slice(2, -2)).toEqual(['AK3*N4*5**8', 'AK4*7*1715*10*BW1'])
  })
  it('AK403 12: a repetition, by its position from 005010 on', () => {
    const told = answered(interchange('005010', order('REF*IA^IB*1')))
    expect(told.slice(2, -2)).toEqual(['AK3*REF*4**8', 'AK4*1>>2*128*12'])
  })
  it('AK403 13: a part too many, in 004010 as a character that must not be there', () => {
    const group = order('REF*IA>1*1')
    expect(answered(interchange('005010', group)).slice(2, -2)).toEqual(['AK3*REF*4**8', 'AK4*1>2*128*13'])
    expect(answered(interchange('004010', group)).slice(2, -2)).toEqual(['AK3*REF*4**8', 'AK4*1>2*128*6'])
  })
  it('the loop only where LS and LE bound it, cut off by no one', () => {
    const bounded = (id: string) => order(`LS*${id}`, 'LDT*AF*5*DA', 'QTY*01*x', `LE*${id}`)
    expect(answered(interchange('004010', bounded('LDT'))).slice(2, 3)).toEqual(['AK3*QTY*6*LDT*8'])
    // 447 has room for six characters, from 005010 on for four.
    expect(answered(interchange('004010', bounded('LDT010'))).slice(2, 3)).toEqual(['AK3*QTY*6*LDT010*8'])
    const longer = answered(interchange('005010', bounded('LDT010')))
    expect(longer.filter(one => one.startsWith('AK3'))).toEqual(['AK3*LS*4**8', 'AK3*QTY*6**8', 'AK3*LE*7**8'])
    // An ordinary loop has no id that both sides know.
    const unbounded = answered(interchange('005010', order('N1*ST', 'PER*IC*Name*TE')))
    expect(unbounded.filter(one => one.startsWith('AK3'))).toEqual(['AK3*N1*4**8', 'AK3*PER*5**8'])
  })
  it('at most 99 elements of one segment and five codes of one set', () => {
    const told = answered(interchange('004010', order(`SDQ*EA*92${'*A*x'.repeat(90)}`)))
    expect(told.filter(one => one.startsWith('AK4')).length).toBeLessThanOrEqual(99)
    const wrong = [['ST*85A*1', ...header850, 'SE*9*2']]
    const codes = answered(interchange('004010', { sets: wrong })).find(one => one.startsWith('AK5'))
    expect(codes).toBe('AK5*R*3*4*6*7')
  })
})

describe('AK5 tells', () => {
  const body = header850
  const faults: [code: string, what: string, sets: string[][], options?: JudgeOptions][] = [
    ['1', 'a document that is not taken', [set(body, 'ST*204*0001')]],
    ['1', 'a document that this partner must not send', [set()], { sets: ['855'] }],
    ['2', 'no trailer', [['ST*850*0001', ...body]]],
    ['3', 'another number in the trailer', [set(body, 'ST*850*0001', 'SE*4*0002')]],
    ['4', 'a wrong count', [set(body, 'ST*850*0001', 'SE*5*0001')]],
    ['5', 'segments in error', [set([...body, 'QQQ*1'])]],
    ['6', 'a document type with a letter', [set(body, 'ST*85A*0001')]],
    ['6', 'a document in a group of another kind', [set(['BAK*00*AC*PO-1*20260302'], 'ST*855*0001')]],
    ['7', 'a control number too short', [set(body, 'ST*850*1')]],
  ]
  it.each(faults)('%s: %s', (code, _, sets, options) => {
    for (const version of ['004010', '005010']) {
      const told = answered(interchange(version, { sets }), options)
      expect(told.find(one => one.startsWith('AK5'))).toBe(`AK5*R*${code}`)
      expect(told.at(-1)).toBe('AK9*R*1*1*0')
    }
  })
  it('23: a control number used twice in the group; the first of them stands', () => {
    const told = answered(interchange('004010', { sets: [set(), set()] }))
    expect(told).toEqual(['AK1*PO*7', 'AK2*850*0001', 'AK5*A', 'AK2*850*0001', 'AK5*R*23', 'AK9*P*2*2*1'])
  })
  it('A with E for errors that a partner was granted, and AK9 says so too', () => {
    const text = interchange('004010', { sets: [set([...header850, 'REF*IA']), set(header850, 'ST*850*0002')] })
    const told = answered(text, { leniencies: ['accept-with-errors'] })
    expect(told.filter(one => /^AK[59]/.test(one))).toEqual(['AK5*E*5', 'AK5*A', 'AK9*E*2*2*2'])
    // A segment in error is more than an element in error.
    const segment = interchange('004010', { sets: [set([...header850, 'QQQ*1'])] })
    expect(answered(segment, { leniencies: ['accept-with-errors'] }).at(-2)).toBe('AK5*R*5')
  })
})

describe('AK9 tells', () => {
  const gs = (kind: string, control: string, version: string) => `GS*${kind}*S*P*20260302*0910*${control}*X*${version}`
  const refused: [code: string, what: string, group: Group, answer: string[]][] = [
    ['1', 'a kind of group that is not taken', { gs: gs('SM', '7', '004010') }, ['AK1*SM*7', 'AK9*R*1*1*0*1']],
    ['1', 'a kind of group that nobody knows', { gs: gs('QQ', '7', '004010') }, ['AK1*QQ*7', 'AK9*R*1*1*0*1']],
    [
      '2',
      'a version that cannot be read, in the partner’s usual one',
      { gs: gs('PO', '7', 'VICS') },
      ['AK1*PO*7*VICS', 'AK9*R*1*1*0*2'],
    ],
    ['3', 'no trailer', { ge: '' }, ['AK1*PO*7', 'AK9*R*1*1*0*3']],
    ['4', 'another number in the trailer', { ge: 'GE*1*8' }, ['AK1*PO*7', 'AK9*R*1*1*0*4']],
    ['5', 'a wrong count, as it was said', { ge: 'GE*3*7' }, ['AK1*PO*7', 'AK9*R*3*1*0*5']],
    ['6', 'a number that is none', { gs: gs('PO', 'A7', '004010'), ge: 'GE*1*A7' }, ['AK1*PO*0', 'AK9*R*1*1*0*6']],
    [
      '6',
      'a number of ten digits',
      { gs: gs('PO', '1234567890', '004010'), ge: 'GE*1*1234567890' },
      ['AK1*PO*0', 'AK9*R*1*1*0*6'],
    ],
  ]
  it.each(refused)('%s: %s', (_, __, group, answer) => {
    expect(answered(interchange('004010', group))).toEqual(answer)
  })
  it('19: the number of another group of the interchange', () => {
    const text = interchange('004010').replace(
      'IEA*1',
      [gs('PO', '007', '004010'), ...set(), 'GE*1*7', 'IEA*2'].join('~'),
    )
    const { groups } = judgeInterchange(onlyInterchange(bytesOf(text)))
    expect(groups.map(({ code, ak905 }) => [code, ...ak905])).toEqual([['A'], ['R', '19']])
  })
  it('A for all, P only when some are accepted and some rejected, R for none', () => {
    const bad = (n: number) => set([...header850, 'QQQ*1'], `ST*850*000${n}`)
    const good = (n: number) => set(header850, `ST*850*000${n}`)
    const verdict = (...sets: string[][]) => answered(interchange('004010', { sets })).at(-1)
    expect(verdict(good(1), good(2))).toBe('AK9*A*2*2*2')
    expect(verdict(good(1), bad(2), good(3))).toBe('AK9*P*3*3*2')
    expect(verdict(bad(1), bad(2))).toBe('AK9*R*2*2*0')
    expect(verdict()).toBe('AK9*A*0*0*0')
  })
})

describe('an answer', () => {
  it('is in the release of the group: AK103 and AK203 from 005010 on', () => {
    expect(answered(interchange('004010')).slice(0, 2)).toEqual(['AK1*PO*7', 'AK2*850*0001'])
    const told = answered(interchange('005010', { sets: [set(header850, 'ST*850*0001*PEDAL850')] }))
    expect(told.slice(0, 2)).toEqual(['AK1*PO*7*005010', 'AK2*850*0001*PEDAL850'])
  })
  it('keeps its length when a document is all faults, and still refuses every set', () => {
    const bad = (n: number) => set([...header850, ...times(400, 'Q*1')], `ST*850*${String(n).padStart(4, '0')}`)
    const sets = Array.from({ length: 120 }, (_, i) => bad(i))
    const told = answered(interchange('004010', { sets }))
    expect(told.filter(one => one.startsWith('AK3')).length).toBe(10_000)
    expect(told.filter(one => one === 'AK5*R*5').length).toBe(120)
    expect(told.at(-1)).toBe('AK9*R*120*120*0')
  })
  it('copies no value that holds a separator of ours, is longer than 99, blank or escaped', () => {
    const copy = (value: string, delimiters = {}) => {
      const text = interchange('004010', order(`REF*${value}*1`))
      const [judged] = judgeInterchange(onlyInterchange(bytesOf(text))).groups
      const bytes = judged && write997(judged, { ...envelope, delimiters })
      const group = bytes && onlyInterchange(bytes).groups[0]
      return group?.sets[0] && read997(group.sets[0]).sets[0]?.errors[0]?.elements[0]?.value
    }
    expect(copy('IABC')).toBe('IABC')
    expect(copy('IA|C', { element: '|' })).toBe('')
    expect(copy('IA;C', { component: ';' })).toBe('')
    expect(copy("IA'C", { terminator: "'" })).toBe('')
    expect(copy('I\x07BC')).toBe('')
    expect(copy('I\xe9BC')).toBe('')
    expect(copy('A'.repeat(99))).toBe('A'.repeat(99))
    expect(copy('A'.repeat(100))).toBe('')
  })
  it('names a short control number with zeros in front, unless another set has that number', () => {
    const short = set(header850, 'ST*850*1')
    expect(answered(interchange('004010', { sets: [short] }))[1]).toBe('AK2*850*0001')
    const told = answered(interchange('004010', { sets: [short, set()] }))
    expect(told).toEqual(['AK1*PO*7', 'AK2*850*0001', 'AK5*A', 'AK9*P*2*2*1'])
  })
})

describe('a 999', () => {
  const of = (group: Group, version = '005010') => answered(interchange(version, group), {}, write999)
  it('tells the same by IK3, IK4 and IK5', () => {
    expect(of({})).toEqual(['AK1*PO*7*005010', 'AK2*850*0001', 'IK5*A', 'AK9*A*1*1*1'])
    expect(of(instead('BEG*00*SA*PO-1**20260302', 'PO1*10*5*EA*cheap'))).toEqual([
      'AK1*PO*7*005010',
      'AK2*850*0001',
      'IK3*PO1*3**8',
      'CTX*PO101>10',
      'IK4*4*212*6*cheap',
      'IK5*R*5',
      'AK9*R*1*1*0',
    ])
  })
  it('says which line a fault lies in, however deep', () => {
    const told = of(order('PO1*20*1*EA', 'N1*ST*Hall', 'PER*IC*Name*TE', 'PO1*30*5*EA*x'))
    expect(told.slice(2, -2)).toEqual([
      'IK3*PER*6**8',
      'CTX*PO101>20',
      'IK4*4*364*2',
      'CTX*SITUATIONAL TRIGGER*PER*6**3*365',
      'IK3*PO1*7**8',
      'CTX*PO101>30',
      'IK4*4*212*6*x',
    ])
  })
  it('says which element asks for the one that is missing, or excludes it', () => {
    const told = of(order('N1*ST*Hall', 'N4*Ulm*BW*89073*DE***BW1', 'SAC*C'))
    expect(told.filter(one => one.startsWith('CTX*SIT'))).toEqual(['CTX*SITUATIONAL TRIGGER*N4*5**2*156'])
    // One of several has to be sent: nothing that is there asks for it.
    expect(of(order('REF*IA')).filter(one => one.startsWith('CTX*SIT'))).toEqual([])
  })
  it('reads back as it was meant', () => {
    const bytes = write999OfFaulty()
    const acknowledged = bytes.groups[0]?.sets[0] && read997(bytes.groups[0].sets[0])
    expect(acknowledged).toMatchObject({
      functionalId: 'PO',
      groupControl: '7',
      code: 'R',
      sets: [
        {
          id: '850',
          control: '0001',
          code: 'R',
          codes: ['5'],
          errors: [{ segment: 'REF', position: 4, code: '8', elements: [{ element: 1, repetition: 2, code: '12' }] }],
        },
      ],
    })
  })
  it('answers no group of a release before 005010, and no 997 or 999', () => {
    const [old] = judgeInterchange(onlyInterchange(bytesOf(interchange('004010')))).groups
    expect(old && write999(old, envelope)).toBeUndefined()
    const answers = [onlyInterchange(bytesOf(interchange('005010')))].flatMap(one =>
      judgeInterchange(one).groups.flatMap(group => [write997(group, envelope), write999(group, envelope)]),
    )
    expect(answers.length).toBe(2)
    for (const bytes of answers) {
      const [again] = judgeInterchange(onlyInterchange(bytes ?? new Uint8Array())).groups
      expect(again && [again.answered, write997(again, envelope), write999(again, envelope)]).toEqual([
        false,
        undefined,
        undefined,
      ])
    }
  })
  it('is not answered even when it comes in a group of orders', () => {
    const strayed = set(['AK1*PO*1', 'AK9*A*1*1*1'], 'ST*997*0001')
    const judge = (sets: string[][]) => judgeInterchange(onlyInterchange(bytesOf(interchange('004010', { sets }))))
    expect(judge([strayed]).groups[0]?.answered).toBe(false)
    expect(judge([strayed, set(header850, 'ST*850*0002')]).groups[0]?.answered).toBe(true)
  })

  function write999OfFaulty(): Interchange {
    const [judged] = judgeInterchange(onlyInterchange(bytesOf(interchange('005010', order('REF*IA^IB*1'))))).groups
    return onlyInterchange((judged && write999(judged, envelope)) ?? new Uint8Array())
  }
})
