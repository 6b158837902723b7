/** Where a segment may stand, given the loops that are open. Nothing here changes anything. */
import type { Slot, SlotList } from '../guide/guide.ts'

/** How far a loop (or the set itself) has come. */
export interface Progress {
  readonly list: SlotList
  /** Slot reached so far. */
  readonly index: number
  /** How often that slot was used; slots further on were not yet. */
  readonly used: number
  /** Opened where it does not belong: its segments are taken silently, and nothing is asked of it. */
  readonly displaced: boolean
}

export interface Match {
  /** How many open loops are left over, the set included, where the segment is taken. */
  readonly depth: number
  readonly slot: Slot
}

/** Mandatory slots of a loop before one index that were not used. */
export function owed({ list, index, used, displaced }: Progress, before: number): Slot[] {
  if (displaced) return []
  return list.mandatory.filter(
    slot =>
      slot.index >= index &&
      slot.index < before &&
      !(slot.index === index && used > 0) &&
      slot.tag !== 'SE' &&
      slot.tag !== 'ST',
  )
}

/** The next place of a tag to which nothing mandatory is passed over, and which is not used up. */
export function plainPlace(stack: readonly Progress[], tag: string): Match | undefined {
  for (let depth = stack.length; depth > 0; depth--) {
    const frame = stack[depth - 1]
    if (frame === undefined) continue
    for (const slot of frame.list.byTag.get(tag) ?? [])
      if (!isOpener(slot) && hasRoom(frame, slot) && owed(frame, slot.index).length === 0) return { depth, slot }
    if (owed(frame, frame.list.slots.length).length > 0) return undefined
  }
  return undefined
}

export interface Unopened extends Match {
  /** Where the tag stands in the loop of `slot`. */
  readonly inside: Slot
}

/** Loops that may stand next and hold the tag, but not as their opener: the opener was not sent. Nearest first. */
export function unopenedPlaces(stack: readonly Progress[], tag: string): Unopened[] {
  const found: Unopened[] = []
  for (let depth = stack.length; depth > 0; depth--) {
    const frame = stack[depth - 1]
    if (frame === undefined || frame.displaced) continue
    for (const slot of frame.list.slots) {
      const inside = slot.loop?.byTag.get(tag)?.find(one => one.index > 0)
      if (inside && hasRoom(frame, slot) && owed(frame, slot.index).length === 0) found.push({ depth, slot, inside })
    }
    if (owed(frame, frame.list.slots.length).length > 0) break
  }
  return found
}

function hasRoom(frame: Progress, slot: Slot): boolean {
  if (slot.index !== frame.index) return slot.index > frame.index
  return frame.displaced || frame.used < slot.max
}

/** It opens the loop it stands in: whether that may come again is for the list around to say. */
export const isOpener = (slot: Slot): boolean => slot.index === 0 && slot.list.outer !== undefined

/** The last place of a tag that was passed in a loop that is open. */
export function passedPlace(stack: readonly Progress[], tag: string): Match | undefined {
  for (let depth = stack.length; depth > 0; depth--) {
    const frame = stack[depth - 1]
    const slot = frame?.list.byTag.get(tag)?.findLast(one => one.index < frame.index && !isOpener(one))
    if (frame && slot && !frame.displaced) return { depth, slot }
  }
  return undefined
}

/** Where a tag belongs when no open loop knows it: the first place in the guide, outermost first. */
export function homeOf(list: SlotList, tag: string): Slot | undefined {
  const here = list.byTag.get(tag)?.[0]
  if (here) return here
  for (const slot of list.slots) {
    const found = slot.loop && homeOf(slot.loop, tag)
    if (found) return found
  }
  return undefined
}
