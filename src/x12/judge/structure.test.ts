/** How a person would tell what is out of place: one misplaced segment, one finding. */
import { describe, expect, it } from 'vitest'
import { bytesOf, judged, onlyInterchange, told, wrapped } from '../test-kit.ts'
import { loops } from './loops.ts'

const answer = (...segments: string[]) => wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', ...segments])

describe('the order of segments', () => {
  it('takes ACK after ACK as one line split, each with its own DTM', () => {
    const text = answer(
      'PO1*1*2*EA',
      'ACK*DR*1*EA',
      'DTM*067*20260301',
      'ACK*DR*1*EA',
      'DTM*067*20260302',
      'PO1*2*1*EA',
    )
    expect(told(text)).toEqual([])
    const group = onlyInterchange(bytesOf(text)).groups[0]
    const set = group?.sets[0]
    if (group === undefined || set === undefined) throw new Error('no set')
    const lines = loops(set, group).loops('PO1')
    expect(lines.map(line => line.loops('ACK').map(ack => ack.first('DTM')?.el(2)))).toEqual([
      ['20260301', '20260302'],
      [],
    ])
  })
  it('tells a second DTM under one ACK as one too many, not as out of order', () => {
    expect(told(answer('PO1*1*2*EA', 'ACK*DR*1*EA', 'DTM*067*20260301', 'DTM*067*20260302'))).toEqual([
      'segment.too-often DTM@6',
    ])
  })
  it('gives a party that comes after the lines one finding, with its street and city', () => {
    expect(told(answer('PO1*1*2*EA', 'CTT*1', 'N1*ST*Works', 'N3*Street 1', 'N4*Town**12345'))).toEqual([
      'segment.out-of-order N1@5',
    ])
  })
  it('gives lines after the totals one finding, however many they are', () => {
    const late = ['PO1*1*2*EA', 'ACK*IA*2*EA', 'PO1*2*2*EA', 'ACK*IA*2*EA', 'PO1*3*2*EA']
    expect(told(answer('CTT*3', ...late))).toHaveLength(1)
  })
  it('keeps lines apart even where they stand in the wrong place, for partners who have been granted that', () => {
    const text = answer('CTT*2', 'PO1*1*2*EA', 'ACK*IA*2*EA', 'PO1*2*2*EA', 'ACK*IA*2*EA')
    const group = onlyInterchange(bytesOf(text)).groups[0]
    const set = judged(text, { leniencies: ['segment-order'] })
    if (group === undefined) throw new Error('no group')
    expect(set.code).toBe('A')
    expect(
      loops(set.set, group)
        .loops('PO1')
        .map(line => line.segment.el(1)),
    ).toEqual(['1', '2'])
  })
  it('does not take totals that come before a mandatory line for the end of the document', () => {
    const order = ['BEG*00*SA*PO-1**20260227', 'CTT*1', 'PO1*1*2*EA', 'N1*ST*Works', 'N3*Street 1']
    expect(told(wrapped('850', 'PO', order))).toEqual(['segment.unexpected CTT@3'])
  })
  it('finds an address without its party once', () => {
    expect(told(answer('N3*Street 1', 'N4*Town**12345', 'PO1*1*2*EA'))).toEqual(['segment.unexpected N3@3'])
  })
  it('counts a loop that repeats too often once', () => {
    const many = Array.from({ length: 27 }, () => 'SAC*C*D240')
    expect(told(wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', ...many, 'PO1*1*2*EA']))).toContain(
      'segment.loop-too-often SAC@28',
    )
    expect(
      told(wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', ...many, 'PO1*1*2*EA'])).filter(one =>
        one.startsWith('segment'),
      ),
    ).toHaveLength(1)
  })
  it('knows what LS and LE bound, and says so in AK303', () => {
    const lines = ['BEG*00*SA*PO-1**20260227', 'PO1*1*2*EA', 'LS*LDT', 'LDT*AF*5*DA', 'QTY*XX*x', 'LE*LDT', 'CTT*1']
    const [finding] = judged(wrapped('850', 'PO', lines)).findings
    expect(finding).toMatchObject({ code: 'element.not-a-number', boundedLoop: 'LDT', loop: 'PO1/LS/LDT' })
  })
  it('misses the mandatory segment of a loop where the loop ends', () => {
    expect(
      told(wrapped('862', 'SS', ['BSS*00*1*20260302*DL*20260302*20260306*R', 'LIN**BP*X', 'FST*1*C*D*20260303'])),
    ).toEqual(['segment.missing UIT@4'])
  })
  it('asks for nothing more where the document was cut off', () => {
    const cut = wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', 'REF*CT*1']).replace('SE*4*0001~', '')
    expect(told(cut)).toEqual(['set.no-trailer SE@-'])
  })
})
