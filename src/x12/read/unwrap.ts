/** Inputs that come in records of 80 characters: recognized, joined, and every position mapped back to the input. */
import { Buffer } from 'node:buffer'

const recordLength = 80
const cr = 0x0d
const lf = 0x0a

/** A line end 80 bytes into the 106 of an ISA header can only be a record's end. */
export function isWrapped(bytes: Buffer, isaAt: number): boolean {
  const head = bytes.subarray(isaAt, isaAt + recordLength)
  const end = bytes[isaAt + recordLength]
  return head.length === recordLength && !head.includes(lf) && !head.includes(cr) && (end === lf || end === cr)
}

/** Takes line ends out of what comes, and remembers where in the input each record began. */
export class Joiner {
  /** Where records begin: in the joined input, and in the input as received. */
  private starts: number[] = [0]
  private origins: number[] = [0]
  private joined: number
  private atLineEnd = true

  /** What comes before `from` is kept as it is. */
  constructor(from: number) {
    this.joined = from
  }

  /** `received`: where these bytes stand in the input. */
  join(bytes: Buffer, received: number): Buffer {
    const out = Buffer.allocUnsafe(bytes.length)
    let length = 0
    let at = 0
    while (at < bytes.length) {
      if (bytes[at] === lf || bytes[at] === cr) {
        this.atLineEnd = true
        at++
        continue
      }
      let end = at
      while (end < bytes.length && bytes[end] !== lf && bytes[end] !== cr) end++
      if (this.atLineEnd) {
        this.starts.push(this.joined + length)
        this.origins.push(received + at)
      }
      this.atLineEnd = false
      bytes.copy(out, length, at, end)
      length += end - at
      at = end
    }
    this.joined += length
    return out.subarray(0, length)
  }

  originOf(position: number): number {
    const { starts, origins } = this
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return (origins[low] ?? 0) + position - (starts[low] ?? 0)
  }

  /** Nobody asks for anything before this position any more. */
  forget(before: number): void {
    let done = 0
    while (done + 1 < this.starts.length && (this.starts[done + 1] ?? 0) <= before) done++
    this.starts = this.starts.slice(done)
    this.origins = this.origins.slice(done)
  }
}
