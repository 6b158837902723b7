/** Inputs that come in records of 80 characters: recognized, joined, and every position mapped back to the input. */
import { Buffer } from 'node:buffer'

export interface Unwrapped {
  readonly bytes: Buffer
  readonly offsetOf: (position: number) => number
}

const recordLength = 80
const cr = 0x0d
const lf = 0x0a

/** A line end 80 bytes into the 106 of an ISA header can only be a record's end. */
export function isWrapped(bytes: Buffer, isaAt: number): boolean {
  const head = bytes.subarray(isaAt, isaAt + recordLength)
  const end = bytes[isaAt + recordLength]
  return head.length === recordLength && !head.includes(lf) && !head.includes(cr) && (end === lf || end === cr)
}

/** Joins the records from `from` on; what comes before is kept as it is. */
export function unwrap(bytes: Buffer, from: number): Unwrapped {
  const pieces: Buffer[] = [bytes.subarray(0, from)]
  const starts = [0]
  const origins = [0]
  let length = from
  let at = from
  while (at < bytes.length) {
    let end = at
    while (end < bytes.length && bytes[end] !== lf && bytes[end] !== cr) end++
    pieces.push(bytes.subarray(at, end))
    starts.push(length)
    origins.push(at)
    length += end - at
    at = end
    while (at < bytes.length && (bytes[at] === lf || bytes[at] === cr)) at++
  }
  return { bytes: Buffer.concat(pieces), offsetOf: position => mapped(starts, origins, position) }
}

function mapped(starts: readonly number[], origins: readonly number[], position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return (origins[low] ?? 0) + position - (starts[low] ?? 0)
}
