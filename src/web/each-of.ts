// One act on each of many rows, a few at a time, and what became of each: none holds up the others. Pure.
import { Problem } from './problem.ts'

export interface Became<T> {
  row: T
  /** Undefined: it was done. */
  problem: Problem | undefined
}

/** Requests at once; more would crowd out the page's own. */
const AT_ONCE = 4

/** In the order of the rows. Throws what is no problem of the server: that is a fault of ours. */
export async function eachOf<T>(rows: readonly T[], act: (row: T) => Promise<unknown>): Promise<Became<T>[]> {
  const became: Became<T>[] = []
  let next = 0
  const work = async () => {
    for (let i = next++; i < rows.length; i = next++) {
      const row = rows[i] as T
      became[i] = { row, problem: await problemOf(() => act(row)) }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, work))
  return became
}

async function problemOf(act: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await act()
    return undefined
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown
    throw thrown
  }
}
