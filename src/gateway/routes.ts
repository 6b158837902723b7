// How the gateway is asked: by operators on pages, by partners' systems with a key.
import { and, eq, or } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Tx } from '../kernel/db.ts'
import { known } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { hashOf } from '../kernel/ids.ts'
import { answer824 } from './answer-824.ts'
import { gatewayApi } from './api.ts'
import { findingsIn, linesFound, segmentsOf } from './contents.ts'
import type { InboundHandlers, OutboundWriters, SampleWriters } from './contract.ts'
import { correctionOf, lastCorrection } from './correction.ts'
import { getInterchange } from './detail.ts'
import { partnerGateway } from './partner-page.ts'
import { documentsOf, listAttention, listInterchanges } from './queries.ts'
import { largeBytes, looking } from './reader.ts'
import { dismiss, release, requeue, resend, runAgain, sendNow } from './resend.ts'
import { closeDocument, fixAndRerun, rerun } from './run-again.ts'
import { interchanges } from './tables.ts'
import { ediRoutes } from './transports/https.ts'
import { inboundCopy } from './working-copy.ts'

const see = { act: 'gateway.view' }
const operate = { act: 'gateway.operate' }

export function gatewayRoutes(
  app: FastifyInstance,
  { outbound, samples }: { inbound: InboundHandlers; outbound: OutboundWriters; samples: SampleWriters },
): void {
  serve(app, gatewayApi.list, see, async ({ tx, query }) => {
    const found = await listInterchanges(tx, query)
    // One of them may be opened next.
    if (found.rows.some(({ sizeBytes }) => sizeBytes >= largeBytes)) looking.expect()
    return found
  })
  serve(app, gatewayApi.detail, see, ({ tx, params }) => getInterchange(tx, params.interchangeId))
  serve(app, gatewayApi.segments, see, async ({ tx, params, query, reply }) => {
    const shown = await segmentsOf(tx, params.interchangeId, query)
    return unchanged(reply, shown)
  })
  serve(app, gatewayApi.findings, see, ({ tx, params }) => findingsIn(tx, params.interchangeId))
  serve(app, gatewayApi.search, see, ({ tx, params, query }) => linesFound(tx, params.interchangeId, query.text))
  serve(app, gatewayApi.raw, see, async ({ tx, params, reply }) => {
    const { bytes, control } = await rawOf(tx, params.interchangeId)
    reply.type('application/edi-x12').header('content-disposition', `attachment; filename="${fileName(control)}"`)
    // The answer is bytes, which no response schema declares.
    return reply.send(bytes) as never
  })
  serve(app, gatewayApi.correction, see, ({ tx, params }) => correctionOf(tx, params.documentId))
  serve(app, gatewayApi.attention, see, ({ tx, query }) => listAttention(tx, query))
  serve(app, gatewayApi.documentsOf, { act: 'order.view' }, async ({ tx, query }) => ({
    rows: await documentsOf(tx, query.subjectId),
  }))
  serve(app, gatewayApi.partner, { act: 'partner.view' }, ({ tx, params }) =>
    partnerGateway(tx, params.relationshipId, { publicUrl: app.kernel.origins[0] ?? '', samples }),
  )
  operatorRoutes(app, outbound)
  ediRoutes(app)
}

function operatorRoutes(app: FastifyInstance, writers: OutboundWriters): void {
  serve(app, gatewayApi.text, operate, async ({ tx, params }) => {
    const copy = known(await inboundCopy(tx, params.documentId))
    const edited = copy.document.workingText !== null
    const note = edited ? ((await lastCorrection(tx, params.documentId))?.note ?? null) : null
    return { text: copy.text, edited, note }
  })
  serve(app, gatewayApi.resend, operate, ({ tx, params }) => resend(tx, params.interchangeId))
  serve(app, gatewayApi.sendNow, operate, ({ tx, params }) => sendNow(tx, params.interchangeId))
  serve(app, gatewayApi.release, operate, ({ tx, params, body }) => release(tx, params.interchangeId, body.note))
  serve(app, gatewayApi.runAgain, operate, ({ tx, params }) => runAgain(tx, params.interchangeId))
  serve(app, gatewayApi.dismiss, operate, ({ tx, params, body }) => dismiss(tx, params.interchangeId, body.note))
  serve(app, gatewayApi.rerun, operate, ({ tx, params }) => rerun(tx, params.documentId))
  serve(app, gatewayApi.fix, operate, ({ tx, params, body }) => fixAndRerun(tx, params.documentId, body))
  serve(app, gatewayApi.answer824, operate, ({ tx, params, body }) => answer824(tx, params.documentId, body.text))
  serve(app, gatewayApi.close, operate, ({ tx, params, body }) => closeDocument(tx, params.documentId, body.note))
  serve(app, gatewayApi.requeue, operate, ({ tx, params }) => requeue(tx, params.documentId, writers))
}

/**
 * The bytes never change, and what they mean only with another release: kept by the browser, and asked after, since
 * the next person at it may be one who must not see it.
 */
function unchanged<T>(reply: FastifyReply, shown: T): T {
  const tag = `"${hashOf(Buffer.from(JSON.stringify(shown))).slice(0, 32)}"`
  reply.header('cache-control', 'private, no-cache').header('etag', tag)
  if (reply.request.headers['if-none-match'] !== tag) return shown
  return reply.status(304).send() as never
}

async function rawOf(tx: Tx, interchangeId: string) {
  const { orgId } = tx.caller
  const [row] = await tx
    .select({ bytes: interchanges.bytes, control: interchanges.control })
    .from(interchanges)
    .where(
      and(eq(interchanges.id, interchangeId), or(eq(interchanges.buyerId, orgId), eq(interchanges.supplierId, orgId))),
    )
  return known(row)
}

/** Only what is safe in a header and on every disk. */
const fileName = (control: string) => `${control.replaceAll(/[^A-Za-z0-9]/g, '') || 'interchange'}.edi`
