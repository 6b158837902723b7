// Hands frozen bytes over: tried for 72 hours, never under new bytes, none waiting behind another.
import { and, asc, eq, gt, inArray, ne, type SQL } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { failpoint } from '../kernel/failpoint.ts'
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

/** How one transport hands over. Throws when it could not; the message is shown to people. */
export type Deliver = (outgoing: Outgoing) => Promise<'delivered' | 'collectable'>

/** Partners' systems stand still over a long weekend. */
const triedForMs = 72 * 3_600_000
/** The oldest document of a partner asks at this rate whether its system is back; the others wait longer. */
const probeMs = 45_000
const waitMaxMs = 15 * 60_000

export const deliverHandler = (deliverBy: (relationship: Relationship) => Deliver | undefined): WorkHandler => ({
  kind: deliverWork,
  lane: 'send',
  mode: 'lease',
  run: async (work, hold) => await deliverOne(work, hold, deliverBy),
})

async function deliverOne(
  work: Work,
  hold: Hold,
  deliverBy: (relationship: Relationship) => Deliver | undefined,
): Promise<Outcome> {
  const outgoing = await hold.tenant(tx => outgoingOf(tx, work.data.interchangeId ?? work.key))
  if (!outgoing) return undefined
  const deliver = deliverBy(outgoing.relationship)
  failpoint('send.before-handover')
  try {
    const delivery = deliver ? await deliver(outgoing) : 'collectable'
    failpoint('send.after-handover')
    await hold.fenced(tx => handedOver(tx, outgoing, delivery))
    failpoint('send.marked')
    return undefined
  } catch (thrown) {
    const error = tellable(thrown).message
    return await hold.fenced(tx => notYet(tx, outgoing, error))
  }
}

/** Undefined when it no longer waits: somebody collected it meanwhile. */
async function outgoingOf(tx: Tx, interchangeId: string): Promise<Outgoing | undefined> {
  const [row] = await tx
    .select({ interchange: interchanges, relationship: relationships })
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
  const { id, control, sha256, bytes } = row.interchange
  const setIds = sets.length > 0 ? [...new Set(sets.map(one => one.setId))] : ['TA1']
  return { id, setIds, control, sha256, bytes, relationship: row.relationship, now: tx.now }
}

async function handedOver(tx: Tx, outgoing: Outgoing, delivery: 'delivered' | 'collectable'): Promise<void> {
  await markDelivery(tx, outgoing.id, delivery)
  await wakeOthers(tx, outgoing.relationship, outgoing.id)
}

/** Records the handing over and tells of the documents in it; acknowledgments have no news of their own. */
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
      ...(delivery === 'delivered' ? { deliveredAt: tx.now } : { offeredAt: tx.now }),
    })
    .where(and(whose, eq(interchanges.id, interchangeId), ne(interchanges.delivery, delivery)))
    .returning({ id: interchanges.id })
  if (!row) return undefined
  const told = await tx
    .select()
    .from(documents)
    .where(and(eq(documents.interchangeId, interchangeId), ne(documents.functionalId, 'FA')))
  for (const document of told) await tell(tx, `document.${delivery}`, document, tx.now)
  return tx.now
}

async function notYet(tx: Tx, { id, relationship }: Outgoing, error: string): Promise<Outcome> {
  const [row] = await tx.select().from(interchanges).where(eq(interchanges.id, id)).for('update')
  if (!row || row.delivery === 'delivered') return undefined
  const attempts = row.deliveryAttempts + 1
  const since = row.deliverySince ?? row.at
  const givenUp = tx.now.getTime() - since.getTime() > triedForMs
  await tx
    .update(interchanges)
    .set({
      deliveryAttempts: attempts,
      deliveryError: error.slice(0, 500),
      ...(givenUp ? { delivery: 'failed' } : {}),
    })
    .where(eq(interchanges.id, id))
  if (!givenUp) return { postpone: new Date(tx.now.getTime() + waitMs(attempts, await isOldest(tx, relationship, id))) }
  const reason = `It could not be delivered for 72 hours. Last: ${error}`.slice(0, 500)
  const told = await tx
    .update(documents)
    .set({ status: 'needs-attention', reason })
    .where(and(eq(documents.interchangeId, id), eq(documents.status, 'written'), ne(documents.functionalId, 'FA')))
    .returning()
  for (const document of told) await tell(tx, 'document.undeliverable', document, tx.now)
  return undefined
}

/** 2 s, 4 s, 8 s …, with jitter so that partners are not called in step. */
export function waitMs(attempts: number, oldest: boolean): number {
  const longest = oldest ? probeMs : waitMaxMs
  return Math.min(2 ** Math.min(attempts, 20) * 1_000, longest) * (0.75 + Math.random() / 4)
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

/** The partner's system is back: what failed before is tried at once. */
async function wakeOthers(tx: Tx, { buyerId, supplierId }: Relationship, interchangeId: string): Promise<void> {
  const others = await tx
    .select({ id: interchanges.id })
    .from(interchanges)
    .where(and(waiting(buyerId, supplierId), ne(interchanges.id, interchangeId), gt(interchanges.deliveryAttempts, 0)))
    .orderBy(asc(interchanges.deliverySince))
    .limit(wokenMax)
  for (const { id } of others) await again(tx, buyerId, deliverWork, id)
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
