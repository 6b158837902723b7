// The life of an interchange and of the documents in it. Pure.

/** Inbound: received -> answered -> applied | needs-attention; held and test never apply. Outbound: written. */
export type InterchangeStatus =
  | 'received'
  | 'answered'
  | 'rejected'
  | 'applied'
  | 'needs-attention'
  | 'held'
  | 'test'
  | 'written'

/** Outbound: `collectable` waits to be fetched; `delivered` means the partner confirmed, or its system took the file. */
export type Delivery = 'queued' | 'collectable' | 'delivered' | 'failed'

export type DocumentStatus =
  | 'queued'
  | 'written'
  | 'accepted'
  | 'rejected'
  | 'applied'
  | 'needs-attention'
  | 'test'
  | 'closed'

export type Acknowledgment = 'none' | 'awaiting' | 'accepted' | 'accepted-with-errors' | 'rejected' | 'overdue'
