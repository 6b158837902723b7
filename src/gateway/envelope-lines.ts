// The segments around the sets, in words: ISA, TA1, GS, GE, IEA. Pure.
import { codeInWords, type Delimiters, elementInWords, segmentInWords } from '../x12/index.ts'
import type { ExplainedSegmentShown } from './api.ts'

const envelopeWords: Record<string, string> = {
  ISA: 'interchange header',
  TA1: 'interchange acknowledgment',
  GS: 'group header',
  GE: 'group trailer',
  IEA: 'interchange trailer',
}

/** Names of envelope elements, ours. */
const envelopeElements: Record<string, readonly string[]> = {
  ISA: [
    'authorization qualifier',
    'authorization',
    'security qualifier',
    'security',
    'sender qualifier',
    'sender id',
    'receiver qualifier',
    'receiver id',
    'date',
    'time',
    'repetition separator or standard',
    'version',
    'control number',
    'TA1 wanted',
    'test or production',
    'component separator',
  ],
  GS: ['kind of documents', 'sender', 'receiver', 'date', 'time', 'group control number', 'agency', 'version'],
  TA1: ['control number answered', 'date', 'time', 'verdict', 'note'],
  GE: ['documents in the group', 'group control number'],
  IEA: ['groups', 'control number'],
}

export function envelopeLine(
  tag: string,
  values: readonly string[],
  { element }: Pick<Delimiters, 'element'>,
): ExplainedSegmentShown {
  const name = segmentInWords(tag) ?? envelopeWords[tag]
  return {
    tag,
    ...(name ? { name } : {}),
    position: 0,
    depth: 0,
    loop: '',
    raw: [tag, ...values].join(element),
    elements: values.flatMap((value, i) => (value.trim() === '' ? [] : [elementOf(tag, i + 1, value)])),
  }
}

function elementOf(tag: string, place: number, value: string): ExplainedSegmentShown['elements'][number] {
  const ref = `${tag}${String(place).padStart(2, '0')}`
  const name = envelopeElements[tag]?.[place - 1] ?? elementInWords(tag, place)
  const meaning = codeInWords(ref, value.trim())
  return { ref, ...(name ? { name } : {}), value, ...(meaning ? { meaning } : {}) }
}
