/** Puts scanned segments into interchange, groups and sets, and notes where the envelope does not hold together. */
import { differsAsNumber, finding, isCount, shown } from './finding.ts'
import type { Frame } from './frame.ts'
import type { Limits } from './limits.ts'
import type { Finding, Group, Gs, Interchange, Ta1, Trailer, TransactionSet } from './model.ts'
import type { Span } from './scan.ts'
import { Segment, type Source } from './segment.ts'

type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

export class InterchangeBuilder {
  /** IEA was read. */
  complete = false
  private readonly source: Source
  private readonly frame: Frame
  private readonly limits: Limits
  private readonly findings: Finding[] = []
  private readonly groups: Group[] = []
  private readonly ta1s: Ta1[] = []
  private iea: Trailer | undefined
  private group: Open<Group> | undefined
  private set: Open<TransactionSet> | undefined
  /** In a stretch that belongs nowhere: it gets one finding, not one per segment. */
  private astray = false
  private full = false
  private tooManySets = false
  private cut: Span | undefined

  constructor(source: Source, frame: Frame, limits: Limits) {
    this.source = source
    this.frame = frame
    this.limits = limits
  }

  take(span: Span): void {
    if (span.cut) {
      this.cut = span
      // Half a segment is no segment; a trailer that lacks only its terminator says all it has to say.
      if (!/^(SE|GE|IEA)$/.test(span.tag)) return
    }
    const position = span.tag === 'ST' ? 1 : (this.set?.segments.length ?? 0) + 1
    const segment = new Segment(span.tag, position, this.source, span.start, span.stop)
    const { tag } = span
    if (tag === 'ST') this.openSet(segment)
    else if (tag === 'SE') this.endSet(segment, span)
    else if (tag === 'GS') this.openGroup(segment)
    else if (tag === 'GE') this.endGroup(segment)
    else if (tag === 'IEA') this.end(segment)
    else if (this.set !== undefined) this.keep(segment, span)
    else if (tag === 'TA1') this.takeTa1(segment)
    else this.stray(segment)
  }

  overLimit(position: number): void {
    const expected = `${this.limits.interchangeBytesMax} bytes`
    this.findings.push(finding('interchange.too-large', { offset: this.source.offsetOf(position), expected }))
  }

  emptySegments(count: number): void {
    if (count > 0) this.findings.push(finding('segment.empty', { offset: this.source.offsetOf(this.frame.end) }))
  }

  /** `unread`: the separators were unusable, so nothing behind the header can be missed. */
  finish(end: number, unread = false): Interchange {
    const offset = this.source.offsetOf(this.frame.start)
    const endOffset = this.source.offsetOf(end)
    if (!this.complete && !unread) {
      this.closeGroup(end)
      if (this.cut) {
        const tag = shown(this.cut.tag).value
        this.findings.push(finding('interchange.truncated', { offset: this.source.offsetOf(this.cut.start), tag }))
      }
      this.findings.push(finding('interchange.no-trailer', { offset: endOffset, tag: 'IEA' }))
    } else if (!unread && this.groups.length === 0 && this.ta1s.length === 0) {
      this.findings.push(finding('interchange.empty', { offset }))
    }
    const { isa, delimiters } = this.frame
    const { groups, ta1s, findings, iea } = this
    return { isa, delimiters, ta1s, groups, ...(iea ? { iea } : {}), offset, end: endOffset, findings }
  }

  private keep(segment: Segment, span: Span): void {
    const set = this.set
    if (set === undefined) return
    const { segmentsPerSetMax, segmentBytesMax } = this.limits
    if (set.segments.length >= segmentsPerSetMax) {
      if (!this.full)
        set.findings.push(
          finding('set.too-many-segments', { offset: segment.offset, expected: String(segmentsPerSetMax) }),
        )
      this.full = true
      return
    }
    set.segments.push(segment)
    const place = { offset: segment.offset, position: segment.position, tag: segment.tag }
    if (span.badLength !== undefined)
      set.findings.push(finding('segment.binary-length', { ...place, ...shown(span.badLength) }))
    else if (segment.sizeBytes > segmentBytesMax && segment.tag !== 'BIN' && segment.tag !== 'BDS') {
      set.findings.push(
        finding('segment.too-long', { ...place, tag: shown(segment.tag).value, expected: `${segmentBytesMax} bytes` }),
      )
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
      segments: [segment],
      offset: segment.offset,
      end: segment.offset,
      findings: [],
    }
    this.astray = false
    this.full = false
  }

  private endSet(segment: Segment, span: Span): void {
    const set = this.set
    if (set === undefined) {
      this.stray(segment)
      return
    }
    this.keep(segment, span)
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
    this.closeSet(this.source.offsetOf(span.stop + 1))
  }

  private closeSet(end: number): void {
    const set = this.set
    if (set === undefined) return
    set.end = end
    if (set.se === undefined) set.findings.push(finding('set.no-trailer', { offset: end, tag: 'SE' }))
    this.group?.sets.push(set)
    this.set = undefined
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
    const repeated = this.groups.some(other => !differsAsNumber(other.gs.control, gs.control))
    if (repeated)
      this.group.findings.push(
        finding('group.control-repeated', { offset: segment.offset, tag: 'GS', element: 6, ...shown(gs.control) }),
      )
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
