// The supplier takes a ship notice back: what it covered is open to be shipped again. Nothing of it has been received here.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal, sure, Unknown } from '../kernel/errors.ts'
import { announceNotice } from './facts.ts'
import { holdOrders } from './hold.ts'
import type { Published } from './publish.ts'
import { mayCancel } from './ship-notice.ts'
import { shipNoticeItems, shipNotices } from './tables.ts'

/** Throws Unknown when it is not there or not the caller's to cancel. */
export async function cancelNotice(
  tx: Tx,
  { noticeId, reason, at = tx.now }: { noticeId: string; reason: string; at?: Date },
): Promise<Published | Refusal> {
  const items = await tx
    .select({ orderId: shipNoticeItems.orderId })
    .from(shipNoticeItems)
    .where(eq(shipNoticeItems.noticeId, noticeId))
  const orderIds = items.map(({ orderId }) => orderId)
  // The orders first, as whoever publishes does.
  if (orderIds.length > 0) await holdOrders(tx, orderIds)
  const [found] = await tx.select().from(shipNotices).where(eq(shipNotices.id, noticeId)).for('update')
  const notice = known(found)
  if (notice.supplierId !== tx.caller.orgId) throw new Unknown()
  if (!mayCancel(notice.state))
    return refusal('notice-cancelled', `Ship notice ${notice.number} has been cancelled already.`)
  const [row] = await tx
    .update(shipNotices)
    .set({ state: 'cancelled', cancelledAt: at, cancelledBy: tx.caller.name, cancelReason: reason.trim() })
    .where(eq(shipNotices.id, noticeId))
    .returning()
  const cancelled = sure(row)
  await announceNotice(tx, 'shipNotice.cancelled', cancelled, orderIds, { at, reason: cancelled.cancelReason })
  return { noticeId, number: cancelled.number, state: cancelled.state }
}
