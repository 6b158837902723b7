// Stretches of time against each other: inside a span, in both of two lists, in one and not in the other. Pure.
import type { Hours, Interval } from './openings.ts'

/** The open stretches inside a span, cut to it. */
export function openWithin({ from, to }: Interval, hours: Hours): Interval[] {
  const stretches: Interval[] = []
  for (let day = hours.dayOf(from); hours.of(day).start < to; day++)
    for (const open of hours.of(day).intervals)
      if (open.to > from && open.from < to)
        stretches.push({ from: Math.max(open.from, from), to: Math.min(open.to, to) })
  return stretches
}

/** What lies in both, which are in order; stretches that touch, as at the midnight of one of them, are made one. */
export function inBoth(first: readonly Interval[], second: readonly Interval[]): Interval[] {
  const shared: Interval[] = []
  for (const a of first) {
    for (const b of second) {
      const from = Math.max(a.from, b.from)
      const to = Math.min(a.to, b.to)
      if (from >= to) continue
      const last = shared.at(-1)
      if (last?.to === from) last.to = to
      else shared.push({ from, to })
    }
  }
  return shared
}

/** What is left of them without these, which are in order. */
export function without(stretches: readonly Interval[], taken: readonly Interval[]): Interval[] {
  return stretches.flatMap(({ from, to }) => {
    const left: Interval[] = []
    let at = from
    for (const each of taken) {
      if (each.to <= at || each.from >= to) continue
      if (each.from > at) left.push({ from: at, to: each.from })
      at = each.to
    }
    return at < to ? [...left, { from: at, to }] : left
  })
}
