// The door of orders: orders and call-offs, their answers, decisions on proposals; 850, 862 and 855.
import type { InboundHandlers, OutboundWriters } from '../gateway/index.ts'
import type { WorkHandler } from '../kernel/work.ts'
import { outbound850 } from './edi-850.ts'
import { inbound855 } from './edi-855.ts'
import { outbound862 } from './edi-862.ts'
import type { OnTheWay } from './on-its-way.ts'

export { type Answer, type Answered, answer } from './answer.ts'
export { type OrderDetail, type OrderRow, ordersApi } from './api.ts'
export { acceptMany, agreeMany, type BulkResult, rejectMany } from './bulk.ts'
export { cancel } from './cancel.ts'
export type { OrderToIssue } from './check.ts'
export { type Decided, type Decision, decide } from './decide.ts'
export { ordersReactions } from './deliver.ts'
export { ordersSamples } from './edi-sample.ts'
export { type OrderFact, type OrderFactData, orderFacts } from './facts.ts'
export { importOrders } from './import-orders.ts'
export { type Issued, issue, issueMany } from './issue.ts'
export type { Left, OnTheWay } from './on-its-way.ts'
export { getOrder } from './order-detail.ts'
export * from './order-line.ts'
export { listOrders } from './queries.ts'
export { ordersRoutes } from './routes.ts'
export { type ToleranceAgreed, withinTolerance } from './tolerance.ts'
export { openOrdersOf } from './unit-uses.ts'
export { view } from './view.ts'

/** How 855s are applied, and how orders are said: handed to the gateway by app.ts. */
export const ordersInbound = (onTheWay: OnTheWay): InboundHandlers => ({ '855': inbound855(onTheWay) })
export const ordersOutbound: OutboundWriters = { '850': outbound850, '862': outbound862 }

/** Orders leave no work of their own: the gateway writes, the clocks chase, notices tell. */
export const ordersWork = (): WorkHandler[] => []
