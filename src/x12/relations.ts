/** Relational conditions between the elements of a segment (X12.6): P, R, E, C, L. */
import type { Relation } from './guide.ts'
import type { FindingCode } from './messages.ts'

export interface BrokenRelation {
  readonly code: FindingCode
  /** The element that is missing, or that must not be there. */
  readonly element: number
  readonly expected: string
}

export function brokenRelation(
  { kind, elements }: Relation,
  values: readonly string[],
  tag: string,
): BrokenRelation | undefined {
  const has = (n: number) => (values[n - 1] ?? '') !== ''
  const named = (list: readonly number[]) => list.map(n => `${tag}${String(n).padStart(2, '0')}`).join(', ')
  const broken = (code: FindingCode, element: number | undefined, expected: string) =>
    element === undefined ? undefined : { code, element, expected }
  const [first = 1, ...rest] = elements
  switch (kind) {
    case 'P': {
      const absent = elements.some(has) ? elements.find(n => !has(n)) : undefined
      return broken('element.condition-paired', absent, `${named(elements)} go together`)
    }
    case 'R': {
      const absent = elements.some(has) ? undefined : first
      return broken('element.condition-one-of', absent, `one of ${named(elements)} has to be sent`)
    }
    case 'E':
      return broken('element.exclusive', elements.filter(has)[1], `only one of ${named(elements)} may be sent`)
    case 'C': {
      const absent = has(first) ? rest.find(n => !has(n)) : undefined
      return broken('element.condition-needs', absent, `${named([first])} needs it`)
    }
    case 'L': {
      const absent = has(first) && !rest.some(has) ? rest[0] : undefined
      return broken('element.condition-needs', absent, `${named([first])} needs one of ${named(rest)}`)
    }
  }
}
