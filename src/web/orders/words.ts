// The trade's words for states, kinds and documents of orders.
import type { DocumentRow, OrderDetail, OrderRow } from '../../orders/api.ts'
import type { AnswerOutcome, LineAt } from '../../orders/order-line.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

type Side = 'buyer' | 'supplier'

export interface Word {
  text: string
  tone: Tone
}

/** A state in a word; what the reader has to do about it in the reader's own words. */
export function statusWord(
  status: OrderRow['status'],
  side: Side,
  { answerWanted = true, partlyRejected = false }: { answerWanted?: boolean; partlyRejected?: boolean } = {},
): Word {
  switch (status) {
    case 'awaiting-answer':
      if (!answerWanted) return { text: m.orders_status_silence(), tone: 'quiet' }
      return side === 'supplier'
        ? { text: m.orders_status_awaiting_mine(), tone: 'warn' }
        : { text: m.orders_status_awaiting(), tone: 'info' }
    case 'to-decide':
      return side === 'buyer'
        ? { text: m.orders_status_to_decide_mine(), tone: 'warn' }
        : { text: m.orders_status_to_decide(), tone: 'info' }
    case 'confirmed':
      return { text: m.orders_status_confirmed(), tone: 'ok' }
    case 'changed':
      return { text: m.orders_status_changed(), tone: 'ok' }
    case 'rejected':
      return { text: partlyRejected ? m.orders_status_partly_rejected() : m.orders_status_rejected(), tone: 'late' }
    case 'cancelled':
      return { text: m.orders_status_cancelled(), tone: 'quiet' }
  }
}

export const priorityText = (priority: OrderRow['priority']): string =>
  priority === 'hot' ? m.orders_priority_hot() : m.orders_priority_normal()

/** In the portal, where nobody of the supplier can see it yet. */
export const waitsForPeople = ({
  document,
  deliveredAt,
  status,
}: Pick<OrderRow, 'document' | 'deliveredAt' | 'status'>) =>
  document === 'portal' && deliveredAt === null && status === 'awaiting-answer'

export const statuses: readonly OrderRow['status'][] = [
  'awaiting-answer',
  'to-decide',
  'confirmed',
  'changed',
  'rejected',
  'cancelled',
]

export function lineWord(at: LineAt, side: Side): Word {
  switch (at) {
    case 'awaiting-answer':
      return { text: m.orders_line_awaiting(), tone: side === 'supplier' ? 'warn' : 'info' }
    case 'proposed':
      return { text: m.orders_line_proposed(), tone: side === 'buyer' ? 'warn' : 'info' }
    case 'countered':
      return { text: m.orders_line_countered(), tone: side === 'supplier' ? 'warn' : 'info' }
    case 'confirmed':
      return { text: m.orders_line_confirmed(), tone: 'ok' }
    case 'agreed':
      return { text: m.orders_line_agreed(), tone: 'ok' }
    case 'rejected':
      return { text: m.orders_line_rejected(), tone: 'late' }
    case 'cancelled':
      return { text: m.orders_line_cancelled(), tone: 'quiet' }
  }
}

export function outcomeText(outcome: AnswerOutcome, side: Side): string {
  if (outcome === 'old-version') return m.orders_outcome_old()
  if (outcome === 'older') return m.orders_outcome_older()
  if (outcome === 'kept') return m.orders_outcome_kept()
  return lineWord(outcome, side).text.toLowerCase()
}

export function kindText(kind: OrderRow['kind']): string {
  switch (kind) {
    case 'call-off':
      return m.orders_kind_call_off()
    case 'standalone':
      return m.orders_kind_standalone()
    case 'release':
      return m.orders_kind_release()
  }
}

export function documentText(document: OrderRow['document']): string {
  switch (document) {
    case 'portal':
      return m.orders_document_portal()
    case '850':
      return m.orders_document_850()
    case '862':
      return m.orders_document_862()
  }
}

export function validatedWord(validated: DocumentRow['validated']): Word {
  switch (validated) {
    case 'waiting':
      return { text: m.orders_doc_waiting(), tone: 'quiet' }
    case 'valid':
      return { text: m.orders_doc_valid(), tone: 'ok' }
    case 'with-warnings':
      return { text: m.orders_doc_warnings(), tone: 'warn' }
    case 'invalid':
      return { text: m.orders_doc_invalid(), tone: 'late' }
  }
}

type Sent = Pick<OrderDetail, 'document' | 'deliveredAt'> & {
  documents: readonly Pick<DocumentRow, 'setId' | 'direction' | 'deliveredAt'>[]
}

/** When the partner's system first said that it has the order, or took its file; null where it has not. */
export const confirmedAt = ({ document, documents }: Sent): string | null =>
  documents
    .flatMap(one => (one.direction === 'out' && one.setId === document ? (one.deliveredAt ?? []) : []))
    .sort()[0] ?? null

/** It was ready to be fetched before anybody said to have it: from then on the clock runs. */
export function wasOffered(order: Sent): boolean {
  if (order.document === 'portal' || order.deliveredAt === null) return false
  const confirmed = confirmedAt(order)
  return confirmed === null || confirmed > order.deliveredAt
}

/** What has not left is not called sent. */
export function directionText({ direction, interchangeId }: Pick<DocumentRow, 'direction' | 'interchangeId'>): string {
  if (direction === 'in') return m.orders_doc_in()
  return interchangeId ? m.orders_doc_out() : m.orders_doc_unsent()
}

export function deliveryWord({
  direction,
  delivery,
  status,
}: Pick<DocumentRow, 'direction' | 'delivery' | 'status'>): Word {
  if (direction === 'in') return { text: m.orders_doc_received(), tone: 'ok' }
  // Whether it waits to be written, or a person was needed to go on: what was withdrawn is delivered to nobody.
  if (delivery === null && status !== 'queued') return { text: m.orders_doc_not_delivered(), tone: 'quiet' }
  switch (delivery) {
    case null:
    case 'queued':
      return { text: m.orders_doc_queued(), tone: 'quiet' }
    case 'collectable':
      return { text: m.orders_doc_collectable(), tone: 'info' }
    case 'delivered':
      return { text: m.orders_doc_delivered_at(), tone: 'ok' }
    case 'failed':
      return { text: m.orders_doc_failed(), tone: 'late' }
  }
}

export function acknowledgmentWord(acknowledgment: DocumentRow['acknowledgment']): Word {
  switch (acknowledgment) {
    case 'none':
      return { text: m.orders_doc_ack_none(), tone: 'quiet' }
    case 'awaiting':
      return { text: m.orders_doc_ack_awaiting(), tone: 'info' }
    case 'accepted':
      return { text: m.orders_doc_ack_accepted(), tone: 'ok' }
    case 'accepted-with-errors':
      return { text: m.orders_doc_ack_errors(), tone: 'warn' }
    case 'rejected':
      return { text: m.orders_doc_ack_rejected(), tone: 'late' }
    case 'overdue':
      return { text: m.orders_doc_ack_overdue(), tone: 'late' }
  }
}
