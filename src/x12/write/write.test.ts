/** What we write: read back it is what was meant, and no value can become structure. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import { readInterchanges } from '../read/read.ts'
import { answer, envelope, onlyInterchange, textOf } from '../test-kit.ts'
import { type SegmentToWrite, Unwritable, type Value } from './pen.ts'
import { writeBareInterchange, writeInterchange, writeUnread } from './write.ts'

const separators = fc.constantFrom(
  {},
  { element: '|', component: '^', repetition: '!', terminator: '\n', lineEnd: '' },
  { element: '\t', component: ':', terminator: "'", lineEnd: '\r\n' },
  { element: '~', component: '<', terminator: '\x1c', repetition: '!' },
)
const version = fc.constantFrom('004010', '005010')
const tag = fc.constantFrom('REF', 'N1', 'MSG', 'PO1', 'ZZ9')
const plain = fc.string({ unit: fc.constantFrom(...'ABCxyz019 .,-/()#'), maxLength: 12 })
const hostile = fc.string({ unit: fc.constantFrom(..."AB1*~>^|:<!'\n\r\t\x1c\0é€", '\ud800'), maxLength: 8 })
const value = (text: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: fc.array(text, { minLength: 2, maxLength: 3 }) })
const segments = (text: fc.Arbitrary<string>) =>
  fc.array(
    fc
      .tuple(tag, fc.array(value(text), { minLength: 1, maxLength: 6 }))
      .map(([name, values]): SegmentToWrite => [name, ...values]),
    { minLength: 1, maxLength: 8 },
  )

/** A segment as it must come back: composites joined, empty ends gone. */
function meant([name, ...values]: SegmentToWrite, component: string): string[] {
  const cells = values.map(one => {
    if (typeof one === 'string') return one
    const parts = 'repeat' in one ? [] : [...one]
    while (parts.at(-1) === '') parts.pop()
    return parts.join(component)
  })
  while (cells.at(-1) === '') cells.pop()
  return [name, ...cells]
}

describe('writing', () => {
  it('gives back on reading exactly what was meant', () => {
    fc.assert(
      fc.property(segments(plain), separators, version, (body, delimiters, release) => {
        const out = { ...envelope, version: release, delimiters }
        fc.pre(body.every(one => meant(one, '').length > 1))
        const read = onlyInterchange(writeUnread(out, 'PR', [{ id: '855', control: '0001', segments: body }]))
        const set = read.groups[0]?.sets[0]
        const inner = set?.segments.slice(1, -1).map(one => [one.tag, ...one.elements])
        expect(inner).toEqual(body.map(one => meant(one, read.delimiters.component)))
        expect(read.isa).toMatchObject({
          senderId: 'SUPPLIER01',
          receiverId: 'PEDALWERK',
          control: '000000042',
          usage: 'P',
        })
      }),
    )
  })

  it('refuses every value that could become structure, and changes none', () => {
    fc.assert(
      fc.property(segments(hostile), separators, version, (body, delimiters, release) => {
        let bytes: Uint8Array
        try {
          bytes = writeUnread({ ...envelope, version: release, delimiters, characters: 'utf-8' }, 'PR', [
            { id: '855', control: '0001', segments: body },
          ])
        } catch (refusal) {
          expect(refusal).toBeInstanceOf(Unwritable)
          return
        }
        const read = onlyInterchange(bytes)
        const set = read.groups[0]?.sets[0]
        expect(set?.segments.slice(1, -1).map(one => [one.tag, ...one.elements])).toEqual(
          body.map(one => meant(one, read.delimiters.component)),
        )
      }),
    )
  })

  it('counts segments, sets and groups right and repeats every control number', () => {
    fc.assert(
      fc.property(fc.array(segments(plain), { minLength: 1, maxLength: 5 }), bodies => {
        fc.pre(bodies.flat().every(one => meant(one, '').length > 1))
        const sets = bodies.map((body, i) => ({ id: '855', control: String(i + 1).padStart(4, '0'), segments: body }))
        const read = onlyInterchange(writeUnread(envelope, 'PR', sets))
        const [group] = read.groups
        expect(read.findings).toEqual([])
        expect(group?.findings).toEqual([])
        expect(group?.ge).toMatchObject({ count: String(sets.length), control: group?.gs.control })
        expect(read.iea).toMatchObject({ count: '1', control: read.isa.control })
        for (const set of group?.sets ?? []) {
          expect(set.findings).toEqual([])
          expect(set.se).toMatchObject({ count: String(set.segments.length), control: set.control })
        }
      }),
    )
  })

  it('names the segment and the element that it refuses', () => {
    const star = answer.with(0, ['BAK', '00', 'AC', 'PO*1', '20260227'])
    const attempt = () => writeInterchange(envelope, 'PR', [{ id: '855', control: '0001', segments: star }])
    expect(attempt).toThrow(expect.objectContaining({ name: 'Unwritable', segment: 'BAK', position: 2, element: 3 }))
  })

  it('proofreads: a wrong code, date or order of segments never leaves', () => {
    const write = (body: SegmentToWrite[]) => () =>
      writeInterchange(envelope, 'PR', [{ id: '855', control: '0001', segments: body }])
    expect(write(answer)).not.toThrow()
    expect(write(answer.with(0, ['BAK', '00', 'QQ', 'PO-1', '20260227']))).toThrow(/BAK02/)
    expect(write(answer.with(0, ['BAK', '00', 'AC', 'PO-1', '20260230']))).toThrow(/BAK04/)
    expect(write(answer.toReversed())).toThrow(Unwritable)
    expect(write([])).toThrow(/BAK/)
  })

  it('never cuts an id and never makes up a number', () => {
    const write = (more: Partial<typeof envelope>) => () =>
      writeInterchange({ ...envelope, ...more }, 'PR', [{ id: '855', control: '0001', segments: answer }])
    expect(write({ senderId: 'A'.repeat(16) })).toThrow(/ISA06/)
    expect(write({ interchangeControl: '42' })).toThrow(/ISA13/)
    expect(write({ groupControl: '007' })).toThrow(/GS06/)
    expect(write({ date: '260302' })).toThrow(/ISA09/)
    expect(write({ senderQualifier: 'Z' })).toThrow(/ISA05/)
    expect(write({ gsSender: 'A'.repeat(16) })).toThrow(Unwritable)
  })

  it('pads ISA to 106 characters, whatever the separators', () => {
    fc.assert(
      fc.property(separators, version, (delimiters, release) => {
        const bytes = writeBareInterchange({ ...envelope, version: release, delimiters }, [
          ['TA1', '000000001', '260302', '0910', 'A', '000'],
        ])
        const { terminator, component } = onlyInterchange(bytes).delimiters
        expect(textOf(bytes).slice(104, 106)).toBe(component + terminator)
      }),
    )
  })

  it('writes letters beyond ASCII only as agreed', () => {
    const named = answer.with(1, ['PO1', '1', '24', 'EA', '18.5', '', 'BP', 'Sättel'])
    const sets = [{ id: '855', control: '0001', segments: named }]
    expect(() => writeInterchange(envelope, 'PR', sets)).toThrow(/agreed/)
    for (const characters of ['latin-1', 'utf-8'] as const) {
      const read = onlyInterchange(writeInterchange({ ...envelope, characters }, 'PR', sets))
      expect(read.groups[0]?.sets[0]?.segments[2]?.el(7)).toBe('Sättel')
    }
  })

  it('reads with no finding in both releases', () => {
    for (const release of ['004010', '005010']) {
      const bytes = writeInterchange({ ...envelope, version: release }, 'PR', [
        { id: '855', control: '0001', segments: answer },
      ])
      const reading = readInterchanges(bytes)
      const [first] = reading.interchanges
      if (first === undefined) throw new Error('nothing read')
      const { findings, groups } = judgeInterchange(first)
      expect([
        ...reading.findings,
        ...findings,
        ...groups.flatMap(one => [...one.findings, ...one.sets.flatMap(set => set.findings)]),
      ]).toEqual([])
    }
  })
})
