// What an order's documents are written from: the order, its open lines, the names on it.
import { and, asc, eq, ne } from 'drizzle-orm'
import { organizations } from '../accounts/tables.ts'
import type { DocumentToWrite, NeedsAttention } from '../gateway/index.ts'
import type { Tx } from '../kernel/db.ts'
import { localDateOf } from '../kernel/time.ts'
import type { SegmentToWrite } from '../x12/index.ts'
import { ediDate, plainText, type Separators } from './edi-text.ts'
import type { OrderRecord } from './facts.ts'
import type { LineRecord, RelationshipRecord } from './held.ts'
import { orderLines, orders } from './tables.ts'

type OrderSaid = Pick<OrderRecord, 'kind' | 'number' | 'note' | 'shipTo' | 'issuedAt'>
type LineSaid = Pick<
  LineRecord,
  'lineNumber' | 'buyerPart' | 'supplierPart' | 'description' | 'unit' | 'quantity' | 'needBy'
>

export interface OrderToWrite {
  order: OrderSaid
  lines: LineSaid[]
  buyerName: string
  supplierName: string
  vendorNumber: string
  /** Day of issue at the ship-to, CCYYMMDD. */
  issued: string
  text: (words: string, lengthMax: number) => string
}

/** Reads what is to be written; lines cancelled before the document left are left out. */
export async function orderToWrite(
  tx: Tx,
  { subjectId, relationship }: DocumentToWrite,
): Promise<OrderToWrite | NeedsAttention> {
  const [found] = await tx
    .select({ order: orders, buyerName: organizations.name })
    .from(orders)
    .innerJoin(organizations, eq(organizations.id, orders.buyerId))
    .where(eq(orders.id, subjectId))
  if (!found) return { needsAttention: 'The order is not there any more.' }
  const lines = await tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.orderId, subjectId), ne(orderLines.at, 'cancelled')))
    .orderBy(asc(orderLines.lineNumber))
  if (lines.length === 0)
    return { needsAttention: `Order ${found.order.number} was cancelled before this left: nothing is to be sent.` }
  return describe(found.order, lines, found.buyerName, relationship)
}

export function describe(
  order: OrderSaid,
  lines: LineSaid[],
  buyerName: string,
  { supplierName, vendorNumber, delimiters }: Pick<RelationshipRecord, 'supplierName' | 'vendorNumber' | 'delimiters'>,
): OrderToWrite {
  const separators: Separators = delimiters
  return {
    order,
    lines,
    buyerName,
    supplierName,
    vendorNumber,
    issued: ediDate(localDateOf(order.issuedAt, order.shipTo.zone)),
    text: (words, lengthMax) => plainText(words, lengthMax, separators),
  }
}

/** N1 loops of who orders, who supplies, and where it goes. */
export function partySegments({ order, buyerName, supplierName, vendorNumber, text }: OrderToWrite): SegmentToWrite[] {
  const { shipTo } = order
  // N103 "92": the code is the buyer's own.
  const segments: SegmentToWrite[] = [
    ['N1', 'BY', text(buyerName, 60)],
    ['N1', 'SU', text(supplierName, 60), '92', vendorNumber],
    ['N1', 'ST', text(shipTo.name, 60), '92', shipTo.code],
  ]
  const street = text(shipTo.street, 55)
  if (street !== '') segments.push(['N3', street])
  const city = text(shipTo.city, 30)
  // N402 holds a state of two letters, N403 a postal code of 3 to 15 characters: what does not fit is left out.
  const region = /^[A-Z]{2}$/.test(shipTo.region) ? shipTo.region : ''
  const postal = text(shipTo.postalCode, 15)
  const country = /^[A-Z]{2,3}$/.test(shipTo.country) ? shipTo.country : ''
  if (city.length > 1) segments.push(['N4', city, region, postal.length >= 3 ? postal : '', country])
  return segments
}
