// A forecast from a CSV: weeks as columns (one row an item) or weeks as rows (one row an item and week).
import { dateCell, optional, quantityOrZeroCell, readCsv, required, textCell } from '../kernel/csv.ts'
import type { LocalDate } from '../kernel/time.ts'
import type { RowError } from '../kernel/wire.ts'
import type { LineToPublish } from './api.ts'
import type { Catalogue } from './catalogue.ts'
import { checkLines, type Problem, type ReadyLine } from './check-lines.ts'
import { LINES_MAX, refuseWeek } from './forecast.ts'

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
  /** Rows that cannot be published because another row of their item is wrong, or a week of the header. */
  spoilt: Set<number>
}

const who = {
  item: required(textCell(48), 'number', 'item number', 'part number'),
  supplier: optional(textCell(80), 'vendor', 'vendor number', 'supplier number'),
  ship_to: optional(textCell(80), 'site', 'plant'),
}
const longColumns = {
  ...who,
  week: required(dateCell, 'date', 'start', 'week start'),
  quantity: required(quantityOrZeroCell, 'qty'),
}
const ROWS_MAX = 50_000

/** The week as the file's header names it. */
const weekName = /^\s*"?(\d{4}-\d{2}-\d{2})"?\s*$/

/** Reads the file's form from its header; weeks stand there as dates, or there is a column for them. */
export function readForecast(csv: string, today: LocalDate): CsvRead {
  const header = csv.replace(/^\uFEFF/, '').split(/\r?\n|\r/, 1)[0] ?? ''
  const cells = header.split(/[,;\t]/)
  const weeks = cells.flatMap(cell => weekName.exec(cell)?.[1] ?? [])
  return weeks.length === 0 && /week|date|start/i.test(header) ? readLong(csv) : readWide(csv, weeks, today)
}

function readWide(csv: string, weeks: readonly string[], today: LocalDate): CsvRead {
  const weekColumns = Object.fromEntries(weeks.map(week => [week, optional(quantityOrZeroCell)]))
  const { rows, errors } = readCsv(csv, { ...who, ...weekColumns }, { rows: LINES_MAX })
  const inHeader = headerErrors(weeks, today)
  const lines = rows.map(({ line: row, values }) => {
    const quantities = values as Record<string, string | undefined>
    const buckets = weeks.flatMap(start => {
      const quantity = quantities[start]
      return quantity === undefined ? [] : [{ start, quantity }]
    })
    return { line: lineOf(values, buckets), row, bucketRows: buckets.map(() => row) }
  })
  const wrong = new Set(errors.map(({ line }) => line))
  wrong.delete(1)
  return {
    form: 'weeks-as-columns',
    rows: rows.length + wrong.size,
    lines,
    errors: [...inHeader, ...errors],
    // A column that cannot be read takes a part of every row with it.
    spoilt: new Set(inHeader.length > 0 ? rows.map(({ line }) => line) : []),
  }
}

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

function lineOf(
  values: { item: string; supplier?: string | undefined; ship_to?: string | undefined },
  buckets: LineToPublish['buckets'],
): LineToPublish {
  const { item, supplier, ship_to: shipTo } = values
  return {
    item,
    buckets,
    ...(supplier === undefined ? {} : { supplier }),
    ...(shipTo === undefined ? {} : { shipTo }),
  }
}

const keyOf = (values: Record<string, unknown>): string =>
  [values.item, values.supplier, values.ship_to].map(value => String(value ?? '').trim()).join('\t')

function readLong(csv: string): CsvRead {
  const { rows, errors } = readCsv(csv, longColumns, { rows: ROWS_MAX })
  const lines = new Map<string, LineRead>()
  for (const { line: row, values } of rows) {
    const key = keyOf(values)
    const bucket = { start: values.week, quantity: values.quantity }
    const known = lines.get(key)
    if (known) {
      known.line.buckets.push(bucket)
      known.bucketRows.push(row)
    } else lines.set(key, { line: lineOf(values, [bucket]), row, bucketRows: [row] })
  }
  const wrong = new Set(errors.map(({ line }) => line))
  wrong.delete(1)
  return {
    form: 'weeks-as-rows',
    rows: rows.length + wrong.size,
    lines: [...lines.values()],
    errors,
    spoilt: errors.length > 0 ? neighboursOf(csv, wrong, lines) : new Set(),
  }
}

/** Rows of an item of which one row is wrong: published without it, the week would seem to need nothing. */
function neighboursOf(csv: string, wrong: ReadonlySet<number>, lines: ReadonlyMap<string, LineRead>): Set<number> {
  const anything = optional(textCell(10_000))
  const columns = Object.fromEntries(
    Object.entries(longColumns).map(([name, { also = [] }]) => [name, { ...anything, also }]),
  )
  const loose = readCsv(csv, columns, { rows: ROWS_MAX })
  const spoilt = new Set<number>()
  for (const { line, values } of loose.rows)
    if (wrong.has(line)) for (const row of lines.get(keyOf(values))?.bucketRows ?? []) spoilt.add(row)
  return spoilt
}

export interface CsvJudged {
  form: CsvForm
  rows: number
  /** Rows that can be published. */
  clean: number
  errors: RowError[]
  ready: ReadyLine[]
}

/** Judges every row of the file against what the buyer has; keeps nothing. */
export function judgeForecast(read: CsvRead, catalogue: Catalogue): CsvJudged {
  const usable = read.lines.filter(({ bucketRows, row }) => ![row, ...bucketRows].some(one => read.spoilt.has(one)))
  const { ready, problems } = checkLines(
    usable.map(({ line }) => line),
    catalogue,
  )
  const errors = [...read.errors, ...problems.map(problem => rowError(usable[problem.line], problem, read.form))]
  const wrongLines = new Set(problems.map(({ line }) => line))
  const clean = usable
    .filter((_, i) => !wrongLines.has(i))
    .reduce((sum, { bucketRows }) => sum + (read.form === 'weeks-as-rows' ? bucketRows.length : 1), 0)
  return { form: read.form, rows: read.rows, clean, errors: errors.sort((a, b) => a.line - b.line), ready }
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
