// Routes of the organization: its people, invitations, name, code and tokens; other buyers of the installation.
import type { FastifyInstance } from 'fastify'
import type { Tx } from '../kernel/db.ts'
import { Forbidden, known, refusal } from '../kernel/errors.ts'
import { type Asker, serve } from '../kernel/http.ts'
import { accountsApi } from './api.ts'
import { apiTokensOf, createApiToken, revokeApiToken } from './api-tokens.ts'
import type { Doors } from './door.ts'
import { doorRoutes } from './door-routes.ts'
import { actOver, invitationsTo, invite, makeInvitationLink, resendInvitation, revokeInvitation } from './invitation.ts'
import { may } from './may.ts'
import {
  connectionCodeOf,
  createBuyerOrganization,
  createdBuyers,
  organizationOf,
  renameOrganization,
  replaceConnectionCode,
} from './organization.ts'
import { changeRole, peopleOf, removePerson } from './people.ts'
import { type Installation, selfRoutes } from './self-routes.ts'

export interface AccountsDeps {
  doors: Doors
  config: { plainHttpBanner: boolean; mail: { smtpUrl: string | undefined } }
}

const plainHttp =
  'This installation is reached by plain http: what is typed here, passwords too, can be read on the way.'

export function accountsRoutes(app: FastifyInstance, { doors, config }: AccountsDeps): void {
  const installation: Installation = {
    banner: config.plainHttpBanner ? plainHttp : undefined,
    mailIsSent: config.mail.smtpUrl !== undefined,
  }
  doorRoutes(app, doors)
  selfRoutes(app, doors, installation)
  peopleRoutes(app, doors, installation)
  organizationRoutes(app, doors)
}

function peopleRoutes(app: FastifyInstance, doors: Doors, { mailIsSent }: Installation): void {
  const manage = { act: 'people.manage' }
  serve(app, accountsApi.people, { act: 'people.view' }, async ({ tx, asker }) => ({
    people: await peopleOf(tx),
    invitations: await invitationsTo(tx, asker.orgId),
  }))
  serve(app, accountsApi.invite, manage, ({ tx, asker, body }) => invite(tx, { ...body, orgId: asker.orgId }))
  invitationRoutes(app, mailIsSent)
  serve(app, accountsApi.changeRole, manage, async ({ tx, params, body }) => {
    const refused = await changeRole(tx, params.personId, body.role)
    doors.forget()
    return refused
  })
  serve(app, accountsApi.removePerson, manage, async ({ tx, params }) => {
    const refused = await removePerson(tx, params.personId)
    doors.forget()
    return refused
  })
}

/** Whoever may invite may also send it again and take it back. */
function invitationRoutes(app: FastifyInstance, mailIsSent: boolean): void {
  const manage = { act: 'invitation.manage' }
  serve(app, accountsApi.resendInvitation, manage, async ({ tx, asker, params }) => {
    await refuseOthers(tx, asker, params.invitationId)
    return await resendInvitation(tx, params.invitationId)
  })
  serve(app, accountsApi.invitationLink, manage, async ({ tx, asker, params }) => {
    await refuseOthers(tx, asker, params.invitationId)
    // With a mail server the mail proves whose address it is; a link handed over by hand would not.
    if (mailIsSent) return refusal('mail-is-sent', 'Invitations go out by mail here.', { remedy: 'Send it again.' })
    return { path: known(await makeInvitationLink(tx, params.invitationId)) }
  })
  serve(app, accountsApi.revokeInvitation, manage, async ({ tx, asker, params }) => {
    await refuseOthers(tx, asker, params.invitationId)
    return await revokeInvitation(tx, params.invitationId)
  })
}

async function refuseOthers(tx: Tx, { role }: Asker, invitationId: string): Promise<void> {
  if (!may(role, await actOver(tx, invitationId)))
    throw new Forbidden(`Your role (${role}) decides about the invitations of suppliers only.`)
}

function organizationRoutes(app: FastifyInstance, doors: Doors): void {
  const manage = { act: 'organization.manage' }
  const tokens = { act: 'token.manage' }
  serve(app, accountsApi.organization, { act: 'people.view' }, ({ tx }) => organizationOf(tx))
  serve(app, accountsApi.renameOrganization, manage, ({ tx, body }) => renameOrganization(tx, body.name))
  serve(app, accountsApi.connectionCode, manage, async ({ tx }) => ({ code: await connectionCodeOf(tx) }))
  serve(app, accountsApi.newConnectionCode, manage, async ({ tx }) => ({ code: await replaceConnectionCode(tx) }))
  serve(app, accountsApi.apiTokens, tokens, async ({ tx }) => ({ rows: await apiTokensOf(tx) }))
  serve(app, accountsApi.createApiToken, tokens, ({ tx, body }) => createApiToken(tx, body))
  serve(app, accountsApi.revokeApiToken, tokens, async ({ tx, params }) => {
    await revokeApiToken(tx, params.tokenId)
    doors.forget()
    return undefined
  })
  serve(app, accountsApi.buyerOrganizations, { act: 'signed-in' }, async ({ tx }) => ({
    rows: await createdBuyers(tx),
  }))
  serve(app, accountsApi.createBuyerOrganization, { act: 'signed-in' }, ({ tx, body }) =>
    createBuyerOrganization(tx, body),
  )
}
