// A release that nobody published, as a partner's page shows it: said by the writer that says the real ones. Pure.
import type { SampleWriters } from '../gateway/index.ts'
import { addDays, localDateOf, mondayOf } from '../kernel/time.ts'
import { segments830 } from './edi-830.ts'

const shipToCode = 'PLANT-1'

export const forecastsSamples: SampleWriters = {
  '830': (relationship, buyerName, now) => {
    const horizonFrom = mondayOf(localDateOf(now, 'UTC'))
    const horizonTo = addDays(horizonFrom, 14)
    const buckets = [
      { start: horizonFrom, quantity: '120', zone: 'firm' as const },
      { start: addDays(horizonFrom, 7), quantity: '80', zone: 'firm' as const },
      { start: horizonTo, quantity: '200', zone: 'planning' as const },
    ]
    const segments = segments830({
      share: { number: 1, horizonFrom, horizonTo, publishedAt: now, supersedesId: null },
      lines: [{ buyerPart: 'HUB-36-BLK', supplierPart: 'NA-36', unit: 'EA', shipToCode, buckets }],
      relationship,
      buyerName,
      places: [{ code: shipToCode, name: 'Main plant', zone: 'UTC' }],
    })
    return { functionalId: 'PS', segments }
  },
}
