/** Documents by chance, valid by their guides: what the properties of writing and reading are asked of. */
import type { ElementRule, Guide, Relation, Release, Slot, SlotList } from '../../guide/guide.ts'
import { guideFor, guideSets } from '../../index.ts'
import type { SegmentToWrite, Value } from '../pen.ts'
import { totalsOf } from '../totals.ts'

export interface ChanceDocument {
  readonly id: string
  readonly release: Release
  readonly functionalId: string
  readonly segments: readonly SegmentToWrite[]
}

/** Every document in every release that has it. */
export const everyDocument: readonly { id: string; release: Release }[] = (['004010', '005010'] as const).flatMap(
  release => Object.keys(guideSets).flatMap(id => (guideFor(id, release) ? [{ id, release }] : [])),
)

/** Letters of values; what separates in an envelope must not be among them. */
export type Letters = string

/** A document of this kind; the same for the same seed. `generosity` 0 holds only what is mandatory. */
export function documentByChance(
  { id, release }: { id: string; release: Release },
  seed: number,
  generosity: number,
  letters: Letters,
): ChanceDocument {
  const guide = guideFor(id, release)
  if (guide === undefined) throw new Error(`no guide for ${id} in ${release}`)
  const segments = new Growing(guide, chance(seed), generosity, letters).grow()
  return { id, release, functionalId: guide.groupId, segments }
}

export const plainLetters = 'ABCXYZabcz019 .,-/()#&%+'
/** Letters of the extended set, for partners who agreed to them. */
export const extendedLetters = `${plainLetters}äéßñÜ`

type Chance = () => number

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function chance(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const segmentsMax = 400

class Growing {
  private readonly guide: Guide
  private readonly random: Chance
  private readonly generosity: number
  private readonly letters: Letters
  private readonly segments: SegmentToWrite[] = []
  /** Loops left open so far, with the place reached: a tag they could still take belongs to them. */
  private open: { list: SlotList; index: number }[] = []

  constructor(guide: Guide, random: Chance, generosity: number, letters: Letters) {
    this.guide = guide
    this.random = random
    this.generosity = generosity
    this.letters = letters
  }

  grow(): SegmentToWrite[] {
    this.open = [{ list: this.guide.root, index: 0 }]
    this.fill(this.guide.root, 1)
    this.numberLevels()
    return this.segments
  }

  private fill(list: SlotList, from: number): void {
    const depth = this.open.length
    for (const slot of list.slots.slice(from)) {
      if (slot.tag === 'SE') continue
      const often = this.howOften(slot)
      for (let i = 0; i < often; i++) {
        if (i >= slot.min && this.isTakenFurtherIn(slot.tag, depth)) break
        this.use(slot, depth)
      }
    }
  }

  private howOften({ min, max, tag }: Slot): number {
    if (tag === 'LE') return 1
    let often = min
    while (often < Math.min(max, min + 3) && this.segments.length < segmentsMax && this.random() < this.generosity)
      often++
    return often
  }

  private isTakenFurtherIn(tag: string, depth: number): boolean {
    return this.open
      .slice(depth)
      .some(({ list, index }) => (list.byTag.get(tag) ?? []).some(slot => slot.index > 0 && slot.index >= index))
  }

  private use(slot: Slot, depth: number): void {
    this.open.length = depth
    const here = this.open[depth - 1]
    if (here) here.index = slot.index
    this.segments.push(slot.tag === 'CTT' ? this.totals() : [slot.tag, ...this.values(slot.tag)])
    if (slot.loop === undefined) return
    this.open.push({ list: slot.loop, index: 0 })
    this.fill(slot.loop, 1)
  }

  private totals(): SegmentToWrite {
    const { lines = '1', hash = '' } = totalsOf(this.guide.setId, this.segments) ?? {}
    return ['CTT', lines, hash]
  }

  /** HL as a tree by chance. */
  private numberLevels(): void {
    const levels = this.segments.flatMap(([tag], i) => (tag === 'HL' ? [i] : []))
    const parents = levels.map((_, i) => (i === 0 || this.random() < 0.2 ? 0 : 1 + Math.floor(this.random() * i)))
    for (const [i, at] of levels.entries()) {
      const parent = parents[i] === 0 ? '' : String(parents[i])
      const kind = this.segments[at]?.[3] ?? 'S'
      this.segments[at] = ['HL', String(i + 1), parent, kind, parents.includes(i + 1) ? '1' : '0']
    }
  }

  private values(tag: string): Value[] {
    const rule = this.guide.segmentRule(tag)
    if (rule === undefined) throw new Error(`no rule for ${tag}`)
    const used = presentByChance(rule.elements, rule.relations, () => this.random() < Math.max(this.generosity, 0.15))
    const values = rule.elements.map((element, i): Value => (used.has(i + 1) ? this.element(element) : ''))
    while (values.at(-1) === '') values.pop()
    // A segment may be all optional, but not empty.
    return values.length > 0 ? values : this.values(tag)
  }

  private element(rule: ElementRule): Value {
    if (rule.components === undefined) return this.text(rule)
    const used = rule.components.map((part, i) => part.mandatory || i === 0 || this.random() < this.generosity)
    const parts = rule.components.map((part, i) => (used[i] ? this.text(part) : ''))
    while (parts.at(-1) === '') parts.pop()
    return parts
  }

  private text({ codes, type, min, max }: ElementRule): string {
    const upTo = (n: number) => Math.floor(this.random() * n)
    if (codes) return [...codes][upTo(codes.size)] ?? ''
    const length = min + upTo(Math.min(max, min + 12) - min + 1)
    const draw = (from: string) => from.charAt(upTo(from.length))
    const digits = (n: number) => Array.from({ length: n }, () => draw('0123456789')).join('')
    const two = (n: number) => String(n).padStart(2, '0')
    switch (type) {
      case 'DT':
        return `${1900 + upTo(200)}${two(1 + upTo(12))}${two(1 + upTo(28))}`
      case 'TM':
        return [two(upTo(24)), two(upTo(60)), two(upTo(60)), digits(2)].slice(0, 2 + upTo(3)).join('')
      case 'N':
        return `${draw('  -').trim()}${digits(length)}`
      case 'R': {
        const all = digits(length)
        const at = upTo(length + 1)
        return `${draw('  -').trim()}${this.random() < 0.5 ? all : `${all.slice(0, at)}.${all.slice(at)}`}`
      }
      default: {
        const made = Array.from({ length }, () => draw(this.letters)).join('')
        return made.trim() === '' ? 'A'.repeat(length) : made
      }
    }
  }
}

/** Positions that are used, so that every condition holds. */
function presentByChance(
  elements: readonly ElementRule[],
  relations: readonly Relation[],
  use: () => boolean,
): Set<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const used = new Set(elements.flatMap((rule, i) => (rule.mandatory || (attempt < 40 && use()) ? [i + 1] : [])))
    for (let round = 0; round < 8; round++) for (const relation of relations) mend(relation, used, elements)
    if (
      relations.every(relation => isKept(relation, used)) &&
      elements.every((rule, i) => !rule.mandatory || used.has(i + 1))
    )
      return used
  }
  throw new Error('no choice of elements keeps every condition')
}

function mend({ kind, elements }: Relation, used: Set<number>, rules: readonly ElementRule[]): void {
  const [first = 1, second = 1] = elements
  const present = elements.filter(n => used.has(n))
  if (kind === 'P' && present.length > 0) for (const n of elements) used.add(n)
  if (kind === 'R' && present.length === 0) used.add(first)
  if (kind === 'C' && used.has(first)) for (const n of elements) used.add(n)
  if (kind === 'L' && used.has(first) && present.length === 1) used.add(second)
  if (kind === 'E') for (const n of present.slice(1)) if (!rules[n - 1]?.mandatory) used.delete(n)
}

function isKept({ kind, elements }: Relation, used: ReadonlySet<number>): boolean {
  const [first = 1] = elements
  const present = elements.filter(n => used.has(n)).length
  switch (kind) {
    case 'P':
      return present === 0 || present === elements.length
    case 'R':
      return present > 0
    case 'E':
      return present <= 1
    case 'C':
      return !used.has(first) || present === elements.length
    case 'L':
      return !used.has(first) || present > 1
  }
}
