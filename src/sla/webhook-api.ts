// Webhooks on the wire: systems of the buyer's that a ladder may post its steps to.
import Type, { type Static } from 'typebox'
import { endpoint } from '../kernel/endpoint.ts'
import { Closed, Id, InstantText, Line, OneOf, OrNull } from '../kernel/wire.ts'
import { clockKinds } from './api.ts'

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

const party = { id: Id, name: Type.String() }
const said = (description: string) => ({ description })
const instant = (description: string) => Type.String({ format: 'date-time', description })

/** What is posted of each step: the same bytes on every try. */
export const PostedStep = Type.Object({
  id: Type.String({ format: 'uuid', description: 'One of each clock and step: the same again is a repeat.' }),
  event: Type.Literal('clock.step'),
  level: Type.String(said('Which step: warned-50, breached, escalated-buyer, repeat-1 …')),
  title: Type.String(said('In words, on one line.')),
  late: Type.Boolean(said('It was due by then. False: a reminder.')),
  unread: Type.Boolean(
    said(
      'What may be the answer came in time and could not be read yet: a person has to look at it. False: nothing is here.',
    ),
  ),
  what: Type.Object({
    kind: OneOf(clockKinds),
    number: Type.String(),
    lines: OrNull(Type.Array(Type.Integer())),
  }),
  at: instant('When the step came due.'),
  due: instant('When the answer is or was due.'),
  zone: Type.String(said('IANA name of the zone that the target is counted in.')),
  supplier: Type.Object({ ...party, vendorNumber: Type.String() }),
  buyer: Type.Object(party),
  link: Type.String({ format: 'uri', description: 'Where a person deals with it.' }),
})
export type PostedStep = Static<typeof PostedStep>

/** For the reference of the API. */
export const postedWebhooks = {
  'clock.step': {
    post: {
      summary: 'A step of a ladder that names a webhook has fired',
      description:
        'POSTed to the address that the webhook has, signed by its secret as pushes to partners are, for 72 hours until it is answered 2xx. A step that was frozen by an older version of Pullwire may lack `unread`.',
      requestBody: { required: true, content: { 'application/json': { schema: PostedStep } } },
      responses: { '2XX': { description: 'Taken. Anything else: it comes again, under the same id.' } },
    },
  },
}

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
