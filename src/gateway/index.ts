// The door of the gateway: interchanges in and out, whatever they carry.
export { answer824 } from './answer-824.ts'
export { ediApi, gatewayApi } from './api.ts'
export type {
  AcknowledgedData,
  Applied,
  DocumentFactData,
  DocumentSubject,
  DocumentToWrite,
  GatewayFact,
  InboundDocument,
  InboundHandler,
  InboundHandlers,
  NeedsAttention,
  OutboundWriter,
  OutboundWriters,
  SampleWriter,
  SampleWriters,
  WrittenDocument,
} from './contract.ts'
export type { Acknowledgment, Delivery, DocumentStatus, InterchangeStatus } from './interchange.ts'
export { type InTest, inTestOf, leftOf } from './left-as-test.ts'
export { oneByOne } from './one-by-one.ts'
export { documentsOf } from './queries.ts'
export { gatewayReactions, markOverdue } from './react.ts'
export { receive } from './receive.ts'
export { dismiss, release, requeue, resend, runAgain, sendNow } from './resend.ts'
export { gatewayRoutes } from './routes.ts'
export { closeDocument, fixAndRerun, rerun } from './run-again.ts'
export { queueDocument } from './send.ts'
export { openTransports } from './transports/index.ts'
export { type GatewaySettings, gatewayWork } from './work.ts'
