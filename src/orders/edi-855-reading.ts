// Reads an 855 into our words, against the order that it answers. Pure: no database, no clock.
import { cmp, decimal, isDecimal, readDecimal, sum } from '../kernel/decimal.ts'
import { addDays, isLocalDate } from '../kernel/time.ts'
import type { Loop, Segment } from '../x12/index.ts'
import { dateKinds, type HeadMeaning, headCodes, lineCodes } from './answer-codes.ts'
import {
  type AnswerAct,
  type AnsweredLine,
  asIs,
  awaitsSupplier,
  type LineAt,
  type Promised,
  same,
} from './order-line.ts'

/** What is asked of a line now, and how to know it. */
export interface OrderedLine {
  lineNumber: number
  at: LineAt
  buyerPart: string
  supplierPart: string
  unit: string
  /** What the answer is measured against: the order, or the buyer's counter-proposal. */
  quantity: string
  needBy: string
}

export interface Reading855 {
  /** `position`: of the segment that speaks of the line, ST being 1. */
  lines: (Pick<AnsweredLine, 'lineNumber' | 'answer'> & { called?: string; position?: number })[]
}
/** Why a person has to look at it. */
export interface Unreadable {
  problem: string
  /** The segment that it is about, ST being 1. */
  position?: number
}

/** What the profile says about dates. */
export interface DateTerms {
  /** Days from shipping to delivery. */
  transitDays: number
  /** What a date without a qualifier is. */
  unqualified: 'ship' | 'delivery'
}

/** The order number and release that an 855 answers: BAK03 and BAK05. */
export function answeredOrder(doc: Loop): { number: string; release: string } {
  const bak = doc.first('BAK')
  return { number: bak?.el(3).trim() ?? '', release: bak?.el(5).trim() ?? '' }
}

// X12 element 353: original, change, replace, confirmation, duplicate. A cancellation by the supplier is for people.
const purposes = new Set(['00', '04', '05', '06', '07'])

/** The whole 855 as answers to lines, or why it cannot be read. Nothing is guessed. */
export function read855(doc: Loop, ordered: readonly OrderedLine[], dates: DateTerms): Reading855 | Unreadable {
  const bak = doc.first('BAK')
  const purpose = bak?.el(1) ?? ''
  if (!purposes.has(purpose)) return { problem: `Its purpose (BAK01 “${purpose}”) is not one that answers an order.` }
  const code = bak?.el(2) ?? ''
  const head = headCodes[code]
  if (!head) return { problem: `Its answer code (BAK02 “${code}”) is not known.` }
  const named = doc.loops('PO1')
  if (named.length === 0) {
    if (head.alone === 'for-people')
      return { problem: `It says “${head.words}” (BAK02 ${code}) but names no line, so it answers nothing by itself.` }
    return { lines: linesMeant(head.alone, ordered, []).map(line => whole(line, head.alone)) }
  }
  const byLine = new Map<OrderedLine, Loop[]>()
  for (const po1 of named) {
    const line = lineOf(po1.segment, ordered)
    if ('problem' in line) return { ...line, position: po1.segment.position }
    byLine.set(line, [...(byLine.get(line) ?? []), po1])
  }
  const lines: Reading855['lines'] = []
  for (const [line, po1s] of byLine) {
    const act = readLine(line, po1s, head.named, code, dates)
    const position = po1s[0]?.segment.position ?? 1
    if ('problem' in act)
      return {
        problem: `Line ${line.lineNumber} (${line.buyerPart}): ${act.problem}`,
        position: act.position ?? position,
      }
    lines.push({ lineNumber: line.lineNumber, answer: act, position, ...calledOtherwise(po1s, line) })
  }
  if (head.unnamed !== 'open')
    for (const line of linesMeant(head.unnamed, ordered, [...byLine.keys()])) lines.push(whole(line, head.unnamed))
  return { lines: lines.sort((a, b) => a.lineNumber - b.lineNumber) }
}

/** All that are open; of a rejected order all that are not over, for what is agreed is refused, and so a person hears. */
const linesMeant = (said: HeadMeaning['alone'], ordered: readonly OrderedLine[], except: readonly OrderedLine[]) =>
  ordered.filter(line => (said === 'rejected' ? !isOver(line.at) : awaitsSupplier(line.at)) && !except.includes(line))

const isOver = (at: LineAt): boolean => at === 'rejected' || at === 'cancelled'

const whole = ({ lineNumber }: OrderedLine, said: 'accepted' | 'rejected' | 'for-people') => ({
  lineNumber,
  answer:
    said === 'accepted'
      ? ({ act: 'accept' } as const)
      : ({ act: 'reject', reason: 'Whole order rejected (855)' } as const),
})

// ── Which line ─────────────────────────────────────────────────────────────────────────────────

// X12 element 235: whose part number it is.
const buyerParts = new Set(['BP', 'IN', 'PI'])
const supplierParts = new Set(['VP', 'VN', 'SK'])

/** By PO101, then by part number; a number that names another part than the order's line is nobody's guess. */
function lineOf(po1: Segment, ordered: readonly OrderedLine[]): OrderedLine | Unreadable {
  const said = po1.el(1).trim()
  const parts = partsOf(po1)
  const byNumber = ordered.find(line => said !== '' && /^\d+$/.test(said) && Number(said) === line.lineNumber)
  if (byNumber) {
    const other = parts.find(part => contradicts(part, byNumber))
    if (!other) return byNumber
    return {
      problem: `Its line ${said} names part “${other.value}”, but line ${byNumber.lineNumber} of the order is ${byNumber.buyerPart}.`,
    }
  }
  const byPart = ordered.filter(line => parts.some(part => names(part, line)))
  const [only] = byPart
  if (only && byPart.length === 1) return only
  const called = [said && `line “${said}”`, ...parts.map(({ value }) => `part “${value}”`)].filter(Boolean).join(', ')
  if (byPart.length > 1) return { problem: `More than one line of the order fits what it calls ${called}.` }
  return {
    problem: `No line of the order fits what it calls ${called === '' ? 'a line without number or part' : called}.`,
  }
}

/** The number by which the document calls the line, where it is not the line's own and the part number told which. */
function calledOtherwise(po1s: readonly Loop[], { lineNumber }: OrderedLine): { called?: string } {
  const called = po1s
    .map(({ segment }) => segment.el(1).trim())
    .find(said => said !== '' && Number(said) !== lineNumber)
  return called === undefined ? {} : { called }
}

interface Part {
  qualifier: string
  value: string
}

function partsOf(po1: Segment): Part[] {
  const parts: Part[] = []
  for (let i = 6; i < 26; i += 2) {
    const value = po1.el(i + 1).trim()
    if (value !== '') parts.push({ qualifier: po1.el(i), value })
  }
  return parts
}

const names = ({ qualifier, value }: Part, line: OrderedLine): boolean =>
  (buyerParts.has(qualifier) && value === line.buyerPart) ||
  (supplierParts.has(qualifier) && line.supplierPart !== '' && value === line.supplierPart)

const contradicts = ({ qualifier, value }: Part, line: OrderedLine): boolean =>
  (buyerParts.has(qualifier) && value !== line.buyerPart) ||
  (supplierParts.has(qualifier) && line.supplierPart !== '' && value !== line.supplierPart)

// ── What is said of it ─────────────────────────────────────────────────────────────────────────

/** One ACK, or one SCH under it: so much on such a day. */
interface Said {
  code: string
  quantity: string | undefined
  date: string | undefined
}

function readLine(
  line: OrderedLine,
  po1s: readonly Loop[],
  withoutCode: 'accepted' | 'rejected' | 'for-people',
  headCode: string,
  dates: DateTerms,
): AnswerAct | Unreadable {
  const said: Said[] = []
  for (const po1 of po1s)
    for (const ack of po1.loops('ACK')) {
      const read = readAck(ack, line, dates)
      if ('problem' in read) return { ...read, position: ack.segment.position }
      said.push(read)
    }
  if (said.length === 0) {
    if (withoutCode !== 'for-people') return whole(line, withoutCode).answer
    return { problem: `it stands there without a code (ACK), which under BAK02 ${headCode} says neither yes nor no.` }
  }
  const schedules = po1s.flatMap(po1 => po1.loops('SCH'))
  if (schedules.length === 0) return actOf(line, said)
  if (said.every(each => each.date === undefined)) return readSchedules(line, said, schedules, dates)
  return readBoth(line, said, schedules, dates)
}

/** Days in the codes (ACK) and in schedules (SCH) beside them: fine when both say the same, else nobody's guess. */
function readBoth(
  line: OrderedLine,
  said: readonly Said[],
  schedules: readonly Loop[],
  dates: DateTerms,
): AnswerAct | Unreadable {
  const act = actOf(line, said)
  if ('problem' in act || (act.act !== 'accept' && act.act !== 'propose')) return act
  const [first] = said
  const rows = rowsOf(line, schedules, first?.code ?? '', dates)
  if ('problem' in rows) return rows
  const planned = promisesOf(line, rows)
  if ('problem' in planned) return planned
  const coded = act.act === 'accept' ? asIs(line) : act.promised
  if (same(planned.rows, coded)) return act
  const spoken = (promised: readonly Promised[]) => promised.map(row => `${row.quantity} on ${row.date}`).join(', ')
  return { problem: `its codes (ACK) say ${spoken(coded)}, but its schedules (SCH) say ${spoken(planned.rows)}.` }
}

function readAck(ack: Loop, line: OrderedLine, dates: DateTerms): Said | Unreadable {
  const { segment } = ack
  const code = segment.el(1)
  if (!lineCodes[code]) return { problem: `its code (ACK01 “${code}”) is not known.` }
  const quantity = quantityOf(segment.el(2), segment.el(3), line)
  if (typeof quantity === 'object') return quantity
  const dtm = ack.first('DTM')
  const date =
    segment.el(5) === '' && dtm ? dateOf(dtm.el(1), dtm.el(2), dates) : dateOf(segment.el(4), segment.el(5), dates)
  if (typeof date === 'object') return date
  return { code, quantity, date }
}

/** The quantity as written, undefined when there is none. */
function quantityOf(text: string, unit: string, line: OrderedLine): string | undefined | Unreadable {
  if (text === '') return undefined
  const read = readDecimal(text)
  if (!isDecimal(read)) return { problem: read.detail }
  if (unit !== '' && unit !== line.unit)
    return { problem: `it counts in ${unit}, and the order counts in ${line.unit}.` }
  return read
}

/** A day of delivery, whatever kind of day was said; undefined when none was. */
function dateOf(
  qualifier: string,
  text: string,
  { transitDays, unqualified }: DateTerms,
): string | undefined | Unreadable {
  if (text === '') return undefined
  const kind = qualifier === '' ? unqualified : dateKinds[qualifier]
  if (!kind) return { problem: `it says a date whose kind (qualifier “${qualifier}”) is not known.` }
  const date = spelled(text)
  if (!isLocalDate(date)) return { problem: `“${text}” is not a date.` }
  // A ship date and a delivery date are never treated as equal.
  return kind === 'ship' ? addDays(date, transitDays) : date
}

/** CCYYMMDD, or YYMMDD from partners who write it so. */
function spelled(text: string): string {
  const full = text.length === 6 ? `20${text}` : text
  return `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}${full.slice(8)}`
}

/** Dates in SCH segments under the line, the code in one ACK above them. */
function readSchedules(
  line: OrderedLine,
  said: readonly Said[],
  schedules: readonly Loop[],
  dates: DateTerms,
): AnswerAct | Unreadable {
  const [first] = said
  if (!first || said.length > 1)
    return { problem: 'it has several codes and several schedules, which do not fit together.' }
  const rows = rowsOf(line, schedules, first.code, dates)
  return 'problem' in rows ? rows : actOf(line, rows)
}

function rowsOf(line: OrderedLine, schedules: readonly Loop[], code: string, dates: DateTerms): Said[] | Unreadable {
  const rows: Said[] = []
  for (const { segment } of schedules) {
    const quantity = quantityOf(segment.el(1), segment.el(2), line)
    if (typeof quantity === 'object') return quantity
    const date = dateOf(segment.el(5), segment.el(6), dates)
    if (typeof date === 'object') return date
    rows.push({ code, quantity, date })
  }
  return rows
}

/** All that is said of one line, as one act. */
function actOf(line: OrderedLine, said: readonly Said[]): AnswerAct | Unreadable {
  const meaningOf = ({ code }: Said) => lineCodes[code]?.meaning ?? 'for-people'
  const words = [...new Set(said.map(each => `${lineCodes[each.code]?.words ?? each.code} (${each.code})`))].join(', ')
  if (said.some(each => meaningOf(each) === 'for-people'))
    return {
      problem: `it is ${words}. Pullwire cannot decide that; talk to the supplier, then answer for it or close this.`,
    }
  const taken = said.filter(each => meaningOf(each) === 'accepted' || meaningOf(each) === 'changed')
  if (taken.length === 0) {
    if (said.every(each => meaningOf(each) === 'rejected')) return { act: 'reject', reason: words }
    return { act: 'hold', reason: words }
  }
  const promised = promisesOf(line, taken)
  if ('problem' in promised) return promised
  const asOrdered =
    promised.rows.length === 1 &&
    promised.rows[0]?.date === line.needBy &&
    cmp(decimal(promised.rows[0].quantity), decimal(line.quantity)) === 0
  if (!asOrdered) return { act: 'propose', promised: promised.rows, reason: words }
  if (taken.every(each => meaningOf(each) === 'changed') && !promised.numbersSaid)
    return { problem: `it is ${words}, but no other date or quantity is said.` }
  return { act: 'accept' }
}

/** Rows of a split, days added together. */
function promisesOf(
  line: OrderedLine,
  taken: readonly Said[],
): { rows: Promised[]; numbersSaid: boolean } | Unreadable {
  const byDay = new Map<string, string[]>()
  for (const { code, quantity, date } of taken) {
    if (date === undefined && (code === 'DR' || code === 'IB'))
      return { problem: `it is ${lineCodes[code]?.words ?? code} (${code}), but no date is said.` }
    if (quantity === undefined && (code === 'IQ' || code === 'BP'))
      return { problem: `it is ${lineCodes[code]?.words ?? code} (${code}), but no quantity is said.` }
    if (quantity === undefined && taken.length > 1)
      return { problem: 'it is split, but one part of it says no quantity.' }
    const day = date ?? line.needBy
    byDay.set(day, [...(byDay.get(day) ?? []), quantity ?? line.quantity])
  }
  const rows = [...byDay]
    .map(([date, quantities]) => ({ date, quantity: sum(quantities.map(decimal)) as string }))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
  return { rows, numbersSaid: taken.some(each => each.quantity !== undefined || each.date !== undefined) }
}
