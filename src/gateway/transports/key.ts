// Whose key is it: the relationship that a partner's system speaks for.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../kernel/db.ts'
import { hashOf } from '../../kernel/ids.ts'
import { apiKeys, relationships } from '../../partners/tables.ts'
import type { Relationship } from '../contract.ts'

/** In a transaction opened with the key's hash. What follows in it is seen, and written, as the supplier. */
export async function relationshipOfKey(tx: Tx, key: string): Promise<Relationship | undefined> {
  const [found] = await tx
    .select({
      buyerId: apiKeys.buyerId,
      supplierId: apiKeys.supplierId,
      worn: sql`set_config('app.org_id', ${apiKeys.supplierId}::text, true)`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, hashOf(key)), isNull(apiKeys.revokedAt)))
  if (!found) return undefined
  const [relationship] = await tx
    .select()
    .from(relationships)
    .where(and(eq(relationships.buyerId, found.buyerId), eq(relationships.supplierId, found.supplierId)))
  return relationship?.status === 'active' ? relationship : undefined
}
