// The version of an order that its supplier could know of at an instant: an 855 says none.
import { and, eq, lte, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'

/** The last version announced by then. */
export async function versionKnown(tx: Tx, order: { id: string; version: number }, at: Date): Promise<number> {
  if (order.version === 1) return 1
  await flush(tx)
  const [row] = await tx
    .select({ version: sql<number | null>`max((${events.data}->>'version')::int)` })
    .from(events)
    .where(and(eq(events.subjectId, order.id), eq(events.subjectKind, 'order'), lte(events.at, at)))
  return row?.version ?? 1
}
