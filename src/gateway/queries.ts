// What is shown of the gateway: lists, what needs attention, documents of a subject.
import { and, asc, count, desc, eq, exists, getTableColumns, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { alias, type PgColumn } from 'drizzle-orm/pg-core'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { type Asked, matching, orderOf, pageOf } from '../kernel/listing.ts'
import { triedForMs } from '../kernel/push.ts'
import { events } from '../kernel/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { AttentionRow, DocumentRow, InterchangeRow } from './api.ts'
import { inOrder } from './attention-order.ts'
import {
  type Acknowledgment,
  type Delivery,
  type InterchangeStatus,
  interchangeStatuses,
  supplierActs,
} from './interchange.ts'
import { type Carried, documentRow, type InterchangeFacts, interchangeRow } from './rows.ts'
import { documents, furtherSubjects, interchanges, transmissions, unanswered } from './tables.ts'

export interface InterchangesAsked extends Asked {
  direction?: 'in' | 'out'
  partnerId?: string
  /** Several, with commas between. */
  status?: string
  set?: string
  delivery?: Delivery
  acknowledgment?: Acknowledgment
}

const sortable = { at: interchanges.at, control: interchanges.control, status: interchanges.status }

/** Both sides of every relationship the reader is a party of. The worker's role sees no more by it. */
export const mine = (tx: Tx, { buyerId, supplierId }: { buyerId: PgColumn; supplierId: PgColumn }) =>
  or(eq(buyerId, tx.caller.orgId), eq(supplierId, tx.caller.orgId))

/** The supplier by the buyer's name for it, the buyer by its own. */
const partnerName = (tx: Tx) =>
  sql<string>`case when ${interchanges.buyerId} = ${tx.caller.orgId} then ${relationships.supplierName} else ${organizations.name} end`

const worstOf = (findings: typeof interchanges.findings | typeof documents.findings) =>
  sql<string | null>`case when ${findings} @> '[{"severity":"error"}]' then 'error'
    when ${findings} @> '[{"severity":"warning"}]' then 'warning' end`

/** Everything of an interchange but its bytes and findings. */
const { bytes: _bytes, findings: _findings, ...lightColumns } = getTableColumns(interchanges)

const factsOf = (tx: Tx) => ({
  ...lightColumns,
  sizeBytes: sql<number>`length(${interchanges.bytes})`,
  worst: worstOf(interchanges.findings),
  relationshipId: relationships.id,
  partnerName: partnerName(tx),
  fileName: sql<
    string | null
  >`(select t.message_id from ${transmissions} t where t.id = ${interchanges.transmissionId})`,
})

function interchangeFacts(tx: Tx) {
  return tx
    .select(factsOf(tx))
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .innerJoin(organizations, eq(organizations.id, interchanges.buyerId))
    .$dynamic()
}

export async function listInterchanges(
  tx: Tx,
  asked: InterchangesAsked,
): Promise<{ rows: InterchangeRow[]; total: number }> {
  const wanted = whereOf(tx, asked)
  const facts: InterchangeFacts[] = await interchangeFacts(tx)
    .where(wanted)
    .orderBy(...orderOf(asked.sort, sortable, '-at', interchanges.id))
    .limit(pageOf(asked).limit)
    .offset(pageOf(asked).offset)
  const [all] = await tx
    .select({ n: count() })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .where(wanted)
  const carried = await carriedBy(
    tx,
    facts.map(one => one.id),
  )
  return { rows: facts.map(one => interchangeRow(one, carried.get(one.id) ?? [])), total: all?.n ?? 0 }
}

/** One row of the list; undefined when it is not the caller's. */
export async function interchangeShown(tx: Tx, interchangeId: string): Promise<InterchangeRow | undefined> {
  const [facts] = await interchangeFacts(tx).where(and(eq(interchanges.id, interchangeId), mine(tx, interchanges)))
  if (!facts) return undefined
  return interchangeRow(facts, (await carriedBy(tx, [interchangeId])).get(interchangeId) ?? [])
}

function whereOf(tx: Tx, { search, direction, partnerId, status, set, delivery, acknowledgment }: InterchangesAsked) {
  const statuses = status?.split(',').filter(one => interchangeStatuses.includes(one as InterchangeStatus))
  const held = (wanted: SQL | undefined) =>
    exists(
      tx
        .select({ one: sql`1` })
        .from(documents)
        .where(and(eq(documents.interchangeId, interchanges.id), wanted)),
    )
  const found = search
    ? or(
        matching(search, interchanges.control, interchanges.senderId, relationships.supplierName, carriesText),
        cameAs(tx, search),
        held(matching(search, documents.subjectLabel, documents.groupControl)),
      )
    : undefined
  return and(
    mine(tx, interchanges),
    direction ? eq(interchanges.direction, direction) : undefined,
    partnerId ? or(eq(interchanges.buyerId, partnerId), eq(interchanges.supplierId, partnerId)) : undefined,
    statuses?.length ? inArray(interchanges.status, statuses as InterchangeStatus[]) : undefined,
    delivery ? eq(interchanges.delivery, delivery) : undefined,
    set ? held(eq(documents.setId, set)) : undefined,
    acknowledgment ? held(eq(documents.acknowledgment, acknowledgment)) : undefined,
    found,
  )
}

/** Held: the numbers of what it would bring. */
const carriesText = sql`${interchanges.carries}::text`

/** Under this file name. */
const cameAs = (tx: Tx, search: string) =>
  exists(
    tx
      .select({ one: sql`1` })
      .from(transmissions)
      .where(and(eq(transmissions.id, interchanges.transmissionId), matching(search, transmissions.messageId))),
  )

async function carriedBy(tx: Tx, ids: readonly string[]): Promise<Map<string, Carried[]>> {
  const found = new Map<string, Carried[]>()
  if (ids.length === 0) return found
  const rows = await tx
    .select({
      interchangeId: documents.interchangeId,
      setId: documents.setId,
      subjectLabel: documents.subjectLabel,
      status: documents.status,
      acknowledgment: documents.acknowledgment,
      worst: worstOf(documents.findings),
    })
    .from(documents)
    .where(inArray(documents.interchangeId, [...ids]))
    .orderBy(asc(documents.groupIndex), asc(documents.setIndex))
  for (const { interchangeId, ...one } of rows)
    if (interchangeId) found.set(interchangeId, [...(found.get(interchangeId) ?? []), one])
  return found
}

/** The documents about one thing, also among others, oldest first: what an order's page shows. */
export async function documentsOf(tx: Tx, subjectId: string): Promise<DocumentRow[]> {
  // An index for each: joined by `or`, neither would be used.
  const naming = sql`select d.id from ${documents} d where d.subject_id = ${subjectId}
    union all select f.document_id from ${furtherSubjects} f where f.subject_id = ${subjectId}`
  const rows = await tx
    .select({
      document: documents,
      delivery: interchanges.delivery,
      deliveredAt: interchanges.deliveredAt,
      usage: interchanges.usage,
    })
    .from(documents)
    .leftJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .where(and(sql`${documents.id} in (${naming})`, mine(tx, documents)))
    .orderBy(asc(documents.createdAt), asc(documents.id))
    .limit(200)
  return rows.map(({ document, ...interchange }) => documentRow(document, interchange))
}

export async function documentsIn(tx: Tx, interchangeId: string): Promise<(typeof documents.$inferSelect)[]> {
  return await tx
    .select()
    .from(documents)
    .where(eq(documents.interchangeId, interchangeId))
    .orderBy(asc(documents.groupIndex), asc(documents.setIndex))
}

export interface AttentionAsked extends Asked {
  partnerId?: string
  set?: string
}

/** What waits for a person: documents, held interchanges, deliveries given up. Newest first, unless asked otherwise. */
export async function listAttention(
  tx: Tx,
  asked: AttentionAsked,
): Promise<{ rows: AttentionRow[]; total: number; yours: number }> {
  const found = [...(await waitingDocuments(tx, asked)), ...(asked.set ? [] : await waitingInterchanges(tx, asked))]
  const { limit, offset } = pageOf(asked)
  const yours = found.filter(row => row.partner.buyerId === tx.caller.orgId || supplierActs(row.status))
  return {
    rows: inOrder(found, asked.sort).slice(offset, offset + limit),
    ...{ total: found.length, yours: yours.length },
  }
}

/** More than anybody works off in a day; the newest are shown. */
const attentionMax = 1_000

const buyer = alias(organizations, 'buyer')

/** Since when a document waits. One that came waits since it came; one of ours since it was refused, or given up. */
const waitsSince = sql<Date>`case when ${documents.direction} = 'in' then ${documents.createdAt} else coalesce(
  (select max(e.at) from ${events} e where e.subject_id = ${documents.id}
    and e.type in ('document.needs-attention', 'document.undeliverable', 'document.acknowledged')),
  ${documents.createdAt}) end`.mapWith(documents.createdAt)

/** An interchange since it came; one that was given up since then. */
const interchangeWaitsSince = sql<Date>`case when ${interchanges.delivery} = 'failed'
  then coalesce(${interchanges.deliverySince} + ${triedForMs} * interval '1 millisecond', ${interchanges.at})
  else ${interchanges.at} end`.mapWith(interchanges.at)

async function waitingDocuments(tx: Tx, { search, partnerId, set }: AttentionAsked): Promise<AttentionRow[]> {
  const rows = await tx
    .select({
      document: documents,
      since: waitsSince,
      relationshipId: relationships.id,
      supplierName: relationships.supplierName,
      buyerName: buyer.name,
    })
    .from(documents)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, documents.buyerId), eq(relationships.supplierId, documents.supplierId)),
    )
    .innerJoin(buyer, eq(buyer.id, documents.buyerId))
    .where(
      and(
        mine(tx, documents),
        eq(documents.status, 'needs-attention'),
        partnerId ? or(eq(documents.buyerId, partnerId), eq(documents.supplierId, partnerId)) : undefined,
        set ? eq(documents.setId, set) : undefined,
        matching(search, documents.subjectLabel, documents.reason, relationships.supplierName),
      ),
    )
    .orderBy(desc(waitsSince))
    .limit(attentionMax)
  return rows.map(({ document, since, ...partner }) => {
    const { subject, label, direction, setId, status, interchangeId } = documentRow(document, null)
    const at = since.toISOString()
    const reason = document.reason ?? ''
    const kind = 'document' as const
    return {
      kind,
      id: document.id,
      interchangeId,
      direction,
      partner: partnerOf(tx, document, partner),
      setId,
      control: null,
      subject,
      label,
      status,
      reason,
      at,
    }
  })
}

/** What its documents call their subjects; of one that is held, as far as it can be read. */
const labelsOf = sql<string | null>`left(coalesce(
  (select string_agg(distinct d.subject_label, ', ') from documents d where d.interchange_id = ${interchanges.id}),
  (select string_agg(distinct c->>'label', ', ') from jsonb_array_elements(${interchanges.carries}) c)), 200)`

async function waitingInterchanges(tx: Tx, { search, partnerId }: AttentionAsked): Promise<AttentionRow[]> {
  const rows = await tx
    .select({
      ...lightColumns,
      since: interchangeWaitsSince,
      relationshipId: relationships.id,
      supplierName: relationships.supplierName,
      buyerName: buyer.name,
      labels: labelsOf,
    })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .innerJoin(buyer, eq(buyer.id, interchanges.buyerId))
    .where(
      and(
        mine(tx, interchanges),
        or(
          and(eq(interchanges.status, 'held'), isNull(interchanges.closedAt)),
          and(eq(interchanges.delivery, 'failed'), isNull(interchanges.closedAt)),
          // Refused as a whole, and the partner did not ask to be told by TA1: somebody has to tell it.
          and(
            eq(interchanges.direction, 'in'),
            eq(interchanges.status, 'rejected'),
            isNull(interchanges.closedAt),
            unanswered,
          ),
          and(
            eq(interchanges.status, 'needs-attention'),
            isNull(interchanges.closedAt),
            sql`not exists (select from documents d where d.interchange_id = ${interchanges.id})`,
          ),
        ),
        partnerId ? or(eq(interchanges.buyerId, partnerId), eq(interchanges.supplierId, partnerId)) : undefined,
        matching(search, interchanges.control, interchanges.reason, relationships.supplierName, labelsOf),
      ),
    )
    .orderBy(desc(interchangeWaitsSince))
    .limit(attentionMax)
  return rows.map(row => ({
    kind: 'interchange' as const,
    id: row.id,
    interchangeId: row.id,
    direction: row.direction,
    partner: partnerOf(tx, row, row),
    setId: null,
    control: row.control || null,
    subject: null,
    label: row.labels,
    status: row.delivery === 'failed' ? 'failed' : row.status,
    reason: row.reason ?? row.deliveryError ?? '',
    at: row.since.toISOString(),
  }))
}

function partnerOf(
  tx: Tx,
  { buyerId, supplierId }: { buyerId: string; supplierId: string },
  { relationshipId, supplierName, buyerName }: { relationshipId: string; supplierName: string; buyerName: string },
) {
  return { buyerId, supplierId, relationshipId, name: buyerId === tx.caller.orgId ? supplierName : buyerName }
}
