// The door of shipments: what suppliers say is on its way, and how far it covers what is agreed.
import type { InboundHandlers } from '../gateway/index.ts'
import { inbound856 } from './edi-856.ts'

export { type NoticeDetail, type NoticeRow, shipmentsApi } from './api.ts'
export { cancelNotice } from './cancel.ts'
export { type ShipNoticeFact, type ShipNoticeFactData, shipNoticeFacts } from './facts.ts'
export { onTheWay, shippedOf } from './hold.ts'
export { type NoticeToPublish, type Published, publish } from './publish.ts'
export { getNotice, listNotices, shipmentsOfOrder } from './queries.ts'
export { shipmentsRoutes } from './routes.ts'
export * from './ship-notice.ts'

/** How 856s are applied: handed to the gateway by app.ts. */
export const shipmentsInbound: InboundHandlers = { '856': inbound856 }
