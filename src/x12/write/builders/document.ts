/** Documents put together by their guide: the compiler knows segments, loops, elements, codes and conditions. */

import { type Guide, guideFor, type Release, type SlotList } from '../../guide/guide.ts'
import type { Envelope } from '../envelope.ts'
import { type SegmentToWrite, Unwritable, type Value } from '../pen.ts'
import { totalsOf } from '../totals.ts'
import { writeInterchange } from '../write.ts'
import type { Checked, Elements } from './checked.ts'
import type { Sets } from './types.ts'

/** ST01 of the documents that a release has. */
export type SetId<R extends Release> = keyof Sets[R] & string
type PathOf<R extends Release, S> = S extends keyof Sets[R] ? keyof Sets[R][S] & string : never
type At<R extends Release, S, P> = S extends keyof Sets[R]
  ? P extends keyof Sets[R][S]
    ? Sets[R][S][P]
    : never
  : never
type SegmentsAt<R extends Release, S, P> = At<R, S, P> extends { segments: infer T } ? T : never
type LoopsAt<R extends Release, S, P> = At<R, S, P> extends { loops: infer T } ? T : never
type Inside<P extends string, T extends string> = P extends '' ? T : `${P}/${T}`
/** Numbered, counted or closed by the builder. */
type Ours = 'HL' | 'CTT' | 'LE'

export interface TotalsOptions {
  /** Without CTT02, the sum of the quantities. */
  readonly withoutHash?: boolean
}

/** A document, or a loop of it, while it is put together: segments in the order in which they are to stand. */
export interface Level<R extends Release, S extends string, P extends string> {
  /** A segment of this level: `add('BEG', { 1: '00', 2: 'SA', 3: 'PO-1', 5: '20260302' })`. Undefined elements stay empty. */
  add<const T extends Exclude<SegmentsAt<R, S, P>, Ours> & string, const V extends Elements<R, T>>(
    tag: T,
    elements: V & Checked<R, T, V>,
  ): this
  /** A loop of this level: the segment that opens it, and what belongs to it. LE is written behind what LS opens. */
  loop<const T extends Exclude<LoopsAt<R, S, P>, Ours> & string, const V extends Elements<R, T>>(
    tag: T,
    elements: V & Checked<R, T, V>,
    inside?: (level: Level<R, S, Inside<P, T>>) => void,
  ): this
  /**
   * HL: a level of the tree of an 856 or 870, levels inside it by its own `level`. Numbers (HL01), parents (HL02) and
   * whether anything belongs to it (HL04) come out of how levels stand in each other. `kind` is HL03: S, O, T, P, I …
   */
  level(
    this: 'HL' extends LoopsAt<R, S, ''> ? this : never,
    kind: string,
    inside?: (level: Level<R, S, 'HL'>) => void,
  ): this
  /** CTT: how many lines there are and what their quantities come to, counted from what stands before it. */
  totals(options?: TotalsOptions): this
}

/** A document ready to be written. */
export interface BuiltDocument {
  readonly id: string
  readonly release: Release
  /** GS01 of the groups that carry it. */
  readonly functionalId: string
  /** What stands between ST and SE. */
  readonly segments: readonly SegmentToWrite[]
}

/**
 * Puts a document together. Throws Unwritable for what the compiler could not see and the guide forbids at its place:
 * an unknown document, segment or element; everything else (types, lengths, order) is refused when it is written.
 */
export function document<const R extends Release, const S extends SetId<R>>(
  id: S,
  release: R,
  fill: (document: Level<R, S, ''>) => void,
): BuiltDocument {
  const guide = guideFor(id, release)
  if (guide === undefined) {
    const remedy = 'Choose a document and a release that there is a guide for.'
    throw new Unwritable(
      `there is no document ${id} in ${release}`,
      { segment: 'ST', position: 1, element: 1 },
      [],
      remedy,
    )
  }
  const building = new Building(guide)
  fill(new LevelInHand(building, guide.root, '') as unknown as Level<R, S, PathOf<R, S> & ''>)
  return { id, release, functionalId: guide.groupId, segments: building.segments }
}

/**
 * Writes documents of one kind as one interchange with one group, numbered from `firstControl` on ("0001").
 * Throws Unwritable when anything in it would not pass our own reader: nothing invalid leaves.
 */
export function writeDocuments(
  envelope: Envelope,
  documents: readonly [BuiltDocument, ...BuiltDocument[]],
  firstControl = '0001',
): Uint8Array {
  const [first] = documents
  for (const { id, release, functionalId } of documents) {
    if (!envelope.version.startsWith(release))
      throw new Unwritable(`${id} was put together for ${release}`, { segment: 'GS', position: 0, element: 8 })
    if (functionalId !== first.functionalId)
      throw new Unwritable(`${id} belongs into another group`, { segment: 'GS', position: 0, element: 1 })
  }
  const number = (n: number) => String(Number(firstControl) + n).padStart(firstControl.length, '0')
  const sets = documents.map(({ id, segments }, i) => ({ id, control: number(i), segments }))
  return writeInterchange(envelope, first.functionalId, sets)
}

/** What all levels of one document write into. */
class Building {
  readonly guide: Guide
  readonly segments: SegmentToWrite[] = []
  private levels = 0

  constructor(guide: Guide) {
    this.guide = guide
  }

  put(tag: string, elements: Readonly<Record<number, unknown>>): void {
    this.segments.push([tag, ...this.valuesOf(tag, elements)])
  }

  /** Number of a new level of the tree. */
  nextLevel(): string {
    this.levels++
    return String(this.levels)
  }

  refuse(segment: string, reason: string, remedy: string, element?: number): never {
    const place = { segment, position: this.segments.length + 2, ...(element ? { element } : {}) }
    throw new Unwritable(reason, place, [], remedy)
  }

  private valuesOf(tag: string, elements: Readonly<Record<number, unknown>>): Value[] {
    const known = this.guide.segmentRule(tag)?.elements.length ?? 0
    const values: Value[] = []
    for (const [key, given] of Object.entries(elements)) {
      const n = Number(key)
      if (!(Number.isInteger(n) && n >= 1 && n <= known))
        this.refuse(tag, `has ${known} elements, and "${key}" is none of them`, 'Give elements by their position.')
      while (values.length < n) values.push('')
      values[n - 1] = this.valueOf(given, tag, n)
    }
    return values
  }

  private valueOf(given: unknown, tag: string, n: number): Value {
    if (given === undefined) return ''
    if (typeof given === 'string') return given
    if (typeof given === 'number') {
      if (!Number.isSafeInteger(given)) this.refuse(tag, `${given} is no whole number`, 'Write it out as text.', n)
      return String(given)
    }
    if (typeof given !== 'object' || given === null) this.refuse(tag, 'is no text', 'Write it out as text.', n)
    const parts: string[] = []
    for (const [key, part] of Object.entries(given)) {
      while (parts.length < Number(key)) parts.push('')
      const value = this.valueOf(part, tag, n)
      if (typeof value !== 'string') this.refuse(tag, 'has parts in parts', 'Give the parts one by one.', n)
      parts[Number(key) - 1] = value
    }
    return parts
  }
}

class LevelInHand {
  private readonly building: Building
  private readonly list: SlotList
  /** HL01 of the level of the tree around; '' outside. */
  private readonly own: string

  constructor(building: Building, list: SlotList, own: string) {
    this.building = building
    this.list = list
    this.own = own
  }

  add(tag: string, elements: Readonly<Record<number, unknown>>): this {
    const slots = this.list.byTag.get(tag) ?? []
    if (!slots.some(slot => slot.loop === undefined)) this.notHere(tag)
    this.building.put(tag, elements)
    return this
  }

  loop(tag: string, elements: Readonly<Record<number, unknown>>, inside?: (level: LevelInHand) => void): this {
    const list = this.listOf(tag)
    this.building.put(tag, elements)
    inside?.(new LevelInHand(this.building, list, this.own))
    if (tag === 'LS') this.building.put('LE', elements)
    return this
  }

  level(kind: string, inside?: (level: LevelInHand) => void): this {
    const { building } = this
    const list = building.guide.root.byTag.get('HL')?.find(slot => slot.loop)?.loop
    if (list === undefined) this.notHere('HL')
    const own = building.nextLevel()
    const at = building.segments.length
    building.segments.push(['HL', own, this.own, kind, '0'])
    inside?.(new LevelInHand(building, list, own))
    const hasChildren = building.segments.slice(at + 1).some(([tag]) => tag === 'HL')
    if (hasChildren) building.segments[at] = ['HL', own, this.own, kind, '1']
    return this
  }

  totals({ withoutHash = false }: TotalsOptions = {}): this {
    const { building } = this
    const totals = totalsOf(building.guide.setId, building.segments)
    if (totals === undefined || !building.guide.tags.has('CTT')) this.notHere('CTT')
    building.segments.push(['CTT', totals.lines, withoutHash ? '' : (totals.hash ?? '')])
    return this
  }

  private listOf(tag: string): SlotList {
    const list = (this.list.byTag.get(tag) ?? []).find(slot => slot.loop)?.loop
    return list ?? this.notHere(tag)
  }

  private notHere(tag: string): never {
    const { path } = this.list
    const place = path === '' ? `document ${this.building.guide.setId}` : `the loop ${path}`
    return this.building.refuse(tag, `has no place in ${place}`, 'Put it where the guide has it, or leave it away.')
  }
}
