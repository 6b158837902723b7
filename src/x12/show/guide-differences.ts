/** What differs between two guides: versions of a partner's, a partner's and the standard's, two releases. */
import type { ElementRule, Guide, Relation, SegmentRule, Slot, SlotList } from '../guide/guide.ts'
import { conditionInWords, elementRuleInWords } from '../guide/guide-words.ts'

export interface GuideDifference {
  readonly kind: 'document' | 'segment' | 'element' | 'rule'
  /** Address as partner guides write it: "PO1/REF", "PO1/REF02"; the document's id for the document itself. */
  readonly at: string
  /** What changed: "use", "maximum", "codes" … in a word or two. */
  readonly what: string
  /** As it was, '' when it was not there. */
  readonly before: string
  readonly after: string
}

/** Differences in the order of the document: places, then the elements of every place, then rules. */
export function guideDifferences(a: Guide, b: Guide): readonly GuideDifference[] {
  const found: GuideDifference[] = []
  const compare: Compare = (kind, at, what, before, after) => {
    if (before !== after) found.push({ kind, at, what, before, after })
  }
  compare('document', a.setId, 'document', a.setId, b.setId)
  compare('document', a.setId, 'release', versionOf(a), versionOf(b))
  compare('document', a.setId, 'leniencies', (a.leniencies ?? []).join(', '), (b.leniencies ?? []).join(', '))
  lists(a, b, a.root, b.root, compare)
  rules(a, b, compare)
  return found
}

type Compare = (kind: GuideDifference['kind'], at: string, what: string, before: string, after: string) => void

const versionOf = (guide: Guide) => guide.agreement?.version ?? guide.release

/** How a place may be used: "mandatory, once", "not used". */
export function usageInWords({ min, max }: Pick<Slot, 'min' | 'max'>): string {
  if (max === 0) return 'not used'
  const often = max === Number.POSITIVE_INFINITY ? 'any number' : max === 1 ? 'once' : `at most ${max}`
  if (min === 0) return `optional, ${often}`
  if (min === max) return min === 1 ? 'mandatory, once' : `mandatory, exactly ${min}`
  return min === 1 ? `mandatory, ${often}` : `at least ${min}, ${often}`
}

function lists(a: Guide, b: Guide, before: SlotList | undefined, after: SlotList | undefined, compare: Compare): void {
  const path = before?.path ?? after?.path ?? ''
  const keyed = (list: SlotList | undefined) => new Map((list?.slots ?? []).map(slot => [keyOf(slot), slot]))
  const [olds, news] = [keyed(before), keyed(after)]
  for (const key of inOrder([...olds.keys()], [...news.keys()])) {
    const [old, now] = [olds.get(key), news.get(key)]
    const tag = (old ?? now)?.tag ?? ''
    const at = path ? `${path}/${tag}` : tag
    compare('segment', at, 'use', old ? usageInWords(old) : '', now ? usageInWords(now) : '')
    if (old && now) segment(a, b, old, now, compare)
    // What is in a loop that one of them lacks goes without saying.
    if (old?.loop && now?.loop) lists(a, b, old.loop, now.loop, compare)
  }
  const moved = [...olds.keys()].filter(key => news.has(key))
  const order = [...news.keys()].filter(key => olds.has(key))
  compare('segment', path || a.setId, 'order', tagsOf(moved), tagsOf(order))
}

/** A tag may stand twice in a list: then its places are told apart by their number. */
function keyOf(slot: Slot): string {
  const same = slot.list.byTag.get(slot.tag) ?? []
  return `${slot.tag} ${same.indexOf(slot)}`
}

const tagsOf = (keys: readonly string[]) => keys.map(key => key.split(' ')[0]).join(' ')

/** All keys: those of the first list where they stand, those that only the second has behind what precedes them there. */
function inOrder(before: readonly string[], after: readonly string[]): string[] {
  const all = [...before]
  for (const [i, key] of after.entries()) {
    if (all.includes(key)) continue
    all.splice(all.indexOf(after[i - 1] ?? '') + 1, 0, key)
  }
  return all
}

function segment(a: Guide, b: Guide, old: Slot, now: Slot, compare: Compare): void {
  const ruleFor = (guide: Guide, slot: Slot) => guide.segmentRule(slot.tag, slot.loop?.path ?? slot.list.path)
  const [before, after] = [ruleFor(a, old), ruleFor(b, now)]
  // The opener of a loop is told at the loop; inside it the same segment would be told again.
  const opener = old.index === 0 && old.list.path !== ''
  if (opener || before === undefined || after === undefined || before === after) return
  const at = old.list.path ? `${old.list.path}/${old.tag}` : old.tag
  elements(at, before.elements, after.elements, compare)
  compare('element', at, 'conditions', conditions(before), conditions(after))
}

const conditions = (rule: SegmentRule) =>
  rule.relations.map((relation: Relation) => conditionInWords(relation, rule.tag)).join('; ')

function elements(at: string, before: readonly ElementRule[], after: readonly ElementRule[], compare: Compare): void {
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const place = `${at}${String(i + 1).padStart(2, '0')}`
    element(place, before[i], after[i], compare)
    const [old, now] = [before[i]?.components, after[i]?.components]
    if (old === undefined || now === undefined) continue
    for (let c = 0; c < Math.max(old.length, now.length); c++) element(`${place}-${c + 1}`, old[c], now[c], compare)
  }
}

function element(at: string, old: ElementRule | undefined, now: ElementRule | undefined, compare: Compare): void {
  if (old === now) return
  compare('element', at, 'data element', old?.number ?? '', now?.number ?? '')
  compare('element', at, 'use', old ? requirementInWords(old) : '', now ? requirementInWords(now) : '')
  if (!(old && now) || old.unused || now.unused) return
  compare('element', at, 'type', typeInWords(old), typeInWords(now))
  codes(at, old.codes, now.codes, compare)
}

type Codes = ReadonlySet<string> | undefined

/** Short lists are told whole; of long ones only what went and came, as they share most of their codes. */
function codes(at: string, before: Codes, after: Codes, compare: Compare): void {
  const gone = [...(before ?? [])].filter(code => !after?.has(code))
  const come = [...(after ?? [])].filter(code => !before?.has(code))
  if (gone.length + come.length === 0) return
  const told = (list: Codes) =>
    list === undefined ? 'any' : list.size > 12 ? `${list.size} codes` : [...list].join(' ')
  if (!before || !after || before.size <= 12 || after.size <= 12) {
    compare('element', at, 'codes', told(before), told(after))
    return
  }
  compare('element', at, 'codes gone', gone.join(' '), '')
  compare('element', at, 'codes new', '', come.join(' '))
}

export function requirementInWords(rule: ElementRule): string {
  return rule.unused ? 'not used' : rule.mandatory ? 'mandatory' : 'optional'
}

/** "AN 1/30", "composite". */
export function typeInWords({ type, min, max, components }: ElementRule): string {
  return components ? 'composite' : `${type} ${min}/${max}`
}

function rules(a: Guide, b: Guide, compare: Compare): void {
  const words = (guide: Guide) =>
    (guide.agreement?.rules ?? []).map(rule => [rule.at, elementRuleInWords(rule)] as const)
  const [before, after] = [words(a), words(b)]
  const same = (one: readonly [string, string]) => (other: readonly [string, string]) => other.join() === one.join()
  for (const one of before) if (!after.some(same(one))) compare('rule', one[0] || a.setId, 'rule', one[1], '')
  for (const one of after) if (!before.some(same(one))) compare('rule', one[0] || a.setId, 'rule', '', one[1])
}
