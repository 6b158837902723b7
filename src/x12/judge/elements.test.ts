/** Values against their rules: presence, types, lengths, codes, conditions. */
import { describe, expect, it } from 'vitest'
import { told, wrapped } from '../test-kit.ts'
import { isDate, isTime } from './values.ts'

const answer = (...segments: string[]) => wrapped('855', 'PR', segments)
const bak = 'BAK*00*AC*PO-1*20260227'

describe('a value', () => {
  it.each([
    ['BAK*00*AC**20260227', 'element.missing BAK@2/3'],
    ['BAK*00*AC*   *20260227', 'element.missing BAK@2/3'],
    ['BAK*00*AC*12345678901234567890123*20260227', 'element.too-long BAK@2/3'],
    ['BAK*0*AC*PO-1*20260227', 'element.bad-code BAK@2/1'],
    ['BAK*00*AC*PO-1*260227', 'element.bad-date BAK@2/4'],
    ['BAK*00*AC*PO-1*20260229', 'element.bad-date BAK@2/4'],
    ['BAK*00*AC*PO>1*20260227', 'element.too-many-components BAK@2/3-2'],
    ['BAK*00*AC*P\x00*20260227', 'element.bad-character BAK@2/3'],
    ['BAK*00*AC*PO-1*20260227*', 'segment.trailing-separators BAK@2'],
    ['BAK*00*AC*PO-1*20260227*   ', 'element.only-blanks BAK@2/5'],
  ])('%s gives %s', (segment, expected) => {
    expect(told(answer(segment))).toEqual([expected])
  })
  it.each([
    ['PO1*1*-2.50*EA', []],
    ['PO1*1*.5*EA', []],
    ['PO1*1*1E5*EA', ['element.not-a-number PO1@3/2']],
    ['PO1*1*1,5*EA', ['element.not-a-number PO1@3/2']],
    ['PO1*1*-123456789012345.*EA', []],
    ['PO1*1*1234567890123456*EA', ['element.too-long PO1@3/2']],
    ['PO1*1*+5*EA', ['element.not-a-number PO1@3/2']],
  ])('%s: lengths of numbers leave sign and point out', (segment, expected) => {
    expect(told(answer(bak, segment))).toEqual(expected)
  })
  it('in a composite is told with its component', () => {
    expect(told(answer(bak, 'REF*VN*1**VN>>LI>7'))).toEqual(['element.missing REF@3/4-2'])
  })
  it('repeated where nothing may repeat is told from 00402 on', () => {
    const text = answer(bak).replace('*U*00401*', '*^*00501*').replaceAll('004010', '005010').replace('PO-1', 'PO^1')
    expect(told(text)).toEqual(['element.too-many-repetitions BAK@2/3'])
    expect(told(answer(bak.replace('PO-1', 'PO^1')))).toEqual([])
  })
  it('in Latin-1 or UTF-8 is taken as agreed', () => {
    const utf8 = Buffer.from('Sørlandets', 'utf8').toString('latin1')
    const named = (name: string) => answer(bak, `N1*SU*${name}`)
    expect(told(named(utf8))).toEqual(['element.bad-character N1@3/2'])
    expect(told(named(utf8), { leniencies: ['utf-8'] })).toEqual([])
    expect(told(named('S\xf8rlandets'), { leniencies: ['latin-1'] })).toEqual([])
    expect(told(named('Sättel'))).toEqual([])
  })
})

describe('conditions between elements', () => {
  it.each([
    ['P: both or neither', 'ACK*IA*2', 'element.condition-paired ACK@4/3'],
    ['C: the first needs the second', 'ACK*IA*2*EA*067', 'element.condition-needs ACK@4/5'],
    ['R: one of several', 'REF*VN', 'element.condition-one-of REF@4/2'],
    ['L: the first needs one of the others', 'MEA*******05', 'element.condition-needs MEA@4/3'],
    ['E: one excludes the other', 'MEA***1*EA****03', 'element.exclusive MEA@4/8'],
  ])('%s (%s)', (_rule, segment, expected) => {
    expect(told(answer(bak, 'PO1*1*2*EA', segment))).toEqual([expected])
  })
})

describe('dates and times', () => {
  it('are those of the calendar and the clock', () => {
    expect(['20240229', '20000229', '20261231'].every(isDate)).toBe(true)
    expect(['20230229', '19000229', '20261301', '20260431', '2026043', '2026-4-1'].some(isDate)).toBe(false)
    expect(['0000', '2359', '235959', '2359599', '23595999'].every(isTime)).toBe(true)
    expect(['2400', '1260', '12', '125960', '123'].some(isTime)).toBe(false)
  })
})
