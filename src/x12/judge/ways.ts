/** What may have happened where a segment has no plain place. Each is one finding; what follows tells which it was. */

import type { Guide } from '../guide/guide.ts'
import { alikeTags } from './alike.ts'
import { type Match, owed, type Progress, passedPlace, plainPlace, type Unopened, unopenedPlaces } from './places.ts'

export type Way =
  /** It stands alone where it must not: too early, too late, or in a loop that has not begun. */
  | { readonly kind: 'stray' }
  /** It stands right, and something mandatory before it comes late or never. */
  | { readonly kind: 'ahead'; readonly match: Match }
  /** It comes late, and the document goes on from there: what came before it was early. */
  | { readonly kind: 'back'; readonly match: Match }
  /** It belongs to a loop whose first segment was not sent. */
  | { readonly kind: 'unopened'; readonly match: Unopened }
  /** It is a slip of the pen for this tag. */
  | { readonly kind: 'slip'; readonly tag: string; readonly match: Match }

interface View {
  readonly guide: Guide
  readonly stack: readonly Progress[]
  /** Its place further on, whatever is skipped. */
  readonly ahead: Match | undefined
  /** The tag that follows. */
  readonly next: string | undefined
  /** What names that are none were meant to be; undefined where no slip is to be guessed at. */
  readonly slips: ReadonlyMap<string, string> | undefined
}

/** The one to be taken where they leave equally much to complain of comes first. */
export function waysToRead(tag: string, view: View): Way[] {
  const { guide, stack, ahead } = view
  const slips = slipsFor(tag, view)
  if (!guide.tags.has(tag)) return [...slips, { kind: 'stray' }]
  const back = passedPlace(stack, tag)
  const [unopened] = unopenedPlaces(stack, tag)
  return [
    { kind: 'stray' },
    ...(ahead ? [{ kind: 'ahead' as const, match: ahead }] : []),
    ...(back ? [{ kind: 'back' as const, match: back }] : []),
    ...(unopened ? [{ kind: 'unopened' as const, match: unopened }] : []),
    ...slips,
  ]
}

function slipsFor(tag: string, { guide, stack, next, slips }: View): Way[] {
  if (slips === undefined) return []
  const known = slips.get(tag)
  const meant = known === undefined ? [...alikeTags(tag, guide.tags), ...lacking(stack, next)] : [known]
  return [...new Set(meant)].flatMap(one => {
    const match = plainPlace(stack, one)
    return match ? [{ kind: 'slip' as const, tag: one, match }] : []
  })
}

/** What would be missing were there nothing here: what is due next, and what opens the loop that comes. */
function lacking(stack: readonly Progress[], next: string | undefined): string[] {
  const due = stack.flatMap(frame => owed(frame, frame.list.slots.length)[0]?.tag ?? [])
  const openers = next === undefined ? [] : unopenedPlaces(stack, next).map(one => one.slot.tag)
  return [...due, ...openers]
}
