// Clocks of a long list are asked for in several questions, and told by subject. Pure.
import type { ClockSummary } from '../../sla/api.ts'
import { isNotice, isOwn } from '../../sla/whose.ts'

/** So many ids fit into one question. */
export const IDS_MAX = 200

/**
 * The comma lists to ask with. Ids keep their place, so that a list that grows by a page asks only for what is new; within
 * one question they are in order, so that sorting a short list anew asks nothing.
 */
export function questionsOf(subjectIds: readonly string[]): string[] {
  const ids = [...new Set(subjectIds)]
  const questions: string[] = []
  for (let i = 0; i < ids.length; i += IDS_MAX)
    questions.push(
      ids
        .slice(i, i + IDS_MAX)
        .toSorted()
        .join(','),
    )
  return questions
}

/** The first of each subject, as the server puts the most pressing first; a 997 is no answer that people wait for, nor is a ship notice. `own`: of the buyer's decisions. */
export function mostPressing<T extends Pick<ClockSummary, 'subjectId' | 'kind'>>(
  rows: readonly T[],
  own = false,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const row of rows)
    if (row.kind !== 'acknowledgment' && !isNotice(row) && isOwn(row) === own && !found.has(row.subjectId))
      found.set(row.subjectId, row)
  return found
}
