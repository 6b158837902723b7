// What starts and stops clocks when others announce. Touches rows only.
import { and, eq, inArray } from 'drizzle-orm'
import { waitingAmong } from '../forecasts/index.ts'
import { supplierReleases } from '../forecasts/tables.ts'
import { documents, interchanges } from '../gateway/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { sure } from '../kernel/errors.ts'
import type { AnnouncedFact, Reactions, ReactionTogether } from '../kernel/events.ts'
import { orderLines, orders } from '../orders/tables.ts'
import { answerFailed } from './answer-failed.ts'
import { isTest, untimed } from './in-test.ts'
import { deliveriesChanged, noticesGivenUp, onTheWayChanged } from './notices-due.ts'
import { placesOf } from './places.ts'
import { calendarChanged } from './recount.ts'
import { awaiting, type Over, roundsOver } from './rounds.ts'
import { startClock } from './start.ts'
import { cancelClocks, cancelLocked, type Ending, endClocks, stopClocks } from './stop.ts'
import { noteTold } from './told.ts'
import { weighApplied } from './weigh.ts'

/** An order in the portal is due from when somebody of the supplier can see it; one by EDI from when it gets there. */
async function orderDelivered(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const order = await orderOf(tx, fact.subject.id)
  if (order?.document === 'portal') await startAnswer(tx, order, fact.at)
}

type OrderRecord = typeof orders.$inferSelect

async function orderOf(tx: Tx, id: string): Promise<OrderRecord | undefined> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, id))
  return order
}

async function startAnswer(tx: Tx, order: OrderRecord, at: Date, lines?: readonly number[]): Promise<void> {
  if (!order.answerWanted || (await isTest(tx, order))) return
  await startClock(tx, {
    buyerId: order.buyerId,
    supplierId: order.supplierId,
    kind: order.kind === 'call-off' ? 'call-off' : 'order',
    subject: { kind: 'order', id: order.id },
    label: order.number,
    at,
    shipToZone: order.shipTo.zone,
    places: await placesOf(tx, order, lines),
    ...(lines ? { lines } : {}),
  })
}

/** What the gateway says of a document on its way. */
interface OfDocument {
  setId: string
  subjectKind: string | null
  subjectId: string | null
  label: string | null
  buyerId: string
  supplierId: string
}

/** A document has reached the partner, or lies ready for it: its 997 is waited for, and what it asks begins to be due. */
async function documentArrived(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const { setId, label, buyerId, supplierId, subjectKind, subjectId } = fact.data as Partial<OfDocument>
  if (!buyerId || !supplierId) return
  const [document] = await tx
    .select({
      acknowledgment: documents.acknowledgment,
      direction: documents.direction,
      usage: interchanges.usage,
    })
    .from(documents)
    .leftJoin(interchanges, eq(interchanges.id, documents.interchangeId))
    .where(eq(documents.id, fact.subject.id))
  if (document?.direction !== 'out') return
  if (document.acknowledgment === 'awaiting')
    await startClock(tx, {
      buyerId,
      supplierId,
      kind: 'acknowledgment',
      subject: { kind: 'document', id: fact.subject.id },
      label: [setId, label].filter(Boolean).join(' '),
      at: fact.at,
    })
  if (document.usage !== 'T' && subjectId) await subjectArrived(tx, { kind: subjectKind, id: subjectId }, fact.at)
}

async function subjectArrived(tx: Tx, { kind, id }: { kind: unknown; id: string }, at: Date): Promise<void> {
  if (kind === 'supplier-release') {
    const release = await releaseOf(tx, id)
    if (release && !(await waitingAmong(tx, [id])).has(id)) await startCommit(tx, release, at)
  }
  if (kind !== 'order') return
  const order = await orderOf(tx, id)
  if (order && (await awaitsAnswer(tx, id))) await startAnswer(tx, order, at)
}

/** It may have been answered in the portal before the document got through. */
async function awaitsAnswer(tx: Tx, orderId: string): Promise<boolean> {
  const waiting = await tx
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), inArray(orderLines.at, [...awaiting])))
    .limit(1)
  return waiting.length > 0
}

/** An answer to some of the lines leaves the clock running for the others. A partner's system answers by the dozen. */
const ordersAnswered: ReactionTogether = {
  together: async (tx, facts) => {
    // First, so that a line proposed anew belongs to its new round when it is asked which rounds are over.
    for (const fact of facts) await startDecision(tx, fact)
    const { answers, decisions } = await roundsOver(tx, facts)
    await answered(tx, answers)
    const why = 'Taken back by the supplier, or answered otherwise.'
    await end(tx, decisions, at => ({ type: 'clock.cancelled', at, why }))
    await deliveriesChanged(tx, facts)
  },
}

/** Each at the instant of the fact that ended it. */
async function end(tx: Tx, over: readonly Over[], endingAt: (at: Date) => Ending): Promise<void> {
  const at = new Map(over.map(({ clock, fact }) => [clock.id, fact.at]))
  const clocks = over.map(({ clock }) => clock)
  await endClocks(tx, clocks, ({ id }) => endingAt(sure(at.get(id))))
}

const answered = (tx: Tx, over: readonly Over[]) => end(tx, over, at => ({ type: 'clock.answered', at }))

/**
 * A proposal asks the buyer to decide, from the instant at which it was received: those lines get a round of their own. One
 * in place of another that is not decided yet asks nothing new, for the supplier has waited since the first.
 */
async function startDecision(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const lines = fact.data.asksDecision
  if (!Array.isArray(lines) || lines.length === 0) return
  const order = await orderOf(tx, fact.subject.id)
  if (!order || (await isTest(tx, order))) return
  const numbers = lines.map(Number).toSorted((a, b) => a - b)
  await startClock(tx, {
    ...{ buyerId: order.buyerId, supplierId: order.supplierId, kind: 'decision', label: order.number, at: fact.at },
    subject: { kind: 'order', id: order.id },
    shipToZone: order.shipTo.zone,
    places: await placesOf(tx, order, numbers),
    lines: numbers,
  })
}

interface DecidedLine {
  lineNumber: number
  outcome: string
}

/**
 * A counter-proposal, or a proposal turned down, asks the supplier anew: those lines get the whole target from now on.
 * What the supplier has left unanswered of the same order stays as due, or as late, as it was.
 */
async function orderDecided(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const { decisions } = await roundsOver(tx, [fact])
  await answered(tx, decisions)
  await deliveriesChanged(tx, [fact])
  if (fact.data.asksAnew !== true) return
  const decided = (fact.data.lines ?? []) as DecidedLine[]
  const asked = decided.filter(({ outcome }) => (awaiting as readonly string[]).includes(outcome))
  const order = await orderOf(tx, fact.subject.id)
  const lines = asked.map(({ lineNumber }) => lineNumber).toSorted((a, b) => a - b)
  if (order) await startAnswer(tx, order, fact.at, lines)
}

async function orderCancelled(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const { answers, decisions } = await roundsOver(tx, [fact])
  const over = [...answers, ...decisions].map(({ clock }) => clock)
  await cancelLocked(tx, over, 'Cancelled by the buyer.')
  await deliveriesChanged(tx, [fact])
}

/** A supplier's share of a release. Where no commit is wanted, nothing is due; what it supersedes is asked no more. */
async function forecastPublished(tx: Tx, fact: AnnouncedFact): Promise<void> {
  if (fact.subject.kind !== 'supplier-release') return
  const release = await releaseOf(tx, fact.subject.id)
  if (!release) return
  if (release.supersedesId)
    await cancelClocks(tx, release.supersedesId, ['commit'], `Release ${release.number} took its place.`)
  if (fact.data.waits !== true) await startCommit(tx, release, fact.at)
}

/** The first who may commit has come in. */
async function forecastDelivered(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const release = await releaseOf(tx, fact.subject.id)
  if (release) await startCommit(tx, release, fact.at)
}

type ReleaseRecord = typeof supplierReleases.$inferSelect

async function releaseOf(tx: Tx, id: string): Promise<ReleaseRecord | undefined> {
  const [release] = await tx.select().from(supplierReleases).where(eq(supplierReleases.id, id))
  return release
}

async function startCommit(tx: Tx, release: ReleaseRecord, at: Date): Promise<void> {
  if (release.commitStatus !== 'awaiting' || (await isTest(tx, release))) return
  await startClock(tx, {
    buyerId: release.buyerId,
    supplierId: release.supplierId,
    kind: 'commit',
    subject: { kind: 'supplier-release', id: release.id },
    label: String(release.number),
    at,
  })
}

/** Once what is agreed is live, what has reached the partner as live and still waits is due from here. */
async function profileChanged(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const { changed, ...data } = fact.data
  const between = data as { buyerId: string; supplierId: string }
  if (!Array.isArray(changed)) return
  if (changed.includes('documents')) await noticesGivenUp(tx, between)
  if (changed.includes('usage'))
    for (const subject of await untimed(tx, between)) await subjectArrived(tx, subject, fact.at)
}

const forecastCommitted = (tx: Tx, fact: AnnouncedFact) => stopClocks(tx, fact.subject.id, ['commit'], fact.at)

/** Says that the document was read, never what is answered to it: no answer clock stops here. */
const documentAcknowledged = (tx: Tx, fact: AnnouncedFact) =>
  stopClocks(tx, fact.subject.id, ['acknowledgment'], fact.at)

/** Written anew under other numbers, or given up: nobody will acknowledge this one. */
const documentClosed = (tx: Tx, fact: AnnouncedFact) =>
  cancelClocks(tx, fact.subject.id, ['acknowledgment'], 'The document was closed.')

export const slaReactions: Reactions = {
  'calendar.changed': [calendarChanged],
  'partner.profile-changed': [profileChanged],
  'order.delivered': [orderDelivered],
  'document.collectable': [documentArrived],
  'document.delivered': [documentArrived],
  'order.answered': [ordersAnswered],
  'order.decided': [orderDecided],
  'order.cancelled': [orderCancelled],
  'shipNotice.published': [onTheWayChanged],
  'shipNotice.cancelled': [onTheWayChanged],
  'forecast.published': [forecastPublished],
  'forecast.delivered': [forecastDelivered],
  'forecast.committed': [forecastCommitted],
  'document.acknowledged': [documentAcknowledged],
  'document.closed': [documentClosed, answerFailed],
  'document.needs-attention': [answerFailed],
  'document.applied': [weighApplied],
  'notice.raised': [noteTold],
  'notice.queued': [noteTold],
  'notice.sent': [noteTold],
  'notice.filed': [noteTold],
  'notice.bounced': [noteTold],
  'notice.failed': [noteTold],
  'notice.opened': [noteTold],
}
