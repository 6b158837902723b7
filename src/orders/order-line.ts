// The life of an order line: what may happen next, and what becomes of it. Pure; the portal greys its buttons from here.

export type OrderKind = 'standalone' | 'release' | 'call-off'

export interface ShipTo {
  code: string
  name: string
  street: string
  city: string
  region: string
  postalCode: string
  country: string
  zone: string
}

/** A quantity for a delivery date; several of them are a split. */
export interface Promised {
  /** Decimal string. */
  quantity: string
  /** YYYY-MM-DD, delivery at the ship-to. */
  date: string
}

export type LineAt = 'awaiting-answer' | 'confirmed' | 'proposed' | 'countered' | 'agreed' | 'rejected' | 'cancelled'

export type ProposalStatus = 'open' | 'auto-accepted' | 'accepted' | 'rejected' | 'countered' | 'withdrawn' | 'expired'

export type AnswerAct =
  | { act: 'accept' }
  | { act: 'propose'; promised: Promised[]; reason: string }
  | { act: 'reject'; reason: string }

export interface AnsweredLine {
  lineNumber: number
  answer: AnswerAct
}
