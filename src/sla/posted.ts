// To which system of the buyer's a fired step was posted, and why that has not arrived: for the buyer alone.
import { eq } from 'drizzle-orm'
import { anyOf } from '../kernel/any-of.ts'
import type { Tx } from '../kernel/db.ts'
import { type escalations, webhookDeliveries, webhooks } from './tables.ts'

export interface Posted {
  /** Of the webhook. */
  name: string
  reason?: string
}

/** By these a fired step is known. */
export const firedKey = (clockId: string, level: string): string => `${clockId}:${level}`

/** Row-level security shows a supplier none. */
export async function postedOf(
  tx: Tx,
  fired: readonly (typeof escalations.$inferSelect)[],
): Promise<Map<string, Posted>> {
  const posting = fired.filter(({ told }) => told.some(({ channel }) => channel === 'webhook'))
  if (posting.length === 0) return new Map()
  const { clockId, level, reason } = webhookDeliveries
  const rows = await tx
    .select({ clockId, level, reason, name: webhooks.name })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(anyOf(clockId, [...new Set(posting.map(step => step.clockId))]))
  return new Map(
    rows.map(row => [
      firedKey(row.clockId, row.level),
      { name: row.name, ...(row.reason === null ? {} : { reason: row.reason }) },
    ]),
  )
}
