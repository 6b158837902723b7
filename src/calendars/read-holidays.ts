// Holidays pasted from anywhere: one `YYYY-MM-DD,Name` a line, errors with their line.
import { dateCell, readCsv, required, textCell } from '../kernel/csv.ts'
import type { RowError } from '../kernel/wire.ts'
import { HOLIDAYS_MAX, type Holiday } from './calendar.ts'

const columns = { date: required(dateCell), name: required(textCell(80), 'holiday') }
const HEADER = /^\uFEFF?\s*"?date"?\s*[,;\t]/i

/** With or without a header line; comma, semicolon or tab. The same date twice is kept once, its first name. */
export function readHolidays(text: string): { holidays: Holiday[]; errors: RowError[] } {
  const headed = HEADER.test(text)
  const separator = [',', ';', '\t'].find(each => text.includes(each)) ?? ','
  const table = headed ? text : `date${separator}name\n${text}`
  const { rows, errors } = readCsv(table, columns, { rows: HOLIDAYS_MAX })
  const byDate = new Map<string, Holiday>()
  for (const { values } of rows) if (!byDate.has(values.date)) byDate.set(values.date, values)
  return {
    holidays: [...byDate.values()].toSorted((a, b) => a.date.localeCompare(b.date)),
    errors: headed ? errors : errors.map(error => ({ ...error, line: Math.max(1, error.line - 1) })),
  }
}
