// Applies a document by work of its own: the first time for one of many, and whenever a person says "run again".
import { eq } from 'drizzle-orm'
import type { Caller, Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later, type WorkHandler } from '../kernel/work.ts'
import { takeAcknowledgment } from './acknowledged.ts'
import { applyOne, type Outcome, outcomeFact, partnerSystem, speakingAs, tryOut } from './apply.ts'
import type { InboundHandlers } from './contract.ts'
import { lastCorrection } from './correction.ts'
import { factData } from './facts.ts'
import { keepFurther } from './further.ts'
import { refuseDocument, statusOf } from './interchange.ts'
import { applyWork, subjectColumns } from './process.ts'
import { writeAgain } from './send.ts'
import { documents, interchanges } from './tables.ts'
import { type InboundCopy, inboundCopy, refuseCopy, refuseOtherNumber } from './working-copy.ts'

export const applyHandler = (handlers: InboundHandlers): WorkHandler => ({
  kind: applyWork,
  lane: 'edi',
  mode: 'tx',
  triesMax: 6,
  run: async (tx, { data }) => {
    const copy = await inboundCopy(tx, data.documentId ?? '')
    if (!copy) return undefined
    const partner = speakingAs(tx, await spokenBy(tx, copy))
    const act = () => outcomeOf(partner, handlers, copy)
    if (waits(copy)) await settle(tx, copy, await act())
    if (isToTryOut(copy)) await tellTried(tx, copy, await tryOut(partner, act))
    failpoint('apply.before-commit')
    return undefined
  },
  gaveUp: async (tx, { data }, error) => {
    const copy = await inboundCopy(tx, data.documentId ?? '')
    const reason = `Applying it failed again and again: ${error.message}`.slice(0, 500)
    if (copy && waits(copy)) await settle(tx, copy, { status: 'needs-attention', reason })
    if (copy && isToTryOut(copy)) await tellTried(tx, copy, { status: 'needs-attention', reason })
  },
})

const waits = ({ document }: InboundCopy) => document.status === 'accepted'
const isToTryOut = ({ document }: InboundCopy) => document.status === 'test' && document.reason === null

/** A test is never applied; what would have come of it is told. */
async function tellTried(tx: Tx, { document }: InboundCopy, outcome: Outcome): Promise<void> {
  const label = outcome.subject?.label ?? document.subjectLabel
  const reason =
    outcome.status === 'applied' ? 'Test: it would be applied.' : `Test: it would need attention. ${outcome.reason}`
  await tx.update(documents).set({ reason, subjectLabel: label }).where(eq(documents.id, document.id))
  await announce(tx, {
    type: 'document.tried',
    subject: { kind: 'document', id: document.id },
    parties: [document.buyerId, document.supplierId],
    at: tx.now,
    data: { ...factData({ ...document, subjectLabel: label }), reason },
  })
}

/** Of a corrected copy history names both: who sent it, and who changed what it says. */
async function spokenBy(tx: Tx, { document, relationship }: InboundCopy): Promise<Caller> {
  const partner = partnerSystem(relationship)
  const corrected = document.workingText === null ? undefined : await lastCorrection(tx, document.id)
  return corrected ? { ...partner, name: `${partner.name}, corrected by ${corrected.by}` } : partner
}

async function outcomeOf(tx: Tx, handlers: InboundHandlers, copy: InboundCopy): Promise<Outcome> {
  const { document, relationship, group, set, interchange } = copy
  if (group.gs.functionalId === 'FA') {
    const reason = await takeAcknowledgment(tx, relationship, set, interchange.at)
    return reason ? { status: 'needs-attention', reason } : { status: 'applied' }
  }
  const { id: interchangeId, at: receivedAt } = interchange
  const inbound = { documentId: document.id, interchangeId, relationship, group, set, receivedAt }
  return await applyOne(tx, handlers, inbound)
}

/** Records an outcome, and what the interchange has come to by it. */
async function settle(tx: Tx, copy: InboundCopy, outcome: Outcome): Promise<void> {
  const { document, interchange, relationship, group, set } = copy
  const applied = outcome.status === 'applied'
  await tx
    .update(documents)
    .set({
      status: outcome.status,
      reason: applied ? null : outcome.reason,
      ...(applied ? { appliedAt: tx.now } : {}),
      ...(outcome.subject ? subjectColumns(outcome.subject) : {}),
    })
    .where(eq(documents.id, document.id))
  if (outcome.subject) await keepFurther(tx, document, outcome.subject)
  const told = { documentId: document.id, relationship, group, set, receivedAt: interchange.at }
  await announce(tx, outcomeFact(told, interchange.id, outcome))
  await settleInterchange(tx, interchange.id)
}

export async function settleInterchange(tx: Tx, interchangeId: string): Promise<void> {
  // Its documents are applied side by side: the last of them must see what became of the others.
  await tx.select({ id: interchanges.id }).from(interchanges).where(eq(interchanges.id, interchangeId)).for('update')
  const rows = await tx
    .selectDistinct({ status: documents.status })
    .from(documents)
    .where(eq(documents.interchangeId, interchangeId))
  await tx
    .update(interchanges)
    .set({ status: statusOf(rows) })
    .where(eq(interchanges.id, interchangeId))
}

/** "Run again": the document is accepted anew, and applied by work of its own; one of ours is written. */
export async function rerun(tx: Tx, documentId: string): Promise<Refusal | undefined> {
  const document = await locked(tx, documentId)
  const refused = refuseDocument('rerun', document)
  if (refused) return refusal('not-waiting', refused)
  if (document.direction === 'out') {
    await tellRunAgain(tx, document)
    return await writeAgain(tx, document)
  }
  await tx.update(documents).set({ status: 'accepted' }).where(eq(documents.id, documentId))
  await tellRunAgain(tx, document)
  return await applyAgain(tx, document)
}

/** Who asked for it, and when: what comes of it is told for itself. */
const tellRunAgain = (tx: Tx, document: typeof documents.$inferSelect) =>
  announce(tx, {
    type: 'document.run-again',
    subject: { kind: 'document', id: document.id },
    parties: [document.buyerId, document.supplierId],
    at: tx.now,
    data: factData(document),
  })

async function applyAgain(tx: Tx, { id: documentId, supplierId }: typeof documents.$inferSelect): Promise<undefined> {
  await later(tx, {
    kind: applyWork,
    lane: 'edi',
    orgId: supplierId,
    key: `${documentId}/${newId()}`,
    data: { documentId },
  })
  return undefined
}

/** Keeps a corrected copy beside the original, and applies that. */
export async function fixAndRerun(
  tx: Tx,
  documentId: string,
  { text, note, otherNumber = false }: { text: string; note: string; otherNumber?: boolean },
): Promise<Refusal | undefined> {
  const document = await locked(tx, documentId)
  const refused = refuseDocument('fix', document)
  if (refused) return refusal('not-waiting', refused)
  const wrong = await refuseCopy(tx, documentId, text)
  // Told all at once: whoever mends one and is told of the next loses patience.
  if (wrong.length > 0) throw new Refused(wrong)
  const other = otherNumber ? undefined : await refuseOtherNumber(tx, documentId, text)
  if (other) return other
  await tx.update(documents).set({ workingText: text, status: 'accepted' }).where(eq(documents.id, documentId))
  await announce(tx, {
    type: 'document.corrected',
    subject: { kind: 'document', id: documentId },
    parties: [document.buyerId, document.supplierId],
    at: tx.now,
    data: { ...factData(document), note },
  })
  return await applyAgain(tx, document)
}

/** Nothing more is to be done with it. */
export async function closeDocument(tx: Tx, documentId: string, note: string): Promise<Refusal | undefined> {
  const document = await locked(tx, documentId)
  const refused = refuseDocument('close', document)
  if (refused) return refusal('not-waiting', refused)
  const status = document.direction === 'in' ? 'closed' : 'written'
  await tx.update(documents).set({ status, reason: note }).where(eq(documents.id, documentId))
  if (document.direction === 'in' && document.interchangeId) await settleInterchange(tx, document.interchangeId)
  await announce(tx, {
    type: 'document.closed',
    subject: { kind: 'document', id: documentId },
    parties: [document.buyerId, document.supplierId],
    at: tx.now,
    data: { ...factData(document), note },
  })
  return undefined
}

export async function locked(tx: Tx, documentId: string): Promise<typeof documents.$inferSelect> {
  const [row] = await tx.select().from(documents).where(eq(documents.id, documentId)).for('update')
  return known(row)
}
