// The supplier's word on a proposed relationship, and the buyer's pause and return.
import { eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announcePartner, type PartnerFact } from './facts.ts'
import type { PartnerStatus } from './profile.ts'
import { lockOwn, type Relationship } from './relationship.ts'
import { relationships } from './tables.ts'

/** Throws Unknown unless the caller is the supplier. */
export async function agreeToRelationship(tx: Tx, id: string, agree: boolean): Promise<Relationship | Refusal> {
  // No row lock: a supplier may lock only what it may still change.
  const [there] = await tx.select().from(relationships).where(eq(relationships.id, id))
  const relationship = known(there?.supplierId === tx.caller.orgId ? there : undefined)
  if (relationship.status !== 'proposed')
    return refusal('not-proposed', `This relationship is ${relationship.status} already.`)
  return await moveTo(tx, relationship, agree ? 'active' : 'declined', agree ? 'partner.agreed' : 'partner.declined')
}

/**
 * Nothing is ordered while it lasts, and what comes by EDI waits for a person; what was asked or agreed on before goes on
 * in the portal.
 */
export async function suspendRelationship(tx: Tx, id: string): Promise<Relationship | Refusal> {
  const relationship = await lockOwn(tx, id)
  if (relationship.status !== 'active')
    return refusal('not-active', `A relationship that is ${relationship.status} cannot be suspended.`)
  return await moveTo(tx, relationship, 'suspended', 'partner.suspended')
}

export async function resumeRelationship(tx: Tx, id: string): Promise<Relationship | Refusal> {
  const relationship = await lockOwn(tx, id)
  if (relationship.status !== 'suspended')
    return refusal('not-suspended', `A relationship that is ${relationship.status} cannot be resumed.`)
  return await moveTo(tx, relationship, 'active', 'partner.resumed')
}

async function moveTo(
  tx: Tx,
  { id, status }: Relationship,
  next: PartnerStatus,
  fact: PartnerFact,
): Promise<Relationship | Refusal> {
  const [moved] = await tx
    .update(relationships)
    .set({ status: next, updatedAt: tx.now })
    .where(eq(relationships.id, id))
    .returning()
  // Somebody else was quicker: the row is no longer one that the caller may move.
  if (!moved)
    return refusal('changed-meanwhile', 'Somebody changed this relationship just now.', { remedy: 'Look again.' })
  await announcePartner(tx, fact, moved, { from: status, to: next })
  return moved
}
