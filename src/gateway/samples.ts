// One sample of each agreed document, for a partner who builds the other end. Valid by our own reader. Pure.
import { refuseVendorNumber } from '../partners/index.ts'
import {
  hierarchy,
  judgeInterchange,
  readInterchanges,
  type SegmentToWrite,
  write997,
  writeInterchange,
} from '../x12/index.ts'
import type { Relationship, SampleWriters } from './contract.ts'
import { envelopeOf, refuseToWrite } from './envelope.ts'

export interface Sample {
  setId: string
  direction: 'in' | 'out'
  text: string
}

/** How ours are said is handed in: only those who write the real ones know. */
interface Said {
  buyerName: string
  writers: SampleWriters
}

/** What a partner answers the sample order with: yes to a part, the rest later. */
const sample855 = (day: (after: number) => string): readonly SegmentToWrite[] => [
  ['BAK', '00', 'AC', 'SAMPLE-1', day(0)],
  ['PO1', '1', '120', 'EA', '', '', 'BP', 'HUB-36-BLK', 'VP', 'NA-36'],
  ['ACK', 'IA', '80', 'EA', '067', day(7)],
  ['ACK', 'DR', '40', 'EA', '067', day(9)],
  ['CTT', '1', '120'],
]

/** What a partner says is on its way of the sample order: the part that it promised first. */
const sample856 = (day: (after: number) => string): readonly SegmentToWrite[] => [
  ['BSN', '00', 'SAMPLE-SN-1', day(5), '1530', '0002'],
  ...hierarchy([
    {
      kind: 'S',
      segments: [
        ['TD5', '', '', '', '', 'SAMPLE CARRIER'],
        ['REF', 'CN', 'SAMPLE-TRACKING-1'],
        ['DTM', '011', day(5)],
        ['DTM', '017', day(7)],
      ],
      children: [
        {
          ...{ kind: 'O', segments: [['PRF', 'SAMPLE-1']] },
          children: [
            {
              kind: 'I',
              segments: [
                ['LIN', '1', 'BP', 'HUB-36-BLK', 'VP', 'NA-36', 'PL', '1', 'LT', 'SAMPLE-LOT'],
                ['SN1', '', '80', 'EA'],
              ],
            },
          ],
        },
      ],
    },
  ]),
  ['CTT', '3'],
]

/** Documents that partners send, and the group in which each travels. */
const partners: Readonly<Record<string, { functionalId: string; said: typeof sample855 }>> = {
  '855': { functionalId: 'PR', said: sample855 },
  '856': { functionalId: 'SH', said: sample856 },
}

/** What is agreed with a partner, in the order in which it comes to pass. */
export function agreedSets({ documents }: Pick<Relationship, 'documents'>): string[] {
  const sets = [
    ...(documents.forecast === '830' ? ['830'] : []),
    ...(documents.order === 'portal' ? [] : [documents.order]),
    ...(documents.answer === '855' ? ['855'] : []),
    ...(documents.shipNotice === '856' ? ['856'] : []),
  ]
  return sets.length > 0 ? [...sets, '997'] : []
}

/** One of each agreed document, and the 997 either side answers with. None until the identities are agreed. */
export function samplesOf(relationship: Relationship, now: Date, said: Said): Sample[] {
  const agreed = agreedSets(relationship).flatMap(setId => sampleOf(setId, relationship, now, said) ?? [])
  const answered = (direction: Sample['direction']) => agreed.find(sample => sample.direction === direction)
  const acknowledgments = [answered('out'), answered('in')].flatMap(sample =>
    sample ? (acknowledgmentOf(sample, relationship, now) ?? []) : [],
  )
  return [...agreed, ...acknowledgments]
}

/** Undefined while nothing can be written to this partner, or there is no sample of this document. */
function sampleOf(
  setId: string,
  relationship: Relationship,
  now: Date,
  { buyerName, writers }: Said,
): Sample | undefined {
  const write = writers[setId]
  if (refuseToWrite(relationship) || (write && refuseVendorNumber(relationship).length > 0)) return undefined
  const day = (after: number) =>
    new Date(now.getTime() + after * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  const direction = write ? 'out' : 'in'
  const written = write?.(relationship, buyerName, now)
  const theirs = partners[setId]
  const sample = written ?? (theirs && { functionalId: theirs.functionalId, segments: theirs.said(day) })
  if (!sample) return undefined
  const { functionalId, segments } = sample
  const envelope = envelopeFor(relationship, direction, now)
  const bytes = writeInterchange(envelope, functionalId, [{ id: setId, control: '0001', segments }])
  return { setId, direction, text: textOf(bytes) }
}

/** The partner's own header in what it sends: sender and receiver change places. */
function envelopeFor(relationship: Relationship, direction: 'in' | 'out', now: Date) {
  const { ourIdentity, theirIdentity } = relationship
  const sides = direction === 'out' ? {} : { ourIdentity: theirIdentity, theirIdentity: ourIdentity }
  // A test, whatever is agreed: a sample that is posted as it is changes nothing.
  return envelopeOf({ ...relationship, ...sides }, { isa: 1, gs: 1 }, 'T', now)
}

/** The 997 with which we answer the sample of what came in, or expect for what went out. */
function acknowledgmentOf(sample: Sample, relationship: Relationship, now: Date): Sample | undefined {
  const [interchange] = readInterchanges(Buffer.from(sample.text, 'latin1')).interchanges
  const [group] = interchange ? judgeInterchange(interchange).groups : []
  const direction = sample.direction === 'in' ? 'out' : 'in'
  const bytes = group && write997(group, envelopeFor(relationship, direction, now))
  return bytes && { setId: '997', direction, text: textOf(bytes) }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
