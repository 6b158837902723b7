// Sends a document: queued with the business act, written and frozen by work of its own, then delivered.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later, type WorkHandler } from '../kernel/work.ts'
import { refuseVendorNumber } from '../partners/index.ts'
import { relationships } from '../partners/tables.ts'
import { Unwritable, writeInterchange, writeUnread } from '../x12/index.ts'
import type { DocumentSubject, GatewayFact, OutboundWriters, Relationship, WrittenDocument } from './contract.ts'
import { takeNumbers } from './control-numbers.ts'
import { envelopeOf, refuseToWrite } from './envelope.ts'
import { factData } from './facts.ts'
import { freeze, frozen, isPushed } from './freeze.ts'
import { documents } from './tables.ts'

type Document = typeof documents.$inferSelect
type Parties = Pick<Relationship, 'buyerId' | 'supplierId'>

export const writeWork = 'document.write'

/** ST02: every document leaves in an interchange and a group of its own, so it is always the first of its group. */
export const setControl = '0001'

/** Announces that a document shall leave. In the transaction of the business act; answers the document's id. */
export async function queueDocument(
  tx: Tx,
  { setId, subject, relationship }: { setId: string; subject: DocumentSubject; relationship: Parties },
): Promise<string> {
  const { buyerId, supplierId } = relationship
  const document = {
    id: newId(),
    buyerId,
    supplierId,
    direction: 'out' as const,
    setId,
    functionalId: '',
    status: 'queued' as const,
    subjectKind: subject.kind,
    subjectId: subject.id,
    subjectLabel: subject.label,
    createdAt: tx.now,
  }
  await tx.insert(documents).values(document)
  await later(tx, { kind: writeWork, lane: 'edi', orgId: buyerId, key: document.id })
  await announce(tx, {
    type: 'document.queued',
    subject: { kind: 'document', id: document.id },
    parties: [buyerId, supplierId],
    at: tx.now,
    data: factData(document),
  })
  return document.id
}

/** One that could not be written is tried once more, with what is true now. */
export async function writeAgain(tx: Tx, { id, buyerId }: Document): Promise<undefined> {
  await tx.update(documents).set({ status: 'queued', reason: null }).where(eq(documents.id, id))
  await later(tx, {
    kind: writeWork,
    lane: 'edi',
    orgId: buyerId,
    key: `${id}/${newId()}`,
    data: { documentId: id },
  })
}

export const writeHandler = (writers: OutboundWriters): WorkHandler => ({
  kind: writeWork,
  lane: 'edi',
  mode: 'tx',
  triesMax: 6,
  run: async (tx, { key, data }) => {
    const found = await queued(tx, data.documentId ?? key)
    if (found) await writeDocument(tx, writers, found.document, found.relationship)
    return undefined
  },
  gaveUp: async (tx, { key, data }, error) => {
    const found = await queued(tx, data.documentId ?? key)
    const reason = `Writing it failed again and again: ${error.message}`.slice(0, 500)
    if (found) await needAttention(tx, found.document, reason)
  },
})

async function queued(tx: Tx, documentId: string) {
  const [found] = await tx
    .select({ document: documents, relationship: relationships })
    .from(documents)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, documents.buyerId), eq(relationships.supplierId, documents.supplierId)),
    )
    .where(and(eq(documents.id, documentId), eq(documents.status, 'queued')))
  return found
}

/** Written, read back by our own reader, numbered and frozen; or it waits for a person with the reason. */
async function writeDocument(
  tx: Tx,
  writers: OutboundWriters,
  document: Document,
  relationship: Relationship,
): Promise<void> {
  const refused = refuseToSend(document, relationship, writers)
  const writer = writers[document.setId]
  if (refused || !writer || !document.subjectId)
    return await needAttention(tx, document, refused ?? 'Nothing to write.')
  const written = await writer(tx, { documentId: document.id, subjectId: document.subjectId, relationship })
  if ('needsAttention' in written) return await needAttention(tx, document, written.needsAttention)
  // Read before it is numbered: a document that cannot leave must not take a number with it.
  const wrong = wrongWith(tx, written, relationship)
  if (wrong) return await needAttention(tx, document, wrong)
  const numbers = await takeNumbers(tx, relationship, { GS: 1, ISA: 1 })
  const [isa, gs] = [numbers.ISA[0] ?? 0, numbers.GS[0] ?? 0]
  const envelope = envelopeOf(relationship, { isa, gs }, relationship.usage, tx.now)
  // Read already, but for its numbers: a forecast of a hundred items is read in a tenth of a second, once and not thrice.
  const bytes = writeUnread(envelope, written.functionalId, [setOf(written)])
  const interchangeId = newId()
  failpoint('send.before')
  await freeze(tx, relationship, [frozen(tx, relationship, { id: interchangeId, bytes, envelope })], [])
  const sent = {
    interchangeId,
    functionalId: written.functionalId,
    groupControl: envelope.groupControl,
    setControl,
    groupVersion: envelope.version,
    subjectLabel: written.label,
    reason: null,
  }
  await tx
    .update(documents)
    .set({ ...sent, status: 'written', acknowledgment: 'awaiting' })
    .where(eq(documents.id, document.id))
  await tell(tx, 'document.written', { ...document, ...sent }, tx.now)
  if (!isPushed(relationship)) await tell(tx, 'document.collectable', { ...document, ...sent }, tx.now)
  failpoint('send.written')
}

const setOf = ({ setId, segments }: WrittenDocument) => ({ id: setId, control: setControl, segments })

function refuseToSend(document: Document, relationship: Relationship, writers: OutboundWriters): string | undefined {
  if (relationship.status !== 'active') return `The relationship with ${relationship.supplierName} is not active.`
  if (relationship.transport === 'none')
    return `No way of sending is agreed with ${relationship.supplierName}. Choose one in the partner’s profile.`
  if (!Object.hasOwn(writers, document.setId)) return `Pullwire does not write documents of kind ${document.setId} yet.`
  const [number] = refuseVendorNumber(relationship)
  if (number)
    return `${number.detail} The buyer’s operator has to change it in the profile of ${relationship.supplierName}, under Terms, then run this again.`
  return refuseToWrite(relationship)
}

/** What our own reader finds in it, under numbers that nobody will see. */
function wrongWith(tx: Tx, written: WrittenDocument, relationship: Relationship): string | undefined {
  try {
    const envelope = envelopeOf(relationship, { isa: 1, gs: 1 }, relationship.usage, tx.now)
    writeInterchange(envelope, written.functionalId, [setOf(written)])
    return undefined
  } catch (error) {
    if (error instanceof Unwritable) return unwritableText(error)
    throw error
  }
}

/** Our own reader speaks to a sender; here the sender is we. */
const unwritableText = ({ message }: Unwritable): string =>
  `It cannot be written. ${message.replace(/[.]*$/, '.')} The value comes from what is sent or from the partner’s profile: the buyer’s operator has to see that it is changed there, then run this again.`

async function needAttention(tx: Tx, document: Document, reason: string): Promise<void> {
  await tx.update(documents).set({ status: 'needs-attention', reason }).where(eq(documents.id, document.id))
  await announce(tx, {
    type: 'document.needs-attention',
    subject: { kind: 'document', id: document.id },
    parties: [document.buyerId, document.supplierId],
    at: tx.now,
    data: { ...factData(document), direction: 'out', reason },
  })
}

export const tell = (
  tx: Tx,
  type: GatewayFact & `document.${string}`,
  document: Parties & { id: string; setId: string; subjectLabel?: string | null },
  at: Date,
) =>
  announce(tx, {
    type,
    subject: { kind: 'document', id: document.id },
    parties: [document.buyerId, document.supplierId],
    at,
    data: factData(document),
  })
