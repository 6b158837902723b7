/**
 * The X12 engine: pure functions of bytes. No database, no clock, no business.
 *
 *   const { interchanges } = readInterchanges(bytes)
 *   for (const interchange of interchanges) {
 *     const judgment = judgeInterchange(interchange, { leniencies: ['six-digit-dates'] })
 *     for (const judged of judgment.groups) {
 *       const answer = write997(judged, envelope)              // undefined for FA groups
 *       for (const { set, code } of judged.sets) {
 *         if (code === 'R' || !judgment.accepted) continue
 *         const doc = loops(set, judged.group)                 // the set as nested loops
 *         const order = doc.first('BAK')?.el(3)                // element 3, '' when absent
 *         for (const line of doc.loops('PO1'))                 // every PO1 with what belongs to it
 *           for (const ack of line.loops('ACK'))               // every ACK under it
 *             use(order, line.segment.el(1), ack.segment.el(1), ack.first('DTM')?.el(2))
 *       }
 *     }
 *   }
 *
 * Inputs of any size, to the same verdicts, in little memory and without their segments:
 *
 *   for await (const event of judgeStream(createReadStream(path), isa => optionsOf(isa.senderId)))
 *     if (event.kind === 'interchange' && event.judged.accepted)
 *       for (const judged of event.judged.groups) send(write997(judged, envelope))
 */
export { write997, writeTa1 } from './acknowledge.ts'
export { type Application824, type Judged824, type Received824, read824, segments824, write824 } from './advice-824.ts'
export { type Envelope, type OutDelimiters, usualDelimiters } from './envelope.ts'
export { type ExplainedElement, type ExplainedSegment, explainInterchange, explainSet } from './explain.ts'
export { type Guide, guideFor, type Release, releaseFor } from './guide.ts'
export { guideSets } from './guides/index.ts'
export { judgeInterchange } from './judge.ts'
export type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
export { type Limits, standardLimits, streamingLimits } from './limits.ts'
export { Loop, loops } from './loops.ts'
export { type FindingCode, messages } from './messages.ts'
export {
  type Delimiters,
  type Finding,
  type Group,
  type Gs,
  type Interchange,
  type Isa,
  type Leniency,
  leniencies,
  type Place,
  type Reading,
  type Severity,
  type Ta1,
  type Trailer,
  type TransactionSet,
  type X12Codes,
} from './model.ts'
export { type NodeX12Set, toNodeX12Set } from './node-x12.ts'
export { type SegmentToWrite, type SetToWrite, Unwritable, type Value } from './pen.ts'
export { readEnvelopes, readInterchanges } from './read.ts'
export {
  type AcknowledgedElement,
  type AcknowledgedSegment,
  type AcknowledgedSet,
  type Acknowledgment,
  read997,
} from './read-acknowledgment.ts'
export { Segment } from './segment.ts'
export { type JudgeEvent, JudgeStream, judgeStream, type StreamOptions } from './stream.ts'
export { validateSet } from './validate.ts'
export { codeInWords, elementInWords, segmentInWords } from './words.ts'
export { writeBareInterchange, writeInterchange, writeUnread } from './write.ts'
