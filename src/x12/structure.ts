/** Finding every segment's place in its guide, and recovering as a person would when one stands where it must not. */
import { finding, shown } from './finding.ts'
import type { Guide, Slot, SlotList } from './guide.ts'
import type { FindingCode } from './messages.ts'
import type { Finding, Place, TransactionSet } from './model.ts'
import { type QuickGuide, type QuickList, type QuickPlace, quickGuideFor } from './quick-guide.ts'
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
  readonly quick: QuickList
  /** Findings of missing segments, so that a segment found late takes its own back. */
  missing: Map<Slot, Finding> | undefined
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

/** Where findings go: a list, or something that keeps the first of them and counts the rest. */
export interface FindingSink {
  /** False: it would only be counted, so it need not be made. */
  wants(code: FindingCode): boolean
  count(code: FindingCode): void
  add(one: Finding): void
  takeBack(one: Finding): void
}

/** `keepTree: false` leaves the frames empty: judging a large set needs no tree of it. */
export function placeSegments(set: TransactionSet, guide: Guide, visit?: Visit, keepTree = true): Structure {
  const findings: Finding[] = []
  const sink: FindingSink = {
    wants: () => true,
    count: () => undefined,
    add: one => findings.push(one),
    takeBack: one => findings.splice(findings.indexOf(one), 1),
  }
  const placing = new Placing(guide, quickGuideFor(guide, false), sink, visit, keepTree)
  for (const segment of set.segments) placing.take(segment)
  placing.end()
  return { root: placing.root, findings }
}

/**
 * How far ahead a segment's place is looked for: a person does not look further either, and a document of any size is
 * judged in little memory. Whichever comes first.
 */
const segmentsAheadMax = 10_000
const bytesAheadMax = 1024 * 1024
/** Within a loop. */
const loopAheadMax = 500

/** Frames of the quick way hold no tree, so they share their empty lists. */
const noSegments: Segment[] = []
const noLoops: Frame[] = []

/** Takes the segments of a set one after the other. A segment whose place depends on what follows waits for it. */
export class Placing {
  readonly root: Frame
  private readonly guide: Guide
  private readonly quickGuide: QuickGuide
  private readonly stack: Frame[]
  private readonly visit: Visit | undefined
  private readonly keepTree: boolean
  private readonly findings: FindingSink
  /** Last position of each tag seen: tells a jump over something missing from a segment that came too early. */
  private readonly lastPositions = new Map<string, number>()
  /** Segments not placed yet, from `next` on. */
  private waiting: Segment[] = []
  private next = 0
  /** The tag on whose coming the place of the first waiting segment depends. */
  private awaited: string | undefined
  /** The tag after which it is waited for no longer: the loop begins anew. */
  private awaitedUntil: string | undefined
  private ended = false
  private position = 0

  constructor(
    guide: Guide,
    quickGuide: QuickGuide,
    findings: FindingSink,
    visit: Visit | undefined,
    keepTree: boolean,
  ) {
    this.visit = visit
    this.keepTree = keepTree
    this.guide = guide
    this.quickGuide = quickGuide
    this.findings = findings
    this.root = this.openFrame(guide.root, false)
    this.stack = [this.root]
  }

  /** No segment waits: the next one may take the quick way. */
  get ready(): boolean {
    return this.awaited === undefined
  }

  /** The innermost loop that is open. */
  get top(): Frame {
    return this.stack[this.stack.length - 1] ?? this.root
  }

  take(segment: Segment): void {
    if (this.ready && this.tryToPlace(segment)) return
    this.waiting.push(segment.detached())
    this.lastPositions.set(segment.tag, segment.position)
    const { tag } = segment
    if (tag === this.awaited || tag === this.awaitedUntil || this.sawEnough()) this.placeWaiting()
  }

  /** The set has ended: nothing follows that could be waited for. */
  end(): void {
    this.ended = true
    this.placeWaiting()
  }

  /**
   * Takes a segment whose place is the plain next one, of which nothing has to be said. False: nothing was done, and
   * the segment itself is needed.
   */
  quick(tagNumber: number): boolean {
    const { stack } = this
    for (let depth = stack.length; depth > 0; depth--) {
      const frame = stack[depth - 1] as Frame
      if (frame.displaced || frame.used === 0) return false
      const places = frame.quick.places[tagNumber]
      const place = places === undefined ? undefined : nextPlace(places, frame)
      const { due } = frame.quick
      const until = place === undefined ? due.length - 1 : place.index
      // Something mandatory between here and there was not sent.
      if (until > frame.index && due[until] !== due[frame.index + 1]) return false
      if (place !== undefined) return this.step(place, frame, depth)
      if (frame.bounded) return false
    }
    return false
  }

  private step(place: QuickPlace, frame: Frame, depth: number): boolean {
    if (place.slot.tag === 'LS') return false
    while (this.stack.length > depth) this.stack.pop()
    frame.used = frame.index === place.index ? frame.used + 1 : 1
    frame.index = place.index
    if (place.inner) {
      this.stack.push({
        list: place.inner.list,
        segments: noSegments,
        loops: noLoops,
        index: 0,
        used: 1,
        displaced: false,
        bounded: false,
        boundedLoop: frame.boundedLoop,
        quick: place.inner,
        missing: undefined,
      })
    }
    return true
  }

  private sawEnough(): boolean {
    const first = this.waiting[this.next]
    const last = this.waiting[this.waiting.length - 1]
    if (this.ended) return true
    if (first === undefined || last === undefined) return false
    return this.waiting.length - this.next > segmentsAheadMax || last.offset - first.offset > bytesAheadMax
  }

  private placeWaiting(): void {
    for (;;) {
      const segment = this.waiting[this.next]
      if (segment === undefined || !this.tryToPlace(segment)) break
      this.next++
    }
    if (this.next < this.waiting.length / 2) return
    this.waiting = this.waiting.slice(this.next)
    this.next = 0
  }

  /** False when that depends on a segment that may still come: then nothing was changed. */
  private tryToPlace(segment: Segment): boolean {
    this.position = segment.position
    this.awaited = undefined
    const match = this.forward(segment.tag)
    if (this.awaited !== undefined) return false
    this.place(segment, match)
    return true
  }

  private openFrame(list: SlotList, displaced: boolean, opener?: Segment, around?: Frame): Frame {
    const bounded = opener?.tag === 'LS'
    const boundedLoop = bounded ? opener.el(1) : (around?.boundedLoop ?? '')
    const quick = this.quickGuide.lists.get(list) ?? this.quickGuide.root
    const missing = undefined
    return { list, segments: [], loops: [], index: 0, used: 0, displaced, bounded, boundedLoop, quick, missing }
  }

  private place(segment: Segment, match: Match | undefined): void {
    const { tag } = segment
    if (match) this.enter(match, segment)
    else if (this.guide.tags.has(tag)) this.recover(segment)
    else if (tag === 'BIN' || tag === 'BDS' || this.guide.segmentRule(tag)) this.note('segment.not-in-set', segment)
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
      if (due && this.isAhead(slot.tag, frame)) return true
    }
    return false
  }

  /** In a loop: before it begins anew. What a later one has says nothing about this one. */
  private isAhead(tag: string, { list }: Frame): boolean {
    const opener = list.outer === undefined ? undefined : list.slots[0]?.tag
    if (opener !== undefined) {
      const until = Math.min(this.waiting.length, this.next + loopAheadMax)
      for (let i = this.next + 1; i < until; i++) {
        const other = this.waiting[i]?.tag
        if (other === tag || other === opener) return other === tag
      }
      if (until === this.next + loopAheadMax) return false
    } else if ((this.lastPositions.get(tag) ?? 0) > this.position) return true
    if (!this.sawEnough() && this.awaited === undefined) {
      this.awaited = tag
      this.awaitedUntil = opener
    }
    return false
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
    this.push(this.openFrame(list, displaced, segment, this.top), 0)
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
    if (slot.list.outer) this.push(this.openFrame(slot.list, true, undefined, this.top), slot.index)
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
    const told = frame.missing?.get(slot)
    if (told) this.findings.takeBack(told)
    frame.missing?.delete(slot)
  }

  private leave(depth: number, next: Segment): void {
    while (this.stack.length > Math.max(depth, 1)) {
      const frame = this.stack.pop()
      if (frame) this.askFor(frame, frame.list.slots.length, next)
    }
  }

  /** What is mandatory between the slot reached and the slot now taken, and was not sent. */
  private askFor(frame: Frame, before: number, next: Segment): void {
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
        ...(frame.boundedLoop ? { boundedLoop: frame.boundedLoop } : {}),
      })
      this.findings.add(told)
      frame.missing ??= new Map()
      frame.missing.set(slot, told)
    }
  }

  private keep(segment: Segment, frame = this.top): void {
    if (this.keepTree) frame.segments.push(segment)
    this.visit?.(segment, frame)
  }

  private placeOf(segment: Segment): Pick<Place, 'offset' | 'position'> {
    return { offset: segment.offset, position: segment.position }
  }

  private note(code: FindingCode, segment: Segment, more: Partial<Place> = {}): void {
    if (!this.findings.wants(code)) {
      this.findings.count(code)
      return
    }
    const { list, boundedLoop } = this.top
    const loop = list.path
    this.findings.add(
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

/** The nearest place at or behind the one reached, that is not used up. */
function nextPlace(places: readonly QuickPlace[], frame: Frame): QuickPlace | undefined {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as QuickPlace
    if (place.opens || place.index < frame.index) continue
    if (place.index > frame.index || frame.used < place.max) return place
  }
  return undefined
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
