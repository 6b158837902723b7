// Call-offs in bulk from a CSV: every wrong cell with its line and remedy, nothing issued until the reader says so.
import { and, eq, inArray } from 'drizzle-orm'
import { sites } from '../calendars/tables.ts'
import { items } from '../items/tables.ts'
import { type CsvRow, dateCell, optional, quantityCell, readCsv, required, textCell } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import type { RowError } from '../kernel/wire.ts'
import { relationships } from '../partners/tables.ts'
import type { OrderAsked, OrderToIssue } from './check.ts'
import { type Issued, issueMany, ORDERS_AT_ONCE_MAX, refuseMany } from './issue.ts'
import { type Priority, priorities } from './priority.ts'

export const orderColumns = {
  order: optional(textCell(22), 'order number', 'number'),
  supplier: required(textCell(60), 'vendor', 'vendor number'),
  item: required(textCell(48), 'item number', 'part'),
  quantity: required(quantityCell, 'qty'),
  'need by': required(dateCell, 'need by date', 'date'),
  'ship to': required(textCell(20), 'site'),
  priority: optional(priorityCell),
  note: optional(textCell(500)),
} as const

function priorityCell(text: string): Priority | Refusal {
  const said = priorities.find(each => each === plain(text))
  return (
    said ??
    refusal('priority', `"${text.slice(0, 60)}" is no priority.`, { remedy: 'Write hot or normal, or leave it empty.' })
  )
}

/** A row of the file with whatever could be read of it. */
type Row = { line: number; values: Partial<CsvRow<typeof orderColumns>['values']> }

/** One order of the file, and the rows it is made of. */
export interface Drafted {
  order: OrderToIssue
  rows: Row[]
}

export interface OrdersRead {
  rows: number
  clean: Drafted[]
  errors: RowError[]
}

/** Reads the file and tells all that is wrong with it. Rows of one order number are one order; rows without are one each. */
export async function readOrders(tx: Tx, csv: string): Promise<OrdersRead> {
  const { rows, all, errors } = readCsv(csv, orderColumns, { rows: ORDERS_AT_ONCE_MAX })
  const readable = new Set(rows.map(({ line }) => line))
  const names = await namesOf(tx, all)
  const drafts = ordersOf(all).map(group => draft(group, names))
  const refused = await refuseMany(
    tx,
    drafts.map(({ asked }) => asked),
  )
  const clean = drafts.flatMap(({ asked, rows, wrong }, i) => {
    const problems = [...wrong, ...(refused[i] ?? []).map(problem => placed(problem, rows))]
    errors.push(...problems)
    // Nothing is wrong with any of its cells, so nothing of it is missing.
    const whole = problems.length === 0 && rows.every(({ line }) => readable.has(line))
    return whole ? [{ order: asked as OrderToIssue, rows }] : []
  })
  errors.sort((a, b) => a.line - b.line)
  return { rows: all.length, clean, errors }
}

/** Issues what is clean in a file; with errors only when the reader accepts the clean part. */
export async function importOrders(
  tx: Tx,
  csv: string,
  acceptClean: boolean,
): Promise<{ issued: Issued[]; errors: RowError[] }> {
  const { clean, errors } = await readOrders(tx, csv)
  if (errors.length > 0 && !acceptClean) return { issued: [], errors }
  const results = await issueMany(
    tx,
    clean.map(({ order }) => order),
  )
  return outcomeOf(clean, results, errors)
}

/** What was issued, and all that was not with its reason: of the file, and of what was refused at the last moment. */
export function outcomeOf(
  clean: readonly Drafted[],
  results: readonly (Issued | Refusal[])[],
  errors: readonly RowError[],
): { issued: Issued[]; errors: RowError[] } {
  const refused = results.flatMap((result, i) =>
    Array.isArray(result) ? result.map(problem => placed(problem, clean[i]?.rows ?? [])) : [],
  )
  return {
    issued: results.filter((result): result is Issued => !Array.isArray(result)),
    errors: [...errors, ...refused].sort((a, b) => a.line - b.line),
  }
}

function ordersOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = row.values.order?.toUpperCase() ?? `line ${row.line}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

interface Names {
  supplier: ReadonlyMap<string, string>
  item: ReadonlyMap<string, string>
  'ship to': ReadonlyMap<string, string>
}

const plain = (text: string) => text.trim().toLowerCase()

async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Names> {
  const buyerId = tx.caller.orgId
  const suppliers = await tx
    .select({ id: relationships.supplierId, vendor: relationships.vendorNumber, name: relationships.supplierName })
    .from(relationships)
    .where(eq(relationships.buyerId, buyerId))
  const numbers = [...new Set(rows.flatMap(row => row.values.item ?? []))]
  const things =
    numbers.length === 0
      ? []
      : await tx
          .select({ id: items.id, number: items.number })
          .from(items)
          .where(and(eq(items.orgId, buyerId), inArray(items.number, numbers)))
  const places = await tx.select({ id: sites.id, code: sites.code }).from(sites).where(eq(sites.orgId, buyerId))
  return {
    // The vendor number wins over a name that looks like one.
    supplier: new Map([
      ...suppliers.map(({ id, name }) => [plain(name), id] as const),
      ...suppliers.map(({ id, vendor }) => [plain(vendor), id] as const),
    ]),
    item: new Map(things.map(({ id, number }) => [plain(number), id])),
    'ship to': new Map(places.map(({ id, code }) => [plain(code), id])),
  }
}

interface Draft {
  asked: OrderAsked
  rows: Row[]
  wrong: RowError[]
}

/** What the rows of one order ask for, as far as it can be found, and every name in them that means nothing. */
function draft(rows: Row[], names: Names): Draft {
  const wrong: RowError[] = []
  const find = (row: Row | undefined, column: keyof Names) => {
    const name = row?.values[column]
    if (!row || name === undefined) return undefined
    const found = names[column].get(plain(name))
    if (!found) wrong.push(unknown(row, column, `There is no ${wordOf[column]} "${name}".`, remedyOf[column]))
    return found
  }
  const lines = rows.map(row => ({
    itemId: find(row, 'item'),
    quantity: row.values.quantity,
    needBy: row.values['need by'],
  }))
  const shared = (column: 'supplier' | 'ship to') => {
    const [first, ...rest] = rows.filter(({ values }) => values[column] !== undefined)
    const idOf = ({ values }: Row) => names[column].get(plain(values[column] ?? '')) ?? plain(values[column] ?? '')
    for (const row of rest.filter(row => first && idOf(row) !== idOf(first))) {
      const problem = `Order ${row.values.order} is for ${first?.values[column]} in line ${first?.line}, here for ${row.values[column]}.`
      wrong.push(unknown(row, column, problem, 'Give this row an order number of its own.'))
    }
    return find(first, column)
  }
  const { order: number, note } = rows[0]?.values ?? {}
  const priority = rows.find(({ values }) => values.priority !== undefined)
  for (const row of rows.filter(({ values }) => values.priority && values.priority !== priority?.values.priority)) {
    const problem = `Order ${number} is ${priority?.values.priority} in line ${priority?.line}, here ${row.values.priority}.`
    wrong.push(unknown(row, 'priority', problem, 'Say the same of all its lines.'))
  }
  return {
    asked: {
      ...{ supplierId: shared('supplier'), shipToSiteId: shared('ship to'), number, note, lines },
      priority: priority?.values.priority,
    },
    rows,
    wrong,
  }
}

const wordOf = { supplier: 'supplier', item: 'item', 'ship to': 'site' } as const
const remedyOf = {
  supplier: 'Use your vendor number for it.',
  item: 'Use a number of your items.',
  'ship to': 'Use the code of a site.',
} as const

const unknown = (row: Row, column: string, problem: string, remedy: string): RowError => ({
  line: row.line,
  column,
  problem,
  remedy,
})

const columnOf: Readonly<Record<string, string>> = {
  supplierId: 'supplier',
  shipToSiteId: 'ship to',
  number: 'order',
  kind: 'supplier',
  itemId: 'item',
  quantity: 'quantity',
  needBy: 'need by',
}

/** A refusal of the verb at the cell it speaks of. */
function placed({ detail, remedy, where = '' }: Refusal, rows: Drafted['rows']): RowError {
  const line = /^\/lines\/(\d+)\//.exec(where)
  const row = rows[line ? Number(line[1]) : 0]
  return {
    line: row?.line ?? 1,
    column: columnOf[where.slice(where.lastIndexOf('/') + 1)] ?? '',
    problem: detail,
    remedy: remedy ?? 'Correct the cell.',
  }
}
