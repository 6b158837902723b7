// What is shown of relationships, to the buyer and to the supplier.
import { and, count, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { anybodyMay, invitationsTo } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import { calendars } from '../calendars/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { labelsInUse } from '../kernel/labels.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { flush } from '../kernel/outbox.ts'
import { events } from '../kernel/tables.ts'
import type { ediVersions, Partner, PartnerInvitation, PartnerRow } from './api.ts'
import type { PartnerStatus, Transport } from './profile.ts'
import { type Relationship, relationshipById } from './relationship.ts'
import { relationships, supplierGroups } from './tables.ts'

export interface PartnersAsked extends Asked {
  status?: PartnerStatus
  transport?: Transport
}

// What the reader calls the other side: its own name for a supplier, the customer's name of itself.
const partnerName = sql<string>`case when ${relationships.buyerId} = kernel.org() then ${relationships.supplierName} else ${organizations.name} end`

const sorts = {
  name: partnerName,
  vendorNumber: relationships.vendorNumber,
  status: relationships.status,
  transport: relationships.transport,
  contactName: relationships.contactName,
  createdAt: relationships.createdAt,
}

// The worker's role sees more than its organization; whoever runs this sees only its own.
const ownRows = sql`${relationships.buyerId} = kernel.org() or ${relationships.supplierId} = kernel.org()`

const buyerCalendars = alias(calendars, 'buyer_calendars')

const partnersFrom = (tx: Tx) =>
  tx
    .select({
      relationship: relationships,
      buyerName: organizations.name,
      calendarName: calendars.name,
      buyerCalendarName: buyerCalendars.name,
      // Row-level security: to a supplier none is there.
      supplierGroup: supplierGroups.label,
    })
    .from(relationships)
    .innerJoin(organizations, eq(organizations.id, relationships.buyerId))
    .leftJoin(calendars, eq(calendars.id, relationships.calendarId))
    .leftJoin(buyerCalendars, eq(buyerCalendars.id, relationships.buyerCalendarId))
    .leftJoin(supplierGroups, eq(supplierGroups.id, relationships.supplierGroupId))

export async function listPartners(tx: Tx, asked: PartnersAsked): Promise<{ rows: PartnerRow[]; total: number }> {
  const { status, transport } = asked
  const where = and(
    sql`(${ownRows})`,
    status && eq(relationships.status, status),
    transport && eq(relationships.transport, transport),
    matching(
      asked.search,
      partnerName,
      relationships.vendorNumber,
      relationships.contactName,
      relationships.contactEmail,
    ),
  )
  const { limit, offset } = pageOf(asked)
  const rows = await partnersFrom(tx)
    .where(where)
    .orderBy(...orderOf(asked.sort, sorts, 'name', relationships.id))
    .limit(limit)
    .offset(offset)
  const [all] = await tx
    .select({ total: count() })
    .from(relationships)
    .innerJoin(organizations, eq(organizations.id, relationships.buyerId))
    .where(where)
  return { rows: rows.map(row => rowOf(row, tx.caller.orgId)), total: all?.total ?? 0 }
}

interface Joined {
  relationship: Relationship
  buyerName: string
  calendarName: string | null
  buyerCalendarName: string | null
  supplierGroup: string | null
}

function rowOf({ relationship, buyerName, calendarName }: Joined, reader: string): PartnerRow {
  const buying = relationship.buyerId === reader
  const { id, vendorNumber, status, transport, usage, documents, contactName, contactEmail } = relationship
  return {
    id,
    partnerId: buying ? relationship.supplierId : relationship.buyerId,
    name: buying ? relationship.supplierName : buyerName,
    vendorNumber,
    status,
    transport,
    usage,
    documents,
    contactName,
    contactEmail,
    calendarName,
    createdAt: relationship.createdAt.toISOString(),
  }
}

/** Throws Unknown. */
export async function getPartner(tx: Tx, relationshipId: string): Promise<Partner> {
  const { id } = await relationshipById(tx, relationshipId)
  const [row] = await partnersFrom(tx).where(eq(relationships.id, id))
  return partnerOf(known(row))
}

function partnerOf({ relationship, buyerName, calendarName, buyerCalendarName, supplierGroup }: Joined): Partner {
  const { webhookSecret, createdAt, updatedAt, ediVersion, supplierGroupId: _, ...rest } = relationship
  return {
    ...rest,
    ediVersion: ediVersion as (typeof ediVersions)[number],
    buyerName,
    calendarName,
    buyerCalendarName,
    supplierGroup,
    folderName: rest.folder?.split('/').at(-1) ?? null,
    webhookSecretSet: webhookSecret !== null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/** Those that some supplier is of. */
export const groupsOf = (tx: Tx) =>
  labelsInUse(
    tx,
    supplierGroups,
    sql`exists (select from ${relationships} where ${relationships.supplierGroupId} = ${supplierGroups.id})`,
  )

/** Whom this buyer invited of a supplier, and whether it may go on doing so. Throws Unknown. */
export async function invitedOf(
  tx: Tx,
  relationshipId: string,
): Promise<{ rows: PartnerInvitation[]; mayInvite: boolean; nobodyAnswers: boolean }> {
  const { supplierId } = await relationshipById(tx, relationshipId)
  const [supplier] = await tx.select().from(organizations).where(eq(organizations.id, supplierId))
  const rows = await invitationsTo(tx, supplierId)
  const runsItself = rows.some(({ role, state }) => role === 'supplier-administrator' && state === 'accepted')
  const nobodyAnswers = !(await anybodyMay(tx, supplierId, 'order.answer'))
  return { rows, mayInvite: supplier?.invitedBy === tx.caller.orgId && !runsItself, nobodyAnswers }
}

/** Newest first. Throws Unknown. */
export async function historyOf(tx: Tx, relationshipId: string) {
  const { id } = await relationshipById(tx, relationshipId)
  await flush(tx)
  const rows = await tx.select().from(events).where(eq(events.subjectId, id)).orderBy(desc(events.seq)).limit(200)
  return rows.map(({ type, at, actorName, channel, data }) => ({
    type,
    at: at.toISOString(),
    actor: actorName,
    channel,
    changed: Array.isArray(data.changed) ? data.changed.map(String) : [],
  }))
}
