/** Who writes to whom, with which separators and under which numbers. */
import type { Leniency } from '../model.ts'

/** Who writes to whom, how, and under which numbers. Date, time and numbers come from the caller: nothing is made up. */
export interface Envelope {
  readonly senderQualifier: string
  readonly senderId: string
  readonly receiverQualifier: string
  readonly receiverId: string
  readonly gsSender: string
  readonly gsReceiver: string
  /** ISA13: nine digits. */
  readonly interchangeControl: string
  /** GS06: one to nine digits, no leading zeros. */
  readonly groupControl: string
  readonly usage: 'P' | 'T'
  /** GS08, like "004010" or "005010". */
  readonly version: string
  /** ISA12; by default what belongs to `version`. */
  readonly isa12?: string
  readonly delimiters?: Partial<OutDelimiters>
  /** Local date of the sender, YYYYMMDD. */
  readonly date: string
  /** Local time of the sender, HHMM. */
  readonly time: string
  readonly ackRequested?: boolean
  readonly authorization?: { readonly qualifier: string; readonly value: string }
  readonly security?: { readonly qualifier: string; readonly value: string }
  /** How letters beyond ASCII are written; without it they are refused. */
  readonly characters?: 'latin-1' | 'utf-8'
  /** What was agreed with this partner beyond the standard; what we write is proofread with it. */
  readonly leniencies?: readonly Leniency[]
}

export interface OutDelimiters {
  readonly element: string
  readonly component: string
  readonly repetition: string
  readonly terminator: string
  /** Written after each terminator: '', '\n' or '\r\n'. */
  readonly lineEnd: string
}

export const usualDelimiters: OutDelimiters = {
  element: '*',
  component: '>',
  repetition: '^',
  terminator: '~',
  lineEnd: '\n',
}

/** ISA12 that belongs to a GS08. */
export function isa12For(version: string): string {
  return /^\d{5}/.test(version) ? version.slice(0, 5) : '00401'
}

/** What is agreed, filled up with what is usual; a repetition separator that nobody chose gives way to those chosen. */
export function delimitersOf({ delimiters = {} }: Pick<Envelope, 'delimiters'>): OutDelimiters {
  const chosen = { ...usualDelimiters, ...delimiters }
  if (delimiters.repetition !== undefined) return chosen
  const taken = [chosen.element, chosen.component, chosen.terminator]
  return { ...chosen, repetition: ['^', '!', '`'].find(one => !taken.includes(one)) ?? '^' }
}
