/** The shapes that reading an X12 input gives: interchanges, groups, sets, and what was found wrong with them. */
import type { ExpectationCode, FindingCode } from './messages.ts'
import type { Segment } from './read/segment.ts'

/** Separators as found in one interchange. `repetition` is absent where ISA11 names a standard ("U") instead. */
export interface Delimiters {
  readonly element: string
  readonly component: string
  readonly terminator: string
  readonly repetition?: string
}

/** The ISA header, values without the blanks that fill them, except `control`, kept as received. */
export interface Isa {
  readonly authorizationQualifier: string
  readonly authorization: string
  readonly securityQualifier: string
  readonly security: string
  readonly senderQualifier: string
  readonly senderId: string
  readonly receiverQualifier: string
  readonly receiverId: string
  readonly date: string
  readonly time: string
  /** ISA11: the repetition separator from 00402 on, or the standards id "U". */
  readonly repetition: string
  /** ISA12, like "00401". */
  readonly version: string
  /** ISA13, the nine characters as received. */
  readonly control: string
  /** ISA14 was "1": a TA1 is wanted. */
  readonly ackRequested: boolean
  /** ISA15: P production, T test, I information. */
  readonly usage: string
  readonly component: string
  /** All sixteen values exactly as received, `raw[0]` being ISA01. */
  readonly raw: readonly string[]
}

export interface Gs {
  /** GS01, like "PR" for 855. */
  readonly functionalId: string
  readonly sender: string
  readonly receiver: string
  readonly date: string
  readonly time: string
  readonly control: string
  readonly agency: string
  /** GS08, like "004010" or "004010VICS". */
  readonly version: string
  readonly raw: readonly string[]
}

/** SE, GE or IEA: the count and the control number it says, as written. */
export interface Trailer {
  readonly count: string
  readonly control: string
  readonly offset: number
}

/** One TA1 as received: what a partner says about an interchange of ours. */
export interface Ta1 {
  readonly control: string
  readonly date: string
  readonly time: string
  readonly code: string
  readonly note: string
  readonly offset: number
}

export interface TransactionSet {
  /** ST01, like "855". */
  readonly id: string
  /** ST02 as written. */
  readonly control: string
  /** ST03, from 005010 on. */
  readonly convention: string
  /** From ST up to SE, both included when they were there. */
  readonly segments: readonly Segment[]
  readonly se?: Trailer
  readonly offset: number
  /** Offset just behind the set. */
  readonly end: number
  /** What framing found: trailer missing, count or control number wrong, limits. */
  readonly findings: readonly Finding[]
}

export interface Group {
  readonly gs: Gs
  readonly sets: readonly TransactionSet[]
  readonly ge?: Trailer
  readonly offset: number
  readonly findings: readonly Finding[]
}

export interface Interchange {
  readonly isa: Isa
  readonly delimiters: Delimiters
  readonly ta1s: readonly Ta1[]
  readonly groups: readonly Group[]
  readonly iea?: Trailer
  readonly offset: number
  readonly end: number
  readonly findings: readonly Finding[]
}

/** What one input holds. `findings` are those that belong to no interchange: noise between, nothing readable. */
export interface Reading {
  readonly interchanges: readonly Interchange[]
  readonly findings: readonly Finding[]
  readonly sizeBytes: number
}

/** The codes of the acknowledgments that say the same thing as a finding. */
export interface X12Codes {
  /** AK304, segment error. */
  readonly ak304?: string
  /** AK403, element error. */
  readonly ak403?: string
  /** IK304 and IK403 where a 999 can say more than a 997: what a partner's guide forbids. */
  readonly ik304?: string
  readonly ik403?: string
  /** AK502, set error. */
  readonly ak502?: string
  /** AK905, group error. */
  readonly ak905?: string
  /** TA105, interchange error. */
  readonly ta105?: string
}

export type Severity = 'error' | 'warning' | 'note'

/** Where a finding is, and what was there. Everything that is known and nothing that is not. */
export interface Place {
  /** Bytes from the start of the input. */
  readonly offset: number
  /** Position in the set, ST being 1. */
  readonly position?: number
  readonly tag?: string
  /** Loops around the segment from the outside in, like "PO1/ACK". */
  readonly loop?: string
  /** LS01 of the bounded loop around it: the only loop id that AK303 carries. */
  readonly boundedLoop?: string
  readonly element?: number
  readonly component?: number
  readonly repetition?: number
  /** What the element or segment is, in our words, like "answer date". */
  readonly name?: string
  /** Number of the data element in the standard, like "373". */
  readonly dataElement?: string
  /** The value, control characters written as \xNN, at most 99 characters. */
  readonly value?: string
  /** The value is shortened or escaped here and must not be copied into AK404. */
  readonly valueAltered?: boolean
  /** What would have been right: in the words of `expects`, or a value. */
  readonly expected?: string
  /** The same as a phrase of the catalogue and what fills it, for telling it in another language. */
  readonly expects?: Expectation
}

export interface Expectation {
  readonly phrase: ExpectationCode
  readonly with?: Readonly<Record<string, string>>
}

export interface Finding extends Place {
  readonly severity: Severity
  /** Our own name for it; never changes its meaning. */
  readonly code: FindingCode
  readonly x12: X12Codes
  /** What is wrong, for someone who never read the standard. */
  readonly text: string
  /** What to do about it. */
  readonly remedy: string
  /** Who has to act. */
  readonly who: 'sender' | 'receiver' | 'us'
  /** Name of the partner's guide that asks for it where the standard does not. */
  readonly agreement?: string
}

/** Named departures from the standard that a partner has been granted. */
export const leniencies = {
  'six-digit-dates': 'Dates of six digits (YYMMDD) are taken where eight are due.',
  'century-elements': 'DTM is taken with the century in its fifth element, as up to release 003060.',
  'older-segments': 'Segments renamed since are taken under their old name: UNT for UIT, ITA for SAC.',
  'floating-notes': 'NTE is taken behind any segment, as up to release 003060.',
  'unknown-codes': 'A code that the list lacks is a warning.',
  lengths: 'Too short or too long values are warnings.',
  'basic-characters': 'Nothing but capital letters, digits and the signs of the basic set is taken.',
  'latin-1': 'Any printable Latin-1 character is taken.',
  'utf-8': 'Any printable character is taken, as UTF-8.',
  'isa-width': 'ISA fields of another width than the standard says are taken.',
  'missing-iea': 'A missing or wrong IEA is a warning.',
  'group-counts': 'A wrong GE01 is a warning.',
  'set-counts': 'A wrong SE01 is a warning.',
  'maximum-use': 'A segment or loop that repeats too often is a warning.',
  'unknown-segments': 'A segment that the set does not know is passed over with a warning.',
  'segment-order': 'A segment out of its place is a warning.',
  'any-group-id': 'A set in a group of another functional id is a warning.',
  'conditional-elements': 'Broken conditions between elements are warnings.',
  'short-control-numbers': 'ST02 of one to nine characters is taken.',
  'accept-with-errors': 'A set with errors in elements only is accepted with code E instead of rejected.',
} as const

export type Leniency = keyof typeof leniencies
