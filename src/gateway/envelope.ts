// How we write to a partner: who to whom, by which separators, under which numbers. Pure.
import type { Envelope } from '../x12/index.ts'
import type { Relationship } from './contract.ts'

export interface Numbers {
  isa: number
  /** Absent in an interchange that holds only TA1s. */
  gs?: number
}

/** Why nothing can be written to this partner, in words; undefined when it can. */
export function refuseToWrite({ ourIdentity, theirIdentity }: Relationship): string | undefined {
  if (!ourIdentity) return 'Our own EDI id for this partner is not set. Enter it in the partner’s profile.'
  if (!theirIdentity) return 'The partner’s EDI id is not set. Enter it in the partner’s profile.'
  return undefined
}

/** Throws when the identities are not set: ask `refuseToWrite` first. */
export function envelopeOf(
  relationship: Relationship,
  { isa, gs = 1 }: Numbers,
  usage: 'P' | 'T',
  now: Date,
): Envelope {
  const { ourIdentity, theirIdentity, delimiters, ediVersion } = relationship
  if (!ourIdentity || !theirIdentity) throw new Error('an interchange needs both identities')
  const stamp = now.toISOString()
  return {
    senderQualifier: ourIdentity.qualifier,
    senderId: ourIdentity.id,
    receiverQualifier: theirIdentity.qualifier,
    receiverId: theirIdentity.id,
    gsSender: ourIdentity.groupId || ourIdentity.id,
    gsReceiver: theirIdentity.groupId || theirIdentity.id,
    interchangeControl: String(isa).padStart(9, '0'),
    groupControl: String(gs),
    usage,
    version: ediVersion,
    delimiters,
    // UTC: no site is behind an interchange, and the standard names no zone for it.
    date: stamp.slice(0, 10).replaceAll('-', ''),
    time: stamp.slice(11, 16).replace(':', ''),
    ackRequested: false,
  }
}

/** ISA15: only P is live; T and I are never applied. */
export const usageOf = (usage: string): 'P' | 'T' => (usage === 'P' ? 'P' : 'T')
