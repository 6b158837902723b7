// Supplier items from a CSV: suppliers by vendor number, items by number, judged row by row, then written together.
import { eq, getTableColumns, sql } from 'drizzle-orm'
import {
  optional,
  quantityCell,
  quantityOrZeroCell,
  readCsv,
  required,
  textCell,
  wholeCell,
  writeCsv,
} from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { announce } from '../kernel/events.ts'
import { newId } from '../kernel/ids.ts'
import { relationships, shipFromSites } from '../partners/tables.ts'
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
  ship_from: optional(textCell(60), 'ships from', 'ship-from site'),
}

function supplierPartCell(text: string): string | Refusal {
  return refusePartNumber(text, '') ?? text
}

export const supplierItemsTemplate = {
  fileName: 'supplier-items.csv',
  csv: writeCsv(Object.keys(columns), [['10042', 'BRK-2201', 'NL-77120', '10', '50', '5', '']]),
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
  /** A site's name, or nothing. */
  shipFrom: string
  shipFromId: string | null
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
    const was = books.terms.get(key)
    const site = values.ship_from === undefined ? was : books.sites.get(siteKey(supplierId, values.ship_from))
    if (values.ship_from !== undefined && !site) {
      wrong('ship_from', noSite(values.supplier, values.ship_from))
      continue
    }
    const terms = {
      supplierPartNumber: values.supplier_part,
      packQuantity: values.pack,
      minimumQuantity: values.minimum,
      leadTimeDays: values.lead_time_days,
      // What an empty cell does not say stays as it is.
      shipFrom: site?.shipFrom ?? '',
      shipFromId: site?.shipFromId ?? null,
    }
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
const noSite = (number: string, name: string): Refusal =>
  refusal('ship-from-unknown', `The supplier ${number} has no ship-from site "${name}".`, {
    remedy: 'Enter the site on the page of the supplier first, or correct the name.',
  })
const noItem = (number: string): Refusal =>
  refusal('item-unknown', `There is no item ${number}.`, { remedy: 'Enter the item first, or correct the number.' })

/** Capitals do not tell two sites apart. */
const siteKey = (supplierId: string, name: string): string => `${supplierId} ${name.trim().toLowerCase()}`

type Terms = Pick<
  SupplierItemWords,
  'supplierPartNumber' | 'packQuantity' | 'minimumQuantity' | 'leadTimeDays' | 'shipFrom'
>
/** As the columns of the file name them. */
const cellsOf = (terms: Terms) => ({
  supplier_part: terms.supplierPartNumber,
  pack: terms.packQuantity,
  minimum: terms.minimumQuantity,
  lead_time_days: terms.leadTimeDays,
  ship_from: terms.shipFrom,
})

/** Everything the file may name: suppliers and items by number, terms by both. */
async function openBooks(tx: Tx) {
  const { orgId } = tx.caller
  const suppliers = await tx
    .select({ number: relationships.vendorNumber, id: relationships.supplierId })
    .from(relationships)
    .where(eq(relationships.buyerId, orgId))
  const known = await tx.select({ number: items.number, id: items.id }).from(items).where(eq(items.orgId, orgId))
  const terms = await tx
    .select({ ...getTableColumns(supplierItems), shipFrom: sql<string>`coalesce(${shipFromSites.name}, '')` })
    .from(supplierItems)
    .leftJoin(shipFromSites, eq(shipFromSites.id, supplierItems.shipFromId))
    .where(eq(supplierItems.buyerId, orgId))
  const sites = await tx
    .select({
      supplierId: shipFromSites.supplierId,
      shipFromId: shipFromSites.id,
      shipFrom: shipFromSites.name,
    })
    .from(shipFromSites)
    .where(eq(shipFromSites.buyerId, orgId))
  return {
    suppliers: new Map(suppliers.map(({ number, id }) => [number, id])),
    items: new Map(known.map(({ number, id }) => [number, id])),
    sites: new Map(sites.map(each => [siteKey(each.supplierId, each.shipFrom), each])),
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
          shipFromId: sql`excluded.ship_from_id`,
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
  shipFromId: row.shipFromId,
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
