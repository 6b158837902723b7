// What must hold for every input there is. Each throws when it does not.
import { isDeepStrictEqual } from 'node:util'
import { write997 } from '../../src/x12/answer/acknowledge.ts'
import { answerInput } from '../../src/x12/answer/answer.ts'
import type { Judgment } from '../../src/x12/judge/judgment.ts'
import { JudgeStream } from '../../src/x12/judge/stream.ts'
import { standardLimits } from '../../src/x12/limits.ts'
import type { Finding, Reading } from '../../src/x12/model.ts'
import { readInterchanges } from '../../src/x12/read/read.ts'
import { checkedOf, type Reviewed, review } from '../../src/x12/show/check.ts'
import { checkText } from '../../src/x12/show/check-text.ts'
import { explainPage } from '../../src/x12/show/explain-page.ts'
import { explainText } from '../../src/x12/show/explain-text.ts'
import { plainEnvelope, saidBy, toldBy } from '../acknowledged.ts'

const options = { control: 1, date: '20260302', time: '0915' }

/** All ways to read an input; each must give what the first one gives. One line each. */
const readers: readonly { readonly name: string; readonly read: (bytes: Uint8Array) => Reading }[] = [
  { name: 'whole', read: bytes => readInterchanges(bytes) },
  { name: 'within a larger buffer', read: bytes => readInterchanges(amongOthers(bytes)) },
]

function amongOthers(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 200).fill(0x49)
  larger.set(bytes, 100)
  return larger.subarray(100, 100 + bytes.length)
}

/** The work whose time counts: what happens to every input that arrives. */
export function work(bytes: Uint8Array): Reviewed {
  const reviewed = review(bytes)
  answerInput(reviewed, options)
  return reviewed
}

/** Above this, words and pages are made for some inputs only: they are for people. */
const explainedBytesMax = 20_000

export function checkAll(bytes: Uint8Array, reviewed: Reviewed): void {
  everyReaderAgrees(bytes)
  findingsPointIntoTheInput(bytes, reviewed)
  countsAgree(reviewed)
  answersAreSound(reviewed)
  checksSayWhatThe997Says(reviewed)
  judgedAsItComesIsTheSame(bytes, reviewed)
  if (bytes.length > explainedBytesMax) return
  checkText('in.edi', reviewed)
  explainText('in.edi', reviewed)
  must(!/<script|<img/i.test(explainPage('in.edi', reviewed)), 'a value became markup')
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

function everyReaderAgrees(bytes: Uint8Array): void {
  const [first, ...others] = readers.map(({ name, read }) => ({ name, text: JSON.stringify(read(bytes)) }))
  for (const { name, text } of others) must(text === first?.text, `read ${name}, it is another reading`)
}

function allFindings({ reading, judgments }: Reviewed): Finding[] {
  const judged = judgments.flatMap(({ findings, groups }) => [
    ...findings,
    ...groups.flatMap(group => [...group.findings, ...group.sets.flatMap(set => set.findings)]),
  ])
  return [...reading.findings, ...judged]
}

function findingsPointIntoTheInput(bytes: Uint8Array, reviewed: Reviewed): void {
  for (const one of allFindings(reviewed)) {
    const inside = Number.isInteger(one.offset) && one.offset >= 0 && one.offset <= bytes.length
    must(inside, `${one.code} points to byte ${one.offset} of ${bytes.length}`)
    must(one.text !== '' && one.remedy !== '', `${one.code} says nothing`)
    const slip = /undefined|\[object/.exec(one.text)?.[0]
    must(slip === undefined || Buffer.from(bytes).includes(slip), `${one.code} says: ${one.text}`)
  }
}

/** A set is accepted exactly when nothing fatal was found in it or its group, and the counts say the same. */
function countsAgree({ judgments }: Reviewed): void {
  const isFatal = ({ severity }: Finding) => severity === 'error'
  for (const { counts, sets, findings } of judgments.flatMap(one => one.groups)) {
    must(counts.received === sets.length, 'AK903 is not the number of sets')
    must(counts.accepted === sets.filter(set => set.code !== 'R').length, 'AK904 is not the number accepted')
    for (const set of sets) {
      const fatal = set.findings.some(isFatal) || findings.some(isFatal)
      must((set.code === 'R') === fatal, `the set is ${set.code}, fatal findings: ${fatal}`)
    }
  }
}

/** The AK3 and AK4 pairs of a check are those that are sent. */
function checksSayWhatThe997Says(reviewed: Reviewed): void {
  const checked = checkedOf('in.edi', reviewed)
  for (const [i, { groups }] of reviewed.judgments.entries()) {
    for (const [g, group] of groups.entries()) {
      const written = write997(group, plainEnvelope)
      if (written === undefined) continue
      const said = saidBy(written)
      const told = toldBy(checked, i, g, said)
      must(isDeepStrictEqual(said, told), `the 997 and the check differ ${firstDifference(said, told)}`)
    }
  }
}

/** Where two values differ first, and in what. */
function firstDifference(one: unknown, other: unknown, path = 'at'): string {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other ? '' : `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>]
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const told = firstDifference(a[key], b[key], `${path}.${key}`)
    if (told) return told
  }
  return ''
}

/** In pieces of any size: the same verdicts, findings and answers as of the whole. */
function judgedAsItComesIsTheSame(bytes: Uint8Array, { judgments }: Reviewed): void {
  const stream = new JudgeStream({}, standardLimits)
  const events = []
  const size = 1 + (bytes.length % 977)
  for (let at = 0; at < bytes.length; at += size) events.push(...stream.push(bytes.subarray(at, at + size)))
  events.push(...stream.end())
  const streamed = events.flatMap(one => (one.kind === 'interchange' ? [one.judged] : []))
  must(isDeepStrictEqual(streamed.map(inShort), judgments.map(inShort)), 'judged as it comes, it is another verdict')
}

const inShort = ({ ta1, accepted, findings, groups }: Judgment) => ({
  ...{ ta1, accepted, findings },
  groups: groups.map(group => ({
    ...{ code: group.code, ak905: group.ak905, counts: group.counts, findings: group.findings },
    sets: group.sets.map(({ code, ak502, findings: told }) => ({ code, ak502, findings: told })),
    answer: Buffer.from(write997(group, plainEnvelope) ?? []).toString('latin1'),
  })),
})

/** Deterministic; and what we write is read without an error, but for what it repeats as wrong as it came. */
function answersAreSound(reviewed: Reviewed): void {
  const { written } = answerInput(reviewed, options)
  const again = answerInput(reviewed, options)
  must(
    written.every((bytes, i) => Buffer.compare(bytes, again.written[i] ?? bytes.subarray(1)) === 0),
    'another answer',
  )
  for (const bytes of written) {
    const answer = review(bytes)
    const wrong = allFindings(answer).find(one => one.severity === 'error' && !isEcho(one))
    must(
      wrong === undefined,
      `our answer is wrong: ${wrong?.text} ${Buffer.from(bytes).toString('latin1').slice(0, 400)}`,
    )
    must(answerInput(answer, options).written.length === 0, 'an answer was answered')
  }
}

/** AK1 and AK2 repeat numbers as wrong as they came; ISA05 to ISA08 are the addresses of what is answered, turned round. */
const isEcho = ({ tag, element = 0 }: Finding): boolean =>
  tag === 'AK1' || tag === 'AK2' || (tag === 'ISA' && element >= 5 && element <= 8)

/** A document with nothing but what must be sent, grown from its guide, has every segment in its place. */
export function everySegmentHasItsPlace(setId: string, reviewed: Reviewed): void {
  const structural = allFindings(reviewed).find(one => one.x12.ak304 !== undefined && one.x12.ak304 !== '8')
  must(structural === undefined, `${setId}: ${structural?.text}`)
}
