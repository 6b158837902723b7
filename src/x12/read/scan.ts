/** Walking the segments of one interchange by bytes: where each begins and ends, and its tag. Values stay undecoded. */
import { Buffer } from 'node:buffer'
import { keyOf } from '../judge/quick-guide.ts'
import { type Frame, headerWithin } from './frame.ts'
import { Segment, type Source } from './segment.ts'
import type { Window } from './window.ts'

/** Binary data said to be longer are not held until their end is seen: their length is believed. */
const binaryHeldMax = 8 * 1024 * 1024
/** Of a segment longer than allowed at least this much is kept, to say what it was. */
const headKept = 4096
/** A span longer than a header could have swallowed the header of a following interchange. */
const suspiciousLength = 106
/** Bytes that have to be there to know a header by, of the usual width and of any. */
export const headerBytes = 110
export const looseHeaderBytes = 512

const cr = 0x0d
const lf = 0x0a
const binKey = keyOf('BIN')
const bdsKey = keyOf('BDS')
export const isaKey = keyOf('ISA')

/** `waiting`: more bytes have to come; `ended`: no segment follows in this interchange. */
export type Step = 'segment' | 'waiting' | 'ended'

/** A segment whose beginning is no longer in the window. Positions are those of the joined input. */
interface Long {
  readonly head: Buffer
  readonly start: number
  readonly offset: number
  /** Binary data are believed to end here; passed over without a look. */
  readonly believed: number | undefined
  readonly said: string | undefined
}

/**
 * Stands on one segment after the other. Its fields say where the present one is; nothing is made for each, so that it
 * is cheap enough for 10^8 of them.
 */
export class Scanner {
  /** The tag packed into an integer; 0 when it is not one to three characters. */
  key = 0
  /** In the window, `stop` being the terminator, or the end of the input when `cut`. */
  start = 0
  stop = 0
  /** The input, or the next interchange, ended before the terminator came. */
  cut = false
  /** What a BIN or BDS said of its length, when that does not end at a terminator. */
  badLength: string | undefined
  /** Bytes of the segment, those that were not kept included. */
  size = 0
  /** Terminators with nothing between them that were passed over. */
  emptySegments = 0
  private readonly window: Window
  private readonly terminatorByte: number
  private readonly elementByte: number
  private readonly source: Source
  /** First position behind what an interchange may be, in the joined input. */
  private readonly limit: number
  private readonly keptMax: number
  /** No terminator between the start and this position of the joined input. */
  private scanned = 0
  private long: Long | undefined
  /** The beginning of the present segment, when it is not in the window. */
  private head: Long | undefined

  constructor(window: Window, frame: Frame, source: Source, limits: { limit: number; segmentBytesMax: number }) {
    this.window = window
    this.terminatorByte = frame.terminatorByte
    this.elementByte = frame.elementByte
    this.source = source
    this.limit = limits.limit
    this.keptMax = Math.max(headKept, limits.segmentBytesMax)
  }

  /** The next interchange byte that may not be read, in the window; its length when that is not reached. */
  get until(): number {
    return Math.min(this.window.bytes.length, this.limit - this.window.base)
  }

  /** The interchange is larger than it may be. */
  get overLimit(): boolean {
    return this.limit - this.window.base < this.window.bytes.length
  }

  next(): Step {
    this.head = undefined
    if (this.long) return this.nextLong(this.long)
    const { bytes, base, final } = this.window
    const { terminatorByte, elementByte } = this
    const room = this.limit - base
    const last = final || room < bytes.length
    const until = Math.min(room, bytes.length)
    const start = this.skipFill(until)
    if (start >= until) return last ? 'ended' : 'waiting'
    let stop = Math.max(this.scanned - base, start)
    while (stop < until && bytes[stop] !== terminatorByte) stop++
    const key = tagKey(bytes, start, stop, elementByte)
    this.start = start
    this.badLength = undefined
    this.key = key
    if (key === binKey || key === bdsKey) {
      const step = this.sized()
      if (step !== undefined) return step
    }
    if (stop === until && !last) return this.waitFor(stop)
    if (stop - start <= suspiciousLength && key !== isaKey) return this.found(stop, stop === until)
    const ahead = this.key === isaKey ? start + looseHeaderBytes : stop + headerBytes
    if (ahead > bytes.length && !this.window.final) return this.waitFor(stop)
    const swallowed = stop - start > suspiciousLength ? headerWithin(bytes, start + 1, stop) : -1
    return swallowed >= 0 ? this.found(swallowed, true) : this.found(stop, stop === until)
  }

  /** The present segment as an object; `position` counts from 1 for ST. */
  segment(position: number): Segment {
    const { head } = this
    if (head === undefined) return new Segment(this.tag(), position, this.source, this.start, this.kept())
    const source = { ...this.source, bytes: head.head, offsetOf: () => head.offset, passing: false, last: undefined }
    return new Segment(this.tag(), position, source, 0, head.head.length)
  }

  private isLast(): boolean {
    return this.window.final || this.overLimit
  }

  private kept(): number {
    const whole = !this.window.passing && (this.key === binKey || this.key === bdsKey)
    return whole ? this.stop : Math.min(this.stop, this.start + this.keptMax)
  }

  private found(stop: number, cut: boolean): Step {
    this.stop = stop
    this.cut = cut
    this.size = stop - this.start
    this.window.at = cut ? stop : stop + 1
    return 'segment'
  }

  /** What stands where a tag should: as much of it as is worth showing. */
  private tag(): string {
    const known = tags.get(this.key)
    if (known !== undefined) return known
    const bytes = this.head?.head ?? this.window.bytes
    const from = this.head ? 0 : this.start
    const to = this.head ? bytes.length : this.stop
    let end = from
    while (end < to && end - from < 20 && bytes[end] !== this.elementByte) end++
    const tag = bytes.toString('latin1', from, end)
    if (/^[A-Z][A-Z0-9]{1,2}$/.test(tag)) tags.set(this.key, tag)
    return tag
  }

  /** Line ends and record padding after a terminator are no part of a segment. */
  private skipFill(until: number): number {
    const { bytes } = this.window
    const { terminatorByte } = this
    let { at } = this.window
    for (; at < until; at++) {
      const byte = bytes[at]
      if (byte === terminatorByte) {
        // A blank line under a line-feed terminator is layout, two tildes in a row are an empty segment.
        if (byte !== cr && byte !== lf) this.emptySegments++
      } else if (byte !== cr && byte !== lf && byte !== 0x20) break
    }
    this.window.at = at
    return at
  }

  private waitFor(scanned: number): Step {
    const { window, start } = this
    if (scanned - start <= this.keptMax + looseHeaderBytes) {
      this.scanned = window.base + scanned
      return 'waiting'
    }
    window.at = start + 1
    return this.nextLong(this.openLong(undefined, undefined))
  }

  private openLong(believed: number | undefined, said: string | undefined): Long {
    const { window, start } = this
    const head = Buffer.from(window.bytes.subarray(start, Math.min(this.until, start + this.keptMax)))
    this.long = { head, start: window.base + start, offset: window.offsetOf(start), believed, said }
    return this.long
  }

  /** Goes on through a segment that is not held: to its terminator, or to a header that it swallowed. */
  private nextLong(long: Long): Step {
    const { window } = this
    const { until } = this
    const last = this.isLast()
    if (long.believed !== undefined && window.at + window.base < long.believed) {
      const end = long.believed - window.base
      window.at = Math.min(end, until)
      if (end >= until) return last ? this.closeLong(long, until, true) : 'waiting'
    }
    const { bytes } = window
    let stop = window.at
    while (stop < until && bytes[stop] !== this.terminatorByte) stop++
    if ((stop < until || last) && stop + headerBytes > bytes.length && !window.final) return 'waiting'
    const header = headerWithin(bytes, window.at, stop)
    if (header >= 0) return this.closeLong(long, header, true)
    if (stop < until || last) return this.closeLong(long, stop, stop === until)
    window.at = Math.max(window.at, until - headerBytes)
    return 'waiting'
  }

  private closeLong(long: Long, stop: number, cut: boolean): Step {
    const { window } = this
    this.long = undefined
    this.key = tagKey(long.head, 0, long.head.length, this.elementByte)
    if (long.believed !== undefined && long.believed !== window.base + stop) this.badLength = long.said
    if (window.passing) this.head = { ...long, head: long.head.subarray(0, window.base + stop - long.start) }
    this.start = long.start - window.base
    return this.found(stop, cut)
  }

  /** BIN01 and BDS02 say how many bytes follow, in which separators are data. Undefined: they are not to be believed. */
  private sized(): Step | undefined {
    const { window, start } = this
    const { bytes } = window
    if (start + looseHeaderBytes > bytes.length && !this.isLast()) return this.waitFor(start)
    const from = this.dataStart()
    if (from === undefined) return undefined
    const said = bytes.toString('latin1', bytes.lastIndexOf(this.elementByte, from - 2) + 1, from - 1)
    this.badLength = said
    if (!/^\d{1,15}$/.test(said)) return undefined
    const stop = from + Number(said)
    if (Number(said) > binaryHeldMax) {
      this.badLength = undefined
      window.at = from
      return this.nextLong(this.openLong(window.base + stop, said))
    }
    if (stop >= this.until && !this.isLast()) return 'waiting'
    if (stop >= this.until || bytes[stop] !== this.terminatorByte) return undefined
    this.badLength = undefined
    return this.found(stop, false)
  }

  /** Behind the separator that follows the length. */
  private dataStart(): number | undefined {
    const { bytes } = this.window
    let left = this.key === binKey ? 2 : 3
    const until = Math.min(this.until, this.start + 70)
    for (let at = this.start; at < until && bytes[at] !== this.terminatorByte; at++) {
      if (bytes[at] === this.elementByte && --left === 0) return at + 1
    }
    return undefined
  }
}

const tags = new Map<number, string>()

/** The tag packed as `keyOf` does; 0 when it is longer than three characters or not there. */
function tagKey(bytes: Buffer, start: number, stop: number, separator: number): number {
  let key = 0
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] as number
    if (byte === separator) return key
    if (at - start === 3) return 0
    key = key * 256 + byte
  }
  return key
}
