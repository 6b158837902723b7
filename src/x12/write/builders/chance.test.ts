/** Whatever document the guides allow: written it is read as what was meant, and nothing hostile gets through. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Envelope,
  guideFor,
  judgeInterchange,
  readInterchanges,
  type SegmentToWrite,
  Unwritable,
  writeInterchange,
} from '../../index.ts'
import { envelope } from '../../test-kit.ts'
import { Pen } from '../pen.ts'
import { type ChanceDocument, documentByChance, everyDocument, extendedLetters, plainLetters } from './test-kit.ts'
import { typesOfGuides } from './types-text.ts'

const anyDocument = (letters: string): fc.Arbitrary<ChanceDocument> =>
  fc
    .tuple(fc.constantFrom(...everyDocument), fc.nat(2 ** 31), fc.constantFrom(0, 0.05, 0.2, 0.5))
    .map(([kind, seed, generosity]) => documentByChance(kind, seed, generosity, letters))

/** Separators and line ends as partners agree on them; none is among the letters above. */
const anySeparators: fc.Arbitrary<NonNullable<Envelope['delimiters']>> = fc
  .tuple(
    fc.shuffledSubarray([...'*|~^:<>!;=@[]{}_$\'"`\\?', '\t', '\x05', '\x1c', '\x1d', '\x1f'], {
      minLength: 4,
      maxLength: 4,
    }),
    fc.constantFrom('', '\n', '\r\n'),
    fc.constantFrom(undefined, '\n'),
  )
  .map(([[element = '*', component = '>', repetition = '^', terminator = '~'], lineEnd, ending]) => ({
    element,
    component,
    repetition,
    terminator: ending ?? terminator,
    lineEnd: ending === undefined ? lineEnd : '',
  }))

/** Everything that the reader finds, warnings and notes too. */
function readBack(bytes: Uint8Array) {
  const reading = readInterchanges(bytes)
  const judged = reading.interchanges.map(one => judgeInterchange(one))
  const found = judged.flatMap(one => [
    ...one.findings,
    ...one.groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
  ])
  const [interchange] = reading.interchanges
  const set = interchange?.groups[0]?.sets[0]
  const delimiters = interchange?.delimiters
  const segments = (set?.segments ?? []).slice(1, -1).map(one => [one.tag, ...one.elements])
  return { findings: [...reading.findings, ...found], segments, delimiters, sets: interchange?.groups[0]?.sets.length }
}

/** Segments as they must come back: composites joined, empty ends gone. */
function meant(segments: readonly SegmentToWrite[], component: string): string[][] {
  return segments.map(([tag, ...values]) => {
    const cells = values.map(one => (typeof one === 'string' ? one : 'repeat' in one ? '' : joined(one, component)))
    while (cells.at(-1) === '') cells.pop()
    return [tag, ...cells]
  })
}

function joined(parts: readonly string[], component: string): string {
  const kept = [...parts]
  while (kept.at(-1) === '') kept.pop()
  return kept.join(component)
}

const write = (
  made: Pick<ChanceDocument, 'id' | 'release' | 'functionalId' | 'segments'>,
  more: Partial<Envelope> = {},
) =>
  writeInterchange({ ...envelope, version: made.release, ...more }, made.functionalId, [
    { id: made.id, control: '0001', segments: made.segments },
  ])

describe('any document that the guides allow', () => {
  it('comes back as it was meant, with no finding, whatever separates', () => {
    fc.assert(
      fc.property(anyDocument(plainLetters), anySeparators, (made, delimiters) => {
        const read = readBack(write(made, { delimiters }))
        expect(read.findings).toEqual([])
        expect(read.segments).toEqual(meant(made.segments, read.delimiters?.component ?? ''))
      }),
      { numRuns: 250 },
    )
  })

  it('comes back as it was meant in the letters agreed with the partner', () => {
    const characters = fc.constantFrom('latin-1' as const, 'utf-8' as const)
    fc.assert(
      fc.property(anyDocument(extendedLetters), anySeparators, characters, (made, delimiters, agreed) => {
        const read = readBack(write(made, { delimiters, characters: agreed }))
        expect(read.findings).toEqual([])
        expect(read.segments).toEqual(meant(made.segments, read.delimiters?.component ?? ''))
      }),
      { numRuns: 150 },
    )
  })

  it.each(everyDocument)('is surely right to the pen, $id in $release: nothing has to be read twice', kind => {
    for (let seed = 0; seed < 12; seed++) {
      const made = documentByChance(kind, seed, 0.2, plainLetters.replace(' ', ''))
      const out = { ...envelope, version: kind.release }
      const pen = new Pen(out)
      pen.isa(out)
      pen.set({ id: kind.id, control: '0001', segments: made.segments }, guideFor(kind.id, kind.release))
      expect(pen.sure).toBe(true)
    }
  })
})

/** One value of a document replaced. */
function spoilt(made: ChanceDocument, at: number, value: string): ChanceDocument {
  const segments = made.segments.map(segment => [...segment] as [string, ...SegmentToWrite[1][]])
  const places = segments.flatMap((segment, s) => segment.flatMap((_, e) => (e > 0 ? [[s, e] as const] : [])))
  const [s, e] = places[at % places.length] ?? [0, 1]
  const segment = segments[s]
  if (segment) segment[e] = value
  return { ...made, segments }
}

const hostileLetter = fc.constantFrom(
  ...'AB01*~>^|:<!\'"\\',
  '\n',
  '\r',
  '\t',
  '\0',
  '\x05',
  '\x1c',
  '\x7f',
  '\x85',
  '\xa0',
  ' ',
  'é',
  'Ã¤',
  '€',
  '\ud800',
  '\udc00',
  '\u2028',
  '\ufeff',
  '😀',
)
const hostile = fc.oneof(
  fc.string({ unit: hostileLetter, maxLength: 12 }),
  fc.constantFrom('~SE*1*0001~', '*', '\nISA*00*', 'GE*1*7~IEA*1*000000042~', '', ' ', '-', '.', '1e5', '00000000'),
  fc.tuple(fc.constantFrom('A', '1', ' ', '~'), fc.integer({ min: 1, max: 40_000 })).map(([one, n]) => one.repeat(n)),
)

describe('a hostile value in any place of any document', () => {
  it('is refused by name, or comes back as it was given and nothing else with it', () => {
    let refused = 0
    let kept = 0
    const agreed = fc.constantFrom(undefined, 'latin-1' as const, 'utf-8' as const)
    fc.assert(
      fc.property(
        anyDocument(plainLetters),
        fc.nat(),
        hostile,
        anySeparators,
        agreed,
        (made, at, value, delimiters, characters) => {
          const bad = spoilt(made, at, value)
          let bytes: Uint8Array
          try {
            bytes = write(bad, { delimiters, ...(characters ? { characters } : {}) })
          } catch (refusal) {
            expect(refusal).toBeInstanceOf(Unwritable)
            refused++
            return
          }
          kept++
          const read = readBack(bytes)
          expect(read.findings).toEqual([])
          expect(read.sets).toBe(1)
          expect(read.segments).toEqual(meant(bad.segments, read.delimiters?.component ?? ''))
        },
      ),
      { numRuns: 500 },
    )
    expect(refused).toBeGreaterThan(100)
    expect(kept).toBeGreaterThan(20)
  })
})

describe('what the pen is sure of', () => {
  it('the reader finds nothing in, also where values, segments and order are wrong by chance', () => {
    let doubted = 0
    let sure = 0
    fc.assert(
      fc.property(
        anyDocument(plainLetters),
        fc.array(fc.tuple(fc.nat(), fc.nat(3)), { minLength: 1, maxLength: 2 }),
        (made, faults) => {
          const bad = faults.reduce((one, [at, kind]) => faulty(one, at, kind), made)
          const pen = new Pen({ ...envelope, version: made.release })
          let bytes: Uint8Array | undefined
          try {
            pen.set({ id: made.id, control: '0001', segments: bad.segments }, guideFor(made.id, made.release))
            if (pen.sure) bytes = write(bad)
          } catch (refusal) {
            expect(refusal).toBeInstanceOf(Unwritable)
          }
          if (!pen.sure) doubted++
          if (bytes === undefined) return
          sure++
          expect(readBack(bytes).findings).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
    expect(doubted).toBeGreaterThan(100)
    expect(sure).toBeGreaterThan(20)
  })
})

/** A fault as people make them: a segment dropped, doubled or swapped, a value of another kind. */
function faulty(made: ChanceDocument, at: number, kind: number): ChanceDocument {
  const { segments } = made
  const i = at % Math.max(segments.length, 1)
  const [here, next] = [segments[i], segments[i + 1]]
  if (here === undefined) return made
  if (kind === 0) return { ...made, segments: segments.toSpliced(i, 1) }
  if (kind === 1) return { ...made, segments: segments.toSpliced(i, 0, here) }
  if (kind === 2 && next) return { ...made, segments: segments.with(i, next).with(i + 1, here) }
  return spoilt(made, at, ['', 'Q', '12', '20260230', '2575', '-1.5', 'A B'][at % 7] ?? '')
}

describe('the types of documents', () => {
  it('are what the guides say', () => {
    const stored = readFileSync(new URL('types.ts', import.meta.url), 'utf8')
    expect(stored === typesOfGuides(), 'run `npm run x12:types`').toBe(true)
  })
})
