/** Checking one segment's values against its rule: presence, length, type, code, conditions. */
import { finding, shown } from './finding.ts'
import type { ElementRule, Relation, SegmentRule } from './guide.ts'
import type { FindingCode } from './messages.ts'
import type { Delimiters, Finding, Leniency, Place } from './model.ts'
import type { Placed } from './structure.ts'
import { codeExamples, elementInWords } from './words.ts'

export interface ElementContext {
  readonly delimiters: Delimiters
  readonly leniencies: ReadonlySet<Leniency>
}

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
  const count = Math.max(values.length, rule.elements.length)
  for (let i = 0; i < count; i++) {
    const element = rule.elements[i]
    const value = values[i] ?? ''
    if (element === undefined) {
      if (value === '') continue
      report('element.too-many', {
        element: i + 1,
        ...shown(value),
        expected: `at most ${rule.elements.length} elements`,
      })
      break
    }
    checkElement(value, element, i + 1, context, report)
  }
  if (values.length > 0 && values.at(-1) === '') report('segment.trailing-separators', {})
  for (const relation of rule.relations) checkRelation(relation, values, rule, report)
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
  const { repetition } = context.delimiters
  // No element of the documents we know may be repeated.
  if (repetition !== undefined && value.includes(repetition)) {
    report('element.too-many-repetitions', { ...place, repetition: 2, ...shown(value) })
    return
  }
  if (rule.components) checkComposite(value, rule.components, element, context, report)
  else if (value.includes(context.delimiters.component) && rule.type !== 'B') {
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
  for (let i = 0; i < Math.max(parts.length, rules.length); i++) {
    const rule = rules[i]
    const part = parts[i] ?? ''
    if (rule === undefined) {
      report('element.too-many-components', {
        element,
        component: i + 1,
        ...shown(value),
        expected: `at most ${rules.length} parts`,
      })
      return
    }
    const place = { element, component: i + 1, dataElement: rule.number }
    if (part !== '') checkValue(part, rule, place, context, report)
    else if (rule.mandatory) report('element.missing', place)
  }
}

type ElementPlace = { element: number; component?: number; dataElement: string }

function checkValue(
  value: string,
  rule: ElementRule,
  place: ElementPlace,
  context: ElementContext,
  report: Report,
): void {
  if (rule.type === 'B') return
  const bad = badCharacter(value, context.leniencies)
  if (bad) return report('element.bad-character', { ...place, ...shown(value), expected: bad })
  switch (rule.type) {
    case 'DT':
      return checkDate(value, rule, place, context, report)
    case 'TM':
      if (!isTime(value))
        report('element.bad-time', { ...place, ...shown(value), expected: 'HHMM, HHMMSS or HHMMSSDD' })
      return
    case 'N':
    case 'R': {
      const shape = rule.type === 'N' ? /^-?\d+$/ : /^-?(\d+\.?\d*|\.\d+)$/
      const expected = rule.type === 'N' ? 'digits only' : 'digits with at most one point and a leading minus'
      if (!shape.test(value)) return report('element.not-a-number', { ...place, ...shown(value), expected })
      return checkLength(value.replace(/[-.]/g, '').length, value, rule, place, report)
    }
    default:
      if (rule.mandatory && value.trim() === '') return report('element.missing', { ...place, ...shown(value) })
      if (value.trim() === '') return report('element.only-blanks', place)
      if (rule.codes && !rule.codes.has(value)) {
        const expected = codeExamples(rule.number, rule.codes)
        return report('element.bad-code', { ...place, ...shown(value), expected })
      }
      checkLength([...value].length, value, rule, place, report)
  }
}

function checkLength(length: number, value: string, rule: ElementRule, place: ElementPlace, report: Report): void {
  const expected = rule.min === rule.max ? `${rule.min} characters` : `${rule.min} to ${rule.max} characters`
  if (length < rule.min) report('element.too-short', { ...place, ...shown(value), expected })
  else if (length > rule.max) report('element.too-long', { ...place, ...shown(value), expected })
}

function checkDate(
  value: string,
  rule: ElementRule,
  place: ElementPlace,
  context: ElementContext,
  report: Report,
): void {
  const six = rule.max === 6 || context.leniencies.has('six-digit-dates')
  if (value.length === 6 && six && isDate(`20${value}`)) {
    if (rule.max !== 6) report('element.six-digit-date', { ...place, ...shown(value) })
    return
  }
  if (value.length !== 8 || !isDate(value)) {
    report('element.bad-date', { ...place, ...shown(value), expected: 'a date of the calendar as YYYYMMDD' })
  }
}

/** CCYYMMDD naming a day of the calendar. */
export function isDate(value: string): boolean {
  if (!/^\d{8}$/.test(value)) return false
  const [year, month, day] = [Number(value.slice(0, 4)), Number(value.slice(4, 6)), Number(value.slice(6))]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}

/** HHMM, HHMMSS, and one or two digits of decimal seconds behind. */
export function isTime(value: string): boolean {
  return /^([01]\d|2[0-3])[0-5]\d([0-5]\d\d{0,2})?$/.test(value)
}

/** X12.5 extended set: printable ASCII and the letters of its select-language table. */
const extended = /^[\x20-\x7eÀÁÂÄàáâäÈÉÊèéêëÌÍÎìíîïÒÓÔÖòóôöÙÚÛÜùúûüÇçÑñ¿¡ß]*$/
const plain = /^[\x20-\x7e]*$/
const latin1 = /^[\x20-\x7e\xa0-\xff]*$/

/** What is allowed instead, when the value holds a character that is not. */
function badCharacter(value: string, granted: ReadonlySet<Leniency>): string | undefined {
  if (plain.test(value)) return undefined
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return 'no control characters'
  if (granted.has('utf-8') || extended.test(value) || (granted.has('latin-1') && latin1.test(value))) return undefined
  return granted.has('latin-1') ? 'characters of Latin-1' : 'characters of the X12 extended set'
}

function checkRelation(
  { kind, elements }: Relation,
  values: readonly string[],
  rule: SegmentRule,
  report: Report,
): void {
  const has = (n: number | undefined) => n !== undefined && (values[n - 1] ?? '') !== ''
  const at = (n: number | undefined) => ({ element: n ?? 1, dataElement: rule.elements[(n ?? 1) - 1]?.number ?? '' })
  const named = (list: readonly number[]) => list.map(n => `${rule.tag}${String(n).padStart(2, '0')}`).join(', ')
  const [first, ...rest] = elements
  const absent = elements.find(n => !has(n))
  switch (kind) {
    case 'P':
      if (absent !== undefined && elements.some(has))
        report('element.condition-paired', { ...at(absent), expected: `${named(elements)} go together` })
      return
    case 'R':
      if (!elements.some(has))
        report('element.condition-one-of', { ...at(first), expected: `one of ${named(elements)} has to be sent` })
      return
    case 'E': {
      const second = elements.filter(has)[1]
      if (second !== undefined)
        report('element.exclusive', { ...at(second), expected: `only one of ${named(elements)} may be sent` })
      return
    }
    case 'C': {
      const missing = has(first) ? rest.find(n => !has(n)) : undefined
      if (missing !== undefined)
        report('element.condition-needs', { ...at(missing), expected: `${named([first ?? 1])} needs it` })
      return
    }
    case 'L':
      if (has(first) && !rest.some(has)) {
        report('element.condition-needs', {
          ...at(rest[0]),
          expected: `${named([first ?? 1])} needs one of ${named(rest)}`,
        })
      }
  }
}
