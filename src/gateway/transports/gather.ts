// What one partner posts in a burst is stored together: one look at its key and one commit for many messages.
import { TooBusy, type turns } from './turns.ts'

export interface Limits {
  /** Of one name, under way at the same time: nobody takes every turn, and what is short passes what is long. */
  atOnce: number
  /** Done together at most, by number and by size; what is larger than `sizeMax` by itself is done alone. */
  atMost: number
  sizeMax: number
  waitingMax: number
}

interface Waiting<Given, Done> {
  given: Given
  size: number
  resolve(done: Done): void
  reject(error: unknown): void
}

interface Line<Given, Done> {
  /** Turns taken, or awaited. */
  serving: number
  waiting: Waiting<Given, Done>[]
}

/**
 * Has what is given under one name done together with what else waits under it, in the order in which it came. Where
 * that fails, each is done by itself: one that cannot be done keeps no other back. Throws `TooBusy` when too many wait.
 * @param together one result for each that is given; what it throws undid them all
 */
export function gathering<Given, Done>(
  take: ReturnType<typeof turns>,
  { atOnce, atMost, sizeMax, waitingMax }: Limits,
  together: (name: string, given: readonly Given[]) => Promise<readonly Done[]>,
) {
  const lines = new Map<string, Line<Given, Done>>()
  let waitingAll = 0

  function next(waiting: Waiting<Given, Done>[]): Waiting<Given, Done>[] {
    let size = 0
    const end = waiting.findIndex((one, i) => {
      size += one.size
      return i > 0 && (i >= atMost || size > sizeMax)
    })
    const batch = waiting.splice(0, end < 0 ? waiting.length : end)
    waitingAll -= batch.length
    return batch
  }

  async function serve(name: string, batch: readonly Waiting<Given, Done>[]): Promise<void> {
    // Another turn of the same name has taken all that waited.
    if (batch.length === 0) return
    try {
      const done = await together(
        name,
        batch.map(one => one.given),
      )
      batch.forEach((one, i) => void one.resolve(done[i] as Done))
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await serve(name, [one])
    }
  }

  async function work(name: string, line: Line<Given, Done>): Promise<void> {
    line.serving += 1
    while (line.waiting.length > 0)
      // What came while the turn was awaited is in it.
      await take(() => serve(name, next(line.waiting))).catch(error => {
        for (const one of next(line.waiting)) one.reject(error)
      })
    line.serving -= 1
    if (line.serving === 0) lines.delete(name)
  }

  return (name: string, given: Given, size: number): Promise<Done> =>
    new Promise((resolve, reject) => {
      if (waitingAll >= waitingMax) return reject(new TooBusy())
      waitingAll += 1
      const line = lines.get(name) ?? { serving: 0, waiting: [] }
      lines.set(name, line)
      line.waiting.push({ given, size, resolve, reject })
      if (line.serving < atOnce) void work(name, line)
      return undefined
    })
}
