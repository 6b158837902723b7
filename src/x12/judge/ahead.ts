/** Segments that have come and are not placed yet, because their place depends on what follows. */
import type { SlotList } from '../guide/guide.ts'
import type { Segment } from '../read/segment.ts'

/**
 * How far ahead is looked: a person does not look further either, and a document of any size is judged in little memory.
 * Whichever comes first.
 */
const segmentsMax = 10_000
const bytesMax = 1024 * 1024
/** Within a loop. */
const inLoopMax = 500
/** So many segments behind it tell how one without a place is to be read. */
export const tellingMax = 24

export class Ahead {
  /** Not placed yet, from `next` on. */
  private waiting: Segment[] = []
  private next = 0
  /** Last position of each tag seen: tells a jump over something missing from a segment that came too early. */
  private lastPositions = new Map<string, number>()
  /** The tag on whose coming the place of the first depends. */
  private awaited: string | undefined
  /** The tag after which it is waited for no longer: the loop begins anew. */
  private awaitedUntil: string | undefined
  /** The first is read by the segments behind it. */
  private awaitsTelling = false
  private ended = false

  /** Nothing waits for what follows. */
  get ready(): boolean {
    return this.awaited === undefined && !this.awaitsTelling
  }

  get first(): Segment | undefined {
    return this.waiting[this.next]
  }

  get second(): Segment | undefined {
    return this.waiting[this.next + 1]
  }

  /** True when what the first waits for has come. */
  push(segment: Segment): boolean {
    const { tag } = segment
    this.waiting.push(segment.detached())
    this.lastPositions.set(tag, segment.position)
    if (this.sawEnough()) return true
    return this.awaitsTelling ? this.canTell() : tag === this.awaited || tag === this.awaitedUntil
  }

  end(): void {
    this.ended = true
  }

  /** The first is placed. */
  pass(): void {
    this.next++
    if (this.next < this.waiting.length / 2) return
    this.waiting = this.waiting.slice(this.next)
    this.next = 0
  }

  /** The first is tried once more. */
  waitForNothing(): void {
    this.awaited = undefined
    this.awaitsTelling = false
  }

  /** Enough has come to tell how the first is to be read; else that is waited for. */
  tells(): boolean {
    this.awaitsTelling = !this.canTell()
    return !this.awaitsTelling
  }

  /** Whether a tag comes behind the segment at this position; in a loop, before it begins anew. If it may still come, it is waited for. */
  holds(tag: string, { outer, slots }: SlotList, position: number): boolean {
    const opener = outer === undefined ? undefined : slots[0]?.tag
    if (opener !== undefined) {
      const until = Math.min(this.waiting.length, this.next + inLoopMax)
      for (let i = this.next + 1; i < until; i++) {
        const other = this.waiting[i]?.tag
        if (other === tag || other === opener) return other === tag
      }
      if (until === this.next + inLoopMax) return false
    } else if ((this.lastPositions.get(tag) ?? 0) > position) return true
    if (!this.sawEnough() && this.awaited === undefined) {
      this.awaited = tag
      this.awaitedUntil = opener
    }
    return false
  }

  /** For trying what the segments behind the first would come to: the same, and waits for nothing. */
  forTrial(): Ahead {
    const other = new Ahead()
    other.waiting = this.waiting
    other.next = this.next
    other.lastPositions = this.lastPositions
    other.ended = true
    return other
  }

  /** The segments behind the first that tell how it is to be read, each becoming the first in its turn. */
  *telling(): Generator<Segment> {
    const until = Math.min(this.waiting.length, this.next + 1 + tellingMax)
    while (++this.next < until) yield this.waiting[this.next] as Segment
  }

  private canTell(): boolean {
    return this.waiting.length - this.next > tellingMax || this.sawEnough()
  }

  private sawEnough(): boolean {
    const first = this.waiting[this.next]
    const last = this.waiting[this.waiting.length - 1]
    if (this.ended) return true
    if (first === undefined || last === undefined) return false
    return this.waiting.length - this.next > segmentsMax || last.offset - first.offset > bytesMax
  }
}
