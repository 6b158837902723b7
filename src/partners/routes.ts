// How partners are asked.
import type { FastifyInstance } from 'fastify'
import { invite } from '../accounts/index.ts'
import type { Tx } from '../kernel/db.ts'
import { isRefusal, type Refusal } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { addSupplier, connectSupplier } from './add-supplier.ts'
import { agreeToRelationship, resumeRelationship, suspendRelationship } from './agree.ts'
import { partnersApi as api, type Partner } from './api.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-key.ts'
import { changeProfile, renewWebhookSecret } from './change-profile.ts'
import { getPartner, groupsOf, historyOf, invitedOf, listPartners } from './queries.ts'
import { type Relationship, relationshipById } from './relationship.ts'
import { addShipFrom, changeShipFrom, listShipFrom, removeShipFrom, shipFromChoices } from './ship-from.ts'
import { shipFromApi } from './ship-from-api.ts'

const view = { act: 'partner.view' }
const manage = { act: 'partner.manage' }
/** Connection codes are not guessed at leisure. */
const connecting = { ...manage, rateLimit: { max: 20, timeWindow: '1 minute' } }

export function partnersRoutes(app: FastifyInstance): void {
  serve(app, api.list, view, ({ tx, query }) => listPartners(tx, query))
  serve(app, api.addSupplier, manage, async ({ tx, body }) => shown(tx, await addSupplier(tx, body)))
  serve(app, api.connect, connecting, async ({ tx, body }) => shown(tx, await connectSupplier(tx, body)))
  serve(app, api.groups, view, ({ tx }) => groupsOf(tx))
  serve(app, api.get, view, ({ tx, params }) => getPartner(tx, params.relationshipId))
  serve(app, api.agree, { act: 'partner.agree' }, async ({ tx, params, body }) =>
    shown(tx, await agreeToRelationship(tx, params.relationshipId, body.agree)),
  )
  serve(app, api.changeProfile, manage, async ({ tx, params, body }) => {
    const changed = await changeProfile(tx, params.relationshipId, body)
    if (isRefusal(changed)) return changed
    return { partner: await getPartner(tx, changed.relationship.id), webhookSecret: changed.webhookSecret }
  })
  serve(app, api.suspend, manage, async ({ tx, params }) =>
    shown(tx, await suspendRelationship(tx, params.relationshipId)),
  )
  serve(app, api.resume, manage, async ({ tx, params }) =>
    shown(tx, await resumeRelationship(tx, params.relationshipId)),
  )
  serve(app, api.renewWebhookSecret, manage, async ({ tx, params }) => {
    const webhookSecret = await renewWebhookSecret(tx, params.relationshipId)
    return isRefusal(webhookSecret) ? webhookSecret : { webhookSecret }
  })
  serve(app, api.history, view, async ({ tx, params }) => ({ rows: await historyOf(tx, params.relationshipId) }))
  keyRoutes(app)
  peopleRoutes(app)
  shipFromRoutes(app)
}

function keyRoutes(app: FastifyInstance): void {
  serve(app, api.keys, view, async ({ tx, params }) => ({ rows: await listApiKeys(tx, params.relationshipId) }))
  serve(app, api.createKey, manage, ({ tx, params }) => createApiKey(tx, params.relationshipId))
  serve(app, api.revokeKey, manage, async ({ tx, params }) => {
    await revokeApiKey(tx, params.relationshipId, params.keyId)
    return undefined
  })
}

function peopleRoutes(app: FastifyInstance): void {
  serve(app, api.invitations, manage, ({ tx, params }) => invitedOf(tx, params.relationshipId))
  serve(app, api.invite, manage, async ({ tx, params, body }) => {
    const { supplierId } = await relationshipById(tx, params.relationshipId)
    return await invite(tx, { orgId: supplierId, ...body })
  })
}

function shipFromRoutes(app: FastifyInstance): void {
  serve(app, shipFromApi.list, view, ({ tx, params }) => listShipFrom(tx, params.relationshipId))
  serve(app, shipFromApi.choices, view, ({ tx, query }) => shipFromChoices(tx, query.supplierId))
  serve(app, shipFromApi.add, manage, ({ tx, params, body }) => addShipFrom(tx, params.relationshipId, body))
  serve(app, shipFromApi.change, manage, ({ tx, params, body }) => changeShipFrom(tx, params, body))
  serve(app, shipFromApi.remove, manage, ({ tx, params }) => removeShipFrom(tx, params))
}

const shown = async (tx: Tx, relationship: Relationship | Refusal): Promise<Partner | Refusal> =>
  isRefusal(relationship) ? relationship : await getPartner(tx, relationship.id)
