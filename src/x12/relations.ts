/** Relational conditions between the elements of a segment (X12.6): P, R, E, C, L. */
import type { Relation } from './guide.ts'
import type { FindingCode } from './messages.ts'

export interface BrokenRelation {
  readonly code: FindingCode
  /** The element that is missing, or that must not be there. */
  readonly element: number
  readonly expected: string
}

/** The first element that breaks the relation; undefined when it holds. */
export function brokenRelation(relation: Relation, values: readonly string[], tag: string): BrokenRelation | undefined {
  const element = culprit(relation, values)
  return element === undefined ? undefined : { element, ...told(relation, tag) }
}

function culprit({ kind, elements }: Relation, values: readonly string[]): number | undefined {
  const has = (n: number) => (values[n - 1] ?? '') !== ''
  const first = elements[0] ?? 1
  switch (kind) {
    case 'P':
      return elements.some(has) ? elements.find(n => !has(n)) : undefined
    case 'R':
      return elements.some(has) ? undefined : first
    case 'E':
      return elements.filter(has).sort((a, b) => a - b)[1]
    case 'C':
      return has(first) ? elements.find(n => !has(n)) : undefined
    case 'L':
      return has(first) && !elements.some(n => n !== first && has(n)) ? elements[1] : undefined
  }
}

function told({ kind, elements }: Relation, tag: string): Pick<BrokenRelation, 'code' | 'expected'> {
  const named = (list: readonly number[]) => list.map(n => `${tag}${String(n).padStart(2, '0')}`).join(', ')
  const [first = 1, ...rest] = elements
  switch (kind) {
    case 'P':
      return { code: 'element.condition-paired', expected: `${named(elements)} go together` }
    case 'R':
      return { code: 'element.condition-one-of', expected: `one of ${named(elements)} has to be sent` }
    case 'E':
      return { code: 'element.exclusive', expected: `only one of ${named(elements)} may be sent` }
    case 'C':
      return { code: 'element.condition-needs', expected: `${named([first])} needs it` }
    case 'L':
      return { code: 'element.condition-needs', expected: `${named([first])} needs one of ${named(rest)}` }
  }
}
