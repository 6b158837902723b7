// Leaves behind what is to be posted of steps that fire: one delivery of each clock and step, with the step itself.
import { and, eq, inArray } from 'drizzle-orm'
import { organizationOf } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { later } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import type { ClockRecord } from './clock-row.ts'
import type { Step } from './ladder.ts'
import { postWork } from './post.ts'
import { firedKey } from './posted.ts'
import { saidOf, switchedOff } from './said.ts'
import { type Told, webhookDeliveries, webhooks } from './tables.ts'
import { byWebhook } from './told.ts'

interface Firing {
  row: ClockRecord
  step: Step
  unread: boolean
}

/**
 * Of every step, also of those that a later one overtakes: a system is to know the whole course. Answers what stands with
 * each step from now on, by `clock:level`. A webhook that is off by then is told nothing, and nothing later.
 */
export async function postSteps(tx: Tx, fires: readonly Firing[], now: Date): Promise<Map<string, Told>> {
  const posting = fires.flatMap(fire =>
    fire.step.webhookId === undefined ? [] : [{ ...fire, webhookId: fire.step.webhookId }],
  )
  if (posting.length === 0) return new Map()
  const on = await enabledOf(
    tx,
    posting.map(({ webhookId }) => webhookId),
  )
  const suppliers = await suppliersOf(
    tx,
    posting.map(({ row }) => row.supplierId),
  )
  const { id: orgId, name } = await organizationOf(tx)
  const deliveries = posting.map(({ row, step, unread, webhookId }) => {
    const supplier = sure(suppliers.get(row.supplierId), 'supplier')
    const said = saidOf(row, step, { unread, supplier, buyer: { id: orgId, name } })
    const off = { state: 'failed' as const, reason: switchedOff, settledAt: now }
    const what = { id: newId(), orgId, webhookId, clockId: row.id, level: step.level, said }
    return on.has(webhookId) ? { ...what, state: 'queued' as const } : { ...what, ...off }
  })
  await tx.insert(webhookDeliveries).values(deliveries)
  for (const { id, state, clockId } of deliveries)
    if (state === 'queued') await later(tx, { kind: postWork, lane: 'send', orgId, key: id, data: { clockId } })
  return new Map(deliveries.map(({ clockId, level, state }) => [firedKey(clockId, level), byWebhook(state, now)]))
}

async function enabledOf(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(inArray(webhooks.id, [...new Set(ids)]), eq(webhooks.enabled, true)))
  return new Set(rows.map(({ id }) => id))
}

async function suppliersOf(tx: Tx, ids: readonly string[]) {
  const { supplierId: id, supplierName: name, vendorNumber } = relationships
  const rows = await tx
    .select({ id, name, vendorNumber })
    .from(relationships)
    .where(and(eq(relationships.buyerId, tx.caller.orgId), inArray(id, [...new Set(ids)])))
  return new Map(rows.map(row => [row.id, row]))
}
