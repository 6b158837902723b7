// From where a supplier ships: sites of a relationship, each with the calendar that its answers are timed by.
import { and, eq, sql } from 'drizzle-orm'
import { getCalendar } from '../calendars/index.ts'
import { calendars, calendarVersions } from '../calendars/tables.ts'
import { codeOf, savepoint, type Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { newId } from '../kernel/ids.ts'
import { announcePartner } from './facts.ts'
import { lockOwn, type Relationship, relationshipById, relationshipOf } from './relationship.ts'
import type { ShipFromBody, ShipFromParams, ShipFromSite } from './ship-from-api.ts'
import { shipFromSites } from './tables.ts'

/** More than any supplier has; each is a choice in a list. */
const SITES_MAX = 100

const sitesFrom = (tx: Tx) =>
  tx
    .select({
      ...{ id: shipFromSites.id, name: shipFromSites.name, calendarId: shipFromSites.calendarId },
      ...{ calendarName: calendars.name, zone: calendarVersions.zone },
    })
    .from(shipFromSites)
    .leftJoin(calendars, eq(calendars.id, shipFromSites.calendarId))
    .leftJoin(
      calendarVersions,
      and(eq(calendarVersions.calendarId, calendars.id), eq(calendarVersions.version, calendars.version)),
    )

const ofParties = ({ buyerId, supplierId }: Pick<Relationship, 'buyerId' | 'supplierId'>) =>
  and(eq(shipFromSites.buyerId, buyerId), eq(shipFromSites.supplierId, supplierId))

/** By name, for either party. Throws Unknown. */
export async function listShipFrom(tx: Tx, relationshipId: string): Promise<{ rows: ShipFromSite[] }> {
  return { rows: await sitesOf(tx, await relationshipById(tx, relationshipId)) }
}

/** Those of a supplier of the caller's. Throws Unknown. */
export async function shipFromChoices(tx: Tx, supplierId: string): Promise<{ rows: ShipFromSite[] }> {
  return { rows: await sitesOf(tx, known(await relationshipOf(tx, tx.caller.orgId, supplierId))) }
}

const sitesOf = (tx: Tx, relationship: Relationship) =>
  sitesFrom(tx).where(ofParties(relationship)).orderBy(sql`lower(${shipFromSites.name})`)

/** Of these parties the one of that id. Throws Unknown. */
export async function findShipFrom(
  tx: Tx,
  parties: Pick<Relationship, 'buyerId' | 'supplierId'>,
  id: string,
): Promise<ShipFromSite> {
  const [row] = await sitesFrom(tx).where(and(ofParties(parties), eq(shipFromSites.id, id)))
  return known(row)
}

/** Throws Unknown unless the caller is the buyer. */
export async function addShipFrom(tx: Tx, relationshipId: string, body: ShipFromBody): Promise<ShipFromSite | Refusal> {
  const relationship = await lockOwn(tx, relationshipId)
  const { buyerId, supplierId } = relationship
  const site = await checked(tx, body)
  if ((await tx.$count(shipFromSites, ofParties(relationship))) >= SITES_MAX)
    return refusal('ship-from-many', `A supplier has ${SITES_MAX} ship-from sites at most.`)
  const id = newId()
  const added = await tx
    .insert(shipFromSites)
    .values({ id, buyerId, supplierId, ...site })
    .onConflictDoNothing()
    .returning({ id: shipFromSites.id })
  if (added.length === 0) return taken(site.name)
  await announceSites(tx, relationship)
  return await findShipFrom(tx, relationship, id)
}

/** What is timed already stays as it was counted. Throws Unknown unless the caller is the buyer. */
export async function changeShipFrom(
  tx: Tx,
  { relationshipId, siteId }: ShipFromParams,
  body: ShipFromBody,
): Promise<ShipFromSite | Refusal> {
  const relationship = await lockOwn(tx, relationshipId)
  const site = await checked(tx, body)
  const [same] = await tx
    .select({ id: shipFromSites.id })
    .from(shipFromSites)
    .where(
      and(
        ofParties(relationship),
        sql`lower(${shipFromSites.name}) = lower(${site.name})`,
        sql`${shipFromSites.id} <> ${siteId}`,
      ),
    )
  if (same) return taken(site.name)
  const [changed] = await tx
    .update(shipFromSites)
    .set(site)
    .where(and(ofParties(relationship), eq(shipFromSites.id, siteId)))
    .returning({ id: shipFromSites.id })
  known(changed)
  await announceSites(tx, relationship)
  return await findShipFrom(tx, relationship, siteId)
}

/** Refusal: ship-from-used, while items ship from it. Throws Unknown unless the caller is the buyer. */
export async function removeShipFrom(tx: Tx, { relationshipId, siteId }: ShipFromParams): Promise<Refusal | undefined> {
  const relationship = await lockOwn(tx, relationshipId)
  try {
    const [removed] = await savepoint(tx, () =>
      tx
        .delete(shipFromSites)
        .where(and(ofParties(relationship), eq(shipFromSites.id, siteId)))
        .returning({ id: shipFromSites.id }),
    )
    known(removed)
    await announceSites(tx, relationship)
    return undefined
  } catch (error) {
    // 23503 foreign_key_violation
    if (codeOf(error) !== '23503') throw error
    return refusal('ship-from-used', 'Items ship from this site, so it stays.', {
      remedy: 'Say of those items that they ship from elsewhere, then remove it.',
    })
  }
}

/** Throws Refused for what is wrong, Unknown for a calendar that is not the caller's. */
async function checked(tx: Tx, { name, calendarId }: ShipFromBody): Promise<ShipFromBody> {
  const site = { name: name.trim().replace(/\s+/g, ' '), calendarId }
  if (site.name === '') throw new Refused([refusal('ship-from-name', 'The site has no name.', { where: '/name' })])
  if (calendarId !== null) await getCalendar(tx, calendarId)
  return site
}

const taken = (name: string): Refusal =>
  refusal('ship-from-taken', `Another ship-from site of this supplier is called "${name}".`, {
    where: '/name',
    remedy: 'Choose another name.',
  })

const announceSites = (tx: Tx, relationship: Relationship): Promise<void> =>
  announcePartner(tx, 'partner.ship-from-changed', relationship)
