// What X12's answer codes mean in our words: element 668 (ACK01), element 587 (BAK02), and date qualifiers. Pure.

/** What a line's code says of the quantity beside it. */
export type CodeMeaning =
  /** Taken as ordered, unless the numbers beside the code differ. */
  | 'accepted'
  /** Taken otherwise than ordered: the numbers beside the code say how. */
  | 'changed'
  | 'rejected'
  /** Neither yes nor no: the line stays open. */
  | 'pending'
  /** Understood, but nothing that Pullwire can act upon: a person decides. */
  | 'for-people'

// X12 element 668, line item status.
export const lineCodes: Readonly<Record<string, { meaning: CodeMeaning; words: string }>> = {
  IA: { meaning: 'accepted', words: 'accepted' },
  AA: { meaning: 'accepted', words: 'accepted, forwarded to another location of the supplier' },
  AC: { meaning: 'accepted', words: 'accepted and shipped' },
  AR: { meaning: 'accepted', words: 'accepted and released for shipment' },
  DR: { meaning: 'changed', words: 'accepted with another date' },
  IQ: { meaning: 'changed', words: 'accepted with another quantity' },
  IC: { meaning: 'changed', words: 'accepted with changes' },
  BP: { meaning: 'changed', words: 'part now, the rest later' },
  IB: { meaning: 'changed', words: 'later' },
  IR: { meaning: 'rejected', words: 'rejected' },
  ID: { meaning: 'rejected', words: 'deleted by the supplier' },
  R1: { meaning: 'rejected', words: 'rejected: not an item of the contract' },
  R2: { meaning: 'rejected', words: 'rejected: part number not valid' },
  R3: { meaning: 'rejected', words: 'rejected: unit not valid' },
  R4: { meaning: 'rejected', words: 'rejected: not available' },
  R5: { meaning: 'rejected', words: 'rejected: to be ordered in another way' },
  R6: { meaning: 'rejected', words: 'rejected: must be ordered for a later time' },
  R7: { meaning: 'rejected', words: 'rejected: to be ordered in other packs' },
  R8: { meaning: 'rejected', words: 'rejected: not to be ordered any more' },
  SP: { meaning: 'pending', words: 'accepted, its date pending' },
  IH: { meaning: 'pending', words: 'on hold' },
  IF: { meaning: 'pending', words: 'on hold: description incomplete' },
  IW: { meaning: 'pending', words: 'on hold: a waiver is wanted' },
  IE: { meaning: 'for-people', words: 'accepted, its price pending' },
  IP: { meaning: 'for-people', words: 'accepted with another price' },
  IS: { meaning: 'for-people', words: 'accepted with a substitute' },
}

/** What the code above the lines says of lines that it names without a code of their own, and of lines it does not name. */
export interface HeadMeaning {
  words: string
  /** A PO1 without ACK. */
  named: 'accepted' | 'rejected' | 'for-people'
  /** An open line without PO1, when there are others with. */
  unnamed: 'accepted' | 'rejected' | 'open'
  /** All open lines, when there is no PO1 at all. */
  alone: 'accepted' | 'rejected' | 'for-people'
}

const open = { named: 'for-people', unnamed: 'open', alone: 'for-people' } as const

// X12 element 587, acknowledgment type.
export const headCodes: Readonly<Record<string, HeadMeaning>> = {
  AK: { words: 'accepted', named: 'accepted', unnamed: 'accepted', alone: 'accepted' },
  AT: { words: 'accepted', named: 'accepted', unnamed: 'accepted', alone: 'accepted' },
  AD: { words: 'accepted, with its lines', named: 'accepted', unnamed: 'open', alone: 'for-people' },
  AC: { words: 'accepted with changes', ...open },
  // Names the exceptions only.
  AE: { words: 'accepted except for the lines named', named: 'for-people', unnamed: 'accepted', alone: 'accepted' },
  RD: { words: 'rejected, with its lines', named: 'for-people', unnamed: 'open', alone: 'for-people' },
  RJ: { words: 'rejected', named: 'rejected', unnamed: 'rejected', alone: 'rejected' },
  AP: { words: 'accepted, product on hold', ...open },
  AH: { words: 'on hold', ...open },
  NA: { words: 'no acknowledgment needed', ...open },
  RF: { words: 'rejected, funds not available', ...open },
  RN: { words: 'rejected, not a number they know', ...open },
  RO: { words: 'rejected, with a counter-offer', ...open },
  RV: { words: 'rejected, not valid', ...open },
  ZZ: { words: 'as agreed between the two of you', ...open },
}

/** X12 element 374: is the date beside it the day of shipping or the day of delivery? */
export const dateKinds: Readonly<Record<string, 'ship' | 'delivery'>> = {
  '068': 'ship', // current schedule ship
  '010': 'ship', // requested ship
  '011': 'ship', // shipped
  '079': 'ship', // promised for shipment
  '065': 'ship', // schedule ship
  '067': 'delivery', // current schedule delivery
  '002': 'delivery', // delivery requested
  '017': 'delivery', // estimated delivery
  '069': 'delivery', // promised for delivery
  '074': 'delivery', // requested for delivery
}
