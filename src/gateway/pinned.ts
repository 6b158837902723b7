// What the business refused of valid documents, pinned to the segment that says it.
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { events } from '../kernel/tables.ts'
import type { FindingAtLine } from './api.ts'
import { lineAt, type Outline } from './outline.ts'
import { documents } from './tables.ts'

/** Told with the fact that the document waits; the last one counts. */
const position = sql<number | null>`(select (e.data->>'position')::int from ${events} e
  where e.subject_id = documents.id and e.type = 'document.needs-attention' order by e.seq desc limit 1)`

/** One for each document that waits because of one of its segments. A corrected copy has places of its own. */
export async function pinnedIn(tx: Tx, interchangeId: string, outline: Outline): Promise<FindingAtLine[]> {
  const waiting = await tx
    .select({ reason: documents.reason, from: documents.bytesFrom, position })
    .from(documents)
    .where(
      and(
        eq(documents.interchangeId, interchangeId),
        eq(documents.status, 'needs-attention'),
        eq(documents.direction, 'in'),
        isNull(documents.workingText),
        isNotNull(documents.bytesFrom),
      ),
    )
  return waiting.flatMap(({ reason, from, position: at }) => {
    if (from === null || at === null) return []
    const line = lineAt(outline, from) + at - 1
    const finding = {
      severity: 'error',
      code: 'not-applied',
      text: reason ?? '',
      remedy: 'It is valid, and not applied as it stands.',
      who: 'receiver',
      offset: outline.starts[line] ?? from,
      position: at,
      line,
    } as const
    return [finding]
  })
}
