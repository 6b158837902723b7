// Takes in what a partner sent: bytes first. One transaction; the receipt leaves after it.
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { newId } from '../kernel/ids.ts'
import { later } from '../kernel/work.ts'
import type { Finding, Interchange, Isa } from '../x12/index.ts'
import type { Message } from './api.ts'
import { carriedIn } from './carried.ts'
import type { Relationship } from './contract.ts'
import { offerAgain } from './offer.ts'
import { fingerprint, framed, largeBytes } from './reader.ts'
import { storing } from './stored-bytes.ts'
import { interchanges, transmissions } from './tables.ts'
import { writeAnswers } from './write-answers.ts'

export interface Arrival {
  relationship: Relationship
  transport: string
  /**
   * The transport's own name for it: a file name, a header. Kept and shown, never compared: partners use names again,
   * and whether it is the same message is said by its control number and its hash.
   */
  messageId?: string | undefined
  bytes: Buffer
}

export type HoldReason = 'mismatch' | 'conflict' | 'unreadable'
export type Taken = Message & { hold?: HoldReason }

export const processWork = 'interchange.process'

/** Known before it is taken up: what is long is read by itself, and nothing short waits for it. */
export const sizeOf = ({ length }: Buffer): Record<string, string> => (length < largeBytes ? {} : { size: 'large' })

/** Stores every interchange of the bytes, or finds that it is stored. The same bytes get the same answer for ever. */
export async function receive(tx: Tx, arrival: Arrival): Promise<Taken[]> {
  failpoint('receive.before-insert')
  const reading = await framed(arrival.bytes)
  // A body that is one interchange and nothing else says nothing that the interchange does not.
  const plain = reading.interchanges.length === 1 && arrival.messageId === undefined && reading.findings.length === 0
  const transmissionId = plain ? null : newId()
  const taken: Taken[] = []
  const news: boolean[] = []
  for (const interchange of reading.interchanges) {
    const bytes = arrival.bytes.subarray(interchange.offset, interchange.end)
    const one = await takeOne(tx, arrival, transmissionId, interchange, bytes)
    taken.push(one.message)
    news.push(one.isNew)
  }
  if (reading.interchanges.length === 0) {
    const why = reading.findings.find(one => one.severity === 'error')?.text ?? 'Nothing readable is in it.'
    const bytes = arrival.bytes
    const held = await hold(tx, arrival, transmissionId, { isa: undefined, bytes, kind: 'unreadable', reason: why })
    taken.push(held.message)
    news.push(held.isNew)
  }
  if (transmissionId && news.some(Boolean)) await storeTransmission(tx, arrival, transmissionId, reading.findings)
  failpoint('receive.after-insert')
  return taken
}

async function takeOne(
  tx: Tx,
  arrival: Arrival,
  transmissionId: string | null,
  interchange: Interchange,
  bytes: Buffer,
) {
  const { relationship } = arrival
  const mismatch = idsDisagree(arrival, interchange.isa)
  if (mismatch) {
    return await hold(tx, arrival, transmissionId, { isa: interchange.isa, bytes, kind: 'mismatch', reason: mismatch })
  }
  const row = await rowOf(tx, arrival, transmissionId, interchange.isa, bytes)
  const stored = await storing(tx, bytes, value =>
    tx
      .insert(interchanges)
      .values({ ...row, bytes: value })
      .onConflictDoNothing()
      .returning({ id: interchanges.id }),
  )
  if (stored.length === 0) return await takeAgain(tx, arrival, transmissionId, interchange, bytes)
  await later(tx, { kind: processWork, lane: 'read', orgId: relationship.supplierId, key: row.id, data: sizeOf(bytes) })
  await announce(tx, {
    type: 'interchange.received',
    subject: { kind: 'interchange', id: row.id },
    parties: [relationship.buyerId, relationship.supplierId],
    at: tx.now,
    data: { control: row.control, transport: arrival.transport },
  })
  return { message: messageOf(row), isNew: true }
}

/** The key is known. Same bytes: the first answer again. Other bytes: held, never guessed at. */
async function takeAgain(
  tx: Tx,
  arrival: Arrival,
  transmissionId: string | null,
  interchange: Interchange,
  bytes: Buffer,
): Promise<{ message: Taken; isNew: boolean }> {
  const { relationship } = arrival
  const sha256 = await fingerprint(bytes)
  const isa = idsOf(interchange.isa)
  const known = await tx
    .select(columns)
    .from(interchanges)
    .where(and(ofRelationship(relationship), ofKey(isa)))
    .orderBy(interchanges.at, interchanges.id)
  const same = known.find(one => one.sha256 === sha256 && wasTaken(one))
  // Its ids disagreed then, and agree now: the refusal of then would be a lie.
  if (same?.heldAs === 'mismatch') same.heldAs = null
  if (same) return { message: await repeated(tx, relationship, same), isNew: false }
  const first = known.find(one => one.status !== 'held')
  const reason = `Control number ${isa.control} came before, with other bytes. Nothing of this one was applied.`
  const held = await hold(tx, arrival, transmissionId, {
    isa: interchange.isa,
    bytes,
    kind: 'conflict',
    reason,
    relatedId: first?.id,
  })
  const wanted = interchange.isa.ackRequested || relationship.ta1Requested
  // X12 TA105 025: duplicate interchange control number.
  const ta1 = { interchange, code: 'R' as const, note: '025' }
  if (held.isNew && wanted) await writeAnswers(tx, relationship, [{ relatedId: held.message.id, groups: [], ta1 }])
  return held
}

/** Held for ids that disagreed then, and agree now: nothing was taken by that, unless a person released it. */
const wasTaken = ({ heldAs, releasedAt }: Stored) => heldAs !== 'mismatch' || releasedAt !== null

async function repeated(tx: Tx, relationship: Relationship, row: Stored): Promise<Taken> {
  await tx
    .update(interchanges)
    .set({ repeats: sql`${interchanges.repeats} + 1` })
    .where(eq(interchanges.id, row.id))
  // Whoever sends again may have missed our answer: it is offered again, the same bytes.
  await offerAgain(tx, relationship, row.id)
  return messageOf(row)
}

interface Hold {
  isa: Isa | undefined
  bytes: Buffer
  kind: HoldReason
  reason: string
  relatedId?: string | undefined
}

async function hold(
  tx: Tx,
  arrival: Arrival,
  transmissionId: string | null,
  { isa, bytes, kind, reason: why, relatedId }: Hold,
) {
  const { relationship } = arrival
  const reason = storable(why)
  const sha256 = await fingerprint(bytes)
  // Held ones are in no unique index; the same bytes at the same time wait here for each other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${relationship.id + sha256}, 0))`)
  const [known] = await tx
    .select(columns)
    .from(interchanges)
    .where(and(ofRelationship(relationship), eq(interchanges.sha256, sha256), eq(interchanges.heldAs, kind)))
    .limit(1)
  if (known) return { message: await repeated(tx, relationship, known), isNew: false }
  const row = {
    ...(await rowOf(tx, arrival, transmissionId, isa, bytes)),
    status: 'held' as const,
    reason,
    relatedId: relatedId ?? null,
    heldAs: kind,
    carries: isa ? carriedIn(bytes) : null,
  }
  await storing(tx, bytes, value => tx.insert(interchanges).values({ ...row, bytes: value }))
  await announce(tx, {
    type: 'interchange.held',
    subject: { kind: 'interchange', id: row.id },
    parties: [relationship.buyerId, relationship.supplierId],
    at: tx.now,
    data: { control: row.control, transport: arrival.transport, kind, reason, conflictsWith: relatedId ?? null },
  })
  return { message: messageOf(row), isNew: true }
}

/** The key, or the folder, says who sends; the header must say the same. Names both when it does not. */
function idsDisagree({ relationship, transport }: Arrival, isa: Isa): string | undefined {
  const { theirIdentity, ourIdentity, supplierName } = relationship
  const door = transport === 'folder' ? 'folder' : 'key'
  const said = (qualifier: string, id: string) => `${qualifier}:${id}`
  if (!theirIdentity || !ourIdentity) return `No EDI ids are agreed with ${supplierName} yet.`
  const from = said(isa.senderQualifier, isa.senderId)
  const to = said(isa.receiverQualifier, isa.receiverId)
  const theirs = said(theirIdentity.qualifier, theirIdentity.id)
  const ours = said(ourIdentity.qualifier, ourIdentity.id)
  if (from !== theirs)
    return `The ${door} belongs to ${supplierName} (${theirs}), but the interchange says it comes from ${from}.`
  return to === ours
    ? undefined
    : `By this ${door} interchanges are sent to ${ours}, but this one is addressed to ${to}.`
}

async function storeTransmission(tx: Tx, arrival: Arrival, id: string, findings: readonly Finding[]): Promise<void> {
  const { relationship, transport, messageId, bytes } = arrival
  const strays = findings.some(one => one.code === 'input.noise' || one.code === 'input.isa-unreadable')
  const row = {
    id,
    buyerId: relationship.buyerId,
    supplierId: relationship.supplierId,
    transport,
    messageId: messageId ?? null,
    sha256: await fingerprint(bytes),
    sizeBytes: bytes.length,
    receivedAt: tx.now,
  }
  if (strays) await storing(tx, bytes, unread => tx.insert(transmissions).values({ ...row, unread }))
  else await tx.insert(transmissions).values({ ...row, unread: null })
}

async function rowOf(
  tx: Tx,
  { relationship, transport }: Arrival,
  transmissionId: string | null,
  isa: Isa | undefined,
  bytes: Buffer,
) {
  return {
    id: newId(),
    buyerId: relationship.buyerId,
    supplierId: relationship.supplierId,
    direction: 'in' as const,
    transport,
    transmissionId,
    status: 'received' as const,
    reason: null,
    relatedId: null,
    heldAs: null,
    ...idsOf(isa),
    sha256: await fingerprint(bytes),
    at: tx.now,
  }
}

function idsOf(isa: Isa | undefined) {
  return {
    senderQualifier: storable(isa?.senderQualifier ?? ''),
    senderId: storable(isa?.senderId ?? ''),
    receiverQualifier: storable(isa?.receiverQualifier ?? ''),
    receiverId: storable(isa?.receiverId ?? ''),
    control: storable(isa?.control ?? ''),
    usage: storable(isa?.usage ?? ''),
  }
}

/** Postgres text and jsonb hold no NUL. */
const storable = (text: string) => text.replaceAll('\0', '').trim()

/** What makes an interchange the same one again, within its relationship. */
export const ofKey = (isa: ReturnType<typeof idsOf>) =>
  and(
    eq(interchanges.direction, 'in'),
    eq(interchanges.senderQualifier, isa.senderQualifier),
    eq(interchanges.senderId, isa.senderId),
    eq(interchanges.receiverQualifier, isa.receiverQualifier),
    eq(interchanges.receiverId, isa.receiverId),
    eq(interchanges.control, isa.control),
    eq(interchanges.usage, isa.usage),
  )

const columns = {
  id: interchanges.id,
  control: interchanges.control,
  sha256: interchanges.sha256,
  status: interchanges.status,
  at: interchanges.at,
  reason: interchanges.reason,
  relatedId: interchanges.relatedId,
  heldAs: interchanges.heldAs,
  releasedAt: interchanges.releasedAt,
}

interface Stored {
  id: string
  control: string
  sha256: string
  at: Date
  reason: string | null
  relatedId: string | null
  heldAs: HoldReason | null
  releasedAt: Date | null
}

/** What the sender is told: only of what was stored then, never of what became of it since. */
function messageOf({ id, control, sha256, at, reason, relatedId, heldAs }: Omit<Stored, 'releasedAt'>): Taken {
  const received = { id, control, sha256, receivedAt: at.toISOString() }
  if (!heldAs) return { ...received, status: 'received' }
  return {
    ...received,
    status: 'held',
    reason: reason ?? '',
    ...(relatedId ? { conflictsWith: relatedId } : {}),
    hold: heldAs,
  }
}

const ofRelationship = ({ buyerId, supplierId }: Relationship) =>
  and(eq(interchanges.buyerId, buyerId), eq(interchanges.supplierId, supplierId))
