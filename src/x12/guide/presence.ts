/** Which elements of a segment to send so that its conditions hold: for samples, and to see that a guide can be met. */

import { brokenRelation } from '../judge/relations.ts'
import type { Relation, SegmentRule } from './guide.ts'

/**
 * Positions to send, at least one: a segment without any value is none. Undefined when no choice meets the guide.
 * `wanted` and `never` as in `presence`.
 */
export function somePresence(
  rule: SegmentRule,
  wanted: readonly number[] = [],
  never: Iterable<number> = [],
): Set<number> | undefined {
  const chosen = presence(rule, wanted, never)
  if (chosen === undefined || chosen.size > 0) return chosen
  const all = rule.elements.map((_, i) => presence(rule, [...wanted, i + 1], never))
  return all.find(one => one !== undefined && one.size > 0)
}

/**
 * Positions to send: those that are mandatory, those wanted as far as conditions allow, and those that these bring
 * along. Undefined when no choice meets the guide. `never` are positions that must stay empty.
 */
export function presence(
  rule: SegmentRule,
  wanted: Iterable<number> = [],
  never: Iterable<number> = [],
): Set<number> | undefined {
  const mandatory = new Set(rule.elements.flatMap((element, i) => (element.mandatory ? [i + 1] : [])))
  const blocked = new Set([...never, ...rule.elements.flatMap((element, i) => (element.unused ? [i + 1] : []))])
  if ([...mandatory].some(n => blocked.has(n))) return undefined
  const asked = [...wanted].filter(n => n >= 1 && n <= rule.elements.length)
  for (;;) {
    const chosen = new Set([...mandatory, ...asked.filter(n => !blocked.has(n))])
    const conflict = complete(rule, chosen, blocked)
    if (conflict === undefined) return chosen
    // The optional element that cannot be sent with the others is given up, then all is tried again.
    const given = conflict.find(n => !mandatory.has(n) && !blocked.has(n))
    if (given === undefined) return undefined
    blocked.add(given)
  }
}

/** Adds what broken conditions ask for; gives the elements of a condition that cannot be met. */
function complete(rule: SegmentRule, chosen: Set<number>, blocked: ReadonlySet<number>): number[] | undefined {
  for (;;) {
    const values = rule.elements.map((_, i) => (chosen.has(i + 1) ? 'x' : ''))
    const broken = rule.relations.find(relation => brokenRelation(relation, values, rule.tag) !== undefined)
    if (broken === undefined) return undefined
    const more = broken.kind === 'E' ? [] : missingOf(broken, chosen)
    const can = more.filter(n => !blocked.has(n) && n <= rule.elements.length)
    if (can.length === 0 || (broken.kind !== 'R' && broken.kind !== 'L' && can.length < more.length)) {
      return broken.elements.filter(n => chosen.has(n)).reverse()
    }
    for (const n of broken.kind === 'R' || broken.kind === 'L' ? can.slice(0, 1) : can) chosen.add(n)
  }
}

function missingOf({ elements }: Relation, chosen: ReadonlySet<number>): number[] {
  return elements.filter(n => !chosen.has(n))
}
