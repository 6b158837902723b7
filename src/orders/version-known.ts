// The version of an order that its supplier could know of at an instant: an 855 says none.
import { and, eq, lte, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { events } from '../kernel/tables.ts'

/** The last version announced by then. */
export async function versionKnown(tx: Tx, orderId: string, at: Date): Promise<number> {
  const [row] = await tx
    .select({ version: sql<number | null>`max((${events.data}->>'version')::int)` })
    .from(events)
    .where(and(eq(events.subjectId, orderId), eq(events.subjectKind, 'order'), lte(events.at, at)))
  return row?.version ?? 1
}
