// Waits for what becomes true by itself, and says what was there instead when it does not.
import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until the answer is something; what it is not, is undefined, null or false. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false>,
  withinMs = 45_000,
): Promise<T> {
  const startedAt = performance.now()
  let last: unknown
  while (performance.now() - startedAt < withinMs) {
    const answer = await ask().catch((error: unknown) => {
      last = error
      return undefined
    })
    if (answer !== undefined && answer !== null && answer !== false) return answer
    await pause(25)
  }
  throw new Error(`${what} did not happen within ${withinMs} ms`, { cause: last })
}
