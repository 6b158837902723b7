/** Framing: whatever the bytes, the reader says what is there and never throws, and one interchange never spoils another. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import { answer, bytesOf, envelope, onlyInterchange, textOf, wrapped } from '../test-kit.ts'
import { writeInterchange } from '../write/write.ts'
import { readInterchanges } from './read.ts'

const sets = [{ id: '855', control: '0001', segments: answer }]
const good = textOf(writeInterchange(envelope, 'PR', sets))

describe('reading', () => {
  it('survives any bytes, and everything it says lies inside the input', () => {
    const pieces = fc.constantFrom(
      'ISA*00*',
      'GS*PR*',
      'ST*855*0001~',
      'SE*2*0001~',
      'GE*1*1~',
      'IEA*1*1~',
      '~',
      '*',
      '\n',
      'BIN*9*',
      'TA1*1~',
      good,
    )
    const soup = fc
      .array(fc.oneof(pieces, fc.string({ maxLength: 9 })), { maxLength: 12 })
      .map(parts => bytesOf(parts.join('')))
    fc.assert(
      fc.property(fc.oneof(soup, fc.uint8Array({ maxLength: 300 })), bytes => {
        const { interchanges, findings, sizeBytes } = readInterchanges(bytes)
        for (const one of interchanges) judgeInterchange(one)
        const offsets = [...findings.map(one => one.offset), ...interchanges.flatMap(one => [one.offset, one.end])]
        expect(offsets.every(offset => offset >= 0 && offset <= sizeBytes)).toBe(true)
        expect(interchanges.length + findings.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['EDIFACT with its separators', bytesOf("UNA:+.? '\nUNB+UNOA:1+A+B'"), 'input.edifact'],
    ['EDIFACT without', bytesOf("UNB+UNOA:1+A+B+260302:0910+101'"), 'input.edifact'],
    ['UTF-16, the low byte first', Buffer.from(`\ufeff${good}`, 'utf16le'), 'input.utf-16'],
    ['UTF-16, the high byte first', Buffer.from(`\ufeff${good}`, 'utf16le').swap16(), 'input.utf-16'],
    ['UTF-16 without a mark', Buffer.from(good, 'utf16le'), 'input.utf-16'],
    ['a letter', bytesOf('Dear sirs, UNA+'), 'input.no-interchange'],
  ])('names %s', (_, bytes, code) => {
    const errors = readInterchanges(bytes).findings.filter(one => one.severity === 'error')
    expect(errors.map(one => one.code)).toEqual([code])
  })

  it('cut anywhere is never taken for whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 107, max: good.trimEnd().length - 2 }), length => {
        const read = onlyInterchange(bytesOf(good.slice(0, length)))
        const cutInsideIea = length > good.indexOf('IEA*1')
        // What is left of IEA's control number is compared like any other number.
        if (!cutInsideIea) expect(read.findings.map(one => one.code)).toContain('interchange.no-trailer')
        else expect(judgeInterchange(read).accepted).toBe(false)
      }),
    )
  })

  it('does not fill up a header that was cut from the whole one behind it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 105 }), length => {
        const { interchanges, findings } = readInterchanges(bytesOf(good.slice(0, length) + good))
        expect(interchanges.map(one => judgeInterchange(one).accepted)).toEqual([true])
        expect(findings.map(one => one.code)).toEqual(['input.isa-unreadable'])
      }),
    )
  })

  it('takes every interchange of an input by its own separators, whatever lies between', () => {
    const other = textOf(
      writeInterchange(
        { ...envelope, version: '005010', delimiters: { element: '|', terminator: "'", lineEnd: '' } },
        'PR',
        sets,
      ),
    )
    const noise = fc.constantFrom('', '\n', '\x1a', '  \r\n', '-- next --\n', '\ufeff')
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, fc.constantFrom(good, other)), { minLength: 1, maxLength: 5 }), parts => {
        const { interchanges } = readInterchanges(bytesOf(parts.flat().join('')))
        expect(interchanges).toHaveLength(parts.length)
        for (const one of interchanges) {
          expect(judgeInterchange(one)).toMatchObject({ accepted: true, groups: [{ code: 'A' }] })
        }
      }),
    )
  })

  it('says byte offsets that point at the segment, in wrapped records too', () => {
    const flat = good.replaceAll('\n', '')
    const rows = flat.match(/.{1,80}/gs)?.join('\r\n') ?? ''
    for (const text of [good, flat, rows, `\xef\xbb\xbf\n${good}`]) {
      for (const segment of onlyInterchange(bytesOf(text)).groups[0]?.sets[0]?.segments ?? []) {
        const there = text.slice(segment.offset).replaceAll('\r\n', '')
        expect(there.startsWith(segment.text)).toBe(true)
      }
    }
  })

  it('names each limit that an input goes over, and reads the next interchange all the same', () => {
    const codes = (limits: Parameters<typeof readInterchanges>[1]) => {
      const { interchanges, findings } = readInterchanges(bytesOf(good + good), limits)
      const inside = interchanges.flatMap(one => [
        ...one.findings,
        ...one.groups.flatMap(g => [...g.findings, ...g.sets.flatMap(s => s.findings)]),
      ])
      return { count: interchanges.length, codes: new Set([...findings, ...inside].map(one => one.code)) }
    }
    expect(codes({ interchangesMax: 1 })).toMatchObject({ count: 1, codes: new Set(['input.too-many-interchanges']) })
    expect(codes({ segmentsPerSetMax: 3 })).toMatchObject({ count: 2, codes: new Set(['set.too-many-segments']) })
    expect(codes({ setsPerGroupMax: 0 })).toMatchObject({ count: 2, codes: new Set(['group.too-many-sets']) })
    expect(codes({ segmentBytesMax: 20 }).codes).toContain('segment.too-long')
    expect(codes({ interchangeBytesMax: 200 }).codes).toContain('interchange.too-large')
    expect(codes({ interchangeBytesMax: 200 }).count).toBe(2)
  })

  it('takes binary data by its length, separators and all', () => {
    const text = wrapped('841', 'SP', ['BIN*12*~*SE*2*0001~', 'REF*VN*1'])
    const set = onlyInterchange(bytesOf(text)).groups[0]?.sets[0]
    expect(set?.segments.map(one => [one.tag, ...one.elements])).toEqual([
      ['ST', '841', '0001'],
      ['BIN', '12', '~*SE*2*0001~'],
      ['REF', 'VN', '1'],
      ['SE', '4', '0001'],
    ])
    expect(set?.findings).toEqual([])
  })

  it('tells binary data whose length is wrong', () => {
    const set = onlyInterchange(bytesOf(wrapped('841', 'SP', ['BIN*5*ABC', 'REF*VN*1']))).groups[0]?.sets[0]
    expect(set?.findings.map(one => one.code)).toEqual(['segment.binary-length'])
  })
})
