/** Bytes in, interchanges out: framing only. What the documents say is judged elsewhere. */
import { Buffer, isAscii } from 'node:buffer'
import { InterchangeBuilder } from './build.ts'
import { finding, shown } from './finding.ts'
import { canSeparate, type Frame, frameAt, hasFrameWidth, nextIsa } from './frame.ts'
import { type Limits, standardLimits } from './limits.ts'
import type { Finding, Interchange, Reading } from './model.ts'
import { Scanner } from './scan.ts'
import type { Source } from './segment.ts'
import { isWrapped, unwrap } from './unwrap.ts'

interface Input {
  readonly bytes: Buffer
  readonly ascii: boolean
  readonly offsetOf: (position: number) => number
}

/**
 * Reads every interchange of an input. Never throws for what the input holds: whatever is wrong is a finding, on the
 * reading (noise, nothing readable), the interchange, the group or the set it belongs to.
 */
export function readInterchanges(input: Uint8Array, limits: Partial<Limits> = {}): Reading {
  const allowed = { ...standardLimits, ...limits }
  const received = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const findings: Finding[] = []
  const interchanges: Interchange[] = []
  if (received.length === 0) return { interchanges, findings: [finding('input.empty', { offset: 0 })], sizeBytes: 0 }

  const bom = received.length >= 3 && received[0] === 0xef && received[1] === 0xbb && received[2] === 0xbf
  if (bom) findings.push(finding('input.byte-order-mark', { offset: 0 }))
  let at = bom ? 3 : 0
  const text = joined(received, at, findings)
  const { bytes, offsetOf } = text
  while (at < bytes.length) {
    const isaAt = nextIsa(bytes, at)
    reportNoise(text, at, isaAt < 0 ? bytes.length : isaAt, findings)
    if (isaAt < 0) break
    if (interchanges.length >= allowed.interchangesMax) {
      const expected = String(allowed.interchangesMax)
      findings.push(finding('input.too-many-interchanges', { offset: offsetOf(isaAt), expected }))
      break
    }
    const frame = frameAt(bytes, isaAt)
    if (frame === undefined) {
      findings.push(finding('input.isa-unreadable', { offset: offsetOf(isaAt), tag: 'ISA' }))
      at = afterUnreadable(bytes, isaAt)
      continue
    }
    const read = readOne(text, frame, allowed)
    interchanges.push(read.interchange)
    at = read.end
  }
  if (interchanges.length === 0) findings.push(finding('input.no-interchange', { offset: 0 }))
  return { interchanges, findings, sizeBytes: received.length }
}

function joined(received: Buffer, from: number, findings: Finding[]): Input {
  const ascii = isAscii(received)
  const first = nextIsa(received, from)
  if (first < 0 || !isWrapped(received, first)) return { bytes: received, ascii, offsetOf: position => position }
  findings.push(finding('input.wrapped', { offset: first }))
  return { ascii, ...unwrap(received, first) }
}

/** The next header that is readable, or the end: one finding for a damaged stretch, not one per "ISA" in it. */
function afterUnreadable(bytes: Buffer, isaAt: number): number {
  for (let at = nextIsa(bytes, isaAt + 3); at >= 0; at = nextIsa(bytes, at + 3)) if (hasFrameWidth(bytes, at)) return at
  return bytes.length
}

function reportNoise(input: Input, from: number, to: number, findings: Finding[]): void {
  let start = from
  const isFill = (byte: number | undefined) =>
    byte === 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x09 || byte === 0x1a
  while (start < to && isFill(input.bytes[start])) start++
  if (start === to) return
  const value = input.bytes.toString('latin1', start, Math.min(to, start + 99)).trimEnd()
  findings.push(finding('input.noise', { offset: input.offsetOf(start), ...shown(value) }))
}

function readOne(input: Input, frame: Frame, limits: Limits): { interchange: Interchange; end: number } {
  const source: Source = { ...input, delimiters: frame.delimiters, last: undefined }
  const limit = Math.min(input.bytes.length, frame.start + limits.interchangeBytesMax)
  const builder = new InterchangeBuilder(source, frame, limits)
  if (!separatorsUsable(frame))
    return { interchange: builder.finish(frame.end, true), end: afterUnreadable(input.bytes, frame.start) }
  const scanner = new Scanner(input.bytes, frame, limit)
  for (let span = scanner.next(); span !== undefined; span = scanner.next()) {
    if (span.tag === 'ISA' && frameAt(input.bytes, span.start)) {
      scanner.at = span.start
      break
    }
    builder.take(span)
    if (builder.complete) break
  }
  if (!builder.complete && limit < input.bytes.length && scanner.at >= limit) {
    builder.overLimit(limit)
    scanner.at = Math.max(limit, afterUnreadable(input.bytes, limit))
  }
  builder.emptySegments(scanner.emptySegments)
  return { interchange: builder.finish(scanner.at), end: scanner.at }
}

/** With separators that are letters or equal, every split would be nonsense: the header is judged, the rest is not read. */
function separatorsUsable(frame: Frame): boolean {
  return (
    canSeparate(frame.terminatorByte) && canSeparate(frame.elementByte) && frame.terminatorByte !== frame.elementByte
  )
}
