// The life of an interchange and of the documents in it. Pure.

/** Inbound: received -> answered -> applied | needs-attention; held and test never apply. Outbound: written. */
export const interchangeStatuses = [
  'received',
  'answered',
  'rejected',
  'applied',
  'needs-attention',
  'held',
  'test',
  'written',
] as const
export type InterchangeStatus = (typeof interchangeStatuses)[number]

/** Outbound: `collectable` waits to be fetched; `delivered` means the partner confirmed, or its system took the file. */
export const deliveries = ['queued', 'collectable', 'delivered', 'failed'] as const
export type Delivery = (typeof deliveries)[number]

/** Inbound: accepted -> applied | needs-attention -> applied | closed. Outbound: queued -> written. */
export const documentStatuses = [
  'queued',
  'written',
  'accepted',
  'rejected',
  'applied',
  'needs-attention',
  'test',
  'closed',
] as const
export type DocumentStatus = (typeof documentStatuses)[number]

export const acknowledgments = ['none', 'awaiting', 'accepted', 'accepted-with-errors', 'rejected', 'overdue'] as const
export type Acknowledgment = (typeof acknowledgments)[number]

/** What an inbound interchange has come to, once its documents have. */
export function statusOf(documents: readonly { status: DocumentStatus }[]): InterchangeStatus {
  const some = (status: DocumentStatus) => documents.some(one => one.status === status)
  if (some('needs-attention')) return 'needs-attention'
  if (some('accepted')) return 'answered'
  if (documents.length > 0 && documents.every(one => one.status === 'rejected')) return 'rejected'
  return documents.length === 0 ? 'answered' : 'applied'
}

/** Of what waits: what the supplier's own system sent, or has to receive. All else the buyer settles. */
export const supplierActs = (status: string): boolean => ['failed', 'held', 'rejected'].includes(status)

/** What an operator may do with an interchange. `undefined`: it may be done; else why not, in words. */
export function refuseInterchange(
  act: InterchangeAct,
  { direction, status, delivery, closed, replaced, unreadable, documents, unanswered }: InterchangeState,
): string | undefined {
  if (act === 'resend') {
    if (direction !== 'out') return 'Only what we sent can be sent again.'
    if (delivery === null) return 'It was withdrawn: its document was written anew.'
    if (replaced) return 'Its document was written anew under other numbers: send that one again.'
    return delivery === 'queued' ? 'It is waiting to be sent already.' : undefined
  }
  if (act === 'send-now') {
    if (direction !== 'out') return 'Only what we send can be sent now.'
    return delivery === 'queued' || delivery === 'failed' ? undefined : 'It is not waiting to be sent.'
  }
  if (closed) return 'It was decided already.'
  // With documents, each of them waits for itself.
  const unread = direction === 'in' && status === 'needs-attention' && documents === 0
  if (act === 'run-again') return unread ? undefined : 'It was read; its documents can be run again.'
  if (act === 'release' && unreadable)
    return 'It cannot be read, so there is nothing to take. Ask the partner to send it again.'
  const given = direction === 'out' && delivery === 'failed'
  // Refused as a whole, and the partner did not ask to be told by TA1: somebody has to tell it.
  const untold = direction === 'in' && status === 'rejected' && unanswered
  if (act === 'dismiss' && (unread || given || untold)) return undefined
  return direction === 'in' && status === 'held' ? undefined : 'It is not held.'
}

export const interchangeActs = ['resend', 'send-now', 'release', 'run-again', 'dismiss'] as const
export type InterchangeAct = (typeof interchangeActs)[number]

export interface InterchangeState {
  direction: 'in' | 'out'
  status: InterchangeStatus
  delivery: Delivery | null
  /** Left as it is for good. */
  closed: boolean
  /** Out: all that is in it was written anew. */
  replaced: boolean
  /** Held, for no X12 could be read in it. */
  unreadable: boolean
  /** Documents that were read of it. */
  documents: number
  /** Nothing of ours says what became of it. */
  unanswered: boolean
}

export interface DocumentState {
  direction: 'in' | 'out'
  status: DocumentStatus
  acknowledgment: Acknowledgment
  /** Null while one of ours waits to be written. */
  interchangeId: string | null
  /** It left as a test (ISA15 T); only writing it anew asks. */
  test?: boolean
}

/** The same for a document. */
export function refuseDocument(
  act: 'rerun' | 'fix' | 'answer-824' | 'close' | 'requeue',
  { direction, status, acknowledgment, interchangeId, test }: DocumentState,
): string | undefined {
  if (act === 'requeue') {
    if (direction !== 'out') return 'Only what we send can be written anew.'
    if (status === 'queued') return 'It is waiting to be written already.'
    if (status === 'closed') return 'It is closed.'
    // Accepted as a test, the partner's live system has yet to get it.
    return acknowledgment === 'accepted' && !test ? 'The partner has accepted it already.' : undefined
  }
  if (act === 'close') return status === 'needs-attention' ? undefined : 'It does not wait for anybody.'
  if (direction === 'out') {
    if (act === 'rerun' && interchangeId) return 'It was sent; it can be written anew.'
    if (act === 'rerun') return status === 'needs-attention' ? undefined : 'It does not wait for anybody.'
    return 'Only what the partner sent can be corrected or answered.'
  }
  if (act === 'answer-824')
    return status === 'needs-attention' ? undefined : 'Only a document that needs attention is advised on.'
  return status === 'needs-attention' ? undefined : 'Only a document that needs attention can be run again.'
}
