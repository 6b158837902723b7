/** Reading the 997s (and 999s) that partners send about what we sent them. TA1s are read with the interchange. */
import type { TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'

export interface AcknowledgedElement {
  readonly element: number
  readonly component?: number
  readonly repetition?: number
  readonly dataElement: string
  /** AK403. */
  readonly code: string
  readonly value: string
}

export interface AcknowledgedSegment {
  /** AK301. */
  readonly segment: string
  /** AK302: position in the set, ST being 1. */
  readonly position: number
  readonly loop: string
  /** AK304. */
  readonly code: string
  readonly elements: readonly AcknowledgedElement[]
}

export interface AcknowledgedSet {
  readonly id: string
  readonly control: string
  /** AK501: A accepted, E with errors, R rejected, M W X security. */
  readonly code: string
  /** AK502 and following. */
  readonly codes: readonly string[]
  readonly errors: readonly AcknowledgedSegment[]
}

export interface Acknowledgment {
  /** AK101: functional id of our group. */
  readonly functionalId: string
  /** AK102: our GS06. */
  readonly groupControl: string
  /** AK901; '' when the set has no AK9. */
  readonly code: string
  /** AK905 and following. */
  readonly codes: readonly string[]
  /** May be empty although the group had sets: accepted ones need not be named. */
  readonly sets: readonly AcknowledgedSet[]
  readonly counts: { readonly said: number; readonly received: number; readonly accepted: number }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

/** What a 997 or 999 says, in the order it says it. It should have passed its guide; what is missing reads as ''. */
export function read997(set: TransactionSet): Acknowledgment {
  const ak1 = set.segments.find(segment => segment.tag === 'AK1')
  const ak9 = set.segments.find(segment => segment.tag === 'AK9')
  const sets: Writable<AcknowledgedSet>[] = []
  let current: Writable<AcknowledgedSet> | undefined
  let errors: AcknowledgedElement[] | undefined
  for (const segment of set.segments) {
    switch (segment.tag) {
      case 'AK2':
        current = { id: segment.el(1), control: segment.el(2), code: '', codes: [], errors: [] }
        sets.push(current)
        errors = undefined
        break
      case 'AK3':
      case 'IK3':
        errors = []
        current?.errors.push({ ...segmentError(segment), elements: errors })
        break
      case 'AK4':
      case 'IK4':
        errors?.push(elementError(segment))
        break
      case 'AK5':
      case 'IK5':
        if (current) {
          current.code = segment.el(1)
          current.codes = segment.elements.slice(1).filter(Boolean)
        }
    }
  }
  return {
    functionalId: ak1?.el(1) ?? '',
    groupControl: ak1?.el(2) ?? '',
    code: ak9?.el(1) ?? '',
    codes: (ak9?.elements.slice(4) ?? []).filter(Boolean),
    sets,
    counts: { said: count(ak9, 2), received: count(ak9, 3), accepted: count(ak9, 4) },
  }
}

function segmentError(segment: Segment) {
  return { segment: segment.el(1), position: count(segment, 2), loop: segment.el(3), code: segment.el(4) }
}

function elementError(segment: Segment): AcknowledgedElement {
  const [element = '', component = '', repetition = ''] = segment.components(1)
  return {
    element: Number(element) || 0,
    ...(component === '' ? {} : { component: Number(component) || 0 }),
    ...(repetition === '' ? {} : { repetition: Number(repetition) || 0 }),
    dataElement: segment.el(2),
    code: segment.el(3),
    value: segment.el(4),
  }
}

function count(segment: Segment | undefined, element: number): number {
  const text = segment?.el(element) ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}
