// The API's reference, made of the schemas that guard it, with the first calls one makes.
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** Markdown, shown above the operations. */
const guide = `What the portal can do, the API can: the same verbs, the same refusals. An administrator makes a token on the page *Organization*, under *API tokens*; people's sessions are taken too.

**A first call-off**

\`\`\`sh
TOKEN=pw_…   URL=https://pullwire.example.com
curl $URL/api/orders/choices -H "Authorization: Bearer $TOKEN"   # ids of items, their suppliers, and ship-tos
curl -X POST $URL/api/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{
  "supplierId": "…", "shipToSiteId": "…", "kind": "call-off",
  "lines": [{ "itemId": "…", "quantity": "40", "needBy": "2027-03-15" }] }'
curl $URL/api/orders/ID -H "Authorization: Bearer $TOKEN"        # what the supplier answered, line by line
\`\`\`

Give a \`number\` of your own, and the same call sent again after a broken connection is refused with 409 and makes no second order. Quantities are decimal numbers in text, dates \`2027-03-15\`, instants ISO 8601 in UTC.

**A supplier's system** sends X12 with the key of its relationship (\`pwk_…\`):

\`\`\`sh
curl -X POST $URL/edi/v1/interchanges -H "Authorization: Bearer $KEY" --data-binary @answer.edi
curl $URL/edi/v1/outbox -H "Authorization: Bearer $KEY"
\`\`\`

**Refusals** are RFC 9457 problem details: \`detail\` says in words what is wrong and how to mend it, \`code\` is its name, \`refusals\` lists each with \`where\` it stands in the body. 404 answers what is unknown and what is another organization's alike; after 429 and 503 wait for \`Retry-After\` seconds.`

type Described = NonNullable<FastifyDynamicSwaggerOptions['openapi']>
type Webhooks = NonNullable<Extract<Described, { webhooks?: unknown }>['webhooks']>

/** @param webhooks what is posted to others' systems, by its event */
export async function describeApi(app: FastifyInstance, webhooks: Record<string, object>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Pullwire', version: '1', description: guide },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
      // Schemas of ours are JSON Schema 2020-12, as OpenAPI 3.1 asks.
      webhooks: webhooks as Webhooks,
    },
    transform: ({ schema, url, ...rest }) => ({
      schema: url.startsWith('/api/') || url.startsWith('/edi/') ? schema : { ...schema, hide: true },
      url,
      ...rest,
    }),
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
}
