// Routes for people who are not signed in: sign-in, links by mail, set-up.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { servePublic } from '../kernel/http.ts'
import { acceptInvitation, showInvitation } from './accept.ts'
import { accountsApi } from './api.ts'
import type { Doors } from './door.ts'
import { refuseLink, requestReset, resetPassword } from './reset.ts'
import { giveCookie, type OpenedSession } from './session.ts'
import { isSetUpNeeded, setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'

/** For each address (an IPv6 customer counts as one): enough for an office, too few for guessing. */
const perMinute = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute' } })
const doorLimits = { signIn: perMinute(10), reset: perMinute(5), link: perMinute(30) } as const

export function doorRoutes(app: FastifyInstance, doors: Doors): void {
  const { db } = app.kernel
  const deviceOf = ({ headers, cookies }: FastifyRequest) => ({
    userAgent: headers['user-agent'] ?? '',
    oldToken: cookies[doors.cookie.name],
  })
  const letIn = (reply: FastifyReply, session: OpenedSession | Refusal): Refusal | undefined => {
    if (isRefusal(session)) return session
    giveCookie(reply, doors.cookie, session)
    doors.forget()
    return undefined
  }
  const signedInAs = async (request: FastifyRequest) => (await doors.identify(request))?.personId ?? null

  servePublic(app, accountsApi.signIn, doorLimits.signIn, async ({ body, request, reply }) =>
    letIn(reply, await signIn(db, { ...body, ...deviceOf(request) })),
  )
  servePublic(app, accountsApi.requestReset, doorLimits.reset, ({ body }) => requestReset(db, body.email))
  servePublic(app, accountsApi.resetLink, doorLimits.link, ({ body }) => refuseLink(db, body.token))
  servePublic(app, accountsApi.resetPassword, doorLimits.link, async ({ body }) => {
    const refused = await resetPassword(db, body.token, body.password)
    doors.forget()
    return refused
  })
  servePublic(app, accountsApi.invitation, doorLimits.link, async ({ body, request }) =>
    showInvitation(db, body.token, await signedInAs(request)),
  )
  servePublic(app, accountsApi.acceptInvitation, doorLimits.link, async ({ body, request, reply }) => {
    const acceptance = { ...body, ...deviceOf(request), signedInAs: await signedInAs(request) }
    return letIn(reply, await acceptInvitation(db, acceptance))
  })
  servePublic(app, accountsApi.setUpState, {}, async () => ({ needed: await isSetUpNeeded(db) }))
  servePublic(app, accountsApi.setUp, doorLimits.link, async ({ body, request, reply }) =>
    letIn(reply, await setUp(db, { ...body, userAgent: deviceOf(request).userAgent })),
  )
}
