// How response policies are asked.
import type { FastifyInstance } from 'fastify'
import { serve } from '../kernel/http.ts'
import { addPolicy, changePolicy, retirePolicy } from './change-policy.ts'
import { policyApi as api } from './policy-api.ts'
import { getPolicy, listPolicies, policyVersionsOf } from './policy-queries.ts'
import { previewPolicy } from './preview-policy.ts'

export function policyRoutes(app: FastifyInstance): void {
  serve(app, api.list, { act: 'policy.view' }, ({ tx }) => listPolicies(tx))
  serve(app, api.get, { act: 'policy.view' }, ({ tx, params }) => getPolicy(tx, params.policyId))
  serve(app, api.versions, { act: 'policy.view' }, ({ tx, params }) => policyVersionsOf(tx, params.policyId))
  serve(app, api.add, { act: 'policy.manage' }, ({ tx, body }) => addPolicy(tx, body))
  serve(app, api.change, { act: 'policy.manage' }, ({ tx, params, body }) => changePolicy(tx, params.policyId, body))
  serve(app, api.retire, { act: 'policy.manage' }, ({ tx, params, body }) =>
    retirePolicy(tx, params.policyId, body.version),
  )
  serve(app, api.preview, { act: 'policy.manage' }, ({ tx, body }) => previewPolicy(tx, body.policyId, body.policy))
}
