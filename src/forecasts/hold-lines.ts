// What of the standing forecast stays as it is, because the row of a file that speaks of it cannot be used. Pure.
import { type Decimal, ZERO } from '../kernel/decimal.ts'
import { isRefusal } from '../kernel/errors.ts'
import { type LocalDate, mondayOf } from '../kernel/time.ts'
import type { LineToPublish } from './api.ts'
import type { Catalogue, RelationshipRecord } from './catalogue.ts'
import { keyOf, lineKeyOf, type ReadyLine, readParties } from './check-lines.ts'
import type { StandingLine, StandingShare } from './standing.ts'

/** Whose line a row speaks of, as the row says it; any of it may be wrong. */
export type Who = Pick<LineToPublish, 'item' | 'supplier' | 'shipTo'>

/** A typing error must never tell a supplier that its demand has ended: these lines stay, with the commits to them. */
export interface Held {
  /** Single lines, as `lineKeyOf` names them. */
  lines: ReadonlySet<string>
  /** Every line of these suppliers: a row names them, but not readably what or where to. */
  suppliers: ReadonlySet<string>
  /** Every line of everybody: a row does not say readably whose it is. */
  everybody: boolean
  /** This week: what has passed goes into no release. */
  from: LocalDate
}

export function heldBy(faulty: readonly Who[], catalogue: Catalogue): Held {
  const lines = new Set<string>()
  const suppliers = new Set<string>()
  let everybody = false
  for (const who of faulty) {
    const { key, making, item } = readParties(who, catalogue)
    const named = catalogue.relationship(who.supplier?.trim() ?? '')
    if (key !== undefined) lines.add(key)
    else if (making && !isRefusal(making)) suppliers.add(making.relationship.supplierId)
    // Where item and supplier do not belong together, either may be the one mistyped.
    else if (named && (isRefusal(item) || named.status !== 'active')) suppliers.add(named.supplierId)
    else everybody = true
  }
  return { lines, suppliers, everybody, from: mondayOf(catalogue.today) }
}

export const isHeldWhole = (held: Held, supplierId: string): boolean => held.everybody || held.suppliers.has(supplierId)

/** The standing lines of one supplier that go into the release as they are. */
export function heldLines(
  held: Held,
  relationship: RelationshipRecord,
  standing: StandingShare | undefined,
  ready: readonly ReadyLine[],
): ReadyLine[] {
  const { supplierId } = relationship
  const whole = isHeldWhole(held, supplierId)
  const said = new Set(ready.map(line => keyOf(line.item.id, line.shipToCode)))
  return [...(standing?.lines ?? [])].flatMap(([key, line]) =>
    !said.has(key) && (whole || held.lines.has(lineKeyOf(supplierId, line.row.itemId, line.row.shipToCode)))
      ? [asItStands(line, relationship, held.from)]
      : [],
  )
}

/** With all its weeks, also those of which the file says nothing. */
function asItStands({ row, quantities }: StandingLine, relationship: RelationshipRecord, from: LocalDate) {
  const kept = new Map<LocalDate, Decimal>([...quantities].filter(([start]) => start >= from))
  // A line that says nothing of what is to come says that nothing is needed.
  if (kept.size === 0) kept.set(from, ZERO)
  return {
    making: { relationship, supplierPart: row.supplierPart },
    item: { id: row.itemId, number: row.buyerPart, description: row.description, unit: row.unit },
    shipToCode: row.shipToCode,
    quantities: kept,
  }
}
