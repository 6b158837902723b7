/** Words: every finding has its sentences, every segment of our documents its name. */
import { describe, expect, it } from 'vitest'
import { finding } from '../finding.ts'
import { guideFor } from '../guide/guide.ts'
import { guideSets } from '../guide/sets/index.ts'
import { softened } from '../judge/validate.ts'
import {
  type Catalogue,
  type ExpectationCode,
  english,
  type FindingCode,
  type Message,
  messages,
  wordsFor,
} from '../messages.ts'
import { leniencies, type Place } from '../model.ts'
import { bytesOf, onlyInterchange, wrapped } from '../test-kit.ts'
import { fieldPattern, templateFields } from '../wording.ts'
import { explainInterchange, explainSet } from './explain.ts'
import { segmentInWords } from './words.ts'

const codes = Object.keys(messages) as FindingCode[]
const messageOf = (code: FindingCode): Message => messages[code]

describe('every finding', () => {
  const everything: Place = {
    offset: 5,
    position: 2,
    tag: 'BAK',
    element: 2,
    component: 1,
    repetition: 3,
    value: 'QQ',
    expected: 'one of AC',
    name: 'answer type',
    loop: 'PO1/ACK',
    boundedLoop: 'LDT',
    dataElement: '587',
  }
  const keys = Object.keys(everything).filter(key => key !== 'offset') as (keyof Place)[]
  const without = (...left: (keyof Place)[]) =>
    Object.fromEntries(Object.entries(everything).filter(([key]) => !left.includes(key as keyof Place))) as Place
  /** With all that may be known, with nothing, with each left out, with an empty and with a hostile value. */
  const places: Place[] = [
    everything,
    { offset: 0 },
    ...keys.map(key => without(key)),
    without('position', 'tag'),
    { ...everything, value: '' },
    { ...everything, value: '{where} $& \\x00', expected: '{held}' },
  ]

  it.each(codes)('%s says what is wrong and what to do', code => {
    for (const place of places) {
      const { text, remedy } = finding(code, place)
      expect(text).toMatch(/^[A-Z].*[.:"]$/s)
      expect(remedy).toMatch(/^[A-Z].*\.$/s)
      expect(text + remedy).not.toMatch(/undefined|null|NaN|\[object/)
      // Nothing left out leaves a hole.
      expect(text + remedy).not.toMatch(/ {2}|\(\)| [,.:;]/)
    }
  })
  it.each(codes)(
    '%s is told by a template whose fields exist, and names nothing of the standard without saying what it is',
    code => {
      const { text, remedy } = messageOf(code)
      for (const template of [text, remedy]) {
        const fields = [...template.matchAll(fieldPattern)].map(([, field]) => field)
        for (const field of fields) expect(templateFields).toContain(field)
        expect(template.replace(fieldPattern, '')).not.toMatch(/[{}]/)
        // "the trailer (IEA)", never a bare "IEA01".
        const explained = template.replace(/ \([^)]*\)/g, '')
        expect(explained).not.toMatch(/\b(ISA|IEA|GS|GE|ST|SE|TA1|[AI]K\d)(\d\d)?\b/)
        expect(explained).not.toMatch(/functional|transaction set|syntax/i)
      }
    },
  )
  it('puts values in as they are, whatever they look like', () => {
    const { text } = finding('element.bad-code', { offset: 0, tag: 'BAK', value: '{where}$&' })
    expect(text).toBe('BAK is "{where}$&", which is no code of its list.')
  })
  it('can be told in another language, from strings alone', () => {
    const german: Catalogue = {
      phrases: {
        ...english.phrases,
        segmentAt: 'Segment {position}',
        element: 'Element {element}',
        component: 'Teil {component}',
        held: 'ist „{value}“',
        expected: 'Richtig wäre: {expected}.',
      },
      messages: {
        ...english.messages,
        'element.too-short': { text: '{where} {held} und damit zu kurz.', remedy: 'Senden Sie den ganzen Wert.' },
      },
      expectations: { ...english.expectations, characters: '{n} Zeichen' },
    }
    const place = { offset: 5, position: 2, tag: 'BAK', element: 2, value: 'A' }
    expect(wordsFor('element.too-short', place, german)).toEqual({
      text: 'Segment 2 (BAK), Element 2 ist „A“ und damit zu kurz.',
      remedy: 'Senden Sie den ganzen Wert.',
    })
    const told = finding('element.too-short', { ...place, expects: { phrase: 'characters', with: { n: '2' } } })
    expect(told.remedy).toBe('Send 2 characters.')
    const short = finding('element.too-short', { ...place, expects: { phrase: 'characters', with: { n: '1' } } })
    expect(short.remedy).toBe('Send one character.')
    expect(wordsFor('element.too-short', told, german).remedy).toBe('Richtig wäre: 2 Zeichen.')
  })
  it.each(Object.entries(english.expectations))('may expect %s, told with all that it is given', (phrase, template) => {
    const other = typeof template === 'string' ? template : template.other
    const fields = Object.fromEntries([...other.matchAll(fieldPattern)].map(([, field = '']) => [field, `<${field}>`]))
    const { expected = '' } = finding('element.bad-code', {
      offset: 0,
      expects: { phrase: phrase as ExpectationCode, with: fields },
    })
    for (const field of Object.values(fields)) expect(expected).toContain(field)
    expect(expected).not.toMatch(/[{}]|undefined|\.$/)
  })
  it('has codes of the standard, of one acknowledgment, and an error has one but where nobody can be answered', () => {
    const lists = {
      ta105: Array.from({ length: 31 }, (_, i) => String(i + 1).padStart(3, '0')),
      ak304: ['1', '2', '3', '4', '5', '6', '7', '8'],
      ak403: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '12', '13'],
      ik304: ['I4', 'I6', 'I7', 'I8', 'I9'],
      ik403: ['I6', 'I9', 'I10', 'I11', 'I12', 'I13'],
      ak502: ['1', '2', '3', '4', '5', '6', '7', '23'],
      ak905: ['1', '2', '3', '4', '5', '6', '19'],
    }
    for (const code of codes) {
      const { x12, severity } = messageOf(code)
      for (const [kind, list] of Object.entries(lists)) {
        const said = x12[kind as keyof typeof lists]
        if (said !== undefined) expect(list, `${code} ${kind}`).toContain(said)
      }
      const { ik304, ik403, ...usual } = x12
      expect(Object.keys(usual).length, code).toBe(severity === 'error' && !code.startsWith('input.') ? 1 : 0)
      if (ik304) expect(usual.ak304).toBeDefined()
      if (ik403) expect(usual.ak403).toBeDefined()
    }
  })
  it('asks the one to act who can: the sender, or nobody where it was read as it was meant', () => {
    for (const code of codes) {
      const { who, remedy, severity } = messageOf(code)
      expect(who, code).toBe(remedy === 'Nothing has to be done.' ? 'us' : 'sender')
      if (who === 'us') expect(severity).toBe('note')
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
