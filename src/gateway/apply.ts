// Applies one accepted document on its own, so that one bad order delays no other.
import { sql } from 'drizzle-orm'
import type { Caller, Tx } from '../kernel/db.ts'
import type { Fact } from '../kernel/events.ts'
import { markOf, rewind } from '../kernel/outbox.ts'
import type { GatewayFact, InboundDocument, InboundHandlers, Relationship } from './contract.ts'

export type Outcome =
  | { status: 'applied'; subject?: { kind: string; id: string; label: string } }
  | { status: 'needs-attention'; reason: string; subject?: { kind: string; id: string; label: string } }

/** What comes from a partner's system acts as the supplier's organization. */
export const partnerSystem = ({ supplierId, supplierName }: Relationship): Caller => ({
  orgId: supplierId,
  personId: null,
  name: `${supplierName} (X12)`,
  channel: 'edi',
})

/** The same transaction, told by another name in history. The organization must be the same. */
export const speakingAs = (tx: Tx, caller: Caller): Tx => Object.assign(Object.create(tx) as Tx, { caller })

/** Acknowledgments and advice are always taken; what else, the profile says. */
export function setsTaken({ documents }: Relationship): readonly string[] {
  return ['997', '999', '824', ...(documents.answer === '855' ? ['855'] : [])]
}

/** Why it cannot even be tried, in words. */
export function refuseToApply(
  setId: string,
  relationship: Relationship,
  handlers: InboundHandlers,
): string | undefined {
  const { supplierName, status } = relationship
  if (status !== 'active') return `The relationship with ${supplierName} is not active, so nothing of it is applied.`
  if (!setsTaken(relationship).includes(setId))
    return `A document ${setId} is not agreed with ${supplierName}. Agree on it in the partner’s profile, then run it again.`
  if (!Object.hasOwn(handlers, setId)) return `Pullwire does not apply documents of kind ${setId} yet.`
  return undefined
}

/**
 * Runs the room's handler inside a savepoint; what it wrote is undone when the document needs attention.
 * Throws what the handler throws.
 */
export async function applyOne(tx: Tx, handlers: InboundHandlers, document: InboundDocument): Promise<Outcome> {
  const refused = refuseToApply(document.set.id, document.relationship, handlers)
  if (refused) return { status: 'needs-attention', reason: refused }
  const mark = markOf(tx)
  await tx.execute(sql.raw('savepoint applying'))
  const outcome = await outcomeOf(tx, handlers, document)
  await tx.execute(sql.raw(`${outcome.status === 'applied' ? 'release' : 'rollback to'} savepoint applying`))
  if (outcome.status !== 'applied') rewind(tx, mark)
  return outcome
}

async function outcomeOf(tx: Tx, handlers: InboundHandlers, document: InboundDocument): Promise<Outcome> {
  const handler = handlers[document.set.id]
  if (!handler) throw new Error(`no handler for documents ${document.set.id}`)
  const result = await handler(speakingAs(tx, partnerSystem(document.relationship)), document)
  const subject = result.subject ? { subject: result.subject } : {}
  if ('needsAttention' in result) return { status: 'needs-attention', reason: result.needsAttention, ...subject }
  return { status: 'applied', ...subject }
}

/** While reading, nobody waits for another's lock: what cannot be applied at once is applied by work of its own. */
const lockWaitMs = 250
const lockWaitUsualMs = 10_000

/** The first try, inside the transaction that answers the interchange. Undefined: try again later. */
export async function applyAtOnce(
  tx: Tx,
  handlers: InboundHandlers,
  document: InboundDocument,
): Promise<Outcome | undefined> {
  const refused = refuseToApply(document.set.id, document.relationship, handlers)
  if (refused) return { status: 'needs-attention', reason: refused }
  const mark = markOf(tx)
  const undo = async () => {
    await tx.execute(sql.raw('rollback to savepoint first_try; release savepoint first_try'))
    rewind(tx, mark)
  }
  await tx.execute(sql.raw(`savepoint first_try; set local lock_timeout = ${lockWaitMs}`))
  try {
    const outcome = await outcomeOf(tx, handlers, { ...document, isFirstTry: true })
    if (outcome.status === 'applied')
      await tx.execute(sql.raw(`release savepoint first_try; set local lock_timeout = ${lockWaitUsualMs}`))
    else await undo()
    return outcome
  } catch {
    // Whatever it was, it will be thrown again, and told, by the work that tries again.
    await undo()
    return undefined
  }
}

/** The fact of an outcome. Stamped with the moment the bytes arrived. */
export function outcomeFact(
  { documentId, relationship: { buyerId, supplierId }, set, receivedAt }: InboundDocument,
  interchangeId: string,
  outcome: Outcome,
): Fact {
  const type: GatewayFact = outcome.status === 'applied' ? 'document.applied' : 'document.needs-attention'
  return {
    type,
    subject: { kind: 'document', id: documentId },
    parties: [buyerId, supplierId],
    at: receivedAt,
    data: {
      setId: set.id,
      direction: 'in',
      interchangeId,
      subjectKind: outcome.subject?.kind ?? null,
      subjectId: outcome.subject?.id ?? null,
      label: outcome.subject?.label ?? null,
      buyerId,
      supplierId,
      ...(outcome.status === 'needs-attention' ? { reason: outcome.reason } : {}),
    },
  }
}
