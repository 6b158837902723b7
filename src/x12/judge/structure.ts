/** Finding every segment's place in its guide, and recovering as a person would when one stands where it must not. */

import { finding, shown } from '../finding.ts'
import type { Guide, Slot, SlotList } from '../guide/guide.ts'
import type { FindingCode } from '../messages.ts'
import type { Expectation, Finding, Place, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { segmentInWords } from '../show/words.ts'
import { Ahead, tellingMax } from './ahead.ts'
import { homeOf, isOpener, type Match, owed, type Progress, type Unopened, unopenedPlaces } from './places.ts'
import { keyOf, type QuickGuide, type QuickList, type QuickPlace, quickGuideFor } from './quick-guide.ts'
import { type Way, waysToRead } from './ways.ts'

/** A loop (or the set itself) while its segments are being placed. */
export interface Frame extends Progress {
  /** Segments at this level, the one that opened it first. */
  readonly segments: Segment[]
  readonly loops: Frame[]
  index: number
  used: number
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
  const quick = quickGuideFor(guide, false)
  const placing = new Placing(guide, quick, sink, { visit, keepTree, slips: false })
  for (const segment of set.segments) {
    const tag = keepTree || !placing.ready ? undefined : quick.tags.get(keyOf(segment.tag))
    if (tag && placing.quick(tag.number)) visit?.(segment, placing.top)
    else placing.take(segment)
  }
  placing.end()
  return { root: placing.root, findings }
}

/** How often a set is read on to tell what a segment without a place is: a document that is wrong throughout must not take long. */
const trialsMax = 24

/** Frames of the quick way hold no tree, so they share their empty lists. */
const noSegments: Segment[] = []
const noLoops: Frame[] = []

export interface PlacingOptions {
  readonly visit?: Visit | undefined
  readonly keepTree: boolean
  /** A name that is none is read as the one that was meant, where that one has its place. */
  readonly slips: boolean
}

/** Takes the segments of a set one after the other. A segment whose place depends on what follows waits for it. */
export class Placing {
  readonly root: Frame
  private readonly guide: Guide
  private readonly quickGuide: QuickGuide
  private stack: Frame[]
  private readonly options: PlacingOptions
  private readonly findings: FindingSink
  private ahead = new Ahead()
  private position = 0
  private trials = trialsMax
  /** What a name that is none was meant to be, once that was found out. */
  private readonly slips = new Map<string, string>()
  /** Tags that were told as standing where they must not, and are not missed once more where they should. */
  private readonly strays = new Set<string>()
  /** The last finding of each tag that was missing in a loop since closed: it may come just behind. */
  private readonly missed = new Map<string, Finding>()

  constructor(guide: Guide, quickGuide: QuickGuide, findings: FindingSink, options: PlacingOptions) {
    this.options = options
    this.guide = guide
    this.quickGuide = quickGuide
    this.findings = findings
    this.root = this.openFrame(guide.root, false)
    this.stack = [this.root]
  }

  /** No segment waits: the next one may take the quick way. */
  get ready(): boolean {
    return this.ahead.ready
  }

  /** The innermost loop that is open. */
  get top(): Frame {
    return this.stack[this.stack.length - 1] ?? this.root
  }

  take(segment: Segment): void {
    if (this.ready && this.tryToPlace(segment)) return
    if (this.ahead.push(segment)) this.placeWaiting()
  }

  /** The set has ended: nothing follows that could be waited for. */
  end(): void {
    this.ahead.end()
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

  private placeWaiting(): void {
    for (let { first } = this.ahead; first !== undefined && this.tryToPlace(first); { first } = this.ahead)
      this.ahead.pass()
  }

  /** False when that depends on a segment that may still come: then nothing was changed. */
  private tryToPlace(segment: Segment): boolean {
    this.position = segment.position
    this.ahead.waitForNothing()
    const match = this.forward(segment.tag)
    if (!this.ready) return false
    if (match) {
      this.enter(match, segment)
      return true
    }
    const expected = unopenedPlaces(this.stack, segment.tag).find(one => this.strays.has(one.slot.tag))
    const way = expected ? { kind: 'unopened' as const, match: expected } : this.wayOf(segment)
    if (way) this.takeAs(way, segment)
    return way !== undefined
  }

  private openFrame(list: SlotList, displaced: boolean, opener?: Segment, around?: Frame): Frame {
    const bounded = opener?.tag === 'LS'
    const boundedLoop = bounded ? opener.el(1) : (around?.boundedLoop ?? '')
    const quick = this.quickGuide.lists.get(list) ?? this.quickGuide.root
    const missing = undefined
    return { list, segments: [], loops: [], index: 0, used: 0, displaced, bounded, boundedLoop, quick, missing }
  }

  /** Of all that may have happened, what leaves the least to complain of. Undefined: that is for later segments to say. */
  private wayOf(segment: Segment): Way | undefined {
    const { tag } = segment
    if (this.trials > 0 && !this.ahead.tells()) return undefined
    const ways = this.trials > 0 || this.slips.has(tag) ? this.waysToRead(tag) : []
    const [first = { kind: 'stray' }, ...others] = ways
    if (others.length === 0) return first
    if (this.trials < ways.length) return this.slips.has(tag) ? first : { kind: 'stray' }
    this.trials -= ways.length
    let [best, least]: [Way, number] = [first, this.complaints(first, segment)]
    for (const one of others) {
      const complaints = this.complaints(one, segment)
      if (complaints < least) [best, least] = [one, complaints]
    }
    return best
  }

  private waysToRead(tag: string): Way[] {
    const { guide, stack } = this
    const slips = this.options.slips ? this.slips : undefined
    return waysToRead(tag, { guide, stack, ahead: this.forward(tag, true), next: this.ahead.second?.tag, slips })
  }

  /** How many findings this segment and those behind it would come to. */
  private complaints(way: Way, segment: Segment): number {
    let count = 0
    const sink: FindingSink = {
      wants: () => false,
      count: () => void count++,
      add: () => void count++,
      takeBack: () => void count--,
    }
    const trial = new Placing(this.guide, this.quickGuide, sink, { keepTree: false, slips: this.options.slips })
    trial.goOnFrom(this)
    trial.takeAs(way, segment)
    for (const next of trial.ahead.telling()) trial.tryToPlace(next)
    return count
  }

  /** Stands where the other stands, sees what it sees, and asks for no more. */
  private goOnFrom(other: Placing): void {
    this.stack = other.stack.map(frame => ({ ...frame, segments: [], loops: [], missing: new Map(frame.missing) }))
    for (const [tag, meant] of other.slips) this.slips.set(tag, meant)
    for (const tag of other.strays) this.strays.add(tag)
    for (const [tag, told] of other.missed) this.missed.set(tag, told)
    this.ahead = other.ahead.forTrial()
    this.trials = 0
  }

  private takeAs(way: Way, segment: Segment): void {
    const { tag } = segment
    if (way.kind === 'slip') {
      this.slips.set(tag, way.tag)
      this.noteName(segment, way.tag)
    }
    if (way.kind === 'slip' || way.kind === 'ahead') this.enter(way.match, segment)
    else if (way.kind === 'back') this.goBack(way.match, segment)
    else if (way.kind === 'unopened') this.openFor(way.match, segment)
    else if (this.guide.tags.has(tag)) this.recover(segment)
    else this.noteName(segment)
  }

  /** The name is one of the standard, of this document, or none. */
  private noteName(segment: Segment, meant?: string): void {
    const { tag } = segment
    const expected = meant === undefined ? {} : { expected: meant }
    if (this.guide.tags.has(tag)) this.note('segment.unexpected', segment)
    else if (tag === 'BIN' || tag === 'BDS' || this.guide.segmentRule(tag)) this.note('segment.not-in-set', segment)
    else this.note('segment.unknown', segment, { ...shown(tag), tag: shown(tag).value, ...expected })
  }

  /** The nearest place ahead: in the innermost open loop first, then around it; a used-up one only when no other is. */
  private forward(tag: string, anyway = false): Match | undefined {
    let usedUp: Match | undefined
    let displaced: Match | undefined
    for (let depth = this.stack.length; depth > 0; depth--) {
      const frame = this.stack[depth - 1]
      for (const slot of frame?.list.byTag.get(tag) ?? []) {
        if (frame === undefined) continue
        // The opener again means the loop again: the list around it decides, unless the loop stands in a wrong place.
        const reopens = isOpener(slot)
        if (reopens && frame.displaced) displaced ??= { depth, slot }
        if (reopens || slot.index < frame.index || (!anyway && this.cameEarly(depth, frame, slot))) continue
        if (frame.displaced || slot.index > frame.index || frame.used < slot.max) return { depth, slot }
        usedUp ??= { depth, slot }
      }
    }
    return displaced ?? usedUp
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
      if (due && this.ahead.holds(slot.tag, frame.list, this.position)) return true
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
    const expects = { phrase: 'times', with: { n: String(slot.max) } } as const
    const place = { expects, ...(loop ? { loop } : {}) }
    this.note(slot.loop ? 'segment.loop-too-often' : 'segment.too-often', segment, place)
  }

  private open(list: SlotList, segment: Segment, displaced: boolean): void {
    this.push(this.openFrame(list, displaced, segment, this.top), 0)
    this.keep(segment)
  }

  private push(frame: Frame, index: number): void {
    frame.index = index
    frame.used = 1
    if (this.options.keepTree) this.top.loops.push(frame)
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
    this.noteStray(segment, slot?.list.path ? { expects: inLoop(slot) } : {})
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
    if (slot.index > frame.index) this.noteStray(segment, { expects: { phrase: 'later-part' } })
    else this.note('segment.out-of-order', segment)
  }

  /** The same, and what follows is taken from there on. */
  private goBack({ depth, slot }: Match, segment: Segment): void {
    const frame = this.stack[depth - 1] ?? this.root
    this.takeBackMissing(frame, slot)
    this.leave(depth, segment)
    this.note('segment.out-of-order', segment)
    frame.index = slot.index
    frame.used = 1
    if (slot.loop) this.open(slot.loop, segment, frame.displaced)
    else this.keep(segment)
  }

  /** As if its loop had been opened. */
  private openFor({ depth, slot, inside }: Unopened, segment: Segment): void {
    this.leave(depth, segment)
    const frame = this.top
    frame.used = frame.index === slot.index ? frame.used + 1 : 1
    frame.index = slot.index
    if (!this.strays.delete(slot.tag)) this.noteStray(segment, { expects: inLoop(inside) })
    this.push(this.openFrame(inside.list, frame.displaced, undefined, frame), inside.index)
    if (inside.loop) this.open(inside.loop, segment, frame.displaced)
    else this.keep(segment)
  }

  private takeBackMissing(frame: Frame, slot: Slot): void {
    const told = frame.missing?.get(slot)
    if (told) this.findings.takeBack(told)
    frame.missing?.delete(slot)
  }

  private leave(depth: number, next: Segment): void {
    while (this.stack.length > Math.max(depth, 1)) {
      const frame = this.stack.pop()
      if (frame === undefined) continue
      this.askFor(frame, frame.list.slots.length, next)
      for (const [{ tag }, told] of frame.missing ?? []) this.missed.set(tag, told)
    }
  }

  /** What is mandatory between the slot reached and the slot now taken, and was not sent. */
  private askFor(frame: Frame, before: number, next: Segment): void {
    for (const slot of owed(frame, before)) {
      if (this.strays.delete(slot.tag)) continue
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
    if (this.options.keepTree) frame.segments.push(segment)
    this.options.visit?.(segment, frame)
  }

  private placeOf(segment: Segment): Pick<Place, 'offset' | 'position'> {
    return { offset: segment.offset, position: segment.position }
  }

  private noteStray(segment: Segment, more: Partial<Place>): void {
    const { tag } = segment
    const missed = this.missed.get(tag)
    if (missed && segment.position - (missed.position ?? 0) <= tellingMax) {
      this.missed.delete(tag)
      this.findings.takeBack(missed)
    } else this.strays.add(tag)
    this.note('segment.unexpected', segment, more)
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

const inLoop = ({ list: { path } }: Slot): Expectation => ({ phrase: 'in-loop', with: { loop: path } })

function nameOf(tag: string): { name?: string } {
  const name = segmentInWords(tag)
  return name === undefined ? {} : { name }
}
