// Keeps with each step who was told of it, when, and by which channel, so that both sides see the same.
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../kernel/db.ts'
import { type AnnouncedFact, announce } from '../kernel/events.ts'
import type { NoticeRaised } from '../notices/index.ts'
import { escalations, type Told } from './tables.ts'

const keyForm = /^clock:([0-9a-f-]{36}):([a-z0-9-]+)(:contact)?$/

/** Reacts to `notice.raised` (in the portal) and `notice.sent` (the mail has left). */
export async function noteTold(tx: Tx, fact: AnnouncedFact): Promise<void> {
  const match = keyForm.exec(String(fact.data.key ?? ''))
  if (!match) return
  const [, clockId = '', level = '', contact] = match
  const told = fact.type === 'notice.sent' ? byMail(fact) : contact ? [] : inPortal(fact)
  if (told.length === 0) return
  const [step] = await tx
    .select()
    .from(escalations)
    .where(and(eq(escalations.clockId, clockId), eq(escalations.level, level)))
    .for('update')
  if (!step) return
  const known = new Set(step.told.map(keyOf))
  const fresh = told.filter(each => !known.has(keyOf(each)))
  if (fresh.length === 0) return
  await tx
    .update(escalations)
    .set({ told: [...step.told, ...fresh] })
    .where(eq(escalations.id, step.id))
  await announce(tx, {
    type: 'clock.told',
    subject: { kind: 'clock', id: clockId },
    parties: [step.buyerId, step.supplierId],
    at: fact.at,
    data: { level, names: fresh.map(({ name }) => name) },
  })
}

const keyOf = ({ address, channel }: Told): string => `${channel} ${address}`

const inPortal = (fact: AnnouncedFact): Told[] =>
  ((fact.data.recipients ?? []) as NoticeRaised['recipients']).map(({ name, email }) => ({
    name,
    address: email,
    channel: 'in-app',
    at: fact.at.toISOString(),
  }))

const byMail = (fact: AnnouncedFact): Told[] => [
  {
    name: String(fact.data.name ?? ''),
    address: String(fact.data.email ?? ''),
    channel: 'mail',
    at: fact.at.toISOString(),
  },
]
