// Whether an answer that had come in time lay here, unread or not applied, through no fault of the supplier.
import { type SQL, sql } from 'drizzle-orm'
import { documents, interchanges, names } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { work } from '../kernel/tables.ts'
import { orderLines } from '../orders/tables.ts'
import { shipNoticeItems, shipNotices } from '../shipments/tables.ts'
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
  const isNotice = kind === 'ship-notice'
  const functional =
    kind === 'acknowledgment'
      ? sql`d.functional_id = 'FA'`
      : isNotice
        ? sql`d.functional_id = 'SH'`
        : sql`d.functional_id not in ('FA', 'AG', 'SH')`
  const about = sql`(${names(subjectId)} or d.subject_id is null)`
  const document = (which: SQL) => sql`exists (
    select from ${documents} d where d.interchange_id = i.id and ${functional} and ${which})`
  const says = isNotice ? saysDelivery(row) : sql`d.subject_id = ${subjectId}`
  const settled = sql`(i.status = 'needs-attention' and ${gaveUp('interchange.process', sql`w.key = i.id::text`)})
    or ${document(sql`(d.status = 'applied' and ${says} and d.working_text is null and d.applied_at >= ${stoppedAt})`)}
    or ${document(sql`(d.status = 'needs-attention' and ${about} and ${gaveUp('document.apply', sql`w.data ->> 'documentId' = d.id::text`)})`)}`
  const unread = sql`i.status = 'received' or ${document(sql`(d.status = 'accepted' and ${isNotice ? sql`true` : about})`)}`
  const { rows } = await tx.execute<{ at: Date | string; settled: boolean }>(sql`
    select at, settled
      from (select i.at, (${settled}) as settled, (${unread}) as unread from ${interchanges} i
             where i.buyer_id = ${buyerId} and i.supplier_id = ${supplierId} and i.at between ${startedAt} and ${dueAt}
               and i.direction = 'in' and i.closed_at is null) held
     where settled or unread order by settled desc, at limit 1`)
  return rows[0] && { at: new Date(rows[0].at), settled: rows[0].settled }
}

/**
 * The 856 speaks of the clock's own line. Where the delivery is still asked for, what came in time and fills it makes the
 * clock met: only a notice that had been told late another way, and that this 856 says again, counts as late nevertheless.
 */
const saysDelivery = ({ at, subjectId, lines, dueAt }: ClockRecord) => sql`exists (
  select from ${shipNotices} n
    join ${shipNoticeItems} s on s.notice_id = n.id
    join ${orderLines} l on l.id = s.line_id
   where n.document_id = d.id and n.state = 'published' and s.order_id = ${subjectId} and l.line_number = ${lines?.[0] ?? 0}
     and ${at === 'cancelled-late' ? sql`true` : sql`n.received_at > ${dueAt}`})`

/** Failed to the last try; the supplier's work, for it is done in its name. */
const gaveUp = (kind: string, which: SQL) => sql`exists (
  select from ${work} w
   where w.org_id = i.supplier_id and w.kind = ${kind} and w.failed_at is not null and w.done_at is null and ${which})`
