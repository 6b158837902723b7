// Whether a file of call-offs did what its reader was told it would. Pure.
import type { RowError } from '../../kernel/wire.ts'

/** What the server says of the rows it did not issue that nobody was told beforehand: the world moved since the preview. */
export function unforeseen(errors: readonly RowError[], told: readonly RowError[]): RowError[] {
  const keyOf = ({ line, column, problem }: RowError) => `${line} ${column} ${problem}`
  const known = new Set(told.map(keyOf))
  return errors.filter(error => !known.has(keyOf(error)))
}
