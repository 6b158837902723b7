/** Judged as it comes, in chunks of any size, an input gives exactly what it gives as a whole. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { write997, writeTa1 } from '../answer/acknowledge.ts'
import { guideFor } from '../guide/guide.ts'
import { type Limits, streamingLimits } from '../limits.ts'
import type { Finding } from '../model.ts'
import { readEnvelopes, readInterchanges } from '../read/read.ts'
import { bytesOf, envelope, onlyInterchange, textOf, wrapped } from '../test-kit.ts'
import { ElementCheck } from './elements.ts'
import { judgeInterchange } from './judge.ts'
import type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
import { classesFor, QuickRule } from './quick-values.ts'
import { type JudgeEvent, JudgeStream, judgeStream } from './stream.ts'

const root = fileURLToPath(new URL('../../../edi-samples', import.meta.url))
const samples = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('in.edi'))
  .sort()
  .map(name => readFileSync(join(root, name)))

const setOf = ({ set, code, ak502, findings }: SetJudgment) => ({
  ...{ id: set.id, control: set.control, convention: set.convention, se: set.se, offset: set.offset, end: set.end },
  ...{ code, ak502, findings },
})

const groupOf = ({ group, sets, ...verdict }: GroupJudgment) => ({
  ...verdict,
  ...{ gs: group.gs, ge: group.ge, offset: group.offset, sets: sets.map(setOf) },
})

/** What it gives, or what it refuses with. */
function attempt<T>(make: () => T): T | string {
  try {
    return make()
  } catch (error) {
    return String(error)
  }
}

/** All that can be told of an interchange, and the answers to it. */
function summary(judged: Judgment) {
  const { interchange, groups, ...verdict } = judged
  const { groups: _groups, findings: _findings, ...head } = interchange
  const answers = groups.map(one => write997(one, envelope))
  return {
    ...{ verdict, head, groups: groups.map(groupOf) },
    answers: answers.map(one => one && textOf(one)),
    ta1: attempt(() => textOf(writeTa1(interchange, judged.ta1, envelope))),
  }
}

interface Told {
  readonly interchanges: ReturnType<typeof summary>[]
  readonly findings: readonly Finding[]
  readonly sizeBytes: number
}

function whole(bytes: Uint8Array, options: JudgeOptions, limits: Partial<Limits>): Told {
  const reading = readInterchanges(bytes, { ...streamingLimits, ...limits })
  const interchanges = reading.interchanges.map(one => summary(judgeInterchange(one, options)))
  return { interchanges, findings: reading.findings, sizeBytes: reading.sizeBytes }
}

function streamed(bytes: Uint8Array, sizes: readonly number[], options: JudgeOptions, limits: Partial<Limits>): Told {
  const stream = new JudgeStream(options, limits)
  const events: JudgeEvent[] = []
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const chunk = Uint8Array.from(bytes.subarray(at, at + (sizes[n % sizes.length] ?? 1)))
    events.push(...stream.push(chunk))
    at += chunk.length
    // Whoever feeds it may use the same memory again.
    chunk.fill(0x2a)
  }
  events.push(...stream.end())
  return told(events)
}

function told(events: readonly JudgeEvent[]): Told {
  const interchanges = events.flatMap(event => (event.kind === 'interchange' ? [summary(event.judged)] : []))
  const last = events.at(-1)
  if (last?.kind !== 'input') throw new Error('the input itself comes last')
  return { interchanges, findings: last.findings, sizeBytes: last.sizeBytes }
}

/** Damage as transfers, maps and people do it: bytes lost, doubled, replaced. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 60 }),
  to: fc.oneof(
    fc.constant(''),
    fc.string({ unit: fc.constantFrom(...'A1*~>\n ^.-'), maxLength: 8 }),
    fc.constantFrom(
      'BIN*5*',
      'BIN*99*',
      'ISA',
      'SE*2*0001~',
      'LS*A~',
      'CTT*1~',
      'N1*ST*X~',
      'PO1**1*EA~',
      '\xfc',
      '\0',
    ),
  ),
})
const input = fc
  .tuple(fc.array(fc.constantFrom(...samples), { minLength: 1, maxLength: 2 }), fc.array(damage, { maxLength: 3 }))
  .map(([parts, list]) =>
    list.reduce((text, { at, length, to }) => {
      const from = Math.floor(at * text.length)
      return text.slice(0, from) + to + text.slice(from + length)
    }, parts.map(textOf).join('')),
  )
const chunks = fc.oneof(
  fc.constant([1]),
  fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2000 })), {
    minLength: 1,
    maxLength: 9,
  }),
)
const limits = fc.oneof(
  fc.constant({}),
  fc.constantFrom<Partial<Limits>>(
    { segmentBytesMax: 30 },
    { segmentsPerSetMax: 4 },
    { interchangeBytesMax: 400 },
    { interchangesMax: 1, setsPerGroupMax: 1 },
  ),
)
const options = fc.constantFrom<JudgeOptions>({}, { leniencies: ['unknown-codes', 'six-digit-dates', 'latin-1'] })

const swallowed = wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', 'CTT*1'])

describe('judging as it comes', () => {
  it('gives for every sample, byte by byte, what it gives as a whole', () => {
    for (const bytes of samples) expect(streamed(bytes, [1], {}, {})).toEqual(whole(bytes, {}, {}))
  }, 60_000)

  it('gives for any damage and any chunks what it gives as a whole', () => {
    fc.assert(
      fc.property(input, chunks, options, limits, (text, sizes, chosen, allowed) => {
        const bytes = bytesOf(text)
        expect(streamed(bytes, sizes, chosen, allowed)).toEqual(whole(bytes, chosen, allowed))
      }),
      { numRuns: Number(process.env.RUNS ?? 400) },
    )
  }, 600_000)

  it('gives for a header that is cut anywhere, also where blanks became separators, what it gives as a whole', () => {
    for (const header of [swallowed, swallowed.replaceAll(' ', '*')]) {
      for (let length = 80; length < 108; length++) {
        const bytes = bytesOf(header.slice(0, length) + swallowed)
        for (const size of [1, 89, 106, 107, 300]) expect(streamed(bytes, [size], {}, {})).toEqual(whole(bytes, {}, {}))
      }
    }
  })

  it.each([
    ['longer than allowed', `MSG*${'A'.repeat(20_000)}`],
    ['without its end, so that it swallows the next interchange', `MSG*${'A'.repeat(20_000)}\n${swallowed}`],
    ['of binary data', `BIN*20000*${'~*'.repeat(10_000)}`],
    ['of binary data with a wrong length', `BIN*20000*${'~*'.repeat(9000)}`],
    ['of binary data that are not held', `BIN*8400000*${'~*'.repeat(4_200_000)}`],
    ['of binary data that are not held, with a wrong length', `BIN*8400000*${'~*'.repeat(4_200_100)}A`],
    ['of binary data that end before they should', `BIN*84000000*${'~*'.repeat(10_000)}`],
  ])('a segment %s', (_kind, segment) => {
    const text = wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', segment, 'PO1*1*2*EA'])
    for (const sizes of [[65_536], [9_000, 400]]) {
      for (const limits of [{}, { segmentBytesMax: 5_000 }, { interchangeBytesMax: 15_000 }]) {
        expect(streamed(bytesOf(text + swallowed), sizes, {}, limits)).toEqual(
          whole(bytesOf(text + swallowed), {}, limits),
        )
      }
    }
  })

  it('holds little of what it was given, however long a segment, a set or a damaged stretch is', () => {
    const stream = new JudgeStream()
    const head = bytesOf(wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', 'MSG*']).split('~SE*')[0] ?? '')
    const piece = Buffer.alloc(1_000_000, 'A')
    const misplaced = Buffer.from(`~N4*ULM~PO1*1*X*EA${'~REF*CO*'.repeat(2_000)}~`)
    stream.push(head)
    const held = () => process.memoryUsage().arrayBuffers
    const before = held()
    let most = 0
    for (const chunk of [piece, misplaced, Buffer.from('~SE*1*1~GE*1*1~IEA*1*1~ noise '), piece]) {
      for (let n = 0; n < 60; n++) {
        stream.push(chunk)
        most = Math.max(most, held() - before)
      }
    }
    expect(most).toBeLessThan(40_000_000)
    expect(stream.end().at(-1)).toMatchObject({ kind: 'input' })
  }, 60_000)

  it('asks for the next chunk only when what ended in the last was taken', async () => {
    const text = wrapped('855', 'PR', ['BAK*00*AC*PO-1*20260227', 'CTT*1'])
    let asked = 0
    async function* source() {
      for (const part of [text, text, text]) {
        asked++
        yield bytesOf(part)
      }
    }
    const seen: [string, number][] = []
    for await (const event of judgeStream(source())) seen.push([event.kind, asked])
    const each = ['set', 'group', 'interchange']
    expect(seen.map(([kind]) => kind)).toEqual([...each, ...each, ...each, 'input'])
    expect(seen[0]?.[1]).toBeLessThan(3)
  })

  it('chooses options by the header of each interchange', () => {
    const text = wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', 'PO1*1*2*EA']).replace('SE*4*', 'SE*9*')
    const other = text.replace('ZZ*SUPPLIER01', 'ZZ*SUPPLIER02')
    const stream = new JudgeStream(isa => (isa.senderId === 'SUPPLIER02' ? { leniencies: ['set-counts'] } : {}))
    const events = [...stream.push(bytesOf(text + other)), ...stream.end()]
    expect(events.flatMap(one => (one.kind === 'group' ? [one.judged.code] : []))).toEqual(['R', 'A'])
  })

  it('looks ahead a stretch, not to the end of the document', () => {
    const order = (lines: number) => {
      const notes = Array.from({ length: lines }, (_, i) => `REF*CT*${i}`)
      return wrapped('850', 'PO', ['BEG*00*SA*PO-1**20260227', 'CTT*1', ...notes, 'PO1*1*2*EA'])
    }
    const codes = (text: string) =>
      streamed(bytesOf(text), [700], {}, {}).interchanges[0]?.groups[0]?.sets[0]?.findings.map(one => one.code)
    expect(codes(order(3))).toEqual(['segment.unexpected'])
    expect(codes(order(9_990))).toEqual(['segment.unexpected'])
    // Too far away to be seen: the totals are taken where they stand, and what follows comes too late.
    expect(codes(order(12_000))).toContain('segment.out-of-order')
    for (const lines of [3, 9_990, 10_010, 12_000]) expect(codes(order(lines))).toEqual(judgedWhole(order(lines)))
  })
})

function judgedWhole(text: string) {
  return judgeInterchange(onlyInterchange(bytesOf(text))).groups[0]?.sets[0]?.findings.map(one => one.code)
}

describe('reading envelopes alone', () => {
  it('tells of headers, trailers and counts what reading everything tells', () => {
    const bare = (reading: ReturnType<typeof readEnvelopes>) =>
      JSON.parse(JSON.stringify(reading, (key, value) => (key === 'segments' ? [] : value)))
    for (const bytes of samples) expect(bare(readEnvelopes(bytes))).toEqual(bare(readInterchanges(bytes)))
  })
})

describe('the quick way', () => {
  it('passes nothing in which the closer look finds something', () => {
    const guide = guideFor('850', '004010')
    const tags = [
      'BEG',
      'CUR',
      'REF',
      'PER',
      'SAC',
      'ITD',
      'DTM',
      'PID',
      'MEA',
      'N1',
      'PO1',
      'SCH',
      'SLN',
      'CTP',
      'TD5',
    ]
    const value = fc.oneof(
      fc.constantFrom(
        '',
        'EA',
        '00',
        'SA',
        'ST',
        '20260229',
        '20240229',
        '2359',
        '2360',
        '-1.5',
        '.',
        '1.',
        '1E5',
        'ZZ',
      ),
      fc.string({ unit: fc.constantFrom(...'AZ09 .->^\x01\xe4'), maxLength: 6 }),
    )
    const delimiters = { element: '*', component: '>', terminator: '~' }
    const classes = classesFor(delimiters)
    if (classes === undefined || guide === undefined) throw new Error('usual separators are usable')
    let passed = 0
    fc.assert(
      fc.property(fc.constantFrom(...tags), fc.array(value, { maxLength: 14 }), (tag, values) => {
        const rule = guide.segmentRule(tag)
        if (rule === undefined) return
        const text = [tag, ...values].join('*')
        const quick = new QuickRule(rule, false).holds(
          Buffer.from(text, 'latin1'),
          tag.length,
          text.length,
          0x2a,
          classes,
        )
        const [segment] =
          onlyInterchange(bytesOf(wrapped('850', 'PO', [text]))).groups[0]?.sets[0]?.segments.slice(1) ?? []
        const found: Finding[] = []
        const sink = {
          wants: () => true,
          count: () => undefined,
          add: (one: Finding) => found.push(one),
          takeBack: () => undefined,
        }
        const frame = { list: guide.root, boundedLoop: '' } as Parameters<ElementCheck['segment']>[1]
        if (segment) new ElementCheck({ delimiters, leniencies: new Set() }, sink).segment(segment, frame, rule)
        if (quick) passed++
        if (quick) expect(found.map(one => one.code)).toEqual([])
      }),
      { numRuns: 3000 },
    )
    expect(passed).toBeGreaterThan(100)
  })
})
