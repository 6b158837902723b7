// CSV in and out: rows that know their line, every wrong cell with its remedy, cells that no spreadsheet runs as a formula.
import Papa from 'papaparse'
import { type Decimal, isNegative, isPositive, readDecimal } from './decimal.ts'
import { isRefusal, type Refusal, refusal } from './errors.ts'
import { isLocalDate, type LocalDate } from './time.ts'
import { CSV_CHARS_MAX, type RowError } from './wire.ts'

/** How a column's cells are read: the value, or what is wrong with the text and how to mend it. */
export interface Column<T, Required extends boolean = boolean> {
  required: Required
  /** `separator` of the file's columns: a semicolon or a tab comes from where a point may group thousands. */
  parse(text: string, separator: string): T | Refusal
  /** Other headers that mean this column. */
  also?: readonly string[]
}

export type Columns = Readonly<Record<string, Column<unknown>>>

/** An empty cell of a column that is not required is `undefined`. */
export type ValuesOf<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, infer R> ? (R extends true ? T : T | undefined) : never
}

export interface CsvRow<C extends Columns> {
  /** As a text editor counts; the header is line 1. */
  line: number
  values: ValuesOf<C>
}

export interface CsvReading<C extends Columns> {
  /** Only rows without any error; none where the header has one. */
  rows: CsvRow<C>[]
  /** All rows, each with what could be read of it: for whoever goes on to say what else is wrong with them. */
  all: { line: number; values: Partial<ValuesOf<C>> }[]
  errors: RowError[]
}

export const csvLimits = {
  chars: CSV_CHARS_MAX,
  /** 5,000 items by 52 weeks do not fit on purpose: such a forecast comes by API or as one row an item. */
  rows: 50_000,
  /** More than anybody mends by hand. */
  errors: 500,
} as const

/** Columns are found by their header, in any order; comma, semicolon or tab, whichever the header uses most. */
export function readCsv<C extends Columns>(
  text: string,
  columns: C,
  limits: { chars?: number; rows?: number } = {},
): CsvReading<C> {
  const errors: RowError[] = []
  const charsMax = limits.chars ?? csvLimits.chars
  if (text.length > charsMax) {
    const problem = `The file has more than ${charsMax} characters.`
    return { rows: [], all: [], errors: [{ line: 1, column: '', problem, remedy: 'Split it into several files.' }] }
  }
  const { table, quoting, separator } = tableOf(text, limits.rows ?? csvLimits.rows)
  errors.push(...quoting)
  const header = table.shift()
  if (!header) {
    const remedy = `Begin with a line of column names: ${Object.keys(columns).join(',')}`
    return { rows: [], all: [], errors: [...errors, { line: 1, column: '', problem: 'The file is empty.', remedy }] }
  }
  if (errors.length > 0) return { rows: [], all: [], errors }
  const places = placesOf(header, columns, errors)
  const headerHolds = errors.length === 0
  const rows: CsvRow<C>[] = []
  const all: CsvReading<C>['all'] = []
  for (const { line, cells } of table) {
    const before = errors.length
    const layout = { width: header.cells.length, places, separator }
    const values = valuesOf(line, cells, layout, columns, errors) as Partial<ValuesOf<C>>
    all.push({ line, values })
    if (headerHolds && errors.length === before) rows.push({ line, values: values as ValuesOf<C> })
  }
  return { rows, all, errors: shortened(errors) }
}

interface TableRow {
  line: number
  cells: string[]
}

interface Table {
  table: TableRow[]
  quoting: RowError[]
  separator: string
}

function tableOf(text: string, rowsMax: number): Table {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const table: TableRow[] = []
  const quoting: RowError[] = []
  let line = 1
  let counted = 0
  const separator = delimiterOf(plain)
  Papa.parse<string[]>(plain, {
    delimiter: separator,
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      if (errors.some(error => error.type === 'Quotes'))
        quoting.push(error(line, '', 'A quote is opened and not closed.', 'Write a quote inside a text twice: "".'))
      if (data.some(cell => cell.trim() !== '')) table.push({ line, cells: data })
      for (; counted < meta.cursor; counted++) if (plain[counted] === '\n') line++
      if (table.length <= rowsMax + 1) return
      quoting.push(error(line, '', `The file has more than ${rowsMax} rows.`, 'Split it into several files.'))
      parser.abort()
    },
  })
  return { table, quoting, separator }
}

/** Papaparse's own guess looks at the data, where decimal commas mislead it; headers hold no numbers. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))
  const counts = [',', ';', '\t'].map(each => ({ each, count: header.split(each).length }))
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).each
}

/** Where each column stands. A header we do not know is refused: dropping it unseen would lose what somebody typed. */
function placesOf(header: TableRow, columns: Columns, errors: RowError[]): Map<string, number> {
  const known = new Map(
    Object.entries(columns).flatMap(([name, { also = [] }]) => [name, ...also].map(each => [plainName(each), name])),
  )
  const places = new Map<string, number>()
  const doubled = new Set<string>()
  header.cells.forEach((cell, place) => {
    const name = known.get(plainName(cell))
    if (cell.trim() === '') return
    if (name === undefined) {
      const remedy = `Remove the column, or name it one of: ${Object.keys(columns).join(', ')}.`
      errors.push(error(header.line, cell.trim().slice(0, 60), 'There is no such column.', remedy))
    } else if (places.has(name)) {
      errors.push(error(header.line, name, 'The column is there twice.', 'Remove one.'))
      doubled.add(name)
    } else places.set(name, place)
  })
  for (const [name, { required }] of Object.entries(columns))
    if (required && !places.has(name))
      errors.push(error(header.line, name, 'The column is missing.', `Add a column with the header "${name}".`))
  // Which of the two is meant, nobody knows.
  for (const name of doubled) places.delete(name)
  return places
}

const plainName = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '')

interface Layout {
  width: number
  places: ReadonlyMap<string, number>
  separator: string
}

function valuesOf(
  line: number,
  cells: string[],
  { width, places, separator }: Layout,
  columns: Columns,
  errors: RowError[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  if (cells.slice(width).some(cell => cell.trim() !== '')) {
    const problem = `The row has ${cells.length} cells, the header ${width}.`
    errors.push(error(line, '', problem, 'Put quotes around a text that contains the separator.'))
    return values
  }
  for (const [name, column] of Object.entries(columns)) {
    const place = places.get(name)
    // What the header does not have is said there, once.
    if (place === undefined && column.required) continue
    const cell = unguarded((cells[place ?? -1] ?? '').trim())
    const value = read(cell, column, separator)
    if (isRefusal(value)) errors.push(error(line, name, value.detail, value.remedy ?? 'Correct the cell.'))
    else values[name] = value
  }
  return values
}

function read(cell: string, column: Column<unknown>, separator: string): unknown {
  if (cell === '')
    return column.required ? refusal('missing', 'The cell is empty.', { remedy: 'Fill it in.' }) : undefined
  if (control.test(cell))
    return refusal('unprintable', 'The cell holds a character that cannot be printed.', { remedy: 'Type it anew.' })
  return column.parse(cell, separator)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const error = (line: number, column: string, problem: string, remedy: string): RowError => ({
  line,
  column,
  problem,
  remedy,
})

function shortened(errors: RowError[]): RowError[] {
  if (errors.length <= csvLimits.errors) return errors
  const rest = errors.length - csvLimits.errors
  const next = errors[csvLimits.errors]
  const more = error(next?.line ?? 1, '', `${rest} more errors follow.`, 'Mend the ones above and read the file again.')
  return [...errors.slice(0, csvLimits.errors), more]
}

// ── Cells ──────────────────────────────────────────────────────────────────────────────────────

type Parse<T> = (text: string, separator?: string) => T | Refusal

export const required = <T>(parse: Parse<T>, ...also: string[]): Column<T, true> => ({ required: true, parse, also })
export const optional = <T>(parse: Parse<T>, ...also: string[]): Column<T, false> => ({ required: false, parse, also })

export const textCell =
  (lengthMax: number): Parse<string> =>
  text =>
    text.length <= lengthMax
      ? text
      : refusal('too-long', `The text has ${text.length} characters, ${lengthMax} are possible.`, {
          remedy: 'Shorten it.',
        })

const COMMA = ','
/** "1.250": where columns are parted by semicolons, thousands are often grouped by points. */
const maybeGrouped = /^[1-9]\d{0,2}(\.\d{3})+$/

function readNumber(text: string, separator = COMMA): Decimal | Refusal {
  if (separator === COMMA || !maybeGrouped.test(text)) return readDecimal(text)
  const grouped = text.replaceAll('.', '')
  const read = readDecimal(text)
  const other = isRefusal(read) ? '' : ` or ${read}`
  return refusal('number-two-ways', `"${text}" can be read as ${grouped}${other}.`, {
    remedy: `Write ${grouped}${other}.`,
  })
}

export const quantityCell: Parse<Decimal> = (text, separator) => {
  const read = readNumber(text, separator)
  if (isRefusal(read)) return withRemedy(read, 'Write digits and a point, for example 1250.5.')
  return isPositive(read)
    ? read
    : refusal('not-positive', `"${text}" is not more than 0.`, { remedy: 'Write a quantity above 0.' })
}

/** 0 is allowed: nothing is needed in a week, no minimum is asked. */
export const quantityOrZeroCell: Parse<Decimal> = (text, separator) => {
  const read = readNumber(text, separator)
  if (isRefusal(read)) return withRemedy(read, 'Write digits and a point, for example 1250.5.')
  return isNegative(read)
    ? refusal('negative', `"${text}" is below 0.`, { remedy: 'Write 0 or a quantity above it.' })
    : read
}

export const wholeCell =
  (least: number, most: number): Parse<number> =>
  text =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? Number(text)
      : refusal('not-whole', `"${text}" is not a whole number from ${least} to ${most}.`, {
          remedy: `Write a number from ${least} to ${most}, digits only.`,
        })

export const dateCell: Parse<LocalDate> = text =>
  isLocalDate(text)
    ? text
    : refusal('not-a-date', `"${text}" is not a date.`, { remedy: 'Write year-month-day, for example 2027-03-14.' })

export const choiceCell =
  <const T extends readonly string[]>(choices: T): Parse<T[number]> =>
  text =>
    choices.find(choice => choice.toLowerCase() === text.toLowerCase()) ??
    refusal('not-a-choice', `"${text}" is not possible here.`, { remedy: `Write one of: ${choices.join(', ')}.` })

const withRemedy = (read: Refusal, remedy: string): Refusal =>
  read.remedy ? read : refusal(read.code, read.detail, { remedy })

// ── Writing ────────────────────────────────────────────────────────────────────────────────────

const formula = /^[=+\-@\t\r＝＋－＠]/
const number = /^[+-]?\d+([.,]\d+)?$/

/** Comma-separated with CRLF and a byte order mark, without which Excel reads UTF-8 as Windows-1252. */
export function writeCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const guarded = rows.map(row => row.map(cell => (formula.test(cell) && !number.test(cell) ? `'${cell}` : cell)))
  return `\uFEFF${Papa.unparse([[...header], ...guarded], { newline: '\r\n' })}\r\n`
}

/** What `writeCsv` put before a formula comes off again, so that export and import give the same text. */
const unguarded = (cell: string): string => (cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell)
