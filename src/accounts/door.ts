// Who asks: the person behind a session cookie, or the machine behind an API token.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { asOrganization, type Database, systemOf } from '../kernel/db.ts'
import { Forbidden } from '../kernel/errors.ts'
import type { Asker, Doorkeeper } from '../kernel/http.ts'
import { hashOf } from '../kernel/ids.ts'
import { may } from './may.ts'
import { nameIn } from './naming.ts'
import { type Cookie, idleMsMax, membershipsOf } from './session.ts'
import { apiTokens, organizations, people, sessions } from './tables.ts'

/** An asker whom we know by a session; machines have none. */
export interface Visitor extends Asker {
  sessionId: string | null
}

export interface Doors {
  doorkeeper: Doorkeeper
  identify(request: FastifyRequest): Promise<Visitor | undefined>
  /** As `identify`, fresher, and without counting as a sign of life of the person. */
  identifySocket(request: FastifyRequest): Promise<Visitor | undefined>
  /** After a sign-out or a change: what this process remembers is asked again. */
  forget(): void
  cookie: Cookie
}

/** A revoked session is refused within five seconds, everywhere; these are the shares of it that we use. */
const rememberMs = { request: 2_000, socket: 500 } as const
const rememberedMax = 10_000
const touchEveryMs = 60_000
export const apiTokenPrefix = 'pw_'

export interface DoorsOptions {
  db: Database
  cookie: Cookie
  /** Milliseconds that only ever grow. */
  clock?: () => number
}

export function openDoors({ db, cookie, clock = () => performance.now() }: DoorsOptions): Doors {
  const remembered = new Map<string, { visitor: Promise<Visitor | undefined>; at: number }>()

  const ask = (request: FastifyRequest, from: 'request' | 'socket'): Promise<Visitor | undefined> => {
    const secret = secretOf(request, cookie.name)
    if (!secret) return Promise.resolve(undefined)
    const tokenHash = hashOf(secret.value)
    const key = `${from} ${tokenHash}`
    const known = remembered.get(key)
    if (known && clock() - known.at < rememberMs[from]) return known.visitor
    const visitor =
      secret.kind === 'session' ? visitorBySession(db, tokenHash, from === 'request') : visitorByToken(db, tokenHash)
    if (remembered.size >= rememberedMax) remembered.clear()
    remembered.set(key, { visitor, at: clock() })
    // A failure, or nobody, is not remembered: the next request may find it otherwise.
    const forget = () => remembered.delete(key)
    visitor.then(found => found ?? forget(), forget)
    return visitor
  }

  const identify = (request: FastifyRequest) => ask(request, 'request')
  return {
    cookie,
    identify,
    identifySocket: async request => {
      const visitor = await ask(request, 'socket')
      return visitor?.orgId === '' ? undefined : visitor
    },
    doorkeeper: { identify, may: (asker, act) => may(asker.role, act) },
    forget: () => remembered.clear(),
  }
}

/** The doorkeeper alone, for those who serve no accounts. */
export const doorkeeper = ({ db, cookieName }: { db: Database; cookieName: string }): Doorkeeper =>
  openDoors({ db, cookie: { name: cookieName, secure: false } }).doorkeeper

function secretOf(request: FastifyRequest, cookieName: string) {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const [scheme = '', value = ''] = authorization.split(' ')
    const ours = scheme.toLowerCase() === 'bearer' && value.startsWith(apiTokenPrefix) && value.length < 100
    return ours ? ({ kind: 'token', value } as const) : undefined
  }
  const value = request.cookies[cookieName]
  return value && value.length < 100 ? ({ kind: 'session', value } as const) : undefined
}

function visitorBySession(db: Database, tokenHash: string, touch: boolean): Promise<Visitor | undefined> {
  return db.withNaming({ tokenHash }, async tx => {
    const [session] = await tx.select().from(sessions).where(eq(sessions.tokenHash, tokenHash))
    if (!session || session.expiresAt <= tx.now) return undefined
    const { personId } = session
    await nameIn(tx, { personId })
    const [person] = await tx.select({ name: people.name }).from(people).where(eq(people.id, personId))
    if (!person) return undefined
    const mine = await membershipsOf(tx, personId)
    // Taken out of the organization meanwhile: act for another one, if there is one.
    const current = mine.find(m => m.id === session.orgId) ?? mine[0]
    const side = current?.side ?? 'buyer'
    const quietMs = tx.now.getTime() - session.lastSeenAt.getTime()
    if (quietMs > idleMsMax[side]) return undefined
    if (touch && quietMs > touchEveryMs)
      await tx.update(sessions).set({ lastSeenAt: sql`kernel.now()` }).where(eq(sessions.id, session.id))
    return {
      orgId: current?.id ?? '',
      personId,
      name: person.name,
      channel: 'portal',
      role: current?.role ?? '',
      side,
      sessionId: session.id,
    }
  })
}

function visitorByToken(db: Database, tokenHash: string): Promise<Visitor | undefined> {
  return db.withNaming({ tokenHash }, async tx => {
    const [token] = await tx
      .select()
      .from(apiTokens)
      .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt)))
    if (!token) return undefined
    return await asOrganization(tx, systemOf(token.orgId), async own => {
      const [organization] = await own.select().from(organizations).where(eq(organizations.id, token.orgId))
      if (!organization) return undefined
      if (!token.lastUsedAt || tx.now.getTime() - token.lastUsedAt.getTime() > touchEveryMs)
        await own.update(apiTokens).set({ lastUsedAt: sql`kernel.now()` }).where(eq(apiTokens.id, token.id))
      const { orgId, name, role } = token
      return { orgId, personId: null, name, channel: 'api', role, side: organization.side, sessionId: null }
    })
  })
}

/** The person and session of an act that only a person may do. */
export function personOf(asker: Asker): { personId: string; sessionId: string } {
  const { personId, sessionId } = asker as Partial<Visitor>
  if (!personId || !sessionId) throw new Forbidden('Only a person who signed in may do this, not an API token.')
  return { personId, sessionId }
}
