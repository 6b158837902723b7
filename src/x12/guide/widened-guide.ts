/** A guide widened by name: what older releases and some partners send, as places and segments of the guide itself. */

import type { Leniency } from '../model.ts'
import type { Guide, SegmentRule } from './guide.ts'
import { draftsOf, listOf, type SlotDraft, tagsOf } from './slots.ts'

/** Leniencies that change the guide; all others change what a finding weighs. */
export const wideningLeniencies = ['older-segments', 'floating-notes', 'century-elements'] as const
export type WideningLeniency = (typeof wideningLeniencies)[number]

export interface Widening {
  readonly names: readonly WideningLeniency[]
  /** Segments that the guide's own release does not know, or knows in another form. */
  readonly rules: ReadonlyMap<string, SegmentRule>
}

/** Segments of today and the names under which older releases sent the same. */
const formerNames: Readonly<Record<string, string>> = { UIT: 'UNT', SAC: 'ITA' }

export function isWidening(name: Leniency): name is WideningLeniency {
  return (wideningLeniencies as readonly Leniency[]).includes(name)
}

/** The guide with what the widening's names allow; nothing that it took before is refused after. */
export function widenGuide(guide: Guide, { names, rules }: Widening): Guide {
  let drafts = draftsOf(guide.root)
  if (names.includes('older-segments')) drafts = withFormerNames(drafts)
  if (names.includes('floating-notes')) drafts = withNotes(drafts)
  const root = listOf(drafts)
  return {
    ...guide,
    root,
    tags: tagsOf(root),
    segmentRule: (tag, path) => rules.get(tag) ?? guide.segmentRule(tag, path),
  }
}

/** Either name may stand in the place; where one is mandatory neither is asked for, as the other may be there. */
function withFormerNames(drafts: readonly SlotDraft[]): SlotDraft[] {
  return drafts.flatMap(draft => {
    const former = formerNames[draft.tag]
    const kept = draft.loop ? { ...draft, loop: withFormerNames(draft.loop) } : draft
    // What opens a loop opens it under its own name.
    if (former === undefined || drafts[0] === draft) return [kept]
    return [
      { ...kept, min: 0 },
      { tag: former, min: 0, max: draft.max },
    ]
  })
}

/** NTE behind every segment, and once more between the repetitions of one. */
function withNotes(drafts: readonly SlotDraft[]): SlotDraft[] {
  const note = { tag: 'NTE', min: 0, max: Number.POSITIVE_INFINITY }
  return drafts
    .filter(draft => draft.tag !== 'NTE' || draft === drafts[0])
    .flatMap(draft => {
      if (draft.tag === 'SE' || draft.tag === 'LE') return [draft]
      if (draft.loop) return [{ ...draft, loop: withNotes(draft.loop) }, note]
      return draft.max > 1 ? [draft, note, { ...draft, min: 0 }, note] : [draft, note]
    })
}
