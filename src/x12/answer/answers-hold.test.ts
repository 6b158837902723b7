/** Properties of answers: whatever bytes come, they are written, right, deterministic, and read clean by ourselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeInterchange } from '../judge/judge.ts'
import type { GroupJudgment, Judgment } from '../judge/judgment.ts'
import { readInterchanges } from '../read/read.ts'
import { bytesOf, envelope, onlyInterchange } from '../test-kit.ts'
import type { Envelope } from '../write/envelope.ts'
import { write997, write999, writeTa1 } from './acknowledge.ts'
import { read997 } from './read-acknowledgment.ts'

/** Longer on demand: FUZZ_TIMES=100. */
const times = Number(process.env.FUZZ_TIMES ?? 1)
const patience = 60_000 * times
const root = fileURLToPath(new URL('../../../edi-samples', import.meta.url))
const samples = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('in.edi'))
  .sort()
  .map(name => readFileSync(join(root, dirname(name), 'in.edi'), 'latin1'))
  .filter(text => text.length < 20_000)

const hostile = fc.string({
  unit: fc.constantFrom(..."A1*~>^|:<!'\n\r\t \x1c\0\xe9\xff", 'ST*', 'SE*', 'GS*', 'IEA*'),
  maxLength: 8,
})
/** Damage as transfers, maps and people do it: bytes lost, doubled, replaced, moved, cut off. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), to: hostile }), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map(([text, damage, cut]) => {
    const whole = damage.reduce((now, { at, length, to }) => {
      const from = Math.floor(at * now.length)
      return now.slice(0, from) + to + now.slice(from + length)
    }, text)
    return bytesOf(cut === null ? whole : whole.slice(0, Math.floor(cut * whole.length)))
  })
/** Damage that keeps segments whole: lost, doubled, exchanged, with other values, with values too many. */
const reshaped = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        element: fc.nat(12),
        value: fc.oneof(hostile, fc.constantFrom('', ' ', '1', '0', 'ZZZ', '99999999999', 'A'.repeat(100))),
        what: fc.constantFrom('lose', 'double', 'exchange', 'value', 'value', 'value', 'many'),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([text, damage]) => {
    const terminator = text[105] ?? '~'
    const segments = text.split(terminator)
    for (const { at, element, value, what } of damage) {
      const i = 1 + Math.floor(at * (segments.length - 1))
      const cells = (segments[i] ?? '').split(text[3] ?? '*')
      if (what === 'lose') segments.splice(i, 1)
      else if (what === 'double') segments.splice(i, 0, segments[i] ?? '')
      else if (what === 'exchange') segments.splice(i - 1, 2, segments[i] ?? '', segments[i - 1] ?? '')
      else if (what === 'many') segments[i] = `${segments[i]}${`${text[3]}${value}`.repeat(element * 12)}`
      else {
        cells[element] = value
        segments[i] = cells.join(text[3])
      }
    }
    return bytesOf(segments.join(terminator))
  })
const anything = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 6, arbitrary: reshaped },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 300 })
      .map(tail => bytesOf(`${samples[0]?.slice(0, 106)}${Buffer.from(tail).toString('latin1')}`)),
  },
)
const envelopes: fc.Arbitrary<Envelope> = fc.constantFrom<Envelope>(
  envelope,
  { ...envelope, version: '005010' },
  { ...envelope, delimiters: { element: '|', component: '^', terminator: '\n', lineEnd: '' } },
  { ...envelope, delimiters: { element: '\t', component: ':', terminator: "'", lineEnd: '\r\n' }, version: '005010' },
  { ...envelope, delimiters: { element: '~', component: '<', terminator: '\x1c' }, version: '002001FORD' },
  { ...envelope, characters: 'latin-1', leniencies: ['latin-1'] },
  { ...envelope, characters: 'utf-8', leniencies: ['utf-8'], version: '005010' },
)

function answersTo(judgment: Judgment, out: Envelope): { judged: GroupJudgment; bytes: Uint8Array }[] {
  return judgment.groups.flatMap(judged =>
    [write997(judged, out), write999(judged, out)].flatMap(bytes => (bytes ? [{ judged, bytes }] : [])),
  )
}

function remarks(bytes: Uint8Array, { leniencies = [] }: Envelope) {
  const reading = readInterchanges(bytes)
  expect(reading.interchanges.length).toBe(1)
  const all = reading.interchanges.map(one => judgeInterchange(one, { leniencies }))
  const groups = all.flatMap(one => one.groups)
  return [
    ...reading.findings,
    ...all.flatMap(one => one.findings),
    ...groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
  ].filter(one => one.code !== 'set.nearest-guide')
}

describe('whatever comes', () => {
  it(
    'is judged and answered without a throw, and each 997 and 999 reads without a remark',
    () => {
      fc.assert(
        fc.property(anything, envelopes, (input, out) => {
          for (const interchange of readInterchanges(input).interchanges) {
            for (const { judged, bytes } of answersTo(judgeInterchange(interchange), out)) {
              expect(remarks(bytes, out)).toEqual([])
              const set = onlyInterchange(bytes).groups[0]?.sets[0]
              const said = set && read997(set)
              const { received, accepted } = judged.counts
              expect(said).toMatchObject({ code: judged.code, counts: { received, accepted } })
            }
          }
        }),
        { numRuns: 1500 * times },
      )
    },
    patience,
  )

  it(
    'is accepted exactly where it has no error',
    () => {
      const hasError = (list: readonly { severity: string }[]) => list.some(one => one.severity === 'error')
      fc.assert(
        fc.property(anything, input => {
          for (const interchange of readInterchanges(input).interchanges) {
            const judgment = judgeInterchange(interchange)
            expect(judgment.accepted).toBe(!hasError(judgment.findings))
            for (const group of judgment.groups) {
              const refused = hasError(group.findings)
              for (const set of group.sets) expect(set.code).toBe(refused || hasError(set.findings) ? 'R' : 'A')
              const accepted = group.sets.filter(set => set.code === 'A').length
              const some = accepted > 0 && accepted < group.sets.length
              expect(group.code === 'P').toBe(some)
              expect(group.code === 'R').toBe(refused || (accepted === 0 && group.sets.length > 0))
            }
          }
        }),
        { numRuns: 600 * times },
      )
    },
    patience,
  )

  it(
    'gets the same bytes for the same numbers',
    () => {
      fc.assert(
        fc.property(anything, envelopes, (input, out) => {
          const twice = [0, 1].map(() =>
            readInterchanges(input).interchanges.flatMap(one => {
              const judgment = judgeInterchange(one)
              return [writeTa1(one, judgment.ta1, out), ...answersTo(judgment, out).map(({ bytes }) => bytes)]
            }),
          )
          expect(twice[0]).toEqual(twice[1])
        }),
        { numRuns: 200 * times },
      )
    },
    patience,
  )

  it(
    'gets a TA1 that only repeats what was wrong before',
    () => {
      fc.assert(
        fc.property(anything, envelopes, (input, out) => {
          for (const interchange of readInterchanges(input).interchanges) {
            const { ta1 } = judgeInterchange(interchange)
            const bytes = writeTa1(interchange, ta1, out)
            // The number, the date and the time come back as wrong as they came.
            expect(remarks(bytes, out).filter(one => one.code !== 'interchange.ta1-invalid')).toEqual([])
            const [read] = onlyInterchange(bytes).ta1s
            expect(read).toMatchObject({ code: ta1.code, note: ta1.note })
          }
        }),
        { numRuns: 400 * times },
      )
    },
    patience,
  )
})

describe('a hostile value', () => {
  it(
    'never becomes structure of the answer',
    () => {
      fc.assert(
        fc.property(hostile, hostile, envelopes, (value, number, out) => {
          const clean = (text: string) => text.replace(/[*~]/g, '')
          const segments = [
            `ST*855*${clean(number)}`,
            'BAK*00*AC*PO-1*20260302',
            `PO1*1*5*${clean(value)}`,
            `REF*${clean(value)}*1`,
          ]
          const isa = `ISA*00*          *00*          *ZZ*SUPPLIER01     *01*PEDALWERK      *260302*0910*U*00401*000000042*0*P*>`
          const text = [
            isa,
            `GS*PR*${clean(value)}*P*20260302*0910*7*X*004010`,
            ...segments,
            'SE*5*1',
            'GE*1*7',
            'IEA*1*000000042',
            '',
          ]
          const [judgment] = readInterchanges(bytesOf(text.join('~'))).interchanges.map(one => judgeInterchange(one))
          for (const { bytes } of judgment ? answersTo(judgment, out) : []) {
            const set = onlyInterchange(bytes).groups[0]?.sets[0]
            expect(set?.segments.every(one => /^(ST|AK\d|IK\d|CTX|SE)$/.test(one.tag))).toBe(true)
            for (const one of set
              ? read997(set).sets.flatMap(({ errors }) => errors.flatMap(({ elements }) => elements))
              : [])
              expect(['', clean(value), ...clean(value).split('>')]).toContain(one.value)
          }
        }),
        { numRuns: 1000 * times },
      )
    },
    patience,
  )

  it(
    'takes no long time, however many it is',
    () => {
      const isa = samples[0]?.slice(0, 106) ?? ''
      const many = (text: string) => bytesOf(`${isa}GS*PR*S*P*20260302*0910*7*X*004010~${text}`)
      const inputs = [
        many(`ST*855*0001~${'Q~'.repeat(50_000)}`),
        many('ST*855*0001~'.repeat(8_000)),
        many(`ST*855*0001~PO1${'*A>A^A'.repeat(16_000)}~`),
        many(`ST*855*0001~PO1*1*2*EA~${'ACK*ZZ*ZZ*ZZ*ZZ~'.repeat(6_000)}`),
        many('GS*PR*S*P*20260302*0910*7*X*004010~'.repeat(2_800)),
      ]
      for (const input of inputs) {
        const before = process.cpuUsage()
        let written = 0
        for (const one of readInterchanges(input).interchanges)
          for (const { bytes } of answersTo(judgeInterchange(one), envelope)) written += bytes.length
        // 100 KB each, some 0.3 s. What is counted is work, not waiting for a busy machine; a quadratic walk takes many seconds.
        expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
        expect(written).toBeLessThan(12 * input.length)
      }
    },
    patience,
  )
})
