// What a supplier's system sends: received now, read soon, or late; what cannot be applied then is put right later, and
// counts as received at first.
import type { Tx } from '../../src/kernel/db.ts'
import { applied, appliedAtOnce, needsAttention, type Read, receive } from './parties.ts'
import type { Ground, Relationship, Subject } from './relationship.ts'
import type { Said, Unread } from './told.ts'

const SECOND = 1_000
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export interface Sent {
  setId: Read['setId']
  /** Of what it speaks; of nothing that is known here: empty. */
  subjects: readonly Subject[]
  /** In the transaction that ends by `keep`, which answers the documents. Answers the ship notice that it said. */
  apply: (received: Date, keep: (tx: Tx) => Promise<string[]>) => Promise<Said | undefined>
  /** What may happen instead while it waits for a person. */
  meanwhile?: (at: number) => void
}

/** Longer than a world: a subject is judged at its end, by all that may have held its steps back. */
const REMEMBERED = 200 * DAY

export async function arrive(ground: Ground, relationship: Relationship, sent: Sent): Promise<void> {
  const { random, schedule, db } = ground
  const { subjects, setId } = sent
  // Read, as everything a partner sends, on behalf of the buyer.
  const { buyer, parties } = relationship
  const { id, received } = await db.withTenant(buyer, async tx => ({
    id: await receive(tx, parties, tx.now),
    received: tx.now,
  }))
  const fresh = { received: received.getTime(), there: schedule.now, read: Number.POSITIVE_INFINITY }
  relationship.unread = [...relationship.unread.filter(each => each.read > schedule.now - REMEMBERED), fresh]
  await schedule.sleep(
    random.chance(0.9) ? random.int(5 * SECOND) : random.int((random.chance(0.85) ? 14 : 45) * MINUTE),
  )
  const read = { id, setId, subjectIds: subjects.map(each => each.id) }
  const lying =
    random.chance(0.1) && subjects.length > 0 ? await fail(ground, relationship, { read, fresh, sent }) : fresh
  const notice = await sent.apply(received, tx =>
    (lying === fresh ? appliedAtOnce : applied)(tx, parties, read, received),
  )
  lying.read = schedule.now
  for (const { documents } of subjects.flatMap(({ told }) => told))
    documents.push({ received: received.getTime(), applied: schedule.now, ...(notice ? { notice } : {}) })
}

/** It names what it speaks of, and could not be applied: the clocks run on, until it was put right. */
async function fail(
  { db, schedule, random }: Ground,
  relationship: Relationship,
  { read, fresh, sent }: { read: Read; fresh: Unread; sent: Sent },
): Promise<Unread> {
  await db.withTenant(relationship.buyer, tx => needsAttention(tx, relationship.parties, read))
  fresh.read = schedule.now
  const subjects = new Set(read.subjectIds)
  const lying = { ...fresh, subjects, there: schedule.now, read: Number.POSITIVE_INFINITY }
  relationship.unread.push(lying)
  const length = MINUTE + random.int(random.chance(0.6) ? 25 * MINUTE : 2 * DAY)
  if (random.chance(0.4)) sent.meanwhile?.(schedule.now + length - random.int(Math.min(length, 40 * MINUTE)))
  await schedule.sleep(length)
  return lying
}
