// Invitations: sent, sent anew, taken back. Who may come in, and on whose word.
import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, known, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import type { InvitationRow } from './api.ts'
import { firstRefusal, readEmail, readName } from './email.ts'
import { buyerRoles, type Role, supplierRoles } from './may.ts'
import { invitations, memberships, organizations, people } from './tables.ts'

export const invitationLifeMs = 7 * 24 * 3_600_000
/** Of one organization: more is a mistake, or somebody using us to send mail. */
const invitationsPerHourMax = 200

type Invitation = typeof invitations.$inferSelect

export const rolesOf = (side: 'buyer' | 'supplier'): readonly Role[] => (side === 'buyer' ? buyerRoles : supplierRoles)
export const administratorOf = (side: 'buyer' | 'supplier'): Role =>
  side === 'buyer' ? 'administrator' : 'supplier-administrator'

/** Where an invitation stands at an instant. Pure. */
export function stateOf(
  { acceptedAt, revokedAt, expiresAt }: Pick<Invitation, 'acceptedAt' | 'revokedAt' | 'expiresAt'>,
  at: Date,
): Static<typeof InvitationRow>['state'] {
  if (acceptedAt) return 'accepted'
  if (revokedAt) return 'revoked'
  return expiresAt <= at ? 'expired' : 'open'
}

export const invitationRow = (row: Invitation, at: Date): InvitationRow => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as Role,
  invitedBy: row.invitedBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  state: stateOf(row, at),
})

/** `orgId`: the own organization, or a supplier that the caller's organization entered here. */
export interface NewInvitation {
  orgId: string
  email: string
  name: string
  role: Role
}

/** Invites somebody by mail into the own organization, or a supplier's first people into theirs. */
export async function invite(tx: Tx, wanted: NewInvitation): Promise<InvitationRow | Refusal> {
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, wanted.orgId))
  const own = wanted.orgId === tx.caller.orgId
  const { side } = known(own || organization?.invitedBy === tx.caller.orgId ? organization : undefined)
  if (!rolesOf(side).includes(wanted.role))
    return refusal('role-of-other-side', `A ${side} has no role "${wanted.role}".`, {
      where: '/role',
      remedy: `Choose one of ${rolesOf(side).join(', ')}.`,
    })
  if (!own && (await runsItself(tx, wanted.orgId)))
    return refusal('people-are-theirs', 'This organization has an administrator of its own, who invites its people.')
  return await sendInvitation(tx, wanted)
}

/** From the day its administrator came in, an organization decides itself who may see its business. */
async function runsItself(tx: Tx, orgId: string): Promise<boolean> {
  const sent = await tx.select().from(invitations).where(eq(invitations.orgId, orgId))
  return sent.some(({ acceptedAt, role }) => acceptedAt && ['administrator', 'supplier-administrator'].includes(role))
}

/** What `invite` does once it is settled that the caller may. */
export async function sendInvitation(tx: Tx, wanted: NewInvitation): Promise<InvitationRow | Refusal> {
  const email = readEmail(wanted.email)
  const name = readName(wanted.name)
  const refused = firstRefusal(email, name)
  if (refused || isRefusal(email) || isRefusal(name)) return sure(refused)
  const already = (await refuseMember(tx, wanted.orgId, email)) ?? (await refuseInvited(tx, wanted.orgId, email))
  if (already) return already
  const [row] = await tx
    .insert(invitations)
    .values({
      id: newId(),
      orgId: wanted.orgId,
      email,
      name,
      role: wanted.role,
      // Nobody knows this secret; the link is made when the mail leaves.
      tokenHash: hashOf(newSecret()),
      invitedBy: tx.caller.name,
      invitedByOrgId: tx.caller.orgId,
      expiresAt: new Date(tx.now.getTime() + invitationLifeMs),
    })
    .returning()
  await announceInvitation(tx, sure(row))
  return invitationRow(sure(row), tx.now)
}

async function refuseMember(tx: Tx, orgId: string, email: string): Promise<Refusal | undefined> {
  const [member] = await tx
    .select({ id: people.id })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(and(eq(memberships.orgId, orgId), eq(people.email, email)))
  return member && refusal('already-member', `${email} already belongs to the organization.`, { where: '/email' })
}

async function refuseInvited(tx: Tx, orgId: string, email: string): Promise<Refusal | undefined> {
  const sent = await tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.invitedByOrgId, tx.caller.orgId),
        gt(invitations.createdAt, sql`kernel.now() - interval '1 hour'`),
      ),
    )
  if (sent.length >= invitationsPerHourMax)
    return refusal('too-many-invitations', `More than ${invitationsPerHourMax} invitations within an hour.`, {
      remedy: 'Wait a while.',
    })
  const open = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.orgId, orgId), eq(invitations.email, email)))
  return open.some(row => stateOf(row, tx.now) === 'open')
    ? refusal('already-invited', `${email} has an open invitation.`, {
        where: '/email',
        remedy: 'Send it again, or take it back first.',
      })
    : undefined
}

async function announceInvitation(tx: Tx, row: Invitation): Promise<void> {
  const sides = await tx
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(inArray(organizations.id, [row.orgId, tx.caller.orgId]))
  const isSuppliers = row.orgId !== tx.caller.orgId && supplierRoles.some(role => role === row.role)
  const nameOf = (orgId: string) => sure(sides.find(({ id }) => id === orgId)).name
  await announce(tx, {
    type: 'person.invited',
    subject: { kind: 'invitation', id: row.id },
    parties: [tx.caller.orgId],
    at: tx.now,
    data: {
      email: row.email,
      name: row.name,
      role: row.role,
      organization: nameOf(row.orgId),
      // Whose supplier is invited: it is the reason for the mail.
      customer: isSuppliers ? nameOf(tx.caller.orgId) : '',
      expiresAt: row.expiresAt.toISOString(),
    },
  })
}

/** An invitation of ours, or into our organization; locked. */
async function lockInvitation(tx: Tx, id: string): Promise<Invitation> {
  const [row] = await tx.select().from(invitations).where(eq(invitations.id, id)).for('update')
  return known(row)
}

const settled = (state: string): Refusal =>
  refusal(
    'invitation-settled',
    state === 'accepted' ? 'The invitation was accepted already.' : 'The invitation was taken back.',
  )

/** The act that decides about this invitation: of a supplier's people whoever looks after partners. */
export async function actOver(tx: Tx, id: string): Promise<'people.manage' | 'partner.manage'> {
  const [row] = await tx
    .select({ orgId: invitations.orgId, side: organizations.side })
    .from(invitations)
    .leftJoin(organizations, eq(organizations.id, invitations.orgId))
    .where(eq(invitations.id, id))
  const { orgId, side } = known(row)
  return orgId !== tx.caller.orgId && side === 'supplier' ? 'partner.manage' : 'people.manage'
}

/** Mails it anew, good for another week; the link of the earlier mail stops working. */
export async function resendInvitation(tx: Tx, id: string): Promise<InvitationRow | Refusal> {
  const row = await lockInvitation(tx, id)
  const state = stateOf(row, tx.now)
  if (state === 'accepted' || state === 'revoked') return settled(state)
  const expiresAt = new Date(tx.now.getTime() + invitationLifeMs)
  await tx
    .update(invitations)
    .set({ expiresAt, tokenHash: hashOf(newSecret()) })
    .where(eq(invitations.id, id))
  await announceInvitation(tx, { ...row, expiresAt })
  return invitationRow({ ...row, expiresAt }, tx.now)
}

export async function revokeInvitation(tx: Tx, id: string): Promise<Refusal | undefined> {
  const row = await lockInvitation(tx, id)
  if (row.acceptedAt) return settled('accepted')
  if (row.revokedAt) return undefined
  await tx.update(invitations).set({ revokedAt: tx.now }).where(eq(invitations.id, id))
  await announce(tx, {
    type: 'invitation.revoked',
    subject: { kind: 'invitation', id },
    parties: [tx.caller.orgId],
    at: tx.now,
    data: { email: row.email },
  })
  return undefined
}

/**
 * A link for the mail that is about to leave, as a path; undefined when the invitation is no longer open. Made only
 * now, so that it is stored nowhere but in the mail; the one before stops working.
 */
export async function makeInvitationLink(tx: Tx, id: string): Promise<string | undefined> {
  const token = newSecret()
  const [row] = await tx
    .update(invitations)
    .set({ tokenHash: hashOf(token) })
    .where(
      and(
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, sql`kernel.now()`),
      ),
    )
    .returning({ id: invitations.id })
  return row && `/invitation/${token}`
}

/** Invitations into an organization that the caller may see, newest first: its own, or those it sent to a supplier. */
export async function invitationsTo(tx: Tx, orgId: string): Promise<InvitationRow[]> {
  const rows = await tx
    .select()
    .from(invitations)
    .where(eq(invitations.orgId, orgId))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(200)
  return rows.map(row => invitationRow(row, tx.now))
}
