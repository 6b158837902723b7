/** A set as nested loops, the way a person reads it: header, lines, what belongs to each line. */
import { guideFor } from '../guide/guide.ts'
import type { Group, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { type Frame, placeSegments } from './structure.ts'

export class Loop {
  /** Tag that opened it; "ST" for the set. */
  readonly tag: string
  /** From the outside in, like "PO1/ACK"; '' for the set. */
  readonly path: string
  /** Segments at this level, without those of inner loops. */
  readonly segments: readonly Segment[]
  /** Every inner loop, in the order sent. */
  readonly inner: readonly Loop[]

  constructor(frame: Frame) {
    this.segments = frame.segments
    this.path = frame.list.path
    this.tag = frame.segments[0]?.tag ?? ''
    this.inner = frame.loops.map(loop => new Loop(loop))
  }

  /** The segment that opened the loop. */
  get segment(): Segment {
    const first = this.segments[0]
    if (first === undefined) throw new Error(`Loop ${this.path} has no segment`)
    return first
  }

  /** First segment with this tag at this level; with `qualifier`, the first whose element 1 is that. */
  first(tag: string, qualifier?: string): Segment | undefined {
    return this.segments.find(one => one.tag === tag && (qualifier === undefined || one.el(1) === qualifier))
  }

  all(tag: string): readonly Segment[] {
    return this.segments.filter(one => one.tag === tag)
  }

  /** Inner loops opened by this tag, in the order sent. */
  loops(tag: string): readonly Loop[] {
    return this.inner.filter(one => one.tag === tag)
  }

  /** First inner loop opened by this tag whose element 1 is the qualifier: `loop('N1', 'ST')` is the ship-to. */
  loop(tag: string, qualifier?: string): Loop | undefined {
    return this.inner.find(one => one.tag === tag && (qualifier === undefined || one.segment.el(1) === qualifier))
  }
}

/**
 * The set as nested loops by the guide for the group's version. A set that did not pass its guide is laid out as far
 * as it goes. Throws when there is no guide: ask for judged sets only.
 */
export function loops(set: TransactionSet, group: Pick<Group, 'gs'>): Loop {
  const guide = guideFor(set.id, group.gs.version)
  if (guide === undefined) throw new Error(`No guide for ${set.id} in ${group.gs.version}`)
  return new Loop(placeSegments(set, guide).root)
}
