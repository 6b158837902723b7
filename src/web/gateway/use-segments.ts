// The segments of an interchange as they come into sight: asked for page by page, kept, never all at once.
import { type QueryClient, useQueries } from '@tanstack/react-query'
import { type ExplainedSegmentShown, gatewayApi, type SegmentsShown } from '../../gateway/api.ts'
import { call } from '../api.ts'
import type { Problem } from '../problem.ts'
import { keyOf } from '../query.ts'

/** Segments of one page. */
const pageLines = 100
/** Bytes never change. */
const always = Number.POSITIVE_INFINITY

export interface Segments {
  /** Undefined until the first page is there. */
  total: number | undefined
  separators: SegmentsShown['separators']
  /** Undefined while it is on its way. */
  at(line: number): ExplainedSegmentShown | undefined
  /** Why some in sight cannot be had. */
  problem: Problem | null
  retry(): void
}

function pageOf(interchangeId: string, from: number) {
  const asked = { params: { interchangeId }, query: { from, count: pageLines } }
  return {
    queryKey: keyOf(gatewayApi.segments, asked),
    queryFn: ({ signal }: { signal: AbortSignal }) => call(gatewayApi.segments, asked, signal),
    staleTime: always,
  }
}

/** Asks for the first ones while the page's code is still on its way: of a long interchange, reading takes the longest. */
export function firstSegmentsAhead(queries: QueryClient, interchangeId: string): void {
  void queries.prefetchQuery(pageOf(interchangeId, 0))
}

/** Those in sight, and the first ones, which say how many there are. */
export function useSegments(interchangeId: string, inSight: readonly number[] = []): Segments {
  const pages = [...new Set([0, ...inSight.map(line => Math.floor(line / pageLines) * pageLines)])]
  return useQueries({
    queries: pages.map(from => pageOf(interchangeId, from)),
    combine: answers => {
      const byFrom = new Map(answers.flatMap(({ data }) => (data ? [[data.from, data] as const] : [])))
      const failed = answers.filter(one => one.error && !one.data)
      const first = byFrom.get(0)
      return {
        total: first?.total,
        separators: first?.separators ?? { component: '' },
        at: line => byFrom.get(Math.floor(line / pageLines) * pageLines)?.segments[line % pageLines],
        problem: (failed[0]?.error as Problem | undefined) ?? null,
        retry: () => {
          for (const one of failed) void one.refetch()
        },
      }
    },
  })
}
