// Routes of one's own account: who am I, for whom do I act, where am I signed in.
import { and, desc, eq, gt } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, known, sure } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { feedHeads } from '../kernel/tables.ts'
import { accountsApi, type Me } from './api.ts'
import { type Doors, personOf } from './door.ts'
import { acts, may } from './may.ts'
import { hashPassword, refusePassword } from './password.ts'
import { endSessions, giveCookie, membershipsOf, rotateSession, takeCookie } from './session.ts'
import { confirmPassword } from './sign-in.ts'
import { people, sessions } from './tables.ts'
import { changeTelling, showTelling } from './telling.ts'
import { deleteView, saveView, viewsOf } from './views.ts'
import { viewsApi } from './views-api.ts'

const signedIn = { act: 'signed-in' }

export interface Installation {
  banner: string | undefined
  mailIsSent: boolean
}

export function selfRoutes(app: FastifyInstance, doors: Doors, installation: Installation): void {
  serve(app, accountsApi.me, signedIn, ({ tx, asker }) => meOf(tx, personOf(asker).personId, installation))
  serve(app, accountsApi.signOut, signedIn, async ({ tx, asker, reply }) => {
    await tx.delete(sessions).where(eq(sessions.id, personOf(asker).sessionId))
    takeCookie(reply, doors.cookie)
    doors.forget()
    return undefined
  })
  serve(app, accountsApi.signOutEverywhere, signedIn, async ({ tx, asker, reply }) => {
    await endSessions(tx, personOf(asker).personId)
    takeCookie(reply, doors.cookie)
    doors.forget()
    return undefined
  })
  serve(app, accountsApi.switchOrganization, signedIn, async ({ tx, asker, body, reply }) => {
    const { personId, sessionId } = personOf(asker)
    const mine = await membershipsOf(tx, personId)
    known(mine.find(m => m.id === body.organizationId))
    giveCookie(reply, doors.cookie, known(await rotateSession(tx, sessionId, body.organizationId)))
    doors.forget()
    return undefined
  })
  serve(app, accountsApi.telling, signedIn, ({ tx, asker }) => showTelling(tx, personOf(asker).personId))
  serve(app, accountsApi.changeTelling, signedIn, async ({ tx, asker, body }) => {
    const { personId } = personOf(asker)
    return (await changeTelling(tx, personId, body)) ?? (await showTelling(tx, personId))
  })
  viewRoutes(app)
  passwordRoute(app, doors)
  sessionRoutes(app, doors)
}

function viewRoutes(app: FastifyInstance): void {
  serve(app, viewsApi.views, signedIn, ({ tx, asker }) => viewsOf(tx, personOf(asker).personId))
  serve(app, viewsApi.saveView, signedIn, ({ tx, asker, body }) => saveView(tx, personOf(asker).personId, body))
  serve(app, viewsApi.deleteView, signedIn, ({ tx, asker, params }) =>
    deleteView(tx, personOf(asker).personId, params.viewId),
  )
}

function sessionRoutes(app: FastifyInstance, doors: Doors): void {
  serve(app, accountsApi.sessions, signedIn, async ({ tx, asker }) => {
    const { personId, sessionId } = personOf(asker)
    const rows = await tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.personId, personId), gt(sessions.expiresAt, tx.now)))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(100)
    return {
      rows: rows.map(row => ({
        id: row.id,
        userAgent: row.userAgent,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        current: row.id === sessionId,
      })),
    }
  })
  serve(app, accountsApi.endSession, signedIn, async ({ tx, asker, params }) => {
    const { personId } = personOf(asker)
    const [gone] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, params.sessionId), eq(sessions.personId, personId)))
      .returning({ id: sessions.id })
    known(gone)
    doors.forget()
    return undefined
  })
}

function passwordRoute(app: FastifyInstance, doors: Doors): void {
  const { db } = app.kernel
  serve(
    app,
    accountsApi.changePassword,
    { ...signedIn, rateLimit: { max: 10, timeWindow: '1 minute' } },
    async ({ tx, asker, body, reply }) => {
      const { personId, sessionId } = personOf(asker)
      const [person] = await tx.select().from(people).where(eq(people.id, personId))
      const { email, name } = sure(person)
      const refused =
        refusePassword(body.next, [email, name], '/next') ?? (await confirmPassword(db, personId, body.current))
      if (isRefusal(refused)) return refused
      await tx
        .update(people)
        .set({ passwordHash: await hashPassword(body.next) })
        .where(eq(people.id, personId))
      await endSessions(tx, personId, sessionId)
      giveCookie(reply, doors.cookie, known(await rotateSession(tx, sessionId)))
      doors.forget()
      return undefined
    },
  )
}

async function meOf(tx: Tx, personId: string, { banner, mailIsSent }: Installation): Promise<Me> {
  const [person] = await tx.select().from(people).where(eq(people.id, personId))
  const { id, name, email, installationAdministrator } = known(person)
  const organizations = await membershipsOf(tx, personId)
  const organization = organizations.find(m => m.id === tx.caller.orgId)
  // A person without an organization has no feed; an organization of which nothing was told yet has no row.
  const [head] = organization ? await tx.select().from(feedHeads).where(eq(feedHeads.orgId, organization.id)) : []
  return {
    person: { id, name, email, installationAdministrator },
    ...(organization ? { organization } : {}),
    organizations,
    acts: organization ? Object.keys(acts).filter(act => may(organization.role, act)) : [],
    ...(banner ? { banner } : {}),
    mailIsSent,
    serverTime: tx.now.toISOString(),
    feedHead: head?.n ?? 0,
  }
}
