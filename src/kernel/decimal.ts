// Exact decimals for quantity and money: plain strings at the edges, big.js inside, never a float.
import { Big } from 'big.js'
import { type Refusal, refusal } from './errors.ts'

declare const decimalMark: unique symbol

/**
 * A number in its one normal spelling: no exponent, no plus sign, no leading or trailing zeros, no "-0".
 * It is a plain string to JSON and to Postgres `numeric`. Two Decimals are equal exactly when `===` says so.
 */
export type Decimal = string & { readonly [decimalMark]: true }

/** Wide enough for every X12 R element (at most 18 digits), and inside Postgres `numeric(28, 9)`. */
export const DECIMAL_DIGITS_MAX = 18
/** Unit prices and unit conversions need more than cents; nine places hold both. */
export const DECIMAL_PLACES_MAX = 9
const TEXT_LENGTH_MAX = 40

const PATTERN = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))$/

export const ZERO = '0' as Decimal
export const ONE = '1' as Decimal

/**
 * Reads a number from outside: CSV cell, form, X12 R element. Allows ".5" and "12." as X12 does; refuses exponents,
 * thousands separators and inner blanks, which mean different numbers in different countries.
 * Refusals: number-missing, not-a-number, number-too-large, number-too-fine.
 */
export function readDecimal(text: string): Decimal | Refusal {
  // Before trimming: a hostile text of a million blanks costs nothing.
  if (text.length > TEXT_LENGTH_MAX)
    return refusal('number-too-large', `A number may have at most ${TEXT_LENGTH_MAX} characters.`)
  const trimmed = text.trim()
  if (trimmed === '') return refusal('number-missing', 'A number is missing.')
  const match = PATTERN.exec(trimmed)
  if (!match)
    return refusal('not-a-number', `"${trimmed}" is not a number.`, {
      remedy: 'Write digits and a point, for example 1250.5, without thousands separators.',
    })
  const whole = (match[1] ?? '').replace(/^0+/, '')
  const places = (match[2] ?? match[3] ?? '').replace(/0+$/, '')
  if (whole.length > DECIMAL_DIGITS_MAX)
    return refusal('number-too-large', `"${trimmed}" has more than ${DECIMAL_DIGITS_MAX} digits before the point.`)
  if (places.length > DECIMAL_PLACES_MAX)
    return refusal('number-too-fine', `"${trimmed}" has more than ${DECIMAL_PLACES_MAX} decimal places.`)
  const digits = `${whole === '' ? '0' : whole}${places === '' ? '' : `.${places}`}`
  return (trimmed.startsWith('-') && digits !== '0' ? `-${digits}` : digits) as Decimal
}

export function isDecimal(read: Decimal | Refusal): read is Decimal {
  return typeof read === 'string'
}

/** A number we trust: a constant, or a value that Postgres holds. Throws RangeError on anything else. */
export function decimal(text: string | number): Decimal {
  // A whole JavaScript number is exact; a fraction is not, so 0.1 must be written '0.1'.
  if (typeof text === 'number' && !Number.isSafeInteger(text)) throw new RangeError(`${text} is not a whole number`)
  const read = readDecimal(String(text))
  if (!isDecimal(read)) throw new RangeError(read.detail)
  return read
}

export function add(a: Decimal, b: Decimal): Decimal {
  return spell(new Big(a).plus(b))
}

export function sub(a: Decimal, b: Decimal): Decimal {
  return spell(new Big(a).minus(b))
}

export function mul(a: Decimal, b: Decimal): Decimal {
  return spell(new Big(a).times(b))
}

/** a / b rounded half away from zero to `places`. Throws RangeError when b is zero. */
export function div(a: Decimal, b: Decimal, places: number = DECIMAL_PLACES_MAX): Decimal {
  if (b === ZERO) throw new RangeError(`${a} divided by zero`)
  const Divider = Big()
  Divider.DP = places
  Divider.RM = 1 // big.js roundHalfUp
  return spell(new Divider(a).div(b))
}

/** Rounded half away from zero to at most `places` decimal places. */
export function round(a: Decimal, places: number): Decimal {
  return spell(new Big(a).round(places, 1))
}

/** -1 when a < b, 0 when equal, 1 when a > b. */
export function cmp(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b)
}

export function isZero(a: Decimal): boolean {
  return a === ZERO
}

export function isNegative(a: Decimal): boolean {
  return a.startsWith('-')
}

export function isPositive(a: Decimal): boolean {
  return !isZero(a) && !isNegative(a)
}

export function negate(a: Decimal): Decimal {
  return spell(new Big(a).neg())
}

export function abs(a: Decimal): Decimal {
  return isNegative(a) ? negate(a) : a
}

export function min(first: Decimal, ...rest: readonly Decimal[]): Decimal {
  return rest.reduce((least, each) => (cmp(each, least) < 0 ? each : least), first)
}

export function max(first: Decimal, ...rest: readonly Decimal[]): Decimal {
  return rest.reduce((most, each) => (cmp(each, most) > 0 ? each : most), first)
}

export function sum(each: Iterable<Decimal>): Decimal {
  let total = new Big(0)
  for (const one of each) total = total.plus(one)
  return spell(total)
}

/** Is a quantity a whole number of packs? `multiple` must be positive, else RangeError. */
export function isMultipleOf(a: Decimal, multiple: Decimal): boolean {
  if (!isPositive(multiple)) throw new RangeError(`a multiple must be positive, not ${multiple}`)
  return new Big(a).mod(multiple).eq(0)
}

/** The least multiple that is not below `a`: 25 in packs of 10 is 30. `multiple` must be positive, else RangeError. */
export function roundUpToMultiple(a: Decimal, multiple: Decimal): Decimal {
  if (isMultipleOf(a, multiple)) return a
  const floor = new Big(a).minus(new Big(a).mod(multiple))
  return spell(isNegative(a) ? floor : floor.plus(multiple))
}

/** The number itself, for charts and statistics only: it may be inexact, so it never goes back into a document. */
export function toNumber(a: Decimal): number {
  return Number(a)
}

/** With exactly `places` decimal places, rounded half away from zero: '12.5' with 2 is "12.50". For display and EDI. */
export function toFixed(a: Decimal, places: number): string {
  const fixed = new Big(a).toFixed(places, 1)
  return /^-0(\.0*)?$/.test(fixed) ? fixed.slice(1) : fixed
}

function spell(big: Big): Decimal {
  const text = big.toFixed()
  return (text === '-0' ? '0' : text) as Decimal
}
