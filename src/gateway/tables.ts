// What came in and what went out, byte for byte, and what became of it.
import { type SQLWrapper, sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, instant, now } from '../kernel/tables.ts'
import { relationships } from '../partners/tables.ts'
import type { Finding } from '../x12/index.ts'
import type { CarriedUnread } from './carried.ts'
import type { Acknowledgment, Delivery, DocumentStatus, InterchangeStatus } from './interchange.ts'

const parties = { buyerId: uuid().notNull(), supplierId: uuid().notNull() }

/** One arrival: a POST, a file. Its interchanges hold the bytes; what belongs to none is kept here. */
export const transmissions = pgTable(
  'transmissions',
  {
    id: uuid().primaryKey(),
    ...parties,
    transport: text().notNull(),
    /** The transport's own name for it: a file name, a header. */
    messageId: text(),
    sha256: text().notNull(),
    sizeBytes: integer().notNull(),
    /** Bytes that are no interchange: noise, or a file that cannot be read at all. */
    unread: bytes(),
    receivedAt: instant().notNull().default(now),
  },
  t => [
    index('transmissions_of_parties').on(t.buyerId, t.supplierId, t.receivedAt),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

export const interchanges = pgTable(
  'interchanges',
  {
    id: uuid().primaryKey(),
    ...parties,
    direction: text().$type<'in' | 'out'>().notNull(),
    transport: text().notNull(),
    transmissionId: uuid(),
    status: text().$type<InterchangeStatus>().notNull(),
    /** Why it is held or needs attention, in words. */
    reason: text(),
    /** ISA05-08, ISA13, ISA15 as written, blanks trimmed. */
    senderQualifier: text().notNull(),
    senderId: text().notNull(),
    receiverQualifier: text().notNull(),
    receiverId: text().notNull(),
    control: text().notNull(),
    usage: text().notNull(),
    sha256: text().notNull(),
    bytes: bytes().notNull(),
    /** The moment the bytes arrived (in) or were frozen (out). Lateness is measured here. */
    at: instant().notNull(),
    findings: jsonb().$type<Finding[]>().notNull().default([]),
    /** In: how often the same bytes came again. */
    repeats: integer().notNull().default(0),
    /** Held: the interchange whose control number this one repeats. Out: the interchange that this one answers. */
    relatedId: uuid(),
    /** Out. */
    delivery: text().$type<Delivery>(),
    deliveredAt: instant(),
    offeredAt: instant(),
    deliveryAttempts: integer().notNull().default(0),
    deliveryError: text(),
    /** The last try got no answer at all. While one waits so, younger ones of the partner are not tried. */
    deliveryUnanswered: boolean().notNull().default(false),
    /** Since when delivery is tried: the 72 hours count from here. */
    deliverySince: instant(),
    /** Why it was held, for good; the answer to the same bytes is made from it. */
    heldAs: text().$type<'mismatch' | 'conflict' | 'unreadable'>(),
    /** Held, so that it has no documents yet: what it would bring, as far as it can be read. */
    carries: jsonb().$type<CarriedUnread[]>(),
    /** Held: taken after all by a person's decision, or left unapplied for good. */
    releasedAt: instant(),
    closedAt: instant(),
  },
  t => [
    uniqueIndex('interchanges_inbox')
      .on(t.buyerId, t.supplierId, t.senderQualifier, t.senderId, t.receiverQualifier, t.receiverId, t.control, t.usage)
      // Released after other bytes of its number, it stands beside them; released for its ids, it has its number to itself.
      .where(sql`direction = 'in' and status <> 'held' and (released_at is null or held_as = 'mismatch')`),
    index('interchanges_related').on(t.relatedId).where(sql`related_id is not null`),
    index('interchanges_held').on(t.buyerId, t.supplierId, t.sha256).where(sql`status = 'held'`),
    index('interchanges_of_buyer').on(t.buyerId, t.at),
    index('interchanges_of_supplier').on(t.supplierId, t.at),
    /** Came in, and our side has not dealt with it: a clock's step waits for these. */
    index('interchanges_unread')
      .on(t.buyerId, t.supplierId, t.at)
      .where(sql`direction = 'in' and status in ('received', 'answered', 'needs-attention', 'held')`),
    index('interchanges_waiting')
      .on(t.buyerId, t.supplierId)
      .where(sql`direction = 'out' and delivery in ('queued', 'collectable')`),
    index('interchanges_unanswered')
      .on(t.buyerId, t.supplierId, t.deliverySince)
      .where(sql`delivery = 'queued' and delivery_unanswered`),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

/** Nothing of ours says what became of it: neither a 997 nor a TA1. */
export const unanswered = sql<boolean>`(not exists (
  select from interchanges a where a.related_id = interchanges.id and a.direction = 'out'))`

/** One transaction set, with its three statuses apart: validated, delivered, acknowledged. */
export const documents = pgTable(
  'documents',
  {
    id: uuid().primaryKey(),
    ...parties,
    direction: text().$type<'in' | 'out'>().notNull(),
    /** Null while an outbound document waits to be written. */
    interchangeId: uuid(),
    setId: text().notNull(),
    functionalId: text().notNull(),
    groupControl: text(),
    setControl: text(),
    groupVersion: text(),
    /** Place in the interchange: group and set, counted from 0. */
    groupIndex: integer().notNull().default(0),
    setIndex: integer().notNull().default(0),
    /** In: where the bytes of the set begin and end in the interchange, and its group begins; null where they are not in one piece. */
    bytesFrom: integer(),
    bytesTo: integer(),
    groupFrom: integer(),
    status: text().$type<DocumentStatus>().notNull(),
    reason: text(),
    findings: jsonb().$type<Finding[]>().notNull().default([]),
    acknowledgment: text().$type<Acknowledgment>().notNull().default('none'),
    acknowledgedAt: instant(),
    /** What it is about, in our words; of several things the first. */
    subjectKind: text(),
    subjectId: uuid(),
    subjectLabel: text(),
    createdAt: instant().notNull().default(now),
    appliedAt: instant(),
    /** In: an operator's corrected copy of the set. What came stays in the interchange. */
    workingText: text(),
  },
  t => [
    index('documents_of_interchange').on(t.interchangeId),
    index('documents_waiting').on(t.buyerId, t.supplierId).where(sql`status = 'needs-attention'`),
    index('documents_of_subject').on(t.subjectId),
    index('documents_of_buyer').on(t.buyerId, t.createdAt),
    uniqueIndex('documents_place').on(t.interchangeId, t.groupIndex, t.setIndex),
    index('documents_by_control').on(t.buyerId, t.supplierId, t.groupControl).where(sql`direction = 'out'`),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

/** What a document names beside its own subject, of the same kind: an 856 may speak of several orders. */
export const furtherSubjects = pgTable(
  'further_subjects',
  { ...parties, documentId: uuid().notNull(), subjectId: uuid().notNull() },
  t => [
    primaryKey({ columns: [t.documentId, t.subjectId] }),
    index('further_subjects_of_subject').on(t.subjectId),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)

/** The document `d` names this: as its subject, or beside it. */
export const names = (subjectId: SQLWrapper | string) => sql`(d.subject_id = ${subjectId} or exists (
  select from ${furtherSubjects} f where f.document_id = d.id and f.subject_id = ${subjectId}))`

/** The next control number of a kind: `ISA`, `GS`, `ST`. Gap-free, taken in the transaction that freezes the bytes. */
export const controlNumbers = pgTable(
  'control_numbers',
  { ...parties, kind: text().notNull(), next: bigint({ mode: 'number' }).notNull() },
  t => [
    primaryKey({ columns: [t.buyerId, t.supplierId, t.kind] }),
    foreignKey({
      columns: [t.buyerId, t.supplierId],
      foreignColumns: [relationships.buyerId, relationships.supplierId],
    }),
  ],
)
