/** A guide made ready for speed: tags as small integers, places of a loop in arrays, rules on bytes. Made once. */
import type { Guide, Slot, SlotList } from '../guide/guide.ts'
import { QuickRule } from './quick-values.ts'

export interface QuickPlace {
  readonly slot: Slot
  readonly index: number
  readonly max: number
  /** It opens the loop it stands in: whether it may come again is for the list around to say. */
  readonly opens: boolean
  readonly inner: QuickList | undefined
}

export interface QuickList {
  readonly list: SlotList
  /** Places by number of the tag. */
  readonly places: readonly (readonly QuickPlace[] | undefined)[]
  /** How many mandatory places come before each index, and before the end. */
  readonly due: Int32Array
}

export interface QuickTag {
  readonly tag: string
  readonly length: number
  readonly number: number
  /** Undefined where the segment is judged elsewhere (ST, SE), has no rule, or holds binary data. */
  readonly rule: QuickRule | undefined
}

export interface QuickGuide {
  readonly root: QuickList
  /** By the tag packed as `tagKey` does. */
  readonly tags: ReadonlyMap<number, QuickTag>
  readonly lists: ReadonlyMap<SlotList, QuickList>
}

/** A tag of two or three letters as one integer. */
export function keyOf(tag: string): number {
  let key = 0
  for (let i = 0; i < tag.length; i++) key = key * 256 + tag.charCodeAt(i)
  return key
}

const ready = new WeakMap<Guide, { plain?: QuickGuide; sixDigits?: QuickGuide }>()

/** `sixDigits`: the release prescribes dates of six digits, so they are nothing to remark on. */
export function quickGuideFor(guide: Guide, sixDigits: boolean): QuickGuide {
  const made = ready.get(guide) ?? {}
  ready.set(guide, made)
  const kind = sixDigits ? 'sixDigits' : 'plain'
  made[kind] ??= makeGuide(guide, sixDigits)
  return made[kind]
}

function makeGuide(guide: Guide, sixDigits: boolean): QuickGuide {
  const tags = new Map<number, QuickTag>()
  const numbers = new Map<string, number>()
  for (const tag of guide.tags) {
    const rule = ['ST', 'SE', 'BIN', 'BDS'].includes(tag) ? undefined : guide.segmentRule(tag)
    const number = numbers.size
    numbers.set(tag, number)
    tags.set(keyOf(tag), { tag, length: tag.length, number, rule: rule && new QuickRule(rule, sixDigits) })
  }
  const lists = new Map<SlotList, QuickList>()
  const root = makeList(guide.root, numbers, lists)
  return { root, tags, lists }
}

function makeList(list: SlotList, numbers: ReadonlyMap<string, number>, lists: Map<SlotList, QuickList>): QuickList {
  const places: QuickPlace[][] = []
  const due = new Int32Array(list.slots.length + 1)
  for (const [index, slot] of list.slots.entries()) {
    due[index + 1] = (due[index] ?? 0) + (slot.min > 0 ? 1 : 0)
    const inner = slot.loop && makeList(slot.loop, numbers, lists)
    const number = numbers.get(slot.tag) ?? 0
    const opens = index === 0 && list.outer !== undefined
    const ofTag = places[number] ?? []
    places[number] = ofTag
    ofTag.push({ slot, index, max: slot.max, opens, inner })
  }
  const dense = Array.from({ length: numbers.size }, (_, number) => places[number])
  const made: QuickList = { list, places: dense, due }
  lists.set(list, made)
  return made
}
