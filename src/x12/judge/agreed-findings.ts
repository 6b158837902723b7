/** One set against the guide in force: what the standard refuses, what a partner's guide refuses beyond it, and why. */
import { finding, shown } from '../finding.ts'
import { type ElementRule, type Guide, guideFor, widenedGuide } from '../guide/guide.ts'
import { elementRuleInWords } from '../guide/guide-words.ts'
import { type PartnerAgreement, segmentAddress } from '../guide/partner-guide.ts'
import type { ElementCondition, ElementRuleAcross, SegmentRuleAcross } from '../guide/partner-json.ts'
import type { FindingCode } from '../messages.ts'
import type { Delimiters, Finding, Group, Leniency, Place, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { elementInWords, segmentInWords } from '../show/words.ts'
import { type Frame, placeSegments } from './structure.ts'
import { type Check, isOfSegment, SetCheck, type SetCheckResult, validateSet } from './validate.ts'

/** What is known of a set when it begins. */
interface Terms {
  readonly delimiters: Delimiters
  readonly granted: readonly Leniency[]
  readonly findingsMax: number
}

/** Judges a set by a guide as its segments come by. By a partner's guide it is held, and judged at its end. */
export function checkBy(guide: Guide, set: TransactionSet, group: Pick<Group, 'gs'>, terms: Terms): Check {
  const { delimiters, granted, findingsMax } = terms
  if (guide.agreement) return new AgreedCheck(guide, set, group, terms)
  return new SetCheck(widenedGuide(guide, granted), group.gs.version, delimiters, granted, findingsMax)
}

class AgreedCheck implements Check {
  private readonly guide: Guide
  private readonly set: TransactionSet
  private readonly group: Pick<Group, 'gs'>
  private readonly terms: Terms
  private readonly segments: Segment[] = []

  constructor(guide: Guide, set: TransactionSet, group: Pick<Group, 'gs'>, terms: Terms) {
    this.guide = guide
    this.set = set
    this.group = group
    this.terms = terms
  }

  take(_bytes: Buffer, _key: number, _start: number, _stop: number, segment: () => Segment): void {
    this.segments.push(segment())
  }

  end(findings: readonly Finding[]): SetCheckResult {
    const { granted, findingsMax } = this.terms
    const found = validateByGuide({ ...this.set, segments: this.segments, findings }, this.group, granted, this.guide)
    const errors = found.filter(one => one.severity === 'error')
    return {
      findings: found.slice(0, findingsMax),
      inSegments: errors.some(isOfSegment),
      onlyElements: errors.every(one => one.x12.ak403 !== undefined),
    }
  }
}

/**
 * Everything wrong with one set by a guide: a partner's, or the standard's for the group's version when none is given.
 * Leniencies come from the caller and from the guide. What only the partner's guide forbids says so, and names it.
 */
export function validateByGuide(
  set: TransactionSet,
  group: Pick<Group, 'gs'>,
  granted: readonly Leniency[] = [],
  guide: Guide | undefined = guideFor(set.id, group.gs.version),
): Finding[] {
  if (guide === undefined) return validateSet(set, group, granted)
  const leniencies = [...granted, ...(guide.leniencies ?? [])]
  const inForce = widenedGuide(guide, granted)
  const found = validateSet(set, group, leniencies, inForce)
  const { agreement } = guide
  if (agreement === undefined) return found
  const broken = agreement.rules.length > 0 ? brokenRules(set, inForce, agreement) : []
  if (found.length === 0 && broken.length === 0) return found
  const byStandard = validateSet(set, group, leniencies, widenedGuide(agreement.base, granted))
  const standard = new Set(byStandard.map(keyOf))
  const marked = found.map(one => agreed(one, inForce, standard, agreement))
  const all = [...marked, ...broken.map(one => worded(one, agreement))]
  // That there are more than are listed is said last.
  const order = (one: Finding) => (one.code === 'set.more-findings' ? Number.POSITIVE_INFINITY : (one.position ?? 0))
  return all.sort((a, b) => order(a) - order(b))
}

const keyOf = (one: Finding) =>
  [one.code, one.severity, one.position, one.tag, one.loop, one.element, one.component, one.repetition].join('|')

/** A finding that the standard alone would not give says that it was agreed, and takes the code that says it best. */
function agreed(one: Finding, guide: Guide, standard: ReadonlySet<string>, agreement: PartnerAgreement): Finding {
  const unusedElement = one.element !== undefined && ruleOf(one, guide)?.unused
  if (unusedElement) return worded(retold('element.not-agreed', one), agreement)
  if (standard.has(keyOf(one))) return one
  const often = one.code === 'segment.too-often' || one.code === 'segment.loop-too-often'
  if (often && one.expects?.with?.n === '0') return worded(retold('segment.not-agreed', one), agreement)
  const more = one.code === 'element.bad-code' ? { ik403: 'I6' } : {}
  return worded({ ...one, x12: { ...one.x12, ...more } }, agreement)
}

function ruleOf({ tag = '', loop = '', element = 0, component }: Place, guide: Guide): ElementRule | undefined {
  const rule = guide.segmentRule(tag, loop)?.elements[element - 1]
  return component === undefined || rule?.unused ? rule : rule?.components?.[component - 1]
}

/** Another finding about the same place; what the first expected is not what was agreed. */
function retold(code: FindingCode, one: Finding): Finding {
  const { code: _c, severity: _s, expected: _e, expects: _ex, x12: _x, text: _t, remedy: _r, who: _w, ...place } = one
  return finding(code, place)
}

function worded(one: Finding, { name }: PartnerAgreement): Finding {
  return { ...one, text: `${one.text} So it was agreed with this partner ("${name}").`, agreement: name }
}

/** Rules across elements and segments that the set breaks. */
function brokenRules(set: TransactionSet, guide: Guide, { rules }: PartnerAgreement): Finding[] {
  const found: Finding[] = []
  const visit = (frame: Frame) => {
    for (const rule of rules) {
      if ('needs' in rule) found.push(...segmentMissing(rule, frame, set))
      else for (const segment of frame.segments) found.push(...elementBroken(rule, segment, frame, guide))
    }
    for (const inner of frame.loops) visit(inner)
  }
  visit(placeSegments(set, guide).root)
  return found
}

export function holds({ element, present = true, is }: ElementCondition, values: readonly string[]): boolean {
  const value = values[element - 1] ?? ''
  return is ? is.includes(value) : (value !== '') === present
}

/** The loop has no such segment: told at the segment that opened it. */
function segmentMissing(rule: SegmentRuleAcross, frame: Frame, set: TransactionSet): Finding[] {
  const { at } = rule
  if (frame.list.path !== at) return []
  const { segment, element, is } = rule.needs
  const wanted = (one: Segment) =>
    one.tag === segment && (element === undefined || holds({ element, ...(is ? { is } : {}) }, one.elements))
  const there = frame.segments.some(wanted) || frame.loops.some(loop => loop.segments.slice(0, 1).some(wanted))
  if (there) return []
  const opener = frame.segments[0]
  const name = segmentInWords(segment)
  const place = {
    offset: opener?.offset ?? set.offset,
    ...(opener ? { position: opener.position } : {}),
    tag: segment,
    ...(at ? { loop: at } : {}),
    ...(name ? { name } : {}),
    expected: elementRuleInWords(rule),
  }
  return [finding('segment.rule-missing', place)]
}

function elementBroken(rule: ElementRuleAcross, segment: Segment, frame: Frame, guide: Guide): Finding[] {
  const at = segmentAddress(rule.at, guide)
  if (at?.tag !== segment.tag || (at.path !== undefined && at.path !== frame.list.path)) return []
  if (!holds(rule.when, segment.elements) || holds(rule.wants, segment.elements)) return []
  const { element, present = true } = rule.wants
  const value = segment.elements[element - 1] ?? ''
  const dataElement = guide.segmentRule(segment.tag, frame.list.path)?.elements[element - 1]?.number ?? ''
  const name = elementInWords(segment.tag, element, dataElement)
  const code = value === '' ? 'element.rule-needs' : present ? 'element.rule-value' : 'element.rule-excludes'
  const place = {
    offset: segment.offset,
    position: segment.position,
    tag: segment.tag,
    element,
    dataElement,
    ...(frame.list.path ? { loop: frame.list.path } : {}),
    ...(frame.boundedLoop ? { boundedLoop: frame.boundedLoop } : {}),
    ...(name ? { name } : {}),
    ...(value ? shown(value) : {}),
    expected: elementRuleInWords(rule, dataElement),
  }
  return [finding(code, place)]
}
