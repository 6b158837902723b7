// A supplier's share of a release said as an 830: weekly quantities, firm and planning, net, by delivery date.
import { asc, eq } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import { sites } from '../calendars/tables.ts'
import type { OutboundWriter } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { type Decimal, sum, ZERO } from '../kernel/decimal.ts'
import { addDays, localDateOf } from '../kernel/time.ts'
import { document, type SegmentToWrite } from '../x12/index.ts'
import type { RelationshipRecord } from './catalogue.ts'
import { zoneOf } from './forecast.ts'
import { groupBy, type LineRecord, type ShareRecord } from './standing.ts'
import { forecastLines, supplierReleases } from './tables.ts'

export const outbound830: OutboundWriter = async (tx, { subjectId, relationship }) => {
  const [found] = await tx
    .select({ share: supplierReleases, buyerName: organizations.name })
    .from(supplierReleases)
    .innerJoin(organizations, eq(organizations.id, supplierReleases.buyerId))
    .where(eq(supplierReleases.id, subjectId))
  if (!found) return { needsAttention: 'The forecast is not there any more.' }
  const { share, buyerName } = found
  // What was replaced before it left would only be read after the newer one.
  if (share.status === 'superseded')
    return { needsAttention: `Release ${share.number} was replaced before this left: nothing is to be sent.` }
  const standing = await linesOf(tx, subjectId)
  const lines =
    standing.length > 0 || !share.supersedesId ? standing : ended(share, await linesOf(tx, share.supersedesId))
  const segments = segments830({ share, lines, relationship, buyerName, places: await placesOf(tx) })
  return { setId: '830', functionalId: 'PS', segments, label: String(share.number) }
}

const linesOf = async (tx: Tx, shareId: string): Promise<LineRecord[]> =>
  await tx
    .select()
    .from(forecastLines)
    .where(eq(forecastLines.supplierReleaseId, shareId))
    .orderBy(asc(forecastLines.shipToCode), asc(forecastLines.buyerPart))

/**
 * All demand has ended, and an 830 without an item cannot be written: each item of the release before is told with 0,
 * week by week, so that no system goes on with what it had.
 */
const ended = ({ weeks, horizonFrom, firmUntil }: ShareRecord, before: readonly LineRecord[]): LineRecord[] => {
  const starts = weeks.length > 0 ? weeks.map(({ start }) => start) : [horizonFrom]
  const buckets = starts.map(start => ({ start, quantity: ZERO, zone: zoneOf(start, firmUntil) }))
  return before.map(line => ({ ...line, buckets }))
}

export interface Place {
  code: string
  name: string
  zone: string
}

export interface ForecastToWrite {
  share: Pick<ShareRecord, 'number' | 'horizonFrom' | 'horizonTo' | 'publishedAt' | 'supersedesId'>
  lines: readonly Pick<LineRecord, 'buyerPart' | 'supplierPart' | 'unit' | 'shipToCode' | 'buckets'>[]
  relationship: Pick<RelationshipRecord, 'supplierName' | 'vendorNumber' | 'delimiters' | 'ourIdentity'>
  buyerName: string
  places: readonly Place[]
}

const placesOf = async (tx: Tx): Promise<Place[]> =>
  await tx
    .select({ code: sites.code, name: sites.name, zone: sites.zone })
    .from(sites)
    .where(eq(sites.orgId, tx.caller.orgId))

/** What stands between ST and SE: the segments used here are the same in every release that is written. */
export function segments830(writing: ForecastToWrite): readonly SegmentToWrite[] {
  const { share, lines, relationship, buyerName, places } = writing
  const text = plainWords(Object.values(relationship.delimiters))
  const byPlace = groupBy(lines, line => line.shipToCode)
  const [onlyPlace] = byPlace.size === 1 ? [...byPlace.keys()] : []
  // N103 "92": the code is the buyer's own.
  const party = (role: string, name: string, code: string) => ({ 1: role, 2: text(name), 3: '92', 4: code })
  const shipTo = (code: string) => party('ST', places.find(place => place.code === code)?.name ?? code, code)
  const issued = localDateOf(share.publishedAt, places[0]?.zone ?? 'UTC')
  const { ourIdentity } = relationship
  return document('830', '004010', forecast => {
    forecast.add('BFR', {
      // BFR01 "05": it replaces what was sent before.
      1: share.supersedesId ? '05' : '00',
      2: String(share.number),
      // BFR04 "DL": the days are days of delivery. BFR05 "A": quantities are what is wanted, not cumulative.
      4: 'DL',
      5: 'A',
      6: ediDate(share.horizonFrom),
      7: ediDate(addDays(share.horizonTo, 6)),
      8: ediDate(issued),
    })
    // N101 "MI": who issues the planning schedule.
    forecast.loop('N1', ourIdentity ? party('MI', buyerName, ourIdentity.id) : { 1: 'MI', 2: text(buyerName) })
    forecast.loop('N1', party('SU', relationship.supplierName, relationship.vendorNumber))
    if (onlyPlace !== undefined) forecast.loop('N1', shipTo(onlyPlace))
    for (const [i, line] of lines.entries()) {
      const { buyerPart, supplierPart, shipToCode } = line
      const theirs = supplierPart === '' ? undefined : 'VP'
      forecast.loop('LIN', { 1: String(i + 1), 2: 'BP', 3: buyerPart, 4: theirs, 5: supplierPart }, item => {
        item.add('UIT', { 1: line.unit })
        const firm = authorization(line)
        if (firm) item.add('ATH', firm)
        if (onlyPlace === undefined) item.loop('N1', shipTo(shipToCode))
        for (const bucket of line.buckets) item.loop('FST', quantityOf(bucket))
      })
    }
    forecast.totals()
  }).segments
}

/** FST02 "C" firm, "D" planning; FST03 "W": a week, named by its Monday. */
const quantityOf = ({ start, quantity, zone }: LineRecord['buckets'][number]) =>
  ({ 1: quantity, 2: zone === 'firm' ? 'C' : 'D', 3: 'W', 4: ediDate(start) }) as const

/** ATH01 "FI": material and labour are authorized for the firm zone, so much in all from the first day to the last. */
function authorization({ buckets }: Pick<LineRecord, 'buckets'>) {
  const firm = buckets.filter(({ zone }) => zone === 'firm')
  const total = sum(firm.map(({ quantity }) => quantity as Decimal))
  const [first, last] = [firm[0], firm.at(-1)]
  if (!first || !last || total === ZERO) return undefined
  return { 1: 'FI', 2: ediDate(addDays(last.start, 6)), 3: total, 5: ediDate(first.start) } as const
}

/** CCYYMMDD of a day. */
const ediDate = (date: string): string => date.replaceAll('-', '')

const NAME_LENGTH_MAX = 60

/** A name that informs, never one that identifies: letters that X12 has not become the nearest it has, or a blank. */
const plainWords =
  (separators: readonly string[]) =>
  (words: string): string =>
    [...words.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('æ', 'ae').normalize('NFKD')]
      .map(letter => (/[\u0300-\u036f]/.test(letter) ? '' : /[\x20-\x7e]/.test(letter) ? letter : ' '))
      .map(letter => (separators.includes(letter) ? ' ' : letter))
      .join('')
      .replace(/ +/g, ' ')
      .trim()
      .slice(0, NAME_LENGTH_MAX)
      .trim()
