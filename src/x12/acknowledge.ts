/** Writing acknowledgments: 997 for a group, TA1 for an interchange. Syntax only: they wait for no business. */

import { delimitersOf, type Envelope } from './envelope.ts'
import { badValueLengthMax } from './finding.ts'
import { releaseFor } from './guide.ts'
import type { GroupJudgment, SetJudgment } from './judgment.ts'
import type { Finding, Interchange } from './model.ts'
import type { SegmentToWrite, Value } from './pen.ts'
import { writeBareInterchange, writeUnread } from './write.ts'

/** AK5 and AK9 have room for five codes. */
const codesMax = 5
/** AK4 may follow an AK3 up to 99 times. */
const elementsPerSegmentMax = 99

/**
 * The 997 that answers a group, in the version of that group, as a whole interchange with one set "0001".
 * Returns undefined for groups of acknowledgments: a 997 is never answered.
 */
export function write997(judged: GroupJudgment, envelope: Envelope): Uint8Array | undefined {
  if (!judged.answered) return undefined
  const said = judged.group.gs.version
  // A version that cannot be read cannot be written either: then it is the partner's usual one.
  const version = releaseFor(said) && /^[0-9A-Z]{6,12}$/.test(said) ? said : envelope.version
  const segments = acknowledgmentSegments(judged, version, forbiddenIn(envelope))
  return writeUnread({ ...envelope, version }, 'FA', [{ id: '997', control: '0001', segments }])
}

/** The TA1 that answers an interchange, in an interchange of its own. */
export function writeTa1(
  interchange: Interchange,
  verdict: { readonly code: 'A' | 'E' | 'R'; readonly note: string },
  envelope: Envelope,
): Uint8Array {
  const { control, raw } = interchange.isa
  return writeBareInterchange(envelope, [['TA1', control, raw[8] ?? '', raw[9] ?? '', verdict.code, verdict.note]])
}

function acknowledgmentSegments(judged: GroupJudgment, version: string, forbidden: RegExp): SegmentToWrite[] {
  const from005010 = version >= '005010'
  const { gs } = judged.group
  const echo = (value: string) => (forbidden.test(value) ? '' : value)
  const ak1 = [echo(gs.functionalId), echo(gs.control), ...(from005010 ? [echo(gs.version)] : [])]
  const { said, received, accepted } = judged.counts
  const ak9 = [judged.code, String(said), String(received), String(accepted), ...judged.ak905.slice(0, codesMax)]
  // A group refused as a whole tells of its own error; its sets are told only where they have errors of their own.
  const told = judged.ak905.length > 0 ? judged.sets.filter(set => set.ak502.length > 0) : judged.sets
  // Without an id and a number there is nothing to point at: AK9 counts such a set, AK2 cannot name it.
  const named = told.filter(
    ({ set }) =>
      /^\w{3}$/.test(set.id) && set.control !== '' && set.control.length <= 9 && !forbidden.test(set.control),
  )
  return [['AK1', ...ak1], ...named.flatMap(set => setSegments(set, from005010, forbidden)), ['AK9', ...ak9]]
}

function setSegments(judged: SetJudgment, from005010: boolean, forbidden: RegExp): SegmentToWrite[] {
  const { set } = judged
  const echo = (value: string) => (forbidden.test(value) ? '' : value)
  const ak2: SegmentToWrite = ['AK2', echo(set.id), echo(set.control), ...(from005010 ? [echo(set.convention)] : [])]
  const errors = judged.findings.filter(one => one.severity === 'error')
  const bySegment = new Map<string, Finding[]>()
  for (const one of errors) {
    if (one.position === undefined || (one.x12.ak304 === undefined && one.x12.ak403 === undefined)) continue
    // A missing segment is told at the place where it was due, apart from errors of the segment that stands there.
    const key = one.x12.ak304 === undefined ? `${one.position}` : `${one.position}/${one.tag}/${one.x12.ak304}`
    bySegment.set(key, [...(bySegment.get(key) ?? []), one])
  }
  const details = [...bySegment.values()].flatMap(findings => segmentErrors(findings, from005010, forbidden))
  return [ak2, ...details, ['AK5', judged.code, ...judged.ak502.slice(0, codesMax)]]
}

function segmentErrors(findings: readonly Finding[], from005010: boolean, forbidden: RegExp): SegmentToWrite[] {
  const first = findings[0]
  if (first === undefined) return []
  const tag = first.tag ?? ''
  // AK301 is two or three characters: what stands where a tag should is cut to three, or left to the position alone.
  const known = /^[A-Z0-9]{2,3}$/.test(tag) ? tag : (/^[A-Z0-9]{2,3}/.exec(tag)?.[0] ?? 'ZZZ')
  const bounded = first.boundedLoop && !forbidden.test(first.boundedLoop) ? first.boundedLoop : ''
  const ak3: SegmentToWrite = ['AK3', known, String(first.position ?? 1), bounded, first.x12.ak304 ?? '8']
  const elements = findings.filter(one => one.x12.ak403 !== undefined).slice(0, elementsPerSegmentMax)
  return [ak3, ...elements.map(one => elementError(one, from005010, forbidden))]
}

function elementError(one: Finding, from005010: boolean, forbidden: RegExp): SegmentToWrite {
  const place = [String(one.element ?? 1), one.component === undefined ? '' : String(one.component)]
  if (from005010 && one.repetition !== undefined) place.push(String(one.repetition))
  const position: Value = place.at(-1) === '' && place.length === 2 ? (place[0] ?? '1') : place
  const number = /^\d{1,4}$/.test(one.dataElement ?? '') ? (one.dataElement ?? '') : ''
  const code = one.x12.ak403 ?? '7'
  const copied =
    one.value !== undefined && !one.valueAltered && one.value.length <= badValueLengthMax && !forbidden.test(one.value)
  return ['AK4', position, number, from005010 ? code : in004010(code), copied ? (one.value ?? '') : '']
}

/** 12 and 13 came with 005010. Before, a value with too many parts holds a character it must not hold. */
function in004010(code: string): string {
  if (code === '12') return '3'
  return code === '13' ? '6' : code
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
