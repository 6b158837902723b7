// Posts a step to a system of the buyer's: tried for 72 hours under one id. A system that does not answer is asked by its
// oldest delivery alone, and holds up nobody else's.
import { and, asc, eq, exists, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '../kernel/db.ts'
import { announce } from '../kernel/events.ts'
import { failpoint } from '../kernel/failpoint.ts'
import { Calls, NoAnswer, type PushSettings, probeMs, push, pushWaitMs, triedForMs } from '../kernel/push.ts'
import { work } from '../kernel/tables.ts'
import { tellable } from '../kernel/tellable.ts'
import { again, type Hold, type Outcome, type Work, type WorkHandler } from '../kernel/work.ts'
import { notify } from '../notices/index.ts'
import { bytesOf, type PostState, switchedOff } from './said.ts'
import { webhookDeliveries as deliveries, webhooks } from './tables.ts'
import { byWebhook, keepTold } from './told.ts'

export interface PostSettings extends PushSettings {
  /** Of the portal, for the links. */
  publicUrl: string
}

export const postWork = 'clock.post'

type Delivery = typeof deliveries.$inferSelect
interface Waiting extends Delivery {
  webhook: typeof webhooks.$inferSelect
  /** An older one to the same system got no answer. */
  heldUp: boolean
  /** The moment of this try. */
  now: Date
}

const silentWords = 'The system does not answer. This waits, and goes as soon as it does.'

export function clockPost(settings: PostSettings): WorkHandler {
  const calls = new Calls()
  return {
    kind: postWork,
    lane: 'send',
    mode: 'lease',
    // Hours decide, not the count of tries.
    triesMax: Number.POSITIVE_INFINITY,
    run: async (one, hold) => await postOne(one, hold, settings, calls),
  }
}

async function postOne({ key }: Work, hold: Hold, settings: PostSettings, calls: Calls): Promise<Outcome> {
  const waiting = await hold.tenant(tx => waitingOf(tx, key))
  if (!waiting) return undefined
  const { id, said, webhook, now } = waiting
  if (!webhook.enabled) return await hold.fenced(tx => settle(tx, waiting, 'failed', switchedOff))
  if (waiting.heldUp || calls.isSlow(webhook.id)) return await hold.fenced(tx => heldUp(tx, waiting))
  const body = bytesOf(id, said, settings.publicUrl)
  const headers = { 'content-type': 'application/json' }
  failpoint('escalate.before-post')
  try {
    await calls.during(webhook.id, () =>
      push({ url: webhook.url, secret: webhook.secret, id, headers, body, now }, settings),
    )
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return await hold.fenced(tx => notYet(tx, waiting, error))
  }
  failpoint('escalate.after-post')
  return await hold.fenced(tx => arrived(tx, waiting))
}

/** Undefined when it no longer waits. */
async function waitingOf(tx: Tx, id: string): Promise<Waiting | undefined> {
  const older = alias(deliveries, 'older')
  const olderUnanswered = tx
    .select({ one: sql`1` })
    .from(older)
    .where(
      and(
        eq(older.webhookId, deliveries.webhookId),
        eq(older.state, 'queued'),
        eq(older.unanswered, true),
        sql`(${older.createdAt}, ${older.id}) < (${deliveries.createdAt}, ${deliveries.id})`,
      ),
    )
  const [row] = await tx
    .select({ delivery: deliveries, webhook: webhooks, heldUp: exists(olderUnanswered) })
    .from(deliveries)
    .innerJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
    .where(and(eq(deliveries.id, id), eq(deliveries.state, 'queued')))
  return row && { ...row.delivery, webhook: row.webhook, heldUp: Boolean(row.heldUp), now: tx.now }
}

async function arrived(tx: Tx, waiting: Waiting): Promise<undefined> {
  await tx
    .update(deliveries)
    .set({ attempts: waiting.attempts + 1, triedAt: tx.now })
    .where(eq(deliveries.id, waiting.id))
  await settle(tx, waiting, 'sent', null)
  if (waiting.reason !== null) await wakeOthers(tx, waiting)
}

/** Not called: the oldest asks whether the system is back, and wakes this one. */
async function heldUp(tx: Tx, { id }: Waiting): Promise<Outcome> {
  await tx
    .update(deliveries)
    .set({ reason: silentWords })
    .where(and(eq(deliveries.id, id), isNull(deliveries.reason)))
  return { postpone: new Date(tx.now.getTime() + pushWaitMs(20, probeMs)) }
}

async function notYet(tx: Tx, waiting: Waiting, error: Error): Promise<Outcome> {
  const { id, orgId, clockId, level, webhook, createdAt } = waiting
  const attempts = waiting.attempts + 1
  const reason = tellable(error).message.slice(0, 500)
  await tx
    .update(deliveries)
    .set({ attempts, reason, unanswered: error instanceof NoAnswer, triedAt: tx.now })
    .where(eq(deliveries.id, id))
  if (tx.now.getTime() - createdAt.getTime() > triedForMs) {
    await settle(tx, waiting, 'failed', `It could not be delivered for 72 hours. Last: ${reason}`)
    return await tellAdministrators(tx, waiting, reason)
  }
  if (waiting.reason === null)
    await announce(tx, {
      type: 'clock.told',
      subject: { kind: 'clock', id: clockId },
      parties: [orgId],
      at: tx.now,
      data: { level, names: [] },
    })
  const longestMs = (await isOldest(tx, waiting)) ? probeMs : undefined
  return {
    postpone: new Date(tx.now.getTime() + pushWaitMs(attempts, longestMs)),
    failed: { error: reason, tries: attempts, title: `${webhook.name}: ${waiting.said.title}`.slice(0, 200) },
  }
}

/** Neither tried nor held up any more. */
async function settle(tx: Tx, { id, clockId, level }: Waiting, state: PostState, reason: string | null) {
  await tx.update(deliveries).set({ state, reason, unanswered: false, settledAt: tx.now }).where(eq(deliveries.id, id))
  await keepTold(tx, { clockId, level, told: [byWebhook(state, tx.now)], at: tx.now })
  return undefined
}

/** Once a day for each webhook. */
async function tellAdministrators(tx: Tx, { orgId, webhook, said }: Waiting, reason: string): Promise<undefined> {
  await notify(tx, {
    orgId,
    to: { roles: ['administrator'] },
    key: `webhook-failed:${webhook.id}:${tx.now.toISOString().slice(0, 10)}`,
    title: `The webhook "${webhook.name}" takes nothing`,
    text: [
      `What was posted to it has been given up after 72 hours: ${reason}`,
      `It said: ${said.title}. People were told as ever. Please have the address or the system behind it corrected, or switch the webhook off.`,
    ].join('\n\n'),
    link: '/policies/webhooks',
  })
}

const waitingFor = (webhookId: string) => and(eq(deliveries.webhookId, webhookId), eq(deliveries.state, 'queued'))

async function isOldest(tx: Tx, { id, webhookId }: Waiting): Promise<boolean> {
  const [first] = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(waitingFor(webhookId))
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    .limit(1)
  return first?.id === id
}

/** The system is back: what failed or was held up before is tried at once, unless it is being tried. */
async function wakeOthers(tx: Tx, { id, orgId, webhookId }: Waiting): Promise<void> {
  const others = and(waitingFor(webhookId), ne(deliveries.id, id))
  await tx
    .update(deliveries)
    .set({ unanswered: false })
    .where(and(others, eq(deliveries.unanswered, true)))
  const sleeps = sql`${work.dueAt} > kernel.now() and ${work.leaseToken} is null`
  const ofIt = and(eq(work.orgId, orgId), eq(work.kind, postWork), sql`${work.key} = ${deliveries.id}::text`, sleeps)
  const sleeping = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .innerJoin(work, ofIt)
    .where(and(others, isNotNull(deliveries.reason)))
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    .limit(wokenMax)
  for (const each of sleeping) await again(tx, orgId, postWork, each.id)
}
/** Each of them wakes as many again. */
const wokenMax = 3
