/** Bytes in, interchanges out: framing only. What the documents say is judged elsewhere. */
import { Buffer, isAscii } from 'node:buffer'
import { finding, shown } from '../finding.ts'
import { type Limits, standardLimits } from '../limits.ts'
import type { Finding, Interchange, Isa, Reading } from '../model.ts'
import { InterchangeBuilder, type Listener } from './build.ts'
import { canSeparate, type Frame, frameAt, hasFrameWidth, nextIsa } from './frame.ts'
import { headerBytes, isaKey, looseHeaderBytes, Scanner } from './scan.ts'
import type { Source } from './segment.ts'
import { isWrapped } from './unwrap.ts'
import { Window } from './window.ts'

/**
 * Reads every interchange of an input. Never throws for what the input holds: whatever is wrong is a finding, on the
 * reading (noise, nothing readable), the interchange, the group or the set it belongs to.
 */
export function readInterchanges(input: Uint8Array, limits: Partial<Limits> = {}): Reading {
  const interchanges: Interchange[] = []
  const received = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const reader = new Reader(limits, { interchange: one => interchanges.push(one) }, isAscii(received))
  reader.push(received)
  return { interchanges, ...reader.end() }
}

/**
 * The envelopes alone: headers, trailers, counts and control numbers judged as `readInterchanges` does, sets without
 * their segments. For routing and for telling what an input holds, several times faster.
 */
export function readEnvelopes(input: Uint8Array, limits: Partial<Limits> = {}): Reading {
  const interchanges: Interchange[] = []
  const ignore = () => undefined
  const listener = {
    groupOpened: ignore,
    setOpened: ignore,
    setClosed: ignore,
    groupClosed: ignore,
    keepsFindings: true,
  }
  const reader = new Reader(limits, { interchange: one => interchanges.push(one), listener })
  reader.push(input)
  return { interchanges, ...reader.end() }
}

/** Where a reader puts what it has read. With `listener`, segments are told to it and not kept. */
export interface Into {
  interchange(one: Interchange): void
  /** An interchange begins. */
  opened?(isa: Isa): void
  listener?: Listener
}

/** What reading is busy with: looking for a header, passing over a damaged stretch, inside an interchange, or past limits. */
type Mode = 'between' | 'damaged' | 'inside' | 'over'

/** Takes an input in chunks of any size and gives its interchanges as they end. Holds a stretch of it only. */
export class Reader {
  private readonly window: Window
  private readonly limits: Limits
  private readonly into: Into
  private readonly ascii: boolean
  private readonly findings: Finding[] = []
  private mode: Mode = 'between'
  private begun = false
  /** What it looks like, where that is not X12. */
  private otherwise: 'input.edifact' | 'input.utf-16' | undefined
  private wrapKnown = false
  private interchanges = 0
  private noise: { readonly offset: number; text: string } | undefined
  private open: { readonly builder: InterchangeBuilder; readonly scanner: Scanner; unread: boolean } | undefined
  private readonly step = () => this.advance()

  constructor(limits: Partial<Limits>, into: Into, ascii = false) {
    this.limits = { ...standardLimits, ...limits }
    this.into = into
    this.ascii = ascii
    this.window = new Window(into.listener !== undefined)
  }

  push(chunk: Uint8Array): void {
    this.window.add(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), this.step)
  }

  /** The input is over: what belongs to no interchange, and how large it was. */
  end(): { findings: readonly Finding[]; sizeBytes: number } {
    const { window, findings } = this
    window.final = true
    if (window.received === 0) findings.push(finding('input.empty', { offset: 0 }))
    else {
      this.advance()
      if (this.interchanges === 0) findings.push(finding(this.otherwise ?? 'input.no-interchange', { offset: 0 }))
    }
    return { findings, sizeBytes: window.received }
  }

  /** Goes as far as the bytes at hand allow. */
  private advance(): void {
    if (!this.begun && !this.begin()) return
    let goesOn = true
    while (goesOn) {
      if (this.mode === 'inside') goesOn = this.inside()
      else if (this.mode === 'between') goesOn = this.between()
      else if (this.mode === 'damaged') goesOn = this.damaged()
      else {
        this.window.at = this.window.bytes.length
        goesOn = false
      }
    }
  }

  private begin(): boolean {
    const { bytes, final } = this.window
    if (bytes.length < 3 && !final) return false
    this.begun = true
    this.otherwise = looksLike(bytes)
    if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return true
    this.findings.push(finding('input.byte-order-mark', { offset: 0 }))
    this.window.at = 3
    return true
  }

  /** Headers that begin before this can be told from what only looks like one. */
  private get certain(): number {
    const { bytes, final } = this.window
    return final ? bytes.length : Math.max(0, bytes.length - looseHeaderBytes)
  }

  private between(): boolean {
    const { window, certain } = this
    const found = nextIsa(window.bytes, window.at)
    // A header of the usual width is known by itself; any other only with what follows it.
    const isUsual = found + headerBytes <= window.bytes.length && hasFrameWidth(window.bytes, found)
    const known = found >= 0 && (found < certain || isUsual)
    const isaAt = known ? found : -1
    if (isaAt >= 0 && !this.wrapKnown) this.unwrapFrom(isaAt)
    this.passNoise(isaAt < 0 ? Math.max(window.at, certain) : isaAt)
    if (isaAt < 0) {
      if (window.final) this.tellNoise()
      return false
    }
    this.tellNoise()
    if (this.interchanges >= this.limits.interchangesMax) {
      const expected = String(this.limits.interchangesMax)
      this.findings.push(finding('input.too-many-interchanges', { offset: window.offsetOf(isaAt), expected }))
      this.mode = 'over'
      return true
    }
    const frame = frameAt(window.bytes, isaAt)
    if (frame === undefined) {
      this.findings.push(finding('input.isa-unreadable', { offset: window.offsetOf(isaAt), tag: 'ISA' }))
      this.passDamage(isaAt)
    } else this.openInterchange(frame)
    return true
  }

  private unwrapFrom(isaAt: number): void {
    this.wrapKnown = true
    if (!isWrapped(this.window.bytes, isaAt)) return
    this.findings.push(finding('input.wrapped', { offset: this.window.offsetOf(isaAt) }))
    this.window.joinFrom(isaAt)
  }

  /** What stands between interchanges: blanks and line ends are nothing, of the rest the beginning is told. */
  private passNoise(to: number): void {
    const { window } = this
    const { bytes } = window
    let from = window.at
    window.at = to
    if (this.noise === undefined) {
      while (from < to && isFill(bytes[from])) from++
      if (from === to) return
      this.noise = { offset: window.offsetOf(from), text: '' }
    }
    const missing = noiseShown - this.noise.text.length
    if (missing > 0) this.noise.text += bytes.toString('latin1', from, Math.min(to, from + missing))
  }

  private tellNoise(): void {
    const { noise } = this
    if (noise) this.findings.push(finding('input.noise', { offset: noise.offset, ...shown(noise.text.trimEnd()) }))
    this.noise = undefined
  }

  /** One finding for a damaged stretch, not one per "ISA" in it: on to the next header of the usual width. */
  private passDamage(from: number): void {
    this.window.at = from + 3
    this.mode = 'damaged'
  }

  private damaged(): boolean {
    const { window, certain } = this
    const { bytes } = window
    let at = nextIsa(bytes, window.at)
    while (at >= 0 && at < certain && !hasFrameWidth(bytes, at)) at = nextIsa(bytes, at + 3)
    const found = at >= 0 && at < certain
    if (!found && !window.final) {
      window.at = Math.max(window.at, certain)
      return false
    }
    window.at = found ? at : bytes.length
    this.mode = 'between'
    this.close()
    return true
  }

  private openInterchange(frame: Frame): void {
    const { window, limits, ascii } = this
    const { delimiters } = frame
    const source: Source = {
      get bytes() {
        return window.bytes
      },
      offsetOf: window.offsetOf,
      passing: window.passing,
      delimiters,
      ascii,
      last: undefined,
    }
    const limit = window.base + frame.start + limits.interchangeBytesMax
    const scanner = new Scanner(window, frame, source, { limit, segmentBytesMax: limits.segmentBytesMax })
    this.into.opened?.(frame.isa)
    const builder = new InterchangeBuilder({ source, frame, window, scanner, limits }, this.into.listener)
    const unread = !separatorsUsable(frame)
    this.open = { builder, scanner, unread }
    this.interchanges++
    if (unread) {
      this.endUnread(builder, frame)
      return
    }
    window.at = frame.end
    this.mode = 'inside'
  }

  private endUnread(builder: InterchangeBuilder, frame: Frame): void {
    this.open = undefined
    this.into.interchange(builder.finish(frame.end, true))
    this.passDamage(frame.start)
  }

  private inside(): boolean {
    const { open, window } = this
    if (open === undefined) return false
    const { scanner, builder } = open
    for (;;) {
      const step = scanner.next()
      if (step === 'waiting') return false
      if (step === 'ended') break
      if (scanner.key === isaKey && frameAt(window.bytes, scanner.start)) {
        window.at = scanner.start
        this.close()
        return true
      }
      builder.take()
      if (builder.complete) break
    }
    if (!builder.complete && scanner.overLimit) {
      builder.overLimit(scanner.until)
      this.passDamage(scanner.until)
      return true
    }
    this.close()
    return true
  }

  private close(): void {
    const { open } = this
    this.mode = 'between'
    this.open = undefined
    if (open === undefined) return
    open.builder.emptySegments(open.scanner.emptySegments)
    this.into.interchange(open.builder.finish(this.window.at))
  }
}

/** How much of what belongs to no interchange is shown. */
const noiseShown = 99
const isFill = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09 || byte === 0x1a

/** With separators that are letters or equal, every split would be nonsense: the header is judged, the rest is not read. */
function separatorsUsable(frame: Frame): boolean {
  return (
    canSeparate(frame.terminatorByte) && canSeparate(frame.elementByte) && frame.terminatorByte !== frame.elementByte
  )
}

/** By its first bytes; undefined for what may be X12. */
function looksLike(bytes: Buffer): 'input.edifact' | 'input.utf-16' | undefined {
  const [first = 0, second = 0] = bytes
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // Without a mark: every other byte of what people read is NUL.
  if (marked || (first === 0x49 && second === 0) || (first === 0 && second === 0x49)) return 'input.utf-16'
  const bom = first === 0xef && second === 0xbb
  return /^\s*UN[AB]/.test(bytes.toString('latin1', bom ? 3 : 0, 16)) ? 'input.edifact' : undefined
}
