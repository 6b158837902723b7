// The same act on many rows, one after the other: one that is refused holds up none of the others. Pure.

export interface InTurn<T> {
  done: T[]
  refused: { row: T; why: unknown }[]
}

export async function inTurn<T>(rows: readonly T[], act: (row: T) => Promise<unknown>): Promise<InTurn<T>> {
  const result: InTurn<T> = { done: [], refused: [] }
  for (const row of rows) {
    try {
      await act(row)
      result.done.push(row)
    } catch (why) {
      result.refused.push({ row, why })
    }
  }
  return result
}
