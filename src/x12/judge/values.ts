/** What one value may be: characters, numbers, dates, times, codes, lengths (X12.6 data types). */
import type { ElementRule } from '../guide/guide.ts'
import type { ExpectationCode, FindingCode } from '../messages.ts'
import type { Expectation, Leniency } from '../model.ts'
import { codesExpected } from '../show/words.ts'

export interface Fault {
  readonly code: FindingCode
  readonly expects?: Expectation
}

/** The first thing wrong with a value that is present; undefined when it is as its rule says. */
export function faultOf(value: string, rule: ElementRule, granted: ReadonlySet<Leniency>): Fault | undefined {
  if (rule.type === 'B') return undefined
  const bad = badCharacter(value, granted)
  if (bad) return { code: 'element.bad-character', expects: { phrase: bad } }
  switch (rule.type) {
    case 'DT':
      return dateFault(value, rule, granted)
    case 'TM':
      return isTime(value) ? undefined : { code: 'element.bad-time', expects: { phrase: 'time' } }
    case 'N':
      if (!/^-?\d+$/.test(value)) return { code: 'element.not-a-number', expects: { phrase: 'digits' } }
      return lengthFault(value.replace('-', '').length, rule)
    case 'R':
      if (!/^-?(\d+\.?\d*|\.\d+)$/.test(value)) {
        return { code: 'element.not-a-number', expects: { phrase: 'decimal' } }
      }
      return lengthFault(value.replace(/[-.]/g, '').length, rule)
    default:
      return textFault(
        value,
        granted.has('short-control-numbers') && rule.number === '329' ? { ...rule, min: 1 } : rule,
      )
  }
}

function textFault(value: string, rule: ElementRule): Fault | undefined {
  if (value.trim() === '') return { code: rule.mandatory ? 'element.missing' : 'element.only-blanks' }
  if (rule.codes && !rule.codes.has(value)) {
    return { code: 'element.bad-code', expects: codesExpected(rule.number, rule.codes) }
  }
  return lengthFault(plain.test(value) ? value.length : [...value].length, rule)
}

function lengthFault(length: number, { min, max }: ElementRule): Fault | undefined {
  if (length >= min && length <= max) return undefined
  const expects: Expectation =
    min === max
      ? { phrase: 'characters', with: { n: String(min) } }
      : { phrase: 'characters-from-to', with: { from: String(min), to: String(max) } }
  return { code: length < min ? 'element.too-short' : 'element.too-long', expects }
}

function dateFault(value: string, rule: ElementRule, granted: ReadonlySet<Leniency>): Fault | undefined {
  const sixIsRight = rule.max === 6
  if (value.length === 6 && isDate(`20${value}`) && (sixIsRight || granted.has('six-digit-dates'))) {
    return sixIsRight ? undefined : { code: 'element.six-digit-date' }
  }
  if (value.length === 8 && isDate(value)) return undefined
  return { code: 'element.bad-date', expects: { phrase: 'date' } }
}

/** CCYYMMDD naming a day of the calendar. */
export function isDate(value: string): boolean {
  if (!/^\d{8}$/.test(value)) return false
  const [year, month, day] = [Number(value.slice(0, 4)), Number(value.slice(4, 6)), Number(value.slice(6))]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}

/** HHMM, HHMMSS, and one or two digits of decimal seconds behind. */
export function isTime(value: string): boolean {
  return /^([01]\d|2[0-3])[0-5]\d([0-5]\d\d{0,2})?$/.test(value)
}

/** X12.5 basic set. */
const basic = /^[A-Z0-9 !"&'()*+,\-./:;?=]*$/
/** X12.5 extended set: printable ASCII and the letters of its select-language table. */
const extended = /^[\x20-\x7eÀÁÂÄàáâäÈÉÊèéêëÌÍÎìíîïÒÓÔÖòóôöÙÚÛÜùúûüÇçÑñ¿¡ß]*$/
const plain = /^[\x20-\x7e]*$/
const latin1 = /^[\x20-\x7e\xa0-\xff]*$/

/** What is allowed instead, when the value holds a character that is not. */
function badCharacter(value: string, granted: ReadonlySet<Leniency>): ExpectationCode | undefined {
  if (granted.has('basic-characters')) return basic.test(value) ? undefined : 'basic-characters'
  if (plain.test(value)) return undefined
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return 'no-control-characters'
  if (granted.has('utf-8') || extended.test(value) || (granted.has('latin-1') && latin1.test(value))) return undefined
  return granted.has('latin-1') ? 'latin-1-characters' : 'extended-characters'
}
