// The gateway's work: reading, applying, writing, delivering.
import type { WorkHandler } from '../kernel/work.ts'
import { inbound824 } from './acknowledged.ts'
import type { InboundHandlers, OutboundWriters } from './contract.ts'
import { deliverHandler } from './deliver.ts'
import { processHandler } from './process.ts'
import { applyHandler } from './run-again.ts'
import { writeHandler } from './send.ts'
import { deliverBy, type TransportSettings } from './transports/index.ts'

export interface GatewaySettings extends TransportSettings {
  inbound: InboundHandlers
  outbound: OutboundWriters
}

export function gatewayWork({ inbound, outbound, ...transports }: GatewaySettings): WorkHandler[] {
  const handlers = { '824': inbound824, ...inbound }
  return [
    processHandler(handlers),
    applyHandler(handlers),
    writeHandler(outbound),
    deliverHandler(deliverBy(transports)),
  ]
}
