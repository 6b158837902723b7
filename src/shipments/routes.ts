// Ship notices over HTTP: schema, permission, verb, nothing else.
import type { FastifyInstance } from 'fastify'
import { isRefusal, type Refusal, Refused } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { shipmentsApi } from './api.ts'
import { cancelNotice } from './cancel.ts'
import { publish } from './publish.ts'
import { getNotice, listNotices, shipmentsOfOrder } from './queries.ts'

export function shipmentsRoutes(app: FastifyInstance): void {
  serve(app, shipmentsApi.list, { act: 'shipNotice.view' }, ({ tx, query }) => listNotices(tx, query))
  serve(app, shipmentsApi.get, { act: 'shipNotice.view' }, ({ tx, params }) => getNotice(tx, params.noticeId))
  serve(app, shipmentsApi.ofOrder, { act: 'shipNotice.view' }, ({ tx, params }) => shipmentsOfOrder(tx, params.orderId))
  serve(app, shipmentsApi.publish, { act: 'shipNotice.send' }, async ({ tx, body }) =>
    done(await publish(tx, { ...body, receivedAt: tx.now })),
  )
  serve(app, shipmentsApi.cancel, { act: 'shipNotice.send' }, async ({ tx, params, body }) =>
    done(await cancelNotice(tx, { ...params, ...body })),
  )
}

/** All refusals at once, so that a form can show each beside its field. */
function done<T>(result: T | Refusal | Refusal[]): T {
  if (isRefusal(result)) throw new Refused([result])
  if (Array.isArray(result)) throw new Refused(result)
  return result
}
