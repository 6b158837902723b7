// Two texts of one document, line by line: what stayed, what was changed, what was added or taken away. Pure.
import type { CorrectedLine } from './api.ts'

export type Line = Pick<CorrectedLine, 'raw' | 'name' | 'elements'> & { tag: string }

/** Beyond this many comparisons all that lies between the same beginning and the same end counts as changed. */
const comparedMax = 4_000_000

/** In the order of what is run; what was taken away stands where it was. */
export function paired(before: readonly Line[], after: readonly Line[]): CorrectedLine[] {
  const same = (i: number, j: number) => before[i]?.raw === after[j]?.raw
  let head = 0
  while (head < Math.min(before.length, after.length) && same(head, head)) head++
  let tail = 0
  while (tail < Math.min(before.length, after.length) - head && same(before.length - 1 - tail, after.length - 1 - tail))
    tail++
  const old = before.slice(head, before.length - tail)
  const mine = after.slice(head, after.length - tail)
  return [
    ...after.slice(0, head).map(asItCame),
    ...between(old, mine),
    ...after.slice(after.length - tail).map(asItCame),
  ]
}

const shown = ({ raw, name, elements }: Line) => ({ raw, ...(name ? { name } : {}), elements })
const asItCame = (line: Line): CorrectedLine => ({ how: 'same', ...shown(line) })

function between(old: readonly Line[], mine: readonly Line[]): CorrectedLine[] {
  const lines: CorrectedLine[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...common(old, mine), [old.length, mine.length] as const]) {
    lines.push(...changed(old.slice(i, a), mine.slice(j, b)))
    const kept = mine[b]
    if (kept) lines.push(asItCame(kept))
    i = a + 1
    j = b + 1
  }
  return lines
}

/** Segments of one name that stand in each other's place were changed; the rest was taken away or added. */
function changed(old: readonly Line[], mine: readonly Line[]): CorrectedLine[] {
  const left = [...old]
  return [
    ...mine.map((line): CorrectedLine => {
      const at = left.findIndex(one => one.tag === line.tag)
      const [was] = at < 0 ? [] : left.splice(at, 1)
      return was ? { how: 'changed', ...shown(line), before: was.raw } : { how: 'added', ...shown(line) }
    }),
    ...left.map((line): CorrectedLine => ({ how: 'removed', ...shown(line) })),
  ]
}

/** Places of the longest common sequence, rising. */
function common(old: readonly Line[], mine: readonly Line[]): (readonly [number, number])[] {
  if (old.length * mine.length > comparedMax) return []
  const width = mine.length + 1
  const longest = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = mine.length - 1; j >= 0; j--)
      longest[i * width + j] =
        old[i]?.raw === mine[j]?.raw ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const found: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < old.length && j < mine.length; ) {
    if (old[i]?.raw === mine[j]?.raw) found.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return found
}
