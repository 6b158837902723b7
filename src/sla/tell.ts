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
import { turnToNext } from './in-turn.ts'
import type { Audience as StepAudience } from './ladder.ts'
import { asLaidOut } from './lay-out.ts'
import { addressesOf } from './named.ts'
import { noticeKey } from './notice-key.ts'
import { clocks, escalations } from './tables.ts'
import { tellWork } from './telling.ts'
import { insteadWords, stepWords, subjectLink } from './words.ts'

export const clockTell: WorkHandler = {
  kind: tellWork,
  lane: 'notice',
  mode: 'tx',
  run: async (tx, { data }) => {
    // Runs only when the step itself is committed.
    failpoint('escalate.after-commit')
    const reads = tx
      .select({ clock: clocks, step: escalations })
      .from(escalations)
      .innerJoin(clocks, eq(clocks.id, escalations.clockId))
      .where(and(eq(escalations.clockId, data.clockId ?? ''), eq(escalations.level, data.level ?? '')))
    const instead = data.instead as StepAudience | undefined
    // To whom it turns is decided by one at a time.
    const [found] = await (instead ? reads.for('update', { of: escalations }) : reads)
    if (!found) return undefined
    const { clock, step } = found
    const audiences = instead ? await othersOf(tx, clock, step, instead) : await audiencesOf(tx, clock, step)
    // Nobody there: their next in line.
    if (instead && audiences.length === 0 && !step.told.some(each => each.instead === instead))
      await turnToNext(tx, step)
    const laidOut = asLaidOut(clock.steps, step.level)
    const { title, text } = stepWords(clock, step, await namesOf(tx, clock))
    for (const to of audiences)
      await notify(tx, {
        orgId: tx.caller.orgId,
        to,
        key: noticeKey({ clockId: clock.id, level: step.level, instead, contact: 'email' in to || 'addresses' in to }),
        title,
        text: instead ? `${insteadWords}\n\n${text}` : text,
        link: subjectLink(clock, clock.id),
        subject: { kind: 'clock', id: clock.id },
        // A reminder says nothing that the lateness behind it does not.
        overtakes: `clock:${clock.id}`,
        isAlert: !laidOut?.quiet,
        portalOnly: laidOut?.mail === false,
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

/** Of those to whom it turns, whoever has not been told of it yet: theirs are the mails that did not arrive. */
async function othersOf(tx: Tx, clock: ClockRecord, step: StepRecord, to: StepAudience): Promise<Audience[]> {
  if (step.told.some(({ instead }) => instead === to)) return []
  const told = new Set(step.told.map(({ address }) => address))
  for (const role of turns[to]?.(clock.kind) ?? []) {
    const others = (await peopleInRoles(tx, [role])).filter(({ email }) => !told.has(email))
    if (others.length > 0) return [{ personIds: others.map(({ personId }) => personId) }]
  }
  const contact = to === 'contact' ? await contactOf(tx, clock) : undefined
  return contact && !told.has(contact.email) ? [contact] : []
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
  // A supplier whose system speaks EDI may have nobody here: its contact is told by mail.
  return tx.caller.orgId === clock.supplierId ? await contactOf(tx, clock) : undefined
}

async function contactOf(tx: Tx, clock: ClockRecord): Promise<{ email: string; name: string } | undefined> {
  const [contact] = await tx
    .select({ email: relationships.contactEmail, name: relationships.contactName })
    .from(relationships)
    .where(and(eq(relationships.buyerId, clock.buyerId), eq(relationships.supplierId, clock.supplierId)))
  return contact && contact.email !== '' ? contact : undefined
}
