// Whether what a supplier sent before an 856 is still to be applied: documents of one interchange are applied in any order.
import { sql } from 'drizzle-orm'
import type { InboundDocument } from '../gateway/index.ts'
import { documents, interchanges } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'

/** An answer that agrees on the line, the notice that is taken back, or the one that takes another back. */
export async function isSentBeforeWaiting(
  tx: Tx,
  { documentId, interchangeId, receivedAt, relationship: { buyerId, supplierId } }: InboundDocument,
): Promise<boolean> {
  // Those of one burst have one instant, and are numbered as they came.
  const earlier = sql`(i.at, i.id) < (${receivedAt}, ${interchangeId})`
  const { rows } = await tx.execute(sql`
    select from ${interchanges} i
     where i.buyer_id = ${buyerId} and i.supplier_id = ${supplierId} and i.at <= ${receivedAt}
       -- Written out, so that the index of what is unread is used.
       and i.direction = 'in' and i.status in ('received', 'answered', 'needs-attention', 'held') and i.closed_at is null
       and ((i.status = 'received' and ${earlier})
         or exists (select from ${documents} d
                     where d.interchange_id = i.id and d.status = 'accepted' and d.set_id in ('855', '856')
                       and (${earlier} or (i.id = ${interchangeId} and d.id < ${documentId}))))
     limit 1`)
  return rows.length > 0
}
