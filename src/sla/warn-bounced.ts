// A mail of a step that reaches nobody is the buyer's concern, whoever it was for: once a day for each address.
import { eq } from 'drizzle-orm'
import { peopleInRoles } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import type { AnnouncedFact } from '../kernel/events.ts'
import { type Audience, notify } from '../notices/index.ts'
import type { NoticeOfStep } from './notice-key.ts'
import type { escalations } from './tables.ts'

type StepRecord = typeof escalations.$inferSelect

export async function warnBuyer(
  tx: Tx,
  { buyerId, supplierId, clockId }: StepRecord,
  { contact }: NoticeOfStep,
  { type, data, at }: AnnouncedFact,
): Promise<void> {
  const [name, address] = [String(data.name), String(data.email)]
  const to = await othersOf(tx, buyerId, address)
  if (!to) return
  const isOurs = tx.caller.orgId === buyerId
  await notify(tx, {
    ...{ orgId: buyerId, to },
    key: `bounced:${isOurs ? buyerId : supplierId}:${address}:${at.toISOString().slice(0, 10)}`,
    title: `Mail to ${name}${await whose(tx, supplierId, isOurs, contact)} does not arrive`,
    text: [
      `A mail to ${name} <${address}> ${type === 'notice.failed' ? 'never arrived' : 'was refused'}: ${String(data.error)}`,
      `Its subject: ${String(data.title)}. ${contact ? 'They have no inbox here.' : 'In the portal they can still read it.'} Please tell them another way, and have the address corrected.`,
    ].join('\n\n'),
    link: `/clocks/${clockId}`,
  })
}

/** Of our own, whoever else there is: the dead address would not hear that it is dead. */
async function othersOf(tx: Tx, buyerId: string, address: string): Promise<Audience | undefined> {
  const roles = ['buyer', 'administrator'] as const
  if (tx.caller.orgId !== buyerId) return { roles }
  const others = (await peopleInRoles(tx, roles)).filter(({ email }) => email !== address)
  return others.length > 0 ? { personIds: others.map(({ personId }) => personId) } : undefined
}

async function whose(tx: Tx, supplierId: string, isOurs: boolean, contact: boolean): Promise<string> {
  if (isOurs) return contact ? ', whom a policy names,' : ' of your organization'
  const { name } = organizations
  const [supplier] = await tx.select({ name }).from(organizations).where(eq(organizations.id, supplierId))
  return ` at ${supplier?.name ?? ''}`
}
