// A relationship as the other rooms need it: by its parties, by its id, as a profile.
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { type PartnerProfile, profileOf } from './profile.ts'
import { relationships } from './tables.ts'

export type Relationship = typeof relationships.$inferSelect

/** Undefined when the two do not trade, or the caller is neither of them. */
export async function relationshipOf(tx: Tx, buyerId: string, supplierId: string): Promise<Relationship | undefined> {
  const [row] = await tx
    .select()
    .from(relationships)
    .where(and(eq(relationships.buyerId, buyerId), eq(relationships.supplierId, supplierId)))
  return row
}

/** Throws Unknown. The worker's role sees more than its organization, so the parties are checked here too. */
export async function relationshipById(tx: Tx, id: string): Promise<Relationship> {
  const [row] = await tx.select().from(relationships).where(eq(relationships.id, id))
  return known(isParty(tx, row) ? row : undefined)
}

const isParty = (tx: Tx, row: Relationship | undefined): boolean =>
  row?.buyerId === tx.caller.orgId || row?.supplierId === tx.caller.orgId

/** Locked until the transaction ends. Throws Unknown unless the caller is the buyer. */
export async function lockOwn(tx: Tx, id: string): Promise<Relationship> {
  const [row] = await tx
    .select()
    .from(relationships)
    .where(and(eq(relationships.id, id), eq(relationships.buyerId, tx.caller.orgId)))
    .for('update')
  return known(row)
}

/** Every active relationship that exchanges files; only the worker's role sees them all, without an organization. */
export async function folderRelationships(tx: Tx): Promise<PartnerProfile[]> {
  const rows = await tx
    .select()
    .from(relationships)
    .where(
      and(
        eq(relationships.transport, 'folder'),
        eq(relationships.status, 'active'),
        isNotNull(relationships.folder),
        ne(relationships.folder, ''),
      ),
    )
  return rows.map(profileOf)
}
