// Which due work needs an alarm of its own. Pure.
import type { Lane } from './work.ts'

/**
 * Lanes whose handlers take along what is due with them, and how much of it one alarm may stand for: less than a handler
 * takes along, and whoever finds its own work done goes on with the longest due (`takeUp`).
 */
export const together: ReadonlyMap<Lane, number> = new Map([
  ['clock', 150],
  ['read', 8],
])
/** So much later than due the first of them may be woken. */
const bucketMs = 100

interface Due {
  lane: Lane
  org: string
  due: number
  /** What has failed goes alone, so that it holds up nobody. */
  attempts: number
}

/** Of work that goes together, the last of each tenth of a second and organization, and one of each so many. The rest as it is. */
export function alarmsFor<W extends Due>(works: readonly W[]): W[] {
  const buckets = new Map<string, W[]>()
  const alarms: W[] = []
  for (const work of works) {
    if (!together.has(work.lane) || work.attempts > 0) {
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
    const each = together.get(latestFirst[0]?.lane ?? 'edi') ?? 1
    alarms.push(...latestFirst.filter((_, i) => i % each === 0))
  }
  return alarms
}
