/** An input in words, each finding beneath the segment it is about. */

import type { Judgment } from '../judge/judgment.ts'
import type { Finding } from '../model.ts'
import type { Reviewed } from './check.ts'
import { type ExplainedSegment, explainInterchange } from './explain.ts'

export interface Annotated {
  readonly segment: ExplainedSegment
  /** 0 for ISA, 1 for GS, 2 for ST, deeper with every loop. */
  readonly depth: number
  readonly findings: readonly Finding[]
}

export interface AnnotatedInterchange {
  readonly judgment: Judgment
  readonly segments: readonly Annotated[]
}

/** Findings that belong to no segment that was read (a missing end, say) stand beneath the last one before them. */
export function annotate({ judgments }: Reviewed): AnnotatedInterchange[] {
  return judgments.map(judgment => {
    const segments = explainInterchange(judgment.interchange)
    const byIndex = new Map<number, Finding[]>()
    for (const one of allFindings(judgment)) {
      const index = lastAt(segments, one.offset)
      byIndex.set(index, [...(byIndex.get(index) ?? []), one])
    }
    return {
      judgment,
      segments: segments.map((segment, i) => ({ segment, depth: depthOf(segment), findings: byIndex.get(i) ?? [] })),
    }
  })
}

export function allFindings({ findings, groups }: Judgment): Set<Finding> {
  const inGroups = groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)])
  return new Set([...findings, ...inGroups])
}

/** Index of the last segment that begins at or before the offset; segments stand in the order of the input. */
function lastAt(segments: readonly ExplainedSegment[], offset: number): number {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((segments[middle]?.offset ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function depthOf({ tag, loop }: ExplainedSegment): number {
  if (tag === 'ISA' || tag === 'IEA') return 0
  if (tag === 'GS' || tag === 'GE' || tag === 'TA1') return 1
  if (tag === 'ST' || tag === 'SE') return 2
  return 3 + (loop === '' ? 0 : loop.split('/').length)
}
