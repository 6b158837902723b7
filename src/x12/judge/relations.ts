/** Relational conditions between the elements of a segment (X12.6): P, R, E, C, L. */
import type { Relation } from '../guide/guide.ts'
import type { FindingCode } from '../messages.ts'
import type { Expectation } from '../model.ts'

export interface BrokenRelation {
  readonly code: FindingCode
  /** The element that is missing, or that must not be there. */
  readonly element: number
  readonly expects: Expectation
}

/** The first element that breaks the relation; undefined when it holds. */
export function brokenRelation(relation: Relation, values: readonly string[], tag: string): BrokenRelation | undefined {
  const element = culprit(relation, values)
  return element === undefined ? undefined : { element, ...told(relation, tag) }
}

function culprit({ kind, elements }: Relation, values: readonly string[]): number | undefined {
  let present = 0
  let absent: number | undefined
  let second: number | undefined
  for (const n of elements) {
    if ((values[n - 1] ?? '') === '') absent ??= n
    else if (++present > 1) second = Math.max(second ?? 0, n)
  }
  const [first = 1, next] = elements
  const hasFirst = (values[first - 1] ?? '') !== ''
  switch (kind) {
    case 'P':
      return present > 0 ? absent : undefined
    case 'R':
      return present === 0 ? first : undefined
    case 'E':
      return second === undefined ? undefined : Math.max(second, hasFirst ? first : 0)
    case 'C':
      return hasFirst ? absent : undefined
    case 'L':
      return hasFirst && present === 1 ? next : undefined
  }
}

function told({ kind, elements }: Relation, tag: string): Pick<BrokenRelation, 'code' | 'expects'> {
  const named = (list: readonly number[]) => list.map(n => `${tag}${String(n).padStart(2, '0')}`).join(', ')
  const [first = 1, ...rest] = elements
  switch (kind) {
    case 'P':
      return {
        code: 'element.condition-paired',
        expects: { phrase: 'all-together', with: { elements: named(elements) } },
      }
    case 'R':
      return {
        code: 'element.condition-one-of',
        expects: { phrase: 'one-of-them', with: { elements: named(elements) } },
      }
    case 'E':
      return { code: 'element.exclusive', expects: { phrase: 'only-one-of-them', with: { elements: named(elements) } } }
    case 'C':
      return { code: 'element.condition-needs', expects: { phrase: 'needed-by', with: { element: named([first]) } } }
    case 'L':
      return {
        code: 'element.condition-needs',
        expects: { phrase: 'needs-one-of', with: { element: named([first]), elements: named(rest) } },
      }
  }
}
