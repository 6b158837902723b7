// Entering, changing and removing the buyer's sites.
import { and, eq, ne } from 'drizzle-orm'
import { codeOf, savepoint, type Tx } from '../kernel/db.ts'
import { known, type Refusal, Refused, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import type { Site, SiteBody } from './api.ts'
import { getCalendar, getSite } from './queries.ts'
import { refuseSite, trimmedSite } from './site.ts'
import { sites } from './tables.ts'

export async function addSite(tx: Tx, body: SiteBody): Promise<Site | Refusal> {
  const site = await checked(tx, body)
  const id = newId()
  const [added] = await tx
    .insert(sites)
    .values({ id, orgId: tx.caller.orgId, ...site })
    .onConflictDoNothing()
    .returning({ id: sites.id })
  if (!added) return codeTaken(site.code)
  await announceSite(tx, 'site.added', id)
  return await getSite(tx, id)
}

export async function changeSite(tx: Tx, siteId: string, body: SiteBody): Promise<Site | Refusal> {
  const site = await checked(tx, body)
  const [same] = await tx
    .select({ id: sites.id })
    .from(sites)
    .where(and(eq(sites.code, site.code), ne(sites.id, siteId)))
  if (same) return codeTaken(site.code)
  const [changed] = await tx.update(sites).set(site).where(eq(sites.id, siteId)).returning({ id: sites.id })
  await announceSite(tx, 'site.changed', known(changed).id)
  return await getSite(tx, siteId)
}

/** Refusal: site-used, when orders or forecasts name it. */
export async function removeSite(tx: Tx, siteId: string): Promise<Refusal | undefined> {
  try {
    const [removed] = await savepoint(tx, () => tx.delete(sites).where(eq(sites.id, siteId)).returning())
    await announceSite(tx, 'site.removed', known(removed).id)
    return undefined
  } catch (error) {
    // 23503 foreign_key_violation
    if (codeOf(error) !== '23503') throw error
    return refusal('site-used', 'Orders or forecasts name this site, so it stays.', { remedy: 'Rename it instead.' })
  }
}

/** Throws Refused with everything that is wrong, Unknown for a calendar that is not the caller's. */
async function checked(tx: Tx, { calendarId, ...body }: SiteBody) {
  const site = trimmedSite(body)
  const refusals = refuseSite(site)
  if (refusals.length > 0) throw new Refused(refusals)
  if (calendarId === undefined) return site
  if (calendarId !== null) await getCalendar(tx, calendarId)
  return { ...site, calendarId }
}

const codeTaken = (code: string): Refusal =>
  refusal('site-code-taken', `Another site has the code ${code}.`, { where: '/code', remedy: 'Choose another code.' })

const announceSite = (tx: Tx, type: string, id: string): Promise<void> =>
  announce(tx, { type, subject: { kind: 'site', id }, parties: [tx.caller.orgId], at: tx.now, data: {} })
