/**
 * The way of what is right: one segment checked on its bytes, nothing decoded, nothing made. It says only "all is well"
 * or "look closer"; whoever looks closer (elements.ts) finds the words.
 */
import type { Buffer } from 'node:buffer'
import type { ElementRule, Relation, SegmentRule } from '../guide/guide.ts'
import type { Delimiters } from '../model.ts'

/** What a byte is in one interchange: a letter of a value, or something that needs a closer look. */
export type ByteClasses = Uint8Array

/** By the separators of an interchange: its sets share them. */
const classesOf = new WeakMap<Delimiters, ByteClasses | 'none'>()

/** Classes for these separators; undefined when a separator could stand in a number or is the blank. */
export function classesFor(delimiters: Delimiters): ByteClasses | undefined {
  const classes = classesOf.get(delimiters) ?? madeFor(delimiters) ?? 'none'
  classesOf.set(delimiters, classes)
  return classes === 'none' ? undefined : classes
}

function madeFor({ element, component, repetition }: Delimiters): ByteClasses | undefined {
  const separators = [element, component, ...(repetition === undefined ? [] : [repetition])]
  if (separators.some(one => /^[0-9A-Za-z. -]?$/.test(one))) return undefined
  const classes = new Uint8Array(256).fill(1)
  for (let byte = 0x20; byte <= 0x7e; byte++) classes[byte] = 0
  for (const one of separators) classes[one.charCodeAt(0)] = 1
  return classes
}

const kinds = { never: 0, text: 1, number: 2, decimal: 3, date: 4, time: 5, six: 6 } as const
const minus = 0x2d
const point = 0x2e
const blank = 0x20

/** More elements than two words of bits hold: no segment of ours has them. */
const elementsMax = 60
const bitsPerWord = 30

/** A list of codes of at most four bytes, each packed into one integer, in an open table. */
class CodeTable {
  private readonly slots: Int32Array
  private readonly mask: number

  constructor(codes: Iterable<string>) {
    const short = [...codes].filter(code => code.length <= 4 && /^[\x21-\x7e]+$/.test(code))
    let size = 4
    while (size < short.length * 3) size *= 2
    this.mask = size - 1
    this.slots = new Int32Array(size)
    for (const code of short) {
      let packed = 0
      for (let i = 0; i < code.length; i++) packed = (packed << 8) | code.charCodeAt(i)
      let at = this.home(packed)
      while (this.slots[at] !== 0) at = (at + 1) & this.mask
      this.slots[at] = packed
    }
  }

  has(packed: number): boolean {
    let at = this.home(packed)
    for (;;) {
      const found = this.slots[at]
      if (found === packed) return true
      if (found === 0) return false
      at = (at + 1) & this.mask
    }
  }

  private home(packed: number): number {
    return (Math.imul(packed, 0x9e3779b1) >>> 15) & this.mask
  }
}

const tables = new WeakMap<ReadonlySet<string>, CodeTable>()

function tableFor(codes: ReadonlySet<string>): CodeTable {
  const ready = tables.get(codes) ?? new CodeTable(codes)
  tables.set(codes, ready)
  return ready
}

interface Masks {
  low: number
  high: number
}

function maskOf(elements: readonly number[]): Masks {
  const mask = { low: 0, high: 0 }
  for (const n of elements) {
    if (n <= bitsPerWord) mask.low |= 1 << (n - 1)
    else mask.high |= 1 << (n - 1 - bitsPerWord)
  }
  return mask
}

/** One relation as bits: all its elements, and the first. */
class RelationBits {
  private readonly kind: Relation['kind']
  private readonly low: number
  private readonly high: number
  private readonly firstLow: number
  private readonly firstHigh: number

  constructor({ kind, elements }: Relation) {
    const all = maskOf(elements)
    const first = maskOf(elements.slice(0, 1))
    this.kind = kind
    this.low = all.low
    this.high = all.high
    this.firstLow = first.low
    this.firstHigh = first.high
  }

  holds(low: number, high: number): boolean {
    const a = low & this.low
    const b = high & this.high
    if (a === 0 && b === 0) return this.kind !== 'R'
    switch (this.kind) {
      case 'R':
        return true
      case 'P':
        return a === this.low && b === this.high
      case 'E':
        return a === 0 ? (b & (b - 1)) === 0 : b === 0 && (a & (a - 1)) === 0
      case 'C':
        return !this.hasFirst(low, high) || (a === this.low && b === this.high)
      case 'L':
        return !this.hasFirst(low, high) || a !== this.firstLow || b !== this.firstHigh
    }
  }

  private hasFirst(low: number, high: number): boolean {
    return (low & this.firstLow) !== 0 || (high & this.firstHigh) !== 0
  }
}

/** A segment's rule made ready for bytes. `sixDigits`: dates of six digits are what this release prescribes. */
export class QuickRule {
  private readonly count: number
  private readonly kinds: Uint8Array
  private readonly min: Int32Array
  private readonly max: Int32Array
  private readonly codes: readonly (CodeTable | undefined)[]
  /** Those that elements may break which are all absent, and the others by their least element. */
  private readonly always: readonly RelationBits[]
  private readonly relations: readonly RelationBits[]
  private readonly firsts: Uint8Array
  private readonly mandatory: Masks

  constructor(rule: SegmentRule, sixDigits: boolean) {
    const { elements } = rule
    const inner = elements.map(firstPart)
    this.count = elements.length > elementsMax ? -1 : elements.length
    this.kinds = Uint8Array.from([0, ...inner.map(one => kindOf(one, sixDigits))])
    this.min = Int32Array.from([0, ...inner.map(one => one?.min ?? 0)])
    this.max = Int32Array.from([0, ...inner.map(one => one?.max ?? 0)])
    this.codes = [undefined, ...inner.map(one => (one?.codes ? tableFor(one.codes) : undefined))]
    const later = rule.relations.filter(one => one.kind !== 'R').toSorted((a, b) => a.first - b.first)
    this.always = rule.relations.filter(one => one.kind === 'R').map(one => new RelationBits(one))
    this.relations = later.map(one => new RelationBits(one))
    this.firsts = Uint8Array.from(later.map(one => one.first))
    this.mandatory = maskOf(elements.flatMap((one, i) => (one.mandatory ? [i + 1] : [])))
  }

  /** `at` is the byte behind the tag, `stop` the terminator: everything between is as the rule says. */
  holds(bytes: Buffer, at: number, stop: number, separator: number, classes: ByteClasses): boolean {
    const { kinds: kindOf, min, max, codes, count } = this
    let low = 0
    let high = 0
    let n = 0
    let i = at
    while (i < stop) {
      const from = ++i
      if (++n > count) return false
      while (i < stop && classes[bytes[i] as number] === 0) i++
      if (i < stop && bytes[i] !== separator) return false
      const length = i - from
      if (length === 0) continue
      if (n <= bitsPerWord) low |= 1 << (n - 1)
      else high |= 1 << (n - 1 - bitsPerWord)
      if (kindOf[n] !== kinds.text) {
        if (!this.value(bytes, from, i, n)) return false
        continue
      }
      if (length < (min[n] as number) || length > (max[n] as number)) return false
      if (bytes[from] === blank && isBlank(bytes, from, i)) return false
      const list = codes[n]
      if (list !== undefined && (length > 4 || !list.has(packed(bytes, from, i)))) return false
    }
    // A separator with nothing behind it at the end is worth a note.
    if (n > 0 && bytes[stop - 1] === separator) return false
    const { mandatory } = this
    if ((low & mandatory.low) !== mandatory.low || (high & mandatory.high) !== mandatory.high) return false
    return this.related(low, high, n)
  }

  /** `n` elements were sent: what begins behind them cannot be broken. */
  private related(low: number, high: number, n: number): boolean {
    const { always, relations, firsts } = this
    for (let r = 0; r < always.length; r++) if (!(always[r] as RelationBits).holds(low, high)) return false
    for (let r = 0; r < relations.length && (firsts[r] as number) <= n; r++) {
      if (!(relations[r] as RelationBits).holds(low, high)) return false
    }
    return true
  }

  /** Of a kind that is no text. */
  private value(bytes: Buffer, from: number, to: number, n: number): boolean {
    switch (this.kinds[n]) {
      case kinds.number:
        return this.number(bytes, from, to, n, 0)
      case kinds.decimal:
        return this.number(bytes, from, to, n, 1)
      case kinds.date:
        return to - from === 8 && isDateAt(bytes, yearAt(bytes, from), from + 4)
      case kinds.six:
        return to - from === 6
          ? isDateAt(bytes, 2000 + twoDigits(bytes, from), from + 2)
          : to - from === 8 && isDateAt(bytes, yearAt(bytes, from), from + 4)
      case kinds.time:
        return isTimeAt(bytes, from, to)
      default:
        return false
    }
  }

  private number(bytes: Buffer, from: number, to: number, n: number, pointsMax: number): boolean {
    let points = 0
    let digits = 0
    for (let i = bytes[from] === minus ? from + 1 : from; i < to; i++) {
      const byte = bytes[i] as number
      if (byte >= 0x30 && byte <= 0x39) digits++
      else if (byte !== point || ++points > pointsMax) return false
    }
    return digits > 0 && digits >= (this.min[n] as number) && digits <= (this.max[n] as number)
  }
}

/** A composite sent with its first part alone is that part; one whose other parts are mandatory needs the closer look. */
function firstPart(rule: ElementRule): ElementRule | undefined {
  if (rule.components === undefined) return rule
  return rule.components.some((one, i) => i > 0 && one.mandatory) ? undefined : rule.components[0]
}

function kindOf(rule: ElementRule | undefined, sixDigits: boolean): number {
  switch (rule?.type) {
    case 'AN':
    case 'ID':
      return kinds.text
    case 'N':
      return kinds.number
    case 'R':
      return kinds.decimal
    case 'DT':
      return sixDigits || rule.max === 6 ? kinds.six : kinds.date
    case 'TM':
      return kinds.time
    default:
      return kinds.never
  }
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  let i = from
  while (i < to && bytes[i] === blank) i++
  return i === to
}

function packed(bytes: Buffer, from: number, to: number): number {
  let code = 0
  for (let i = from; i < to; i++) code = (code << 8) | (bytes[i] as number)
  return code
}

/** Two digits as a number; something below 0 when they are none. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = (bytes[at] as number) - 0x30
  const ones = (bytes[at + 1] as number) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -10_000
}

const yearAt = (bytes: Buffer, at: number) => twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2)

const daysOfMonth = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

/** MMDD at `at` is a day of that year. */
function isDateAt(bytes: Buffer, year: number, at: number): boolean {
  const month = twoDigits(bytes, at)
  const day = twoDigits(bytes, at + 2)
  if (year < 0 || month < 1 || month > 12 || day < 1) return false
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0)
  return day <= (daysOfMonth[month] as number) + (leap ? 1 : 0)
}

/** HHMM, HHMMSS, HHMMSSD or HHMMSSDD. */
function isTimeAt(bytes: Buffer, from: number, to: number): boolean {
  const length = to - from
  if (length < 4 || length > 8 || length === 5) return false
  const hour = twoDigits(bytes, from)
  const minute = twoDigits(bytes, from + 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false
  if (length > 4) {
    const second = twoDigits(bytes, from + 4)
    if (second < 0 || second > 59) return false
  }
  for (let i = from + 6; i < to; i++) {
    const digit = (bytes[i] as number) - 0x30
    if (digit < 0 || digit > 9) return false
  }
  return true
}
