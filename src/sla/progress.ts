// How much of a target is used at an instant: a line through a few points, so that the browser can let it grow by itself. Pure.
import { type Explanation, msOf, type ToldInstant } from '../calendars/explanation.ts'
import type { Step } from './ladder.ts'

/** At this instant (ISO 8601) so much of the target is used, 0 to 1. Between two points it grows evenly. */
export interface ProgressPoint {
  at: string
  used: number
}

/** More points than anybody could see on a bar; a longer story is drawn through its marks. */
const POINTS_MAX = 40

interface Counted {
  countingFrom: Date
  dueAt: Date
  explanation: Explanation
  steps: readonly Step[]
}

/** Stands still where nothing counts: over nights, holidays and pauses. Always begins at 0 and ends at 1. */
export function progressOf({ countingFrom, dueAt, explanation, steps }: Counted): ProgressPoint[] {
  const counted = explanation.filter(step => step.kind === 'counted')
  const whole = counted.reduce((sum, step) => sum + step.minutes, 0)
  const ends = [
    { at: countingFrom.toISOString(), used: 0 },
    { at: dueAt.toISOString(), used: 1 },
  ]
  // A target in business days has no minutes of its own, but its reminders stand where half of its openings are over.
  if (whole === 0 || counted.length * 2 > POINTS_MAX) return inOrder([...ends, ...marksOf(steps)])
  let used = 0
  const points = counted.flatMap(({ from, to, minutes }) => {
    const before = used
    used += minutes
    return [
      { at: isoOf(from), used: before / whole },
      { at: isoOf(to), used: used / whole },
    ]
  })
  return inOrder([...points, ...ends])
}

const isoOf = (told: ToldInstant): string => new Date(msOf(told)).toISOString()

function marksOf(steps: readonly Step[]): ProgressPoint[] {
  return steps.flatMap(({ level, at }) => {
    const percent = /^warned-(\d+)/.exec(level)?.[1]
    return percent === undefined ? [] : [{ at, used: Number(percent) / 100 }]
  })
}

function inOrder(points: ProgressPoint[]): ProgressPoint[] {
  const sorted = points.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.used - b.used)
  return sorted.filter(({ at, used }, i) => i === 0 || sorted[i - 1]?.at !== at || sorted[i - 1]?.used !== used)
}

/** 0 before the first point, 1 after the last. */
export function usedAt(points: readonly ProgressPoint[], nowMs: number): number {
  let before = points[0]
  if (!before || nowMs <= Date.parse(before.at)) return 0
  for (const point of points.slice(1)) {
    const from = Date.parse(before.at)
    const to = Date.parse(point.at)
    if (nowMs < to) return before.used + ((point.used - before.used) * (nowMs - from)) / (to - from)
    before = point
  }
  return 1
}
