/** The pen that writes segments: the guard in front of every value, and the fixed widths of ISA. */
import { Buffer } from 'node:buffer'
import type { Guide } from '../guide/guide.ts'
import type { Finding } from '../model.ts'
import { canSeparate } from '../read/frame.ts'
import { elementInWords, segmentInWords } from '../show/words.ts'
import { delimitersOf, type Envelope, isa12For, type OutDelimiters } from './envelope.ts'
import { readsAsUtf8, surelyRight, Walk } from './guard.ts'
import { SegmentSerializer } from './node-x12.ts'

/** An element: text, a composite, or repetitions of either. */
export type Value = string | readonly string[] | { readonly repeat: readonly (string | readonly string[])[] }
/** Tag first, then the elements: `['BAK', '00', 'AC', 'PO-1', '20260302']`. */
export type SegmentToWrite = readonly [string, ...Value[]]

export interface SetToWrite {
  /** ST01. */
  readonly id: string
  /** ST02, four to nine characters. */
  readonly control: string
  /** ST03, from 005010 on. */
  readonly convention?: string
  /** What stands between ST and SE. */
  readonly segments: readonly SegmentToWrite[]
}

export interface RefusedPlace {
  readonly segment: string
  /** Position in the set, ST being 1; 0 in the envelope. */
  readonly position: number
  readonly element?: number
  /** Number of the data element, like "324". */
  readonly dataElement?: string
}

/** Something that cannot be written as it is. Says where, in words too, so that a person can be told which field it is. */
export class Unwritable extends Error {
  readonly segment: string
  readonly position: number
  readonly element: number | undefined
  readonly findings: readonly Finding[]
  /** What the segment or element is, like "order number"; undefined when there are no words for it. */
  readonly what: string | undefined
  readonly remedy: string

  constructor(
    reason: string,
    at: RefusedPlace,
    findings: readonly Finding[] = [],
    remedy = 'Change it and write again.',
  ) {
    const { segment, position, element } = at
    super(`${segment}${element === undefined ? '' : String(element).padStart(2, '0')}: ${reason}`)
    this.name = 'Unwritable'
    this.segment = segment
    this.position = position
    this.element = element
    this.findings = findings
    this.what = element === undefined ? segmentInWords(segment) : elementInWords(segment, element, at.dataElement)
    this.remedy = remedy
  }
}

type ElementPlace = RefusedPlace & { readonly element: number }

/** Mark of a character that cannot stand in a value. */
const refusedHere = 1
/** Text is encoded in pieces of about this length: one piece for all would be held twice. */
const pendingLengthMax = 16_384

const tags = new Set<string>()
function isTag(tag: string): boolean {
  if (tags.has(tag)) return true
  if (!/^[A-Z][A-Z0-9]{1,2}$/.test(tag)) return false
  tags.add(tag)
  return true
}

export class Pen {
  private readonly delimiters: OutDelimiters
  private readonly serializer: SegmentSerializer
  private readonly exact: boolean
  private readonly isa12: string
  private readonly repetition: boolean
  private readonly characters: Envelope['characters']
  private readonly separators: readonly string[]
  private readonly refused: RegExp
  /** By character code below 0x80: `refusedHere` where it cannot stand in a value. */
  private readonly kinds = new Uint8Array(0x80)
  /** What is encoded already, and what is not yet. */
  private readonly written: Buffer[] = []
  private pending = ''
  /** The values of the segment being written, and behind them what is left of a longer one before it. */
  private readonly cells: string[] = []
  /** Whether the reader would surely find nothing in the sets written so far. */
  private certain = true
  /** The guide of the set being written, and where in it the pen stands. */
  private guided: { readonly guide: Guide; readonly walk: Walk } | undefined

  /** `exact`: what would be read as something else is refused too. */
  constructor(envelope: Envelope, exact = false) {
    const delimiters = delimitersOf(envelope)
    this.exact = exact
    this.delimiters = delimiters
    this.serializer = new SegmentSerializer(delimiters)
    this.isa12 = envelope.isa12 ?? isa12For(envelope.version)
    this.repetition = this.isa12 >= '00402'
    this.characters = envelope.characters
    const { element, component, repetition, terminator, lineEnd } = delimiters
    const used = [element, component, terminator, ...(this.repetition ? [repetition] : [])]
    const fit = used.every(one => one.length === 1 && one.charCodeAt(0) < 0x80 && canSeparate(one.charCodeAt(0)))
    this.check(fit && new Set(used).size === used.length, 'separators must be single characters and differ', 'ISA')
    this.check(/^(\r?\n)?$/.test(lineEnd), 'a line end is nothing, \\n or \\r\\n', 'ISA')
    this.separators = used
    this.refused = refusedCharacters(used, envelope.characters)
    for (let code = 0; code < 0x80; code++)
      if (this.refused.test(String.fromCharCode(code))) this.kinds[code] = refusedHere
  }

  /** False when a set has to be read back before it may leave: something in it was not surely right. */
  get sure(): boolean {
    return this.certain
  }

  check(holds: boolean, reason: string, segment: string, element?: number): void {
    if (!holds) throw new Unwritable(reason, { segment, position: 0, ...(element === undefined ? {} : { element }) })
  }

  isa(envelope: Envelope): void {
    const { isa12 } = this
    const fixed = (value: string, width: number, element: number) => {
      this.check(
        value.length <= width,
        `"${value}" is longer than ${width} characters and ids are never cut`,
        'ISA',
        element,
      )
      return value.padEnd(width)
    }
    this.check(/^\d{9}$/.test(envelope.interchangeControl), 'the control number has nine digits', 'ISA', 13)
    this.check(/^\d{8}$/.test(envelope.date), 'the date has eight digits', 'ISA', 9)
    this.check(/^\d{4}$/.test(envelope.time), 'the time has four digits', 'ISA', 10)
    this.check(/^\d{5}$/.test(isa12), 'the version has five digits', 'ISA', 12)
    this.check(envelope.senderQualifier.length === 2, 'a qualifier has two characters', 'ISA', 5)
    this.check(envelope.receiverQualifier.length === 2, 'a qualifier has two characters', 'ISA', 7)
    const none = { qualifier: '00', value: '' }
    const { authorization = none, security = none } = envelope
    this.check(authorization.qualifier.length === 2, 'a qualifier has two characters', 'ISA', 1)
    this.check(security.qualifier.length === 2, 'a qualifier has two characters', 'ISA', 3)
    const values = [
      authorization.qualifier,
      fixed(authorization.value, 10, 2),
      security.qualifier,
      fixed(security.value, 10, 4),
      envelope.senderQualifier,
      fixed(envelope.senderId, 15, 6),
      envelope.receiverQualifier,
      fixed(envelope.receiverId, 15, 8),
      envelope.date.slice(2),
      envelope.time,
      this.repetition ? '' : 'U',
      isa12,
      envelope.interchangeControl,
      envelope.ackRequested ? '1' : '0',
      envelope.usage,
      '',
    ]
    for (const [i, value] of values.entries()) this.cell(value, 'ISA', 0, i + 1)
    if (this.repetition) values[10] = this.delimiters.repetition
    values[15] = this.delimiters.component
    this.put('ISA', values)
  }

  /** With a guide, every segment is judged on the way; `sure` says what came of it. */
  set(set: SetToWrite, guide?: Guide): void {
    this.check(/^\w{4,9}$/.test(set.control), 'the set control number has four to nine characters', 'ST', 2)
    const header: SegmentToWrite = ['ST', set.id, set.control, set.convention ?? '']
    this.segment(header, 1)
    this.guided = guide && { guide, walk: new Walk(guide.root) }
    for (let i = 0; i < set.segments.length; i++) {
      const segment = set.segments[i]
      if (segment) this.segment(segment, i + 2)
    }
    if (this.guided?.walk.take('SE') !== true) this.certain = false
    this.guided = undefined
    this.segment(['SE', String(set.segments.length + 2), set.control], set.segments.length + 2)
  }

  /** Checks every value, leaves empty ones at the end away, and writes the segment. */
  segment(segment: SegmentToWrite, position: number): void {
    const [tag] = segment
    if (!isTag(tag)) throw new Unwritable('not the name of a segment', { segment: tag, position })
    const { cells } = this
    let count = 0
    for (let i = 1; i < segment.length; i++) {
      const cell = this.cell(segment[i] ?? '', tag, position, i)
      cells[i - 1] = cell
      if (cell !== '') count = i
    }
    if (count === 0) throw new Unwritable('a segment without any value is not written', { segment: tag, position })
    if (this.guided && this.certain) {
      const { guide, walk } = this.guided
      this.certain = walk.take(tag) && surelyRight(guide, segment, cells, count)
    }
    this.put(tag, cells, count)
  }

  bytes(): Uint8Array {
    this.encode()
    const all = new Uint8Array(this.written.reduce((sum, piece) => sum + piece.length, 0))
    let at = 0
    for (const piece of this.written) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }

  private put(tag: string, cells: readonly string[], count = cells.length): void {
    this.pending += this.serializer.serialize(tag, cells, count) + this.delimiters.lineEnd
    if (this.pending.length >= pendingLengthMax) this.encode()
  }

  private encode(): void {
    this.written.push(Buffer.from(this.pending, this.characters === 'utf-8' ? 'utf8' : 'latin1'))
    this.pending = ''
  }

  private cell(value: Value, segment: string, position: number, element: number): string {
    if (typeof value === 'string') {
      if (!this.isHarmless(value)) this.checkText(value, { segment, position, element })
      return value
    }
    if (!('repeat' in value)) return this.composite(value, { segment, position, element })
    if (!this.repetition && value.repeat.length > 1) {
      throw new Unwritable('repetitions need version 00402 or later', { segment, position, element })
    }
    return value.repeat.map(one => this.cell(one, segment, position, element)).join(this.delimiters.repetition)
  }

  private composite(parts: readonly string[], at: ElementPlace): string {
    for (const part of parts) if (!this.isHarmless(part)) this.checkText(part, at)
    const kept = [...parts]
    while (kept.at(-1) === '') kept.pop()
    return kept.join(this.delimiters.component)
  }

  /** ASCII without anything that is refused: nearly every value, told without a regular expression. */
  private isHarmless(value: string): boolean {
    const { kinds } = this
    for (let i = 0; i < value.length; i++) if (kinds[value.charCodeAt(i)] !== 0) return false
    return true
  }

  /** The guard: nothing that could end an element, a segment or a line, and nothing that cannot be encoded, gets by. */
  private checkText(value: string, at: ElementPlace): void {
    // A letter beyond ASCII is for the reader to judge.
    this.certain = false
    const bad = this.refused.exec(value)?.[0]
    if (bad === undefined) {
      const mistaken = this.exact && this.characters === 'latin-1' && /[^\x20-\x7e]/.test(value) && readsAsUtf8(value)
      if (mistaken) this.refuse(at, 'holds letters that would be read as others', 'Leave these letters away.')
    } else if (/\p{Cc}/u.test(bad)) {
      this.refuse(at, 'holds a control character', 'Leave line breaks, tabs and other invisible characters away.')
    } else if (this.separators.includes(bad)) {
      const remedy = 'Leave the character away, or agree on other separators with the partner.'
      this.refuse(at, `holds "${bad}", which separates here`, remedy)
    } else {
      const remedy = 'Use other letters, or agree on Latin-1 or UTF-8 with the partner.'
      this.refuse(at, 'holds a character that was not agreed with the partner', remedy)
    }
  }

  private refuse(at: ElementPlace, reason: string, remedy: string): never {
    const dataElement = this.guided?.guide.segmentRule(at.segment)?.elements[at.element - 1]?.number
    throw new Unwritable(reason, dataElement ? { ...at, dataElement } : at, [], remedy)
  }
}

/** Control characters, halves of characters, what separates here, and what the agreed encoding lacks. */
function refusedCharacters(separators: readonly string[], characters: Envelope['characters']): RegExp {
  const escaped = separators.map(one => `\\u{${one.codePointAt(0)?.toString(16)}}`).join('')
  const first = characters === undefined ? '80' : '100'
  const beyond = characters === 'utf-8' ? '' : `\\u{${first}}-\\u{10FFFF}`
  return new RegExp(`[\\p{Cc}\\p{Cs}${escaped}${beyond}]`, 'u')
}
