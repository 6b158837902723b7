/** Words: every finding has its sentences, every segment of our documents its name. */
import { describe, expect, it } from 'vitest'
import { explainInterchange, explainSet } from './explain.ts'
import { finding } from './finding.ts'
import { guideFor } from './guide.ts'
import { guideSets } from './guides/index.ts'
import { type FindingCode, messages } from './messages.ts'
import { leniencies } from './model.ts'
import { bytesOf, onlyInterchange, wrapped } from './test-kit.ts'
import { softened } from './validate.ts'
import { segmentInWords } from './words.ts'

describe('every finding', () => {
  const codes = Object.keys(messages) as FindingCode[]
  const places = [
    { offset: 0 },
    {
      offset: 5,
      position: 2,
      tag: 'BAK',
      element: 2,
      value: 'QQ',
      expected: 'one of AC',
      name: 'answer type',
      loop: 'PO1',
    },
  ]
  it.each(codes)('%s says what is wrong and what to do', code => {
    for (const place of places) {
      const { text, remedy } = finding(code, place)
      expect(text).toMatch(/^[A-Z].*[.:"]$/s)
      expect(remedy).toMatch(/^[A-Z].*\.$/s)
      expect(text + remedy).not.toMatch(/undefined|null|\[object/)
    }
  })
  it('that a leniency softens exists', () => {
    for (const list of Object.values(softened)) for (const code of list) expect(codes).toContain(code)
    expect(Object.keys(leniencies)).toEqual(expect.arrayContaining(Object.keys(softened)))
  })
})

describe('guides', () => {
  it.each(Object.keys(guideSets))('%s is written in notation that parses whole', id => {
    for (const release of Object.keys(guideSets[id]?.structure ?? {})) {
      const guide = guideFor(id, release)
      const slots = guide?.root.slots.map(slot => slot.tag) ?? []
      expect([slots[0], slots.at(-1)]).toEqual(['ST', 'SE'])
      for (const tag of guide?.tags ?? []) expect(guide?.segmentRule(tag), `${id} ${tag}`).toBeDefined()
    }
  })
  it('name every segment of the documents of the main loop', () => {
    for (const id of ['855', '997', '830', '862', '824']) {
      const unnamed = [...(guideFor(id, '004010')?.tags ?? [])].filter(tag => segmentInWords(tag) === undefined)
      expect(unnamed.length, `${id}: ${unnamed}`).toBeLessThan(15)
    }
  })
  it('are chosen by six digits, older releases by the nearest', () => {
    expect(guideFor('830', '002001FORD')?.release).toBe('004010')
    expect(guideFor('830', '004010VICS')?.release).toBe('004010')
    expect(guideFor('830', '005010X215')?.release).toBe('005010')
    expect(guideFor('830', '4010')).toBeUndefined()
    expect(guideFor('999', '004010')).toBeUndefined()
  })
})

describe('a document in words', () => {
  it('names elements and tells what codes mean', () => {
    const group = onlyInterchange(
      bytesOf(wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', 'PO1*1*2*EA', 'ACK*IR*2*EA'])),
    ).groups[0]
    const set = group?.sets[0]
    if (group === undefined || set === undefined) throw new Error('no set')
    const told = explainSet(set, group)
    expect(told[1]).toMatchObject({ tag: 'BAK', name: 'answer: beginning', position: 2, loop: '' })
    expect(told[1]?.elements[1]).toEqual({
      ref: 'BAK02',
      name: 'answer type',
      value: 'AC',
      meaning: 'accepted with changes',
    })
    expect(told[3]).toMatchObject({
      loop: 'PO1/ACK',
      elements: [{ ref: 'ACK01', meaning: 'rejected' }, {}, { meaning: 'each' }],
    })
  })
  it('begins with the interchange and the group around it', () => {
    const told = explainInterchange(onlyInterchange(bytesOf(wrapped('997', 'FA', ['AK1*PR*1', 'AK9*A*1*1*1']))))
    expect(told.map(one => one.tag)).toEqual(['ISA', 'GS', 'ST', 'AK1', 'AK9', 'SE', 'GE', 'IEA'])
    expect(told[0]?.elements.find(one => one.ref === 'ISA15')).toMatchObject({ name: 'usage', meaning: 'production' })
    expect(told[4]?.elements[0]).toMatchObject({ ref: 'AK901', meaning: 'all accepted' })
  })
})
