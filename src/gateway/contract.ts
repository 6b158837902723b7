// What business rooms implement so that the gateway can carry their documents without knowing what they mean.
import type { Tx } from '../kernel/db.ts'
import type { relationships } from '../partners/tables.ts'
import type { Group, SegmentToWrite, TransactionSet } from '../x12/index.ts'

/** Both parties and everything they agreed. */
export type Relationship = typeof relationships.$inferSelect

/** What a document is about, in our words: `{ kind: 'order', id, label: '4711' }`. */
export interface DocumentSubject {
  kind: string
  id: string
  label: string
  /** Ids of what else of its kind it names: a ship notice may speak of several orders. */
  also?: readonly string[]
}

/** One accepted transaction set, ready to be applied. */
export interface InboundDocument {
  documentId: string
  /** Those of one burst have one instant: the ids of their interchanges say which came first. */
  interchangeId: string
  relationship: Relationship
  group: Group
  set: TransactionSet
  /** When the bytes arrived at the door. Lateness is measured here. */
  receivedAt: Date
  /** It was read a moment ago and nothing of it can have been applied yet. */
  isFirstTry?: boolean
}

export type Applied = { applied: true; subject?: DocumentSubject }
/** Why a person has to look at it, in words for someone who never read the standard. */
export type NeedsAttention = {
  needsAttention: string
  subject?: DocumentSubject
  /** The segment that says so, ST being 1, where one alone does. */
  position?: number
}

/**
 * Applies documents of one relationship, in the order in which they came, through the same verb that the portal uses;
 * one result for each. Runs as the supplier's organization, channel `edi`. What the business refuses is answered as
 * `needsAttention`, with nothing of it written. A thrown error undoes them all, and each is tried again by itself.
 */
export type InboundHandler = (tx: Tx, documents: readonly InboundDocument[]) => Promise<(Applied | NeedsAttention)[]>

export interface DocumentToWrite {
  documentId: string
  subjectId: string
  relationship: Relationship
}

export interface WrittenDocument {
  /** ST01, such as `850`. */
  setId: string
  /** GS01, such as `PO`. */
  functionalId: string
  /** What stands between ST and SE. */
  segments: readonly SegmentToWrite[]
  /** What people call the subject: the order number. */
  label: string
}

/** Says a document in X12. Runs as the buyer's organization, when the document is about to leave. */
export type OutboundWriter = (tx: Tx, document: DocumentToWrite) => Promise<WrittenDocument | NeedsAttention>

/** Says a document about nothing that exists, for a partner who builds the other end: as the real one is said. */
export type SampleWriter = (
  relationship: Relationship,
  buyerName: string,
  now: Date,
) => Pick<WrittenDocument, 'functionalId' | 'segments'>
export type SampleWriters = Readonly<Record<string, SampleWriter>>

/** By ST01: `{ '855': inbound855 }`. */
export type InboundHandlers = Readonly<Record<string, InboundHandler>>
export type OutboundWriters = Readonly<Record<string, OutboundWriter>>

/** Facts of a document on its way; `fact.subject` is the document itself. */
export interface DocumentFactData {
  setId: string
  interchangeId: string | null
  subjectKind: string | null
  subjectId: string | null
  label: string | null
  buyerId: string
  supplierId: string
}

/**
 * What the gateway announces. Subject kinds are `document` and `interchange`; data is `DocumentFactData` for documents.
 * `document.collectable` and `document.delivered` both start the clocks that wait for an answer: the first one counts.
 */
export const gatewayFacts = [
  'interchange.received',
  'interchange.held',
  'interchange.released',
  'interchange.dismissed',
  'interchange.resent',
  'interchange.sent-now',
  'interchange.run-again',
  'interchange.read',
  'interchange.needs-attention',
  'document.queued',
  'document.written',
  'document.collectable',
  'document.delivered',
  'document.delayed',
  'document.undeliverable',
  'document.acknowledged',
  'document.applied',
  'document.tried',
  'document.needs-attention',
  'document.run-again',
  'document.corrected',
  'document.closed',
] as const
export type GatewayFact = (typeof gatewayFacts)[number]

/** `document.acknowledged`: what the partner's system said of our document. */
export interface AcknowledgedData extends DocumentFactData {
  verdict: 'accepted' | 'accepted-with-errors' | 'rejected'
  reason: string | null
}
