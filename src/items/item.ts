// An item as it is typed: what must hold of its number, description and unit. Pure.
import { cmp, type Decimal, isMultipleOf, isZero, ONE, roundUpToMultiple, sub } from '../kernel/decimal.ts'
import { type Refusal, refusal } from '../kernel/errors.ts'

export interface ItemWords {
  number: string
  description: string
  unit: string
}

/** X12 element 234 has 1 to 48 characters; a blank at either end would be lost on the way. */
const partNumber = /^[\x21-\x7e](?:[\x20-\x7e]{0,46}[\x21-\x7e])?$/
/** X12 element 355. */
const unitCode = /^[A-Z0-9]{2}$/

export function refusePartNumber(text: string, where: string): Refusal | undefined {
  if (partNumber.test(text)) return undefined
  return refusal('part-number', `"${text.slice(0, 60)}" cannot be a part number.`, {
    where,
    remedy: 'Use 1 to 48 letters, digits and signs of plain ASCII: it travels in X12 documents.',
  })
}

/** In German a piece, in X12 a set: typed so, only its writer knows. */
const isPieceOrSet = (typed: string) => /^st$/i.test(typed) && typed !== 'ST'

export function refuseUnit(text: string): Refusal | undefined {
  if (isPieceOrSet(text))
    return refusal('unit', `"${text}" may mean pieces or sets.`, {
      where: '/unit',
      remedy: 'Write PC or EA where pieces are meant, ST where sets are.',
    })
  if (unitCode.test(text)) return undefined
  return refusal('unit', `"${text}" is not a unit of measure.`, {
    where: '/unit',
    remedy: 'Write the two characters of X12 element 355, for example EA (each), PC (piece), ST (set), KG, MR (metre).',
  })
}

/** Codes of X12 element 355 for what is counted: each, piece, pair, set, unit. There is no half of any of them. */
const counted: ReadonlySet<string> = new Set(['EA', 'PC', 'PR', 'ST', 'UN'])

/**
 * Nobody orders, promises or commits half a piece. What a forecast says may be a mean, and is not asked this. `most`: what
 * can be said at all, so that nothing above it is advised.
 */
export function refusePieces(quantity: Decimal, unit: string, most?: Decimal): Refusal | undefined {
  const above = wholePieces(quantity, unit)
  if (above === quantity) return undefined
  const below = sub(above, ONE)
  const nearest = [below, above].filter(each => !isZero(each) && (most === undefined || cmp(each, most) <= 0))
  const either = (nearest.length > 0 ? nearest : [above]).join(' or ')
  return refusal('not-whole', `${quantity} ${unit} is not a whole number of pieces.`, { remedy: `Say ${either}.` })
}

/** The quantity itself, or the next whole number above it where the unit counts pieces. */
export const wholePieces = (quantity: Decimal, unit: string): Decimal =>
  counted.has(unit) && !isMultipleOf(quantity, ONE) ? roundUpToMultiple(quantity, ONE) : quantity

export function refuseItem(item: ItemWords): Refusal[] {
  const description =
    item.description === ''
      ? refusal('description', 'The item has no description.', { where: '/description', remedy: 'Say what it is.' })
      : undefined
  return [refusePartNumber(item.number, '/number'), description, refuseUnit(item.unit)].filter(each => !!each)
}

/** As it is kept. */
export const unitOf = (typed: string) => (isPieceOrSet(typed) ? typed : typed.toUpperCase())

export const trimmedItem = (item: ItemWords): ItemWords => ({
  number: item.number.trim(),
  description: item.description.trim(),
  unit: unitOf(item.unit.trim()),
})
