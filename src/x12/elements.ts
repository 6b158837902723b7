/** Checking one segment's values against its rule: presence, parts, repetitions, values, conditions. */
import { finding, shown } from './finding.ts'
import type { ElementRule, SegmentRule } from './guide.ts'
import type { FindingCode } from './messages.ts'
import type { Delimiters, Finding, Leniency, Place } from './model.ts'
import { brokenRelation } from './relations.ts'
import type { Placed } from './structure.ts'
import { faultOf } from './values.ts'
import { elementInWords } from './words.ts'

export interface ElementContext {
  readonly delimiters: Delimiters
  readonly leniencies: ReadonlySet<Leniency>
}

type ElementPlace = Partial<Place> & { readonly element: number; readonly dataElement: string }
type Report = (code: FindingCode, place: Partial<Place>) => void

export function checkElements(placed: Placed, rule: SegmentRule, context: ElementContext): Finding[] {
  const { segment } = placed
  const values = segment.elements
  const found: Finding[] = []
  const report: Report = (code, place) => {
    const name = place.element === undefined ? undefined : elementInWords(rule.tag, place.element, place.dataElement)
    found.push(
      finding(code, {
        offset: segment.offset,
        position: segment.position,
        tag: segment.tag,
        ...(placed.path ? { loop: placed.path } : {}),
        ...(placed.boundedLoop ? { boundedLoop: placed.boundedLoop } : {}),
        ...(name ? { name } : {}),
        ...place,
      }),
    )
  }
  for (const [i, element] of rule.elements.entries()) checkElement(values[i] ?? '', element, i + 1, context, report)
  const extra = values.findIndex((value, i) => i >= rule.elements.length && value !== '')
  if (extra >= 0) {
    const expected = `at most ${rule.elements.length} elements`
    report('element.too-many', { element: extra + 1, ...shown(values[extra] ?? ''), expected })
  }
  if (values.at(-1) === '') report('segment.trailing-separators', {})
  for (const relation of rule.relations) {
    const broken = brokenRelation(relation, values, rule.tag)
    if (broken) {
      const { code, element, expected } = broken
      report(code, { element, expected, dataElement: rule.elements[element - 1]?.number ?? '' })
    }
  }
  return found
}

function checkElement(
  value: string,
  rule: ElementRule,
  element: number,
  context: ElementContext,
  report: Report,
): void {
  const place = { element, dataElement: rule.number }
  if (value === '') {
    if (rule.mandatory) report('element.missing', place)
    return
  }
  const { repetition, component } = context.delimiters
  // No element of the documents we know may be repeated.
  if (repetition !== undefined && value.includes(repetition) && rule.type !== 'B') {
    report('element.too-many-repetitions', { ...place, repetition: 2, ...shown(value) })
  } else if (rule.components) checkComposite(value, rule.components, element, context, report)
  else if (value.includes(component) && rule.type !== 'B') {
    report('element.too-many-components', { ...place, component: 2, ...shown(value) })
  } else checkValue(value, rule, place, context, report)
}

function checkComposite(
  value: string,
  rules: readonly ElementRule[],
  element: number,
  context: ElementContext,
  report: Report,
): void {
  const parts = value.split(context.delimiters.component)
  for (const [i, rule] of rules.entries()) {
    const place = { element, component: i + 1, dataElement: rule.number }
    const part = parts[i] ?? ''
    if (part !== '') checkValue(part, rule, place, context, report)
    else if (rule.mandatory) report('element.missing', place)
  }
  if (parts.length > rules.length) {
    const expected = `at most ${rules.length} parts`
    report('element.too-many-components', { element, component: rules.length + 1, ...shown(value), expected })
  }
}

function checkValue(
  value: string,
  rule: ElementRule,
  place: ElementPlace,
  context: ElementContext,
  report: Report,
): void {
  const fault = faultOf(value, rule, context.leniencies)
  if (fault) report(fault.code, { ...place, ...shown(value), ...(fault.expected ? { expected: fault.expected } : {}) })
}
