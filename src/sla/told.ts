// Keeps with each step who was told of it, when, and by which channel, so that both sides see the same.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import type { NoticeRaised } from '../notices/index.ts'
import { isLost, turnToNext } from './in-turn.ts'
import { type NoticeOfStep, stepOfKey } from './notice-key.ts'
import type { PostState } from './said.ts'
import { escalations, type Told } from './tables.ts'
import { warnBuyer } from './warn-bounced.ts'
import { isBuyersToTell } from './whose.ts'

/** Refused for good; or given up, here or on the way, after which nobody tries this mail any more. */
const arrivesNever = ['notice.bounced', 'notice.failed']

/** Reacts to `notice.raised` (in the portal, and a mail is left to be sent), and to what became of the notice since. */
export async function noteTold(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const about = stepOfKey(String(fact.data.key ?? ''))
  if (!about) return
  const { clockId, level, instead } = about
  const told = toldBy(fact, about).map(each => (instead ? { ...each, instead } : each))
  const step = await keepTold(tx, { clockId, level, told, at: fact.at })
  if (!step || !arrivesNever.includes(fact.type)) return
  await warnBuyer(tx, step, about, fact)
  if (isLost(step, about)) await turnToNext(tx, step)
}

interface Keeping {
  clockId: string
  level: string
  told: readonly Told[]
  at: Date
}

type StepRecord = typeof escalations.$inferSelect

/** Keeps it with the step and announces it to both parties. Answers the step, locked, or undefined where nothing is new. */
export async function keepTold(tx: Tx, { clockId, level, told, at }: Keeping): Promise<StepRecord | undefined> {
  if (told.length === 0) return undefined
  const [step] = await tx
    .select()
    .from(escalations)
    .where(and(eq(escalations.clockId, clockId), eq(escalations.level, level)))
    .for('update')
  if (!step) return undefined
  const kept = new Map(step.told.map(each => [keyOf(each), each]))
  const fresh = told.filter(each => isNews(each, kept.get(keyOf(each))))
  if (fresh.length === 0) return undefined
  // That it was opened takes nothing from when it was told.
  for (const each of fresh)
    kept.set(keyOf(each), each.openedAt ? { ...each, ...kept.get(keyOf(each)), openedAt: each.openedAt } : each)
  const changed = { told: [...kept.values()] }
  await tx.update(escalations).set(changed).where(eq(escalations.id, step.id))
  await announce(tx, {
    type: 'clock.told',
    subject: { kind: 'clock', id: clockId },
    parties: [step.buyerId, step.supplierId],
    at,
    data: { level, names: fresh.flatMap(({ name, instead = step.audience }) => (isBuyersToTell(instead) ? [] : name)) },
  })
  return { ...step, ...changed }
}

const keyOf = ({ address, channel }: Told): string => `${channel} ${address}`

const isNews = ({ state, openedAt }: Told, known: Told | undefined): boolean =>
  known === undefined || known.state !== state || (openedAt !== undefined && known.openedAt === undefined)

/** As both parties may read it. */
export const byWebhook = (state: PostState, at: Date): Told => ({
  ...{ name: '', address: '', channel: 'webhook', at: at.toISOString(), state },
})

function toldBy(fact: AnnouncedFact, { contact }: NoticeOfStep): Told[] {
  const at = fact.at.toISOString()
  if (fact.type === 'notice.raised')
    return ((fact.data.recipients ?? []) as NoticeRaised['recipients']).flatMap(
      ({ name, email: address, mailFrom }) => [
        ...(contact ? [] : [{ name, address, channel: 'in-app', at } as const]),
        ...(mailFrom === null ? [] : [{ name, address, channel: 'mail', at: mailFrom, state: 'queued' } as const]),
      ],
    )
  const whom = { name: String(fact.data.name ?? ''), address: String(fact.data.email ?? ''), at }
  if (fact.type === 'notice.opened') return [{ ...whom, channel: 'in-app', openedAt: at }]
  return [{ ...whom, channel: 'mail', state: fact.type.slice('notice.'.length) as NonNullable<Told['state']> }]
}
