/** A partner's guide: the guide of a document, narrowed as data. Everything that takes a guide takes it too. */

import { faultOf } from '../judge/values.ts'
import { english, expectedIn } from '../messages.ts'
import type { Leniency } from '../model.ts'
import {
  type ElementRule,
  type Guide,
  guideFor,
  releaseFor,
  type SegmentRule,
  type SlotList,
  widenedGuide,
} from './guide.ts'
import {
  type ElementCondition,
  type ElementNarrowing,
  type GuideError,
  type PartnerGuideJson,
  type PartnerRule,
  type SegmentNarrowing,
  shapeErrors,
} from './partner-json.ts'
import { somePresence } from './presence.ts'
import { draftsOf, listOf, type SlotDraft, tagsOf } from './slots.ts'

/** What was agreed with a partner about one document. */
export interface PartnerAgreement {
  readonly name: string
  /** GS08 as agreed: six digits, or six digits and a suffix. */
  readonly version: string
  /** What is narrowed: the standard's guide, already widened by the partner's leniencies. */
  readonly base: Guide
  readonly segments: ReadonlyMap<string, SegmentNarrowing>
  readonly elements: ReadonlyMap<string, ElementNarrowing>
  readonly rules: readonly PartnerRule[]
}

/** Leniencies about the envelope are granted to a partner, not to one document. */
const envelopeLeniencies: ReadonlySet<Leniency> = new Set(['isa-width', 'missing-iea', 'group-counts'])

const digits = (n: number) => String(n).padStart(2, '0')

/** The guide that this JSON describes, or everything that is wrong with it. */
export function partnerGuide(json: unknown): Guide | { readonly errors: readonly GuideError[] } {
  const shape = shapeErrors(json)
  if (shape.length > 0) return { errors: shape }
  const told = json as PartnerGuideJson
  const standard = releaseFor(told.release) && guideFor(told.set, told.release)
  if (standard === undefined) return { errors: [unknownGuide(told)] }
  const narrowing = new Narrowing(told, standard)
  return narrowing.errors.length > 0 ? { errors: narrowing.errors } : narrowing.guide
}

/** Tells the two answers of `partnerGuide` apart. */
export function isGuide(made: Guide | { readonly errors: readonly GuideError[] }): made is Guide {
  return !('errors' in made)
}

function unknownGuide({ set, release }: PartnerGuideJson): GuideError {
  if (releaseFor(release) === undefined) {
    return { path: 'release', reason: `"${release}" is no release: six digits are wanted, like 004010` }
  }
  return { path: 'set', reason: `there is no guide for document "${set}" in release ${release}` }
}

/** The guide of a partner for a document in a version, of those given: by the whole GS08 first, then by its six digits. */
export function partnerGuideFor(guides: readonly Guide[], setId: string, gs08: string): Guide | undefined {
  const versionOf = (guide: Guide) => guide.agreement?.version ?? guide.release
  const ofSet = guides.filter(guide => guide.setId === setId)
  return (
    ofSet.find(guide => versionOf(guide) === gs08) ?? ofSet.find(guide => versionOf(guide) === /^\d{6}/.exec(gs08)?.[0])
  )
}

/** Where an element's address points: the loop path ("" the heading, undefined anywhere), tag, positions. */
export interface ElementAddress {
  readonly path: string | undefined
  readonly tag: string
  readonly element: number
  readonly component: number | undefined
}

export function elementAddress(address: string, guide: Guide): ElementAddress | undefined {
  const match = /^(.+?)(\d\d)(?:-(\d))?$/.exec(address)
  const at = match && segmentAddress(match[1] ?? '', guide)
  if (!at) return undefined
  const component = match?.[3]
  return { ...at, element: Number(match?.[2]), component: component === undefined ? undefined : Number(component) }
}

/** A segment wherever it stands ("REF"), in the heading ("/REF"), in a loop ("PO1/REF"); the opener stands inside. */
export function segmentAddress(address: string, guide: Guide): Pick<ElementAddress, 'path' | 'tag'> | undefined {
  const match = /^(.*\/)?([A-Z][A-Z0-9]{1,2})$/.exec(address)
  if (match === null) return undefined
  const [, around, tag = ''] = match
  if (around === undefined) return { path: undefined, tag }
  const path = around.slice(0, -1)
  return { path: loopAt(guide.root, path ? `${path}/${tag}` : tag)?.path ?? path, tag }
}

class Narrowing {
  readonly errors: GuideError[] = []
  readonly guide: Guide
  private readonly base: Guide
  /** Changed segments: `path|TAG` in one place, `|TAG|` anywhere. */
  private readonly rules = new Map<string, SegmentRule>()

  constructor(json: PartnerGuideJson, standard: Guide) {
    const leniencies = json.leniencies ?? []
    for (const [i, name] of leniencies.entries()) {
      if (envelopeLeniencies.has(name)) {
        this.refuse(
          `leniencies[${i}]`,
          `"${name}" is about the interchange: grant it to the partner, not to a document`,
        )
      }
    }
    this.base = widenedGuide(standard, leniencies)
    const drafts = draftsOf(this.base.root)
    const segments = new Map(Object.entries(json.segments ?? {}))
    const elements = new Map(Object.entries(json.elements ?? {}))
    if (json.unlisted === 'not used') leaveAway(drafts, new Set([...segments.keys()].map(at => at.replace(/^\//, ''))))
    for (const [address, narrowing] of segments) this.segment(drafts, address, narrowing)
    // Those that hold anywhere come first, so that those of one place build on them.
    const anywhere = [...elements].filter(([address]) => !address.includes('/'))
    const placed = [...elements].filter(([address]) => address.includes('/'))
    for (const [address, narrowing] of [...anywhere, ...placed]) this.element(address, narrowing)
    for (const [i, rule] of (json.rules ?? []).entries()) this.across(rule, `rules[${i}]`, drafts)
    for (const [key, rule] of this.rules) {
      if (somePresence(rule) === undefined) {
        this.refuse(
          'elements',
          `${key.replace(/^\||\|$/g, '').replace('|', '/')}: no choice of elements meets its conditions`,
        )
      }
    }
    const root = listOf(drafts)
    this.guide = {
      ...this.base,
      root,
      tags: tagsOf(root),
      segmentRule: (tag, path) => this.ruleAt(tag, path),
      leniencies: [...new Set([...(standard.leniencies ?? []), ...leniencies])],
      agreement: {
        name: json.name,
        version: json.release,
        base: this.base,
        segments,
        elements,
        rules: json.rules ?? [],
      },
    }
  }

  private refuse(path: string, reason: string): void {
    this.errors.push({ path, reason })
  }

  private ruleAt(tag: string, path: string | undefined): SegmentRule | undefined {
    return this.rules.get(`${path}|${tag}`) ?? this.rules.get(`|${tag}|`) ?? this.base.segmentRule(tag, path)
  }

  private segment(drafts: SlotDraft[], address: string, told: SegmentNarrowing): void {
    const path = `segments["${address}"]`
    const found = slotsAt(drafts, address.replace(/^\//, ''))
    if (found.length === 0) {
      this.refuse(path, `document ${this.base.setId} has no such segment`)
      return
    }
    if (['ST', 'SE', 'LE'].includes(address)) {
      this.refuse(path, 'the ends of a document are not for agreement')
      return
    }
    for (const slot of found) this.slot(slot, told, path)
  }

  private slot(slot: SlotDraft, { use, min, max }: SegmentNarrowing, path: string): void {
    if (use === 'not used') {
      if (slot.min > 0) this.refuse(`${path}.use`, 'the standard makes it mandatory: it cannot be left away')
      if (min !== undefined || max !== undefined) this.refuse(path, 'what is not used has no minimum and no maximum')
      slot.max = 0
      return
    }
    if (min !== undefined && min < slot.min) this.refuse(`${path}.min`, `the standard wants at least ${slot.min}`)
    if (max !== undefined && max > slot.max) this.refuse(`${path}.max`, `the standard allows at most ${slot.max}`)
    const least = Math.max(slot.min, min ?? 0, use === 'mandatory' ? 1 : 0)
    const most = Math.min(slot.max, max ?? slot.max)
    if (least > most) this.refuse(path, `wants at least ${least}, but allows at most ${most}`)
    slot.min = least
    slot.max = most
  }

  private element(address: string, told: ElementNarrowing): void {
    const path = `elements["${address}"]`
    const at = elementAddress(address, this.base)
    if (at === undefined) {
      this.refuse(path, 'is no address: like "BEG02", "PO1/REF01" or "LIN/UIT01-1"')
      return
    }
    if (!this.stands(at)) {
      this.refuse(path, `document ${this.base.setId} has no such segment`)
      return
    }
    const before = this.ruleAt(at.tag, at.path)
    const rule = before?.elements[at.element - 1]
    if (before === undefined || rule === undefined) {
      this.refuse(path, `${at.tag} has ${before?.elements.length ?? 0} elements`)
      return
    }
    const changed =
      at.component === undefined ? this.narrow(rule, told, path) : this.part(rule, at.component, told, path)
    const elements = before.elements.map((one, i) => (i === at.element - 1 ? changed : one))
    const mandatoryUntil = elements.findLastIndex(one => one.mandatory) + 1
    const key = at.path === undefined ? `|${at.tag}|` : `${at.path}|${at.tag}`
    this.rules.set(key, { ...before, elements, mandatoryUntil })
  }

  private stands({ path, tag }: Pick<ElementAddress, 'path' | 'tag'>): boolean {
    if (tag === 'ST' || tag === 'SE') return false
    if (path === undefined) return this.base.tags.has(tag)
    return loopAt(this.base.root, path)?.byTag.has(tag) ?? false
  }

  private part(rule: ElementRule, component: number, told: ElementNarrowing, path: string): ElementRule {
    const part = rule.components?.[component - 1]
    if (part === undefined) {
      this.refuse(path, `the element has ${rule.components?.length ?? 'no'} components`)
      return rule
    }
    const changed = this.narrow(part, told, path)
    return { ...rule, components: rule.components?.map((one, i) => (i === component - 1 ? changed : one)) ?? [] }
  }

  private narrow(rule: ElementRule, told: ElementNarrowing, path: string): ElementRule {
    const { use, codes, fixed, min, max } = told
    const values = [codes, fixed, min, max].some(one => one !== undefined)
    if (use === 'not used') {
      if (rule.mandatory) this.refuse(`${path}.use`, 'the standard makes it mandatory: it cannot be left away')
      if (values) this.refuse(path, 'what is not used has neither values nor lengths')
      // No value has a length of nothing: whatever stands here is one too many.
      return { number: rule.number, mandatory: false, type: 'AN', min: 1, max: 0, unused: true }
    }
    if (rule.components && values) {
      this.refuse(path, 'is made of components: narrow those, like "UIT01-1"')
      return rule
    }
    const lengths = this.lengths(rule, told, path)
    const narrowed: ElementRule = { ...rule, ...lengths, mandatory: rule.mandatory || use === 'mandatory' }
    const list = this.values(narrowed, told, path)
    return list ? { ...narrowed, codes: list } : narrowed
  }

  private lengths(rule: ElementRule, { min, max }: ElementNarrowing, path: string): { min: number; max: number } {
    if ((min ?? max) !== undefined && (rule.type === 'DT' || rule.type === 'TM')) {
      this.refuse(path, 'dates and times have lengths of their own')
    }
    if (min !== undefined && min < rule.min) this.refuse(`${path}.min`, `the standard wants at least ${rule.min}`)
    if (max !== undefined && max > rule.max) this.refuse(`${path}.max`, `the standard allows at most ${rule.max}`)
    const lengths = { min: min ?? rule.min, max: max ?? rule.max }
    if (lengths.min > lengths.max) this.refuse(path, `wants at least ${lengths.min}, but allows at most ${lengths.max}`)
    return lengths
  }

  private values(rule: ElementRule, { codes, fixed }: ElementNarrowing, path: string): Set<string> | undefined {
    if (codes === undefined && fixed === undefined) return undefined
    if (codes && fixed !== undefined) this.refuse(path, 'has either a fixed value or a list of codes')
    if (rule.type !== 'ID' && rule.type !== 'AN') {
      this.refuse(path, 'only codes and text have fixed values, not numbers, dates and times')
    }
    const list = codes ?? [fixed ?? '']
    for (const [i, value] of list.entries()) {
      const fault = faultOf(value, rule, new Set())
      if (fault) {
        const reason = fault.expects ? `expected: ${expectedIn(english, fault.expects)}` : 'it holds only blanks'
        this.refuse(codes ? `${path}.codes[${i}]` : `${path}.fixed`, `"${value}" cannot stand here: ${reason}`)
      }
    }
    return new Set(list)
  }

  private across(rule: PartnerRule, path: string, drafts: readonly SlotDraft[]): void {
    if ('needs' in rule) {
      const list = loopAt(this.base.root, rule.at)
      if (list === undefined) {
        this.refuse(`${path}.at`, `document ${this.base.setId} has no such loop`)
        return
      }
      const { segment, element, is } = rule.needs
      if (!list.byTag.has(segment)) {
        this.refuse(`${path}.needs.segment`, 'does not stand in that loop')
        return
      }
      if (slotsAt(drafts, rule.at ? `${rule.at}/${segment}` : segment).every(slot => slot.max === 0)) {
        this.refuse(`${path}.needs.segment`, 'is agreed not to be used')
      }
      if (is && element === undefined) this.refuse(`${path}.needs.is`, 'needs an element to look at')
      if (element !== undefined) this.elementOf(segment, { element, ...(is ? { is } : {}) }, `${path}.needs`)
      return
    }
    const at = segmentAddress(rule.at, this.base)
    if (at === undefined || !this.stands(at)) {
      this.refuse(`${path}.at`, `document ${this.base.setId} has no such segment`)
      return
    }
    this.elementOf(at.tag, rule.when, `${path}.when`, at.path)
    this.elementOf(at.tag, rule.wants, `${path}.wants`, at.path)
  }

  private elementOf(tag: string, { element, is, present }: ElementCondition, path: string, around?: string): void {
    const rule = this.ruleAt(tag, around)
    const found = rule?.elements[element - 1]
    if (found === undefined) {
      this.refuse(`${path}.element`, `${tag} has ${rule?.elements.length ?? 0} elements`)
      return
    }
    if (is && present === false) this.refuse(path, 'an element that is not there has no value')
    if (is && found.components) this.refuse(`${path}.is`, `${tag}${digits(element)} is made of components`)
    for (const [i, value] of (found.components ? [] : (is ?? [])).entries()) {
      const fault = faultOf(value, found, new Set())
      if (fault) this.refuse(`${path}.is[${i}]`, `"${value}" can never stand in ${tag}${digits(element)}`)
    }
  }
}

/** What is neither named nor mandatory is not used; a loop stays when something in it is named. */
function leaveAway(drafts: readonly SlotDraft[], named: ReadonlySet<string>, path = ''): void {
  for (const draft of drafts) {
    const address = path ? `${path}/${draft.tag}` : draft.tag
    const kept = named.has(address) || [...named].some(one => one.startsWith(`${address}/`))
    if (!kept && draft.min === 0) draft.max = 0
    else if (draft.loop) leaveAway(draft.loop, named, address)
  }
}

/** The list at a path of loops; the set itself for "". */
export function loopAt(root: SlotList, path: string): SlotList | undefined {
  let list: SlotList | undefined = root
  for (const tag of path === '' ? [] : path.split('/')) list = list?.byTag.get(tag)?.find(slot => slot.loop)?.loop
  return list
}

function slotsAt(drafts: readonly SlotDraft[], address: string): SlotDraft[] {
  const [tag, ...rest] = address.split('/')
  const here = drafts.filter(draft => draft.tag === tag)
  if (rest.length === 0) return here
  return here.flatMap(draft => (draft.loop ? slotsAt(draft.loop, rest.join('/')) : []))
}
