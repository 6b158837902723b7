// Hands frozen bytes over: tried for 72 hours, never under new bytes. One that is refused holds up no other; a partner
// whose system does not answer is asked by its oldest alone, and holds up no other partner.
import { and, asc, eq, exists, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '../kernel/db.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { Calls, NoAnswer, probeMs, pushWaitMs, triedForMs } from '../kernel/push.ts'
import { work } from '../kernel/tables.ts'
import { tellable } from '../kernel/tellable.ts'
import { again, type Hold, type Outcome, type Work, type WorkHandler } from '../kernel/work.ts'
import { relationships } from '../partners/tables.ts'
import type { Relationship } from './contract.ts'
import { deliverWork } from './freeze.ts'
import { tell } from './send.ts'
import { documents, interchanges } from './tables.ts'

export interface Outgoing {
  id: string
  /** Names the file, tells the partner what it is. */
  setIds: string[]
  control: string
  sha256: string
  bytes: Buffer
  relationship: Relationship
  /** The moment of this try. */
  now: Date
}

interface Waiting extends Outgoing {
  /** It was tried before, or held up. */
  hadError: boolean
  /** An older one of the same partner got no answer. */
  heldUp: boolean
}

/** How one transport hands over. Throws when it could not; the message is shown to people. */
export type Deliver = (outgoing: Outgoing) => Promise<'delivered' | 'collectable'>

/** By these a document is known that waits for nothing but its delivery. */
const givenUpWords = 'It could not be delivered for 72 hours.'

type DeliverBy = (relationship: Relationship) => Deliver | undefined

export function deliverHandler(deliverBy: DeliverBy): WorkHandler {
  const calls = new Calls()
  return {
    kind: deliverWork,
    lane: 'send',
    mode: 'lease',
    // Hours decide, not the count of tries.
    triesMax: Number.POSITIVE_INFINITY,
    run: async (one, hold) => await deliverOne(one, hold, deliverBy, calls),
  }
}

async function deliverOne({ data, key }: Work, hold: Hold, deliverBy: DeliverBy, calls: Calls): Promise<Outcome> {
  const outgoing = await hold.tenant(tx => outgoingOf(tx, data.interchangeId ?? key))
  if (!outgoing) return undefined
  const { relationship } = outgoing
  if (outgoing.heldUp || calls.isSlow(relationship.id)) return await hold.fenced(tx => heldUp(tx, outgoing))
  const deliver = deliverBy(relationship)
  failpoint('send.before-handover')
  try {
    const delivery = deliver ? await calls.during(relationship.id, () => deliver(outgoing)) : 'collectable'
    failpoint('send.after-handover')
    await hold.fenced(tx => handedOver(tx, outgoing, delivery))
    failpoint('send.marked')
    return undefined
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return await hold.fenced(tx => notYet(tx, outgoing, error))
  }
}

/** Not called: the oldest asks whether the partner's system is back, and wakes this one. */
async function heldUp(tx: Tx, { id }: Waiting): Promise<Outcome> {
  const deliveryError = 'The partner’s system does not answer. This waits, and goes as soon as it does.'
  await tx
    .update(interchanges)
    .set({ deliveryError })
    .where(and(eq(interchanges.id, id), isNull(interchanges.deliveryError)))
  return { postpone: new Date(tx.now.getTime() + pushWaitMs(20, probeMs)) }
}

/** Undefined when it no longer waits: somebody collected it meanwhile. */
async function outgoingOf(tx: Tx, interchangeId: string): Promise<Waiting | undefined> {
  const [row] = await tx
    .select({ interchange: interchanges, relationship: relationships, heldUp: exists(olderUnanswered(tx)) })
    .from(interchanges)
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, interchanges.buyerId), eq(relationships.supplierId, interchanges.supplierId)),
    )
    .where(and(eq(interchanges.id, interchangeId), inArray(interchanges.delivery, ['queued', 'failed'])))
  if (!row) return undefined
  const sets = await tx
    .select({ setId: documents.setId })
    .from(documents)
    .where(eq(documents.interchangeId, interchangeId))
  const { id, control, sha256, bytes, deliveryError } = row.interchange
  const setIds = sets.length > 0 ? [...new Set(sets.map(one => one.setId))] : ['TA1']
  const state = { heldUp: Boolean(row.heldUp), hadError: deliveryError !== null }
  return { id, setIds, control, sha256, bytes, relationship: row.relationship, now: tx.now, ...state }
}

const older = alias(interchanges, 'older')

const olderUnanswered = (tx: Tx) =>
  tx
    .select({ one: sql`1` })
    .from(older)
    .where(
      and(
        eq(older.buyerId, interchanges.buyerId),
        eq(older.supplierId, interchanges.supplierId),
        eq(older.delivery, 'queued'),
        eq(older.deliveryUnanswered, true),
        sql`(${older.deliverySince}, ${older.id}) < (${interchanges.deliverySince}, ${interchanges.id})`,
      ),
    )

async function handedOver(tx: Tx, outgoing: Waiting, delivery: 'delivered' | 'collectable'): Promise<void> {
  await markDelivery(tx, outgoing.id, delivery)
  if (outgoing.hadError) await wakeOthers(tx, outgoing.relationship, outgoing.id)
}

/** Records the handing over and tells of the documents in it. */
export async function markDelivery(
  tx: Tx,
  interchangeId: string,
  delivery: 'delivered' | 'collectable',
  /** Narrows whose it may be. */
  whose?: SQL,
): Promise<Date | undefined> {
  const [row] = await tx
    .update(interchanges)
    .set({
      delivery,
      deliveryError: null,
      deliveryUnanswered: false,
      ...(delivery === 'delivered' ? { deliveredAt: tx.now } : { offeredAt: tx.now }),
    })
    .where(and(whose, eq(interchanges.id, interchangeId), ne(interchanges.delivery, delivery)))
    .returning({ id: interchanges.id })
  if (!row) return undefined
  for (const document of await carriedBy(tx, interchangeId)) {
    if (document.status === 'needs-attention' && document.reason?.startsWith(givenUpWords))
      await tx.update(documents).set({ status: 'written', reason: null }).where(eq(documents.id, document.id))
    await tell(tx, `document.${delivery}`, document, tx.now)
  }
  return tx.now
}

/** Its documents; acknowledgments have no news of their own. */
const carriedBy = (tx: Tx, interchangeId: string) =>
  tx
    .select()
    .from(documents)
    .where(and(eq(documents.interchangeId, interchangeId), ne(documents.functionalId, 'FA')))

async function notYet(tx: Tx, outgoing: Outgoing, error: Error): Promise<Outcome> {
  const { id, relationship } = outgoing
  const [row] = await tx.select().from(interchanges).where(eq(interchanges.id, id)).for('update')
  if (row?.delivery !== 'queued' && row?.delivery !== 'failed') return undefined
  const attempts = row.deliveryAttempts + 1
  const since = row.deliverySince ?? row.at
  const givenUp = tx.now.getTime() - since.getTime() > triedForMs
  const deliveryError = tellable(error).message.slice(0, 500)
  await tx
    .update(interchanges)
    .set({
      deliveryAttempts: attempts,
      deliveryError,
      deliveryUnanswered: error instanceof NoAnswer,
      ...(givenUp ? { delivery: 'failed' } : {}),
    })
    .where(eq(interchanges.id, id))
  if (!givenUp) {
    if (row.deliveryError === null)
      for (const document of await carriedBy(tx, id)) await tell(tx, 'document.delayed', document, tx.now)
    const title = `${outgoing.setIds.join(', ')} ${outgoing.control}, ${relationship.supplierName}`
    return {
      postpone: new Date(
        tx.now.getTime() + pushWaitMs(attempts, (await isOldest(tx, relationship, id)) ? probeMs : undefined),
      ),
      failed: { error: deliveryError, tries: attempts, title },
    }
  }
  const reason = `${givenUpWords} Last: ${error.message}`.slice(0, 500)
  const told = await tx
    .update(documents)
    .set({ status: 'needs-attention', reason })
    .where(and(eq(documents.interchangeId, id), eq(documents.status, 'written'), ne(documents.functionalId, 'FA')))
    .returning()
  for (const document of told) await tell(tx, 'document.undeliverable', document, tx.now)
  return undefined
}

async function isOldest(tx: Tx, { buyerId, supplierId }: Relationship, interchangeId: string): Promise<boolean> {
  const [first] = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .where(waiting(buyerId, supplierId))
    .orderBy(asc(interchanges.deliverySince), asc(interchanges.id))
    .limit(1)
  return first?.id === interchangeId
}

/** The partner's system is back: what failed or was held up before is tried at once, unless it is being tried. */
async function wakeOthers(tx: Tx, { buyerId, supplierId }: Relationship, interchangeId: string): Promise<void> {
  const others = and(waiting(buyerId, supplierId), ne(interchanges.id, interchangeId))
  await tx
    .update(interchanges)
    .set({ deliveryUnanswered: false })
    .where(and(others, eq(interchanges.deliveryUnanswered, true)))
  const idle = or(isNotNull(work.doneAt), sql`(${work.dueAt} > kernel.now() and ${work.leaseToken} is null)`)
  const sleeping = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .innerJoin(
      work,
      and(eq(work.orgId, buyerId), eq(work.kind, deliverWork), sql`${work.key} = ${interchanges.id}::text`, idle),
    )
    .where(and(others, isNotNull(interchanges.deliveryError)))
    .orderBy(asc(interchanges.deliverySince), asc(interchanges.id))
    .limit(wokenMax)
  for (const { id } of sleeping) await again(tx, buyerId, deliverWork, id)
}
/** Each of them wakes as many again. */
const wokenMax = 3

const waiting = (buyerId: string, supplierId: string) =>
  and(
    eq(interchanges.buyerId, buyerId),
    eq(interchanges.supplierId, supplierId),
    eq(interchanges.direction, 'out'),
    eq(interchanges.delivery, 'queued'),
  )
