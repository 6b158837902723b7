/** Interchanges and sets in words, segment by segment, for people who read them on a screen. */
import { guideFor } from '../guide/guide.ts'
import { placeSegments } from '../judge/structure.ts'
import type { Group, Interchange, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { codeInWords, elementInWords, segmentInWords } from './words.ts'

export interface ExplainedElement {
  /** Like "BAK02", or "AK401-1" for a component. */
  readonly ref: string
  readonly name?: string
  readonly value: string
  /** What the code means, where it is known. */
  readonly meaning?: string
}

export interface ExplainedSegment {
  readonly tag: string
  readonly name?: string
  /** 1 for ST; 0 for the segments around the sets. */
  readonly position: number
  readonly offset: number
  /** Loops around it, like "PO1/ACK". */
  readonly loop: string
  readonly elements: readonly ExplainedElement[]
}

/** Elements that say what another means sit before it; empty elements are left out. Works without a guide too. */
export function explainSet(set: TransactionSet, group: Pick<Group, 'gs'>): ExplainedSegment[] {
  // ST01 may hold anything, "constructor" too.
  const guide = /^\d{3}$/.test(set.id) ? guideFor(set.id, group.gs.version) : undefined
  const paths = new Map<Segment, string>()
  if (guide) placeSegments(set, guide, (segment, frame) => paths.set(segment, frame.list.path), false)
  return set.segments.map(segment => {
    const rule = guide?.segmentRule(segment.tag)
    const name = segmentInWords(segment.tag)
    const elements = segment.elements.flatMap((value, i): ExplainedElement[] => {
      if (value === '') return []
      const ref = `${segment.tag}${String(i + 1).padStart(2, '0')}`
      const element = rule?.elements[i]
      const inside = element?.components
      if (!inside) return [explained(ref, elementInWords(segment.tag, i + 1, element?.number), value, element?.number)]
      return segment.components(i + 1).flatMap((part, c) => {
        const number = inside[c]?.number
        return part === '' ? [] : [explained(`${ref}-${c + 1}`, elementInWords('', 0, number), part, number)]
      })
    })
    const loop = paths.get(segment) ?? ''
    return {
      tag: segment.tag,
      ...(name ? { name } : {}),
      position: segment.position,
      offset: segment.offset,
      loop,
      elements,
    }
  })
}

function explained(ref: string, name: string | undefined, value: string, number = ''): ExplainedElement {
  const meaning = codeInWords(number, value)
  return { ref, ...(name ? { name } : {}), value, ...(meaning ? { meaning } : {}) }
}

/** A whole interchange in words: header, TA1s, groups with their sets, trailers, in the order sent. */
export function explainInterchange(interchange: Interchange): ExplainedSegment[] {
  const trailer = (tag: string, one: { count: string; control: string; offset: number } | undefined) =>
    one ? [around(tag, one.offset, [one.count, one.control])] : []
  return [
    around('ISA', interchange.offset, interchange.isa.raw),
    ...interchange.ta1s.map(one => around('TA1', one.offset, [one.control, one.date, one.time, one.code, one.note])),
    ...interchange.groups.flatMap(group => [
      around('GS', group.offset, group.gs.raw),
      ...group.sets.flatMap(set => explainSet(set, group)),
      ...trailer('GE', group.ge),
    ]),
    ...trailer('IEA', interchange.iea),
  ]
}

/** Segments of the envelope have no guide; their elements' codes are told by their own place. */
function around(tag: string, offset: number, values: readonly string[]): ExplainedSegment {
  const name = segmentInWords(tag)
  const elements = values.flatMap((value, i): ExplainedElement[] => {
    const ref = `${tag}${String(i + 1).padStart(2, '0')}`
    return value.trim() === '' ? [] : [explained(ref, elementInWords(tag, i + 1), value.trim(), ref)]
  })
  return { tag, ...(name ? { name } : {}), position: 0, offset, loop: '', elements }
}
