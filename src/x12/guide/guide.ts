/** Guides: what a document may hold, parsed once from compact notation into what the checks walk over. */

import type { Leniency } from '../model.ts'
import type { PartnerAgreement } from './partner-guide.ts'
import { guideSets } from './sets/index.ts'
import { elementsOlder, segmentsCentury, segmentsOlder } from './sets/older-releases.ts'
import { codes004010, composites004010, elements004010, segments004010 } from './sets/release-004010.ts'
import { codes005010, composites005010, elements005010, segments005010 } from './sets/release-005010.ts'
import { listOf, type SlotDraft, tagsOf } from './slots.ts'
import { isWidening, type WideningLeniency, widenGuide } from './widened-guide.ts'

export type Release = '004010' | '005010'

/**
 * A document in compact notation, per release. `X!` once and mandatory; `X` once, optional; `X(a..b)` a to b times;
 * `X{a,b}[X! …]` a loop that X opens, a to b times; `>1` without bound. A loop of LS and LE is bounded by them.
 */
export interface SetNotation {
  readonly id: string
  /** GS01 of the groups that carry it. */
  readonly group: string
  readonly name: string
  readonly structure: Readonly<Partial<Record<Release, string>>>
}

/** One place in the order of a set or loop. */
export interface Slot {
  readonly tag: string
  readonly min: number
  readonly max: number
  /** Position among its siblings. */
  readonly index: number
  readonly list: SlotList
  readonly loop?: SlotList
}

export interface SlotList {
  /** From the outside in, like "PO1/ACK"; '' for the set itself. */
  readonly path: string
  readonly slots: readonly Slot[]
  /** Those that must be used at least once, in order. */
  readonly mandatory: readonly Slot[]
  /** Slots by the tag that fills (or opens) them. */
  readonly byTag: ReadonlyMap<string, readonly Slot[]>
  /** The slot in the outer list that this is the inside of. */
  readonly outer: Slot | undefined
}

export type ElementType = 'N' | 'R' | 'ID' | 'AN' | 'DT' | 'TM' | 'B'

export interface ElementRule {
  /** Number of the data element, like "373", or of the composite, like "C001". */
  readonly number: string
  readonly mandatory: boolean
  readonly type: ElementType
  readonly min: number
  readonly max: number
  /** Values of the list, where it is known. */
  readonly codes?: ReadonlySet<string>
  readonly components?: readonly ElementRule[]
  /** Agreed with a partner not to be sent; its lengths let nothing through. */
  readonly unused?: true
}

/** X12.6 relational conditions: P paired, R one of, E exclusive, C conditional, L list conditional. */
export interface Relation {
  readonly kind: 'P' | 'R' | 'E' | 'C' | 'L'
  readonly elements: readonly number[]
  /** The least of them. */
  readonly first: number
}

export interface SegmentRule {
  readonly tag: string
  readonly elements: readonly ElementRule[]
  readonly relations: readonly Relation[]
  /** Position of the last mandatory element. */
  readonly mandatoryUntil: number
}

export interface Guide {
  readonly setId: string
  readonly release: Release
  readonly groupId: string
  readonly name: string
  readonly root: SlotList
  /** Every tag that the set uses. */
  readonly tags: ReadonlySet<string>
  /** `path` is that of the loop around, like "PO1/N1": a partner may narrow a segment in one place only. */
  readonly segmentRule: (tag: string, path?: string) => SegmentRule | undefined
  /** Leniencies that the guide brings with it: those of an older release, those agreed with a partner. */
  readonly leniencies?: readonly Leniency[]
  /** Of a partner's guide: what was agreed, and the guide that it narrows. */
  readonly agreement?: PartnerAgreement
}

interface Dictionary {
  readonly rules: ReadonlyMap<string, SegmentRule>
}

/** Lines of `key rest`; a line that begins deeper continues the one before. Later sources replace earlier lines. */
function entries(...sources: string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const source of sources) {
    for (const line of source.replace(/\n {4,}/g, ' ').split('\n')) {
      const at = line.trim().indexOf(' ')
      if (at > 0) found.set(line.trim().slice(0, at), line.trim().slice(at + 1))
    }
  }
  return found
}

function parseDictionary(segments: string[], composites: string[], elements: string[], codes: string[]): Dictionary {
  const shapes = entries(...elements)
  const parts = entries(...composites)
  const lists = new Map(
    [...entries(...codes)].filter(([, list]) => list !== '*').map(([n, list]) => [n, new Set(list.split(' '))]),
  )
  const known = new Map<string, ElementRule>()
  const ruleOf = (notation: string): ElementRule => {
    const already = known.get(notation)
    if (already) return already
    const rule = makeRule(notation)
    known.set(notation, rule)
    return rule
  }
  const makeRule = (notation: string): ElementRule => {
    const mandatory = notation.endsWith('!')
    const number = notation.replace('!', '')
    const inside = parts.get(number)
    if (inside) return { number, mandatory, type: 'AN', min: 1, max: 0, components: inside.split(' ').map(ruleOf) }
    const [type = 'AN', length = '1/99999'] = (shapes.get(number) ?? '').split(' ')
    const [min, max] = length.split('/').map(Number)
    const list = lists.get(number)
    return {
      number,
      mandatory,
      type: type as ElementType,
      min: min ?? 1,
      max: max ?? 99_999,
      ...(list ? { codes: list } : {}),
    }
  }
  const rules = new Map<string, SegmentRule>()
  for (const [tag, line] of entries(...segments)) {
    const [list = '', relations = ''] = line.split(' : ')
    const rulesOf = list.split(' ').map(ruleOf)
    rules.set(tag, {
      tag,
      elements: rulesOf,
      relations: relations.split(' ').filter(Boolean).map(relationOf),
      mandatoryUntil: rulesOf.findLastIndex(rule => rule.mandatory) + 1,
    })
  }
  return { rules }
}

function relationOf(notation: string): Relation {
  const elements = notation.slice(1).match(/\d\d/g)?.map(Number) ?? []
  return { kind: notation.charAt(0) as Relation['kind'], elements, first: Math.min(...elements) }
}

const dictionaries: Record<Release, () => Dictionary> = {
  '004010': once(() => parseDictionary([segments004010], [composites004010], [elements004010], [codes004010])),
  '005010': once(() =>
    parseDictionary(
      [segments004010, segments005010],
      [composites004010, composites005010],
      [elements004010, elements005010],
      [codes004010, codes005010],
    ),
  ),
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const token = /([A-Z][A-Z0-9]{1,2})(?:(!)|\((\d+)\.\.(>1|\d+)\)|\{(\d+),(>1|\d+)\}(\[))?|(\])/y

function parseStructure(notation: string): SlotList {
  token.lastIndex = 0
  const bound = (text: string) => (text === '>1' ? Number.POSITIVE_INFINITY : Number(text))
  const drafts = (): SlotDraft[] => {
    const found: SlotDraft[] = []
    for (;;) {
      while (/\s/.test(notation.charAt(token.lastIndex))) token.lastIndex++
      const match = token.exec(notation)
      if (match === null || match[8]) return found
      const [, tag = '', once, min, max, loopMin, loopMax, opens] = match
      if (opens) found.push({ tag, min: Number(loopMin), max: bound(loopMax ?? '1'), loop: drafts() })
      else found.push({ tag, min: Number(min ?? (once ? 1 : 0)), max: bound(max ?? '1') })
    }
  }
  return listOf(drafts())
}

const parsed = new Map<string, Guide>()

/** The release whose guide reads this GS08, and whether it is another than the one it names. */
export function releaseFor(gs08: string): { release: Release; nearest: boolean } | undefined {
  const digits = /^\d{6}/.exec(gs08)?.[0]
  if (digits === undefined || digits < '001000' || digits >= '009000') return undefined
  const release: Release = digits < '005000' ? '004010' : '005010'
  return { release, nearest: digits !== release }
}

/**
 * The guide for a document (ST01) in the version that its group names (GS08); undefined when there is none. For a
 * release before 004010 it is the guide of 004010, widened by what that release implies.
 */
export function guideFor(setId: string, gs08: string): Guide | undefined {
  const chosen = releaseFor(gs08)
  const notation = guideSets[setId]
  const structure = chosen && notation?.structure[chosen.release]
  if (chosen === undefined || notation === undefined || structure === undefined) return undefined
  const implied = impliedLeniencies(gs08)
  const key = `${setId}/${chosen.release}/${implied.length}`
  const ready = parsed.get(key)
  if (ready) return ready
  const root = parseStructure(structure)
  const { rules } = dictionaries[chosen.release]()
  const { group, name } = notation
  const standard: Guide = {
    setId,
    release: chosen.release,
    groupId: group,
    name,
    root,
    tags: tagsOf(root),
    segmentRule: tag => rules.get(tag),
  }
  const guide = implied.length === 0 ? standard : { ...widenedGuide(standard, implied), leniencies: implied }
  parsed.set(key, guide)
  return guide
}

const olderRules = once(
  () => parseDictionary([segmentsOlder], [], [elements004010, elementsOlder], [codes004010]).rules,
)
const centuryRules = once(
  () => parseDictionary([segmentsCentury], [], [elements004010, elementsOlder], [codes004010]).rules,
)

const widened = new WeakMap<Guide, Map<string, Guide>>()

/** The guide with what these leniencies add to it; itself when they add nothing. */
export function widenedGuide(guide: Guide, leniencies: readonly Leniency[]): Guide {
  const has = (name: WideningLeniency) => guide.leniencies?.includes(name) ?? false
  const names = [...new Set(leniencies.filter(isWidening))].filter(name => !has(name)).sort()
  if (names.length === 0) return guide
  const key = names.join()
  const ofGuide = widened.get(guide) ?? new Map<string, Guide>()
  widened.set(guide, ofGuide)
  const ready = ofGuide.get(key)
  if (ready) return ready
  const rules = new Map([
    ...(names.includes('older-segments') ? olderRules() : []),
    ...(names.includes('century-elements') ? centuryRules() : []),
  ])
  const made = widenGuide(guide, { names, rules })
  ofGuide.set(key, made)
  return made
}

/** Leniencies that reading an older release by a newer guide brings with it. */
export function impliedLeniencies(gs08: string): readonly Leniency[] {
  return gs08.slice(0, 6) < '004010' ? impliedBeforeDates : []
}

/** What 004010 changed, the release that gave dates their eight digits. */
const impliedBeforeDates: readonly Leniency[] = [
  'six-digit-dates',
  'century-elements',
  'older-segments',
  'floating-notes',
]

/** GS01 values of which at least one document is known. */
export const knownGroupIds: ReadonlySet<string> = new Set(Object.values(guideSets).map(set => set?.group ?? ''))
