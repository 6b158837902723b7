// The first start: a one-time link, with which the installation's administrator makes the first buyer organization.
import { and, eq, isNull } from 'drizzle-orm'
import { asOrganization, type Database, systemOf, type Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal, refusal, sure } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import { knownZone } from '../kernel/time.ts'
import type { SetUpBody } from './api.ts'
import { newConnectionCode } from './connection-code.ts'
import { firstRefusal, readEmail, readName } from './email.ts'
import { hashPassword, refusePassword } from './password.ts'
import { type OpenedSession, openSession } from './session.ts'
import { installation, memberships, organizations, people } from './tables.ts'

const only = 'pullwire'

/** A new one-time secret at every start, until one was used; undefined once this installation is set up. */
export async function ensureInstallation(db: Database): Promise<string | undefined> {
  const token = newSecret()
  const setUpTokenHash = hashOf(token)
  return await db.withNaming({}, async tx => {
    await tx.insert(installation).values({ id: only, setUpTokenHash }).onConflictDoNothing()
    const [mine] = await tx
      .update(installation)
      .set({ setUpTokenHash })
      .where(and(eq(installation.id, only), isNull(installation.usedAt)))
      .returning({ id: installation.id })
    return mine && token
  })
}

export const isSetUpNeeded = (db: Database): Promise<boolean> =>
  db.withNaming({}, async tx => {
    const [row] = await tx.select().from(installation).where(eq(installation.id, only))
    return row !== undefined && row.usedAt === null
  })

/** Makes the installation's administrator, signed in, and the first buyer organization. Once. */
export async function setUp(
  db: Database,
  { userAgent, ...body }: SetUpBody & { userAgent: string },
): Promise<(OpenedSession & { personId: string; orgId: string }) | Refusal> {
  const email = readEmail(body.email)
  const name = readName(body.name)
  const organization = readName(body.organization, '/organization')
  const refused = firstRefusal(email, name, organization) ?? refusePassword(body.password, [body.email, body.name])
  if (refused || isRefusal(email) || isRefusal(name) || isRefusal(organization)) return sure(refused)
  const tokenHash = hashOf(body.token)
  if (!(await db.withNaming({ tokenHash }, tx => isOpen(tx, tokenHash)))) return closed()
  const passwordHash = await hashPassword(body.password)
  const personId = newId()
  return await db.withNaming({ tokenHash, email, personId }, async tx => {
    if (!(await isOpen(tx, tokenHash))) return closed()
    const orgId = newId()
    await tx.insert(people).values({ id: personId, email, name, passwordHash, installationAdministrator: true })
    await tx
      .insert(organizations)
      .values({ id: orgId, side: 'buyer', name: organization, connectionCode: newConnectionCode() })
    await tx.insert(memberships).values({ orgId, personId, role: 'administrator', zone: knownZone(body.zone) })
    // Last: until now the unused link is what permits all this.
    await tx.update(installation).set({ usedAt: tx.now }).where(eq(installation.id, only))
    await asOrganization(tx, { ...systemOf(orgId), personId, name, channel: 'portal' }, own =>
      announce(own, {
        type: 'organization.created',
        subject: { kind: 'organization', id: orgId },
        parties: [orgId],
        at: tx.now,
        data: { name: organization },
      }),
    )
    const session = await openSession(tx, { personId, orgId, userAgent })
    return { ...session, personId, orgId }
  })
}

async function isOpen(tx: Tx, tokenHash: string): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(installation)
    .where(and(eq(installation.setUpTokenHash, tokenHash), isNull(installation.usedAt)))
    .for('update')
  return row !== undefined
}

const closed = () =>
  refusal('link-unknown', 'This link is not valid: it was used, or a later start printed another one.', {
    remedy: 'Take the link from the newest lines that the start printed.',
  })
