// An order that nobody placed, as a partner's page shows it: said by the writers that say the real ones. Pure.
import type { SampleWriter, SampleWriters } from '../gateway/index.ts'
import { addDays, localDateOf } from '../kernel/time.ts'
import type { SegmentToWrite } from '../x12/index.ts'
import { segments850 } from './edi-850.ts'
import { segments862 } from './edi-862.ts'
import { describe, type OrderToWrite } from './edi-order.ts'

const zone = 'UTC'
const shipTo = {
  code: 'PLANT-1',
  name: 'Main plant',
  street: 'Works Street 1',
  city: 'Springfield',
  region: 'OH',
  postalCode: '45501',
  country: 'US',
  zone,
}

const sampleOf =
  (functionalId: string, say: (writing: OrderToWrite) => SegmentToWrite[]): SampleWriter =>
  (relationship, buyerName, now) => {
    const order = { kind: 'call-off' as const, number: 'SAMPLE-1', note: '', shipTo, issuedAt: now }
    const line = {
      lineNumber: 1,
      buyerPart: 'HUB-36-BLK',
      supplierPart: 'NA-36',
      description: 'Rear hub, black',
      unit: 'EA',
      quantity: '120',
      needBy: addDays(localDateOf(now, zone), 7),
    }
    return { functionalId, segments: say(describe(order, [line], buyerName, relationship)) }
  }

export const ordersSamples: SampleWriters = { '850': sampleOf('PO', segments850), '862': sampleOf('SS', segments862) }
