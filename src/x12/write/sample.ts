/** A sample document from a guide: what is mandatory and what is usual, valid by the guide, the same every time. */

import type { ElementRule, Guide, SegmentRule, Slot, SlotList } from '../guide/guide.ts'
import { segmentAddress } from '../guide/partner-guide.ts'
import type { ElementRuleAcross, SegmentRuleAcross } from '../guide/partner-json.ts'
import { somePresence } from '../guide/presence.ts'
import { holds } from '../judge/agreed-findings.ts'
import { faultOf } from '../judge/values.ts'
import type { Leniency } from '../model.ts'
import { knownCodes } from '../show/words.ts'
import type { SegmentToWrite, Value } from './pen.ts'
import { typicalElements, typicalLevels, typicalSegments, typicalValues } from './sample-values.ts'
import { writeUnread } from './write.ts'

const date = '20260302'
const time = '0930'

/**
 * One interchange with one valid document, in bytes: mandatory and typical parts, invented values. Throws when the
 * guide cannot be met because its rules across elements contradict each other.
 */
export function sampleOf(guide: Guide): Uint8Array {
  const version = guide.agreement?.version ?? guide.release
  const segments = new Sampler(guide, version).segments()
  const envelope = {
    senderQualifier: 'ZZ',
    senderId: 'SAMPLESENDER',
    receiverQualifier: 'ZZ',
    receiverId: 'SAMPLERECEIVER',
    gsSender: 'SAMPLESENDER',
    gsReceiver: 'SAMPLERECEIVER',
    interchangeControl: '000000001',
    groupControl: '1',
    usage: 'T',
    version,
    date,
    time,
  } as const
  return writeUnread(envelope, guide.groupId, [{ id: guide.setId, control: '0001', segments }])
}

interface Given {
  readonly element: number
  readonly is?: readonly string[]
}

class Sampler {
  private readonly guide: Guide
  private readonly older: boolean
  private readonly typical: readonly string[]
  private readonly granted: ReadonlySet<Leniency>
  private readonly written: SegmentToWrite[] = []
  private levels = 0
  private lines = 0

  constructor(guide: Guide, version: string) {
    this.guide = guide
    this.older = version.slice(0, 6) < '004010'
    this.typical = typicalSegments[guide.setId] ?? []
    this.granted = new Set(guide.leniencies ?? [])
  }

  segments(): readonly SegmentToWrite[] {
    this.list(this.guide.root, [])
    return this.written
  }

  /** `also`: tags beyond the mandatory and the usual. `opener` is the segment that opened the list, already written. */
  private list(list: SlotList, also: readonly string[], opener?: Slot): void {
    for (const slot of list.slots) {
      if (slot.tag === 'ST' || slot.tag === 'SE' || (opener && slot.index === 0)) continue
      const needed = this.neededAt(list.path, slot.tag)
      const count = Math.max(slot.min, needed.length, this.isUsual(slot, also) ? this.usualCount(slot) : 0)
      for (let i = 0; i < Math.min(count, Math.max(slot.max, slot.min)); i++) this.slot(slot, i, needed[i])
    }
  }

  private isUsual({ tag, list, max }: Slot, also: readonly string[]): boolean {
    const address = list.path ? `${list.path}/${tag}` : tag
    return max > 0 && (also.includes(tag) || this.typical.includes(address))
  }

  private usualCount(slot: Slot): number {
    return slot.tag === 'HL' ? (typicalLevels[this.guide.setId]?.length ?? 1) : 1
  }

  private slot(slot: Slot, instance: number, given: Given | undefined): void {
    const path = slot.loop?.path ?? slot.list.path
    if (['PO1', 'IT1', 'POC', 'LIN', 'HL', 'RCD'].includes(slot.tag) && slot.loop && !slot.list.path) this.lines++
    this.segment(slot.tag, path, given)
    if (slot.loop) this.list(slot.loop, this.levelOf(slot, instance), slot)
  }

  private levelOf(slot: Slot, instance: number): readonly string[] {
    return slot.tag === 'HL' ? (typicalLevels[this.guide.setId]?.[instance]?.has ?? []) : []
  }

  /** What rules across segments ask of this tag in this loop, one entry for each segment that must stand. */
  private neededAt(path: string, tag: string): Given[] {
    const rules = this.guide.agreement?.rules ?? []
    const needs = rules.filter((rule): rule is SegmentRuleAcross => 'needs' in rule && rule.at === path)
    return needs.flatMap(({ needs: { segment, element, is } }) =>
      segment === tag ? [{ element: element ?? 1, ...(is ? { is } : {}) }] : [],
    )
  }

  private segment(tag: string, path: string, given: Given | undefined): void {
    const rule = this.guide.segmentRule(tag, path)
    if (rule === undefined) throw new Error(`The guide has no segment ${tag}`)
    if (tag === 'HL') this.levels++
    this.written.push([tag, ...this.values(rule, path, given)])
  }

  /** Values that meet the segment's own conditions and the rules agreed across its elements. */
  private values(rule: SegmentRule, path: string, given: Given | undefined): Value[] {
    const fixed = new Map<number, string>()
    const forced = new Set<number>()
    const never = new Set<number>()
    if (given) this.want(given, forced, fixed)
    if (rule.tag === 'HL' && this.levels === 1 && !rule.elements[1]?.mandatory) never.add(2)
    const rules = this.rulesFor(rule.tag, path)
    for (let round = 0; round <= rules.length; round++) {
      const chosen = somePresence(rule, [...forced, ...(typicalElements[rule.tag] ?? [])], never)
      if (chosen === undefined || [...forced].some(n => !chosen.has(n))) break
      const values = rule.elements.map((element, i) =>
        chosen.has(i + 1) ? this.value(element, rule, i + 1, fixed) : '',
      )
      const flat = values.map(value => (typeof value === 'string' ? value : 'x'))
      const broken = rules.find(one => holds(one.when, flat) && !holds(one.wants, flat))
      if (broken === undefined) return values
      if (broken.wants.present === false) never.add(broken.wants.element)
      else this.want(broken.wants, forced, fixed)
    }
    throw new Error(`The rules for ${path && path !== rule.tag ? `${path}/` : ''}${rule.tag} contradict each other`)
  }

  private want({ element, is }: Given, forced: Set<number>, fixed: Map<number, string>): void {
    forced.add(element)
    if (is?.[0] !== undefined) fixed.set(element, is[0])
  }

  private rulesFor(tag: string, path: string): ElementRuleAcross[] {
    return (this.guide.agreement?.rules ?? []).filter((rule): rule is ElementRuleAcross => {
      if ('needs' in rule) return false
      const at = segmentAddress(rule.at, this.guide)
      return at?.tag === tag && (at.path === undefined || at.path === path)
    })
  }

  private value(element: ElementRule, { tag }: SegmentRule, n: number, fixed: ReadonlyMap<number, string>): Value {
    if (element.components) return this.composite(element.components, tag, n)
    return fixed.get(n) ?? this.simple(element, `${tag}${String(n).padStart(2, '0')}`)
  }

  private composite(parts: readonly ElementRule[], tag: string, n: number): string[] {
    const first = parts.findIndex(part => !part.unused)
    const place = `${tag}${String(n).padStart(2, '0')}`
    return parts.map((part, i) => (part.mandatory || i === first ? this.simple(part, `${place}-${i + 1}`) : ''))
  }

  private simple(element: ElementRule, place: string): string {
    // Six digits are right in an older release, where the check has a remark for them and no more.
    if (element.type === 'DT') {
      const day = typicalValues[place]?.[0] ?? date
      return this.older ? day.slice(2) : day
    }
    const typical = [
      ...(typicalValues[`${this.guide.setId} ${place}`] ?? []),
      ...(typicalValues[place] ?? []),
      ...(typicalValues[element.number] ?? []),
    ]
    const codes = [...knownCodes(element.number), ...(element.codes ?? [])]
    const all = [...this.counted(place), ...typical, ...codes, ...typical.map(one => fitted(one, element))]
    const value = [...all, ...this.plain(element)].find(one => faultOf(one, element, this.granted) === undefined)
    if (value === undefined) throw new Error(`No value is possible for ${place}`)
    return value
  }

  /** Numbers that must agree with the rest of the document. */
  private counted(place: string): string[] {
    const level = typicalLevels[this.guide.setId]?.[this.levels - 1]
    if (place === 'HL01') return [String(this.levels)]
    if (place === 'HL02') return [String(Math.max(1, this.levels - 1))]
    if (place === 'HL03') return level ? [level.code] : []
    return place === 'CTT01' ? [String(Math.max(1, this.lines))] : []
  }

  private plain(element: ElementRule): string[] {
    const { type, min, max } = element
    if (type === 'TM') return [time]
    if (type === 'N' || type === 'R') return ['1'.padEnd(min, '0')]
    if (type === 'ID') return ['ZZ'.slice(0, max).padEnd(min, 'Z')]
    return [fitted('SAMPLE', { min, max })]
  }
}

function fitted(text: string, { min, max }: Pick<ElementRule, 'min' | 'max'>): string {
  return text.slice(0, max).trimEnd().padEnd(min, '0')
}
