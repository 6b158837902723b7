/**
 * Writing acknowledgments: 997 or 999 for a group, TA1 for an interchange. Syntax only: they wait for no business.
 * Whatever was judged, they never throw for it; only an envelope that cannot be written throws Unwritable.
 */

import { badValueLengthMax } from '../finding.ts'
import { releaseFor } from '../guide/guide.ts'
import type { GroupJudgment, SetJudgment } from '../judge/judgment.ts'
import type { Finding, Interchange } from '../model.ts'
import { delimitersOf, type Envelope } from '../write/envelope.ts'
import type { SegmentToWrite, Value } from '../write/pen.ts'
import { writeBareInterchange, writeUnread } from '../write/write.ts'
import { businessUnits, type Context, triggerOf } from './situation.ts'

/** AK5 and AK9 have room for five codes. */
export const codesMax = 5
/** AK4 may follow an AK3 up to 99 times, and AK401 has two digits. */
const elementsPerSegmentMax = 99
/**
 * AK3 and AK4 together in one answer. A fault takes two bytes to make and twenty to tell: without an end, a hostile
 * document of 60 MB would be answered by one of 600. What comes behind it is still refused, by AK5 alone.
 */
const detailsMax = 20_000
/** AK302 and IK302 hold six digits, from 005010 on ten. */
const positionMax004010 = 999_999

/** What differs between the acknowledgments. */
interface Form {
  readonly id: '997' | '999'
  readonly segment: 'AK3' | 'IK3'
  readonly element: 'AK4' | 'IK4'
  readonly set: 'AK5' | 'IK5'
  /** Only the 999 says what a fault has to do with: CTX. */
  readonly context: boolean
}
const form997: Form = { id: '997', segment: 'AK3', element: 'AK4', set: 'AK5', context: false }
const form999: Form = { id: '999', segment: 'IK3', element: 'IK4', set: 'IK5', context: true }

/** What the segments of one answer have in common. */
interface Writing {
  readonly form: Form
  readonly version: string
  readonly from005010: boolean
  readonly forbidden: RegExp
  /** AK3 and AK4 that may still be written. */
  room: number
}

/**
 * The 997 that answers a group, in the version of that group, as a whole interchange with one set "0001".
 * Returns undefined for groups of acknowledgments, which are never answered, and for a group without a GS01 to name:
 * its interchange was refused by TA1 024.
 */
export function write997(judged: GroupJudgment, envelope: Envelope): Uint8Array | undefined {
  return acknowledge(judged, envelope, versionFor(judged, envelope), form997)
}

/**
 * The 999 that answers a group, for partners on 005010 who ask for it, like the 997 otherwise. Returns undefined too
 * for groups of a release before 005010, which knows no 999: they get a 997.
 */
export function write999(judged: GroupJudgment, envelope: Envelope): Uint8Array | undefined {
  const version = versionFor(judged, envelope)
  if (version < '005010') return undefined
  // A suffix like X222A1 names the implementation guide of the documents answered, and is no name for a 999.
  return acknowledge(judged, envelope, version.replace(/X\d{3}(A\d)?$/, ''), form999)
}

/**
 * The TA1 that answers an interchange, in an interchange of its own that asks for no TA1 itself. TA101 to TA103 are
 * ISA13, ISA09 and ISA10 as received; what cannot be written, like a separator of ours, is a blank there.
 * Interchanges of TA1s only are not to be answered (`ta1Wanted` is false for them).
 */
export function writeTa1(
  interchange: Interchange,
  verdict: { readonly code: 'A' | 'E' | 'R'; readonly note: string },
  envelope: Envelope,
): Uint8Array {
  const { control, raw } = interchange.isa
  const forbidden = new RegExp(forbiddenIn(envelope).source, 'gu')
  const echo = (value: string, width: number) => value.slice(0, width).replace(forbidden, ' ')
  return writeBareInterchange({ ...envelope, ackRequested: false }, [
    ['TA1', echo(control, 9), echo(raw[8] ?? '', 6), echo(raw[9] ?? '', 4), verdict.code, verdict.note],
  ])
}

const versionFor = ({ group }: GroupJudgment, envelope: Envelope): string =>
  writableVersion(group.gs.version) ?? envelope.version

/** A version that cannot be read cannot be written either, nor one that no ISA12 names: then it is the partner's usual. */
export function writableVersion(said: string): string | undefined {
  const writable = releaseFor(said) && /^\d{6}[0-9A-Z]{0,6}$/.test(said) && said >= '002000' && said < '010000'
  return writable ? said : undefined
}

function acknowledge(judged: GroupJudgment, envelope: Envelope, version: string, form: Form): Uint8Array | undefined {
  if (!judged.answered || !/^[A-Z0-9]{2}$/.test(judged.group.gs.functionalId)) return undefined
  const writing: Writing = {
    form,
    version,
    from005010: version >= '005010',
    forbidden: forbiddenIn(envelope),
    room: detailsMax,
  }
  const segments = acknowledgmentSegments(judged, writing)
  return writeUnread({ ...envelope, version }, 'FA', [{ id: form.id, control: '0001', segments }])
}

function acknowledgmentSegments(judged: GroupJudgment, writing: Writing): SegmentToWrite[] {
  const { gs } = judged.group
  const named = echoed(gs.version, 12, writing)
  const ak1 = [gs.functionalId, groupNumber(gs.control), ...(writing.from005010 ? [named] : [])]
  const { said, received, accepted } = judged.counts
  const ak9 = [judged.code, String(said), String(received), String(accepted), ...judged.ak905.slice(0, codesMax)]
  // A group refused as a whole tells of its own error; its sets are told only where they have errors of their own.
  const told = judged.ak905.length > 0 ? judged.sets.filter(set => set.ak502.length > 0) : judged.sets
  const taken = new Set(judged.sets.map(({ set }) => set.control))
  const sets = told.flatMap(set => setSegments(set, setNumber(set, taken, writing), judged, writing))
  return [['AK1', ...ak1], ...sets, ['AK9', ...ak9]]
}

/** AK102 is a number: of one that is none, 0 tells that it could not be read, and AK905 that this is the error. */
function groupNumber(control: string): string {
  const said = control.trim()
  return /^\d{1,9}$/.test(said) ? said : '0'
}

/**
 * ST02 as AK202 can repeat it; undefined when it cannot. Numbers shorter than the four characters of the standard get
 * zeros in front, unless they were agreed (then the judgment finds no fault with them) or another set of the group has the longer one.
 */
function setNumber(judged: SetJudgment, taken: ReadonlySet<string>, writing: Writing): string | undefined {
  const { control } = judged.set
  if (control.length > 9 || control.trim() === '' || writing.forbidden.test(control)) return undefined
  const isRight = judged.findings.every(one => one.code !== 'set.control-invalid' || one.severity !== 'error')
  if (control.length >= 4 || isRight) return control
  const longer = control.padStart(4, '0')
  return /^\d+$/.test(control) && !taken.has(longer) ? longer : undefined
}

function setSegments(
  judged: SetJudgment,
  control: string | undefined,
  { group }: GroupJudgment,
  writing: Writing,
): SegmentToWrite[] {
  const { set } = judged
  // Without an id and a number there is nothing to point at: AK9 counts such a set, AK2 cannot name it.
  if (control === undefined || !/^[0-9A-Za-z]{3}$/.test(set.id)) return []
  const convention = writing.from005010 ? [echoed(set.convention, 35, writing)] : []
  const context = { set, version: group.gs.version, units: businessUnits(set) }
  const details: SegmentToWrite[] = []
  for (const findings of bySegment(judged).values()) {
    if (writing.room <= 0) break
    const told = segmentErrors(findings, writing, context)
    writing.room -= told.length
    details.push(...told)
  }
  const ak5: SegmentToWrite = [writing.form.set, judged.code, ...judged.ak502.slice(0, codesMax)]
  return [['AK2', set.id, control, ...convention], ...details, ak5]
}

/** Errors of one segment together. One that is missing is told where it was due, apart from the segment that is there. */
function bySegment({ findings, set }: SetJudgment): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>()
  for (const one of findings) {
    const { ak304, ak403 } = one.x12
    if (one.severity !== 'error' || (ak304 === undefined && ak403 === undefined)) continue
    // What is missing at the very end was due behind the last segment.
    const position = one.position ?? set.segments.length + 1
    const key = ak304 === undefined ? `${position}` : `${position}/${one.tag}/${ak304}`
    const already = found.get(key)
    if (already) already.push(one)
    else found.set(key, [{ ...one, position }])
  }
  return found
}

function segmentErrors(findings: readonly Finding[], writing: Writing, context: Context): SegmentToWrite[] {
  const [first] = findings
  if (first === undefined) return []
  const { form, from005010, room } = writing
  const { position = 1 } = first
  if (!from005010 && position > positionMax004010) return []
  const tag = segmentId(first.tag ?? '')
  const bounded = echoed(first.boundedLoop ?? '', from005010 ? 4 : 6, writing)
  const ak3: SegmentToWrite = [form.segment, tag, String(position), bounded, segmentCode(first, form)]
  const unit = form.context ? context.units(first) : undefined
  const about = unit && unitContext(unit, writing)
  const told = elementsTold(findings, room).flatMap(one => {
    const trigger = form.context ? triggerContext(one, tag, bounded, context) : undefined
    return [elementError(one, writing), ...(trigger ? [trigger] : [])]
  })
  return [ak3, ...(about ? [about] : []), ...told]
}

/** Errors in elements that an AK3 can be followed by. */
export function elementsTold(findings: readonly Finding[], room: number): Finding[] {
  return findings
    .filter(one => one.x12.ak403 !== undefined && (one.element ?? 1) <= elementsPerSegmentMax)
    .slice(0, Math.min(elementsPerSegmentMax, room))
}

/** 8: the segment is where it may be, and has errors in its elements. A 999 can say more of what was agreed. */
function segmentCode({ x12 }: Finding, form: Form): string {
  return (form.id === '999' ? x12.ik304 : undefined) ?? x12.ak304 ?? '8'
}

/** AK301 has two or three characters: what stands where a name should is cut to three; ZZZ where it cannot be told. */
export function segmentId(tag: string): string {
  return /^[A-Za-z0-9]{2,3}/.exec(tag)?.[0] ?? 'ZZZ'
}

function elementError(one: Finding, writing: Writing): SegmentToWrite {
  const { from005010, form } = writing
  const part = (n: number | undefined, max: number) => (n === undefined || n > max ? '' : String(n))
  const place = [String(one.element ?? 1), part(one.component, 99), from005010 ? part(one.repetition, 9999) : '']
  const position: Value = place.slice(1).some(Boolean) ? place : (place[0] ?? '1')
  const number = /^\d{1,4}$/.test(one.dataElement ?? '') ? (one.dataElement ?? '') : ''
  const code = (form.id === '999' ? one.x12.ik403 : undefined) ?? one.x12.ak403 ?? '7'
  return [form.element, position, number, from005010 ? code : in004010(code), copyOf(one, writing)]
}

/** The bad value as it came, or nothing: a changed copy would be no copy. */
function copyOf(one: Finding, writing: Writing): string {
  if (one.valueAltered) return ''
  return echoed(one.value ?? '', badValueLengthMax, writing)
}

/** 12 and 13 came with 005010. Before, a value with too many parts holds a character it must not hold. */
export function in004010(code: string): string {
  if (code === '12') return '3'
  return code === '13' ? '6' : code
}

/** A partner's value for an answer: as it came, or nothing when it is too long, blank, or holds what is forbidden. */
export function echoed(value: string, lengthMax: number, { forbidden }: Pick<Writing, 'forbidden'>): string {
  return [...value].length > lengthMax || value.trim() === '' || forbidden.test(value) ? '' : value
}

/** CTX behind IK3: the part of the business that the segment speaks of, like order line "10". */
function unitContext(unit: { name: string; value: string }, writing: Writing): SegmentToWrite | undefined {
  const value = echoed(unit.value, 35, writing)
  return value === '' ? undefined : ['CTX', [unit.name, value]]
}

/** CTX behind IK4: the element that made this one necessary, or forbade it. */
function triggerContext(one: Finding, tag: string, bounded: string, context: Context): SegmentToWrite | undefined {
  const trigger = triggerOf(one, context)
  if (trigger === undefined) return undefined
  const { element, dataElement } = trigger
  const place = [tag, String(one.position), bounded, String(element)]
  return ['CTX', ['SITUATIONAL TRIGGER'], ...place, ...(/^\d{1,4}$/.test(dataElement) ? [dataElement] : [])]
}

/** What a copied value must not hold: our separators, control characters, and letters not agreed with the partner. */
function forbiddenIn(envelope: Envelope): RegExp {
  const { element, component, repetition, terminator } = delimitersOf(envelope)
  const separators = [element, component, repetition, terminator]
    .map(one => `\\u{${one.charCodeAt(0).toString(16)}}`)
    .join('')
  const beyond =
    envelope.characters === 'utf-8'
      ? ''
      : envelope.characters === 'latin-1'
        ? '\\u{100}-\\u{10FFFF}'
        : '\\u{80}-\\u{10FFFF}'
  return new RegExp(`[\\p{Cc}\\p{Cs}${separators}${beyond}]`, 'u')
}
