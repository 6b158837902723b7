// What reading and writing a CSV have in common: nothing is written from a file with errors unless its clean part is accepted.
import { type Refusal, Refused, refusal } from '../kernel/errors.ts'
import type { RowError } from '../kernel/wire.ts'

export const IMPORT_ROWS_MAX = 20_000
/** Rows of a preview that travel; the counts speak of all. */
export const PREVIEW_ROWS_MAX = 200

export type Change = 'added' | 'changed' | 'unchanged'

export interface Judged<Row> {
  /** `was`: of what a row changes, what stood there before, by the column's name. */
  rows: (Row & { line: number; change: Change; was: Record<string, string> })[]
  errors: RowError[]
}

export interface Imported {
  added: number
  changed: number
  unchanged: number
  errors: RowError[]
}

/** Errors that travel in a refusal; the preview shows them all. */
const REFUSALS_MAX = 20

/** Throws Refused with the first errors, each at its line and column. */
export function refuseUnclean(errors: readonly RowError[], acceptClean: boolean): void {
  if (errors.length === 0 || acceptClean) return
  const refusals: Refusal[] = errors.slice(0, REFUSALS_MAX).map(({ line, column, problem, remedy }) =>
    refusal('csv-row', `Line ${line}${column ? `, column ${column}` : ''}: ${problem}`, {
      where: `line ${line}, column ${column}`,
      remedy,
    }),
  )
  throw new Refused(refusals)
}

/** Of the values before those that are other now. */
export function differing<T extends object>(before: T, now: T): Record<string, string> {
  const pairs = Object.entries(before).filter(([name, value]) => now[name as keyof T] !== value)
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]))
}

export const countChanges = <Row>({ rows, errors }: Judged<Row>): Imported => ({
  added: rows.filter(({ change }) => change === 'added').length,
  changed: rows.filter(({ change }) => change === 'changed').length,
  unchanged: rows.filter(({ change }) => change === 'unchanged').length,
  errors,
})

/** What the page is told of a file before anything of it is kept. */
export function previewOf<Row>(judged: Judged<Row>) {
  const { added, changed, errors } = countChanges(judged)
  const wrong = new Set(errors.map(({ line }) => line))
  const clean = judged.rows.length
  return { rows: judged.rows.slice(0, PREVIEW_ROWS_MAX), read: clean + wrong.size, clean, errors, added, changed }
}

export function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
