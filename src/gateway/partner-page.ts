// What a partner needs to connect: our ids and URLs, a sample of each agreed document, the last error.
import { and, desc, eq, inArray, isNotNull, or } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import { relationshipById } from '../partners/index.ts'
import { ediApi, type PartnerGateway } from './api.ts'
import type { Relationship, SampleWriters } from './contract.ts'
import { samplesOf } from './samples.ts'
import { documents, interchanges } from './tables.ts'

/** Throws Unknown when it is not one of the caller's. */
export async function partnerGateway(
  tx: Tx,
  relationshipId: string,
  { publicUrl, samples }: { publicUrl: string; samples: SampleWriters },
): Promise<PartnerGateway> {
  const relationship = await relationshipById(tx, relationshipId)
  const [buyer] = await tx
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, relationship.buyerId))
  const { id, transport, usage, ourIdentity, theirIdentity, folder } = relationship
  return {
    relationshipId: id,
    transport,
    usage,
    ourIds: ourIdentity,
    theirIds: theirIdentity,
    urls: { post: `${publicUrl}${ediApi.post.path}`, outbox: `${publicUrl}${ediApi.outbox.path}` },
    folder: folder ? { in: `${folder}/in`, out: `${folder}/out` } : null,
    samples: samplesOf(relationship, tx.now, { buyerName: sure(buyer).name, writers: samples }),
    lastError: await lastErrorOf(tx, relationship),
  }
}

/** The newest thing that went wrong: held, refused, not read, not applied, not delivered, or just now failing to be. */
async function lastErrorOf(tx: Tx, { buyerId, supplierId }: Relationship): Promise<PartnerGateway['lastError']> {
  const [interchange] = await tx
    .select({
      id: interchanges.id,
      at: interchanges.at,
      reason: interchanges.reason,
      deliveryError: interchanges.deliveryError,
    })
    .from(interchanges)
    .where(
      and(
        eq(interchanges.buyerId, buyerId),
        eq(interchanges.supplierId, supplierId),
        or(
          // Where its documents wait, they say why themselves.
          and(inArray(interchanges.status, ['held', 'rejected', 'needs-attention']), isNotNull(interchanges.reason)),
          eq(interchanges.delivery, 'failed'),
          and(inArray(interchanges.delivery, ['queued', 'collectable']), isNotNull(interchanges.deliveryError)),
        ),
      ),
    )
    .orderBy(desc(interchanges.at))
    .limit(1)
  const [document] = await tx
    .select({ interchangeId: documents.interchangeId, at: documents.createdAt, reason: documents.reason })
    .from(documents)
    .where(
      and(
        eq(documents.buyerId, buyerId),
        eq(documents.supplierId, supplierId),
        inArray(documents.status, ['needs-attention', 'rejected']),
      ),
    )
    .orderBy(desc(documents.createdAt))
    .limit(1)
  if (interchange && (!document || interchange.at >= document.at)) {
    const text = interchange.deliveryError ?? interchange.reason ?? ''
    return { at: interchange.at.toISOString(), text, interchangeId: interchange.id }
  }
  return document
    ? { at: document.at.toISOString(), text: document.reason ?? '', interchangeId: document.interchangeId }
    : null
}
