// Reads an 856 into our words: the tree of its levels, whatever packs stand between an order and its items. Pure.
import { add, type Decimal, decimal, isDecimal, readDecimal } from '../kernel/decimal.ts'
import { isLocalDate } from '../kernel/time.ts'
import type { Loop, Segment } from '../x12/index.ts'

/** Why a person has to look at it. */
export interface Unreadable {
  problem: string
  /** The segment that it is about, ST being 1. */
  position?: number
}

/** An item as it is said: which line it is of is found in the order that it names. */
export interface SaidItem {
  /** Numbers by which it may call its order, the likeliest first. */
  order: string[]
  /** Of the order's line, where it is said as such (qualifier PL). */
  orderLine: string
  /** LIN01 or SN101, which may be the line's or a count of its own. */
  count: string
  parts: Part[]
  quantity: Decimal
  unit: string
  lot: string
  position: number
}

export interface Part {
  qualifier: string
  value: string
}

export interface Reading856 {
  shipDate: string
  /** Undefined where it is not said. */
  arrivalDate: string | undefined
  carrier: string
  trackingNumber: string
  items: SaidItem[]
}

/** BSN01 and BSN02: what it does, and the notice's number. */
export function headOf(doc: Loop): { purpose: string; number: string } {
  const bsn = doc.first('BSN')
  return { purpose: bsn?.el(1) ?? '', number: bsn?.el(2).trim() ?? '' }
}

// X12 element 1005: shipment, order, packaging, item · shipment, order, item, packaging. The tree itself says the same.
const structures = new Set(['', '0001', '0002'])
// X12 element 735: shipment, order, tare and pack, item.
const levels = new Set(['S', 'O', 'T', 'P', 'I'])

interface Level {
  kind: string
  parent: Level | undefined
  loop: Loop
}

/** The whole 856, or why it cannot be read. Nothing is guessed. */
export function read856(doc: Loop): Reading856 | Unreadable {
  const structure = doc.first('BSN')?.el(5) ?? ''
  if (!structures.has(structure))
    return { problem: `Its structure (BSN05 “${structure}”) is not one that Pullwire reads: 0001 or 0002.` }
  const tree = treeOf(doc)
  if ('problem' in tree) return tree
  const shipments = tree.filter(({ kind }) => kind === 'S')
  const [shipment] = shipments
  if (!shipment || shipments.length > 1)
    return { problem: `It has ${shipments.length} shipments (HL03 S); one ship notice is one shipment.` }
  const shipDate = dayOf([doc, shipment.loop], ['011'])
  const arrivalDate = dayOf([doc, shipment.loop], ['017', '067'])
  for (const day of [shipDate, arrivalDate]) if (typeof day === 'object') return day
  if (shipDate === undefined) return { problem: 'It says no day of shipping (DTM01 011).' }
  const items: SaidItem[] = []
  for (const level of tree.filter(({ kind }) => kind === 'I')) {
    const item = itemOf(level)
    if ('problem' in item) return item
    items.push(item)
  }
  if (items.length === 0) return { problem: 'It names no item (HL03 I).' }
  const days = { shipDate: shipDate as string, arrivalDate: arrivalDate as string | undefined }
  return { ...days, ...transportOf(shipment.loop), items: together(items) }
}

/** Each level with the one that it belongs to, which stands before it. */
function treeOf(doc: Loop): Level[] | Unreadable {
  const byNumber = new Map<string, Level>()
  for (const loop of doc.loops('HL')) {
    const { segment } = loop
    const [number, parent, kind] = [segment.el(1).trim(), segment.el(2).trim(), segment.el(3)]
    const { position } = segment
    if (!levels.has(kind))
      return { problem: `Its level ${number} is of a kind (HL03 “${kind}”) that Pullwire does not read.`, position }
    if (byNumber.has(number)) return { problem: `It has two levels numbered ${number} (HL01).`, position }
    const above = byNumber.get(parent)
    if (parent !== '' && !above)
      return {
        problem: `Its level ${number} belongs to level ${parent} (HL02), which does not stand before it.`,
        position,
      }
    byNumber.set(number, { kind, parent: above, loop })
  }
  return [...byNumber.values()]
}

/** CCYYMMDD of the first of these qualifiers that is said. */
function dayOf(loops: readonly Loop[], qualifiers: readonly string[]): string | undefined | Unreadable {
  for (const qualifier of qualifiers)
    for (const loop of loops) {
      const dtm = loop.first('DTM', qualifier)
      if (!dtm) continue
      const text = dtm.el(2)
      const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
      return isLocalDate(date) ? date : { problem: `“${text}” is not a date.`, position: dtm.position }
    }
  return undefined
}

/** TD505 or TD503: the carrier by name or code. REF: tracking number, carrier's reference, bill of lading. */
function transportOf(shipment: Loop): Pick<Reading856, 'carrier' | 'trackingNumber'> {
  const td5 = shipment.first('TD5')
  const reference = ['2I', 'CN', 'BM'].map(kind => shipment.first('REF', kind)?.el(2).trim()).find(Boolean)
  return { carrier: (td5?.el(5).trim() || td5?.el(3).trim()) ?? '', trackingNumber: reference ?? '' }
}

function itemOf({ loop, parent }: Level): SaidItem | Unreadable {
  const { position } = loop.segment
  const order = orderOf(parent)
  if (!order) return { problem: 'It has an item that belongs to no order (HL03 O with PRF01).', position }
  const [lin, sn1] = [loop.first('LIN'), loop.first('SN1')]
  if (!sn1) return { problem: 'It has an item without a quantity (SN1).', position }
  const quantity = readDecimal(sn1.el(2))
  if (!isDecimal(quantity)) return { problem: quantity.detail, position: sn1.position }
  const parts = lin ? partsOf(lin) : []
  const of = (qualifier: string) => parts.find(part => part.qualifier === qualifier)?.value ?? ''
  return {
    ...{ order, orderLine: of('PL'), count: (lin?.el(1).trim() || sn1.el(1).trim()) ?? '' },
    parts: parts.filter(({ qualifier }) => qualifier !== 'PL' && qualifier !== 'LT'),
    ...{ quantity, unit: sn1.el(3) },
    // X12 element 128: LT, lot.
    lot: of('LT') || (loop.first('REF', 'LT')?.el(2).trim() ?? ''),
    position,
  }
}

/** The order level above it, through whatever packs stand between. A partner who splits number and release is understood too. */
function orderOf(level: Level | undefined): string[] | undefined {
  if (!level) return undefined
  if (level.kind !== 'O') return orderOf(level.parent)
  const prf = level.loop.first('PRF')
  const [number, release] = [prf?.el(1).trim() ?? '', prf?.el(2).trim() ?? '']
  const called = [number, ...(release === '' ? [] : [`${number}-${release}`, release])].filter(Boolean)
  return called.length > 0 ? called.map(name => name.toUpperCase()) : undefined
}

/** LIN02 and LIN03, LIN04 and LIN05, and so on. */
function partsOf(lin: Segment): Part[] {
  const parts: Part[] = []
  for (let i = 2; i < 31; i += 2) {
    const value = lin.el(i + 1).trim()
    if (value !== '') parts.push({ qualifier: lin.el(i), value })
  }
  return parts
}

/** The same goods in several packs are one item. */
function together(items: readonly SaidItem[]): SaidItem[] {
  const byGoods = new Map<string, SaidItem>()
  for (const item of items) {
    const { order, orderLine, parts, unit, lot } = item
    // A count of its own numbers packs as well as lines: only where nothing else tells is it what the item is.
    const goods = JSON.stringify([order, orderLine, parts, unit, lot, parts.length === 0 ? item.count : ''])
    const before = byGoods.get(goods)
    byGoods.set(goods, before ? { ...before, quantity: add(before.quantity, decimal(item.quantity)) } : item)
  }
  return [...byGoods.values()]
}

/** What is known of an order's line. */
export interface LineKnown {
  lineNumber: number
  buyerPart: string
  supplierPart: string
  unit: string
}

// X12 element 235: whose part number it is.
const buyerParts = new Set(['BP', 'IN', 'PI'])
const supplierParts = new Set(['VP', 'VN', 'SK'])

/** The line that an item is of: by the order's line number, by its part, and of several of one part by its count. */
export function lineFor<L extends LineKnown>(item: SaidItem, lines: readonly L[]): L | Unreadable {
  const { position, parts, orderLine, count } = item
  const fitting = lines.filter(line => !parts.some(part => contradicts(part, line)))
  const named = (number: string) => fitting.find(line => /^\d+$/.test(number) && Number(number) === line.lineNumber)
  const byPart = fitting.filter(line => parts.some(part => names(part, line)))
  const found =
    orderLine !== ''
      ? named(orderLine)
      : byPart.length === 1
        ? byPart[0]
        : byPart.length > 1 || parts.length === 0
          ? named(count)
          : undefined
  const called = [orderLine && `line “${orderLine}”`, ...parts.map(({ value }) => `part “${value}”`)].filter(Boolean)
  if (!found) {
    const said =
      called.length > 0 ? called.join(', ') : count === '' ? 'an item without number or part' : `item “${count}”`
    return {
      problem: `${byPart.length > 1 ? 'More than one line' : 'No line'} of the order ${item.order[0]} fits what it calls ${said}.`,
      position,
    }
  }
  if (item.unit !== '' && item.unit !== found.unit)
    return {
      problem: `Line ${found.lineNumber} (${found.buyerPart}): it counts in ${item.unit}, and the order counts in ${found.unit}.`,
      position,
    }
  return found
}

const names = ({ qualifier, value }: Part, line: LineKnown): boolean =>
  (buyerParts.has(qualifier) && value === line.buyerPart) ||
  (supplierParts.has(qualifier) && line.supplierPart !== '' && value === line.supplierPart)

const contradicts = ({ qualifier, value }: Part, line: LineKnown): boolean =>
  (buyerParts.has(qualifier) && value !== line.buyerPart) ||
  (supplierParts.has(qualifier) && line.supplierPart !== '' && value !== line.supplierPart)
