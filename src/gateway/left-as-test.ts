// Whether what went out by X12 is a test: asked by the rooms whose clocks and pages must not take a test for the real thing.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { documents, interchanges } from './tables.ts'

/** What is known of the documents about one subject; none of it, where none has left. */
export interface Left {
  /** All that the partner has of it are tests, and nothing live is on its way. */
  testOnly: boolean
  /** A live document lies ready for the partner, or is with it. */
  arrivedLive: boolean
}

/** What was withdrawn before it was fetched is as if it had never left. */
const sent = sql`${interchanges.delivery} is not null`
const live = sql`(${interchanges.usage} = 'P' and ${sent})`

/** By subject id; subjects without a document of ours are not in it. */
export async function leftOf(tx: Tx, subjectIds: readonly string[]): Promise<ReadonlyMap<string, Left>> {
  if (subjectIds.length === 0) return new Map()
  const rows = await tx
    .select({
      subjectId: documents.subjectId,
      tested: sql<boolean>`coalesce(bool_or(${interchanges.usage} <> 'P' and ${sent}), false)`,
      coming: sql<boolean>`coalesce(bool_or(${live} or ${documents.status} = 'queued'), false)`,
      arrivedLive: sql<boolean>`coalesce(bool_or(${live} and ${interchanges.delivery} in ('collectable', 'delivered')), false)`,
    })
    .from(documents)
    .leftJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .where(and(inArray(documents.subjectId, [...subjectIds]), eq(documents.direction, 'out')))
    .groupBy(documents.subjectId)
  return new Map(
    rows.flatMap(({ subjectId, tested, coming, arrivedLive }) =>
      subjectId ? [[subjectId, { testOnly: tested && !coming, arrivedLive }] as const] : [],
    ),
  )
}

/** `relationship`: what is agreed is a test still. `document`: it is live by now, and this one left before as a test. */
export type InTest = 'relationship' | 'document'

/** Which of these, all of which go out by X12, are tests; by subject id, with what makes them so. */
export async function inTestOf(
  tx: Tx,
  subjects: readonly { id: string; usage: 'T' | 'P' }[],
): Promise<ReadonlyMap<string, InTest>> {
  const left = await leftOf(
    tx,
    subjects.filter(({ usage }) => usage === 'P').map(({ id }) => id),
  )
  const tests = new Map<string, InTest>()
  for (const { id, usage } of subjects) {
    if (usage === 'T') tests.set(id, 'relationship')
    else if (left.get(id)?.testOnly) tests.set(id, 'document')
  }
  return tests
}
