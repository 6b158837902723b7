// A forecast from a CSV: weeks as columns (one row an item) or weeks as rows (one row an item and week).
import { type Columns, dateCell, optional, quantityOrZeroCell, readCsv, required, textCell } from '../kernel/csv.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { RowError } from '../kernel/wire.ts'
import type { LineToPublish } from './api.ts'
import type { Catalogue } from './catalogue.ts'
import { checkLines, lineKeyOf, type Problem, type ReadyLine } from './check-lines.ts'
import { CSV_CHARS_MAX, LINES_MAX, refuseWeek } from './forecast.ts'
import { type Held, heldBy, type Who } from './hold-lines.ts'

export type CsvForm = 'weeks-as-columns' | 'weeks-as-rows'

/** A line of the release, and the rows of the file that it came from. */
interface LineRead {
  line: LineToPublish
  /** The row of the line itself, and of each bucket. */
  row: number
  bucketRows: number[]
}

export interface CsvRead {
  form: CsvForm
  rows: number
  lines: LineRead[]
  errors: RowError[]
  /** Whose lines the rows speak of that cannot be read. */
  faulty: Who[]
}

const who = {
  item: required(textCell(48), 'number', 'item number', 'part number'),
  supplier: optional(textCell(80), 'vendor', 'vendor number', 'supplier number'),
  ship_to: optional(textCell(80), 'site', 'plant'),
}
/** A date; whether it is a Monday, and of a week to come, is judged with the forecast. */
function weekCell(text: string): LocalDate | Refusal {
  const read = dateCell(text)
  return isRefusal(read)
    ? refusal(read.code, read.detail, { remedy: 'Write the Monday of the week as year-month-day, such as 2027-03-15.' })
    : read
}

const longColumns = {
  ...who,
  week: required(weekCell, 'date', 'start', 'week start'),
  quantity: required(quantityOrZeroCell, 'qty'),
}
/** 5,000 lines of 52 weeks. */
const ROWS_MAX = 260_000
const limits = { chars: CSV_CHARS_MAX }

/** The week as the file's header names it. */
const weekName = /^\s*"?(\d{4}-\d{2}-\d{2})"?\s*$/

/** Reads the file's form from its header; weeks stand there as dates, or there is a column for them. */
export function readForecast(csv: string, today: LocalDate): CsvRead {
  const read = readForm(csv, today)
  if (read.lines.length <= LINES_MAX) return { ...read, errors: read.errors.map(splitWhole) }
  const problem = `The file has ${read.lines.length} lines of a forecast; a release has at most ${LINES_MAX}.`
  return { ...read, lines: [], errors: [{ line: 1, column: '', problem, remedy: SPLIT_REMEDY }] }
}

const SPLIT_REMEDY =
  'Split it by supplier: a supplier that a file names gets exactly the lines of that file, so each must be whole in one.'

/** A file cut anywhere would end the demand that stands in its other part. */
const splitWhole = (error: RowError): RowError =>
  error.remedy.startsWith('Split it into') ? { ...error, remedy: SPLIT_REMEDY } : error

function readForm(csv: string, today: LocalDate): CsvRead {
  const header = csv.replace(/^\uFEFF/, '').split(/\r?\n|\r/, 1)[0] ?? ''
  const cells = header.split(/[,;\t]/)
  const weeks = cells.flatMap(cell => weekName.exec(cell)?.[1] ?? [])
  return weeks.length === 0 && /week|date|start/i.test(header) ? readLong(csv) : readWide(csv, weeks, today)
}

function readWide(csv: string, weeks: readonly string[], today: LocalDate): CsvRead {
  const weekColumns = Object.fromEntries(weeks.map(week => [week, optional(quantityOrZeroCell)]))
  const columns = { ...who, ...weekColumns }
  const { rows, errors } = readCsv(csv, columns, { ...limits, rows: LINES_MAX })
  const inHeader = headerErrors(weeks, today)
  const lines = rows.map(({ line: row, values }) => {
    const quantities = values as Record<string, string | undefined>
    const buckets = weeks.flatMap(start => {
      const quantity = quantities[start]
      return quantity === undefined ? [] : [{ start, quantity }]
    })
    return { line: { ...whoOf(values), buckets }, row, bucketRows: buckets.map(() => row) }
  })
  const rest = errors.length > 0 ? otherRows(csv, columns, lines, LINES_MAX) : noRows
  return {
    form: 'weeks-as-columns',
    rows: rows.length + rest.count,
    // A column that cannot be read takes a part of every row with it.
    lines: inHeader.length > 0 ? [] : lines,
    errors: [...inHeader, ...errors.map(namingWeeks)],
    faulty: rest.faulty,
  }
}

/** A week that the header names wrongly is no name for another column. */
const namingWeeks = (error: RowError): RowError =>
  error.remedy.startsWith('Remove the column, or name it')
    ? {
        ...error,
        remedy: `Remove the column, or name it one of: ${Object.keys(who).join(', ')}, or the Monday of its week, such as 2027-03-15.`,
      }
    : error

function headerErrors(weeks: readonly string[], today: LocalDate): RowError[] {
  if (weeks.length === 0)
    return [
      {
        line: 1,
        column: '',
        problem: 'There is no week in the header.',
        remedy: 'Name the columns by the Mondays of their weeks, such as 2027-03-15, or add columns week and quantity.',
      },
    ]
  return weeks.flatMap(week => {
    const wrong = refuseWeek(week, today)
    return wrong ? [{ line: 1, column: week, problem: wrong.detail, remedy: wrong.remedy ?? 'Correct the date.' }] : []
  })
}

function whoOf(values: { item?: unknown; supplier?: unknown; ship_to?: unknown }): Who {
  const { item, supplier, ship_to: shipTo } = values
  return {
    item: String(item ?? ''),
    ...(supplier === undefined ? {} : { supplier: String(supplier) }),
    ...(shipTo === undefined ? {} : { shipTo: String(shipTo) }),
  }
}

const keyOf = ({ item, supplier = '', shipTo = '' }: Who): string =>
  [item, supplier, shipTo].map(name => name.trim()).join('\t')

function readLong(csv: string): CsvRead {
  const { rows, errors } = readCsv(csv, longColumns, { ...limits, rows: ROWS_MAX })
  const lines = new Map<string, LineRead>()
  for (const { line: row, values } of rows) {
    const line = whoOf(values)
    const bucket = { start: values.week, quantity: values.quantity }
    const known = lines.get(keyOf(line))
    if (known) {
      known.line.buckets.push(bucket)
      known.bucketRows.push(row)
    } else lines.set(keyOf(line), { line: { ...line, buckets: [bucket] }, row, bucketRows: [row] })
  }
  const all = [...lines.values()]
  const rest = errors.length > 0 ? otherRows(csv, longColumns, all, ROWS_MAX) : noRows
  return {
    form: 'weeks-as-rows',
    rows: rows.length + rest.count,
    lines: all,
    errors,
    faulty: rest.faulty,
  }
}

interface OtherRows {
  count: number
  faulty: Who[]
}
const noRows: OtherRows = { count: 0, faulty: [] }

/** The rows with a cell that cannot be read: what they say of whose line they are, and of which week. */
function otherRows(csv: string, columns: Columns, read: readonly LineRead[], rowsMax: number): OtherRows {
  const anything = optional(textCell(10_000))
  const anyColumns = Object.fromEntries(
    Object.entries(columns).map(([name, { also = [] }]) => [name, { ...anything, also }]),
  )
  const loose = readCsv(csv, anyColumns, { ...limits, rows: rowsMax })
  const good = new Set(read.flatMap(({ row, bucketRows }) => [row, ...bucketRows]))
  const wrong = loose.rows.filter(({ line }) => !good.has(line))
  // Not even as texts can these be read: they speak of nobody that could be found.
  const unreadable = new Set(loose.errors.flatMap(({ line }) => (line > 1 ? [line] : [])))
  return {
    count: wrong.length + unreadable.size,
    faulty: [...wrong.map(({ values }) => whoOf(values)), ...[...unreadable].map(() => ({ item: '' }))],
  }
}

export interface CsvJudged {
  form: CsvForm
  rows: number
  /** Rows that can be published. */
  clean: number
  errors: RowError[]
  ready: ReadyLine[]
  /** What stays as it stands, because its row is wrong. */
  held: Held
}

/** Judges every row of the file against what the buyer has; keeps nothing. */
export function judgeForecast(read: CsvRead, catalogue: Catalogue): CsvJudged {
  const { form, rows, lines, faulty } = read
  const checked = checkLines(
    lines.map(({ line }) => line),
    catalogue,
  )
  const wrong = [...new Set(checked.problems.map(({ line }) => line))].flatMap(index => lines[index]?.line ?? [])
  const held = heldBy([...faulty, ...wrong], catalogue)
  // Published without its wrong row, a week of the line would seem to need nothing.
  const ready = checked.ready.filter(({ making, item, shipToCode }) => {
    return !held.lines.has(lineKeyOf(making.relationship.supplierId, item.id, shipToCode))
  })
  const rowsOf = (index: number) => (form === 'weeks-as-rows' ? (lines[index]?.bucketRows.length ?? 0) : 1)
  const errors = [...read.errors, ...checked.problems.map(problem => rowError(lines[problem.line], problem, form))]
  return {
    form,
    rows,
    clean: ready.reduce((sum, { line }) => sum + rowsOf(line), 0),
    errors: errors.sort((a, b) => a.line - b.line),
    ready,
    held,
  }
}

const columnNames = {
  item: 'item',
  supplier: 'supplier',
  shipTo: 'ship_to',
  buckets: '',
  start: 'week',
  quantity: 'quantity',
} as const

function rowError(from: LineRead | undefined, { field, bucket, problem }: Problem, form: CsvForm): RowError {
  const inBucket = bucket !== undefined
  const week = inBucket ? from?.line.buckets[bucket]?.start : undefined
  return {
    line: (inBucket ? from?.bucketRows[bucket] : undefined) ?? from?.row ?? 1,
    column: form === 'weeks-as-columns' && week !== undefined ? week : columnNames[field],
    problem: problem.detail,
    remedy: problem.remedy ?? 'Correct the cell.',
  }
}
