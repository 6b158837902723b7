// A forecast by CSV: what it would publish, and publishing it, whole or its clean part.
import { and, asc, eq } from 'drizzle-orm'
import { sites } from '../calendars/tables.ts'
import { items, supplierItems } from '../items/tables.ts'
import { writeCsv } from '../kernel/csv.ts'
import type { Tx } from '../kernel/db.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'
import { addDays, localDateOf, mondayOf } from '../kernel/time.ts'
import type { RowError } from '../kernel/wire.ts'
import { relationships } from '../partners/tables.ts'
import type { Preview, Published } from './api.ts'
import { catalogueOf } from './catalogue.ts'
import { heldIn, joinSummaries, joinWeeks, type ShareToWrite, unitOf } from './compose.ts'
import { isHeldWhole } from './hold-lines.ts'
import { composeRelease, type FirmZone, lastNumber, publishReady } from './publish.ts'
import { type CsvForm, type CsvJudged, judgeForecast, readForecast } from './read-csv.ts'

async function judge(tx: Tx, csv: string): Promise<CsvJudged> {
  const { today } = await catalogueOf(tx, [], tx.now)
  const read = readForecast(csv, today)
  const numbers = [...read.lines.map(({ line }) => line), ...read.faulty].map(({ item }) => item.trim())
  return judgeForecast(read, await catalogueOf(tx, numbers, tx.now))
}

/** Errors that travel; whoever has more mends these first. */
const ERRORS_MAX = 500

export async function previewForecast(tx: Tx, csv: string, zone: FirmZone): Promise<Preview> {
  const { ready, held, form, rows, clean, errors } = await judge(tx, csv)
  return {
    form,
    rows,
    clean,
    errors: errors.slice(0, ERRORS_MAX),
    release: ready.length === 0 ? null : await wouldPublish(tx, { ready, held }, zone),
  }
}

async function wouldPublish(
  tx: Tx,
  content: Pick<CsvJudged, 'ready' | 'held'>,
  zone: FirmZone,
): Promise<Preview['release']> {
  const { horizon, firmUntil, shares } = await composeRelease(tx, content, zone)
  const whole = shares.filter(share => share.held > 0 && isHeldWhole(content.held, share.relationship.supplierId))
  return {
    ...horizon,
    firmUntil,
    suppliers: shares.map(partyOf),
    number: (await lastNumber(tx)) + 1,
    ended: shares.flatMap(endedOf).slice(0, ENDED_MAX),
    held: heldIn(shares),
    heldWhole: whole.map(partyOf),
    unit: unitOf(shares),
    summary: joinSummaries(shares.map(share => share.summary)),
    weeks: joinWeeks(
      shares.map(share => share.weeks),
      firmUntil,
    ),
  }
}

/** More than anybody reads before publishing. */
const ENDED_MAX = 100

const endedOf = ({ ended, relationship: { supplierName } }: ShareToWrite) =>
  ended.map(({ row: { buyerPart, shipToCode } }) => ({ buyerPart, shipToCode, supplier: supplierName }))

const partyOf = ({ relationship }: ShareToWrite) => ({ id: relationship.supplierId, name: relationship.supplierName })

/** Errors that travel in a refusal; the preview shows them all. */
const REFUSALS_MAX = 20

export async function importForecast(
  tx: Tx,
  { csv, acceptClean, ...release }: FirmZone & { csv: string; note?: string | undefined; acceptClean: boolean },
): Promise<Published | Refusal[]> {
  const { ready, held, errors } = await judge(tx, csv)
  if (errors.length > 0 && !acceptClean) return errors.slice(0, REFUSALS_MAX).map(refusalOf)
  const published = await publishReady(tx, { ready, held }, { ...release, source: 'csv' })
  return Array.isArray(published) ? published : { ...published, errors: errors.slice(0, ERRORS_MAX) }
}

const refusalOf = ({ line, column, problem, remedy }: RowError): Refusal =>
  refusal('csv-row', `Line ${line}${column ? `, column ${column}` : ''}: ${problem}`, {
    where: `line ${line}, column ${column}`,
    remedy,
  })

const TEMPLATE_WEEKS = 8
const TEMPLATE_ROWS = 3

/** A file to fill in: real weeks, and, as soon as there are any, the buyer's own items. */
export async function forecastTemplate(
  tx: Tx,
  form: CsvForm = 'weeks-as-columns',
): Promise<{ fileName: string; csv: string }> {
  const [site] = await tx
    .select({ code: sites.code, zone: sites.zone })
    .from(sites)
    .where(eq(sites.orgId, tx.caller.orgId))
    .orderBy(asc(sites.code))
    .limit(1)
  const made = await tx
    .select({ item: items.number, supplier: relationships.vendorNumber })
    .from(supplierItems)
    .innerJoin(items, eq(items.id, supplierItems.itemId))
    .innerJoin(
      relationships,
      and(eq(relationships.buyerId, supplierItems.buyerId), eq(relationships.supplierId, supplierItems.supplierId)),
    )
    .where(and(eq(supplierItems.buyerId, tx.caller.orgId), eq(relationships.status, 'active')))
    .orderBy(asc(items.number))
    .limit(TEMPLATE_ROWS)
  const rows = made.length > 0 ? made : [{ item: 'BRK-2201', supplier: '10042' }]
  const first = mondayOf(localDateOf(tx.now, site?.zone ?? 'UTC'))
  const weeks = Array.from({ length: TEMPLATE_WEEKS }, (_, i) => addDays(first, 7 * (i + 1)))
  const who = ({ item, supplier }: (typeof rows)[number]) => [item, supplier, site?.code ?? 'PLANT1']
  if (form === 'weeks-as-rows')
    return {
      fileName: 'forecast-weeks-as-rows.csv',
      csv: writeCsv(
        ['item', 'supplier', 'ship_to', 'week', 'quantity'],
        rows.flatMap(row => weeks.slice(0, 3).map(week => [...who(row), week, '100'])),
      ),
    }
  return {
    fileName: 'forecast.csv',
    csv: writeCsv(
      ['item', 'supplier', 'ship_to', ...weeks],
      rows.map(row => [...who(row), ...weeks.map(() => '100')]),
    ),
  }
}
