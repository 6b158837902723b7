/** CTT: how many lines a document has and what their quantities come to, counted instead of believed. */
import { type SegmentToWrite, Unwritable } from './pen.ts'

/** Which segments are counted in CTT01, and the element whose values are added up in CTT02. */
interface Counted {
  readonly lines: string
  readonly quantity: { readonly tag: string; readonly element: number }
  /** What some partners count instead; taken, but not written by us. */
  readonly otherLines?: string
}

const counted: Readonly<Record<string, Counted | undefined>> = {
  '810': { lines: 'IT1', quantity: { tag: 'IT1', element: 2 } },
  '830': { lines: 'LIN', quantity: { tag: 'FST', element: 1 } },
  '846': { lines: 'LIN', quantity: { tag: 'QTY', element: 2 } },
  '850': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 } },
  '855': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 } },
  '856': { lines: 'HL', quantity: { tag: 'SN1', element: 2 }, otherLines: 'SN1' },
  '860': { lines: 'POC', quantity: { tag: 'POC', element: 3 } },
  '861': { lines: 'RCD', quantity: { tag: 'RCD', element: 2 } },
  '862': { lines: 'LIN', quantity: { tag: 'FST', element: 1 } },
  '865': { lines: 'POC', quantity: { tag: 'POC', element: 3 } },
  '870': { lines: 'PO1', quantity: { tag: 'PO1', element: 2 }, otherLines: 'HL' },
}

/** X12 element 347 holds ten digits. */
const hashDigitsMax = 10

export interface Totals {
  /** CTT01. */
  readonly lines: string
  /** CTT02: the plain sum of the quantities; absent when there are none, or more digits than it holds. */
  readonly hash?: string
}

/** What CTT has to say of these segments; undefined for documents that have no CTT. */
export function totalsOf(setId: string, segments: readonly SegmentToWrite[]): Totals | undefined {
  const rule = counted[setId]
  if (rule === undefined) return undefined
  const lines = String(count(rule.lines, segments))
  const quantities = quantitiesOf(rule, segments)
  const hash = quantities.length > 0 ? sumOf(quantities) : undefined
  const fits = hash !== undefined && hash.replace(/\D/g, '').length <= hashDigitsMax
  return { lines, ...(fits ? { hash } : {}) }
}

/** Refuses a document whose CTT contradicts its own lines. */
export function checkTotals(setId: string, segments: readonly SegmentToWrite[]): void {
  const at = segments.findLastIndex(segment => segment[0] === 'CTT')
  const rule = counted[setId]
  const ctt = segments[at]
  if (rule === undefined || ctt === undefined) return
  const [, lines = '', hash = ''] = ctt
  const refuse = (element: number, reason: string) => {
    throw new Unwritable(reason, { segment: 'CTT', position: at + 2, element }, [], 'Leave the totals to the writer.')
  }
  const counts = [rule.lines, rule.otherLines ?? rule.lines].map(tag => count(tag, segments))
  if (typeof lines === 'string' && /^\d+$/.test(lines) && !counts.includes(Number(lines)))
    refuse(1, `says ${lines} lines, but the document has ${counts[0]}`)
  if (typeof hash !== 'string' || !isDecimal(hash)) return
  const quantities = quantitiesOf(rule, segments)
  const sum = sumOf(quantities)
  if (sumOf([hash]) !== sum && Number(hash) !== standardHash(quantities))
    refuse(2, `says ${hash}, but the quantities of the lines come to ${sum}`)
}

const count = (tag: string, segments: readonly SegmentToWrite[]) =>
  segments.reduce((sum, segment) => (segment[0] === tag ? sum + 1 : sum), 0)

function quantitiesOf({ quantity }: Counted, segments: readonly SegmentToWrite[]): string[] {
  return segments.flatMap(segment => {
    const value = segment[0] === quantity.tag ? segment[quantity.element] : undefined
    return typeof value === 'string' && isDecimal(value) ? [value] : []
  })
}

const isDecimal = (value: string) => /^-?(\d+\.?\d*|\.\d+)$/.test(value)

/** Exact: digits are added as whole numbers of the smallest unit that occurs. */
function sumOf(values: readonly string[]): string {
  const scale = values.reduce((most, value) => Math.max(most, decimalsOf(value).length), 0)
  let sum = 0n
  for (const value of values) {
    const decimals = decimalsOf(value)
    const whole = value.replace('-', '').split('.', 1)[0] ?? ''
    const units = BigInt(`${whole || '0'}${decimals.padEnd(scale, '0')}`)
    sum += value.startsWith('-') ? -units : units
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${sum < 0n ? '-' : ''}${whole}${decimals ? `.${decimals}` : ''}`
}

const decimalsOf = (value: string) => (value.includes('.') ? value.slice(value.indexOf('.') + 1) : '')

/** X12.3 element 347: without regard to points and signs, the digits on the left cut. */
function standardHash(values: readonly string[]): number {
  const sum = values.reduce((total, value) => total + BigInt(value.replace(/\D/g, '')), 0n)
  return Number(String(sum).slice(-hashDigitsMax))
}
