// Keys by which a supplier's system is known: shown once, stored as a hash, several at a time while one replaces another.
import { and, count, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { asOrganization, type Database, systemOf, type Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import type { ApiKeyRow } from './api.ts'
import { announcePartner } from './facts.ts'
import { lockOwn, type Relationship, relationshipById, relationshipOf } from './relationship.ts'
import { apiKeys } from './tables.ts'

export const API_KEY_PREFIX = 'pwk_'
/** One in use, one coming, one going; more are forgotten ones. */
const ACTIVE_KEYS_MAX = 10
/** `pwk_` and six letters: enough to recognize a key by, 36 of 256 bits. */
const PREFIX_LENGTH = 10
const TOUCH_EVERY = sql`interval '1 minute'`

const keyRow = (row: typeof apiKeys.$inferSelect): ApiKeyRow => ({
  id: row.id,
  prefix: row.prefix,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

const ofRelationship = ({ buyerId, supplierId }: Relationship) =>
  and(eq(apiKeys.buyerId, buyerId), eq(apiKeys.supplierId, supplierId))

/** Newest first. Throws Unknown. */
export async function listApiKeys(tx: Tx, relationshipId: string): Promise<ApiKeyRow[]> {
  const relationship = await relationshipById(tx, relationshipId)
  const rows = await tx
    .select()
    .from(apiKeys)
    .where(ofRelationship(relationship))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(200)
  return rows.map(keyRow)
}

/** The answer is the only place where the key is ever seen. */
export async function createApiKey(tx: Tx, relationshipId: string): Promise<{ key: string; row: ApiKeyRow } | Refusal> {
  const relationship = await lockOwn(tx, relationshipId)
  const { buyerId, supplierId } = relationship
  const [active] = await tx
    .select({ keys: count() })
    .from(apiKeys)
    .where(and(ofRelationship(relationship), isNull(apiKeys.revokedAt)))
  if (sure(active).keys >= ACTIVE_KEYS_MAX)
    return refusal('too-many-keys', `${ACTIVE_KEYS_MAX} keys are active.`, { remedy: 'Revoke those not in use.' })
  const key = newSecret(API_KEY_PREFIX)
  const [row] = await tx
    .insert(apiKeys)
    .values({
      id: newId(),
      buyerId,
      supplierId,
      keyHash: hashOf(key),
      prefix: key.slice(0, PREFIX_LENGTH),
      createdBy: tx.caller.name,
    })
    .returning()
  await announcePartner(tx, 'partner.key-created', relationship, { prefix: sure(row).prefix })
  return { key, row: keyRow(sure(row)) }
}

/** From the next request on it opens nothing. Revoking twice is revoking once. Throws Unknown. */
export async function revokeApiKey(tx: Tx, relationshipId: string, keyId: string): Promise<void> {
  const relationship = await lockOwn(tx, relationshipId)
  const [there] = await tx
    .select()
    .from(apiKeys)
    .where(and(ofRelationship(relationship), eq(apiKeys.id, keyId)))
  if (known(there).revokedAt) return
  await tx.update(apiKeys).set({ revokedAt: tx.now }).where(eq(apiKeys.id, keyId))
  await announcePartner(tx, 'partner.key-revoked', relationship, { prefix: known(there).prefix })
}

/**
 * Whose key this is; undefined when nobody's or revoked. The relationship may be suspended: the caller decides what
 * that means. Runs with the web role, whose policy shows a key to whoever knows it.
 */
export async function findByApiKey(
  db: Pick<Database, 'withNaming'>,
  key: string,
): Promise<{ relationship: Relationship; keyId: string } | undefined> {
  if (!key.startsWith(API_KEY_PREFIX) || key.length > 100) return undefined
  const keyHash = hashOf(key)
  return await db.withNaming({ tokenHash: keyHash }, async tx => {
    const [found] = await tx.select().from(apiKeys).where(eq(apiKeys.keyHash, keyHash))
    if (!found || found.revokedAt) return undefined
    // The key has proved who calls; its row names the parties.
    return await asOrganization(tx, systemOf(found.buyerId), async own => {
      const relationship = await relationshipOf(own, found.buyerId, found.supplierId)
      await own
        .update(apiKeys)
        .set({ lastUsedAt: tx.now })
        .where(
          and(
            eq(apiKeys.id, found.id),
            or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`kernel.now() - ${TOUCH_EVERY}`)),
          ),
        )
      return { relationship: sure(relationship, 'relationship of a key'), keyId: found.id }
    })
  })
}
