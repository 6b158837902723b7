// One sample of each agreed document, for a partner who builds the other end. Valid by our own reader. Pure.
import { createHash } from 'node:crypto'
import { refuseVendorNumber } from '../partners/index.ts'
import {
  type Envelope,
  hierarchy,
  judgeInterchange,
  readInterchanges,
  type SegmentToWrite,
  segments824,
  write997,
  writeInterchange,
} from '../x12/index.ts'
import type { Relationship, SampleWriters } from './contract.ts'
import { controlNumberMax } from './control-numbers.ts'
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
  return sets.length > 0 ? [...sets, '997', '824'] : []
}

/** One of each agreed document, and the 997 and 824 either side answers with. None until the identities are agreed. */
export function samplesOf(relationship: Relationship, now: Date, said: Said): Sample[] {
  const agreed = agreedSets(relationship).flatMap(setId => sampleOf(setId, relationship, now, said) ?? [])
  const answered = (direction: Sample['direction']) => agreed.find(sample => sample.direction === direction)
  const first = [answered('out'), answered('in')].filter(sample => sample !== undefined)
  return [
    ...agreed,
    ...first.flatMap(sample => acknowledgmentOf(sample, relationship, now) ?? []),
    ...first.flatMap(sample => adviceOf(sample, relationship, now) ?? []),
  ]
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
  const text = numbered(relationship, direction, now, envelope =>
    writeInterchange(envelope, functionalId, [{ id: setId, control: '0001', segments }]),
  )
  return text === undefined ? undefined : { setId, direction, text }
}

/**
 * Under a number that is made from all that it says: the same sample has the same one, any other has another. So each
 * is taken when it is posted as it stands, and again a minute later, when its time is another.
 */
function numbered(
  relationship: Relationship,
  direction: 'in' | 'out',
  now: Date,
  write: (envelope: Envelope) => Uint8Array | undefined,
): string | undefined {
  const said = write(envelopeFor(relationship, direction, now, 1))
  if (!said) return undefined
  const number = (createHash('sha256').update(said).digest().readUIntBE(0, 6) % controlNumberMax) + 1
  const bytes = write(envelopeFor(relationship, direction, now, number))
  return bytes && Buffer.from(bytes).toString('latin1')
}

/** The partner's own header in what it sends: sender and receiver change places. */
function envelopeFor(relationship: Relationship, direction: 'in' | 'out', now: Date, number: number) {
  const { ourIdentity, theirIdentity } = relationship
  const sides = direction === 'out' ? {} : { ourIdentity: theirIdentity, theirIdentity: ourIdentity }
  // A test, whatever is agreed: a sample that is posted as it is changes nothing.
  return envelopeOf({ ...relationship, ...sides }, { isa: number, gs: number }, 'T', now)
}

/** Who answers a sample sends the other way. */
const answering = ({ direction }: Sample) => (direction === 'in' ? 'out' : 'in')

function groupIn({ text }: Sample) {
  const [interchange] = readInterchanges(Buffer.from(text, 'latin1')).interchanges
  const [group] = interchange ? judgeInterchange(interchange).groups : []
  return group
}

/** The 997 with which we answer the sample of what came in, or expect for what went out. */
function acknowledgmentOf(sample: Sample, relationship: Relationship, now: Date): Sample | undefined {
  const group = groupIn(sample)
  const direction = answering(sample)
  if (!group) return undefined
  const text = numbered(relationship, direction, now, envelope => write997(group, envelope))
  return text === undefined ? undefined : { setId: '997', direction, text }
}

/** The 824 that says in words why a sample was not applied, although it was valid. */
function adviceOf(sample: Sample, relationship: Relationship, now: Date): Sample | undefined {
  const group = groupIn(sample)?.group
  const direction = answering(sample)
  if (!group) return undefined
  const { date, time } = envelopeFor(relationship, direction, now, 1)
  const { sender, receiver, control: groupControl, version } = group.gs
  const setControl = '0001'
  const isOfOrder = ['850', '862', '855'].includes(sample.setId)
  const segments = segments824({
    ...{ number: 'SAMPLE-ADVICE-1', date, time },
    documents: [
      {
        verdict: 'TR',
        reference: isOfOrder ? { qualifier: 'PO', value: 'SAMPLE-1' } : { qualifier: 'TN', value: setControl },
        original: { sender, receiver, groupControl, setId: sample.setId, setControl, version },
        // X12 element 647: 848 is incorrect data.
        errors: [{ code: '848', text: 'Part HUB-36-BLK is not known here' }],
      },
    ],
  })
  const text = numbered(relationship, direction, now, envelope =>
    writeInterchange(envelope, 'AG', [{ id: '824', control: '0001', segments }]),
  )
  return text === undefined ? undefined : { setId: '824', direction, text }
}
