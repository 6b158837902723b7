// What states of interchanges and documents are called, and how they look.
import type { AttentionRow, DocumentRow, InterchangeRow } from '../../gateway/api.ts'
import { supplierActs } from '../../gateway/interchange.ts'
import { m } from '../i18n/index.ts'
import type { Tone } from '../ui/StatusBadge.tsx'

export interface Word {
  text: string
  tone: Tone
}

export function statusWord(status: InterchangeRow['status'] | DocumentRow['status']): Word {
  switch (status) {
    case 'received':
      return { text: m.gateway_status_received(), tone: 'info' }
    case 'answered':
      return { text: m.gateway_status_answered(), tone: 'info' }
    case 'rejected':
      return { text: m.gateway_status_rejected(), tone: 'late' }
    case 'applied':
      return { text: m.gateway_status_applied(), tone: 'ok' }
    case 'needs-attention':
      return { text: m.gateway_status_needs_attention(), tone: 'warn' }
    case 'held':
      return { text: m.gateway_status_held(), tone: 'warn' }
    case 'test':
      return { text: m.gateway_status_test(), tone: 'quiet' }
    case 'written':
      return { text: m.gateway_status_written(), tone: 'ok' }
    case 'queued':
      return { text: m.gateway_doc_queued(), tone: 'info' }
    case 'accepted':
      return { text: m.gateway_doc_accepted(), tone: 'info' }
    case 'closed':
      return { text: m.gateway_doc_closed(), tone: 'quiet' }
  }
}

/** Its document was written anew before anybody had it. */
const withdrawn = (): Word => ({ text: m.gateway_delivery_withdrawn(), tone: 'quiet' })

/** What we sent is told by its delivery, what came by what became of it: where all was closed, nothing was applied. */
export function interchangeWord(row: InterchangeRow): Word {
  const sent = row.direction === 'out' ? (deliveryWord(row.delivery) ?? withdrawn()) : undefined
  const closed = row.documents.length > 0 && row.documents.every(one => one.status === 'closed')
  const all = row.documents.length === row.documentCount
  if (!sent && row.left) return { text: m.gateway_dismissed_word(), tone: 'quiet' }
  return sent ?? statusWord(row.status === 'applied' && closed && all ? 'closed' : row.status)
}

export function validatedWord(validated: DocumentRow['validated']): Word {
  switch (validated) {
    case 'waiting':
      return { text: m.gateway_validated_waiting(), tone: 'quiet' }
    case 'valid':
      return { text: m.gateway_validated_valid(), tone: 'ok' }
    case 'with-warnings':
      return { text: m.gateway_validated_warnings(), tone: 'warn' }
    case 'invalid':
      return { text: m.gateway_validated_invalid(), tone: 'late' }
  }
}

export function deliveryWord(delivery: DocumentRow['delivery']): Word | undefined {
  switch (delivery) {
    case null:
      return undefined
    case 'queued':
      return { text: m.gateway_delivery_queued(), tone: 'info' }
    case 'collectable':
      return { text: m.gateway_delivery_collectable(), tone: 'info' }
    case 'delivered':
      return { text: m.gateway_delivery_delivered(), tone: 'ok' }
    case 'failed':
      return { text: m.gateway_delivery_failed(), tone: 'late' }
  }
}

export function acknowledgmentWord(acknowledgment: DocumentRow['acknowledgment']): Word {
  switch (acknowledgment) {
    case 'none':
      return { text: m.gateway_ack_none(), tone: 'quiet' }
    case 'awaiting':
      return { text: m.gateway_ack_awaiting(), tone: 'info' }
    case 'accepted':
      return { text: m.gateway_ack_accepted(), tone: 'ok' }
    case 'accepted-with-errors':
      return { text: m.gateway_ack_errors(), tone: 'warn' }
    case 'rejected':
      return { text: m.gateway_ack_rejected(), tone: 'late' }
    case 'overdue':
      return { text: m.gateway_ack_overdue(), tone: 'late' }
  }
}

const events: Record<string, () => string> = {
  'interchange.received': () => m.gateway_event_received(),
  'interchange.held': () => m.gateway_event_held(),
  'interchange.released': () => m.gateway_event_released(),
  'interchange.dismissed': () => m.gateway_event_dismissed(),
  'interchange.resent': () => m.gateway_event_resent(),
  'interchange.sent-now': () => m.gateway_event_sent_now(),
  'interchange.needs-attention': () => m.gateway_event_attention(),
  'interchange.run-again': () => m.gateway_event_run_again(),
  'interchange.read': () => m.gateway_event_read(),
  'document.queued': () => m.gateway_event_queued(),
  'document.written': () => m.gateway_event_written(),
  'document.collectable': () => m.gateway_event_collectable(),
  'document.delivered': () => m.gateway_event_delivered(),
  'document.delayed': () => m.gateway_event_delayed(),
  'document.undeliverable': () => m.gateway_event_undeliverable(),
  'document.acknowledged': () => m.gateway_event_acknowledged(),
  'document.applied': () => m.gateway_event_applied(),
  'document.tried': () => m.gateway_event_tried(),
  'document.needs-attention': () => m.gateway_event_attention(),
  'document.run-again': () => m.gateway_event_run_again(),
  'document.corrected': () => m.gateway_event_corrected(),
  'document.closed': () => m.gateway_event_closed(),
}
export const eventText = (type: string): string => (events[type] ?? m.gateway_event_other)()

/** Where a document's subject is shown; undefined when it has no page. */
export function subjectHref(subject: DocumentRow['subject']): string | undefined {
  if (subject?.kind === 'order') return `/orders/${subject.id}`
  return subject?.kind === 'supplier-release' ? `/forecasts/${subject.id}` : undefined
}

/** Documents are kept as the buyer sees them; a supplier sends what comes in there. */
export const seenBy = (side: Side, direction: 'in' | 'out'): 'in' | 'out' =>
  side === 'buyer' ? direction : direction === 'in' ? 'out' : 'in'
export type Side = 'buyer' | 'supplier'

/** As the reader sees it. */
export const directionText = (direction: 'in' | 'out', side: Side): string =>
  seenBy(side, direction) === 'in' ? m.gateway_in() : m.gateway_out()

/** Documents that may pass through here, for the filter. */
export const setIds = ['830', '850', '855', '856', '862', '824', '997'] as const

/** Who has to act, told to a supplier: for what its system sent or receives itself, for all else its customer. */
export function whoActsText({ status, partner }: Pick<AttentionRow, 'status' | 'partner'>): string {
  if (!supplierActs(status)) return m.gateway_who_partner({ name: partner.name })
  return status === 'failed' ? m.gateway_who_you_receive() : m.gateway_who_you()
}
