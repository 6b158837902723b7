/** HL: the tree of a ship notice or status report, numbered, parents before children. */
import { type SegmentToWrite, Unwritable } from './pen.ts'

/** A level of the tree: what it is (HL03: S shipment, O order, P pack, T tare, I item …), and what belongs to it. */
export interface HierarchyLevel {
  readonly kind: string
  /** The segments of this level behind its HL. */
  readonly segments: readonly SegmentToWrite[]
  readonly children?: readonly HierarchyLevel[]
}

/** The tree as segments: HL01 counted from 1, HL02 the parent's, HL04 "1" where levels follow inside and "0" where none. */
export function hierarchy(roots: readonly HierarchyLevel[]): SegmentToWrite[] {
  const written: SegmentToWrite[] = []
  let number = 0
  const write = ({ kind, segments, children = [] }: HierarchyLevel, parent: string) => {
    const own = String(++number)
    written.push(['HL', own, parent, kind, children.length > 0 ? '1' : '0'], ...segments)
    for (const child of children) write(child, own)
  }
  for (const root of roots) write(root, '')
  return written
}

/** Refuses a tree whose numbers do not hold together. */
export function checkHierarchy(segments: readonly SegmentToWrite[]): void {
  if (!segments.some(segment => segment[0] === 'HL')) return
  const levels = segments.flatMap((segment, i) => (segment[0] === 'HL' ? [{ segment, position: i + 2 }] : []))
  const parents = new Set(levels.map(({ segment }) => segment[2] ?? ''))
  for (const [i, { segment, position }] of levels.entries()) {
    const [, own = '', parent = '', , children = ''] = segment
    const refuse = (element: number, reason: string) => {
      const remedy = 'Leave the numbers of levels to the writer.'
      throw new Unwritable(reason, { segment: 'HL', position, element }, [], remedy)
    }
    if (own !== String(i + 1)) refuse(1, `is the ${i + 1}. level and has to be numbered ${i + 1}`)
    // Levels are numbered from 1 in their order, so an earlier one has a smaller number.
    if (parent !== '' && !isEarlier(parent, i)) refuse(2, 'names a parent that does not stand before it')
    const has = parents.has(own)
    if ((children === '0' && has) || (children === '1' && !has))
      refuse(4, has ? 'says that nothing belongs to it, but levels do' : 'says that levels belong to it, but none do')
  }
}

const isEarlier = (parent: SegmentToWrite[1], before: number) =>
  typeof parent === 'string' && /^[1-9]\d*$/.test(parent) && Number(parent) <= before
