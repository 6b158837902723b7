// Setting up the systems of the buyer's that steps are posted to. None is ever deleted: it is switched off.
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal, Unknown } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId, newSecret } from '../kernel/ids.ts'
import { isWebAddress } from '../kernel/web-address.ts'
import { webhooks } from './tables.ts'
import { WEBHOOKS_MAX, type Webhook, type WebhookBody } from './webhook-api.ts'

interface WithSecret {
  webhook: Webhook
  secret: string
}

/** Refusals: webhook-name, webhook-name-taken, webhook-address, too-many-webhooks. */
export async function addWebhook(tx: Tx, body: WebhookBody): Promise<WithSecret | Refusal> {
  const wanted = trimmed(body)
  const refused = await refuseWebhook(tx, wanted)
  if (refused) return refused
  const id = newId()
  const secret = newSecret(secretPrefix)
  await tx.insert(webhooks).values({ id, orgId: tx.caller.orgId, secret, ...wanted })
  await announceWebhook(tx, 'webhook.added', id, wanted.name)
  return { webhook: await getWebhook(tx, id), secret }
}

/** Switched off, nothing is posted to it any more, and what waits is given up. Refusals: those of adding. Throws Unknown. */
export async function changeWebhook(tx: Tx, id: string, body: WebhookBody): Promise<Webhook | Refusal> {
  const wanted = trimmed(body)
  known(await lock(tx, id))
  const refused = await refuseWebhook(tx, wanted, id)
  if (refused) return refused
  await tx.update(webhooks).set(wanted).where(eq(webhooks.id, id))
  await announceWebhook(tx, 'webhook.changed', id, wanted.name)
  return await getWebhook(tx, id)
}

/** The old secret signs nothing from now on. Throws Unknown. */
export async function renewSecret(tx: Tx, id: string): Promise<WithSecret> {
  const { name } = known(await lock(tx, id))
  const secret = newSecret(secretPrefix)
  await tx.update(webhooks).set({ secret }).where(eq(webhooks.id, id))
  await announceWebhook(tx, 'webhook.secret-renewed', id, name)
  return { webhook: await getWebhook(tx, id), secret }
}

/** All of them ours. Throws Unknown. */
export async function knowWebhooks(tx: Tx, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const rows = await tx.select({ id: webhooks.id }).from(webhooks).where(inArray(webhooks.id, wanted))
  if (rows.length < wanted.length) throw new Unknown()
}

export async function listWebhooks(tx: Tx): Promise<{ rows: Webhook[] }> {
  return { rows: await read(tx) }
}

export async function nameWebhooks(tx: Tx): Promise<{ rows: { id: string; name: string; state: 'on' | 'off' }[] }> {
  const { id, name, enabled } = webhooks
  const rows = await tx.select({ id, name, enabled }).from(webhooks).orderBy(asc(name))
  return { rows: rows.map(each => ({ id: each.id, name: each.name, state: each.enabled ? 'on' : 'off' })) }
}

const secretPrefix = 'pws_'

const trimmed = ({ name, url, enabled }: WebhookBody): WebhookBody => ({ name: name.trim(), url: url.trim(), enabled })

/** Two administrators who save at once come one after the other. */
async function refuseWebhook(tx: Tx, { name, url }: WebhookBody, id?: string): Promise<Refusal | undefined> {
  if (name === '')
    return refusal('webhook-name', 'The webhook has no name.', {
      where: '/name',
      remedy: 'Give it one that people will know the system by.',
    })
  if (!isWebAddress(url))
    return refusal('webhook-address', `"${url}" is not an address that can be posted to.`, {
      where: '/url',
      remedy: 'Write it in full, without user or password: https://oncall.example/in',
    })
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks of ${tx.caller.orgId}`}, 0))`)
  const others = (await read(tx)).filter(each => each.id !== id)
  if (others.some(each => each.name === name))
    return refusal('webhook-name-taken', `Another webhook is called "${name}".`, {
      where: '/name',
      remedy: 'Choose another name.',
    })
  if (others.length < WEBHOOKS_MAX) return undefined
  return refusal('too-many-webhooks', `There are ${WEBHOOKS_MAX} webhooks already.`, {
    remedy: 'Change one that is switched off.',
  })
}

const lock = async (tx: Tx, id: string) =>
  (
    await tx
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, id), eq(webhooks.orgId, tx.caller.orgId)))
      .for('update')
  )[0]

const getWebhook = async (tx: Tx, id: string): Promise<Webhook> => known((await read(tx)).find(each => each.id === id))

/** By name. Row-level security shows an organization its own. */
async function read(tx: Tx): Promise<Webhook[]> {
  const { id, name, url, enabled, createdAt } = webhooks
  const rows = await tx
    .select({
      ...{ id, name, url, enabled, createdAt },
      queued: sql<number>`(select count(*)::int from webhook_deliveries d where d.webhook_id = webhooks.id and d.state = 'queued')`,
      lastSentAt: sql<Date | null>`(select d.settled_at from webhook_deliveries d where d.webhook_id = webhooks.id
        and d.state = 'sent' order by d.tried_at desc nulls last limit 1)`.mapWith(createdAt),
      trouble: sql<string | null>`(select d.reason from webhook_deliveries d where d.webhook_id = webhooks.id
        and d.tried_at is not null order by d.tried_at desc limit 1)`,
    })
    .from(webhooks)
    .orderBy(asc(name))
  return rows.map(({ createdAt: made, lastSentAt, ...row }) => ({
    ...row,
    createdAt: made.toISOString(),
    lastSentAt: lastSentAt?.toISOString() ?? null,
  }))
}

const announceWebhook = (tx: Tx, type: string, id: string, name: string): Promise<void> =>
  announce(tx, { type, subject: { kind: 'webhook', id }, parties: [tx.caller.orgId], at: tx.now, data: { name } })
