/** Puts scanned segments into interchange, groups and sets, and notes where the envelope does not hold together. */
import { differsAsNumber, finding, isCount, shown } from '../finding.ts'
import { keyOf } from '../judge/quick-guide.ts'
import type { Taker } from '../judge/validate.ts'
import type { Limits } from '../limits.ts'
import type { Delimiters, Finding, Group, Gs, Interchange, Ta1, Trailer, TransactionSet } from '../model.ts'
import type { Frame } from './frame.ts'
import type { Scanner } from './scan.ts'
import type { Segment, Source } from './segment.ts'
import type { Window } from './window.ts'

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

/** Told of everything as it comes, instead of keeping the segments: for inputs of any size. */
export interface Listener {
  /** Findings on the framing of a set stay with it. Otherwise they are in its verdict, and it weighs little. */
  readonly keepsFindings?: boolean
  groupOpened(group: Group): void
  /** Who is given the segments of the set; undefined when nobody wants them. */
  setOpened(set: TransactionSet, group: Group, delimiters: Delimiters): Taker | undefined
  setClosed(set: TransactionSet, group: Group): void
  groupClosed(group: Group): void
}

/** Shared by sets of which nothing is kept; nobody adds to it. */
const none: never[] = []

const [stKey, seKey, gsKey, geKey, ieaKey] = ['ST', 'SE', 'GS', 'GE', 'IEA'].map(keyOf)
const isEnvelope = (key: number) =>
  key > 0xffff ? key === ieaKey : key === stKey || key === seKey || key === gsKey || key === geKey

export class InterchangeBuilder {
  /** IEA was read. */
  complete = false
  private readonly source: Source
  private readonly frame: Frame
  private readonly window: Window
  private readonly scanner: Scanner
  private readonly limits: Limits
  private readonly listener: Listener | undefined
  private readonly offset: number
  private readonly headEnd: number
  private readonly findings: Finding[] = []
  private readonly groups: Group[] = []
  private readonly ta1s: Ta1[] = []
  private iea: Trailer | undefined
  private group: Open<Group> | undefined
  private set: Open<TransactionSet> | undefined
  /** Segments of the open set so far. */
  private count = 0
  private taker: Taker | undefined
  /** GS06 of the groups so far, as they are compared. */
  private readonly controls = new Set<string>()
  /** In a stretch that belongs nowhere: it gets one finding, not one per segment. */
  private astray = false
  private full = false
  private tooManySets = false
  private cut: { readonly offset: number; readonly tag: string } | undefined
  private readonly present = () => this.scanner.segment(this.count)

  constructor(
    parts: { source: Source; frame: Frame; window: Window; scanner: Scanner; limits: Limits },
    listener?: Listener,
  ) {
    this.source = parts.source
    this.frame = parts.frame
    this.window = parts.window
    this.scanner = parts.scanner
    this.limits = parts.limits
    this.listener = listener
    this.offset = this.window.offsetOf(this.frame.start)
    this.headEnd = this.window.endOffset(this.frame.end)
  }

  /** Takes the segment on which the scanner stands. */
  take(): void {
    const { scanner } = this
    const { key } = scanner
    if (this.passing && !isEnvelope(key) && this.isPlain()) {
      this.count++
      this.taker?.take(this.window.bytes, key, scanner.start, scanner.stop, this.present)
      return
    }
    if (scanner.cut) {
      const { offset, tag } = scanner.segment(0)
      this.cut = { offset, tag }
      // Half a segment is no segment; a trailer that lacks only its terminator says all it has to say.
      if (key !== seKey && key !== geKey && key !== ieaKey) return
    }
    if (key === stKey) this.openSet(scanner.segment(1))
    else if (key === seKey) this.endSet()
    else if (key === gsKey) this.openGroup(scanner.segment(1))
    else if (key === geKey) this.endGroup(scanner.segment(1))
    else if (key === ieaKey) this.end(scanner.segment(1))
    else if (this.set !== undefined) this.keep(this.set)
    else this.takeOutside(scanner.segment(1))
  }

  private takeOutside(segment: Segment): void {
    if (segment.tag === 'TA1') this.takeTa1(segment)
    else this.stray(segment)
  }

  /** A set is open whose segments are not kept. */
  private get passing(): boolean {
    return this.listener !== undefined && this.set !== undefined
  }

  /** Nothing about its framing or size has to be said. */
  private isPlain(): boolean {
    const { cut, badLength, size } = this.scanner
    const { segmentBytesMax, segmentsPerSetMax } = this.limits
    return !cut && badLength === undefined && size <= segmentBytesMax && this.count < segmentsPerSetMax
  }

  overLimit(position: number): void {
    const expects = { phrase: 'bytes', with: { n: String(this.limits.interchangeBytesMax) } } as const
    this.findings.push(finding('interchange.too-large', { offset: this.source.offsetOf(position), expects }))
  }

  emptySegments(count: number): void {
    if (count > 0) this.findings.push(finding('segment.empty', { offset: this.headEnd }))
  }

  /** `unread`: the separators were unusable, so nothing behind the header can be missed. */
  finish(end: number, unread = false): Interchange {
    const { offset } = this
    const endOffset = this.window.endOffset(end)
    if (!this.complete && !unread) {
      this.closeGroup(endOffset)
      if (this.cut) {
        const tag = shown(this.cut.tag).value
        this.findings.push(finding('interchange.truncated', { offset: this.cut.offset, tag }))
      }
      this.findings.push(finding('interchange.no-trailer', { offset: endOffset, tag: 'IEA' }))
    } else if (!unread && this.groups.length === 0 && this.ta1s.length === 0) {
      this.findings.push(finding('interchange.empty', { offset }))
    }
    const { isa, delimiters } = this.frame
    const { groups, ta1s, findings, iea } = this
    return { isa, delimiters, ta1s, groups, ...(iea ? { iea } : {}), offset, end: endOffset, findings }
  }

  /** The present segment goes to its set. */
  private keep(set: Open<TransactionSet>): Segment {
    const { scanner } = this
    const { segmentsPerSetMax } = this.limits
    const segment = scanner.segment(this.count + 1)
    if (this.count >= segmentsPerSetMax) {
      const place = { offset: segment.offset, expected: String(segmentsPerSetMax) }
      if (!this.full) set.findings.push(finding('set.too-many-segments', place))
      this.full = true
      return segment
    }
    this.count++
    if (this.listener === undefined) set.segments.push(segment)
    else this.taker?.take(segment.source.bytes, scanner.key, segment.start, segment.stop, () => segment)
    this.judgeSize(segment, set)
    return segment
  }

  private judgeSize(segment: Segment, set: Open<TransactionSet>): void {
    const { badLength, size } = this.scanner
    const { segmentBytesMax, findingsPerSetMax } = this.limits
    if (set.findings.length >= findingsPerSetMax) return
    const place = { offset: segment.offset, position: segment.position, tag: shown(segment.tag).value }
    if (badLength !== undefined) set.findings.push(finding('segment.binary-length', { ...place, ...shown(badLength) }))
    else if (size > segmentBytesMax && segment.tag !== 'BIN' && segment.tag !== 'BDS') {
      const expects = { phrase: 'bytes', with: { n: String(segmentBytesMax) } } as const
      set.findings.push(finding('segment.too-long', { ...place, expects }))
    }
  }

  private openSet(segment: Segment): void {
    this.closeSet(segment.offset)
    const group = this.group
    if (group === undefined) {
      if (!this.astray)
        this.findings.push(finding('interchange.set-outside-group', { offset: segment.offset, tag: 'ST' }))
      this.astray = true
      return
    }
    const { setsPerGroupMax } = this.limits
    if (group.sets.length >= setsPerGroupMax) {
      if (!this.tooManySets) {
        group.findings.push(
          finding('group.too-many-sets', { offset: segment.offset, expected: String(setsPerGroupMax) }),
        )
      }
      this.tooManySets = true
      this.astray = true
      return
    }
    this.set = {
      id: segment.el(1),
      control: segment.el(2),
      convention: segment.el(3),
      segments: this.listener ? none : [],
      offset: segment.offset,
      end: segment.offset,
      findings: [],
    }
    this.astray = false
    this.full = false
    this.count = 0
    this.taker = this.listener?.setOpened(this.set, group, this.source.delimiters)
    this.keep(this.set)
  }

  private endSet(): void {
    const set = this.set
    if (set === undefined) {
      this.stray(this.scanner.segment(1))
      return
    }
    const segment = this.keep(set)
    set.se = { count: segment.el(1), control: segment.el(2), offset: segment.offset }
    const place = { offset: segment.offset, position: segment.position, tag: 'SE' }
    if (!isCount(set.se.count, segment.position) && !this.full) {
      set.findings.push(
        finding('set.count-wrong', {
          ...place,
          element: 1,
          ...shown(set.se.count),
          expected: String(segment.position),
        }),
      )
    }
    // ST02 is text: "0001" and "1" are two different numbers here, unlike in GE and IEA.
    if (set.se.control !== set.control) {
      set.findings.push(
        finding('set.control-differs', {
          ...place,
          element: 2,
          ...shown(set.se.control),
          expected: shown(set.control).value,
        }),
      )
    }
    this.closeSet(this.window.endOffset(this.window.at))
  }

  private closeSet(end: number): void {
    const set = this.set
    if (set === undefined) return
    set.end = end
    if (set.se === undefined) set.findings.push(finding('set.no-trailer', { offset: end, tag: 'SE' }))
    this.set = undefined
    this.taker = undefined
    if (this.group === undefined) return
    this.group.sets.push(set)
    if (this.listener === undefined) return
    this.listener.setClosed(set, this.group)
    if (!this.listener.keepsFindings) set.findings = none
  }

  private openGroup(segment: Segment): void {
    this.closeGroup(segment.offset)
    this.astray = false
    this.tooManySets = false
    if (this.groups.length >= this.limits.groupsMax) {
      const expected = String(this.limits.groupsMax)
      if (this.groups.length === this.limits.groupsMax) {
        this.findings.push(finding('interchange.too-many-groups', { offset: segment.offset, expected }))
      }
      this.astray = true
      return
    }
    const gs = gsOf(segment)
    this.group = { gs, sets: [], offset: segment.offset, findings: [] }
    const control = /^\d+$/.test(gs.control) ? gs.control.replace(/^0+/, '') : `as written ${gs.control}`
    const repeated = this.controls.has(control)
    this.controls.add(control)
    if (repeated)
      this.group.findings.push(
        finding('group.control-repeated', { offset: segment.offset, tag: 'GS', element: 6, ...shown(gs.control) }),
      )
    this.listener?.groupOpened(this.group)
  }

  private endGroup(segment: Segment): void {
    this.closeSet(segment.offset)
    const group = this.group
    if (group === undefined) {
      this.stray(segment)
      return
    }
    const ge = { count: segment.el(1), control: segment.el(2), offset: segment.offset }
    group.ge = ge
    const place = { offset: segment.offset, tag: 'GE' }
    const expected = String(group.sets.length)
    if (!isCount(ge.count, group.sets.length) && !this.tooManySets) {
      group.findings.push(finding('group.count-wrong', { ...place, element: 1, ...shown(ge.count), expected }))
    }
    if (differsAsNumber(ge.control, group.gs.control)) {
      const said = shown(group.gs.control).value
      group.findings.push(
        finding('group.control-differs', { ...place, element: 2, ...shown(ge.control), expected: said }),
      )
    }
    this.closeGroup(segment.offset)
  }

  private closeGroup(end: number): void {
    this.closeSet(end)
    const group = this.group
    if (group === undefined) return
    if (group.ge === undefined) group.findings.push(finding('group.no-trailer', { offset: end, tag: 'GE' }))
    this.groups.push(group)
    this.group = undefined
    this.listener?.groupClosed(group)
    this.astray = false
  }

  private end(segment: Segment): void {
    this.closeGroup(segment.offset)
    const iea = { count: segment.el(1), control: segment.el(2), offset: segment.offset }
    this.iea = iea
    this.complete = true
    const place = { offset: segment.offset, tag: 'IEA' }
    const control = this.frame.isa.control
    if (differsAsNumber(iea.control, control)) {
      const expected = shown(control).value
      this.findings.push(
        finding('interchange.control-differs', { ...place, element: 2, ...shown(iea.control), expected }),
      )
    }
    const groups = this.groups.length
    if (!isCount(iea.count, groups)) {
      this.findings.push(
        finding('interchange.count-wrong', { ...place, element: 1, ...shown(iea.count), expected: String(groups) }),
      )
    }
  }

  private takeTa1(segment: Segment): void {
    this.astray = false
    const [control, date, time, code, note] = [1, 2, 3, 4, 5].map(n => segment.el(n)) as [
      string,
      string,
      string,
      string,
      string,
    ]
    this.ta1s.push({ control, date, time, code, note, offset: segment.offset })
    const shapes = [/^\d{1,9}$/, /^\d{6}(\d\d)?$/, /^\d{4,8}$/, /^[AER]$/, /^\d{3}$/]
    const element = shapes.findIndex((shape, i) => !shape.test(segment.el(i + 1))) + 1
    if (element > 0) {
      this.findings.push(
        finding('interchange.ta1-invalid', {
          offset: segment.offset,
          tag: 'TA1',
          element,
          ...shown(segment.el(element)),
        }),
      )
    }
  }

  private stray(segment: Segment): void {
    if (!this.astray) {
      const place = { offset: segment.offset, tag: shown(segment.tag).value }
      this.findings.push(finding('interchange.stray-segment', place))
    }
    this.astray = true
  }
}

function gsOf(segment: Segment): Gs {
  const field = (n: number) => segment.el(n).trim()
  return {
    functionalId: field(1),
    sender: field(2),
    receiver: field(3),
    date: field(4),
    time: field(5),
    control: segment.el(6),
    agency: field(7),
    version: field(8),
    raw: segment.elements,
  }
}
