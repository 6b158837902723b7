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
 *   const order = document('850', '004010', d => {           // segments, elements, codes and conditions are typed
 *     d.add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1', 5: '20260302' })
 *     d.loop('PO1', { 1: '1', 2: '24', 3: 'EA', 6: 'BP', 7: 'SAD-100' }, line => line.loop('PID', { 1: 'F', 5: 'Saddle' }))
 *     d.totals()                                             // CTT, counted
 *   })
 *   const bytes = writeDocuments(envelope, [order])          // or Unwritable: where, what is wrong, what to do
 *
 * Inputs of any size, to the same verdicts, in little memory and without their segments:
 *
 *   for await (const event of judgeStream(createReadStream(path), isa => optionsOf(isa.senderId)))
 *     if (event.kind === 'interchange' && event.judged.accepted)
 *       for (const judged of event.judged.groups) send(write997(judged, envelope))
 */
export { write997, write999, writeTa1 } from './acknowledge.ts'
export {
  type Application824,
  type Error824,
  type Judged824,
  original824,
  type Received824,
  type ReceivedError824,
  read824,
  segments824,
  write824,
} from './advice-824.ts'
export { validateByGuide } from './agreed-findings.ts'
export {
  type BuiltDocument,
  document,
  type Level,
  type SetId,
  type TotalsOptions,
  writeDocuments,
} from './builders/document.ts'
export type { Segments as SegmentTypes } from './builders/types.ts'
export { type Envelope, type OutDelimiters, usualDelimiters } from './envelope.ts'
export { type ExplainedElement, type ExplainedSegment, explainInterchange, explainSet, loopPaths } from './explain.ts'
export { type Guide, guideFor, impliedLeniencies, type Release, releaseFor, widenedGuide } from './guide.ts'
export { type GuideDifference, guideDifferences } from './guide-differences.ts'
export { guideDifferencesPage, guidePage } from './guide-page.ts'
export { guideSets } from './guides/index.ts'
export { type HierarchyLevel, hierarchy } from './hl.ts'
export { judgeInterchange } from './judge.ts'
export type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
export { type Limits, standardLimits, streamingLimits } from './limits.ts'
export { Loop, loops } from './loops.ts'
export { type Catalogue, english, type FindingCode, type Message, messages, wordsFor } from './messages.ts'
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
export { isGuide, type PartnerAgreement, partnerGuide, partnerGuideFor } from './partner-guide.ts'
export type {
  ElementCondition,
  ElementNarrowing,
  GuideError,
  PartnerGuideJson,
  PartnerRule,
  SegmentNarrowing,
} from './partner-json.ts'
export { type RefusedPlace, type SegmentToWrite, type SetToWrite, Unwritable, type Value } from './pen.ts'
export { readEnvelopes, readInterchanges } from './read.ts'
export {
  type AcknowledgedElement,
  type AcknowledgedSegment,
  type AcknowledgedSet,
  type Acknowledgment,
  read997,
} from './read-acknowledgment.ts'
export { sampleOf } from './sample.ts'
export { Segment } from './segment.ts'
export { type JudgeEvent, JudgeStream, judgeStream, type StreamOptions } from './stream.ts'
export { type Totals, totalsOf } from './totals.ts'
export { validateSet } from './validate.ts'
export { codeInWords, elementInWords, segmentInWords } from './words.ts'
export { writeBareInterchange, writeInterchange, writeUnread } from './write.ts'
