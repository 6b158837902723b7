// Tells people of a step that has fired. Runs as the organization whose people are told; only it knows them.
import { and, eq, inArray } from 'drizzle-orm'
import { acts, peopleInRoles, type Role } from '../accounts/index.ts'
import { organizations } from '../accounts/tables.ts'
import type { Tx } from '../kernel/db.ts'
import { failpoint } from '../kernel/failpoint.ts'
import type { WorkHandler } from '../kernel/work.ts'
import { type Audience, notify } from '../notices/index.ts'
import { relationships } from '../partners/tables.ts'
import type { ClockRecord } from './clock-row.ts'
import { addressesOf } from './named.ts'
import { clocks, escalations } from './tables.ts'
import { stepWords, subjectLink } from './words.ts'

export const tellWork = 'clock.tell'

/** The key of the notices of a step; `told.ts` finds the step by it. A partner's contact has no inbox here. */
export const noticeKey = (clockId: string, level: string, contact = false): string =>
  `clock:${clockId}:${level}${contact ? ':contact' : ''}`

export const clockTell: WorkHandler = {
  kind: tellWork,
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { data }) => {
    // Runs only when the step itself is committed.
    failpoint('escalate.after-commit')
    const [found] = await tx
      .select({ clock: clocks, step: escalations })
      .from(escalations)
      .innerJoin(clocks, eq(clocks.id, escalations.clockId))
      .where(and(eq(escalations.clockId, data.clockId ?? ''), eq(escalations.level, data.level ?? '')))
    if (!found) return undefined
    const { clock, step } = found
    const names = await namesOf(tx, clock)
    const orgId = tx.caller.orgId
    const words = stepWords(clock, step, names)
    for (const to of await audiencesOf(tx, clock, step))
      await notify(tx, {
        orgId,
        to,
        key: noticeKey(clock.id, step.level, 'email' in to || 'addresses' in to),
        ...words,
        link: subjectLink(clock, clock.id),
        subject: { kind: 'clock', id: clock.id },
        // A reminder says nothing that the lateness behind it does not.
        overtakes: `clock:${clock.id}`,
        isAlert: !clock.steps.some(({ level, quiet }) => level === step.level && quiet),
      })
    return undefined
  },
}

type StepRecord = typeof escalations.$inferSelect

/** Those whom the step names, our people apart from addresses; or the people of its role. */
async function audiencesOf(tx: Tx, clock: ClockRecord, { audience, named }: StepRecord): Promise<Audience[]> {
  const personIds = (named ?? []).flatMap(each => ('personId' in each ? each.personId : []))
  const addresses = named ? await addressesOf(tx, named) : []
  const told = [...(personIds.length > 0 ? [{ personIds }] : []), ...(addresses.length > 0 ? [{ addresses }] : [])]
  if (told.length > 0) return told
  const to = await audienceOf(tx, clock, audience)
  return to ? [to] : []
}

async function namesOf(tx: Tx, { buyerId, supplierId }: ClockRecord): Promise<{ buyer: string; supplier: string }> {
  const rows = await tx
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(inArray(organizations.id, [buyerId, supplierId]))
  const name = (id: string) => rows.find(row => row.id === id)?.name ?? ''
  return { buyer: name(buyerId), supplier: name(supplierId) }
}

/** Whom to ask in turn; where nobody has the role, the next. */
const turns: Record<string, (kind: ClockRecord['kind']) => readonly Role[]> = {
  answerers: () => ['answerer', 'supplier-administrator'],
  'supplier-administrators': () => ['supplier-administrator', 'answerer'],
  buyer: kind => [kind === 'commit' ? 'planner' : 'buyer', 'administrator'],
  'buyer-administrators': () => ['administrator', 'buyer'],
  operators: () => ['operator', 'administrator'],
  // Whom a step named, and who has been taken off in the moment since it fired.
  named: kind => turns.buyer?.(kind) ?? [],
}

export async function audienceOf(
  tx: Tx,
  clock: ClockRecord,
  audience: string,
): Promise<{ roles: readonly Role[] } | { email: string; name: string } | undefined> {
  if (audience === 'disputers') {
    const disputers = acts['clock.dispute']
    if ((await peopleInRoles(tx, disputers)).length > 0) return { roles: disputers }
  }
  for (const role of turns[audience]?.(clock.kind) ?? [])
    if ((await peopleInRoles(tx, [role])).length > 0) return { roles: [role] }
  if (tx.caller.orgId !== clock.supplierId) return undefined
  // A supplier whose system speaks EDI may have nobody here: its contact is told by mail.
  const [contact] = await tx
    .select({ email: relationships.contactEmail, name: relationships.contactName })
    .from(relationships)
    .where(and(eq(relationships.buyerId, clock.buyerId), eq(relationships.supplierId, clock.supplierId)))
  return contact && contact.email !== '' ? contact : undefined
}
