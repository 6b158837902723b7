/** Walking the segments of one interchange by bytes: where each begins and ends, and its tag. Values stay undecoded. */
import type { Buffer } from 'node:buffer'
import { type Frame, frameAt, hasFrameWidth } from './frame.ts'

export interface Span {
  readonly tag: string
  readonly start: number
  /** Position of the terminator, or of the end of the input when `cut`. */
  readonly stop: number
  /** The input, or the next interchange, ended before the terminator came. */
  readonly cut: boolean
  /** A BIN or BDS whose stated length does not end at a terminator. */
  readonly badLength?: string
}

const isLineEnd = (byte: number | undefined) => byte === 0x0d || byte === 0x0a
const isFill = (byte: number | undefined) => isLineEnd(byte) || byte === 0x20
/** A span longer than a header could have swallowed the header of a following interchange. */
const suspiciousLength = 106
const tags = new Map<number, string>()

/** Yields nothing by itself: `next()` is called until it gives undefined, and is cheap enough for 10^6 segments. */
export class Scanner {
  readonly bytes: Buffer
  /** Where the next segment is looked for. */
  at: number
  /** Terminators with nothing between them that were passed over. */
  emptySegments = 0
  private readonly frame: Frame
  private readonly limit: number

  constructor(bytes: Buffer, frame: Frame, limit: number) {
    this.bytes = bytes
    this.frame = frame
    this.at = frame.end
    this.limit = limit
  }

  next(): Span | undefined {
    const start = this.skipFill()
    if (start >= this.limit) return undefined
    const tag = this.tagAt(start)
    const sized = tag === 'BIN' || tag === 'BDS' ? this.sizedStop(tag, start) : undefined
    if (typeof sized === 'number') return this.take(tag, start, sized, false)
    const found = this.bytes.indexOf(this.frame.terminatorByte, start)
    const stop = found < 0 || found >= this.limit ? this.limit : found
    const swallowed = stop - start > suspiciousLength ? this.headerWithin(start + 1, stop) : -1
    if (swallowed >= 0) return this.take(tag, start, swallowed, true)
    const span = this.take(tag, start, stop, stop === this.limit)
    return sized === undefined ? span : { ...span, badLength: sized.said }
  }

  private take(tag: string, start: number, stop: number, cut: boolean): Span {
    this.at = cut ? stop : stop + 1
    return { tag, start, stop, cut }
  }

  /** Line ends and record padding after a terminator are no part of a segment. */
  private skipFill(): number {
    const { bytes, limit } = this
    const terminator = this.frame.terminatorByte
    let at = this.at
    while (at < limit) {
      const byte = bytes[at]
      if (byte === terminator) {
        // A blank line under a line-feed terminator is layout, two tildes in a row are an empty segment.
        if (!isLineEnd(terminator)) this.emptySegments++
      } else if (!isFill(byte)) break
      at++
    }
    this.at = at
    return at
  }

  private tagAt(start: number): string {
    const { bytes, limit } = this
    const { elementByte, terminatorByte } = this.frame
    let key = 0
    for (let i = start; i < start + 4 && i < limit; i++) {
      const byte = bytes[i] ?? 0
      if (byte === elementByte || byte === terminatorByte) {
        const known = tags.get(key)
        if (known !== undefined) return known
        const tag = bytes.toString('latin1', start, i)
        if (/^[A-Z][A-Z0-9]{1,2}$/.test(tag)) tags.set(key, tag)
        return tag
      }
      key = key * 256 + byte
    }
    return this.longTag(start)
  }

  /** What stands where a tag should: as much of it as is worth showing. */
  private longTag(start: number): string {
    let end = start
    while (end < this.limit && end - start < 20) {
      if (this.bytes[end] === this.frame.elementByte || this.bytes[end] === this.frame.terminatorByte) break
      end++
    }
    return this.bytes.toString('latin1', start, end)
  }

  /** BIN01 and BDS02 say how many bytes follow, in which separators are data. */
  private sizedStop(tag: 'BIN' | 'BDS', start: number): number | { said: string } | undefined {
    const { bytes } = this
    let at = start
    let said = ''
    for (let n = tag === 'BIN' ? 1 : 2; n >= 0; n--) {
      const separator = bytes.indexOf(this.frame.elementByte, at)
      if (separator < 0 || separator - at > 20) return undefined
      said = bytes.toString('latin1', at, separator)
      at = separator + 1
    }
    if (!/^\d{1,15}$/.test(said)) return { said }
    const stop = at + Number(said)
    return bytes[stop] === this.frame.terminatorByte && stop < this.limit ? stop : { said }
  }

  private headerWithin(from: number, stop: number): number {
    const span = this.bytes.subarray(0, stop)
    for (let at = span.indexOf('ISA', from, 'latin1'); at >= 0; at = span.indexOf('ISA', at + 1, 'latin1')) {
      if (hasFrameWidth(this.bytes, at) && frameAt(this.bytes, at)) return at
    }
    return -1
  }
}
