/** 824 application advice: what we found in a document's content, told in plain words, and the same when partners send it. */

import type { Envelope } from './envelope.ts'
import type { TransactionSet } from './model.ts'
import type { SegmentToWrite } from './pen.ts'
import { writeInterchange } from './write.ts'

/** One document and the verdict on it. */
export interface Judged824 {
  /** OTI01: TA accepted, TE accepted with an error noted, TR rejected. */
  readonly verdict: 'TA' | 'TE' | 'TR'
  /** What the document is about, like an order number, and how it is qualified (element 128: PO, RE, TN …). */
  readonly reference: { readonly qualifier: string; readonly value: string }
  /** GS02, GS03, GS06 and ST01, ST02, GS08 of the original. */
  readonly original: {
    readonly sender: string
    readonly receiver: string
    readonly groupControl: string
    readonly setId: string
    readonly setControl: string
    readonly version: string
  }
  readonly references?: readonly { readonly qualifier: string; readonly value: string }[]
  readonly errors: readonly {
    /** TED01, element 647, like "007" missing data or "848" incorrect data. */
    readonly code: string
    /** At most 60 characters are told in TED02, the whole text in NTE. */
    readonly text: string
    readonly badValue?: string
  }[]
}

export interface Application824 {
  /** BGN02, a number of our own for this advice. */
  readonly number: string
  /** BGN03 and BGN04: YYYYMMDD and HHMM. */
  readonly date: string
  readonly time: string
  readonly documents: readonly Judged824[]
}

/** NTE02 holds 80 characters, TED02 60, TED07 99. */
const noteLengthMax = 80
const errorTextLengthMax = 60
const badValueLengthMax = 99

/** The segments of an 824 between ST and SE, for writeInterchange (group "AG"). */
export function segments824(advice: Application824): SegmentToWrite[] {
  const original = (judged: Judged824): SegmentToWrite[] => {
    const { sender, receiver, groupControl, setId, setControl, version } = judged.original
    const { qualifier, value } = judged.reference
    const oti: SegmentToWrite = [
      'OTI',
      judged.verdict,
      qualifier,
      value,
      sender,
      receiver,
      '',
      '',
      groupControl,
      setControl,
      setId,
      version,
    ]
    const references = (judged.references ?? []).map((one): SegmentToWrite => ['REF', one.qualifier, one.value])
    const errors = judged.errors.flatMap((one): SegmentToWrite[] => {
      const bad = one.badValue?.slice(0, badValueLengthMax) ?? ''
      const ted: SegmentToWrite = [
        'TED',
        one.code,
        one.text.slice(0, errorTextLengthMax).trimEnd(),
        '',
        '',
        '',
        '',
        bad,
      ]
      return [ted, ...lines(one.text).map((line): SegmentToWrite => ['NTE', '', line])]
    })
    return [oti, ...references, ...errors]
  }
  return [['BGN', '11', advice.number, advice.date, advice.time], ...advice.documents.flatMap(original)]
}

/** The 824 as a whole interchange, in the version of the envelope. */
export function write824(advice: Application824, envelope: Envelope): Uint8Array {
  return writeInterchange(envelope, 'AG', [{ id: '824', control: '0001', segments: segments824(advice) }])
}

/** Text in lines that NTE02 holds, broken between words. */
function lines(text: string): string[] {
  const found: string[] = []
  for (const word of text.split(/\s+/).flatMap(one => one.match(new RegExp(`.{1,${noteLengthMax}}`, 'gu')) ?? [])) {
    const last = found.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= noteLengthMax)
      found[found.length - 1] = `${last} ${word}`
    else found.push(word)
  }
  return found
}

/** What a partner's 824 says about documents of ours. */
export interface Received824 {
  readonly number: string
  readonly documents: readonly {
    readonly verdict: string
    readonly reference: { readonly qualifier: string; readonly value: string }
    readonly groupControl: string
    readonly setControl: string
    readonly setId: string
    readonly errors: readonly { readonly code: string; readonly text: string; readonly badValue: string }[]
  }[]
}

export function read824(set: TransactionSet): Received824 {
  const documents: (Omit<Received824['documents'][number], 'errors'> & {
    errors: { code: string; text: string; badValue: string }[]
  })[] = []
  for (const segment of set.segments) {
    const current = documents.at(-1)
    if (segment.tag === 'OTI') {
      documents.push({
        verdict: segment.el(1),
        reference: { qualifier: segment.el(2), value: segment.el(3) },
        groupControl: segment.el(8),
        setControl: segment.el(9),
        setId: segment.el(10),
        errors: [],
      })
    } else if (segment.tag === 'TED') {
      current?.errors.push({ code: segment.el(1), text: segment.el(2), badValue: segment.el(7) })
    } else if (segment.tag === 'NTE') {
      const told = current?.errors.at(-1)
      // The note repeats the short text in full, so it takes its place.
      if (told)
        told.text =
          segment.el(2).startsWith(told.text) || !told.text
            ? segment.el(2)
            : `${told.text}${/[.!?]$/.test(told.text) ? '' : '.'} ${segment.el(2)}`
    }
  }
  return { number: set.segments.find(one => one.tag === 'BGN')?.el(2) ?? '', documents }
}
