/**
 * Judging a set while it is written, from the same guides as the reader: quick, and never too kind. What is sure here
 * the reader finds nothing in; what is doubtful is read back, and the reader says in words what is wrong with it.
 */
import { Buffer, isUtf8 } from 'node:buffer'
import type { ElementRule, Guide, Relation, Slot, SlotList } from '../guide/guide.ts'
import type { SegmentToWrite, Value } from './pen.ts'

/** Longest value that is sure without a look at the limits. */
const sureLengthMax = 4096

/** Walks a set's segments through its guide, each at the nearest place ahead. */
export class Walk {
  private readonly lists: SlotList[]
  private readonly index: number[] = [0]
  private readonly used: number[] = [1]

  /** Begins behind ST. */
  constructor(root: SlotList) {
    this.lists = [root]
  }

  /** False when the segment has no place ahead, or something mandatory is due before it. */
  take(tag: string): boolean {
    for (let depth = this.lists.length - 1; depth >= 0; depth--) {
      const slot = this.ahead(depth, tag)
      if (slot === undefined) continue
      return this.leave(depth) && this.enter(depth, slot)
    }
    return false
  }

  /** Loops around the segment taken last, from the outside in, like "PO1/ACK". */
  get path(): string {
    return this.lists.at(-1)?.path ?? ''
  }

  private ahead(depth: number, tag: string): Slot | undefined {
    const list = this.lists[depth]
    const index = this.index[depth] ?? 0
    for (const slot of list?.byTag.get(tag) ?? []) {
      if (slot.index < index || (slot.index === 0 && depth > 0)) continue
      if (slot.index > index || (this.used[depth] ?? 0) < slot.max) return slot
    }
    return undefined
  }

  /** Leaves the loops further in; false when one lacks something mandatory. */
  private leave(depth: number): boolean {
    while (this.lists.length - 1 > depth) {
      const list = this.lists.pop()
      const index = this.index.pop() ?? 0
      this.used.pop()
      if (list && dueBetween(list, index, list.slots.length)) return false
    }
    return true
  }

  private enter(depth: number, slot: Slot): boolean {
    const list = this.lists[depth]
    const index = this.index[depth] ?? 0
    if (list === undefined || dueBetween(list, index, slot.index)) return false
    this.used[depth] = slot.index === index ? (this.used[depth] ?? 0) + 1 : 1
    this.index[depth] = slot.index
    if (slot.loop) {
      this.lists.push(slot.loop)
      this.index.push(0)
      this.used.push(1)
    }
    return true
  }
}

/** Something mandatory stands strictly between two places. */
function dueBetween(list: SlotList, after: number, before: number): boolean {
  for (const slot of list.mandatory) {
    if (slot.index >= before) return false
    if (slot.index > after) return true
  }
  return false
}

/**
 * Whether every value of a segment is surely as its rule says. The first `count` cells are the values as they will be
 * written, all of them printable ASCII.
 */
export function surelyRight(guide: Guide, segment: SegmentToWrite, cells: readonly string[], count: number): boolean {
  const rule = guide.segmentRule(segment[0])
  if (rule === undefined || count > rule.elements.length || count < rule.mandatoryUntil) return false
  for (let i = 0; i < count; i++) {
    const element = rule.elements[i]
    if (element === undefined || !elementIsSure(element, segment[i + 1] ?? '', cells[i] ?? '')) return false
  }
  for (const relation of rule.relations) {
    if (relation.kind !== 'R' && relation.first > count) continue
    if (!holds(relation, cells, count)) return false
  }
  return true
}

function elementIsSure(rule: ElementRule, value: Value, cell: string): boolean {
  if (cell === '') return !rule.mandatory
  if (typeof value !== 'string') return !('repeat' in value) && partsAreSure(rule, value)
  return rule.components ? partsAreSure(rule, [value]) : valueIsSure(rule, value)
}

function partsAreSure({ components }: ElementRule, parts: readonly string[]): boolean {
  if (components === undefined || parts.length > components.length) return false
  return components.every((rule, i) => {
    const part = parts[i] ?? ''
    return part === '' ? !rule.mandatory : valueIsSure(rule, part)
  })
}

function valueIsSure(rule: ElementRule, value: string): boolean {
  if (value.length > sureLengthMax) return false
  switch (rule.type) {
    case 'AN':
    case 'ID':
      return textIsSure(rule, value)
    case 'N':
    case 'R':
      return digitsAreSure(rule, value)
    case 'DT':
      return value.length === 8 && rule.max >= 8 && isDay(value)
    case 'TM':
      return isTimeOfDay(value)
    default:
      return false
  }
}

function textIsSure({ codes, min, max }: ElementRule, value: string): boolean {
  if (codes !== undefined && !codes.has(value)) return false
  // Blanks alone are no value.
  return value.length >= min && value.length <= max && value.charCodeAt(0) !== 0x20
}

function digitsAreSure({ type, min, max }: ElementRule, value: string): boolean {
  let digits = 0
  let points = 0
  for (let i = value.charCodeAt(0) === 0x2d ? 1 : 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) digits++
    else if (code === 0x2e && type === 'R') points++
    else return false
  }
  return digits >= Math.max(min, 1) && digits <= max && points <= 1
}

/** The number that two digits make; NaN when they are none. */
function two(value: string, at: number): number {
  const tens = value.charCodeAt(at) - 0x30
  const ones = value.charCodeAt(at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDay(value: string): boolean {
  const year = two(value, 0) * 100 + two(value, 2)
  const [month, day] = [two(value, 4), two(value, 6)]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && leap ? 29 : (daysOf[month - 1] ?? 0)
  return year >= 0 && day >= 1 && day <= days
}

function isTimeOfDay(value: string): boolean {
  if (value.length < 4 || value.length > 8 || value.length === 5) return false
  if (!(two(value, 0) <= 23 && two(value, 2) <= 59)) return false
  if (value.length > 4 && !(two(value, 4) <= 59)) return false
  return value.length < 7 || /^\d+$/.test(value.slice(6))
}

/** X12.6: P paired, R one of, E exclusive, C conditional, L list conditional. */
function holds({ kind, elements }: Relation, cells: readonly string[], count: number): boolean {
  let present = 0
  for (const n of elements) if (n <= count && cells[n - 1] !== '') present++
  const first = elements[0] ?? 1
  const hasFirst = first <= count && cells[first - 1] !== ''
  switch (kind) {
    case 'P':
      return present === 0 || present === elements.length
    case 'R':
      return present > 0
    case 'E':
      return present <= 1
    case 'C':
      return !hasFirst || present === elements.length
    case 'L':
      return !hasFirst || present > 1
  }
}

/** Latin-1 bytes that happen to be UTF-8 would be read as other letters: nothing tells the two apart. */
export function readsAsUtf8(value: string): boolean {
  return isUtf8(Buffer.from(value, 'latin1'))
}
