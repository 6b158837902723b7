/** Segment names that a person would take for one another: a letter wrong, lost, too many or in the wrong turn. */

/** Those of `tags` that `tag` may be a slip of; letters that look the same, and those in small, count as the same. */
export function alikeTags(tag: string, tags: Iterable<string>): string[] {
  if (tag.length < 2 || tag.length > 4) return []
  const seen = folded(tag)
  const same: string[] = []
  const near: string[] = []
  for (const one of tags) {
    const other = folded(one)
    if (one === tag || one === 'ST' || one === 'SE') continue
    if (other === seen) same.push(one)
    else if (isOneSlipAway(seen, other)) near.push(one)
  }
  return [...same, ...near]
}

const folded = (tag: string) => tag.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')

function isOneSlipAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1)
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at]
  return short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2))
}
