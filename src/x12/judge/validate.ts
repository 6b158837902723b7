/** One set against its guide: structure, then every value. */
import type { Buffer } from 'node:buffer'
import { finding, shown } from '../finding.ts'
import { type Guide, guideFor, impliedLeniencies, releaseFor } from '../guide/guide.ts'
import { standardLimits } from '../limits.ts'
import type { FindingCode } from '../messages.ts'
import type { Delimiters, Finding, Group, Leniency, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { Collector } from './collect.ts'
import { ElementCheck } from './elements.ts'
import { keyOf, type QuickGuide, quickGuideFor } from './quick-guide.ts'
import { type ByteClasses, classesFor } from './quick-values.ts'
import { type Frame, Placing } from './structure.ts'

/** Which findings a leniency turns into warnings. */
export const softened: Readonly<Partial<Record<Leniency, readonly FindingCode[]>>> = {
  'unknown-codes': ['element.bad-code'],
  lengths: ['element.too-short', 'element.too-long'],
  'maximum-use': ['segment.too-often', 'segment.loop-too-often'],
  'unknown-segments': ['segment.unknown', 'segment.not-in-set'],
  'segment-order': ['segment.out-of-order', 'segment.unexpected'],
  'conditional-elements': [
    'element.condition-paired',
    'element.condition-one-of',
    'element.condition-needs',
    'element.exclusive',
  ],
  'set-counts': ['set.count-wrong'],
  'group-counts': ['group.count-wrong'],
  'any-group-id': ['set.wrong-group'],
  'missing-iea': ['interchange.no-trailer', 'interchange.count-wrong', 'interchange.control-differs'],
}

/** The same finding as a warning, where the partner has been granted that. */
export function soften(one: Finding, granted: ReadonlySet<Leniency>): Finding {
  if (one.severity !== 'error') return one
  for (const name of granted) if (softened[name]?.includes(one.code)) return { ...one, severity: 'warning' }
  return one
}

/** What the checks of one set come to. */
export interface SetCheckResult {
  /** In the order of segments; what framing found first. */
  readonly findings: readonly Finding[]
  /** Segments or values are in error, the unlisted ones included. */
  readonly inSegments: boolean
  /** Nothing but values is in error. */
  readonly onlyElements: boolean
}

/** Takes the segments of a set as they come by. */
export interface Taker {
  /** `key` is the packed tag. `segment` is made only when something has to be looked at closely. */
  take(bytes: Buffer, key: number, start: number, stop: number, segment: () => Segment): void
}

/** Judges a set. */
export interface Check extends Taker {
  /** `framing`: what the envelope of the set has wrong. */
  end(framing: readonly Finding[], offset: number, soft: (one: Finding) => Finding): SetCheckResult
}

/**
 * One set against its guide, segment after segment: what is right is passed on its bytes alone, what is not is looked at
 * closely. Keeps findings, never segments.
 */
export class SetCheck implements Check {
  private readonly guide: Guide
  /** A partner may narrow a segment in one place only: its rules are looked up by place, never the quick way. */
  private readonly agreed: boolean
  private readonly quick: QuickGuide
  private readonly classes: ByteClasses | undefined
  private readonly separator: number
  private readonly collector: Collector
  private readonly elements: ElementCheck
  private readonly placing: Placing
  private readonly version: string

  constructor(
    guide: Guide,
    version: string,
    delimiters: Delimiters,
    granted: readonly Leniency[],
    findingsMax: number,
  ) {
    const implied = impliedLeniencies(version)
    const leniencies = new Set([...granted, ...implied, ...(guide.leniencies ?? [])])
    // Six digits are what releases before 004010 prescribe: nothing to remark on.
    const old = implied.includes('six-digit-dates')
    const told = (one: Finding) => (old && one.code === 'element.six-digit-date' ? undefined : soften(one, leniencies))
    this.guide = guide
    this.agreed = guide.agreement !== undefined
    this.version = version
    this.quick = quickGuideFor(guide, old)
    this.classes = leniencies.has('basic-characters') ? undefined : classesFor(delimiters)
    this.separator = delimiters.element.charCodeAt(0)
    this.collector = new Collector(told, findingsMax)
    this.elements = new ElementCheck({ delimiters, leniencies }, this.collector.sink(2))
    const visit = (segment: Segment, frame: Frame) => this.values(segment, frame)
    this.placing = new Placing(guide, this.quick, this.collector.sink(1), {
      visit,
      keepTree: false,
      // Whose unknown segments are passed over may send names that look like others.
      slips: !leniencies.has('unknown-segments'),
    })
  }

  take(bytes: Buffer, key: number, start: number, stop: number, segment: () => Segment): void {
    const { placing, classes } = this
    const tag = this.quick.tags.get(key)
    if (this.agreed || tag === undefined || classes === undefined || !placing.ready || !placing.quick(tag.number)) {
      placing.take(segment())
      return
    }
    if (tag.rule === undefined || tag.rule.holds(bytes, start + tag.length, stop, this.separator, classes)) return
    this.closely(segment(), placing.top)
  }

  end(framing: readonly Finding[], offset: number, soft: (one: Finding) => Finding): SetCheckResult {
    this.placing.end()
    const { collector, guide, version } = this
    const always = framing.map(soft)
    if (releaseFor(version)?.nearest && !/^(004010|005010)/.test(version)) {
      always.push(
        finding('set.nearest-guide', {
          offset,
          ...shown(version),
          expects: { phrase: 'guide-of', with: { release: guide.release } },
        }),
      )
    }
    const inFraming = always.filter(one => one.severity === 'error')
    return {
      findings: collector.told(always, offset),
      inSegments: collector.hasErrors || inFraming.some(isOfSegment),
      onlyElements: collector.onlyElements && inFraming.every(one => one.x12.ak403 !== undefined),
    }
  }

  private values(segment: Segment, frame: Frame): void {
    const { source, start, stop } = segment
    const rule = this.agreed ? undefined : this.quick.tags.get(keyOf(segment.tag))?.rule
    if (rule && this.classes) {
      if (rule.holds(source.bytes, start + segment.tag.length, stop, this.separator, this.classes)) return
    }
    this.closely(segment, frame)
  }

  private closely(segment: Segment, frame: Frame): void {
    // ST and SE are judged as the envelope they are.
    const rule =
      segment.tag === 'ST' || segment.tag === 'SE' ? undefined : this.guide.segmentRule(segment.tag, frame.list.path)
    if (rule) this.elements.segment(segment, frame, rule)
  }
}

export const isOfSegment = (one: Finding) => one.x12.ak304 !== undefined || one.x12.ak403 !== undefined

/** A set held in memory. Without a guide only what framing found. */
function checkSet(
  set: TransactionSet,
  version: string,
  granted: readonly Leniency[],
  guide: Guide | undefined,
  findingsMax: number,
): SetCheckResult {
  const soft = softener(granted, version)
  if (guide === undefined) return unchecked(set.findings, soft)
  const delimiters = set.segments[0]?.delimiters ?? { element: '*', component: '>', terminator: '~' }
  return runThrough(new SetCheck(guide, version, delimiters, granted, findingsMax), set, soft)
}

/** Has a check judge a set that is held in memory. */
export function runThrough(check: Check, set: TransactionSet, soft: (one: Finding) => Finding): SetCheckResult {
  for (const segment of set.segments) {
    const { start, stop, source } = segment
    check.take(source.bytes, keyOf(segment.tag), start, stop, () => segment)
  }
  return check.end(set.findings, set.offset, soft)
}

/** What a set comes to of which nothing but its framing can be judged. */
export function unchecked(framing: readonly Finding[], soft: (one: Finding) => Finding): SetCheckResult {
  const findings = framing.map(soft)
  const errors = findings.filter(one => one.severity === 'error')
  const onlyElements = errors.every(one => one.x12.ak403 !== undefined)
  return { findings, inSegments: errors.some(isOfSegment), onlyElements }
}

/** Leniencies granted, and those that the version brings along, as one step. */
export function softener(granted: readonly Leniency[], version: string): (one: Finding) => Finding {
  const leniencies = new Set([...granted, ...impliedLeniencies(version)])
  return one => soften(one, leniencies)
}

/**
 * Everything that is wrong with one set, in the order of its segments: what framing found, its structure, its values.
 * Without a guide only what framing found.
 */
export function validateSet(
  set: TransactionSet,
  group: Pick<Group, 'gs'>,
  granted: readonly Leniency[] = [],
  guide: Guide | undefined = guideFor(set.id, group.gs.version),
): Finding[] {
  return [...checkSet(set, group.gs.version, granted, guide, standardLimits.findingsPerSetMax).findings]
}
