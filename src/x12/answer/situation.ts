/** What the 999 says around a fault: the part of the business it lies in, and what made a missing element necessary. */

import { guideFor, type Relation } from '../guide/guide.ts'
import type { Finding, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'

export interface Context {
  readonly set: TransactionSet
  /** GS08 of the group, which chooses the guide. */
  readonly version: string
  readonly units: (one: Finding) => { name: string; value: string } | undefined
}

/** Where the segment that opens a loop carries the number that people know the loop by; element 1 in all others. */
const identifyingElement: Readonly<Record<string, number>> = { LIN: 3 }

/**
 * For findings in the order of their positions: the outermost loop around each, named by the element that identifies
 * it, like PO101 "10". One walk over the set for all of them.
 */
export function businessUnits(set: TransactionSet): Context['units'] {
  const openers = new Map<string, Segment>()
  let walked = 0
  return one => {
    const outermost = one.loop?.split('/')[0]
    if (outermost === undefined || one.position === undefined) return undefined
    for (; walked < set.segments.length; walked++) {
      const segment = set.segments[walked]
      if (segment === undefined || segment.position > one.position) break
      openers.set(segment.tag, segment)
    }
    const element = identifyingElement[outermost] ?? 1
    const value = openers.get(outermost)?.el(element)
    return value ? { name: `${outermost}${String(element).padStart(2, '0')}`, value } : undefined
  }
}

/** The element whose presence asks for the one that is missing, or excludes the one that is there. */
export function triggerOf(
  one: Finding,
  { set, version }: Pick<Context, 'set' | 'version'>,
): { element: number; dataElement: string } | undefined {
  const { element, component, position, tag = '' } = one
  if (element === undefined || component !== undefined || position === undefined) return undefined
  if (one.x12.ak403 !== '2' && one.x12.ak403 !== '10') return undefined
  const rule = guideFor(set.id, version)?.segmentRule(tag)
  const values = set.segments[position - 1]?.elements
  if (rule === undefined || values === undefined) return undefined
  const isThere = (n: number) => (values[n - 1] ?? '') !== ''
  for (const relation of rule.relations) {
    const trigger = relation.elements.includes(element) ? causeOf(relation, element, isThere) : undefined
    if (trigger !== undefined) return { element: trigger, dataElement: rule.elements[trigger - 1]?.number ?? '' }
  }
  return undefined
}

/** X12.6: P and E bind all to all, C and L the others to the first; R is caused by no one's presence. */
function causeOf({ kind, elements }: Relation, element: number, isThere: (n: number) => boolean): number | undefined {
  const others = elements.filter(n => n !== element && isThere(n))
  const [first = 0] = elements
  switch (kind) {
    case 'P':
      return isThere(element) ? undefined : others[0]
    case 'E':
      return isThere(element) ? others[0] : undefined
    case 'C':
      return !isThere(element) && element !== first && isThere(first) ? first : undefined
    case 'L':
      return !isThere(element) && others.length === 1 && others[0] === first ? first : undefined
    case 'R':
      return undefined
  }
}
