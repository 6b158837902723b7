// An 855 read against the order it answers: every code of the standard, every way to name a line or a day.
import { describe, expect, test } from 'vitest'
import { loops, readInterchanges, type SegmentToWrite, writeInterchange } from '../x12/index.ts'
import { headCodes, lineCodes } from './answer-codes.ts'
import { type OrderedLine, type Reading855, read855, type Unreadable } from './edi-855-reading.ts'

const line = (lineNumber: number, more: Partial<OrderedLine> = {}): OrderedLine => ({
  lineNumber,
  at: 'awaiting-answer',
  buyerPart: `BX-${lineNumber}00`,
  supplierPart: `S-${lineNumber}`,
  unit: 'EA',
  quantity: '100',
  needBy: '2027-03-15',
  ...more,
})
const three = [line(1), line(2), line(3)]

/** Bytes as a partner would send them, through the reader. */
function read(segments: SegmentToWrite[], ordered: OrderedLine[] = three, transitDays = 2): Reading855 | Unreadable {
  const bytes = writeInterchange(
    {
      senderQualifier: 'ZZ',
      senderId: 'SUPPLIER',
      receiverQualifier: 'ZZ',
      receiverId: 'BUYER',
      gsSender: 'SUPPLIER',
      gsReceiver: 'BUYER',
      interchangeControl: '000000001',
      groupControl: '1',
      usage: 'P',
      version: '004010',
      date: '20270301',
      time: '1200',
    },
    'PR',
    [{ id: '855', control: '0001', segments }],
  )
  const group = readInterchanges(bytes).interchanges[0]?.groups[0]
  const set = group?.sets[0]
  if (!group || !set) throw new Error('nothing was read')
  const reading = read855(loops(set, group), ordered, { transitDays, unqualified: 'delivery' })
  return 'problem' in reading ? reading : { lines: reading.lines.map(({ position: _, ...line }) => line) }
}

const bak = (code: string, purpose = '00'): SegmentToWrite => ['BAK', purpose, code, 'CO-10001', '20270301']
const po1 = (n: number | string, ...parts: string[]): SegmentToWrite => [
  'PO1',
  String(n),
  '100',
  'EA',
  '',
  '',
  ...parts,
]
const accept = (lineNumber: number) => ({ lineNumber, answer: { act: 'accept' } })

describe('an 855 without lines', () => {
  test.each(['AK', 'AT', 'AE'])('under %s accepts every open line, and no other', code => {
    expect(read([bak(code)], [line(1), line(2, { at: 'confirmed' }), line(3, { at: 'countered' })])).toEqual({
      lines: [accept(1), accept(3)],
    })
  })
  test('under RJ rejects every open line', () => {
    expect(read([bak('RJ')])).toMatchObject({ lines: three.map(() => ({ answer: { act: 'reject' } })) })
  })
  test('under RJ means what is agreed too, and nothing that is over', () => {
    const all = [line(1, { at: 'confirmed' }), line(2, { at: 'proposed' }), line(3, { at: 'cancelled' })]
    expect(read([bak('RJ')], all)).toMatchObject({ lines: [{ lineNumber: 1 }, { lineNumber: 2 }] })
  })
  test.each(['AD', 'AC', 'RD', 'AP', 'NA', 'AH', 'RF', 'RN', 'RO', 'RV', 'ZZ'])('under %s is for people', code => {
    expect(read([bak(code)])).toHaveProperty('problem')
  })
  test('knows every code of the standard', () => {
    const all = 'AC AD AE AH AK AP AT NA RD RF RJ RN RO RV ZZ'.split(' ')
    expect(Object.keys(headCodes).sort()).toEqual(all.sort())
  })
  test.each(['01', '03', '22'])('with purpose %s is for people', purpose => {
    expect(read([bak('AK', purpose)])).toHaveProperty('problem')
  })
})

describe('lines that an 855 does not name', () => {
  const one: SegmentToWrite[] = [po1(1), ['ACK', 'IA', '100', 'EA']]
  test.each(['AC', 'AD', 'RD'])('stay open under %s', code => {
    expect(read([bak(code), ...one])).toEqual({ lines: [accept(1)] })
  })
  test('are accepted under AE, which names the exceptions', () => {
    const exception: SegmentToWrite[] = [po1(2), ['ACK', 'DR', '100', 'EA', '067', '20270318']]
    expect(read([bak('AE'), ...exception])).toMatchObject({
      lines: [accept(1), { lineNumber: 2, answer: { act: 'propose' } }, accept(3)],
    })
  })
  test('are rejected with the whole order under RJ', () => {
    const reading = read([bak('RJ'), po1(1)])
    expect(reading).toMatchObject({ lines: three.map(() => ({ answer: { act: 'reject' } })) })
  })
})

describe('a line without a code', () => {
  test('is accepted as ordered under AD', () => {
    expect(read([bak('AD'), po1(1), po1(2)])).toEqual({ lines: [accept(1), accept(2)] })
  })
  test.each(['AC', 'AE', 'RD', 'AH'])('says neither yes nor no under %s', code => {
    expect(read([bak(code), po1(1)])).toHaveProperty('problem')
  })
})

describe('a line’s code', () => {
  const answerOf = (...acks: SegmentToWrite[]) => {
    const reading = read([bak('AC'), po1(1), ...acks])
    return 'problem' in reading ? reading : reading.lines[0]?.answer
  }
  test('is known for every code of the standard', () => {
    const all = 'AA AC AR BP DR IA IB IC ID IE IF IH IP IQ IR IS IW R1 R2 R3 R4 R5 R6 R7 R8 SP'.split(' ')
    expect(Object.keys(lineCodes).sort()).toEqual(all.sort())
  })
  test.each(['IA', 'AA', 'AC', 'AR'])('%s accepts', code => {
    expect(answerOf(['ACK', code])).toEqual({ act: 'accept' })
    expect(answerOf(['ACK', code, '100', 'EA', '067', '20270315'])).toEqual({ act: 'accept' })
  })
  test('that accepts beside other numbers proposes those numbers', () => {
    expect(answerOf(['ACK', 'IA', '60', 'EA'])).toMatchObject({
      act: 'propose',
      promised: [{ quantity: '60', date: '2027-03-15' }],
    })
  })
  test.each(['IR', 'ID', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'])('%s rejects, with a reason', code => {
    expect(answerOf(['ACK', code])).toMatchObject({ act: 'reject', reason: expect.stringContaining(code) })
  })
  test.each(['SP', 'IH', 'IF', 'IW'])('%s leaves the line open', code => {
    expect(answerOf(['ACK', code])).toMatchObject({ act: 'hold' })
  })
  test.each(['IE', 'IP', 'IS'])('%s is for people', code => {
    expect(answerOf(['ACK', code, '100', 'EA'])).toHaveProperty('problem')
  })
  test('DR proposes another day, IQ another quantity, IC both', () => {
    expect(answerOf(['ACK', 'DR', '100', 'EA', '067', '20270318'])).toMatchObject({
      promised: [{ quantity: '100', date: '2027-03-18' }],
    })
    expect(answerOf(['ACK', 'IQ', '80', 'EA'])).toMatchObject({ promised: [{ quantity: '80', date: '2027-03-15' }] })
    expect(answerOf(['ACK', 'IC', '80', 'EA', '067', '20270318'])).toMatchObject({
      promised: [{ quantity: '80', date: '2027-03-18' }],
    })
  })
  test.each(['DR', 'IB'])('%s without a day is for people', code => {
    expect(answerOf(['ACK', code, '100', 'EA'])).toHaveProperty('problem')
  })
  test.each(['IQ', 'BP'])('%s without a quantity is for people', code => {
    expect(answerOf(['ACK', code])).toHaveProperty('problem')
  })
  test('given several times is a split', () => {
    expect(
      answerOf(['ACK', 'BP', '60', 'EA', '067', '20270315'], ['ACK', 'IB', '40', 'EA', '067', '20270322']),
    ).toMatchObject({
      act: 'propose',
      promised: [
        { quantity: '60', date: '2027-03-15' },
        { quantity: '40', date: '2027-03-22' },
      ],
    })
  })
  test('given several times for all that was asked, on the day asked, accepts', () => {
    expect(answerOf(['ACK', 'IA', '60', 'EA'], ['ACK', 'IA', '40', 'EA'])).toEqual({ act: 'accept' })
  })
})

describe('a day in an 855', () => {
  const dayOf = (qualifier: string, date: string) => {
    const reading = read([bak('AC'), po1(1), ['ACK', 'DR', '100', 'EA', qualifier, date]])
    if ('problem' in reading) return reading.problem
    const act = reading.lines[0]?.answer
    return act?.act === 'propose' ? act.promised[0]?.date : act?.act
  }
  test('of delivery is taken as it is, of shipping with the days in transit', () => {
    expect(dayOf('067', '20270318')).toBe('2027-03-18')
    expect(dayOf('068', '20270318')).toBe('2027-03-20')
  })
  test('of shipping that arrives on the day asked accepts', () => {
    expect(dayOf('068', '20270313')).toBe('accept')
  })
  test('of a kind we do not know is for people', () => {
    expect(dayOf('196', '20270318')).toContain('196')
  })
  test('in a DTM under the code counts where the code has none', () => {
    const reading = read([bak('AC'), po1(1), ['ACK', 'DR', '100', 'EA'], ['DTM', '068', '20270318']])
    expect(reading).toMatchObject({ lines: [{ answer: { promised: [{ date: '2027-03-20' }] } }] })
  })
})

describe('which line is meant', () => {
  const ack: SegmentToWrite = ['ACK', 'IA']
  test('is said by PO101, with or without leading zeros', () => {
    expect(read([bak('AC'), po1('002'), ack])).toEqual({ lines: [accept(2)] })
  })
  test('is said by part number where PO101 says nothing we know', () => {
    expect(read([bak('AC'), po1('', 'BP', 'BX-300'), ack])).toEqual({ lines: [accept(3)] })
    expect(read([bak('AC'), po1('900', 'VP', 'S-2'), ack])).toEqual({ lines: [{ ...accept(2), called: '900' }] })
  })
  test('is nobody’s guess when number and part disagree, or two lines fit, or none', () => {
    expect(read([bak('AC'), po1(1, 'BP', 'BX-300'), ack])).toHaveProperty('problem')
    expect(read([bak('AC'), po1('', 'BP', 'BX-100'), ack], [line(1), line(2, { buyerPart: 'BX-100' })])).toHaveProperty(
      'problem',
    )
    expect(read([bak('AC'), po1(9), ack])).toHaveProperty('problem')
  })
  test('said twice adds up', () => {
    const reading = read([
      bak('AC'),
      po1(1),
      ['ACK', 'IA', '70', 'EA', '067', '20270315'],
      po1(1),
      ['ACK', 'IA', '30', 'EA', '067', '20270320'],
    ])
    expect(reading).toMatchObject({
      lines: [{ lineNumber: 1, answer: { promised: [{ quantity: '70' }, { quantity: '30' }] } }],
    })
  })
  test('counted in another unit is for people', () => {
    expect(read([bak('AC'), po1(1), ['ACK', 'IA', '10', 'CA']])).toHaveProperty('problem')
  })
})

describe('schedules (SCH) beside the code of a line', () => {
  const sch = (quantity: string, date: string): SegmentToWrite => ['SCH', quantity, 'EA', '', '', '067', date]
  const ack: SegmentToWrite = ['ACK', 'DR', '100', 'EA', '067', '20270318']
  test('say the days where the code says none', () => {
    const said = read([bak('AC'), po1(1), ['ACK', 'IC'], sch('60', '20270315'), sch('40', '20270320')])
    expect(said).toMatchObject({ lines: [{ answer: { act: 'propose', promised: [{ quantity: '60' }, {}] } }] })
  })
  test('may repeat what the code says', () => {
    const said = read([bak('AC'), po1(1), ack, sch('100', '20270318')])
    expect(said).toMatchObject({ lines: [{ answer: { promised: [{ quantity: '100', date: '2027-03-18' }] } }] })
  })
  test.each([
    ['another day', [sch('100', '20270319')]],
    ['a split', [sch('60', '20270318'), sch('40', '20270325')]],
    ['less', [sch('90', '20270318')]],
  ])('that say %s than the code are for people, with both said', (_, schedules) => {
    expect(read([bak('AC'), po1(1), ack, ...schedules])).toMatchObject({
      problem: expect.stringMatching(/^Line 1 .*\(ACK\) say 100 on 2027-03-18, but its schedules \(SCH\) say /),
    })
    const accepted: SegmentToWrite = ['ACK', 'IA', '100', 'EA', '067', '20270315']
    expect(read([bak('AC'), po1(1), accepted, ...schedules])).toHaveProperty('problem')
  })
})
