/** TA1: one faulty interchange for every note that can arise, and which note wins when several faults meet. */
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import type { JudgeOptions } from '../judge/judgment.ts'
import { readInterchanges } from '../read/read.ts'
import { bytesOf, envelope, onlyInterchange, textOf } from '../test-kit.ts'
import { writeTa1 } from './acknowledge.ts'

const header = [
  '00',
  '          ',
  '00',
  '          ',
  'ZZ',
  'SUPPLIER01     ',
  '01',
  'PEDALWERK      ',
  '260302',
  '0910',
  'U',
  '00401',
  '000000042',
  '0',
  'P',
  '>',
]
const set = ['ST*997*0001', 'AK1*PO*1', 'AK9*A*1*1*1', 'SE*4*0001']
const body = ['GS*FA*S*P*20260302*0910*7*X*004010', ...set, 'GE*1*7', 'IEA*1*000000042']

/** A right interchange but for these header elements, this body and these separators. */
function interchange(fields: Record<number, string> = {}, segments = body, separators = '*~'): string {
  const [element = '*', terminator = '~'] = separators
  const isa = ['ISA', ...header.map((value, i) => fields[i + 1] ?? value)]
  return [isa.join('*'), ...segments, ''].join('~').replaceAll('*', element).replaceAll('~', terminator)
}
const replaced = (from: string, to: string) => body.map(one => (one.startsWith(from) ? to : one))

function noted(text: string, options: JudgeOptions = {}): string {
  const [read] = readInterchanges(bytesOf(text)).interchanges
  if (read === undefined) throw new Error('no interchange')
  const { ta1, accepted } = judgeInterchange(read, options)
  expect(accepted).toBe(ta1.code !== 'R')
  return `${ta1.code} ${ta1.note}`
}

const receivers = [{ qualifier: '01', id: 'PEDALWERK' }]

/** Codes of deferred delivery (028 to 030) and grade of service (031) answer segments that no one sends here. */
const cannotArise = ['002', '028', '029', '030', '031']

const faulty: [note: string, what: string, text: string, options?: JudgeOptions][] = [
  ['001', 'IEA02 is another number than ISA13', interchange({}, replaced('IEA', 'IEA*1*000000043'))],
  ['003', 'a version that nobody has published', interchange({ 12: '01200' })],
  ['003', 'a version from before TA1', interchange({ 12: '00100' })],
  ['004', 'a letter as terminator', interchange({}, body, '*Q')],
  ['004', 'the separator as terminator', interchange({}, body, '**')],
  ['005', 'a blank sender qualifier', interchange({ 5: '  ' })],
  ['005', 'a sender qualifier of three characters', interchange({ 5: 'ZZZ' })],
  ['006', 'no sender id', interchange({ 6: '               ' })],
  ['006', 'a sender id not filled to fifteen', interchange({ 6: 'SUPPLIER01' })],
  ['006', 'a control character in the sender id', interchange({ 6: 'SUPPLIER\x0701    ' })],
  ['007', 'a receiver qualifier with a sign', interchange({ 7: '-1' })],
  ['008', 'no receiver id', interchange({ 8: '               ' })],
  ['008', 'a receiver id of sixteen', interchange({ 8: 'PEDALWERK       ' })],
  ['009', 'the id of somebody else', interchange({ 8: 'FLYINGWHEEL    ' }), { receivers }],
  ['010', 'a blank authorization qualifier', interchange({ 1: '  ' })],
  ['011', 'authorization of nine characters', interchange({ 2: '         ' })],
  ['012', 'a security qualifier of one character', interchange({ 3: '0 ' })],
  ['013', 'a control character in the security information', interchange({ 4: 'SECRET\x01   ' })],
  ['014', 'the 30th of February', interchange({ 9: '260230' })],
  ['014', 'a date of eight digits', interchange({ 9: '20260302' })],
  ['015', '25 hours', interchange({ 10: '2510' })],
  ['015', 'seconds', interchange({ 10: '091000' })],
  ['016', 'a letter other than U', interchange({ 11: 'X' })],
  ['016', 'nothing where U stands', interchange({ 11: '' })],
  ['016', 'a repetition separator that separates elements already', interchange({ 11: '>', 12: '00501' })],
  ['017', 'letters in the version', interchange({ 12: '004O1' })],
  ['017', 'a version of four digits', interchange({ 12: '0401' })],
  ['018', 'letters in the control number', interchange({ 13: 'ABC000042' })],
  ['018', 'a control number of eight digits', interchange({ 13: '00000042' })],
  ['019', 'neither 0 nor 1', interchange({ 14: '2' })],
  ['020', 'a usage that is none', interchange({ 15: 'X' })],
  ['021', 'IEA01 counts a group too many', interchange({}, replaced('IEA', 'IEA*2*000000042'))],
  ['021', 'IEA01 counts with a letter', interchange({}, replaced('IEA', 'IEA*1A*000000042'))],
  ['022', 'a segment between groups', interchange({}, ['N1*ST', ...body])],
  ['022', 'a set without a group', interchange({}, [...set, ...body])],
  ['023', 'no IEA', interchange({}, body.slice(0, -1))],
  ['023', 'an input that breaks off', interchange({}, body).slice(0, -60)],
  ['024', 'nothing between header and trailer', interchange({}, ['IEA*0*000000042'])],
  ['024', 'a group without a sender', interchange({}, replaced('GS', 'GS*FA**P*20260302*0910*7*X*004010'))],
  ['024', 'a group on a day that is none', interchange({}, replaced('GS', 'GS*FA*S*P*20261302*0910*7*X*004010'))],
  ['025', 'a number known with other content', interchange(), { duplicate: true }],
  ['026', 'a letter as element separator', interchange({}, body, 'K~')],
  ['027', 'the element separator as component separator', interchange({ 16: '*' })],
  ['027', 'a letter as component separator', interchange({ 16: 'C' })],
  ['027', 'the terminator as component separator', interchange({ 16: '~' })],
]

describe('the note of a TA1', () => {
  it('is 000 with A when there is nothing to remark on', () => {
    expect(noted(interchange(), { receivers })).toBe('A 000')
    expect(noted(interchange({ 11: '^', 12: '00501' }))).toBe('A 000')
  })
  it.each(faulty)('is %s for %s', (note, _, text, options) => {
    expect(noted(text, options)).toBe(`R ${note}`)
  })
  it('has a fault here for each note that can arise', () => {
    const all = Array.from({ length: 31 }, (_, i) => String(i + 1).padStart(3, '0'))
    const shown = new Set(faulty.map(([note]) => note))
    expect(all.filter(note => !shown.has(note))).toEqual(cannotArise)
  })
  it('stays A for signs in ISA11 that are seen in the field under older versions', () => {
    for (const sign of ['^', ' ', '`', '!', '\xff']) expect(noted(interchange({ 11: sign }))).toBe('A 000')
    expect(noted(interchange({ 11: 'U', 12: '00501' }))).toBe('A 000')
  })
  it('is E where another width was agreed', () => {
    expect(noted(interchange({ 6: 'SUPPLIER01' }), { leniencies: ['isa-width'] })).toBe('E 006')
    expect(noted(interchange({}, body.slice(0, -1)), { leniencies: ['missing-iea'] })).toBe('E 023')
  })
})

/** Faults in the order in which a reader meets them; any two together give the note of the first. */
const inOrder: [note: string, fields: Record<number, string>, from?: string, to?: string][] = [
  ['010', { 1: '  ' }],
  ['011', { 2: '         ' }],
  ['012', { 3: '  ' }],
  ['013', { 4: '         ' }],
  ['005', { 5: '  ' }],
  ['006', { 6: '               ' }],
  ['007', { 7: '  ' }],
  ['008', { 8: '               ' }],
  ['014', { 9: '269999' }],
  ['015', { 10: '9999' }],
  ['016', { 11: 'X' }],
  ['017', { 12: '004O1' }],
  ['018', { 13: 'ABC000042' }],
  ['019', { 14: '2' }],
  ['020', { 15: 'X' }],
  ['001', {}, 'IEA', 'IEA*1*000000043'],
  ['021', {}, 'IEA', 'IEA*2*000000042'],
  ['024', {}, 'GS', 'GS*FA*S*P*20261302*0910*7*X*004010'],
  ['022', {}, 'GE', 'GE*1*7~N1*ST'],
]

describe('of two faults', () => {
  it('the one that comes first in the order of checks is told', () => {
    for (const [i, [note, fields, from, to]] of inOrder.entries()) {
      for (const [, others, from2, to2] of inOrder.slice(i + 1)) {
        let segments = from && to ? replaced(from, to) : body
        if (from2 && to2) {
          // Both in the trailer: the number and the count.
          const both = from === from2 ? 'IEA*2*000000043' : to2
          segments = segments.map(one => (one.startsWith(from2) ? both : one))
        }
        const text = interchange({ ...others, ...fields }, segments)
        expect(noted(text), `${note} with ${JSON.stringify(others)} ${to2 ?? ''}`).toBe(`R ${note}`)
      }
    }
  })
  it('separators come before all others, a known number before a missing end', () => {
    expect(noted(interchange({ 1: '  ', 16: '*' }))).toBe('R 027')
    expect(noted(interchange({ 1: '  ' }, body, '*Q'))).toBe('R 004')
    expect(noted(interchange({ 16: 'C' }, body, 'KQ'))).toBe('R 026')
    expect(noted(interchange({}, body.slice(0, -1)), { duplicate: true })).toBe('R 025')
    expect(noted(interchange({ 13: 'ABC000042' }), { duplicate: true })).toBe('R 018')
    expect(noted(interchange({ 12: '00100', 13: 'ABC000042' }))).toBe('R 003')
  })
})

describe('a TA1 itself', () => {
  const ta1 = 'TA1*000000009*260302*0910*R*018'
  it('is never asked for by an interchange that holds only TA1s', () => {
    const asked = (segments: string[]) => judgeInterchange(onlyInterchange(bytesOf(interchange({ 14: '1' }, segments))))
    expect(asked([ta1, 'IEA*0*000000042'])).toMatchObject({ ta1Wanted: false, ta1Allowed: false })
    expect(asked([ta1, 'IEA*0*000000043'])).toMatchObject({ ta1Wanted: false, ta1Allowed: false, accepted: false })
    expect(asked([ta1, ...body])).toMatchObject({ ta1Wanted: true, ta1Allowed: true })
    expect(asked(body)).toMatchObject({ ta1Wanted: true, ta1Allowed: true })
  })
  it('asks for none in turn', () => {
    const bytes = writeTa1(
      onlyInterchange(bytesOf(interchange())),
      { code: 'A', note: '000' },
      {
        ...envelope,
        ackRequested: true,
      },
    )
    expect(onlyInterchange(bytes).isa.ackRequested).toBe(false)
  })
  it('leaves a blank for what of a wrong control number cannot be written', () => {
    const read = onlyInterchange(bytesOf(interchange({ 13: '0|0\x01\xe942' })))
    const bytes = writeTa1(read, judgeInterchange(read).ta1, { ...envelope, delimiters: { element: '|' } })
    expect(textOf(bytes)).toContain('TA1|0 0  42|260302|0910|R|018~')
  })
})
