// Whether an answer that had come in time lay here, unread or not applied, through no fault of the supplier.
import { type SQL, sql } from 'drizzle-orm'
import { documents, interchanges } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { work } from '../kernel/tables.ts'
import type { ClockRecord } from './clock-row.ts'

export interface Held {
  /** When it was received. */
  at: Date
  /** Known to be the answer, or never to be known; else it is still to be read. */
  settled: boolean
}

/**
 * The earliest interchange that came in time, may hold the answer, and was not applied when the answer came another
 * way or was asked no more. Settled: applied since, as the supplier had sent it, or given up by us after failing again
 * and again. What waits for a person because of what it says is not our fault.
 */
export async function heldHere(tx: Tx, row: ClockRecord): Promise<Held | undefined> {
  const { buyerId, supplierId, subjectId, kind, startedAt, dueAt, stoppedAt } = row
  const functional =
    kind === 'acknowledgment'
      ? sql`d.functional_id = 'FA'`
      : kind === 'ship-notice'
        ? sql`d.functional_id = 'SH'`
        : sql`d.functional_id not in ('FA', 'AG', 'SH')`
  const document = (which: SQL) => sql`exists (
    select from ${documents} d
     where d.interchange_id = i.id and ${functional} and (d.subject_id = ${subjectId} or d.subject_id is null) and ${which})`
  const settled = sql`(i.status = 'needs-attention' and ${gaveUp('interchange.process', sql`w.key = i.id::text`)})
    or ${document(sql`(d.status = 'applied' and d.subject_id is not null and d.working_text is null and d.applied_at >= ${stoppedAt})`)}
    or ${document(sql`(d.status = 'needs-attention' and ${gaveUp('document.apply', sql`w.data ->> 'documentId' = d.id::text`)})`)}`
  const unread = sql`i.status = 'received' or ${document(sql`d.status = 'accepted'`)}`
  const { rows } = await tx.execute<{ at: Date | string; settled: boolean }>(sql`
    select at, settled
      from (select i.at, (${settled}) as settled, (${unread}) as unread from ${interchanges} i
             where i.buyer_id = ${buyerId} and i.supplier_id = ${supplierId} and i.at between ${startedAt} and ${dueAt}
               and i.direction = 'in' and i.closed_at is null) held
     where settled or unread order by settled desc, at limit 1`)
  return rows[0] && { at: new Date(rows[0].at), settled: rows[0].settled }
}

/** Failed to the last try; the supplier's work, for it is done in its name. */
const gaveUp = (kind: string, which: SQL) => sql`exists (
  select from ${work} w
   where w.org_id = i.supplier_id and w.kind = ${kind} and w.failed_at is not null and w.done_at is null and ${which})`
