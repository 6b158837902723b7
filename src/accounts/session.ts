// Sessions: an opaque secret in a cookie, its hash in Postgres, an end by idleness and an end for good.
import { and, asc, desc, eq, lt, ne, or, sql } from 'drizzle-orm'
import type { FastifyReply } from 'fastify'
import type { Tx } from '../kernel/db.ts'
import { hashOf, newId, newSecret } from '../kernel/ids.ts'
import type { Role } from './may.ts'
import { memberships, organizations, sessions } from './tables.ts'

const hour = 3_600_000

/** Buyers sit at their desk all day; suppliers look in from wherever they are. */
export const idleMsMax = { buyer: 8 * hour, supplier: hour / 2 } as const
export const ageMsMax = { buyer: 7 * 24 * hour, supplier: 12 * hour } as const

export interface Cookie {
  name: string
  secure: boolean
}

/** A session just begun: the only moment its secret is known. */
export interface OpenedSession {
  token: string
  expiresAt: Date
}

export interface Membership {
  id: string
  name: string
  side: 'buyer' | 'supplier'
  role: Role
}

/** All that a person belongs to, by name. The person must be named in the transaction. */
export async function membershipsOf(tx: Tx, personId: string): Promise<Membership[]> {
  const rows = await tx
    .select({ id: organizations.id, name: organizations.name, side: organizations.side, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.orgId))
    .where(eq(memberships.personId, personId))
    .orderBy(asc(organizations.name), asc(organizations.id))
  return rows.map(row => ({ ...row, role: row.role as Role }))
}

interface NewSession {
  personId: string
  /** For whom to act; else as last time. */
  orgId?: string | undefined
  userAgent: string
  /** The session this one takes the place of: a secret known before sign-in is worth nothing after it. */
  oldToken?: string | undefined
}

/** Begins a session. The person must be named in the transaction. */
export async function openSession(tx: Tx, session: NewSession): Promise<OpenedSession> {
  const { personId, userAgent, oldToken } = session
  const mine = await membershipsOf(tx, personId)
  const [last] = await tx
    .select({ orgId: sessions.orgId })
    .from(sessions)
    .where(eq(sessions.personId, personId))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(1)
  const current = mine.find(m => m.id === (session.orgId ?? last?.orgId)) ?? mine[0]
  const over = lt(sessions.expiresAt, tx.now)
  await tx
    .delete(sessions)
    .where(and(eq(sessions.personId, personId), oldToken ? or(over, eq(sessions.tokenHash, hashOf(oldToken))) : over))
  const token = newSecret()
  const side = mine.some(m => m.side === 'buyer') || mine.length === 0 ? 'buyer' : 'supplier'
  const expiresAt = new Date(tx.now.getTime() + ageMsMax[side])
  await tx.insert(sessions).values({
    id: newId(),
    tokenHash: hashOf(token),
    personId,
    orgId: current?.id ?? null,
    userAgent: userAgent.slice(0, 300),
    expiresAt,
  })
  return { token, expiresAt }
}

/** Gives a session another secret and, when said, another organization: what held the old secret is signed out. */
export async function rotateSession(tx: Tx, sessionId: string, orgId?: string): Promise<OpenedSession | undefined> {
  const token = newSecret()
  const [row] = await tx
    .update(sessions)
    .set({ tokenHash: hashOf(token), lastSeenAt: sql`kernel.now()`, ...(orgId ? { orgId } : {}) })
    .where(eq(sessions.id, sessionId))
    .returning({ expiresAt: sessions.expiresAt })
  return row && { token, expiresAt: row.expiresAt }
}

/** Signs a person out wherever they are signed in, but for one session. */
export async function endSessions(tx: Tx, personId: string, butSessionId?: string): Promise<void> {
  const theirs = eq(sessions.personId, personId)
  await tx.delete(sessions).where(butSessionId ? and(theirs, ne(sessions.id, butSessionId)) : theirs)
}

export function giveCookie(reply: FastifyReply, { name, secure }: Cookie, { token, expiresAt }: OpenedSession): void {
  reply.setCookie(name, token, { httpOnly: true, secure, sameSite: 'lax', path: '/', expires: expiresAt })
}

export function takeCookie(reply: FastifyReply, { name, secure }: Cookie): void {
  reply.clearCookie(name, { httpOnly: true, secure, sameSite: 'lax', path: '/' })
}
