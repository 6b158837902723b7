/** Conditions and rules in words, for people who read a guide. */

import { codeInWords } from '../show/words.ts'
import type { Relation } from './guide.ts'
import type { ElementCondition, PartnerRule } from './partner-json.ts'

export const placeOf = (tag: string, element: number) => `${tag}${String(element).padStart(2, '0')}`

/** "PO106 and PO107 go together." */
export function conditionInWords({ kind, elements }: Relation, tag: string): string {
  const names = elements.map(n => placeOf(tag, n))
  const [first = '', ...rest] = names
  switch (kind) {
    case 'P':
      return `${joined(names, 'and')} go together`
    case 'R':
      return `at least one of ${joined(names, 'and')} is sent`
    case 'E':
      return `at most one of ${joined(names, 'and')} is sent`
    case 'C':
      return `${first} needs ${joined(rest, 'and')}`
    case 'L':
      return `${first} needs at least one of ${joined(rest, 'and')}`
  }
}

function joined(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}

/** "PO102 is sent", "PO105 is CT or PE". */
export function stateInWords(tag: string, { element, present = true, is }: ElementCondition, dataElement = ''): string {
  const place = placeOf(tag, element)
  if (is === undefined) return present ? `${place} is sent` : `${place} is not sent`
  const told = is.map(value => {
    const words = codeInWords(dataElement, value)
    return words ? `${value} (${words})` : value
  })
  return `${place} is ${told.join(' or ')}`
}

/** "when PO102 is sent, PO103 is sent", "one REF with REF01 is PG is wanted". */
export function elementRuleInWords(rule: PartnerRule, dataElement = ''): string {
  if ('needs' in rule) {
    const { segment, element, is } = rule.needs
    const state =
      element === undefined ? '' : ` with ${stateInWords(segment, { element, ...(is ? { is } : {}) }, dataElement)}`
    return `one ${segment}${state} is wanted`
  }
  const tag = rule.at.slice(rule.at.lastIndexOf('/') + 1)
  return `when ${stateInWords(tag, rule.when)}, ${stateInWords(tag, rule.wants, dataElement)}`
}
