/** Making a finding out of its catalogue entry and the place it was found. */
import { english, expectedIn, type FindingCode, type Message, messages, wordsFor } from './messages.ts'
import type { Finding, Place, Severity } from './model.ts'

/** `severity` overrides the catalogue's when a leniency softens it. */
export function finding(code: FindingCode, at: Place, severity?: Severity): Finding {
  const message: Message = messages[code]
  const place = at.expects ? { ...at, expected: expectedIn(english, at.expects) } : at
  return {
    severity: severity ?? message.severity,
    code,
    ...place,
    x12: message.x12,
    ...wordsFor(code, place),
    who: message.who,
  }
}

/** Longest copy of a bad value that AK404 holds. */
export const badValueLengthMax = 99

/** A value made fit to be shown: control characters escaped, cut at 99 characters. */
export function shown(value: string): { value: string; valueAltered?: true } {
  const escaped = value.replace(/[\p{Cc}]/gu, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)
  if (escaped === value && value.length <= badValueLengthMax) return { value }
  return { value: escaped.slice(0, badValueLengthMax), valueAltered: true }
}

/** Control numbers of the kind N0: "000000001" and "1" are the same, "5abc" is no number and equals only itself. */
export function differsAsNumber(a: string, b: string): boolean {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return a !== b
  return a.replace(/^0+/, '') !== b.replace(/^0+/, '')
}

/** A trailer's count says exactly this number. */
export function isCount(said: string, counted: number): boolean {
  return /^\d{1,10}$/.test(said) && Number(said) === counted
}
