/** The order of a set as plain data that may be changed, and the linked lists that the checks walk over. */
import type { Slot, SlotList } from './guide.ts'

/** A place in the order, to be changed and built anew; `loop` holds the inside, its opener first. */
export interface SlotDraft {
  tag: string
  min: number
  /** Infinity: without bound. 0: not used, though the standard has it. */
  max: number
  loop?: SlotDraft[]
}

export function draftsOf(list: SlotList): SlotDraft[] {
  return list.slots.map(({ tag, min, max, loop }) => ({ tag, min, max, ...(loop ? { loop: draftsOf(loop) } : {}) }))
}

/** The list that the checks walk over. `path` names the loop from the outside in, '' the set itself. */
export function listOf(drafts: readonly SlotDraft[], path = '', outer?: () => Slot): SlotList {
  const slots: Slot[] = []
  const mandatory: Slot[] = []
  const byTag = new Map<string, Slot[]>()
  const made: SlotList = {
    path,
    slots,
    mandatory,
    byTag,
    get outer() {
      return outer?.()
    },
  }
  for (const { tag, min, max, loop } of drafts) {
    let slot: Slot
    const inner = loop && listOf(loop, path ? `${path}/${tag}` : tag, () => slot)
    slot = { tag, min, max, index: slots.length, list: made, ...(inner ? { loop: inner } : {}) }
    slots.push(slot)
    if (min > 0) mandatory.push(slot)
    byTag.set(tag, [...(byTag.get(tag) ?? []), slot])
  }
  return made
}

/** Every tag that a list and its loops use. */
export function tagsOf(list: SlotList, found = new Set<string>()): Set<string> {
  for (const slot of list.slots) {
    found.add(slot.tag)
    if (slot.loop) tagsOf(slot.loop, found)
  }
  return found
}
