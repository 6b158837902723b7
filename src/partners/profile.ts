// What two parties have agreed: the words of a relationship's profile, and their defaults. Pure.

/** Interchange and group identity of one party (ISA05/06 or ISA07/08, GS02 or GS03). */
export interface EdiIdentity {
  /** X12 element I05: `01` DUNS, `12` phone, `14` DUNS+suffix, `ZZ` mutually defined … */
  qualifier: string
  /** Interchange id, at most 15 characters. */
  id: string
  /** Application (group) code, element 142/124; the interchange id when empty. */
  groupId: string
}

export interface Delimiters {
  element: string
  component: string
  repetition: string
  terminator: string
  /** Written after each terminator, or nothing. */
  lineEnd: '' | '\n' | '\r\n'
}

/** Which documents are agreed, and which variant. */
export interface Documents {
  /** How an order or call-off leaves: as 850 release order or as 862 shipping schedule. */
  order: 'portal' | '850' | '862'
  /** How the supplier answers an order. X12 has no answer to an 862: silence after an accepting 997 may be the answer. */
  answer: 'portal' | '855' | 'silence'
  forecast: 'portal' | '830'
  /** Whether a commit to a forecast is wanted. X12 has no set for it. */
  commit: 'portal' | 'none'
  /** How the supplier says what is on its way. Left out by what was agreed before it could be: not at all. */
  shipNotice?: 'portal' | '856' | 'none'
}

/** Inside these a supplier's change is agreed at once. */
export interface Tolerance {
  daysEarly: number
  daysLate: number
  /** Percent of the ordered quantity, as a decimal string. */
  quantityPercentUnder: string
  quantityPercentOver: string
}

export type Target =
  | { kind: 'business-minutes'; minutes: number }
  | { kind: 'business-days'; days: number; by: string }
  | { kind: 'calendar-days'; days: number; by: string }
  | { kind: 'elapsed'; minutes: number }
  /** ISO 8601: Monday is 1. */
  | { kind: 'weekly'; weekday: number; by: string }

/**
 * So many working days before a delivery, by a time of day; no pause moves it. Of a clock with the day of delivery, and from
 * when on that day stands (ISO 8601).
 */
export interface BeforeDelivery {
  kind: 'before-delivery'
  days: number
  by: string
  delivery?: string
  since?: string
}

/** Until when anything is due that a clock runs for. */
export type ClockTarget = Target | BeforeDelivery

export interface Targets {
  order: Target
  callOff: Target
  commit: Target
  /** The buyer's own: until when it decides on a proposal, counted on its own calendar. */
  decision: Target
  /** How long before a delivery its ship notice is due. Null, or left out: none is asked for. */
  shipNotice?: BeforeDelivery | null
  /** Functional acknowledgment, in elapsed hours. */
  acknowledgment: { warnHours: number; alarmHours: number }
  /** Working minutes (elapsed on an always-open calendar) after the breach until the buyer is told, and between repeats. */
  escalation: {
    buyerAfterMinutes: number
    repeatMinutes: number
    /** So many repeats at most, where that is agreed; null: until somebody takes the lateness on, or the answer comes. */
    repeatMax: number | null
  }
}

export const defaultDelimiters: Delimiters = {
  element: '*',
  component: '>',
  repetition: '^',
  terminator: '~',
  lineEnd: '\n',
}
export const defaultTolerance: Tolerance = {
  daysEarly: 0,
  daysLate: 0,
  quantityPercentUnder: '0',
  quantityPercentOver: '0',
}
export const portalDocuments: Documents = {
  ...{ order: 'portal', answer: 'portal', forecast: 'portal', commit: 'portal', shipNotice: 'none' },
}
export const defaultTargets: Targets = {
  order: { kind: 'business-minutes', minutes: 8 * 60 },
  callOff: { kind: 'business-minutes', minutes: 4 * 60 },
  commit: { kind: 'business-days', days: 2, by: '12:00' },
  decision: { kind: 'business-days', days: 1, by: '17:00' },
  acknowledgment: { warnHours: 4, alarmHours: 24 },
  escalation: { buyerAfterMinutes: 60, repeatMinutes: 240, repeatMax: null },
}

export type Transport = 'none' | 'https' | 'folder'
export type PartnerStatus = 'proposed' | 'active' | 'suspended' | 'declined'

/** Everything two parties agreed, as the gateway and the clocks read it. */
export interface PartnerProfile {
  relationshipId: string
  buyerId: string
  supplierId: string
  status: PartnerStatus
  /** Raised by every change; stored with what was decided under it. */
  version: number
  vendorNumber: string
  supplierName: string
  contactName: string
  contactEmail: string
  calendarId: string | null
  buyerCalendarId: string | null
  transitDays: number
  tolerance: Tolerance
  targets: Targets
  transport: Transport
  usage: 'T' | 'P'
  ediVersion: string
  /** The buyer's. Always there when a document travels by EDI. */
  ourIdentity: EdiIdentity | null
  /** The supplier's. */
  theirIdentity: EdiIdentity | null
  delimiters: Delimiters
  documents: Documents
  ta1Requested: boolean
  /** Relative to the installation's EDI folder. */
  folder: string | null
  webhookUrl: string | null
  webhookSecret: string | null
}

type Stored = Omit<PartnerProfile, 'relationshipId'> & { id: string }

export const profileOf = (row: Stored): PartnerProfile => ({
  relationshipId: row.id,
  buyerId: row.buyerId,
  supplierId: row.supplierId,
  status: row.status,
  version: row.version,
  vendorNumber: row.vendorNumber,
  supplierName: row.supplierName,
  contactName: row.contactName,
  contactEmail: row.contactEmail,
  calendarId: row.calendarId,
  buyerCalendarId: row.buyerCalendarId,
  transitDays: row.transitDays,
  tolerance: row.tolerance,
  targets: row.targets,
  transport: row.transport,
  usage: row.usage,
  ediVersion: row.ediVersion,
  ourIdentity: row.ourIdentity,
  theirIdentity: row.theirIdentity,
  delimiters: row.delimiters,
  documents: row.documents,
  ta1Requested: row.ta1Requested,
  folder: row.folder,
  webhookUrl: row.webhookUrl,
  webhookSecret: row.webhookSecret,
})
