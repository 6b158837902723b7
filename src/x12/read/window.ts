/** The stretch of an input that is being read: all of it, or the part that has come and is not yet done with. */
import { Buffer } from 'node:buffer'
import { Joiner } from './unwrap.ts'

/** Chunks are taken in pieces, so that the window stays small whatever its feeder does. */
const pieceBytes = 256 * 1024
const smallest = 16 * 1024

export class Window {
  /** What there is at present; positions count from its first byte. */
  bytes: Buffer = Buffer.alloc(0)
  /** Where reading stands. */
  at = 0
  /** Position of the first byte in the whole input, lines joined. */
  base = 0
  /** Nothing comes behind these bytes. */
  final = false
  /** Bytes received so far. */
  received = 0
  /** Bytes are overwritten once they are done with. False: the input stands in memory and stays. */
  readonly passing: boolean
  private store: Buffer = Buffer.alloc(0)
  private joiner: Joiner | undefined

  constructor(passing: boolean) {
    this.passing = passing
  }

  /** Offset in the input as it was received. */
  readonly offsetOf = (position: number): number => {
    const place = this.base + position
    return this.joiner ? this.joiner.originOf(place) : place
  }

  /** Offset just behind the byte before this position: where something ended, whatever line end follows. */
  endOffset(position: number): number {
    return position + this.base === 0 ? 0 : this.offsetOf(position - 1) + 1
  }

  /** More of the input; `step` is called as often as there is something to read. */
  add(chunk: Buffer, step: () => void): void {
    if (!this.passing) {
      this.received = chunk.length
      this.bytes = chunk
      step()
      return
    }
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const piece = chunk.subarray(from, Math.min(from + pieceBytes, chunk.length))
      this.append(this.joiner ? this.joiner.join(piece, this.received) : piece)
      this.received += piece.length
      step()
    }
  }

  /** From here on the input comes in records: their line ends are no part of it. */
  joinFrom(position: number): void {
    const rest = Buffer.from(this.bytes.subarray(position))
    const joiner = new Joiner(this.base + position)
    const joined = joiner.join(rest, this.base + position)
    this.joiner = joiner
    if (!this.passing) this.bytes = Buffer.concat([this.bytes.subarray(0, position), joined])
    else {
      this.bytes = this.bytes.subarray(0, position)
      this.append(joined)
    }
  }

  private append(piece: Buffer): void {
    const used = this.bytes.length
    if (used + piece.length > this.store.length) this.makeRoom(piece.length)
    const from = this.bytes.length
    piece.copy(this.store, from)
    this.bytes = this.store.subarray(0, from + piece.length)
  }

  /** Lets go of what is done with. One byte before the present place stays: it tells whether a word begins there. */
  private makeRoom(more: number): void {
    const done = Math.max(0, Math.min(this.at, this.bytes.length) - 1)
    const kept = this.bytes.length - done
    const { store } = this
    if (kept + more > store.length) this.store = Buffer.allocUnsafeSlow(Math.max(smallest, (kept + more) * 2))
    this.bytes.copy(this.store, 0, done)
    this.bytes = this.store.subarray(0, kept)
    this.base += done
    this.at -= done
    this.joiner?.forget(this.base)
  }
}
