/** What came of an input as plain data: one object a file, the same that `x12 check --json` prints on one line. */
import { codesMax, echoed, elementsTold, in004010, segmentId, writableVersion } from '../answer/acknowledge.ts'
import { badValueLengthMax } from '../finding.ts'
import { judgeInterchange } from '../judge/judge.ts'
import type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from '../judge/judgment.ts'
import type { Finding, Reading } from '../model.ts'
import { readInterchanges } from '../read/read.ts'

/** An input as read, and what judging each of its interchanges came to, in the same order. */
export interface Reviewed {
  readonly reading: Reading
  readonly judgments: readonly Judgment[]
}

/** One AK4. `null` stands for what the segment leaves out. */
export interface CheckedElement {
  readonly element: number
  readonly component: number | null
  readonly repetition: number | null
  /** Number of the data element, like "373". */
  readonly number: string | null
  /** AK403. */
  readonly code: string
  /** AK404: absent where a copy would hold a separator or a control character, or is longer than 99. */
  readonly value: string | null
}

/** One AK3 with the AK4s that follow it. */
export interface CheckedSegment {
  readonly id: string
  /** ST being 1. */
  readonly position: number
  /** AK303: only the id of a loop bounded by LS and LE. */
  readonly loop: string | null
  /** AK304. */
  readonly code: string
  readonly elements: readonly CheckedElement[]
}

export interface CheckedSet {
  readonly set: string
  readonly control: string
  /** AK501. */
  readonly code: 'A' | 'E' | 'R'
  /** AK502 to AK506. */
  readonly errors: readonly string[]
  readonly segments: readonly CheckedSegment[]
}

export interface CheckedGroup {
  /** GS01. */
  readonly kind: string
  readonly control: string
  readonly version: string
  /** AK901. */
  readonly code: 'A' | 'E' | 'P' | 'R'
  /** AK905 to AK909. */
  readonly errors: readonly string[]
  readonly said: number
  readonly received: number
  readonly accepted: number
  readonly sets: readonly CheckedSet[]
}

export interface CheckedInterchange {
  /** Qualifier and id, like "ZZ PEDALWERK". */
  readonly sender: string
  readonly receiver: string
  /** ISA13 as received. */
  readonly control: string
  readonly usage: string
  /** What a TA1 would say, whether or not one was asked for. */
  readonly ta1: { readonly code: 'A' | 'E' | 'R'; readonly note: string }
  readonly groups: readonly CheckedGroup[]
}

/** A finding with the control numbers of what it was found in; those it does not belong to are left out. */
export interface CheckedFinding extends Finding {
  readonly interchange?: string
  readonly group?: string
  readonly set?: string
}

export interface Checked {
  readonly file: string
  /** Why nothing could be read at all; null when something could. */
  readonly quarantined: string | null
  readonly interchanges: readonly CheckedInterchange[]
  readonly findings: readonly CheckedFinding[]
}

/** Reads and judges a whole input. Never throws for what the input holds. */
export function review(input: Uint8Array, options: JudgeOptions = {}): Reviewed {
  const reading = readInterchanges(input)
  return { reading, judgments: reading.interchanges.map(one => judgeInterchange(one, options)) }
}

/** The outcome for one file. `file` is repeated as given. */
export function checkInput(file: string, input: Uint8Array, options: JudgeOptions = {}): Checked {
  return checkedOf(file, review(input, options))
}

export function checkedOf(file: string, reviewed: Reviewed): Checked {
  return {
    file,
    quarantined: quarantineReason(reviewed.reading) ?? null,
    interchanges: reviewed.judgments.map(interchangeOf),
    findings: findingsOf(reviewed),
  }
}

/** 0 when everything was accepted, 1 when something was rejected or left unread, 2 when one is no X12 at all. */
export function exitCodeOf(checked: readonly Checked[]): 0 | 1 | 2 {
  if (checked.some(one => one.quarantined !== null)) return 2
  return checked.every(isAccepted) ? 0 : 1
}

export function isAccepted(checked: Checked): boolean {
  const unread = checked.findings.some(one => one.interchange === undefined && one.severity === 'error')
  return (
    checked.quarantined === null &&
    !unread &&
    checked.interchanges.every(
      one => one.ta1.code !== 'R' && one.groups.every(group => group.code !== 'R' && group.code !== 'P'),
    )
  )
}

/** The first error of the input itself says more than "no interchange", which always comes with it. */
function quarantineReason({ interchanges, findings }: Reading): string | undefined {
  if (interchanges.length > 0) return undefined
  const errors = findings.filter(one => one.severity === 'error')
  return (errors.find(one => one.code !== 'input.no-interchange') ?? errors[0])?.text
}

/** Everything that was found, in the order of the input; what an interchange and its group both report comes once. */
function findingsOf({ reading, judgments }: Reviewed): CheckedFinding[] {
  const seen = new Set<Finding>()
  const told: CheckedFinding[] = []
  const tell = (findings: readonly Finding[], within: Pick<CheckedFinding, 'interchange' | 'group' | 'set'>) => {
    for (const one of findings) {
      if (seen.has(one)) continue
      seen.add(one)
      told.push({ ...within, ...one })
    }
  }
  tell(reading.findings, {})
  for (const judgment of judgments) {
    const interchange = judgment.interchange.isa.control
    const ofGroups = new Set(judgment.groups.flatMap(group => group.findings))
    tell(
      judgment.findings.filter(one => !ofGroups.has(one)),
      { interchange },
    )
    for (const judged of judgment.groups) {
      const group = judged.group.gs.control
      tell(judged.findings, { interchange, group })
      for (const set of judged.sets) tell(set.findings, { interchange, group, set: set.set.control })
    }
  }
  return told
}

function interchangeOf({ interchange, ta1, groups }: Judgment): CheckedInterchange {
  const { isa } = interchange
  return {
    sender: isa.senderId,
    receiver: isa.receiverId,
    control: isa.control,
    usage: isa.usage,
    ta1: { code: ta1.code, note: ta1.note },
    groups: groups.map(groupOf),
  }
}

function groupOf(judged: GroupJudgment): CheckedGroup {
  const { gs } = judged.group
  const from005010 = (writableVersion(gs.version) ?? '') >= '005010'
  return {
    kind: gs.functionalId,
    control: gs.control,
    version: gs.version,
    code: judged.code,
    errors: judged.ak905.slice(0, codesMax),
    said: judged.counts.said,
    received: judged.counts.received,
    accepted: judged.counts.accepted,
    sets: judged.sets.map(set => setOf(set, from005010)),
  }
}

function setOf(judged: SetJudgment, from005010: boolean): CheckedSet {
  return {
    set: judged.set.id,
    control: judged.set.control,
    code: judged.code,
    errors: judged.ak502.slice(0, codesMax),
    segments: segmentErrors(judged, from005010),
  }
}

/** A copied value must not hold our own separators, control characters or letters beyond ASCII. */
const mustNotBeCopied = /[\p{Cc}\p{Cs}*>^~\u{80}-\u{10FFFF}]/u

/** The AK3 and AK4 pairs of a set. A missing segment is told where it was due, apart from the one standing there. */
function segmentErrors(judged: SetJudgment, from005010: boolean): CheckedSegment[] {
  const bySegment = new Map<string, Finding[]>()
  for (const one of judged.findings) {
    const { ak304, ak403 } = one.x12
    if (one.severity !== 'error' || one.position === undefined || (ak304 ?? ak403) === undefined) continue
    const key = ak304 === undefined ? `${one.position}` : `${one.position}/${one.tag}/${ak304}`
    const already = bySegment.get(key)
    if (already) already.push(one)
    else bySegment.set(key, [one])
  }
  return [...bySegment.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [segmentError([first, ...others], first, from005010)],
  )
}

function segmentError(all: readonly Finding[], first: Finding, from005010: boolean): CheckedSegment {
  return {
    id: segmentId(first.tag ?? ''),
    position: first.position ?? 1,
    loop: copyOf(first.boundedLoop, from005010 ? 4 : 6),
    code: first.x12.ak304 ?? '8',
    elements: elementsTold(all, Infinity).map(one => elementError(one, from005010)),
  }
}

function elementError(one: Finding, from005010: boolean): CheckedElement {
  const { dataElement = '' } = one
  const code = one.x12.ak403 ?? '7'
  return {
    element: one.element ?? 1,
    component: one.component ?? null,
    // Element 1528 of the position came with 005010.
    repetition: from005010 ? (one.repetition ?? null) : null,
    number: /^\d{1,4}$/.test(dataElement) ? dataElement : null,
    code: from005010 ? code : in004010(code),
    value: one.valueAltered ? null : copyOf(one.value, badValueLengthMax),
  }
}

const copyOf = (value: string | undefined, lengthMax: number): string | null =>
  echoed(value ?? '', lengthMax, { forbidden: mustNotBeCopied }) || null
