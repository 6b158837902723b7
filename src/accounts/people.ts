// The people of an organization: who they are, another role, out.
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { asOrganization, systemOf, type Tx } from '../kernel/db.ts'
import { known, type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import type { PersonRow } from './api.ts'
import { administratorOf, rolesOf } from './invitation.ts'
import { type Act, acts, type Role } from './may.ts'
import { memberships, organizations, people } from './tables.ts'
import type { QuietHours } from './telling.ts'

export async function peopleOf(tx: Tx): Promise<PersonRow[]> {
  const rows = await tx
    .select({ person: people, member: memberships })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(eq(memberships.orgId, tx.caller.orgId))
    .orderBy(asc(people.name), asc(people.id))
    .limit(1_000)
  return rows.map(({ person, member }) => ({
    id: person.id,
    name: person.name,
    email: person.email,
    role: member.role as Role,
    memberSince: member.createdAt.toISOString(),
    you: person.id === tx.caller.personId,
  }))
}

export interface Reachable extends QuietHours {
  personId: string
  name: string
  email: string
  awayUntil: Date | null
  delegateId: string | null
  mailAlertsOnly: boolean
}

const reachable = {
  personId: people.id,
  name: people.name,
  email: people.email,
  zone: memberships.zone,
  quietFrom: memberships.quietFrom,
  quietTo: memberships.quietTo,
  awayUntil: memberships.awayUntil,
  delegateId: memberships.delegateId,
  mailAlertsOnly: memberships.mailAlertsOnly,
} as const

/** The organization's people in any of these roles. */
export async function peopleInRoles(tx: Tx, roles: readonly Role[]): Promise<Reachable[]> {
  return await reach(tx, inArray(memberships.role, [...roles]))
}

/** Those of the organization's people. */
export async function peopleNamed(tx: Tx, personIds: readonly string[]): Promise<Reachable[]> {
  return personIds.length === 0 ? [] : await reach(tx, inArray(people.id, [...personIds]))
}

const reach = (tx: Tx, which: SQL): Promise<Reachable[]> =>
  tx
    .select(reachable)
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(eq(memberships.orgId, tx.caller.orgId), which))
    .orderBy(asc(people.email))

/** Whether anybody of an organization may do this; a customer is told no more than that of its people. */
export async function anybodyMay(tx: Tx, orgId: string, act: Act): Promise<boolean> {
  return await asOrganization(tx, systemOf(orgId), async theirs => (await peopleInRoles(theirs, acts[act])).length > 0)
}

/** Until this transaction has ended nobody comes into the organization: what is left waiting for people is found by them. */
export async function holdPeople(tx: Tx, orgId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`people ${orgId}`}, 0))`)
}

export async function changeRole(tx: Tx, personId: string, role: Role): Promise<Refusal | undefined> {
  const { member, side, lastAdministrator } = await lockMember(tx, personId)
  if (member.role === role) return undefined
  await holdPeople(tx, tx.caller.orgId)
  if (!rolesOf(side).includes(role))
    return refusal('role-of-other-side', `A ${side} has no role "${role}".`, { where: '/role' })
  if (lastAdministrator) return refuseLast()
  await tx.update(memberships).set({ role }).where(thatMember(tx, personId))
  await announceChange(tx, 'role.changed', personId, { from: member.role, to: role })
  return undefined
}

export async function removePerson(tx: Tx, personId: string): Promise<Refusal | undefined> {
  const { member, lastAdministrator } = await lockMember(tx, personId)
  if (lastAdministrator) return refuseLast()
  await tx.delete(memberships).where(thatMember(tx, personId))
  const stoodInFor = await tx
    .update(memberships)
    .set({ delegateId: null })
    .where(and(eq(memberships.orgId, tx.caller.orgId), eq(memberships.delegateId, personId)))
    .returning({ personId: memberships.personId, awayUntil: memberships.awayUntil })
  const alone = stoodInFor.filter(({ awayUntil }) => awayUntil !== null && awayUntil > tx.now)
  await announceChange(tx, 'person.removed', personId, {
    role: member.role,
    nobodyStandsInFor: alone.map(each => each.personId),
  })
  return undefined
}

const thatMember = (tx: Tx, personId: string) =>
  and(eq(memberships.orgId, tx.caller.orgId), eq(memberships.personId, personId))

const refuseLast = () =>
  refusal('last-administrator', 'This is the last administrator; without one nobody could invite people any more.', {
    remedy: 'Make somebody else administrator first.',
  })

/** All members are locked, so that two administrators cannot take each other out at once. */
async function lockMember(tx: Tx, personId: string) {
  const { orgId } = tx.caller
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, orgId))
  const { side } = known(organization)
  const members = await tx
    .select()
    .from(memberships)
    .where(eq(memberships.orgId, orgId))
    .orderBy(asc(memberships.personId))
    .for('update')
  const member = known(members.find(m => m.personId === personId))
  const administrators = members.filter(m => m.role === administratorOf(side))
  return { member, side, lastAdministrator: administrators.length === 1 && administrators[0] === member }
}

const announceChange = (tx: Tx, type: string, personId: string, data: Record<string, unknown>) =>
  announce(tx, { type, subject: { kind: 'person', id: personId }, parties: [tx.caller.orgId], at: tx.now, data })
