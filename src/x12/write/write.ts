/** Writing interchanges: every value is checked before it is written, every count and width comes out right. */

import { type Guide, guideFor } from '../guide/guide.ts'
import { judgeInterchange } from '../judge/judge.ts'
import { standardLimits } from '../limits.ts'
import { messages } from '../messages.ts'
import type { Finding } from '../model.ts'
import { readInterchanges } from '../read/read.ts'
import type { Envelope } from './envelope.ts'
import { checkHierarchy } from './hl.ts'
import { Pen, type SegmentToWrite, type SetToWrite, Unwritable } from './pen.ts'
import { checkTotals } from './totals.ts'

/**
 * Writes one interchange with one group. Values are never cut or replaced: throws Unwritable when one holds a
 * separator, a control character or a character that the partner's set lacks, when totals or levels contradict the
 * lines, or when our own reader would find anything in the result (type, length, code, conditions, order).
 */
export function writeInterchange(envelope: Envelope, functionalId: string, sets: readonly SetToWrite[]): Uint8Array {
  const { bytes, sure } = written(envelope, functionalId, sets, true)
  const numbers = new Set(sets.map(({ control }) => control))
  const small = bytes.length <= standardLimits.interchangeBytesMax && sets.length <= standardLimits.setsPerGroupMax
  // What the pen was sure of needs no second look, the header apart: that is read without its sets.
  const proof = sure && small && numbers.size === sets.length ? written(envelope, functionalId, [], false).bytes : bytes
  proofread(proof, envelope)
  for (const { id, segments } of sets) {
    checkTotals(id, segments)
    checkHierarchy(segments)
  }
  return bytes
}

/**
 * The same without the guide: for acknowledgments, which must repeat a partner's numbers as wrong as they came, and for
 * what was written and read before under other numbers.
 */
export function writeUnread(envelope: Envelope, functionalId: string, sets: readonly SetToWrite[]): Uint8Array {
  return written(envelope, functionalId, sets, false).bytes
}

function written(envelope: Envelope, functionalId: string, sets: readonly SetToWrite[], guided: boolean) {
  const pen = new Pen(envelope, guided)
  pen.isa(envelope)
  const { gsSender, gsReceiver, groupControl, version } = envelope
  const gsDate = version.slice(0, 6) < '004010' ? envelope.date.slice(2) : envelope.date
  pen.check(/^[1-9]\d{0,8}$/.test(groupControl), 'the group control number has one to nine digits', 'GS', 6)
  pen.segment(['GS', functionalId, gsSender, gsReceiver, gsDate, envelope.time, groupControl, 'X', version], 0)
  for (const set of sets) pen.set(set, guided ? exactGuide(set, functionalId, version) : undefined)
  pen.segment(['GE', String(sets.length), groupControl], 0)
  pen.segment(['IEA', '1', envelope.interchangeControl], 0)
  return { bytes: pen.bytes(), sure: pen.sure }
}

/** The guide that the reader will take, when it is the one of this very version and the set stands in its own group. */
function exactGuide({ id, segments }: SetToWrite, functionalId: string, version: string): Guide | undefined {
  const guide = guideFor(id, version)
  const fits = guide?.groupId === functionalId && segments.length < standardLimits.segmentsPerSetMax - 2
  return fits && version.startsWith(guide.release) ? guide : undefined
}

/** An interchange that holds no group, only TA1 segments. */
export function writeBareInterchange(envelope: Envelope, segments: readonly SegmentToWrite[]): Uint8Array {
  const pen = new Pen(envelope)
  pen.isa(envelope)
  for (const segment of segments) pen.segment(segment, 0)
  pen.segment(['IEA', '0', envelope.interchangeControl], 0)
  return pen.bytes()
}

/** Our own reader is the first to see what we write. */
function proofread(bytes: Uint8Array, envelope: Envelope): void {
  const [interchange] = readInterchanges(bytes).interchanges
  if (interchange === undefined) throw new Unwritable('no interchange came out', { segment: 'ISA', position: 0 })
  const { findings, groups } = judgeInterchange(interchange, { leniencies: envelope.leniencies ?? [] })
  const all = [...findings, ...groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)])]
  const refused = all.filter(isRefused)
  const [first] = refused
  if (first === undefined) return
  const { tag = '', position = 0, element, dataElement } = first
  const place = { segment: tag, position, ...(element ? { element } : {}), ...(dataElement ? { dataElement } : {}) }
  throw new Unwritable(first.text, place, refused, first.remedy)
}

/** Errors, and what the reader always remarks on; not what a partner has been granted by a leniency. */
function isRefused({ severity, code }: Finding): boolean {
  if (severity === 'error') return true
  return messages[code].severity === 'warning' && code !== 'element.six-digit-date'
}
