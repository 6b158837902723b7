// Which due work needs an alarm of its own. Pure.
import type { Lane } from './work.ts'

/** Lanes whose handlers take along what is due with them: one alarm wakes many. */
const together: ReadonlySet<Lane> = new Set(['clock'])
/** So much later than due the first of them may be woken. */
const bucketMs = 100
/** As many as a handler takes along at least; more at one instant need more alarms. */
const perAlarm = 150

/** Of work that goes together, the last of each tenth of a second and organization, and one of each 150. The rest as it is. */
export function alarmsFor<W extends { lane: Lane; org: string; due: number }>(works: readonly W[]): W[] {
  const buckets = new Map<string, W[]>()
  const alarms: W[] = []
  for (const work of works) {
    if (!together.has(work.lane)) {
      alarms.push(work)
      continue
    }
    const name = `${work.lane} ${work.org} ${Math.floor(work.due / bucketMs)}`
    const bucket = buckets.get(name)
    if (bucket) bucket.push(work)
    else buckets.set(name, [work])
  }
  for (const bucket of buckets.values()) {
    const latestFirst = bucket.toSorted((a, b) => b.due - a.due)
    alarms.push(...latestFirst.filter((_, i) => i % perAlarm === 0))
  }
  return alarms
}
