// Call-offs in bulk from a CSV: every wrong cell with its line and remedy, nothing issued until the reader says so.
import { and, eq, inArray } from 'drizzle-orm'
import { sites } from '../calendars/tables.ts'
import { items } from '../items/tables.ts'
import { type CsvRow, dateCell, optional, quantityCell, readCsv, required, textCell, writeCsv } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import type { Refusal } from '../kernel/errors.ts'
import type { RowError } from '../kernel/wire.ts'
import { relationships } from '../partners/tables.ts'
import { type Issued, issueMany, ORDERS_AT_ONCE_MAX, type OrderToIssue, refuseMany } from './issue.ts'

export const orderColumns = {
  order: optional(textCell(22), 'order number', 'number'),
  supplier: required(textCell(60), 'vendor', 'vendor number'),
  item: required(textCell(48), 'item number', 'part'),
  quantity: required(quantityCell, 'qty'),
  'need by': required(dateCell, 'need by date', 'date'),
  'ship to': required(textCell(20), 'site'),
  note: optional(textCell(500)),
} as const

export const orderTemplate = {
  fileName: 'call-offs.csv',
  csv: writeCsv(Object.keys(orderColumns), [['', 'V-1001', 'BRK-2201', '40', '2027-03-15', 'PLANT1', '']]),
}

type Row = CsvRow<typeof orderColumns>

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

/** Reads the file and checks every order in it. Rows of one order number are one order; rows without are one each. */
export async function readOrders(tx: Tx, csv: string): Promise<OrdersRead> {
  const { rows, errors } = readCsv(csv, orderColumns, { rows: ORDERS_AT_ONCE_MAX })
  const named = await namesOf(tx, rows)
  const drafted: Drafted[] = []
  for (const group of ordersOf(rows)) {
    const found = draft(group, named)
    if (Array.isArray(found)) errors.push(...found)
    else drafted.push(found)
  }
  const refused = await refuseMany(
    tx,
    drafted.map(({ order }) => order),
  )
  const clean = drafted.filter((each, i) => {
    const problems = refused[i] ?? []
    errors.push(...problems.map(problem => placed(problem, each.rows)))
    return problems.length === 0
  })
  errors.sort((a, b) => a.line - b.line)
  return {
    rows:
      rows.length +
      new Set(errors.filter(({ line }) => !rows.some(row => row.line === line)).map(({ line }) => line)).size,
    clean,
    errors,
  }
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
  site: ReadonlyMap<string, string>
}

const plain = (text: string) => text.trim().toLowerCase()

async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Names> {
  const buyerId = tx.caller.orgId
  const suppliers = await tx
    .select({ id: relationships.supplierId, vendor: relationships.vendorNumber, name: relationships.supplierName })
    .from(relationships)
    .where(eq(relationships.buyerId, buyerId))
  const numbers = [...new Set(rows.map(row => row.values.item))]
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
    site: new Map(places.map(({ id, code }) => [plain(code), id])),
  }
}

function draft(rows: readonly Row[], names: Names): Drafted | RowError[] {
  const [first] = rows
  if (!first) return []
  const errors: RowError[] = []
  const lines = rows.flatMap(row => {
    const itemId = names.item.get(plain(row.values.item))
    if (itemId) return [{ itemId, quantity: row.values.quantity as string, needBy: row.values['need by'] }]
    errors.push(unknown(row, 'item', `There is no item "${row.values.item}".`, 'Use a number of your items.'))
    return []
  })
  const supplierId = names.supplier.get(plain(first.values.supplier))
  if (!supplierId)
    errors.push(
      unknown(first, 'supplier', `There is no supplier "${first.values.supplier}".`, 'Use your vendor number for it.'),
    )
  const shipToSiteId = names.site.get(plain(first.values['ship to']))
  if (!shipToSiteId)
    errors.push(unknown(first, 'ship to', `There is no site "${first.values['ship to']}".`, 'Use the code of a site.'))
  const nameOf = { supplier: names.supplier, 'ship to': names.site }
  for (const row of rows.slice(1))
    for (const column of ['supplier', 'ship to'] as const)
      if (nameOf[column].get(plain(row.values[column])) !== nameOf[column].get(plain(first.values[column]))) {
        const problem = `Order ${first.values.order} is for ${first.values[column]} in line ${first.line}.`
        errors.push(unknown(row, column, problem, 'Give this row an order number of its own.'))
      }
  if (errors.length > 0 || !supplierId || !shipToSiteId) return errors
  return {
    order: { supplierId, shipToSiteId, number: first.values.order, note: first.values.note, lines },
    rows: [...rows],
  }
}

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
