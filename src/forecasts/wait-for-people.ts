// A forecast to which nobody of the supplier may commit yet: its clock waits for the first who may.
import { and, eq, inArray, sql } from 'drizzle-orm'
import { howToSee, may, nobodyMay } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import { events } from '../kernel/tables.ts'
import { notify } from '../notices/index.ts'
import type { ShareToWrite } from './compose.ts'
import { announceShare } from './facts.ts'
import { supplierReleases } from './tables.ts'
import { tellDelivered } from './tell-suppliers.ts'

/** Those of whom a commit is wanted that nobody can give: X12 has no set for it, so it takes a person. */
export async function waitingShares(tx: Tx, shares: readonly ShareToWrite[]): Promise<ReadonlySet<ShareToWrite>> {
  const awaited = shares.filter(({ commitStatus }) => commitStatus === 'awaiting')
  const without = await nobodyMay(
    tx,
    awaited.map(({ relationship }) => relationship.supplierId),
    'forecast.commit',
  )
  return new Set(awaited.filter(({ relationship }) => without.has(relationship.supplierId)))
}

/** Of these shares, published earlier, those that still wait for the first who may commit. */
export async function waitingAmong(tx: Tx, shareIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (shareIds.length === 0) return new Set()
  const rows = await tx
    .select({ id: events.subjectId })
    .from(events)
    .where(
      and(inArray(events.subjectId, [...shareIds]), inArray(events.type, ['forecast.published', 'forecast.delivered'])),
    )
    .groupBy(events.subjectId)
    .having(sql`bool_or(${events.data}->>'waits' = 'true') and not bool_or(${events.type} = 'forecast.delivered')`)
  return new Set(rows.map(({ id }) => id))
}

/** The supplier's contact learns by mail what waits, and how somebody gets to see it: it cannot be linked to yet. */
export async function tellContact(tx: Tx, { id, relationship }: ShareToWrite, number: number): Promise<void> {
  const { contactEmail, contactName, supplierId, supplierName } = relationship
  if (contactEmail === '') return
  const [found] = await tx.select().from(organizations).where(eq(organizations.id, tx.caller.orgId))
  const buyer = sure(found, 'buyer').name
  await notify(tx, {
    orgId: tx.caller.orgId,
    to: { email: contactEmail, name: contactName },
    key: `forecast-waits-${id}`,
    title: `${buyer}: forecast release ${number} waits for somebody at ${supplierName}`,
    text: [
      `${buyer} has published forecast release ${number} and wants a commit in Pullwire. Nobody at ${supplierName} can sign in there to give one yet.`,
      await howToSee(tx, { orgId: supplierId, act: 'forecast.commit', buyer, what: 'the forecast' }),
      'The time for your commit begins when the first of your people can see it.',
    ].join('\n\n'),
    subject: { kind: 'supplier-release', id },
  })
}

/** Somebody of the supplier may commit from now on: what has waited for that reaches the supplier in this moment. */
export async function peopleChanged(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const role = String(fact.data.role ?? fact.data.to ?? '')
  if (!may(role, 'forecast.commit')) return
  const standing = await tx
    .select()
    .from(supplierReleases)
    .where(
      and(
        eq(supplierReleases.supplierId, tx.caller.orgId),
        eq(supplierReleases.status, 'published'),
        eq(supplierReleases.commitStatus, 'awaiting'),
      ),
    )
  const waiting = await waitingAmong(
    tx,
    standing.map(({ id }) => id),
  )
  for (const share of standing.filter(({ id }) => waiting.has(id))) {
    await announceShare(tx, 'forecast.delivered', share, { at: fact.at })
    await tellDelivered(tx, share)
  }
}
