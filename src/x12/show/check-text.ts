/** The outcome of a check in words, for people: what is wrong, where, what to do about it and who has to. */

import type { GroupJudgment, Judgment, SetJudgment } from '../judge/judgment.ts'
import type { Finding } from '../model.ts'
import { type CheckedFinding, checkedOf, isAccepted, type Reviewed } from './check.ts'
import { type Paint, plain, type Style, safe } from './paint.ts'

const verdicts: Readonly<Record<string, readonly [Style, string]>> = {
  A: ['green', 'accepted'],
  E: ['yellow', 'accepted with errors'],
  P: ['red', 'accepted in part'],
  R: ['red', 'rejected'],
}

/** Several lines, each ended by a line feed. */
export function checkText(file: string, reviewed: Reviewed, paint: Paint = plain): string {
  const checked = checkedOf(file, reviewed)
  const outcome =
    checked.quarantined !== null
      ? paint('red', 'no X12')
      : isAccepted(checked)
        ? paint('green', 'accepted')
        : paint('red', 'something was rejected')
  const lines = [`${paint('bold', safe(file))}: ${outcome}`]
  for (const one of reviewed.reading.findings) lines.push(...findingLines(one, paint, 1))
  for (const judgment of reviewed.judgments) lines.push(...interchangeLines(judgment, paint))
  return `${lines.join('\n')}\n`
}

function interchangeLines(judgment: Judgment, paint: Paint): string[] {
  const { isa, ta1s } = judgment.interchange
  const told = new Set(judgment.groups.flatMap(group => group.findings))
  const usage = isa.usage === 'P' ? 'production' : isa.usage === 'T' ? 'test' : `usage ${isa.usage}`
  const { code, note } = judgment.ta1
  const who = `from ${isa.senderQualifier} ${isa.senderId} to ${isa.receiverQualifier} ${isa.receiverId}`
  return [
    `  Interchange ${safe(`${isa.control} ${who}, ${usage}`)}: ${verdict(code, paint)} (TA1 ${code} ${note})`,
    ...judgment.findings.filter(one => !told.has(one)).flatMap(one => findingLines(one, paint, 2)),
    ...ta1s.map(one => safe(`    TA1 about interchange ${one.control}: ${one.code} ${one.note}`)),
    ...judgment.groups.flatMap(group => groupLines(group, paint, code === 'R')),
  ]
}

/** Of a refused interchange nothing is accepted, and no group of it is answered. */
function groupLines(judged: GroupJudgment, paint: Paint, isRefused: boolean): string[] {
  const { gs } = judged.group
  const { said, received, accepted } = judged.counts
  const counts = `${said} said, ${received} received, ${accepted} accepted`
  const codes = ['AK9', judged.code, ...judged.ak905].join(' ')
  const head = safe(`Group ${gs.functionalId} ${gs.control}, version ${gs.version}`)
  return [
    isRefused
      ? `    ${head}: ${paint('red', 'not accepted, for the interchange was refused')}; documents: ${said} said, ${received} received`
      : `    ${head}: ${verdict(judged.code, paint)}; documents: ${counts} (${codes})`,
    ...judged.findings.flatMap(one => findingLines(one, paint, 3)),
    ...judged.sets.flatMap(set => setLines(set, paint, isRefused)),
  ]
}

function setLines(judged: SetJudgment, paint: Paint, isRefused: boolean): string[] {
  const codes = ['AK5', judged.code, ...judged.ak502].join(' ')
  const head = safe(`Document ${judged.set.id} ${judged.set.control}`)
  return [
    isRefused
      ? `      ${head}: ${paint('red', 'not accepted')}`
      : `      ${head}: ${verdict(judged.code, paint)} (${codes})`,
    ...judged.findings.flatMap(one => findingLines(one, paint, 4)),
  ]
}

function verdict(code: string, paint: Paint): string {
  const [style, words] = verdicts[code] ?? (['red', code] as const)
  return paint(style, words)
}

const severities: Readonly<Record<Finding['severity'], readonly [Style, string]>> = {
  error: ['red', 'Error'],
  warning: ['yellow', 'Warning'],
  note: ['cyan', 'Note'],
}
const actors: Readonly<Record<Finding['who'], string>> = {
  sender: 'the sender',
  receiver: 'the receiver',
  us: 'us',
}

/** One finding: what is wrong, where it stands, and unless it is a mere note, what to do about it. */
export function findingLines(one: Finding | CheckedFinding, paint: Paint, depth: number): string[] {
  const indent = '  '.repeat(depth)
  const [style, word] = severities[one.severity]
  const lines = [`${indent}${paint(style, `${word}:`)} ${safe(one.text)}`, `${indent}  ${paint('dim', placeOf(one))}`]
  if (one.severity !== 'note') lines.push(`${indent}  To do, by ${actors[one.who]}: ${safe(one.remedy)}`)
  return lines
}

function placeOf(one: Finding): string {
  const codes = Object.entries(one.x12).map(([name, code]) => `${name.toUpperCase()} ${code}`)
  const parts = [`byte ${one.offset}`]
  if (one.position !== undefined) parts.push(`segment ${one.position}`)
  if (one.loop) parts.push(`in ${one.loop}`)
  if (one.dataElement) parts.push(`data element ${one.dataElement}`)
  return safe([parts.join(', '), ...codes].join(' · '))
}
