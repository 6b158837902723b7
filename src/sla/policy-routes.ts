// How response policies are asked, and the systems that their steps may be posted to.
import type { FastifyInstance } from 'fastify'
import { serve } from '../kernel/http.ts'
import { addPolicy, changePolicy, retirePolicy } from './change-policy.ts'
import { contactsApi } from './contact-api.ts'
import { addContact, changeContact, listContacts, removeContact } from './keep-contact.ts'
import { policyApi as api } from './policy-api.ts'
import { getPolicy, listPolicies, policyVersionsOf } from './policy-queries.ts'
import { previewPolicy } from './preview-policy.ts'
import { addWebhook, changeWebhook, listWebhooks, nameWebhooks, renewSecret } from './set-webhook.ts'
import { webhooksApi } from './webhook-api.ts'

export function policyRoutes(app: FastifyInstance): void {
  serve(app, api.list, { act: 'policy.view' }, ({ tx }) => listPolicies(tx))
  serve(app, api.get, { act: 'policy.view' }, ({ tx, params }) => getPolicy(tx, params.policyId))
  serve(app, api.versions, { act: 'policy.view' }, ({ tx, params }) => policyVersionsOf(tx, params.policyId))
  serve(app, api.add, { act: 'policy.manage' }, ({ tx, body }) => addPolicy(tx, body))
  serve(app, api.change, { act: 'policy.manage' }, ({ tx, params, body }) => changePolicy(tx, params.policyId, body))
  serve(app, api.retire, { act: 'policy.manage' }, ({ tx, params, body }) =>
    retirePolicy(tx, params.policyId, body.version),
  )
  webhookRoutes(app)
  contactRoutes(app)
  serve(app, api.preview, { act: 'policy.manage' }, ({ tx, body }) => previewPolicy(tx, body.policyId, body.policy))
}

function webhookRoutes(app: FastifyInstance): void {
  const manage = { act: 'policy.manage' } as const
  serve(app, webhooksApi.list, manage, ({ tx }) => listWebhooks(tx))
  serve(app, webhooksApi.names, { act: 'policy.view' }, ({ tx }) => nameWebhooks(tx))
  serve(app, webhooksApi.add, manage, ({ tx, body }) => addWebhook(tx, body))
  serve(app, webhooksApi.change, manage, ({ tx, params, body }) => changeWebhook(tx, params.webhookId, body))
  serve(app, webhooksApi.renewSecret, manage, ({ tx, params }) => renewSecret(tx, params.webhookId))
}

function contactRoutes(app: FastifyInstance): void {
  const manage = { act: 'policy.manage' } as const
  serve(app, contactsApi.list, { act: 'policy.view' }, ({ tx }) => listContacts(tx))
  serve(app, contactsApi.add, manage, ({ tx, body }) => addContact(tx, body))
  serve(app, contactsApi.change, manage, ({ tx, params, body }) => changeContact(tx, params.contactId, body))
  serve(app, contactsApi.remove, manage, ({ tx, params }) => removeContact(tx, params.contactId))
}
