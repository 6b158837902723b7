// Documents spoilt at random: in their bytes, segments, elements, counts, separators and ends.
import type { Random } from './random.ts'

/** One input that came of one or several mutations of a sample. */
export function mutated(corpus: readonly Buffer[], random: Random): Buffer {
  let bytes = random.pick(corpus)
  for (let times = 1 + random.int(4); times > 0; times--)
    bytes = random.pick(mutations)(bytes, random, corpus).subarray(0, sizeMax)
  return bytes
}

/** Large enough that work growing with the square of the size shows. */
const sizeMax = 400_000

type Mutation = (bytes: Buffer, random: Random, corpus: readonly Buffer[]) => Buffer

const spots = (bytes: Buffer, random: Random) => random.int(bytes.length + 1)
const spliced = (bytes: Buffer, from: number, to: number, between: Buffer | string) =>
  Buffer.concat([bytes.subarray(0, from), Buffer.from(between as string, 'latin1'), bytes.subarray(to)])

/** As a reader would split it, roughly: good enough for cutting at places that matter. */
function cut(bytes: Buffer) {
  const text = bytes.toString('latin1')
  const at = Math.max(text.indexOf('ISA'), 0)
  return { text, element: text[at + 3] ?? '*', component: text[at + 104] ?? '>', terminator: text[at + 105] ?? '~' }
}

/** The segments changed and put together again. */
const bySegments =
  (change: (segments: string[], random: Random, element: string) => string[]): Mutation =>
  (bytes, random) => {
    const { text, element, terminator } = cut(bytes)
    return Buffer.from(change(text.split(terminator), random, element).join(terminator), 'latin1')
  }

/** One segment's elements changed. */
const byElements = (change: (elements: string[], random: Random) => string[]): Mutation =>
  bySegments((segments, random, element) => {
    const at = random.int(segments.length)
    segments[at] = change((segments[at] ?? '').split(element), random).join(element)
    return segments
  })

const values = [
  '',
  ' ',
  '0',
  '-1',
  '1E9',
  '99999999999999999999',
  '.',
  '-',
  '20260230',
  '2460',
  'A'.repeat(300),
  '\x00',
  '\x1b[2J',
  'é',
  '\xff\xfe',
  '\u0080',
  '<script>',
  'ISA',
  'ST',
  'SE',
  '>',
  '^',
  '*',
  '~',
  '\r\n',
  'X'.repeat(40_000),
  '__proto__',
  'constructor',
  'toString',
  '$&',
  "'",
  '"',
  '\\',
  '%s',
  'null',
  'NaN',
  '1e400',
  '0x10',
  '+5',
  '5abc',
]
const strays = [
  'LS*X',
  'LE*X',
  'LS',
  'HL*1**S',
  'N1*ST',
  'PO1',
  'BIN*5*ab~*c',
  'BIN*99999999*x',
  'BIN*-1*x',
  'BDS*ASC*3*~~~',
  'ST*850*1',
  'SE*1*1',
  'GS*PO',
  'GE*1*1',
  'IEA*1*1',
  'TA1*000000001*260302*0910*A*000',
  'ISA*00',
  'NTE',
  'A',
  'ABCD*1',
  '*1*2',
  ' ',
]

const mutations: readonly Mutation[] = [
  // Bytes.
  (bytes, random) => {
    const changed = Buffer.from(bytes)
    for (let n = 1 + random.int(5); n > 0 && changed.length > 0; n--)
      changed[random.int(changed.length)] = random.int(256)
    return changed
  },
  (bytes, random) => {
    const from = spots(bytes, random)
    return spliced(bytes, from, Math.min(bytes.length, from + 1 + random.int(20)), '')
  },
  (bytes, random) => {
    const at = spots(bytes, random)
    return spliced(bytes, at, at, random.pick(values))
  },
  // Segments.
  bySegments((segments, random) => segments.toSpliced(random.int(segments.length), 1 + random.int(2))),
  bySegments((segments, random) => {
    const one = random.pick(segments)
    return segments.toSpliced(random.int(segments.length), 0, one)
  }),
  bySegments((segments, random) => {
    const [one = ''] = segments.splice(random.int(segments.length), 1)
    return segments.toSpliced(random.int(segments.length + 1), 0, one)
  }),
  bySegments((segments, random, element) => {
    const stray = random.pick(strays).replaceAll('*', element)
    return segments.toSpliced(random.int(segments.length + 1), 0, stray)
  }),
  bySegments((segments, random) => {
    const at = random.int(segments.length)
    const many = Array<string>(random.pick([50, 500, 5_000])).fill(segments[at] ?? '')
    return segments.toSpliced(at, 0, ...many)
  }),
  // Elements.
  byElements((elements, random) => elements.with(random.int(elements.length), random.pick(values))),
  byElements((elements, random) => elements.toSpliced(random.int(elements.length), 1)),
  byElements((elements, random) => elements.toSpliced(random.int(elements.length), 0, random.pick(values))),
  byElements((elements, random) => [
    ...elements,
    ...Array<string>(random.pick([1, 30, 3_000])).fill(random.pick(values).slice(0, 300)),
  ]),
  byElements((elements, random) => {
    const at = random.int(elements.length)
    const separator = random.pick(['>', '^', '<', ':'])
    return elements.with(
      at,
      Array<string>(random.pick([2, 3, 2_000]))
        .fill(elements[at] ?? '')
        .join(separator),
    )
  }),
  // Counts and control numbers.
  bySegments((segments, random, element) =>
    segments.map(one => {
      const [tag = '', ...rest] = one.split(element)
      if (!/^\s*(SE|GE|IEA)$/.test(tag) || rest.length === 0 || random.chance(0.5)) return one
      return [
        tag,
        ...rest.with(random.int(rest.length), random.pick(['0', '1', '999', '', '-1', '01', 'x', '1.0'])),
      ].join(element)
    }),
  ),
  // Separators: one for another everywhere, or in the header only.
  (bytes, random) => {
    const { text, element, component, terminator } = cut(bytes)
    const from = random.pick([element, component, terminator])
    return Buffer.from(
      text.replaceAll(from, random.pick(['|', '\n', '\r\n', '\x1c', 'A', ' ', '\x00', '~', '*', '\xff'])),
      'latin1',
    )
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes)
    const at = random.pick([3, 82, 104, 105])
    if (at < changed.length) changed[at] = random.int(256)
    return changed
  },
  // Ends, beginnings and what stands between.
  (bytes, random) => bytes.subarray(0, spots(bytes, random)),
  (bytes, random) => bytes.subarray(spots(bytes, random)),
  (bytes, random, corpus) => Buffer.concat([bytes, Buffer.from(random.pick(values), 'latin1'), random.pick(corpus)]),
  (bytes, random, corpus) => {
    const at = spots(bytes, random)
    return spliced(bytes, at, at, random.pick(corpus))
  },
  bytes =>
    Buffer.from(
      bytes
        .toString('latin1')
        .replace(/[\r\n]/g, '')
        .replace(/.{80}/gs, '$&\r\n'),
      'latin1',
    ),
  // As UTF-16, with its mark.
  bytes => Buffer.from(`\ufeff${bytes.toString('latin1')}`, 'utf16le'),
]
