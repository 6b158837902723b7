/** 824 application advice: what we found in a document's content, told in plain words, and the same when partners send it. */

import { type Release, releaseFor } from '../guide/guide.ts'
import type { Group, TransactionSet } from '../model.ts'
import type { Segment } from '../read/segment.ts'
import { delimitersOf, type Envelope } from '../write/envelope.ts'
import type { SegmentToWrite, Value } from '../write/pen.ts'
import { writeInterchange } from '../write/write.ts'

/** What was wrong with the content of a document, and where. */
export interface Error824 {
  /** TED01, element 647, like "007" missing data, "848" incorrect data, "QTY" quantity. */
  readonly code: string
  /** At most 60 characters are told in TED02, the whole text in NTE, which has room for 8,000. */
  readonly text: string
  /** The segment and element of the original that it is about, ST being segment 1. */
  readonly at?: {
    readonly segment: string
    readonly position: number
    readonly element?: number
    readonly component?: number
    /** Number of the data element, like "330". */
    readonly dataElement?: string
  }
  /** Left out when it cannot be repeated as it came: too long, or holding a separator of ours. */
  readonly badValue?: string
  /** What should have stood there, or stands there now (TE). */
  readonly newValue?: string
}

/** One document, or one part of it, and the verdict on it. Some partners want one a shipment, some one a part. */
export interface Judged824 {
  /** OTI01: TA accepted, TE accepted with an error noted, TR rejected. */
  readonly verdict: 'TA' | 'TE' | 'TR'
  /** What it is about, like an order number, and how that is qualified (element 128: PO, SI, TN …). */
  readonly reference: { readonly qualifier: string; readonly value: string }
  /** GS02, GS03, GS06 and ST01, ST02, GS08 of the original: `original824` takes them from it. */
  readonly original: {
    readonly sender: string
    readonly receiver: string
    readonly groupControl: string
    readonly setId: string
    readonly setControl: string
    readonly version: string
  }
  /** At most twelve. */
  readonly references?: readonly { readonly qualifier: string; readonly value: string }[]
  /** At most two: element 374 and YYYYMMDD. */
  readonly dates?: readonly { readonly qualifier: string; readonly date: string }[]
  readonly errors: readonly Error824[]
}

export interface Application824 {
  /** BGN02, a number of our own for this advice. */
  readonly number: string
  /** BGN03 and BGN04: YYYYMMDD and HHMM. */
  readonly date: string
  readonly time: string
  readonly documents: readonly Judged824[]
}

/** NTE02 holds 80 characters and may come 100 times, TED02 60, TED07 and TED08 99. */
const noteLengthMax = 80
const notesMax = 100
const errorTextLengthMax = 60
const badValueLengthMax = 99

/** How an 824 names the document that it is about. */
export function original824({ gs }: Pick<Group, 'gs'>, set: Pick<TransactionSet, 'id' | 'control'>) {
  const { sender, receiver, control: groupControl, version } = gs
  return { sender, receiver, groupControl, setId: set.id, setControl: set.control, version }
}

/**
 * The segments of an 824 between ST and SE, for writeInterchange (group "AG"). What was received and can only be
 * repeated, like a bad value or a group's number, is left out where it would make the 824 wrong; without an envelope
 * its separators are taken to be the usual ones. What is ours to say is never changed: writing refuses it.
 */
export function segments824(advice: Application824, envelope?: Envelope): SegmentToWrite[] {
  const writing = { release: releaseFor(envelope?.version ?? '004010')?.release ?? '004010', unfit: unfitIn(envelope) }
  return [
    ['BGN', '11', advice.number, advice.date, advice.time],
    ...advice.documents.flatMap(judged => [
      original(judged, writing),
      ...(judged.references ?? []).map((one): SegmentToWrite => ['REF', one.qualifier, one.value]),
      ...(judged.dates ?? []).map((one): SegmentToWrite => ['DTM', one.qualifier, one.date]),
      ...judged.errors.flatMap(one => errorSegments(one, writing)),
    ]),
  ]
}

interface Writing {
  readonly release: Release
  readonly unfit: RegExp
}

function original({ verdict, reference, original }: Judged824, writing: Writing): SegmentToWrite {
  const { sender, receiver, groupControl, setId, setControl, version } = original
  const fitting = (value: string, shape: RegExp) =>
    value.trim() !== '' && shape.test(value) && !writing.unfit.test(value) ? value : ''
  const group = fitting(groupControl.trim(), /^\d{1,9}$/)
  return [
    'OTI',
    verdict,
    reference.qualifier,
    reference.value,
    fitting(sender, /^.{2,15}$/),
    fitting(receiver, /^.{2,15}$/),
    '',
    '',
    group,
    // The number of a set says nothing without that of its group (OTI: 09 needs 08).
    group === '' ? '' : fitting(setControl, /^.{4,9}$/),
    fitting(setId, /^\w{3}$/),
    fitting(version, /^.{1,12}$/),
  ]
}

function errorSegments(error: Error824, writing: Writing): SegmentToWrite[] {
  const { code, text, at } = error
  const repeated = (value = '') =>
    [...value].length > badValueLengthMax || value.trim() === '' || writing.unfit.test(value) ? '' : value
  const place: Value[] = at
    ? [
        /^[A-Z][A-Z0-9]{1,2}$/.test(at.segment) ? at.segment : '',
        at.position <= 999_999 ? String(at.position) : '',
        elementAt(at, writing),
        at.dataElement ?? '',
      ]
    : ['', '', '', '']
  const short = [...text.trim().replace(/\s+/g, ' ')].slice(0, errorTextLengthMax).join('').trimEnd()
  const ted: SegmentToWrite = ['TED', code, short, ...place, repeated(error.badValue), repeated(error.newValue)]
  return [ted, ...lines(text).map((line): SegmentToWrite => ['NTE', '', line])]
}

/** TED05 is a number of two digits, from 005010 on a composite that tells the component too. */
function elementAt({ element, component }: NonNullable<Error824['at']>, { release }: Writing): Value {
  if (element === undefined || element > 99) return ''
  const inside = component !== undefined && component <= 99 && release !== '004010'
  return inside ? [String(element), String(component)] : String(element)
}

/** What was received and must not be repeated as it came: our separators, control characters, letters not agreed. */
function unfitIn(envelope: Envelope | undefined): RegExp {
  const { element, component, repetition, terminator } = delimitersOf(envelope ?? {})
  const separators = [element, component, repetition, terminator]
    .map(one => `\\u{${one.charCodeAt(0).toString(16)}}`)
    .join('')
  const first = envelope?.characters === undefined ? '80' : '100'
  const beyond = envelope?.characters === 'utf-8' ? '' : `\\u{${first}}-\\u{10FFFF}`
  return new RegExp(`[\\p{Cc}\\p{Cs}${separators}${beyond}]`, 'u')
}

/**
 * The 824 as a whole interchange, in the version of the envelope (004010 or 005010). Throws Unwritable when a text or
 * number of ours cannot stand in it.
 */
export function write824(advice: Application824, envelope: Envelope): Uint8Array {
  return writeInterchange(envelope, 'AG', [{ id: '824', control: '0001', segments: segments824(advice, envelope) }])
}

/** Text in lines that NTE02 holds, broken between words. */
function lines(text: string): string[] {
  const found: string[] = []
  const words = text.split(/\s+/).flatMap(one => one.match(new RegExp(`.{1,${noteLengthMax}}`, 'gsu')) ?? [])
  for (const word of words) {
    const last = found.at(-1)
    if (last !== undefined && [...last].length + 1 + [...word].length <= noteLengthMax)
      found[found.length - 1] = `${last} ${word}`
    else found.push(word)
  }
  return found.slice(0, notesMax)
}

/** One error that a partner's 824 tells. */
export interface ReceivedError824 {
  readonly code: string
  /** TED02, or the notes behind it where they tell the same in full. */
  readonly text: string
  readonly badValue: string
  readonly newValue?: string
  /** Segment and element of ours that it points at. */
  readonly at?: { readonly segment: string; readonly position: number; readonly element?: number }
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
    readonly references?: readonly { readonly qualifier: string; readonly value: string }[]
    readonly errors: readonly ReceivedError824[]
  }[]
}

/** Shapes while they are being read. */
interface OpenError {
  readonly ted: Segment
  readonly notes: string[]
}
interface OpenDocument {
  readonly oti: Segment
  readonly references: { qualifier: string; value: string }[]
  readonly errors: OpenError[]
}

/** An 824 as it says it; what is missing reads as ''. It should have passed its guide. */
export function read824(set: TransactionSet): Received824 {
  const open: OpenDocument[] = []
  for (const segment of set.segments) {
    const current = open.at(-1)
    if (segment.tag === 'OTI') open.push({ oti: segment, references: [], errors: [] })
    else if (segment.tag === 'REF') current?.references.push({ qualifier: segment.el(1), value: segment.el(2) })
    else if (segment.tag === 'TED') current?.errors.push({ ted: segment, notes: [] })
    else if (segment.tag === 'NTE') current?.errors.at(-1)?.notes.push(segment.el(2))
  }
  const number = set.segments.find(one => one.tag === 'BGN')?.el(2) ?? ''
  return { number, documents: open.map(receivedDocument) }
}

function receivedDocument({ oti, references, errors }: OpenDocument): Received824['documents'][number] {
  return {
    verdict: oti.el(1),
    reference: { qualifier: oti.el(2), value: oti.el(3) },
    groupControl: oti.el(8),
    setControl: oti.el(9),
    setId: oti.el(10),
    ...(references.length > 0 ? { references } : {}),
    errors: errors.map(receivedError),
  }
}

function receivedError({ ted, notes }: OpenError): ReceivedError824 {
  const [segment, position, newValue] = [ted.el(3), Number(ted.el(4)) || 0, ted.el(8)]
  const element = Number(ted.components(5)[0]) || 0
  return {
    code: ted.el(1),
    text: withNotes(ted.el(2), notes.join(' ').trim()),
    badValue: ted.el(7),
    ...(newValue ? { newValue } : {}),
    ...(segment || position ? { at: { segment, position, ...(element ? { element } : {}) } } : {}),
  }
}

/** Notes that repeat the short text in full take its place; others follow it. */
function withNotes(short: string, notes: string): string {
  if (notes === '' || short === '') return short || notes
  return notes.startsWith(short) ? notes : `${short}${/[.!?]$/.test(short) ? '' : '.'} ${notes}`
}
