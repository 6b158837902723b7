// Partners' calls take turns, so that a burst waits here and not for the connections that people's pages need.

/** Thrown when too many wait already: the caller comes back later. */
export class TooBusy extends Error {}

/** At most `atOnce` run, at most `waitingMax` wait, first come first served. */
export function turns(atOnce: number, waitingMax: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(act: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= waitingMax) throw new TooBusy()
      // Whoever ends hands the turn on, so `running` stays as it is.
      await new Promise<void>(resolve => waiting.push(resolve))
    } else running += 1
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
