// A call-off said as an 862 shipping schedule: what is to be delivered, firm, on which day.
import type { OutboundWriter } from '../gateway/index.ts'
import { decimal, sum } from '../kernel/decimal.ts'
import type { SegmentToWrite } from '../x12/index.ts'
import { type OrderToWrite, orderToWrite, partySegments } from './edi-order.ts'
import { ediDate } from './edi-text.ts'

export const outbound862: OutboundWriter = async (tx, document) => {
  const writing = await orderToWrite(tx, document)
  if ('needsAttention' in writing) return writing
  return { setId: '862', functionalId: 'SS', segments: segments862(writing), label: writing.order.number }
}

/** What stands between ST and SE. */
export function segments862(writing: OrderToWrite): SegmentToWrite[] {
  const { order, lines, issued } = writing
  const days = lines.map(line => ediDate(line.needBy)).sort()
  const [first = issued] = days
  return [
    // BSS04 "DL": the days are days of delivery. BSS11 "A": quantities are what is wanted, not cumulative.
    ['BSS', '00', order.number, issued, 'DL', first, days.at(-1) ?? first, order.number, '', '', order.number, 'A'],
    ...partySegments(writing),
    ...lines.flatMap(lineSegments),
    ['CTT', String(lines.length), sum(lines.map(line => decimal(line.quantity)))],
  ]
}

function lineSegments(line: OrderToWrite['lines'][number]): SegmentToWrite[] {
  const parts = line.supplierPart === '' ? [] : ['VP', line.supplierPart]
  return [
    ['LIN', String(line.lineNumber), 'BP', line.buyerPart, ...parts],
    ['UIT', line.unit],
    // FST02 "C": firm. FST03 "D": on this day and no other.
    ['FST', decimal(line.quantity), 'C', 'D', ediDate(line.needBy)],
  ]
}
