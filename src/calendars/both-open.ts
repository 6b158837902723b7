// Two calendars as one: only the hours in which both are open, each in its own zone. Pure.
import type { WorkCalendar } from './calendar.ts'

/** What working time is counted on: a calendar, or two that stand as the first of them, whose days, cut-offs and zone count. */
export interface CountedOn extends WorkCalendar {
  readonly both?: readonly [WorkCalendar, WorkCalendar]
}

/** The same two are the same object each time, so that what the arithmetic derived from it serves every clock on them. */
const remembered = new WeakMap<WorkCalendar, WeakMap<WorkCalendar, CountedOn>>()

export function bothOpen(first: WorkCalendar, second: WorkCalendar): CountedOn {
  const pairs = remembered.get(first) ?? new WeakMap<WorkCalendar, CountedOn>()
  remembered.set(first, pairs)
  const pair = pairs.get(second) ?? { ...first, both: [first, second] as const }
  pairs.set(second, pair)
  return pair
}
