// Sending once more: the same bytes, the same document under new numbers, or what waits, now.
import { and, eq, getTableColumns, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { later } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import type { GatewayFact, OutboundWriters } from './contract.ts'
import { factData } from './facts.ts'
import { isPushed } from './freeze.ts'
import { refuseDocument, refuseInterchange } from './interchange.ts'
import { deliverOnceMore } from './offer.ts'
import { ofKey, processWork, sizeOf } from './receive.ts'
import { isTest } from './rows.ts'
import { locked } from './run-again.ts'
import { queueDocument } from './send.ts'
import { documents, interchanges, unanswered } from './tables.ts'

/** The same bytes under the same numbers, offered again. */
export async function resend(tx: Tx, interchangeId: string): Promise<Refusal | undefined> {
  const { interchange, relationship } = await lockedInterchange(tx, interchangeId)
  const refused = refuseInterchange('resend', stateOf(interchange))
  if (refused) return refusal('not-to-resend', refused)
  await tx
    .update(interchanges)
    .set({
      delivery: isPushed(relationship) ? 'queued' : 'collectable',
      deliverySince: tx.now,
      deliveryAttempts: 0,
      deliveryError: null,
      closedAt: null,
    })
    .where(eq(interchanges.id, interchangeId))
  await deliverOnceMore(tx, relationship, interchangeId)
  await tellInterchange(tx, 'interchange.resent', interchange)
  return undefined
}

/** Tries a delivery that waits for its next turn, or was given up. */
export async function sendNow(tx: Tx, interchangeId: string): Promise<Refusal | undefined> {
  const { interchange, relationship } = await lockedInterchange(tx, interchangeId)
  const refused = refuseInterchange('send-now', stateOf(interchange))
  if (refused) return refusal('not-waiting', refused)
  const delivery = isPushed(relationship) ? 'queued' : 'collectable'
  await tx
    .update(interchanges)
    .set({ delivery, deliverySince: tx.now, closedAt: null })
    .where(eq(interchanges.id, interchangeId))
  await deliverOnceMore(tx, relationship, interchangeId)
  await tellInterchange(tx, 'interchange.sent-now', interchange)
  return undefined
}

/** Writes the same subject anew, under new control numbers; the old document is closed and stays to be seen. */
export async function requeue(tx: Tx, documentId: string, writers: OutboundWriters): Promise<Refusal | undefined> {
  const document = await locked(tx, documentId)
  const refused = refuseDocument('requeue', { ...document, test: await leftAsTest(tx, document.interchangeId) })
  if (refused) return refusal('not-to-requeue', refused)
  const { subjectKind, subjectId, subjectLabel, setId, buyerId, supplierId } = document
  if (!subjectKind || !subjectId || !Object.hasOwn(writers, setId))
    return refusal('no-subject', 'It is about nothing that could be written anew.', {
      remedy: 'Send the same bytes again instead.',
    })
  const reason = 'Written anew under new control numbers.'
  if (document.interchangeId) await withdraw(tx, document.interchangeId)
  // Nobody waits for its 997 any more; should the partner send one all the same, it is noted.
  const waited = document.acknowledgment === 'awaiting' || document.acknowledgment === 'overdue'
  await tx
    .update(documents)
    .set({ status: 'closed', reason, ...(waited ? { acknowledgment: 'none' } : {}) })
    .where(eq(documents.id, documentId))
  const subject = { kind: subjectKind, id: subjectId, label: subjectLabel ?? '' }
  await queueDocument(tx, { setId, subject, relationship: { buyerId, supplierId } })
  await announce(tx, {
    type: 'document.closed',
    subject: { kind: 'document', id: documentId },
    parties: [buyerId, supplierId],
    at: tx.now,
    data: { ...factData(document), note: reason },
  })
  return undefined
}

async function leftAsTest(tx: Tx, interchangeId: string | null): Promise<boolean> {
  if (!interchangeId) return false
  const [row] = await tx
    .select({ usage: interchanges.usage })
    .from(interchanges)
    .where(eq(interchanges.id, interchangeId))
  return isTest(row?.usage)
}

/** Who would get both could not know which one is meant. What the partner has already stays with it. */
async function withdraw(tx: Tx, interchangeId: string): Promise<void> {
  await tx
    .update(interchanges)
    .set({ delivery: null, deliveryError: null, reason: 'Withdrawn: its document was written anew.' })
    .where(and(eq(interchanges.id, interchangeId), inArray(interchanges.delivery, ['queued', 'collectable', 'failed'])))
}

/** Held, and taken after all: read and applied as if it had come now; its bytes stay as they are. */
export async function release(tx: Tx, interchangeId: string, note: string): Promise<Refusal | undefined> {
  const { interchange } = await lockedInterchange(tx, interchangeId)
  const refused = refuseInterchange('release', stateOf(interchange))
  if (refused) return refusal('not-held', refused)
  if (interchange.heldAs === 'mismatch' && (await isNumberUsed(tx, interchange)))
    return refusal('number-used', 'Its control number was taken since, so it would be taken twice.', {
      remedy: 'Dismiss it. If something is missing, ask the partner to send it under a new number.',
    })
  await tx
    .update(interchanges)
    .set({ status: 'received', releasedAt: tx.now, reason: note })
    .where(and(eq(interchanges.id, interchangeId), isNull(interchanges.releasedAt)))
  const work = { kind: processWork, lane: 'read' as const, orgId: interchange.supplierId }
  await later(tx, { ...work, key: interchangeId, data: sizeOf(interchange.bytes) })
  await tellInterchange(tx, 'interchange.released', interchange, { note })
  return undefined
}

/** The partner sent it again once its ids agreed, or gave the number to something else. */
async function isNumberUsed(tx: Tx, held: typeof interchanges.$inferSelect): Promise<boolean> {
  const parties = and(eq(interchanges.buyerId, held.buyerId), eq(interchanges.supplierId, held.supplierId))
  const taken = or(isNull(interchanges.heldAs), isNotNull(interchanges.releasedAt))
  const rows = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .where(and(parties, ofKey(held), taken))
    .limit(1)
  return rows.length > 0
}

/** Reading it was given up, or it spoke of what we did not know: it is read once more, as it came. */
export async function runAgain(tx: Tx, interchangeId: string): Promise<Refusal | undefined> {
  const { interchange } = await lockedInterchange(tx, interchangeId)
  const refused = refuseInterchange('run-again', stateOf(interchange))
  if (refused) return refusal('not-waiting', refused)
  await tx.update(interchanges).set({ status: 'received', reason: null }).where(eq(interchanges.id, interchangeId))
  const key = `${interchangeId}/${newId()}`
  const data = { interchangeId, ...sizeOf(interchange.bytes) }
  await later(tx, { kind: processWork, lane: 'read', orgId: interchange.supplierId, key, data })
  await tellInterchange(tx, 'interchange.run-again', interchange)
  return undefined
}

/** Left as it is, for good: held, never read, or never delivered. */
export async function dismiss(tx: Tx, interchangeId: string, note: string): Promise<Refusal | undefined> {
  const { interchange } = await lockedInterchange(tx, interchangeId)
  const refused = refuseInterchange('dismiss', stateOf(interchange))
  if (refused) return refusal('not-held', refused)
  await tx.update(interchanges).set({ closedAt: tx.now }).where(eq(interchanges.id, interchangeId))
  await tellInterchange(tx, 'interchange.dismissed', interchange, { note })
  return undefined
}

async function lockedInterchange(tx: Tx, interchangeId: string) {
  const [row] = await tx
    .select({
      interchange: { ...getTableColumns(interchanges), documents: documentCount, live: liveCount, unanswered },
      relationship: relationships,
    })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .where(eq(interchanges.id, interchangeId))
    .for('update', { of: interchanges })
  return known(row)
}

const documentCount = sql<number>`(select count(*)::int from documents d where d.interchange_id = ${interchanges.id})`
const liveCount = sql<number>`(select count(*)::int from documents d
  where d.interchange_id = ${interchanges.id} and d.status <> 'closed')`

export const stateOf = ({
  direction,
  status,
  delivery,
  closedAt,
  heldAs,
  documents,
  live,
  unanswered,
}: Pick<typeof interchanges.$inferSelect, 'direction' | 'status' | 'delivery' | 'closedAt' | 'heldAs'> & {
  documents: number
  /** Of these, how many are not closed. */
  live: number
  unanswered: boolean
}) => ({
  direction,
  status,
  delivery,
  closed: closedAt !== null,
  replaced: direction === 'out' && documents > 0 && live === 0,
  unreadable: heldAs === 'unreadable',
  documents,
  unanswered,
})

const tellInterchange = (
  tx: Tx,
  type: GatewayFact & `interchange.${string}`,
  { id, buyerId, supplierId, control }: { id: string; buyerId: string; supplierId: string; control: string },
  data: Record<string, unknown> = {},
) =>
  announce(tx, {
    type,
    subject: { kind: 'interchange', id },
    parties: [buyerId, supplierId],
    at: tx.now,
    data: { control, ...data },
  })
