// Coming in by invitation: as somebody new, or with the account that the e-mail already has.
import { and, eq } from 'drizzle-orm'
import { asOrganization, type Database, systemOf, type Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { hashOf, newId } from '../kernel/ids.ts'
import { knownZone } from '../kernel/time.ts'
import type { InvitationShown } from './api.ts'
import { readName } from './email.ts'
import { stateOf } from './invitation.ts'
import type { Role } from './may.ts'
import { nameIn } from './naming.ts'
import { hashPassword, refusePassword } from './password.ts'
import { holdPeople } from './people.ts'
import { membershipsOf, type OpenedSession, openSession } from './session.ts'
import { invitations, memberships, organizations, people } from './tables.ts'

type Invitation = typeof invitations.$inferSelect

const askAnew = 'Ask the one who invited you to send it again.'
const closed = {
  unknown: () =>
    refusal('link-unknown', 'This link is not valid: it was cut, or a newer mail holds the one that is.', {
      remedy: askAnew,
    }),
  expired: () => refusal('link-expired', 'This invitation has expired.', { remedy: askAnew }),
  revoked: () => refusal('link-revoked', 'This invitation was taken back.', { remedy: askAnew }),
  accepted: () =>
    refusal('link-used', 'This invitation was accepted already.', { remedy: 'Sign in with your e-mail and password.' }),
}

interface Opened {
  invitation: Invitation
  organization: typeof organizations.$inferSelect
  /** The account that the e-mail has. */
  person: typeof people.$inferSelect | undefined
  account: InvitationShown['account']
}

/** The invitation behind a link, locked. Names the e-mail, and the person it belongs to, in the transaction. */
async function openInvitation(tx: Tx, token: string, signedInAs: string | null): Promise<Opened | Refusal> {
  const [invitation] = await tx
    .select()
    .from(invitations)
    .where(eq(invitations.tokenHash, hashOf(token)))
    .for('update')
  if (!invitation) return closed.unknown()
  const state = stateOf(invitation, tx.now)
  if (state !== 'open') return closed[state]()
  await nameIn(tx, { email: invitation.email })
  const [person] = await tx.select().from(people).where(eq(people.email, invitation.email))
  if (person) await nameIn(tx, { personId: person.id })
  const [organization] = await asOrganization(tx, systemOf(invitation.orgId), own =>
    own.select().from(organizations).where(eq(organizations.id, invitation.orgId)),
  )
  const account = await accountOf(tx, person, signedInAs)
  return { invitation, organization: sure(organization), person, account }
}

/** An account that belongs nowhere holds nothing to take: its owner, proved by the mail, may begin anew. */
async function accountOf(tx: Tx, person: Opened['person'], signedInAs: string | null): Promise<Opened['account']> {
  if (!person) return 'new'
  if (person.id === signedInAs) return 'ready'
  const alone = !person.installationAdministrator && (await membershipsOf(tx, person.id)).length === 0
  return alone ? 'new' : 'sign-in'
}

/** What the link says, for the page that asks whether to accept. Changes nothing: mail scanners open links too. */
export async function showInvitation(
  db: Database,
  token: string,
  signedInAs: string | null,
): Promise<InvitationShown | Refusal> {
  return await db.withNaming({ tokenHash: hashOf(token) }, async tx => {
    const opened = await openInvitation(tx, token, signedInAs)
    if (isRefusal(opened)) return opened
    const { invitation, organization, account } = opened
    return {
      organization: organization.name,
      side: organization.side,
      role: invitation.role as Role,
      email: invitation.email,
      name: invitation.name,
      invitedBy: invitation.invitedBy,
      expiresAt: invitation.expiresAt.toISOString(),
      account,
    }
  })
}

export interface Acceptance {
  token: string
  /** Both needed of somebody new. */
  name?: string | undefined
  password?: string | undefined
  /** Of the browser: becomes the person's own here, until they choose another. */
  zone?: string | undefined
  signedInAs?: string | null
  userAgent: string
  oldToken?: string | undefined
}

/** Makes the person, if new, a member; signed in for that organization. Once, however often the link is used. */
export async function acceptInvitation(
  db: Database,
  acceptance: Acceptance,
): Promise<(OpenedSession & { personId: string; orgId: string }) | Refusal> {
  const { token, signedInAs = null } = acceptance
  const naming = { tokenHash: hashOf(token) }
  const looked = await db.withNaming(naming, tx => openInvitation(tx, token, signedInAs))
  if (isRefusal(looked)) return looked
  const fresh = looked.account === 'new' ? await readNew(acceptance, looked.invitation) : undefined
  if (isRefusal(fresh)) return fresh
  return await db.withNaming(naming, async tx => {
    const opened = await openInvitation(tx, token, signedInAs)
    if (isRefusal(opened)) return opened
    if (opened.account === 'sign-in')
      return refusal('sign-in-first', `${opened.invitation.email} has an account here.`, {
        remedy: 'Sign in with it, then accept the invitation.',
      })
    const personId = opened.account === 'new' ? await savePerson(tx, opened, sure(fresh)) : sure(opened.person).id
    await join(tx, opened, personId, acceptance.zone)
    const { orgId } = opened.invitation
    const session = await openSession(tx, {
      personId,
      orgId,
      userAgent: acceptance.userAgent,
      oldToken: acceptance.oldToken,
    })
    return { ...session, personId, orgId }
  })
}

async function readNew({ name, password }: Acceptance, invitation: Invitation) {
  const read = readName(name ?? invitation.name)
  if (isRefusal(read)) return read
  const refused = refusePassword(password ?? '', [invitation.email, read])
  if (refused) return refused
  return { name: read, passwordHash: await hashPassword(password ?? '') }
}

async function savePerson(tx: Tx, { invitation, person }: Opened, fresh: { name: string; passwordHash: string }) {
  if (person) {
    await tx.update(people).set(fresh).where(eq(people.id, person.id))
    return person.id
  }
  const id = newId()
  await nameIn(tx, { personId: id })
  await tx.insert(people).values({ id, email: invitation.email, ...fresh })
  return id
}

async function join(
  tx: Tx,
  { invitation, organization }: Opened,
  personId: string,
  browserZone: string | undefined,
): Promise<void> {
  const { orgId, role, id } = invitation
  await holdPeople(tx, orgId)
  const [member] = await tx
    .select()
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.personId, personId)))
  // Before the invitation is marked: an open one is what lets somebody in.
  if (!member) await tx.insert(memberships).values({ orgId, personId, role, zone: knownZone(browserZone) })
  await tx.update(invitations).set({ acceptedAt: tx.now }).where(eq(invitations.id, id))
  const joined = {
    type: 'person.joined',
    subject: { kind: 'person', id: personId },
    at: tx.now,
    data: { organization: organization.name, role, email: invitation.email },
  }
  const actor = { personId, name: invitation.name, channel: 'link' as const }
  await asOrganization(tx, { ...actor, orgId }, own => announce(own, { ...joined, parties: [orgId] }))
  if (invitation.invitedByOrgId !== orgId)
    await asOrganization(tx, { ...actor, orgId: invitation.invitedByOrgId }, own =>
      announce(own, {
        ...joined,
        type: 'invitation.accepted',
        subject: { kind: 'invitation', id },
        parties: [own.caller.orgId],
      }),
    )
}
