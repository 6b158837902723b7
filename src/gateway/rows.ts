// Rows as they are shown: the three statuses of a document apart. Pure.
import type { DocumentRow, InterchangeRow } from './api.ts'
import type { Acknowledgment, Delivery, DocumentStatus } from './interchange.ts'
import type { documents, interchanges } from './tables.ts'

type Document = typeof documents.$inferSelect
type Finding = Document['findings'][number]

export type Validated = DocumentRow['validated']

/** What the syntax was worth: of what came by our reader, of what leaves by the same reader before it left. */
export function validatedOf(status: DocumentStatus, findings: readonly Finding[], written: boolean): Validated {
  if (status === 'queued' || (status === 'needs-attention' && !written)) return 'waiting'
  if (status === 'rejected' || findings.some(one => one.severity === 'error')) return 'invalid'
  return findings.some(one => one.severity === 'warning') ? 'with-warnings' : 'valid'
}

export function documentRow(
  document: Document,
  interchange: { delivery: Delivery | null; deliveredAt: Date | null; usage: string | null } | null,
): DocumentRow {
  const { subjectKind, subjectId, subjectLabel } = document
  return {
    id: document.id,
    direction: document.direction,
    interchangeId: document.interchangeId,
    setId: document.setId,
    groupControl: document.groupControl,
    setControl: document.setControl,
    status: document.status,
    reason: document.reason,
    validated: validatedOf(document.status, document.findings, document.interchangeId !== null),
    delivery: interchange?.delivery ?? null,
    deliveredAt: interchange?.deliveredAt?.toISOString() ?? null,
    acknowledgment: document.acknowledgment,
    acknowledgedAt: document.acknowledgedAt?.toISOString() ?? null,
    subject: subjectKind && subjectId ? { kind: subjectKind, id: subjectId, label: subjectLabel } : null,
    label: subjectLabel,
    createdAt: document.createdAt.toISOString(),
    appliedAt: document.appliedAt?.toISOString() ?? null,
    corrected: document.workingText !== null,
    test: isTest(interchange?.usage),
  }
}

/** Of a document that waits to be written nothing is known yet. */
export const isTest = (usage: string | null | undefined): boolean => typeof usage === 'string' && usage !== 'P'

export type InterchangeFacts = Omit<typeof interchanges.$inferSelect, 'bytes' | 'findings'> & {
  sizeBytes: number
  /** Whether its own findings hold an error or a warning. */
  worst: string | null
  relationshipId: string
  partnerName: string
  fileName: string | null
}
export type Carried = Pick<Document, 'setId' | 'subjectLabel' | 'status' | 'acknowledgment'> & { worst: string | null }

/** Documents told of in a row of the list; the page of the interchange has all. */
const toldMax = 5

export function interchangeRow(facts: InterchangeFacts, carried: readonly Carried[]): InterchangeRow {
  return {
    id: facts.id,
    direction: facts.direction,
    transport: facts.transport,
    status: facts.status,
    reason: facts.reason,
    partner: {
      buyerId: facts.buyerId,
      supplierId: facts.supplierId,
      relationshipId: facts.relationshipId,
      name: facts.partnerName,
    },
    sender: `${facts.senderQualifier}:${facts.senderId}`,
    receiver: `${facts.receiverQualifier}:${facts.receiverId}`,
    control: facts.control,
    usage: facts.usage,
    at: facts.at.toISOString(),
    sizeBytes: facts.sizeBytes,
    repeats: facts.repeats,
    validated: validatedTogether(facts, carried),
    delivery: facts.delivery,
    deliveredAt: facts.deliveredAt?.toISOString() ?? null,
    deliveryError: facts.deliveryError,
    acknowledgment: acknowledgedTogether(carried),
    ...documentsTold(facts, carried),
    fileName: facts.fileName,
    left: facts.direction === 'in' && facts.closedAt !== null,
    failedTries: facts.deliveryAttempts,
    heldAs: facts.heldAs,
  }
}

function documentsTold({ carries }: InterchangeFacts, carried: readonly Carried[]) {
  const told =
    carried.length > 0
      ? carried.map(({ setId, subjectLabel: label, status }) => ({ setId, label, status }))
      : (carries ?? []).map(one => ({ ...one, status: null }))
  return { documents: told.slice(0, toldMax), documentCount: told.length }
}

function validatedTogether({ status, worst }: InterchangeFacts, carried: readonly Carried[]): Validated {
  if (status === 'received' || status === 'held') return 'waiting'
  const all = [worst, ...carried.map(one => one.worst)]
  if (status === 'rejected' || all.includes('error')) return 'invalid'
  return all.includes('warning') ? 'with-warnings' : 'valid'
}

// The one that most needs to be looked at speaks for all.
const byUrgency: readonly Acknowledgment[] = ['rejected', 'overdue', 'awaiting', 'accepted-with-errors', 'accepted']

const acknowledgedTogether = (carried: readonly Carried[]): Acknowledgment =>
  byUrgency.find(word => carried.some(one => one.acknowledgment === word)) ?? 'none'
