// Orders over HTTP: schema, permission, verb, nothing else.
import type { FastifyInstance } from 'fastify'
import type { Refusal } from '../kernel/errors.ts'
import { Refused } from '../kernel/errors.ts'
import { serve } from '../kernel/http.ts'
import { answer } from './answer.ts'
import { ordersApi } from './api.ts'
import { acceptMany, agreeMany, rejectMany } from './bulk.ts'
import { cancel } from './cancel.ts'
import { choicesOf, hintOf } from './choices.ts'
import { decide } from './decide.ts'
import { importOrders, readOrders } from './import-orders.ts'
import { orderTemplateOf } from './import-template.ts'
import { issue } from './issue.ts'
import { nextNumber } from './number.ts'
import type { OnTheWay } from './on-its-way.ts'
import { getOrder } from './order-detail.ts'
import { previewOf } from './preview.ts'
import { listOrders } from './queries.ts'
import { view } from './view.ts'

export function ordersRoutes(app: FastifyInstance, { onTheWay }: { onTheWay: OnTheWay }): void {
  serve(app, ordersApi.list, { act: 'order.view' }, ({ tx, query }) => listOrders(tx, query))
  serve(app, ordersApi.get, { act: 'order.view' }, ({ tx, params }) => getOrder(tx, params.orderId))
  serve(app, ordersApi.nextNumber, { act: 'order.issue' }, async ({ tx }) => ({ number: await nextNumber(tx) }))
  serve(app, ordersApi.choices, { act: 'order.issue' }, ({ tx, query }) => choicesOf(tx, query))
  serve(app, ordersApi.hint, { act: 'order.issue' }, ({ tx, query }) => hintOf(tx, query))
  serve(app, ordersApi.importTemplate, { act: 'order.issue' }, ({ tx }) => orderTemplateOf(tx))
  serve(app, ordersApi.importPreview, { act: 'order.issue' }, async ({ tx, body }) =>
    previewOf(tx, await readOrders(tx, body.csv)),
  )
  serve(app, ordersApi.importCommit, { act: 'order.issue' }, ({ tx, body }) =>
    importOrders(tx, body.csv, body.acceptClean),
  )
  serve(app, ordersApi.issue, { act: 'order.issue' }, async ({ tx, body }) => done(await issue(tx, body)))
  serve(app, ordersApi.answer, { act: 'order.answer' }, async ({ tx, params, body }) =>
    done(await answer(tx, { ...body, orderId: params.orderId, receivedAt: tx.now }, onTheWay)),
  )
  serve(app, ordersApi.acceptMany, { act: 'order.answer' }, async ({ tx, body }) => ({
    results: await acceptMany(tx, body.orders, onTheWay),
  }))
  serve(app, ordersApi.decide, { act: 'order.decide' }, async ({ tx, params, body }) =>
    done(await decide(tx, { ...body, orderId: params.orderId }, onTheWay)),
  )
  serve(app, ordersApi.agreeMany, { act: 'order.decide' }, async ({ tx, body }) => ({
    results: await agreeMany(tx, body.orders, onTheWay),
  }))
  serve(app, ordersApi.rejectMany, { act: 'order.decide' }, async ({ tx, body }) => ({
    results: await rejectMany(tx, body.orders, body.note),
  }))
  serve(app, ordersApi.cancel, { act: 'order.decide' }, async ({ tx, params, body }) =>
    done(await cancel(tx, { ...body, orderId: params.orderId }, onTheWay)),
  )
  serve(app, ordersApi.view, { act: 'order.view' }, async ({ tx, params }) => {
    await view(tx, params.orderId)
    return undefined
  })
}

/** All refusals at once, so that a form can show each beside its field. */
function done<T>(result: T | Refusal[]): T {
  if (Array.isArray(result)) throw new Refused(result)
  return result
}
