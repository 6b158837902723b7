/** One set against its guide: structure, then every value. */
import { ElementCheck } from './elements.ts'
import { finding, shown } from './finding.ts'
import { type Guide, guideFor, impliedLeniencies, releaseFor } from './guide.ts'
import { standardLimits } from './limits.ts'
import type { FindingCode } from './messages.ts'
import type { Finding, Group, Leniency, TransactionSet } from './model.ts'
import { placeSegments } from './structure.ts'

/** Which findings a leniency turns into warnings. */
export const softened: Readonly<Partial<Record<Leniency, readonly FindingCode[]>>> = {
  'unknown-codes': ['element.bad-code'],
  lengths: ['element.too-short', 'element.too-long'],
  'maximum-use': ['segment.too-often', 'segment.loop-too-often'],
  'unknown-segments': ['segment.unknown', 'segment.not-in-set'],
  'segment-order': ['segment.out-of-order', 'segment.unexpected'],
  'conditional-elements': [
    'element.condition-paired',
    'element.condition-one-of',
    'element.condition-needs',
    'element.exclusive',
  ],
  'set-counts': ['set.count-wrong'],
  'group-counts': ['group.count-wrong'],
  'any-group-id': ['set.wrong-group'],
  'missing-iea': ['interchange.no-trailer', 'interchange.count-wrong', 'interchange.control-differs'],
}

/** The same finding as a warning, where the partner has been granted that. */
export function soften(one: Finding, granted: ReadonlySet<Leniency>): Finding {
  if (one.severity !== 'error') return one
  for (const name of granted) if (softened[name]?.includes(one.code)) return { ...one, severity: 'warning' }
  return one
}

/**
 * Everything that is wrong with one set, in the order of its segments: what framing found, its structure, its values.
 * Without a guide only what framing found.
 */
export function validateSet(
  set: TransactionSet,
  group: Pick<Group, 'gs'>,
  granted: readonly Leniency[] = [],
  guide: Guide | undefined = guideFor(set.id, group.gs.version),
): Finding[] {
  const version = group.gs.version
  const leniencies = new Set([...granted, ...impliedLeniencies(version)])
  const found: Finding[] = [...set.findings]
  if (guide !== undefined) {
    if (releaseFor(version)?.nearest && !/^(004010|005010)/.test(version)) {
      found.push(
        finding('set.nearest-guide', { offset: set.offset, ...shown(version), expected: `that of ${guide.release}` }),
      )
    }
    const delimiters = set.segments[0]?.delimiters ?? { element: '*', component: '>', terminator: '~' }
    const check = new ElementCheck({ delimiters, leniencies })
    const { findings } = placeSegments(
      set,
      guide,
      (segment, frame) => {
        // ST and SE are judged as the envelope they are.
        const rule =
          segment.tag === 'ST' || segment.tag === 'SE' ? undefined : guide.segmentRule(segment.tag, frame.list.path)
        if (rule) check.segment(segment, frame, rule)
      },
      false,
    )
    for (const one of [...findings, ...check.found]) found.push(one)
  }
  // Six digits are what releases before 004010 prescribe: nothing to remark on.
  const old = impliedLeniencies(version).includes('six-digit-dates')
  const remarkable = old ? found.filter(one => one.code !== 'element.six-digit-date') : found
  const sorted = remarkable.map(one => soften(one, leniencies)).sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  return capped(sorted, set)
}

function capped(found: Finding[], set: TransactionSet): Finding[] {
  const { findingsPerSetMax } = standardLimits
  if (found.length <= findingsPerSetMax) return found
  // Errors first: an error that is not listed must not make a set look better than it is.
  const kept = [...found]
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
    .slice(0, findingsPerSetMax)
  kept.sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  return [
    ...kept,
    finding('set.more-findings', { offset: set.offset, value: String(found.length - findingsPerSetMax) }),
  ]
}
