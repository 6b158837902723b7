/** Finding where an interchange begins and which separators it uses, by looking at its ISA header. */
import type { Buffer } from 'node:buffer'
import type { Delimiters, Isa } from '../model.ts'

export interface Frame {
  readonly isa: Isa
  readonly delimiters: Delimiters
  readonly terminatorByte: number
  readonly elementByte: number
  /** Position of the I of ISA, and the position behind the terminator. */
  readonly start: number
  readonly end: number
}

const frameLength = 106
/** Where the element separators of a 106-byte header stand. X12.5: ISA is the one segment of fixed width. */
const separatorsAt = [6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]
/** A header of wrong width is still told apart within this many bytes. */
const looseLengthMax = 400

const isAlphanumeric = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/** Letters, digits and blanks are what values are made of; NUL is what a broken transfer leaves. */
export const canSeparate = (byte: number) => !isAlphanumeric(byte) && byte !== 0x20 && byte !== 0x00

/** The next "ISA" from `from` that begins a word and is followed by something that could separate; -1 when none. */
export function nextIsa(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('ISA', from, 'latin1'); at >= 0; at = bytes.indexOf('ISA', at + 1, 'latin1')) {
    const before = at === 0 ? 0x0a : (bytes[at - 1] ?? 0)
    if (!isAlphanumeric(before) && canSeparate(bytes[at + 3] ?? 0x41)) return at
    if (hasFrameWidth(bytes, at)) return at
  }
  return -1
}

/** All separators stand where a 106-byte header has them. */
export function hasFrameWidth(bytes: Buffer, at: number): boolean {
  const separator = bytes[at + 3]
  return (
    separator !== undefined && at + frameLength <= bytes.length && separatorsAt.every(p => bytes[at + p] === separator)
  )
}

/** The header beginning at `at`, or undefined when its sixteen fields cannot be told apart. */
export function frameAt(bytes: Buffer, at: number): Frame | undefined {
  const elementByte = bytes[at + 3]
  if (elementByte === undefined) return undefined
  const isUsual = hasFrameWidth(bytes, at)
  const cells = isUsual ? [at + 3, ...separatorsAt.map(p => at + p)] : looseCells(bytes, at, elementByte)
  if (cells === undefined) return undefined
  const last = cells[15] ?? 0
  // A header that was cut would take what it lacks from the whole one behind it.
  const isCut = isUsual ? isIsa(bytes, last + 1) || isIsa(bytes, last + 2) : headerWithin(bytes, at + 1, last + 5) >= 0
  if (isCut) return undefined
  const terminatorByte = bytes[last + 2]
  if (terminatorByte === undefined) return undefined
  const raw = cells.slice(0, 15).map((cell, i) => bytes.toString('latin1', cell + 1, cells[i + 1]))
  raw.push(bytes.toString('latin1', last + 1, last + 2))
  const isa = isaOf(raw)
  const letters = {
    element: String.fromCharCode(elementByte),
    component: isa.component,
    terminator: String.fromCharCode(terminatorByte),
  }
  const repetition = repetitionSeparator(isa)
  const delimiters = repetition === undefined ? letters : { ...letters, repetition }
  return { isa, delimiters, terminatorByte, elementByte, start: at, end: last + 3 }
}

function looseCells(bytes: Buffer, at: number, separator: number): number[] | undefined {
  const cells: number[] = []
  const until = Math.min(bytes.length, at + looseLengthMax)
  for (let i = at + 3; i < until && cells.length < 16; i++) if (bytes[i] === separator) cells.push(i)
  return cells.length === 16 ? cells : undefined
}

const isIsa = (bytes: Buffer, at: number) => bytes[at] === 0x49 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x41

/** Where a header of the usual width begins in a stretch; -1 when none does. */
export function headerWithin(bytes: Buffer, from: number, stop: number): number {
  for (let at = from; at < stop - 2; at++) {
    if (isIsa(bytes, at) && hasFrameWidth(bytes, at)) return at
  }
  return -1
}

function isaOf(raw: readonly string[]): Isa {
  const field = (n: number) => (raw[n - 1] ?? '').trim()
  return {
    authorizationQualifier: field(1),
    authorization: field(2),
    securityQualifier: field(3),
    security: field(4),
    senderQualifier: field(5),
    senderId: field(6),
    receiverQualifier: field(7),
    receiverId: field(8),
    date: field(9),
    time: field(10),
    repetition: raw[10] ?? '',
    version: field(12),
    control: raw[12] ?? '',
    ackRequested: field(14) === '1',
    usage: field(15),
    component: raw[15] ?? '',
    raw,
  }
}

/** ISA11 became the repetition separator with 00402; before that it names the standard ("U"). */
function repetitionSeparator(isa: Isa): string | undefined {
  if (!/^\d{5}$/.test(isa.version) || isa.version < '00402' || isa.repetition.length !== 1) return undefined
  return canSeparate(isa.repetition.charCodeAt(0)) ? isa.repetition : undefined
}
