// An order, or a call-off as a release order, said as an 850.
import type { OutboundWriter } from '../gateway/index.ts'
import { decimal, sum } from '../kernel/decimal.ts'
import type { SegmentToWrite } from '../x12/index.ts'
import { type OrderToWrite, orderToWrite, partySegments } from './edi-order.ts'
import { ediDate, pieces } from './edi-text.ts'
import type { OrderKind } from './order-line.ts'

export const outbound850: OutboundWriter = async (tx, document) => {
  const writing = await orderToWrite(tx, document)
  if ('needsAttention' in writing) return writing
  return { setId: '850', functionalId: 'PO', segments: segments850(writing), label: writing.order.number }
}

// X12 element 92: SA stand-alone order, RL release or delivery order.
const orderTypes: Record<OrderKind, string> = { standalone: 'SA', release: 'RL', 'call-off': 'RL' }

/** What stands between ST and SE. */
export function segments850(writing: OrderToWrite): SegmentToWrite[] {
  const { order, lines, issued, vendorNumber, text } = writing
  const note = pieces(text(order.note, 1000), 264, 4)
  return [
    ['BEG', '00', orderTypes[order.kind], order.number, '', issued],
    ['REF', 'IA', vendorNumber],
    ...(note.length > 0 ? [['N9', 'L1', order.number] as const, ...note.map(words => ['MSG', words] as const)] : []),
    ...partySegments(writing),
    ...lines.flatMap(line => lineSegments(writing, line)),
    ['CTT', String(lines.length), sum(lines.map(line => decimal(line.quantity)))],
  ]
}

function lineSegments({ text }: OrderToWrite, line: OrderToWrite['lines'][number]): SegmentToWrite[] {
  const quantity = decimal(line.quantity)
  const parts = line.supplierPart === '' ? [] : ['VP', line.supplierPart]
  const description = text(line.description, 80)
  return [
    ['PO1', String(line.lineNumber), quantity, line.unit, '', '', 'BP', line.buyerPart, ...parts],
    ...(description === '' ? [] : [['PID', 'F', '', '', '', description] as const]),
    // SCH05 "002": delivery is requested on this day.
    ['SCH', quantity, line.unit, '', '', '002', ediDate(line.needBy)],
  ]
}
