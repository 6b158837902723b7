/** Judging an interchange: header, trailer, groups, sets, in the order in which a TA1 and a 997 report them. */

import { validateByGuide } from './agreed-findings.ts'
import { finding, shown } from './finding.ts'
import { canSeparate } from './frame.ts'
import { guideFor, knownGroupIds, releaseFor } from './guide.ts'
import { guideSets } from './guides/index.ts'
import type { GroupJudgment, JudgeOptions, Judgment, SetJudgment } from './judgment.ts'
import type { FindingCode } from './messages.ts'
import type { Finding, Group, Interchange, Leniency, Place, TransactionSet } from './model.ts'
import { partnerGuideFor } from './partner-guide.ts'
import { soften } from './validate.ts'
import { isDate, isTime } from './values.ts'

/** Groups of acknowledgments are read, never answered. */
const acknowledgmentGroup = 'FA'

export function judgeInterchange(interchange: Interchange, options: JudgeOptions = {}): Judgment {
  const granted = new Set(options.leniencies ?? [])
  const findings = [...headerFindings(interchange, options, granted), ...interchange.findings].map(one =>
    soften(one, granted),
  )
  const groups = interchange.groups.map(group => judgeGroup(group, options, granted))
  findings.push(...groups.flatMap(group => group.findings.filter(one => one.x12.ta105 !== undefined)))
  const told = findings.filter(one => one.x12.ta105 !== undefined)
  const worst = told.find(one => one.severity === 'error') ?? told.find(one => one.severity === 'warning')
  const code = worst === undefined ? 'A' : worst.severity === 'error' ? 'R' : 'E'
  const onlyTa1 = interchange.groups.length === 0 && interchange.ta1s.length > 0
  return {
    interchange,
    ta1: { code, note: worst?.x12.ta105 ?? '000' },
    ta1Wanted: interchange.isa.ackRequested && !onlyTa1,
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
  const report = (code: FindingCode, element: number, width = false) => {
    const place = { offset, tag: 'ISA', element, ...shown(field(element)) }
    found.push(finding(code, place, width && granted.has('isa-width') ? 'warning' : undefined))
  }
  checkSeparators(interchange, found)
  const qualifier = /^[0-9A-Z]{2}$/
  const fixed = (code: FindingCode, n: number, width: number, filled: boolean) => {
    const value = field(n)
    if (filled && value.trim() === '') report(code, n)
    else if (value.length !== width) report(code, n, true)
    else if (/[^\x20-\x7e]/.test(value)) report(code, n)
  }
  if (!qualifier.test(isa.authorizationQualifier)) report('isa.authorization-qualifier', 1)
  fixed('isa.authorization', 2, 10, false)
  if (!qualifier.test(isa.securityQualifier)) report('isa.security-qualifier', 3)
  fixed('isa.security', 4, 10, false)
  if (!qualifier.test(isa.senderQualifier)) report('isa.sender-qualifier', 5)
  fixed('isa.sender', 6, 15, true)
  if (!qualifier.test(isa.receiverQualifier)) report('isa.receiver-qualifier', 7)
  fixed('isa.receiver', 8, 15, true)
  const ours = options.receivers
  if (ours && !ours.some(one => one.qualifier === isa.receiverQualifier && one.id === isa.receiverId))
    report('isa.receiver-unknown', 8)
  if (!/^\d{6}$/.test(isa.date) || !isDate(`20${isa.date}`)) report('isa.date', 9)
  if (isa.time.length !== 4 || !isTime(isa.time)) report('isa.time', 10)
  if (delimiters.repetition === undefined && isa.repetition !== 'U') report('isa.standards-id', 11)
  if (!/^\d{5}$/.test(isa.version)) report('isa.version', 12)
  else if (isa.version < '00200' || isa.version >= '01000') report('isa.version-unsupported', 12)
  if (!/^\d{9}$/.test(isa.control)) report('isa.control', 13, /^\d{1,9}$/.test(isa.control.trim()))
  if (!/^[01]$/.test(field(14))) report('isa.ack-requested', 14)
  if (!/^[PTI]$/.test(isa.usage)) report('isa.usage', 15)
  if (options.duplicate) report('isa.duplicate', 13)
  return found
}

function checkSeparators({ delimiters, offset }: Interchange, found: Finding[]): void {
  const { element, component, terminator, repetition } = delimiters
  const usable = (one: string, others: readonly string[]) => canSeparate(one.charCodeAt(0)) && !others.includes(one)
  const report = (code: FindingCode, value: string) =>
    found.push(finding(code, { offset, tag: 'ISA', ...shown(value) }))
  if (!usable(element, [])) report('isa.element-separator', element)
  if (!usable(component, [element, terminator])) report('isa.component-separator', component)
  if (!usable(terminator, [element])) report('isa.terminator', terminator)
  if (repetition !== undefined && [element, component, terminator].includes(repetition))
    report('isa.repetition-separator', repetition)
}

function judgeGroup(group: Group, options: JudgeOptions, granted: ReadonlySet<Leniency>): GroupJudgment {
  const findings = [...groupFindings(group), ...group.findings].map(one => soften(one, granted))
  const ak905 = codesOf(findings, one => one.x12.ak905)
  const refused = findings.some(one => one.severity === 'error')
  const seen = new Set<string>()
  const sets = group.sets.map(set => {
    const repeated = seen.has(set.control)
    seen.add(set.control)
    const judged = judgeSet(set, group, repeated, options, granted)
    return refused ? { ...judged, code: 'R' as const } : judged
  })
  const accepted = sets.filter(set => set.code !== 'R').length
  const said = /^\d{1,6}$/.test(group.ge?.count ?? '') ? Number(group.ge?.count) : sets.length
  return {
    group,
    code: groupCode(sets, accepted, refused),
    ak905,
    counts: { said, received: sets.length, accepted },
    answered: group.gs.functionalId !== acknowledgmentGroup,
    findings,
    sets,
  }
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
  const field = (element: number, name: string, holds: boolean, expected: string) => {
    if (!holds) report('group.field', element, { name, expected })
  }
  field(1, 'kind of group', /^[A-Z0-9]{2}$/.test(gs.functionalId), 'two letters')
  field(2, 'sender', /^.{1,15}$/.test(gs.sender), 'two to fifteen characters')
  field(3, 'receiver', /^.{1,15}$/.test(gs.receiver), 'two to fifteen characters')
  const dated = isDate(gs.date) || (gs.date.length === 6 && isDate(`20${gs.date}`))
  field(4, 'date', dated, 'a date as YYYYMMDD')
  field(5, 'time', isTime(gs.time), 'a time as HHMM')
  if (/^[A-Z0-9]{2}$/.test(gs.functionalId) && !knownGroupIds().has(gs.functionalId)) report('group.not-supported', 1)
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
): SetJudgment {
  const guide = partnerGuideFor(options.guides ?? [], set.id, group.gs.version)
  const lenient = guide?.leniencies ? new Set([...granted, ...guide.leniencies]) : granted
  const head = headOf(set, group, repeated, options, lenient).map(one => soften(one, lenient))
  const unknown = head.some(
    one => one.severity === 'error' && (one.code === 'set.not-supported' || one.code === 'set.id-invalid'),
  )
  const body = unknown
    ? set.findings.map(one => soften(one, lenient))
    : validateByGuide(set, group, options.leniencies, guide)
  const findings = [...head, ...body]
  const errors = findings.filter(one => one.severity === 'error')
  const ak502 = codesOf(errors, one => one.x12.ak502)
  const inSegments = errors.some(one => one.x12.ak304 !== undefined || one.x12.ak403 !== undefined)
  const onlyElements = errors.every(one => one.x12.ak403 !== undefined)
  const softly = onlyElements && lenient.has('accept-with-errors')
  const code = errors.length === 0 ? 'A' : softly ? 'E' : 'R'
  return { set, code, ak502: inSegments ? [...new Set([...ak502, '5'])] : ak502, findings }
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
  if (!/^\d{3}$/.test(set.id)) found.push(finding('set.id-invalid', { ...place, element: 1, ...shown(set.id) }))
  else if (guideFor(set.id, group.gs.version) === undefined || options.sets?.includes(set.id) === false) {
    // An unreadable version is the group's error, not the set's.
    if (releaseFor(group.gs.version))
      found.push(finding('set.not-supported', { ...place, element: 1, ...shown(set.id) }))
  } else if (notation && notation.group !== group.gs.functionalId) {
    const expected = `GS01 ${notation.group} for document ${set.id}`
    found.push(finding('set.wrong-group', { ...place, element: 1, ...shown(set.id), expected }))
  }
  const length = granted.has('short-control-numbers') ? /^[\x21-\x7e]{1,9}$/ : /^[\x21-\x7e]{4,9}$/
  if (!length.test(set.control))
    found.push(finding('set.control-invalid', { ...place, element: 2, ...shown(set.control) }))
  else if (repeated) found.push(finding('set.control-repeated', { ...place, element: 2, ...shown(set.control) }))
  return found
}

function codesOf(findings: readonly Finding[], code: (one: Finding) => string | undefined): string[] {
  const errors = findings.filter(one => one.severity === 'error')
  return [...new Set(errors.map(code).filter(one => one !== undefined))]
}
