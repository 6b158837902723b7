// Whose key is it: the relationship that a partner's system speaks for.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../kernel/db.ts'
import { hashOf } from '../../kernel/ids.ts'
import { apiKeys, relationships } from '../../partners/tables.ts'
import type { Relationship } from '../contract.ts'

export interface KeyHolder {
  relationship: Relationship
  /** The key's last use is worth noting again. */
  toNote: boolean
}

/**
 * In a transaction opened with the key's hash: two reads instead of a transaction of its own, for every message pays
 * for it. What follows in the transaction is seen, and written, as the supplier.
 */
export async function holderOf(tx: Tx, key: string): Promise<KeyHolder | undefined> {
  const [found] = await tx
    .select({
      buyerId: apiKeys.buyerId,
      supplierId: apiKeys.supplierId,
      toNote: sql<boolean>`coalesce(${apiKeys.lastUsedAt} < kernel.now() - interval '1 minute', true)`,
      worn: sql`set_config('app.org_id', ${apiKeys.supplierId}::text, true)`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, hashOf(key)), isNull(apiKeys.revokedAt)))
  if (!found) return undefined
  const [relationship] = await tx
    .select()
    .from(relationships)
    .where(and(eq(relationships.buyerId, found.buyerId), eq(relationships.supplierId, found.supplierId)))
  // What a suspended partner sends is kept, and waits for a person.
  const trades = relationship?.status === 'active' || relationship?.status === 'suspended'
  return trades ? { relationship, toNote: found.toNote } : undefined
}
