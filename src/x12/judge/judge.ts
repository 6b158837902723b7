/** Judging an interchange: header, trailer, groups, sets, in the order in which a TA1 and a 997 report them. */

import { finding, shown } from '../finding.ts'
import { type Guide, guideFor, knownGroupIds, releaseFor } from '../guide/guide.ts'
import { partnerGuideFor } from '../guide/partner-guide.ts'
import { guideSets } from '../guide/sets/index.ts'
import { standardLimits } from '../limits.ts'
import type { FindingCode } from '../messages.ts'
import type { Delimiters, Expectation, Finding, Group, Interchange, Leniency, Place, TransactionSet } from '../model.ts'
import { canSeparate } from '../read/frame.ts'
import { checkBy } from './agreed-findings.ts'
import type { Room } from './collect.ts'
import type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
import { runThrough, type SetCheckResult, soften, softener, unchecked } from './validate.ts'
import { isDate, isTime } from './values.ts'

/** Groups of acknowledgments are read, never answered. */
const acknowledgmentGroup = 'FA'
const acknowledgmentSets: ReadonlySet<string> = new Set(['997', '999'])

/**
 * TA1 has room for one note: of several errors it tells the one that X12.56 would meet first. Separators, then the
 * header's elements in their order (ISA12: no version at all before a version not taken), the number known already, the
 * trailer, and what stands between.
 */
const noteOrder =
  '026 027 004 010 011 012 013 005 006 007 008 009 014 015 016 017 003 018 019 020 025 023 001 021 024 022'.split(' ')
const noteRank = (one: Finding) => noteOrder.indexOf(one.x12.ta105 ?? '')

export function judgeInterchange(interchange: Interchange, options: JudgeOptions = {}): Judgment {
  const granted = new Set(options.leniencies ?? [])
  const room = { left: standardLimits.findingsPerInterchangeMax }
  const groups = interchange.groups.map(group => judgeGroup(group, options, granted, room))
  return interchangeVerdict(interchange, groups, options, granted)
}

/** The verdict on an interchange whose groups have theirs. */
export function interchangeVerdict(
  interchange: Interchange,
  groups: readonly GroupJudgment[],
  options: JudgeOptions,
  granted: ReadonlySet<Leniency>,
): Judgment {
  const findings = [...headerFindings(interchange, options, granted), ...interchange.findings].map(one =>
    soften(one, granted),
  )
  findings.push(...groups.flatMap(group => group.findings.filter(one => one.x12.ta105 !== undefined)))
  // Sorting keeps the order of those that give the same note.
  const told = findings.filter(one => one.x12.ta105 !== undefined).sort((a, b) => noteRank(a) - noteRank(b))
  const worst = told.find(one => one.severity === 'error') ?? told.find(one => one.severity === 'warning')
  const code = worst === undefined ? 'A' : worst.severity === 'error' ? 'R' : 'E'
  // TA1s without a group are themselves an answer: to answer them would never end.
  const ta1Allowed = interchange.groups.length > 0 || interchange.ta1s.length === 0
  return {
    interchange,
    ta1: { code, note: worst?.x12.ta105 ?? '000' },
    ta1Allowed,
    ta1Wanted: interchange.isa.ackRequested && ta1Allowed,
    accepted: code !== 'R',
    findings,
    groups,
  }
}

/** In the order of x12.5: separators, ids, date and time, standard and version, control number, the rest. */
function headerFindings(interchange: Interchange, options: JudgeOptions, granted: ReadonlySet<Leniency>): Finding[] {
  const { isa, delimiters, offset } = interchange
  const found: Finding[] = []
  const field = (n: number) => isa.raw[n - 1] ?? ''
  const report = (code: FindingCode, element: number, width = false, value = field(element), stands?: number) => {
    const place = { offset, tag: 'ISA', element, ...shown(value), ...wide(value, stands) }
    found.push(finding(code, place, width && granted.has('isa-width') ? 'warning' : undefined))
  }
  checkSeparators(interchange, found)
  /** What a field says must hold without the blanks around it; that it has another width may have been agreed. */
  const shaped = (code: FindingCode, n: number, width: number, holds: (value: string) => boolean) => {
    const value = field(n)
    if (!holds(value.trim()) || /[^\x20-\x7e]/.test(value)) report(code, n)
    else if (value.length !== width) report(code, n, true, value, width)
  }
  const isQualifier = (value: string) => /^[0-9A-Z]{2}$/.test(value)
  // X12 element I05.
  const isIdQualifier = (value: string) => /^(0[1-47-9]|[12]\d|3[0-8]|AM|NR|SA|SN|ZZ)$/.test(value)
  const isFilled = (value: string) => value !== ''
  shaped('isa.authorization-qualifier', 1, 2, isQualifier)
  shaped('isa.authorization', 2, 10, () => true)
  shaped('isa.security-qualifier', 3, 2, isQualifier)
  shaped('isa.security', 4, 10, () => true)
  shaped('isa.sender-qualifier', 5, 2, isIdQualifier)
  shaped('isa.sender', 6, 15, isFilled)
  shaped('isa.receiver-qualifier', 7, 2, isIdQualifier)
  shaped('isa.receiver', 8, 15, isFilled)
  const ours = options.receivers
  if (ours && !ours.some(one => one.qualifier === isa.receiverQualifier && one.id === isa.receiverId))
    report('isa.receiver-unknown', 8, false, `${isa.receiverQualifier} ${isa.receiverId}`)
  shaped('isa.date', 9, 6, value => /^\d{6}$/.test(value) && isDate(`20${value}`))
  shaped('isa.time', 10, 4, value => value.length === 4 && isTime(value))
  const standards = standardsFault(isa.repetition, delimiters)
  if (standards) report(standards, 11, isa.repetition.trim().length === 1)
  shaped('isa.version', 12, 5, value => /^\d{5}$/.test(value))
  if (/^\d{5}$/.test(isa.version) && (isa.version < '00200' || isa.version >= '01000'))
    report('isa.version-unsupported', 12)
  if (!/^\d{9}$/.test(isa.control)) report('isa.control', 13, /^\d{1,9}$/.test(isa.control.trim()))
  shaped('isa.ack-requested', 14, 1, value => /^[01]$/.test(value))
  shaped('isa.usage', 15, 1, value => /^[PTI]$/.test(value))
  if (options.duplicate) report('isa.duplicate', 13)
  return found
}

/** Its value is right, and its width is not. */
const wide = ({ length }: string, width: number | undefined) =>
  width === undefined
    ? {}
    : { expects: { phrase: 'characters-where', with: { n: String(length), width: String(width) } } as const }

function checkSeparators({ delimiters, offset }: Interchange, found: Finding[]): void {
  const { element, component, terminator } = delimiters
  const usable = (one: string, others: readonly string[]) => canSeparate(one.charCodeAt(0)) && !others.includes(one)
  const report = (code: FindingCode, value: string) =>
    found.push(finding(code, { offset, tag: 'ISA', ...shown(value) }))
  if (!usable(element, [])) report('isa.element-separator', element)
  if (!usable(component, [element, terminator])) report('isa.component-separator', component)
  if (!usable(terminator, [element])) report('isa.terminator', terminator)
}

/**
 * ISA11 is "U" or, from 00402 on, the repetition separator. In the field other signs stand there under older versions
 * and separate nothing; a letter, a digit or another width says that the header is not what it should be.
 */
function standardsFault(value: string, { element, component, terminator, repetition }: Delimiters) {
  if (repetition !== undefined)
    return [element, component, terminator].includes(repetition) ? 'isa.repetition-separator' : undefined
  if (value === 'U') return undefined
  return value.length !== 1 || /[0-9A-Za-z]/.test(value) ? 'isa.standards-id-invalid' : 'isa.standards-id'
}

function judgeGroup(group: Group, options: JudgeOptions, granted: ReadonlySet<Leniency>, room: Room): GroupJudgment {
  const seen = new Set<string>()
  const sets = group.sets.map(set => {
    const repeated = seen.has(set.control)
    seen.add(set.control)
    return judgeSet(set, group, repeated, options, granted, room)
  })
  return groupVerdict(group, sets, granted)
}

/** The verdict on a group whose sets have theirs; refused as a whole, it takes all of them along. */
export function groupVerdict(
  group: Group,
  judged: readonly SetJudgment[],
  granted: ReadonlySet<Leniency>,
): GroupJudgment {
  const findings = [...groupFindings(group), ...group.findings].map(one => soften(one, granted))
  const ak905 = codesOf(findings, one => one.x12.ak905)
  const refused = findings.some(one => one.severity === 'error')
  const sets = refused ? judged.map(set => ({ ...set, code: 'R' as const })) : judged
  const accepted = sets.filter(set => set.code !== 'R').length
  const said = /^\d{1,6}$/.test(group.ge?.count ?? '') ? Number(group.ge?.count) : sets.length
  return {
    group,
    code: groupCode(sets, accepted, refused),
    ak905,
    counts: { said, received: sets.length, accepted },
    answered: isAnswered(group),
    findings,
    sets,
  }
}

/** Not even where an acknowledgment came in a group of another kind: two systems would answer each other for ever. */
function isAnswered({ gs, sets }: Group): boolean {
  if (gs.functionalId === acknowledgmentGroup) return false
  return sets.length === 0 || sets.some(set => !acknowledgmentSets.has(set.id))
}

function groupCode(sets: readonly SetJudgment[], accepted: number, refused: boolean): GroupJudgment['code'] {
  if (refused) return 'R'
  // A group without sets holds nothing that could be refused.
  if (accepted === sets.length) return sets.some(set => set.code === 'E') ? 'E' : 'A'
  return accepted === 0 ? 'R' : 'P'
}

function groupFindings({ gs, offset }: Group): Finding[] {
  const found: Finding[] = []
  const report = (code: FindingCode, element: number, more: Partial<Place> = {}) =>
    found.push(finding(code, { offset, tag: 'GS', element, ...shown(gs.raw[element - 1] ?? ''), ...more }))
  const field = (element: number, name: string, holds: boolean, expects: Expectation) => {
    if (!holds) report('group.field', element, { name, expects })
  }
  const idLength: Expectation = { phrase: 'characters-at-most', with: { n: '15' } }
  field(1, 'kind of group', /^[A-Z0-9]{2}$/.test(gs.functionalId), { phrase: 'two-letters' })
  field(2, 'sender', /^.{1,15}$/.test(gs.sender), idLength)
  field(3, 'receiver', /^.{1,15}$/.test(gs.receiver), idLength)
  const dated = isDate(gs.date) || (gs.date.length === 6 && isDate(`20${gs.date}`))
  field(4, 'date', dated, { phrase: 'group-date' })
  field(5, 'time', isTime(gs.time), { phrase: 'group-time' })
  if (/^[A-Z0-9]{2}$/.test(gs.functionalId) && !knownGroupIds.has(gs.functionalId)) report('group.not-supported', 1)
  if (releaseFor(gs.version) === undefined) report('group.version', 8)
  if (!/^\d{1,9}$/.test(gs.control)) report('group.control-syntax', 6)
  return found
}

function judgeSet(
  set: TransactionSet,
  group: Group,
  repeated: boolean,
  options: JudgeOptions,
  granted: ReadonlySet<Leniency>,
  room: Room,
): SetJudgment {
  const terms = termsOf(set, group, repeated, options, granted)
  const findingsMax = Math.min(standardLimits.findingsPerSetMax, room.left)
  const delimiters = set.segments[0]?.delimiters ?? { element: '*', component: '>', terminator: '~' }
  const { guide } = terms
  const soft = softener([...terms.granted], group.gs.version)
  const checked = guide
    ? runThrough(checkBy(guide, set, group, { delimiters, granted: [...terms.granted], findingsMax }), set, soft)
    : unchecked(set.findings, soft)
  return setVerdict(set, terms, checked, room)
}

/** What a set is judged by. */
export interface SetTerms {
  /** What ST itself has wrong. */
  readonly head: readonly Finding[]
  /** None when its id or document type is refused. */
  readonly guide: Guide | undefined
  /** Granted by the caller and by the guide. */
  readonly granted: ReadonlySet<Leniency>
}

export function termsOf(
  set: TransactionSet,
  group: Group,
  repeated: boolean,
  options: JudgeOptions,
  granted: ReadonlySet<Leniency>,
): SetTerms {
  const { version } = group.gs
  const guide = partnerGuideFor(options.guides ?? [], set.id, version) ?? guideFor(set.id, version)
  const lenient = guide?.leniencies ? new Set([...granted, ...guide.leniencies]) : granted
  const head = headOf(set, group, repeated, options, lenient).map(one => soften(one, lenient))
  const refused = head.some(
    one => one.severity === 'error' && (one.code === 'set.not-supported' || one.code === 'set.id-invalid'),
  )
  return { head, guide: refused ? undefined : guide, granted: lenient }
}

/** The verdict on a set. Findings are listed as far as there is room for them in the interchange. */
export function setVerdict(
  set: TransactionSet,
  { head, granted }: SetTerms,
  checked: SetCheckResult,
  room: Room,
): SetJudgment {
  const said = acknowledgmentSets.has(set.id) ? withoutKindOfOthers(checked) : checked
  const all = [...head, ...said.findings]
  const findings = all.length > room.left ? all.slice(0, room.left) : all
  room.left -= findings.length
  const errors = all.filter(one => one.severity === 'error')
  const ak502 = codesOf(errors, one => one.x12.ak502)
  const { inSegments, onlyElements } = said
  const softly = onlyElements && head.every(one => one.severity !== 'error') && granted.has('accept-with-errors')
  const code = errors.length === 0 && !inSegments ? 'A' : softly ? 'E' : 'R'
  return { set, code, ak502: inSegments ? [...new Set([...ak502, '5'])].sort(byNumber) : ak502, findings }
}

/** AK101 repeats GS01. Of a group refused for its kind (AK905 1) that is a code which no list has. */
function withoutKindOfOthers(checked: SetCheckResult): SetCheckResult {
  const isKind = (one: Finding) => one.code === 'element.bad-code' && one.tag === 'AK1' && one.element === 1
  if (!checked.findings.some(isKind)) return checked
  const findings = checked.findings.filter(one => !isKind(one))
  const errors = findings.filter(one => one.severity === 'error')
  return {
    ...checked,
    findings,
    inSegments: errors.some(one => one.x12.ak304 !== undefined || one.x12.ak403 !== undefined),
    onlyElements: errors.every(one => one.x12.ak403 !== undefined),
  }
}

/** ST itself: is it a document we take, in the right group, under a number of its own. */
function headOf(
  set: TransactionSet,
  group: Group,
  repeated: boolean,
  options: JudgeOptions,
  granted: ReadonlySet<Leniency>,
): Finding[] {
  const place = { offset: set.offset, position: 1, tag: 'ST' }
  const found: Finding[] = []
  const notation = guideSets[set.id]
  const guide = guideFor(set.id, group.gs.version)
  // An unreadable version and an unknown kind are the group's errors, not the set's.
  const knownKind = knownGroupIds.has(group.gs.functionalId)
  if (!/^\d{3}$/.test(set.id)) found.push(finding('set.id-invalid', { ...place, element: 1, ...shown(set.id) }))
  else if (guide === undefined || options.sets?.includes(set.id) === false) {
    if (releaseFor(group.gs.version) && (guide || knownKind))
      found.push(finding('set.not-supported', { ...place, element: 1, ...shown(set.id) }))
  } else if (notation && notation.group !== group.gs.functionalId && knownKind) {
    const expects = { phrase: 'group-of-kind', with: { group: notation.group, set: set.id } } as const
    found.push(finding('set.wrong-group', { ...place, element: 1, ...shown(set.id), expects }))
  }
  const length = granted.has('short-control-numbers') ? /^[\x21-\x7e]{1,9}$/ : /^[\x21-\x7e]{4,9}$/
  if (!length.test(set.control))
    found.push(finding('set.control-invalid', { ...place, element: 2, ...shown(set.control) }))
  else if (repeated) found.push(finding('set.control-repeated', { ...place, element: 2, ...shown(set.control) }))
  return found
}

const byNumber = (a: string, b: string) => Number(a) - Number(b)

function codesOf(findings: readonly Finding[], code: (one: Finding) => string | undefined): string[] {
  const errors = findings.filter(one => one.severity === 'error')
  return [...new Set(errors.map(code).filter(one => one !== undefined))].sort(byNumber)
}
