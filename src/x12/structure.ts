/** Finding every segment's place in its guide, and recovering as a person would when one stands where it must not. */
import { finding, shown } from './finding.ts'
import type { Guide, Slot, SlotList } from './guide.ts'
import type { Finding, Place, TransactionSet } from './model.ts'
import type { Segment } from './segment.ts'
import { segmentInWords } from './words.ts'

/** A loop (or the set itself) while its segments are being placed. */
export interface Frame {
  readonly list: SlotList
  /** Segments at this level, the one that opened it first. */
  readonly segments: Segment[]
  readonly loops: Frame[]
  /** Slot reached so far. */
  index: number
  /** How often that slot was used; slots further on were not yet. */
  used: number
  /** Opened where it does not belong: its segments are taken silently, and nothing is asked of it. */
  readonly displaced: boolean
  /** The frame is bounded by LS and LE. */
  readonly bounded: boolean
  /** LS01 of the innermost bounded frame, this one included; '' when there is none. */
  readonly boundedLoop: string
}

/** Called for every segment that has a place (a wrong one included), with the loop it was taken into. */
export type Visit = (segment: Segment, frame: Frame) => void

export interface Structure {
  readonly root: Frame
  readonly findings: readonly Finding[]
}

interface Match {
  /** How many open frames are left to reach it. */
  readonly depth: number
  readonly slot: Slot
}

/** `keepTree: false` leaves the frames empty: judging a large set needs no tree of it. */
export function placeSegments(set: TransactionSet, guide: Guide, visit?: Visit, keepTree = true): Structure {
  return new Placing(set, guide, visit, keepTree).run()
}

function openFrame(list: SlotList, displaced: boolean, opener?: Segment, around?: Frame): Frame {
  const bounded = opener?.tag === 'LS'
  const boundedLoop = bounded ? opener.el(1) : (around?.boundedLoop ?? '')
  return { list, segments: [], loops: [], index: 0, used: 0, displaced, bounded, boundedLoop }
}

class Placing {
  private readonly set: TransactionSet
  private readonly guide: Guide
  private readonly root: Frame
  private readonly stack: Frame[]
  private readonly visit: Visit | undefined
  private readonly keepTree: boolean
  private readonly findings: Finding[] = []
  /** Findings of missing segments, so that a segment found late takes its own back. */
  private readonly missing = new Map<Frame, Map<Slot, Finding>>()
  /** Last position of each tag: tells a jump over something missing from a segment that came too early. */
  private lastPositions: Map<string, number> | undefined
  private position = 0

  constructor(set: TransactionSet, guide: Guide, visit: Visit | undefined, keepTree: boolean) {
    this.visit = visit
    this.keepTree = keepTree
    this.set = set
    this.guide = guide
    this.root = openFrame(guide.root, false)
    this.stack = [this.root]
  }

  run(): Structure {
    for (const segment of this.set.segments) {
      this.position = segment.position
      this.place(segment)
    }
    return { root: this.root, findings: this.findings }
  }

  private get top(): Frame {
    return this.stack[this.stack.length - 1] ?? this.root
  }

  private place(segment: Segment): void {
    const { tag } = segment
    const match = this.forward(tag)
    if (match) this.enter(match, segment)
    else if (this.guide.tags.has(tag)) this.recover(segment)
    else if (this.guide.segmentRule(tag)) this.note('segment.not-in-set', segment)
    else this.note('segment.unknown', segment, { ...shown(tag), tag: shown(tag).value })
  }

  /** The nearest place ahead: in the innermost open loop first, then around it; a used-up one only when no other is. */
  private forward(tag: string): Match | undefined {
    let usedUp: Match | undefined
    for (let depth = this.stack.length; depth > 0; depth--) {
      const frame = this.stack[depth - 1]
      for (const slot of frame?.list.byTag.get(tag) ?? []) {
        if (frame === undefined) continue
        // The opener again means the loop again: the list around it decides, unless the loop stands in a wrong place.
        const reopens = slot.index === 0 && slot.list.outer !== undefined
        if (reopens && frame.displaced) return { depth, slot }
        if (reopens || slot.index < frame.index || this.cameEarly(depth, frame, slot)) continue
        if (frame.displaced || slot.index > frame.index || frame.used < slot.max) return { depth, slot }
        usedUp ??= { depth, slot }
      }
    }
    return usedUp
  }

  /** Going there would skip something mandatory that is still to come: then it is this segment that is out of place. */
  private cameEarly(depth: number, frame: Frame, slot: Slot): boolean {
    if (slot.tag === 'SE') return false
    for (let d = this.stack.length; d > depth; d--) {
      const inner = this.stack[d - 1]
      // Only what is bounded must be closed; an ordinary loop's missing end says nothing about this segment.
      if (inner?.bounded && this.skips(inner, inner.list.slots.length)) return true
    }
    return this.skips(frame, slot.index)
  }

  private skips(frame: Frame, until: number): boolean {
    if (frame.displaced) return false
    const { mandatory } = frame.list
    for (const slot of mandatory) {
      if (slot.index >= until) return false
      const due = slot.index > frame.index || (slot.index === frame.index && frame.used === 0)
      if (due && this.isAhead(slot.tag)) return true
    }
    return false
  }

  private isAhead(tag: string): boolean {
    this.lastPositions ??= new Map(this.set.segments.map(one => [one.tag, one.position]))
    return (this.lastPositions.get(tag) ?? 0) > this.position
  }

  private enter({ depth, slot }: Match, segment: Segment): void {
    this.leave(depth, segment)
    const frame = this.top
    if (frame.displaced && slot.index === 0 && slot.list.outer !== undefined) {
      this.leave(depth - 1, segment)
      this.open(slot.list, segment, true)
      return
    }
    this.askFor(frame, slot.index, segment)
    frame.used = frame.index === slot.index ? frame.used + 1 : 1
    frame.index = slot.index
    const uses = frame.used
    if (slot.loop) this.open(slot.loop, segment, frame.displaced)
    else this.keep(segment)
    if (uses === slot.max + 1 && !frame.displaced) this.tooOften(slot, frame, segment)
  }

  private tooOften(slot: Slot, frame: Frame, segment: Segment): void {
    const loop = frame.list.path
    const place = { expected: `${slot.max} times`, ...(loop ? { loop } : {}) }
    this.note(slot.loop ? 'segment.loop-too-often' : 'segment.too-often', segment, place)
  }

  private open(list: SlotList, segment: Segment, displaced: boolean): void {
    this.push(openFrame(list, displaced, segment, this.top), 0)
    this.keep(segment)
  }

  private push(frame: Frame, index: number): void {
    frame.index = index
    frame.used = 1
    if (this.keepTree) this.top.loops.push(frame)
    this.stack.push(frame)
  }

  /** Nothing fits ahead. One finding, and whatever the segment brings along is taken without another. */
  private recover(segment: Segment): void {
    for (let depth = this.stack.length; depth > 0; depth--) {
      const frame = this.stack[depth - 1]
      const slots = frame?.list.byTag.get(segment.tag) ?? []
      const slot = slots.find(one => one.index <= (frame?.index ?? 0)) ?? slots[0]
      if (frame === undefined || slot === undefined) continue
      this.recoverAt(frame, slot, depth, segment)
      return
    }
    const slot = homeOf(this.guide.root, segment.tag)
    this.note('segment.unexpected', segment, slot?.list.path ? { expected: `the ${slot.list.path} group` } : {})
    if (slot === undefined) return
    // Its siblings may follow: they are taken as if the loop had been opened.
    if (slot.list.outer) this.push(openFrame(slot.list, true, undefined, this.top), slot.index)
    if (slot.loop) this.open(slot.loop, segment, true)
    else this.keep(segment)
  }

  /** An open loop knows the tag, but not at this point. */
  private recoverAt(frame: Frame, slot: Slot, depth: number, segment: Segment): void {
    this.takeBackMissing(frame, slot)
    if (slot.loop) {
      this.leave(depth, segment)
      this.open(slot.loop, segment, true)
    } else this.keep(segment, frame)
    if (slot.index > frame.index) this.note('segment.unexpected', segment, { expected: 'a later part of the document' })
    else this.note('segment.out-of-order', segment)
  }

  private takeBackMissing(frame: Frame, slot: Slot): void {
    const told = this.missing.get(frame)?.get(slot)
    if (told) this.findings.splice(this.findings.indexOf(told), 1)
  }

  private leave(depth: number, next: Segment | undefined): void {
    while (this.stack.length > Math.max(depth, 1)) {
      const frame = this.stack.pop()
      if (frame) this.askFor(frame, frame.list.slots.length, next)
    }
  }

  /** What is mandatory between the slot reached and the slot now taken, and was not sent. */
  private askFor(frame: Frame, before: number, next: Segment | undefined): void {
    if (frame.displaced) return
    for (const slot of frame.list.mandatory) {
      if (slot.index < frame.index || slot.index >= before || (slot.index === frame.index && frame.used > 0)) continue
      if (slot.tag === 'SE' || slot.tag === 'ST') continue
      const loop = frame.list.path
      const told = finding('segment.missing', {
        ...this.placeOf(next),
        tag: slot.tag,
        ...nameOf(slot.tag),
        ...(loop ? { loop } : {}),
      })
      this.findings.push(told)
      const ofFrame = this.missing.get(frame) ?? new Map<Slot, Finding>()
      this.missing.set(frame, ofFrame.set(slot, told))
    }
  }

  private keep(segment: Segment, frame = this.top): void {
    if (this.keepTree) frame.segments.push(segment)
    this.visit?.(segment, frame)
  }

  private placeOf(segment: Segment | undefined): Pick<Place, 'offset' | 'position'> {
    if (segment === undefined) return { offset: this.set.end }
    return { offset: segment.offset, position: segment.position }
  }

  private note(code: Parameters<typeof finding>[0], segment: Segment, more: Partial<Place> = {}): void {
    const { list, boundedLoop } = this.top
    const loop = list.path
    this.findings.push(
      finding(code, {
        ...this.placeOf(segment),
        tag: segment.tag,
        ...nameOf(segment.tag),
        ...(loop ? { loop } : {}),
        ...(boundedLoop ? { boundedLoop } : {}),
        ...more,
      }),
    )
  }
}

function nameOf(tag: string): { name?: string } {
  const name = segmentInWords(tag)
  return name === undefined ? {} : { name }
}

/** Where a tag belongs when no open loop knows it: the first place in the guide, outermost first. */
function homeOf(list: SlotList, tag: string): Slot | undefined {
  const here = list.byTag.get(tag)?.[0]
  if (here) return here
  for (const slot of list.slots) {
    const found = slot.loop && homeOf(slot.loop, tag)
    if (found) return found
  }
  return undefined
}
