// What a supplier makes of an item: packs and least quantities, and what follows for an order. Pure; the form asks the same.
import {
  cmp,
  type Decimal,
  isMultipleOf,
  isPositive,
  isZero,
  max,
  readDecimal,
  roundUpToMultiple,
  sub,
} from '../kernel/decimal.ts'
import { isRefusal, type Refusal, refusal } from '../kernel/errors.ts'

export interface PackTerms {
  /** Decimal string above 0: what one pack holds; orders come in whole packs. */
  packQuantity: string
  /** Decimal string; 0 when any number of packs may be ordered. */
  minimumQuantity: string
}

/**
 * Whether so much may be ordered. The refusal's remedy names the nearest quantities that may.
 * Refusals: those of `readDecimal`, quantity-not-positive, below-minimum, not-whole-packs.
 */
export function checkQuantity(terms: PackTerms, quantity: string): Refusal | undefined {
  const wanted = readDecimal(quantity)
  if (isRefusal(wanted)) return wanted
  const nearest = nearestQuantities(terms, wanted)
  const remedy = nearest.length > 0 ? `Order ${nearest.join(' or ')}.` : 'Order a quantity above 0.'
  if (!isPositive(wanted)) return refusal('quantity-not-positive', `${wanted} is not more than 0.`, { remedy })
  const { pack, minimum } = readTerms(terms)
  if (cmp(wanted, minimum) < 0)
    return refusal('below-minimum', `${wanted} is below the minimum of ${minimum}.`, { remedy })
  if (!isMultipleOf(wanted, pack))
    return refusal('not-whole-packs', `${wanted} is not a whole number of packs of ${pack}.`, { remedy })
  return undefined
}

/** The quantity itself when it may be ordered, else the nearest below (if any) and above. */
export function nearestQuantities(terms: PackTerms, wanted: Decimal): Decimal[] {
  const { pack, minimum } = readTerms(terms)
  const least = roundUpToMultiple(max(minimum, pack), pack)
  if (cmp(wanted, least) <= 0) return [least]
  const above = roundUpToMultiple(wanted, pack)
  return above === wanted ? [above] : [sub(above, pack), above]
}

/** Refusals of the terms themselves, as typed: pack-not-positive, minimum-negative, and those of `readDecimal`. */
export function refuseTerms(terms: PackTerms): Refusal[] {
  const pack = readDecimal(terms.packQuantity)
  const minimum = readDecimal(terms.minimumQuantity)
  const refusals: Refusal[] = []
  if (isRefusal(pack)) refusals.push(at('/packQuantity', pack))
  else if (!isPositive(pack))
    refusals.push(
      refusal('pack-not-positive', 'A pack holds more than 0.', {
        where: '/packQuantity',
        remedy: 'Write 1 when single pieces may be ordered.',
      }),
    )
  if (isRefusal(minimum)) refusals.push(at('/minimumQuantity', minimum))
  else if (!isZero(minimum) && !isPositive(minimum))
    refusals.push(
      refusal('minimum-negative', 'The minimum is below 0.', {
        where: '/minimumQuantity',
        remedy: 'Write 0 when there is no minimum.',
      }),
    )
  return refusals
}

function readTerms(terms: PackTerms): { pack: Decimal; minimum: Decimal } {
  const pack = readDecimal(terms.packQuantity)
  const minimum = readDecimal(terms.minimumQuantity)
  if (isRefusal(pack) || !isPositive(pack)) throw new RangeError(`"${terms.packQuantity}" is no pack quantity`)
  if (isRefusal(minimum)) throw new RangeError(`"${terms.minimumQuantity}" is no minimum quantity`)
  return { pack, minimum }
}

const at = (where: string, { code, detail, remedy }: Refusal): Refusal =>
  refusal(code, detail, { where, ...(remedy ? { remedy } : {}) })
