// Supplier items from a CSV: suppliers by vendor number, items by number, judged row by row, then written together.
import { eq, sql } from 'drizzle-orm'
import { quantityCell, quantityOrZeroCell, readCsv, required, textCell, wholeCell, writeCsv } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { relationships } from '../partners/tables.ts'
import {
  chunks,
  countChanges,
  differing,
  IMPORT_ROWS_MAX,
  type Imported,
  type Judged,
  refuseUnclean,
} from './imports.ts'
import { refusePartNumber } from './item.ts'
import { items, supplierItems } from './tables.ts'

const columns = {
  supplier: required(textCell(40), 'vendor', 'vendor number', 'supplier number'),
  item: required(textCell(48), 'item number', 'part number'),
  supplier_part: required(supplierPartCell, 'supplier part number'),
  pack: required(quantityCell, 'pack quantity'),
  minimum: required(quantityOrZeroCell, 'minimum quantity', 'minimum order quantity'),
  lead_time_days: required(wholeCell(0, 730), 'lead time'),
}

function supplierPartCell(text: string): string | Refusal {
  return refusePartNumber(text, '') ?? text
}

export const supplierItemsTemplate = {
  fileName: 'supplier-items.csv',
  csv: writeCsv(Object.keys(columns), [['10042', 'BRK-2201', 'NL-77120', '10', '50', '5']]),
}

export interface SupplierItemWords {
  vendorNumber: string
  itemNumber: string
  supplierId: string
  itemId: string
  supplierPartNumber: string
  packQuantity: string
  minimumQuantity: string
  leadTimeDays: number
}

/** Says what the file would do; writes nothing. */
export async function judgeSupplierItems(tx: Tx, csv: string): Promise<Judged<SupplierItemWords>> {
  const reading = readCsv(csv, columns, { rows: IMPORT_ROWS_MAX })
  const books = await openBooks(tx)
  const lines = new Map<string, number>()
  const judged: Judged<SupplierItemWords> = { rows: [], errors: [...reading.errors] }
  for (const { line, values } of reading.rows) {
    const wrong = (column: string, no: Refusal) =>
      judged.errors.push({ line, column, problem: no.detail, remedy: no.remedy ?? '' })
    const supplierId = books.suppliers.get(values.supplier)
    const itemId = books.items.get(values.item)
    if (supplierId === undefined) wrong('supplier', noSupplier(values.supplier))
    if (itemId === undefined) wrong('item', noItem(values.item))
    if (supplierId === undefined || itemId === undefined) continue
    const key = `${supplierId} ${itemId}`
    const first = lines.get(key)
    if (first !== undefined) {
      wrong('item', refusal('twice', `Line ${first} has this item of this supplier already.`, { remedy: keepOne }))
      continue
    }
    lines.set(key, line)
    const terms = {
      supplierPartNumber: values.supplier_part,
      packQuantity: values.pack,
      minimumQuantity: values.minimum,
      leadTimeDays: values.lead_time_days,
    }
    const was = books.terms.get(key)
    const before = was ? differing(cellsOf(was), cellsOf(terms)) : null
    const change = before === null ? 'added' : Object.keys(before).length === 0 ? 'unchanged' : 'changed'
    const names = { vendorNumber: values.supplier, itemNumber: values.item, supplierId, itemId }
    judged.rows.push({ line, ...names, ...terms, change, was: before ?? {} })
  }
  judged.errors.sort((a, b) => a.line - b.line)
  return judged
}

const keepOne = 'Keep one of the two lines.'
const noSupplier = (number: string): Refusal =>
  refusal('supplier-unknown', `No supplier has the vendor number ${number}.`, {
    remedy: 'Enter the supplier first, or correct the number.',
  })
const noItem = (number: string): Refusal =>
  refusal('item-unknown', `There is no item ${number}.`, { remedy: 'Enter the item first, or correct the number.' })

type Terms = Pick<SupplierItemWords, 'supplierPartNumber' | 'packQuantity' | 'minimumQuantity' | 'leadTimeDays'>
/** As the columns of the file name them. */
const cellsOf = (terms: Terms) => ({
  supplier_part: terms.supplierPartNumber,
  pack: terms.packQuantity,
  minimum: terms.minimumQuantity,
  lead_time_days: terms.leadTimeDays,
})

/** Everything the file may name: suppliers and items by number, terms by both. */
async function openBooks(tx: Tx) {
  const { orgId } = tx.caller
  const suppliers = await tx
    .select({ number: relationships.vendorNumber, id: relationships.supplierId })
    .from(relationships)
    .where(eq(relationships.buyerId, orgId))
  const known = await tx.select({ number: items.number, id: items.id }).from(items).where(eq(items.orgId, orgId))
  const terms = await tx.select().from(supplierItems).where(eq(supplierItems.buyerId, orgId))
  return {
    suppliers: new Map(suppliers.map(({ number, id }) => [number, id])),
    items: new Map(known.map(({ number, id }) => [number, id])),
    terms: new Map(terms.map(each => [`${each.supplierId} ${each.itemId}`, each])),
  }
}

/** Throws Refused when the file has errors and its clean part was not accepted. */
export async function importSupplierItems(tx: Tx, csv: string, acceptClean: boolean): Promise<Imported> {
  const judged = await judgeSupplierItems(tx, csv)
  refuseUnclean(judged.errors, acceptClean)
  const buyerId = tx.caller.orgId
  const written = judged.rows.filter(({ change }) => change !== 'unchanged')
  for (const part of chunks(written, 1_000))
    await tx
      .insert(supplierItems)
      .values(part.map(row => ({ id: newId(), buyerId, updatedAt: tx.now, ...storedOf(row) })))
      .onConflictDoUpdate({
        target: [supplierItems.buyerId, supplierItems.supplierId, supplierItems.itemId],
        set: {
          supplierPartNumber: sql`excluded.supplier_part_number`,
          packQuantity: sql`excluded.pack_quantity`,
          minimumQuantity: sql`excluded.minimum_quantity`,
          leadTimeDays: sql`excluded.lead_time_days`,
          updatedAt: sql`excluded.updated_at`,
        },
      })
  const counts = countChanges(judged)
  await announceToSuppliers(tx, written)
  return counts
}

const storedOf = (row: SupplierItemWords) => ({
  supplierId: row.supplierId,
  itemId: row.itemId,
  supplierPartNumber: row.supplierPartNumber,
  packQuantity: row.packQuantity,
  minimumQuantity: row.minimumQuantity,
  leadTimeDays: row.leadTimeDays,
})

/** One fact for each supplier concerned: none learns of another's terms. */
async function announceToSuppliers(tx: Tx, written: readonly SupplierItemWords[]): Promise<void> {
  const buyerId = tx.caller.orgId
  for (const supplierId of new Set(written.map(row => row.supplierId)))
    await announce(tx, {
      type: 'supplier-items.imported',
      subject: { kind: 'supplier-item', id: supplierId },
      parties: [buyerId, supplierId],
      at: tx.now,
      data: { rows: written.filter(row => row.supplierId === supplierId).length },
    })
}
