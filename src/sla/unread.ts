// What lies in the house and may be the answer that a clock waits for: received in time, and not applied.
import { sql } from 'drizzle-orm'
import { documents, interchanges, names } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'
import type { ClockRecord } from './clock-row.ts'
import { isOwn } from './whose.ts'

type Waiting = Pick<ClockRecord, 'id' | 'supplierId' | 'kind' | 'subjectId' | 'startedAt' | 'dueAt'>

/**
 * By clock: receipt of the earliest interchange of its relationship that may hold its answer and that our side has not
 * dealt with: being read, waiting for a person, or held. One range of a small index for each clock.
 */
export async function unreadSince(
  tx: Tx,
  buyerId: string,
  waiting: readonly Waiting[],
): Promise<ReadonlyMap<string, Date>> {
  // What lies unread is the supplier's word: a decision of the buyer's own waits for none.
  const asked = waiting
    .filter(clock => !isOwn(clock))
    .map(({ id, supplierId, kind, subjectId, startedAt, dueAt }) => ({
      ...{ id, supplier_id: supplierId, subject_id: subjectId, started_at: startedAt, due_at: dueAt },
      ...{ acknowledgment: kind === 'acknowledgment', notice: kind === 'ship-notice' },
    }))
  const { rows } = await tx.execute<{ id: string; at: Date | string }>(sql`
    select v.id, unread.at
      from json_to_recordset(${JSON.stringify(asked)}::json) as v(id uuid, supplier_id uuid, subject_id uuid,
             started_at timestamptz, due_at timestamptz, acknowledgment boolean, notice boolean)
     cross join lateral (
       select i.at from ${interchanges} i
        where i.buyer_id = ${buyerId} and i.supplier_id = v.supplier_id and i.at <= v.due_at
          -- Written out, so that the index of what is unread is used.
          and i.direction = 'in' and i.status in ('received', 'answered', 'needs-attention', 'held')
          and i.closed_at is null
          and ${mayAnswer}
        order by i.at
        limit 1) unread`)
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]))
}

/**
 * What waits for a person may do so for weeks: it counts for what was asked before it came, unless it names the very
 * subject. A 997 (FA) answers no order, nor does a ship notice (SH), for which alone a clock of its own waits; only a 997
 * is what an acknowledgment clock waits for; an 824 (AG) is advice.
 */
const mayAnswer = sql`case i.status
  when 'received' then true
  when 'held' then i.at >= v.started_at
  else (i.status = 'needs-attention' and i.at >= v.started_at
         and not exists (select from ${documents} d where d.interchange_id = i.id))
    or exists (
      select from ${documents} d
       where d.interchange_id = i.id and d.status in ('accepted', 'needs-attention')
         and case when v.acknowledgment then d.functional_id = 'FA' when v.notice then d.functional_id = 'SH'
                  else d.functional_id not in ('FA', 'AG', 'SH') end
         and (d.status = 'accepted' or ${names(sql`v.subject_id`)} or (d.subject_id is null and i.at >= v.started_at)))
  end`
