// Making a response policy, writing its next version, retiring it. A version once written never changes.
import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { getCalendar } from '../calendars/index.ts'
import { itemGroups } from '../items/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { knownLabelId } from '../kernel/labels.ts'
import { relationshipOf } from '../partners/index.ts'
import { supplierGroups } from '../partners/tables.ts'
import { appliesOf } from './governing.ts'
import { refuseUnknown } from './named.ts'
import { type Applies, isTie } from './policy.ts'
import type { Policy, PolicyBody } from './policy-api.ts'
import { webhooksOf } from './policy-ladder.ts'
import { getPolicy } from './policy-queries.ts'
import { scopeWords } from './policy-words.ts'
import { refusePolicy } from './refuse-policy.ts'
import { knowWebhooks } from './set-webhook.ts'
import { policies, policyVersions } from './tables.ts'

/** Counts for clocks that start from now on. Refusals: policy-name-taken, policy-tie. Throws Unknown and Refused. */
export async function addPolicy(tx: Tx, body: PolicyBody): Promise<Policy | Refusal> {
  const policy = await checked(tx, body)
  const applies = await appliesOfBody(tx, policy)
  const taken = await refuseTaken(tx, policy, applies)
  if (taken) return taken
  const id = newId()
  await tx.insert(policies).values({ id, orgId: tx.caller.orgId, version: 1, ...headOf(policy, applies) })
  await writeVersion(tx, id, 1, policy, applies)
  await announcePolicy(tx, 'policy.added', id, 1)
  return await getPolicy(tx, id)
}

/**
 * `version` is the one that was edited: somebody else's change in between is refused, never overwritten.
 * Refusals: those of adding, policy-retired, changed-meanwhile. Throws Unknown and Refused.
 */
export async function changePolicy(
  tx: Tx,
  policyId: string,
  { version, ...body }: PolicyBody & { version: number },
): Promise<Policy | Refusal> {
  const policy = await checked(tx, body)
  const applies = await appliesOfBody(tx, policy)
  const refused = (await refuseStale(tx, policyId, version)) ?? (await refuseTaken(tx, policy, applies, policyId))
  if (refused) return refused
  await tx
    .update(policies)
    .set({ version: version + 1, ...headOf(policy, applies) })
    .where(eq(policies.id, policyId))
  await writeVersion(tx, policyId, version + 1, policy, applies)
  await announcePolicy(tx, 'policy.changed', policyId, version + 1)
  return await getPolicy(tx, policyId)
}

/** Governs nothing that starts from now on; its versions stay. Refusals: policy-retired, changed-meanwhile. Throws Unknown. */
export async function retirePolicy(tx: Tx, policyId: string, version: number): Promise<Policy | Refusal> {
  const refused = await refuseStale(tx, policyId, version)
  if (refused) return refused
  await tx.update(policies).set({ retiredAt: tx.now }).where(eq(policies.id, policyId))
  await announcePolicy(tx, 'policy.retired', policyId, version)
  return await getPolicy(tx, policyId)
}

/** As it will be saved, all of it ours and sensible. Throws Unknown and Refused. */
export async function checked(tx: Tx, body: PolicyBody): Promise<PolicyBody> {
  const [supplierGroup, itemGroup] = [orNone(body.supplierGroup), orNone(body.itemGroup)]
  const policy = { ...body, name: body.name.trim(), supplierGroup, itemGroup }
  const refusals = refusePolicy(policy)
  if (refusals.length > 0) throw new Refused(refusals)
  // The foreign keys alone would say of another's ids that they exist.
  if (policy.supplierId !== null) known(await relationshipOf(tx, tx.caller.orgId, policy.supplierId))
  if (policy.calendarId !== null) await getCalendar(tx, policy.calendarId)
  await knowWebhooks(tx, webhooksOf(policy.ladder))
  const unknown = await refuseUnknown(tx, policy.ladder)
  if (unknown.length > 0) throw new Refused(unknown)
  return policy
}

const orNone = (label: string | null | undefined): string | null => label?.trim() || null

/** To what it applies. Throws Refused where nothing is of a group that it names. */
export async function appliesOfBody(tx: Tx, policy: PolicyBody): Promise<Applies> {
  const { kind, supplierId, priority = null, supplierGroup = null, itemGroup = null } = policy
  const supplierGroupId = supplierGroup && (await knownLabelId(tx, supplierGroups, supplierGroup))
  const itemGroupId = itemGroup && (await knownLabelId(tx, itemGroups, itemGroup))
  const remedy = 'Choose one that is in use, or put something into it first.'
  const unknown = (where: string, what: string) => refusal('group-unknown', what, { where, remedy })
  const refusals = [
    ...(supplierGroupId === undefined
      ? [unknown('/supplierGroup', `No supplier is of group "${supplierGroup}".`)]
      : []),
    ...(itemGroupId === undefined ? [unknown('/itemGroup', `No item is of group "${itemGroup}".`)] : []),
  ]
  if (supplierGroupId === undefined || itemGroupId === undefined) throw new Refused(refusals)
  return { kind, supplierId, priority, supplierGroupId, itemGroupId }
}

const headOf = ({ name }: PolicyBody, { kind, ...only }: Applies) => ({
  ...{ name, kind, onlySupplierId: only.supplierId, onlySupplierGroupId: only.supplierGroupId },
  ...{ onlyItemGroupId: only.itemGroupId, onlyPriority: only.priority },
})

/** Two administrators who save at once come one after the other: the second sees what the first did. */
async function refuseTaken(
  tx: Tx,
  policy: PolicyBody,
  applies: Applies,
  policyId?: string,
): Promise<Refusal | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`policies of ${tx.caller.orgId}`}, 0))`)
  const others = await tx
    .select()
    .from(policies)
    .where(
      and(
        eq(policies.orgId, tx.caller.orgId),
        isNull(policies.retiredAt),
        policyId ? ne(policies.id, policyId) : undefined,
      ),
    )
  if (others.some(({ name }) => name === policy.name))
    return refusal('policy-name-taken', `Another policy is called "${policy.name}".`, {
      where: '/name',
      remedy: 'Choose another name.',
    })
  const tie = others.find(other => isTie(applies, appliesOf(other)))
  if (!tie) return undefined
  const groups = { supplierGroup: policy.supplierGroup ?? null, itemGroup: policy.itemGroup ?? null }
  return refusal(
    'policy-tie',
    `"${tie.name}" is for ${scopeWords(applies, groups)} too: nobody could say which counts.`,
    {
      where: '/supplierId',
      remedy: `Change or retire "${tie.name}", or make this one for other suppliers, items, orders or documents.`,
    },
  )
}

async function refuseStale(tx: Tx, policyId: string, version: number): Promise<Refusal | undefined> {
  const [row] = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.id, policyId), eq(policies.orgId, tx.caller.orgId)))
    .for('update')
  const there = known(row)
  if (there.retiredAt)
    return refusal('policy-retired', `"${there.name}" is retired.`, { remedy: 'Make a new policy instead.' })
  if (there.version === version) return undefined
  return refusal('changed-meanwhile', 'Somebody changed this policy while you edited it.', {
    remedy: 'Load the page again and repeat your change.',
  })
}

async function writeVersion(
  tx: Tx,
  policyId: string,
  version: number,
  policy: PolicyBody,
  applies: Applies,
): Promise<void> {
  const { target, hours, calendarId, ladder, pauseReasons, supplierPauseReasons = [] } = policy
  await tx.insert(policyVersions).values({
    ...{ policyId, version, orgId: tx.caller.orgId, ...headOf(policy, applies) },
    ...{ target, hours, calendarId, ladder },
    ...{ pauseReasons, supplierPauseReasons, by: tx.caller.name },
  })
}

const announcePolicy = (tx: Tx, type: string, id: string, version: number): Promise<void> =>
  announce(tx, { type, subject: { kind: 'policy', id }, parties: [tx.caller.orgId], at: tx.now, data: { version } })
