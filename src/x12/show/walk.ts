/** The segments of an input as they come by, with the loops around each; none of them is kept. */
import { guideFor } from '../guide/guide.ts'
import { type QuickGuide, quickGuideFor } from '../judge/quick-guide.ts'
import { Placing } from '../judge/structure.ts'
import type { Taker } from '../judge/validate.ts'
import type { Group, Interchange, Reading, TransactionSet } from '../model.ts'
import { Reader } from '../read/read.ts'
import type { Segment } from '../read/segment.ts'

/** Told of one set after the other. */
export interface Walker {
  /** A set begins: all that is told next is of it. */
  set(set: TransactionSet): void
  /** Byte at which its next segment begins. */
  segment(offset: number): void
  /** The loops around one of its segments, like "PO1/ACK", once they are known; `position` is 1 for ST. */
  loop(position: number, path: string): void
}

/** Reads an input as `readEnvelopes` does: the sets of what it answers hold no segments. */
export function walkSets(input: Uint8Array, walker: Walker): Reading {
  const interchanges: Interchange[] = []
  const ignore = () => undefined
  let places: Places | undefined
  const listener = {
    groupOpened: ignore,
    setOpened: (set: TransactionSet, group: Group) => {
      walker.set(set)
      places = new Places(set, group, walker)
      return places
    },
    setClosed: () => places?.end(),
    groupClosed: ignore,
  }
  const reader = new Reader({}, { interchange: one => interchanges.push(one), listener })
  reader.push(input)
  return { interchanges, ...reader.end() }
}

/** Finds the loops of one set. */
class Places implements Taker {
  private readonly walker: Walker
  private readonly quick: QuickGuide | undefined
  private readonly placing: Placing | undefined
  private position = 0

  constructor(set: TransactionSet, { gs }: Group, walker: Walker) {
    this.walker = walker
    // ST01 may hold anything, "constructor" too.
    const guide = /^\d{3}$/.test(set.id) ? guideFor(set.id, gs.version) : undefined
    if (!guide) return
    this.quick = quickGuideFor(guide, false)
    const visit = ({ position }: Segment, { list }: { list: { path: string } }) => walker.loop(position, list.path)
    this.placing = new Placing(guide, this.quick, unheard, { visit, keepTree: false, slips: false })
  }

  take(_bytes: unknown, key: number, _start: number, _stop: number, present: () => Segment): void {
    const { placing, quick, walker } = this
    const segment = present()
    this.position++
    walker.segment(segment.offset)
    if (!placing) return
    const tag = placing.ready ? quick?.tags.get(key) : undefined
    if (tag && placing.quick(tag.number)) walker.loop(this.position, placing.top.list.path)
    else placing.take(segment)
  }

  end(): void {
    this.placing?.end()
  }
}

const unheard = { wants: () => false, count: () => undefined, add: () => undefined, takeBack: () => undefined }
