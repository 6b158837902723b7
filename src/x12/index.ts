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
export { write997, write999, writeTa1 } from './answer/acknowledge.ts'
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
} from './answer/advice-824.ts'
export {
  type AcknowledgedElement,
  type AcknowledgedSegment,
  type AcknowledgedSet,
  type Acknowledgment,
  read997,
} from './answer/read-acknowledgment.ts'
export { type Guide, guideFor, impliedLeniencies, type Release, releaseFor, widenedGuide } from './guide/guide.ts'
export { isGuide, type PartnerAgreement, partnerGuide, partnerGuideFor } from './guide/partner-guide.ts'
export type {
  ElementCondition,
  ElementNarrowing,
  GuideError,
  PartnerGuideJson,
  PartnerRule,
  SegmentNarrowing,
} from './guide/partner-json.ts'
export { guideSets } from './guide/sets/index.ts'
export { validateByGuide } from './judge/agreed-findings.ts'
export { judgeInterchange } from './judge/judge.ts'
export type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judge/judgment.ts'
export { Loop, loops } from './judge/loops.ts'
export { type JudgeEvent, JudgeStream, judgeStream, type StreamOptions } from './judge/stream.ts'
export { validateSet } from './judge/validate.ts'
export { type Limits, standardLimits, streamingLimits } from './limits.ts'
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
export { readEnvelopes, readInterchanges } from './read/read.ts'
export { Segment } from './read/segment.ts'
export {
  type ExplainedElement,
  type ExplainedSegment,
  explainInterchange,
  explainSet,
} from './show/explain.ts'
export { type GuideDifference, guideDifferences } from './show/guide-differences.ts'
export { guideDifferencesPage, guidePage } from './show/guide-page.ts'
export { type Walker, walkSets } from './show/walk.ts'
export { codeInWords, elementInWords, segmentInWords } from './show/words.ts'
export {
  type BuiltDocument,
  document,
  type Level,
  type SetId,
  type TotalsOptions,
  writeDocuments,
} from './write/builders/document.ts'
export type { Segments as SegmentTypes } from './write/builders/types.ts'
export { type Envelope, type OutDelimiters, usualDelimiters } from './write/envelope.ts'
export { type HierarchyLevel, hierarchy } from './write/hl.ts'
export { type NodeX12Set, toNodeX12Set } from './write/node-x12.ts'
export { type RefusedPlace, type SegmentToWrite, type SetToWrite, Unwritable, type Value } from './write/pen.ts'
export { sampleOf } from './write/sample.ts'
export { type Totals, totalsOf } from './write/totals.ts'
export { writeBareInterchange, writeInterchange, writeUnread } from './write/write.ts'
