// What is shown of response policies, to the buyer whose they are.
import { and, asc, desc, eq, type SQL } from 'drizzle-orm'
import { calendars } from '../calendars/tables.ts'
import { itemGroups } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { relationships, supplierGroups } from '../partners/tables.ts'
import { appliesOf } from './governing.ts'
import type { Policy, PolicyRow } from './policy-api.ts'
import { buyerAfterMinutes } from './policy-ladder.ts'
import { whyWords } from './policy-words.ts'
import { policies, policyVersions } from './tables.ts'
import { targetWords } from './words.ts'

interface Stored {
  policy: typeof policies.$inferSelect
  version: typeof policyVersions.$inferSelect
  supplierName: string | null
  vendorNumber: string | null
  calendarName: string | null
  supplierGroup: string | null
  itemGroup: string | null
}

const inForce = and(eq(policyVersions.policyId, policies.id), eq(policyVersions.version, policies.version))

/** Those in force first, then the retired ones; by name. */
export async function listPolicies(tx: Tx): Promise<{ rows: PolicyRow[]; total: number }> {
  const stored = await read(tx, inForce, undefined)
  const rows = stored.toSorted((a, b) => Number(a.policy.retiredAt !== null) - Number(b.policy.retiredAt !== null))
  return { rows: rows.map(rowOf), total: rows.length }
}

/** In the version in force. Throws Unknown. */
export async function getPolicy(tx: Tx, policyId: string): Promise<Policy> {
  const [stored] = await read(tx, inForce, eq(policies.id, policyId))
  return shown(known(stored))
}

/** Why it counts where it does, with the groups by name, for the buyer whose it is. */
export async function whyOf(tx: Tx, { id, version }: { id: string; version: number }): Promise<string | undefined> {
  const [stored] = await read(
    tx,
    and(eq(policyVersions.policyId, policies.id), eq(policyVersions.version, version)),
    eq(policies.id, id),
  )
  return stored && whyWords(appliesOf(stored.version), stored)
}

/** Newest first. Throws Unknown. */
export async function policyVersionsOf(tx: Tx, policyId: string): Promise<{ rows: Policy[] }> {
  const rows = await read(tx, eq(policyVersions.policyId, policies.id), eq(policies.id, policyId))
  known(rows[0])
  return { rows: rows.map(shown) }
}

const VERSIONS_MAX = 200

const read = (tx: Tx, joined: SQL | undefined, which: SQL | undefined): Promise<Stored[]> =>
  tx
    .select({
      policy: policies,
      version: policyVersions,
      supplierName: relationships.supplierName,
      vendorNumber: relationships.vendorNumber,
      calendarName: calendars.name,
      supplierGroup: supplierGroups.label,
      itemGroup: itemGroups.label,
    })
    .from(policies)
    .innerJoin(policyVersions, joined)
    .leftJoin(
      relationships,
      and(eq(relationships.buyerId, policies.orgId), eq(relationships.supplierId, policyVersions.onlySupplierId)),
    )
    .leftJoin(calendars, eq(calendars.id, policyVersions.calendarId))
    .leftJoin(supplierGroups, eq(supplierGroups.id, policyVersions.onlySupplierGroupId))
    .leftJoin(itemGroups, eq(itemGroups.id, policyVersions.onlyItemGroupId))
    .where(and(eq(policies.orgId, tx.caller.orgId), which))
    .orderBy(asc(policies.name), asc(policies.id), desc(policyVersions.version))
    .limit(which ? VERSIONS_MAX : LISTED_MAX)

/** Kinds times suppliers, and those that were retired: more than anybody has. */
const LISTED_MAX = 10_000

const rowOf = ({ policy, version, supplierName, calendarName, ...groups }: Stored): PolicyRow => ({
  id: policy.id,
  name: policy.name,
  version: policy.version,
  kind: version.kind,
  supplierName,
  ...narrowerOf(version, groups),
  target: targetWords(version.target),
  hours: version.hours,
  calendarName,
  buyerAfterMinutes: buyerAfterMinutes(version.ladder, version.kind),
  retiredAt: policy.retiredAt?.toISOString() ?? null,
})

const narrowerOf = (
  { onlyPriority }: Stored['version'],
  { supplierGroup, itemGroup }: Pick<Stored, 'supplierGroup' | 'itemGroup'>,
) => ({ supplierGroup, itemGroup, priority: onlyPriority })

const shown = ({ policy, version, supplierName, vendorNumber, calendarName, ...groups }: Stored): Policy => ({
  id: policy.id,
  name: version.name,
  version: version.version,
  kind: version.kind,
  supplierId: version.onlySupplierId,
  supplierName,
  vendorNumber,
  ...narrowerOf(version, groups),
  target: version.target,
  hours: version.hours,
  calendarId: version.calendarId,
  calendarName,
  ladder: version.ladder,
  pauseReasons: version.pauseReasons,
  supplierPauseReasons: version.supplierPauseReasons,
  by: version.by,
  createdAt: version.createdAt.toISOString(),
  retiredAt: policy.retiredAt?.toISOString() ?? null,
})
