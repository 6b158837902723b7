/** One segment of an input: its place in the bytes, and its values, decoded when somebody asks. */
import { Buffer, isUtf8 } from 'node:buffer'
import type { Delimiters } from '../model.ts'

/** The bytes that segments point into, and how positions in them map to the input as received. */
export interface Source {
  readonly bytes: Buffer
  readonly delimiters: Delimiters
  /** Offset in the input, when lines were joined before reading. */
  readonly offsetOf: (position: number) => number
  /** The bytes are overwritten when more come: a segment that is kept needs a copy of its own. */
  readonly passing?: boolean
  /** All of it is ASCII: nothing has to be decoded. */
  readonly ascii: boolean
  /** The segment split last. Keeping every split would hold twenty times the input in memory. */
  last: { readonly segment: Segment; readonly values: readonly string[] } | undefined
}

/** Elements in which separators are data: everything behind the length belongs to the last element. */
const lastElementOf: Readonly<Record<string, number>> = { BIN: 2, BDS: 3 }

export class Segment {
  readonly tag: string
  /** 1 for ST. */
  readonly position: number
  /** Where it stands in the bytes of its source, from the tag to the terminator; for those who read bytes. */
  readonly source: Source
  readonly start: number
  readonly stop: number

  constructor(tag: string, position: number, source: Source, start: number, stop: number) {
    this.tag = tag
    this.position = position
    this.source = source
    this.start = start
    this.stop = stop
  }

  /** Byte of the input at which the segment begins. */
  get offset(): number {
    return this.source.offsetOf(this.start)
  }

  get delimiters(): Delimiters {
    return this.source.delimiters
  }

  /** All values after the tag: `elements[0]` is element 1. Absent ones are ''. */
  get elements(): readonly string[] {
    const { last } = this.source
    if (last?.segment === this) return last.values
    const values = this.split()
    this.source.last = { segment: this, values }
    return values
  }

  /** Element `n`, counted from 1 as the standard does; '' when it is not there. */
  el(n: number): string {
    return this.elements[n - 1] ?? ''
  }

  repetitions(n: number): readonly string[] {
    const separator = this.source.delimiters.repetition
    const value = this.el(n)
    return value === '' ? [] : separator ? value.split(separator) : [value]
  }

  /** Components of element `n`, or of one repetition of it (from 1). */
  components(n: number, repetition = 1): readonly string[] {
    return (this.repetitions(n)[repetition - 1] ?? '').split(this.source.delimiters.component)
  }

  /** The segment as received, without its terminator. */
  get text(): string {
    return decode(this.source.bytes.toString('latin1', this.start, this.stop))
  }

  get sizeBytes(): number {
    return this.stop - this.start
  }

  /** Itself, or a copy of what would be overwritten. */
  detached(): Segment {
    const { bytes, passing } = this.source
    if (!passing) return this
    const { offset } = this
    const own = Buffer.from(bytes.subarray(this.start, this.stop))
    const source: Source = { ...this.source, bytes: own, passing: false, offsetOf: () => offset, last: undefined }
    return new Segment(this.tag, this.position, source, 0, own.length)
  }

  toJSON() {
    return { tag: this.tag, position: this.position, offset: this.offset, elements: this.elements }
  }

  private split(): readonly string[] {
    const text = this.source.bytes.toString('latin1', this.start, this.stop)
    const cells = text.split(this.source.delimiters.element)
    cells.shift()
    const last = lastElementOf[this.tag]
    if (last !== undefined && cells.length > last) {
      cells.splice(last - 1, cells.length, cells.slice(last - 1).join(this.source.delimiters.element))
    }
    return this.source.ascii ? cells : cells.map(decode)
  }
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text)
}

/** Latin-1 unless the bytes are UTF-8: partners send both, and valid UTF-8 is practically never meant as Latin-1. */
function decode(latin1: string): string {
  if (isAscii(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1
}
