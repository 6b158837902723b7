// Where every segment of an interchange stands, so that any part of a long one is explained without reading the rest. Pure.
import { Buffer } from 'node:buffer'
import {
  type Delimiters,
  type ExplainedSegment,
  explainSet,
  type Group,
  type Interchange,
  readInterchanges,
  segmentInWords,
  type TransactionSet,
  type Walker,
  walkSets,
} from '../x12/index.ts'
import type { ExplainedSegmentShown } from './api.ts'
import { envelopeLine } from './envelope-lines.ts'

/** Small, and fit to be handed from thread to thread: five bytes a segment and what stands around the sets. */
export interface Outline {
  readonly delimiters: Delimiters
  /** Records of 80 columns: line ends stand within segments. */
  readonly wrapped: boolean
  /** The ISA: its 16th element and what stands behind it say which separators there are. */
  readonly header: string
  /** Byte at which each segment begins, rising; the last entry is the end of the interchange. */
  readonly starts: Uint32Array
  /** Loops around each segment, by their place in `paths`. */
  readonly pathOf: Uint16Array
  readonly paths: readonly string[]
  readonly runs: readonly Run[]
}

/** Lines that belong together, in order: one segment around the sets, or a set. */
export type Run = AroundRun | SetRun
interface AroundRun {
  readonly line: number
  readonly tag: string
  readonly values: readonly string[]
}
interface SetRun {
  readonly line: number
  readonly count: number
  readonly end: number
  readonly set: { readonly id: string; readonly control: string }
  readonly gs: readonly string[]
}

/** A longer one is shown by its beginning: nobody reads a drawing of a megabyte in a table. */
const lineBytesMax = 8 * 1024
const cutTo = 500

type Piece = { offset: number } & (
  | { tag: string; values: readonly string[]; set?: undefined }
  | { set: TransactionSet; group: Group }
)

/** Undefined when the bytes hold no interchange. What comes behind the first interchange is left out. */
export function outlineOf(bytes: Buffer): Outline | undefined {
  const lines = new Lines()
  const { interchanges, findings } = walkSets(bytes, lines)
  const [interchange] = interchanges
  if (!interchange) return undefined
  const pieces = piecesOf(interchange).sort((a, b) => a.offset - b.offset)
  const total = pieces.reduce((sum, one) => sum + (one.set ? lines.countOf(one.set) : 1), 0)
  const starts = new Uint32Array(total + 1)
  const pathOf = new Uint16Array(total)
  const runs: Run[] = []
  let line = 0
  for (const piece of pieces) {
    const count = piece.set ? lines.copy(piece.set, starts, pathOf, line) : 1
    if (!piece.set) starts[line] = piece.offset
    runs.push(runOf(piece, line, count))
    line += count
  }
  starts[total] = interchange.end
  return {
    delimiters: interchange.delimiters,
    wrapped: findings.some(one => one.code === 'input.wrapped'),
    header: headerOf(interchange),
    starts,
    pathOf,
    paths: lines.paths,
    runs,
  }
}

/** Where the segments of all sets begin and which loops are around them, set behind set. */
class Lines implements Walker {
  readonly paths = ['']
  private readonly numbers = new Map([['', 0]])
  private readonly ranges = new Map<TransactionSet, { from: number; to: number }>()
  private range = { from: 0, to: 0 }
  private starts = new Uint32Array(4096)
  private pathOf = new Uint16Array(4096)

  set(set: TransactionSet): void {
    const from = this.range.to
    this.range = { from, to: from }
    this.ranges.set(set, this.range)
  }

  segment(offset: number): void {
    if (this.range.to === this.starts.length) this.grow()
    this.starts[this.range.to++] = offset
  }

  loop(position: number, path: string): void {
    let number = this.numbers.get(path)
    if (number === undefined) {
      number = this.paths.push(path) - 1
      this.numbers.set(path, number)
    }
    this.pathOf[this.range.from + position - 1] = number
  }

  countOf(set: TransactionSet): number {
    const { from, to } = this.rangeOf(set)
    return to - from
  }

  /** Answers how many there were. */
  copy(set: TransactionSet, starts: Uint32Array, pathOf: Uint16Array, line: number): number {
    const { from, to } = this.rangeOf(set)
    starts.set(this.starts.subarray(from, to), line)
    pathOf.set(this.pathOf.subarray(from, to), line)
    return to - from
  }

  private rangeOf(set: TransactionSet) {
    const range = this.ranges.get(set)
    if (!range) throw new Error(`Set ${set.id} ${set.control} was not told`)
    return range
  }

  private grow(): void {
    const [starts, pathOf] = [new Uint32Array(this.starts.length * 2), new Uint16Array(this.starts.length * 2)]
    starts.set(this.starts)
    pathOf.set(this.pathOf)
    this.starts = starts
    this.pathOf = pathOf
  }
}

function runOf(piece: Piece, line: number, count: number): Run {
  if (!piece.set) return { line, tag: piece.tag, values: piece.values }
  const { id, control, end } = piece.set
  return { line, count, end, set: { id, control }, gs: piece.group.gs.raw }
}

/** X12.5: ISA is the one segment of fixed width. */
const isaWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

/** The header in its proper width, whatever it came in: it says which separators there are. */
function headerOf({ isa, delimiters }: Interchange): string {
  const cells = isaWidths.map((width, i) => (isa.raw[i] ?? '').padEnd(width).slice(0, width))
  return ['ISA', ...cells].join(delimiters.element) + delimiters.terminator
}

/** Every segment from ISA to IEA. */
function piecesOf({ isa, ta1s, groups, iea, offset }: Interchange): Piece[] {
  const trailer = (tag: string, one: { count: string; control: string; offset: number } | undefined): Piece[] =>
    one ? [{ tag, values: [one.count, one.control], offset: one.offset }] : []
  return [
    { tag: 'ISA', values: isa.raw, offset },
    ...ta1s.map(one => ({
      tag: 'TA1',
      values: [one.control, one.date, one.time, one.code, one.note],
      offset: one.offset,
    })),
    ...groups.flatMap(group => [
      { tag: 'GS', values: group.gs.raw, offset: group.offset },
      ...group.sets.map(set => ({ set, group, offset: set.offset })),
      ...trailer('GE', group.ge),
    ]),
    ...trailer('IEA', iea),
  ]
}

/** Number of segments. */
export const lineCount = ({ pathOf }: Outline): number => pathOf.length

/**
 * The segment at which a byte stands; -1 before all. A missing segment is told where it was due: at the segment that
 * stands there, or the last one before.
 */
export function lineAt({ starts, pathOf }: Outline, offset: number): number {
  let [low, high] = [0, pathOf.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Gives the bytes from one offset up to another. */
export type Slice = (from: number, to: number) => Promise<Buffer>

/** Some segments in words, from line `from` on; fewer at the end. Asks only for the bytes of these. */
export async function explainLines(
  outline: Outline,
  from: number,
  count: number,
  slice: Slice,
): Promise<ExplainedSegmentShown[]> {
  const to = Math.min(from + count, lineCount(outline))
  const shown: ExplainedSegmentShown[] = []
  for (let at = firstRun(outline.runs, from); at < outline.runs.length; at++) {
    const run = outline.runs[at]
    if (!run || run.line >= to) break
    if ('tag' in run) shown.push(envelopeLine(run.tag, run.values, outline.delimiters))
    else {
      const end = Math.min(to, run.line + run.count)
      shown.push(...(await explainRun(outline, run, Math.max(from, run.line), end, slice)))
    }
  }
  return shown
}

/** The run in which a line stands. */
function firstRun(runs: readonly Run[], line: number): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.line ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

const endOf = ({ starts }: Outline, run: SetRun, line: number): number =>
  line + 1 < run.line + run.count ? (starts[line + 1] ?? run.end) : run.end

/** In stretches between those that are too long to be explained. */
async function explainRun(outline: Outline, run: SetRun, from: number, to: number, slice: Slice) {
  const shown: ExplainedSegmentShown[] = []
  const start = (line: number) => outline.starts[line] ?? run.end
  const isLong = (line: number) => endOf(outline, run, line) - start(line) > lineBytesMax
  let at = from
  while (at < to) {
    if (isLong(at)) {
      shown.push(longLine(outline, run, at, await slice(start(at), start(at) + cutTo)))
      at++
      continue
    }
    let end = at
    while (end < to && !isLong(end)) end++
    shown.push(...explainStretch(outline, run, at, end, await slice(start(at), endOf(outline, run, end - 1))))
    at = end
  }
  return shown
}

/** Read in an envelope of their own, and behind the head of their set: as they are read in their place. */
function explainStretch(outline: Outline, run: SetRun, from: number, to: number, bytes: Buffer) {
  const { element, terminator } = outline.delimiters
  const write = (...cells: string[]) => Buffer.from(cells.join(element) + terminator, 'latin1')
  const headless = from > run.line
  const text = outline.wrapped ? Buffer.from(bytes.toString('latin1').replaceAll(/[\r\n]/g, ''), 'latin1') : bytes
  const closed = text
    .toString('latin1')
    .trimEnd()
    .endsWith(terminator.trim() || terminator)
  const alone = Buffer.concat([
    Buffer.from(outline.header, 'latin1'),
    write('GS', ...run.gs),
    ...(headless ? [write('ST', run.set.id, run.set.control)] : []),
    text,
    ...(closed ? [] : [Buffer.from(terminator, 'latin1')]),
  ])
  const group = readInterchanges(alone).interchanges[0]?.groups[0]
  const set = group?.sets[0]
  const segments = group && set ? explainSet(set, group) : []
  return Array.from({ length: to - from }, (_, i) => {
    const place = i + (headless ? 1 : 0)
    const raw = set?.segments[place]?.text ?? ''
    return lineOf(outline, run, from + i, segments[place], raw)
  })
}

function lineOf(
  { paths, pathOf }: Outline,
  run: SetRun,
  line: number,
  explained: ExplainedSegment | undefined,
  raw: string,
): ExplainedSegmentShown {
  const loop = paths[pathOf[line] ?? 0] ?? ''
  const { tag = '', name, elements = [] } = explained ?? {}
  return {
    position: line - run.line + 1,
    tag,
    ...(name ? { name } : {}),
    depth: loop === '' ? 0 : loop.split('/').length,
    loop,
    raw,
    elements: [...elements],
  }
}

function longLine(outline: Outline, run: SetRun, line: number, bytes: Buffer): ExplainedSegmentShown {
  const raw = bytes.toString('latin1')
  const tag = raw.split(outline.delimiters.element, 1)[0]?.slice(0, 3) ?? ''
  const name = segmentInWords(tag)
  const explained = { tag, ...(name ? { name } : {}), position: 0, offset: 0, loop: '', elements: [] }
  return { ...lineOf(outline, run, line, explained, `${raw}…`), cut: true }
}

/** Lines that hold a text, or whose segment's name does, great and small letters alike: at most `max`, and how many in all. */
export function linesHolding(bytes: Buffer, outline: Outline, text: string, max: number) {
  const needles = [...new Set((['utf8', 'latin1'] as const).map(letters => lowered(Buffer.from(text, letters))))]
  const lines: number[] = []
  let total = 0
  const take = (line: number) => {
    total++
    if (lines.length < max) lines.push(line)
  }
  const low = lowered(bytes)
  const named = new Set<string>()
  const isNamed = (tag: string) => segmentInWords(tag.toUpperCase())?.toLowerCase().includes(text.toLowerCase())
  const end = outline.starts.at(-1) ?? 0
  let next = nearest(low, needles, outline.starts[0] ?? 0, end)
  const tags = tagsOf(low, outline)
  for (const tag of new Set(tags)) if (isNamed(tag)) named.add(tag)
  for (let line = 0; line < lineCount(outline); line++) {
    const stop = outline.starts[line + 1] ?? end
    if (next < stop || named.has(tags[line] ?? '') || (outline.wrapped && holds(low, outline, line, needles)))
      take(line)
    if (next < stop) next = nearest(low, needles, stop, end)
  }
  return { total, lines }
}

const lowered = (bytes: Buffer) => bytes.toString('latin1').toLowerCase()

function nearest(text: string, needles: readonly string[], from: number, end: number): number {
  const found = needles.map(needle => text.indexOf(needle, from)).filter(at => at >= 0 && at < end)
  return Math.min(...found, Number.POSITIVE_INFINITY)
}

const tagsOf = (low: string, { starts, pathOf, delimiters }: Outline): string[] =>
  Array.from(pathOf, (_, line) => {
    const tag = low.slice(starts[line], (starts[line] ?? 0) + 3)
    return tag.endsWith(delimiters.element) ? tag.slice(0, -1) : tag
  })

/** Across the ends of records. */
function holds(low: string, { starts }: Outline, line: number, needles: readonly string[]): boolean {
  const text = low.slice(starts[line], starts[line + 1]).replaceAll(/[\r\n]/g, '')
  return needles.some(needle => text.includes(needle))
}
