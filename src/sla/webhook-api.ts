// Webhooks on the wire: systems of the buyer's that a ladder may post its steps to.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, Line, OneOf, OrNull } from '../kernel/wire.ts'

export const WEBHOOKS_MAX = 10

const webhook = { name: Line(80), url: Line(500), enabled: Type.Boolean() }
export const WebhookBody = Closed(webhook, {
  examples: [{ name: 'On-call desk', url: 'https://oncall.example/in', enabled: true }],
})
export type WebhookBody = Static<typeof WebhookBody>

export const Webhook = Type.Object({
  ...webhook,
  id: Id,
  createdAt: InstantText,
  /** Deliveries that are still tried. */
  queued: Type.Integer(),
  lastSentAt: OrNull(InstantText),
  /** Why the last try failed; null: it did not. */
  trouble: OrNull(Type.String()),
})
export type Webhook = Static<typeof Webhook>

/** The secret is shown this once. */
const WithSecret = Type.Object({ webhook: Webhook, secret: Type.String() })

const one = Closed({ webhookId: Id })

export const webhooksApi = {
  list: endpoint('GET', '/api/webhooks', 'Lists the systems that steps of a ladder may be posted to', {
    response: Type.Object({ rows: Type.Array(Webhook) }),
  }),
  names: endpoint('GET', '/api/webhooks/names', 'Names those systems, for who reads a policy', {
    response: Type.Object({
      rows: Type.Array(Type.Object({ id: Id, name: Type.String(), state: OneOf(['on', 'off']) })),
    }),
  }),
  add: endpoint('POST', '/api/webhooks', 'Sets up a webhook; its secret is shown this once', {
    body: WebhookBody,
    response: WithSecret,
  }),
  change: endpoint('PUT', '/api/webhooks/:webhookId', 'Changes a webhook; what waits goes to the new address', {
    params: one,
    body: WebhookBody,
    response: Webhook,
  }),
  renewSecret: endpoint('POST', '/api/webhooks/:webhookId/secret', 'Makes a new secret; the old one signs no more', {
    params: one,
    response: WithSecret,
  }),
}
