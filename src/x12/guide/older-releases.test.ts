/** Releases 002001 to 003060, read by the guides of 004010 with leniencies that have names. */
import { describe, expect, it } from 'vitest'
import { loops } from '../judge/loops.ts'
import { type Leniency, leniencies } from '../model.ts'
import { bytesOf, judged, onlyInterchange, told, wrapped } from '../test-kit.ts'
import { guideFor, impliedLeniencies } from './guide.ts'

const read = (set: string, group: string, version: string, lines: readonly string[], granted: Leniency[] = []) =>
  judged(wrapped(set, group, lines, version), { leniencies: granted })
const errors = (set: string, group: string, version: string, lines: readonly string[]) =>
  read(set, group, version, lines).findings.filter(one => one.severity !== 'note')

/** Sixty weeks of quantities under one pattern, as car makers send them. */
const weeks = Array.from({ length: 60 }, (_, i) => `FST*${1200 + i}*C*W*26${String(1 + (i % 12)).padStart(2, '0')}02`)
const forecast = (unit: string) => [
  'BFR*05**42*SH*C*260302*260831*260301',
  'N1*ST**92*AP01A',
  'N1*SU**92*G200A',
  'LIN**BP*BR3Z 1007 A*PO*F42',
  unit,
  'SDP*Y*Y',
  ...weeks,
  'ATH*PQ*260301*980**260101',
  'SHP*02*1100*051*260101**260227',
]

describe('documents of older releases', () => {
  it('a planning schedule of 002001 with UNT and sixty quantities under one pattern', () => {
    const lines = forecast('UNT*EA').filter(line => !line.startsWith('ATH'))
    expect(errors('830', 'PS', '002001FORD', lines)).toEqual([])
    const group = onlyInterchange(bytesOf(wrapped('830', 'PS', lines, '002001FORD'))).groups[0]
    const set = group?.sets[0]
    if (group === undefined || set === undefined) throw new Error('no set')
    const line = loops(set, group).loops('LIN')[0]
    expect(line?.first('UNT')?.el(1)).toBe('EA')
    expect(line?.loops('SDP')[0]?.all('FST')).toHaveLength(60)
  })
  it('a shipping schedule of 002040 with six-digit dates', () => {
    const lines = [
      'BSS*05*R-100*260302*SH*260302*260331*100',
      'N1*SU**92*13055',
      'LIN**BP*04723456AB*PO*D7890',
      'UIT*EA',
      'FST*480*C*D*260304**010*0700',
      'JIT*240*0700',
      'SHP*01*460*011*260227',
      'REF*SI*884411',
      'CTT*1',
    ]
    expect(errors('862', 'SS', '002040CHRY', lines)).toEqual([])
  })
  it('a ship notice of 002040', () => {
    const lines = [
      'BSN*00*884411*260227*1405',
      'DTM*011*260227*1400*ED',
      'HL*1**S',
      'MEA*PD*G*2400*LB',
      'TD1*PLT90*4',
      'TD5*B*2*ABCD*M',
      'TD3*TL**TR4471',
      'REF*BM*884411',
      'N1*ST**92*04012',
      'HL*2*1*I',
      'LIN**BP*04723456AB*EC*A',
      'SN1**480*EA*12480',
      'PRF*D7890',
      'CLD*4*120*PLT90',
      'CTT*2*480',
    ]
    expect(errors('856', 'SH', '002040CHRY', lines)).toEqual([])
  })
  it('an order of 003060 with centuries beside its dates, and allowances in ITA', () => {
    const lines = [
      'BEG*00*SA*PO-1**970227',
      'DTM*002*970401***19',
      'NTE**Call before delivery',
      'PO1*1*5*EA*2.5**BP*P-1',
      'ITA*A**FA*02*****3.5',
      'DTM*010*970320***19*RD8*19970320-19970327',
      'CTT*1',
    ]
    expect(errors('850', 'PO', '003060', lines)).toEqual([])
  })
  it('an acknowledgment of 003020', () => {
    expect(errors('997', 'FA', '003020', ['AK1*PS*17', 'AK2*830*0001', 'AK5*A', 'AK9*A*1*1*1'])).toEqual([])
  })
  it('are refused in 004010, where nothing of it is agreed, and taken once each has been granted by name', () => {
    const lines = forecast('UNT*EA')
    const refused = told(wrapped('830', 'PS', lines, '004010'))
    expect(refused).toContain('segment.unknown UNT@6')
    expect(refused.filter(one => one.startsWith('element.bad-date')).length).toBeGreaterThan(60)
    const granted: Leniency[] = ['six-digit-dates', 'older-segments', 'segment-order']
    expect(read('830', 'PS', '004010', lines, granted).code).toBe('A')
  })
  it('still get their faults told', () => {
    const lines = ['BFR*05**42*SH*Q*260302*260831*269901', 'LIN**BP', 'UNT*EACH', 'XXX*1']
    const found = errors('830', 'PS', '002001FORD', lines).map(one => `${one.code} ${one.tag}/${one.element ?? ''}`)
    expect(found).toEqual([
      'element.bad-code BFR/5',
      'element.bad-date BFR/8',
      'element.missing LIN/3',
      'element.too-long UNT/1',
      'segment.unknown XXX/',
    ])
  })
})

describe('what an older release implies', () => {
  it('has a name and words, and ends with 003060', () => {
    expect(impliedLeniencies('003060')).toEqual([
      'six-digit-dates',
      'century-elements',
      'older-segments',
      'floating-notes',
    ])
    for (const name of impliedLeniencies('002001FORD')) expect(leniencies[name]).toMatch(/\.$/)
    expect(impliedLeniencies('004010')).toEqual([])
    expect(guideFor('830', '002001')?.leniencies).toEqual(impliedLeniencies('002001'))
    expect(guideFor('830', '004010')?.leniencies).toBeUndefined()
  })
  it('widens the guide and leaves that of 004010 as it is', () => {
    expect(guideFor('862', '002001')?.tags.has('UNT')).toBe(true)
    expect(guideFor('862', '004010')?.tags.has('UNT')).toBe(false)
    expect(guideFor('850', '003060')?.segmentRule('DTM')?.elements).toHaveLength(7)
    expect(guideFor('850', '004010')?.segmentRule('DTM')?.elements).toHaveLength(6)
  })
})
