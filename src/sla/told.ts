// Keeps with each step who was told of it, when, and by which channel, so that both sides see the same.
import { and, eq } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import { type NoticeRaised, notify } from '../notices/index.ts'
import type { PostState } from './said.ts'
import { escalations, type Told } from './tables.ts'
import { isBuyersToTell } from './whose.ts'

const keyForm = /^clock:([0-9a-f-]{36}):([a-z0-9-]+)(:contact)?$/

/** Reacts to `notice.raised` (in the portal), and to what became of the mail. */
export async function noteTold(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const match = keyForm.exec(String(fact.data.key ?? ''))
  if (!match) return
  const [, clockId = '', level = '', contact] = match
  const told = fact.type !== 'notice.raised' ? byMail(fact) : contact ? [] : inPortal(fact)
  const step = await keepTold(tx, { clockId, level, told, at: fact.at })
  if (!step || !arrivesNever.includes(fact.type)) return
  if (contact || tx.caller.orgId === step.supplierId) await warnBuyer(tx, step, fact)
}

interface Keeping {
  clockId: string
  level: string
  told: readonly Told[]
  at: Date
}

/** Keeps it with the step and announces it to both parties. Answers the step, or undefined where nothing is new. */
export async function keepTold(tx: Tx, { clockId, level, told, at }: Keeping): Promise<StepRecord | undefined> {
  if (told.length === 0) return undefined
  const [step] = await tx
    .select()
    .from(escalations)
    .where(and(eq(escalations.clockId, clockId), eq(escalations.level, level)))
    .for('update')
  if (!step) return undefined
  const before = new Map(step.told.map(each => [keyOf(each), each]))
  const fresh = told.filter(each => before.get(keyOf(each))?.state !== each.state || !before.has(keyOf(each)))
  if (fresh.length === 0) return undefined
  for (const each of fresh) before.set(keyOf(each), each)
  await tx
    .update(escalations)
    .set({ told: [...before.values()] })
    .where(eq(escalations.id, step.id))
  await announce(tx, {
    type: 'clock.told',
    subject: { kind: 'clock', id: clockId },
    parties: [step.buyerId, step.supplierId],
    at,
    data: { level, names: isBuyersToTell(step.audience) ? [] : fresh.map(({ name }) => name) },
  })
  return step
}

/** Refused for good; or given up, here or on the way, after which nobody tries this mail any more. */
const arrivesNever = ['notice.bounced', 'notice.failed']

/** A reminder that reaches nobody is the buyer's concern: once a day for each address. */
async function warnBuyer(
  tx: Tx,
  { buyerId, supplierId, clockId, audience }: StepRecord,
  { type, data, at }: AnnouncedFact,
): Promise<void> {
  const failed = type === 'notice.failed'
  const [name, address] = [String(data.name), String(data.email)]
  const [supplier] = await tx
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, supplierId))
  const named = audience === 'named'
  const whose = named ? ', whom a policy names,' : ` at ${supplier?.name ?? ''}`
  const elsewhere = named ? '' : ' In the portal it can still be read.'
  await notify(tx, {
    orgId: buyerId,
    to: { roles: ['buyer', 'administrator'] },
    key: `bounced:${named ? buyerId : supplierId}:${address}:${at.toISOString().slice(0, 10)}`,
    title: `Mail to ${name}${whose} does not arrive`,
    text: [
      `A mail to ${name} <${address}> ${failed ? 'never arrived' : 'was refused'}: ${String(data.error)}`,
      `Its subject: ${String(data.title)}.${elsewhere} Please tell them another way, and have the address corrected.`,
    ].join('\n\n'),
    link: `/clocks/${clockId}`,
  })
}

type StepRecord = typeof escalations.$inferSelect

const keyOf = ({ address, channel }: Told): string => `${channel} ${address}`

/** As both parties may read it. */
export const byWebhook = (state: PostState, at: Date): Told => ({
  ...{ name: '', address: '', channel: 'webhook', at: at.toISOString(), state },
})

const inPortal = (fact: AnnouncedFact): Told[] =>
  ((fact.data.recipients ?? []) as NoticeRaised['recipients']).map(({ name, email }) => ({
    name,
    address: email,
    channel: 'in-app',
    at: fact.at.toISOString(),
  }))

const byMail = ({ type, data, at }: AnnouncedFact): Told[] => [
  {
    name: String(data.name ?? ''),
    address: String(data.email ?? ''),
    channel: 'mail',
    at: at.toISOString(),
    state: type.slice('notice.'.length) as NonNullable<Told['state']>,
  },
]
