// One sample of each agreed document, for a partner who builds the other end. Valid by our own reader. Pure.
import { judgeInterchange, readInterchanges, type SegmentToWrite, write997, writeInterchange } from '../x12/index.ts'
import type { Relationship } from './contract.ts'
import { envelopeOf, refuseToWrite } from './envelope.ts'

export interface Sample {
  setId: string
  direction: 'in' | 'out'
  text: string
}

interface SampleSet {
  functionalId: string
  direction: 'in' | 'out'
  segments: (day: (after: number) => string) => readonly SegmentToWrite[]
}

const order = 'SAMPLE-1'
const partLine = ['BP', 'HUB-36-BLK', 'VP', 'NA-36'] as const

const sampleSets: Readonly<Record<string, SampleSet>> = {
  '850': {
    functionalId: 'PO',
    direction: 'out',
    segments: day => [
      ['BEG', '00', 'RL', order, '', day(0)],
      ['N1', 'ST', 'Main plant', '92', 'PLANT-1'],
      ['PO1', '1', '120', 'EA', '', '', ...partLine],
      ['SCH', '120', 'EA', '', '', '002', day(7)],
      ['CTT', '1'],
    ],
  },
  '862': {
    functionalId: 'SS',
    direction: 'out',
    segments: day => [
      ['BSS', '00', order, day(0), 'DL', day(7), day(7), order, '', '', order, 'A'],
      ['N1', 'ST', 'Main plant', '92', 'PLANT-1'],
      ['LIN', '1', ...partLine],
      ['UIT', 'EA'],
      ['FST', '120', 'C', 'D', day(7)],
      ['CTT', '1'],
    ],
  },
  '830': {
    functionalId: 'PS',
    direction: 'out',
    segments: day => [
      ['BFR', '00', 'SAMPLE-F1', '', 'DL', 'A', day(0), day(28), day(0)],
      ['N1', 'ST', 'Main plant', '92', 'PLANT-1'],
      ['LIN', '1', ...partLine],
      ['UIT', 'EA'],
      ['FST', '120', 'C', 'W', day(7)],
      ['FST', '200', 'D', 'W', day(14)],
      ['CTT', '1'],
    ],
  },
  '855': {
    functionalId: 'PR',
    direction: 'in',
    segments: day => [
      ['BAK', '00', 'AC', order, day(0)],
      ['PO1', '1', '120', 'EA', '', '', ...partLine],
      ['ACK', 'IA', '80', 'EA', '067', day(7)],
      ['ACK', 'DR', '40', 'EA', '067', day(9)],
      ['CTT', '1'],
    ],
  },
}

/** What is agreed with a partner, in the order in which it comes to pass. */
export function agreedSets({ documents }: Pick<Relationship, 'documents'>): string[] {
  const sets = [
    ...(documents.forecast === '830' ? ['830'] : []),
    ...(documents.order === 'portal' ? [] : [documents.order]),
    ...(documents.answer === '855' ? ['855'] : []),
  ]
  return sets.length > 0 ? [...sets, '997'] : []
}

/** One of each agreed document, and the 997 either side answers with. None until the identities are agreed. */
export function samplesOf(relationship: Relationship, now: Date): Sample[] {
  const agreed = agreedSets(relationship).flatMap(setId => sampleOf(setId, relationship, now) ?? [])
  const answered = (direction: Sample['direction']) => agreed.find(sample => sample.direction === direction)
  const acknowledgments = [answered('out'), answered('in')].flatMap(sample =>
    sample ? (acknowledgmentOf(sample, relationship, now) ?? []) : [],
  )
  return [...agreed, ...acknowledgments]
}

/** Undefined when the identities are not agreed yet, or there is no sample of this document. */
function sampleOf(setId: string, relationship: Relationship, now: Date): Sample | undefined {
  if (refuseToWrite(relationship)) return undefined
  const day = (after: number) =>
    new Date(now.getTime() + after * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  const sample = sampleSets[setId]
  if (!sample) return undefined
  const { functionalId, direction, segments } = sample
  const envelope = envelopeFor(relationship, direction, now)
  const bytes = writeInterchange(envelope, functionalId, [{ id: setId, control: '0001', segments: segments(day) }])
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
