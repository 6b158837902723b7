// A relationship and what arrives in it, as rows: for the contract of the stores and for the simulation.
import { eq } from 'drizzle-orm'
import { organizations } from '../../src/accounts/tables.ts'
import { documents, interchanges } from '../../src/gateway/tables.ts'
import type { Tx } from '../../src/kernel/db.ts'
import { announce } from '../../src/kernel/events.ts'
import { newId } from '../../src/kernel/ids.ts'
import { defaultTargets, type Targets } from '../../src/partners/profile.ts'
import { relationships } from '../../src/partners/tables.ts'

export interface Parties {
  buyerId: string
  supplierId: string
}

const setting = { vendorNumber: '1', supplierName: 'S', contactName: '', contactEmail: '' } as const

/** The two organizations of a relationship. */
export const found = (tx: Tx, { buyerId, supplierId }: Parties) =>
  tx.insert(organizations).values([
    { id: buyerId, side: 'buyer', name: 'Buyer', connectionCode: buyerId.slice(-14) },
    { id: supplierId, side: 'supplier', name: 'Supplier', connectionCode: supplierId.slice(-14) },
  ])

interface Agreed {
  targets?: Partial<Targets>
  calendarId?: string | undefined
  /** On which the buyer's own decisions are counted. */
  buyerCalendarId?: string | undefined
  /** Ship notices. */
  takesNotices?: boolean
  supplierGroup?: string | null
}

/** A relationship, as a buyer has agreed it; what is not about clocks is left empty. */
export const relate = (tx: Tx, parties: Parties, agreed: Agreed) => {
  const { targets, calendarId, buyerCalendarId, takesNotices, supplierGroup } = agreed
  return tx.insert(relationships).values({
    ...parties,
    ...setting,
    id: newId(),
    status: 'active',
    vendorNumber: parties.supplierId,
    calendarId: calendarId ?? null,
    buyerCalendarId: buyerCalendarId ?? null,
    supplierGroupId: supplierGroup ?? null,
    targets: { ...defaultTargets, ...targets },
    tolerance: {} as never,
    delimiters: {} as never,
    documents: { shipNotice: takesNotices ? '856' : 'none' } as never,
  })
}

export async function receive(tx: Tx, parties: Parties, at: Date): Promise<string> {
  const id = newId()
  await tx.insert(interchanges).values({
    ...{ id, ...parties, direction: 'in', transport: 'https', status: 'received', at, usage: 'P', control: id },
    ...{ senderQualifier: 'ZZ', senderId: 'S', receiverQualifier: 'ZZ', receiverId: 'B' },
    ...{ sha256: '', bytes: Buffer.alloc(0) },
  } as typeof interchanges.$inferInsert)
  return id
}

export const markRead = (tx: Tx, id: string) =>
  tx.update(interchanges).set({ status: 'applied' }).where(eq(interchanges.id, id))

const functionalIds = { '855': 'PR', '856': 'SH', '997': 'FA' }

/** An interchange that was read. */
export interface Read {
  id: string
  /** What its documents speak of. */
  subjectIds: readonly string[]
  setId: keyof typeof functionalIds
}

/** Read and applied at once, as it had been sent. `at`: when it was received. Answers its documents. */
export async function appliedAtOnce(tx: Tx, parties: Parties, read: Read, at: Date): Promise<string[]> {
  await markRead(tx, read.id)
  const kept = await keep(tx, parties, read, { status: 'applied', appliedAt: tx.now })
  const { setId } = read
  for (const { documentId, subjectId } of kept)
    await tell(tx, parties, 'document.applied', { documentId, at, data: { subjectId, setId } })
  return kept.map(({ documentId }) => documentId)
}

/** Read, and what it answers is known, but none of its documents could be applied. */
export async function needsAttention(tx: Tx, parties: Parties, read: Read): Promise<void> {
  await tx.update(interchanges).set({ status: 'answered' }).where(eq(interchanges.id, read.id))
  const [reason, { setId }] = ['No such line', read]
  const kept = await keep(tx, parties, read, { status: 'needs-attention', reason })
  for (const { documentId, subjectId } of kept)
    await tell(tx, parties, 'document.needs-attention', { documentId, at: tx.now, data: { subjectId, reason, setId } })
}

type Document = typeof documents.$inferInsert

/** The documents of an interchange, one for each that it speaks of. */
async function keep(tx: Tx, parties: Parties, { id, subjectIds, setId }: Read, become: Partial<Document>) {
  const set = { setId, functionalId: functionalIds[setId] }
  const kept = subjectIds.map((subjectId, setIndex) => ({
    ...{ id: newId(), ...parties, direction: 'in', interchangeId: id, setIndex, ...set },
    ...{ subjectKind: 'order', subjectId, ...become },
  }))
  if (kept.length > 0) await tx.insert(documents).values(kept as Document[])
  return kept.map(({ id: documentId, subjectId }) => ({ documentId, subjectId }))
}

/** Applied after all, as it had been sent. */
export async function applied(tx: Tx, parties: Parties, { id, setId }: Read, at: Date): Promise<string[]> {
  await markRead(tx, id)
  const mended = await tx
    .update(documents)
    .set({ status: 'applied', appliedAt: tx.now })
    .where(eq(documents.interchangeId, id))
    .returning({ documentId: documents.id, subjectId: documents.subjectId })
  for (const { documentId, subjectId } of mended)
    await tell(tx, parties, 'document.applied', { documentId, at, data: { subjectId, setId } })
  return mended.map(({ documentId }) => documentId)
}

interface Told {
  documentId: string
  at: Date
  data: Record<string, unknown>
}

const tell = (tx: Tx, { buyerId, supplierId }: Parties, type: string, { documentId, at, data }: Told) =>
  announce(tx, { type, subject: { kind: 'document', id: documentId }, parties: [buyerId, supplierId], at, data })
