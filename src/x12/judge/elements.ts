/** Checking one segment's values against its rule: presence, parts, repetitions, values, conditions. */
import { finding, shown } from '../finding.ts'
import type { ElementRule, SegmentRule } from '../guide/guide.ts'
import type { FindingCode } from '../messages.ts'
import type { Delimiters, Leniency, Place } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { elementInWords } from '../show/words.ts'
import { brokenRelation } from './relations.ts'
import type { FindingSink, Frame } from './structure.ts'
import { faultOf } from './values.ts'

export interface ElementContext {
  readonly delimiters: Delimiters
  readonly leniencies: ReadonlySet<Leniency>
}

type ElementPlace = Partial<Place> & { readonly element: number; readonly dataElement: string }

/** Checks segment after segment of one set; most have nothing wrong, so nothing is made for them. */
export class ElementCheck {
  private readonly context: ElementContext
  private readonly found: FindingSink
  private placed: { readonly segment: Segment; readonly frame: Frame; readonly tag: string } | undefined

  constructor(context: ElementContext, found: FindingSink) {
    this.context = context
    this.found = found
  }

  segment(segment: Segment, frame: Frame, rule: SegmentRule): void {
    this.placed = { segment, frame, tag: rule.tag }
    const values = segment.elements
    const until = Math.min(Math.max(values.length, rule.mandatoryUntil), rule.elements.length)
    for (let i = 0; i < until; i++) {
      const element = rule.elements[i]
      const value = values[i] ?? ''
      if (element && (value !== '' || element.mandatory)) this.element(value, element, i + 1)
    }
    if (values.length > rule.elements.length) this.extra(values, rule.elements.length)
    if (values.length > 0 && values[values.length - 1] === '') this.add('segment.trailing-separators', {})
    for (const relation of rule.relations) {
      // Only "one of" can be broken by elements that are all absent.
      if (relation.kind !== 'R' && relation.first > values.length) continue
      const broken = brokenRelation(relation, values, rule.tag)
      if (broken === undefined) continue
      const { code, element, expects } = broken
      const value = values[element - 1] ?? ''
      const dataElement = rule.elements[element - 1]?.number ?? ''
      this.add(code, { element, expects, dataElement, ...(value === '' ? {} : shown(value)) })
    }
  }

  private add(code: FindingCode, place: Partial<Place>): void {
    if (this.placed === undefined) return
    if (!this.found.wants(code)) {
      this.found.count(code)
      return
    }
    const { segment, frame, tag } = this.placed
    const loop = frame.list.path
    const name = place.element === undefined ? undefined : elementInWords(tag, place.element, place.dataElement)
    this.found.add(
      finding(code, {
        offset: segment.offset,
        position: segment.position,
        tag,
        ...(loop ? { loop } : {}),
        ...(frame.boundedLoop ? { boundedLoop: frame.boundedLoop } : {}),
        ...(name ? { name } : {}),
        ...place,
      }),
    )
  }

  private element(value: string, rule: ElementRule, element: number): void {
    const { repetition, component } = this.context.delimiters
    const place = { element, dataElement: rule.number }
    if (value === '') this.add('element.missing', place)
    // No element of the documents we know may be repeated.
    else if (repetition !== undefined && value.includes(repetition) && rule.type !== 'B') {
      this.add('element.too-many-repetitions', { ...place, repetition: 2, ...shown(value) })
    } else if (rule.components) this.composite(value, rule.components, element)
    else if (value.includes(component) && rule.type !== 'B') {
      this.add('element.too-many-components', { ...place, component: 2, ...shown(value) })
    } else this.value(value, rule, place)
  }

  private extra(values: readonly string[], length: number): void {
    const extra = values.findIndex((value, i) => i >= length && value !== '')
    if (extra < 0) return
    const expects = { phrase: 'elements', with: { n: String(length) } } as const
    this.add('element.too-many', { element: extra + 1, ...shown(values[extra] ?? ''), expects })
  }

  private composite(value: string, rules: readonly ElementRule[], element: number): void {
    const parts = value.split(this.context.delimiters.component)
    for (const [i, rule] of rules.entries()) {
      const place = { element, component: i + 1, dataElement: rule.number }
      const part = parts[i] ?? ''
      if (part !== '') this.value(part, rule, place)
      else if (rule.mandatory) this.add('element.missing', place)
    }
    if (parts.length <= rules.length) return
    const expects = { phrase: 'parts', with: { n: String(rules.length) } } as const
    this.add('element.too-many-components', { element, component: rules.length + 1, ...shown(value), expects })
  }

  private value(value: string, rule: ElementRule, place: ElementPlace): void {
    const fault = faultOf(value, rule, this.context.leniencies)
    if (fault) this.add(fault.code, { ...place, ...shown(value), ...(fault.expects ? { expects: fault.expects } : {}) })
  }
}
