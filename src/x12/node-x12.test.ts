/** Faults of node-x12 1.7.1, kept in view; and that none of them is ours. */
import { X12Parser } from 'node-x12'
import { describe, expect, it } from 'vitest'
import { toNodeX12Set } from './node-x12.ts'
import { answer, bytesOf, envelope, onlyInterchange, textOf, wrapped } from './test-kit.ts'
import { writeInterchange } from './write.ts'

const good = textOf(writeInterchange(envelope, 'PR', [{ id: '855', control: '0001', segments: answer }]))
const tagOnly = wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', 'NTE', 'CTT*1'])

describe('a segment that is only a tag', () => {
  it("receives its neighbour's value in node-x12", () => {
    const set = onlyInterchange(bytesOf(tagOnly)).groups[0]?.sets[0]
    const lone = JSON.stringify(new X12Parser(false).parse(tagOnly))
    expect(lone).toContain('{"tag":"NTE","elements":["20260227"]}')
    expect(set?.segments[2]?.elements).toEqual([])
  })
  it('is left out of what node-x12 gets', () => {
    const read = onlyInterchange(bytesOf(tagOnly))
    const set = read.groups[0]?.sets[0]
    if (set === undefined) throw new Error('no set')
    expect(toNodeX12Set(set, read.delimiters).transaction.segments.map(one => one.tag)).toEqual(['BAK', 'CTT'])
  })
})

describe('one set in the object model of node-x12', () => {
  const read = onlyInterchange(bytesOf(good))
  const set = read.groups[0]?.sets[0]
  if (set === undefined) throw new Error('no set')

  it('answers queries', () => {
    expect(toNodeX12Set(set, read.delimiters).query('PO1-ACK05')).toEqual(['20260317'])
    expect(toNodeX12Set(set, read.delimiters).query('BAK03')).toEqual(['PO-1'])
  })
  it('is a fresh instance each time', () => {
    const first = toNodeX12Set(set, read.delimiters)
    first.transaction.segments[0]?.replaceElement('changed', 3)
    expect(toNodeX12Set(set, read.delimiters).query('BAK03')).toEqual(['PO-1'])
  })
})

describe('what node-x12 lets through', () => {
  it('a missing IEA', () => {
    const text = good.slice(0, good.indexOf('IEA'))
    expect(() => new X12Parser(true).parse(text)).not.toThrow()
    expect(onlyInterchange(bytesOf(text)).findings.map(one => one.code)).toContain('interchange.no-trailer')
  })
  it('counts compared as far as they are digits', () => {
    const text = good.replace('SE*6*', 'SE*6abc*')
    expect(() => new X12Parser(true).parse(text)).not.toThrow()
    expect(onlyInterchange(bytesOf(text)).groups[0]?.sets[0]?.findings.map(one => one.code)).toEqual([
      'set.count-wrong',
    ])
  })
})
